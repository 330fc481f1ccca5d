"""What is agreed rather than counted: targets, light rules, the index method, when the accident record begins."""

import pandas as pd

from tongnan_metrics.demo.dimensions import HOME
from tongnan_metrics.demo.sources import ARTICLE, PRACTICE, synthetic

_TARGETS = synthetic("targets")
_METHOD = synthetic("index")

# Yearly output and industrial investment are made up; the two of 2026 stand in the article.
_YEARLY = {2019: (332, 84), 2020: (350, 90), 2021: (385, 98), 2022: (440, 116)}

# component: weight, floor, ceiling. Assumed: calibrated to the one index value that was published.
COMPONENTS: dict[str, tuple[int, int, int]] = {
    "industrial_va_growth": (40, 0, 25),
    "industrial_output_growth": (25, -5, 60),
    "industrial_investment_growth": (20, 0, 80),
    "tech_upgrade_share": (15, 0, 100),
}

# Every subject is measured so that more is worse; the light comes on at the number.
#   project_pace          points the works are behind the plan
#   project_lag           percent of the planned progress not reached
#   project_start_delay   days after the planned start without starting
#   project_stage_days    days at a stage that leads to production
#   blocker_days          days a blocker has been open
#   indicator_pace        points an indicator is behind the share of the year gone
#   indicator_rank_group  place in the assessment group
#   indicator_gap_city    points an indicator's growth is below the city's
#   indicator_decline     percent an indicator is below the year before
#   hazard_overdue        days after the day a hazard was to be rectified; below 0 before it
#   issue_overdue         days after the day an issue was to be resolved; below 0 before it
_LIGHTS: tuple[tuple[str, str, float | None, float | None, str], ...] = (
    ("yinchuan", "project_pace", 10, 30, "落后计划进度10—30个百分点亮黄灯，超过30个百分点亮红灯"),
    ("yinchuan", "project_start_delay", None, 90, "逾期3个月未开工亮红灯"),
    ("sanya", "project_lag", 0.1, 50, "落后计划50%以内亮黄灯，超过50%亮红灯"),
    ("tianjin", "indicator_pace", 0.1, None, "低于序时进度亮黄灯"),
    ("tianjin", "indicator_gap_city", 0.1, None, "低于全市平均亮黄灯"),
    ("tianjin", "indicator_decline", None, 0.1, "负增长亮红灯"),
    ("district", "project_pace", 10, 20, "形象进度落后计划10个百分点亮黄灯，20个百分点亮红灯"),
    ("district", "project_start_delay", 30, 90, "逾期30天未开工亮黄灯，90天亮红灯"),
    ("district", "project_stage_days", 365, 540, "签约、落地停留满一年亮黄灯，一年半亮红灯"),
    ("district", "blocker_days", 30, 60, "卡点满30天未解亮黄灯，60天亮红灯"),
    ("district", "indicator_pace", 1, 5, "落后序时进度1个百分点亮黄灯，5个百分点亮红灯"),
    ("district", "indicator_rank_group", 7, 10, "考核组第7位及以后亮黄灯，第10位及以后亮红灯"),
    ("district", "hazard_overdue", -3, 1, "到期前3天亮黄灯，逾期亮红灯"),
    ("district", "issue_overdue", -5, 1, "到期前5天亮黄灯，逾期亮红灯"),
)


def targets() -> pd.DataFrame:
    """Targets in the indicator's unit."""
    rows = [
        (year, key, value, "演示目标", _TARGETS)
        for year, values in _YEARLY.items()
        for key, value in zip(("industrial_output", "industrial_investment"), values, strict=True)
    ]
    rows += [
        (2026, "gdp_target", 800, "原文为“800亿元以上”，按不低于理解", ARTICLE),
        (2026, "investment_paid_in_target", 1000, "原文未写明累计或当年，五年累计较合理", ARTICLE),
    ]
    frame = pd.DataFrame(rows, columns=["year", "indicator", "value", "note", "source"])
    return frame.assign(area=HOME)


def lights() -> pd.DataFrame:
    """Presets of public practice, and the district's own."""
    frame = pd.DataFrame(_LIGHTS, columns=["preset", "subject", "amber", "red", "note"])
    return frame.assign(source=frame["preset"].map(lambda preset: _TARGETS if preset == "district" else PRACTICE))


def index_method() -> pd.DataFrame:
    """Weights and goalposts of the composite index."""
    frame = pd.DataFrame.from_dict(COMPONENTS, orient="index", columns=["weight", "floor", "ceiling"])
    frame = frame.rename_axis("component").reset_index()
    return frame.assign(valid_from="2019-01-01", direction=1, source=_METHOD)


def settings() -> pd.DataFrame:
    """Single values the computation needs."""
    rows = (
        ("accident_record_start", "2016-07-01", "由公布的“连续69个月”推得：至2022年3月末69个整月"),
        ("light_preset", "district", "默认的亮灯规则方案"),
    )
    return pd.DataFrame(rows, columns=["setting", "setting_value", "note"])

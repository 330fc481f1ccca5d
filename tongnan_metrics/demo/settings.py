"""What is agreed rather than counted: targets, light rules, the index method, when the accident record begins."""

import pandas as pd

from tongnan_metrics.demo.dimensions import HOME
from tongnan_metrics.demo.sources import ARTICLE, PRACTICE, synthetic
from tongnan_metrics.demo.towns import PROFILES

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

# Every subject is measured so that more is worse; the light comes on at the number, or only above it ("over").
#   project_pace          points the works are behind the plan
#   project_lag           percent of the planned progress not reached
#   project_start_delay   days after the planned start without starting
#   project_step_delay    days a landed project's step to the start is past its date
#   project_stage_days    days at a stage that leads to production
#   project_production_delay  days after the planned production, completed and not begun
#   blocker_days          days a blocker has been open
#   indicator_pace        points an indicator is behind the share of the year gone
#   indicator_rank_group  place in the assessment group
#   indicator_gap_city    points an indicator's growth is below the city's
#   indicator_decline     percent an indicator is below the year before
#   hazard_overdue        days after the day a hazard was to be rectified; below 0 before it
#   issue_overdue         days after the day an issue was to be resolved; below 0 before it
_LIGHTS: tuple[tuple[str, str, float | None, float | None, str, str], ...] = (
    ("yinchuan", "project_pace", 10, 30, "red", "落后计划进度10—30个百分点亮黄灯，超过30个百分点亮红灯"),
    ("yinchuan", "project_start_delay", None, 90, "", "逾期3个月未开工亮红灯"),
    ("sanya", "project_lag", 0, 50, "amber red", "落后计划50%以内亮黄灯，超过50%亮红灯"),
    ("tianjin", "indicator_pace", 0, None, "amber", "低于序时进度亮黄灯"),
    ("tianjin", "indicator_gap_city", 0, None, "amber", "低于全市平均亮黄灯"),
    ("tianjin", "indicator_decline", None, 0, "red", "负增长亮红灯"),
    ("district", "project_pace", 10, 20, "", "形象进度落后计划10个百分点亮黄灯，20个百分点亮红灯"),
    ("district", "project_start_delay", 30, 90, "", "逾期30天未开工亮黄灯，90天亮红灯"),
    ("district", "project_step_delay", 10, 45, "", "开工前步骤逾期10天未办结亮黄灯，45天亮红灯"),
    ("district", "project_stage_days", 365, 540, "", "签约、落地停留满一年亮黄灯，一年半亮红灯"),
    ("district", "project_production_delay", 60, 120, "", "竣工后逾期60天未投产亮黄灯，120天亮红灯"),
    ("district", "blocker_days", 30, 60, "", "卡点满30天未解亮黄灯，60天亮红灯"),
    ("district", "indicator_pace", 1, 5, "", "落后序时进度1个百分点亮黄灯，5个百分点亮红灯"),
    ("district", "indicator_rank_group", 7, 10, "", "考核组第7位及以后亮黄灯，第10位及以后亮红灯"),
    ("district", "hazard_overdue", -3, 1, "", "到期前3天亮黄灯，逾期亮红灯"),
    ("district", "issue_overdue", -5, 1, "", "到期前5天亮黄灯，逾期亮红灯"),
)

# Who answers for what; a target of their own, or None for the district's. All of it is made up.
_DEPARTMENTS: tuple[tuple[str, str, float | None], ...] = (
    ("industrial_output", "区经济信息委", None),
    ("industrial_va_growth", "区经济信息委", 9),
    ("industrial_investment", "区发展改革委", None),
    ("tech_upgrade_share", "区经济信息委", 38),
    ("project_started_count", "区住房城乡建委", 75),
    ("lead_count", "区招商投资局", 160),
    ("safety_rectification_rate", "区应急局", 95),
    ("enterprise_issue_resolution_rate", "高新区管委会", 90),
    ("enterprise_visits", "高新区管委会", 180),
    ("job_fair_count", "区人力社保局", 20),
)
_TOWN_LEADS = 5  # a year, each town
_TOWN_RATE = 95  # percent of hazards rectified
_TOWN_INVESTMENT = {"500152001": 20, "500152002": 25, "500152003": 11, "500152122": 15, "500152110": 3.5}  # 亿元 a year
_TOWN_YEARS = (2021, 2022)
_DUTY_NOTE = "演示分解"


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
    frame = pd.DataFrame(_LIGHTS, columns=["preset", "subject", "amber", "red", "over", "note"])
    return frame.assign(
        source=frame["preset"].map(lambda preset: _TARGETS if preset == "district" else PRACTICE),
        amber_over=frame["over"].str.contains("amber"),
        red_over=frame["over"].str.contains("red"),
    )


def duties() -> pd.DataFrame:
    """Who answers for which indicator, departments for the district and towns for themselves, by year."""
    columns = ["indicator", "owner", "value", "town"]
    rows: list[tuple[str, str, float | None, str | None]] = [(*duty, None) for duty in _DEPARTMENTS]
    rows += [("lead_count", p.name, _TOWN_LEADS, code) for code, p in PROFILES.items()]
    rows += [("safety_rectification_rate", p.name, _TOWN_RATE, code) for code, p in PROFILES.items()]
    rows += [("industrial_investment", PROFILES[code].name, value, code) for code, value in _TOWN_INVESTMENT.items()]
    years = [pd.DataFrame(rows, columns=columns).assign(year=year) for year in _TOWN_YEARS]
    return pd.concat(years, ignore_index=True).assign(note=_DUTY_NOTE, source=_TARGETS)


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
        ("score_lights", "60", "年评估得分中亮灯部分的权重：软件建议的办法，不是官方考核办法"),
        ("score_targets", "40", "年评估得分中目标部分的权重：软件建议的办法，不是官方考核办法"),
        ("score_amber", "50", "一项黄灯计多少分，绿灯100分，红灯0分：软件建议的办法"),
        ("score_least", "10", "亮灯少于多少项次的不排名：软件建议的办法"),
    )
    return pd.DataFrame(rows, columns=["setting", "setting_value", "note"])

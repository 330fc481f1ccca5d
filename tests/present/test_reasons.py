"""Why a light is on, in one sentence with its number; what turns it on, in words."""

import pytest

from tongnan_metrics.analysis.lights import Rule, Subject
from tongnan_metrics.locale import speaking
from tongnan_metrics.present import reasons

SAID = [
    (Subject.PROJECT_PACE, 28.84, 6.8, None, "形象进度6.8%，落后序时进度28.8个百分点"),
    (Subject.PROJECT_PACE, 28.84, None, None, "落后序时进度28.8个百分点"),
    (Subject.PROJECT_LAG, 55.0, 20.0, None, "形象进度20.0%，计划进度有55.0%未完成"),
    (Subject.PROJECT_START_DELAY, 90, None, "landed", "逾期90天未开工"),
    (Subject.PROJECT_STAGE_DAYS, 544, None, "signed", "签约后停留544天"),
    (Subject.PROJECT_PRODUCTION_DELAY, 84, None, None, "竣工后逾期84天未投产"),
    (Subject.PROJECT_STEP_DELAY, 61, None, "quality_safety", "质监安监逾期61天未办结"),
    (Subject.BLOCKER_DAYS, 233, None, "permit", "施工许可卡点233天"),
    (Subject.HAZARD_OVERDUE, 3, None, "major", "重大隐患，逾期3天未整改"),
    (Subject.HAZARD_OVERDUE, 0, None, "general", "一般隐患，期末当日到期"),
    (Subject.HAZARD_OVERDUE, -3, None, "general", "一般隐患，还有3天到期"),
    (Subject.ISSUE_OVERDUE, 12, None, "labour", "逾期12天未办结"),
    (Subject.INDICATOR_PACE, 1.1, 15.6, "industrial_investment_pace", "完成年度目标15.6%，落后序时进度1.1个百分点"),
    (
        Subject.INDICATOR_RANK_GROUP,
        9,
        17,
        "industrial_investment_growth_rank_group",
        "工业投资增速全市第17位、考核组第9位",
    ),
    (Subject.INDICATOR_RANK_GROUP, 8, None, "tech_upgrade_share_rank_group", "考核组第8位"),
    (Subject.INDICATOR_GAP_CITY, 1.2, None, "industrial_output_growth_gap_city", "规上工业产值增速低于全市1.2个百分点"),
    (Subject.INDICATOR_DECLINE, 3.25, None, "industrial_output_growth", "下降3.3%"),
]


@pytest.mark.parametrize(("subject", "lag", "beside", "detail", "said"), SAID, ids=lambda value: str(value)[:24])
def test_a_reason_is_a_fact_with_its_number(
    subject: Subject, lag: float, beside: float | None, detail: str | None, said: str
) -> None:
    assert reasons.said(subject, lag, beside=beside, detail=detail) == said
    with speaking("en"):
        told = reasons.said(subject, lag, beside=beside, detail=detail)
    assert told
    assert told.isascii()


def test_every_subject_has_a_reason() -> None:
    assert {subject for subject, *_ in SAID} == set(Subject)
    assert set(reasons.UNITS) == set(Subject)


def test_rules_say_where_each_colour_begins() -> None:
    known = {
        rule.subject: rule
        for rule in (
            Rule(Subject.PROJECT_LAG, 0, 50, amber_over=True, red_over=True),
            Rule(Subject.PROJECT_PACE, 10, 20),
            Rule(Subject.HAZARD_OVERDUE, -3, 1),
            Rule(Subject.INDICATOR_RANK_GROUP, None, 10),
            Rule(Subject.INDICATOR_PACE, 0.5, None),
        )
    }
    assert dict(reasons.rules(known)) == {
        "指标落后序时进度": "黄 ≥ 0.5 个百分点",
        "考核组位次": "红 ≥ 10 位",
        "形象进度落后计划": "黄 ≥ 10 个百分点、红 ≥ 20 个百分点",
        "计划进度未完成": "黄 > 0%、红 > 50%",
        "隐患逾期未整改": "黄 到期前3天起、红 ≥ 1 天",
    }
    assert list(dict(reasons.rules(known, about="project"))) == ["形象进度落后计划", "计划进度未完成"]

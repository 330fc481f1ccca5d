"""Sentences read as a circular words them, and hold nothing but the figures' own numbers."""

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.catalog.indicators import indicator
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.locale import speaking
from tongnan_metrics.present import narrative

PERIOD = Period(2022, 2)
PRINTED = {
    "industrial_va_growth": "10.0",
    "industrial_va_growth_gap_city": "2.1",
    "industrial_output": "66.81",
    "industrial_output_growth": "16.5",
    "industrial_investment_growth": "22.5",
    "industrial_investment_growth_rank_city": "17",
    "industrial_investment_growth_rank_group": "9",
}
FIGURES = {k: Figure(indicator(k), PERIOD, value=0.0, published=text) for k, text in PRINTED.items()}


def test_overview_reads_as_a_circular_does() -> None:
    assert narrative.plain(narrative.overview(FIGURES)) == (
        "规上工业增加值增长10.0%，高于全市2.1个百分点；规上工业产值66.81亿元，增长16.5%；"
        "工业投资增速全市第17位、考核组第9位。"
    )


def test_the_eye_catches_growth_and_place() -> None:
    strong = [part.text for part in narrative.overview(FIGURES) if part.strong]
    assert strong == ["增长10.0%", "全市第17位、考核组第9位"]


def test_a_place_far_back_is_called_so() -> None:
    said = narrative.overview(FIGURES, low=True)
    assert narrative.plain(said).endswith("工业投资增速全市第17位、考核组第9位，位次靠后。")
    assert [part.text for part in said if part.strong] == ["增长10.0%", "位次靠后"]


def test_english_is_complete() -> None:
    with speaking("en"):
        text = narrative.plain(narrative.overview(FIGURES))
    assert text.startswith(
        "Growth of industrial value added 10.0%, 2.1 percentage points above the city. Industrial output "
    )
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_what_is_not_known_is_not_said() -> None:
    unknown = {"industrial_output": Figure(indicator("industrial_output"), PERIOD)}
    assert narrative.plain(narrative.overview(unknown)) == "规上工业产值：未公布"
    assert narrative.paragraph({}) == ()


def test_computed_numbers_are_rounded_as_the_catalogue_says() -> None:
    figures = {"industrial_output": Figure(indicator("industrial_output"), PERIOD, value=104.2049, growth=-3.25)}
    assert narrative.plain(narrative.level(figures, "industrial_output")) == "规上工业产值104.20亿元，下降3.3%"


def test_a_gap_is_said_after_its_growth_only() -> None:
    figures = {
        "industrial_investment": Figure(indicator("industrial_investment"), PERIOD, value=82.4),
        "industrial_investment_growth_gap_city": Figure(
            indicator("industrial_investment_growth_gap_city"), PERIOD, value=1.5
        ),
    }
    assert narrative.plain(narrative.level(figures, "industrial_investment")) == "工业投资82.40亿元"


def test_pace_says_ahead_or_behind() -> None:
    figures = {
        "industrial_investment": Figure(indicator("industrial_investment"), PERIOD, value=18.09),
        "industrial_investment_pace": Figure(indicator("industrial_investment_pace"), PERIOD, value=-1.6),
    }
    (_, said) = narrative.pace(figures, "industrial_investment")
    assert said.text == "落后序时进度1.6个百分点"
    assert said.strong


def figures(**values: float | None) -> dict[str, Figure]:
    return {key: Figure(indicator(key), PERIOD, value=value) for key, value in values.items()}


PROMOTED = {
    "negotiating_count": 115.0,
    "negotiating_planned_investment": 1182.57,
    "negotiating_priority_count": 39.0,
    "lead_count": 45.0,
    "lead_turned_count": 3.0,
    "lead_sign_rate": 6.09,
}
SERVED: dict[str, float | None] = {
    "enterprise_issues_collected": 254,
    "enterprise_issues_resolved": 236,
    "enterprise_issue_resolution_rate": 236 / 254 * 100,
    "enterprise_issues_open": 18,
    "enterprise_issues_overdue": 9,
    "enterprise_visits": 147,
    "key_enterprise_count_over_100m": 60,
    "key_enterprises_visited": 48,
    "key_enterprises_never_visited": 4,
}


def test_promotion_says_what_is_negotiated_and_what_became_of_leads() -> None:
    assert narrative.plain(narrative.promotion(figures(**PROMOTED), most="梓潼街道")) == (
        "在谈项目115个，计划投资1182.57亿元，其中重点39个；招商线索45条，已转在谈3条，梓潼街道最多；在册线索签约率6.1%。"
    )
    no_leads = PROMOTED | {"lead_count": None, "lead_turned_count": None, "lead_sign_rate": None}
    assert narrative.plain(narrative.promotion(figures(**no_leads), most="")) == (
        "在谈项目115个，计划投资1182.57亿元，其中重点39个。"
    )


def test_services_say_what_is_resolved_open_and_never_visited() -> None:
    said = narrative.services(figures(**SERVED))
    assert narrative.plain(said) == (
        "企业困难解决率92.9%，收集254件次、解决236件次；未解决18件次，其中逾期9件次；走访企业147家；"
        "重点企业60家，本年已走访48家，从未走访4家。"
    )
    assert [part.text for part in said if part.strong] == ["92.9%", "其中逾期9件次", "从未走访4家"]


def test_services_without_a_worry_say_so() -> None:
    calm = SERVED | {"enterprise_issues_open": 2, "enterprise_issues_overdue": 0, "key_enterprises_never_visited": 0}
    said = narrative.services(figures(**calm))
    assert "未解决2件次，均未逾期；" in narrative.plain(said)
    assert narrative.plain(said).endswith("重点企业60家，本年已走访48家。")
    none_open = SERVED | {"enterprise_issues_open": 0}
    assert "没有未解决困难" in narrative.plain(narrative.services(figures(**none_open)))


def test_nothing_known_says_why_not() -> None:
    said = narrative.plain(narrative.services(figures(**dict.fromkeys(SERVED))))
    assert said.startswith("收集企业困难：")

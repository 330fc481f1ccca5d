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

"""What a card says, from figures made by hand, and that every indicator can stand on a card and explain itself."""

import pytest

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.locale import speaking
from tongnan_metrics.ui import provenance
from tongnan_metrics.ui.cards import Card, needed, say

NOW, QUARTER = Period(2022, 2), Period(2022, 3)


def figures(card: Card, period: Period = NOW, /, **printed: str) -> dict[str, Figure]:
    """Figures of everything the card may show; those in `printed` are published, the others unknown."""
    return {
        key: Figure(
            INDICATORS[key],
            period,
            value=float(printed[key]) if key in printed else None,
            published=printed.get(key),
            origin="synthetic",
        )
        for key in needed(card)
    }


def test_a_level_says_growth_gap_and_both_places() -> None:
    card = Card("industrial_investment")
    said = say(
        card,
        figures(
            card,
            industrial_investment="18.09",
            industrial_investment_growth="22.5",
            industrial_investment_growth_gap_city="7.9",
            industrial_investment_growth_rank_city="17",
            industrial_investment_growth_rank_group="9",
        ),
    )
    assert (said.figure, said.unit, said.origin) == ("18.09", "亿元", "published")
    assert said.compare == ("↑ 22.5%", "同比增长")
    assert said.rows == (("较全市", "高 7.9 个百分点"), ("位次", "全市 17 · 考核组 9"))


def test_a_rate_compares_with_the_city_first() -> None:
    card = Card("industrial_va_growth")
    told = {
        "industrial_va_growth": "10.0",
        "industrial_va_growth_gap_city": "2.1",
        "industrial_va_growth_gap_nation": "2.5",
        "industrial_va_growth_rank_city": "12",
    }
    said = say(card, figures(card, **told))
    assert said.figure == "10.0"
    assert said.compare == ("2.1 个百分点", "高于全市")
    assert said.rows == (("较全国", "高 2.5 个百分点"), ("全市位次", "第 12 位"))


def test_a_hero_with_a_target_says_how_far_it_is_reached() -> None:
    card = Card("industrial_investment", hero=True)
    told = {"industrial_investment_completion": "15.6", "industrial_investment_pace": "-1.1"}
    said = say(card, figures(card, industrial_investment="18.09", **told))
    assert said.rows == (("完成年度目标", "15.6%"), ("序时进度", "16.7%"), ("差距", "落后 1.1 个百分点"))


def test_what_is_published_for_the_quarter_is_said_beside_the_running_count() -> None:
    card = Card("safety_inspections")
    later = figures(card, QUARTER, safety_inspections="5093")
    assert ("一季度公布", "5093 家次") in say(card, figures(card), later).rows
    assert say(card, later, later).rows == ()


def test_a_rate_whose_counts_are_published_for_the_quarter_says_so() -> None:
    card = Card("enterprise_issue_resolution_rate")
    counts = {"enterprise_issues_resolved": "236", "enterprise_issues_collected": "254"}
    later = figures(card, QUARTER, **counts)
    later[card.key] = Figure(INDICATORS[card.key], QUARTER, value=236 / 254 * 100, origin="synthetic")
    assert say(card, figures(card), later).rows == (("一季度公布", "236/254（92.9%）"),)
    half = {**later, "enterprise_issues_collected": Figure(INDICATORS["enterprise_issues_collected"], QUARTER)}
    assert say(card, figures(card), half).rows == ()


def test_a_figure_that_is_not_known_says_why() -> None:
    card = Card("industrial_output")
    unknown = figures(card)
    said = say(card, unknown)
    assert (said.figure, said.unit, said.compare) == ("—", "", None)


def test_parts_and_words_beside_them() -> None:
    parts = {"project_signed_count": "签约", "project_started_count": "开工"}
    card = Card("project_count", wide=True, parts=parts, aside={"negotiating_count": "在谈"})
    said = say(card, figures(card, project_signed_count="23", project_started_count="36", negotiating_count="115"))
    assert said.parts == (("签约", 23.0), ("开工", 36.0))
    assert said.aside == "在谈 115 个"
    assert card.span == 2


@pytest.mark.parametrize("key", INDICATORS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_indicator_explains_itself(key: str, language: str) -> None:
    with speaking("en" if language == "en" else "zh"):
        told = dict(provenance.lines(Figure(INDICATORS[key], NOW, value=1.0, published="1", origin="synthetic")))
        said = say(Card(key), figures(Card(key)))
    assert all(told.values())
    assert "{" not in "".join(told.values())
    assert said.label

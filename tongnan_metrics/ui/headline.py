"""The figures a leader reads first: their cards, and one table of value, growth, gaps, places, pace."""

from collections.abc import Callable, Sequence

import pandas as pd

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.catalog.headlines import HEADLINES
from tongnan_metrics.catalog.indicators import INDICATORS, related
from tongnan_metrics.catalog.model import Growth, Indicator, Pace, Rank
from tongnan_metrics.catalog.places import CITY, NATION
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present.tables import Column, Table, table
from tongnan_metrics.query.peers import INDEX
from tongnan_metrics.ui import compared, projects
from tongnan_metrics.ui.cards import Card, gap_of
from tongnan_metrics.ui.view import View

# The indicator whose place the first sentence tells.
PLACED = "industrial_investment_growth"
RESOLVED = ("enterprise_issue_resolution_rate", "enterprise_issues_resolved", "enterprise_issues_collected")
ON_MAP = (
    "industrial_investment",
    "industrial_output",
    "tech_upgrade_investment",
    "project_count",
    "negotiating_count",
    "lead_count",
    "safety_inspections",
    "safety_hazards_found",
)
COLUMNS = (
    Column("name", Text("指标", "Indicator")),
    Column("value", Text("数值", "Value"), words_at_right=True),
    Column("growth", Text("同比", "On the year before"), words_at_right=True),
    Column("city", Text("较全市", "Against the city"), words_at_right=True),
    Column("nation", Text("较全国", "Against the nation"), words_at_right=True),
    Column("city_rank", Text("全市位次", "City rank"), words_at_right=True),
    Column("group_rank", Text("考核组位次", "Group rank"), words_at_right=True),
    Column("pace", Text("较序时进度", "Against schedule"), words_at_right=True),
    Column("origin", Text("数据性质", "Kind of data"), muted=True),
)


def cards(view: View) -> tuple[Card, ...]:
    """The cards of the first page."""
    return (
        # Its components are growth since January: on the year before it would mostly show that year's base.
        Card(INDEX, hero=True, compare=compared.on_period_before(view, INDEX), page="index"),
        Card("industrial_va_growth", page="index"),
        Card("industrial_output", page="industry"),
        Card("industrial_investment", page="investment"),
        _projects(),
        Card(
            "tech_upgrade_investment",
            compare="tech_upgrade_share",
            word=tr("of industrial investment"),
            trend=False,
            page="investment",
        ),
        Card(
            "safety_months_without_major_accident",
            compare="safety_inspections",
            rows=("safety_hazards_found",),
            trend=False,
            page="safety",
        ),
        _resolved(view),
    )


def _projects() -> Card:
    return Card(
        "project_count",
        wide=True,
        compare="project_planned_investment",
        word=tr("planned investment"),
        parts=projects.pushed(),
        aside={"negotiating_count": tr("negotiating"), "negotiating_planned_investment": ""},
        page="projects",
    )


def _resolved(view: View) -> Card:
    """Of what enterprises raised, what is resolved: the counts, and how the rate moved in a year."""
    rate, resolved, collected = view.figures(*RESOLVED).values()
    counts = f"{f.figure(resolved.indicator, resolved.number)}/{f.with_unit(collected.indicator, collected.number)}"
    known = rate.number is not None
    return Card(
        rate.indicator.key,
        compare=(counts, tr("resolved of collected")) if known else None,
        extra=((tr("On the year before"), _change(rate)),) if known and rate.change is not None else (),
        trend=False,
        page="services",
    )


@kept
def headline_table(view: View, keys: Sequence[str] = HEADLINES) -> Table:
    """The headline figures of a view in words, one row an indicator."""
    figures = view.told(*keys)
    rows = [_row(figures[key], figures) for key in keys]
    return table(pd.DataFrame(rows), COLUMNS)


def on_map() -> dict[str, Text]:
    """The indicators the town map offers, with their names."""
    return {key: INDICATORS[key].name for key in ON_MAP}


def _row(shown: Figure, figures: dict[str, Figure]) -> dict[str, str]:
    item, growth = shown.indicator, related(shown.indicator.key, Growth)
    subject = growth.key if growth else item.key
    own = _number(growth, figures)
    return {
        "name": str(item.name),
        "value": f.with_unit(item, shown.number, published=shown.published),
        "growth": f.growth(shown.growth if own is None else own) if shown.change is None else _change(shown),
        "city": _gap(subject, CITY, figures),
        "nation": _gap(subject, NATION, figures),
        "city_rank": _said(_place, _number(related(subject, Rank, among="city"), figures)),
        "group_rank": _said(_place, _number(related(subject, Rank, among="group"), figures)),
        "pace": _said(f.pace, _number(related(item.key, Pace), figures)),
        "origin": shown.shown_origin or "",
    }


def _change(shown: Figure) -> str:
    return f.difference(shown.indicator, shown.change)


def _gap(subject: str, versus: str, figures: dict[str, Figure]) -> str:
    gap = gap_of(subject, versus, figures)
    return f.gap(gap.number) if gap else ""


def _place(number: float) -> str:
    return f.number(number, 0)


def _said(words: Callable[[float], str], value: float | None) -> str:
    return "" if value is None else words(value)


def _number(item: Indicator | None, figures: dict[str, Figure]) -> float | None:
    found = figures.get(item.key) if item else None
    return found.number if found else None

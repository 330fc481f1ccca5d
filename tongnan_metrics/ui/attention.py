"""What needs attention in a view: the concerns its release gives rise to, and how each is said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

import pandas as pd

from tongnan_metrics.analysis import attention, hazard_lights
from tongnan_metrics.analysis.attention import Concern
from tongnan_metrics.analysis.lights import Color, Subject
from tongnan_metrics.catalog.indicators import INDICATORS, related
from tongnan_metrics.catalog.model import Completion, Gap, Growth, Pace, Rank
from tongnan_metrics.locale import tr
from tongnan_metrics.present import format as f
from tongnan_metrics.query.enterprises import overdue_issues
from tongnan_metrics.query.projects import projects as register
from tongnan_metrics.query.rules import light_rules
from tongnan_metrics.query.safety import hazards_waiting
from tongnan_metrics.ui import projects
from tongnan_metrics.ui.view import View

PACES = tuple(key for key, item in INDICATORS.items() if isinstance(item.formula, Pace))
GROUP_RANKS = tuple(
    key for key, item in INDICATORS.items() if isinstance(item.formula, Rank) and item.formula.among == "group"
)
NARROWING = ("project", "town", "trade")
NO_OWNERS: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: light and word, what it is about, why, who has to act, the page that proves it.

    `params` narrow that page's address: a filter or one of its own parameters.
    """

    light: str
    word: str
    subject: str
    reason: str
    owner: str
    page: str
    params: Mapping[str, str] = field(default_factory=dict)


def worst(view: View, most: int = 5) -> tuple[tuple[Entry, ...], str]:
    """The most telling concerns of a view in words, red first, and how many there are in all: ``红 41 · 黄 23``."""
    late = projects.lit(view, view.ask(register, view.selection))
    concerns = list(_concerns(view, late))
    reasons = dict(zip(late["project"], late["reason"], strict=True))
    said = tuple(_said(view, concern, reasons) for concern in attention.worst(concerns, most))
    return said, _counted(concerns) if said else ""


def is_low(view: View, key: str) -> bool:
    """Whether the district's place in its group by an indicator is amber or red."""
    rule, place = view.ask(light_rules).get(Subject.INDICATOR_RANK_GROUP), related(key, Rank, among="group")
    figure = view.figure(place.key) if place else None
    return bool(rule and figure and figure.number and rule.color(figure.number) is not Color.GREEN)


def _counted(concerns: list[Concern]) -> str:
    found = attention.counted(concerns)
    return tr("Red {reds} · amber {ambers}", reds=found[Color.RED], ambers=found[Color.AMBER])


def _concerns(view: View, late: pd.DataFrame) -> Iterator[Concern]:
    rules = view.ask(light_rules)
    figures = view.figures(*PACES, *GROUP_RANKS)
    hazards = hazard_lights.lit(view.ask(hazards_waiting, view.selection), rules)
    return chain(
        attention.behind_pace([figures[key] for key in PACES], rules, owners=NO_OWNERS),
        attention.low_ranked([figures[key] for key in GROUP_RANKS], rules, owners=NO_OWNERS),
        attention.late_projects(late),
        attention.open_hazards(hazard_lights.grouped(hazards)),
        attention.overdue_issues(view.ask(overdue_issues, view.selection), rules),
    )


def _said(view: View, concern: Concern, reasons: Mapping[str, str]) -> Entry:
    subject, reason, page = _words(view, concern, reasons)
    color = concern.light.color
    word = f.light_word(color, concern.light.state)
    narrowing = {name: code for name, code in concern.about.items() if name in NARROWING}
    return Entry(str(color), word, subject, reason, concern.owner or "", page, narrowing)


def _words(view: View, concern: Concern, reasons: Mapping[str, str]) -> tuple[str, str, str]:
    about, subject = concern.about, concern.light.subject
    if "indicator" in about:
        return _of_indicator(view, about["indicator"])
    if "project" in about:
        return about["name"], reasons[about["project"]], "projects"
    n, days = (f.number(concern.numbers[key], 0) for key in ("count", "days"))
    if subject is Subject.HAZARD_OVERDUE:
        place = f"{view.known.towns[about['town']]} {view.known.trades[about['trade']]}"
        return place, _of_hazards(concern, n), "safety"
    return tr("Enterprise issues"), tr("{n} overdue, the longest by {days} days", n=n, days=days), "services"


def _of_hazards(concern: Concern, n: str) -> str:
    days = f.size(concern.behind, 0)
    if concern.light.color is Color.RED:
        return tr("{n} hazards overdue and not closed, the longest by {days} days", n=n, days=days)
    return tr("{n} hazards not closed, the first due in {days} days", n=n, days=days)


def _of_indicator(view: View, key: str) -> tuple[str, str, str]:
    formula, figure = INDICATORS[key].formula, view.figure(key)
    if not isinstance(formula, Pace | Rank):
        return str(INDICATORS[key].name), f.with_unit(INDICATORS[key], figure.number), "overview"
    subject, page = str(INDICATORS[formula.of].name), _page_of(formula.of)
    if isinstance(formula, Pace):
        done = next(k for k, i in INDICATORS.items() if i.formula == Completion(formula.of))
        reached = tr("{done} of the year's target", done=f.percent(view.figure(done).number))
        return subject, tr(", ").join((reached, f.pace_sentence(figure.number))), page
    city = next((k for k, i in INDICATORS.items() if i.formula == Rank(formula.of, "city")), None)
    return subject, f.rank_sentence(view.figure(city).number if city else None, figure.number), page


def _page_of(key: str) -> str:
    base = INDICATORS[key].formula
    of = base.of if isinstance(base, Growth | Gap) else key
    return "investment" if "investment" in of or "upgrade" in of else "industry"

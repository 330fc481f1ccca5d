"""What needs attention in a view: the concerns its release gives rise to, and how each is said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from tongnan_metrics.analysis import attention
from tongnan_metrics.analysis.attention import Concern
from tongnan_metrics.analysis.lights import Color, Subject
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Completion, Gap, Growth, Pace, Rank
from tongnan_metrics.locale import tr
from tongnan_metrics.present import format as f
from tongnan_metrics.query.enterprises import overdue_issues
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.rules import light_rules
from tongnan_metrics.query.safety import overdue
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


def worst(view: View, most: int = 5) -> tuple[Entry, ...]:
    """The most pressing concerns of a view, red first, said in words."""
    return tuple(_said(view, concern) for concern in attention.worst(_concerns(view), most))


def counted(entries: tuple[Entry, ...]) -> str:
    """How many lights of each colour: ``红 2 · 黄 4``."""
    reds = sum(entry.light == Color.RED for entry in entries)
    return tr("Red {reds} · amber {ambers}", reds=reds, ambers=len(entries) - reds)


def _concerns(view: View) -> Iterator[Concern]:
    rules = view.ask(light_rules)
    figures = view.figures(*PACES, *GROUP_RANKS)
    return chain(
        attention.behind_pace([figures[key] for key in PACES], rules, owners=NO_OWNERS),
        attention.low_ranked([figures[key] for key in GROUP_RANKS], rules, owners=NO_OWNERS),
        attention.late_projects(view.ask(projects, view.selection), rules),
        attention.overdue_hazards(view.ask(overdue, view.selection), rules),
        attention.overdue_issues(view.ask(overdue_issues, view.selection), rules),
    )


def _said(view: View, concern: Concern) -> Entry:
    subject, reason, page = _words(view, concern)
    color = concern.light.color
    word = f.light_word(color, concern.light.state)
    narrowing = {name: code for name, code in concern.about.items() if name in NARROWING}
    return Entry(str(color), word, subject, reason, concern.owner or "", page, narrowing)


def _words(view: View, concern: Concern) -> tuple[str, str, str]:
    about, subject = concern.about, concern.light.subject
    if "indicator" in about:
        return _of_indicator(view, about["indicator"])
    if "project" in about:
        return about["name"], _of_project(concern), "projects"
    late = {"n": f"{concern.numbers['count']:.0f}", "days": f"{concern.numbers['days']:.0f}"}
    if subject is Subject.HAZARD_OVERDUE:
        place = f"{view.known.towns[about['town']]} {view.known.trades[about['trade']]}"
        return place, tr("{n} hazards overdue and not closed, the longest by {days} days", **late), "safety"
    return tr("Enterprise issues"), tr("{n} overdue, the longest by {days} days", **late), "services"


def _of_project(concern: Concern) -> str:
    behind = f.number(concern.behind, 0 if concern.light.subject is Subject.PROJECT_START_DELAY else 1)
    if concern.light.subject is Subject.PROJECT_START_DELAY:
        return tr("{days} days past the planned start and not started", days=behind)
    progress = f.percent(concern.numbers.get("progress"), 0)
    return tr("Progress {progress}, {points} percentage points behind plan", progress=progress, points=behind)


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

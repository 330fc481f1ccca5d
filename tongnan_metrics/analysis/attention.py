"""What needs whom: everything red or amber, the worst first, a few of each sort.

Every concern keeps the numbers it rests on; how it is said is up to who shows it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.analysis.lights import Color, Light, Rule, Subject, light

Rules = Mapping[Subject, Rule]
ORDER = (Color.RED, Color.AMBER)
MOST_OF_A_SORT = 2


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that needs someone: a light, what it is about, how far behind, who has to act.

    `about` names the thing by its codes (an indicator, a town and trade, a project); `behind` is in the unit of the
    light's subject; `severity` compares it with the red threshold, or the amber one when there is no red: 1.0 is just
    there. Where many things are overdue together, each adds its own.
    """

    light: Light
    about: Mapping[str, str]
    behind: float
    severity: float
    owner: str | None = None
    numbers: Mapping[str, float] = field(default_factory=dict)


def worst(concerns: Iterable[Concern], most: int, *, of_a_sort: int = MOST_OF_A_SORT) -> tuple[Concern, ...]:
    """The `most` worst concerns: red before amber, and the worst of every sort before the second worst of any."""
    ranked = sorted(concerns, key=lambda concern: -concern.severity)
    places = list(_places(ranked))
    order = sorted(range(len(ranked)), key=lambda i: (ORDER.index(ranked[i].light.color), places[i]))
    return tuple(ranked[i] for i in order if places[i] < of_a_sort)[:most]


def _places(ranked: Sequence[Concern]) -> Iterator[int]:
    """Each concern's place among those about the same sort of thing, from 0."""
    seen: Counter[str] = Counter()
    for concern in ranked:
        sort = concern.light.subject.split("_")[0]
        yield seen[sort]
        seen[sort] += 1


def behind_pace(figures: Iterable[Figure], rules: Rules, *, owners: Mapping[str, str]) -> Iterator[Concern]:
    """Indicators behind the share of the year gone; `figures` are paces in points, negative when behind."""
    for figure in figures:
        if figure.number is not None:
            about = {"indicator": figure.indicator.key}
            yield from _raise(rules, Subject.INDICATOR_PACE, -figure.number, about, owners.get(figure.indicator.key))


def low_ranked(figures: Iterable[Figure], rules: Rules, *, owners: Mapping[str, str]) -> Iterator[Concern]:
    """Indicators whose place in the assessment group is far back; `figures` are places in the group."""
    for figure in figures:
        if figure.number is not None:
            about = {"indicator": figure.indicator.key}
            yield from _raise(
                rules, Subject.INDICATOR_RANK_GROUP, figure.number, about, owners.get(figure.indicator.key)
            )


def late_projects(projects: pd.DataFrame, rules: Rules) -> Iterator[Concern]:
    """Projects behind plan (`behind`, points, negative when behind) or past their planned start (`start_delay`, days).

    `projects` holds `project`, `name`, `department`, `behind`, `start_delay` and `progress`.
    """
    for row in projects.to_dict("records"):
        about = {"project": str(row["project"]), "name": str(row["name"])}
        numbers = {} if pd.isna(row["progress"]) else {"progress": float(row["progress"])}
        for subject, behind in (
            (Subject.PROJECT_PACE, -row["behind"]),
            (Subject.PROJECT_START_DELAY, row["start_delay"]),
        ):
            if not pd.isna(behind):
                yield from _raise(rules, subject, float(behind), about, str(row["department"]), numbers)


def overdue_hazards(groups: pd.DataFrame, rules: Rules) -> Iterator[Concern]:
    """Open hazards past their date, by `town` and `trade`: `overdue` of them, the longest by `longest` days."""
    for row in groups.to_dict("records"):
        about = {"town": str(row["town"]), "trade": str(row["trade"])}
        numbers = {"count": float(row["overdue"]), "days": float(row["longest"])}
        yield from _raise(rules, Subject.HAZARD_OVERDUE, float(row["longest"]), about, None, numbers)


def overdue_issues(groups: pd.DataFrame, rules: Rules) -> Iterator[Concern]:
    """Enterprises' issues past their date, by `owner`: `overdue` of them, the longest by `longest` days."""
    for row in groups.to_dict("records"):
        numbers = {"count": float(row["overdue"]), "days": float(row["longest"])}
        yield from _raise(rules, Subject.ISSUE_OVERDUE, float(row["longest"]), {}, str(row["owner"]), numbers)


def _raise(
    rules: Rules,
    subject: Subject,
    behind: float,
    about: Mapping[str, str],
    owner: str | None,
    numbers: Mapping[str, float] | None = None,
) -> Iterator[Concern]:
    rule = rules.get(subject)
    if rule is None:
        return
    shown = light(rule, behind)
    if shown.color is not Color.GREEN:
        threshold = rule.red or rule.amber or 1.0
        count = (numbers or {}).get("count", 1.0)
        yield Concern(shown, about, behind, behind / threshold * count, owner, numbers or {})

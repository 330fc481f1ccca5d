"""What needs whom: everything red or amber, the worst of each kind first.

Every concern keeps the numbers it rests on; how it is said is up to who shows it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.analysis.lights import Color, Light, Rule, Subject, light

Rules = Mapping[Subject, Rule]
ORDER = (Color.RED, Color.AMBER)


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that needs someone: a light, what it is about, how far behind, who has to act.

    `about` names the thing by its codes (an indicator, a town and trade, a project); `behind` is in the unit of the
    light's subject; `severity` compares it with the red threshold, or the amber one when there is no red: 1.0 is just
    there. Where many things are overdue together, each adds its own; what is not overdue yet is below zero.
    """

    light: Light
    about: Mapping[str, str]
    behind: float
    severity: float
    owner: str | None = None
    numbers: Mapping[str, float] = field(default_factory=dict)


def worst(concerns: Iterable[Concern], most: int) -> tuple[Concern, ...]:
    """The `most` concerns that tell most, red first: the worst of every kind before the second worst of any.

    A kind is an indicator's rule, projects, hazards or issues; among projects every rule has its turn as well.
    """
    ranked = sorted(concerns, key=lambda concern: (ORDER.index(concern.light.color), -concern.severity))
    kinds = ["project" if "project" in c.about else str(c.light.subject) for c in ranked]
    sorts = pd.DataFrame({"kind": kinds, "subject": [str(c.light.subject) for c in ranked]})
    by_subject = sorts.iloc[sorts.groupby("subject").cumcount().argsort(kind="stable")]
    turns = by_subject.groupby("kind").cumcount().sort_values(kind="stable")
    return tuple(ranked[i] for i in sorted(turns.index[:most]))


def counted(concerns: Iterable[Concern]) -> dict[Color, int]:
    """How many concerns there are of each colour."""
    found = Counter(concern.light.color for concern in concerns)
    return {color: found[color] for color in ORDER}


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


def late_projects(projects: pd.DataFrame) -> Iterator[Concern]:
    """Projects by their own light: rows of `project_lights.lit` with `project`, `name` and `owner`."""
    for row in projects[projects["light"].isin(ORDER)].to_dict("records"):
        about = {"project": str(row["project"]), "name": str(row["name"])}
        shown = Light(Color(row["light"]), Subject(row["subject"]))
        yield Concern(shown, about, float(row["lag"]), float(row["severity"]), str(row["owner"]))


def open_hazards(groups: pd.DataFrame) -> Iterator[Concern]:
    """Hazards overdue and due soon by town and trade: rows of `hazard_lights.grouped`, owned by the `department`."""
    for row in groups.to_dict("records"):
        about = {"town": str(row["town"]), "trade": str(row["trade"])}
        count, days = float(row["count"]), float(row["longest"])
        shown = Light(Color(row["light"]), Subject.HAZARD_OVERDUE)
        severity = days * count if days > 0 else days
        yield Concern(shown, about, days, severity, str(row["department"]), {"count": count, "days": days})


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

"""Red, amber, green: when a thing is behind far enough to be said so. Always with its word and its reason.

A rule's thresholds are data of the release (dataset `lights`): how far behind turns amber, how far turns red, from the
threshold on or only beyond it. Presets are those seen in public practice and the district's own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor
from typing import Any


class Color(StrEnum):
    """A light's colour, worst first."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class Subject(StrEnum):
    """What a rule is about. Each is measured so that more is worse; the comment gives its unit."""

    INDICATOR_PACE = "indicator_pace"  # points behind the share of the year gone
    INDICATOR_GAP_CITY = "indicator_gap_city"  # points below the city's growth
    INDICATOR_DECLINE = "indicator_decline"  # percent below the year before
    INDICATOR_RANK_GROUP = "indicator_rank_group"  # place in the assessment group
    PROJECT_PACE = "project_pace"  # points of physical progress behind plan
    PROJECT_LAG = "project_lag"  # percent of the planned progress not reached
    PROJECT_START_DELAY = "project_start_delay"  # days past the planned start
    PROJECT_STEP_DELAY = "project_step_delay"  # days a landed project's step to the start is past its date
    PROJECT_STAGE_DAYS = "project_stage_days"  # days at a stage that leads to production
    PROJECT_PRODUCTION_DELAY = "project_production_delay"  # days past the planned production, completed and not begun
    BLOCKER_DAYS = "blocker_days"  # days a blocker has been open
    HAZARD_OVERDUE = "hazard_overdue"  # days past the day of rectification, negative before it
    ISSUE_OVERDUE = "issue_overdue"  # days past the day an enterprise's issue was due, negative before it


DATED = frozenset({Subject.HAZARD_OVERDUE, Subject.ISSUE_OVERDUE})
IN_DAYS = DATED | {
    Subject.PROJECT_START_DELAY,
    Subject.PROJECT_STEP_DELAY,
    Subject.PROJECT_STAGE_DAYS,
    Subject.PROJECT_PRODUCTION_DELAY,
    Subject.BLOCKER_DAYS,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """How far behind a subject may be: where amber and red begin, included unless `over`; either may be missing."""

    subject: Subject
    amber: float | None
    red: float | None
    amber_over: bool = False
    red_over: bool = False

    def color(self, behind: float) -> Color:
        """The colour of being `behind` by so much, in the subject's unit."""
        if _reached(behind, self.red, over=self.red_over):
            return Color.RED
        return Color.AMBER if _reached(behind, self.amber, over=self.amber_over) else Color.GREEN

    @property
    def in_days(self) -> bool:
        """Whether what it is about is counted in days."""
        return self.subject in IN_DAYS

    def first_day(self, color: Color) -> int | None:
        """The first whole day behind that has at least this colour; None when none has."""
        known = {Color.RED: (self.red, self.red_over), Color.AMBER: (self.amber, self.amber_over)}
        threshold, over = known.get(color, (None, False))
        if threshold is None:
            return None
        return floor(threshold) + 1 if over else ceil(threshold)

    def severity(self, behind: float) -> float:
        """How far behind against the red threshold, or the amber one when there is no red: 1.0 is just there."""
        return behind / (self.red or self.amber or 1.0)


@dataclass(frozen=True, slots=True)
class Light:
    """A colour for a subject; shown with the word of its `state`, never as a colour alone."""

    color: Color
    subject: Subject

    @property
    def state(self) -> str:
        """What the colour says of the subject: a key of the words users read beside it."""
        if self.color is Color.GREEN:
            return "normal"
        if self.subject in DATED:
            return "overdue" if self.color is Color.RED else "due_soon"
        return "late" if self.color is Color.RED else "warning"


def rules(rows: Iterable[Mapping[str, Any]], preset: str) -> dict[Subject, Rule]:
    """The rules of one preset from rows of dataset `lights`; subjects the preset leaves out are absent."""
    chosen = (row for row in rows if row["preset"] == preset)
    made = (_rule(row) for row in chosen)
    return {rule.subject: rule for rule in made}


def _rule(row: Mapping[str, Any]) -> Rule:
    over = {key: bool(row.get(key)) for key in ("amber_over", "red_over")}
    return Rule(Subject(row["subject"]), _number(row["amber"]), _number(row["red"]), **over)


def light(rule: Rule, behind: float) -> Light:
    """The light of being `behind` by so much under `rule`."""
    return Light(rule.color(behind), rule.subject)


def _reached(behind: float, threshold: float | None, *, over: bool) -> bool:
    return threshold is not None and (behind > threshold if over else behind >= threshold)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)

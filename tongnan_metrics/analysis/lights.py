"""Red, amber, green: when a thing is behind far enough to be said so. Always with its word and its reason.

A rule's thresholds are data of the release (dataset `lights`): how far behind turns amber, how far turns red, both
included. Presets are those seen in public practice and the district's own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
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
    PROJECT_STAGE_DAYS = "project_stage_days"  # days at a stage that leads to production
    BLOCKER_DAYS = "blocker_days"  # days a blocker has been open
    HAZARD_OVERDUE = "hazard_overdue"  # days past the day of rectification, negative before it
    ISSUE_OVERDUE = "issue_overdue"  # days past the day an enterprise's issue was due, negative before it


DATED = frozenset({Subject.HAZARD_OVERDUE, Subject.ISSUE_OVERDUE})


@dataclass(frozen=True, slots=True)
class Rule:
    """How far behind a subject may be: amber and red thresholds, both included; either may be missing."""

    subject: Subject
    amber: float | None
    red: float | None

    def color(self, behind: float) -> Color:
        """The colour of being `behind` by so much, in the subject's unit."""
        if self.red is not None and behind >= self.red:
            return Color.RED
        return Color.AMBER if self.amber is not None and behind >= self.amber else Color.GREEN


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
    made = (Rule(Subject(r["subject"]), _number(r["amber"]), _number(r["red"])) for r in chosen)
    return {rule.subject: rule for rule in made}


def light(rule: Rule, behind: float) -> Light:
    """The light of being `behind` by so much under `rule`."""
    return Light(rule.color(behind), rule.subject)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)

"""Lights turn exactly at their thresholds, and attention picks the worst first."""

from decimal import Decimal

import pandas as pd
import pytest

from tongnan_metrics.analysis import attention
from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.analysis.lights import Color, Light, Rule, Subject, light, rules
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Period

PACE = Rule(Subject.PROJECT_PACE, amber=10, red=30)
OVERDUE = Rule(Subject.HAZARD_OVERDUE, amber=None, red=1)
RULES = {rule.subject: rule for rule in (PACE, OVERDUE, Rule(Subject.INDICATOR_PACE, 1, 5))}


@pytest.mark.parametrize(
    ("behind", "color"),
    [(-5, "green"), (9.99, "green"), (10, "amber"), (29.99, "amber"), (30, "red"), (80, "red")],
)
def test_light_turns_at_its_thresholds(behind: float, color: str) -> None:
    assert light(PACE, behind).color == color


def test_rule_without_amber_goes_straight_to_red() -> None:
    assert [light(OVERDUE, days).color for days in (0, 0.5, 1)] == ["green", "green", "red"]


def test_state_says_late_or_overdue() -> None:
    assert Light(Color.RED, Subject.PROJECT_PACE).state == "late"
    assert Light(Color.RED, Subject.ISSUE_OVERDUE).state == "overdue"
    assert Light(Color.AMBER, Subject.ISSUE_OVERDUE).state == "due_soon"
    assert Light(Color.GREEN, Subject.ISSUE_OVERDUE).state == "normal"


def test_rules_come_from_one_preset() -> None:
    rows: list[dict[str, object]] = [
        {"preset": "district", "subject": "project_pace", "amber": Decimal(5), "red": Decimal(15)},
        {"preset": "sanya", "subject": "project_pace", "amber": None, "red": Decimal(50)},
    ]
    assert rules(rows, "sanya") == {Subject.PROJECT_PACE: Rule(Subject.PROJECT_PACE, None, 50.0)}


def projects() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "project": ["P1", "P2", "P3", "P4"],
            "name": list("abcd"),
            "department": ["x"] * 4,
            "behind": [-12.0, -45.0, None, -31.0],
            "start_delay": [None, None, 200.0, None],
            "progress": [10.0, 20.0, None, 30.0],
        }
    )


def test_late_projects_keep_their_numbers() -> None:
    found = {c.about["project"]: c for c in attention.late_projects(projects(), RULES)}
    assert {k: c.light.color for k, c in found.items()} == {"P1": "amber", "P2": "red", "P4": "red"}
    assert found["P2"].severity == 1.5
    assert found["P2"].numbers == {"progress": 20.0}


def test_the_worst_come_first_and_of_each_sort_a_few() -> None:
    pace = Figure(INDICATORS["industrial_investment_pace"], Period(2022, 2), value=-1.6)
    hazards = pd.DataFrame({"town": ["t"], "trade": ["fire"], "overdue": [3], "longest": [12]})
    concerns = [
        *attention.late_projects(projects(), RULES),
        *attention.behind_pace([pace], RULES, owners={"industrial_investment_pace": "o"}),
        *attention.overdue_hazards(hazards, RULES),
    ]
    shown = attention.worst(concerns, 5)
    assert [c.light.subject for c in shown] == ["hazard_overdue", "project_pace", "project_pace", "indicator_pace"]
    assert shown[-1].owner == "o"


def test_an_indicator_ahead_needs_nobody() -> None:
    ahead = Figure(INDICATORS["industrial_investment_pace"], Period(2022, 2), value=2.0)
    assert not list(attention.behind_pace([ahead], RULES, owners={}))

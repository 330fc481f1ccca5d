"""Lights turn exactly at their thresholds, and attention picks the worst first."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongnan_metrics.analysis import attention
from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.analysis.lights import Color, Light, Rule, Subject, light, rules
from tongnan_metrics.catalog import fields
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


@pytest.mark.parametrize(("behind", "color"), [(0, "green"), (0.1, "amber"), (50, "amber"), (50.01, "red")])
def test_a_light_may_begin_only_beyond_its_threshold(behind: float, color: str) -> None:
    beyond = Rule(Subject.PROJECT_LAG, amber=0, red=50, amber_over=True, red_over=True)
    assert light(beyond, behind).color == color


@given(st.sampled_from([None, -3, 0, 10, 0.5]), st.sampled_from([None, 1, 30, 30.5]), st.booleans(), st.booleans())
def test_the_first_day_is_the_first_with_the_colour(
    amber: float | None, red: float | None, amber_over: bool, red_over: bool
) -> None:
    rule = Rule(Subject.BLOCKER_DAYS, amber, red, amber_over, red_over)
    for color in (Color.RED, Color.AMBER):
        day = rule.first_day(color)
        if day is not None:
            assert rule.color(day) <= color or rule.color(day) is Color.RED
            assert rule.color(day) is not Color.GREEN
            assert rule.color(day - 1) is not color or color is Color.RED
            assert color is not Color.RED or rule.color(day - 1) is not Color.RED
    assert rule.first_day(Color.GREEN) is None


def test_rule_without_amber_goes_straight_to_red() -> None:
    assert [light(OVERDUE, days).color for days in (0, 0.5, 1)] == ["green", "green", "red"]


def test_the_catalogue_names_every_subject() -> None:
    assert set(fields.SUBJECT.choice_keys) == set(Subject)


def test_state_says_late_or_overdue() -> None:
    assert Light(Color.RED, Subject.PROJECT_PACE).state == "late"
    assert Light(Color.RED, Subject.ISSUE_OVERDUE).state == "overdue"
    assert Light(Color.AMBER, Subject.ISSUE_OVERDUE).state == "due_soon"
    assert Light(Color.GREEN, Subject.ISSUE_OVERDUE).state == "normal"


def test_rules_come_from_one_preset() -> None:
    strict = {"preset": "sanya", "subject": "project_lag", "amber": Decimal(0), "amber_over": True, "red": None}
    assert rules([strict], "sanya")[Subject.PROJECT_LAG] == Rule(Subject.PROJECT_LAG, 0.0, None, amber_over=True)
    rows: list[dict[str, object]] = [
        {"preset": "district", "subject": "project_pace", "amber": Decimal(5), "red": Decimal(15)},
        {"preset": "sanya", "subject": "project_pace", "amber": None, "red": Decimal(50)},
    ]
    assert rules(rows, "sanya") == {Subject.PROJECT_PACE: Rule(Subject.PROJECT_PACE, None, 50.0)}


def projects() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("P1", "amber", "project_pace", 12.0, 0.4, "x"),
            ("P2", "red", "project_pace", 45.0, 1.5, "x"),
            ("P3", "red", "project_start_delay", 200.0, 2.0, "y"),
            ("P4", "red", "project_start_delay", 100.0, 1.1, "y"),
            ("P5", "green", "project_pace", 0.0, 0.0, "x"),
        ],
        columns=["project", "light", "subject", "lag", "severity", "owner"],
    ).assign(name="a")


def hazards(*rows: tuple[str, int, int]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["light", "count", "longest"])
    return made.assign(town="t", trade="fire", department="fire brigade")


def test_late_projects_are_those_with_a_light_on() -> None:
    found = {c.about["project"]: c for c in attention.late_projects(projects())}
    assert {k: c.light.color for k, c in found.items()} == {"P1": "amber", "P2": "red", "P3": "red", "P4": "red"}
    assert (found["P2"].behind, found["P2"].severity, found["P2"].owner) == (45.0, 1.5, "x")


def test_hazards_have_an_owner_and_those_not_yet_overdue_press_less() -> None:
    late, soon = attention.open_hazards(hazards(("red", 3, 12), ("amber", 9, -2)))
    assert (late.owner, late.severity, late.numbers) == ("fire brigade", 36.0, {"count": 3.0, "days": 12.0})
    assert (late.light.state, soon.light.state) == ("overdue", "due_soon")
    assert soon.severity < 0


def test_the_worst_of_every_kind_come_before_the_second_worst_of_any() -> None:
    pace = Figure(INDICATORS["industrial_investment_pace"], Period(2022, 2), value=-1.6)
    concerns = [
        *attention.late_projects(projects()),
        *attention.behind_pace([pace], RULES, owners={"industrial_investment_pace": "o"}),
        *attention.open_hazards(hazards(("red", 3, 12), ("red", 1, 2))),
    ]
    first = attention.worst(concerns, 3)
    assert [c.light.subject for c in first] == ["hazard_overdue", "project_start_delay", "indicator_pace"]
    assert first[-1].owner == "o"
    assert [c.about.get("project") for c in attention.worst(concerns, 5)] == [None, "P3", None, "P2", None]
    assert len(attention.worst(concerns, 100)) == len(concerns) == 7
    assert attention.counted(concerns) == {"red": 5, "amber": 2}


def test_an_indicator_ahead_needs_nobody() -> None:
    ahead = Figure(INDICATORS["industrial_investment_pace"], Period(2022, 2), value=2.0)
    assert not list(attention.behind_pace([ahead], RULES, owners={}))

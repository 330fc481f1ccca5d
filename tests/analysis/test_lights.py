"""Lights turn exactly at their thresholds, and rules are data."""

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongnan_metrics.analysis.lights import Color, Light, Rule, Subject, light, rules
from tongnan_metrics.catalog import fields
from tongnan_metrics.demo import settings

PACE = Rule(Subject.PROJECT_PACE, amber=10, red=30)
OVERDUE = Rule(Subject.HAZARD_OVERDUE, amber=None, red=1)


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


# What public practice says of each preset: the last value of one colour and the first of the next.
PRACTICE = [
    ("yinchuan", "project_pace", [(9.99, "green"), (10, "amber"), (30, "amber"), (30.01, "red")]),
    ("yinchuan", "project_start_delay", [(89, "green"), (90, "red")]),
    ("sanya", "project_lag", [(0, "green"), (0.01, "amber"), (50, "amber"), (50.01, "red")]),
    ("tianjin", "indicator_pace", [(0, "green"), (0.01, "amber"), (99, "amber")]),
    ("tianjin", "indicator_gap_city", [(-1, "green"), (0, "green"), (0.01, "amber")]),
    ("tianjin", "indicator_decline", [(0, "green"), (0.01, "red")]),
    ("district", "project_pace", [(9.99, "green"), (10, "amber"), (19.99, "amber"), (20, "red")]),
    ("district", "project_start_delay", [(29, "green"), (30, "amber"), (89, "amber"), (90, "red")]),
    ("district", "project_step_delay", [(9, "green"), (10, "amber"), (44, "amber"), (45, "red")]),
    ("district", "project_stage_days", [(364, "green"), (365, "amber"), (539, "amber"), (540, "red")]),
    ("district", "project_production_delay", [(59, "green"), (60, "amber"), (119, "amber"), (120, "red")]),
    ("district", "blocker_days", [(29, "green"), (30, "amber"), (59, "amber"), (60, "red")]),
    ("district", "indicator_pace", [(0.99, "green"), (1, "amber"), (4.99, "amber"), (5, "red")]),
    ("district", "indicator_rank_group", [(6, "green"), (7, "amber"), (9, "amber"), (10, "red")]),
    ("district", "hazard_overdue", [(-4, "green"), (-3, "amber"), (0, "amber"), (1, "red")]),
    ("district", "issue_overdue", [(-6, "green"), (-5, "amber"), (0, "amber"), (1, "red")]),
]


@pytest.mark.parametrize(("preset", "subject", "ends"), PRACTICE, ids=[f"{p}-{s}" for p, s, _ in PRACTICE])
def test_every_preset_turns_where_practice_says(preset: str, subject: str, ends: list[tuple[float, str]]) -> None:
    rows = pa.Table.from_pandas(settings.lights()).to_pylist()
    rule = rules(rows, preset)[Subject(subject)]
    assert [rule.color(lag).value for lag, _ in ends] == [color for _, color in ends]


def test_no_rule_of_a_preset_is_left_untested() -> None:
    held = {(row["preset"], row["subject"]) for row in settings.lights().to_dict("records")}
    assert held == {(preset, subject) for preset, subject, _ in PRACTICE}


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

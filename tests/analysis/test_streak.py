"""Accident grades at every limit of Decree 493, and whole months."""

from datetime import date
from decimal import Decimal

import pytest

from tongnan_metrics.analysis import streak
from tongnan_metrics.catalog.fields import ACCIDENT_GRADE
from tongnan_metrics.catalog.periods import Period

LIMITS = {
    "deaths": ((2, "ordinary"), (3, "larger"), (9, "larger"), (10, "major"), (29, "major"), (30, "extraordinary")),
    "injuries": ((9, "ordinary"), (10, "larger"), (49, "larger"), (50, "major"), (99, "major"), (100, "extraordinary")),
    "loss": (
        ("999.99", "ordinary"),
        ("1000", "larger"),
        ("4999.99", "larger"),
        ("5000", "major"),
        ("9999.99", "major"),
        ("10000", "extraordinary"),
    ),
}


@pytest.mark.parametrize(
    ("harm", "amount", "expected"), [(harm, *limit) for harm, limits in LIMITS.items() for limit in limits]
)
def test_grade_at_the_limits(harm: str, amount: str | int, expected: str) -> None:
    found = streak.grade(
        deaths=int(amount) if harm == "deaths" else 0,
        injuries=int(amount) if harm == "injuries" else 0,
        loss=Decimal(amount) if harm == "loss" else Decimal(0),
    )
    assert found == expected


def test_the_worst_harm_decides() -> None:
    assert streak.grade(deaths=3, injuries=50, loss=Decimal(0)) == "major"
    assert set(ACCIDENT_GRADE.choice_keys) == {streak.ORDINARY, *streak.BREAKING}


@pytest.mark.parametrize(
    ("start", "period", "months"),
    [
        (date(2016, 7, 1), Period(2022, 3), 69),
        (date(2016, 6, 16), Period(2022, 3), 69),
        (date(2016, 7, 2), Period(2022, 3), 68),
        (date(2021, 12, 31), Period(2022, 2), 2),
        (date(2022, 2, 1), Period(2022, 2), 1),
        (date(2022, 2, 2), Period(2022, 2), 0),
        (date(2022, 5, 1), Period(2022, 2), 0),
    ],
)
def test_whole_months(start: date, period: Period, months: int) -> None:
    assert streak.whole_months(start, period) == months

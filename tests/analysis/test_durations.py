"""Time at a stage: what is still going on is counted as that, never as over."""

from math import ceil, inf

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongnan_metrics.analysis import durations
from tongnan_metrics.catalog.fields import STAGE

DAYS = st.integers(0, 60)
STAYS = st.lists(st.tuples(DAYS, st.booleans()), min_size=1, max_size=40)
SHARES = st.sampled_from([0.1, 0.25, 0.5, 0.9])


def quantile(stays: list[tuple[int, bool]], share: float) -> float | None:
    days, over = zip(*stays, strict=True)
    return durations.quantile(pd.Series(days, dtype=float), pd.Series(over, dtype=bool), share)


def reached(stays: list[tuple[int, bool]], share: float) -> float:
    found = quantile(stays, share)
    return inf if found is None else found


@given(st.lists(DAYS, min_size=1, max_size=60), SHARES)
def test_without_censoring_it_is_the_order_statistic(days: list[int], share: float) -> None:
    place = ceil(round(share * len(days), 6)) - 1
    assert quantile([(day, True) for day in days], share) == sorted(days)[place]


@given(STAYS, st.lists(DAYS, max_size=20), SHARES)
def test_stays_still_going_on_never_make_it_shorter(
    stays: list[tuple[int, bool]], waiting: list[int], share: float
) -> None:
    assert reached([*stays, *((day, False) for day in waiting)], share) >= reached(stays, share)


@given(STAYS)
def test_the_curve_only_falls_and_half_is_over_before_most(stays: list[tuple[int, bool]]) -> None:
    days, over = zip(*stays, strict=True)
    curve = durations.survival(pd.Series(days, dtype=float), pd.Series(over, dtype=bool))
    assert curve.is_monotonic_decreasing
    assert curve.between(0, 1).all()
    assert reached(stays, 0.5) <= reached(stays, 0.9)


def test_a_textbook_curve() -> None:
    days = pd.Series([6, 6, 6, 6, 7, 9, 10, 10], dtype=float)
    over = pd.Series([True, True, True, False, True, False, True, False])
    curve = durations.survival(days, over)
    assert curve.index.tolist() == [6, 7, 10]
    assert curve.tolist() == pytest.approx([5 / 8, 5 / 8 * 3 / 4, 5 / 8 * 3 / 4 * 1 / 2])
    assert durations.quantile(days, over, 0.5) == 7
    assert durations.quantile(days, over, 0.9) is None


def stay(project: str, stage: str, days: float, *, over: bool) -> dict[str, object]:
    left = pd.Timestamp(2022, 1, 1) if over else pd.NaT
    return {"project": project, "name": project, "town": "T", "stage": stage, "left": left, "days": days}


def test_stages_tell_who_came_and_who_went_on() -> None:
    rows = [
        stay("a", "signed", 10, over=True),
        stay("b", "signed", 20, over=True),
        stay("c", "signed", 300, over=False),
        stay("d", "signed", 400, over=False),
        stay("a", "at_capacity", 900, over=False),
    ]
    table = durations.by_stage(pd.DataFrame(rows))
    assert table["stage"].tolist() == list(STAGE.choice_keys)
    _, signed, landed, *_, capacity = table.to_dict("records")
    assert {key: signed[key] for key in ("entered", "went_on", "still", "conversion", "median_days")} == {
        "entered": 4,
        "went_on": 2,
        "still": 2,
        "conversion": 50,
        "median_days": 20,
    }
    assert pd.isna(signed["most_days"])
    assert (signed["project"], signed["longest_days"]) == ("d", 400)
    assert (capacity["entered"], capacity["went_on"], capacity["still"]) == (1, 0, 1)
    assert all(pd.isna(capacity[key]) for key in ("conversion", "median_days", "project", "longest_days"))
    assert landed["entered"] == 0
    assert durations.by_stage(pd.DataFrame(rows).iloc[:0]).empty

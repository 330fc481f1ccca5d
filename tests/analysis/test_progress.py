from datetime import date

import pandas as pd
import pytest

from tongnan_metrics.analysis.progress import expected

NEVER = pd.NaT


def due(start: object, finish: object, on: date) -> float:
    frame = pd.DataFrame({"start": [start], "finish": [finish]}, dtype="datetime64[us]")
    return float(expected(frame["start"], frame["finish"], on).iloc[0])


@pytest.mark.parametrize(
    ("on", "percent"),
    [
        (date(2020, 12, 31), 0),
        (date(2021, 1, 1), 0),
        (date(2021, 1, 11), 10),
        (date(2021, 4, 11), 100),
        (date(2022, 1, 1), 100),
    ],
)
def test_works_are_expected_to_go_evenly(on: date, percent: float) -> None:
    assert due(date(2021, 1, 1), date(2021, 4, 11), on) == pytest.approx(percent)


@pytest.mark.parametrize("plan", [(NEVER, date(2021, 4, 11)), (date(2021, 1, 1), NEVER), (NEVER, NEVER)])
def test_nothing_is_expected_without_a_plan(plan: tuple[object, object]) -> None:
    assert pd.isna(due(*plan, date(2021, 2, 1)))


@pytest.mark.parametrize(("on", "percent"), [(date(2021, 1, 4), 0), (date(2021, 1, 5), 100)])
def test_a_plan_that_ends_before_it_starts_is_due_at_its_end(on: date, percent: float) -> None:
    assert due(date(2021, 3, 1), date(2021, 1, 5), on) == percent


def test_each_row_may_have_its_own_day() -> None:
    plan = pd.Series(pd.to_datetime(["2021-01-01", "2021-01-01"]))
    days = pd.Series(pd.to_datetime(["2021-01-11", "2021-01-21"]))
    assert expected(plan, plan + pd.Timedelta(days=100), days).tolist() == [10, 20]

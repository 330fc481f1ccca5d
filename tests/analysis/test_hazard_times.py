"""Days of the hazards' loop: steps that are not over are censored, in time is by the date, bands have their ends."""

from typing import Any

import pandas as pd
import pytest

from tests.query.rows import told
from tongnan_metrics.analysis.hazard_times import steps
from tongnan_metrics.analysis.statistics import kept, value
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Statistic

END = pd.Timestamp(2022, 3, 31)


def hazard(
    found: str, due: str, rectified: str | None = None, accepted: str | None = None, *, trade: str = "fire"
) -> dict[str, Any]:
    done, shut = (pd.Timestamp(day) if day else None for day in (rectified, accepted))
    begun, date = pd.Timestamp(found), pd.Timestamp(due)
    return {
        "found": begun,
        "due": date,
        "rectified": done,
        "accepted": shut,
        "trade": trade,
        "days_to_rectify": float(((done or END) - begun).days),
        "days_to_accept": float(((shut or END) - done).days) if done else float("nan"),
        "days_in_all": float(((shut or END) - begun).days),
        "in_time": bool(done and done <= date),
        "asked": bool(done or date < END),
    }


ROWS = pd.DataFrame(
    [
        hazard("2022-03-01", "2022-03-08", "2022-03-05", "2022-03-07"),
        hazard("2022-03-01", "2022-03-08", "2022-03-08", "2022-03-10"),
        hazard("2022-03-01", "2022-03-08", "2022-03-11"),
        hazard("2022-03-01", "2022-03-08", trade="gas"),
        hazard("2022-03-29", "2022-04-05", trade="gas"),
    ]
)


def test_steps_count_who_came_who_is_over_and_who_is_still_there() -> None:
    rows = steps(ROWS).set_index("step")
    assert told(rows, "rectified", "entered", "over", "still") == [5, 3, 2]
    assert told(rows, "accepted", "entered", "over", "still") == [3, 2, 1]
    assert told(rows, "closed", "entered", "over", "still") == [5, 2, 3]


def of(rows: pd.DataFrame, key: str) -> float | None:
    """What an indicator says of these rows."""
    formula = INDICATORS[f"safety_{key}"].formula
    assert isinstance(formula, Statistic)
    return value(kept(rows, formula.where), formula)


def test_those_still_at_it_are_not_left_out() -> None:
    # One of five has waited only two days: of the four others two are over after seven days.
    assert of(ROWS, "rectify_median_days") == 7.0
    assert of(ROWS.tail(2), "rectify_median_days") is None
    assert [of(ROWS, f"{step}_ninetieth_days") for step in ("rectify", "accept", "close")] == [None, None, None]


def test_in_time_asks_those_that_are_rectified_or_past_their_date() -> None:
    assert of(ROWS, "rectified_in_time_rate") == pytest.approx(50.0)  # two of four; the fifth still has time
    assert of(ROWS.tail(1), "rectified_in_time_rate") is None


def test_nothing_found_has_no_times() -> None:
    assert steps(ROWS.head(0))["entered"].tolist() == [0, 0, 0]
    assert of(ROWS.head(0), "close_median_days") is None

"""Days of the hazards' loop: steps that are not over are censored, in time is by the date, bands have their ends."""

from typing import Any

import pandas as pd
import pytest

from tests.query.rows import told
from tongnan_metrics.analysis.hazard_times import BANDS, ages, steps

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


def test_those_still_at_it_are_not_left_out() -> None:
    rows = steps(ROWS).set_index("step")
    # One of five has waited only two days: of the four others two are over after seven days.
    assert told(rows, "rectified", "median_days") == [7.0]
    assert pd.isna(rows["most_days"]).to_dict() == {"rectified": True, "accepted": True, "closed": True}


def test_in_time_asks_those_that_are_rectified_or_past_their_date() -> None:
    rows = steps(ROWS).set_index("step")["in_time"].to_dict()
    assert rows["rectified"] == pytest.approx(50.0)  # two of four; the fifth still has time
    assert pd.isna(rows["accepted"])
    assert pd.isna(steps(ROWS.tail(1)).set_index("step")["in_time"].to_dict()["rectified"])


def test_nothing_found_has_no_times() -> None:
    rows = steps(ROWS.head(0))
    assert rows["entered"].tolist() == [0, 0, 0]
    assert rows["median_days"].isna().all()


def test_every_day_falls_into_one_band() -> None:
    days = [-3, 0, 1, 7, 8, 15, 16, 30, 31, 60, 61, 400]
    waiting = pd.DataFrame({"days_overdue": days, "grade": ["general"] * 11 + ["major"]})
    rows = ages(waiting)
    assert rows["least"].tolist() == list(BANDS)
    assert rows["most"].tolist()[:4] == [7, 15, 30, 60]
    assert pd.isna(rows["most"].iloc[4])
    assert rows["general"].tolist() == [2, 2, 2, 2, 1]
    assert rows["major"].tolist() == [0, 0, 0, 0, 1]
    assert ages(waiting.head(2))["general"].sum() == 0

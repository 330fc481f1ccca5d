"""The loop in days and rechecks due, against the rows themselves."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from tests import small
from tests.query.conftest import NewRelease, SomeRelease
from tests.query.rows import tables
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.query.hazard_times import hazard_times, rechecks_due
from tongnan_metrics.query.selection import Selection

Row = dict[str, Any]
SELECTIONS = [
    Selection(Period(2022, 4)),
    Selection(Period(2021, 6), Basis.MONTH),
    Selection(Period(2021, 9), towns=small.TOWNS[:1]),
    Selection(Period(2021, 9), trades=("gas",)),
]


def plainly(made: dict[str, pa.Table], selection: Selection) -> Iterator[tuple[str, Row]]:
    period, end = selection.period, selection.period.end
    month = selection.basis is Basis.MONTH and not period.opens_year
    start = end.replace(day=1) if month else period.start
    inspected = {row["inspection"]: row for row in made["inspections"].to_pylist()}
    for row in made["hazards"].to_pylist():
        of = inspected[row["inspection"]]
        kept = (not selection.towns or of["town"] in selection.towns) and (
            not selection.trades or of["trade"] in selection.trades
        )
        if not kept or not start <= row["found"] <= end:
            continue
        done = min(filter(None, (row["rectified"], row["accepted"])), default=None)
        done, shut = (day if day and day <= end else None for day in (done, row["accepted"]))
        yield (
            row["hazard"],
            {
                "days_to_rectify": ((done or end) - row["found"]).days,
                "days_in_all": ((shut or end) - row["found"]).days,
                "days_to_accept": ((shut or end) - done).days if done else None,
                "rectified": done,
                "in_time": bool(done and done <= row["due"]),
                "asked": bool(done or row["due"] < end),
            },
        )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("selection", SELECTIONS, ids=["year", "month", "town", "trade"])
def test_times_are_those_of_the_rows(some_release: SomeRelease, seed: int, selection: Selection) -> None:
    made, release = some_release(seed)
    expected = dict(plainly(made, selection))
    rows = hazard_times(release, selection).set_index("hazard")
    assert set(rows.index) == set(expected)
    for key, row in zip(rows.index, rows.to_dict("records"), strict=True):
        known = expected[key]
        assert row["days_to_rectify"] == known["days_to_rectify"]
        assert row["days_in_all"] == known["days_in_all"]
        accepting = known["days_to_accept"]
        assert row["days_to_accept"] == accepting if accepting is not None else pd.isna(row["days_to_accept"])
        assert (row["in_time"], row["asked"]) == (known["in_time"], known["asked"])
        assert (None if pd.isna(row["rectified"]) else row["rectified"].date()) == known["rectified"]


def test_a_recheck_is_due_until_somebody_went_again(new_release: NewRelease) -> None:
    inspections = [
        {"inspection": "N1", "date": date(2022, 3, 1), "hazards_found": 3},
        {"inspection": "N2", "date": date(2022, 3, 2), "hazards_found": 1},
        {"inspection": "N3", "date": date(2022, 3, 3), "hazards_found": 1},
        {"inspection": "N4", "date": date(2022, 3, 20), "recheck_of": "N2"},
        {"inspection": "N5", "date": date(2022, 3, 5), "recheck_of": "N1"},
        {"inspection": "N6", "date": date(2022, 3, 9), "hazards_found": 1, "town": small.TOWNS[1]},
    ]
    dated = [
        ("H1", "N1", date(2022, 3, 8), date(2022, 3, 10), None),  # rectified, to be accepted
        ("H2", "N1", date(2022, 3, 12), None, None),  # past its date
        ("H3", "N1", date(2022, 3, 8), date(2022, 3, 5), date(2022, 3, 6)),  # closed
        ("H4", "N2", date(2022, 3, 9), None, None),  # somebody went again
        ("H5", "N3", date(2022, 4, 9), None, None),  # still has time
        ("H6", "N6", date(2022, 3, 20), date(2022, 3, 19), date(2022, 4, 2)),  # accepted later
    ]
    hazards = [
        {"hazard": key, "inspection": of, "found": date(2022, 3, 3), "due": due, "rectified": done, "accepted": shut}
        for key, of, due, done, shut in dated
    ]
    release = new_release(tables(inspections=inspections, hazards=hazards))
    rows = rechecks_due(release, Selection(Period(2022, 3)))
    columns = ["inspection", "hazards", "to_accept", "overdue", "major", "days"]
    assert rows[columns].values.tolist() == [["N1", 2, 1, 1, 0, 21.0], ["N6", 1, 1, 0, 0, 12.0]]
    assert rechecks_due(release, Selection(Period(2022, 3), towns=small.TOWNS[1:2]))["inspection"].tolist() == ["N6"]
    assert rechecks_due(release, Selection(Period(2022, 3), park=True)).empty

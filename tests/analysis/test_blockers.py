"""What holds projects up, counted."""

import pandas as pd

from tongnan_metrics.analysis import blockers

ROWS = pd.DataFrame(
    {
        "owner": ["a", "b", "a", "b", None],
        "days_open": [10, 15, 200, 16, 90],
        "days_overdue": [-5.0, 0.0, 1.0, None, 3.0],
    }
)


def test_those_past_their_date_are_told_apart_the_most_first() -> None:
    counted = blockers.counted(ROWS, "owner")
    assert counted.to_dict("list") == {"owner": ["a", "b"], "open": [1, 2], "overdue": [1, 0], "longest": [200, 16]}


def test_every_open_blocker_is_in_one_band() -> None:
    bands = blockers.ages(ROWS)
    assert bands["open"].tolist() == [2, 1, 0, 0, 0]
    assert bands["overdue"].tolist() == [0, 0, 0, 1, 1]
    assert blockers.ages(ROWS.iloc[:0])["issues"].sum() == 0
    assert blockers.counted(ROWS.iloc[:0], "owner").empty

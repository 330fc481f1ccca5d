"""What rows come to, on rows made by hand."""

import pandas as pd
import pytest

from tongnan_metrics.analysis.statistics import by_group, kept, value
from tongnan_metrics.catalog.model import How, Statistic

ROWS = pd.DataFrame(
    {
        "owner": ["a", "b", "a", None],
        "days": [10.0, 20.0, 30.0, None],
        "left": [pd.Timestamp(2022, 1, 1), None, pd.Timestamp(2022, 1, 2), None],
        "done": [True, False, True, True],
    }
)


@pytest.mark.parametrize(
    ("how", "expected"),
    [(How.MEAN, 20.0), (How.MEDIAN, 20.0), (How.NINETIETH, 28.0), (How.MAXIMUM, 30.0), (How.DISTINCT, 3.0)],
)
def test_numbers_are_those_of_the_rows_that_have_one(how: How, expected: float) -> None:
    assert value(ROWS, Statistic("rows", how, "days")) == pytest.approx(expected)


def test_stays_that_are_not_over_are_counted_as_such() -> None:
    stays = Statistic("rows", How.MEDIAN, "days", over="left")
    assert value(ROWS, stays) == 30.0
    assert value(ROWS.head(2), stays) == 10.0
    assert value(ROWS.iloc[[1]], stays) is None


def test_a_share_is_of_the_rows_that_are_kept() -> None:
    share = Statistic("rows", How.SHARE, where=(("owner", ("a", "b")),), hits=(("done", (True,)),))
    assert value(kept(ROWS, share.where), share) == pytest.approx(200 / 3)
    assert value(ROWS.head(0), share) is None


def test_groups_have_a_place_for_what_is_missing() -> None:
    assert by_group(ROWS, Statistic("rows"), ("owner",)) == {("a",): 2.0, ("b",): 1.0, (None,): 1.0}
    assert by_group(ROWS, Statistic("rows", How.MAXIMUM, "days"), ("owner",))[None,] is None


def test_nothing_is_counted_as_none_and_else_not_known() -> None:
    assert by_group(ROWS.head(0), Statistic("rows"), ()) == {(): 0.0}
    assert by_group(ROWS.head(0), Statistic("rows", How.MAXIMUM, "days"), ()) == {}
    assert by_group(ROWS.head(0), Statistic("rows"), ("owner",)) == {}

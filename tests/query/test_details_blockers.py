"""Blockers by month and the stage they hold up, worked out a second time without a database."""

from datetime import date

import pytest

from tests import small
from tests.query.conftest import SomeRelease
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query.blockers import blocker_months, open_blockers
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.selection import Selection

SELECTIONS = {
    "all": Selection(Period(2022, 4)),
    "opening": Selection(Period(2022, 2)),
    "towns": Selection(Period(2021, 9), towns=small.TOWNS[:2]),
}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", SELECTIONS)
def test_months_count_what_came_and_went(some_release: SomeRelease, seed: int, name: str) -> None:
    tables, release = some_release(seed)
    selection = SELECTIONS[name]
    town = {row["project"]: row["town"] for row in tables["projects"].to_pylist()}
    kept = [
        row for row in tables["blockers"].to_pylist() if not selection.towns or town[row["project"]] in selection.towns
    ]
    rows = blocker_months(release, selection)
    last = selection.period.year * 12 + selection.period.month - 1
    months = [(place // 12, place % 12 + 1) for place in range(last - 11, last + 1)]
    assert rows["month"].dt.date.tolist() == [date(year, month, 1) for year, month in months]
    for column, key in (("opened", "raised"), ("closed", "resolved")):
        days = [(row[key].year, row[key].month) for row in kept if row[key]]
        assert rows[column].tolist() == [days.count(month) for month in months]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_stage_held_up_is_the_project_s(some_release: SomeRelease, seed: int) -> None:
    _, release = some_release(seed)
    rows = open_blockers(release, SELECTIONS["all"])
    stages = projects(release, SELECTIONS["all"]).set_index("project")["stage"].to_dict()
    assert [stage or None for stage in rows["stage"].fillna("")] == [stages.get(key) for key in rows["project"]]

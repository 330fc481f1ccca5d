"""Stays at stages, worked out a second time without a database."""

from datetime import date

import pandas as pd
import pytest

from tests import small
from tests.query.conftest import SomeRelease, Tables
from tongnan_metrics.catalog.fields import STAGE
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.query.stays import stays

SELECTIONS = {
    "all": Selection(Period(2022, 4)),
    "earlier": Selection(Period(2021, 6)),
    "towns": Selection(Period(2022, 2), towns=small.TOWNS[:2]),
    "park": Selection(Period(2022, 2), park=True),
}


def expected(tables: Tables, selection: Selection) -> set[tuple[object, ...]]:
    events, register = tables["project_events"].to_pylist(), tables["projects"].to_pylist()
    end, order = selection.period.end, STAGE.choice_keys.index
    kept = {
        row["project"]
        for row in register
        if (not selection.towns or row["town"] in selection.towns) and (row["park"] or not selection.park)
    }
    found: set[tuple[object, ...]] = set()
    for project in kept:
        own = sorted((e["date"], order(e["stage"])) for e in events if e["project"] == project and e["date"] <= end)
        later: list[date | None] = [entered for entered, _ in own[1:]] + [None]
        for (entered, stage), left in zip(own, later, strict=False):
            found.add((project, STAGE.choice_keys[stage], entered, left, ((left or end) - entered).days))
    return found


def days(values: "pd.Series[pd.Timestamp]") -> list[date | None]:
    dates = values.dt.date.astype(object)
    return [day if known else None for day, known in zip(dates, values.notna(), strict=True)]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", SELECTIONS)
def test_stays_are_those_of_the_events(some_release: SomeRelease, seed: int, name: str) -> None:
    tables, release = some_release(seed)
    rows = stays(release, SELECTIONS[name])
    found = set(
        zip(rows["project"], rows["stage"], days(rows["entered"]), days(rows["left"]), rows["days"], strict=True)
    )
    assert found == expected(tables, SELECTIONS[name])
    assert len(found) == len(rows)
    assert (rows["days"] >= 0).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_project_is_still_at_the_stage_it_stands_at(some_release: SomeRelease, seed: int) -> None:
    _, release = some_release(seed)
    selection = SELECTIONS["all"]
    rows, register = stays(release, selection), projects(release, selection)
    waiting = rows[rows["left"].isna()].set_index("project")
    known = register.set_index("project")
    assert waiting["stage"].to_dict() == known["stage"].to_dict()
    assert waiting["days"].to_dict() == known["days_in_stage"].to_dict()

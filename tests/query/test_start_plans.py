"""Start plans against the rows themselves: landed projects only, as the period's end knew them."""

from datetime import date

import pytest

from tests import small
from tests.query.conftest import NewRelease, SomeRelease
from tests.query.rows import tables, told
from tongnan_metrics.catalog.fields import STEP
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query.frames import figures, frame
from tongnan_metrics.query.project_card import project
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.query.start_plans import start_plans

SELECTIONS = {
    "all": Selection(Period(2022, 4)),
    "opening": Selection(Period(2022, 2)),
    "towns": Selection(Period(2021, 9), towns=small.TOWNS[:2]),
}


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
@pytest.mark.parametrize("name", SELECTIONS)
def test_steps_are_those_of_landed_projects_as_they_stood(some_release: SomeRelease, seed: int, name: str) -> None:
    tables, release = some_release(seed)
    selection = SELECTIONS[name]
    landed, end = projects(release, selection, ("landed",))["project"].tolist(), selection.period.end
    known = {(row["project"], row["step"]): row for row in tables["start_steps"].to_pylist()}
    rows = start_plans(release, selection)
    assert sorted(zip(rows["project"], rows["step"], strict=True)) == sorted(
        (key, step) for key in landed for step in STEP.choice_keys
    )
    for found in rows.to_dict("records"):
        row = known.get((found["project"], found["step"]))
        if row is None:
            assert found["state"] == "unplanned"
        elif row["done"] and row["done"] <= end:
            assert (found["state"], found["days"]) == ("done", (row["done"] - row["due"]).days)
        else:
            assert found["state"] == ("late" if row["due"] < end else "ahead")
            assert found["days"] == (end - row["due"]).days
    late = rows[rows["state"] == "late"]
    expected = {
        "start_plan_count": rows[rows["state"] != "unplanned"]["project"].nunique(),
        "start_plan_late_count": late["project"].nunique(),
        "start_plan_ready_count": (rows["state"] == "done").groupby(rows["project"]).all().sum(),
        "start_step_count": len(rows),
    }
    assert {key: figure.value for key, figure in figures(release, selection, expected).items()} == expected
    by_step = (
        frame(release, selection, "start_step_longest_late_days", ("step",))
        .dropna(subset="value")
        .set_index("step")["value"]
    )
    assert by_step.to_dict() == late.groupby("step")["days"].max().to_dict()


def test_the_first_late_step_of_a_landed_project_is_on_its_row_and_card(new_release: NewRelease) -> None:
    step = {"project": "P1", "owner": "某局"}
    release = new_release(
        tables(
            projects=[{"project": "P1", "planned_start": date(2022, 3, 20)}, {"project": "P2"}],
            project_events=[
                {"project": "P1", "stage": "landed", "date": date(2022, 1, 1)},
                {"project": "P1", "stage": "started", "date": date(2022, 3, 30)},
                {"project": "P2", "stage": "signed", "date": date(2022, 1, 1)},
            ],
            start_steps=[
                {**step, "step": "land", "due": date(2022, 1, 10), "done": date(2022, 1, 20)},
                {**step, "step": "permit", "due": date(2022, 2, 18), "owner": "乙局"},
                {**step, "step": "funds", "due": date(2022, 2, 18), "done": date(2022, 3, 1), "owner": "丙局"},
                {**step, "step": "approval", "due": date(2022, 2, 20)},
                {**step, "project": "P2", "step": "land", "due": date(2022, 1, 10)},
            ],
        )
    )
    rows = projects(release, Selection(Period(2022, 2))).set_index("project")
    assert told(rows, "P1", "step", "step_owner", "step_delay") == ["permit", "乙局", 10]
    assert rows["step"].isna().to_dict() == {"P1": False, "P2": True}
    assert projects(release, Selection(Period(2022, 3)))["step"].isna().all()  # it has started
    card = project(release, "P1", Period(2022, 2))
    assert card.steps.set_index("step")["state"].to_dict() == {
        "approval": "late",
        "quality_safety": "unplanned",
        "permit": "late",
        "land": "done",
        "funds": "late",
    }
    assert card.sources["source"].tolist() == ["reported"]

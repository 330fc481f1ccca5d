"""Start plans counted back: every step of every project, its state told by its dates alone."""

from datetime import date

import pandas as pd
import pytest

from tongnan_metrics.analysis import start_plans
from tongnan_metrics.catalog.fields import STEP

END = date(2022, 2, 28)
COLUMNS = ["project", "step", "owner", "due", "done"]


def projects(*starts: tuple[str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"project": key, "planned_start": pd.Timestamp(start) if start else pd.NaT} for key, start in starts]
    )


def steps(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    told = [
        (key, step, "某局", pd.Timestamp(due), pd.Timestamp(done) if done else pd.NaT) for key, step, due, done in rows
    ]
    return pd.DataFrame(told, columns=COLUMNS).astype(dict.fromkeys(("due", "done"), "datetime64[us]"))


@pytest.mark.parametrize(
    ("due", "done", "state", "days"),
    [
        ("2022-02-10", "2022-02-10", "done", 0),
        ("2022-02-10", "2022-02-13", "done", 3),
        ("2022-02-10", "2022-02-01", "done", -9),
        ("2022-02-27", None, "late", 1),
        ("2022-02-28", None, "ahead", 0),
        ("2022-03-10", None, "ahead", -10),
    ],
)
def test_a_step_is_done_late_or_ahead_by_its_dates(due: str, done: str | None, state: str, days: int) -> None:
    rows = start_plans.laid_out(projects(("P", "2022-03-20")), steps(("P", "permit", due, done)), END)
    row = rows.set_index("step").loc["permit"]
    assert (row["state"], row["days"]) == (state, days)
    assert row["before"] == (pd.Timestamp("2022-03-20") - pd.Timestamp(due)).days


def test_every_project_has_every_step_in_order_the_furthest_behind_first() -> None:
    planned = projects(("A", "2022-05-01"), ("B", "2022-04-01"), ("C", None), ("D", "2022-03-01"))
    rows = start_plans.laid_out(
        planned,
        steps(("A", "land", "2022-02-20", None), ("B", "land", "2022-01-01", None), ("D", "land", "2022-03-01", None)),
        END,
    )
    assert rows["project"].drop_duplicates().tolist() == ["B", "A", "D", "C"]
    assert rows["step"].tolist() == list(STEP.choice_keys) * 4
    assert (rows["state"] == "unplanned").sum() == 4 * 5 - 3


def test_steps_stand_in_their_order_and_state() -> None:
    rows = start_plans.laid_out(
        projects(("A", "2022-05-01"), ("B", "2022-04-01")),
        steps(
            ("A", "land", "2022-02-20", None),
            ("B", "land", "2022-02-01", None),
            *[("B", step, "2022-02-01", "2022-02-02") for step in STEP.choice_keys if step != "land"],
        ),
        END,
    )
    assert rows["step"].tolist() == [*STEP.choice_keys, *STEP.choice_keys]
    land, permit = rows[rows["step"] == "land"], rows[rows["step"] == "permit"]
    assert land[["project", "state", "days"]].values.tolist() == [["B", "late", 27], ["A", "late", 8]]
    assert permit["state"].tolist() == ["done", "unplanned"]
    assert start_plans.is_ready(rows).to_dict() == {"B": False, "A": False}


def test_a_project_is_ready_when_every_step_in_its_plan_is_done() -> None:
    rows = start_plans.laid_out(
        projects(("A", "2022-05-01"), ("B", "2022-05-01"), ("C", "2022-05-01")),
        steps(
            ("A", "land", "2022-02-01", "2022-02-20"),
            ("B", "land", "2022-02-01", "2022-02-02"),
            ("B", "permit", "2022-04-01", None),
        ),
        END,
    )
    assert start_plans.is_ready(rows).to_dict() == {"A": True, "B": False, "C": False}


def test_without_projects_there_is_nothing() -> None:
    rows = start_plans.laid_out(projects(("A", None)).head(0), steps(), END)
    assert rows.empty
    assert start_plans.is_ready(rows).empty

"""Planned against actual: slip is counted at the last step that is done or due."""

from datetime import date

import pandas as pd
import pytest

from tongnan_metrics.analysis.schedules import schedules

END = date(2022, 2, 28)
DAY = pd.Timestamp


def slip(start: str, finish: str | None, *reached: tuple[str, str]) -> list[float | None]:
    plan = {"planned_start": DAY(start), "planned_finish": DAY(finish) if finish else pd.NaT}
    planned = pd.DataFrame([{"project": "P", **plan}])
    events = [{"project": "P", "stage": stage, "entered": DAY(day)} for stage, day in reached]
    stays = pd.DataFrame(events, columns=["project", "stage", "entered"]).astype({"entered": "datetime64[ns]"})
    found = schedules(planned, stays, END)["slip"]
    return found.astype(object).where(found.notna(), None).tolist()


STARTED = ("started", "2021-01-11")


@pytest.mark.parametrize(
    ("finish", "reached", "expected"),
    [
        ("2021-12-31", (STARTED, ("completed", "2022-01-10")), 10),
        ("2021-12-31", (STARTED, ("completed", "2021-12-30")), -1),
        ("2021-12-31", (STARTED,), 59),
        ("2022-02-28", (STARTED,), 10),
        ("2022-12-31", (STARTED,), 10),
        ("2022-12-31", (), 423),
        ("2022-12-31", (("signed", "2020-01-01"),), 423),
        ("2022-12-31", (("completed", "2022-01-31"),), -334),
    ],
)
def test_slip_is_that_of_the_last_step_done_or_due(
    finish: str, reached: tuple[tuple[str, str], ...], expected: float
) -> None:
    assert slip("2021-01-01", finish, *reached) == [expected]


def test_what_is_not_due_has_not_slipped_and_what_has_no_plan_is_left_out() -> None:
    assert slip("2022-02-28", "2022-12-31") == [None]
    assert slip("2021-01-01", None, STARTED) == []

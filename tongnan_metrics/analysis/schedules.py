"""Planned against actual: when projects were to start and finish, when they did, and how many days that slipped."""

from datetime import date

import pandas as pd

from tongnan_metrics.kept import kept

STARTED, COMPLETED = "started", "completed"


@kept
def schedules(projects: pd.DataFrame, stays: pd.DataFrame, end: date) -> pd.DataFrame:
    """The projects with a planned start and finish, with `actual_start`, `actual_finish` (dates) and `slip` (days).

    `slip` is counted at the last step that is done or due: the finish once it is done or overdue, before that the
    start. What is due and not done has slipped until `end`. It is negative for what was early, missing where nothing
    is done or due. `projects` has `project`, `planned_start`, `planned_finish`; `stays` has `project`, `stage`,
    `entered`.
    """
    planned = projects.dropna(subset=["planned_start", "planned_finish"]).reset_index(drop=True)
    finish = _reached(planned, stays, COMPLETED)
    # What is completed has been started, even where no day of it is known.
    start = _reached(planned, stays, STARTED)
    late_finish = _slip(planned["planned_finish"], finish, end)
    late_start = _slip(planned["planned_start"], start, end).where(finish.isna())
    return planned.assign(actual_start=start, actual_finish=finish, slip=late_finish.fillna(late_start))


def _reached(planned: pd.DataFrame, stays: pd.DataFrame, stage: str) -> "pd.Series[pd.Timestamp]":
    days = stays[stays["stage"] == stage].groupby("project")["entered"].min()
    return pd.to_datetime(days.reindex(planned["project"])).reset_index(drop=True)


def _slip(plan: "pd.Series[pd.Timestamp]", done: "pd.Series[pd.Timestamp]", end: date) -> "pd.Series[float]":
    today = pd.Timestamp(end)
    known = done.notna() | (pd.to_datetime(plan) < today)
    return (done.fillna(today) - pd.to_datetime(plan)).dt.days.astype(float).where(known)

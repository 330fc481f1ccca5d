"""The start plan counted back (倒排): the steps before a landed project's start, each done, late or still ahead."""

from datetime import date

import pandas as pd

from tongnan_metrics.catalog.fields import STEP

DONE, LATE, AHEAD, UNPLANNED = "done", "late", "ahead", "unplanned"
KEYS = ["project", "step"]


def laid_out(projects: pd.DataFrame, steps: pd.DataFrame, end: date) -> pd.DataFrame:
    """Every step of every project, the project that is furthest behind first, its steps in the catalogue's order.

    Columns are those of `projects` (rows by `project`, with `planned_start`); of `steps` (`project`, `step`, `owner`,
    `due`, and `done`, missing while it is not), missing where a step has no plan; `before` (days the step is due before
    the planned start, negative after it); `days` (how late it was done, or at `end` is; negative before its date) and
    `state`: done, late, ahead, or unplanned.
    """
    every = projects.merge(pd.DataFrame({"step": STEP.choice_keys}), how="cross")
    rows = every.merge(steps, on=KEYS, how="left")
    due, done = pd.to_datetime(rows["due"]), pd.to_datetime(rows["done"])
    days = (done.fillna(pd.Timestamp(end)) - due).dt.days.astype(float)
    before = (pd.to_datetime(rows["planned_start"]) - due).dt.days.astype(float)
    told = rows.assign(due=due, done=done, before=before, days=days, state=_states(due, done, days))
    return _furthest_behind_first(told)


def _states(due: "pd.Series[pd.Timestamp]", done: "pd.Series[pd.Timestamp]", days: "pd.Series[float]") -> list[str]:
    told = pd.Series(AHEAD, index=days.index, dtype=object).mask(days > 0, LATE)
    return list(told.mask(done.notna(), DONE).mask(due.isna(), UNPLANNED))


def _furthest_behind_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Projects by their latest open step, then by the planned start; what has neither comes last."""
    late = rows["days"].where(rows["state"] == LATE).groupby(rows["project"]).transform("max")
    order = rows.assign(_late=late).sort_values(
        ["_late", "planned_start"], ascending=[False, True], na_position="last", kind="stable", ignore_index=True
    )
    whole = order["project"].drop_duplicates().reset_index(drop=True)
    place = order["project"].map({project: number for number, project in enumerate(whole)})
    ranked = order.assign(_place=place).sort_values("_place", kind="stable", ignore_index=True)
    return ranked.drop(columns=["_late", "_place"])


def is_ready(rows: pd.DataFrame) -> "pd.Series[bool]":
    """By project whether it has a plan and every step in it is done, in the order of `rows`.

    What a project does not need, such as funds of others, is not in its plan.
    """
    waiting = rows["state"].isin((LATE, AHEAD)).groupby(rows["project"], sort=False).any()
    return ~waiting & (rows["state"] == DONE).groupby(rows["project"], sort=False).any()

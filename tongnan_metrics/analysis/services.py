"""Services to enterprises counted: issues by their state and age, liaison by the key enterprises it has seen."""

import numpy as np
import pandas as pd

# What became of an issue, the best first.
RESOLVED, LATE, OPEN, OVERDUE = "resolved", "resolved_late", "open", "overdue"
STATES = (RESOLVED, LATE, OPEN, OVERDUE)
WAITING = (OPEN, OVERDUE)
# Days an open issue has waited: the upper ends of the bands, both included; the last has none.
BANDS = (15, 30, 60, 90)
DAYS_UNSEEN = 365


def states(issues: pd.DataFrame, by: str) -> pd.DataFrame:
    """Issues by a column and state, most first.

    `by`, `issues`, of these `resolved` (in time), `resolved_late`, `open` (not due yet) and `overdue`; `solved` are
    the first two together and `rate` their share in percent. `issues` has `state` and the column.
    """
    parts = {key: (issues["state"] == key).astype("int64") for key in STATES}
    rows = issues[[by]].assign(issues=1, **parts, solved=parts[RESOLVED] + parts[LATE])
    summed = rows.groupby(by, as_index=False).sum()
    rated = summed.assign(rate=summed["solved"] / summed["issues"] * 100)
    return rated.sort_values(["issues", by], ascending=[False, True], kind="stable", ignore_index=True)


def ages(issues: pd.DataFrame) -> pd.DataFrame:
    """Open issues by how long they have been open, every band in order, the shortest first.

    `band` counts from 0, `least` and `most` are its days (`most` is missing in the last), `issues`, of these `open`
    and `overdue`. `issues` has `state` and `days_open`, open ones only.
    """
    ends = [*(float(end) for end in BANDS), np.inf]
    band = np.searchsorted(ends, issues["days_open"].to_numpy(dtype=float))
    counts = {key: np.bincount(band[issues["state"] == key], minlength=len(ends)) for key in WAITING}
    edges = {"least": [0, *(end + 1 for end in BANDS)], "most": [*map(float, BANDS), None]}
    rows = pd.DataFrame({"band": range(len(ends)), **edges, **counts})
    return rows.assign(issues=rows["open"] + rows["overdue"])


def coverage(enterprises: pd.DataFrame, by: str) -> pd.DataFrame:
    """Key enterprises by a column and by whether they were visited, the least covered first.

    `by`, `enterprises`, of these visited `this_year`, only `earlier`, and `never`; `rate` (% visited this year), the
    `visits` of the year, `longest` (days since the last visit of the one that waits longest; missing where all that
    were not visited this year never were), `issues_open` and `issues_overdue`. `enterprises` has `visits`, `days_since`
    (missing: never), the two counts of issues and the column. Those without a value of it stand together, last.
    """
    visited = enterprises["visits"] > 0
    never = enterprises["days_since"].isna()
    rows = enterprises[[by, "visits", "days_since", "issues_open", "issues_overdue"]].assign(
        enterprises=1,
        this_year=visited.astype("int64"),
        earlier=(~visited & ~never).astype("int64"),
        never=never.astype("int64"),
    )
    how = dict.fromkeys(("enterprises", "this_year", "earlier", "never", "visits"), "sum")
    how |= {"days_since": "max", "issues_open": "sum", "issues_overdue": "sum"}
    summed = rows.groupby(by, dropna=False, as_index=False).agg(how).rename(columns={"days_since": "longest"})
    rated = summed.assign(rate=summed["this_year"] / summed["enterprises"] * 100)
    order = ["rate", "never", "longest", by]
    ranked = rated.sort_values(order, ascending=[True, False, False, True], kind="stable")
    return pd.concat([ranked[ranked[by].notna()], ranked[ranked[by].isna()]], ignore_index=True)

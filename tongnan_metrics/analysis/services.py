"""Services to enterprises: what becomes of issues, and liaison by the key enterprises it has seen."""

import pandas as pd

# What became of an issue, the best first.
RESOLVED, LATE, OPEN, OVERDUE = "resolved", "resolved_late", "open", "overdue"
WAITING = (OPEN, OVERDUE)
DAYS_UNSEEN = 365


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

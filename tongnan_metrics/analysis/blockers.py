"""What holds projects up, counted: by category, owner or stage, and by age; those past their date told apart."""

import pandas as pd

from tongnan_metrics.analysis import services

OPEN, OVERDUE = services.WAITING


def counted(blocked: pd.DataFrame, by: str) -> pd.DataFrame:
    """Open blockers by a column, most first: `by`, `open` (not past their date, or without one), `overdue`, `longest`.

    `longest` is the age of the oldest in days. `blocked` has `days_open`, `days_overdue` (positive once past the date)
    and the column; rows without a value of it are left out.
    """
    late = (blocked["days_overdue"] > 0).astype("int64")
    rows = blocked[[by]].assign(open=1 - late, overdue=late, longest=blocked["days_open"].astype(float))
    found = rows.groupby(by, as_index=False).agg({OPEN: "sum", OVERDUE: "sum", "longest": "max"})
    order = found.assign(all=found[OPEN] + found[OVERDUE])
    ranked = order.sort_values(["all", "longest", by], ascending=[False, False, True], ignore_index=True)
    return ranked.drop(columns="all")


def ages(blocked: pd.DataFrame) -> pd.DataFrame:
    """Open blockers by how long they have been open, in the bands issues of enterprises have (see `services.ages`)."""
    state = (blocked["days_overdue"] > 0).map({True: OVERDUE, False: OPEN})
    return services.ages(blocked[["days_open"]].assign(state=state))

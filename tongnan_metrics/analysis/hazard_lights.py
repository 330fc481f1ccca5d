"""The lights of hazards not yet rectified: what is overdue or due soon, hazard by hazard and by town and trade."""

import pandas as pd

from tongnan_metrics.analysis.findings import Rules, lit_by_day
from tongnan_metrics.analysis.lights import Color, Subject

MAJOR = "major"
GROUP = ["town", "trade", "light", "state"]


def lit(hazards: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The hazards whose light is red or amber, with `light` and its `state`; red first, the longest overdue first.

    `hazards` has `days_overdue`, negative before the date. None is lit where no rule speaks of hazards.
    """
    return lit_by_day(hazards, Subject.HAZARD_OVERDUE, rules)


def grouped(lit_hazards: pd.DataFrame) -> pd.DataFrame:
    """Lit hazards by `town`, `trade` and `light`: `count`, the `longest` overdue in days, `major`, `department`.

    `longest` is negative where none is overdue yet. Red first, the most days overdue in all of them before fewer;
    amber by what is due next.
    """
    groups = lit_hazards.assign(
        is_major=lit_hazards["grade"] == MAJOR, late=lit_hazards["days_overdue"].clip(lower=0)
    ).groupby(GROUP, as_index=False, sort=False)
    summed = groups.agg(
        count=("hazard", "size"),
        longest=("days_overdue", "max"),
        major=("is_major", "sum"),
        department=("department", "first"),
        days=("late", "sum"),
    )
    ranked = summed.assign(order=summed["light"].map({Color.RED.value: 0}).fillna(1)).sort_values(
        ["order", "days", "longest", "count"], ascending=[True, False, False, False], kind="stable", ignore_index=True
    )
    return ranked.drop(columns=["order", "days"])

"""What rows come to: how many, how many different ones, a share, a mean, a median, a longest time."""

from collections.abc import Callable, Hashable, Mapping

import pandas as pd

from tongnan_metrics.analysis.durations import MEDIAN, MOST, quantile
from tongnan_metrics.catalog.model import How, Statistic, Where

# Where there are no rows there is none of these; of all else nothing is known then.
COUNTED = (How.COUNT, How.DISTINCT, How.SUM)


def kept(rows: pd.DataFrame, where: Where) -> pd.DataFrame:
    """The rows whose columns have one of the values."""
    for column, values in where:
        rows = rows[rows[column].isin(values)]
    return rows


def value(rows: pd.DataFrame, formula: Statistic) -> float | None:
    """What some rows, already `kept`, come to; None where they tell nothing."""
    if formula.column is None or formula.how in COUNTED:
        return _COUNTS[formula.how](rows, formula)
    known = rows[rows[formula.column].notna()]
    return None if known.empty else _NUMBERS[formula.how](known, formula)


def by_group(rows: pd.DataFrame, formula: Statistic, by: tuple[str, ...]) -> dict[tuple[Hashable, ...], float | None]:
    """The same for every combination of values of the columns `by`, a missing one being None.

    Without any column there is one group, of all rows; but no rows make no group unless they are counted.
    """
    told = kept(rows, formula.where)
    if not by:
        return {(): value(told, formula)} if len(told) or formula.how in COUNTED else {}
    groups = told.groupby(list(by), dropna=False, sort=False)
    return {tuple(map(plain, key)): value(some, formula) for key, some in groups}


def plain(cell: Hashable) -> Hashable:
    """A cell's value as it is written; None where it is missing."""
    return None if pd.isna(cell) else cell  # type: ignore[call-overload]


def _share(rows: pd.DataFrame, formula: Statistic) -> float | None:
    return None if rows.empty else len(kept(rows, formula.hits)) / len(rows) * 100


def _quantile(rows: pd.DataFrame, formula: Statistic, share: float) -> float | None:
    """By which day so many are over; those that are not counted rightly where `over` tells them."""
    days = rows[str(formula.column)]
    if formula.over is None:
        return float(days.quantile(share))
    return quantile(days, rows[formula.over].notna(), share)


Told = Callable[[pd.DataFrame, Statistic], float | None]
_COUNTS: Mapping[How, Told] = {
    How.COUNT: lambda rows, _: float(len(rows)),
    How.DISTINCT: lambda rows, formula: float(rows[str(formula.column)].nunique()),
    How.SUM: lambda rows, formula: float(rows[str(formula.column)].sum()),
    How.SHARE: _share,
}
_NUMBERS: Mapping[How, Told] = {
    How.MEAN: lambda rows, formula: float(rows[str(formula.column)].mean()),
    How.MEDIAN: lambda rows, formula: _quantile(rows, formula, MEDIAN),
    How.NINETIETH: lambda rows, formula: _quantile(rows, formula, MOST),
    How.MAXIMUM: lambda rows, formula: float(rows[str(formula.column)].max()),
}

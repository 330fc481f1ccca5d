"""Figures computed from rows that pages list: one number of each group, its base the same a year before."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from tongnan_metrics.analysis import statistics
from tongnan_metrics.analysis.figure import Origin
from tongnan_metrics.analysis.statistics import COUNTED
from tongnan_metrics.catalog.fields import PERIOD
from tongnan_metrics.catalog.model import Field, Indicator, RowSet, Statistic
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.catalog.row_sets import ROW_SETS
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text
from tongnan_metrics.query import lookups
from tongnan_metrics.query.connection import KEPT_RELEASES, records
from tongnan_metrics.query.cube import Cell, Cells, Key
from tongnan_metrics.query.index import mixed
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

RowsOf = Callable[[Release, Selection], pd.DataFrame | None]
Told = Mapping[Key, Cell]

# Filled by `query.row_sets`: rows ask for figures themselves, so figures cannot import where rows come from.
_rows_of: dict[str, RowsOf] = {}


def answer_from(rows: Mapping[str, RowsOf]) -> None:
    """Take the rows of each row set from these functions."""
    _rows_of.update(rows)


@kept
def rows(release: Release, selection: Selection, key: str) -> pd.DataFrame | None:
    """The rows of a row set under a selection; None where the record has not begun or nothing can be known.

    One page asks for many figures of the same rows.
    """
    return _rows_of[key](release, selection) if has(release, ROW_SETS[key], selection.period) else None


def has(release: Release, row_set: RowSet, period: Period) -> bool:
    """Whether the release holds the period, and the record of these rows begins by its end."""
    if period not in lookups.periods(release):
        return False
    first = _first(release, row_set.key)
    return first is None or first <= str(period.end)


@lru_cache(maxsize=KEPT_RELEASES * len(ROW_SETS))
def _first(release: Release, key: str) -> str | None:
    """The first day of a record; None where it has always been there."""
    begins = ROW_SETS[key].begins
    if begins is None:
        return None
    dataset, column = begins
    (row,) = records(release, f"SELECT min({column}) AS first FROM {dataset}")  # noqa: S608 - catalogue keys only
    return _NEVER if row["first"] is None else str(row["first"])


_NEVER = "9999"


def cells(
    release: Release, selection: Selection, periods: tuple[Period, ...], item: Indicator, by: tuple[str, ...]
) -> Cells:
    """An indicator's numbers at each of `periods`, split `by` columns of its rows, in their order.

    What is counted is none where there are no such rows; of all else nothing is known there. `by` may name ``period``
    for its place in the order.
    """
    formula = item.formula
    if not isinstance(formula, Statistic):
        raise TypeError(item.key)
    dims = tuple(key for key in by if key != PERIOD.key)
    row_set = ROW_SETS[formula.rows]
    # Without a base nobody needs the years before.
    asked = periods if row_set.based or PERIOD.key in by else (selection.period,)
    told = {p: _at(release, replace(selection, period=p), formula, dims) for p in asked}
    found = {
        (str(period), *group): cell
        for period, groups in told.items()
        if groups is not None
        for group, cell in _on_base(groups, told.get(period.year_before) if row_set.based else None, formula).items()
    }
    fields = {field.key: field for field in row_set.splits}
    places = [0 if key == PERIOD.key else 1 + dims.index(key) for key in by]
    order = [_order(fields.get(key)) for key in by]
    return dict(
        sorted(found.items(), key=lambda line: [rank(line[0][p]) for rank, p in zip(order, places, strict=True)])
    )


def missing(release: Release, selection: Selection, formula: Statistic) -> Text:
    """Why rows do not tell a figure."""
    held = rows(release, selection, formula.rows)
    if held is None:
        return ROW_SETS[formula.rows].unknown
    return _NO_ROWS if statistics.kept(held, formula.where).empty else _NOT_TOLD


_NO_ROWS = Text("筛选范围内没有可统计的明细", "No rows within the selection to compute it from")
_NOT_TOLD = Text("完结的太少，无法估计", "Too few are over to tell")


def _at(release: Release, selection: Selection, formula: Statistic, dims: tuple[str, ...]) -> Told | None:
    """The groups of one period, each with its number and where its rows come from; None where nothing is known."""
    held = rows(release, selection, formula.rows)
    if held is None:
        return None
    some = statistics.kept(held, formula.where)
    return {group: Cell(value, None, origin) for group, value, origin in _told(some, formula, dims)}


def _told(
    some: pd.DataFrame, formula: Statistic, dims: tuple[str, ...]
) -> Iterator[tuple[Key, float | None, Origin | None]]:
    groups = statistics.by_group(some, formula, dims)
    kind = some["origin" if "origin" in some else "source_kind"]
    if not dims:
        yield from ((group, value, mixed(kind.unique())) for group, value in groups.items())
        return
    named = kind.groupby([some[key] for key in dims], dropna=False, sort=False)
    origins = {tuple(map(statistics.plain, key)): mixed(group.unique()) for key, group in named}
    yield from ((group, value, origins[group]) for group, value in groups.items())


def _on_base(now: Told, before: Told | None, formula: Statistic) -> Told:
    """The groups with those of the year before as their base.

    What is counted is none in a group that is not there; of all else only what is not split has a base alone.
    """
    none = Cell(0.0) if formula.how in COUNTED else Cell(None)
    if before is None:
        return now
    there = {**now, **{group: cell for group, cell in before.items() if not group or formula.how in COUNTED}}
    return {group: now.get(group, none)._replace(base=before.get(group, none).value) for group in there}


def _order(field: Field | None) -> Callable[[object], tuple[bool, object]]:
    """Choices in their own order, all else by itself; what is missing comes last."""
    places = {key: place for place, key in enumerate(field.choice_keys)} if field else {}
    return lambda cell: (cell is None, "" if cell is None else places.get(str(cell), cell))

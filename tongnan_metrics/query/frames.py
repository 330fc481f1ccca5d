"""The answers pages, exports and the command line are made from: tidy frames and figures."""

from collections.abc import Iterable

import pandas as pd

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.catalog import fields as f
from tongnan_metrics.catalog.indicators import UnknownIndicatorError, dimensions_of, indicator, measures_of
from tongnan_metrics.catalog.model import Indicator, Kind
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.catalog.places import nearest
from tongnan_metrics.locale import Text
from tongnan_metrics.query import cube, formulas, lookups
from tongnan_metrics.query.cube import Cell, Cells, Key
from tongnan_metrics.query.formulas import Asked
from tongnan_metrics.query.selection import Selection, SelectionError, validate
from tongnan_metrics.releases import Release

PERIOD = f.PERIOD.key
RELATIVE_KINDS = (Kind.LEVEL, Kind.COUNT)
NUMBERS = ("value", "base", "growth", "change")
COLUMNS = (*NUMBERS, "published", "origin")


def frame(release: Release, selection: Selection, key: str, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """An indicator over the selection, split by `by`: its dimensions, or ``period`` for all periods up to the one.

    Columns: those of `by`, then `value` and `base` in the indicator's unit, unrounded; `growth` in percent (levels
    and counts) or `change` in points (all else) on the base; `published`, the text as printed; `origin`, where the
    value comes from (published, reported, synthetic, mixed). Rows are in order of `by`; without it there is always
    exactly one. Raises `SelectionError` for an unknown indicator, code, period or dimension.
    """
    return frames(release, selection, (key,), by)[key]


def frames(
    release: Release, selection: Selection, keys: Iterable[str], by: tuple[str, ...] = ()
) -> dict[str, pd.DataFrame]:
    """Several frames at the price of one query, by the keys they were asked with; raises as `frame`."""
    items = {key: find(key) for key in keys}
    validate(release, selection)
    for item in items.values():
        _check_dimensions(item, by)
    asked = _asked(release, selection, tuple(items.values()), by)
    return {key: _frame(asked, item, by) for key, item in items.items()}


def _frame(asked: Asked, item: Indicator, by: tuple[str, ...]) -> pd.DataFrame:
    rows = [_row(asked, item, key, cell, by) for key, cell in _shown_cells(asked, item, by).items()]
    return pd.DataFrame(rows, columns=[*by, *COLUMNS], dtype=object).astype(dict.fromkeys(NUMBERS, float))


def figure(release: Release, selection: Selection, key: str) -> Figure:
    """An indicator over the whole selection, with all that is known of it; raises as `frame`."""
    return figures(release, selection, (key,))[key]


def figures(release: Release, selection: Selection, keys: Iterable[str]) -> dict[str, Figure]:
    """Several figures at the price of one query, by the keys they were asked with; raises as `frame`."""
    items = {key: find(key) for key in keys}
    validate(release, selection)
    asked = _asked(release, selection, tuple(items.values()), ())
    return {key: _figure(asked, item) for key, item in items.items()}


def find(key: str) -> Indicator:
    """The indicator of this key or alias; `SelectionError` naming the nearest when there is none."""
    try:
        return indicator(key)
    except UnknownIndicatorError as error:
        raise SelectionError(f.INDICATOR.name, key, error.nearest) from None


def _check_dimensions(item: Indicator, by: tuple[str, ...]) -> None:
    allowed = (PERIOD, *dimensions_of(item))
    for key in by:
        if key not in allowed:
            what = Text(f"“{item.name.zh}”的分组", f"split of {item.name.en}")
            raise SelectionError(what, key, nearest(key, allowed))


def _asked(release: Release, selection: Selection, items: tuple[Indicator, ...], by: tuple[str, ...]) -> Asked:
    periods = formulas.with_years_before(_periods(release, selection, by))
    measures = sorted({measure for item in items for measure in measures_of(item)})
    return Asked(release, selection, periods, cube.sums(release, selection, measures, periods, by), by)


def _periods(release: Release, selection: Selection, by: tuple[str, ...]) -> tuple[Period, ...]:
    """The periods to show: the selected one, or all up to it."""
    return tuple(p for p in lookups.periods(release) if p <= selection.period) if PERIOD in by else (selection.period,)


def _shown_cells(asked: Asked, item: Indicator, by: tuple[str, ...]) -> Cells:
    shown = {str(p) for p in _periods(asked.release, asked.selection, by)}
    found = {key: cell for key, cell in formulas.cells(asked, item).items() if key[0] in shown}
    return found if by or found else {(str(asked.selection.period),): Cell(None)}


def _row(asked: Asked, item: Indicator, key: Key, cell: Cell, by: tuple[str, ...]) -> tuple[object, ...]:
    period, *values = key
    named = {**dict(zip([k for k in by if k != PERIOD], values, strict=True)), PERIOD: period}
    told = None if values else formulas.printed(asked.release, asked.selection, item, Period.parse(str(period)))
    return (*(named[k] for k in by), cell.value, cell.base, *_compared(item, cell), told and told.text, cell.origin)


def _compared(item: Indicator, cell: Cell) -> tuple[float | None, float | None]:
    """Growth on the base in percent (levels and counts), or the change in points (all else)."""
    if item.kind in RELATIVE_KINDS:
        return formulas.grown(cell.value, cell.base), None
    if cell.value is None or cell.base is None:
        return None, None
    return None, round(cell.value - cell.base, formulas.NOISE_DIGITS)


def _figure(asked: Asked, item: Indicator) -> Figure:
    cell = next(iter(_shown_cells(asked, item, ()).values()))
    growth, change = _compared(item, cell)
    printed = formulas.printed(asked.release, asked.selection, item, asked.selection.period)
    return Figure(
        indicator=item,
        period=asked.selection.period,
        basis=asked.selection.basis,
        value=cell.value,
        base=cell.base,
        growth=growth,
        change=change,
        published=printed.text if printed else None,
        printed=printed.figure if printed else None,
        origin=cell.origin,
        reason=formulas.missing(asked, item) if cell.value is None else None,
    )

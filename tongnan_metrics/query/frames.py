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
from tongnan_metrics.query.formulas import Asked
from tongnan_metrics.query.selection import Selection, SelectionError, validate
from tongnan_metrics.releases import Release

PERIOD = f.PERIOD.key
RELATIVE_KINDS = (Kind.LEVEL, Kind.COUNT)
COLUMNS = ("value", "base", "growth", "change", "published", "origin")


def frame(release: Release, selection: Selection, key: str, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """An indicator over the selection, split by `by`: its dimensions, or ``period`` for all periods up to the one.

    Columns: those of `by`, then `value` and `base` in the indicator's unit, unrounded; `growth` in percent (levels
    and counts) or `change` in points (all else) on the base; `published`, the text as printed; `origin`, where the
    value comes from (published, reported, synthetic, mixed). Rows are in order of `by`; without it there is always
    exactly one. Raises `SelectionError` for an unknown indicator, code, period or dimension.
    """
    item = find(key)
    validate(release, selection)
    _check_dimensions(item, by)
    asked = _asked(release, selection, (item,), by)
    return _finished(asked, item, by)


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
    shown = _shown(release, selection, by)
    periods = formulas.with_years_before(shown)
    measures = sorted({measure for item in items for measure in measures_of(item)})
    sums = cube.sums(release, selection, measures, periods, by)
    return Asked(release, selection, tuple(key for key in by if key != PERIOD), periods, sums)


def _shown(release: Release, selection: Selection, by: tuple[str, ...]) -> tuple[Period, ...]:
    if PERIOD not in by:
        return (selection.period,)
    return tuple(p for p in lookups.periods(release) if p <= selection.period)


def _finished(asked: Asked, item: Indicator, by: tuple[str, ...]) -> pd.DataFrame:
    shown = {str(p) for p in _shown(asked.release, asked.selection, by)}
    rows = formulas.rows(asked, item)
    rows = rows[rows["period"].isin(shown)]
    if not by and rows.empty:
        rows = pd.DataFrame({PERIOD: [str(asked.selection.period)]}).reindex(columns=rows.columns)
    told = pd.Series(_published(asked, item, rows), rows.index, dtype=object)
    return _compared(item, rows.assign(published=told))[[*by, *COLUMNS]].reset_index(drop=True)


def _compared(item: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    nothing = pd.Series(float("nan"), index=rows.index)
    rows = rows.astype({"value": float, "base": float})
    if item.kind in RELATIVE_KINDS:
        return rows.assign(growth=formulas.growth(rows["value"], rows["base"]), change=nothing)
    return rows.assign(growth=nothing, change=rows["value"] - rows["base"])


def _published(asked: Asked, item: Indicator, rows: pd.DataFrame) -> list[str | None]:
    if asked.dims:
        return [None] * len(rows)
    found = [formulas.printed(asked.release, asked.selection, item, Period.parse(text)) for text in rows[PERIOD]]
    return [None if figure is None else figure.text for figure in found]


def _figure(asked: Asked, item: Indicator) -> Figure:
    row = _finished(asked, item, ()).iloc[0]
    value, base, growth, change = (None if pd.isna(row[key]) else float(row[key]) for key in COLUMNS[:4])
    printed = formulas.printed(asked.release, asked.selection, item, asked.selection.period)
    return Figure(
        indicator=item,
        period=asked.selection.period,
        basis=asked.selection.basis,
        value=value,
        base=base,
        growth=growth,
        change=change,
        published=printed.text if printed else None,
        printed=printed.figure if printed else None,
        origin=None if pd.isna(row["origin"]) else row["origin"],
        reason=formulas.missing(asked, item) if value is None else None,
    )

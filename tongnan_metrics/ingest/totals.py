"""Rows that say 合计 or 小计 are no data: they are left out, and what they say is held against the sum."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.model import Type
from tongnan_metrics.ingest.convert import exact
from tongnan_metrics.ingest.measured import with_units
from tongnan_metrics.ingest.parts import Place, Positions
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.recognise import Column, Layout
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.ingest.words import without_blanks
from tongnan_metrics.ingest.workbook import Sheet
from tongnan_metrics.locale import tr

ADDITIVE = frozenset({Type.MONEY, Type.COUNT})
Mask = npt.NDArray[np.bool_]


def check(place: Place, sheet: Sheet, layout: Layout, data: Mask, totals: Mask) -> Iterator[Problem]:
    """Warnings for totals that are not the sum of the rows they stand under, over or among.

    `data` and `totals` say which rows, from the layout's body on, are which.
    """
    at = np.flatnonzero(totals)
    rows = [int(position) + layout.body + 1 for position in at]
    spans = [_spans(int(position), at, np.flatnonzero(data)) for position in at]
    for key, column in place.columns.items():
        if column.field.type in ADDITIVE:
            text = _written(sheet, layout, column)
            numbers = exact(column.field, without_blanks(text.filter(pa.array(data))), shift=column.shift).values
            found = list(_differences(column, text.take(pa.array(at)), numbers, spans))
            told = [(rows[i], wrong, said) for i, wrong, said in found]
            yield from place.problems(Level.WARNING, key, range(len(told)), told.__getitem__)


def _written(sheet: Sheet, layout: Layout, column: Column) -> Any:
    """A column below the header, each number with its row's unit behind it where a column says one."""
    units = None if layout.unit_column is None else sheet.columns[layout.unit_column]
    said = None if units is None else units.slice(layout.body).combine_chunks()
    return with_units(column.field, sheet.columns[column.index].slice(layout.body).combine_chunks(), said)


def _spans(position: int, totals: Positions, data: Positions) -> list[slice]:
    """The runs of data rows a total may stand for: all, those since the total above, those up to the one below."""
    here = int(np.searchsorted(data, position))
    above = totals[totals < position]
    below = totals[totals > position]
    since = int(np.searchsorted(data, above[-1])) if len(above) else 0
    until = int(np.searchsorted(data, below[0])) if len(below) else len(data)
    spans = [slice(0, len(data)), slice(since, here), slice(here, until)]
    return [span for span in spans if span.start < span.stop]


def _differences(
    column: Column, written: Any, numbers: Any, spans: list[list[slice]]
) -> Iterator[tuple[int, Wrong, str]]:
    said = exact(column.field, without_blanks(written), shift=column.shift).values.to_pylist()
    for row, (text, total) in enumerate(zip(written.to_pylist(), said, strict=True)):
        if total is not None and spans[row]:
            close = min((_sum(numbers[span]) for span in spans[row]), key=lambda found: abs(found - total))
            if abs(close - total) > _tolerance(text, column.shift):
                yield row, _wrong(column, total, close), text


def _sum(numbers: Any) -> Decimal:
    return pc.sum(numbers).as_py() or Decimal(0)


def _tolerance(text: str, shift: int) -> Decimal:
    """Half a unit of the last digit written."""
    decimals = sum(letter.isdecimal() for letter in text.partition(".")[2])
    return Decimal(5).scaleb(shift - decimals - 1)


def _wrong(column: Column, total: Decimal, found: Decimal) -> Wrong:
    shown, real = (n.scaleb(-column.shift).normalize() for n in (total, found))
    return Wrong(
        tr(
            "The total says {total}, the rows sum to {sum}: a difference of {difference}",
            total=f"{shown:f}",
            sum=f"{real:f}",
            difference=f"{shown - real:f}",
        ),
        tr("Check the rows for one that is missing, double or mistyped."),
    )

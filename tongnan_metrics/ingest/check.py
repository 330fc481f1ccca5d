"""Checks that need nothing but the report itself: what each sheet is, and every cell of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from openpyxl.utils import get_column_letter

from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.model import Dataset, Field
from tongnan_metrics.catalog.places import nearest
from tongnan_metrics.ingest.convert import NUMERIC, Converted
from tongnan_metrics.ingest.parts import Part, Positions
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.recognise import Column, Layout, keys_only
from tongnan_metrics.ingest.sources import SOURCE, carries_source
from tongnan_metrics.ingest.units import SHIFTS
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.ingest.workbook import Sheet
from tongnan_metrics.locale import tr

Recognised = tuple[Sheet, Layout | None]


def sheets(file: str, recognised: Iterable[Recognised]) -> Iterator[Problem]:
    """What is wrong with sheets as a whole: nothing in them, not recognised, columns missing, unknown or repeated."""
    all_of_them = list(recognised)
    known = [layout for _, layout in all_of_them if layout is not None]
    if not all_of_them:
        yield _about(
            file, None, Level.ERROR, Wrong(tr("The file holds no rows"), tr("Check that it is the right file."))
        )
    for sheet, layout in all_of_them:
        if layout is None:
            yield _about(file, sheet, Level.WARNING if known else Level.ERROR, _unrecognised())
        else:
            yield from _layout(file, sheet, layout)


def _layout(file: str, sheet: Sheet, layout: Layout) -> Iterator[Problem]:
    if layout.rivals:
        yield _about(file, sheet, Level.ERROR, _ambiguous((layout.dataset, *layout.rivals)))
        return
    if sheet.hidden:
        hidden = Wrong(tr("The sheet is hidden; its rows are read"), tr("Delete the sheet if it should not count."))
        yield _about(file, sheet, Level.WARNING, hidden)
    for field in layout.missing:
        yield replace(_about(file, sheet, Level.ERROR, _missing(field, layout)), column=str(field.name))
    for level, index, header, wrong in _headers(sheet, layout):
        cell = f"{get_column_letter(sheet.first_column + index + 1)}{layout.body}"
        yield replace(_about(file, sheet, level, wrong), column=header, cell=cell)


def _headers(sheet: Sheet, layout: Layout) -> Iterator[tuple[Level, int, str, Wrong]]:
    """What is wrong with single headers, and where each stands."""
    for column in layout.repeated:
        yield Level.ERROR, column.index, column.header, _repeated(column, layout, sheet)
    for column in layout.columns.values():
        if column.bad_unit:
            yield Level.ERROR, column.index, column.header, _bad_unit(column)
    for index, header in layout.unknown:
        if keys_only(layout.dataset):
            yield Level.ERROR, index, header, _no_key(header, layout)
        else:
            yield Level.WARNING, index, header, _unknown(header, layout)


def _about(file: str, sheet: Sheet | None, level: Level, wrong: Wrong) -> Problem:
    return Problem(level, file, sheet.name if sheet else "", None, "", None, wrong.message, wrong.suggestion)


def _unrecognised() -> Wrong:
    return Wrong(
        tr("No header of a known report was found within the first 15 rows"),
        tr("Use the headers of the template; known reports: {names}.", names=_names(REPORTED.values())),
    )


def _ambiguous(datasets: Iterable[Dataset]) -> Wrong:
    return Wrong(
        tr("The header fits more than one report: {names}", names=_names(datasets)),
        tr("Name the sheet after the report."),
    )


def _missing(field: Field, layout: Layout) -> Wrong:
    close = nearest(field.name.zh, [header for _, header in layout.unknown])
    return Wrong(
        tr("Column “{column}” is missing from {report}", column=field.name, report=layout.dataset.name),
        tr("Is it “{header}”? Rename that header.", header=close) if close else tr("Add the column."),
    )


def _repeated(column: Column, layout: Layout, sheet: Sheet) -> Wrong:
    first = layout.columns[column.field.key]
    letters = [get_column_letter(sheet.first_column + c.index + 1) for c in (first, column)]
    return Wrong(
        tr(
            "Columns {first} and {second} are both “{column}”",
            first=letters[0],
            second=letters[1],
            column=column.field.name,
        ),
        tr("Keep one of them."),
    )


def _bad_unit(column: Column) -> Wrong:
    known = SHIFTS[column.field.unit] if column.field.unit else {}
    return Wrong(
        tr("“{unit}” is no unit of “{column}”", unit=column.bad_unit, column=column.field.name),
        tr("Use one of: {names}.", names="、".join(known)),
    )


def _unknown(header: str, layout: Layout) -> Wrong:
    free = [f.name.zh for f in layout.dataset.fields if f.key not in layout.columns]
    close = nearest(header, free)
    return Wrong(
        tr("Column “{column}” is not known and is left out", column=header),
        tr("Did you mean “{nearest}”?", nearest=close) if close else tr("Rename it if it should be read."),
    )


def _no_key(header: str, layout: Layout) -> Wrong:
    return Wrong(
        tr(
            "“{column}” is no key of {report}: a file of rows to delete holds only keys",
            column=header,
            report=layout.dataset.name,
        ),
        tr("Keep these columns only: {names}.", names="、".join(str(f.name) for f in layout.dataset.fields)),
    )


def _names(datasets: Iterable[Dataset]) -> str:
    return "、".join(str(dataset.name) for dataset in datasets)


def cells(part: Part, converted: Mapping[str, Converted], texts: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with single cells: unreadable, empty though required, out of bounds."""
    may_be_empty = part.dataset.optional | ({SOURCE} if carries_source(part.dataset) else set())
    for key, column in converted.items():
        yield from _unreadable(part, key, column, texts[key])
        if key not in may_be_empty:
            yield from _empty(part, key, column, texts[key])
        yield from _out_of_bounds(part, key, column, texts[key])


def _unreadable(part: Part, key: str, column: Converted, text: Any) -> Iterator[Problem]:
    return part.problems(Level.ERROR, key, column.bad, lambda i: column.wrongs[column.which[i]], text)


def _empty(part: Part, key: str, column: Converted, text: Any) -> Iterator[Problem]:
    empty = pc.is_null(column.values).to_numpy(zero_copy_only=False) & (column.which < 0)
    wrong = Wrong(tr("The cell is empty"), tr("Fill it in."))
    return part.problems(Level.ERROR, key, np.flatnonzero(empty), lambda _: wrong, text)


def _out_of_bounds(part: Part, key: str, column: Converted, text: Any) -> Iterator[Problem]:
    field = part.dataset.field(key)
    if field.type in NUMERIC and field.minimum is not None:
        wrong = _beyond(tr("The number is below {bound}", bound=field.minimum))
        outside = _where(pc.less(column.values, pa.scalar(field.minimum).cast(field.type.arrow)))
        yield from part.problems(Level.WARNING, key, outside, lambda _: wrong, text)
    if field.type in NUMERIC and field.maximum is not None:
        above = _beyond(tr("The number is above {bound}", bound=field.maximum))
        outside = _where(pc.greater(column.values, pa.scalar(field.maximum).cast(field.type.arrow)))
        yield from part.problems(Level.WARNING, key, outside, lambda _: above, text)


def _beyond(message: str) -> Wrong:
    return Wrong(message, tr("Check the number and its unit."))


def _where(mask: Any) -> Positions:
    return np.flatnonzero(pc.fill_null(mask, fill_value=False).to_numpy(zero_copy_only=False))

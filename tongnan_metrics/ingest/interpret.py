"""From a report's sheets to typed rows: recognise, leave out what is no row, convert, check cell by cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.model import Dataset, Field
from tongnan_metrics.ingest import check, measured, rates, totals, unseen
from tongnan_metrics.ingest.convert import NUMERIC, Converted, constant
from tongnan_metrics.ingest.example import MARK, SIGN_OF_MARK, is_untouched
from tongnan_metrics.ingest.marked import is_problem_list
from tongnan_metrics.ingest.parts import Part, Place, Positions, nullable
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.progress import Progress, Step, silent
from tongnan_metrics.ingest.recognise import KEYS_ONLY, Layout, recognise
from tongnan_metrics.ingest.sources import SOURCE, carries_source, source_code
from tongnan_metrics.ingest.template import is_lists
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.ingest.words import NOTES, SIGN_OF_NOTES, SIGN_OF_TOTALS, TOTALS, matches, without_blanks
from tongnan_metrics.ingest.workbook import Report, Sheet
from tongnan_metrics.locale import tr
from tongnan_metrics.releases import SourceFile

Mask = npt.NDArray[np.bool_]

MOST_CELLS_OF_A_NOTE = 3
ROWS_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Interpreted:
    """What a report holds: typed rows by sheet, what is wrong with them, and who sent it, where it says."""

    source: SourceFile
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """Some rows below a header: a text array for each column, row numbers from 1, and which rows are what."""

    texts: tuple[Any, ...]
    rows: Positions
    data: Mask
    totals: Mask
    examples: Mask


def interpret(report: Report, *, progress: Progress = silent) -> Interpreted:
    """Read every sheet of a report; pure but for telling `progress`."""
    return _interpret(report, REPORTED, progress)


def interpret_keys(report: Report, *, progress: Progress = silent) -> Interpreted:
    """Read a file that names rows to delete by their keys, and holds nothing else; else as `interpret`."""
    return _interpret(report, KEYS_ONLY, progress)


def _interpret(report: Report, among: Mapping[str, Dataset], progress: Progress) -> Interpreted:
    file = report.source.name
    stem = file.rsplit(".", 1)[0]
    told = [sheet for sheet in report.sheets if sheet.height and not (is_lists(sheet) or is_problem_list(sheet))]
    layouts = [(sheet, recognise(sheet, file_stem=stem, among=among)) for sheet in told]
    problems = [*unseen.left_alone(report), *check.sheets(file, layouts)]
    parts: list[Part] = []
    for sheet, layout in layouts:
        if layout is not None and not layout.rivals:
            own, found = _read(sheet, layout, report.source, progress)
            parts += own
            problems += found
    issuers = [layout.issuer for _, layout in layouts if layout and layout.issuer]
    return Interpreted(report.source, tuple(parts), tuple(problems), issuers[0] if issuers else None)


def _read(sheet: Sheet, layout: Layout, source: SourceFile, progress: Progress) -> tuple[list[Part], list[Problem]]:
    """The rows of a sheet, a bounded number at a time: what a step needs on the way is then small."""
    place = Place(layout.dataset, source.name, sheet.name, sheet.first_column, layout.body, layout.columns)
    parts: list[Part] = []
    problems: list[Problem] = []
    kinds: list[tuple[Mask, Mask]] = []
    for start in range(layout.body, sheet.height, ROWS_AT_ONCE):
        progress(Step.CHECK, start, sheet.height)
        body = _body(sheet, layout, start)
        part, found = _typed(place, layout, source_code(source), body)
        parts.append(part)
        kinds.append((body.data, body.totals))
        problems += [*_written_over(place, body), *found]
    if parts:
        data, totalled = (np.concatenate(masks) for masks in zip(*kinds, strict=True))
        problems += unseen.hidden(place, sheet, np.flatnonzero(data) + layout.body + 1)
        problems += totals.check(place, sheet, layout, data, totalled) if totalled.any() else ()
    return parts, problems


def _typed(place: Place, layout: Layout, source: str, body: Body) -> tuple[Part, list[Problem]]:
    data = pa.array(body.data)
    texts = {key: body.texts[column.index].filter(data) for key, column in layout.columns.items()}
    units = None if layout.unit_column is None else body.texts[layout.unit_column].filter(data)
    converted = measured.converted(layout, texts, units)
    part = Part(place, body.rows[body.data], _table(layout, converted, int(body.data.sum()), source))
    strange = () if units is None else measured.strange_units(layout, place, part.rows, units)
    return part, [*strange, *check.cells(part, converted, texts), *rates.check(part, converted, texts)]


def _table(layout: Layout, converted: dict[str, Converted], count: int, source: str) -> pa.Table:
    own = {SOURCE: source} if carries_source(layout.dataset) else {}

    def values(field: Field) -> Any:
        told = converted[field.key].values if field.key in converted else pa.nulls(count, field.type.arrow)
        written = {**own, **layout.constants}.get(field.key)
        return told if written is None else pc.fill_null(told, constant(field, written))

    return pa.Table.from_arrays([values(f) for f in layout.dataset.fields], schema=nullable(layout.dataset))


def _body(sheet: Sheet, layout: Layout, start: int) -> Body:
    texts = tuple(column.slice(start, ROWS_AT_ONCE).combine_chunks() for column in sheet.columns)
    numeric = {c.index for c in layout.columns.values() if c.field.type in NUMERIC}
    labels = [text for i, text in enumerate(texts) if i not in numeric]
    said = sum(pc.is_valid(text).to_numpy(zero_copy_only=False).astype(np.int64) for text in texts)
    total = reduce(
        np.logical_or,
        (matches(text, TOTALS, sign=SIGN_OF_TOTALS) for text in labels),
        np.zeros(len(texts[0]), np.bool_),
    )
    total &= ~_keyed(texts, layout)
    note = matches(pc.coalesce(*texts), NOTES, sign=SIGN_OF_NOTES) & (said <= MOST_CELLS_OF_A_NOTE)
    example = _examples(texts, layout)
    rows = np.arange(len(texts[0]), dtype=np.int64) + start + 1
    return Body(texts, rows, (said > 0) & ~total & ~note & ~example, total & ~note, example)


def _examples(texts: tuple[Any, ...], layout: Layout) -> Mask:
    if layout.numbering is None:
        return np.zeros(len(texts[0]), np.bool_)
    return matches(texts[layout.numbering], MARK, sign=SIGN_OF_MARK)


def _written_over(place: Place, body: Body) -> Iterator[Problem]:
    """An example row that says something of its own would be lost in silence."""
    fields = {key: column.field for key, column in place.columns.items()}
    for i in np.flatnonzero(body.examples):
        cells = {key: body.texts[column.index][int(i)].as_py() for key, column in place.columns.items()}
        if not is_untouched(cells, fields):
            wrong = Wrong(
                tr("The row is marked as an example, yet it was written over"),
                tr("Put a number where it says example, or delete the row."),
            )
            yield place.problem(Level.ERROR, wrong, row=int(body.rows[i]))


def _keyed(texts: tuple[Any, ...], layout: Layout) -> Mask:
    """Rows whose key stands in full: they are data, though another cell of theirs says total."""
    keys = [texts[layout.columns[key].index] for key in layout.dataset.primary_key if key in layout.columns]
    filled = [
        pc.is_valid(without_blanks(text)).to_numpy(zero_copy_only=False) & ~matches(text, TOTALS, sign=SIGN_OF_TOTALS)
        for text in keys
    ]
    return reduce(np.logical_and, filled) if filled else np.zeros(len(texts[0]), np.bool_)

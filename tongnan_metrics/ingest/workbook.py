"""Reads files into sheets of plain text, and nothing more: what the text means is for the steps after it.

Workbooks (.xlsx, .xls, .ods and what WPS writes) and CSV in the encodings and delimiters offices use. The kind of
file is told by its content, not by its name.
"""

import csv
import datetime as dt
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from tongnan_metrics.locale import tr
from tongnan_metrics.releases import SourceFile, file_sha256

WORKBOOK_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
UTF16_MARKS = (BOM_UTF16_LE, BOM_UTF16_BE)
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = (",", "\t", ";")
CHUNK = 50_000
LOOK_AT = 15
EXACT_DIGITS = 15

Cell = str | float | bool | dt.date | dt.time | dt.timedelta


class UnreadableError(Exception):
    """A file that cannot be read as a report; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as text: a column of strings for each of its columns, null where a cell is empty.

    Dates stand as ISO text, numbers with at most 15 significant digits. `first_column` is the position of the first
    one, 0 for A.
    """

    name: str
    columns: tuple[pa.ChunkedArray, ...]
    first_column: int = 0
    hidden: bool = False

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.columns[0]) if self.columns else 0

    def row(self, index: int) -> tuple[str | None, ...]:
        """One row's cells; `index` counts from 0."""
        return tuple(column[index].as_py() for column in self.columns)


@dataclass(frozen=True, slots=True)
class Report:
    """A file that came in: its name, fingerprint and sheets."""

    source: SourceFile
    sheets: tuple[Sheet, ...]


def read(path: Path) -> Report:
    """Read a file; `UnreadableError` when it is missing, empty, protected, damaged or no report at all."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
        sheets = _read_workbook(path) if start.startswith(WORKBOOK_SIGNATURES) else _read_csv(path, start)
        return Report(SourceFile(path.name, file_sha256(path)), sheets)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableError(tr("The file cannot be opened: {reason}.", reason=reason)) from error


def _read_workbook(path: Path) -> tuple[Sheet, ...]:
    try:
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            tables = [meta for meta in book.sheets_metadata if meta.typ is SheetTypeEnum.WorkSheet]
            return tuple(
                _sheet(book.get_sheet_by_name(meta.name), hidden=meta.visible is not SheetVisibleEnum.Visible)
                for meta in tables
            )
    except PasswordError as error:
        raise UnreadableError(tr("The workbook is protected by a password: save it without one.")) from error
    except CalamineError as error:
        raise UnreadableError(
            tr("The workbook is damaged or no workbook: open it, save it anew as .xlsx and send that.")
        ) from error


def _sheet(sheet: CalamineSheet, *, hidden: bool) -> Sheet:
    start = sheet.start
    rows = ([_text(cell) for cell in row] for row in sheet.iter_rows())
    return Sheet(sheet.name, _columns(rows), first_column=start[1] if start else 0, hidden=hidden)


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def _number(value: float) -> str:
    """A number as a spreadsheet shows it: beyond 15 significant digits a workbook holds only noise."""
    if value == int(value) and abs(value) < 10**EXACT_DIGITS:
        return str(int(value))
    return f"{value:.{EXACT_DIGITS}g}"


def _read_csv(path: Path, start: bytes) -> tuple[Sheet, ...]:
    if not start:
        raise UnreadableError(tr("The file is empty."))
    encoding = "utf-16" if start.startswith(UTF16_MARKS) else _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = _delimiter(list(islice(file, LOOK_AT)))
        file.seek(0)
        try:
            columns = _columns(csv.reader(file, delimiter=delimiter))
        except (csv.Error, UnicodeError) as error:
            raise UnreadableError(tr("The text file is damaged: save it anew as CSV and send that.")) from error
    return (Sheet(path.stem, columns),)


def _encoding(path: Path) -> str:
    for encoding in ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    raise UnreadableError(tr("The file is neither a workbook nor a text: send .xlsx, .xls, .ods or .csv."))


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            return not any("\0" in part for part in iter(lambda: file.read(1 << 20), ""))
    except UnicodeError:
        return False


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter that gives the first lines the most cells."""

    def width(delimiter: str) -> int:
        return max((len(row) for row in csv.reader(lines, delimiter=delimiter)), default=0)

    return max(DELIMITERS, key=width)


def _columns(rows: Iterable[list[str]]) -> tuple[pa.ChunkedArray, ...]:
    """Turn rows, however ragged, into columns, a bounded number of rows at a time."""
    chunks = [_transposed(chunk) for chunk in _chunks(iter(rows))]
    width = max((len(chunk) for chunk, _ in chunks), default=0)
    return tuple(
        pa.chunked_array([_column(chunk, height, i) for chunk, height in chunks], pa.string()) for i in range(width)
    )


def _chunks(rows: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _transposed(rows: list[list[str]]) -> tuple[list[Any], int]:
    return [_without_empty(pa.array(column, pa.string())) for column in zip_longest(*rows)], len(rows)


def _without_empty(column: Any) -> Any:
    """A column whose cells of nothing but spaces are null."""
    return pc.if_else(pc.equal(pc.utf8_trim_whitespace(column), ""), None, column)


def _column(chunk: list[Any], height: int, index: int) -> pa.Array:
    return chunk[index] if index < len(chunk) else pa.nulls(height, pa.string())

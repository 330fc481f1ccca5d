"""Reads files into sheets of plain text, and nothing more: what the text means is for the steps after it.

Workbooks (.xlsx, .xls, .ods and what WPS writes) and CSV in the encodings and delimiters offices use. The kind of
file is told by its content, not by its name. A file is read by a process of its own, under limits.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from tongnan_metrics.locale import messages, tr
from tongnan_metrics.reader import limits, process
from tongnan_metrics.reader.limits import Limits, SettingError
from tongnan_metrics.reader.unfit import Notice, UnfitError, damaged_book
from tongnan_metrics.releases import SourceFile, file_sha256

Runs = tuple[tuple[int, int], ...]


class UnreadableError(Exception):
    """A file that cannot be read as a report; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as text: a column of strings for each of its columns, null where a cell is empty.

    Dates stand as ISO text, numbers with at most 15 significant digits, percentages as ``16.5%``; an error as
    spreadsheets write it (``#REF!``), a formula that nobody calculated as ``#UNCALCULATED!``. `first_column` is the
    position of the first column, 0 for A. `hidden_rows` and `hidden_columns` are those that hold something, as first
    and last place of each run, counted from 0 and from column A.
    """

    name: str
    columns: tuple[pa.ChunkedArray, ...]
    first_column: int = 0
    hidden: bool = False
    hidden_rows: Runs = ()
    hidden_columns: Runs = ()

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.columns[0]) if self.columns else 0

    def row(self, index: int) -> tuple[str | None, ...]:
        """One row's cells; `index` counts from 0."""
        return tuple(column[index].as_py() for column in self.columns)


@dataclass(frozen=True, slots=True)
class Report:
    """A file that came in: its name, fingerprint and sheets, and what in it was left alone."""

    source: SourceFile
    sheets: tuple[Sheet, ...]
    notices: tuple[Notice, ...] = ()


def nobody(done: int, whole: int) -> None:
    """Listens to progress and says nothing."""


def read(path: Path, *, allowed: Limits | None = None, progress: Callable[[int, int], None] = nobody) -> Report:
    """Read a file within the limits `allowed`, those in force when not given; `progress` gets done and whole.

    `UnreadableError` when it is missing, empty, protected, damaged, no report at all or beyond a limit.
    """
    try:
        with process.scratch() as folder:
            told = process.read(path, folder, allowed or limits.chosen(), progress)
            sheets = tuple(_sheet(folder, sheet) for sheet in told["sheets"])
        notices = tuple(Notice(**notice) for notice in told["notices"])
        return Report(SourceFile(path.name, file_sha256(path)), sheets, notices)
    except (UnfitError, pa.ArrowInvalid) as error:
        raise UnreadableError(in_words(error if isinstance(error, UnfitError) else damaged_book())) from error
    except SettingError as error:
        wrong = tr("{name} must be a whole number above 0, not “{value}”.", name=error.name, value=error.value)
        raise UnreadableError(wrong) from error
    except (OSError, process.GoneError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(tr("The file cannot be opened: {reason}.", reason=reason)) from error


def in_words(said: UnfitError) -> str:
    """A sentence of the child, in the language in use; one that is none of ours is not repeated."""
    known = said if said.sentence in messages() else damaged_book()
    return tr(known.sentence, **known.values)


def _sheet(folder: Path, told: dict[str, Any]) -> Sheet:
    tables = [_table(folder / name) for name in told["files"]]
    width = max((table.num_columns for table in tables), default=0)
    return Sheet(
        told["name"],
        tuple(pa.chunked_array([_column(table, i) for table in tables], pa.string()) for i in range(width)),
        first_column=told["first_column"],
        hidden=told["hidden"],
        hidden_rows=tuple((first, last) for first, last in told["hidden_rows"]),
        hidden_columns=tuple((first, last) for first, last in told["hidden_columns"]),
    )


def _table(path: Path) -> pa.Table:
    """A chunk of rows, in memory only as far as it is looked at. Windows keeps mapped files: there it is loaded."""
    file = pa.OSFile(str(path)) if os.name == "nt" else pa.memory_map(str(path))
    with pa.ipc.open_file(file) as reader:
        table = reader.read_all()
    table.validate(full=True)
    return table


def _column(table: pa.Table, index: int) -> pa.Array:
    """A column of the chunk as one array; empty where its rows are shorter than others."""
    if index >= table.num_columns:
        return pa.nulls(table.num_rows, pa.string())
    column = table[index]
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()

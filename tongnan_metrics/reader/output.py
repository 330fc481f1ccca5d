"""Writes rows of text as Arrow files, a bounded number of rows at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.reader.limits import Limits
from tongnan_metrics.reader.marks import letters
from tongnan_metrics.reader.unfit import UnfitError

CHUNK = 50_000


def write(rows: Iterable[list[str]], folder: Path, name: str, limits: Limits, *, sheet: str) -> Iterator[Path]:
    """Write rows, however ragged, into files of at most `CHUNK` rows; the paths, one after another.

    A column's name is its number; a cell of nothing but spaces is null. `UnfitError` for more rows, columns or text
    than reading allows.
    """
    for number, chunk in enumerate(_chunks(iter(rows))):
        _check_shape(chunk, number * CHUNK, limits, sheet)
        table = pa.table({str(i): _without_empty(cells) for i, cells in enumerate(zip_longest(*chunk))})
        _check_text(table, number * CHUNK, limits, sheet)
        path = folder / f"{name}-{number}.arrow"
        # A chunk of empty rows has no column to be counted by.
        _save(table if table.num_columns else pa.table({"0": pa.nulls(len(chunk), pa.string())}), path)
        yield path


def _save(table: pa.Table, path: Path) -> None:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def _chunks(rows: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _check_shape(chunk: list[list[str]], start: int, limits: Limits, sheet: str) -> None:
    if start + len(chunk) > limits.rows:
        raise UnfitError("“{sheet}” has more than {rows} rows: split it.", sheet=sheet, rows=limits.rows)
    for number, row in enumerate(chunk, start=start + 1):
        if len(row) > limits.columns:
            raise UnfitError(
                "Row {row} of “{sheet}” has more than {columns} cells: is it really a table?",
                row=number,
                sheet=sheet,
                columns=limits.columns,
            )


def _check_text(table: pa.Table, start: int, limits: Limits, sheet: str) -> None:
    for place, column in enumerate(table.columns):
        longest = pc.max(pc.utf8_length(column)).as_py() or 0
        if longest > limits.cell_characters:
            row = pc.index(pc.utf8_length(column), longest).as_py()
            raise UnfitError(
                "Row {row} of “{sheet}” holds {found} characters in column {column}; a cell may have {characters}.",
                row=start + row + 1,
                sheet=sheet,
                found=longest,
                column=letters(place + 1),
                characters=limits.cell_characters,
            )


def _without_empty(cells: tuple[Any, ...]) -> Any:
    """A column whose cells of nothing but spaces are null."""
    column = pa.array(cells, pa.string())
    return pc.if_else(pc.equal(pc.utf8_trim_whitespace(column), ""), None, column)

"""Scans an .xls: what its cells are beyond their values.

Here a formula without a value cannot be told from one that gives an empty text.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.sheet import Sheet

from tongnan_metrics.reader.formats import form_of
from tongnan_metrics.reader.kinds import PASSWORD
from tongnan_metrics.reader.marks import MACROS, Marks, error_text, extend
from tongnan_metrics.reader.unfit import Notice, UnfitError, damaged_book

MACRO_STORAGE = "_VBA_PROJECT_CUR"


def scan(path: Path) -> dict[str, Marks]:
    """The marks of each sheet by name; `UnfitError` for a protected or damaged workbook."""
    with Path(os.devnull).open("w") as nowhere:
        try:
            book = xlrd.open_workbook(str(path), logfile=nowhere, formatting_info=True, ragged_rows=True)
            return {sheet.name: _marks(sheet) for sheet in book.sheets()}
        except (MemoryError, OSError):
            raise
        except Exception as error:  # xlrd fails in many ways on bytes that are no workbook
            raise UnfitError(PASSWORD) if "encrypted" in str(error) else damaged_book() from error


def notices(path: Path) -> Iterator[Notice]:
    """What the workbook holds that is left alone."""
    if MACRO_STORAGE.encode("utf-16-le") in path.read_bytes():
        yield MACROS


def _marks(sheet: Sheet) -> Marks:
    marks = Marks()
    for column, info in sorted(sheet.colinfo_map.items()):
        if info.hidden or not info.width:
            extend(marks.hidden_columns, column, column)
    for row in range(sheet.nrows):
        _mark_row(marks, sheet, row)
    return marks


def _mark_row(marks: Marks, sheet: Sheet, row: int) -> None:
    info = sheet.rowinfo_map.get(row)
    filled = [i for i, kind in enumerate(sheet.row_types(row)) if kind not in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}]
    for column in filled:
        marks.fill(row, column)
        if form := _form(sheet, row, column):
            marks.mark(row, column, form)
    if filled and info is not None and info.hidden:
        marks.hide_row(row)


def _form(sheet: Sheet, row: int, column: int) -> str | None:
    kind = sheet.cell_type(row, column)
    if kind == xlrd.XL_CELL_ERROR:
        return error_text(error_text_from_code.get(sheet.cell_value(row, column), ""))
    if kind != xlrd.XL_CELL_NUMBER:
        return None
    book = sheet.book
    key = book.xf_list[sheet.cell_xf_index(row, column)].format_key
    return form_of(book.format_map[key].format_str)

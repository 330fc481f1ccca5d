"""Reads a workbook's sheets: looks first, then lets calamine read the values, then says what they really are."""

import datetime as dt
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from tongnan_metrics.reader import archive, scan_ods, scan_xls, scan_xlsx
from tongnan_metrics.reader.formats import in_form
from tongnan_metrics.reader.kinds import PASSWORD, Kind
from tongnan_metrics.reader.limits import Limits
from tongnan_metrics.reader.marks import Marks, check_size
from tongnan_metrics.reader.unfit import Notice, UnfitError, damaged_book

EXACT_DIGITS = 15

Cell = str | float | bool | dt.date | dt.time | dt.timedelta
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a look at a workbook found: each sheet's marks by name, and what is left alone."""

    sheets: dict[str, Marks]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its rows, from the top of the sheet and from `first_column` on, and its marks."""

    name: str
    hidden: bool
    first_column: int
    rows: Iterable[list[str]]
    marks: Marks


def scan(path: Path, kind: Kind, limits: Limits, progress: Progress) -> Scanned:
    """Look at a workbook; `progress` gets bytes done and in all. `UnfitError` when reading it is not safe."""
    if kind is Kind.XLS:
        found = Scanned(scan_xls.scan(path), tuple(scan_xls.notices(path)))
    else:
        with archive.opened(path, limits) as parts:
            found = _scan_zip(parts, kind, limits, progress)
    for name, marks in found.sheets.items():
        check_size(name, marks, limits)
    return found


def _scan_zip(parts: zipfile.ZipFile, kind: Kind, limits: Limits, progress: Progress) -> Scanned:
    done, whole = 0, scan_xlsx.size(parts) if kind is Kind.XLSX else scan_ods.size(parts)

    def told(count: int) -> None:
        nonlocal done
        done += count
        progress(min(done, whole), whole)

    if kind is Kind.XLSX:
        return Scanned(scan_xlsx.scan(parts, told), tuple(scan_xlsx.notices(parts)))
    return Scanned(scan_ods.scan(parts, limits, told), tuple(scan_ods.notices(parts)))


def pages(path: Path, found: Scanned) -> Iterator[Page]:
    """The worksheets in order. A page's rows must be read before the next page is asked for."""
    try:
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            for meta in book.sheets_metadata:
                if meta.typ is SheetTypeEnum.WorkSheet:
                    yield _page(book.get_sheet_by_name(meta.name), meta, found)
    except PasswordError as error:
        raise UnfitError(PASSWORD) from error
    except CalamineError as error:
        raise damaged_book() from error


def _page(sheet: CalamineSheet, meta: SheetMetadata, found: Scanned) -> Page:
    marks = found.sheets.get(meta.name)
    if marks is None:
        raise damaged_book()  # what nobody looked at is not read
    start = sheet.start
    own = start[1] if start else marks.first_column
    first = min(own, marks.first_column) if marks.last_row >= 0 else own
    rows = _told(sheet, marks, first, before=own - first)
    return Page(meta.name, meta.visible is not SheetVisibleEnum.Visible, first if sheet.height else 0, rows, marks)


def _told(sheet: CalamineSheet, marks: Marks, first: int, *, before: int) -> Iterator[list[str]]:
    """Rows of text, with what the marks say in the place of what calamine read."""
    left = marks.in_order()
    mark = next(left, None)
    cells = sheet.iter_rows()
    for number in range(max(sheet.total_height, marks.last_row + 1)):
        values: list[Cell] = [*[""] * before, *next(cells, [])]
        texts = [text_of(value) for value in values]
        while mark is not None and mark[0] == number:
            _, column, form = mark
            missing = column - first + 1 - len(texts)
            values += [""] * missing
            texts += [""] * missing
            texts[column - first] = in_form(values[column - first], texts[column - first], form)
            mark = next(left, None)
        yield texts


def text_of(cell: Cell) -> str:
    """A cell as plain text: ISO dates, numbers with at most 15 significant digits."""
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

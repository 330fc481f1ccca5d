"""The sender's own workbook with what is wrong in it: cells coloured and commented, and a sheet that lists it all."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.workbook import Report, Sheet, UnreadableError, nobody, read
from tongnan_metrics.locale import Text, language, tr
from tongnan_metrics.reader import limits, process
from tongnan_metrics.reader.limits import SettingError
from tongnan_metrics.reader.process import GoneError
from tongnan_metrics.reader.unfit import UnfitError

LIST = Text("问题清单", "Problems")
# In the list's first cell: by it the importer knows the sheet when the workbook comes back.
TITLE = Text("问题清单：请在各表中改正后发回本文件", "Problems: put them right in the sheets and send this file back")
AUTHOR = "tongnan_metrics"
MARKING = "tongnan_metrics.ingest.marking"
COLOURS = {Level.ERROR: "FFC7CE", Level.WARNING: "FFEB9C"}
FILLS = {level: PatternFill("solid", start_color=colour, end_color=colour) for level, colour in COLOURS.items()}
WIDTHS = (8, 16, 10, 18, 18, 48, 48)
HEADER_ROW = 3
ZIP = b"PK\x03\x04"
# Beyond this a copy to be coloured takes more memory and patience than it is worth.
MOST_CELLS = 500_000
MOST_CHARACTERS = 32_767
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
LONGEST_SHEET_NAME = 31
PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,14})?")
LIVE = ("=", "+", "-", "@", "\t", "\r")
COMMENT_WIDTH, LINE_HEIGHT = 320, 36

Sheets = Mapping[str, Worksheet]


def marked(path: Path, problems: Iterable[Problem]) -> bytes:
    """An .xlsx to send back: the file at `path` with its `problems`, in the language in use.

    An .xlsx keeps all it holds but macros, charts and pictures; of other formats the cells are copied into a new one.
    A file that cannot be read, or is too large to be coloured, comes as the list alone. openpyxl knows no limits and
    sees parts that reading never opens, so it works in a confined child process.
    """
    told = tuple(problems)
    task = {"path": str(path.resolve()), "problems": [asdict(p) for p in told], "language": language()}
    with process.scratch() as folder:
        try:
            file: str = process.work(MARKING, task, folder, limits.chosen(), nobody)
            return (folder / file).read_bytes()
        except (UnfitError, GoneError, SettingError):
            return _saved(_empty(), {}, told)


def mark(path: Path, problems: Iterable[Problem]) -> bytes:
    """`marked`, in this process."""
    told = tuple(problems)
    book, sheets = _opened(path)
    for sheet in sheets.values():
        _clean(sheet)
    for name, sheet in sheets.items():
        _mark(sheet, [problem for problem in told if problem.sheet == name and problem.cell])
    return _saved(book, sheets, told)


def _saved(book: Workbook, sheets: Sheets, told: Sequence[Problem]) -> bytes:
    """The workbook's bytes, with the list of what is wrong in front."""
    _list(book, told, sheets)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def is_problem_list(sheet: Sheet) -> bool:
    """Whether a sheet only lists what was wrong when the workbook was here before."""
    return sheet.height > 0 and sheet.row(0)[0] in {TITLE.zh, TITLE.en}


def _opened(path: Path) -> tuple[Workbook, Sheets]:
    """A workbook to mark, and its sheets by the name problems know them by."""
    try:
        report = read(path)  # what this refuses is not for openpyxl, which knows no limits
    except UnreadableError:
        return _empty(), {}
    if sum(sheet.height * len(sheet.columns) for sheet in report.sheets) > MOST_CELLS:
        return _empty(), {}
    own = _own(path)
    return _copied(report) if own is None else (own, {sheet.title: sheet for sheet in own.worksheets})


def _own(path: Path) -> Workbook | None:
    """The workbook itself; None when it is no .xlsx, or none that can be written again."""
    with path.open("rb") as file:
        if file.read(len(ZIP)) != ZIP:
            return None
    try:
        book = load_workbook(BytesIO(path.read_bytes()))
    except Exception:  # the reader understood it: whatever this one stumbles over, a copy will do
        return None
    for sheet in book.worksheets:
        if sheet["A1"].value in {TITLE.zh, TITLE.en}:
            book.remove(sheet)
    return book


def _empty() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _copied(report: Report) -> tuple[Workbook, Sheets]:
    book = _empty()
    sheets: dict[str, Worksheet] = {}
    for sheet in report.sheets:
        if not is_problem_list(sheet):
            title = NOT_IN_SHEET_NAMES.sub("_", sheet.name)[:LONGEST_SHEET_NAME] or "1"
            copy = sheets[sheet.name] = book.create_sheet(title)
            copy.sheet_state = "hidden" if sheet.hidden else "visible"
            for column, texts in enumerate(sheet.columns, start=sheet.first_column + 1):
                for row, text in enumerate(texts.to_pylist(), start=1):
                    if text is not None:
                        _write(copy.cell(row, column), text)
    return book, sheets


def _write(cell: Any, text: str) -> None:
    """A number as a number, all else as text: what looks like a formula is none."""
    if PLAIN_NUMBER.fullmatch(text):
        cell.value = float(text) if "." in text else int(text)
    else:
        _say(cell, text)


def _say(cell: Any, text: str) -> None:
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:MOST_CHARACTERS]
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(LIVE)


def _clean(sheet: Worksheet) -> None:
    """Take off what an earlier check left."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.comment and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()


def _mark(sheet: Worksheet, problems: Sequence[Problem]) -> None:
    by_cell: dict[str, list[Problem]] = {}
    for problem in problems:
        by_cell.setdefault(_shown_in(sheet, problem.cell), []).append(problem)
    for address, own in by_cell.items():
        cell = sheet[address]
        cell.fill = FILLS[Level.ERROR if any(p.level is Level.ERROR for p in own) else Level.WARNING]
        said = [cell.comment.text] if cell.comment else []
        said += [f"{problem.level.word}: {problem.message}\n{problem.suggestion}" for problem in own]
        text = ILLEGAL_CHARACTERS_RE.sub("", "\n\n".join(said))
        cell.comment = Comment(text, AUTHOR, height=LINE_HEIGHT * (1 + 2 * len(said)), width=COMMENT_WIDTH)


def _shown_in(sheet: Worksheet, address: str) -> str:
    """The cell that shows what stands at an address: the first one where cells are merged."""
    merged = next((cells for cells in sheet.merged_cells.ranges if address in cells), None)
    return sheet.cell(merged.min_row, merged.min_col).coordinate if merged else address


def _list(book: Workbook, problems: Sequence[Problem], sheets: Sheets) -> None:
    sheet = book.create_sheet(str(LIST), 0)
    for other in book.worksheets:
        other.sheet_view.tabSelected = False
    book.active = 0
    counts = Counter(problem.level for problem in problems)
    _say(sheet["A1"], str(TITLE))
    _say(sheet["A2"], "  ".join(f"{level.word} {counts[level]}" for level in Level if counts[level]))
    sheet["A1"].font = Font(bold=True, size=14)
    header = (tr("level"), tr("sheet"), tr("cell"), tr("column"), tr("value"), tr("problem"), tr("what to do"))
    for column, (word, width) in enumerate(zip(header, WIDTHS, strict=True), start=1):
        cell = sheet.cell(HEADER_ROW, column, word)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color="DCE6F1", end_color="DCE6F1")
        sheet.column_dimensions[cell.column_letter].width = width
    for row, problem in enumerate(problems, start=HEADER_ROW + 1):
        _row(sheet, row, problem, sheets)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def _row(sheet: Worksheet, row: int, problem: Problem, sheets: Sheets) -> None:
    for column, text in enumerate(_words(problem), start=1):
        cell = sheet.cell(row, column)
        if text:
            _say(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(row, 1).fill = FILLS[problem.level]
    target = sheets.get(problem.sheet)
    if target is not None and problem.cell:
        place = sheet.cell(row, 3)
        quoted = target.title.replace("'", "''")
        place.hyperlink = Hyperlink(ref=place.coordinate, location=f"'{quoted}'!{problem.cell}")
        place.font = Font(color="0563C1", underline="single")


def _words(problem: Problem) -> Iterator[str]:
    place = problem.cell or ("" if problem.row is None else str(problem.row))
    yield from (problem.level.word, problem.sheet, place, problem.column, problem.value or "")
    yield from (problem.message, problem.suggestion)

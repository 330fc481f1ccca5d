"""What a sheet's cells are beyond their values: hidden, errors, never calculated, or shown in a telling format.

`calamine` reads values fast and sees none of this, so each format has a scan that does.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tongnan_metrics.reader.limits import Limits
from tongnan_metrics.reader.unfit import Notice, UnfitError

Runs = list[tuple[int, int]]

WIDTH = 14  # bits of a column's number: a spreadsheet has 2**14 columns
COLUMN = (1 << WIDTH) - 1
# What stands in a cell instead of a value. Spreadsheets write errors as #REF!; the first is our own.
UNCALCULATED = "#UNCALCULATED!"
ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#CALC!", "#SPILL!", "#BUSY!")
ERROR = "#ERROR!"
PERCENT = "%"

MACROS = Notice("The workbook holds macros; they are never run", "Save it as .xlsx if they are not needed.")
LINKS = Notice(
    "The workbook is linked to other files; links are not followed, the values saved with it are read",
    "Make sure that they were up to date when it was saved.",
)


@dataclass(slots=True)
class Marks:
    """One sheet's marks. Rows and columns count from 0; `last_row` and `last_column` are -1 in an empty sheet.

    `at` holds the places of marked cells, row and column in one number, and `forms` beside it what each is, as an index
    into `known`: an error, a percentage, or a number format that keeps zeros.
    """

    last_row: int = -1
    last_column: int = -1
    first_column: int = COLUMN
    hidden_rows: Runs = field(default_factory=list)
    hidden_columns: Runs = field(default_factory=list)
    at: "array[int]" = field(default_factory=lambda: array("q"))
    forms: "array[int]" = field(default_factory=lambda: array("H"))
    known: list[str] = field(default_factory=list)

    def fill(self, row: int, column: int) -> None:
        """Note that a cell holds something."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        self.first_column = min(self.first_column, column)

    def mark(self, row: int, column: int, form: str) -> None:
        """Note that a cell is not what its value says."""
        self.at.append(row << WIDTH | column)
        self.forms.append(self._number(form))

    def _number(self, form: str) -> int:
        if form not in self.known:
            self.known.append(form)
        return self.known.index(form)

    def hide_row(self, row: int) -> None:
        """Note a hidden row that holds something."""
        extend(self.hidden_rows, row, row)

    def in_order(self) -> Iterator[tuple[int, int, str]]:
        """Row, column and form of each marked cell, row by row."""
        at = self.at
        order: Iterable[int] = range(len(at))
        if any(at[i] > at[i + 1] for i in range(len(at) - 1)):
            order = sorted(order, key=at.__getitem__)
        return ((at[i] >> WIDTH, at[i] & COLUMN, self.known[self.forms[i]]) for i in order)


def extend(runs: Runs, first: int, last: int) -> None:
    """Add places to runs of them; one that follows the last run makes it longer."""
    if runs and runs[-1][1] >= first - 1:
        runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
    else:
        runs.append((first, last))


def error_text(written: str) -> str:
    """An error as spreadsheets write it, or one that says only that it is one."""
    return written if written in ERRORS else ERROR


def check_size(sheet: str, marks: Marks, limits: Limits) -> None:
    """Refuse a sheet of more rows, columns or cells in between than reading allows, before anything lays it out."""
    rows, columns = marks.last_row + 1, marks.last_column + 1
    if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
        raise UnfitError(
            "Sheet “{sheet}” reaches to cell {cell}: more than {rows} rows, {columns} columns or {cells} cells are "
            "not read. Delete what stands far from the table.",
            sheet=sheet,
            cell=f"{letters(columns)}{rows}",
            rows=limits.rows,
            columns=limits.columns,
            cells=limits.cells,
        )


def letters(number: int) -> str:
    """A column's letters; A is 1."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text

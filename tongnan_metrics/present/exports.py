"""What readers take away: CSV and Excel that say what was filtered, from which data, and what is synthetic.

A CSV stays one plain table: what it is about stands in its last columns and in the file's name, never in a comment
line that would break reading it. A workbook has a sheet of notes first, then a sheet a table.
"""

import csv as writer
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from unicodedata import east_asian_width

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tongnan_metrics.catalog.model import Indicator
from tongnan_metrics.locale import tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present.tables import Column, Form, Table, as_table
from tongnan_metrics.present.theme import LIGHT

BOM = "\ufeff"
# What begins a formula, in Chinese Excel also in full width.
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PLACES = Decimal("0.000001")
HEADER_ROW, MARGIN_ROWS = 2, 3
NARROWEST, WIDEST = 8, 46
SHEET_NAME_CHARACTERS = 31
A4 = 9
FONT = "Microsoft YaHei"


@dataclass(frozen=True, slots=True)
class About:
    """What every export says of itself.

    `selection` are the filters in words, `release` the data version. `origin` is the source kind of rows that do not
    say their own; `synthetic` whether the release holds synthetic rows. `definitions` are the indicators shown.
    """

    title: str
    selection: str
    release: str
    sources: tuple[str, ...] = ()
    synthetic: bool = False
    origin: str | None = None
    definitions: tuple[Indicator, ...] = ()

    @property
    def mark(self) -> str:
        """``演示数据`` when the release holds synthetic rows, else empty."""
        return tr("Demo data") if self.synthetic else ""


def file_name(about: About, suffix: str, *, table: str = "") -> str:
    """A file name that says what it is: title, table, selection, data version, 演示数据."""
    parts = [p for p in (about.title, table, about.selection.replace(f.DOT, "_"), about.release, about.mark) if p]
    return re.sub(r'[\\/:*?"<>|\s]+', "_", "_".join(parts)) + f".{suffix}"


def csv(table: Table | pd.DataFrame, about: About) -> bytes:
    """One table as CSV in UTF-8 with a byte order mark, numbers unrounded, dates ISO, safe to open in Excel.

    Its last columns say, in every row, the kind of source, the filters and the data version.
    """
    rows = table if isinstance(table, Table) else as_table(table)
    own = [c for c in rows.columns if c.key != "origin"]
    heads = [c.header for c in own] + [tr("Kind of data"), tr("Filters"), tr("Data version")]
    origins = _origins(rows, about)
    text = StringIO(newline="")
    out = writer.writer(text, lineterminator="\r\n")
    out.writerow([harmless(head) for head in heads])
    values = [rows.raw[c.key].tolist() for c in own]
    for *cells, origin in zip(*values, origins, strict=True):
        out.writerow([_cell(value) for value in (*cells, origin, about.selection, about.release)])
    return (BOM + text.getvalue()).encode()


def harmless(text: str) -> str:
    """A text no spreadsheet takes for a formula: an apostrophe before what would start one."""
    return f"'{text}" if text.startswith(LIVE) else text


def _origins(table: Table, about: About) -> list[str]:
    default = _origin_words(about.origin, about)
    if "origin" not in table.raw:
        return [default] * len(table.raw)
    return [_origin_words(value, about) if value else default for value in table.raw["origin"]]


def _origin_words(kind: str | None, about: About) -> str:
    known = kind in ("published", "reported", "synthetic", "mixed")
    said = f.source_word(str(kind)) if known else (kind or "")
    doubtful = about.synthetic and kind not in ("published", "reported")
    return f.DOT.join(part for part in (said, about.mark if doubtful else "") if part)


def _cell(value: object) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN
        return ""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(str(value)).quantize(PLACES).normalize():f}"
    return value.isoformat() if isinstance(value, date) else harmless(str(value))


def workbook(tables: Mapping[str, Table | pd.DataFrame], about: About) -> bytes:
    """A workbook: notes first, then a sheet a table by title; typed cells, no formulas, ready to print.

    Every sheet says the filters, the data version and 演示数据 above its header.
    """
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        styles = _Styles.of(book)
        taken: set[str] = set()
        _write_notes(book.add_worksheet(_sheet_name(tr("About"), taken)), list(tables), about, styles)
        for title, table in tables.items():
            rows = table if isinstance(table, Table) else as_table(table)
            _write_table(book.add_worksheet(_sheet_name(title, taken)), title, rows, about, styles)
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class _Styles:
    book: Workbook
    title: Format
    muted: Format
    head: Format
    head_right: Format
    text: Format
    quoted: Format
    wrapped: Format
    day: Format
    numbers: dict[int, Format]

    @classmethod
    def of(cls, book: Workbook) -> "_Styles":
        plain = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        head = {**plain, "bold": True, "bg_color": LIGHT.sidebar, "bottom": 1, "bottom_color": LIGHT.border}
        return cls(
            book=book,
            title=book.add_format({**plain, "bold": True, "font_size": 14}),
            muted=book.add_format({**plain, "font_color": LIGHT.muted}),
            head=book.add_format({**head, "text_wrap": True}),
            head_right=book.add_format({**head, "text_wrap": True, "align": "right"}),
            text=book.add_format(plain),
            quoted=book.add_format({**plain, "quote_prefix": True}),
            wrapped=book.add_format({**plain, "text_wrap": True, "valign": "top"}),
            day=book.add_format({**plain, "num_format": "yyyy-mm-dd", "align": "left"}),
            numbers={n: book.add_format({**plain, "num_format": "0." + "0" * n if n else "0"}) for n in range(7)},
        )


def _write_notes(sheet: Worksheet, titles: Sequence[str], about: About, styles: _Styles) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26, styles.wrapped)
    sheet.set_column(1, 1, 90, styles.wrapped)
    sheet.write_string(0, 0, about.title, styles.title)
    lines = [
        (tr("Filters"), about.selection),
        (tr("Data version"), about.release),
        *((tr("Kind of data"), tr("Demo data: it holds synthetic rows.")) for _ in range(about.synthetic)),
        *((tr("Source"), source) for source in about.sources),
        (tr("Sheets"), tr(", ").join(titles)),
    ]
    for row, (label, words) in enumerate([*lines, ("", ""), *_definitions(about)], start=1):
        sheet.write_string(row, 0, label, styles.muted)
        sheet.write_string(row, 1, words, styles.wrapped)
    _print_setup(sheet, about)


def _definitions(about: About) -> list[tuple[str, str]]:
    return [
        (f"{item.name} {item.unit}", f.DOT.join(str(t) for t in (item.definition, item.standard, item.caveat) if t))
        for item in dict.fromkeys(about.definitions)
    ]


def _write_table(sheet: Worksheet, title: str, table: Table, about: About, styles: _Styles) -> None:
    sheet.write_string(0, 0, title, styles.title)
    said = (about.selection, tr("data version {id}", id=about.release), about.mark)
    sheet.write_string(1, 0, f.DOT.join(part for part in said if part), styles.muted)
    for place, column in enumerate(table.columns):
        sheet.write_string(HEADER_ROW, place, column.header, styles.head_right if column.numeric else styles.head)
        values = table.raw[column.key].tolist()
        for row, value in enumerate(values, start=MARGIN_ROWS):
            _write_cell(sheet, row, place, _plain(value, column), column, styles)
        sheet.set_column(place, place, _width(column, values))
    if table.columns and len(table.raw):
        sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(table.raw), len(table.columns) - 1)
    sheet.freeze_panes(MARGIN_ROWS, 1)
    sheet.repeat_rows(0, HEADER_ROW)
    _print_setup(sheet, about)


def _plain(value: object, column: Column) -> object:
    """The cell's value: a source's kind in words, missing ones as None."""
    if value is None or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN differs from itself
        return None
    return f.source_word(str(value)) if column.key == "origin" and str(value).isascii() and value else value


def _write_cell(sheet: Worksheet, row: int, place: int, value: object, column: Column, styles: _Styles) -> None:
    if value is None:
        sheet.write_blank(row, place, None, styles.text)
    elif isinstance(value, bool):
        sheet.write_string(row, place, tr("yes") if value else tr("no"), styles.text)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, place, float(value), styles.numbers[column.decimals])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, styles.day)
    else:
        text = str(value)
        sheet.write_string(row, place, text, styles.quoted if text.startswith(LIVE) else styles.text)


def _width(column: Column, values: Sequence[object]) -> float:
    texts = [column.header, *("0" * 10 if column.form is not Form.TEXT else str(v or "") for v in values[:200])]
    widest = max(sum(2 if east_asian_width(c) in "WF" else 1 for c in text) for text in texts)
    return float(min(max(widest + 2, NARROWEST), WIDEST))


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel allows and no other sheet has: without its forbidden characters, at most 31 of them."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:SHEET_NAME_CHARACTERS] or "1"
    name, count = plain, 1
    while name.casefold() in taken:
        count += 1
        tail = f" {count}"
        name = plain[: SHEET_NAME_CHARACTERS - len(tail)] + tail
    taken.add(name.casefold())
    return name


def _print_setup(sheet: Worksheet, about: About) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    # An ampersand starts a code in a footer; two of them print one.
    said = f"{about.release} {about.mark}".replace("&", "&&")
    sheet.set_footer(f"&L{said}&R&P / &N")

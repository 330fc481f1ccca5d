"""The Excel template of a dataset, made from the catalogue: filled in, it is imported without a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Dataset, Field, Type
from tongnan_metrics.ingest.example import EXAMPLE, Value, example
from tongnan_metrics.ingest.sources import SOURCE, carries_source
from tongnan_metrics.ingest.values import FROM_CATALOGUE
from tongnan_metrics.ingest.workbook import Sheet
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.releases import Release

Lists = Mapping[str, Sequence[str]]

# Registers short enough to choose from.
LISTED = ("towns", "sectors", "trades", "districts")
LISTS = Text("选项", "Lists")
LISTS_TITLE = Text("下拉列表的选项，请勿修改", "What the drop-downs offer; please leave it as it is")
NUMBER = Text("序号", "No.")
HEADER_ROW, EXAMPLE_ROW, LAST_ROW = 2, 3, 1_048_575
FIRST_DAY = date(1949, 10, 1)
LARGEST = 10**15
A4 = 9
FONT = "Microsoft YaHei"
MADE = datetime(2022, 1, 1, tzinfo=UTC)  # the same template has the same bytes whenever it is made
WIDTHS = {Type.TEXT: 26, Type.DATE: 13, Type.TIME: 18, Type.MONEY: 15, Type.CODE: 16}
FORMATS = {
    Type.DATE: "yyyy-mm-dd",
    Type.TIME: "yyyy-mm-dd hh:mm",
    Type.MONEY: "#,##0.00",
    Type.NUMBER: "General",
    Type.COUNT: "0",
}
TEXT = "@"  # what is typed stays as it is typed: 2022.10 and 18-digit numbers too


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of a template: its field, what its drop-down offers, and whether it may stay empty."""

    field: Field
    offers: tuple[str, ...]
    optional: bool


def template(dataset: Dataset, *, lists: Lists) -> bytes:
    """An .xlsx to fill in with rows of a dataset, in the language in use.

    `lists` are the names to choose from by register, as `lists_of` gives them; a register left out is typed by hand.
    The row below the header is an example: the importer leaves it out, and says so when it was written over.
    """
    slots = _slots(dataset, lists)
    target = BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": str(dataset.name), "created": MADE})
        sheet = book.add_worksheet(str(dataset.name))
        ranges = _write_lists(book, slots)
        _write_head(book, sheet, dataset, slots)
        for column, slot in enumerate(slots, start=1):
            _write_column(book, sheet, column, slot)
            sheet.data_validation(EXAMPLE_ROW, column, LAST_ROW, column, _rule(slot, ranges.get(slot.offers)))
        _set_up(sheet, dataset)
    return target.getvalue()


def lists_of(release: Release) -> dict[str, tuple[str, ...]]:
    """The names templates offer, from a release's registers, in the language in use."""
    name = str(Text("name_zh", "name_en"))
    return {key: tuple(release.table(key)[name].to_pylist()) for key in LISTED}


def is_lists(sheet: Sheet) -> bool:
    """Whether a sheet only holds what a template's drop-downs offer."""
    return sheet.height > 0 and sheet.row(0)[0] in {LISTS_TITLE.zh, LISTS_TITLE.en}


def _slots(dataset: Dataset, lists: Lists) -> tuple[Slot, ...]:
    fields = [f for f in dataset.fields if f.key != SOURCE or not carries_source(dataset)]
    return tuple(Slot(f, _offers(f, lists), f.key in dataset.optional) for f in fields)


def _offers(field: Field, lists: Lists) -> tuple[str, ...]:
    if field.references and field.references in lists:
        return tuple(lists[field.references])
    if field.key in FROM_CATALOGUE:
        return tuple(str(item.name) for item in INDICATORS.values())
    if field.type is Type.FLAG:
        return tr("yes"), tr("no")
    return tuple(str(choice.name) for choice in field.choices)


def _write_lists(book: Workbook, slots: Sequence[Slot]) -> dict[tuple[str, ...], str]:
    """Write every list once, on a hidden sheet; where each stands."""
    sheet = book.add_worksheet(str(LISTS))
    sheet.write_string(0, 0, str(LISTS_TITLE))
    sheet.hide()
    ranges: dict[tuple[str, ...], str] = {}
    for offers in dict.fromkeys(slot.offers for slot in slots if slot.offers):
        column = len(ranges)
        sheet.write_column(1, column, offers)
        ranges[offers] = f"='{LISTS}'!{xl_range_abs(1, column, len(offers), column)}"
    return ranges


def _write_head(book: Workbook, sheet: Worksheet, dataset: Dataset, slots: Sequence[Slot]) -> None:
    muted = _style(book, font_color="#6B7280")
    sheet.write_string(0, 0, str(dataset.name), _style(book, bold=True, font_size=14))
    sheet.write_string(1, 0, tr("Reported by:"), muted)
    units = dict.fromkeys(str(slot.field.unit) for slot in slots if slot.field.unit)
    if units:
        sheet.write_string(1, len(slots), tr("Unit: {units}", units="、".join(units)), _aligned(book, "right"))
    sheet.write_string(HEADER_ROW, 0, str(NUMBER), _head(book, required=False))
    sheet.write_string(EXAMPLE_ROW, 0, str(EXAMPLE), muted)
    sheet.set_column(0, 0, 8, _style(book))


def _write_column(book: Workbook, sheet: Worksheet, column: int, slot: Slot) -> None:
    field = slot.field
    style = {"num_format": FORMATS.get(field.type, TEXT)}
    sheet.set_column(column, column, max(WIDTHS.get(field.type, 12), 2 * len(field.name.zh) + 4), _style(book, **style))
    sheet.write_string(HEADER_ROW, column, str(field.name), _head(book, required=not slot.optional))
    sheet.write_comment(HEADER_ROW, column, note(slot), {"x_scale": 2, "y_scale": 1.2, "font_size": 9})
    shown = slot.offers[0] if slot.offers else example(field)
    _write(sheet, column, shown, _style(book, italic=True, font_color="#6B7280", **style))


def _write(sheet: Worksheet, column: int, value: Value, style: Format) -> None:
    if isinstance(value, str):
        sheet.write_string(EXAMPLE_ROW, column, value, style)
    elif isinstance(value, date):
        sheet.write_datetime(EXAMPLE_ROW, column, value, style)
    else:
        sheet.write_number(EXAMPLE_ROW, column, value, style)


def note(slot: Slot) -> str:
    """What the header's note says: the definition, the unit, whether the cell may stay empty, how to write it."""
    lines = [
        str(slot.field.definition),
        tr("Unit: {units}", units=slot.field.unit) if slot.field.unit else "",
        tr("May stay empty.") if slot.optional else tr("Must be filled in."),
        how(slot.field),
    ]
    return "\n".join(line for line in lines if line)


def how(field: Field) -> str:
    """How a value of the field is written; empty when any text will do."""
    if field.choices:
        return tr("Choose one of: {names}.", names="、".join(str(choice.name) for choice in field.choices))
    if field.references:
        return tr("As in {register}: the code, or the name in full.", register=REPORTED[field.references].name)
    said = {
        Type.PERIOD: tr("Write 2022-02 for January and February together, 2022-03 for January to March."),
        Type.NUMBER: tr("Write 16.5 for 16.5%, not 0.165.") if field.unit else "",
        Type.DATE: tr("Write year, month and day, as 2022-02-09."),
        Type.TIME: tr("Write day and time, as 2022-04-12 09:30."),
    }
    return said.get(field.type, "")


def _rule(slot: Slot, offered: str | None) -> dict[str, Any]:
    """The rule spreadsheets check typing by."""
    said = {"input_title": str(slot.field.name)[:32], "input_message": note(slot)[:255], "ignore_blank": True}
    if offered:
        wrong = tr("Choose from the list.")
        return {**said, "validate": "list", "source": offered, "error_message": wrong}
    if slot.field.type in {Type.DATE, Type.TIME}:
        return {**said, "validate": "date", "criteria": ">=", "value": FIRST_DAY, "error_message": how(slot.field)}
    if slot.field.type not in {Type.MONEY, Type.NUMBER, Type.COUNT}:
        return {**said, "validate": "any"}
    kind = "integer" if slot.field.type is Type.COUNT else "decimal"
    return {**said, "validate": kind, "criteria": "between", **_bounds(slot.field)}


def _bounds(field: Field) -> dict[str, Any]:
    low = -LARGEST if field.minimum is None else int(field.minimum)
    high = LARGEST if field.maximum is None else int(field.maximum)
    return {"minimum": low, "maximum": high, "error_message": tr("Write digits only, such as 1234.5.")}


def _style(book: Workbook, **more: Any) -> Format:
    return book.add_format({"font_name": FONT, "font_size": 10, "valign": "vcenter", **more})


def _aligned(book: Workbook, side: str) -> Format:
    return _style(book, align=side, font_color="#6B7280")


def _head(book: Workbook, *, required: bool) -> Format:
    return _style(book, bold=required, bg_color="#DCE6F1" if required else "#F3F4F6", border=1, text_wrap=True)


def _set_up(sheet: Worksheet, dataset: Dataset) -> None:
    """Freeze the header and the key, and print it on every page."""
    sheet.freeze_panes(EXAMPLE_ROW, 1 + min(len(dataset.primary_key), 2))
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEADER_ROW)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&L&A&R&P / &N")

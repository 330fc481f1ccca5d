"""The demo's report workbooks: which office sends which, and how they are cut into files and sheets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter import Workbook

from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.model import Dataset, Type
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.demo import sheets
from tongnan_metrics.demo.sheets import Names, Sheet

Tables = Mapping[str, pa.Table]

# Workbooks carry when they were made: a fixed time makes the same tables the same bytes.
_CREATED = datetime(2022, 1, 4)  # noqa: DTZ001 - times in a workbook have no zone
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"},
    "office": {"align": "left"},
    "unit": {"align": "right"},
    "header": {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
    "plain": {"border": 1},
    "date": {"border": 1, "num_format": "yyyy-mm-dd"},
    "time": {"border": 1, "num_format": "yyyy-mm-dd hh:mm"},
    "money": {"border": 1, "num_format": "#,##0.00"},
    "total": {"border": 1, "bold": True, "num_format": "#,##0.##"},
}
_NAMED = {"towns": "name_zh", "sectors": "name_zh", "trades": "name_zh", "districts": "name_zh"}
_REGISTERED = {"enterprises": "name", "projects": "name"}


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: who sends it, its name and datasets; `yearly` is a file a year, `by_period` also a sheet a period.

    The title of a book that is `made_up` says so.
    """

    office: str
    title: str
    datasets: tuple[str, ...]
    yearly: bool = False
    by_period: bool = False
    made_up: bool = True


BOOKS = (
    Book("区政府办", "基础名录", ("towns", "sectors", "trades", "districts", "sources")),
    Book("区统计局", "企业名录", ("enterprises",)),
    Book("区统计局", "规上工业生产", ("output",), yearly=True, by_period=True),
    Book("区统计局", "项目进度", ("project_progress",), yearly=True, by_period=True),
    Book("区经济信息委", "项目库与阶段台账", ("projects", "project_events", "start_steps", "blockers")),
    Book("区招商投资局", "招商线索台账", ("leads",)),
    Book("区应急局", "安全生产台账", ("inspections", "hazards", "accidents"), yearly=True),
    Book("高新区管委会", "企业服务台账", ("visits", "enterprise_issues")),
    Book("区政府督查室", "督办办理台账", ("actions",)),
    Book("区人力社保局", "招聘会台账", ("job_fairs",)),
    Book("区政府办", "公布数据", ("published",), made_up=False),
    Book("区政府办", "考核目标与综合指数", ("targets", "duties", "lights", "index_method", "index_inputs", "settings")),
)


def write_reports(folder: Path, tables: Tables, *, registers: Tables) -> list[Path]:
    """Write `tables` as workbooks into `folder`, in the order they are to be read; datasets without rows are left out.

    `registers` has the tables whose names stand for codes: towns, sectors, trades, districts, enterprises, projects.
    """
    names = _names(registers)
    files = [file for book in BOOKS for file in _files(book, tables)]
    return [_write(folder / name, pages, names) for name, pages in files]


def _names(registers: Tables) -> Names:
    named = {**_NAMED, **_REGISTERED}
    return {
        key: dict(
            zip(
                registers[key][REPORTED[key].primary_key[0]].to_pylist(),
                registers[key][column].to_pylist(),
                strict=True,
            )
        )
        for key, column in named.items()
    }


def _write(path: Path, pages: list[Sheet], names: Names) -> Path:
    with Workbook(str(path), _OPTIONS) as workbook:
        workbook.set_properties({"title": path.stem, "author": pages[0].office, "created": _CREATED})
        formats = {key: workbook.add_format(look) for key, look in _FORMATS.items()}
        for page in pages:
            sheets.write(workbook, formats, page, names)
    return path


def _files(book: Book, tables: Tables) -> Iterator[tuple[str, list[Sheet]]]:
    """The files of a book and their sheets."""
    rows = {key: tables[key] for key in book.datasets if key in tables and tables[key].num_rows}
    if not book.yearly:
        if rows:
            yield f"{book.office}_{book.title}.xlsx", _sheets(book, rows, "")
        return
    cut = {key: _by_year(REPORTED[key], table) for key, table in rows.items()}
    for year in sorted({year for years in cut.values() for year in years}):
        of_year = {key: years[year] for key, years in cut.items() if year in years}
        yield f"{book.office}_{book.title}_{year}年.xlsx", _sheets(book, of_year, f"{year}年")


def _sheets(book: Book, rows: Tables, year: str) -> list[Sheet]:
    if book.by_period:
        return [sheet for key, table in rows.items() for sheet in _by_period(book, REPORTED[key], table)]
    return [
        Sheet(REPORTED[key].name.zh, _title(book, f"{year}{REPORTED[key].name.zh}"), book.office, REPORTED[key], table)
        for key, table in rows.items()
    ]


def _title(book: Book, subject: str) -> str:
    return f"潼南区{subject}{'（演示）' if book.made_up else ''}"


def _by_period(book: Book, dataset: Dataset, table: pa.Table) -> Iterator[Sheet]:
    for text in pc.unique(table["period"]).to_pylist():
        period = Period.parse(text)
        title = _title(book, f"{period.label()}{dataset.name.zh}情况")
        of_period = table.filter(pc.equal(table["period"], text))
        yield Sheet(f"{dataset.name.zh}{period.label()}", title, book.office, dataset, of_period, period)


def _by_year(dataset: Dataset, table: pa.Table) -> dict[int, pa.Table]:
    """The rows of each year, by period or by the first day every row has."""
    days = [f.key for f in dataset.fields if f.type is Type.DATE and f.key not in dataset.optional]
    if dataset.has("period"):
        years = pc.cast(pc.utf8_slice_codeunits(table["period"], 0, 4), pa.int64())
    else:
        years = pc.year(table[days[0]])
    return {int(year): table.filter(pc.equal(years, year)) for year in pc.unique(years).to_pylist()}

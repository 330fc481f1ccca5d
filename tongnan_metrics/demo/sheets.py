"""One sheet of a report: title, reporting office and unit, Chinese header, names instead of codes, a total below."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Dataset, Field, Type
from tongnan_metrics.catalog.periods import Period

Names = Mapping[str, Mapping[str, str]]
Value = Any

_HEADER = 2  # the header stands below the title and the office's line
_ADDITIVE = frozenset({"output", "projects", "project_progress", "inspections", "accidents", "job_fairs"})
_BESIDE = {"enterprises": "企业名称", "projects": "项目名称"}
_WIDTH = {Type.DATE: 12, Type.TIME: 18, Type.MONEY: 15, Type.TEXT: 24, Type.CODE: 14}
_FORMAT = {Type.DATE: "date", Type.TIME: "time", Type.MONEY: "money"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet holds, who sends it and under which title; `period` when all its rows are of one."""

    name: str
    title: str
    office: str
    dataset: Dataset
    rows: pa.Table
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class _Column:
    header: str
    type: Type
    values: list[Value]
    unit: str = ""
    total: Value = None


def write(workbook: Workbook, formats: Mapping[str, Any], sheet: Sheet, names: Names) -> None:
    """Add the sheet to the workbook; `names` gives the name of each code by register."""
    page: Worksheet = workbook.add_worksheet(sheet.name)
    columns = list(_columns(sheet, names))
    last = len(columns) - 1
    page.merge_range(0, 0, 0, last, sheet.title, formats["title"])
    page.write(1, 0, f"填报单位：{sheet.office}", formats["office"])
    if units := list(dict.fromkeys(c.unit for c in columns if c.unit)):
        page.write(1, last, f"单位：{'、'.join(units)}", formats["unit"])
    for i, column in enumerate(columns):
        style = formats[_FORMAT.get(column.type, "plain")]
        page.set_column(i, i, _WIDTH.get(column.type, 12))
        page.write(_HEADER, i, column.header, formats["header"])
        page.write_column(_HEADER + 1, i, column.values, style)
        if sheet.dataset.key in _ADDITIVE:
            page.write(_HEADER + 1 + sheet.rows.num_rows, i, column.total if i else "合计", formats["total"])
    page.freeze_panes(_HEADER + 1, 0)


def _columns(sheet: Sheet, names: Names) -> Iterator[_Column]:
    for field in sheet.dataset.fields:
        if field.type is Type.PERIOD and sheet.period:
            continue
        values = sheet.rows[field.key]
        yield _column(field, values, names)
        if field.references in _BESIDE:
            said = names[field.references]
            yield _Column(_BESIDE[field.references], Type.TEXT, [said.get(code) for code in values.to_pylist()])


def _column(field: Field, values: Any, names: Names) -> _Column:
    told = _words(field, names)
    total = pc.sum(values).as_py() if field.type in {Type.MONEY, Type.COUNT} else None
    written = [None if value is None else told(value) for value in values.to_pylist()]
    return _Column(field.name.zh, field.type, written, field.unit.name.zh if field.unit else "", total)


def _words(field: Field, names: Names) -> Callable[[Value], Value]:
    """How an office writes a stored value of the field."""
    if field.references and field.references in names and field.references not in _BESIDE:
        return dict(names[field.references]).__getitem__
    if field.key in {"indicator", "component"}:
        return lambda key: INDICATORS[key].name.zh
    if field.choices:
        return lambda key: field.choice(key).name.zh
    if field.type is Type.FLAG:
        return lambda flag: "是" if flag else "否"
    if field.type is Type.PERIOD:
        return lambda period: Period.parse(period).label()
    return lambda value: value

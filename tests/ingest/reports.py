"""Small reports as offices write them, and a small district for them to be about."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa

from tongnan_metrics import ingest, releases
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.ingest import Checked, Problem

Rows = Sequence[Sequence[Any]]

OUTPUT_HEADER: list[Any] = ["报告期", "企业编号", "产值", "营业收入", "利润总额", "用电量"]
OUTPUT_ROWS: list[list[Any]] = [
    ["2022年1—2月", "E1", 100, 90, -5, 12.5],
    ["2022年1—2月", "E2", "1,200.50", 1000, 80.25, 30],
]
VISITS_HEADER: list[Any] = ["走访编号", "走访日期", "企业编号", "联络人"]


def workbook(path: Path, sheets: Mapping[str, Rows], *, hidden: Sequence[str] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    book.save(path)
    return path


def output_sheet(
    *rows: Sequence[Any], title: str = "规上工业企业生产情况", unit: str = "单位：万元、万千瓦时"
) -> list[Any]:
    return [[title], [unit], OUTPUT_HEADER, *(rows or OUTPUT_ROWS)]


def district() -> dict[str, pa.Table]:
    """Three towns, two sectors, three enterprises."""
    rows: dict[str, list[dict[str, Any]]] = {
        "towns": [
            {"town": code, "name_zh": zh, "name_en": en, "town_kind": "town", "tile_col": i, "tile_row": 0}
            for i, (code, zh, en) in enumerate(
                [("500152101", "上和镇", "Shanghe"), ("500152106", "玉溪镇", "Yuxi"), ("500152104", "古溪镇", "Guxi")]
            )
        ],
        "sectors": [
            {"sector": "equipment", "name_zh": "装备制造", "name_en": "Equipment", "status": "verified"},
            {"sector": "other", "name_zh": "其他", "name_en": "Other", "status": "assumed"},
        ],
        "sources": [{"source": "S1", "title": "名录", "issuer": "统计局", "source_kind": "reported"}],
        "enterprises": [
            {
                "enterprise": f"E{i}",
                "name": name,
                "town": "500152101",
                "sector": "equipment",
                "tier": "above_scale",
                "park": False,
                "source": "S1",
            }
            for i, name in enumerate(["甲厂", "乙厂", "丙厂", "丙厂"], start=1)
        ],
    }
    return {key: pa.Table.from_pylist(own, schema=REPORTED[key].schema) for key, own in rows.items()}


def start(root: Path) -> releases.Release:
    return releases.publish(root, district(), author="tester")


def check(folder: Path, sheets: Mapping[str, Rows], *, hidden: Sequence[str] = ()) -> Checked:
    """What a workbook of these sheets would do to the small district."""
    base = start(folder / "data")
    return ingest.check([workbook(folder / "报表.xlsx", sheets, hidden=hidden)], base=base)


def told(problems: Sequence[Problem]) -> list[tuple[str, str, int | None, str]]:
    """Problems in short: level, sheet, row and column."""
    return [(p.level.value, p.sheet, p.row, p.column) for p in problems]

"""Exports, read back: what was filtered, from which data, no live formulas, typed cells, 演示数据 on every sheet."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tongnan_metrics.catalog.indicators import indicator
from tongnan_metrics.locale import Text, speaking
from tongnan_metrics.present import exports
from tongnan_metrics.present.exports import About, harmless
from tongnan_metrics.present.tables import Column, Form, Table, table

ABOUT = About(
    title="投资",
    selection="2022年1—2月累计 · 全区 · 全部产业",
    release="0004-abcd1234",
    sources=("潼南区2022年第一季度公开报道",),
    synthetic=True,
    origin="reported",
    definitions=(indicator("industrial_investment"),),
)
HOSTILE = ("=1+1", "+cmd", "-2", "@SUM(A1)", "\ttab", "\rreturn", "\n=1", "＝1+1", "＋1", "－1", "＠A1")


def made(names: tuple[str, ...] = ("上和镇", "桂林街道")) -> Table:
    rows = len(names)
    frame = pd.DataFrame(
        {
            "name": names,
            "value": [-1.23456789, *[None] * (rows - 1)],
            "planned_finish": pd.to_datetime(pd.Series(["2022-08-31", *[None] * (rows - 1)])),
            "tech_upgrade": [True] * rows,
            "origin": ["published", *["mixed"] * (rows - 1)],
        }
    )
    value = Column("value", Text("投资", "Investment"), Form.NUMBER, indicator("industrial_investment").unit, 2)
    return table(frame, ["name", value, "planned_finish", "tech_upgrade", "origin"])


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def read_book(tables: dict[str, Table | pd.DataFrame], about: About = ABOUT) -> Workbook:
    return openpyxl.load_workbook(BytesIO(exports.workbook(tables, about)))


def sheet(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def test_csv_is_one_plain_table_that_says_what_it_is() -> None:
    head, first, second = read_csv(exports.csv(made(), ABOUT))
    assert head == ["名称", "投资 亿元", "计划竣工", "技改项目", "数据性质", "筛选", "数据版本"]
    assert first == ["上和镇", "-1.234568", "2022-08-31", "是", "公布", ABOUT.selection, "0004-abcd1234"]
    assert second[1:3] == ["", ""]
    assert second[4] == "混合 · 演示数据"


def test_csv_rows_without_a_kind_take_the_exports_own() -> None:
    plain = pd.DataFrame({"镇街": ["上和"], "亿元": [1.50], "个": [3]})
    _, row = read_csv(exports.csv(plain, ABOUT))
    assert row[:4] == ["上和", "1.5", "3", "报送"]


def test_csv_of_sums_over_many_kinds_is_marked_as_demo() -> None:
    mixed = About("投资", "全区", "0004", synthetic=True)
    _, row = read_csv(exports.csv(pd.DataFrame({"a": [1]}), mixed))
    assert row[1] == "演示数据"


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_never_carries_a_formula(text: str) -> None:
    rows = read_csv(exports.csv(made((text, "x")), ABOUT))
    assert rows[1][0] == f"'{text}"


@pytest.mark.parametrize("text", ["上和镇", "−0.3", "a=b", "1-2月", ""])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_csv_numbers_below_zero_stay_numbers() -> None:
    assert read_csv(exports.csv(made(), ABOUT))[1][1] == "-1.234568"


def test_large_numbers_are_not_in_scientific_notation() -> None:
    rows = read_csv(exports.csv(pd.DataFrame({"a": [1_182_570_000.0, 0.00001]}), ABOUT))
    assert [rows[1][0], rows[2][0]] == ["1182570000", "0.00001"]


def test_workbook_has_notes_then_a_sheet_a_table() -> None:
    book = read_book({"镇街工业投资": made(), "分产业": made()})
    assert book.sheetnames == ["说明", "镇街工业投资", "分产业"]
    words = [str(cell.value) for row in sheet(book, "说明").iter_rows() for cell in row if cell.value]
    assert ABOUT.selection in words
    assert "0004-abcd1234" in words
    assert "潼南区2022年第一季度公开报道" in words
    assert any("演示数据" in word for word in words)
    assert any("自年初累计" in word for word in words)


def test_every_sheet_says_filters_version_and_demo_above_its_header() -> None:
    page = sheet(read_book({"甲": made()}), "甲")
    assert page["A1"].value == "甲"
    assert page["A2"].value == f"{ABOUT.selection} · 数据版本 0004-abcd1234 · 演示数据"
    assert [cell.value for cell in page[3]] == ["名称", "投资 亿元", "计划竣工", "技改项目", "数据性质"]
    assert page.freeze_panes == "B4"
    assert page.auto_filter.ref == "A3:E5"
    assert page.print_title_rows == "$1:$3"
    footer = page.oddFooter
    assert footer is not None
    assert "演示数据" in str(footer.left)


def test_workbook_cells_are_typed_and_unrounded() -> None:
    page = sheet(read_book({"甲": made()}), "甲")
    assert page["B4"].value == -1.23456789
    assert page["B4"].number_format == "0.00"
    assert page["B5"].value is None
    when = page["C4"].value
    assert isinstance(when, datetime)
    assert when.date() == date(2022, 8, 31)
    assert [page["E4"].value, page["E5"].value] == ["公布", "混合"]


def test_workbook_without_synthetic_rows_has_no_mark() -> None:
    real = About("投资", "全区", "0001")
    page = sheet(read_book({"甲": made()}, real), "甲")
    assert page["A2"].value == "全区 · 数据版本 0001"


@pytest.mark.parametrize("text", HOSTILE)
def test_workbook_texts_are_never_formulas(text: str) -> None:
    cell = sheet(read_book({"甲": made((text, "x"))}), "甲")["A4"]
    assert cell.data_type == "s"
    assert str(cell.value).endswith(text[1:])
    assert cell.quotePrefix


def test_sheet_names_are_allowed_and_distinct() -> None:
    long = "镇街/产业[工业]投资:" + "很长" * 20
    names = read_book({long: made(), long + "二": made(), "说明": made()}).sheetnames
    assert len({name.casefold() for name in names}) == 4
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_empty_table_is_a_sheet_with_a_header() -> None:
    page = sheet(read_book({"空": made().__class__(made().columns, made().frame[:0], made().raw[:0])}), "空")
    assert page["A3"].value == "名称"
    assert page.max_row == 3


def test_same_input_same_rows_in_english() -> None:
    with speaking("en"):
        book = read_book({"Towns": made()})
        assert book.sheetnames == ["About", "Towns"]
        assert sheet(book, "Towns")["B3"].value == "Investment (100m yuan)"


def test_file_names_say_what_is_inside() -> None:
    name = exports.file_name(ABOUT, "csv", table="分产业")
    assert name == "投资_分产业_2022年1—2月累计_全区_全部产业_0004-abcd1234_演示数据.csv"
    assert not set('\\/:*?"<>| ') & set(exports.file_name(About('a/b:"c"', "x y", "1"), "xlsx"))

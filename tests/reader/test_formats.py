"""What cells are beyond their values, in every format: errors, formulas, percentages, zeros, hidden rows."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
import xlwt
from odf.table import TableCell, TableColumn

from tests.reader.files import cells, number_cell, ods, raw_xlsx, text_cell, xls
from tongnan_metrics.ingest.workbook import Report, Sheet, UnreadableError, read
from tongnan_metrics.reader.formats import form_of, in_form
from tongnan_metrics.reader.marks import letters

DAY = dt.date(2022, 2, 9)


def sheet_of(report: Report) -> Sheet:
    (sheet,) = report.sheets
    return sheet


def formatted(path: Path, cells_: dict[str, tuple[Any, str]]) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for place, (value, code) in cells_.items():
        page[place] = value
        page[place].number_format = code
    book.save(path)
    return path


def test_number_formats_that_say_something(tmp_path: Path) -> None:
    path = formatted(
        tmp_path / "a.xlsx",
        {
            "A1": (0.165, "0.0%"),
            "B1": (0.165, "0.00%;[Red]-0.00%"),
            "C1": (2022.1, "0.00"),
            "D1": (7, "000000"),
            "E1": (2022, "0.00"),
            "F1": (1234.5, "#,##0.00"),
            "G1": (0.1 + 0.2, "0%"),
            "H1": (16.5, '0.0"%"'),
            "I1": ("0.165", "0.0%"),
            "J1": (-0.05, "0%"),
        },
    )
    row = sheet_of(read(path)).row(0)
    assert row == ("16.5%", "16.5%", "2022.10", "000007", "2022", "1234.5", "30%", "16.5", "0.165", "-5%")


@pytest.mark.parametrize(
    ("code", "form"),
    [("0%", "%"), ("General", None), ("0.00_ ", "0.00"), (r"0\%", None), ("yyyy-mm-dd", None), ("[Red]0%", "%")],
)
def test_formats_are_read_without_what_they_only_show(code: str, form: str | None) -> None:
    assert form_of(code) == form


def test_only_numbers_take_a_form() -> None:
    assert in_form(True, "TRUE", "%") == "TRUE"
    assert in_form("x", "x", "0.00") == "x"
    assert in_form("", "", "#REF!") == "#REF!"
    assert in_form(1e20, "1e+20", "%") == "10000000000000000000000%"
    assert in_form(1e20, "1e+20", "000000") == "1e+20"


def test_errors_and_formulas_without_values_stand_in_their_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["a", "=A1+1", "#DIV/0!", 1])
    page["F7"] = "=SUM(D:D)"
    page["C1"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    sheet = sheet_of(read(tmp_path / "a.xlsx"))
    assert sheet.row(0) == ("a", "#UNCALCULATED!", "#DIV/0!", "1", None, None)
    assert (sheet.height, sheet.row(6)[5]) == (7, "#UNCALCULATED!")


def test_a_formula_left_of_the_values_is_not_lost(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="C1"><v>1</v></c></row><row r="2"><c r="A2"><f>1</f></c></row>'
    sheet = sheet_of(read(raw_xlsx(tmp_path / "a.xlsx", rows)))
    assert sheet.first_column == 0
    assert cells(sheet) == [(None, None, "1"), ("#UNCALCULATED!", None, None)]


def test_cells_without_addresses_are_counted(tmp_path: Path) -> None:
    rows = '<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row><row ht="0"><c/><c><f>1</f></c></row>'
    sheet = sheet_of(read(raw_xlsx(tmp_path / "a.xlsx", rows)))
    assert cells(sheet) == [("1", "#REF!"), (None, "#UNCALCULATED!")]
    assert sheet.hidden_rows == ((1, 1),)


def test_a_formula_that_gives_an_empty_text_is_empty(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>IF(1,"")</f><v></v></c></row>'
    assert cells(sheet_of(read(raw_xlsx(tmp_path / "a.xlsx", rows)))) == [("1", None)]


def test_zeros_that_nobody_calculated(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [0, "x"])
        page.write_formula(0, 2, "=1+1")
        page.write_formula(0, 3, "=1+1", None, 2)
    assert sheet_of(read(tmp_path / "a.xlsx")).row(0) == ("0", "x", "#UNCALCULATED!", "2")


def test_zeros_of_a_calculated_workbook_are_zeros(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><f>1-1</f><v>0</v></c></row>')
    assert cells(sheet_of(read(path))) == [("0",)]


def test_hidden_rows_and_columns_that_hold_something(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for i in range(8):
        page.append([i, i, i])
    for row in (2, 3, 6, 20):
        page.row_dimensions[row].hidden = True
    page.column_dimensions["B"].hidden = True
    page.column_dimensions["F"].hidden = True
    book.save(tmp_path / "a.xlsx")
    sheet = sheet_of(read(tmp_path / "a.xlsx"))
    assert sheet.hidden_rows == ((1, 2), (5, 5))
    assert sheet.hidden_columns == ((1, 1),)
    assert sheet.height == 8


def test_open_document_sheets(tmp_path: Path) -> None:
    rows = [
        [text_cell("名称"), text_cell("数"), number_cell(0.165, "percentage")],
        [TableCell(formula="of:=1+1"), text_cell("甲", numbercolumnsrepeated=2)],
    ]
    path = ods(tmp_path / "a.ods", rows, columns=[TableColumn(), TableColumn(visibility="collapse")])
    sheet = sheet_of(read(path))
    assert cells(sheet) == [("名称", "数", "16.5%"), ("#UNCALCULATED!", "甲", "甲")]
    assert sheet.hidden_columns == ((1, 1),)


def test_open_document_sheets_as_pandas_writes_them(tmp_path: Path) -> None:
    frame = pd.DataFrame({"名称": ["甲", "乙"], "数": [1.5, None], "日期": [DAY, DAY]})
    frame.to_excel(tmp_path / "a.ods", index=False, sheet_name="表")  # by its name, with odfpy
    assert cells(sheet_of(read(tmp_path / "a.ods"))) == [
        ("名称", "数", "日期"),
        ("甲", "1.5", "2022-02-09"),
        ("乙", None, "2022-02-09"),
    ]


def test_old_workbooks(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("表")
    for column, (value, code) in enumerate([("甲", "General"), (0.165, "0.0%"), (2022.1, "0.00"), (7, "0000")]):
        page.write(0, column, value, xlwt.easyxf(num_format_str=code))
    page.row(0).set_cell_error(4, "#REF!")
    page.write(2, 0, DAY, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    page.row(2).hidden = True
    page.col(1).hidden = True
    book.add_sheet("藏").visibility = 1
    book.save(str(tmp_path / "a.xls"))
    sheet, other = read(tmp_path / "a.xls").sheets
    assert sheet.row(0) == ("甲", "16.5%", "2022.10", "0007", "#REF!")
    assert sheet.row(2)[0] == "2022-02-09"
    assert (sheet.hidden_rows, sheet.hidden_columns, other.hidden) == (((2, 2),), ((1, 1),), True)


@pytest.mark.parametrize("name", ["报表.et", "报表.xlsx", "报表.csv"])
def test_old_workbooks_by_any_name(tmp_path: Path, name: str) -> None:
    assert cells(sheet_of(read(xls(tmp_path / name, [["名称", "数"], ["甲", 1]])))) == [("名称", "数"), ("甲", "1")]


def test_rare_characters_in_names_of_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "产值&<利润>"
    book.worksheets[0].append(["a"])
    book.save(tmp_path / "a.xlsx")
    assert sheet_of(read(tmp_path / "a.xlsx")).name == "产值&<利润>"


def test_a_sheet_that_nobody_looked_at_is_not_read(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", "", parts={"xl/_rels/workbook.xml.rels": "<Relationships/>"})
    with pytest.raises(UnreadableError):
        read(path)


def test_letters_of_columns() -> None:
    assert [letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]

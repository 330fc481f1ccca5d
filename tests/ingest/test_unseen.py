"""What a value alone does not say is told: hidden rows and columns, errors, formulas nobody calculated, lost digits."""

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.ingest.reports import OUTPUT_HEADER, check, output_sheet, start, told, workbook
from tests.reader.files import zipped
from tongnan_metrics import ingest
from tongnan_metrics.ingest import Checked
from tongnan_metrics.locale import speaking

ROWS: list[list[Any]] = [[f"2022-{month:02}", "E1", 1, 1, 1, 1] for month in range(2, 12)]


def changed(folder: Path, change: Any) -> Checked:
    """A good report after somebody worked on its sheet: its header is in row 3, its rows follow."""
    path = workbook(folder / "报表.xlsx", {"产值": output_sheet(*ROWS)})
    book = openpyxl.load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return ingest.check([path], base=start(folder / "data"))


def test_hidden_rows_and_columns_are_read_and_named(tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        for row in (2, 5, 6, 7, 9):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["D"].hidden = True

    checked = changed(tmp_path, hide)
    assert told(checked.problems) == [("warning", "产值", None, ""), ("warning", "产值", None, "营业收入")]
    assert "5–7、9" in checked.problems[0].message
    assert checked.changes["output"].added == 10


def test_many_hidden_rows_are_counted(tmp_path: Path) -> None:
    rows = [[f"{year}-{month:02}", "E1", 1, 1, 1, 1] for year in (2021, 2022) for month in range(2, 13)]
    rows += [["2023-02", f"E{i}", 1, 1, 1, 1] for i in (1, 2, 3)]
    path = workbook(tmp_path / "a.xlsx", {"产值": output_sheet(*rows)})
    book = openpyxl.load_workbook(path)
    for row in range(4, 29, 2):
        book.worksheets[0].row_dimensions[row].hidden = True
    book.save(path)
    with speaking("en"):
        (problem,) = ingest.check([path], base=start(tmp_path / "data")).problems
    assert problem.message.startswith("Hidden rows are read: 4, 6, 8")
    assert problem.message.endswith(" and 1 more")


BROKEN: list[tuple[str, Any, str, str]] = [
    ("C5", "#REF!", "产值", "错误值"),
    ("D6", "=SUM(C4:C5)", "营业收入", "公式未经计算"),
    ("A7", "=A6", "报告期", "公式未经计算"),
    ("B8", "#N/A", "企业编号", "错误值"),
    ("A9", 2022.1, "报告期", "10月"),
    ("B10", 123456789012345678, "企业编号", "舍入"),
]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_cells_without_a_value_are_errors_that_name_them(tmp_path: Path, language: Any) -> None:
    def damage(sheet: Worksheet) -> None:
        for place, value, _, _ in BROKEN:
            sheet[place] = value
            if str(value).startswith("#"):
                sheet[place].data_type = "e"

    with speaking(language):
        problems = changed(tmp_path, damage).problems
    by_cell = {p.cell: p for p in problems}
    assert set(by_cell) == {place for place, _, _, _ in BROKEN}
    assert len(problems) == len(BROKEN)
    for place, _, column, said in BROKEN:
        assert (by_cell[place].level, by_cell[place].column) == ("error", column)
        assert language == "en" or said in by_cell[place].message
        assert by_cell[place].suggestion


def test_errors_in_texts_and_optional_cells_are_not_taken_for_values(tmp_path: Path) -> None:
    header = ["线索编号", "镇街", "收到日期", "办理结果", "内容", "招商组"]
    rows = [["L1", "玉溪镇", "2022-02-09", "新收", "#REF!", "Err:502"], ["L2", "玉溪镇", "2022-02-09", "新收", "", ""]]
    problems = check(tmp_path, {"招商线索": [header, *rows]}).problems
    assert [(p.level, p.cell) for p in problems] == [("error", "E2"), ("error", "F2")]


def test_percentages_are_read_as_they_are_shown(tmp_path: Path) -> None:
    header = ["报告期", "项目编号", "本年完成投资", "自开工累计完成投资", "形象进度"]
    path = workbook(tmp_path / "进度.xlsx", {"项目进度": [header, ["2022-02", "P1", 1, 1, 0.165]]})
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["E2"].number_format = "0.0%"
    book.save(path)
    (part,) = ingest.read_files([path]).reports[0].parts
    assert str(part.table["progress"][0]) == "16.500000"


def test_macros_are_told_and_never_run(tmp_path: Path) -> None:
    path = workbook(tmp_path / "报表.xlsx", {"产值": output_sheet()})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    zipped(path, {**parts, "xl/vbaProject.bin": b"x"})
    checked = ingest.check([path], base=start(tmp_path / "data"))
    assert told(checked.problems) == [("warning", "", None, "")]
    assert checked.changes["output"].added == 2


def test_text_numbers_behind_an_apostrophe(tmp_path: Path) -> None:
    row = ["2022-02", "E1", "'1,234.5", "'90", "５", "1 2"]
    checked = check(tmp_path, {"产值": [OUTPUT_HEADER, row]})
    assert checked.problems == ()
    assert [str(v) for v in checked.tables["output"].to_pylist()[0].values()][2:3] == ["1234.50"]

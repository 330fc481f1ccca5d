"""The sender's own workbook comes back with its cells coloured and commented, and comes in again once it is right."""

import datetime as dt
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.ingest.reports import OUTPUT_HEADER, output_sheet, start, workbook
from tests.reader.files import ods, text_cell
from tongnan_metrics import ingest
from tongnan_metrics.ingest import Level, Problem
from tongnan_metrics.ingest.marked import AUTHOR, COLOURS, HEADER_ROW, TITLE
from tongnan_metrics.locale import speaking
from tongnan_metrics.releases import Release

BAD = ["2022-02", "E9", "x", -3, 1, 1]


@pytest.fixture
def base(tmp_path: Path) -> Release:
    return start(tmp_path / "data")


def marked(path: Path, base: Release) -> tuple[openpyxl.Workbook, tuple[Problem, ...]]:
    problems = ingest.check([path], base=base).problems
    return openpyxl.load_workbook(BytesIO(ingest.marked(path, problems))), problems


def sheet(book: openpyxl.Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def colour(cell: Any) -> str | None:
    return str(cell.fill.start_color.rgb)[2:] if cell.fill.fill_type else None


def test_cells_are_coloured_and_say_why_and_all_else_is_as_it_was(tmp_path: Path, base: Release) -> None:
    path = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet(["2022-02", "E1", "x", -3, 1, 1]), "说明": [["好"]]})
    book = openpyxl.load_workbook(path)
    own = sheet(book, "产值")
    own["A1"].font = Font(bold=True)
    own.column_dimensions["A"].width = 33
    own["H4"] = "=C4*2"
    own["C4"].comment = Comment("请财务科核对", "张三")
    book.save(path)
    again, problems = marked(path, base)
    page = sheet(again, "产值")
    assert [p.cell for p in problems if p.cell] == ["C4", "D4"]
    assert (colour(page["C4"]), colour(page["D4"])) == (COLOURS[Level.ERROR], COLOURS[Level.WARNING])
    assert {cell.coordinate for row in page.iter_rows() for cell in row if colour(cell)} == {"C4", "D4"}
    said = page["C4"].comment
    assert said is not None
    assert said.content.startswith("请财务科核对")
    assert all(word in said.content for word in (problems[1].message, problems[1].suggestion))
    assert (page["A1"].font.bold, page.column_dimensions["A"].width, page["H4"].value) == (True, 33, "=C4*2")
    assert again.sheetnames == ["问题清单", "产值", "说明"]


def test_the_list_names_every_problem_and_leads_to_its_cell(tmp_path: Path, base: Release) -> None:
    path = workbook(tmp_path / "产值.xlsx", {"产值 1": output_sheet(BAD)})
    again, problems = marked(path, base)
    listed = sheet(again, "问题清单")
    assert (listed["A1"].value, again.active) == (TITLE.zh, listed)
    rows = list(listed.iter_rows(min_row=HEADER_ROW + 1))
    assert [[cell.value or "" for cell in row] for row in rows] == [
        [p.level.word, p.sheet, p.cell, p.column, p.value or "", p.message, p.suggestion] for p in problems
    ]
    assert [row[2].hyperlink.location for row in rows if row[2].hyperlink] == [f"'产值 1'!{p.cell}" for p in problems]
    assert len(rows) == 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_put_right_and_sent_back_it_has_no_problem(tmp_path: Path, base: Release, language: Any) -> None:
    path = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet(["2022-02", "E9", 1, 1, 1, 1])})
    with speaking(language):
        book, _ = marked(path, base)
    sheet(book, "产值")["B4"] = "E1"
    book.save(path)
    checked = ingest.check([path], base=base)
    assert checked.problems == ()
    assert checked.changes["output"].added == 1


def test_marks_of_an_earlier_check_go(tmp_path: Path, base: Release) -> None:
    path = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet(["2022-02", "E9", "x", 1, 1, 1])})
    book, _ = marked(path, base)
    sheet(book, "产值")["B4"] = "E1"
    book.save(path)
    again, problems = marked(path, base)
    page = sheet(again, "产值")
    assert [p.cell for p in problems] == ["C4"]
    assert (colour(page["B4"]), page["B4"].comment, colour(page["C4"])) == (None, None, COLOURS[Level.ERROR])
    assert again.sheetnames == ["问题清单", "产值"]


def test_merged_cells_show_the_mark_where_they_show_their_text(tmp_path: Path, base: Release) -> None:
    path = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet(["2022-02", "E9", 1, 1, 1, 1], ["", "", 2, 2, 2, 2])})
    book = openpyxl.load_workbook(path)
    own = sheet(book, "产值")
    own.merge_cells("A4:A5")
    own.merge_cells("B4:B5")
    book.save(path)
    again, problems = marked(path, base)
    page = sheet(again, "产值")
    assert "B5" in [p.cell for p in problems]
    assert colour(page["B4"]) == COLOURS[Level.ERROR]
    assert isinstance(page["B4"], Cell)


def test_a_column_is_marked_at_its_header(tmp_path: Path, base: Release) -> None:
    rows = output_sheet(["2022-02", "E1", 1, 1, 1, 1, "?"])
    rows[2] = [*OUTPUT_HEADER, "厂长"]
    again, (problem,) = marked(workbook(tmp_path / "产值.xlsx", {"产值": rows}), base)
    assert (problem.row, problem.cell) == (None, "G3")
    assert colour(sheet(again, "产值")["G3"]) == COLOURS[Level.WARNING]


def test_other_formats_become_a_new_workbook_of_the_same_cells(tmp_path: Path, base: Release) -> None:
    csv = tmp_path / "产值.csv"
    csv.write_text(",".join(OUTPUT_HEADER) + "\n2022-02,E1,'=1+1,1,1,1\n2022-02,E2,=2+2,007,1.50,1\n", "gb18030")
    rows = [OUTPUT_HEADER, ["2022-02", "E2", "x", "1", "1", "1"]]
    open_document = ods(tmp_path / "a.ods", [[text_cell(text) for text in row] for row in rows])
    page = sheet(marked(csv, base)[0], "产值")
    assert [cell.value for cell in page[3]] == ["2022-02", "E2", "=2+2", "007", 1.5, 1]
    assert page["C3"].data_type == "s"
    assert colour(page["C3"]) == COLOURS[Level.ERROR]
    page = sheet(marked(open_document, base)[0], "表")
    assert [cell.value for cell in page[2]] == ["2022-02", "E2", "x", 1, 1, 1]
    assert colour(page["C2"]) == COLOURS[Level.ERROR]


def test_what_cannot_be_read_comes_as_the_list_alone(tmp_path: Path, base: Release) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04 no zip")
    again, (problem,) = marked(path, base)
    assert again.sheetnames == ["问题清单"]
    assert sheet(again, "问题清单").cell(HEADER_ROW + 1, 6).value == problem.message


def test_what_cannot_be_marked_within_the_limits_comes_as_the_list_alone(
    tmp_path: Path, base: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[AUTHOR + ".ingest.marked"], "MARKING", "tongnan_metrics.no_such_module")
    path = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet(["2022-02", "E9", 1, 1, 1, 1])})
    again, problems = marked(path, base)
    assert again.sheetnames == ["问题清单"]
    assert len(problems) == 1


def test_no_added_text_is_ever_live(tmp_path: Path, base: Release) -> None:
    signs = ["=1+1", "+1+x", "-x", "@SUM(A1)", "\t=1", "a\x00\x07b"]
    rows = "".join(f'2022-02,E1,"{text}",1,1,1\n' for text in signs)
    path = tmp_path / "产值.csv"
    path.write_text(",".join(OUTPUT_HEADER) + "\n" + rows.replace("\x00", ""), encoding="utf-8")
    again, problems = marked(path, base)
    cells = [cell for page in again for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "@", "\t")))
    assert sum(str(cell.value) == "=1+1" for cell in cells) == 2
    assert sum(p.level is Level.ERROR for p in problems) == len(signs)
    assert {cell.comment.author for cell in cells if cell.comment} == {AUTHOR}


def test_dates_and_numbers_stay_what_they_are(tmp_path: Path, base: Release) -> None:
    day = dt.datetime(2022, 2, 9)  # noqa: DTZ001 a spreadsheet's day has no time zone
    path = workbook(tmp_path / "走访.xlsx", {"走访": [["走访编号", "走访日期", "企业编号"], ["V1", day, "E9"]]})
    page = sheet(marked(path, base)[0], "走访")
    assert (page["B2"].value, colour(page["C2"])) == (day, COLOURS[Level.ERROR])

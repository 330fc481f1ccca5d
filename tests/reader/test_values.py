"""Reading files: every format and encoding offices send, and a clear sentence for what is no report."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.ingest.reports import workbook
from tests.reader.files import cells
from tongnan_metrics.ingest.workbook import UnreadableError, read
from tongnan_metrics.reader.output import CHUNK

TEXT = "报告期,企业编号,产值\n2022年1—2月,E1,100\n2022年1—2月,E2,\n"


def test_cells_become_plain_text(tmp_path: Path) -> None:
    day = dt.datetime(2022, 2, 9, tzinfo=None)  # noqa: DTZ001 a spreadsheet's day has no time zone
    row: list[Any] = ["字", 1, 2.5, 0.1 + 0.2, True, day, None, " ", 123456789012345678]
    report = read(workbook(tmp_path / "a.xlsx", {"表": [row]}))
    assert cells(report.sheets[0]) == [
        ("字", "1", "2.5", "0.3", "TRUE", "2022-02-09", None, None, "1.23456789012346e+17")
    ]
    assert report.source.name == "a.xlsx"
    assert len(report.source.sha256) == 64


def test_sheets_keep_their_place_and_visibility(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("偏")
    sheet.write(4, 2, "x")
    book.add_worksheet("藏").hide()
    book.close()
    moved, hidden = read(path).sheets
    assert (moved.first_column, moved.height, moved.row(4)) == (2, 5, ("x",))
    assert (moved.hidden, hidden.hidden, hidden.height) == (False, True, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_of_any_usual_kind(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "产值.csv"
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    path.write_text(mark + TEXT.replace(",", delimiter), encoding=encoding)
    (sheet,) = read(path).sheets
    assert sheet.name == "产值"
    assert cells(sheet)[0] == ("报告期", "企业编号", "产值")
    assert cells(sheet)[2] == ("2022年1—2月", "E2", None)


def test_rare_characters_need_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("名称,数\n㐂厂𠮷,1\n", encoding="gb18030")
    assert cells(read(path).sheets[0])[1] == ("㐂厂𠮷", "1")


def test_ragged_and_quoted_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('标题\n单位：万元,,\n名称,数\n"甲,乙\n丙","1,234"\n', encoding="utf-8")
    assert cells(read(path).sheets[0]) == [
        ("标题", None, None),
        ("单位：万元", None, None),
        ("名称", "数", None),
        ("甲,乙\n丙", "1,234", None),
    ]


def test_long_files_are_read_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(f"{i},{i % 7}" for i in range(CHUNK + 10)), encoding="utf-8")
    (sheet,) = read(path).sheets
    assert sheet.height == CHUNK + 10
    assert sheet.row(CHUNK + 3) == (str(CHUNK + 3), str((CHUNK + 3) % 7))
    assert sheet.columns[0].num_chunks == 2


def test_the_content_tells_the_kind_not_the_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"表": [["a", 1]]}).rename(tmp_path / "a.csv")
    assert cells(read(path).sheets[0]) == [("a", "1")]


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"。$"):
        read(tmp_path / "none.xlsx")

"""Supervision letters, read back from Word: whose, what, how many, since when, and where each line can be looked up."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pandas as pd
import pytest
from docx.document import Document

from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.locale import speaking
from tongnan_metrics.present import letters
from tongnan_metrics.present.letters import Letter

ABOUT = Letter(
    owner="区应急局",
    period=Period(2022, 3),
    rules="本区规则",
    thresholds=(("隐患逾期未整改", "黄 到期前3天起、红 ≥ 1 天"), ("考核组位次", "红 ≥ 10 位")),
    release="0002-abcdef12",
    link="http://127.0.0.1/supervision?v=0002-abcdef12&owner=x",
    days=10,
    mark="演示数据",
    compared="较上期",
)
ROWS = pd.DataFrame(
    {
        "item": ["hazard.YH2022-00001", "hazard.YH2022-00002", "project.P0001"],
        "about": ["桂林街道 工贸", "梓潼街道 消防", "某项目"],
        "reason": ["重大隐患，逾期89天未整改", "一般隐患，还有3天到期", "逾期120天未开工"],
        "light": ["red", "amber", "red"],
        "state": ["overdue", "due_soon", "late"],
        "subject": ["hazard_overdue", "hazard_overdue", "project_start_delay"],
        "since": pd.to_datetime(["2022-01-02", "2022-03-31", "2022-03-01"]),
        "due": pd.to_datetime(["2022-01-01", "2022-04-03", "2021-12-01"]),
        "days": [89.0, None, 120.0],
        "trend": ["still", "new", "worse"],
        "answer": ["promised", "none", "none"],
        "answered": [pd.Timestamp("2022-04-06 14:42"), pd.NaT, pd.NaT],
        "promised": [pd.Timestamp("2022-04-22"), pd.NaT, pd.NaT],
    }
)


def read(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def text(document: Document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def cells(document: Document) -> list[list[str]]:
    (table,) = document.tables
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.fixture(scope="module")
def document() -> Document:
    return read(letters.letter(ABOUT, ROWS))


def test_the_letter_says_whose_and_how_much(document: Document) -> None:
    said = text(document)
    assert "关于2022年3月31日红黄灯事项的督办函" in said
    assert "区应急局：" in said
    assert "截至2022年3月31日，你单位共有红灯事项2项、黄灯事项1项。" in said
    assert "较上期新增1项、加重1项、持续1项。" in said
    assert "逾期最长的是“某项目”，已逾期120天。" in said
    assert "10日内书面反馈" in said


def test_columns_are_as_wide_as_their_words_need(document: Document) -> None:
    (table,) = document.tables
    widths = [round((column.width or 0) / 36_000) for column in table.columns]
    assert tuple(widths) == letters.WIDTHS_MM
    assert sum(widths) <= 210 - letters.MARGINS_MM["left"] - letters.MARGINS_MM["right"]


def test_every_number_stands_with_where_it_comes_from(document: Document) -> None:
    head, *lines = cells(document)
    assert len(lines) == len(ROWS)
    assert head[0] == "序号"
    for number, (line, row) in enumerate(zip(lines, ROWS.to_dict("records"), strict=True), start=1):
        assert line[0] == str(number)
        assert row["item"] in line[2]
        assert row["reason"] == line[3]
        assert row["since"].strftime("%Y.%m.%d") in line[4]
        assert row["due"].strftime("%Y.%m.%d") in line[4]
    assert [line[5] for line in lines] == ["89", "", "120"]
    assert lines[0][6].split("\n") == ["承诺期限", "2022.04.06", "新期限2022.04.22"]
    assert lines[1][6] == "未答复"
    assert "0002-abcdef12" in text(document)
    assert ABOUT.link in text(document)


def test_only_rules_that_speak_of_it_are_named(document: Document) -> None:
    assert "隐患逾期未整改：黄 到期前3天起、红 ≥ 1 天" in text(document)
    assert "考核组位次" not in text(document)


def test_demo_data_is_marked_on_every_page(document: Document) -> None:
    assert "演示数据，非正式函件" in text(document)
    assert "演示数据" in document.sections[0].footer.paragraphs[0].text
    real = read(letters.letter(replace(ABOUT, mark=""), ROWS))
    assert "演示数据" not in text(real) + real.sections[0].footer.paragraphs[0].text


def test_without_a_period_before_no_change_is_claimed() -> None:
    said = text(read(letters.letter(replace(ABOUT, compared=""), ROWS)))
    assert "新增" not in said


def test_the_table_repeats_its_header_and_chinese_has_its_font(document: Document) -> None:
    (table,) = document.tables
    assert "tblHeader" in table.rows[0]._tr.xml
    fonts = set(re.findall(r'w:eastAsia="([^"]+)"', document.element.xml))
    assert fonts == {"仿宋", "黑体"}


def test_all_letters_are_in_one_file() -> None:
    other = replace(ABOUT, owner="区/水利局")
    content = letters.letters([(ABOUT, ROWS), (other, ROWS.head(1))])
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        assert names == ["督办函_区应急局_2022-03_演示数据.docx", "督办函_区_水利局_2022-03_演示数据.docx"]
        assert len(cells(read(archive.read(names[1])))) == 2


def test_english_letters_are_english() -> None:
    with speaking("en"):
        said = text(read(letters.letter(ABOUT, ROWS)))
    assert "To 区应急局:" in said
    assert "2 red and 1 amber items" in said

"""Every bad cell gives a problem that names sheet, row and column, says what is wrong and what to do."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.reports import (
    OUTPUT_HEADER,
    OUTPUT_ROWS,
    VISITS_HEADER,
    Rows,
    check,
    output_sheet,
    start,
    told,
    workbook,
)
from tongnan_metrics import ingest
from tongnan_metrics.ingest import Level
from tongnan_metrics.ingest.parts import MOST_LISTED
from tongnan_metrics.locale import LANGUAGES, speaking


def test_a_good_sheet_has_no_problems(tmp_path: Path) -> None:
    checked = check(tmp_path, {"产值": output_sheet()})
    assert checked.problems == ()
    assert checked.changes["output"].added == 2


BAD_CELLS: list[tuple[list[Any], str, str, str]] = [
    (["2022年1月", "E1", 1, 1, 1, 1], "报告期", "A4", "error"),
    (["2022年1—2月", "E9", 1, 1, 1, 1], "企业编号", "B4", "error"),
    (["2022年1—2月", "E1", "很多", 1, 1, 1], "产值", "C4", "error"),
    (["2022年1—2月", "E1", None, 1, 1, 1], "产值", "C4", "error"),
    (["2022年1—2月", "E1", "—", 1, 1, 1], "产值", "C4", "error"),
    (["2022年1—2月", "E1", -1, 1, 1, 1], "产值", "C4", "warning"),
    (["2022年1—2月", "E1", 1e17, 1, 1, 1], "产值", "C4", "error"),
]


@pytest.mark.parametrize(("row", "column", "cell", "level"), BAD_CELLS, ids=[str(i) for i in range(len(BAD_CELLS))])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_bad_cell_is_named(
    tmp_path: Path, row: Sequence[Any], column: str, cell: str, level: str, language: Any
) -> None:
    with speaking(language):
        (problem,) = check(tmp_path, {"产值": output_sheet(row)}).problems
    assert (problem.level, problem.file, problem.sheet) == (level, "报表.xlsx", "产值")
    assert (problem.row, problem.column, problem.cell) == (4, column, cell)
    assert problem.message
    assert problem.suggestion
    assert ("。" in problem.suggestion or "？" in problem.suggestion) == (language == "zh")


def test_all_problems_come_in_one_pass_in_order(tmp_path: Path) -> None:
    rows: Rows = [["2022年1月", "E9", "x", 1, 1, 1], OUTPUT_ROWS[0], ["2022-02", "E1", 1, None, 1, 1]]
    checked = check(tmp_path, {"产值": output_sheet(*rows), "走访": [VISITS_HEADER, ["V1", "昨天", "E1", None]]})
    assert told(checked.problems) == [
        ("error", "产值", 4, "报告期"),
        ("error", "产值", 4, "企业编号"),
        ("error", "产值", 4, "产值"),
        ("error", "产值", 6, "企业编号"),
        ("error", "产值", 6, "营业收入"),
        ("error", "走访", 2, "走访日期"),
    ]
    assert not checked.merged


def test_columns_missing_repeated_unknown_and_in_strange_units(tmp_path: Path) -> None:
    header = ["报告期", "企业编号", "产值（美元）", "产值", "营业收入", "利润", "产量"]
    checked = check(tmp_path, {"产值": [header, ["2022-02", "E1", 1, 1, 1, 1, 1]]})
    found = {(p.level.value, p.column): p for p in checked.problems}
    assert set(found) == {
        ("error", "利润总额"),
        ("error", "用电量"),
        ("error", "产值"),
        ("error", "产值（美元）"),
        ("warning", "利润"),
        ("warning", "产量"),
    }
    assert "利润" in found["error", "利润总额"].suggestion
    assert all(p.row is None for p in checked.problems)


def test_a_sheet_that_is_nothing_known_is_told_never_dropped(tmp_path: Path) -> None:
    notes = [["填报说明"], ["请按时报送"]]
    assert told(check(tmp_path, {"说明": notes}).problems) == [("error", "说明", None, "")]
    assert told(check(tmp_path / "b", {"产值": output_sheet(), "说明": notes, "空": []}).problems) == [
        ("warning", "说明", None, "")
    ]


def test_hidden_sheets_are_read_and_told(tmp_path: Path) -> None:
    other = [OUTPUT_HEADER, ["2022-03", "E1", 150, 140, 1, 20]]
    checked = check(tmp_path, {"产值": output_sheet(), "隐藏": other}, hidden=["隐藏"])
    assert told(checked.problems) == [("warning", "隐藏", None, "")]
    assert checked.changes["output"].added == 3


def test_an_empty_workbook_and_a_table_without_rows_are_told(tmp_path: Path) -> None:
    assert [p.level for p in check(tmp_path, {"空": []}).problems] == [Level.ERROR]
    assert [p.level for p in check(tmp_path / "b", {"产值": [OUTPUT_HEADER]}).problems] == [Level.ERROR]


def test_empty_rows_and_footnotes_are_no_rows(tmp_path: Path) -> None:
    rows: Rows = [
        OUTPUT_ROWS[0],
        [],
        ["  "],
        OUTPUT_ROWS[1],
        [],
        ["注：本表为初步数"],
        ["填表人：张某", "审核人：李某"],
    ]
    checked = check(tmp_path, {"产值": output_sheet(*rows)})
    assert checked.problems == ()
    assert checked.changes["output"].added == 2


def test_a_column_full_of_trouble_is_counted_not_listed(tmp_path: Path) -> None:
    rows: Rows = [["2022-02", "E1", "x", 1, 1, 1]] * (MOST_LISTED + 50)
    problems = [p for p in check(tmp_path, {"产值": output_sheet(*rows)}).problems if p.column == "产值"]
    assert len(problems) == MOST_LISTED + 1
    assert [p.row for p in problems if p.row is None] == [None]
    assert "50" in problems[0].message


@pytest.mark.parametrize(
    ("total", "warned"),
    [(1300.5, []), ("1,300.50", []), (1300, []), (1301, []), (1302, ["产值"]), (1300.4, ["产值"]), ("—", [])],
)
@pytest.mark.parametrize("word", ["合计", "合 计", "总计", "全区合计：", "Total"])
def test_totals_are_left_out_and_held_against_the_sum(
    tmp_path: Path, word: str, total: object, warned: list[str]
) -> None:
    checked = check(tmp_path, {"产值": output_sheet(*OUTPUT_ROWS, [word, None, total, 1090, 75.25, None])})
    assert [(p.column, p.row, p.level) for p in checked.problems] == [(c, 6, Level.WARNING) for c in warned]
    assert checked.changes["output"].added == 2


def test_the_difference_is_told_in_the_unit_of_the_sheet(tmp_path: Path) -> None:
    rows: Rows = [["2022-02", "E1", 1.5, 1, 1, 1], ["合计", None, 2.25, 1, 1, 1]]
    (problem,) = check(tmp_path, {"产值": output_sheet(*rows, unit="单位：亿元")}).problems
    assert all(number in problem.message for number in ("2.25", "1.5", "0.75"))


def test_totals_are_held_against_rows_each_in_its_own_unit(tmp_path: Path) -> None:
    header = [*OUTPUT_HEADER, "计量单位"]
    rows = [["2022-02", "E1", 0.5, 1, 1, 1, "亿元"], ["2022-02", "E2", 5000, 1, 1, 1, "万元"]]
    total = ["合计", None, 1, None, None, 2, "亿元"]
    assert check(tmp_path, {"产值": [header, *rows, total]}).problems == ()
    wrong = ["合计", None, 1.1, None, None, 2, "亿元"]
    assert told(check(tmp_path / "b", {"产值": [header, *rows, wrong]}).problems) == [("warning", "产值", 4, "产值")]


def test_subtotals_cover_their_own_rows(tmp_path: Path) -> None:
    rows: Rows = [
        ["2022-02", "E1", 1, 1, 1, 1],
        ["2022-02", "E2", 2, 2, 2, 2],
        ["小计", None, 3, 3, 3, 3],
        ["2022-02", "E3", 4, 4, 4, 4],
        ["小计", None, 4, 4, 4, 9],
        ["合计", None, 7, 7, 7, 7],
    ]
    assert told(check(tmp_path, {"产值": output_sheet(*rows)}).problems) == [("warning", "产值", 8, "用电量")]


def test_names_lead_to_codes(tmp_path: Path) -> None:
    header = ["企业编号", "企业名称", "所在镇街", "所属产业", "企业层级", "是否高新区", "来源"]
    rows = [
        ["E8", "戊厂", "玉溪镇", "装备制造", "规上", "是", "S1"],
        ["E9", "己厂", "Guxi", "equipment", "规上", "否", "名录编外"],
    ]
    checked = check(tmp_path, {"企业名录": [header, *rows]})
    assert told(checked.problems) == [("error", "企业名录", 3, "来源")]
    assert checked.tables["enterprises"]["town"].to_pylist() == ["500152106", "500152104"]
    assert checked.tables["enterprises"]["sector"].to_pylist() == ["equipment", "equipment"]


def leads(*towns: str) -> list[list[Any]]:
    return [
        ["线索编号", "镇街", "收到日期", "办理结果"],
        *([f"L{i}", town, "2022-02-09", "新收"] for i, town in enumerate(towns)),
    ]


def test_a_short_name_is_read_and_told(tmp_path: Path) -> None:
    checked = check(tmp_path, {"线索": leads("古溪")})
    assert told(checked.problems) == [("warning", "线索", 2, "镇街")]
    assert "古溪镇" in checked.problems[0].message
    assert checked.tables["leads"]["town"].to_pylist() == ["500152104"]


def test_a_near_miss_is_suggested_never_guessed(tmp_path: Path) -> None:
    checked = check(tmp_path, {"线索": leads("玉西镇", "火星镇街")})
    assert told(checked.problems) == [("error", "线索", 2, "镇街"), ("error", "线索", 3, "镇街")]
    assert "玉溪镇" in checked.problems[0].suggestion
    assert checked.tables["leads"]["town"].to_pylist() == [None, None]


def test_a_name_two_enterprises_share_leads_nowhere(tmp_path: Path) -> None:
    header = ["报告期", "企业名称", *OUTPUT_HEADER[2:]]
    checked = check(tmp_path, {"产值": [header, ["2022-02", "甲厂", 1, 1, 1, 1], ["2022-02", "丙厂", 1, 1, 1, 1]]})
    assert told(checked.problems) == [("error", "产值", 3, "企业名称")]
    assert checked.tables["output"]["enterprise"].to_pylist()[0] == "E1"


def test_registers_may_come_with_the_rows_that_refer_to_them(tmp_path: Path) -> None:
    sector = [["产业代码", "中文名称", "英文名称", "核实情况"], ["lithium", "锂电", "Lithium", "设定"]]
    header = ["线索编号", "镇街", "产业", "收到日期", "办理结果"]
    row = ["L1", "玉溪镇", "锂电", "2022-02-09", "新收"]
    checked = check(tmp_path, {"线索": [header, row], "产业": sector})
    assert checked.problems == ()
    assert checked.tables["leads"]["sector"].to_pylist() == ["lithium"]


def test_a_row_said_twice_counts_once_and_a_contradiction_is_an_error(tmp_path: Path) -> None:
    other = ["2022-02", "E1", 999, 90, -5, 12.5]
    checked = check(tmp_path, {"产值": output_sheet(*OUTPUT_ROWS, OUTPUT_ROWS[1], other)})
    assert told(checked.problems) == [("warning", "产值", 6, "企业编号"), ("error", "产值", 7, "企业编号")]
    assert "5" in checked.problems[0].message
    assert "4" in checked.problems[1].message


def test_contradictions_between_sheets_name_the_other_sheet(tmp_path: Path) -> None:
    other = [OUTPUT_HEADER, ["2022-02", "E1", 999, 90, -5, 12.5]]
    (problem,) = check(tmp_path, {"一": output_sheet(), "二": other}).problems
    assert (problem.level, problem.sheet, problem.row) == (Level.ERROR, "二", 2)
    assert "一" in problem.message
    assert "4" in problem.message


def test_a_row_with_its_key_is_data_though_a_cell_says_total(tmp_path: Path) -> None:
    header = ["线索编号", "镇街", "收到日期", "办理结果", "具体内容"]
    checked = check(tmp_path, {"线索": [header, ["L1", "玉溪镇", "2022-02-09", "新收", "合计"]]})
    assert checked.problems == ()
    assert checked.changes["leads"].added == 1


EVERYTHING: Rows = [
    ["规上工业企业生产情况"],
    [*OUTPUT_HEADER, "产值", "厂长"],
    ["2022年1月", "E1", 1, 1, 1, 1],
    ["2022-02", "古", "x", None, "1美元", 1e17],
    ["2022-02", "E2", -1, 1, 1, 1],
    ["2022-02", "E2", -1, 1, 1, 1],
    ["2022-02", "E2", 2, 1, 1, 1],
    ["2022-03", "E2", -2, 0.5, 1, 1],
    ["合计", None, 1, 1, 1, 1],
]
OTHERS: dict[str, Rows] = {
    "线索": [
        ["线索编号", "镇街", "收到日期", "办理结果"],
        ["L1", "古溪", "昨天", "签了"],
        ["L2", "火星", None, "新收"],
    ],
    "进度": [["报告期", "项目编号", "本年完成投资（美元）", "形象进度"], ["2022-02", "P1", 1, 0.165]],
    "目标": [["年度", "地区", "指标", "数值"], [22, "500152", "规上工业产值额", 1]],
    "企业": [["企业编号", "名称", "镇街", "产业", "企业层级", "高新区"], ["E7", "甲", "上和镇", "装备", "大", "也许"]],
    "名称": [["代码", "名称", "英文名称", "核实情况"], ["x", "甲", "A", "设定"]],
    "说明": [["请按时报送"]],
}


def test_every_problem_says_in_both_languages_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    path, base = workbook(tmp_path / "报表.xlsx", {"产值": EVERYTHING, **OTHERS}), start(tmp_path / "data")
    found = {}
    for language in LANGUAGES:
        with speaking(language):
            found[language] = ingest.check([path], base=base).problems
    assert len({p.message for p in found["zh"]}) > 25
    for zh, en in zip(found["zh"], found["en"], strict=True):
        assert (zh.level, zh.sheet, zh.cell, zh.value) == (en.level, en.sheet, en.cell, en.value)
        assert zh.message != en.message
        assert zh.suggestion.endswith(("。", "？"))
        assert en.suggestion.endswith((".", "?"))
        assert not re.search(r"[a-z]{3}", re.sub(r"“[^”]*”", "", zh.message)), zh.message

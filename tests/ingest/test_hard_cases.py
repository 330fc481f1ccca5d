"""Reports as they really come: each case is a file as an office would send it, read and held against a release."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.ingest.reports import OUTPUT_HEADER, OUTPUT_ROWS, district, output_sheet, told, workbook
from tongnan_metrics import ingest, releases
from tongnan_metrics.ingest import Checked
from tongnan_metrics.locale import speaking
from tongnan_metrics.releases import Release

LEADS = ["线索编号", "镇街", "收到日期", "办理结果"]
INPUTS = ["报告期", "地区", "构成指标", "数值"]
TARGETS = ["年度", "地区", "指标", "数值"]
PROGRESS = ["报告期", "项目编号", "本年完成投资", "自开工累计完成投资", "形象进度"]
PROJECTS = ["项目编号", "项目名称", "镇街", "项目类别", "高新区", "技改项目", "智能化改造", "责任单位"]
AREA = ["区县代码", "中文名称", "英文名称", "类别", "本区"]

Rows = Sequence[Sequence[Any]]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The small district with a peer and some projects, to look at only."""
    folder = tmp_path_factory.mktemp("base")
    releases.publish(folder / "data", district(), author="tester")
    areas: list[list[Any]] = [
        AREA,
        ["500152", "潼南区", "Tongnan", "区", "是"],
        ["500101", "万州区", "Wanzhou", "区", "否"],
    ]
    projects: list[list[Any]] = [
        PROJECTS,
        *([f"P{i}", f"厂房{i}", "上和镇", "工业", *(["否"] * 3), "区经信委"] for i in range(4)),
    ]
    path = workbook(folder / "a.xlsx", {"区县": areas, "项目库": projects})
    return ingest.publish([path], root=folder / "data", author="tester")


def check(folder: Path, base: Release, rows: Rows, *, sheet: str = "表", name: str = "报表.xlsx") -> Checked:
    return ingest.check([workbook(folder / name, {sheet: rows})], base=base)


def column(checked: Checked, dataset: str, key: str) -> list[Any]:
    return list(checked.tables[dataset][key].to_pylist())


def outputs(checked: Checked) -> dict[str, Decimal]:
    rows = checked.tables["output"].to_pylist()
    return {row["enterprise"]: row["output"] for row in rows}


BOTH = {"E1": Decimal(100), "E2": Decimal("1200.50")}


@pytest.mark.parametrize("above", [0, 1, 5, 14])
def test_titles_stand_above_the_header_on_any_of_the_first_rows(tmp_path: Path, base: Release, above: int) -> None:
    titles = [["潼南区规上工业企业生产情况"], ["制表机关：区统计局"], *([["（续）"]] * 12)]
    checked = check(tmp_path, base, [*titles[:above], OUTPUT_HEADER, *OUTPUT_ROWS])
    assert (checked.problems, outputs(checked)) == ((), BOTH)


def test_a_header_of_two_merged_rows(tmp_path: Path, base: Release) -> None:
    upper = ["报告期", "企业编号", "产值", None, "营业收入", "利润总额", "用电量"]
    lower = [None, None, "本年累计产值", "上年同期", None, None, None]
    rows: Rows = [["生产情况"], upper, lower, *([p, e, out, 90, *rest] for p, e, out, *rest in OUTPUT_ROWS)]
    path = workbook(tmp_path / "报表.xlsx", {"表": rows})
    book = openpyxl.load_workbook(path)
    page = book["表"]
    assert isinstance(page, Worksheet)
    for cells in ("A1:G1", "C2:D2", "A2:A3", "B2:B3", "E2:E3", "F2:F3", "G2:G3"):
        page.merge_cells(cells)
    book.save(path)
    checked = ingest.check([path], base=base)
    assert (checked.problems, outputs(checked)) == ((), BOTH)
    assert column(checked, "output", "output_base") == [Decimal(90)] * 2


def test_several_sheets_of_one_and_of_several_reports(tmp_path: Path, base: Release) -> None:
    by_month: dict[str, Rows] = {
        "1—2月": output_sheet(OUTPUT_ROWS[0]),
        "3月": output_sheet(["2022年3月", "E1", 150, 100, 1, 20]),
        "线索": leads("玉溪镇"),
    }
    checked = ingest.check([workbook(tmp_path / "报表.xlsx", by_month)], base=base)
    assert checked.problems == ()
    assert {key: change.added for key, change in checked.changes.items()} == {"output": 2, "leads": 1, "sources": 1}


UNITS = [
    ("单位：亿元", "产值", [0.01, "0.12005"], {}),
    ("单位：元", "产值", [1_000_000, "12,005,000"], {}),
    ("金额单位：千元、万千瓦时", "产值", [1000, 12_005], {}),
    ("", "产值（亿元）", [0.01, 0.12005], {}),
    ("", "产值（单位：元）", [1_000_000, 12_005_000], {}),
    ("单位：元", "产值（万元）", [100, 1200.5], {}),
    ("", "产值", ["0.01亿元", "1200.5万元"], {}),
    ("", "产值", [0.01, 12_005_000], {"单位": ["亿元", "元"]}),
    ("单位：亿元", "产值", [100, 0.12005], {"计量单位": ["万元", None]}),
]


@pytest.mark.parametrize(("title", "header", "numbers", "extra"), UNITS, ids=[f"{t}|{h}|{x}" for t, h, _, x in UNITS])
def test_the_unit_may_stand_in_title_header_column_or_cell(
    tmp_path: Path, base: Release, title: str, header: str, numbers: list[Any], extra: Mapping[str, list[Any]]
) -> None:
    told_units = [unit for units in extra.values() for unit in units] or [None, None]
    rows = [
        ["2022-02", enterprise, number, *(["1万元"] * 2), "1万千瓦时", told_unit]
        for enterprise, number, told_unit in zip(("E1", "E2"), numbers, told_units, strict=True)
    ]
    checked = check(tmp_path, base, [[title], ["报告期", "企业编号", header, *OUTPUT_HEADER[3:], *extra], *rows])
    assert (checked.problems, outputs(checked)) == ((), BOTH)
    assert column(checked, "output", "revenue") == [Decimal(1)] * 2


def test_a_column_of_companies_is_none_of_units_and_a_strange_unit_is_named(tmp_path: Path, base: Release) -> None:
    row = ["2022-02", "E1", 1, 1, 1, 1]
    (companies,) = check(tmp_path, base, [[*OUTPUT_HEADER, "单位"], [*row, "甲厂"]]).problems
    assert (companies.level, companies.column) == ("warning", "单位")
    (strange,) = check(tmp_path, base, [[*OUTPUT_HEADER, "单位"], [*row, "美元"]]).problems
    assert (strange.level, strange.cell, strange.value) == ("error", "G2", "美元")


def test_amounts_are_exact_to_the_last_digit(tmp_path: Path, base: Release) -> None:
    written = ["0.1", 0.1 + 0.2, "123456789012.345", 2.675, "0.005", "-0.005"]
    rows = [["2022-02", "E1", 1, 1, number, 1] for number in written]
    for i, row in enumerate(rows):
        row[0] = f"202{i}-03"
    checked = check(tmp_path, base, [OUTPUT_HEADER, *rows])
    expected = ["0.10", "0.30", "123456789012.35", "2.68", "0.01", "-0.01"]
    assert column(checked, "output", "profit") == [Decimal(text) for text in expected]


PERCENT_CELLS: list[tuple[str, Any, str | None]] = [
    ("形象进度", 16.5, None),
    ("形象进度", "16.5%", None),
    ("形象进度", "１６．５％", None),
    ("形象进度（‰）", 165, None),
    ("形象进度", "165‰", None),
    ("形象进度", 0.165, "0.0%"),
    ("形象进度（%）", 0.165, "0.00%"),
]


@pytest.mark.parametrize(("header", "value", "shown"), PERCENT_CELLS, ids=[f"{h} {v}" for h, v, _ in PERCENT_CELLS])
def test_percentages_are_read_as_they_are_meant(
    tmp_path: Path, base: Release, header: str, value: Any, shown: str | None
) -> None:
    path = workbook(tmp_path / "报表.xlsx", {"表": [[*PROGRESS[:4], header], ["2022-02", "P1", 1, 1, value]]})
    if shown:
        book = openpyxl.load_workbook(path)
        cell = book["表"]["E2"]
        cell.number_format = shown
        book.save(path)
    checked = ingest.check([path], base=base)
    assert checked.problems == ()
    assert column(checked, "project_progress", "progress") == [Decimal("16.5")]


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ([0.165, 0.2, 1], ["E1"]),
        (["0.165", None, 0], ["E1"]),
        ([16.5, 0.165, 30], ["E3"]),
        ([16, 0.5, 30], ["E3"]),
        ([16.5, 0.5, 30.2], []),
        (["0.165%", "0.2%", "0.3%"], []),
        ([0, 0, 0], []),
    ],
)
def test_fractions_among_percentages_are_asked_about(
    tmp_path: Path, base: Release, values: list[Any], asked: list[str]
) -> None:
    rows = [["2022-02", f"P{i}", 1, 1, 0 if value is None else value] for i, value in enumerate(values)]
    problems = check(tmp_path, base, [PROGRESS, *rows]).problems
    assert [(p.level.value, p.cell) for p in problems] == [("warning", cell) for cell in asked]
    assert all("16.5" in p.suggestion for p in problems)


def test_growth_rates_are_asked_about_and_levels_beside_them_are_not(tmp_path: Path, base: Release) -> None:
    rows = [
        ["2022-02", "500152", "规上工业增加值增速", 0.165],
        ["2022-02", "500101", "规上工业增加值增速", -0.052],
        ["2022-02", "500152", "规上工业产值", 66.8],
    ]
    (problem,) = check(tmp_path, base, [INPUTS, *rows]).problems
    assert (problem.level, problem.cell) == ("warning", "D1")
    assert "0.165" in problem.message


@pytest.mark.parametrize(
    ("title", "header", "values"),
    [
        ("", "数值", [440, 116]),
        ("单位：万元", "数值", [4_400_000, 1_160_000]),
        ("", "数值（万元）", [4_400_000, 1_160_000]),
        ("单位：元", "数值（亿元）", [440, 116]),
        ("", "数值", ["4400000万元", "116亿元"]),
    ],
)
def test_a_value_is_kept_in_the_unit_of_its_indicator(
    tmp_path: Path, base: Release, title: str, header: str, values: list[Any]
) -> None:
    rows = [[2022, "500152", name, v] for name, v in zip(("规上工业产值", "工业投资"), values, strict=True)]
    checked = check(tmp_path, base, [[title], [*TARGETS[:3], header], *rows], sheet="年度目标")
    assert checked.problems == ()
    assert column(checked, "targets", "value") == [Decimal(440), Decimal(116)]


def test_an_indicator_in_a_unit_it_cannot_have_is_an_error(tmp_path: Path, base: Release) -> None:
    rows = [[2022, "500152", "规上工业产值", 440], [2022, "500152", "规上工业增加值增速", 8]]
    (problem,) = check(tmp_path, base, [[*TARGETS[:3], "数值（亿元）"], *rows], sheet="年度目标").problems
    assert (problem.level, problem.cell) == ("error", "D3")
    assert "%" in problem.suggestion


WAYS_TO_WRITE = [
    ("１２００．５", "full width"),
    ("1,200.5", "separators"),
    ("1，200.5", "a wide comma"),
    (" 1 200.50 ", "spaces"),
    ("1200.5\u00a0", "a hard space"),
    ("'1200.5", "an apostrophe"),
    ("￥1,200.50", "a currency sign"),
    ("1.2005E+3", "powers of ten"),
    ("1200.5万元", "its unit"),
]


@pytest.mark.parametrize(("text", "how"), WAYS_TO_WRITE, ids=[how for _, how in WAYS_TO_WRITE])
def test_numbers_written_as_text(tmp_path: Path, base: Release, text: str, how: str) -> None:
    path = workbook(tmp_path / "报表.xlsx", {"表": output_sheet(["2022-02", "E2", text, 1, 1, 1])})
    book = openpyxl.load_workbook(path)
    cell = book["表"]["C4"]
    cell.number_format, cell.quotePrefix = "@", True
    book.save(path)
    checked = ingest.check([path], base=base)
    assert (checked.problems, outputs(checked)) == ((), {"E2": Decimal("1200.50")})


def test_full_width_letters_and_digits_everywhere(tmp_path: Path, base: Release) -> None:
    header = ["报告期", "企业编号", "产　值", "营业收入（万元）", "利润总额", "用电量"]
    checked = check(tmp_path, base, [["单位：万元"], header, ["２０２２年１－２月", "Ｅ１", "１００", 1, 1, 1]])
    assert (checked.problems, outputs(checked)) == ((), {"E1": Decimal(100)})


def test_signs_for_nothing_are_empty_cells(tmp_path: Path, base: Release) -> None:
    blanks = [None, "", "—", "——", "-", "/", "无", "空", "　", "N/A"]
    rows = [["2022-%02d" % (i + 2), "E1", 100 + i, 1, i, 1, blank] for i, blank in enumerate(blanks)]  # noqa: UP031
    checked = check(tmp_path, base, [[*OUTPUT_HEADER, "产值上年同期"], *rows])
    assert checked.problems == ()
    assert column(checked, "output", "output_base") == [None] * len(blanks)
    rows = [["2022-02", "E1", blank, 1, 1, 1] for blank in blanks]
    problems = check(tmp_path, base, [OUTPUT_HEADER, *rows]).problems
    assert [p.cell for p in problems if p.level == "error"] == [f"C{i + 2}" for i in range(len(blanks))]


FEBRUARY: list[tuple[Any, str]] = [
    ("2022年1-2月", "@"),
    ("2022年1—2月", "@"),
    ("2022年1~2月累计", "@"),
    ("2022.02", "@"),
    (2022.02, "0.00"),
    ("202202", "@"),
    (202202, "0"),
    ("2022-02", "@"),
    (44593, "0"),
    (44593, "yyyy年m月"),
    (dt.date(2022, 2, 28), "yyyy/m"),
    (dt.datetime(2022, 2, 1), "yyyy-mm-dd"),  # noqa: DTZ001 a spreadsheet's day has no time zone
]


def test_a_period_in_any_dress(tmp_path: Path, base: Release) -> None:
    path = workbook(
        tmp_path / "报表.xlsx", {"表": output_sheet(*([written, "E1", 1, 1, 1, 1] for written, _ in FEBRUARY))}
    )
    book = openpyxl.load_workbook(path)
    for row, (_, shown) in enumerate(FEBRUARY, start=4):
        book["表"].cell(row, 1).number_format = shown
    book.save(path)
    checked = ingest.check([path], base=base)
    assert told(checked.problems) == [("warning", "表", row, "企业编号") for row in range(5, 4 + len(FEBRUARY))]
    assert column(checked, "output", "period") == ["2022-02"]


def test_what_may_be_two_periods_is_asked(tmp_path: Path, base: Release) -> None:
    written = ["2022年1月", 2022.1, dt.date(2022, 1, 31), "一季度", 44562, "2022年2-3月", 2022]
    problems = check(tmp_path, base, output_sheet(*([text, "E1", 1, 1, 1, 1] for text in written))).problems
    assert told(problems) == [("error", "表", row, "报告期") for row in range(4, 4 + len(written))]
    assert all("2022-02" in problem.suggestion for problem in problems)


TOWNS = [
    ("500152104", 0),
    ("古溪镇", 0),
    ("古 溪 镇", 0),
    ("Guxi", 0),
    ("古溪", 1),
    ("潼南区古溪镇", 1),
    ("重庆市潼南区古溪镇", 1),
    ("古溪镇人民政府", 1),
]


def leads(*towns: str) -> Rows:
    return [LEADS, *([f"L{i}", town, "2022-02-09", "新收"] for i, town in enumerate(towns))]


def test_towns_by_code_name_and_the_ways_they_are_said(tmp_path: Path, base: Release) -> None:
    checked = check(tmp_path, base, leads(*(written for written, _ in TOWNS)))
    assert column(checked, "leads", "town") == ["500152104"] * len(TOWNS)
    noted = [row for row, (_, notes) in enumerate(TOWNS, start=2) if notes]
    assert told(checked.problems) == [("warning", "表", row, "镇街") for row in noted]
    assert all("古溪镇" in p.message for p in checked.problems)


def test_a_town_that_is_none_is_never_guessed(tmp_path: Path, base: Release) -> None:
    written = ["古西镇", "溪镇", "玉古溪", "五溪镇", "区", "潼南区"]
    checked = check(tmp_path, base, leads(*written))
    assert told(checked.problems) == [("error", "表", row, "镇街") for row in range(2, 2 + len(written))]
    assert column(checked, "leads", "town") == [None] * len(written)


def test_towns_that_are_equally_near_are_both_named(tmp_path: Path, base: Release) -> None:
    (problem,) = check(tmp_path, base, leads("五溪镇")).problems
    assert "玉溪镇" in problem.suggestion
    assert "古溪镇" in problem.suggestion


def test_sectors_with_and_without_their_kind(tmp_path: Path, base: Release) -> None:
    said = ["装备制造", "equipment", "装备制造业", "装备制造产业"]
    rows = [[*row, sector] for row, sector in zip(leads(*(["玉溪镇"] * 4)), ["产业", *said], strict=True)]
    checked = check(tmp_path, base, rows)
    assert column(checked, "leads", "sector") == ["equipment"] * 4
    assert told(checked.problems) == [("warning", "表", row, "产业") for row in (4, 5)]


def test_keys_twice_between_files(tmp_path: Path, base: Release) -> None:
    first = workbook(tmp_path / "甲.xlsx", {"产值": output_sheet()})
    same = workbook(tmp_path / "乙.xlsx", {"产值": output_sheet(OUTPUT_ROWS[0])})
    other = tmp_path / "丙.csv"
    other.write_text(",".join(OUTPUT_HEADER) + "\n2022年1—2月,E2,1200.51,1000,80.25,30\n", encoding="gb18030")
    problems = ingest.check([first, same, other], base=base).problems
    assert [(p.level.value, p.file, p.row) for p in problems] == [("warning", "乙.xlsx", 4), ("error", "丙.csv", 2)]
    assert all("甲.xlsx" in p.message for p in problems)


def test_absurd_years_are_asked_about(tmp_path: Path, base: Release) -> None:
    rows = [[year, "500152", "规上工业产值", 440] for year in ("2022", "22", 20220)]
    problems = check(tmp_path, base, [TARGETS, *rows], sheet="年度目标").problems
    assert told(problems) == [("warning", "年度目标", 3, "年度"), ("warning", "年度目标", 4, "年度")]


def test_absurd_days_and_shares_are_asked_about(tmp_path: Path, base: Release) -> None:
    rows = [["L1", "玉溪镇", "0222-02-09", "新收"], ["L2", "玉溪镇", "2202-02-09", "新收"]]
    assert told(check(tmp_path, base, [LEADS, *rows]).problems) == [
        ("error", "表", 2, "收到日期"),
        ("error", "表", 3, "收到日期"),
    ]
    problems = check(tmp_path, base, [PROGRESS, ["2022-02", "P1", -1, 1, 101]]).problems
    assert told(problems) == [("warning", "表", 2, "本年完成投资"), ("warning", "表", 2, "形象进度")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.xlsx", b""),
        ("空.csv", b""),
        ("只有标题.csv", "报告期,企业编号,产值,营业收入,利润总额,用电量\n".encode()),
        ("通知.csv", "关于报送报表的通知\n请各单位于每月5日前报送\n".encode("gb18030")),
        ("照片.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
        ("说明.docx", b"PK\x03\x04" + b"\0" * 64),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_empty_and_the_wrong_file_are_one_problem(
    tmp_path: Path, base: Release, name: str, content: bytes, language: Any
) -> None:
    (tmp_path / name).write_bytes(content)
    with speaking(language):
        (problem,) = ingest.check([tmp_path / name], base=base).problems
    assert (problem.level.value, problem.file) == ("error", name)
    assert problem.message
    assert problem.suggestion

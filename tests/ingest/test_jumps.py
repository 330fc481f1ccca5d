"""Numbers far from what is published, from the year before or from the period before are asked about, with both."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.reports import output_sheet, start, told, workbook
from tongnan_metrics import ingest, releases
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.ingest import Checked
from tongnan_metrics.releases import Release

E1 = {"2021-03": 15_000, "2021-12": 60_000, "2022-02": 10_000}


def output(*rows: tuple[str, str, float]) -> list[Any]:
    return output_sheet(*([period, enterprise, value, 1, 1, 1] for period, enterprise, value in rows))


@pytest.fixture
def base(tmp_path: Path) -> Release:
    """An enterprise's output in three periods, to publish on."""
    return made(tmp_path)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The same, to look at only."""
    return made(tmp_path_factory.mktemp("standing"))


def made(folder: Path) -> Release:
    start(folder / "data")
    return published(folder, *((period, "E1", value) for period, value in E1.items()))


def published(folder: Path, *rows: tuple[str, str, float]) -> Release:
    path = workbook(folder / "a.xlsx", {"产值": output(*rows)})
    return ingest.publish([path], root=folder / "data", author="tester")


def checked(folder: Path, base: Release, *rows: tuple[str, str, float], name: str = "b.xlsx") -> Checked:
    return ingest.check([workbook(folder / name, {"产值": output(*rows)})], base=base)


FINE = [("2022-03", 15_000), ("2022-03", 149_000), ("2022-02", 99_000), ("2022-12", 12_000), ("2023-02", 10_100)]


@pytest.mark.parametrize(("period", "value"), FINE)
def test_what_moves_as_enterprises_do_is_fine(tmp_path: Path, standing: Release, period: str, value: float) -> None:
    assert checked(tmp_path, standing, (period, "E1", value)).problems == ()


JUMPS = [
    ("2022-02", 100_100_000, ("当前版本", "10,000万元", "100,100,000万元", "10010")),
    ("2022-02", 1, ("当前版本", "10,000万元", "1万元", "1/10000")),
    ("2022-03", 150_010_000, ("上年同期", "15,000万元", "150,010,000万元", "10001")),
    ("2022-04", 9_000_000, ("上一报告期", "15,000万元", "9,000,000万元", "450")),
    ("2022-03", 9_999, ("上一报告期", "10,000万元", "9,999万元", "不应减少")),
]


@pytest.mark.parametrize(("period", "value", "words"), JUMPS, ids=[f"{p} {v}" for p, v, _ in JUMPS])
def test_a_jump_is_told_with_both_numbers(
    tmp_path: Path, standing: Release, period: str, value: float, words: Sequence[str]
) -> None:
    before = [("2022-03", "E1", 15_000.0)] if period == "2022-04" else []
    (problem,) = checked(tmp_path, standing, (period, "E1", value), *before).problems
    assert told([problem]) == [("warning", "产值", 4, "产值")]
    assert all(word in problem.message for word in words), problem.message
    assert (problem.cell, problem.value) == ("C4", f"{value}.00")


def test_small_numbers_new_ones_and_zeros_may_do_anything(tmp_path: Path, standing: Release) -> None:
    rows = ("2022-02", "E2", 1.0), ("2022-03", "E2", 400.0), ("2022-02", "E3", 5_000_000.0), ("2022-03", "E1", 20_000.0)
    assert checked(tmp_path, standing, *rows).problems == ()


def test_periods_of_one_file_are_held_against_each_other(tmp_path: Path, standing: Release) -> None:
    (problem,) = checked(tmp_path, standing, ("2022-03", "E2", 900), ("2022-04", "E2", 899)).problems
    assert told([problem]) == [("warning", "产值", 5, "产值")]
    assert "899" in problem.message


def test_a_column_in_the_wrong_unit_is_said_once(tmp_path: Path) -> None:
    root = tmp_path / "data"
    tables = {"enterprises": [[f"E{i}", f"厂{i}", "上和镇", "装备制造", "规上", "否"] for i in range(10, 20)]}
    start(root)
    header = ["企业编号", "企业名称", "镇街", "产业", "企业层级", "高新区"]
    rows = [("2022-02", f"E{i}", 1000.0 + i) for i in range(10, 20)]
    first = workbook(tmp_path / "a.xlsx", {"企业名录": [header, *tables["enterprises"]], "产值": output(*rows)})
    base = ingest.publish([first], root=root, author="tester")
    again = [("2022-03", enterprise, value * 10_000) for _, enterprise, value in rows]
    (problem,) = checked(tmp_path, base, *again).problems
    assert (problem.row, problem.cell, problem.column) == (None, "C3", "产值")
    assert "10个" in problem.message


def test_a_jump_that_is_published_was_confirmed(tmp_path: Path, base: Release) -> None:
    path = workbook(tmp_path / "b.xlsx", {"产值": output(("2022-03", "E1", 900_000))})
    assert len(ingest.check([path], base=base).problems) == 1
    now = ingest.publish([path], root=tmp_path / "data", author="tester", accept_warnings=True)
    assert ingest.check([path], base=now).problems == ()


def test_works_never_shrink_and_a_ledger_is_held_against_itself(tmp_path: Path, base: Release) -> None:
    projects = ["项目编号", "项目名称", "镇街", "项目类别", "高新区", "技改项目", "智能化改造", "总投资", "责任单位"]
    progress = ["报告期", "项目编号", "本年完成投资", "自开工累计完成投资", "形象进度"]

    def report(name: str, total: float, *rows: list[Any]) -> Path:
        project = ["P1", "厂房", "上和镇", "工业", "否", "否", "否", total, "区经信委"]
        return workbook(tmp_path / name, {"项目库": [projects, project], "项目进度": [progress, *rows]})

    first = report("a.xlsx", 20_000, ["2021-12", "P1", 9_000, 9_000, 60])
    base = ingest.publish([first], root=tmp_path / "data", author="tester")
    problems = ingest.check([report("b.xlsx", 200_001, ["2022-02", "P1", 20, 8_000, 55])], base=base).problems
    assert told(problems) == [
        ("warning", "项目库", 2, "总投资"),
        ("warning", "项目进度", 2, "自开工累计完成投资"),
        ("warning", "项目进度", 2, "形象进度"),
    ]


def test_thresholds_stand_in_the_catalogue() -> None:
    watched = {f.key for d in REPORTED.values() for f in d.fields if f.jump}
    assert {"output", "revenue", "profit", "electricity", "investment_ytd", "total_investment", "progress"} <= watched


def test_without_a_release_a_file_is_held_against_itself(tmp_path: Path) -> None:
    assert releases.history(tmp_path) == ()
    path = workbook(tmp_path / "a.xlsx", {"产值": output(("2022-02", "E1", 1))})
    problems = ingest.check([path], base=None).problems
    assert told(problems) == [("error", "产值", 4, "企业编号")]


@pytest.mark.parametrize("period", ["1949-02", "2999-12"])
def test_nobody_reported_before_the_first_year(tmp_path: Path, standing: Release, period: str) -> None:
    assert checked(tmp_path, standing, (period, "E1", 1)).problems == ()

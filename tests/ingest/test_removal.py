"""Rows go only when a file of keys names them, or when their period comes in anew without them."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.reports import OUTPUT_HEADER, output_sheet, start, told, workbook
from tests.ingest.test_publish import amounts
from tongnan_metrics import ingest, releases
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.ingest import Change, Checked, RefusedError
from tongnan_metrics.releases import Release

FEBRUARY = ["2022-02", "E1", 100, 90, 5, 10], ["2022-02", "E2", 200, 190, 5, 10]
MARCH = ["2022-03", "E1", 150, 140, 5, 10], ["2022-03", "E2", 300, 290, 5, 10]
KEYS = ["报告期", "企业编号"]


@pytest.fixture
def base(tmp_path: Path) -> Release:
    """Two enterprises' February and March, to publish on."""
    return made(tmp_path)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The same, to look at only."""
    return made(tmp_path_factory.mktemp("standing"))


def made(folder: Path) -> Release:
    start(folder / "data")
    return publish(folder, report(folder, *FEBRUARY, *MARCH))


def report(folder: Path, *rows: Sequence[Any], name: str = "产值.xlsx") -> Path:
    return workbook(folder / name, {"产值": output_sheet(*rows)})


def keys(folder: Path, *rows: Sequence[Any], sheet: str = "删除", name: str = "删除.xlsx") -> Path:
    return workbook(folder / name, {sheet: rows})


def publish(folder: Path, *paths: Path, **how: Any) -> Release:
    reading = ingest.read_files(paths, **how)
    return ingest.publish_reading(reading, root=folder / "data", author="tester")


def deleting(base: Release, path: Path) -> Checked:
    return ingest.check([], base=base, delete=[path])


def test_keys_delete_their_rows_and_nothing_else(tmp_path: Path, base: Release) -> None:
    path = keys(tmp_path, ["要删除的行"], ["序号", *KEYS], [1, "2022年1—2月", "E2"], [2, "2022年3月", "E1"])
    checked = deleting(base, path)
    assert checked.problems == ()
    assert dict(checked.changes) == {"output": Change(added=0, changed=0, unchanged=0, removed=2)}
    release = publish(tmp_path, delete=[path])
    assert set(amounts(release)) == {("2022-02", "E1"), ("2022-03", "E2")}
    assert [source.name for source in release.manifest.datasets["output"].sources] == ["删除.xlsx"]
    expected = monthly.build({key: release.table(key) for key in REPORTED})
    order = [(name, "ascending") for name in expected.schema.names]
    assert release.table("monthly").sort_by(order).equals(expected.sort_by(order))


def test_keys_may_be_a_text_file_say_names_and_share_a_period(tmp_path: Path, base: Release) -> None:
    path = tmp_path / "2022年1—2月产值删除.csv"
    path.write_text("企业名称\n甲厂\n", encoding="gb18030")
    assert set(amounts(base)) - set(amounts(publish(tmp_path, delete=[path]))) == {("2022-02", "E1")}


def test_what_is_gone_cannot_be_deleted_again(tmp_path: Path, base: Release) -> None:
    path = keys(tmp_path, KEYS, ["2022-02", "E2"])
    now = publish(tmp_path, delete=[path])
    assert told(deleting(now, path).problems) == [("error", "删除", 2, "企业编号")]


BAD = [
    ([KEYS, ["2022-02", "E3"]], ("error", "删除", 2, "企业编号")),
    ([KEYS, ["2022-05", "E1"]], ("error", "删除", 2, "企业编号")),
    ([KEYS, ["2022-02", None]], ("error", "删除", 2, "企业编号")),
    ([KEYS, ["2022-01", "E1"]], ("error", "删除", 2, "报告期")),
    ([[*KEYS, "产值"], ["2022-02", "E1", 100]], ("error", "删除", None, "产值")),
    ([["企业编号", "厂长"], ["E4", "甲"]], ("error", "删除", None, "厂长")),
    ([["请删除"], ["甲厂"]], ("error", "删除", None, "")),
    ([KEYS], ("error", "", None, "")),
]


@pytest.mark.parametrize(("rows", "problem"), BAD, ids=[str(i) for i in range(len(BAD))])
def test_a_file_of_keys_is_checked_like_any_other(
    tmp_path: Path, standing: Release, rows: list[list[Any]], problem: tuple[str, str, int | None, str]
) -> None:
    found = deleting(standing, keys(tmp_path, *rows)).problems
    assert told(found) == [problem]
    assert found[0].suggestion


def test_a_key_said_twice_goes_once(tmp_path: Path, standing: Release) -> None:
    checked = deleting(standing, keys(tmp_path, KEYS, ["2022-02", "E1"], ["202202", "E1"]))
    assert told(checked.problems) == [("warning", "删除", 3, "企业编号")]
    assert checked.changes["output"].removed == 1


def test_one_import_cannot_bring_and_delete_a_row(tmp_path: Path, base: Release) -> None:
    path = keys(tmp_path, KEYS, ["2022-02", "E1"])
    with pytest.raises(RefusedError) as refused:
        publish(tmp_path, report(tmp_path, FEBRUARY[0]), delete=[path])
    assert told(refused.value.problems) == [("error", "删除", 2, "企业编号")]


def test_what_others_refer_to_stays_until_they_go_too(tmp_path: Path, base: Release) -> None:
    path = keys(tmp_path, ["企业编号"], ["E1"], ["E3"])
    (problem,) = deleting(base, path).problems
    assert told([problem]) == [("error", "删除", 2, "企业编号")]
    assert "规上工业生产" in problem.message
    rows = keys(tmp_path, KEYS, ["2022-02", "E1"], ["2022-03", "E1"], name="产值删除.xlsx")
    release = publish(tmp_path, delete=[path, rows])
    assert release.table("enterprises")["enterprise"].to_pylist() == ["E2", "E4"]
    assert {enterprise for _, enterprise in amounts(release)} == {"E2"}


def test_a_period_that_comes_in_anew_loses_what_does_not(tmp_path: Path, base: Release) -> None:
    path = report(tmp_path, ["2022-03", "E1", 160, 140, 5, 10], ["2022-03", "E3", 7, 7, 7, 7])
    merged = ingest.check([path], base=base).changes["output"]
    replaced = ingest.check([path], base=base, replace_periods=True).changes["output"]
    assert merged == Change(added=1, changed=1, unchanged=0)
    assert replaced == Change(added=1, changed=1, unchanged=0, removed=1)
    release = publish(tmp_path, path, replace_periods=True)
    assert amounts(release) == {
        ("2022-02", "E1"): Decimal(100),
        ("2022-02", "E2"): Decimal(200),
        ("2022-03", "E1"): Decimal(160),
        ("2022-03", "E3"): Decimal(7),
    }
    assert publish(tmp_path, path, replace_periods=True) == release


def test_ledgers_have_no_periods_to_replace(tmp_path: Path, base: Release) -> None:
    header = ["线索编号", "镇街", "收到日期", "办理结果"]
    rows = [["L1", "玉溪镇", "2022-02-09", "新收"], ["L2", "玉溪镇", "2022-02-10", "新收"]]
    publish(tmp_path, workbook(tmp_path / "a.xlsx", {"线索": [header, *rows]}))
    again = workbook(tmp_path / "b.xlsx", {"线索": [header, rows[0]]})
    now = releases.current(tmp_path / "data")
    checked = ingest.check([again], base=now, replace_periods=True)
    assert told(checked.problems) == [("warning", "", None, "")]
    assert checked.changes["leads"] == Change(added=0, changed=0, unchanged=1)


def test_files_of_one_name_are_told_apart(tmp_path: Path, standing: Release) -> None:
    paths = [tmp_path / town / "产值.xlsx" for town in ("玉溪", "古溪")]
    for path, row in zip(paths, (["2022-04", "E1", "x", 150, 5, 10], ["2022-04", "E2", 400, 390, 5, 10]), strict=True):
        path.parent.mkdir()
        report(path.parent, row)
    (problem,) = ingest.check([*paths, paths[0]], base=standing).problems
    assert problem.file == "玉溪/产值.xlsx"
    assert OUTPUT_HEADER[2] == problem.column

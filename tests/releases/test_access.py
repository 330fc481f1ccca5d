"""A data folder that may not be written or read, or is gone: one clear sentence, no crash, in commands and pages."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import small
from tests.ingest.reports import output_sheet, workbook
from tests.releases.conftest import Run
from tests.releases.pages import app, html
from tests.releases.small import publish, towns
from tests.releases.work import command_obeying_modes, page_obeying_modes, ran
from tongnan_metrics import releases
from tongnan_metrics.analysis import monthly


@pytest.fixture
def closed(root: Path) -> Iterator[Path]:
    """A full data folder nobody may write in."""
    tables = small.tables(1)
    publish(root, {**tables, "monthly": monthly.build(tables)})
    shut = {path: path.stat().st_mode for path in (root, *root.rglob("*"))}
    for path, mode in shut.items():
        path.chmod(mode & 0o555)
    yield root
    for path, mode in shut.items():
        path.chmod(mode)


def test_a_read_only_folder_answers_and_refuses_to_be_written(closed: Path, tmp_path: Path) -> None:
    release = releases.current(closed)
    report = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet(["2022-04", "E1", 1, 1, 1, 1])})
    reading = [["releases"], ["journal"], ["verify"], ["figure", "industrial_output"], ["check", str(report)]]
    writing = [
        ["import", str(report), "--yes"],
        ["restore", release.id],
        ["keep", release.id],
        ["let-go", release.id],
        ["prune", "--keep", "1"],
    ]
    _, told = ran(command_obeying_modes, closed, [*reading, *writing])
    assert [(code, err) for code, _, err in told[: len(reading)]] == [(0, "")] * len(reading)
    refused = f"数据目录 {closed} 不可写：本次未作任何更改。\n"
    assert [(code, err) for code, _, err in told[len(reading) :]] == [(2, refused)] * 5
    assert releases.history(closed) == (release.manifest,)
    assert releases.damages(closed) == ()


def test_a_read_only_folder_is_shown(closed: Path) -> None:
    _, [(shown, exceptions)] = ran(page_obeying_modes, closed)
    assert exceptions == 0
    assert "第 1 版" in shown


@pytest.mark.parametrize("part", ["", "releases"])
def test_an_unreadable_folder_is_one_sentence(root: Path, part: str) -> None:
    publish(root, towns(1))
    (root / part).chmod(0)
    _, told = ran(command_obeying_modes, root, [["releases"], ["verify"], ["figure", "industrial_output"]])
    _, [(shown, exceptions)] = ran(page_obeying_modes, root)
    (root / part).chmod(0o755)
    sentence = f"数据目录 {root} 无法读取（Permission denied）：请检查目录权限。"
    assert told == [(2, "", f"{sentence}\n")] * 3
    assert exceptions == 0
    assert sentence in shown


def test_a_folder_that_vanishes_under_an_open_page(root: Path, run: Run) -> None:
    tables = small.tables(1)
    publish(root, {**tables, "monthly": monthly.build(tables)})
    page = app().run()
    assert "第 1 版" in html(page)
    shutil.rmtree(root)
    page.run()
    assert not page.exception
    assert f"{root} 中还没有已发布的数据" in html(page)
    code, out, err = run("figure", "industrial_output")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert str(root) in err


def test_a_release_that_vanishes_under_an_open_page(root: Path) -> None:
    tables = small.tables(1)
    first = publish(root, {**tables, "monthly": monthly.build(tables)})
    second = publish(root, towns(1))
    page = app().run()
    shutil.rmtree(second.path)
    page.run()
    assert not page.exception
    assert f"文件 CURRENT 所指的数据版本 {second.id} 已缺失" in html(page)
    assert "现显示最近一版完好的数据：第 1 版" in html(page)
    assert releases.last_good(root) == first


def test_a_file_in_the_place_of_the_folder(root: Path, run: Run, tmp_path: Path) -> None:
    root.write_text("no folder", encoding="utf-8")
    report = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet()})
    for words in (["releases"], ["keep", "0001-00000000"], ["import", report]):
        code, _, err = run(*words)
        assert (code, err.count("\n")) == (2, 1)
        assert "Traceback" not in err


def test_a_clock_that_was_set_back_is_told_on_the_page(root: Path) -> None:
    tables = small.tables(1)
    publish(root, {**tables, "monthly": monthly.build(tables)}, created_at=datetime(2990, 1, 1, tzinfo=UTC))
    page = app("data").run()
    assert "请校准时钟" not in html(page)
    publish(root, towns(1))
    page.run()
    assert not page.exception
    assert html(page).count("请校准时钟") == 1
    assert "第 2 版" in html(page)

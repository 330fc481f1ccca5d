"""The command line of those who import: templates, checks, imports; every error is one sentence."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.ingest.reports import start
from tongnan_metrics.commands import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the small district: exit code, output, errors."""
    start(tmp_path / "data")
    monkeypatch.setenv("TONGNAN_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def command(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return command


@pytest.mark.parametrize("name", ["leads", "招商线索", "Investment leads"])
def test_a_template_by_any_name(run: Run, tmp_path: Path, name: str) -> None:
    code, out, err = run("template", name, "-o", "模板.xlsx")
    assert (code, out, err) == (0, "模板已保存：模板.xlsx\n", "")
    book = openpyxl.load_workbook(tmp_path / "模板.xlsx")
    assert "玉溪镇" in [row[0] for row in book.worksheets[1].iter_rows(values_only=True)]


def test_a_template_is_named_after_its_dataset(run: Run, tmp_path: Path) -> None:
    assert run("template", "output")[0] == 0
    assert (tmp_path / "规上工业生产.xlsx").is_file()


def test_no_such_report_and_no_such_folder_are_one_sentence(run: Run) -> None:
    for words, hint in ((["outptu"], "output"), (["output", "-o", "没有/a.xlsx"], "没有/a.xlsx")):
        code, out, err = run("template", *words)
        assert (code, out) == (2, "")
        assert hint in err
        assert err.count("\n") == 1

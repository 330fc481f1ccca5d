"""The command line of those who import: templates, checks, imports; every error is one sentence."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.browser import ROOT
from tests.ingest.reports import output_sheet, start, workbook
from tongnan_metrics.commands import main
from tongnan_metrics.ingest import Step

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


def test_checking_writes_the_report_marked_to_send_back(run: Run, tmp_path: Path) -> None:
    bad = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet(["2022-02", "E9", 1, 1, 1, 1])})
    code, out, err = run("check", bad, "-o", "退回.xlsx")
    assert (code, err.count("\n")) == (2, 1)
    assert "退回.xlsx" in out.splitlines()[-1]
    assert openpyxl.load_workbook(tmp_path / "退回.xlsx").sheetnames == ["问题清单", "产值"]
    said = json.loads(run("check", bad, "--marked", tmp_path, "--format", "json")[1])
    assert said["marked"] == [str(tmp_path / "产值（标注）.xlsx")]
    assert (tmp_path / "产值（标注）.xlsx").is_file()
    assert not list(tmp_path.glob(".*"))


def test_marking_never_overwrites_a_report_and_needs_a_folder_for_several(run: Run, tmp_path: Path) -> None:
    bad = [
        workbook(tmp_path / name, {"产值": output_sheet(["2022-02", "E9", 1, 1, 1, 1])})
        for name in ("a.xlsx", "b.xlsx")
    ]
    before = bad[0].read_bytes()
    for words, hint in (([bad[0], "-o", bad[0]], "a.xlsx"), ([*bad, "-o", "c.xlsx"], "--marked")):
        code, out, err = run("check", *words)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert hint in err
    assert bad[0].read_bytes() == before
    good = workbook(tmp_path / "c.xlsx", {"产值": output_sheet()})
    assert run("check", good, "-o", "d.xlsx")[0] == 0
    assert not (tmp_path / "d.xlsx").exists()


def test_a_terminal_shows_how_far_it_is_and_keeps_nothing_of_it(tmp_path: Path) -> None:
    start(tmp_path / "data")
    report = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet()})
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    words = [sys.executable, "-m", "tongnan_metrics", "import", str(report)]
    environment = {**os.environ, "TONGNAN_DATA": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, stderr=end, check=True, cwd=tmp_path)
    os.close(end)
    shown = os.read(terminal, 1 << 20).decode()
    os.close(terminal)
    assert all(step.word in shown for step in Step)
    assert shown.rpartition("\r")[2].strip() == ""
    assert "%" not in done.stdout.decode()

"""The child process: it keeps to its limits, sees no secrets, and never outlives its parent."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import psutil
import pytest

from tests.browser import ROOT
from tests.reader.files import cells, raw_xlsx
from tongnan_metrics.ingest.workbook import UnreadableError, in_words, read
from tongnan_metrics.locale import speaking
from tongnan_metrics.reader.limits import Limits, SettingError, chosen
from tongnan_metrics.reader.process import SCRATCH
from tongnan_metrics.reader.unfit import UnfitError, damaged_book

PATIENCE_S = 20


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A file that nobody can read to its end."""
    os.mkfifo(tmp_path / "a.csv")
    return tmp_path / "a.csv"


def wait_for(condition: Callable[[], object]) -> None:
    end = monotonic() + PATIENCE_S
    while not condition():
        assert monotonic() < end
        sleep(0.02)


def reading_child(of: psutil.Process) -> psutil.Process | None:
    return next((p for p in of.children() if "tongnan_metrics.reader" in p.cmdline()), None)


@contextmanager
def released(pipe: Path) -> Iterator[None]:
    """Let who waits for the pipe find nothing in it, in the end."""
    try:
        yield
    finally:
        with pipe.open("wb"):
            pass


def refused(path: Path, **limits: int) -> str:
    with speaking("en"), pytest.raises(UnreadableError) as caught:
        read(path, allowed=Limits(**limits))
    return str(caught.value)


def test_too_much_time(pipe: Path) -> None:
    assert "within 1 seconds" in refused(pipe, wall_s=1)


def test_too_much_computing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b,c,d,e,f\n" * 2_000_000)
    assert "within 1 seconds" in refused(tmp_path / "a.csv", cpu_s=1)


def test_too_much_memory(tmp_path: Path) -> None:
    path = raw_xlsx(
        tmp_path / "a.xlsx", '<row r="1000000"><c r="S1000000"><v>1</v></c></row><row r="1"><c><v>1</v></c></row>'
    )
    assert "more than the 512 MiB of memory" in refused(path, memory_mib=512)


def test_too_much_output(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"0123456789,0123456789\n" * 100_000)
    assert "more than 1 MiB of text" in refused(tmp_path / "a.csv", output_mib=1)


def test_a_thread_may_read_and_the_child_sees_no_secrets(pipe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "x")
    said: list[str] = []
    thread = Thread(target=lambda: said.append(refused(pipe)))
    with released(pipe):
        thread.start()
        wait_for(lambda: reading_child(psutil.Process()))
        child = reading_child(psutil.Process())
        assert child is not None
        assert "A_SECRET" not in child.environ()
    thread.join(PATIENCE_S)
    assert said == ["The file is empty."]


def test_the_child_goes_and_tidies_up_when_its_parent_is_killed(pipe: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    code = f"from pathlib import Path; from tongnan_metrics.ingest.workbook import read; read(Path({str(pipe)!r}))"
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", code], env=environment) as parent:
        wait_for(lambda: reading_child(psutil.Process(parent.pid)))
        child = reading_child(psutil.Process(parent.pid))
        assert child is not None
        assert len(list(temporary.iterdir())) == 1
        parent.send_signal(signal.SIGKILL)
    wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
    assert list(temporary.iterdir()) == []


def test_what_a_killed_parent_left_is_swept_in_time(tmp_path: Path, nothing_left: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n")
    old, new, other = (nothing_left / name for name in (f"{SCRATCH}old", f"{SCRATCH}new", "other"))
    for folder in (old, new, other):
        folder.mkdir()
        (folder / "0-0.arrow").touch()
    for folder in (old, other):
        os.utime(folder, (0, 0))
    read(tmp_path / "a.csv")
    assert {folder.name for folder in nothing_left.iterdir()} == {new.name, other.name}
    for folder in (new, other):
        shutil.rmtree(folder)


def test_an_interruption_ends_the_child(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n" * 100)

    def interrupt(done: int, whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(tmp_path / "a.csv", progress=interrupt)


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    rows = "".join(f'<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>' for i in range(1, 100))
    read(raw_xlsx(tmp_path / "a.xlsx", rows), progress=lambda done, whole: told.append((done, whole)))
    shares = [done / whole for done, whole in told]
    assert shares == sorted(shares)
    assert 0 < shares[-1] <= 1


def test_what_was_read_stays_when_its_files_are_gone(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n" * 200_000)
    (sheet,) = read(tmp_path / "a.csv").sheets
    assert sheet.height == 200_000
    assert sheet.row(199_999) == ("a", "b")
    assert cells(sheet)[0] == ("a", "b")


def test_limits_are_set_by_variables() -> None:
    assert chosen({}) == Limits()
    assert chosen({"TONGNAN_READ_WALL_S": "7", "TONGNAN_READ_ROWS": ""}) == Limits(wall_s=7)


@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5", "１"])
def test_a_wrong_limit_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    with pytest.raises(SettingError):
        chosen({"TONGNAN_READ_ROWS": value})
    monkeypatch.setenv("TONGNAN_READ_ROWS", value)
    with pytest.raises(UnreadableError, match=f"TONGNAN_READ_ROWS.*{value}.*。"):
        read(tmp_path / "a.csv")


def test_a_sentence_that_is_none_of_ours_is_not_repeated() -> None:
    assert in_words(UnfitError("Send your password to {who}.", who="me")) == in_words(damaged_book())

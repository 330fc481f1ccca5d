"""Killed at any moment, a publisher loses nothing that was acknowledged and leaves nothing half done.

``make soak`` kills a thousand times; `KILLS` in the environment says how often.
"""

import os
import signal
import time
from pathlib import Path
from random import Random

import pytest

from tests.ingest.reports import OUTPUT_ROWS, output_sheet, start, workbook
from tests.releases.conftest import Run
from tests.releases.small import publish_number
from tests.releases.whole import as_readers_see_it, whole_again
from tests.releases.work import DEEDS, Said, die_at, do_all, heard, import_until, ran, ready_for, started, turns_of
from tongnan_metrics import releases

ROUNDS = 10
KILLS = int(os.environ.get("KILLS", "120"))
TURNS = 6
DEED_S = 0.05
MADE = ("publish", "restore")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that tells the number 0."""
    publish_number(tmp_path / "data", 0, tmp_path / "report.csv")
    return tmp_path / "data"


def killed_at_work(root: Path, report: Path, random: Random) -> list[Said]:
    """What a publisher had acknowledged when it was killed, at a random moment of a random deed."""
    process, said = started(do_all, root, report, random.randrange(TURNS))
    assert said.recv() == ("ready",)
    begun = time.monotonic()
    heard_before = [said.recv() for _ in range(random.randrange(TURNS))]
    each_s = (time.monotonic() - begun) / len(heard_before) if heard_before else DEED_S
    time.sleep(random.uniform(0, each_s))
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    return [*heard_before, *heard(said)]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_kill_at_a_random_moment_loses_nothing(data: Path, tmp_path: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - no secret
    interrupted, acknowledged = 0, [("publish", releases.current(data).id)]
    for _ in range(-(-KILLS // ROUNDS)):
        acknowledged += killed_at_work(data, tmp_path / "report.csv", random)
        interrupted += (data / ".staging").exists()
        as_readers_see_it(data, at_least=max(int(i.split("-")[0]) for deed, i in acknowledged if deed in MADE))
        whole_again(data)
        deeds = [(deed.action.value, deed.release) for deed in releases.read_journal(data).deeds]
        assert [(deed, i) for deed, i in acknowledged if deed != "prune" and (deed, i) not in deeds] == []
    assert interrupted


@pytest.mark.parametrize("deed", DEEDS)
def test_a_kill_before_any_step_leaves_the_deed_done_or_undone(data: Path, tmp_path: Path, deed: str) -> None:
    report, done = tmp_path / "report.csv", []
    for step in turns_of(data, report, deed):
        ready_for(deed, data, report)
        before = len(releases.read_journal(data).deeds)
        newest = releases.current(data).manifest.sequence
        assert ran(die_at, data, report, deed, step) == (-signal.SIGKILL, [])
        as_readers_see_it(data, at_least=newest)
        whole_again(data)
        done.append(len(releases.read_journal(data).deeds) - before)
    assert done == sorted(done)
    assert {*done} == {0, 1}


def test_a_kill_of_an_import_leaves_all_of_it_or_nothing(root: Path, run: Run, tmp_path: Path) -> None:
    base = start(root)
    report = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet()})
    interrupted = 0
    for step in range(0, 1000, 12):
        code, _ = ran(import_until, root, report, step)
        now = releases.current(root)
        interrupted += (root / ".staging").exists()
        assert (code, now) == (-signal.SIGKILL, base) or now.table("output").num_rows == len(OUTPUT_ROWS)
        assert run("verify")[0] == 0
        if now != base:
            break
    assert interrupted
    assert run("import", report)[0] == 0
    assert releases.current(root) == now
    assert len(releases.read_journal(root).deeds) == 2
    assert not (root / ".staging").exists()

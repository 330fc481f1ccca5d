"""A disk that is full, fails, or forbids: refused whole in one sentence, the old state serves, the next one works."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.releases.small import number_of, publish_number
from tests.releases.whole import whole_again
from tests.releases.work import DEEDS, fail_at, publish_on_quota, ran, ready_for, turns_of
from tongnan_metrics import releases

ROOT = Path(__file__).parents[2]
IN_MEMORY = 'mount -t tmpfs -o size=2m tmpfs "$0" && exec "$@"'
SENTENCES = {errno.ENOSPC: "已满", errno.EIO: "无法使用"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that tells the number 1."""
    for number in range(2):
        publish_number(tmp_path / "data", number, tmp_path / "report.csv")
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("deed", "code"), [*((deed, errno.ENOSPC) for deed in DEEDS), ("publish", errno.EIO), ("prune", errno.EIO)]
)
def test_a_disk_that_refuses_any_step_is_one_sentence(data: Path, tmp_path: Path, deed: str, code: int) -> None:
    report, outcomes = tmp_path / "report.csv", set()
    for step in turns_of(data, report, deed):
        ready_for(deed, data, report)
        before = releases.current(data)
        _, (*refusals, (outcome, told)) = ran(fail_at, data, report, deed, step, code)
        outcomes.add(outcome)
        now = releases.current(data)
        number_of(now)
        assert outcome in ({"done", "refused", "unconfirmed"} if refusals else {"done"}), (step, refusals, told)
        if outcome == "refused":
            assert now == before
            assert SENTENCES[code] in told
        whole_again(data)
    assert "refused" in outcomes


@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.99])
def test_a_quota_refuses_whole(data: Path, tmp_path: Path, share: float) -> None:
    ready_for("publish", data, tmp_path / "report.csv")
    before = releases.current(data)
    largest = max(path.stat().st_size for path in before.path.iterdir())
    _, [(outcome, sentence)] = ran(publish_on_quota, data, tmp_path / "report.csv", int(largest * share))
    assert outcome == "refused"
    assert "已满" in sentence
    assert releases.current(data) == before
    whole_again(data)
    assert number_of(publish_number(data, 2, tmp_path / "report.csv")) == 2


def on_small_disk(folder: Path) -> list[Any]:
    """What `small_disk` says of a disk of two megabytes, mounted for it alone; nothing where that is not allowed."""
    apart = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    words = [*apart, "sh", "-c", IN_MEMORY, str(folder), sys.executable, "-m", "tests.releases.small_disk", str(folder)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    told: list[Any] = json.loads(done.stdout)
    return told


def test_a_full_disk_refuses_whole_and_can_be_pruned(tmp_path: Path) -> None:
    *published, pruned = on_small_disk(tmp_path)
    *refused, (came, *_) = [(told["came"][0], told["same"], told["broken"]) for told in published]
    assert came == "done"
    assert refused == [("refused", True, [])] * len(refused)
    assert len(refused) > 5
    assert all("已满" in told["came"][1] for told in published[:-1])
    word, removed = pruned["came"]
    assert (word, [release_id.split("-")[0] for release_id in removed.split()]) == ("done", ["0001", "0002"])


def test_nothing_counts_before_the_disk_has_it(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deeds: list[tuple[str, int | Path]] = []
    fsync, moved = os.fsync, {"rename": Path.rename, "replace": Path.replace}

    def flushing(handle: int) -> None:
        fsync(handle)
        deeds.append(("flushed", os.fstat(handle).st_ino))

    def moving(name: str) -> Callable[[Path, Path], Path]:
        def move(path: Path, target: Path) -> Path:
            deeds.append(("moved", target))
            return moved[name](path, target)

        return move

    monkeypatch.setattr(os, "fsync", flushing)
    for name in moved:
        monkeypatch.setattr(Path, name, moving(name))
    release = publish_number(data, 2, tmp_path / "report.csv")
    placed, named = deeds.index(("moved", release.path)), deeds.index(("moved", data / "CURRENT"))
    (original,) = release.manifest.originals

    def flushed(path: Path, start: int, stop: int | None = None) -> bool:
        return ("flushed", path.stat().st_ino) in deeds[start:stop]

    own = [path for path in release.path.iterdir() if path.stat().st_nlink == 1]
    assert len(own) == 4  # three datasets and the manifest
    assert all(flushed(path, 0, placed) for path in (*own, release.path, releases.original(data, original)))
    assert flushed(release.path.parent, placed, named)
    assert flushed(data, named)
    assert flushed(data / "journal.jsonl", named)

"""Many at once: readers never meet a mixed or missing state, and of two publishers neither loses a row."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.ingest.reports import output_sheet, start, workbook
from tests.releases.conftest import Run
from tests.releases.small import codes, publish, publish_number, towns
from tests.releases.work import PROCESSES, add_towns, heard, hold, import_files, read_on, started
from tongnan_metrics import releases
from tongnan_metrics.releases import disk

PUBLISHES = 200


def test_readers_see_one_whole_state_during_200_publishes(tmp_path: Path) -> None:
    root, report, over = tmp_path / "data", tmp_path / "report.csv", PROCESSES.Event()
    publish_number(root, 0, report)
    readers = [started(read_on, root, over) for _ in range(2)]
    for number in range(1, PUBLISHES + 1):
        publish_number(root, number, report)
    over.set()
    told = [message for _, said in readers for message in heard(said)]
    assert [word for word, *_ in told] == ["right"] * 4, told
    assert sum(different for _, _, different in told) > 20, told
    assert releases.current(root).manifest.sequence == PUBLISHES + 1
    assert len(releases.read_journal(root).deeds) == PUBLISHES + 1


def test_two_publishers_land_in_order_and_lose_no_row(tmp_path: Path) -> None:
    root = tmp_path / "data"
    publish(root, towns(1))
    both = [started(add_towns, root, first, 15) for first in (100, 200)]
    told = [heard(said) for _, said in both]
    assert [code for own in told for _, code in own] == [str(first + i) for first in (100, 200) for i in range(15)]
    manifests = releases.history(root)
    assert sorted(codes(releases.current(root))) == sorted(["1", *(code for own in told for _, code in own)])
    assert [m.parent for m in manifests] == [*(m.id for m in manifests[1:]), None]
    assert {release_id for own in told for release_id, _ in own} == {m.id for m in manifests[:-1]}


def test_threads_of_one_process_lose_no_row(tmp_path: Path) -> None:
    root = tmp_path / "data"
    publish(root, towns(1))
    pipes = {first: PROCESSES.Pipe() for first in (100, 200, 300)}
    with ThreadPoolExecutor() as pool:
        done = [pool.submit(add_towns, root, first, 5, says) for first, (_, says) in pipes.items()]
    assert [task.exception() for task in done] == [None] * 3
    assert len(codes(releases.current(root))) == len(releases.history(root)) == 16


def test_two_imports_at_once_lose_no_row(tmp_path: Path) -> None:
    root = tmp_path / "data"
    start(root)
    periods = [f"2022-{month:02d}" for month in range(2, 6)]
    files = {
        enterprise: [
            workbook(tmp_path / f"{enterprise}-{p}.xlsx", {"产值": output_sheet([p, enterprise, i, i, i, i])})
            for i, p in enumerate(periods, start=1)
        ]
        for enterprise in ("E1", "E2")
    }
    both = [started(import_files, root, own) for own in files.values()]
    assert [len(heard(said)) for _, said in both] == [len(periods)] * 2
    rows = releases.current(root).table("output").to_pylist()
    assert [(row["period"], row["enterprise"], int(row["output"])) for row in rows] == [
        (p, enterprise, i) for i, p in enumerate(periods, start=1) for enterprise in files
    ]
    assert releases.current(root).manifest.sequence == 1 + 2 * len(periods)


def test_who_waits_too_long_is_told_and_changes_nothing(
    root: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = start(root)
    report = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet()})
    holds, over = PROCESSES.Event(), PROCESSES.Event()
    process, _ = started(hold, root, holds, over)
    holds.wait()
    monkeypatch.setattr(disk, "PATIENCE_S", 0.1)
    for words in (["import", report], ["restore", base.id], ["keep", base.id], ["prune", "--keep", "1"]):
        code, _, err = run(*words)
        assert (code, err) == (2, "有人正在发布数据：请稍后再试。\n")
    over.set()
    process.join()
    assert releases.history(root) == (base.manifest,)
    assert run("import", report)[0] == 0

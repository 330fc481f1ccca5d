"""What other processes do in tests: publish, read, and die or fail at a chosen step. Nothing here runs by itself."""

import errno
import itertools
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.releases.small import codes, number_of, publish, publish_number, towns
from tongnan_metrics import releases

# Each process starts from a clean one that has everything imported: no threads to inherit, and quick.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.releases.work"])
NOBODY = 65_534
CHANGING = ("os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "shutil.copyfile")
FLUSH, WRITE = "test.flush", "test.write"

Act = Callable[[str], None]


def do_all(root: Path, report: Path, first: int, said: Connection) -> None:
    """Publish one number after another, and keep, let go, restore and prune in between; say what is done when it is."""
    said.send(("ready", "", 0))
    for number in itertools.count(first):
        done = publish_number(root, number, report)
        said.send(("current", done.id, number))
        if number % 3 == 0:
            releases.keep(root, done.id, author="tester")
            said.send(("kept", done.id, number))
        if number % 5 == 0:
            again = releases.restore(root, done.id, author="tester", note=str(number))
            said.send(("current", again.id, number))
        if number % 7 == 0:
            for release_id in sorted(releases.kept(root))[:-3]:
                releases.let_go(root, release_id, author="tester")
            releases.prune(root, newest=5, author="tester")


def read_all(root: Path, stop: Any, said: Any) -> None:
    """Open the current release again and again until told to stop; say how often, or what was wrong."""
    said.put(reads_until(root, stop.is_set))


def reads_until(root: Path, over: Callable[[], bool]) -> int | str:
    """How many times the current release was whole; else the first thing that was wrong with it."""
    count, newest = 0, 0
    while not over():
        try:
            release = releases.current(root)
            number = number_of(release)
            assert release.manifest.sequence >= newest
            assert releases.history(root)[0].sequence >= release.manifest.sequence
            assert number_of(releases.last_good(root)) >= number
            newest = release.manifest.sequence
        except Exception as error:
            return repr(error)
        count += 1
    return count


def publish_numbers(root: Path, report: Path, numbers: range) -> None:
    """Publish releases that tell these numbers."""
    for number in numbers:
        publish_number(root, number, report)


def add_towns(root: Path, first: int, count: int) -> None:
    """Add towns, one a release, to what is there."""
    for code in range(first, first + count):
        with releases.publishing(root) as base:
            assert base is not None
            publish(root, towns(*map(int, codes(base)), code))


def hold(root: Path, holds: Any, done: Any) -> None:
    """Hold the publishers' lock until told."""
    with releases.publishing(root):
        holds.set()
        done.wait(30)


def die_at(root: Path, report: Path, number: int, step: int) -> None:
    """Publish, and be killed before the `step`-th thing done to a file; leave with 0 when there are fewer."""
    act_from(step, lambda _: os.kill(os.getpid(), signal.SIGKILL))
    publish_number(root, number, report)
    os._exit(0)


def fail_at(root: Path, report: Path, number: int, step: int, code: int, said: Connection) -> None:
    """Publish while the disk refuses the `step`-th change, and when it is full all later ones too; say what came."""

    def refuse(event: str) -> None:
        if code != errno.ENOSPC or event not in {"os.remove", "os.rmdir"}:
            raise OSError(code, os.strerror(code))

    act_from(step, refuse, once=code != errno.ENOSPC)
    said.send(attempt(root, report, number))
    os._exit(0)


def attempt(root: Path, report: Path, number: int) -> tuple[str, str]:
    """Try to publish: ``published`` and the id, ``refused`` and the sentence, or ``crashed`` and the error."""
    try:
        return "published", publish_number(root, number, report).id
    except releases.UnconfirmedError as error:
        return "unconfirmed", str(error)
    except releases.ReleaseError as error:
        return "refused", str(error)
    except Exception as error:
        return "crashed", repr(error)


def act_from(step: int, act: Act, *, once: bool = True) -> None:
    """From now on in this process: `act` before the `step`-th thing done to a file, or before each from there on."""
    steps = itertools.count()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event in {*CHANGING, FLUSH, WRITE}:
            at = next(steps)
            if at == step or (at > step and not once):
                act(event)

    fsync, write_table = os.fsync, pq.write_table

    def flush(handle: int) -> None:
        sys.audit(FLUSH)
        fsync(handle)

    def write(*values: Any, **options: Any) -> None:
        sys.audit(WRITE)
        write_table(*values, **options)

    vars(os)["fsync"], vars(pq)["write_table"] = flush, write
    sys.addaudithook(hook)


def publish_on_quota(root: Path, report: Path, number: int, most: int, said: Connection) -> None:
    """Publish while no file may grow beyond so many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    report.with_suffix(".txt").unlink(missing_ok=True)
    said.send(attempt(root, report, number))


def as_nobody(root: Path, said: Any) -> None:
    """Try everything that writes, as a user who may not; say the sentences."""
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    release_id = releases.current(root).id
    tried: list[Callable[[], object]] = [
        lambda: publish(root, towns(2)),
        lambda: releases.restore(root, release_id, author="nobody"),
        lambda: releases.keep(root, release_id, author="nobody"),
        lambda: releases.prune(root, newest=1, author="nobody"),
    ]
    said.put([refusal(act) for act in tried])


def refusal(act: Callable[[], object]) -> str:
    """The sentence `act` is refused with."""
    try:
        act()
    except releases.StoreError as error:
        return str(error)
    return ""


def look_as_nobody(root: Path, said: Any) -> None:
    """Try to read as a user who may not; say the sentences."""
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    tried: list[Callable[[], object]] = [
        lambda: releases.current(root),
        lambda: releases.history(root),
        lambda: releases.read_journal(root),
    ]
    said.put([refusal(act) for act in tried])

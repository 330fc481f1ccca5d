"""What other processes do in tests: publish, read, and die or fail at a chosen step. Nothing here runs by itself."""

import ctypes
import errno
import io
import itertools
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any

import pyarrow.parquet as pq

from tests.releases.small import TOLD, codes, number_of, publish, publish_number, towns, write_report
from tongnan_metrics import ingest, query, releases
from tongnan_metrics.commands import main

# Each process starts from a clean one that has everything imported: no threads to inherit, and quick.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.releases.work"])
PATIENCE_S = 120
CHANGING = {"os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "shutil.copyfile"}
FLUSH, WRITE = "test.flush", "test.write"
LINUX_CAPABILITY_VERSION_3 = 0x20080522
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1 << 1, 1 << 2

Said = tuple[Any, ...]


def ran(work: Callable[..., None], *values: object) -> tuple[int, list[Said]]:
    """Let a process do the work to its end: its exit code, and what it said."""
    process, said = started(work, *values)
    messages = heard(said)
    process.join(PATIENCE_S)
    return int(process.exitcode or 0), messages


def started(work: Callable[..., None], *values: object) -> tuple[Any, Connection]:
    """A process at work, and where to hear what it says."""
    hears, says = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=work, args=(*values, says), daemon=True)
    process.start()
    says.close()
    return process, hears


def heard(said: Connection) -> list[Said]:
    """What a process said until it ended; a message it was killed in is none."""
    messages = []
    with suppress(EOFError, OSError), said:
        while said.poll(PATIENCE_S):
            messages.append(said.recv())
    return messages


# --- what is done to a data folder ---


def restore_oldest(root: Path, *_: object) -> str:
    """Restore the oldest release there is, and the number it tells with it."""
    oldest = releases.history(root)[-1]
    return releases.restore(root, oldest.id, author="tester", note=oldest.note).id


def keep_current(root: Path, *_: object) -> str:
    """Keep the current release."""
    release_id = releases.current(root).id
    releases.keep(root, release_id, author="tester")
    return release_id


def let_go_kept(root: Path, *_: object) -> str:
    """Let the oldest kept release go."""
    release_id = min(releases.kept(root))
    releases.let_go(root, release_id, author="tester")
    return release_id


def prune_to_four(root: Path, *_: object) -> str:
    """Leave the four newest releases, and the kept ones."""
    return " ".join(releases.prune(root, newest=4, author="tester"))


def publish_next(root: Path, report: Path) -> str:
    """Publish a release that tells the next number."""
    return publish_number(root, number_of(releases.current(root)) + 1, report).id


DEEDS: Mapping[str, Callable[[Path, Path], str]] = {
    "publish": publish_next,
    "restore": restore_oldest,
    "prune": prune_to_four,
    "keep": keep_current,
    "let-go": let_go_kept,
}


def do_all(root: Path, report: Path, first_turn: int, said: Connection) -> None:
    """Do one deed after another for ever; say what is done when it is."""
    said.send(("ready",))
    for turn in itertools.count(first_turn):
        said.send(("publish", publish_next(root, report)))
        if turn % 2 == 0:
            said.send(("restore", restore_oldest(root)))
            said.send(("prune", prune_to_four(root)))
        if turn % 3 == 0:
            said.send(("keep", keep_current(root)))
        if turn % 6 == 0:
            said.send(("let-go", let_go_kept(root)))


def ready_for(deed: str, root: Path, report: Path) -> None:
    """Make sure there is something to do the deed to, and that the report says the next number."""
    now = releases.current(root)
    if deed == "prune":
        for number in range(5 - len(releases.history(root))):
            publish_number(root, number, report)
    elif deed == "keep" and now.id in releases.kept(root):
        releases.let_go(root, now.id, author="tester")
    elif deed == "let-go" and not releases.kept(root):
        releases.keep(root, now.id, author="tester")
    write_report(report, number_of(releases.current(root)) + 1)


def turns_of(root: Path, report: Path, deed: str) -> list[int]:
    """The steps of a deed before which something else is done to a file than before, or something else comes after."""
    ready_for(deed, root, report)
    _, said = ran(trace, root, report, deed)
    events = [event for (event,) in said]
    return [i for i in range(len(events)) if len({*events[max(i - 1, 0) : i + 2]}) > 1]


def trace(root: Path, report: Path, deed: str, said: Connection) -> None:
    """Do a deed and say what is done to files, step by step."""
    at_steps(0, lambda event: said.send((event,)), once=False)
    DEEDS[deed](root, report)
    os._exit(0)


def die_at(root: Path, report: Path, deed: str, step: int, said: Connection) -> None:
    """Do a deed, and be killed before the `step`-th thing done to a file; say so when there are fewer."""
    at_steps(step, lambda _: os.kill(os.getpid(), signal.SIGKILL))
    DEEDS[deed](root, report)
    said.send(("done",))
    os._exit(0)


def import_until(root: Path, report: Path, step: int, said: Connection) -> None:
    """Run the command `import`, and be killed before the `step`-th thing done to a file; else say how it ended."""
    os.environ["TONGNAN_DATA"] = str(root)
    at_steps(step, lambda _: os.kill(os.getpid(), signal.SIGKILL))
    said.send((main(["import", str(report)]),))
    os._exit(0)


def fail_at(root: Path, report: Path, deed: str, step: int, code: int, said: Connection) -> None:
    """Do a deed while the disk refuses the `step`-th change, and if it is full all later ones too; say what came."""
    full = code == errno.ENOSPC

    def refuse(event: str) -> None:
        if not (full and event in {"os.remove", "os.rmdir"}):
            said.send(("refusing", event))
            raise OSError(code, os.strerror(code))

    at_steps(step, refuse, once=not full)
    said.send(attempt(lambda: DEEDS[deed](root, report)))
    os._exit(0)


def attempt(deed: Callable[[], str]) -> Said:
    """``done``, ``unconfirmed``, ``refused`` or ``crashed``, with the id, the sentence or the error."""
    try:
        return "done", deed()
    except releases.UnconfirmedError as error:
        return "unconfirmed", str(error)
    except releases.ReleaseError as error:
        return "refused", str(error)
    except Exception as error:
        return "crashed", repr(error)


def at_steps(step: int, act: Callable[[str], None], *, once: bool = True) -> None:
    """From now on in this process: `act` before the `step`-th thing done to a file, or before each from there on."""
    steps = itertools.count()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event in {*CHANGING, FLUSH, WRITE}:
            at = next(steps)
            if at == step or (at > step and not once):
                act(event)

    fsync, write_table = os.fsync, pq.ParquetWriter.write_table

    def flush(fd: Any) -> None:
        sys.audit(FLUSH)
        fsync(fd)

    def write(*values: Any, **options: Any) -> None:
        sys.audit(WRITE)
        write_table(*values, **options)

    os.fsync, pq.ParquetWriter.write_table = flush, write
    sys.addaudithook(hook)


# --- readers and publishers side by side ---


def read_on(root: Path, over: Any, said: Connection) -> None:
    """Two threads that read until told to stop: how often each, from how many releases, or what was wrong."""
    results: list[Said] = []
    threads = [Thread(target=lambda: results.append(_reads(root, over))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        said.send(result)


def _reads(root: Path, over: Any) -> Said:
    seen: list[int] = []
    while not over.is_set():
        try:
            seen.append(_read(root, newest=seen[-1] if seen else 0))
        except Exception as error:
            return "wrong", repr(error)
    return "right", len(seen), len({*seen})


def _read(root: Path, *, newest: int) -> int:
    """Resolve, verify and query the current release; its sequence number."""
    release = releases.current(root)
    releases.verify(release)
    number = number_of(release)
    asked = {str(name.zh) for key in TOLD for name in query.names(release, key).values()}
    assert asked == {str(number)}, (asked, number)
    assert release.manifest.sequence >= newest
    assert releases.last_good(root).manifest.sequence >= release.manifest.sequence
    return release.manifest.sequence


def add_towns(root: Path, first: int, count: int, said: Connection) -> None:
    """Add towns, one a release, to what is there; say each that is acknowledged."""
    for code in range(first, first + count):
        with releases.publishing(root) as base:
            assert base is not None
            release = publish(root, towns(*map(int, codes(base)), code))
        said.send((release.id, str(code)))


def import_files(root: Path, files: Sequence[Path], said: Connection) -> None:
    """Import files, one a release."""
    for file in files:
        said.send((ingest.publish([file], root=root, author="tester").id, file.name))


def hold(root: Path, holds: Any, over: Any, _: Connection) -> None:
    """Hold the publishers' lock until told."""
    with releases.publishing(root):
        holds.set()
        over.wait(PATIENCE_S)


# --- those who may not ---


def publish_on_quota(root: Path, report: Path, most: int, said: Connection) -> None:
    """Publish while no file may grow beyond so many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    said.send(attempt(lambda: DEEDS["publish"](root, report)))


def command_obeying_modes(root: Path, commands: Sequence[Sequence[str]], said: Connection) -> None:
    """Run commands as one whom the modes of files bind; say exit code, output and errors of each."""
    os.environ["TONGNAN_DATA"] = str(root)
    obey_modes()
    for words in commands:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main(words)
        said.send((code, out.getvalue(), err.getvalue()))


def page_obeying_modes(root: Path, said: Connection) -> None:
    """Open the first page as one whom the modes of files bind; say its HTML and what went wrong."""
    from tests.releases.pages import opened  # noqa: PLC0415 - no other process needs the app

    os.environ["TONGNAN_DATA"] = str(root)
    obey_modes()
    said.send(opened())


def obey_modes() -> None:
    """Give up root's right to read and write what the mode of a file forbids; others have none."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        header, sets = (ctypes.c_uint32 * 2)(LINUX_CAPABILITY_VERSION_3, 0), (ctypes.c_uint32 * 6)()
        libc.capget(header, sets)
        for i in range(2):  # the effective and the permitted ones
            sets[i] &= ~(CAP_DAC_OVERRIDE | CAP_DAC_READ_SEARCH)
        assert libc.capset(header, sets) == 0

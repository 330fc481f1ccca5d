"""Starts a child that deals with a file nobody has vouched for, watches it, and takes what it leaves behind."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir
from threading import Timer
from time import time
from typing import Any

from tongnan_metrics.reader.child import RESULT
from tongnan_metrics.reader.limits import Limits
from tongnan_metrics.reader.unfit import UnfitError, damaged_book, out_of_memory, too_slow

ROOT = Path(__file__).resolve().parents[2]
# What a process needs to start; nothing else of the server's surroundings, its secrets among it, is handed on.
KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "LD_LIBRARY_PATH")
# Allocators that reserve much more than they use would meet the limit at once; one thread is enough.
SMALL = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1"}
# The end of one that was too greedy: killed by the system, or by itself when it got no memory.
GREEDY = (-6, -9, -11)
SLOW = (-24,)

SCRATCH = "tongnan-scratch-"
# Longer than anything takes.
ABANDONED_S = 24 * 60 * 60

Progress = Callable[[int, int], None]


class GoneError(Exception):
    """The file cannot be opened; the text is the system's reason."""


def read(path: Path, folder: Path, limits: Limits, progress: Progress) -> dict[str, Any]:
    """Read a file in a child process; Arrow files lie in `folder` then. What it returns is as of `reading.read`.

    Raises as `work`.
    """
    told: dict[str, Any] = work(f"{__package__}", str(path.resolve()), folder, limits, progress)
    return told


def work(module: str, task: Any, folder: Path, limits: Limits, progress: Progress) -> Any:
    """Let a module of ours do a task, of plain types, in a confined child process: see `child.run`.

    `UnfitError` when it cannot be done, for whatever reason; `GoneError` when a file cannot be opened.
    """
    job = json.dumps({"task": task, "folder": str(folder), "limits": asdict(limits)})
    with _started(module, job) as child:
        late = _watched(child, limits, progress)
    if late or child.returncode in SLOW:
        raise too_slow(limits.wall_s if late else limits.cpu_s)
    return _result(folder, child.returncode, limits)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for what a child leaves, removed in the end; with those of parents that were killed in between.

    What is mapped from it stays readable until nobody needs it.
    """
    for folder in Path(gettempdir()).glob(f"{SCRATCH}*"):
        with suppress(OSError):
            if time() - folder.stat().st_mtime > ABANDONED_S:
                rmtree(folder)
    with TemporaryDirectory(prefix=SCRATCH, ignore_cleanup_errors=True) as made:
        yield Path(made)


@contextmanager
def _started(module: str, job: str) -> Iterator["subprocess.Popen[str]"]:
    """A child at work; whatever happens, it is gone in the end."""
    environment = {**{key: os.environ[key] for key in KEPT if key in os.environ}, **SMALL}
    words = [sys.executable, "-P", "-X", "utf8", "-m", module, job]
    with subprocess.Popen(  # noqa: S603 our own program, and the job is data
        words,
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def _watched(child: "subprocess.Popen[str]", limits: Limits, progress: Progress) -> bool:
    """Wait for the child, telling how far it is; whether it was too slow and had to be ended."""
    clock = Timer(limits.wall_s, child.kill)
    clock.start()
    try:
        for line in child.stdout or ():
            done, whole = line.split()
            progress(int(done), int(whole))
        child.wait()
        return clock.finished.is_set()
    finally:
        clock.cancel()


def _result(folder: Path, code: int, limits: Limits) -> Any:
    try:
        result = json.loads((folder / RESULT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise (out_of_memory(limits.memory_mib) if code in GREEDY else damaged_book()) from error
    if "unopened" in result:
        raise GoneError(result["unopened"])
    if "unfit" in result:
        raise UnfitError(result["unfit"]["sentence"], **result["unfit"]["values"])
    return result["done"]

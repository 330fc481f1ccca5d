"""How the data folder is written: one publisher at a time, and nothing counts before the disk has it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from tongnan_metrics.releases.errors import BusyError, explained

STAGING = ".staging"
LOCK = "publish.lock"
PATIENCE_S = 60


@contextmanager
def locked(root: Path) -> Iterator[bool]:
    """Hold the publishers' lock; gives whether this thread takes it only now, and had not held it before.

    `BusyError` when another publisher keeps it; `StoreError` when the folder cannot be written.
    """
    with explained(root):
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / LOCK, is_singleton=True)
        try:
            lock.acquire(timeout=PATIENCE_S)
        except Timeout:
            raise BusyError from None
    try:
        yield lock.lock_counter == 1
    finally:
        lock.release()


def write_text(path: Path, text: str) -> None:
    """Write a small file and bring it to the disk."""
    path.write_text(text, encoding="utf-8", newline="\n")
    flush(path)


def flush(path: Path) -> None:
    """Bring a file or a folder's list of files to the disk; Windows knows no flushing of folders."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

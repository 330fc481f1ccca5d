"""Removing old releases: never the current one, never one somebody keeps, and no file another release shares."""

import shutil
from contextlib import suppress
from pathlib import Path

from tongnan_metrics.locale import tr
from tongnan_metrics.releases.disk import STAGING, flush
from tongnan_metrics.releases.errors import BrokenReleaseError, NotKeptError, explained
from tongnan_metrics.releases.journal import Action, Deed, journaled, timestamp
from tongnan_metrics.releases.reading import (
    KEPT,
    RELEASES,
    broken_files,
    current,
    kept,
    open_release,
    release_ids,
)
from tongnan_metrics.releases.writing import PRUNED, writing


def keep(root: Path, release_id: str, *, author: str, note: str = "") -> None:
    """Keep a release from being pruned, until it is let go; raises as `open_release` and `writing`."""
    with writing(root), explained(root):
        open_release(root, release_id)
        if release_id not in kept(root):
            with journaled(root, Deed(timestamp(), author, Action.KEEP, release_id, note)):
                (root / KEPT).mkdir(exist_ok=True)
                (root / KEPT / release_id).touch()
                flush(root / KEPT)


def let_go(root: Path, release_id: str, *, author: str, note: str = "") -> None:
    """Let a kept release be pruned again; `NotKeptError` when it is not kept, else as `writing`."""
    with writing(root), explained(root):
        if release_id not in kept(root):
            raise NotKeptError(release_id)
        with journaled(root, Deed(timestamp(), author, Action.LET_GO, release_id, note)):
            (root / KEPT / release_id).unlink()
            flush(root / KEPT)


def prune(root: Path, *, newest: int, author: str, note: str = "") -> tuple[str, ...]:
    """Remove all releases but the `newest` ones, at least one, the current and the kept ones; the removed ids.

    Files that other releases share stay where those have them, and so do originals that a remaining release names.
    A full disk is no hindrance. Raises ValueError for fewer than one, `BrokenReleaseError` while the current release is
    damaged, as an old one may have to serve, else as `writing`: what was removed until then stands in the journal.
    """
    if newest < 1:
        raise ValueError(newest)
    with writing(root), explained(root, outcome=tr("what was removed stands in the journal")):
        doomed = _doomed(root, newest)
        for release_id in doomed:
            with journaled(root, Deed(timestamp(), author, Action.PRUNE, release_id, note)):
                _remove(root, release_id)
    return doomed


def _doomed(root: Path, newest: int) -> tuple[str, ...]:
    """What pruning would remove, oldest first."""
    now = current(root)
    for file in broken_files(now):
        raise BrokenReleaseError(now.id, file)
    spared = {now.id, *kept(root)}
    return tuple(i for i in reversed(release_ids(root)[newest:]) if i not in spared)


def _remove(root: Path, release_id: str) -> None:
    """Take a release away whole, then delete it: no reader meets half of one. Its originals go when the lock does."""
    aside = root / STAGING / PRUNED / release_id
    aside.parent.mkdir(parents=True, exist_ok=True)
    (root / RELEASES / release_id).rename(aside)
    flush(root / RELEASES)
    with suppress(OSError):  # it is gone already; the next one to take the lock deletes the rest
        shutil.rmtree(aside)

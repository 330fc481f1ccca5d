"""Publishing: build a release aside, flush it, move it into place whole, and then point to it."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.releases.errors import BrokenReleaseError, BusyError, NoReleaseError, explained
from tongnan_metrics.releases.manifest import (
    MANIFEST,
    Entry,
    Manifest,
    SourceFile,
    dump,
    fingerprint,
    make_id,
    sequence,
)
from tongnan_metrics.releases.reading import (
    CURRENT,
    RELEASES,
    Release,
    current,
    file_sha256,
    is_sound,
    open_release,
    release_ids,
)

STAGING = ".staging"
LOCK = "publish.lock"
PATIENCE_S = 60
ROWS_PER_GROUP = 122_880

Sources = Mapping[str, tuple[SourceFile, ...]]


@contextmanager
def publishing(root: Path) -> Iterator[Release | None]:
    """Hold the publishers' lock and give the current release, None before the first.

    Reading the base and publishing on it belong inside one such block: else two publishers lose updates. It may be
    entered again by the thread that holds it. `BusyError` when another publisher keeps the lock; `StoreError` when
    the folder cannot be written; `BrokenReleaseError` when the current release cannot be opened.
    """
    with _locked(root):
        yield _current_or_none(root)


def publish(
    root: Path,
    tables: Mapping[str, pa.Table],
    *,
    author: str,
    note: str = "",
    sources: Sources | None = None,
    created_at: datetime | None = None,
) -> Release:
    """Publish `tables` as the new current release, whole or not at all.

    Tables have their dataset's schema. A dataset not given is taken over from the current release (empty before the
    first). `sources` are the files that changed a dataset. The same tables and time give the same bytes. Raises
    ValueError for a table that is not its dataset's, else as `publishing`.
    """
    for key, table in tables.items():
        _check(DATASETS[key], table)
    with publishing(root) as parent, _staged(root) as stage:
        entries = {key: _place(stage, key, tables.get(key), parent, sources or {}) for key in DATASETS}
        draft = Manifest("", _time(created_at), author, note, parent.id if parent else None, entries)
        return _commit(root, stage, draft)


def restore(root: Path, release_id: str, *, author: str, note: str = "", created_at: datetime | None = None) -> Release:
    """Publish an old release anew, even when the current one is broken: a new id, the old content.

    Raises as `open_release` and `publishing`; `BrokenReleaseError` when the old one's files are not sound.
    """
    with _locked(root), _staged(root) as stage:
        old = open_release(root, release_id)
        entries = {key: _place(stage, key, None, old, {}) for key in DATASETS}
        draft = Manifest("", _time(created_at), author, note, _pointed_to(root), entries)
        return _commit(root, stage, draft)


def replace_all(root: Path, other: Path) -> None:
    """Put the releases of `other`, on the same file system, in the place of all those of `root`, which are lost.

    For making the demo anew. Raises `StoreError` when the folder cannot be written.
    """
    with _locked(root), explained(root):
        for folder in (root / RELEASES, root / STAGING):
            if folder.exists():
                shutil.rmtree(folder)
        (other / RELEASES).rename(root / RELEASES)
        (other / CURRENT).replace(root / CURRENT)
        _flush(root)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    with explained(root):
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / LOCK, is_singleton=True)
        try:
            lock.acquire(timeout=PATIENCE_S)
        except Timeout:
            raise BusyError from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _staged(root: Path) -> Iterator[Path]:
    """A fresh folder to build a release in; nothing is left behind, whatever goes wrong inside."""
    stage = root / STAGING / "release"
    with explained(root):
        try:
            _clean(root)
            stage.mkdir(parents=True)
            yield stage
        finally:
            with suppress(OSError):
                _clean(root)


def _current_or_none(root: Path) -> Release | None:
    try:
        return current(root)
    except NoReleaseError:
        return None


def _pointed_to(root: Path) -> str | None:
    pointer = root / CURRENT
    return pointer.read_text(encoding="ascii").strip() if pointer.is_file() else None


def _check(dataset: Dataset, table: pa.Table) -> None:
    if not table.schema.equals(dataset.schema):
        raise ValueError(f"{dataset.key}: the table has not the dataset's schema")
    empty = [f.name for f in dataset.schema if not f.nullable and table[f.name].null_count]
    if empty:
        raise ValueError(f"{dataset.key}: {', '.join(empty)} must not be empty")


def _clean(root: Path) -> None:
    """Remove what a publisher that died left behind: its stage, and a release it placed but never pointed to."""
    announced = root / STAGING / CURRENT
    if announced.is_file():
        orphan = announced.read_text(encoding="ascii").strip()
        if orphan in release_ids(root) and orphan != _pointed_to(root):
            shutil.rmtree(root / RELEASES / orphan)
    if (root / STAGING).exists():
        shutil.rmtree(root / STAGING)


def _place(stage: Path, key: str, table: pa.Table | None, base: Release | None, sources: Sources) -> Entry:
    """Put a dataset's file into the stage: the base's own file when nothing in it changes."""
    kept = base.manifest.datasets.get(key) if base else None
    if base and kept and table is None:
        return _take_over(stage, base, kept)
    entry = replace(_write(stage, DATASETS[key], table), sources=sources.get(key, ()))
    if base and kept and kept.sha256 == entry.sha256:
        (stage / entry.file).unlink()
        return _take_over(stage, base, kept)
    return entry


def _write(stage: Path, dataset: Dataset, table: pa.Table | None) -> Entry:
    path = stage / f"{dataset.key}.parquet"
    rows = dataset.schema.empty_table() if table is None else table
    order = dict.fromkeys((*dataset.sort, *dataset.primary_key))
    pq.write_table(
        rows.sort_by([(column, "ascending") for column in order]),
        path,
        compression="zstd",
        row_group_size=ROWS_PER_GROUP,
        store_decimal_as_integer=True,
        write_page_checksum=True,
    )
    _flush(path)
    return Entry(path.name, rows.num_rows, file_sha256(path), fingerprint(dataset.schema))


def _take_over(stage: Path, base: Release, entry: Entry) -> Entry:
    """Share the base's file; never carry a damaged one on."""
    origin, copy = base.path / entry.file, stage / entry.file
    if not is_sound(origin, entry.sha256):
        raise BrokenReleaseError(base.id, entry.file)
    try:
        os.link(origin, copy)
    except OSError:  # a file system without hard links, or one that has reached their limit
        shutil.copyfile(origin, copy)
        _flush(copy)
    return entry


def _time(created_at: datetime | None) -> str:
    return (created_at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")


def _commit(root: Path, stage: Path, draft: Manifest) -> Release:
    manifest = replace(draft, id=make_id(_next_number(root), draft.datasets))
    _write_text(stage / MANIFEST, dump(manifest))
    _flush(stage)
    # Announced before it is placed: a folder named here and not current was never acknowledged.
    _write_text(root / STAGING / CURRENT, f"{manifest.id}\n")
    _flush(root / STAGING)
    place = root / RELEASES / manifest.id
    place.parent.mkdir(exist_ok=True)
    stage.rename(place)
    _flush(place.parent)
    (root / STAGING / CURRENT).replace(root / CURRENT)
    _flush(root)
    return Release(place, manifest)


def _next_number(root: Path) -> int:
    return max((sequence(i) for i in release_ids(root)), default=0) + 1


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
    _flush(path)


def _flush(path: Path) -> None:
    """Bring a file or a folder's list of files to the disk; Windows knows no flushing of folders."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Publishing: build a release aside, flush it, move it into place whole, and then point to it."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.releases import originals as store
from tongnan_metrics.releases.columns import conform
from tongnan_metrics.releases.disk import STAGING, flush, locked, write_text
from tongnan_metrics.releases.errors import (
    BrokenReleaseError,
    NoReleaseError,
    StoreError,
    UnconfirmedError,
    explained,
)
from tongnan_metrics.releases.journal import Action, Deed, append, journaled, missing_lines, settle, timestamp
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
from tongnan_metrics.releases.originals import Originals
from tongnan_metrics.releases.reading import (
    CURRENT,
    KEPT,
    ORIGINALS,
    RELEASES,
    Release,
    current,
    file_sha256,
    is_sound,
    on_its_way,
    open_release,
    pointed_to,
    release_ids,
)

ROWS_PER_GROUP = 122_880
PRUNED = "pruned"

Sources = Mapping[str, tuple[SourceFile, ...]]


@contextmanager
def publishing(root: Path) -> Iterator[Release | None]:
    """Hold the publishers' lock and give the current release, None before the first.

    Reading the base and publishing on it belong inside one such block: else two publishers lose updates. It may be
    entered again by the thread that holds it. `BusyError` when another publisher keeps the lock; `StoreError` when
    the folder cannot be written; `BrokenReleaseError` when the current release cannot be opened.
    """
    with writing(root):
        yield _current_or_none(root)


def publish(
    root: Path,
    tables: Mapping[str, pa.Table],
    *,
    author: str,
    note: str = "",
    sources: Sources | None = None,
    originals: Originals | None = None,
    problems: Mapping[str, int] | None = None,
    created_at: datetime | None = None,
) -> Release:
    """Publish `tables` as the new current release, whole or not at all.

    Tables have their dataset's schema. A dataset not given is taken over from the current release (empty before the
    first). `sources` are the files that changed a dataset, `originals` where the files are that are to be kept,
    `problems` how many of each level they had. The same tables and time give the same bytes. Raises ValueError for a
    table that is not its dataset's, `ChangedFileError` for a file that is not what its source says, else as
    `publishing`.
    """
    for key, table in tables.items():
        _check(DATASETS[key], table)
    with publishing(root) as parent, _staged(root) as stage:
        entries = {key: _place(stage, key, tables.get(key), parent, sources or {}) for key in DATASETS}
        files = store.stage(root, originals or {})
        above = parent.id if parent else None
        draft = Manifest("", timestamp(created_at), author, note, above, entries, files, dict(problems or {}))
        return _commit(root, stage, draft)


def restore(root: Path, release_id: str, *, author: str, note: str = "", created_at: datetime | None = None) -> Release:
    """Publish an old release anew, even when the current one is broken: a new id, the old content.

    Raises as `open_release` and `publishing`; `BrokenReleaseError` when the old one's files are not sound.
    """
    with writing(root), _staged(root) as stage:
        old = open_release(root, release_id)
        entries = {key: _place(stage, key, None, old, {}) for key in DATASETS}
        made = old.manifest.originals, old.manifest.problems
        draft = Manifest("", timestamp(created_at), author, note, pointed_to(root), entries, *made)
        return _commit(root, stage, draft, restored=release_id)


@contextmanager
def replacing(root: Path) -> Iterator[Path]:
    """Give an empty folder; the releases published there inside the block replace all those of `root`, which are lost.

    For making the demo anew. The journal of `root` goes on with the lines of the other's that it lacks. Raises as
    `writing`; nothing is lost when the block fails.
    """
    with writing(root), explained(root):
        other, old = root / STAGING / "new", root / STAGING / "old"
        other.mkdir(parents=True)
        yield other
        old.mkdir()
        for folder in (RELEASES, ORIGINALS, KEPT):
            for source, target in ((root, old), (other, root)):
                if (source / folder).exists():
                    (source / folder).rename(target / folder)
        (other / CURRENT).replace(root / CURRENT)
        flush(root)
        append(root, missing_lines(root, other))


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Hold the publishers' lock on a folder in which nothing half done is left, before or after.

    `BusyError` when another publisher keeps the lock; `StoreError` when the folder cannot be written.
    """
    with locked(root) as newly:
        if newly:
            with explained(root):
                _recover(root)
        try:
            yield
        finally:
            with suppress(OSError, StoreError):  # the next one to take the lock will
                _recover(root)


def _recover(root: Path) -> None:
    """Finish what a process that died had done all but write down, and remove the rest of what it left behind."""
    settle(root)
    orphan = on_its_way(root)
    if orphan in release_ids(root) and orphan != pointed_to(root):
        shutil.rmtree(root / RELEASES / str(orphan))
    if orphan or (root / STAGING / PRUNED).exists():
        store.sweep(root)
    if (root / STAGING).exists():
        shutil.rmtree(root / STAGING)


@contextmanager
def _staged(root: Path) -> Iterator[Path]:
    """A fresh folder to build a release in."""
    stage = root / STAGING / "release"
    with explained(root):
        stage.mkdir(parents=True)
        yield stage


def _current_or_none(root: Path) -> Release | None:
    try:
        return current(root)
    except NoReleaseError:
        return None


def _check(dataset: Dataset, table: pa.Table) -> None:
    if not table.schema.equals(dataset.schema):
        raise ValueError(f"{dataset.key}: the table has not the dataset's schema")
    empty = [f.name for f in dataset.schema if not f.nullable and table[f.name].null_count]
    if empty:
        raise ValueError(f"{dataset.key}: {', '.join(empty)} must not be empty")


def _place(stage: Path, key: str, table: pa.Table | None, base: Release | None, sources: Sources) -> Entry:
    """Put a dataset's file into the stage: the base's own file when nothing in it changes."""
    kept = base.manifest.datasets.get(key) if base else None
    if base and kept and table is None:
        if kept.schema == fingerprint(DATASETS[key].schema):
            return _take_over(stage, base, kept)
        table = conform(DATASETS[key], base.table(key), release=base.id)
        sources = {key: kept.sources}
    entry = replace(_write(stage, DATASETS[key], table), sources=sources.get(key, ()))
    if base and kept and kept.sha256 == entry.sha256:
        (stage / entry.file).unlink()
        return _take_over(stage, base, kept)
    return entry


def _write(stage: Path, dataset: Dataset, table: pa.Table | None) -> Entry:
    path = stage / f"{dataset.key}.parquet"
    rows = dataset.schema.empty_table() if table is None else table
    _write_in_order(rows, path, dict.fromkeys((*dataset.sort, *dataset.primary_key)))
    flush(path)
    return Entry(path.name, rows.num_rows, file_sha256(path), fingerprint(dataset.schema))


def _write_in_order(rows: pa.Table, path: Path, columns: Iterable[str]) -> None:
    """Write rows sorted by some columns, a group at a time: never is there a second copy of them all."""
    order = pc.sort_indices(rows, sort_keys=[(column, "ascending") for column in columns])
    with pq.ParquetWriter(
        path, rows.schema, compression="zstd", store_decimal_as_integer=True, write_page_checksum=True
    ) as writer:
        for start in range(0, max(rows.num_rows, 1), ROWS_PER_GROUP):
            writer.write_table(rows.take(order.slice(start, ROWS_PER_GROUP)), row_group_size=ROWS_PER_GROUP)


def _take_over(stage: Path, base: Release, entry: Entry) -> Entry:
    """Share the base's file; never carry a damaged one on."""
    origin, copy = base.path / entry.file, stage / entry.file
    if not is_sound(origin, entry.sha256):
        raise BrokenReleaseError(base.id, entry.file)
    try:
        os.link(origin, copy)
    except OSError:  # a file system without hard links, or one that has reached their limit
        shutil.copyfile(origin, copy)
        flush(copy)
    return entry


def _commit(root: Path, stage: Path, draft: Manifest, *, restored: str | None = None) -> Release:
    manifest = replace(draft, id=make_id(_next_number(root), draft.datasets))
    write_text(stage / MANIFEST, dump(manifest))
    flush(stage)
    # Announced before it is placed: a folder named here and not current was never acknowledged.
    write_text(root / STAGING / CURRENT, f"{manifest.id}\n")
    flush(root / STAGING)
    store.place(root)
    folder = root / RELEASES / manifest.id
    folder.parent.mkdir(exist_ok=True)
    stage.rename(folder)
    flush(folder.parent)
    with journaled(root, _deed(manifest, restored)):
        _point(root, manifest.id)
    return Release(folder, manifest)


def _deed(manifest: Manifest, restored: str | None) -> Deed:
    action = Action.RESTORE if restored else Action.PUBLISH
    return Deed(manifest.created_at, manifest.author, action, manifest.id, manifest.note, restored)


def _point(root: Path, release_id: str) -> None:
    (root / STAGING / CURRENT).replace(root / CURRENT)
    try:
        flush(root)
    except OSError as error:
        raise UnconfirmedError(release_id, root) from error


def _next_number(root: Path) -> int:
    """Above all there are, and above the one pointed to even if it is gone: no number comes twice."""
    known = (*release_ids(root), pointed_to(root))
    return max((sequence(i) for i in known if i), default=0) + 1

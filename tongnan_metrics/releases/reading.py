"""Finding and opening releases; nothing here writes."""

import hashlib
import os
import time
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.places import nearest
from tongnan_metrics.locale import tr
from tongnan_metrics.releases.disk import STAGING
from tongnan_metrics.releases.errors import (
    BrokenReleaseError,
    NoReleaseError,
    PointerError,
    ReleaseError,
    UnknownReleaseError,
    readable,
)
from tongnan_metrics.releases.manifest import ID, MANIFEST, Manifest, load, sequence

CURRENT = "CURRENT"
RELEASES = "releases"
ORIGINALS = "sources"
KEPT = "kept"
RECHECK_S = 600
REMEMBERED = 64


def data_root() -> Path:
    """The data folder: ``TONGNAN_DATA``, or ``data`` beside the package."""
    chosen = os.environ.get("TONGNAN_DATA")
    return Path(chosen) if chosen else Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True, slots=True)
class Release:
    """One immutable, complete, published state of all datasets; its folder is its identity."""

    path: Path
    manifest: Manifest = field(compare=False)

    @property
    def id(self) -> str:
        """Its id: sequence number and content digest."""
        return self.manifest.id

    def has(self, dataset: str) -> bool:
        """Whether the release was written when the catalogue had the dataset already."""
        return dataset in self.manifest.datasets

    def file(self, dataset: str) -> Path:
        """The Parquet file of a dataset; `BrokenReleaseError` when the release lacks it."""
        entry = self.manifest.datasets.get(dataset)
        if entry is None:
            raise BrokenReleaseError(self.id, f"{dataset}.parquet")
        return self.path / entry.file

    def table(self, dataset: str) -> pa.Table:
        """The rows of a dataset; `BrokenReleaseError` naming the file when a byte of it is not what was published.

        There are none when the release is older than the dataset.
        """
        if not self.has(dataset):
            return DATASETS[dataset].schema.empty_table()
        path = self.file(dataset)
        if not is_sound(path, self.manifest.datasets[dataset].sha256):
            raise BrokenReleaseError(self.id, path.name)
        return pq.read_table(path, partitioning=None)


def current(root: Path) -> Release:
    """The release in force now; `NoReleaseError` when there is none, `BrokenReleaseError` when it cannot be opened."""
    release_id = pointed_to(root)
    if release_id is None:
        trouble = _without_pointer(root)
        release_id = pointed_to(root)  # the very first release may have come in between
        if release_id is None:
            raise trouble
    if release_id not in release_ids(root):
        raise PointerError(CURRENT, release_id)
    return open_folder(root / RELEASES / release_id)


def pointed_to(root: Path) -> str | None:
    """The id that is named as the current one, whether or not it is there; None when none can be read."""
    return _named_in(root / CURRENT)


def on_its_way(root: Path) -> str | None:
    """The id of a release that is being put in place, or was when its publisher died, and is not current yet."""
    return _named_in(root / STAGING / CURRENT)


def _named_in(pointer: Path) -> str | None:
    try:
        text = pointer.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return text if ID.fullmatch(text) else None


def _without_pointer(root: Path) -> ReleaseError:
    """Nothing was ever published, or the pointer is damaged or lost: releases tell which."""
    lost = set(release_ids(root)) - {on_its_way(root)}
    return PointerError(CURRENT) if lost or (root / CURRENT).exists() else NoReleaseError(root)


def open_release(root: Path, release_id: str) -> Release:
    """The release of this id; `UnknownReleaseError` naming the nearest one, else the newest, when there is none."""
    known = release_ids(root)
    if release_id not in known:
        raise UnknownReleaseError(release_id, nearest(release_id, known) or next(iter(known), None))
    return open_folder(root / RELEASES / release_id)


def history(root: Path) -> tuple[Manifest, ...]:
    """The manifests of all releases that were published and can be opened, newest first."""
    return tuple(m for m in (_manifest_or_none(root / RELEASES / i) for i in published_ids(root)) if m)


def published_ids(root: Path) -> tuple[str, ...]:
    """The ids of all releases but one that is on its way, newest first."""
    coming = on_its_way(root)  # asked before the pointer: what is no longer on its way has arrived
    return tuple(i for i in release_ids(root) if i != coming or i == pointed_to(root))


def release_ids(root: Path) -> tuple[str, ...]:
    """The ids of all release folders, newest first."""
    return tuple(sorted(_ids_in(root, RELEASES), key=sequence, reverse=True))


def kept(root: Path) -> frozenset[str]:
    """The ids of the releases that somebody keeps: pruning leaves them."""
    return frozenset(_ids_in(root, KEPT))


def _ids_in(root: Path, folder: str) -> list[str]:
    with readable(root):
        try:
            return [path.name for path in (root / folder).iterdir() if ID.fullmatch(path.name)]
        except (FileNotFoundError, NotADirectoryError):
            return []


def clock_notice(root: Path, release: Release) -> str | None:
    """One sentence when a release bears an earlier time than the one it was made from: a clock was wrong."""
    parent = _manifest_or_none(root / RELEASES / str(release.manifest.parent))
    if parent is None or parent.created_at <= release.manifest.created_at:
        return None
    return tr(
        "The clock of this machine is behind that of release {parent}, or was then ahead: "
        "releases are in order of their numbers, not of their times. Check the clock.",
        parent=parent.id,
    )


def verify(release: Release) -> None:
    """Make sure that every file is what was published; `BrokenReleaseError` naming the first not.

    A process checks a release when it first meets it, and again every ten minutes.
    """
    _verified(release.path, release.id, int(time.monotonic() // RECHECK_S))


def broken_files(release: Release) -> tuple[str, ...]:
    """The names of the release's files that are missing or differ from what was published, read anew each time."""
    return tuple(e.file for e in release.manifest.datasets.values() if not is_sound(release.path / e.file, e.sha256))


def last_good(root: Path) -> Release:
    """The newest release, no newer than the current one, whose files are all sound.

    `NoReleaseError` when nothing was published; `BrokenReleaseError` of the newest when no release is sound.
    """
    trouble: BrokenReleaseError | None = None
    for release_id in _not_after_current(root):
        try:
            release = open_folder(root / RELEASES / release_id)
            verify(release)
        except BrokenReleaseError as error:
            trouble = trouble or error
        else:
            return release
    raise trouble or NoReleaseError(root)


def _not_after_current(root: Path) -> tuple[str, ...]:
    known, newest = published_ids(root), pointed_to(root)
    return known[known.index(newest) :] if newest in known else known


def open_folder(path: Path) -> Release:
    """The release in a folder; `BrokenReleaseError` when its manifest is missing or not what was written."""
    try:
        manifest = load((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BrokenReleaseError(path.name, MANIFEST) from error
    if manifest.id != path.name:
        raise BrokenReleaseError(path.name, MANIFEST)
    return Release(path, manifest)


def _manifest_or_none(path: Path) -> Manifest | None:
    try:
        return open_folder(path).manifest
    except BrokenReleaseError:
        return None


@lru_cache(maxsize=REMEMBERED)
def _verified(path: Path, release_id: str, _when: int) -> None:
    for file in broken_files(open_folder(path)):
        raise BrokenReleaseError(release_id, file)


def is_sound(path: Path, sha256: str) -> bool:
    """Whether a file is there and its content has this SHA-256."""
    try:
        return file_sha256(path) == sha256
    except OSError:
        return False


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""Finding and opening releases; nothing here writes."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tongnan_metrics.catalog.places import nearest
from tongnan_metrics.releases.errors import BrokenReleaseError, NoReleaseError, UnknownReleaseError
from tongnan_metrics.releases.manifest import ID, MANIFEST, Manifest, load

CURRENT = "CURRENT"
RELEASES = "releases"


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

    def file(self, dataset: str) -> Path:
        """The Parquet file of a dataset; `BrokenReleaseError` when the release lacks it."""
        entry = self.manifest.datasets.get(dataset)
        if entry is None:
            raise BrokenReleaseError(self.id, f"{dataset}.parquet")
        return self.path / entry.file

    def table(self, dataset: str) -> pa.Table:
        """The rows of a dataset, page checksums checked; `BrokenReleaseError` naming the file when it is damaged."""
        path = self.file(dataset)
        try:
            return pq.read_table(path, page_checksum_verification=True, partitioning=None)
        except (OSError, pa.ArrowException) as error:
            raise BrokenReleaseError(self.id, path.name) from error


def current(root: Path) -> Release:
    """The release in force now; `NoReleaseError` when there is none."""
    try:
        release_id = (root / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise NoReleaseError(root) from None
    except (OSError, ValueError) as error:
        raise BrokenReleaseError(CURRENT, CURRENT) from error
    if not ID.fullmatch(release_id) or not (root / RELEASES / release_id).is_dir():
        raise BrokenReleaseError(release_id[:40], CURRENT)
    return _open(root / RELEASES / release_id)


def open_release(root: Path, release_id: str) -> Release:
    """The release of this id; `UnknownReleaseError` naming the nearest one, else the newest, when there is none."""
    known = release_ids(root)
    if release_id not in known:
        raise UnknownReleaseError(release_id, nearest(release_id, known) or next(iter(known), None))
    return _open(root / RELEASES / release_id)


def history(root: Path) -> tuple[Manifest, ...]:
    """The manifests of all releases that can be opened, newest first."""
    return tuple(m for m in (_manifest_or_none(root / RELEASES / i) for i in release_ids(root)) if m)


def release_ids(root: Path) -> tuple[str, ...]:
    """The ids of all release folders, newest first."""
    folder = root / RELEASES
    found = [p.name for p in folder.iterdir() if ID.fullmatch(p.name)] if folder.is_dir() else []
    return tuple(sorted(found, key=lambda name: int(name.split("-")[0]), reverse=True))


def verify(release: Release) -> None:
    """Make sure, once per process, that every file is what was published; `BrokenReleaseError` naming the first not."""
    _verified(release.path, release.id)


def broken_files(release: Release) -> tuple[str, ...]:
    """The names of the release's files that are missing or differ from what was published, read anew each time."""
    return tuple(e.file for e in release.manifest.datasets.values() if not is_sound(release.path / e.file, e.sha256))


def damages(root: Path) -> tuple[BrokenReleaseError, ...]:
    """Every file of every release that is missing or not what was published, newest release first."""
    return tuple(error for release_id in release_ids(root) for error in _damages(root / RELEASES / release_id))


def _damages(path: Path) -> Iterator[BrokenReleaseError]:
    try:
        release = _open(path)
    except BrokenReleaseError as error:
        yield error
    else:
        yield from (BrokenReleaseError(release.id, file) for file in broken_files(release))


def last_good(root: Path) -> Release:
    """The newest release, no newer than the current one, whose files are all sound.

    `NoReleaseError` when nothing was published; `BrokenReleaseError` of the newest when no release is sound.
    """
    trouble: BrokenReleaseError | None = None
    for release_id in _not_after_current(root):
        try:
            release = _open(root / RELEASES / release_id)
            verify(release)
        except BrokenReleaseError as error:
            trouble = trouble or error
        else:
            return release
    raise trouble or NoReleaseError(root)


def _not_after_current(root: Path) -> tuple[str, ...]:
    ids = release_ids(root)
    try:
        newest = (root / CURRENT).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ids
    return ids[ids.index(newest) :] if newest in ids else ids


def _open(path: Path) -> Release:
    try:
        manifest = load((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BrokenReleaseError(path.name, MANIFEST) from error
    if manifest.id != path.name:
        raise BrokenReleaseError(path.name, MANIFEST)
    return Release(path, manifest)


def _manifest_or_none(path: Path) -> Manifest | None:
    try:
        return _open(path).manifest
    except BrokenReleaseError:
        return None


@cache
def _verified(path: Path, release_id: str) -> None:
    for file in broken_files(_open(path)):
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

"""The files releases were made from, as they came: ``sources/<sha256>``, each content once, however many name it."""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow.compute as pc

from tongnan_metrics.catalog.datasets import SOURCES
from tongnan_metrics.releases.columns import conform
from tongnan_metrics.releases.disk import STAGING, flush
from tongnan_metrics.releases.errors import BrokenReleaseError, ChangedFileError, LostOriginalError, ReleaseError
from tongnan_metrics.releases.manifest import SourceFile
from tongnan_metrics.releases.reading import ORIGINALS, RELEASES, Release, is_sound, open_folder, release_ids

NAME = re.compile(r"[0-9a-f]{64}")

Originals = Mapping[SourceFile, Path]


def original(root: Path, source: SourceFile) -> Path:
    """Where the file a release was made from is kept; `LostOriginalError` naming it when it is not, or not sound."""
    path = root / ORIGINALS / source.sha256
    if not is_sound(path, source.sha256):
        raise LostOriginalError("", _path_of(source), source.name)
    return path


def stage(root: Path, files: Originals) -> tuple[SourceFile, ...]:
    """Copy files aside; `ChangedFileError` when one is gone or no longer what was read."""
    folder = root / STAGING / ORIGINALS
    folder.mkdir()
    for source, path in files.items():
        _copy(source, path, folder / source.sha256)
    return tuple(files)


def _copy(source: SourceFile, path: Path, copy: Path) -> None:
    if path.is_file():
        shutil.copyfile(path, copy)
    if not is_sound(copy, source.sha256):
        raise ChangedFileError(source.name)
    flush(copy)


def place(root: Path) -> None:
    """Move what was staged, if anything was, to where it stays."""
    staged = [*(root / STAGING / ORIGINALS).glob("*")]
    if not staged:
        return
    folder = root / ORIGINALS
    folder.mkdir(exist_ok=True)
    for copy in staged:
        copy.replace(folder / copy.name)
    flush(folder)


def sweep(root: Path) -> None:
    """Remove the files no release names; none at all when a release cannot be read and might name them."""
    try:
        named = {sha256 for i in release_ids(root) for sha256 in _named(open_folder(root / RELEASES / i))}
    except ReleaseError:
        return
    for path in _kept(root):
        if path.name not in named:
            path.unlink()


def _named(release: Release) -> Iterator[str]:
    """The files a release was made from, and those its rows come from, whichever release brought them."""
    manifest = release.manifest
    yield from (source.sha256 for source in (*manifest.originals, *manifest.sources))
    told = conform(SOURCES, release.table(SOURCES.key), release=release.id)
    yield from pc.drop_null(told["sha256"]).to_pylist()


def damages(root: Path, releases: Iterable[Release]) -> Iterator[BrokenReleaseError]:
    """Every kept file that is missing or not what came in, named once, by the newest release made from it."""
    sound = {path.name for path in _kept(root) if is_sound(path, path.name)}
    told = {source: release.id for release in reversed([*releases]) for source in release.manifest.originals}
    for source, release_id in told.items():
        if source.sha256 not in sound:
            yield LostOriginalError(release_id, _path_of(source), source.name)


def _path_of(source: SourceFile) -> str:
    """Where a file is kept, from the data folder."""
    return f"{ORIGINALS}/{source.sha256}"


def _kept(root: Path) -> list[Path]:
    folder = root / ORIGINALS
    return sorted(p for p in folder.iterdir() if NAME.fullmatch(p.name)) if folder.is_dir() else []

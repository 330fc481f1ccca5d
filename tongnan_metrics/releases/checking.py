"""Reads every byte of a data folder again and says what is not as it was written."""

from collections.abc import Iterator
from pathlib import Path

from tongnan_metrics.releases import originals
from tongnan_metrics.releases.errors import BrokenReleaseError
from tongnan_metrics.releases.reading import (
    CURRENT,
    RELEASES,
    Release,
    broken_files,
    current,
    kept,
    on_its_way,
    open_folder,
    release_ids,
)


def damages(root: Path) -> tuple[BrokenReleaseError, ...]:
    """Every file that is missing or not what was written: the pointer, then releases, newest first, then originals."""
    return tuple(_damages(root))


def _damages(root: Path) -> Iterator[BrokenReleaseError]:
    try:
        if release_ids(root):
            current(root)
    except BrokenReleaseError as error:
        if error.file == CURRENT:
            yield error
    sound: list[Release] = []
    for release_id in _expected(root):
        try:
            release = open_folder(root / RELEASES / release_id)
        except BrokenReleaseError as error:
            yield error
        else:
            sound.append(release)
            yield from (BrokenReleaseError(release.id, file) for file in broken_files(release))
    yield from originals.damages(root, sound)


def _expected(root: Path) -> list[str]:
    """The releases there are, newest first, and those somebody keeps though they are gone."""
    there = release_ids(root)
    return [*(i for i in there if i != on_its_way(root)), *sorted(kept(root) - {*there}, reverse=True)]

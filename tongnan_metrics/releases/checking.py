"""Reads every byte of a data folder again and says what is not as it was written."""

from collections.abc import Iterator
from pathlib import Path

from tongnan_metrics.releases import originals
from tongnan_metrics.releases.errors import BrokenReleaseError, NoReleaseError, PointerError
from tongnan_metrics.releases.reading import (
    CURRENT,
    RELEASES,
    Release,
    broken_files,
    current,
    kept,
    open_folder,
    pointed_to,
    published_ids,
)


def damages(root: Path) -> tuple[BrokenReleaseError, ...]:
    """Every file that is missing or not what was written: the pointer, then releases, newest first, then originals."""
    found = [*_of_pointer(root), *_of_releases(root)]
    meant = {CURRENT, pointed_to(root), *_expected(root)}  # what was pruned in the meantime is no damage
    return tuple(error for error in found if error.release in meant)


def _of_pointer(root: Path) -> Iterator[BrokenReleaseError]:
    try:
        current(root)
    except PointerError as error:
        yield error
    except (NoReleaseError, BrokenReleaseError):
        return


def _of_releases(root: Path) -> Iterator[BrokenReleaseError]:
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
    there = published_ids(root)
    return [*there, *sorted(kept(root) - {*there}, reverse=True)]

"""Which release a run shows: the pinned one, the current one, or the last good one when that is damaged."""

from dataclasses import dataclass
from pathlib import Path

from tongnan_metrics import releases
from tongnan_metrics.locale import tr
from tongnan_metrics.releases import BrokenReleaseError, Release, UnknownReleaseError


@dataclass(frozen=True, slots=True)
class Opened:
    """A sound release, whether the link pins it, what the reader must know.

    `named` is the release that was named as the current one then, sound or not.
    """

    release: Release
    named: str | None
    pinned: bool = False
    notices: tuple[str, ...] = ()


def open_for(root: Path, wanted: str | None) -> Opened:
    """Open the release `wanted`, or the one in force when it is None or cannot be had.

    Raises:
        NoReleaseError: nothing is published.
        BrokenReleaseError: no release is sound.
    """
    named = releases.pointed_to(root)
    newest, trouble = _in_force(root)
    if wanted is None:
        return Opened(newest, named, notices=trouble)
    try:
        pinned = releases.open_release(root, wanted)
        releases.verify(pinned)
    except (UnknownReleaseError, BrokenReleaseError) as error:
        return Opened(newest, named, notices=(*trouble, _not_pinned(wanted, error, newest)))
    return Opened(pinned, named, pinned=True)


def _in_force(root: Path) -> tuple[Release, tuple[str, ...]]:
    try:
        release = releases.current(root)
        releases.verify(release)
    except BrokenReleaseError as error:
        good = releases.last_good(root)
        return good, (f"{error} {tr('Showing the last sound data instead: {version}.', version=version(good))}",)
    return release, ()


def _not_pinned(wanted: str, error: Exception, shown: Release) -> str:
    if isinstance(error, UnknownReleaseError) and error.nearest:
        return tr(
            "The link asks for data version {wanted}, which does not exist ({nearest} is close). Showing {version}.",
            wanted=wanted,
            nearest=error.nearest,
            version=version(shown),
        )
    return tr(
        "The link asks for data version {wanted}, which cannot be opened. Showing {version}.",
        wanted=wanted,
        version=version(shown),
    )


def version(release: Release) -> str:
    """A release as readers call it: ``第 4 版（2022-03-31）``."""
    manifest = release.manifest
    return tr("version {number} ({date})", number=manifest.sequence, date=manifest.created_at[:10])

"""What can go wrong with releases; each error's text is one sentence users read."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tongnan_metrics.locale import tr


class ReleaseError(Exception):
    """Any trouble with releases."""


class NoReleaseError(ReleaseError):
    """Nothing has been published yet, or the data folder is gone."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            tr("There is no published data in {folder}: import a report first, or check the folder.", folder=root)
        )


class UnknownReleaseError(ReleaseError):
    """There is no release of this id; `nearest` is the closest one there is."""

    def __init__(self, wanted: str, nearest: str | None) -> None:
        self.wanted, self.nearest = wanted, nearest
        hint = tr("did you mean {nearest}?", nearest=nearest) if nearest else tr("see `releases` for those there are.")
        super().__init__(tr("There is no release {wanted}: {hint}", wanted=wanted, hint=hint))


class BrokenReleaseError(ReleaseError):
    """A file of a release is missing or is not what was published; `file` names it."""

    def __init__(self, release: str, file: str) -> None:
        self.release, self.file = release, file
        super().__init__(
            tr(
                "File {file} of release {release} is damaged or missing: bring it back from a backup.",
                file=file,
                release=release,
            )
        )


class BusyError(ReleaseError):
    """Somebody else is publishing and did not finish in time."""

    def __init__(self) -> None:
        super().__init__(tr("Somebody else is publishing right now: try again in a minute."))


class StoreError(ReleaseError):
    """The data folder cannot be written: read-only, full or gone. What was published before is untouched."""


@contextmanager
def explained(root: Path) -> Iterator[None]:
    """Turn an operating system's error inside the block into one sentence about the data folder."""
    try:
        yield
    except OSError as error:
        raise StoreError(_sentence(error, root)) from error


def _sentence(error: OSError, root: Path) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return tr("The disk of the data folder {folder} is full: nothing was published.", folder=root)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return tr("The data folder {folder} cannot be written: nothing was published.", folder=root)
    reason = error.strerror or str(error)
    return tr("The data folder {folder} cannot be used ({reason}): nothing was published.", folder=root, reason=reason)

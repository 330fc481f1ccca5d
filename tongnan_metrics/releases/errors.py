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

    def __init__(self, release: str, file: str, told: str | None = None) -> None:
        self.release, self.file = release, file
        super().__init__(
            told
            or tr(
                "File {file} of release {release} is damaged or missing: bring it back from a backup.",
                file=file,
                release=release,
            )
        )


class PointerError(BrokenReleaseError):
    """The file that names the current release is damaged or lost, or the `release` it names is gone."""

    def __init__(self, file: str, release: str | None = None) -> None:
        told = (
            tr("File {file} names release {release}, which is missing: restore another.", file=file, release=release)
            if release
            else tr("File {file}, which names the current release, is damaged or missing: restore one.", file=file)
        )
        super().__init__(release or file, file, told)


class LostOriginalError(BrokenReleaseError):
    """The kept copy of the report called `name`, from which a release was made, is missing or not what came in."""

    def __init__(self, release: str, file: str, name: str) -> None:
        told = tr("The kept copy {file} of {name} is damaged or missing: bring it back.", file=file, name=name)
        super().__init__(release, file, told)


class BusyError(ReleaseError):
    """Somebody else is publishing and did not finish in time."""

    def __init__(self) -> None:
        super().__init__(tr("Somebody else is publishing right now: try again in a minute."))


class NotKeptError(ReleaseError):
    """A release nobody keeps cannot be let go."""

    def __init__(self, release: str) -> None:
        super().__init__(tr("Release {release} is not kept: there is nothing to let go.", release=release))


class OldColumnsError(ReleaseError):
    """A release was made by another version of the software and has other columns."""

    def __init__(self, release: str, dataset: str) -> None:
        super().__init__(
            tr(
                "“{dataset}” of release {release} has other columns than this software knows: import it again.",
                dataset=dataset,
                release=release,
            )
        )


class ChangedFileError(ReleaseError):
    """A report is no longer the file that was read; `file` names it."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(tr("File {file} changed while it was being imported: import it again.", file=file))


class StoreError(ReleaseError):
    """The data folder cannot be used: read-only, full or gone. What was published before is untouched."""


class UnconfirmedError(StoreError):
    """A release is current, but the disk would not confirm that it is there to stay."""

    def __init__(self, release: str, root: Path) -> None:
        self.release = release
        super().__init__(
            tr(
                "Release {release} is current, but the disk of {folder} did not confirm it: check the disk.",
                release=release,
                folder=root,
            )
        )


@contextmanager
def explained(root: Path, *, outcome: str = "") -> Iterator[None]:
    """Turn an operating system's error while writing inside the block into one sentence about the data folder.

    `outcome` says what became of it: that nothing was changed, if nothing else.
    """
    try:
        yield
    except OSError as error:
        raise StoreError(_sentence(error, root, outcome or tr("nothing was changed"))) from error


@contextmanager
def readable(root: Path) -> Iterator[None]:
    """Turn an operating system's error while reading inside the block into one sentence about the data folder."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        told = tr("The data folder {folder} cannot be read ({reason}): check its rights.", folder=root, reason=reason)
        raise StoreError(told) from error


def _sentence(error: OSError, root: Path, outcome: str) -> str:
    said = {"folder": root, "reason": error.strerror or str(error), "outcome": outcome}
    if is_full(error):
        return tr("The disk of the data folder {folder} is full: {outcome}.", **said)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return tr("The data folder {folder} cannot be written: {outcome}.", **said)
    return tr("The data folder {folder} cannot be used ({reason}): {outcome}.", **said)


def is_full(error: OSError) -> bool:
    """Whether there was no room: on the disk, in a quota, or in what a file may hold."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

"""A look at a zip before anything unpacks it."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tongnan_metrics.reader.kinds import PASSWORD
from tongnan_metrics.reader.limits import MIB, Limits
from tongnan_metrics.reader.unfit import UnfitError, damaged_book

ENCRYPTED = 0x1
# Small parts pack very well and do no harm.
LOOK_FROM = MIB


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The archive, once what it declares keeps to the limits; `UnfitError` else."""
    try:
        with zipfile.ZipFile(path) as archive:
            _look(archive.infolist(), limits)
            yield archive
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        raise damaged_book() from error


def _look(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(parts) > limits.parts:
        raise UnfitError("The workbook is made of more than {parts} parts: save it anew.", parts=limits.parts)
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise UnfitError(PASSWORD)
    if len({part.filename.casefold() for part in parts}) < len(parts):
        raise damaged_book()  # two parts of one name: readers may not agree which counts
    if sum(part.file_size for part in parts) > limits.unpacked_mib * MIB or any(_bomb(p, limits) for p in parts):
        raise UnfitError(
            "Unpacked, the workbook is larger than reading allows ({mib} MiB, {ratio} times its size in the file): "
            "save it anew, or split it.",
            mib=limits.unpacked_mib,
            ratio=limits.packed_ratio,
        )


def _bomb(part: zipfile.ZipInfo, limits: Limits) -> bool:
    return part.file_size > LOOK_FROM and part.file_size > limits.packed_ratio * max(part.compress_size, 1)


def part_named(archive: zipfile.ZipFile, name: str) -> str | None:
    """The part of a name, in whatever case it is written; None when there is none."""
    return next((found for found in archive.namelist() if found.casefold() == name.casefold()), None)

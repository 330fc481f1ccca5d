"""What publishing would give, in a folder of its own that nobody else sees and that goes when it has been looked at."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from tongnan_metrics.releases.reading import CURRENT, RELEASES, Release
from tongnan_metrics.releases.writing import publish


@contextmanager
def rehearsed(base: Release | None, tables: Mapping[str, pa.Table]) -> Iterator[Release]:
    """The release that `publish` would make of `tables` on `base`; it is there inside the block only.

    Raises as `publish`; the data folder itself is neither locked nor written.
    """
    with TemporaryDirectory(prefix="tongnan-rehearsal-") as folder:
        root = Path(folder)
        if base:
            shutil.copytree(base.path, root / RELEASES / base.id, copy_function=_link)
            (root / CURRENT).write_text(f"{base.id}\n", encoding="ascii")
        yield publish(root, tables, author="")


def _link(origin: str, copy: str) -> None:
    try:
        os.link(origin, copy)
    except OSError:  # another file system, or one without hard links
        shutil.copyfile(origin, copy)

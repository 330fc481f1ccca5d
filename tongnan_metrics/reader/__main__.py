"""The child that reads: ``python -m tongnan_metrics.reader JOB``. Its task is a path; see `reading` for the answer."""

from pathlib import Path
from typing import Any

from tongnan_metrics.reader import child
from tongnan_metrics.reader.limits import Limits


def read(path: str, folder: Path, limits: Limits) -> dict[str, Any]:
    """Read a file. What reading needs is loaded only now, so that it is under the limits too."""
    from tongnan_metrics.reader import reading  # noqa: PLC0415

    return reading.read(Path(path), folder, limits, child.tell)


if __name__ == "__main__":
    child.run(read)

"""From files to a release: read, check against what is published, merge, sum, publish. All of it or nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from tongnan_metrics import releases
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.ingest.compare import compare
from tongnan_metrics.ingest.problems import RefusedError
from tongnan_metrics.ingest.progress import Progress, Step, silent
from tongnan_metrics.ingest.reading import Reading, read_files
from tongnan_metrics.releases import Release

MONTHLY = "monthly"
STAGES = 3  # compared once more, summed, written


def publish(
    paths: Sequence[Path],
    *,
    root: Path,
    author: str,
    note: str = "",
    accept_warnings: bool = False,
    created_at: datetime | None = None,
) -> Release:
    """Publish what the files say on top of the current release; the current one when they say nothing new.

    `RefusedError` with every problem when there are errors, or warnings not accepted; else as `releases.publish`.
    """
    reading = read_files(paths)
    return publish_reading(
        reading, root=root, author=author, note=note, accept_warnings=accept_warnings, created_at=created_at
    )


def publish_reading(
    reading: Reading,
    *,
    root: Path,
    author: str,
    note: str = "",
    accept_warnings: bool = False,
    created_at: datetime | None = None,
    progress: Progress = silent,
) -> Release:
    """`publish` for files that were read already; they are held against what is current now.

    The release keeps the files as they came and counts, by level, the problems they had.
    """
    with releases.publishing(root) as base:
        progress(Step.PUBLISH, 0, STAGES)
        checked = compare(reading, base=base)
        if base is not None and not checked.errors and not checked.merged:
            return base
        if checked.errors or (checked.warnings and not accept_warnings):
            raise RefusedError(checked.problems)
        progress(Step.PUBLISH, 1, STAGES)
        tables = with_monthly(checked.merged, base)
        progress(Step.PUBLISH, 2, STAGES)
        return releases.publish(
            root,
            tables,
            author=author,
            note=note,
            sources={**checked.files, MONTHLY: tuple(reading.paths)},
            originals=reading.paths,
            problems=Counter(str(problem.level) for problem in checked.problems),
            created_at=created_at,
        )


def with_monthly(changed: Mapping[str, pa.Table], base: Release | None) -> dict[str, pa.Table]:
    """The changed datasets and the monthly cube of the whole."""
    kept = {key: base.table(key) for key in REPORTED if key not in changed} if base else {}
    return {**changed, MONTHLY: monthly.build({**kept, **changed})}

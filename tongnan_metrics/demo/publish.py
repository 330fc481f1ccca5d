"""Makes the demo releases: reports are written as offices send them, and imported as any other report is."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from tongnan_metrics import ingest
from tongnan_metrics.demo.district import SEED, tables
from tongnan_metrics.demo.history import batches
from tongnan_metrics.demo.reports import Tables, write_reports
from tongnan_metrics.releases import Release

_HERE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Batch:
    """One import: who made it, when, and what it brought."""

    author: str
    note: str
    created_at: datetime


BATCHES = (
    Batch("区统计局", "演示数据：2019年至2021年各期", datetime(2022, 1, 20, 9, tzinfo=_HERE)),
    Batch("区统计局", "演示数据：2022年1—2月、1—3月，修订2021年12月部分数据", datetime(2022, 4, 12, 9, tzinfo=_HERE)),
)


def build(root: Path, *, seed: int = SEED) -> Release:
    """Publish the demo under `root`: a first release of what was known at the end of 2021, then the current one.

    Raises what `ingest.publish` raises; reports of the demo have no problem, not even a warning.
    """
    whole = tables(seed)
    for batch, rows in zip(BATCHES, batches(seed, whole), strict=True):
        release = _publish(root, batch, rows, whole)
    return release


def _publish(root: Path, batch: Batch, rows: Tables, whole: Tables) -> Release:
    with TemporaryDirectory(prefix="tongnan-demo-") as folder:
        paths = write_reports(Path(folder), rows, registers=whole)
        return ingest.publish(paths, root=root, author=batch.author, note=batch.note, created_at=batch.created_at)

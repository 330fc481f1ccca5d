"""How one release differs from another, counted and in words, answered once for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tongnan_metrics import query, releases
from tongnan_metrics.catalog.datasets import DATASETS, SOURCES
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import tr
from tongnan_metrics.present.narrative import LISTED, SEMICOLON, STOP
from tongnan_metrics.query import Headline
from tongnan_metrics.releases import Manifest, Release

NAMED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows of a dataset are new, say something else, are gone, or stay."""

    added: int
    changed: int
    removed: int
    unchanged: int

    @property
    def differing(self) -> int:
        """How many rows are not the same in both."""
        return self.added + self.changed + self.removed


def number(manifest: Manifest) -> str:
    """A release by its number: ``第 2 版``."""
    return tr("No. {number}", number=manifest.sequence)


def moment(at: str) -> str:
    """An ISO time as readers say it, in the server's zone: ``2022-04-12 09:00``."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def against(release: Release, other: str) -> tuple[dict[str, Rows], tuple[Headline, ...]]:
    """How the rows and the headline figures of a release differ from those of another."""
    base = releases.open_release(releases.data_root(), other)
    return rows(base, release), _headlines(release, base.id)


def rows(before: Release, after: Release) -> dict[str, Rows]:
    """How the rows differ, by dataset, those that differ only."""
    return _rows(after, before.id)


@kept
def _rows(after: Release, before: str) -> dict[str, Rows]:
    found = releases.diff(releases.open_release(after.path.parents[1], before), after)
    return {key: Rows(d.added.num_rows, d.after.num_rows, d.removed.num_rows, d.unchanged) for key, d in found.items()}


@kept
def _headlines(after: Release, before: str) -> tuple[Headline, ...]:
    base = releases.open_release(after.path.parents[1], before)
    return query.headlines(base, after, also=query.concerned(base, after))


def words(found: Mapping[str, Rows]) -> str:
    """What changed, in words: ``规上工业生产新增12行、修改3行；企业名录修改1行``.

    The three datasets that differ most are named, the others counted.
    """
    most_first = sorted(found.items(), key=lambda item: -item[1].differing)
    said = [_dataset_words(key, rows) for key, rows in most_first if key != SOURCES.key or len(found) == 1]
    rest = [tr("{n} more datasets", n=len(said) - NAMED_AT_MOST)] if len(said) > NAMED_AT_MOST else []
    return str(SEMICOLON).join([*said[:NAMED_AT_MOST], *rest]) or tr("no rows differ")


def sentence(found: Mapping[str, Rows]) -> str:
    """What changed, as a sentence."""
    return f"{words(found)}{STOP}".rstrip(" ")


def _dataset_words(key: str, rows: Rows) -> str:
    counts = (
        (rows.added, tr("{n} rows new", n=rows.added)),
        (rows.changed, tr("{n} rows changed", n=rows.changed)),
        (rows.removed, tr("{n} rows removed", n=rows.removed)),
    )
    said = str(LISTED).join(words for count, words in counts if count)
    return tr("{dataset}: {changes}", dataset=DATASETS[key].name, changes=said)

"""What one release says and another does not: rows by primary key."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.releases.columns import conform
from tongnan_metrics.releases.reading import Release

LEFT, RIGHT = "#left", "#right"


@dataclass(frozen=True, slots=True)
class Difference:
    """How a dataset differs between two releases, its rows in order of primary key.

    `before` and `after` are the changed rows as the one and the other say them, in the same order.
    """

    added: pa.Table
    removed: pa.Table
    before: pa.Table
    after: pa.Table
    unchanged: int

    def __bool__(self) -> bool:
        return bool(self.added.num_rows or self.removed.num_rows or self.after.num_rows)


def diff(before: Release, after: Release) -> dict[str, Difference]:
    """The reported datasets that differ, in the order of the catalogue.

    `BrokenReleaseError` when a file is damaged, `OldColumnsError` when columns cannot be compared.
    """
    differing = {key: d for key, d in REPORTED.items() if _sha256(before, key) != _sha256(after, key)}
    found = {key: rows(d, *(_table(release, d) for release in (before, after))) for key, d in differing.items()}
    return {key: difference for key, difference in found.items() if difference}


def rows(dataset: Dataset, before: pa.Table, after: pa.Table) -> Difference:
    """How two tables of a dataset differ."""
    keys = list(dataset.primary_key)
    left = before.select(keys).append_column(LEFT, pa.array(np.arange(before.num_rows)))
    right = after.select(keys).append_column(RIGHT, pa.array(np.arange(after.num_rows)))
    joined = left.join(right, keys=keys, join_type="full outer").sort_by([(key, "ascending") for key in keys])
    at_left, at_right = joined[LEFT].combine_chunks(), joined[RIGHT].combine_chunks()
    old, new = before.take(at_left), after.take(at_right)
    both = pc.and_(pc.is_valid(at_left), pc.is_valid(at_right))
    changed = pc.and_(both, _differ(old, new))
    return Difference(
        added=new.filter(pc.is_null(at_left)),
        removed=old.filter(pc.is_null(at_right)),
        before=old.filter(changed),
        after=new.filter(changed),
        unchanged=pc.sum(pc.and_not(both, changed)).as_py() or 0,
    )


def _differ(old: pa.Table, new: pa.Table) -> Any:
    """In which rows any column says something else; two empty cells say the same."""
    differ: Any = pa.scalar(value=False)
    for name in old.schema.names:
        one, other = old[name].combine_chunks(), new[name].combine_chunks()
        either_empty = pc.xor(pc.is_null(one), pc.is_null(other))
        differ = pc.or_(differ, pc.fill_null(pc.not_equal(one, other), either_empty))
    return differ


def _sha256(release: Release, key: str) -> str | None:
    entry = release.manifest.datasets.get(key)
    return entry.sha256 if entry else None


def _table(release: Release, dataset: Dataset) -> pa.Table:
    if dataset.key not in release.manifest.datasets:
        return dataset.schema.empty_table()
    return conform(dataset, release.table(dataset.key), release=release.id)

"""Lays incoming rows over published ones, by primary key, and takes away those that are to go."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.ingest.rows import Mask, Positions, in_all, key_numbers, only, same_cells
from tongnan_metrics.ingest.sources import SOURCE, carries_source

BLOCK = 200_000  # rows compared at a time


@dataclass(frozen=True, slots=True)
class Change:
    """What an import does to a dataset: how many rows are new, say something else, are there already, or go."""

    added: int
    changed: int
    unchanged: int
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def merge(
    dataset: Dataset, base: pa.Table, incoming: pa.Table, *, made: Any, unwanted: Mask | None = None
) -> tuple[pa.Table, Change]:
    """`base` with `incoming` laid over it, without its `unwanted` rows that do not come in; and what that changed.

    `made` is an array of the source codes made for files that name none: a row that says nothing new but such a source
    keeps the source it has.
    """
    at = places(dataset, base, incoming)
    there = np.flatnonzero(at >= 0)
    same = _unchanged(dataset, base, incoming, at, there, made)
    kept = np.ones(base.num_rows, np.bool_) if unwanted is None else ~unwanted
    kept[at[there]] = True
    removed = base.num_rows - int(kept.sum())
    kept[at[there[~same]]] = False
    over = np.ones(incoming.num_rows, dtype=np.bool_)
    over[there[same]] = False
    merged = pa.concat_tables([only(base, kept), only(incoming, over).cast(dataset.schema)])
    return merged, Change(int((at < 0).sum()), int((~same).sum()), int(same.sum()), removed)


def _unchanged(
    dataset: Dataset, base: pa.Table, incoming: pa.Table, at: Positions, there: Positions, made: Any
) -> Mask:
    """Which of the incoming rows `there` are published as they are; some at a time, for whole tables are large."""
    same = np.zeros(len(there), np.bool_)
    for first in range(0, len(there), BLOCK):
        some = there[first : first + BLOCK]
        old, new = base.take(pa.array(at[some])), incoming.take(pa.array(some))
        same[first : first + BLOCK] = equal(dataset, old, new, made)
    return same


def places(dataset: Dataset, base: pa.Table, incoming: pa.Table) -> Positions:
    """For each incoming row, where the base has its key; -1 where it has not."""
    if not base.num_rows:
        return np.full(incoming.num_rows, -1)
    there, wanted = key_numbers(dataset.primary_key, base, incoming)
    order = np.argsort(there)
    at = order[np.minimum(np.searchsorted(there, wanted, sorter=order), len(order) - 1)]
    return np.where((there[at] == wanted) & (wanted >= 0), at, -1)


def equal(dataset: Dataset, old: pa.Table, new: pa.Table, made: Any) -> Mask:
    """Which rows say the same in both, `made` sources aside."""
    sames = same_cells(old, new)
    if carries_source(dataset):
        sames[SOURCE] |= pc.is_in(new[SOURCE], value_set=made).to_numpy()
    return in_all(sames)

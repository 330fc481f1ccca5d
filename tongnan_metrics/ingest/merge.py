"""Lays incoming rows over published ones, by primary key; nothing is ever removed by it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.ingest.rows import Mask, in_all, same_cells
from tongnan_metrics.ingest.sources import SOURCE, carries_source

IN, AT = "#in", "#at"


@dataclass(frozen=True, slots=True)
class Change:
    """What incoming rows do to a dataset: how many are new, say something else, or say what is there already."""

    added: int
    changed: int
    unchanged: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed)


def merge(dataset: Dataset, base: pa.Table, incoming: pa.Table, *, made: Any) -> tuple[pa.Table, Change]:
    """`base` with `incoming` laid over it, and what that changed.

    `made` is an array of the source codes made for files that name none: a row that says nothing new but such a source
    keeps the source it has.
    """
    at = _places(dataset, base, incoming)
    there = np.flatnonzero(at >= 0)
    old, new = base.take(pa.array(at[there])), incoming.take(pa.array(there))
    same = _equal(dataset, old, new, made)
    replaced = np.ones(base.num_rows, dtype=np.bool_)
    replaced[at[there[~same]]] = False
    over = np.ones(incoming.num_rows, dtype=np.bool_)
    over[there[same]] = False
    merged = pa.concat_tables([base.filter(pa.array(replaced)), incoming.filter(pa.array(over)).cast(dataset.schema)])
    return merged, Change(int((at < 0).sum()), int((~same).sum()), int(same.sum()))


def _places(dataset: Dataset, base: pa.Table, incoming: pa.Table) -> Any:
    """For each incoming row, where the base has its key; -1 where it has not."""
    if not base.num_rows:
        return np.full(incoming.num_rows, -1)
    keys = list(dataset.primary_key)
    left = incoming.select(keys).append_column(IN, pa.array(np.arange(incoming.num_rows)))
    right = base.select(keys).append_column(AT, pa.array(np.arange(base.num_rows)))
    joined = left.join(right, keys=keys, join_type="left outer")
    places = np.full(incoming.num_rows, -1)
    places[joined[IN].to_numpy()] = pc.fill_null(joined[AT], -1).to_numpy()
    return places


def _equal(dataset: Dataset, old: pa.Table, new: pa.Table, made: Any) -> Mask:
    """Which rows say the same in both."""
    sames = same_cells(old, new)
    if carries_source(dataset):
        sames[SOURCE] |= pc.is_in(new[SOURCE], value_set=made).to_numpy()
    return in_all(sames)

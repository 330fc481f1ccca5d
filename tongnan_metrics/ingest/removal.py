"""Rows that are to go: named by a file of keys, or of a period that comes in anew without them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.ingest.keeping import kept
from tongnan_metrics.ingest.merge import places
from tongnan_metrics.ingest.parts import Part
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.rows import Mask
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.locale import tr

PERIOD = "period"


def unwanted(
    dataset: Dataset, base: pa.Table, incoming: pa.Table, *, keys: pa.Table | None, replace_periods: bool
) -> Mask:
    """Which rows of the base are to go: those of `keys`, and those of a period that `incoming` has rows of.

    Where rows are only ever added, a period that comes in anew takes none away.
    """
    gone = np.zeros(base.num_rows, np.bool_)
    if keys is not None:
        at = places(dataset, base, keys)
        gone[at[at >= 0]] = True
    if replace_periods and dataset.has(PERIOD) and not dataset.append_only:
        gone |= pc.is_in(base[PERIOD], value_set=incoming[PERIOD].unique()).to_numpy()
    return gone


def check(
    parts: Iterable[Part], published: Mapping[str, pa.Table], incoming: Mapping[str, pa.Table]
) -> Iterator[Problem]:
    """Errors for keys that are not published or are to stay, and for keys whose rows come in as well."""
    for part in parts:
        dataset = REPORTED[part.dataset.key]
        unknown = places(dataset, published[dataset.key], part.table) < 0
        if dataset.append_only:
            yield from _told(part, ~unknown, partial(kept, dataset))
        yield from _told(part, unknown & part.whole, partial(_unknown, dataset))
        if dataset.key in incoming:
            yield from _told(part, places(dataset, incoming[dataset.key], part.table) >= 0, _contrary)


def still_needed(parts: Iterable[Part], table_of: Callable[[str], pa.Table]) -> Iterator[Problem]:
    """Errors for rows that are to go though others refer to them; `table_of` gives a dataset as it would then be."""
    for part in parts:
        for dataset in REPORTED.values():
            for field in dataset.fields:
                if field.references == part.dataset.key:
                    named = pc.is_in(part.keys, value_set=table_of(dataset.key)[field.key].unique())
                    yield from _told(part, named.to_numpy(zero_copy_only=False), partial(_needed, dataset))


def _told(part: Part, which: Mask, wrong_of: Callable[[], Wrong]) -> Iterator[Problem]:
    return part.problems(
        Level.ERROR, part.dataset.primary_key[-1], np.flatnonzero(which), lambda _: wrong_of(), part.keys
    )


def _unknown(dataset: Dataset) -> Wrong:
    return Wrong(
        tr("{report} has no row of this key to delete", report=dataset.name),
        tr("Correct the key, or leave the line out."),
    )


def _contrary() -> Wrong:
    return Wrong(tr("The row is to be deleted, yet it also comes in"), tr("Leave it out of one of the two files."))


def _needed(dataset: Dataset) -> Wrong:
    return Wrong(
        tr("The row cannot go: rows of {report} refer to it", report=dataset.name),
        tr("Delete those rows with it, or lead them elsewhere first."),
    )

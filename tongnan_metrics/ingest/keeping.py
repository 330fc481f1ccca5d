"""What a dataset asks of its rows as wholes: cells that another cell calls for, and records that stay as they are."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.model import Dataset, Field
from tongnan_metrics.ingest.merge import equal, places
from tongnan_metrics.ingest.parts import Part
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.locale import tr


def called_for(part: Part) -> Iterator[Problem]:
    """An error for each empty cell that another cell of its row calls for: a new date without the date."""
    for key, of, value in part.dataset.needed:
        wanted, empty = pc.equal(part.table[of], value), pc.is_null(part.table[key])
        at = np.flatnonzero(pc.fill_null(pc.and_(wanted, empty), fill_value=False).to_numpy())
        wrong = Wrong(_needed(part.dataset.field(of), value), tr("Fill it in."))
        yield from part.problems(Level.ERROR, key, at, partial(_always, wrong), part.table[key])


def _needed(of: Field, value: str) -> str:
    return tr("The cell is empty, yet {column} is “{value}”", column=of.name, value=of.choice(value).name)


def rewritten(part: Part, published: pa.Table, *, made: Any) -> Iterator[Problem]:
    """An error for each row that would change a published one of a dataset whose rows are only ever added.

    `made` is as in `merge`: a row that only names another made source changes nothing.
    """
    if not part.dataset.append_only:
        return
    at = places(part.dataset, published, part.table)
    there = np.flatnonzero(at >= 0)
    same = equal(part.dataset, published.take(pa.array(at[there])), part.table.take(pa.array(there)), made)
    wrong = kept(part.dataset)
    key = part.dataset.primary_key[-1]
    yield from part.problems(Level.ERROR, key, there[~same], partial(_always, wrong), part.table[key])


def kept(dataset: Dataset) -> Wrong:
    """What there is to say of a published record that would change or go."""
    return Wrong(
        tr("{dataset} keeps what is published: this record may not be changed or deleted", dataset=dataset.name),
        tr("Add a new record instead."),
    )


def _always(wrong: Wrong, _: int) -> Wrong:
    return wrong

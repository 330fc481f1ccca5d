"""Picks rows of a table, and compares those of two tables of one dataset, column by column."""

from collections.abc import Mapping
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Mask = npt.NDArray[np.bool_]


def same_cells(one: pa.Table, other: pa.Table) -> dict[str, Mask]:
    """For each column, in which rows both tables say the same; two empty cells do."""
    return {name: _same(one[name], other[name]) for name in one.schema.names}


def only(table: pa.Table, wanted: Mask) -> pa.Table:
    """The wanted rows of a table; when these are all, the table itself and no copy of it."""
    return table if wanted.all() else table.filter(pa.array(wanted))


def in_all(columns: Mapping[str, Mask]) -> Mask:
    """In which rows every column says the same."""
    return reduce(np.logical_and, columns.values())


def _same(one: Any, other: Any) -> Mask:
    both_empty = pc.and_(pc.is_null(one), pc.is_null(other))
    same: Mask = pc.or_(pc.fill_null(pc.equal(one, other), fill_value=False), both_empty).to_numpy()
    return same

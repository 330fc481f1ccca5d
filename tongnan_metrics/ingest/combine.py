"""Puts the parts of one dataset together, from all sheets and files: every key once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.ingest.parts import Part, Positions
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.locale import tr

AT = "#at"


@dataclass(frozen=True, slots=True)
class Combined:
    """The rows of a dataset that came in, in order, and what their keys have against each other."""

    table: pa.Table
    problems: tuple[Problem, ...]


def combine(dataset: Dataset, parts: tuple[Part, ...]) -> Combined:
    """All rows of the parts, without those whose key is incomplete or was there before."""
    table = pa.concat_tables([part.table for part in parts])
    keys = list(dataset.primary_key)
    whole = np.logical_and.reduce([pc.is_valid(table[key]).to_numpy() for key in keys])
    first = _first_of_key(table, keys)
    again = np.flatnonzero(whole & (first != np.arange(len(first))))
    keep = whole.copy()
    keep[again] = False
    return Combined(table.filter(pa.array(keep)), tuple(_twice(parts, table, again, first)))


def _first_of_key(table: pa.Table, keys: list[str]) -> Positions:
    """For each row, the first row of the same key."""
    numbered = table.select(keys).append_column(AT, pa.array(np.arange(table.num_rows)))
    grouped = numbered.group_by(keys, use_threads=False).aggregate([(AT, "min"), (AT, "count")])
    first = np.arange(table.num_rows)
    often = grouped.filter(pc.greater(grouped[f"{AT}_count"], 1)).select([*keys, f"{AT}_min"])
    if often.num_rows:
        joined = numbered.join(often, keys=keys, join_type="inner")
        first[joined[AT].to_numpy()] = joined[f"{AT}_min"].to_numpy()
    return first


def _twice(parts: tuple[Part, ...], table: pa.Table, again: Positions, first: Positions) -> Iterator[Problem]:
    """A warning for each row that only repeats an earlier one, an error for each that contradicts it."""
    ends = np.cumsum([len(part.rows) for part in parts])
    for number, part in enumerate(parts):
        here = [int(i) for i in again if ends[number] - len(part.rows) <= i < ends[number]]
        start = int(ends[number]) - len(part.rows)
        for level in Level:
            found = [
                (i - start, _wrong(level, _place(parts, ends, int(first[i]), part)), _written(table, part.dataset, i))
                for i in here
                if (Level.WARNING if _same(table, i, int(first[i])) else Level.ERROR) is level
            ]
            yield from part.problems(level, part.dataset.primary_key[-1], found)


def _same(table: pa.Table, one: int, other: int) -> bool:
    a, b = (table.slice(i, 1).to_pylist()[0] for i in (one, other))
    return bool(a == b)


def _wrong(level: Level, place: str) -> Wrong:
    if level is Level.WARNING:
        return Wrong(tr("The row repeats {place} and counts once", place=place), tr("Delete one of the two."))
    return Wrong(
        tr("The row has the same key as {place} but says something else", place=place),
        tr("Keep the right one of the two."),
    )


def _place(parts: tuple[Part, ...], ends: Any, at: int, seen_from: Part) -> str:
    number = int(np.searchsorted(ends, at, side="right"))
    part = parts[number]
    row = int(part.rows[at - int(ends[number]) + len(part.rows)])
    if part is seen_from:
        return tr("row {row}", row=row)
    return tr("row {row} of sheet {sheet} in {file}", row=row, sheet=part.sheet, file=part.file)


def _written(table: pa.Table, dataset: Dataset, at: int) -> str:
    return " ".join(str(table[key][at].as_py()) for key in dataset.primary_key)

"""Puts the parts of one dataset together, from all sheets and files: every key once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.ingest.merge import equal
from tongnan_metrics.ingest.parts import Part, Place, Positions
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.rows import Mask, only
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.locale import tr

AT = "#at"


@dataclass(frozen=True, slots=True)
class Combined:
    """The rows of a dataset that came in, in order, and what their keys have against each other."""

    table: pa.Table
    problems: tuple[Problem, ...]


def combine(dataset: Dataset, parts: tuple[Part, ...], *, made: Any) -> Combined:
    """All rows of the parts, without those whose key is incomplete or was there before.

    `made` is an array of the source codes made for files that name none: rows that differ only by such say the same.
    """
    table = pa.concat_tables([part.table for part in parts])
    keys = list(dataset.primary_key)
    whole = np.logical_and.reduce([pc.is_valid(table[key]).to_numpy() for key in keys])
    first = _first_of_key(table, keys)
    again = whole & (first != np.arange(len(first)))
    problems = tuple(_twice(dataset, parts, table, again, first, made)) if again.any() else ()
    return Combined(only(table, whole & ~again), problems)


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


def _twice(
    dataset: Dataset, parts: tuple[Part, ...], table: pa.Table, again: Mask, first: Positions, made: Any
) -> Iterator[Problem]:
    """A warning for each row that only repeats an earlier one, an error for each that contradicts it."""
    same = np.zeros(len(again), np.bool_)
    later, earlier = (table.take(pa.array(at)) for at in (np.flatnonzero(again), first[again]))
    same[again] = equal(dataset, earlier, later, made)
    start = 0
    for part in parts:
        own = slice(start, start + len(part.rows))
        for level, which in ((Level.ERROR, again & ~same), (Level.WARNING, again & same)):
            wrong_of = partial(_wrong_of, level, parts, part.place, first[own])
            at = np.flatnonzero(which[own])
            yield from part.problems(level, part.dataset.primary_key[-1], at, wrong_of, part.keys)
        start = own.stop


def _wrong_of(level: Level, parts: tuple[Part, ...], here: Place, first: Positions, row: int) -> Wrong:
    place = _named(parts, int(first[row]), here)
    if level is Level.WARNING:
        return Wrong(tr("The row repeats {place} and counts once", place=place), tr("Delete one of the two."))
    return Wrong(
        tr("The row has the same key as {place} but says something else", place=place),
        tr("Keep the right one of the two."),
    )


def _named(parts: tuple[Part, ...], at: int, here: Place) -> str:
    """Where the row at a place among all parts stood, as seen from a sheet."""
    for part in parts:
        if at < len(part.rows):
            row, place = int(part.rows[at]), part.place
            break
        at -= len(part.rows)
    if place == here:
        return tr("row {row}", row=row)
    return tr("row {row} of sheet {sheet} in {file}", row=row, sheet=place.sheet, file=place.file)

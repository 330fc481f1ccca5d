"""Puts the parts of one dataset together, from all sheets and files: every key once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.ingest.merge import equal
from tongnan_metrics.ingest.parts import Part, Place, Positions
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.rows import Mask, key_numbers, only
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.locale import tr


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
    (numbers,) = key_numbers(dataset.primary_key, table)
    _, first, at = np.unique(numbers, return_index=True, return_inverse=True)
    again = (numbers >= 0) & (first[at] != np.arange(len(numbers)))
    problems = tuple(_twice(dataset, parts, table, again, first[at], made)) if again.any() else ()
    return Combined(only(table, (numbers >= 0) & ~again), problems)


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

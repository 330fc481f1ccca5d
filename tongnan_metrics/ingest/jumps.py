"""Numbers that are too far from those they are held against: what is published, a year before, the period before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.model import Against, Dataset, Field, Since
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.ingest.merge import places
from tongnan_metrics.ingest.parts import Part
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.removal import PERIOD
from tongnan_metrics.ingest.rows import Mask
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.locale import tr

Floats = npt.NDArray[np.float64]

# A column most of whose numbers jump by as much has a wrong unit: that is said once.
FEWEST_OF_A_COLUMN = 5


@dataclass(frozen=True, slots=True)
class Other:
    """The rows that all rows are held against: in each table the place of each, -1 where it is not; the first counts.

    `months` is how many months a row covers for each month of the other, `same_year` whether both are of a year.
    """

    against: Against
    tables: tuple[tuple[pa.Table, Any], ...]
    months: Floats
    same_year: Mask

    def numbers(self, key: str) -> Any:
        """The column of a field in those rows, null where there is no such row."""
        found = [table[key].take(pa.array(at, mask=at < 0)) for table, at in self.tables]
        return pc.coalesce(*found).combine_chunks()

    def of(self, rows: slice) -> "Other":
        """The same for some of the rows."""
        tables = tuple((table, at[rows]) for table, at in self.tables)
        return replace(self, tables=tables, months=self.months[rows], same_year=self.same_year[rows])


@dataclass(frozen=True, slots=True)
class Compared:
    """A column beside the numbers it is held against; `fold` is how many times as much it is, 0 where nothing is."""

    field: Field
    against: Against
    now: Any
    then: Any
    fold: Floats
    falls: Mask

    @property
    def jumps(self) -> Mask:
        """Which numbers are too many times as much, or as little."""
        factor = self.field.jump.factor if self.field.jump else None
        if factor is None:
            return np.zeros(len(self.fold), np.bool_)
        found: Mask = (self.fold > 0) & ((self.fold > factor) | (self.fold < 1 / factor))
        return found


def check(parts: Sequence[Part], *, incoming: pa.Table, base: pa.Table) -> Iterator[Problem]:
    """Warnings for numbers of a dataset's parts that jump, held against the `base` and what is `incoming` itself.

    A number that is published as it stands was looked at before.
    """
    dataset = parts[0].dataset
    watched = [field for field in dataset.fields if field.jump]
    if not watched:
        return
    table = pa.concat_tables([part.table for part in parts])
    others = list(_others(dataset, table, incoming, base))
    start = 0
    for part in parts:
        own = slice(start, start + len(part.rows))
        near = [other.of(own) for other in others]
        for field in watched:
            compared = [_compared(field, part.table, other) for other in near if other.against in _held_against(field)]
            yield from _told(part, field.key, [found for found in compared if found is not None])
        start = own.stop


def _held_against(field: Field) -> tuple[Against, ...]:
    return field.jump.against if field.jump else ()


def _others(dataset: Dataset, table: pa.Table, incoming: pa.Table, base: pa.Table) -> Iterator[Other]:
    once = np.ones(table.num_rows)
    yield Other(Against.RELEASE, _found(dataset, table, base), once, once.astype(np.bool_))
    if dataset.has(PERIOD):
        own = table[PERIOD].combine_chunks().dictionary_encode()
        periods = [Period.parse(text) for text in own.dictionary.to_pylist()]
        before = {
            Against.YEAR_BEFORE: [p.year_before for p in periods],
            Against.PREVIOUS: [p.previous for p in periods],
        }
        at = own.indices.fill_null(len(periods)).to_numpy(zero_copy_only=False)
        for against, then in before.items():
            texts = pa.array([*map(str, then), None], pa.string()).take(pa.array(at))
            wanted = table.set_column(table.schema.get_field_index(PERIOD), PERIOD, texts)
            months = np.array([*(p.month / q.month for p, q in zip(periods, then, strict=True)), 1.0])
            same_year = np.array([*(p.year == q.year for p, q in zip(periods, then, strict=True)), False])
            yield Other(against, _found(dataset, wanted, incoming, base), months[at], same_year[at])


def _found(dataset: Dataset, wanted: pa.Table, *tables: pa.Table) -> tuple[tuple[pa.Table, Any], ...]:
    return tuple((table, places(dataset, table, wanted)) for table in tables if table.num_rows)


def _compared(field: Field, table: pa.Table, other: Other) -> Compared | None:
    """None when there is nothing to hold the column against."""
    if not other.tables or field.jump is None:
        return None
    jump, now, then = field.jump, table[field.key].combine_chunks(), other.numbers(field.key)
    since = jump.since if other.against is Against.PREVIOUS else None
    new, old = (pc.fill_null(pc.cast(values, pa.float64()), 0.0).to_numpy() for values in (now, then))
    expected = np.abs(old) * (other.months if since is Since.JANUARY else 1.0)
    enough = (np.abs(new) > 0) & (expected > 0) & (np.maximum(np.abs(new), expected) >= float(jump.least))
    fold = np.where(enough, np.abs(new) / np.where(enough, expected, 1.0), 0.0)
    falls = _mask(pc.less(now, then)) & (since is not None and not jump.may_fall)
    if since is Since.JANUARY:
        falls &= other.same_year
    return Compared(field, other.against, now, then, fold, falls)


def _told(part: Part, key: str, compared: Sequence[Compared]) -> Iterator[Problem]:
    """One finding a cell: of the first comparison it fails."""
    if not compared:
        return
    published = [pc.equal(found.now, found.then) for found in compared if found.against is Against.RELEASE]
    done = _mask(published[0]) if published else np.zeros(len(compared[0].fold), np.bool_)
    for found in compared:
        which = (found.jumps | found.falls) & ~done
        done |= which
        yield from _of_part(part, key, found, np.flatnonzero(which))


def _of_part(part: Part, key: str, found: Compared, at: Any) -> Iterator[Problem]:
    compared = int((found.fold > 0).sum())
    if found.jumps[at].sum() >= max(FEWEST_OF_A_COLUMN, compared / 2):
        yield part.place.problem(Level.WARNING, _wrong_unit(found, at, compared), key=key)
    else:
        yield from part.problems(Level.WARNING, key, at, partial(_wrong, found), pc.cast(found.now, pa.string()))


def _wrong(found: Compared, i: int) -> Wrong:
    now, then = (_amount(values[i].as_py(), found.field) for values in (found.now, found.then))
    where = _where(found.against)
    if not found.jumps[i]:
        message = tr(
            "{where} it was {then}, now only {now}: what is cumulated never falls", where=where, then=then, now=now
        )
    elif found.fold[i] > 1:
        message = tr(
            "{where} it was {then}, now {now}: {times} times as much",
            where=where,
            then=then,
            now=now,
            times=_times(found.fold[i]),
        )
    else:
        message = tr(
            "{where} it was {then}, now {now}: only 1/{times} of it",
            where=where,
            then=then,
            now=now,
            times=_times(1 / found.fold[i]),
        )
    return Wrong(message, tr("Check the number, its unit and its period; confirm it if it is right."))


def _wrong_unit(found: Compared, at: Any, compared: int) -> Wrong:
    fold = float(np.median(found.fold[at]))
    said = {"count": len(at), "compared": compared, "where": _where(found.against)}
    if fold > 1:
        message = tr(
            "{where}: {count} of {compared} numbers are now about {times} times as much", times=_times(fold), **said
        )
    else:
        message = tr(
            "{where}: {count} of {compared} numbers are now about 1/{times} of it", times=_times(1 / fold), **said
        )
    return Wrong(message, tr("Is the column really in the unit it says? Confirm it if it is."))


def _where(against: Against) -> str:
    return {
        Against.RELEASE: tr("In the current release"),
        Against.YEAR_BEFORE: tr("In the same period of last year"),
        Against.PREVIOUS: tr("In the period before"),
    }[against]


def _amount(number: Decimal | int, field: Field) -> str:
    shown = f"{Decimal(number).normalize():,f}"
    return tr("{number} × {unit}", number=shown, unit=field.unit) if field.unit else shown


def _times(fold: float) -> str:
    return f"{fold:.0f}" if fold >= FEWEST_OF_A_COLUMN else f"{fold:.1f}"


def _mask(values: Any) -> Mask:
    found: Mask = pc.fill_null(values, fill_value=False).to_numpy(zero_copy_only=False)
    return found

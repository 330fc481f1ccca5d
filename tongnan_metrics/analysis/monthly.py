"""Sums a release's rows into the monthly cube its pages are answered from.

Amounts are added as whole hundredths, so a sum never depends on the order of its rows. Each measure becomes a grid of
cells (one combination of dimensions each) by reporting periods; a ledger is cumulated from its increments, never
scanned again for every period.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.analysis import lead_days
from tongnan_metrics.catalog import fields as f
from tongnan_metrics.catalog.datasets import DATASETS, DIMENSION_KEYS
from tongnan_metrics.catalog.indicators import dimensions_in, followed
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.catalog.model import Measure, Mode, Role
from tongnan_metrics.catalog.periods import FIRST_MONTH, MONTHS, Period, between

Tables = Mapping[str, pa.Table]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

A_YEAR = MONTHS - FIRST_MONTH + 1  # reporting periods in a year
NEVER = 2**40  # a period index no release reaches
LEDGER_MODES = (Mode.FLOW, Mode.STOCK)


def build(tables: Tables) -> pa.Table:
    """The rows of dataset `monthly`, unsorted: every measure at every reporting period from its first record on.

    `tables` holds the release's datasets by key, with the catalogue's schemas; a missing one counts as empty.
    Values are cumulative from January, stocks stand at the period's end.
    """
    schema = DATASETS["monthly"].schema
    known = {key: tables.get(key, dataset.schema.empty_table()) for key, dataset in DATASETS.items()}
    periods = reporting_periods(known)
    parts = [_sum(known, measure, periods) for measure in MEASURES.values() if periods]
    return pa.concat_tables([schema.empty_table(), *(part.cast(schema) for part in parts)])


def reporting_periods(tables: Tables) -> tuple[Period, ...]:
    """Every period from the first to the last one reported, without gaps; empty when nothing carries a period.

    What measures are summed from decides; without any such rows, the published figures and index inputs do.
    """
    periodic = {key for key, dataset in DATASETS.items() if dataset.role is Role.PERIODIC}
    summed = periodic & {measure.dataset for measure in MEASURES.values()}
    for keys in (summed, periodic - summed):
        named = {text for key in keys if key in tables for text in tables[key]["period"].unique().to_pylist()}
        if named:
            return tuple(between(Period.parse(min(named)), Period.parse(max(named))))
    return ()


def column(tables: Tables, dataset: str, key: str) -> pa.ChunkedArray:
    """A column of a dataset's rows: its own, or that of the row it refers to (a hazard's town is its inspection's).

    What became of a lead, and when, is read from its project's stages. Raises KeyError when nothing has the column.
    """
    if dataset == "leads" and key in lead_days.STAGES:
        return lead_days.reached(tables["leads"], tables["project_events"], lead_days.STAGES[key])
    if DATASETS[dataset].has(key):
        return tables[dataset][key]
    for reference in followed(DATASETS[dataset]):
        if DATASETS[reference].has(key) or followed(DATASETS[reference]):
            return column(tables, reference, key).take(_position(tables, dataset, reference))
    raise KeyError(key)


def _position(tables: Tables, dataset: str, reference: str) -> pa.ChunkedArray:
    """Where the row each row refers to stands in its table; null when it stands nowhere."""
    own = next(x.key for x in DATASETS[dataset].fields if x.references == reference)
    (key,) = DATASETS[reference].primary_key
    return pc.index_in(tables[dataset][own], value_set=tables[reference][key].combine_chunks())


def leaving(tables: Tables, measure: Measure) -> pa.ChunkedArray:
    """The day each row leaves a stock, null while it stays.

    A project leaves a stage on the day of its next event; a validity's last day is still inside it.
    """
    if measure.until == f.UNTIL.key:
        return next_event(tables["project_events"])
    days = column(tables, measure.dataset, str(measure.until))
    if measure.until == f.VALID_TO.key:
        return _day_after(days)
    return days


def _day_after(days: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.add(days.cast(pa.int32()), pa.scalar(1, pa.int32())).cast(pa.date32())


def next_event(events: pa.Table) -> pa.Array:
    """The date of the same project's next event, in the order of `events`; null for the last one.

    Events of one day follow each other in the order of stages.
    """
    project = _codes(events[f.PROJECT.key])
    stage = pc.index_in(events[f.STAGE.key], value_set=pa.array(f.STAGE.choice_keys)).to_numpy()
    days = events[f.DATE.key].cast(pa.int32()).to_numpy()
    order = np.lexsort((stage, days, project))
    last = project[order] != np.append(project[order][1:], -1)
    following = np.empty(len(order), dtype=np.int32)
    following[order] = np.append(days[order][1:], 0)
    ended = np.empty(len(order), dtype=np.bool_)
    ended[order] = last
    return pa.array(following, mask=ended).cast(pa.date32())


@dataclass(frozen=True, slots=True)
class _Rows:
    """A measure's rows, ready to add: the periods they count in as indexes, amounts in hundredths."""

    cells: pa.Table  # one row a combination of dimensions
    cell: Ints
    enter: Ints
    leave: Ints
    value: Ints
    base: Ints
    has_base: Ints
    synthetic: Ints


@dataclass(frozen=True, slots=True)
class _Grid:
    """Cells by periods: what a measure amounts to, and from how many rows."""

    value: Ints
    rows: Ints
    synthetic: Ints
    base: Ints
    based: Bools  # whether there is a base


def _sum(tables: Tables, measure: Measure, periods: Sequence[Period]) -> pa.Table:
    entered = _entered(tables, measure, periods)
    recorded = _recorded(measure, entered, len(periods))
    rows = _rows(tables, measure, periods, entered)
    grid = _GRIDS[measure.mode](rows, periods)
    # A register without dates says nothing of the year before; a reported base stands already.
    if measure.when or measure.mode is Mode.PROGRESS:
        grid = _with_year_before(grid, recorded)
    return _listed(measure, rows.cells, grid, recorded, periods)


def _entered(tables: Tables, measure: Measure, periods: Sequence[Period]) -> Ints:
    """The period each row of the dataset first counts in, as an index that may lie before or after `periods`."""
    if measure.mode not in LEDGER_MODES:
        named = pc.index_in(tables[measure.dataset]["period"], value_set=pa.array([str(p) for p in periods]))
        return _ints(named)
    if measure.when is None:
        return np.full(len(tables[measure.dataset]), -1, dtype=np.int64)
    # A stock's row without a date has always been there; in a flow such a row counts nowhere.
    return _index(column(tables, measure.dataset, measure.when), periods[0], missing=-1)


def _index(days: pa.ChunkedArray, first: Period, *, missing: int) -> Ints:
    month = pc.max_element_wise(pc.month(days), FIRST_MONTH)
    years = pc.multiply(pc.subtract(pc.year(days), first.year), A_YEAR)
    return _ints(pc.fill_null(pc.add(years, pc.subtract(month, first.month)), missing))


def _recorded(measure: Measure, entered: Ints, count: int) -> Bools:
    """The periods in which there is a record: those reported, or all from a ledger's first entry on."""
    known = np.zeros(count, dtype=np.bool_)
    inside = np.clip(entered[entered < count], 0, None)
    known[inside] = True
    return np.logical_or.accumulate(known) if measure.mode in LEDGER_MODES else known


def _rows(tables: Tables, measure: Measure, periods: Sequence[Period], entered: Ints) -> _Rows:
    cells, cell = _cells(tables, measure.dataset)
    base = _cents(tables, measure, measure.base) if measure.base else np.zeros_like(entered)
    given = column(tables, measure.dataset, measure.base).is_valid() if measure.base else None
    rows = _Rows(
        cells=cells,
        cell=cell,
        enter=entered,
        leave=_left(tables, measure, periods),
        value=_cents(tables, measure, measure.value) if measure.value else np.full_like(entered, 100),
        base=base,
        has_base=_ints(given) if given is not None else np.zeros_like(entered),
        synthetic=_synthetic(tables, measure.dataset),
    )
    rows = _done(tables, measure, periods, rows) if measure.done else rows
    wanted = _wanted(tables, measure)
    kept = _first_of_the_year(tables, measure, rows, wanted) if measure.once else wanted
    return _kept(rows, kept & (rows.enter < len(periods)))


def _left(tables: Tables, measure: Measure, periods: Sequence[Period]) -> Ints:
    if not measure.until:
        return np.full(len(tables[measure.dataset]), NEVER, dtype=np.int64)
    return _index(leaving(tables, measure), periods[0], missing=NEVER)


def _done(tables: Tables, measure: Measure, periods: Sequence[Period], rows: _Rows) -> _Rows:
    """Rows count from the period they are done in; in a flow only when that is in the year they belong to."""
    done = column(tables, measure.dataset, str(measure.done))
    late = np.maximum(rows.enter, _index(done, periods[0], missing=NEVER))
    if measure.mode is Mode.STOCK:
        return replace(rows, enter=late)
    same = pc.equal(pc.year(done), pc.year(column(tables, measure.dataset, str(measure.when))))
    return replace(rows, enter=np.where(_ints(pc.fill_null(same, fill_value=False)) == 1, late, NEVER))


def _first_of_the_year(tables: Tables, measure: Measure, rows: _Rows, wanted: Bools) -> Bools:
    """The wanted rows that are the year's first of what the measure counts once."""
    days = column(tables, measure.dataset, str(measure.when))
    key = _codes(column(tables, measure.dataset, str(measure.once)))
    year = _ints(pc.year(days))
    # Of one day's rows a reported one comes before a synthetic one: the order of rows decides nothing.
    order = np.lexsort((rows.synthetic, _ints(days.cast(pa.int32())), year, key))
    order = order[wanted[order]]
    first: Bools = np.zeros(len(wanted), dtype=np.bool_)
    first[order] = np.append(True, (np.diff(key[order]) != 0) | (np.diff(year[order]) != 0))[: len(order)]
    return first


def _kept(rows: _Rows, keep: Bools) -> _Rows:
    names = ("cell", "enter", "leave", "value", "base", "has_base", "synthetic")
    return replace(rows, **{name: getattr(rows, name)[keep] for name in names})


def _wanted(tables: Tables, measure: Measure) -> Bools:
    wanted = np.ones(len(tables[measure.dataset]), dtype=np.bool_)
    for key, values in measure.where:
        held = column(tables, measure.dataset, key)
        wanted &= _ints(pc.is_in(held, value_set=pa.array(values, type=held.type))) == 1
    return wanted


def _cells(tables: Tables, dataset: str) -> tuple[pa.Table, Ints]:
    """The combinations of dimensions the rows of a dataset have, and each row's."""
    own = dimensions_in(dataset)
    schema = DATASETS["monthly"].schema
    count = len(tables[dataset])
    held = {
        key: column(tables, dataset, key) if key in own else pa.nulls(count, schema.field(key).type)
        for key in DIMENSION_KEYS
    }
    code = np.zeros(count, dtype=np.int64)
    for key in sorted(own):
        codes = _codes(held[key])
        code = code * (codes.max(initial=0) + 1) + codes
    _, first, cell = np.unique(code, return_index=True, return_inverse=True)
    return pa.table(held).take(pa.array(first)), cell


def _codes(values: pa.ChunkedArray) -> Ints:
    return _ints(pc.dictionary_encode(values, null_encoding="encode").combine_chunks().indices)


def _cents(tables: Tables, measure: Measure, key: str | None) -> Ints:
    amounts = pc.fill_null(column(tables, measure.dataset, str(key)).cast(pa.decimal128(24, 2)), Decimal(0))
    return _ints(pc.multiply(amounts, Decimal(100)).cast(pa.int64()))


def _synthetic(tables: Tables, dataset: str) -> Ints:
    if not DATASETS[dataset].has(f.SOURCE.key):
        return np.zeros(len(tables[dataset]), dtype=np.int64)
    sources = tables["sources"]
    kinds = sources[f.SOURCE_KIND.key].take(
        pc.index_in(tables[dataset][f.SOURCE.key], value_set=sources[f.SOURCE_KEY.key].combine_chunks())
    )
    return _ints(pc.fill_null(pc.equal(kinds, "synthetic"), fill_value=False))


def _ints(values: Any) -> Ints:
    return np.asarray(values.cast(pa.int64()).to_numpy(), dtype=np.int64)


def _added(rows: _Rows, at: Ints, amounts: Ints, count: int) -> Ints:
    """Amounts added up into cells by periods, each at its own period index."""
    grid = np.zeros((len(rows.cells), count), dtype=np.int64)
    np.add.at(grid, (rows.cell, at), amounts)
    return grid


def _at_their_period(rows: _Rows, periods: Sequence[Period]) -> _Grid:
    rows = _kept(rows, rows.enter >= 0)

    def add(amounts: Ints) -> Ints:
        return _added(rows, rows.enter, amounts, len(periods))

    return _Grid(
        value=add(rows.value),
        rows=add(np.ones_like(rows.enter)),
        synthetic=add(rows.synthetic),
        base=add(rows.base),
        based=add(rows.has_base) > 0,
    )


def _through_the_year(rows: _Rows, periods: Sequence[Period]) -> _Grid:
    opened = FIRST_MONTH - periods[0].month  # the index at which the first year, perhaps cut, began
    inside = np.where(rows.enter >= opened, np.maximum(rows.enter, 0), rows.enter)
    grid = _at_their_period(replace(rows, enter=inside), periods)
    for year in {p.year for p in periods}:
        columns = [i for i, p in enumerate(periods) if p.year == year]
        for amounts in (grid.value, grid.rows, grid.synthetic):
            amounts[:, columns] = amounts[:, columns].cumsum(axis=1)
    return grid


def _while_inside(rows: _Rows, periods: Sequence[Period]) -> _Grid:
    start, end = np.maximum(rows.enter, 0), np.clip(rows.leave, np.maximum(rows.enter, 0), len(periods))

    def add(amounts: Ints) -> Ints:
        moved = _added(rows, start, amounts, len(periods) + 1) - _added(rows, end, amounts, len(periods) + 1)
        return moved.cumsum(axis=1)[:, :-1]

    value = add(rows.value)
    none = np.zeros_like(value)
    return _Grid(value, add(np.ones_like(start)), add(rows.synthetic), base=none, based=none > 0)


_GRIDS = {
    Mode.REPORTED: _at_their_period,
    Mode.PROGRESS: _at_their_period,
    Mode.FLOW: _through_the_year,
    Mode.STOCK: _while_inside,
}


def _with_year_before(grid: _Grid, recorded: Bools) -> _Grid:
    """The base is the value a year earlier, where a record then existed."""
    base, based = np.zeros_like(grid.value), np.zeros_like(grid.based)
    base[:, A_YEAR:] = grid.value[:, :-A_YEAR]
    based[:, A_YEAR:] = recorded[:-A_YEAR]
    return replace(grid, base=base, based=based)


def _listed(measure: Measure, cells: pa.Table, grid: _Grid, recorded: Bools, periods: Sequence[Period]) -> pa.Table:
    """A row for each cell and recorded period that has rows now, or had an amount a year before.

    A measure that never has any keeps one row of nothing, from no rows: it was counted, not forgotten.
    """
    there = recorded & ((grid.rows > 0) | (grid.based & (grid.base != 0)))
    there[:1, np.argmax(recorded)] |= recorded.any() and not there.any()
    cell, period = np.nonzero(there)
    names = pa.array([str(p) for p in periods])
    chosen = cells.take(pa.array(cell))
    return pa.table(
        {
            "period": names.take(pa.array(period)),
            "measure": pa.repeat(measure.key, len(cell)),
            **{key: chosen[key] for key in DIMENSION_KEYS},
            "value": _decimal(grid.value[there]),
            "base": _decimal(grid.base[there], missing=~grid.based[there]),
            "rows": pa.array(grid.rows[there]),
            "synthetic": pa.array(grid.synthetic[there]),
        }
    )


def _decimal(cents: Ints, missing: Bools | None = None) -> pa.Array:
    whole = pa.array(cents, mask=missing).cast(pa.decimal128(19, 0))
    return pc.multiply(whole, Decimal("0.01")).cast(pa.decimal128(18, 2))

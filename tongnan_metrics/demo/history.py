"""What was known when: the demo arrives in two batches, so that it has a history.

The first batch is what offices had reported by the end of 2021; the second brings 2022 and what changed since.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.demo import arrow
from tongnan_metrics.demo.chance import generator

Tables = Mapping[str, pa.Table]

CUTOFF = date(2021, 12, 31)
_PERIOD, _BEFORE = "2021-12", "2021-11"
_REVISED = {"output": 9, "project_progress": 4}  # rows of the last period that were preliminary


@dataclass(frozen=True, slots=True)
class Ledger:
    """How a ledger tells time: the day a row came in, if it has one, and days filled in later."""

    entered: str | None
    later: tuple[str, ...] = ()


_LEDGERS = {
    "project_events": Ledger("date"),
    "start_steps": Ledger(None, ("done",)),
    "blockers": Ledger("raised", ("resolved",)),
    "leads": Ledger("received"),
    "inspections": Ledger("date"),
    "hazards": Ledger("found", ("rectified", "accepted")),
    "accidents": Ledger("date"),
    "visits": Ledger("date"),
    "enterprise_issues": Ledger("raised", ("resolved",)),
    "job_fairs": Ledger("date"),
}


def batches(seed: int, tables: Tables) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """The rows of each batch; laid over each other in order they give `tables`."""
    first = {key: _known(key, table) for key, table in tables.items()}
    first |= {key: _preliminary(seed, key, first[key], count) for key, count in _REVISED.items()}
    first["projects"] = _among(tables["projects"], "project", first["project_events"])
    first["start_steps"] = _among(first["start_steps"], "project", first["project_events"])
    first["enterprises"] = _among(tables["enterprises"], "enterprise", first["output"], first["visits"])
    first["leads"] = _leads(first["leads"], first["project_events"])
    used = [table for key, table in first.items() if key != "sources"]
    first["sources"] = _among(tables["sources"], "source", *used)
    second = {key: _changed(table, first[key]) for key, table in tables.items()}
    return first, {key: table for key, table in second.items() if table.num_rows}


def _known(key: str, table: pa.Table) -> pa.Table:
    """The rows of a dataset known by the cutoff, later days still empty."""
    if REPORTED[key].has("period"):
        return table.filter(pc.field("period") <= _PERIOD)
    if REPORTED[key].has("year"):
        return table.filter(pc.field("year") <= CUTOFF.year)
    if key not in _LEDGERS:
        return table
    ledger = _LEDGERS[key]
    known = table.filter(pc.field(ledger.entered) <= pa.scalar(CUTOFF)) if ledger.entered else table
    for column in ledger.later:
        kept = pc.if_else(pc.less_equal(known[column], pa.scalar(CUTOFF)), known[column], None)
        known = known.set_column(known.schema.get_field_index(column), known.schema.field(column), kept)
    return known


def _among(table: pa.Table, code: str, *used: pa.Table) -> pa.Table:
    """The rows whose code the other tables use."""
    codes = [other[code].combine_chunks() for other in used if code in other.schema.names]
    return table.filter(pc.is_in(table[code], value_set=pa.concat_arrays(codes)))


def _leads(leads: pa.Table, events: pa.Table) -> pa.Table:
    """Leads as they stood: those whose project came later were still being followed."""
    frame = leads.to_pandas()
    signed = set(events.filter(pc.field("stage") == "signed")["project"].to_pylist())
    known = frame["project"].isin(events["project"].to_pylist())
    frame.loc[frame["project"].notna(), "outcome"] = "following"
    frame.loc[known, "outcome"] = "negotiating"
    frame.loc[frame["project"].isin(signed), "outcome"] = "signed"
    frame["project"] = frame["project"].where(known, None)
    return arrow.table(REPORTED["leads"], frame)


def _preliminary(seed: int, key: str, table: pa.Table, count: int) -> pa.Table:
    """The last period's rows as first reported: in a few, part of December was still missing."""
    rng = generator(seed, f"preliminary {key}")
    frame = table.to_pandas()
    code = REPORTED[key].primary_key[1]
    amounts = [f.key for f in REPORTED[key].fields if f.unit and not f.key.endswith("_base") and f.key != "progress"]
    numbers = frame[amounts].astype(float)
    before = numbers[frame["period"] == _BEFORE].set_index(frame.loc[frame["period"] == _BEFORE, code])
    latest = frame[frame["period"] == _PERIOD]
    added = numbers.loc[latest.index] - before.reindex(latest[code]).to_numpy()
    chosen = np.sort(rng.choice(added.index[added[amounts[0]] > 0], count, replace=False))
    numbers.loc[chosen] -= added.loc[chosen].mul(rng.uniform(0.05, 0.3, count), axis=0)
    return arrow.table(REPORTED[key], pd.concat([frame.drop(columns=amounts), numbers], axis=1))


def _changed(table: pa.Table, before: pa.Table) -> pa.Table:
    """The rows that are new or say something else."""
    seen = set(_rows(before))
    return table.filter(pa.array([row not in seen for row in _rows(table)], pa.bool_()))


def _rows(table: pa.Table) -> Iterator[tuple[object, ...]]:
    return zip(*(column.to_pylist() for column in table.columns), strict=True)

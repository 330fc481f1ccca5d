"""The cube computed once more, slowly and plainly: what the fast one and the queries must agree with."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pyarrow as pa

from tongnan_metrics.catalog.datasets import DIMENSION_KEYS
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.catalog.model import Measure, Mode
from tongnan_metrics.catalog.periods import Period, between

Row = dict[str, Any]
Cell = tuple[object, ...]
Line = tuple[Decimal, Decimal | None, int, int]  # value, base, rows, synthetic rows

PARENTS = {
    "output": ("enterprises", "enterprise"),
    "visits": ("enterprises", "enterprise"),
    "enterprise_issues": ("enterprises", "enterprise"),
    "project_events": ("projects", "project"),
    "project_progress": ("projects", "project"),
    "blockers": ("projects", "project"),
    "hazards": ("inspections", "inspection"),
}
STAGES = ("negotiating", "signed", "landed", "started", "completed", "in_production", "at_capacity")
DATED = (Mode.FLOW, Mode.STOCK)


def wide(tables: dict[str, pa.Table], dataset: str) -> list[Row]:
    """The rows of a dataset with the columns of what they refer to, and whether each is synthetic."""
    kinds = {row["source"]: row["source_kind"] for row in tables["sources"].to_pylist()}
    parent, key = PARENTS.get(dataset, (dataset, ""))
    above = {row[key]: row for row in tables[parent].to_pylist()} if key else {}
    rows = [{**above.get(row.get(key), {}), **row} for row in tables[dataset].to_pylist()]
    for row in rows:
        row["synthetic"] = kinds.get(row.get("source")) == "synthetic"
    if dataset == "leads":
        return [{**row, **_became(row, tables["project_events"].to_pylist())} for row in rows]
    return _with_until(rows) if dataset == "project_events" else rows


def rows_of(tables: dict[str, pa.Table], measure: Measure) -> list[Row]:
    """The rows of a measure's dataset, those `again` that repeat what it counts once a year."""
    rows = wide(tables, measure.dataset)
    seen: set[tuple[object, int]] = set()
    when, once = str(measure.when), str(measure.once)
    for row in sorted(rows, key=lambda r: (r[when], r["synthetic"])) if measure.once else ():
        what = row[once], row[when].year
        row["again"] = what in seen
        if _is_wanted(row, measure):
            seen.add(what)
    return rows


def _became(lead: Row, events: list[Row]) -> Row:
    """When a lead was negotiated and when signed."""

    def first(*stages: str) -> date | None:
        if lead["project"] is None:
            return lead["received"] if lead["outcome"] in stages else None
        days = [row["date"] for row in events if row["project"] == lead["project"] and row["stage"] in stages]
        return max(lead["received"], min(days)) if days else None

    return {"turned": first(*STAGES), "signed": first(*STAGES[1:])}


def _is_wanted(row: Row, measure: Measure) -> bool:
    return all(row[key] in values for key, values in measure.where)


def _with_until(events: list[Row]) -> list[Row]:
    def place(row: Row) -> tuple[str, date, int]:
        return row["project"], row["date"], STAGES.index(row["stage"])

    ordered = sorted(events, key=place)
    for row, following in zip(ordered, [*ordered[1:], {}], strict=True):
        row["until"] = following["date"] if following.get("project") == row["project"] else None
    return ordered


def counts(row: Row, measure: Measure, period: Period) -> bool:
    """Whether a row is part of a measure's cumulative figure of a period."""
    if row.get("again") or not _is_wanted(row, measure):
        return False
    if measure.mode not in DATED:
        return bool(row["period"] == str(period))

    def by_the_end(key: str | None, since: date = date.min) -> bool:
        day = row[key] if key else None
        return day is not None and since <= day <= period.end

    if measure.mode is Mode.STOCK:
        entered = measure.when is None or row[measure.when] is None or by_the_end(measure.when)
        done = not measure.done or by_the_end(measure.done)
        return entered and done and not by_the_end(measure.until)
    return by_the_end(measure.when, period.start) and (not measure.done or by_the_end(measure.done, period.start))


def begins(rows: list[Row], measure: Measure) -> Period | None:
    """The period in which the dataset's record begins; None without any row."""
    if measure.mode not in DATED:
        return min((Period.parse(row["period"]) for row in rows), default=None)
    if measure.when is None:
        return Period(2000, 2) if rows else None
    days = [row[measure.when] or date(2000, 1, 1) for row in rows]
    return Period.of(min(days)) if days else None


def cells(rows: list[Row], measure: Measure, period: Period) -> dict[Cell, Line]:
    """What a period's rows add up to for every combination of dimensions, with the base offices reported."""
    out: dict[Cell, Line] = {}
    for row in (r for r in rows if counts(r, measure, period)):
        cell = tuple(row.get(key) for key in DIMENSION_KEYS)
        value, base, count, synthetic = out.get(cell, (Decimal(0), None, 0, 0))
        amount = Decimal(1 if measure.value is None else row[measure.value] or 0)
        given = row[measure.base] if measure.base else None
        total = base if given is None else given + (base or 0)
        out[cell] = (value + amount, total, count + 1, synthetic + int(row["synthetic"]))
    return out


def cube(tables: dict[str, pa.Table], key: str, first: Period, last: Period) -> dict[Cell, Line]:
    """The cube's rows of one measure: (period, *dimensions) → value, base, rows, synthetic rows."""
    measure = MEASURES[key]
    rows = rows_of(tables, measure)
    since = begins(rows, measure)
    reported = {row.get("period") for row in rows}
    at = cache(lambda period: cells(rows, measure, period))
    out: dict[Cell, Line] = {}
    for period in between(max(first, since), last) if since else ():
        if measure.mode in DATED or str(period) in reported:
            based = _has_base(measure, period, max(first, since or first))
            based &= measure.mode in DATED or str(period.year_before) in reported
            now, before = at(period), at(period.year_before) if based else {}
            out |= {(str(period), *cell): line for cell, line in _lines(measure, now, before, based).items()}
    return out


def _has_base(measure: Measure, period: Period, since: Period) -> bool:
    dated = measure.mode is Mode.PROGRESS or (measure.when is not None and measure.mode is not Mode.REPORTED)
    return dated and period.year_before >= since


def _lines(measure: Measure, now: dict[Cell, Line], before: dict[Cell, Line], based: bool) -> dict[Cell, Line]:
    if measure.mode is Mode.REPORTED:
        return now
    none: Line = (Decimal(0), None, 0, 0)
    there = {*now, *(cell for cell, line in before.items() if line[0])}
    return {
        cell: (now.get(cell, none)[0], before.get(cell, none)[0] if based else None, *now.get(cell, none)[2:])
        for cell in there
    }

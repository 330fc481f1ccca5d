"""What a frame must say, worked out from the rows with pandas alone: no cube, no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import pandas as pd
import pyarrow as pa

from tests import reference
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.catalog.model import Growth, Indicator, Measure, Mode, Ratio, Sum
from tongnan_metrics.catalog.periods import Basis, Period, between
from tongnan_metrics.query.selection import Selection

Group = tuple[object, ...]
Pair = tuple[Decimal | float | None, Decimal | float | None]  # value and base
FIRST = Period(2020, 9)


@dataclass(frozen=True)
class Plainly:
    """One measure of some tables under a selection."""

    tables: dict[str, pa.Table]
    key: str
    selection: Selection
    dims: tuple[str, ...]

    @cached_property
    def measure(self) -> Measure:
        return MEASURES[self.key]

    @cached_property
    def all_rows(self) -> list[dict[str, Any]]:
        return reference.rows_of(self.tables, self.measure)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        kept = {"town": self.selection.towns, "sector": self.selection.sectors, "trade": self.selection.trades}
        chosen = {key: codes for key, codes in kept.items() if codes} | (
            {"park": (True,)} if self.selection.park else {}
        )
        return [row for row in self.all_rows if all(row[key] in codes for key, codes in chosen.items())]

    def is_known(self, period: Period) -> bool:
        since = reference.begins(self.all_rows, self.measure)
        if self.measure.mode in reference.DATED:
            return since is not None and max(since, FIRST) <= period
        return str(period) in {row["period"] for row in self.all_rows}

    def is_based(self, period: Period) -> bool:
        if self.measure.mode is Mode.REPORTED:
            return any(row[self.measure.base or ""] is not None for row in self._at(self.all_rows, period))
        dated = self.measure.when is not None or self.measure.mode is Mode.PROGRESS
        return dated and period.year_before >= FIRST and self.is_known(period.year_before)

    def _at(self, rows: list[dict[str, Any]], period: Period) -> list[dict[str, Any]]:
        return [row for row in rows if reference.counts(row, self.measure, period)]

    def total(self, period: Period, column: str | None) -> pd.Series:
        """The column added up by group; without a column, rows are counted."""
        frame = pd.DataFrame(self._at(self.rows, period))
        if frame.empty:
            return pd.Series(dtype=object)
        amounts = [Decimal(1)] * len(frame) if column is None else [Decimal(x or 0) for x in frame[column]]
        if column is not None and column == self.measure.base:
            frame = frame[frame[column].notna()]
            amounts = list(frame[column])
        groups = [tuple(row[d] for d in self.dims) for row in frame.to_dict("records")]
        groups = [tuple(None if pd.isna(x) else x for x in group) for group in groups]
        return pd.Series(amounts, dtype=object).groupby(pd.Series(groups, dtype=object), dropna=False).sum()

    def cumulative(self, period: Period) -> tuple[dict[Group, Decimal], dict[Group, Decimal]]:
        value = dict(self.total(period, self.measure.value))
        if not self.is_based(period):
            return value, {}
        if self.measure.mode is Mode.REPORTED:
            return value, dict(self.total(period, self.measure.base))
        return value, dict(self.total(period.year_before, self.measure.value))

    def answer(self, period: Period) -> dict[Group, Pair] | None:
        """Value and base of each group; None when the period is not known."""
        month = self.selection.basis is Basis.MONTH and not period.opens_year and self.measure.mode is not Mode.STOCK
        ledger = self.measure.mode in reference.DATED
        before = self.is_known(period.previous) or (ledger and period > FIRST)
        if not self.is_known(period) or (month and not before):
            return None
        value, base = self.cumulative(period)
        based = self.is_based(period)
        if month:
            value = _less(value, self.cumulative(period.previous)[0])
            based = based and self.is_based(period.previous)
            base = _less(base, self.cumulative(period.previous)[1])
        groups = {*value, *base} or (set() if self.dims else {()})
        # Where no enterprise reports nothing is known; of all else there is none.
        none = None if self.measure.mode is Mode.REPORTED else Decimal(0)
        return {g: (value.get(g, none), base.get(g, none) if based else None) for g in groups}


def _less(amounts: dict[Group, Decimal], others: dict[Group, Decimal]) -> dict[Group, Decimal]:
    return {g: amounts.get(g, Decimal(0)) - others.get(g, Decimal(0)) for g in {*amounts, *others}}


def answers(
    tables: dict[str, pa.Table], selection: Selection, item: Indicator, by: tuple[str, ...]
) -> dict[Group, Pair]:
    """Value and base by (period, *dimensions) for an indicator summed from rows."""
    dims = tuple(key for key in by if key != "period")
    periods = between(FIRST, selection.period) if "period" in by else iter((selection.period,))
    found = {
        (str(period), *group): pair
        for period in periods
        for group, pair in _answer(tables, selection, item, dims, period).items()
    }
    return {key: pair for key, pair in found.items() if any(pair)}


def _answer(
    tables: dict[str, pa.Table], selection: Selection, item: Indicator, dims: tuple[str, ...], period: Period
) -> dict[Group, Pair]:
    def asked(key: str) -> dict[Group, Pair]:
        return Plainly(tables, key, selection, dims).answer(period) or {}

    match item.formula:
        case Sum(measure):
            return {g: tuple(_over(x, item.unit.scale) for x in pair) for g, pair in asked(measure).items()}  # type: ignore[misc]
        case Ratio(numerator) if _is_of_what_came_up(numerator) and selection.basis is Basis.MONTH and period.month > 2:
            return {}
        case Ratio(numerator, denominator, per):
            return dict(_ratio(asked(numerator), asked(denominator), per))
        case Growth(of):
            now = _answer(tables, selection, INDICATORS[of], dims, period)
            before = _answer(tables, selection, INDICATORS[of], dims, period.year_before)
            return {g: (_grown(pair), _grown(before.get(g, (None, None)))) for g, pair in now.items()}
        case _:
            raise ValueError(item.key)


def _is_of_what_came_up(numerator: str) -> bool:
    """What a month finishes came up earlier as well: only since January is it a share."""
    return MEASURES[numerator].done is not None and MEASURES[numerator].mode is Mode.FLOW


def _over(amount: Decimal | float | None, scale: int) -> float | None:
    return None if amount is None else float(amount) / scale


def _ratio(above: dict[Group, Pair], below: dict[Group, Pair], per: int) -> Iterator[tuple[Group, Pair]]:
    for group, whole in below.items():
        part = above.get(group, (Decimal(0), Decimal(0)))
        value, base = (
            None if p is None or not w else float(p) / float(w) * per for p, w in zip(part, whole, strict=True)
        )
        yield group, (value, base)


def _grown(pair: Pair) -> float | None:
    value, base = pair
    return None if value is None or base is None or base <= 0 else (float(value) - float(base)) / float(base) * 100

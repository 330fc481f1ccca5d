"""Sums from the monthly cube: the one SQL shape every summed figure is answered with.

What a figure covers is decided before the sum: for each measure and period, which cumulative rows to add and which
to take away. A single month is the period's cumulative rows less those of the period before; a stock is never
differenced. Amounts come back in hundredths, whole numbers, so that differences stay exact.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from tongnan_metrics.analysis.figure import Origin
from tongnan_metrics.catalog.datasets import DIMENSIONS
from tongnan_metrics.catalog.fields import PERIOD
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.catalog.model import Measure, Mode
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.query import lookups
from tongnan_metrics.query.connection import KEPT_RELEASES, records
from tongnan_metrics.query.narrowing import chosen
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

_LEDGERS = (Mode.FLOW, Mode.STOCK)
# Codes sort by themselves; these have an order of their own.
_ORDERS = {field.key: field.choice_keys for field in DIMENSIONS if field.choices}

_SUMS = """
WITH wanted AS (
    SELECT unnest($measure) AS measure, unnest($period) AS period, unnest($held) AS held,
           unnest($sign) AS sign, unnest($based) AS based, unnest($zero) AS zero
)
SELECT w.measure, w.period, {by}
       (if(zero, coalesce(sum(sign * value), 0), sum(sign * value)) * 100)::DOUBLE AS value,
       (if(based, if(zero, coalesce(sum(sign * base), 0), sum(sign * base)), NULL) * 100)::DOUBLE AS base,
       sum(rows) FILTER (sign = 1) AS counted, sum(synthetic) FILTER (sign = 1) AS invented,
       CASE WHEN counted = 0 THEN NULL WHEN invented = 0 THEN 'reported'
            WHEN invented = counted THEN 'synthetic' WHEN counted > 0 THEN 'mixed' END AS origin
FROM wanted w
{join} JOIN monthly m
    ON m.measure = w.measure AND m.period = w.held AND (m.rows > 0 OR m.base IS NOT NULL){kept}
GROUP BY {by} w.measure, w.period, based, zero
ORDER BY {order}
"""

Key = tuple[object, ...]  # the period, then a value of each dimension asked for


class Cell(NamedTuple):
    """A number of one period and combination of dimensions, that of the year before, and where it comes from."""

    value: float | None
    base: float | None = None
    origin: Origin | None = None


Cells = Mapping[Key, Cell]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The periods a measure is known for: those reported, or all from a ledger's first entry on."""

    measure: Measure
    recorded: frozenset[Period]
    based: frozenset[Period]
    opening: Period  # the release's first period: what came before it is not known

    def has(self, period: Period, basis: Basis) -> bool:
        """Whether the measure has a value for the period."""
        return period in self.recorded and (not self.differenced(period, basis) or self._follows(period))

    def has_base(self, period: Period, basis: Basis) -> bool:
        """Whether it has one for the year before."""
        return period in self.based and (not self.differenced(period, basis) or period.previous in self.based)

    def differenced(self, period: Period, basis: Basis) -> bool:
        """Whether a figure of the period is that of the period less that of the one before."""
        return basis is Basis.MONTH and not period.opens_year and self.measure.mode is not Mode.STOCK

    def _follows(self, period: Period) -> bool:
        """Whether what came before is known; before its first entry a ledger holds nothing."""
        return period.previous in self.recorded or (self.measure.mode in _LEDGERS and period > self.opening)


@lru_cache(maxsize=KEPT_RELEASES)
def coverage(release: Release) -> Mapping[str, Coverage]:
    """What each measure of the release covers; those without rows, or unknown when it was published, are absent."""
    rows = records(release, "SELECT measure, period, count(base) > 0 AS based FROM monthly GROUP BY ALL")
    return {key: _covered(release, MEASURES[key], rows) for key in {row["measure"] for row in rows} & set(MEASURES)}


def _covered(release: Release, measure: Measure, rows: list[dict[str, object]]) -> Coverage:
    # A dataset's record is one: a measure without rows of its own is zero from the dataset's first row on.
    alike = {key for key, other in MEASURES.items() if other.dataset == measure.dataset}
    seen = {Period.parse(str(row["period"])) for row in rows if row["measure"] in alike}
    known = lookups.periods(release)
    recorded = frozenset(p for p in known if p >= min(seen)) if measure.mode in _LEDGERS else frozenset(seen)
    if measure.mode is Mode.REPORTED:
        own = [row for row in rows if row["measure"] == measure.key and row["based"]]
        return Coverage(measure, recorded, frozenset(Period.parse(str(row["period"])) for row in own), known[0])
    dated = measure.when is not None or measure.mode is Mode.PROGRESS
    based = frozenset(p for p in recorded if dated and p.year_before in recorded)
    return Coverage(measure, recorded, based, known[0])


def sums(
    release: Release,
    selection: Selection,
    measures: Collection[str],
    periods: Sequence[Period],
    by: tuple[str, ...] = (),
) -> Mapping[str, Cells]:
    """Sums of `measures` over the selection for each of `periods`, split by the dimensions `by` and in their order.

    Amounts are in hundredths of the stored unit. Measures and periods that are not known have no cell; without
    dimensions a selection without rows has zeros, or a cell without a value where enterprises report. `by` may name
    ``period`` for its place in the order. Of the selection the basis and the filters are used, not the period.
    """
    wanted = [line for key in measures for p in periods for line in _wanted(release, key, p, selection.basis)]
    if not wanted:
        return {}
    dims = [key for key in by if key != PERIOD.key]
    kept = chosen(selection)
    values = dict(zip(_WANTED, map(list, zip(*wanted, strict=True)), strict=True))
    values |= {f"only_{key}": only for key, only in kept.items()}
    values |= {f"order_{key}": list(_ORDERS[key]) for key in dims if key in _ORDERS}
    return _by_measure(records(release, _sql(dims, by, kept), values), dims)


def _sql(dims: list[str], by: tuple[str, ...], kept: Collection[str]) -> str:
    return _SUMS.format(
        by="".join(f"m.{key}, " for key in dims),
        order=", ".join(_ordered(key) for key in (*by, PERIOD.key, "measure")),
        join="INNER" if dims else "LEFT",
        kept="".join(f" AND list_contains($only_{key}, m.{key})" for key in kept),
    )


def _ordered(key: str) -> str:
    if key in {PERIOD.key, "measure"}:
        return f"w.{key}"
    return f"list_position($order_{key}, m.{key}), m.{key}" if key in _ORDERS else f"m.{key}"


def _by_measure(rows: list[dict[str, Any]], dims: list[str]) -> Mapping[str, Cells]:
    found: dict[str, dict[Key, Cell]] = {}
    for row in rows:
        key = (row[PERIOD.key], *(row[dim] for dim in dims))
        found.setdefault(row["measure"], {})[key] = Cell(row["value"], row["base"], row["origin"])
    return found


_WANTED = ("measure", "period", "held", "sign", "based", "zero")


def _wanted(release: Release, key: str, period: Period, basis: Basis) -> Iterator[tuple[object, ...]]:
    """The cumulative rows to add (and to take away) for one measure and period: nothing when it is not known."""
    known = coverage(release).get(key)
    if known is None or not known.has(period, basis):
        return
    based = known.has_base(period, basis)
    # Where nothing was entered or built there is none of it; where no enterprise reports, nothing is known.
    zero = known.measure.mode is not Mode.REPORTED
    yield key, str(period), str(period), 1, based, zero
    if known.differenced(period, basis):
        yield key, str(period), str(period.previous), -1, based, zero

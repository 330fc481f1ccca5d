"""What the district and its peers report by period: components of the composite index, gaps and ranks made of them."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from tongnan_metrics.analysis import composite
from tongnan_metrics.analysis.figure import Origin
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Composite, Input
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query import lookups
from tongnan_metrics.query.connection import KEPT_RELEASES, ask, records
from tongnan_metrics.releases import Release

RANKED_KINDS = ("district", "county")
_ROW = ["period", "value", "origin"]

_kept = lru_cache(maxsize=KEPT_RELEASES)
_kept_by_indicator = lru_cache(maxsize=KEPT_RELEASES * len(INDICATORS))

_INPUTS = """
SELECT i.period, i.area, i.component, i.value, s.source_kind AS origin
FROM index_inputs i LEFT JOIN sources s USING (source)
ORDER BY i.period, i.area, i.component
"""


@_kept
def inputs(release: Release) -> pd.DataFrame:
    """Every reported component: `period`, `area`, `component`, `value`, `origin` (the kind of its source)."""
    return ask(release, _INPUTS)


def wide(release: Release, period: Period) -> pd.DataFrame:
    """The components of one period, an area a row and a component a column."""
    rows = inputs(release)
    return rows[rows["period"] == str(period)].pivot(index="area", columns="component", values="value")


def method(release: Release, period: Period) -> composite.Method:
    """The components of the index, their weights and posts, in force at the period's end."""
    return composite.method(_rules(release), period.end)


@_kept
def _rules(release: Release) -> list[dict[str, Any]]:
    return records(release, "SELECT component, valid_from, weight, floor, ceiling FROM index_method")


def mixed(origins: Iterable[Any]) -> Origin | None:
    """The kind of source of what several make: theirs when they agree, None when none says any."""
    kinds: set[Origin] = {kind for kind in origins if kind and not pd.isna(kind)}
    return next(iter(kinds)) if len(kinds) == 1 else "mixed" if kinds else None


@_kept_by_indicator
def series(release: Release, of: str) -> pd.DataFrame:
    """An indicator for every area and period it is known for: `period`, `area`, `value`, `origin`."""
    formula = INDICATORS[of].formula
    if isinstance(formula, Composite):
        return _indexes(release)
    rows = inputs(release)
    component = formula.component if isinstance(formula, Input) else of
    return rows[rows["component"] == component].drop(columns="component")


def _indexes(release: Release) -> pd.DataFrame:
    rows = inputs(release)
    found = [_index(release, Period.parse(text)) for text in rows["period"].unique()]
    values = pd.concat(found) if found else rows[["period", "area", "value"]]
    origins = rows.groupby(["period", "area"], as_index=False)["origin"].agg(mixed)
    return values.merge(origins, on=["period", "area"])


def _index(release: Release, period: Period) -> pd.DataFrame:
    components = method(release, period)
    scored = composite.scores(wide(release, period), components)
    values = composite.index(scored, composite.weights(components)).dropna()
    return values.rename("value").rename_axis("area").reset_index().assign(period=str(period))


def of_area(release: Release, of: str, area: str | None) -> pd.DataFrame:
    """An indicator's `period`, `value`, `origin` for one area."""
    rows = series(release, of)
    return rows.loc[rows["area"] == area, _ROW]


@_kept_by_indicator
def gaps(release: Release, of: str, versus: str) -> pd.DataFrame:
    """The home district less another area by period, in percentage points: `period`, `value`, `origin`."""
    mine = of_area(release, of, lookups.home(release))
    both = mine.merge(of_area(release, of, versus), on="period", suffixes=("", "_versus"))
    kinds = [mixed(pair) for pair in zip(both["origin"], both["origin_versus"], strict=True)]
    difference = both["value"] - both["value_versus"]
    return both.assign(value=difference, origin=pd.Series(kinds, both.index, dtype=object))[_ROW]


@_kept_by_indicator
def ranks(release: Release, of: str, among: str) -> pd.DataFrame:
    """The places of all ranked areas by period: `period`, `area`, `value`, `rank`, `origin`; `among` city or group."""
    rows = series(release, of)
    rows = rows.loc[_is_ranked(release, rows, among)]
    better = INDICATORS[of].direction >= 0
    places = rows.groupby("period")["value"].transform(lambda v: composite.ranks(v, more_is_better=better))
    return rows.assign(rank=places.astype(float))


@_kept_by_indicator
def home_ranks(release: Release, of: str, among: str) -> pd.DataFrame:
    """The home district's place by period: `period`, `value`, `origin` (that of all who are ranked)."""
    rows = ranks(release, of, among)
    own = rows.loc[rows["area"] == lookups.home(release), ["period", "rank"]].rename(columns={"rank": "value"})
    return own.merge(rows.groupby("period", as_index=False)["origin"].agg(mixed), on="period")


def ranked_areas(release: Release, period: Period, among: str) -> frozenset[str]:
    """The districts ranked at a period: all of the city's, or those of the home district's region (``group``)."""
    rows = [row for row in _districts(release) if row["district_kind"] in RANKED_KINDS and _valid(row, period.end)]
    regions = {row["region"] for row in rows if row["home"]}
    return frozenset(row["district"] for row in rows if among == "city" or row["region"] in regions)


def _is_ranked(release: Release, rows: pd.DataFrame, among: str) -> list[bool]:
    known = {text: ranked_areas(release, Period.parse(text), among) for text in rows["period"].unique()}
    return [area in known[period] for period, area in zip(rows["period"], rows["area"], strict=True)]


@_kept
def _districts(release: Release) -> list[dict[str, Any]]:
    return records(release, "SELECT district, district_kind, region, home, valid_from, valid_to FROM districts")


def _valid(row: dict[str, Any], on: date) -> bool:
    since, until = row["valid_from"], row["valid_to"]
    return (since is None or since <= on) and (until is None or on <= until)

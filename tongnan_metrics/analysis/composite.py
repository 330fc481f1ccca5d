"""The composite index: efficacy scores (功效系数法), their weighted mean, ranks, and how firm the ranks are.

A component scores 60 at its floor and 100 at its ceiling, straight between and beyond, held within 0..100. The index
is the mean of the scores there are, weighted; it is missing where less than 60 % of the weight is there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

FLOOR_SCORE, CEILING_SCORE = 60.0, 100.0
ENOUGH_WEIGHT = 0.6
SEED = 20220331
EXACT_DIGITS = 9  # ranks must not see the last digits of floating point


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the index: `floor` scores 60 and `ceiling` 100, so where less is better the floor is the larger."""

    key: str
    weight: float
    floor: float
    ceiling: float


Method = tuple[Component, ...]


def method(rows: Iterable[Mapping[str, Any]], on: date) -> Method:
    """The components in force on a day, from rows of dataset `index_method`; later rules replace earlier ones."""
    valid = sorted((row for row in rows if row["valid_from"] <= on), key=lambda row: row["valid_from"])
    latest = {row["component"]: row for row in valid}
    return tuple(
        Component(key, float(row["weight"]), float(row["floor"]), float(row["ceiling"]))
        for key, row in sorted(latest.items(), key=lambda held: -float(held[1]["weight"]))
    )


def scores(values: pd.DataFrame, components: Method) -> pd.DataFrame:
    """Efficacy scores 0..100 of `values`: an area a row, a component a column; what is missing stays so."""
    posts = {c.key: (c.floor, c.ceiling) for c in components}
    held = values.reindex(columns=list(posts)).astype(float)
    return held.apply(lambda column: _score(column, *posts[str(column.name)]))


def _score(values: pd.Series, floor: float, ceiling: float) -> pd.Series:
    reached = (values - floor) / (ceiling - floor)
    return (FLOOR_SCORE + (CEILING_SCORE - FLOOR_SCORE) * reached).clip(0, 100)


def weights(components: Method) -> pd.Series:
    """The weight of each component, by its key."""
    return pd.Series({c.key: c.weight for c in components}, dtype=float)


def index(scored: pd.DataFrame, weight: pd.Series) -> pd.Series:
    """The index of each area from its scores and any `weight` by component; NaN where too little weight is there."""
    only: pd.Series = _indexes(scored, weight.to_frame(0))[0]
    return only.rename("index")


def _indexes(scored: pd.DataFrame, weightings: pd.DataFrame) -> pd.DataFrame:
    """The index of each area (rows) by each weighting (columns; its rows are components)."""
    weightings = weightings.reindex(scored.columns).fillna(0.0)
    available = scored.notna().astype(float) @ weightings
    enough = (available > 0) & (available >= ENOUGH_WEIGHT * weightings.sum() - 10**-EXACT_DIGITS)
    return (scored.fillna(0.0) @ weightings) / available.where(enough)


def parts(scored: pd.DataFrame, weight: pd.Series) -> pd.DataFrame:
    """What each component adds to the index: its score by its share of the weight; the parts of a row sum to it."""
    weight = weight.reindex(scored.columns).fillna(0.0)
    available = (scored.notna().astype(float) @ weight).replace(0.0, np.nan)
    return scored.mul(weight, axis="columns").div(available, axis="index")


def lifts(scored: pd.DataFrame, weight: pd.Series) -> pd.DataFrame:
    """How far each component holds the index up or back: its score above the index by its share of the weight.

    Those of a row sum to zero: without a component's difference the index would be that much lower or higher.
    """
    added = parts(scored, weight)
    even = parts(scored.notna().astype(float).replace(0.0, np.nan), weight)
    return added - even.mul(added.sum(axis="columns"), axis="index")


def ranks(values: pd.Series, *, more_is_better: bool = True) -> pd.Series:
    """Places from 1, ties sharing the better one (competition ranking); NaN where there is no value."""
    return values.round(EXACT_DIGITS).rank(method="min", ascending=not more_is_better).rename("rank")


def robustness(scored: pd.DataFrame, weight: pd.Series, *, noise: float = 0.25, draws: int = 1000) -> pd.DataFrame:
    """How far ranks move when every weight is off by up to `noise` of itself, evenly, in `draws` random draws.

    Columns `rank` (at the given weights), `median`, `low` and `high` (5th and 95th percentile), an area a row. The
    same input gives the same answer.
    """
    factors = np.random.default_rng(SEED).uniform(1 - noise, 1 + noise, size=(draws, scored.shape[1]))
    given = weight.reindex(scored.columns).fillna(0.0)
    weightings = pd.DataFrame(given.to_numpy() * factors, columns=scored.columns).T
    drawn = _indexes(scored, weightings).round(EXACT_DIGITS).rank(method="min", ascending=False)
    middle = drawn.quantile([0.05, 0.5, 0.95], axis="columns").T.set_axis(["low", "median", "high"], axis="columns")
    return middle.assign(rank=ranks(index(scored, weight)))[["rank", "median", "low", "high"]]

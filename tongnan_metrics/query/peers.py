"""The district among its peers: components, scores, index and ranks; and over time.

Components are in percent, scores and index 0..100. Ranked are the districts and counties of the city valid at the
time; the assessment group is taken to be those of the home district's region. `origin` is where values come from.
"""

from collections.abc import Sequence

import pandas as pd

from tongnan_metrics.analysis import composite
from tongnan_metrics.catalog.indicators import INDICATORS, related
from tongnan_metrics.catalog.model import Composite, Rank
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.catalog.places import CITY, NATION
from tongnan_metrics.query import index, lookups
from tongnan_metrics.releases import Release

INDEX = next(item.key for item in INDICATORS.values() if isinstance(item.formula, Composite))


def peers(release: Release, period: Period) -> pd.DataFrame:
    """Every ranked district, best index first: `district`, `home`, `in_group`, `index`, `rank`, `group_rank`, `origin`.

    Each component `c` has two more columns: its value (`c`) and its score (`c_score`). What was not reported is NaN.
    """
    areas = sorted(index.ranked_areas(release, period, "city"))
    group = index.ranked_areas(release, period, "group")
    values = _values(release, period, areas)
    scored = composite.scores(values, index.method(release, period))
    found = composite.index(scored, composite.weights(index.method(release, period)))
    placed = pd.DataFrame(index=values.index).assign(
        home=[area == lookups.home(release) for area in areas],
        in_group=[area in group for area in areas],
        index=found,
        rank=composite.ranks(found),
        group_rank=composite.ranks(found[found.index.isin(group)]),
        origin=_origins(release, period),
    )
    return placed.join(values).join(scored.add_suffix("_score")).sort_values(["rank", "district"]).reset_index()


def decomposition(release: Release, period: Period) -> pd.DataFrame:
    """The index of home and of the city taken apart: a row a component, the heaviest first.

    `component`, `weight`, `value`, `score`, `part`, `lift`, and the last four of the city as `city_…`; parts sum to the
    index, lifts to zero: a component that scores below the index has a negative one.
    """
    weight = composite.weights(index.method(release, period))
    values = _values(release, period, [str(lookups.home(release)), CITY])
    scored = composite.scores(values, index.method(release, period))
    added = {"part": composite.parts(scored, weight), "lift": composite.lifts(scored, weight)}
    frames = {"value": values, "score": scored, **added}
    own = {name: frame.iloc[0].to_numpy() for name, frame in frames.items()}
    city = {f"city_{name}": frame.iloc[1].to_numpy() for name, frame in frames.items()}
    return pd.DataFrame({"component": weight.index, "weight": weight.to_numpy(), **own, **city})


def reweighted(release: Release, period: Period, weights: tuple[tuple[str, float], ...]) -> pd.DataFrame:
    """What if the components weighed as in `weights` (component, weight): nothing published, nothing to be kept.

    Every ranked district: `district`, `home`, `in_group`, `index` and `rank` as by the method in force; `value` and
    `place` by these weights, and the place's `low` and `high` when every weight is off by up to a quarter.
    """
    known = peers(release, period).set_index("district")
    components = [component.key for component in index.method(release, period)]
    scored = known[[f"{key}_score" for key in components]].set_axis(components, axis="columns")
    weight = pd.Series(dict(weights), dtype=float)
    places = composite.robustness(scored, weight).rename(columns={"rank": "place"})[["place", "low", "high"]]
    told = known[["home", "in_group", "index", "rank"]].assign(value=composite.index(scored, weight)).join(places)
    return told.sort_values(["place", "rank"]).reset_index()


def component_series(release: Release, component: str) -> pd.DataFrame:
    """A component for home, city and nation in every period: `period`, `area` (code), `value`, `origin`."""
    rows = index.inputs(release)
    shown = rows["area"].isin([lookups.home(release), CITY, NATION]) & (rows["component"] == component)
    return rows.loc[shown, ["period", "area", "value", "origin"]].reset_index(drop=True)


def index_series(release: Release) -> pd.DataFrame:
    """The district's index over time, a row a period in which it was computed or printed.

    `period`, `computed`, `rank`, `group_rank`, `ranked` (how many districts have an index), `origin` of the computed
    one, and where a source printed them `published` and `published_rank`.
    """
    own = index.of_area(release, INDEX, lookups.home(release)).set_index("period")
    place = related(INDEX, Rank, among="city")
    series = {
        "computed": own["value"],
        "rank": index.home_ranks(release, INDEX, "city").set_index("period")["value"],
        "group_rank": index.home_ranks(release, INDEX, "group").set_index("period")["value"],
        "ranked": index.ranks(release, INDEX, "city").groupby("period").size(),
        "origin": own["origin"],
        "published": _printed(release, INDEX),
        "published_rank": _printed(release, place.key if place else ""),
    }
    # Without a row pandas takes the periods for numbers.
    return pd.DataFrame(series).sort_index().rename_axis("period").reset_index().astype({"period": str})


def _printed(release: Release, key: str) -> pd.Series:
    found = {period: told[0].value for (of, period), told in lookups.printed(release).items() if of == key}
    return pd.Series(found, dtype="float64")


def _values(release: Release, period: Period, areas: Sequence[str]) -> pd.DataFrame:
    """The components in force, an area a row and a component a column, whatever was reported."""
    components = [c.key for c in index.method(release, period)]
    held = index.wide(release, period).reindex(index=pd.Index(areas, name="district"), columns=components)
    return held.astype("float64")


def _origins(release: Release, period: Period) -> pd.Series:
    rows = index.inputs(release)
    return rows[rows["period"] == str(period)].groupby("area")["origin"].agg(index.mixed)

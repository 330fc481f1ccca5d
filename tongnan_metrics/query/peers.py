"""The district among its peers: components, scores, index and ranks; and over time.

Components are in percent, scores and index 0..100. Ranked are the districts and counties of the city valid at the
time; the assessment group is taken to be those of the home district's region. `source_kind` is where values come from.
"""

from functools import lru_cache

import pandas as pd

from tongnan_metrics.analysis import composite
from tongnan_metrics.analysis.composite import Method
from tongnan_metrics.catalog.indicators import INDICATORS, related
from tongnan_metrics.catalog.model import Composite, Rank
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.catalog.places import CITY, NATION
from tongnan_metrics.query import lookups
from tongnan_metrics.query.connection import KEPT_RELEASES, ask, records
from tongnan_metrics.releases import Release

INDEX = next(item.key for item in INDICATORS.values() if isinstance(item.formula, Composite))
MIXED = "mixed"

_INPUTS = """
SELECT x.period, x.area, x.component, x.value, s.source_kind
FROM index_inputs x LEFT JOIN sources s USING (source)
ORDER BY x.period, x.area, x.component
"""
_RANKED = """
SELECT district, home, coalesce(region = (SELECT any_value(region) FROM districts WHERE home), false) AS in_group,
    valid_from, valid_to
FROM districts
WHERE district_kind IN ('district', 'county')
"""

_kept = lru_cache(maxsize=KEPT_RELEASES)


def inputs(release: Release) -> pd.DataFrame:
    """All values of the components: `period`, `area`, `component`, `value`, `source_kind`."""
    return _inputs(release).copy()


@_kept
def _inputs(release: Release) -> pd.DataFrame:
    return ask(release, _INPUTS)


def components(release: Release, period: Period) -> Method:
    """The index's components in force at a period's end, the heaviest first."""
    return composite.method(_rules(release), period.end)


@_kept
def _rules(release: Release) -> tuple[dict[str, object], ...]:
    return tuple(records(release, "FROM index_method ORDER BY component, valid_from"))


def peers(release: Release, period: Period) -> pd.DataFrame:
    """Every ranked district, best index first: `district`, `home`, `in_group`, `index`, `rank`, `group_rank`.

    Each component `c` has two more columns: its value (`c`) and its score (`c_score`); what was not reported is NaN.
    Also `source_kind`. Empty when the period has no values.
    """
    placed = _placed(release)
    found = placed[placed["period"] == str(period)].drop(columns="period")
    return found.sort_values(["rank", "district"], ignore_index=True)


@_kept
def _placed(release: Release) -> pd.DataFrame:
    """What `peers` tells, for every period at once."""
    told = inputs(release)
    scored = pd.concat([_scored(_wide(told), *group) for group in _methods(release, told).items()])
    kinds = told.groupby(["period", "area"])["source_kind"].agg(_mixed)
    wide = scored.join(kinds).rename_axis(["period", "district"]).reset_index().merge(_districts(release))
    ends = wide["period"].map({text: pd.Timestamp(Period.parse(text).end) for text in told["period"].unique()})
    outside = (wide["valid_from"] > ends) | (wide["valid_to"] < ends)
    return _ranked(wide[~outside].drop(columns=["valid_from", "valid_to"]))


def _wide(told: pd.DataFrame) -> pd.DataFrame:
    """The components by period and area, a component a column."""
    return told.pivot_table(index=["period", "area"], columns="component", values="value").astype("float64")


def _methods(release: Release, told: pd.DataFrame) -> dict[Method, list[str]]:
    """The methods used, each with the periods it is in force in."""
    found: dict[Method, list[str]] = {}
    for text in told["period"].unique():
        found.setdefault(components(release, Period.parse(text)), []).append(text)
    return found or {(): []}


def _scored(values: pd.DataFrame, method: Method, periods: list[str]) -> pd.DataFrame:
    """Values, scores and the index of the areas in these periods."""
    held = values.loc[periods].reindex(columns=[c.key for c in method])
    scored = composite.scores(held, method)
    return held.join(scored.add_suffix("_score")).assign(index=composite.index(scored, composite.weights(method)))


def _districts(release: Release) -> pd.DataFrame:
    return ask(release, _RANKED).astype({"valid_from": "datetime64[us]", "valid_to": "datetime64[us]"})


def _ranked(rows: pd.DataFrame) -> pd.DataFrame:
    periods, in_group = rows["period"], rows["index"].where(rows["in_group"])
    return rows.assign(
        rank=rows["index"].groupby(periods).transform(composite.ranks),
        group_rank=in_group.groupby(periods).transform(composite.ranks),
    )


def _mixed(kinds: pd.Series) -> str | None:
    found = kinds.dropna().unique()
    return str(found[0]) if len(found) == 1 else MIXED if len(found) else None


def decomposition(release: Release, period: Period) -> pd.DataFrame:
    """The index of home and of the city taken apart: a row a component, the heaviest first.

    `component`, `weight`, `value`, `score`, `part`, `city_value`, `city_score`, `city_part`; parts sum to the index.
    """
    method, told = components(release, period), inputs(release)
    weight = composite.weights(method)
    wide = told[told["period"] == str(period)].pivot_table(index="area", columns="component", values="value")
    values = wide.reindex(index=[lookups.home(release), CITY], columns=weight.index).astype("float64")
    scored = composite.scores(values, method)
    frames = {"value": values, "score": scored, "part": composite.parts(scored, weight)}
    own = {name: frame.iloc[0].to_numpy() for name, frame in frames.items()}
    city = {f"city_{name}": frame.iloc[1].to_numpy() for name, frame in frames.items()}
    return pd.DataFrame({"component": weight.index, "weight": weight.to_numpy(), **own, **city})


def component_series(release: Release, component: str) -> pd.DataFrame:
    """A component for home, city and nation in every period: `period`, `area` (code), `value`, `source_kind`."""
    told = inputs(release)
    shown = told["area"].isin([lookups.home(release), CITY, NATION]) & (told["component"] == component)
    return told.loc[shown, ["period", "area", "value", "source_kind"]].reset_index(drop=True)


def index_series(release: Release) -> pd.DataFrame:
    """The district's index over time, a row a period in which it was computed or printed.

    `period`, `computed`, `rank`, `group_rank`, `ranked` (how many districts have an index), `source_kind`, and where a
    source printed them `published` and `published_rank`.
    """
    placed = _placed(release)
    own = placed[placed["home"]].rename(columns={"index": "computed"}).set_index("period")
    ranked = placed.groupby("period")["index"].count().rename("ranked")
    told = own[["computed", "rank", "group_rank", "source_kind"]].join(ranked)
    place = related(INDEX, Rank, among="city")
    printed = {"published": _printed(release, INDEX), "published_rank": _printed(release, place.key if place else "")}
    return told.join(pd.DataFrame(printed), how="outer").rename_axis("period").reset_index()


def _printed(release: Release, key: str) -> pd.Series:
    found = {period: told[0].value for (of, period), told in lookups.printed(release).items() if of == key}
    return pd.Series(found, dtype="float64")

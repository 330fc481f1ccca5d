"""Components of the composite index: the district's own follow its detail, its peers' are drawn.

At 2022-02 the peers lie so that the district has the published places; the city and the nation as the gaps say.
"""

from itertools import count

import numpy as np
import pandas as pd

from tongnan_metrics.catalog.places import CITY, NATION
from tongnan_metrics.demo.chance import Bools, Floats, generator
from tongnan_metrics.demo.dimensions import HOME
from tongnan_metrics.demo.growth import PERIODS, PUBLISHED, course, wandering
from tongnan_metrics.demo.settings import COMPONENTS
from tongnan_metrics.demo.sources import ARTICLE, DERIVED, synthetic

KEYS = tuple(COMPONENTS)
_NOW = PERIODS.index(PUBLISHED)
_PLACE = 12  # of the index, published
_OWN = np.array([10.0, 16.5, 22.5, 40.9])

# How many peers lie ahead in value added, investment and technical upgrades: of the group, and of the others.
_AHEAD = {0: (4, 7), 2: (8, 8), 3: (5, 0)}
_CITY = np.array([7.9, 13.0, 14.6, 34.1])
_SPREAD = np.array([3.4, 7.0, 13.0, 7.5])
_LIMIT = np.array([[-3.0, 18.0], [-12.0, 42.0], [-28.0, 62.0], [12.0, 58.0]])

_VA_CITY = {
    "2019-02": 5.6, "2019-06": 5.1, "2019-12": 6.2, "2020-02": -13.8, "2020-03": -8.6, "2020-06": -0.4, "2020-12": 5.8,
    "2021-02": 36.0, "2021-03": 27.4, "2021-06": 18.6, "2021-12": 10.7, "2022-02": 7.9, "2022-03": 8.4,
}  # fmt: skip
_VA_NATION = {
    "2019-02": 5.4, "2019-12": 5.7, "2020-02": -13.3, "2020-03": -8.5, "2020-06": -1.4, "2020-12": 2.7,
    "2021-02": 34.8, "2021-03": 24.6, "2021-06": 16.0, "2021-12": 9.7, "2022-02": 7.5, "2022-03": 6.6,
}  # fmt: skip
_OUTPUT_CITY = {
    "2019-02": 7.2, "2019-12": 7.0, "2020-02": -15.0, "2020-03": -9.2, "2020-06": -0.6, "2020-12": 5.1,
    "2021-02": 44.0, "2021-03": 35.5, "2021-06": 25.4, "2021-12": 16.8, "2022-02": 13.0, "2022-03": 12.1,
}  # fmt: skip
_INVESTMENT_CITY = {
    "2019-02": 6.8, "2019-12": 8.1, "2020-02": -22.0, "2020-03": -12.4, "2020-06": -1.2, "2020-12": 5.8,
    "2021-02": 38.0, "2021-03": 29.1, "2021-06": 17.8, "2021-12": 9.4, "2022-02": 14.6, "2022-03": 13.9,
}  # fmt: skip
_TECH_CITY = {
    "2019-02": 30.4, "2019-12": 31.6, "2020-02": 30.9, "2020-12": 32.4, "2021-02": 32.8, "2021-12": 33.6,
    "2022-02": 34.1, "2022-03": 33.8,
}  # fmt: skip
_VA_HOME = {
    "2019-02": 7.4, "2019-12": 8.3, "2020-02": -12.1, "2020-03": -6.4, "2020-06": 1.2, "2020-12": 7.0,
    "2021-02": 38.6, "2021-03": 29.8, "2021-06": 20.4, "2021-12": 12.6, "2022-02": 10.0, "2022-03": 9.7,
}  # fmt: skip
_INVESTMENT_HOME_2019 = {"2019-02": 11.8, "2019-12": 9.6}  # there are no rows of 2018 to compute it from


def index_inputs(seed: int, districts: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Every component for every district and county, the city, and the nation's value added.

    `own` has the district's computed columns ``industrial_output_growth``, ``industrial_investment_growth`` and
    ``tech_upgrade_share`` by period, empty where they cannot be computed.
    """
    ranked = districts[districts["district_kind"].isin(["district", "county"])]
    peers = ranked[ranked["district"] != HOME]
    rng = generator(seed, "index_inputs")
    courses = (_VA_CITY, _OUTPUT_CITY, _INVESTMENT_CITY, _TECH_CITY)
    city = np.column_stack([wandering(rng, anchors, 0.3) for anchors in courses]).round(1)
    nation = wandering(rng, _VA_NATION, 0.15).round(1)[:, None]
    home = _home(wandering(rng, _VA_HOME, 0.4), own)
    group = (peers["region"] == ranked.loc[ranked["district"] == HOME, "region"].item()).to_numpy()
    parts = [_long(HOME, home), _long(CITY, city), _long(NATION, nation)]
    series = _peers(rng, group, city)
    parts += [_long(code, series[:, i]) for i, code in enumerate(peers["district"])]
    return pd.concat(parts, ignore_index=True)


def _long(area: str, values: Floats) -> pd.DataFrame:
    """Rows of one area from its values (periods × components)."""
    row, column = np.indices(values.shape).reshape(2, -1)
    public = {HOME: ARTICLE, CITY: DERIVED, NATION: DERIVED}.get(area)
    sources = [public if public and r == _NOW else synthetic("index", PERIODS[r].year) for r in row]
    return pd.DataFrame(
        {
            "period": [str(PERIODS[r]) for r in row],
            "area": area,
            "component": [KEYS[c] for c in column],
            "value": values.ravel(),
            "source": sources,
        }
    )


def _home(value_added: Floats, own: pd.DataFrame) -> Floats:
    """The district's components: value added made up, the others from its detail."""
    computed = own.reindex([str(p) for p in PERIODS]).astype(float)
    first = course({**_INVESTMENT_HOME_2019, **{f"{p.year}-02": 0.0 for p in PERIODS if p.year > 2019}})
    investment = computed["industrial_investment_growth"].to_numpy()
    home = np.column_stack(
        [
            value_added.round(1),
            computed["industrial_output_growth"],
            np.where(np.isnan(investment), first.round(1), investment),
            computed["tech_upgrade_share"],
        ]
    )
    home[_NOW] = _OWN
    return home


def _peers(rng: np.random.Generator, group: Bools, city: Floats) -> Floats:
    """Periods × peers × components: around the city's course, each peer's lead coming and going."""
    draws = (_places(rng, group) for _ in count())
    now = next(drawn for drawn in draws if _index_place(drawn) == _PLACE)
    lead = now - city[_NOW]
    series = np.empty((len(PERIODS), len(group), len(KEYS)))
    for step in (range(_NOW, -1, -1), range(_NOW + 1, len(PERIODS))):
        for i in step:
            if i != _NOW:
                shock = rng.normal(0, 0.35, lead.shape) * _SPREAD
                lead = 0.9 * (series[i + 1] - city[i + 1] if i < _NOW else now - city[_NOW]) + shock
            series[i] = city[i] + lead
    return np.asarray(series.round(1))


def _places(rng: np.random.Generator, group: Bools) -> Floats:
    """One draw of all peers at 2022-02 with the published number of them ahead."""
    drawn = rng.normal(_CITY, _SPREAD, (len(group), len(KEYS)))
    drawn[:, 1] += 0.9 * (drawn[:, 0] - _CITY[0])
    for column, (inside, outside) in _AHEAD.items():
        for members, ahead in ((group, inside), (~group, outside)):
            rows = np.flatnonzero(members)
            order = rows[np.argsort(-drawn[rows, column])]
            drawn[order[:ahead], column] = _beyond(rng, column, ahead, up=True)
            drawn[order[ahead:], column] = _beyond(rng, column, len(rows) - ahead, up=False)
    return np.asarray(drawn.clip(_LIMIT[:, 0], _LIMIT[:, 1]).round(1))


def _beyond(rng: np.random.Generator, column: int, size: int, *, up: bool) -> Floats:
    """Values strictly above or below the district's own, in falling order."""
    lead = rng.gamma(1.6, _SPREAD[column] * (0.45 if up else 0.6), size) + 0.1
    return np.asarray(_OWN[column] + np.sort(lead)[::-1] if up else _OWN[column] - np.sort(lead))


def _index_place(drawn: Floats) -> int:
    """The district's place by the composite index of the default method."""
    weight, floor, ceiling = (np.array(column, dtype=float) for column in zip(*COMPONENTS.values(), strict=True))
    both = np.vstack([_OWN, drawn])
    index = (60 + 40 * (both - floor) / (ceiling - floor)).clip(0, 100) @ weight / weight.sum()
    return 1 + int((index[1:].round(2) > index[0].round(2)).sum())

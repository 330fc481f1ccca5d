"""The enterprise register and the monthly output reports."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from tongnan_metrics.catalog.periods import Period, between
from tongnan_metrics.demo import names, towns
from tongnan_metrics.demo.chance import Bools, Floats, Ints, Words, apportion, generator
from tongnan_metrics.demo.growth import LAST, PERIODS, by_year, course
from tongnan_metrics.demo.sources import synthetic

KEY_TIERS = (("leading", 6), ("double_hundred", 20), ("over_100m", 34))
_KEY = sum(count for _, count in KEY_TIERS)
_YI = 10_000 * 100  # cents of 万元 in one 亿元
_SINCE = tuple(between(Period(2018, 2), LAST))

# 亿元 since January, all enterprises. 2022-02 was published; the rest is made up around it.
_OUTPUT = {
    "2018-02": 41.9, "2018-03": 64.5, "2018-12": 300.0,
    "2019-02": 45.2, "2019-03": 70.1, "2019-12": 325.0,
    "2020-02": 38.9, "2020-03": 65.0, "2020-06": 151.0, "2020-12": 342.0,
    "2021-02": 57.2, "2021-03": 90.3, "2021-06": 194.0, "2021-12": 402.0,
    "2022-02": 66.81, "2022-03": 103.96,
}  # fmt: skip
_PUBLISHED_GROWTH = 1.165

_SECTORS = tuple(names.PRODUCTS)
_PARK_MIX = (0.24, 0.15, 0.09, 0.13, 0.10, 0.15, 0.10, 0.04)
_TOWN_MIX = (0.10, 0.06, 0.36, 0.24, 0.06, 0.02, 0.04, 0.12)
_LARGE = (0.4, 0.6, -0.1, 0.0, 0.2, 0.3, 0.1, -0.9)  # which sectors have the large enterprises
_SHUANGJIANG = "500152110"
_LEADERS, _OFFICES = "甲乙丙丁戊", ("经济运行科", "产业发展科", "技术创新科", "企业服务科")
_GROWTH = (0.17, 0.14, 0.07, 0.06, 0.15, 0.20, 0.13, 0.05)
_MARGIN = (0.062, 0.071, 0.055, 0.043, 0.058, 0.036, 0.088, 0.030)
_KWH_PER_YUAN = (0.021, 0.062, 0.018, 0.047, 0.034, 0.026, 0.041, 0.030)


@dataclass(frozen=True, slots=True)
class Firms:
    """What the reports are drawn from: the register, each firm's sector, size and years of reporting."""

    register: pd.DataFrame
    sector: Ints
    size: Floats
    enters: Ints
    leaves: Ints


def firms(seed: int) -> Firms:
    """About 220 enterprises over 23 towns and all sectors; the 60 largest have a key tier."""
    rng = generator(seed, "enterprises")
    town = np.repeat(towns.CODES, towns.ENTERPRISES)
    park = np.concatenate([np.arange(n) < p for n, p in zip(towns.ENTERPRISES, towns.IN_PARK, strict=True)])
    sector = _sectors(rng, park)
    central = park | (town == _SHUANGJIANG)
    rank = np.argsort(np.argsort(-(rng.normal(size=len(park)) + 0.8 * central + np.array(_LARGE)[sector])))
    enters, leaves = _years(rng, park, rank)
    register = pd.DataFrame(
        {
            "enterprise": [f"E{i:03d}" for i in range(1, len(park) + 1)],
            "name": _names(rng, sector),
            "town": town,
            "sector": np.array(_SECTORS, dtype=object)[sector],
            "tier": _tiers(rank),
            "park": park,
            "liaison": _liaisons(rank, park),
            "source": synthetic("register"),
        }
    )
    return Firms(register, sector, _sizes(rng, len(park))[rank], enters, leaves)


def _sectors(rng: np.random.Generator, park: Bools) -> Ints:
    inside = rng.choice(len(_SECTORS), len(park), p=_PARK_MIX)
    outside = rng.choice(len(_SECTORS), len(park), p=_TOWN_MIX)
    return np.asarray(np.where(park, inside, outside))


def _years(rng: np.random.Generator, park: Bools, rank: Ints) -> tuple[Ints, Ints]:
    """First and last year of reporting: a few small firms come and go each year, those in the park stay."""
    small = rng.permutation(np.flatnonzero(rank >= _KEY))
    enters = np.full(len(park), 2018)
    enters[small[:21]] = np.repeat([2020, 2021, 2022], 7)
    goes = small[21:][~park[small[21:]]][:9]
    leaves = np.full(len(park), 9999)
    leaves[goes] = np.repeat([2019, 2020, 2021], 3)
    return enters, leaves


def _sizes(rng: np.random.Generator, count: int) -> Floats:
    """Yearly output in 亿元, largest first: 60 of them hold about four fifths."""
    key = 1.2 * ((_KEY + 3) / (np.arange(1, _KEY + 1) + 3)) ** 1.25
    small = np.sort(np.exp(rng.normal(-0.75, 0.35, count - _KEY)).clip(0.24, 0.9))[::-1]
    return np.concatenate([key, small])


def _names(rng: np.random.Generator, sector: Ints) -> list[str]:
    made = [names.made_in(rng, _SECTORS[s]) for s in sector]
    return [names.company(brand, m) for brand, m in zip(names.brands(rng, len(made)), made, strict=True)]


def _tiers(rank: Ints) -> Words:
    ordered = np.repeat([*(t for t, _ in KEY_TIERS), "above_scale"], [*(n for _, n in KEY_TIERS), len(rank) - _KEY])
    return np.asarray(ordered.astype(object)[rank])


def _liaisons(rank: Ints, park: Bools) -> list[str | None]:
    """Key enterprises have a pair of a leader and an office; the others a service officer."""
    pairs = [f"委领导{leader}+{office}" for leader, office in product(_LEADERS, _OFFICES)]
    officers = np.where(park, "高新区企业服务专员", "镇街企业服务专员")
    return [pairs[r % len(pairs)] if r < _KEY else str(o) for r, o in zip(rank, officers, strict=True)]


def output(seed: int, given: Firms) -> pd.DataFrame:
    """Output, revenue, profit and electricity since January, by period and enterprise, with comparable bases."""
    rng = generator(seed, "output")
    months = _months(rng, given)
    revised = _revisions(rng, given, months["output"])
    wide = {key: _since_january(values) for key, values in months.items()}
    return pd.concat([_report(given, wide, revised, i) for i, p in enumerate(_SINCE) if p in PERIODS])


def _months(rng: np.random.Generator, given: Firms) -> dict[str, Ints]:
    """What each firm adds in each period, in cents of 万元: rows are periods, columns firms."""
    level = _levels(rng, given)
    weights = level * np.exp(rng.normal(0, 0.09, level.shape)) * _season(given)
    made: Ints = np.zeros(level.shape, dtype=np.int64)
    total = np.rint(course(_OUTPUT, _SINCE) * _YI).astype(np.int64)
    for i, added in enumerate(_added(total)):
        here = _reporting(given, _SINCE[i].year)
        scale = added / weights[i, here].sum()
        made[i] = np.rint(weights[i] * scale)
        made[i, here] = apportion(weights[i, here], added)
    sold = made * rng.uniform(0.92, 0.98, len(given.size)) * rng.uniform(0.985, 1.015, made.shape)
    earned = sold * _margins(rng, given) * (1 + rng.normal(0, 0.3, made.shape))
    return {
        "output": made,
        "revenue": np.rint(sold).astype(np.int64),
        "profit": np.rint(earned).astype(np.int64),
        "electricity": _electricity(rng, given, made),
    }


def _levels(rng: np.random.Generator, given: Firms) -> Floats:
    """Each firm's yearly level by period: its size in 2021, its sector's growth and its own luck around it."""
    years = np.array([p.year for p in _SINCE])
    luck = rng.normal(0, 0.11, (5, len(given.size)))
    yearly = np.array(_GROWTH)[given.sector] - 0.12 + luck
    path = np.cumsum(yearly, axis=0) - np.cumsum(yearly, axis=0)[3]
    return np.asarray(given.size * np.exp(path[years - 2018]))


def _season(given: Firms) -> Floats:
    """Food and goods peak before the new year, building materials in spring and autumn, others hardly."""
    month = np.array([p.month for p in _SINCE])[:, None]
    goods = np.isin(given.sector, [_SECTORS.index("consumer_goods"), _SECTORS.index("other")])
    building = given.sector == _SECTORS.index("green_building")
    wave = 0.10 * goods * np.cos((month - 12) / 6 * np.pi) - 0.09 * building * np.cos((month - 1) / 5 * np.pi)
    return np.asarray(1 + wave)


def _added(total: Ints) -> list[int]:
    """What each period adds to its year's cumulative total."""
    before = [0 if p.opens_year else int(total[i - 1]) for i, p in enumerate(_SINCE)]
    return [int(t) - b for t, b in zip(total, before, strict=True)]


def _reporting(given: Firms, year: int) -> Bools:
    return np.asarray((given.enters <= year) & (year <= given.leaves))


def _margins(rng: np.random.Generator, given: Firms) -> Floats:
    """Profit per yuan of revenue by period: the sector's, the firm's own, the year's; some firms lose money."""
    own = np.array(_MARGIN)[given.sector] + rng.normal(0, 0.028, len(given.size))
    year = rng.normal(0, 0.012, (5, len(given.size)))
    return np.asarray((own + year)[[p.year - 2018 for p in _SINCE]].clip(-0.06, 0.16))


def _electricity(rng: np.random.Generator, given: Firms, made: Ints) -> Ints:
    """万千瓦时 in cents: the sector's intensity, a little less each year."""
    saved = np.array([0.975 ** (p.year - 2018) for p in _SINCE])[:, None]
    intensity = np.array(_KWH_PER_YUAN)[given.sector] * rng.lognormal(0, 0.25, made.shape[1])
    return np.asarray(np.rint(made * intensity * saved * rng.uniform(0.96, 1.04, made.shape)).astype(np.int64))


def _since_january(added: Ints) -> Ints:
    """Cumulative amounts of each year."""
    return np.concatenate([np.cumsum(added[rows], axis=0) for rows in by_year(_SINCE).values()])


def _revisions(rng: np.random.Generator, given: Firms, made: Ints) -> Floats:
    """By which factor a year's comparable base differs from what was reported then: a row a year from 2019."""
    factor = 1 + rng.normal(0, 0.012, (4, made.shape[1])) * (rng.random((4, made.shape[1])) < 0.4)
    here = _reporting(given, 2022)
    before, now = (made[_SINCE.index(Period(year, 2))] for year in (2021, 2022))
    factor[3] *= now[here].sum() / _PUBLISHED_GROWTH / (before * factor[3])[here].sum()
    return np.asarray(factor)


def _report(given: Firms, wide: dict[str, Ints], revised: Floats, row: int) -> pd.DataFrame:
    """One period's report."""
    period = _SINCE[row]
    here = _reporting(given, period.year)
    before = _SINCE.index(period.year_before)
    factor = revised[period.year - 2019]
    columns = {key: values[row] / 100 for key, values in wide.items()}
    columns |= {f"{key}_base": np.rint(values[before] * factor) / 100 for key, values in wide.items()}
    frame = pd.DataFrame({"period": str(period), "enterprise": given.register["enterprise"], **columns})
    return frame.assign(source=synthetic("industry", period.year))[here]

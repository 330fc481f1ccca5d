"""Monthly investment and physical progress of every project under way."""

import numpy as np
import pandas as pd

from tongnan_metrics.catalog.periods import Period, between
from tongnan_metrics.demo.chance import Bools, Days, Floats, Ints, apportion, day, generator
from tongnan_metrics.demo.growth import FIRST, LAST, PERIODS, by_year, course, wandering
from tongnan_metrics.demo.projects import Projects
from tongnan_metrics.demo.sources import synthetic

_YI = 10_000 * 100  # cents of 万元 in one 亿元
_SINCE = tuple(between(Period(2017, 2), LAST))
_BEFORE = _SINCE.index(FIRST)

# 亿元 completed since January. 18.09 and 7.4 at 2022-02 and their growth were published; the rest is made up.
_INDUSTRIAL = {
    "2019-02": 12.85, "2019-03": 20.40, "2019-06": 42.6, "2019-12": 82.4,
    "2020-02": 10.36, "2020-03": 18.70, "2020-06": 42.9, "2020-12": 86.6,
    "2021-02": 14.767347, "2021-03": 24.70, "2021-06": 52.2, "2021-12": 99.1,
    "2022-02": 18.09, "2022-03": 29.64,
}  # fmt: skip
_TECH_SHARE = {
    "2019-02": 0.312, "2019-12": 0.331, "2020-02": 0.305, "2020-12": 0.352,
    "2021-02": 0.3838, "2021-12": 0.379, "2022-02": 0.409066, "2022-03": 0.403,
}  # fmt: skip
_OTHER = {
    "2019-02": 1.5, "2019-03": 2.5, "2019-12": 13.0, "2020-02": 1.2, "2020-03": 2.4, "2020-12": 16.1,
    "2021-02": 3.1, "2021-03": 5.2, "2021-12": 22.4, "2022-02": 3.72, "2022-03": 6.3,
}  # fmt: skip
_SHAPE = 0.35  # how far the course is from a straight line: works begin and end slowly


def progress(seed: int, given: Projects) -> pd.DataFrame:
    """A row for each period from a project's start to the December of its completion."""
    rng = generator(seed, "project_progress")
    done = _done(given)
    invested = _invested(rng, given, done)
    this_year = np.concatenate([np.cumsum(invested[rows], axis=0) for rows in by_year(_SINCE).values()])
    shown = _shown(given)
    row, project = np.nonzero(shown)
    periods = np.array([str(p) for p in _SINCE], dtype=object)
    return pd.DataFrame(
        {
            "period": periods[row],
            "project": given.register["project"].to_numpy()[project],
            "investment_ytd": this_year[shown] / 100,
            "investment_total": np.cumsum(invested, axis=0)[shown] / 100,
            "progress": (done[shown] * 100).round(1),
            "source": [synthetic("investment", int(period[:4])) for period in periods[row]],
        }
    )


def _ends() -> Days:
    return np.array([day(p.end) for p in _SINCE])


def _done(given: Projects) -> Floats:
    """The share of the works done by each period's end (rows) of each project (columns)."""
    started = given.course.first("started")
    length = (given.course.finish - started).astype("timedelta64[D]").astype(float)
    elapsed = (_ends()[:, None] - started).astype("timedelta64[D]").astype(float)
    gone = np.nan_to_num((elapsed / length).clip(0, 1)) * ~np.isnat(started)
    return np.asarray((1 - _SHAPE) * gone + _SHAPE * gone**2 * (3 - 2 * gone))


def _invested(rng: np.random.Generator, given: Projects, done: Floats) -> Ints:
    """What each project completes in each period, in cents of 万元, so that the district's totals come out."""
    size = given.register["total_investment"].to_numpy(dtype=float)
    weights = np.diff(done, axis=0, prepend=0) * size * np.exp(rng.normal(0, 0.12, done.shape))
    invested: Ints = np.rint(weights * 100).astype(np.int64)
    for columns, totals in _classes(rng, given):
        for row, added in zip(range(_BEFORE, len(_SINCE)), _added(totals), strict=True):
            invested[row, columns] = apportion(weights[row, columns], added)
    return invested


def _classes(rng: np.random.Generator, given: Projects) -> list[tuple[Ints, Floats]]:
    """Technical upgrades, other industrial projects and the rest: their columns and 亿元 since January."""
    industrial = (given.register["kind"] == "industrial").to_numpy()
    tech = given.register["tech_upgrade"].to_numpy(dtype=bool)
    total = course(_INDUSTRIAL)
    upgrades = total * wandering(rng, _TECH_SHARE, 0.0015)
    upgrades[PERIODS.index(Period(2022, 2))] = 7.4
    return [
        (np.flatnonzero(tech), upgrades),
        (np.flatnonzero(industrial & ~tech), total - upgrades),
        (np.flatnonzero(~industrial), course(_OTHER)),
    ]


def _added(totals: Floats) -> list[int]:
    """What each period adds to its year's total, in cents of 万元."""
    cents = [int(c) for c in np.rint(totals * _YI)]
    before = [0 if p.opens_year else cents[i - 1] for i, p in enumerate(PERIODS)]
    return [c - b for c, b in zip(cents, before, strict=True)]


def _shown(given: Projects) -> Bools:
    """Which periods report which project."""
    started = given.course.first("started")
    year = np.array([p.year for p in _SINCE])[:, None]
    completes = given.course.finish.astype("datetime64[Y]").astype(int) + 1970
    begun = _ends()[:, None] >= started
    reported = np.array([p in PERIODS for p in _SINCE])[:, None]
    return np.asarray(begun & (year <= completes) & reported)

"""The district's made-up course between the figures that were published: anchors, and the way between them."""

from collections.abc import Mapping

import numpy as np

from tongnan_metrics.catalog.periods import Period, between
from tongnan_metrics.demo.chance import Floats

FIRST = Period(2019, 2)
LAST = Period(2022, 3)
PERIODS = tuple(between(FIRST, LAST))
PUBLISHED = Period(2022, 2)


# How much of a year falls on each month from January: quarters end strong, high summer and October are weak.
_MONTHS = np.array([0.85, 0.65, 1.08, 0.98, 1.00, 1.10, 0.94, 0.95, 1.06, 0.97, 1.02, 1.12])


def course(anchors: Mapping[str, float], periods: tuple[Period, ...] = PERIODS) -> Floats:
    """A value for each period: between the anchored ones of its year it runs with the months' weights."""
    known = {Period.parse(key): value for key, value in anchors.items()}
    return np.array([_at(known, period) for period in periods])


def wandering(rng: np.random.Generator, anchors: Mapping[str, float], step: float) -> Floats:
    """The same course for `PERIODS`, off it by about `step` wherever it is not anchored."""
    free = np.array([str(period) not in anchors for period in PERIODS])
    return np.asarray(course(anchors) + free * rng.normal(0, step, len(PERIODS)))


def _at(known: Mapping[Period, float], period: Period) -> float:
    year = {p.month: value for p, value in sorted(known.items()) if p.year == period.year}
    gone = np.cumsum(_MONTHS * np.random.default_rng(period.year).uniform(0.95, 1.05, len(_MONTHS)))
    return float(np.interp(gone[period.month - 1], gone[np.array(list(year)) - 1], list(year.values())))


def by_year(periods: tuple[Period, ...] = PERIODS) -> dict[int, list[int]]:
    """The positions of each year's periods."""
    years = dict.fromkeys(p.year for p in periods)
    return {year: [i for i, p in enumerate(periods) if p.year == year] for year in years}

"""The district's made-up course between the figures that were published: anchors, and lines between them."""

from collections.abc import Mapping

import numpy as np

from tongnan_metrics.catalog.periods import Period, between
from tongnan_metrics.demo.chance import Floats

FIRST = Period(2019, 2)
LAST = Period(2022, 3)
PERIODS = tuple(between(FIRST, LAST))
PUBLISHED = Period(2022, 2)


def course(anchors: Mapping[str, float], periods: tuple[Period, ...] = PERIODS) -> Floats:
    """A value for each period, on straight lines between the anchored ones of the same year."""
    known = {Period.parse(key): value for key, value in anchors.items()}
    return np.array([_at(known, period) for period in periods])


def _at(known: Mapping[Period, float], period: Period) -> float:
    year = {p.month: value for p, value in sorted(known.items()) if p.year == period.year}
    return float(np.interp(period.month, list(year), list(year.values())))


def by_year(periods: tuple[Period, ...] = PERIODS) -> dict[int, list[int]]:
    """The positions of each year's periods."""
    years = dict.fromkeys(p.year for p in periods)
    return {year: [i for i, p in enumerate(periods) if p.year == year] for year in years}

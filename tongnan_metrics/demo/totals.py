"""Planned totals that fit: to what has been invested, and to the two amounts that were published."""

import numpy as np
import pandas as pd

from tongnan_metrics.demo.chance import Floats, apportion, generator
from tongnan_metrics.demo.projects import UNIT, Projects

_PUSHED = 22_700  # 227 亿元 in millions: signed, started and completed in the quarter
_NEGOTIATED = 118_257  # 1182.57 亿元
_LNG, _ZHITE = 1_800, 960  # 18 亿元 was published; the other is made up
_ZHITE_CAPACITY = 1_200  # 12 亿元 a year was published


def settled(seed: int, given: Projects, progress: pd.DataFrame) -> Projects:
    """The projects with planned totals that agree with their investment and the published sums."""
    rng = generator(seed, "totals")
    stages = given.course
    total = _invested(rng, given, progress)
    lng, zhite = stages.last("signed"), stages.last("started")
    total[[lng, zhite]] = _LNG, _ZHITE
    free = np.setdiff1d(np.flatnonzero(stages.this_year("signed", "started")), [lng, zhite])
    fixed = total[stages.this_year("completed")].sum() + _LNG + _ZHITE
    total[free] = apportion(total[free], int(_PUSHED - fixed))
    _negotiated(rng, given, total)
    capacity = np.rint(total * rng.uniform(0.8, 2.2, len(total)))
    capacity[zhite] = _ZHITE_CAPACITY
    industrial = (given.register["kind"] == "industrial").to_numpy()
    return given.with_totals(total * UNIT, np.where(industrial, capacity * UNIT, np.nan))


def _invested(rng: np.random.Generator, given: Projects, progress: pd.DataFrame) -> Floats:
    """In millions: what projects started before 2022 come to at their pace; the guess for all others."""
    latest = progress.groupby("project", sort=False).last()
    pace = (latest["investment_total"] / latest["progress"] * 100).reindex(given.register["project"]).to_numpy()
    known = ~np.isnan(pace) & ~given.course.this_year("started")
    planned = np.where(known, pace * rng.uniform(0.96, 1.05, len(pace)), given.register["total_investment"])
    return np.asarray(np.rint(planned / UNIT).clip(8))


def _negotiated(rng: np.random.Generator, given: Projects, total: Floats) -> None:
    """Fill in what is negotiated: in March 2022 as much came as left."""
    left = given.course.left_in_march
    stayed, came = given.course.negotiating[: -len(left)], given.course.negotiating[-len(left) :]
    leaving = int(total[left].sum())
    total[came] = apportion(rng.uniform(0.5, 2, len(came)), leaving)
    total[stayed] = apportion(np.exp(rng.normal(0, 0.85, len(stayed))), _NEGOTIATED - leaving)

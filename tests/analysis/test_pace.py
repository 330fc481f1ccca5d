"""Pace: completion of the year's target against the year gone."""

import pytest

from tongnan_metrics.analysis import pace
from tongnan_metrics.catalog.periods import Period


def test_pace_is_completion_less_the_year_gone() -> None:
    assert pace.completion(18.09, 120) == pytest.approx(15.075)
    assert pace.pace(18.09, 120, Period(2022, 2)) == pytest.approx(15.075 - 100 / 6)
    assert pace.pace(120, 120, Period(2022, 12)) == 0

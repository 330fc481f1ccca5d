"""Time on a horizontal axis: 1—2月 is one tick, the year stands on a second line where it is needed."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from tongnan_metrics.catalog.periods import FIRST_MONTH, Period
from tongnan_metrics.locale import language, tr

CROWDED = 40
QUARTERS = (FIRST_MONTH, 6, 9, 12)
NEAR = 2
PLOT_PX = 34  # what the tick words take of a chart's height
# A tick is "2022-02|1—2月|2022年|0": told apart by the first part, read by the next two, shown when there is as much
# room for it as the last part says, in pixels.
TICK_ROOM_PX = {"zh": 34, "en": 48}
LABEL = (
    "abs(range('x')[1] - range('x')[0]) / length(domain('x')) >= toNumber(split(datum.value, '|')[3]) "
    "? slice(split(datum.value, '|'), 1, 3) : ''"
)


def ticks(periods: Sequence[Period], *, years: bool = True) -> list[str]:
    """A distinct tick for every period, in order; where there is no room for all, the important ones keep their words.

    With `years` the year stands below the first, the last and every 1—2月, unless two would touch.
    """
    kept = _important(periods)
    dated = _apart([i for i in kept if i in {0, len(periods) - 1} or periods[i].opens_year]) if years else []
    room = str(TICK_ROOM_PX[language()])
    return [
        "|".join((str(p), p.tick(), year_words(p) if i in dated else "", "0" if i in kept else room))
        for i, p in enumerate(periods)
    ]


def _important(periods: Sequence[Period]) -> list[int]:
    """The last tick, then every 1—2月, the first, the quarters: none next to a more important one."""
    opening = [i for i, p in enumerate(periods) if p.opens_year]
    quarters = [i for i, p in enumerate(periods) if p.month in QUARTERS and len(periods) < CROWDED]
    return _apart([len(periods) - 1, *opening, 0, *quarters])


def _apart(candidates: Sequence[int]) -> list[int]:
    chosen: list[int] = []
    for candidate in candidates:
        if all(abs(candidate - other) >= NEAR for other in chosen):
            chosen.append(candidate)
    return chosen


def year_words(period: Period) -> str:
    """The period's year: ``2022年``."""
    return tr("{year}", year=period.year)


def time_axis(*, span: Sequence[Any] | None = None) -> alt.X:
    """The ordinal axis over column `tick`, on the pixels `span` when given."""
    axis = alt.Axis(labelExpr=LABEL, labelOverlap=False, labelPadding=8, labelLineHeight=13)
    scale = alt.Scale(range=list(span), paddingOuter=0.1) if span else alt.Scale(paddingOuter=0.1)
    return alt.X("tick:O", sort=None, axis=axis, scale=scale)


def value_axis(*, field: str = "value", zero: bool = True, falling: bool = False) -> alt.Y:
    """The quantitative axis with three or four hairlines and no separators in its numbers; `falling` turns it over."""
    axis = alt.Axis(grid=True, tickCount=4, labelExpr="format(datum.value, '~f')")
    return alt.Y(f"{field}:Q", axis=axis, scale=_upside_down() if falling else alt.Scale(zero=zero, nice=True))


def _upside_down() -> alt.Scale:
    return alt.Scale(zero=False, nice=False, reverse=True, domainMin=1)


def per_pixel(numbers: pd.DataFrame, height: int, *, zero: bool) -> float:
    """How much of the value axis one pixel is, in a chart of `height`: an upper estimate, the axis being rounded."""
    known = numbers.to_numpy(dtype=float)
    low, high = float(np.nanmin(known)), float(np.nanmax(known))
    low, high = (min(low, 0.0), max(high, 0.0)) if zero else (low, high)
    return 1.15 * ((high - low) or abs(high) or 1.0) / max(height - PLOT_PX, 1)


def apart(places: Sequence[float], least: float) -> list[float]:
    """The places moved as little as needed to lie `least` apart, order kept; missing ones stay missing."""
    known = sorted((i for i, place in enumerate(places) if not np.isnan(place)), key=lambda i: places[i])
    crowds: list[list[int]] = []
    for i in known:
        crowds.append([i])
        while (
            len(crowds) > 1 and _spread(crowds[-1], places, least)[0] < _spread(crowds[-2], places, least)[-1] + least
        ):
            crowds[-2:] = [crowds[-2] + crowds[-1]]
    moved = list(places)
    for crowd in crowds:
        for i, place in zip(crowd, _spread(crowd, places, least), strict=True):
            moved[i] = place
    return moved


def _spread(crowd: Sequence[int], places: Sequence[float], least: float) -> list[float]:
    """A crowd's places, `least` apart around their middle."""
    middle = sum(places[i] for i in crowd) / len(crowd)
    return [middle + (k - (len(crowd) - 1) / 2) * least for k in range(len(crowd))]

"""The year's targets, where a selection can be held against them."""

from collections.abc import Iterator

import pandas as pd

from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Indicator, Printed
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.query import lookups
from tongnan_metrics.query.frames import find
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release


def target(release: Release, selection: Selection, key: str) -> float | None:
    """The target of the selection's year in the indicator's unit; None when there is none to hold it against.

    Targets are the district's and for the year: no part of the district and no single month has one.
    """
    if not selection.whole or selection.park or selection.basis is Basis.MONTH:
        return None
    value, _ = lookups.targets(release).get((selection.period.year, find(key).key), (None, None))
    return value


_AHEAD = ["year", "indicator", "value", "of", "printed", "period", "source_kind"]


def targets_ahead(release: Release, period: Period) -> pd.DataFrame:
    """The targets of the period's year or later that name what they are for, and what is known of that by then.

    `year`, `indicator` and its `value` in its unit; `of`, the indicator aimed at, the latest figure a source `printed`
    of it as text and that figure's `period` (both missing when none was printed); `source_kind` of the target.
    """
    return pd.DataFrame(list(_ahead(release, period)), columns=_AHEAD, dtype=object)


def _ahead(release: Release, period: Period) -> Iterator[tuple[object, ...]]:
    for (year, key), (value, kind) in sorted(lookups.targets(release).items()):
        item = INDICATORS.get(key)
        aim = item.formula.of if item and isinstance(item.formula, Printed) else None
        if aim and year >= period.year:
            yield year, key, value, aim, *_latest(release, INDICATORS[aim], period), kind


def _latest(release: Release, item: Indicator, period: Period) -> tuple[str | None, str | None]:
    """The text of the latest figure printed of an indicator by a period, and its period."""
    known = {at: figures[0].text for (key, at), figures in lookups.printed(release).items() if key == item.key}
    at = max((at for at in known if at <= str(period)), default=None)
    return (known[at], at) if at else (None, None)

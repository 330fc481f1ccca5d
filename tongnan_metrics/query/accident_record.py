"""From which day on months without a major accident are counted."""

from datetime import date, timedelta
from functools import lru_cache

from tongnan_metrics.analysis import streak
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query import lookups
from tongnan_metrics.query.connection import KEPT_RELEASES, records
from tongnan_metrics.releases import Release

RECORD_START = "accident_record_start"


def streak_since(release: Release, period: Period) -> date | None:
    """The first day that counts at a period's end: the record's, or the day after the last accident breaking it.

    None when the record begins later, or nobody knows when.
    """
    start, breaks = _record(release)
    if start is None or start > period.end:
        return None
    return max([start, *(day + timedelta(days=1) for day in breaks if day <= period.end)])


@lru_cache(maxsize=KEPT_RELEASES)
def _record(release: Release) -> tuple[date | None, tuple[date, ...]]:
    """The day the accident record begins, and the days of accidents that break the streak."""
    held = records(release, "SELECT date, grade FROM accidents ORDER BY date")
    breaks = tuple(row["date"] for row in held if row["grade"] in streak.BREAKING)
    told = lookups.settings(release).get(RECORD_START)
    return (date.fromisoformat(told) if told else next(iter(breaks), None)), breaks

"""The year's targets, where a selection can be held against them."""

from tongnan_metrics.catalog.periods import Basis
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

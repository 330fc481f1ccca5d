"""Completion of the year's target against the share of the year gone (序时进度)."""

from tongnan_metrics.catalog.periods import Period


def completion(value: float, target: float) -> float:
    """The share of the year's target reached, in percent; the target is not zero."""
    return value / target * 100


def pace(value: float, target: float, period: Period) -> float:
    """Completion less the share of the year gone, in percentage points: negative is behind."""
    return completion(value, target) - period.year_share * 100

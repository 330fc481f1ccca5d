"""Accident grades by State Council Decree 493, article 3, and whole months without a major accident.

The decree's "or more" includes the number, its "less than" excludes it; the worst of deaths, serious injuries (acute
poisoning included) and direct loss decides. "Major" in the streak means graded larger, major or extraordinary.
"""

from datetime import date, timedelta
from decimal import Decimal

from tongnan_metrics.catalog.periods import MONTHS, Period

ORDINARY = "ordinary"
BREAKING = ("larger", "major", "extraordinary")
# From so many deaths, serious injuries or 万元 of direct loss on.
_FROM = {"extraordinary": (30, 100, 10_000), "major": (10, 50, 5_000), "larger": (3, 10, 1_000)}


def grade(*, deaths: int, injuries: int, loss: Decimal) -> str:
    """The grade of an accident, a key of the catalogue's; `loss` is in 万元."""
    for name, (from_deaths, from_injuries, from_loss) in _FROM.items():
        if deaths >= from_deaths or injuries >= from_injuries or loss >= from_loss:
            return name
    return ORDINARY


def whole_months(start: date, period: Period) -> int:
    """The calendar months wholly within `start` and the period's end, never negative.

    `start` is the first day that counts: the record's first, or the day after an accident.
    """
    opening = start if start.day == 1 else start.replace(day=1) + timedelta(days=31)
    return max(0, (period.year - opening.year) * MONTHS + period.month - opening.month + 1)

"""What two releases say of the headline figures, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.catalog.headlines import HEADLINES
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Indicator
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query import lookups
from tongnan_metrics.query.formulas import NOISE_DIGITS
from tongnan_metrics.query.frames import figures, frame
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline figure of the whole district, as two releases say it; None on the side that has no such period."""

    indicator: Indicator
    period: Period
    before: Figure | None
    after: Figure | None

    @property
    def numbers(self) -> tuple[float | None, float | None]:
        """What the rows give before and after; what was printed where rows give nothing.

        A page shows the printed number where there is one, and would not show that the rows behind it change.
        """
        return _number(self.before), _number(self.after)

    @property
    def changed(self) -> bool:
        """Whether the numbers differ, or one is there on one side only."""
        before, after = self.numbers
        return before != after


def headlines(before: Release | None, after: Release, *, also: Iterable[Period] = ()) -> tuple[Headline, ...]:
    """Every headline figure for the period each of the releases opens with, in order of period and catalogue.

    `also` are other periods to tell them for.
    """
    opened = {lookups.default_period(release) for release in (before, after) if release}
    return tuple(found for period in sorted(filter(None, {*opened, *also})) for found in _of(before, after, period))


def concerned(before: Release | None, after: Release) -> tuple[Period, ...]:
    """The periods for which any headline figure differs, or is there on one side only, in order."""
    old, new = _series(before), _series(after)
    return tuple(
        sorted({period for key, period in old.keys() | new.keys() if old.get((key, period)) != new.get((key, period))})
    )


def _series(release: Release | None) -> dict[tuple[str, Period], float]:
    """Every headline figure of every period, computed."""
    known = lookups.periods(release) if release else ()
    if not release or not known:
        return {}
    frames = {key: frame(release, Selection(known[-1]), key, ("period",)).dropna(subset="value") for key in HEADLINES}
    return {
        (key, Period.parse(period)): round(value, NOISE_DIGITS)
        for key, rows in frames.items()
        for period, value in zip(rows["period"], rows["value"], strict=True)
    }


def _of(before: Release | None, after: Release, period: Period) -> tuple[Headline, ...]:
    old, new = _figures(before, period), _figures(after, period)
    return tuple(Headline(INDICATORS[key], period, old.get(key), new.get(key)) for key in HEADLINES)


def _figures(release: Release | None, period: Period) -> dict[str, Figure]:
    known = release is not None and period in lookups.periods(release)
    return figures(release, Selection(period), HEADLINES) if release and known else {}


def _number(figure: Figure | None) -> float | None:
    if figure is None:
        return None
    return figure.number if figure.value is None else round(figure.value, NOISE_DIGITS)

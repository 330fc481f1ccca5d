"""What publishing would do, told before it is done: to the rows, the headline figures, the published ones."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tongnan_metrics import query, releases
from tongnan_metrics.ingest import Change, Checked
from tongnan_metrics.ingest.publish import with_monthly
from tongnan_metrics.query import Agreement, Headline
from tongnan_metrics.releases import Release


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing would do.

    `changes` counts the rows of every dataset concerned; `headlines` are the headline figures of every period in which
    one of them changes, and of the period a release opens with; `agreements` are the published figures beside what
    the rows give, before and after.
    """

    changes: Mapping[str, Change]
    headlines: tuple[Headline, ...]
    agreements: tuple[Agreement, ...]

    @property
    def changed(self) -> tuple[Headline, ...]:
        """The headline figures that change."""
        return tuple(headline for headline in self.headlines if headline.changed)

    @property
    def turned(self) -> tuple[Agreement, ...]:
        """The published figures that agree with the rows on one side only."""
        return tuple(a for a in self.agreements if a.matched is not a.matches)

    @property
    def matching(self) -> tuple[int, int]:
        """How many published figures agree with the rows, before and after."""
        return sum(a.matched is True for a in self.agreements), sum(a.matches is True for a in self.agreements)


def preview(checked: Checked, *, base: Release | None) -> Preview:
    """What publishing `checked` on `base` would do; nothing is published.

    Raises as `releases.rehearsed`.
    """
    if not checked.merged:
        return Preview(checked.changes, (), ())
    with releases.rehearsed(base, with_monthly(checked.merged, base)) as after:
        told = query.headlines(base, after, also=query.concerned(base, after))
        return Preview(checked.changes, told, query.agreements(base, after))


def plain(told: Preview) -> dict[str, Any]:
    """The same in plain types, for JSON."""
    before, after = told.matching
    return {
        "changes": {key: asdict(change) for key, change in told.changes.items()},
        "indicators": [plain_headline(headline) for headline in told.headlines],
        "published": {"matching": {"before": before, "after": after}, "figures": [asdict(a) for a in told.turned]},
    }


def plain_headline(headline: Headline) -> dict[str, Any]:
    """One headline figure in plain types: its indicator, period and unit, the numbers before and after."""
    before, after = headline.numbers
    item = headline.indicator
    return {
        "indicator": item.key,
        "period": str(headline.period),
        "unit": str(item.unit),
        "before": before,
        "after": after,
    }

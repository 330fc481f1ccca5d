"""How well two releases agree with the published figures, side by side."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from tongnan_metrics.query.published import reconciliation
from tongnan_metrics.releases import Release


@dataclass(frozen=True, slots=True)
class Agreement:
    """A published figure beside what two releases compute for it, in the indicator's unit.

    `matched` and `matches` say whether the computed one has the digits printed, before and after; None where nothing
    computes it, or where a release does not have the figure at all.
    """

    figure: str
    indicator: str
    period: str
    printed: str
    before: float | None
    after: float | None
    matched: bool | None
    matches: bool | None


def agreements(before: Release | None, after: Release) -> tuple[Agreement, ...]:
    """Every figure that either release has as published, in order of period."""
    old, new = ({row["figure"]: row for row in _beside_each(release)} for release in (before, after))
    found = (_agreement(key, old.get(key), new.get(key)) for key in {**old, **new})
    return tuple(sorted(found, key=lambda a: (a.period, a.figure)))


def _beside_each(release: Release | None) -> list[dict[Hashable, Any]]:
    if release is None:
        return []
    rows = reconciliation(release)
    return rows.astype(object).where(rows.notna(), None).to_dict("records")


def _agreement(figure: str, old: Mapping[Hashable, Any] | None, new: Mapping[Hashable, Any] | None) -> Agreement:
    row, was, now = new or old or {}, old or {}, new or {}
    computed = was.get("computed"), now.get("computed")
    return Agreement(
        figure, row["indicator"], row["period"], row["printed"], *computed, was.get("matches"), now.get("matches")
    )

"""The year so far, town by town and department by department: scores, what makes them, and how targets stand.

A department is whoever answers for something and is no town. Lights count at every period's end of the year so far.
"""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from tongnan_metrics.analysis.evaluation import Method, achieved, evaluated, from_lights, from_targets
from tongnan_metrics.query import lookups
from tongnan_metrics.query.duties import Reached, reached
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.query.supervision import items
from tongnan_metrics.releases import Release

UNITS = ("town", "department")
DUTIES = ["unit", "owner", "town", "indicator", "value", "target", "done", "behind", "achieved", "origin"]


def method(release: Release) -> Method:
    """How the release scores."""
    return Method.read(lookups.settings(release))


def evaluation(release: Release, selection: Selection, by: str, preset: str | None = None) -> pd.DataFrame:
    """The scores of ``town`` (by code) or ``department``: `unit` and the columns of `analysis.evaluation.evaluated`."""
    rows = pd.concat([_units(release, found, by) for found in _year(release, selection, preset)], ignore_index=True)
    own = targets(release, selection)
    asked = own.assign(unit=own["town"] if by == "town" else own["owner"].where(own["town"].isna()))
    known = method(release)
    return evaluated(from_lights(rows, known), from_targets(asked.dropna(subset="unit")), known)


def _year(release: Release, selection: Selection, preset: str | None) -> Iterator[pd.DataFrame]:
    year = [p for p in lookups.periods(release) if p.year == selection.period.year and p <= selection.period]
    for period in year:
        yield items(release, replace(selection, period=period), preset)


def _units(release: Release, found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Items with the `unit` that answers for them."""
    return found.assign(unit=unit_of(release, found, by)).dropna(subset="unit")[["unit", "light"]]


def unit_of(release: Release, rows: pd.DataFrame, by: str) -> "pd.Series[str]":
    """Which ``town`` an item lies in, or which ``department`` answers for it: an owner that is no town."""
    if by == "town":
        return rows["town"]
    towns = {name for text in lookups.names(release, "towns").values() for name in (text.zh, text.en)}
    return rows["owner"].where(~rows["owner"].isin(towns))


def targets(release: Release, selection: Selection) -> pd.DataFrame:
    """Every duty with a target: whose, `value`, `target`, `done` (%), `behind` (points; rates have none), `achieved`.

    `town` is its code where the target is a town's own. The furthest behind come first.
    """
    share = selection.period.year_share
    rows = pd.DataFrame([_target(one, share) for one in reached(release, selection)], columns=DUTIES[1:])
    ordered = rows.sort_values(["achieved", "owner", "indicator"], kind="stable", ignore_index=True)
    return ordered.astype({"behind": "float64"})


def _target(one: Reached, share: float) -> tuple[object, ...]:
    duty = one.duty
    expected = share if duty.grows else None
    met = achieved(value=one.value, target=duty.target or 0.0, expected=expected, direction=duty.indicator.direction)
    behind = one.behind(share) if duty.grows else None
    return duty.owner, duty.town, duty.indicator.key, one.value, duty.target, one.done, behind, met, duty.origin

"""Who answers for which indicator, and how far the target broken down to them is reached."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from tongnan_metrics.analysis.pace import completion
from tongnan_metrics.catalog.indicators import INDICATORS, UnknownIndicatorError, indicator
from tongnan_metrics.catalog.model import Indicator, Kind, Statistic
from tongnan_metrics.catalog.periods import Basis
from tongnan_metrics.catalog.row_sets import ROW_SETS
from tongnan_metrics.query import lookups
from tongnan_metrics.query.connection import KEPT_RELEASES, records
from tongnan_metrics.query.frames import figures, frame
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

GROWING = (Kind.LEVEL, Kind.COUNT)
_DUTIES = """
SELECT d.year, d.indicator, d.owner, d.town, d.value, s.source_kind
FROM duties d LEFT JOIN sources s USING (source)
ORDER BY d.year, d.indicator, d.owner
"""


@dataclass(frozen=True, slots=True)
class Duty:
    """An indicator somebody answers for in a year, in one town or (None) in the district.

    `target` is in the indicator's unit: their own, else the district's; None without any. `own` says whether it is
    theirs.
    """

    year: int
    indicator: Indicator
    owner: str
    town: str | None
    target: float | None
    own: bool
    origin: str

    @property
    def grows(self) -> bool:
        """Whether the figure grows over the year towards its target, and so has a pace; a rate has none."""
        return self.indicator.kind in GROWING


@dataclass(frozen=True, slots=True)
class Reached:
    """How a duty stands at a period: `value` in the indicator's unit, `done` in percent of the target."""

    duty: Duty
    value: float
    done: float

    def behind(self, year_share: float) -> float:
        """How many points behind the share of the year gone (0..1)."""
        return year_share * 100 - self.done


@lru_cache(maxsize=KEPT_RELEASES)
def duties(release: Release) -> Mapping[int, tuple[Duty, ...]]:
    """The duties of each year that has any.

    Rows about an indicator the catalogue does not have are left out, and those about lights, which come of duties.
    """
    made = [duty for row in records(release, _DUTIES) for duty in _duty(release, row)]
    return {year: tuple(d for d in made if d.year == year) for year in {duty.year for duty in made}}


def _duty(release: Release, row: Mapping[str, object]) -> Iterator[Duty]:
    try:
        item = indicator(str(row["indicator"]))
    except UnknownIndicatorError:
        return
    if isinstance(item.formula, Statistic) and not ROW_SETS[item.formula.rows].based:  # lights have no base
        return
    year, value, town = int(str(row["year"])), row["value"], row["town"]
    whole, _ = lookups.targets(release).get((year, item.key), (None, None)) if town is None else (None, None)
    target = whole if value is None else float(str(value))
    own = value is not None
    yield Duty(year, item, str(row["owner"]), None if town is None else str(town), target, own, str(row["source_kind"]))


def owners(release: Release, year: int) -> dict[str, str]:
    """Who answers for each indicator over the whole district, by its key; of several the first."""
    whole = [duty for duty in duties(release).get(year, ()) if duty.town is None]
    return {duty.indicator.key: duty.owner for duty in reversed(whole)}


def root(item: Indicator) -> Indicator:
    """The indicator that a growth, gap, place, completion or pace is of."""
    of = getattr(item.formula, "of", None)
    return item if of is None else root(INDICATORS[of])


def reached(release: Release, selection: Selection) -> tuple[Reached, ...]:
    """How the duties that lie within a selection stand at its period, cumulative since January.

    The whole district's are within it only when nothing is filtered out; a town's when no other town, sector or park
    is asked for. Those without a target or a figure are left out.
    """
    whole, within = _whole(selection), _duties_within(release, selection)
    values = {
        **_by_town(release, whole, [duty for duty in within if duty.town]),
        **_of_district(release, whole, [duty for duty in within if not duty.town]),
    }
    known = [(duty, value) for duty in within if (value := values.get(duty)) is not None]
    return tuple(Reached(duty, value, completion(value, duty.target or 1)) for duty, value in known)


def _duties_within(release: Release, selection: Selection) -> list[Duty]:
    if selection.sectors or selection.trades or selection.park:
        return []
    year = [duty for duty in duties(release).get(selection.period.year, ()) if duty.target]
    return [duty for duty in year if not selection.towns or duty.town in selection.towns]


def _whole(selection: Selection) -> Selection:
    return replace(selection, basis=Basis.YTD, towns=())


def _by_town(release: Release, whole: Selection, of_towns: list[Duty]) -> dict[Duty, float | None]:
    split = {
        key: frame(release, whole, key, ("town",)).set_index("town")["value"].to_dict()
        for key in {duty.indicator.key for duty in of_towns}
    }
    return {duty: split[duty.indicator.key].get(duty.town, _none(duty, split)) for duty in of_towns}


def _none(duty: Duty, split: Mapping[str, object]) -> float | None:
    """The figure of a town without rows: it has none of what others have some of; a rate of nothing is not known."""
    return 0.0 if duty.grows and split[duty.indicator.key] else None


def _of_district(release: Release, whole: Selection, of_district: list[Duty]) -> dict[Duty, float | None]:
    known = figures(release, whole, [duty.indicator.key for duty in of_district])
    return {duty: known[duty.indicator.key].number for duty in of_district}


def paths(release: Release, selection: Selection) -> pd.DataFrame:
    """How growing duties within a selection stood at each period of its year: `indicator`, `town`, `period`, `done`."""
    whole, growing = _whole(selection), [duty for duty in _duties_within(release, selection) if duty.grows]
    split = {
        (key, by_town): _path(release, whole, key, by_town=by_town)
        for key, by_town in {(duty.indicator.key, duty.town is not None) for duty in growing}
    }
    rows = [
        (duty.indicator.key, duty.town, period, completion(of.get(duty.town, 0.0), duty.target or 1))
        for duty in growing
        for period, of in split[duty.indicator.key, duty.town is not None].items()
        if period.startswith(str(duty.year))
    ]
    return pd.DataFrame(rows, columns=["indicator", "town", "period", "done"])


def _path(release: Release, whole: Selection, key: str, *, by_town: bool) -> dict[str, dict[str | None, float]]:
    """The figure period by period, of each town or of the district."""
    rows = frame(release, whole, key, ("period", "town") if by_town else ("period",)).dropna(subset="value")
    towns = rows["town"] if by_town else [None] * len(rows)
    told: dict[str, dict[str | None, float]] = {}
    for period, town, value in zip(rows["period"], towns, rows["value"], strict=True):
        told.setdefault(period, {})[town] = value
    return told

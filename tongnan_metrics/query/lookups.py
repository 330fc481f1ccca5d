"""Small things every question needs of a release, read once and kept: periods, names, printed figures, targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.indicators import INDICATORS, UnknownIndicatorError, indicator, measures_of
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.catalog.model import Composite, Input, Role
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.locale import Text
from tongnan_metrics.query.connection import KEPT_RELEASES, records
from tongnan_metrics.releases import Release

_kept = lru_cache(maxsize=KEPT_RELEASES)
_kept_by_dataset = lru_cache(maxsize=KEPT_RELEASES * len(DATASETS))


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as a source printed it: the row `figure` of dataset `published`; `value` is the number it says."""

    figure: str
    text: str
    value: float
    scope: str | None
    source: str


@_kept
def periods(release: Release) -> tuple[Period, ...]:
    """The reporting periods of the release, first to last: those its rows are summed for, else those published."""
    for sql in (_SUMMED, _PUBLISHED):
        found = tuple(Period.parse(row["period"]) for row in records(release, sql))
        if found:
            return found
    return ()


_SUMMED = "SELECT DISTINCT period FROM monthly ORDER BY period"
_PUBLISHED = (
    "SELECT DISTINCT period FROM (FROM published SELECT period UNION FROM index_inputs SELECT period) ORDER BY 1"
)


@_kept
def default_period(release: Release) -> Period | None:
    """The period to open with: the latest one with a published monthly figure, else the latest; None without any."""
    known = periods(release)
    monthly = {Period.parse(period) for key, period in printed(release) if _is_monthly(key)}
    return max(monthly & set(known), default=known[-1] if known else None)


def _is_monthly(key: str) -> bool:
    """Whether an indicator is reported by period, not counted from a ledger."""
    item = INDICATORS[key]
    datasets = [DATASETS[MEASURES[measure].dataset] for measure in measures_of(item)]
    return isinstance(item.formula, Input | Composite) or any(d.role is Role.PERIODIC for d in datasets)


@_kept_by_dataset
def names(release: Release, dataset: str) -> Mapping[str, Text]:
    """The codes of a dimension (towns, sectors, trades, districts) and their names, in order of code."""
    (key,) = DATASETS[dataset].primary_key
    rows = records(release, f"SELECT {key} AS code, name_zh, name_en FROM {dataset} ORDER BY code")  # noqa: S608
    return {row["code"]: Text(row["name_zh"], row["name_en"]) for row in rows}


@_kept
def home(release: Release) -> str | None:
    """The code of the district the release is about; None when no row of `districts` is marked so."""
    rows = records(release, "SELECT district FROM districts WHERE home ORDER BY district")
    return next((row["district"] for row in rows), None)


@_kept
def printed(release: Release) -> Mapping[tuple[str, str], tuple[Printed, ...]]:
    """The home district's published figures by (indicator key, period), in order of figure; aliases are resolved."""
    rows = records(release, "SELECT * FROM published WHERE area = $home ORDER BY figure", {"home": home(release)})
    found: dict[tuple[str, str], tuple[Printed, ...]] = {}
    for row in rows:
        at = (_key(row["indicator"]), row["period"])
        figure = Printed(row["figure"], row["printed"], float(row["value"]), row["scope"], row["source"])
        found[at] = (*found.get(at, ()), figure)
    return {at: figures for at, figures in found.items() if at[0] in INDICATORS}


def _key(name: str) -> str:
    try:
        return indicator(name).key
    except UnknownIndicatorError:
        return name


@_kept
def targets(release: Release) -> Mapping[tuple[int, str], tuple[float, str]]:
    """The home district's targets by (year, indicator): the number in the indicator's unit, and its source's kind."""
    sql = "SELECT * FROM targets LEFT JOIN sources USING (source) WHERE area = $home"
    rows = records(release, sql, {"home": home(release)})
    return {(row["year"], _key(row["indicator"])): (float(row["value"]), row["source_kind"]) for row in rows}


@_kept
def settings(release: Release) -> Mapping[str, str]:
    """The release's settings by key."""
    rows = records(release, "SELECT setting, setting_value FROM settings")
    return {row["setting"]: row["setting_value"] for row in rows}

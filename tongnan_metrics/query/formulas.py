"""How each kind of formula becomes rows: a period, the dimensions asked for, `value`, `base` and its origin."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import pandas as pd

from tongnan_metrics.analysis import pace, streak
from tongnan_metrics.catalog.indicators import INDICATORS, dimensions_of, measures_of
from tongnan_metrics.catalog.model import (
    Completion,
    Composite,
    Formula,
    Gap,
    Growth,
    Indicator,
    Input,
    Pace,
    Printed,
    Rank,
    Ratio,
    Streak,
    Sum,
)
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.locale import Text
from tongnan_metrics.query import cube, index, lookups
from tongnan_metrics.query.connection import KEPT_RELEASES, records
from tongnan_metrics.query.narrowing import chosen
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

HUNDREDTHS = 100
RECORD_START = "accident_record_start"
# Reported or agreed for the time since January: there is no figure of a single month but the year's first.
_CUMULATIVE = Input | Gap | Rank | Composite | Completion | Pace


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the dimensions to split by, the periods to answer, and the sums it may need."""

    release: Release
    selection: Selection
    dims: tuple[str, ...]
    periods: tuple[Period, ...]
    sums: pd.DataFrame

    @property
    def keys(self) -> list[str]:
        """The columns that tell rows apart."""
        return ["period", *self.dims]


def with_years_before(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """The periods and, for the bases of rates, those of the year before."""
    return tuple(sorted({*periods, *(p.year_before for p in periods)}))


def rows(asked: Asked, item: Indicator) -> pd.DataFrame:
    """Columns `period`, the dimensions, `value` and `base` in the indicator's unit, `origin`; one row a combination.

    What is not known is missing or NaN; `refusal` and `missing` say why.
    """
    if refusal(asked.selection, item):
        return _empty(asked)
    found = _rows(asked, item, item.formula)
    return _without_single_months(found) if _has_no_month(asked.selection, item) else found


def _rows(asked: Asked, item: Indicator, formula: Formula) -> pd.DataFrame:
    match formula:
        case Sum(measure):
            found = _sum(asked, measure, item.unit.scale)
        case Ratio():
            found = _ratio(asked, formula)
        case Growth(of):
            found = _growth(asked, INDICATORS[of])
        case Completion(of) | Pace(of):
            found = _completion(asked, formula, INDICATORS[of])
        case Gap() | Rank() | Input() | Composite():
            found = _reported(asked, item, formula)
        case Streak():
            found = _streak(asked)
        case Printed():
            found = _printed(asked, item)
    return found


def _sum(asked: Asked, measure: str, scale: int = 1) -> pd.DataFrame:
    part = asked.sums[asked.sums["measure"] == measure]
    unit = HUNDREDTHS * scale
    return part[asked.keys].assign(value=part["value"] / unit, base=part["base"] / unit, origin=_origin(part))


def _origin(part: pd.DataFrame) -> pd.Series:
    """Synthetic when all rows are, reported when none is; nothing to say without rows."""
    kind = part["synthetic"].where(part["rows"] > 0).div(part["rows"].where(part["rows"] > 0))
    named = kind.map({0.0: "reported", 1.0: "synthetic"}).astype(object)
    return named.where(named.notna() | kind.isna(), index.MIXED).where(kind.notna(), None)


def _ratio(asked: Asked, formula: Ratio) -> pd.DataFrame:
    above, below = _sum(asked, formula.numerator), _sum(asked, formula.denominator)
    # A group without a numerator has none of it: its share is zero, not unknown.
    both = below.merge(above, on=asked.keys, how="left", suffixes=("", "_above"))
    value = _share(both["value_above"].fillna(0.0), both["value"], formula.per)
    base = _share(both["base_above"].fillna(0.0), both["base"], formula.per)
    return both[asked.keys].assign(value=value, base=base, origin=both["origin"])


def _share(above: pd.Series, below: pd.Series, per: int) -> pd.Series:
    return above / below.where(below != 0) * per


def growth(value: pd.Series, base: pd.Series) -> pd.Series:
    """Change on the base in percent; NaN where the base is not positive."""
    return (value - base) / base.where(base > 0) * 100


def _growth(asked: Asked, of: Indicator) -> pd.DataFrame:
    part = _rows(asked, of, of.formula)
    return _with_year_before(asked, part.assign(value=growth(part["value"], part["base"])))


def _with_year_before(asked: Asked, part: pd.DataFrame) -> pd.DataFrame:
    """The base of a rate is the rate of the year before."""
    earlier = part[[*asked.keys, "value"]].rename(columns={"value": "base"})
    earlier = earlier.assign(period=earlier["period"].map(_a_year_on))
    return part.drop(columns="base", errors="ignore").merge(earlier, on=asked.keys, how="left")


def _a_year_on(period: str) -> str:
    known = Period.parse(period)
    return str(Period(known.year + 1, known.month))


def _completion(asked: Asked, formula: Completion | Pace, of: Indicator) -> pd.DataFrame:
    whole = replace(asked, selection=replace(asked.selection, basis=Basis.YTD))
    part = _rows(whole, of, of.formula)
    targets = lookups.targets(asked.release)
    periods = [Period.parse(text) for text in part["period"]]
    known = [targets.get((period.year, of.key)) for period in periods]
    compute = pace.pace if isinstance(formula, Pace) else _completed
    values = [
        compute(value, target[0], period) if target and target[0] else None
        for value, target, period in zip(part["value"], known, periods, strict=True)
    ]
    pairs = zip(part["origin"], known, strict=True)
    kinds = [index.mixed((own, target[1] if target else None)) for own, target in pairs]
    completed = {
        "value": pd.Series(values, part.index, dtype=float),
        "origin": pd.Series(kinds, part.index, dtype=object),
    }
    return _with_year_before(asked, part.assign(**completed))


def _completed(value: float, target: float, _period: Period) -> float:
    return pace.completion(value, target)


def _reported(asked: Asked, item: Indicator, formula: Gap | Rank | Input | Composite) -> pd.DataFrame:
    """Rates and indexes of the district and its peers."""
    match formula:
        case Gap(of, versus):
            found = index.gaps(asked.release, of, versus)
        case Rank(of, among):
            found = index.home_ranks(asked.release, of, among)
        case _:
            found = index.of_area(asked.release, item.key, lookups.home(asked.release))
    return _with_year_before(asked, found[found["period"].isin([str(p) for p in asked.periods])])


def _streak(asked: Asked) -> pd.DataFrame:
    start, breaks = _record(asked.release)
    known = [p for p in asked.periods if start and start <= p.end]
    months = [streak.whole_months(max([start or date.min, *_after(breaks, p)]), p) for p in known]
    found = pd.DataFrame({"period": [str(p) for p in known], "value": pd.Series(months, dtype=float)})
    return _with_year_before(asked, found.assign(origin=_accidents_origin(asked.release)))


def _after(breaks: tuple[date, ...], period: Period) -> list[date]:
    return [day + timedelta(days=1) for day in breaks if day <= period.end]


@lru_cache(maxsize=KEPT_RELEASES)
def _record(release: Release) -> tuple[date | None, tuple[date, ...]]:
    """The day the accident record begins, and the days of accidents that break the streak."""
    held = records(release, "SELECT date, grade FROM accidents ORDER BY date")
    breaks = tuple(row["date"] for row in held if row["grade"] in streak.BREAKING)
    told = lookups.settings(release).get(RECORD_START)
    return (date.fromisoformat(told) if told else next(iter(breaks), None)), breaks


@lru_cache(maxsize=KEPT_RELEASES)
def _accidents_origin(release: Release) -> str | None:
    held = records(release, "SELECT DISTINCT source_kind FROM accidents JOIN sources USING (source)")
    return index.mixed(row["source_kind"] for row in held)


def _printed(asked: Asked, item: Indicator) -> pd.DataFrame:
    found = {str(p): printed(asked.release, asked.selection, item, p) for p in asked.periods}
    values = {period: figure.value for period, figure in found.items() if figure}
    frame = pd.DataFrame({"period": list(values), "value": pd.Series(list(values.values()), dtype=float)})
    return frame.assign(base=float("nan"), origin="published")


def printed(release: Release, selection: Selection, item: Indicator, period: Period) -> lookups.Printed | None:
    """The figure a source printed for this very selection at a period: unfiltered, cumulative; in the park its own."""
    if not selection.whole or (selection.basis is Basis.MONTH and not period.opens_year):
        return None
    figures = lookups.printed(release).get((item.key, str(period)), ())
    return next((figure for figure in figures if not selection.park or figure.scope == "park"), None)


def _empty(asked: Asked) -> pd.DataFrame:
    return pd.DataFrame({key: pd.Series(dtype=object) for key in asked.keys}).assign(value=0.0, base=0.0, origin=None)


def _has_no_month(selection: Selection, item: Indicator) -> bool:
    return selection.basis is Basis.MONTH and isinstance(item.formula, _CUMULATIVE)


def _without_single_months(found: pd.DataFrame) -> pd.DataFrame:
    """January and February are one period: its month figure is its cumulative one, and the only one there is."""
    return found[[Period.parse(text).opens_year for text in found["period"]]]


def refusal(selection: Selection, item: Indicator) -> Text | None:
    """Why an indicator has no answer for a selection's filters; None when it has."""
    held = dimensions_of(item)
    lacking = [key for key in chosen(selection) if key not in held]
    if not lacking or isinstance(item.formula, Printed):
        return None
    return _ONLY_WHOLE if not held else _NOT_SPLIT[lacking[0]]


def missing(asked: Asked, item: Indicator) -> Text:
    """Why an indicator has no value at the selection's period."""
    told = refusal(asked.selection, item)
    if told:
        return told
    period, basis = asked.selection.period, asked.selection.basis
    if _has_no_month(asked.selection, item) and not period.opens_year:
        return _ONLY_CUMULATIVE
    covered = [cube.coverage(asked.release).get(measure) for measure in measures_of(item)]
    if any(known is None or not known.has(period, basis) for known in covered):
        return _NO_DATA
    return _MISSING[type(item.formula)]


_ONLY_WHOLE = Text("该指标只有全区数", "Only known for the whole district")
_ONLY_CUMULATIVE = Text("该指标只有累计数，没有当月数", "Only known since January, not by single month")
_NO_DATA = Text("本期没有数据", "No data for this period")
_NOT_SPLIT: Mapping[str, Text] = {
    "town": Text("该指标不分镇街", "Not known by town"),
    "sector": Text("该指标不分产业", "Not known by sector"),
    "trade": Text("该指标不分行业领域", "Not known by trade"),
    "park": Text("该指标不单列高新区", "Not known for the park"),
}
_MISSING: Mapping[type[Formula], Text] = {
    Sum: Text("筛选范围内没有数据", "No data within the selection"),
    Ratio: Text("分母为零，无法计算", "The denominator is zero"),
    Growth: Text("没有可比的上年同期数", "No comparable figure for the year before"),
    Input: _NO_DATA,
    Gap: Text("缺少对比地区的数据", "The other area has no figure"),
    Rank: Text("本期没有可排位的数据", "No figures to rank for this period"),
    Composite: Text("构成指标的权重不足六成", "Less than 60 % of the components' weight is there"),
    Completion: Text("未设年度目标", "No target for the year"),
    Pace: Text("未设年度目标", "No target for the year"),
    Streak: Text("未设事故记录起算日", "The accident record has no first day"),
    Printed: Text("未公布", "Not published"),
}

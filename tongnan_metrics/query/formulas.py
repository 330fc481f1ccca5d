"""How each kind of formula becomes rows: a period, the dimensions asked for, `value`, `base` and its origin."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from tongnan_metrics.analysis import pace, streak
from tongnan_metrics.analysis.figure import Origin
from tongnan_metrics.catalog.indicators import INDICATORS, filters_of, measures_of
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.catalog.model import (
    Completion,
    Composite,
    Formula,
    Gap,
    Growth,
    Indicator,
    Input,
    Mode,
    Pace,
    Printed,
    Rank,
    Ratio,
    Statistic,
    Streak,
    Sum,
)
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.locale import Text
from tongnan_metrics.query import cube, index, lookups, statistics
from tongnan_metrics.query.accident_record import streak_since
from tongnan_metrics.query.connection import KEPT_RELEASES, records
from tongnan_metrics.query.cube import Cell, Cells
from tongnan_metrics.query.narrowing import chosen
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

HUNDREDTHS = 100
NOISE_DIGITS = 9  # differences of decimals are exact to fewer digits than floating point shows
# Reported or agreed for the time since January: there is no figure of a single month but the year's first.
_CUMULATIVE = Input | Gap | Rank | Composite | Completion | Pace


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the periods to answer (with those their bases need), and the sums it may need, by measure.

    `by` are the columns the answer is split by, or ``period``, in order.
    """

    release: Release
    selection: Selection
    periods: tuple[Period, ...]
    sums: Mapping[str, Cells]
    by: tuple[str, ...] = ()


def with_years_before(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """The periods and, for the bases of rates, those of the year before."""
    return tuple(sorted({*periods, *(p.year_before for p in periods)}))


def cells(asked: Asked, item: Indicator) -> Cells:
    """An indicator's numbers in its unit, unrounded, in the order of the sums; what is not known has no cell or value.

    `missing` says why.
    """
    if refusal(asked.selection, item):
        return {}
    found = _cells(asked, item, item.formula)
    return _without_single_months(found) if _has_no_month(asked.selection, item) else found


def _cells(asked: Asked, item: Indicator, formula: Formula) -> Cells:
    match formula:
        case Sum() | Ratio():
            found = _summed(asked, item, formula)
        case Statistic():
            found = statistics.cells(asked.release, asked.selection, asked.periods, item, asked.by)
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


def _summed(asked: Asked, item: Indicator, formula: Sum | Ratio) -> Cells:
    if isinstance(formula, Ratio):
        return _ratio(asked, formula)
    return _sum(asked, formula.measure, HUNDREDTHS * item.unit.scale)


def _sum(asked: Asked, measure: str, unit: int) -> Cells:
    return {
        key: Cell(_divided(cell.value, unit), _divided(cell.base, unit), cell.origin)
        for key, cell in asked.sums.get(measure, {}).items()
    }


def _divided(amount: float | None, by: float | None) -> float | None:
    return None if amount is None or not by else amount / by


def _ratio(asked: Asked, formula: Ratio) -> Cells:
    above = asked.sums.get(formula.numerator, {})
    below = asked.sums.get(formula.denominator, {})
    return {key: _share(above.get(key, _NONE_OF_IT), cell, formula.per) for key, cell in below.items()}


# A group without a numerator has none of it: its share is zero, not unknown.
_NONE_OF_IT = Cell(0.0, 0.0)


def _share(above: Cell, below: Cell, per: int) -> Cell:
    value, base = _divided(above.value, below.value), _divided(above.base, below.base)
    return Cell(
        None if value is None else value * per,
        None if base is None else base * per,
        index.mixed((above.origin, below.origin)),
    )


def grown(value: float | None, base: float | None) -> float | None:
    """Change on the base in percent; None without a positive base."""
    return None if value is None or base is None or base <= 0 else (value - base) / base * 100


def growth(value: pd.Series, base: pd.Series) -> pd.Series:
    """The same for columns; NaN without a positive base."""
    return (value - base) / base.where(base > 0) * 100


def _growth(asked: Asked, of: Indicator) -> Cells:
    part = _cells(asked, of, of.formula)
    return _on_year_before({key: cell._replace(value=grown(cell.value, cell.base)) for key, cell in part.items()})


def _on_year_before(part: Cells) -> Cells:
    """The base of a rate is the rate of the year before."""
    earlier = {key: part.get((_year_before(str(key[0])), *key[1:])) for key in part}
    return {key: cell._replace(base=before.value if (before := earlier[key]) else None) for key, cell in part.items()}


def _year_before(period: str) -> str:
    return str(Period.parse(period).year_before)


def _completion(asked: Asked, formula: Completion | Pace, of: Indicator) -> Cells:
    part = _cells(asked, of, of.formula)
    targets = lookups.targets(asked.release)
    found = {key: _reached(formula, cell, Period.parse(str(key[0])), of.key, targets) for key, cell in part.items()}
    return _on_year_before(found)


def _reached(
    formula: Completion | Pace,
    cell: Cell,
    period: Period,
    of: str,
    targets: Mapping[tuple[int, str], tuple[float, str]],
) -> Cell:
    target, origin = targets.get((period.year, of), (0.0, None))
    if cell.value is None or not target:
        return Cell(None)
    ahead = isinstance(formula, Pace)
    value = pace.pace(cell.value, target, period) if ahead else pace.completion(cell.value, target)
    return Cell(value, None, index.mixed((cell.origin, origin)))


def _reported(asked: Asked, item: Indicator, formula: Gap | Rank | Input | Composite) -> Cells:
    """Rates and indexes of the district and its peers."""
    match formula:
        case Gap(of, versus):
            found = index.gaps(asked.release, of, versus)
        case Rank(of, among):
            found = index.home_ranks(asked.release, of, among)
        case _:
            found = index.of_area(asked.release, item.key, lookups.home(asked.release))
    texts = {str(period) for period in asked.periods}
    rows = zip(found["period"], found["value"], found["origin"], strict=True)
    return _on_year_before(
        {(text,): Cell(round(value, NOISE_DIGITS), None, origin) for text, value, origin in rows if text in texts}
    )


def _streak(asked: Asked) -> Cells:
    first = {p: streak_since(asked.release, p) for p in asked.periods}
    months = {p: float(streak.whole_months(since, p)) for p, since in first.items() if since}
    origin = _accidents_origin(asked.release)
    return _on_year_before({(str(p),): Cell(value, None, origin) for p, value in months.items()})


@lru_cache(maxsize=KEPT_RELEASES)
def _accidents_origin(release: Release) -> Origin | None:
    held = records(release, "SELECT DISTINCT source_kind FROM accidents JOIN sources USING (source)")
    return index.mixed(row["source_kind"] for row in held)


def _printed(asked: Asked, item: Indicator) -> Cells:
    found = {p: printed(asked.release, asked.selection, item, p) for p in asked.periods}
    return {(str(p),): Cell(figure.value, None, "published") for p, figure in found.items() if figure}


def printed(release: Release, selection: Selection, item: Indicator, period: Period) -> lookups.Printed | None:
    """The figure a source printed for this very selection at a period: unfiltered, cumulative; in the park its own."""
    if not selection.whole or (selection.basis is Basis.MONTH and not period.opens_year):
        return None
    figures = lookups.printed(release).get((item.key, str(period)), ())
    return next((figure for figure in figures if not selection.park or figure.scope == "park"), None)


def _has_no_month(selection: Selection, item: Indicator) -> bool:
    return selection.basis is Basis.MONTH and (isinstance(item.formula, _CUMULATIVE) or _is_of_what_came_up(item))


def _is_of_what_came_up(item: Indicator) -> bool:
    """Whether an indicator is a share of what is counted since January.

    A month also finishes what came up earlier, and of what counts once a year has only the rest.
    """
    done = MEASURES[item.formula.numerator] if isinstance(item.formula, Ratio) else None
    return done is not None and done.mode is Mode.FLOW and bool(done.done or done.once)


def _without_single_months(found: Cells) -> Cells:
    """January and February are one period: its month figure is its cumulative one, and the only one there is."""
    return {key: cell for key, cell in found.items() if Period.parse(str(key[0])).opens_year}


def refusal(selection: Selection, item: Indicator) -> Text | None:
    """Why an indicator has no answer for a selection's filters; None when it has."""
    held = filters_of(item)
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
    if isinstance(item.formula, Statistic):
        return statistics.missing(asked.release, asked.selection, item.formula)
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

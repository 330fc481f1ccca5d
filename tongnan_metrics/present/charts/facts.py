"""What a chart shows, in a sentence: the text alternative every chart carries."""

import pandas as pd

from tongnan_metrics.catalog.model import Indicator, Sum
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.locale import tr
from tongnan_metrics.present import format as f


def title_words(indicator: Indicator) -> str:
    """The indicator's name and unit: ``工业投资（亿元）``."""
    return tr("{name} ({unit})", name=indicator.name, unit=indicator.unit)


def extremes(indicator: Indicator, rows: pd.DataFrame, *, total: bool = False) -> str:
    """Highest and lowest by name; with `total` the sum of additive indicators. `rows`: `name`, `value`."""
    known = rows.dropna(subset=["value"])
    title = title_words(indicator)
    if known.empty:
        return tr("{title}: no figures.", title=title)
    ranked = known.sort_values("value", ascending=False, kind="stable")
    (top, bottom) = (
        f"{ranked['name'].iloc[i]} {f.number(ranked['value'].iloc[i], indicator.decimals)}" for i in (0, -1)
    )
    said = tr("{title}: {n} items, highest {top}, lowest {bottom}.", title=title, n=len(known), top=top, bottom=bottom)
    if total and isinstance(indicator.formula, Sum):
        said += tr(" Total {total}.", total=f.number(known["value"].sum(), indicator.decimals))
    return said


def unit_and_total(indicator: Indicator, rows: pd.DataFrame) -> str:
    """The unit, and of additive indicators the sum: ``亿元 · 合计 18.09``. `rows`: `value`."""
    if not isinstance(indicator.formula, Sum):
        return str(indicator.unit)
    summed = f.number(rows["value"].sum(), indicator.decimals)
    return f.DOT.join((str(indicator.unit), tr("total {total}", total=summed)))


def listed(rows: pd.DataFrame, words: str, *, of: str = "") -> str:
    """Every row by name with its words, for charts of few rows. `rows`: `name` and the column `words`."""
    said = tr(", ").join(f"{name} {value}" for name, value in zip(rows["name"], rows[words], strict=True))
    return tr("{title}: {list}.", title=of, list=said) if of else tr("{list}.", list=said)


def over_time(
    indicator: Indicator, rows: pd.DataFrame, *, target: float | None = None, basis: Basis = Basis.YTD
) -> str:
    """First and last reported value; with a target, that too. `rows`: `period`, `value`."""
    known = rows.dropna(subset=["value"])
    ends = [
        f"{Period.parse(known['period'].iloc[i]).label(basis)} {f.number(known['value'].iloc[i], indicator.decimals)}"
        for i in (0, -1)
    ]
    title = title_words(indicator)
    said = tr("{title}: {list}.", title=title, list=tr(", ").join(dict.fromkeys(ends)))
    return said if target is None else said + tr(" Target {value}.", value=f.number(target, indicator.decimals))

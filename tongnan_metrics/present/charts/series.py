"""Figures over time as columns: this year on last year's, with the line to the target; parts stacked by month."""

from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from tongnan_metrics.catalog.model import Indicator
from tongnan_metrics.catalog.periods import FIRST_MONTH, MONTHS, Basis, Period
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present.charts.axis import apart, per_pixel, ticks, time_axis, value_axis
from tongnan_metrics.present.charts.bars import year_legend
from tongnan_metrics.present.charts.drawing import (
    BASE,
    DASHED,
    KEY,
    NAME,
    PERIOD,
    Drawing,
    Said,
    Swatch,
    arrow_rows,
    blank,
    bold,
    encoded,
    finished,
    outlined,
    reserved,
    said,
    tips,
    worded,
    words,
)
from tongnan_metrics.present.charts.facts import over_time
from tongnan_metrics.present.tables import Column, Form, of_indicator
from tongnan_metrics.present.theme import BOLD, REGULAR, SECONDARY_PX, Theme

LINE_PX, END_PX = 16, 68
SERIES = ("value", "base", "target")
COVERED = 3  # columns the words above the last reported one reach over
WIDE, NARROW, ALONE = 0.72, 0.34, 0.6
SHOWN = 3  # parts of a stack that keep their names
TARGET = Column("target", Text("序时目标", "Target by then"), Form.NUMBER, None, 2)


@kept
def calendar(series: pd.DataFrame, year: int) -> pd.DataFrame:
    """A running series laid on one year's eleven periods: `value` of `year`, `base` of the year before.

    `series`: `period` (``2022-02``), `value`, `base`. Where this year is reported its own comparable base counts;
    later months take the year before's value. Periods not reported yet have no value.
    """
    by_period = series.set_index("period")[["value", "base"]].astype(float)
    periods = [Period(year, month) for month in range(FIRST_MONTH, MONTHS + 1)]
    now = by_period.reindex([str(p) for p in periods])
    before = by_period.reindex([str(p.year_before) for p in periods])["value"].to_numpy()
    base = now["base"].to_numpy()
    both = {"value": now["value"].to_numpy(), "base": np.where(np.isnan(base), before, base)}
    return pd.DataFrame({"period": list(now.index), **both})


@kept
def month_columns(
    frame: pd.DataFrame,
    *,
    indicator: Indicator,
    theme: Theme,
    height: int = 220,
    target: float | None = None,
    basis: Basis = Basis.YTD,
) -> Drawing | None:
    """Columns a period, this year's on last year's; with a `target` for the year, the dashed line to it.

    `basis` is what a column stands for: all since January, or the single month.

    `frame`: `period`, `value`, `base`, in order (`calendar` makes one whole year). The last reported column says its
    value; target and last year say theirs beside the last column. None when nothing is reported.
    """
    if not frame["value"].notna().any():
        return None
    rows = _columns(frame, indicator, target, basis)
    compared = bool(rows["base"].notna().any())
    columns = (PERIOD, of_indicator(indicator), *((BASE,) if compared else ()), *((TARGET,) if target else ()))
    spec = _column_spec(theme, height, said(columns), compared=compared, targeted=bool(target))
    told = over_time(indicator, rows, target=target, basis=basis)
    # Words beside the last column say what is what; the legend does where there are none.
    legend = year_legend(theme) if compared and pd.isna(rows["base"].iloc[-1]) else ()
    return Drawing(spec, arrow_rows(rows.join(_labels(rows, height))), columns, told, str(indicator.unit), legend)


def _columns(frame: pd.DataFrame, indicator: Indicator, target: float | None, basis: Basis) -> pd.DataFrame:
    periods = [Period.parse(p) for p in frame["period"]]
    one_year = len({p.year for p in periods}) == 1
    rows = pd.DataFrame(
        {
            "period": list(frame["period"]),
            "tick": ticks(periods, years=not one_year),
            "period_name": [p.label(basis) for p in periods],
            "value": frame["value"].to_numpy(dtype=float),
            "base": frame["base"].to_numpy(dtype=float),
            "target": [target * p.year_share if target else np.nan for p in periods],
        }
    )
    return rows.assign(**{f"{name}_words": worded(rows[name], indicator.decimals) for name in SERIES})


def _labels(rows: pd.DataFrame, height: int) -> pd.DataFrame:
    """The words on the chart and where they stand.

    Beside the last column: target, last year and, if it is reported, this year; else `now` above the last reported
    column, higher than all it covers.
    """
    line = LINE_PX * per_pixel(rows[list(SERIES)], height, zero=True)
    end = len(rows) - 1
    last = rows.iloc[end]
    labels = pd.DataFrame({"now": "", "now_y": np.nan}, index=rows.index)
    places = apart([float(last[name]) for name in SERIES], line)
    for name, place, text in zip(SERIES, places, _end_words(last), strict=True):
        labels[f"{name}_said"] = ["" if i < end else text for i in rows.index]
        labels[f"{name}_y"] = [np.nan if i < end else place for i in rows.index]
    reported = np.flatnonzero(rows["value"].notna())
    now = int(reported[-1])
    if now < end:
        covered = rows[list(SERIES)].iloc[max(now - 1, 0) : now + COVERED + 1].to_numpy()
        labels.loc[now, "now"] = tr("This year {value}", value=rows["value_words"][now])
        labels.loc[now, "now_y"] = float(np.nanmax(covered)) + line * 0.8
    return labels


def _end_words(row: "pd.Series[Any]") -> list[str]:
    spoken = {
        "value": tr("This year {value}", value=row["value_words"]),
        "base": tr("Last year {value}", value=row["base_words"]),
        "target": tr("Target {value}", value=row["target_words"]),
    }
    return [spoken[name] if pd.notna(row[name]) else "" for name in SERIES]


@lru_cache
def _column_spec(theme: Theme, height: int, lines: Said, *, compared: bool, targeted: bool) -> dict[str, Any]:
    layers = [_whole_column()]
    layers += [_column("base", theme.last_year, WIDE, outline=theme.faint)] if compared else []
    layers += [_column("value", theme.accent, NARROW if compared else ALONE)]
    layers += [_target_line(theme)] if targeted else []
    labels = [*_now(theme), _beside("value", theme.accent, weight=BOLD)]
    labels += [_beside("base", theme.muted)] if compared else []
    labels += [_beside("target", theme.ink)] if targeted else []
    x = time_axis(span=reserved(right=END_PX))
    placed = [layer.encode(x=x, tooltip=tips(lines)) for layer in layers]
    return finished([*placed, *labels], theme=theme, height=height)


def _whole_column() -> alt.Chart:
    """An invisible column over the plot's height: hovering needs no aim, and every tick keeps its place."""
    return encoded(blank().mark_rect(opacity=0), y=alt.value(0), y2=alt.value("height"))


def _column(field: str, colour: str, band: float, *, outline: str | None = None) -> alt.Chart:
    size = alt.RelativeBandSize(band=band)
    return encoded(blank().mark_bar(color=colour, width=size, **outlined(outline)), y=value_axis(field=field))


def _now(theme: Theme) -> list[alt.Chart]:
    """The last reported value in accent, with a leader down to its column."""
    x, y = alt.X("tick:O"), alt.Y("now_y:Q")
    leader = blank().mark_rule(color=theme.accent, strokeWidth=1).encode(x=x, y=y, y2=alt.Y2("value:Q"))
    label = bold("now", color=theme.accent, fontSize=SECONDARY_PX, align="left", dx=-8, dy=-8)
    return [leader, label.encode(x=x, y=y)]


def _target_line(theme: Theme) -> alt.Chart:
    return encoded(blank().mark_line(color=theme.ink, strokeDash=DASHED, strokeWidth=1.2), y=alt.Y("target:Q"))


def _beside(field: str, colour: str, *, weight: int = REGULAR) -> alt.Chart:
    label = words(f"{field}_said", align="left", color=colour, dx=4, fontWeight=weight)
    return encoded(label, y=alt.Y(f"{field}_y:Q"), x=alt.X("tick:O", bandPosition=1))


def stacked_months(frame: pd.DataFrame, *, indicator: Indicator, theme: Theme, height: int = 220) -> Drawing | None:
    """Columns a period, stacked by their largest parts, the rest together; the legend names the parts.

    `frame`: `period`, `key`, `name`, `value`. The three largest parts keep their names. None without rows.
    """
    if frame.empty:
        return None
    totals = frame.groupby(KEY, sort=False)["value"].sum().sort_values(ascending=False, kind="stable")
    named = dict(zip(frame[KEY], frame["name"].astype(str), strict=True))
    top = [str(key) for key in totals.index[:SHOWN]]
    parts = [*(named[key] for key in top), *([tr("Others")] if len(totals) > SHOWN else [])]
    rows = _stack(frame, top, parts, indicator)
    columns = (PERIOD, NAME, of_indicator(indicator))
    spec = _stack_spec(theme, height, said(columns), parts=len(parts))
    legend = tuple(Swatch(name, shade) for name, shade in zip(parts, _shades(theme, len(parts)), strict=True))
    summed = frame.groupby("period")["value"].sum().reset_index()
    return Drawing(spec, arrow_rows(rows), columns, over_time(indicator, summed), str(indicator.unit), legend)


def _stack(frame: pd.DataFrame, top: list[str], parts: list[str], indicator: Indicator) -> pd.DataFrame:
    place = {key: i for i, key in enumerate(top)}
    part = [place.get(key, len(top)) for key in frame[KEY]]
    summed = frame.assign(part=part).groupby(["period", "part"])["value"].sum().reset_index()
    periods = [Period.parse(p) for p in sorted(frame["period"].unique())]
    tick = dict(zip(map(str, periods), ticks(periods), strict=True))
    return summed.assign(
        value=summed["value"].astype(float),
        tick=[tick[p] for p in summed["period"]],
        name=[parts[i] for i in summed["part"]],
        period_name=[Period.parse(p).label() for p in summed["period"]],
        value_words=worded(summed["value"], indicator.decimals),
    )


def _shades(theme: Theme, parts: int) -> tuple[str, ...]:
    return (*reversed(theme.parts), theme.last_year)[:parts]


@lru_cache
def _stack_spec(theme: Theme, height: int, lines: Said, *, parts: int) -> dict[str, Any]:
    tint = alt.Color("part:O", scale=alt.Scale(domain=list(range(parts)), range=list(_shades(theme, parts))))
    size = alt.RelativeBandSize(band=ALONE)
    layer = blank().mark_bar(width=size, stroke=theme.page, strokeWidth=0.8)
    stacked = layer.encode(x=time_axis(), y=value_axis(), color=tint, order=alt.Order("part:O"), tooltip=tips(lines))
    return finished([stacked], theme=theme, height=height)

"""Horizontal bars: this year on last year's, stages, the hazard loop, contributions."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.model import Indicator, Kind
from tongnan_metrics.catalog.units import DAYS, ENTRIES, PERCENT, POINTS, PROJECTS, YI_YUAN
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, language, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts.drawing import (
    BASE,
    GROWTH,
    KEY,
    NAME,
    Drawing,
    Said,
    Swatch,
    arrow_rows,
    blank,
    bold,
    encoded,
    finished,
    outlined,
    pointing,
    reserved,
    said,
    tips,
    worded,
    words,
)
from tongnan_metrics.present.charts.facts import extremes, listed
from tongnan_metrics.present.charts.frames import distinct
from tongnan_metrics.present.tables import DERIVED, Column, Form, of_indicator
from tongnan_metrics.present.theme import SECONDARY_PX, Theme

# Shares of a band: last year's bar stands wider behind this year's.
WIDE, NARROW, ALONE, GAP = 0.84, 0.44, 0.7, 0.28
VALUE_PX, GROWTH_PX, PULL_PX, AMOUNT_PX, DAYS_PX, SHARE_PX = 48, 60, 46, 96, 60, 56
STOCK, FLOW = "stock", "flow"
# English names are long: the bars need room too. What is cut off stands in the tooltip.
NAMES_PX = {"zh": 160, "en": 136}
# How much of a bar is left when others are chosen.
FADED = 0.3
# Compared in percent; all else, being rates, in points.
RELATIVE = (Kind.LEVEL, Kind.COUNT)

COUNT = Column("count", Text("项目数", "Projects"), Form.NUMBER, PROJECTS)
AMOUNT = Column("amount", Text("总投资", "Planned investment"), Form.NUMBER, YI_YUAN, 2)
STAY = Column("stay", Text("平均停留", "Average stay"), Form.NUMBER, DAYS)
STAGE = Column("name", fields.STAGE.name)
FOUND = Column("value", Text("隐患", "Hazards"), Form.NUMBER, ENTRIES)
SHARE = Column("share", Text("占发现", "Of those found"), Form.NUMBER, PERCENT, 1)
CHANGE = DERIVED["change"]
PULL, CONTRIBUTION = DERIVED["pull"], DERIVED["contribution"]


@kept
def bullet_bars(
    frame: pd.DataFrame,
    *,
    indicator: Indicator,
    theme: Theme,
    step: int = 22,
    ordered: bool = True,
    clickable: bool = True,
) -> Drawing | None:
    """This year's bars on last year's, value at the end, growth in a right-hand column. None without rows.

    `frame`: `key`, `name`, `value`, `base`, in the indicator's unit, and `growth` (%; levels and counts) or `change`
    (points; rates); without `base` the bars stand alone; with `pull` (points) that has a column of its own. Where some
    are `chosen` (bool) the others step back. Bars are sorted by value, largest first, unless `ordered` is off. Picking
    gives `key`.
    """
    if frame.empty:
        return None
    rows = _bullets(frame.sort_values("value", ascending=False, kind="stable") if ordered else frame, indicator)
    compared = bool(rows["base"].notna().any())
    beside = (GROWTH if indicator.kind in RELATIVE else CHANGE, *((PULL,) if rows["pull"].notna().any() else ()))
    columns = (NAME, of_indicator(indicator), *((BASE, *beside) if compared else ()))
    picks = (KEY,) if clickable else ()
    below_zero = bool((rows[["value", "base"]] < 0).any(axis=None))
    spec = _bullet_spec(theme, step, said(columns), compared=compared, below_zero=below_zero, picks=picks)
    told = extremes(indicator, rows, total=True)
    note = _beside_note(indicator, pulled=PULL in columns) if compared else str(indicator.unit)
    return Drawing(spec, arrow_rows(rows), columns, told, note, year_legend(theme) if compared else (), picks)


def _beside_note(indicator: Indicator, *, pulled: bool) -> str:
    if pulled:
        return tr("{unit}, growth and pull in points at the right", unit=indicator.unit)
    if indicator.kind in RELATIVE:
        return tr("{unit}, growth at the right", unit=indicator.unit)
    return tr("{unit}, change in points at the right", unit=indicator.unit)


def year_legend(theme: Theme) -> tuple[Swatch, ...]:
    """This year beside the year before."""
    return (Swatch(tr("This year"), theme.accent), Swatch(tr("Year before"), theme.last_year, "wide"))


def _bullets(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    numbers = frame.reindex(columns=["value", "base", "growth", "change", "pull"]).astype(float)
    chosen = frame["chosen"].astype(bool) if "chosen" in frame else pd.Series(data=True, index=frame.index)
    bars = numbers[["value", "base"]]
    return numbers.assign(
        key=frame[KEY],
        name=distinct(frame["name"].astype(str), frame[KEY]),
        end=bars.max(axis=1).where(numbers["value"].fillna(0) >= 0, bars.min(axis=1)).fillna(0.0),
        value_words=worded(numbers["value"], indicator.decimals),
        base_words=worded(numbers["base"], indicator.decimals),
        strength=chosen.map({True: 1.0, False: FADED}),
        growth_words=[f.growth(v) for v in numbers["growth"]],
        change_words=[f.change(v) for v in numbers["change"]],
        pull_words=[f.signed(v, PULL.decimals) for v in numbers["pull"]],
    )


@lru_cache
def _bullet_spec(
    theme: Theme, step: int, lines: Said, *, compared: bool, below_zero: bool, picks: tuple[str, ...]
) -> dict[str, Any]:
    beside = _beside([field for field, _ in lines]) if compared else ()
    x = bar_axis(left=below_zero * VALUE_PX, right=VALUE_PX + sum(width for _, width in beside))
    layers = [whole_row()]
    strength = alt.Opacity("strength:Q", scale=None)
    layers += [_bar("base", theme.last_year, WIDE, outline=theme.faint).encode(opacity=strength)] if compared else []
    layers += [_bar("value", theme.accent, NARROW if compared else ALONE).encode(x=x, opacity=strength)]
    return rows_of(
        [*layers, at_end("value_words"), *_columns(beside, theme)], theme=theme, step=step, lines=lines, picks=picks
    )


def _beside(fields: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """The word columns at the right, each with its width: growth or change, then pull."""
    widths = {"growth_words": GROWTH_PX, "change_words": GROWTH_PX, "pull_words": PULL_PX}
    return tuple((field, widths[field]) for field in fields if field in widths)


def _columns(beside: Sequence[tuple[str, int]], theme: Theme) -> list[alt.Chart]:
    """Right-aligned columns, the last one at the edge."""
    after = [sum(width for _, width in beside[place + 1 :]) for place in range(len(beside))]
    return [right_column(field, theme, offset=offset) for (field, _), offset in zip(beside, after, strict=True)]


@kept
def stage_bars(frame: pd.DataFrame, *, theme: Theme, step: int = 28, clickable: bool = True) -> Drawing | None:
    """The funnel: a bar of counts a stage from one baseline, beside it the amount and the average stay.

    `frame`, in the order of stages: `key`, `name`, `count`, `amount` (亿元), `stay` (days; missing is —), `stock`
    (bool: grey, not to be compared with the others). Picking gives `key`. None without rows.
    """
    if frame.empty:
        return None
    rows = frame[[KEY, "name", "count", "amount", "stay"]].assign(
        value=frame["count"].astype(float),
        end=frame["count"].astype(float),
        fill=[STOCK if stock else FLOW for stock in frame["stock"]],
        count_words=worded(frame["count"], 0),
        amount_words=[_unless_missing(w, tr("{amount} × 100m yuan")) for w in worded(frame["amount"], 2)],
        stay_words=[_unless_missing(w, tr("{amount} days")) for w in worded(frame["stay"], 0)],
    )
    columns, picks = (STAGE, COUNT, AMOUNT, STAY), (KEY,) if clickable else ()
    spec = _stage_spec(theme, step, said(columns), picks=picks)
    note = f.DOT.join((str(PROJECTS), str(AMOUNT.name), str(STAY.name)))
    return Drawing(spec, arrow_rows(rows), columns, listed(rows, "count_words"), note, picks=picks)


def _unless_missing(text: str, sentence: str) -> str:
    return text if text == f.MISSING else sentence.format(amount=text)


@lru_cache
def _stage_spec(theme: Theme, step: int, lines: Said, *, picks: tuple[str, ...]) -> dict[str, Any]:
    layers = [
        whole_row(),
        _stock_and_flow(theme).encode(x=bar_axis(right=VALUE_PX + AMOUNT_PX + DAYS_PX)),
        at_end("count_words", bolder=True),
        right_column("amount_words", theme, offset=DAYS_PX),
        right_column("stay_words", theme, ink=True),
    ]
    return rows_of(layers, theme=theme, step=step, lines=lines, picks=picks)


@kept
def loop_bars(frame: pd.DataFrame, *, theme: Theme, step: int = 26) -> Drawing | None:
    """The hazard loop found → rectified → accepted: the first bar grey, the others with their share of it.

    `frame`, in order: `key`, `name`, `value` (count). None without rows.
    """
    if frame.empty:
        return None
    value = frame["value"].astype(float)
    found = float(value.iloc[0])
    share = value / found * 100 if found else value * float("nan")
    rows = frame[[KEY, "name"]].assign(
        value=value,
        share=share,
        end=value,
        fill=[STOCK, *[FLOW] * (len(frame) - 1)],
        value_words=worded(value, 0),
        share_words=[f.percent(s) for s in share],
    )
    both = rows["value_words"] + f.DOT + rows["share_words"]
    rows["end_words"] = both.where(rows["fill"] == FLOW, rows["value_words"])
    columns = (STAGE, FOUND, SHARE)
    spec = _loop_spec(theme, step, said(columns))
    return Drawing(spec, arrow_rows(rows), columns, listed(rows, "end_words"), str(ENTRIES))


@lru_cache
def _loop_spec(theme: Theme, step: int, lines: Said) -> dict[str, Any]:
    bars = _stock_and_flow(theme).encode(x=bar_axis(right=VALUE_PX + SHARE_PX))
    return rows_of([whole_row(), bars, at_end("end_words")], theme=theme, step=step, lines=lines)


@kept
def pull_bars(frame: pd.DataFrame, *, theme: Theme, step: int = 22, clickable: bool = True) -> Drawing | None:
    """How many points each part pulls the total's growth up or down, with its contribution in percent beside it.

    `frame`: `key`, `name`, `pull` (percentage points), `contribution` (%, missing is —). Bars are sorted by pull and
    diverge from zero. Picking gives `key`. None without rows.
    """
    if frame.empty:
        return None
    ordered = frame.sort_values("pull", ascending=False, kind="stable")
    pull = ordered["pull"].astype(float)
    rows = ordered[[KEY, "pull", "contribution"]].assign(
        name=distinct(ordered["name"].astype(str), ordered[KEY]),
        value=pull,
        end=pull.fillna(0.0),
        fill=[FLOW if v >= 0 else STOCK for v in pull.fillna(0.0)],
        pull_words=[f.signed(v, PULL.decimals) for v in pull],
        contribution_words=[f.percent(v) for v in ordered["contribution"]],
    )
    columns, picks = (NAME, PULL, CONTRIBUTION), (KEY,) if clickable else ()
    spec = _pull_spec(theme, step, said(columns), below_zero=bool((pull < 0).any()), picks=picks)
    told = listed(rows, "pull_words", of=PULL.header)
    note = tr("{unit}, contribution at the right", unit=POINTS)
    return Drawing(spec, arrow_rows(rows), columns, told, note, picks=picks)


@lru_cache
def _pull_spec(theme: Theme, step: int, lines: Said, *, below_zero: bool, picks: tuple[str, ...]) -> dict[str, Any]:
    x = bar_axis(left=below_zero * VALUE_PX, right=VALUE_PX + GROWTH_PX)
    tint = alt.Color("fill:N", scale=alt.Scale(domain=[FLOW, STOCK], range=[theme.accent, theme.faint]))
    layers = [whole_row(), _bar("value", theme.accent, ALONE).encode(x=x, color=tint), at_end("pull_words")]
    layers += [right_column("contribution_words", theme)]
    layers += [_zero_line(theme)] if below_zero else []
    return rows_of(layers, theme=theme, step=step, lines=lines, picks=picks)


def rows_of(
    layers: list[alt.Chart],
    *,
    theme: Theme,
    step: int,
    lines: Said,
    picks: tuple[str, ...] = (),
    names: int | None = None,
) -> dict[str, Any]:
    """Layers over one row a `name`, names on the left, everything on a row saying the same tooltip.

    `names` is how wide a name may be, in pixels.
    """
    axis = alt.Axis(
        labelColor=theme.ink,
        labelFontSize=SECONDARY_PX,
        labelPadding=8,
        labelOverlap=False,
        labelLimit=names or NAMES_PX[language()],
    )
    y = alt.Y("name:N", sort=None, axis=axis, scale=alt.Scale(paddingInner=GAP, paddingOuter=GAP / 2))
    placed = [pointing(layer, picks).encode(y=y, tooltip=tips(lines)) for layer in layers]
    return finished(placed, theme=theme, height=alt.Step(step), picks=picks)


def whole_row() -> alt.Chart:
    """An invisible bar over the whole row: a short bar is as easy to hit as a long one."""
    return encoded(blank().mark_rect(opacity=0), x=alt.value(0), x2=alt.value("width"))


def right_column(field: str, theme: Theme, *, offset: int = 0, ink: bool = False) -> alt.Chart:
    """Words in a right-aligned column, `offset` pixels from the right edge."""
    colour = theme.ink if ink else theme.muted
    return encoded(words(field, align="right", color=colour, dx=-offset), x=alt.value("width"))


def bar_axis(*, field: str = "value", left: int = 0, right: int) -> alt.X:
    """The axis bars lie along, which is not drawn; it leaves so many pixels for words."""
    return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(nice=False, range=reserved(left=left, right=right)))


def _bar(field: str, colour: str, band: float, *, outline: str | None = None) -> alt.Chart:
    size = alt.RelativeBandSize(band=band)
    layer = blank().mark_bar(color=colour, height=size, **outlined(outline))
    return encoded(layer, x=alt.X(f"{field}:Q", axis=None))


def _stock_and_flow(theme: Theme) -> alt.Chart:
    """Bars that are grey where they are a stock and accent where they are not (column `fill`)."""
    tint = alt.Color("fill:N", scale=alt.Scale(domain=[STOCK, FLOW], range=[theme.last_year, theme.accent]))
    return encoded(_bar("value", theme.accent, ALONE), color=tint)


def at_end(field: str, *, bolder: bool = False) -> alt.Chart:
    """Words just beyond the bar's end (column `end`): to its right, or to its left below zero."""
    side = {"align": alt.ExprRef("datum.end < 0 ? 'right' : 'left'"), "dx": alt.ExprRef("datum.end < 0 ? -5 : 5")}
    layer = bold(field, fontSize=SECONDARY_PX, **side) if bolder else words(field, **side)
    return encoded(layer, x=alt.X("end:Q", axis=None))


def _zero_line(theme: Theme) -> alt.Chart:
    return encoded(blank().mark_rule(color=theme.faint, strokeWidth=0.8), x=alt.datum(0))

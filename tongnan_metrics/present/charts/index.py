"""The composite index: what each component adds to it, and where the district stands among its peers."""

from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from tongnan_metrics.catalog.model import Indicator
from tongnan_metrics.catalog.units import PERCENT, SCORE
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts.axis import value_axis
from tongnan_metrics.present.charts.bars import ALONE, right_column, rows_of, whole_row
from tongnan_metrics.present.charts.drawing import (
    KEY,
    NAME,
    SHORT_DASHED,
    Drawing,
    Said,
    Swatch,
    arrow_rows,
    blank,
    bold,
    finished,
    reserved,
    said,
    tips,
    worded,
    words,
)
from tongnan_metrics.present.charts.facts import listed, title_words
from tongnan_metrics.present.tables import DERIVED, Column, Form, of_indicator
from tongnan_metrics.present.theme import SECONDARY_PX, Theme

COLUMN_PX, VALUE_PX, END_PX, TOP_PX = 58, 52, 84, 16
COMPONENT_PX = 190
STEP_COLUMNS = (
    NAME,
    Column("contribution", Text("对指数的贡献", "Adds to the index"), Form.NUMBER, SCORE, 2),
    Column("value_words", Text("数值", "Value")),
    Column("score", Text("得分", "Score"), Form.NUMBER, None, 2),
    Column("weight", Text("权重", "Weight"), Form.NUMBER, PERCENT),
)


@kept
def index_steps(frame: pd.DataFrame, *, theme: Theme, total: str, step: int = 30) -> Drawing | None:
    """The index built up component by component: each bar begins where the one above ends, the last is the index.

    `frame`, in order: `key`, `name`, `value_words` (the component's figure with its unit), `score` (0..100), `weight`
    (%), `contribution` (points of the index: score × weight). `total` names the last row. Columns at the
    right: value, score, weight. None without rows.
    """
    if frame.empty:
        return None
    rows = _built_up(frame, total)
    note = f.DOT.join((str(SCORE), *(str(c.name) for c in STEP_COLUMNS[2:])))
    told = listed(rows, "contribution_words", of=total)
    return Drawing(_step_spec(theme, step, said(STEP_COLUMNS)), arrow_rows(rows), STEP_COLUMNS, told, note)


def _built_up(frame: pd.DataFrame, total: str) -> pd.DataFrame:
    last = {KEY: "total", "name": total, "value_words": "", "score": np.nan, "weight": frame["weight"].sum()}
    parts = frame[[KEY, "name", "value_words", "score", "weight", "contribution"]]
    rows = pd.concat([parts, pd.DataFrame([{**last, "contribution": frame["contribution"].sum()}])], ignore_index=True)
    reached = rows["contribution"].astype(float).cumsum()
    summed = rows.index == len(frame)
    return rows.assign(
        start=np.where(summed, 0.0, reached - rows["contribution"]),
        end=np.where(summed, rows["contribution"], reached),
        part=np.where(summed, "total", "component"),
        contribution_words=worded(rows["contribution"], 2),
        score_words=["" if pd.isna(v) else f.number(v, 2) for v in rows["score"]],
        weight_words=[f.percent(v, 0) for v in rows["weight"]],
    )


@lru_cache
def _step_spec(theme: Theme, step: int, lines: Said) -> dict[str, Any]:
    x = alt.X("start:Q", axis=None, scale=alt.Scale(nice=False, range=reserved(right=3 * COLUMN_PX + VALUE_PX)))
    tint = alt.Color("part:N", scale=alt.Scale(domain=["component", "total"], range=[theme.parts[1], theme.accent]))
    steps = blank().mark_bar(height=alt.RelativeBandSize(band=ALONE)).encode(x=x, x2=alt.X2("end:Q"), color=tint)
    label = bold("contribution_words", align="left", dx=5, fontSize=SECONDARY_PX).encode(x=alt.X("end:Q"))
    columns = [
        right_column("value_words", theme, offset=2 * COLUMN_PX),
        right_column("score_words", theme, offset=COLUMN_PX, ink=True),
        right_column("weight_words", theme),
    ]
    return rows_of([whole_row(), steps, label, *columns], theme=theme, step=step, lines=lines, names=COMPONENT_PX)


@kept
def rank_dots(
    frame: pd.DataFrame, *, indicator: Indicator, theme: Theme, height: int = 200, average: float | None = None
) -> Drawing | None:
    """Every district from the best to the last: ours in accent with its place, its group filled, the others hollow.

    `frame`: `key`, `name`, `value`, `rank`, `home` (bool), `group` (bool: in our assessment group). `average` draws
    the city's value as a dashed line. Districts without a value are left out. None when none is left.
    """
    ranked = frame.dropna(subset=["value"]).sort_values(["rank", KEY], kind="stable").reset_index(drop=True)
    if ranked.empty:
        return None
    rows = _ranked(ranked, indicator, average)
    columns = (NAME, of_indicator(indicator), DERIVED["rank"])
    spec = _dot_spec(theme, height, said(columns), average=average is not None)
    home = tr(", ").join(word for word in rows["said"] if word)
    told = tr("{title}: {n} districts, {home}.", title=title_words(indicator), n=len(rows), home=home)
    return Drawing(spec, arrow_rows(rows), columns, told, str(indicator.unit), _dot_legend(theme, rows))


def _ranked(frame: pd.DataFrame, indicator: Indicator, average: float | None) -> pd.DataFrame:
    home, group = frame["home"].astype(bool), frame["group"].astype(bool)
    value_words = worded(frame["value"], indicator.decimals)
    rank_words = [f.rank(place) for place in frame["rank"]]
    spoken = [f"{n} {v}{f.DOT}{r}" for n, v, r in zip(frame["name"], value_words, rank_words, strict=True)]
    extreme = frame.index.isin([0, len(frame) - 1]) & ~home
    return frame[[KEY, "name", "rank"]].assign(
        value=frame["value"].astype(float),
        place=np.arange(len(frame)),
        role=np.select([home, group], ["home", "group"], "other"),
        said=np.where(home, spoken, ""),
        end_said=np.where(extreme, frame["name"].astype(str), ""),
        side=np.where(frame.index < len(frame) / 2, "left", "right"),
        value_words=value_words,
        rank_words=rank_words,
        average=np.nan if average is None else average,
        average_words="" if average is None else tr("City {value}", value=f.number(average, indicator.decimals)),
    )


def _dot_legend(theme: Theme, rows: pd.DataFrame) -> tuple[Swatch, ...]:
    known = {
        "group": Swatch(tr("Assessment group"), theme.faint, "dot"),
        "other": Swatch(tr("Other districts"), theme.faint, "ring"),
    }
    return tuple(swatch for role, swatch in known.items() if (rows["role"] == role).any())


@lru_cache
def _dot_spec(theme: Theme, height: int, lines: Said, *, average: bool) -> dict[str, Any]:
    x = alt.X("place:Q", axis=None, scale=alt.Scale(nice=False, zero=False, range=reserved(left=6, right=END_PX)))
    y = value_axis(zero=False)
    dots = (
        blank()
        .mark_point(opacity=1, strokeWidth=1.2)
        .encode(
            fill=alt.Fill("role:N", legend=None, scale=_by_role(theme.accent, theme.faint, theme.page)),
            stroke=alt.Stroke("role:N", legend=None, scale=_by_role(theme.accent, theme.faint, theme.faint)),
            size=alt.Size("role:N", legend=None, scale=_by_role(110, 42, 42)),
            tooltip=tips(lines),
        )
    )
    ours = bold("said", color=theme.accent, fontSize=SECONDARY_PX, dy=-12, **_INWARDS)
    # The best one's name stands above the next dots, the last one's beside it.
    above = alt.ExprRef("datum.place === 0 ? -10 : -2")
    ends = words("end_said", color=theme.muted, dy=above, align="left", dx=8)
    layers = [layer.encode(x=x, y=y) for layer in (dots, ours, ends)]
    padding = {"top": TOP_PX}
    return finished([*(_average(theme) if average else []), *layers], theme=theme, height=height, padding=padding)


# Words beside a dot stand on the side where there is more room (column `side`).
_INWARDS = {"align": alt.ExprRef("datum.side"), "dx": alt.ExprRef("datum.side === 'left' ? 9 : -9")}


def _by_role(*looks: str | float) -> alt.Scale:
    return alt.Scale(domain=["home", "group", "other"], range=list(looks))


def _average(theme: Theme) -> list[alt.Chart]:
    once = blank().transform_aggregate(average="min(average)", average_words="min(average_words)")
    y = alt.Y("average:Q")
    rule = once.mark_rule(color=theme.muted, strokeDash=SHORT_DASHED).encode(y=y)
    said = once.mark_text(align="right", baseline="bottom", dy=-3, color=theme.muted)
    return [rule, said.encode(y=y, x=alt.value("width"), text=alt.Text("average_words:N"))]

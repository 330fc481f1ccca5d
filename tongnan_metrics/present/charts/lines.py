"""Figures over time as lines: home against city and nation, computed against published, ranks."""

from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from tongnan_metrics.catalog.model import Indicator
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.catalog.units import PLACE
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present.charts.axis import apart, per_pixel, ticks, time_axis, value_axis
from tongnan_metrics.present.charts.drawing import (
    DOTTED,
    NAME,
    PERIOD,
    SHORT_DASHED,
    SOLID,
    Drawing,
    Said,
    Swatch,
    arrow_rows,
    blank,
    bold,
    encoded,
    finished,
    reserved,
    said,
    tips,
    worded,
)
from tongnan_metrics.present.charts.facts import title_words
from tongnan_metrics.present.tables import Column, Form, of_indicator
from tongnan_metrics.present.theme import SECONDARY_PX, Theme

LINE_PX, END_PX = 17, 78
HOME = "home"
ROLES = (HOME, "city", "nation", "group", "before")
DASHES = [SOLID, SHORT_DASHED, DOTTED, SHORT_DASHED, SOLID]
PRINTED = Column("printed", Text("公布值", "Published"), Form.NUMBER, None, 2)
COLUMNS = ["period", "role", "name", "value", "published"]


@kept
def lines(
    frame: pd.DataFrame, *, indicator: Indicator, theme: Theme, height: int = 240, zero: bool = False
) -> Drawing | None:
    """Lines over time, each named with its last value at its end: home in accent, city dashed, nation dotted.

    `frame`: `period`, `role` (one of `ROLES`), `name`, `value`, and perhaps `published`: the printed figure, drawn as a
    ring beside the line and never joined to it. Missing values break a line. None when there is no value.
    """
    if not frame["value"].notna().any():
        return None
    zero = zero or frame["period"].nunique() == 1  # a lone point would lie on the axis
    rows = _rows(frame, indicator.decimals, height, zero=zero)
    printed = bool(rows["printed"].notna().any())
    columns = (PERIOD, NAME, of_indicator(indicator), *((PRINTED,) if printed else ()))
    spec = _spec(theme, height, said(columns), zero=zero, printed=printed)
    told = _told(title_words(indicator), rows)
    return Drawing(spec, arrow_rows(rows), columns, told, str(indicator.unit), _legend(theme) if printed else ())


def _legend(theme: Theme) -> tuple[Swatch, ...]:
    return (Swatch(tr("Computed"), theme.accent, "line"), Swatch(tr("Published"), theme.ink, "ring"))


def month_lines(frame: pd.DataFrame, *, indicator: Indicator, theme: Theme, height: int = 220) -> Drawing | None:
    """This year's line against last year's grey one. `frame`: `period`, `value`, `base` (see `series.calendar`)."""
    now = frame.assign(role=HOME, name=tr("This year"))
    before = frame.assign(role="before", name=tr("Last year"), value=frame["base"])
    both = pd.concat([now, before[before["value"].notna()]], ignore_index=True)
    return lines(both, indicator=indicator, theme=theme, height=height, zero=True)


@kept
def rank_lines(frame: pd.DataFrame, *, title: str, theme: Theme, height: int = 200) -> Drawing | None:
    """Places over time, the first place on top: in the city, in the assessment group.

    `frame`: `period`, `role` (``home`` draws in accent, ``group`` dashed), `name` (全市, 考核组), `value` (place), and
    perhaps `published`. None when there is no place.
    """
    if not frame["value"].notna().any():
        return None
    rows = _rows(frame, 0, height, zero=False)
    printed = bool(rows["printed"].notna().any())
    columns = (PERIOD, NAME, Column("value", title, Form.NUMBER, PLACE), *((PRINTED,) if printed else ()))
    spec = _spec(theme, height, said(columns), printed=printed, falling=True)
    return Drawing(spec, arrow_rows(rows), columns, _told(title, rows), str(PLACE))


def _rows(frame: pd.DataFrame, decimals: int, height: int, *, zero: bool) -> pd.DataFrame:
    periods = [Period.parse(p) for p in sorted(frame["period"].unique())]
    tick = dict(zip(map(str, periods), ticks(periods), strict=True))
    known = frame.reindex(columns=COLUMNS).sort_values("period", kind="stable").reset_index(drop=True)
    rows = known[["period", "role", "name"]].assign(
        value=known["value"].astype(float),
        tick=[tick[p] for p in known["period"]],
        period_name=[Period.parse(p).label() for p in known["period"]],
        value_words=worded(known["value"].astype(float), decimals),
        printed=pd.to_numeric(known["published"], errors="coerce").astype(float),
        printed_words=[str(p) if pd.notna(p) else "" for p in known["published"]],
    )
    return rows.join(_ends(rows, height, zero=zero))


def _ends(rows: pd.DataFrame, height: int, *, zero: bool) -> pd.DataFrame:
    """Name and last value of each line, and the height its label stands at: labels never touch."""
    last = rows.dropna(subset=["value"]).groupby("role", sort=False).tail(1)
    line = LINE_PX * per_pixel(rows[["value", "printed"]], height, zero=zero)
    places = apart([float(v) for v in last["value"]], line)
    label = dict(zip(last.index, last["name"] + " " + last["value_words"], strict=True))
    place = dict(zip(last.index, places, strict=True))
    ends = {"end": [label.get(i, "") for i in rows.index], "end_y": [place.get(i, np.nan) for i in rows.index]}
    return pd.DataFrame(ends, index=rows.index)


def _told(title: str, rows: pd.DataFrame) -> str:
    ends = tr(", ").join(end for end in rows["end"] if end)
    return tr("{title} to {period}: {list}.", title=title, period=rows["period_name"].iloc[-1], list=ends)


@lru_cache
def _spec(
    theme: Theme, height: int, lines: Said, *, printed: bool, zero: bool = False, falling: bool = False
) -> dict[str, Any]:
    y = value_axis(zero=zero, falling=falling)
    hover = blank().mark_point(size=220, opacity=0).encode(y=y, tooltip=tips(lines))
    layers = [_strokes(theme).encode(y=y), _home_dot(theme).encode(y=y), _end_words(theme), hover]
    layers += [_ring(theme)] if printed else []
    x = time_axis(span=reserved(left=10, right=END_PX))
    return finished([layer.encode(x=x) for layer in layers], theme=theme, height=height, own_colours=True)


def _strokes(theme: Theme) -> alt.Chart:
    colours = [theme.accent, theme.muted, theme.muted, theme.muted, theme.faint]
    width = alt.condition(f"datum.role === '{HOME}'", alt.value(2.2), alt.value(1.5))
    return encoded(
        blank().mark_line(),
        color=alt.Color("role:N", scale=alt.Scale(domain=list(ROLES), range=colours)),
        strokeDash=alt.StrokeDash("role:N", scale=alt.Scale(domain=list(ROLES), range=DASHES)),
        strokeWidth=width,
    )


def _home_dot(theme: Theme) -> alt.Chart:
    dot = blank().mark_point(filled=True, size=46, opacity=1, color=theme.accent)
    ours: alt.Chart = dot.transform_filter(f"datum.end && datum.role === '{HOME}'")
    return ours


def _end_words(theme: Theme) -> alt.Chart:
    home = f"datum.role === '{HOME}'"
    tint = alt.condition(home, alt.value(theme.accent), alt.value(theme.muted))
    return encoded(bold("end", align="left", dx=9, fontSize=SECONDARY_PX), y=alt.Y("end_y:Q"), color=tint)


def _ring(theme: Theme) -> alt.Chart:
    ring = blank().mark_point(shape="diamond", size=90, filled=False, stroke=theme.ink, strokeWidth=1.6, opacity=1)
    return encoded(ring, y=alt.Y("printed:Q"))

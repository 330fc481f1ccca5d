"""What came in and what went out, month by month: two columns a month, each with its number on top."""

from datetime import date
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from tongnan_metrics.catalog.model import Unit
from tongnan_metrics.locale import Text, language, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts.axis import time_axis
from tongnan_metrics.present.charts.drawing import (
    Drawing,
    Said,
    Swatch,
    arrow_rows,
    blank,
    encoded,
    finished,
    said,
    tips,
    worded,
    words,
)
from tongnan_metrics.present.tables import DERIVED, Column, Form
from tongnan_metrics.present.theme import CELL_PX, Theme

CAME, WENT = "came", "went"
# Room above the tallest column for its number.
ABOVE = 1.15
MONTH = Column("month_name", Text("月份", "Month"))
COUNT = Text("数量", "Count")


def month_flows(
    frame: pd.DataFrame, *, came: Text, went: Text, unit: Unit, theme: Theme, height: int = 160
) -> Drawing | None:
    """Counts that came in (accent) beside those that went out (grey), a pair a month.

    `frame`, a row a calendar month in order: `month` (its first day), `came`, `went` (counts). None when nothing is
    counted.
    """
    if frame.empty or not frame[[CAME, WENT]].to_numpy().any():
        return None
    names = {CAME: str(came), WENT: str(went)}
    rows = _pairs(frame, names)
    columns = (MONTH, DERIVED["name"], Column("value", COUNT, Form.NUMBER, unit))
    legend = (Swatch(names[CAME], theme.accent), Swatch(names[WENT], theme.last_year))
    told = f.DOT.join(f"{name} {f.quantity(f.number(frame[key].sum(), 0), unit)}" for key, name in names.items())
    most = float(frame[[CAME, WENT]].to_numpy().max()) * ABOVE
    return Drawing(_spec(theme, height, said(columns), most), arrow_rows(rows), columns, told, str(unit), legend)


def _pairs(frame: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    days = [date(day.year, day.month, 1) for day in pd.to_datetime(frame["month"])]
    shared = {"tick": _ticks(days), "month_name": [f"{day:%Y-%m}" for day in days]}
    parts = [
        pd.DataFrame({**shared, "part": part, "name": name, "value": frame[part].astype(float).to_numpy()})
        for part, name in names.items()
    ]
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(value_words=worded(rows["value"], 0))


def _ticks(days: list[date]) -> list[str]:
    """A tick a month as the time axis reads it, the year below the first and every January."""
    spoken = [f"{day.month}月" if language() == "zh" else f"{day:%b}" for day in days]
    years = [tr("{year}", year=day.year) if day.month == 1 or not place else "" for place, day in enumerate(days)]
    return [f"{day:%Y-%m}|{word}|{year}|0" for day, word, year in zip(days, spoken, years, strict=True)]


@lru_cache
def _spec(theme: Theme, height: int, lines: Said, most: float) -> dict[str, Any]:
    side = alt.XOffset("part:N", sort=[CAME, WENT])
    tint = alt.Color("part:N", scale=alt.Scale(domain=[CAME, WENT], range=[theme.accent, theme.last_year]))
    y = alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[0, most], nice=False))
    bar = encoded(blank().mark_bar(), x=time_axis(), xOffset=side, y=y, color=tint, tooltip=tips(lines))
    number = words("value_words", fontSize=CELL_PX, dy=-7, color=theme.ink)
    return finished([bar, encoded(number, x=time_axis(), xOffset=side, y=y)], theme=theme, height=height)

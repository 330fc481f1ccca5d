"""Projects on a time line: planned span, physical progress, the day everything stands at."""

from datetime import date
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from tongnan_metrics.catalog import fields, units
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts.bars import GAP, right_column, whole_row
from tongnan_metrics.present.charts.drawing import (
    DASHED,
    KEY,
    Drawing,
    Said,
    Swatch,
    arrow_rows,
    blank,
    encoded,
    finished,
    outlined,
    pointing,
    reserved,
    said,
    tips,
    words,
)
from tongnan_metrics.present.charts.frames import distinct
from tongnan_metrics.present.tables import DERIVED, Column, Form, of_field
from tongnan_metrics.present.theme import SECONDARY_PX, Theme

LIGHT_PX, FOOT_PX, NAMES_PX = 60, 16, 220
SPAN, DONE = 0.82, 0.42
PROGRESS = of_field(fields.PROGRESS)
COLUMNS = (
    Column("name", Text("项目", "Project")),
    Column("light_words", DERIVED["light"].name),
    Column("planned_start", fields.PLANNED_START.name),
    Column("planned_finish", fields.PLANNED_FINISH.name),
    PROGRESS,
)
LIGHTS = ["red", "amber", "green"]
WIDE_NAMES_PX = 250
# Marks the names of groups, which are bold: it takes no room and nobody sees it.
HEADING = "\u200b"
ACTUAL_DATES = ("planned_start", "actual_start", "planned_finish", "actual_finish")
SLIP = Column("slip", Text("较计划", "Slip"), Form.NUMBER, units.DAYS)
ACTUAL_COLUMNS = (
    Column("name", Text("项目", "Project")),
    Column("planned_start", fields.PLANNED_START.name),
    Column("actual_start", Text("实际开工", "Actual start")),
    Column("planned_finish", fields.PLANNED_FINISH.name),
    Column("actual_finish", Text("实际竣工", "Actual finish")),
    SLIP,
)


@kept
def gantt(frame: pd.DataFrame, *, theme: Theme, as_of: date, step: int = 24, clickable: bool = True) -> Drawing | None:
    """A row a project: the planned span soft, physical progress narrow in accent, a dashed rule at `as_of`.

    `frame`, in the order to be shown: `key`, `name`, `planned_start`, `planned_finish` (dates), `progress` (0..100),
    `light` (``red``, ``amber``, ``green`` or missing), `state` (its word's key, or missing). Projects without both
    dates are left out. Picking gives `key`. None when none is left.
    """
    dated = frame.dropna(subset=["planned_start", "planned_finish"])
    if dated.empty:
        return None
    rows = _spans(dated, as_of)
    picks = (KEY,) if clickable else ()
    spec = _gantt_spec(theme, step, said(COLUMNS), month=tr("%b %Y"), picks=picks)
    legend = (Swatch(tr("Planned"), theme.planned, "wide"), Swatch(str(PROGRESS.name), theme.accent))
    late = int(rows["light"].isin(["red", "amber"]).sum())
    told = tr("{n} projects, {late} of them red or amber, {as_of}.", n=len(rows), late=late, as_of=f.as_of(as_of))
    return Drawing(spec, arrow_rows(rows), COLUMNS, told, "", legend, picks)


def _spans(frame: pd.DataFrame, as_of: date) -> pd.DataFrame:
    start = pd.to_datetime(frame["planned_start"]).astype("datetime64[ms]")
    finish = pd.to_datetime(frame["planned_finish"]).astype("datetime64[ms]")
    progress = frame["progress"].astype(float)
    states = frame["state"] if "state" in frame else pd.Series(None, index=frame.index, dtype=object)
    spoken = [
        f.light_word(light, None if pd.isna(state) else state) if pd.notna(light) else ""
        for light, state in zip(frame["light"], states, strict=True)
    ]
    return pd.DataFrame(
        {
            KEY: frame[KEY],
            "name": distinct(frame["name"].astype(str), frame[KEY]),
            "start": start,
            "finish": finish,
            "done": start + (finish - start) * progress.fillna(0) / 100,
            "as_of": pd.Timestamp(as_of).as_unit("ms"),
            "light": frame["light"],
            "light_words": spoken,
            "planned_start": [f.day(d) for d in start],
            "planned_finish": [f.day(d) for d in finish],
            "progress": progress,
            "progress_words": [f.percent(p, 0) for p in progress],
            "as_of_words": f.as_of(as_of, year=False),
        }
    )


@lru_cache
def _gantt_spec(theme: Theme, step: int, lines: Said, *, month: str, picks: tuple[str, ...]) -> dict[str, Any]:
    half_years = alt.TimeIntervalStep(interval="month", step=6)
    axis = alt.Axis(orient="top", format=month, tickCount=half_years, grid=True, labelOverlap=True)
    x = alt.X("start:T", axis=axis, scale=alt.Scale(range=reserved(right=LIGHT_PX)))
    names = alt.Axis(
        labelColor=theme.ink, labelFontSize=SECONDARY_PX, labelPadding=8, labelOverlap=False, labelLimit=NAMES_PX
    )
    y = alt.Y("name:N", sort=None, axis=names, scale=alt.Scale(paddingInner=GAP, paddingOuter=GAP / 2))
    layers = [
        whole_row(),
        _span(theme.planned, SPAN, outline=theme.faint).encode(x=x, x2=alt.X2("finish:T")),
        _span(theme.accent, DONE).encode(x=x, x2=alt.X2("done:T")),
        _light_words(theme),
    ]
    placed = [pointing(layer, picks).encode(y=y, tooltip=tips(lines)) for layer in layers]
    return finished(
        [*placed, *_as_of(theme)], theme=theme, height=alt.Step(step), picks=picks, padding={"bottom": FOOT_PX}
    )


def _span(colour: str, band: float, *, outline: str | None = None) -> alt.Chart:
    size = alt.RelativeBandSize(band=band)
    layer: alt.Chart = blank().mark_bar(color=colour, cornerRadius=2, height=size, **outlined(outline))
    return layer


def _light_words(theme: Theme) -> alt.Chart:
    inks = alt.Scale(domain=LIGHTS, range=[theme.pill(light).ink for light in LIGHTS])
    layer = words("light_words", align="left", dx=7, fontSize=SECONDARY_PX)
    return encoded(layer, x=alt.X("finish:T"), color=alt.Color("light:N", scale=inks))


def _as_of(theme: Theme) -> list[alt.Chart]:
    """The dashed rule and, at its foot, the day it stands for: once, however many rows there are."""
    once = blank().transform_aggregate(day="min(as_of)", day_words="min(as_of_words)")
    x = alt.X("day:T")
    rule = once.mark_rule(color=theme.ink, strokeDash=DASHED, strokeWidth=1).encode(x=x)
    label = once.mark_text(align="right", baseline="top", dx=-5, dy=2, fontSize=SECONDARY_PX, color=theme.ink)
    return [rule, label.encode(x=x, y=alt.value("height"), text=alt.Text("day_words:N"))]


@kept
def planned_and_actual(
    frame: pd.DataFrame, *, theme: Theme, as_of: date, step: int = 20, clickable: bool = True
) -> Drawing | None:
    """A row a project: the planned span soft, what really was narrow in accent, its slip in days at the right.

    `frame`, in the order to be shown: `key`, `name`, `group` (whose name stands above its first row), `planned_start`,
    `planned_finish`, `actual_start`, `actual_finish` (dates; missing while not done: works go on until `as_of`, where a
    rule is drawn), `slip` (days, missing where nothing is due). Picking gives `key`. None without rows.
    """
    if frame.empty:
        return None
    rows, picks = _actual_spans(frame, as_of), (KEY,) if clickable else ()
    spec = _actual_spec(theme, step, said(ACTUAL_COLUMNS), month=tr("%b %Y"), picks=picks)
    legend = (Swatch(tr("Planned"), theme.planned, "wide"), Swatch(tr("Actual"), theme.accent))
    late = int((rows["slip"] > 0).sum())
    told = tr("{n} projects, {late} of them late, {as_of}.", n=len(rows), late=late, as_of=f.as_of(as_of))
    return Drawing(
        spec, arrow_rows(_with_headings(rows, frame["group"])), ACTUAL_COLUMNS, told, SLIP.header, legend, picks
    )


def _actual_spans(frame: pd.DataFrame, as_of: date) -> pd.DataFrame:
    days = {key: pd.to_datetime(frame[key]).astype("datetime64[ms]") for key in ACTUAL_DATES}
    today = pd.Timestamp(as_of).as_unit("ms")
    spoken = {key: _days(dates) for key, dates in days.items()}
    until = days["actual_finish"].fillna(today).where(days["actual_start"].notna())
    slip = frame["slip"].astype(float)
    return pd.DataFrame(
        {
            KEY: frame[KEY],
            "name": distinct(frame["name"].astype(str), frame[KEY]),
            "start": days["planned_start"],
            "finish": days["planned_finish"],
            "begun": days["actual_start"],
            "until": until,
            "as_of": today,
            "as_of_words": f.as_of(as_of, year=False),
            **spoken,
            "slip": slip,
            "slip_words": [f.signed(value, 0) for value in slip],
        }
    )


def _with_headings(rows: pd.DataFrame, groups: "pd.Series[str]") -> pd.DataFrame:
    """The rows with one more above each group's first, which has the group's name and nothing else."""
    group = groups.reset_index(drop=True)
    opening = group[group != group.shift()]
    heads = pd.DataFrame({KEY: "", "name": [f"{name}{HEADING}" for name in opening]}, index=opening.index - 0.5)
    told = dict.fromkeys([*ACTUAL_DATES, "slip_words"], "")
    both = pd.concat([rows.reset_index(drop=True), heads.assign(**told)]).sort_index(ignore_index=True)
    return both.assign(as_of=rows["as_of"].iloc[0], as_of_words=rows["as_of_words"].iloc[0])


def _days(dates: "pd.Series[pd.Timestamp]") -> list[str]:
    return [f.day(day) if known else f.MISSING for day, known in zip(dates, dates.notna(), strict=True)]


@lru_cache
def _actual_spec(theme: Theme, step: int, lines: Said, *, month: str, picks: tuple[str, ...]) -> dict[str, Any]:
    half_years = alt.TimeIntervalStep(interval="month", step=6)
    axis = alt.Axis(orient="top", format=month, tickCount=half_years, grid=True, labelOverlap=True)
    x = alt.X("start:T", axis=axis, scale=alt.Scale(range=reserved(right=LIGHT_PX)))
    bold = {"condition": {"test": f"indexof(datum.value, '{HEADING}') >= 0", "value": "bold"}, "value": "normal"}
    names = alt.Axis(
        labelAlign="left",
        labelColor=theme.ink,
        labelFontSize=SECONDARY_PX,
        labelFontWeight=bold,
        labelPadding=WIDE_NAMES_PX,
        labelOverlap=False,
        labelLimit=WIDE_NAMES_PX - 8,
    )
    y = alt.Y("name:N", sort=None, axis=names, scale=alt.Scale(paddingInner=GAP, paddingOuter=GAP / 2))
    layers = [
        whole_row(),
        _span(theme.planned, SPAN, outline=theme.faint).encode(x=x, x2=alt.X2("finish:T")),
        _span(theme.accent, DONE).encode(x=alt.X("begun:T"), x2=alt.X2("until:T")),
        right_column("slip_words", theme, ink=True),
    ]
    placed = [pointing(layer, picks).encode(y=y, tooltip=tips(lines)) for layer in layers]
    return finished(
        [*placed, *_as_of(theme)], theme=theme, height=alt.Step(step), picks=picks, padding={"bottom": FOOT_PX}
    )

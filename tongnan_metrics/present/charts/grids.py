"""Squares: the town tile map and heat maps, coloured by five bins, every square saying its number."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

import altair as alt
import numpy as np
import pandas as pd

from tongnan_metrics.catalog.model import Indicator
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, language, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts.drawing import (
    GROWTH,
    KEY,
    NAME,
    Drawing,
    Said,
    Swatch,
    arrow_rows,
    blank,
    encoded,
    finished,
    pointing,
    said,
    tips,
    worded,
    words,
)
from tongnan_metrics.present.charts.facts import extremes, unit_and_total
from tongnan_metrics.present.tables import Column, of_indicator
from tongnan_metrics.present.theme import AXIS_PX, BOLD, CELL_PX, SECONDARY_PX, Theme

BINS = 5
BIN_DOMAIN = list(range(BINS))
# Totals by row and by column, and the grand total.
Totals = tuple[Mapping[str, float], Mapping[str, float], float]
CELL = ["row", "column", "value"]
ROW_KEY, COLUMN_KEY = "row_key", "column_key"
NOTHING = "·"
ROW = Column("row_name", Text("行", "Row"))
COLUMN = Column("column_name", Text("列", "Column"))
TOTAL = "total"
TILE_PX = 35
# Eleven letters must fit where two characters do.
TILE_NAME_PX = {"zh": AXIS_PX, "en": 9}
NAMES_PX, LEAST_CELL_PX, DIGIT_PX = 76, 30, 6
TILE_GAP, CELL_GAP = 0.04, 0.05
FADED = 0.25


@kept
def tile_map(
    frame: pd.DataFrame, *, indicator: Indicator, theme: Theme, step: int = TILE_PX, clickable: bool = True
) -> Drawing | None:
    """The towns as tiles, north up: short name over value, coloured by quantile. None without rows.

    `frame`: `key`, `name` (short), `tile_col`, `tile_row`, `value`, and perhaps `growth` (%) and `chosen` (bool; where
    some are chosen the others step back). `step` is the height of a tile in pixels. Picking gives `key`.
    """
    if frame.empty:
        return None
    rows = _tiles(frame, indicator)
    columns = (NAME, of_indicator(indicator), *((GROWTH,) if rows["growth"].notna().any() else ()))
    picks = (KEY,) if clickable else ()
    spec = _tile_spec(theme, step, said(columns), picks=picks, name_px=TILE_NAME_PX[language()])
    told = extremes(indicator, rows, total=True)
    return Drawing(spec, arrow_rows(rows), columns, told, unit_and_total(indicator, rows), picks=picks)


def _tiles(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    value = frame["value"].astype(float)
    growth = frame["growth"].astype(float) if "growth" in frame else value * np.nan
    chosen = frame["chosen"].astype(bool) if "chosen" in frame else value.isna() | True
    return frame[[KEY, "name", "tile_col", "tile_row"]].assign(
        value=value,
        growth=growth,
        bin=quantile_bins(value),
        faded=~chosen,
        value_words=worded(value, indicator.decimals),
        growth_words=[f.growth(v) for v in growth],
    )


def quantile_bins(values: "pd.Series[float]") -> "pd.Series[int]":
    """Each value's fifth, 0 to 4; equal values share a bin; -1 where there is none."""
    share = values.rank(method="min").sub(1) / max(int(values.notna().sum()) - 1, 1)
    return (share * BINS).clip(upper=BINS - 1).fillna(-1).astype(int)


@lru_cache
def _tile_spec(theme: Theme, step: int, lines: Said, *, picks: tuple[str, ...], name_px: float) -> dict[str, Any]:
    x = alt.X("tile_col:O", axis=None, scale=alt.Scale(paddingInner=TILE_GAP))
    y = alt.Y("tile_row:O", axis=None, scale=alt.Scale(paddingInner=TILE_GAP * 1.6))
    name = words("name", fontSize=name_px, dy=-step * 0.2)
    value = words("value_words", fontSize=SECONDARY_PX, fontWeight=BOLD, dy=step * 0.22)
    ink = alt.condition("datum.faded", alt.value(theme.muted), _bin_ink(theme))
    faded = alt.condition("datum.faded", alt.value(FADED), alt.value(1.0))
    square = _square(theme, radius=3).encode(fillOpacity=faded)
    placed = [pointing(layer, picks).encode(x=x, y=y, tooltip=tips(lines)) for layer in (square, name, value)]
    placed[1:] = [layer.encode(color=ink) for layer in placed[1:]]
    return finished(placed, theme=theme, height=alt.Step(step), picks=picks, own_colours=True)


@kept
def heat_map(
    frame: pd.DataFrame,
    *,
    indicator: Indicator,
    theme: Theme,
    edges: Sequence[float],
    step: int = 26,
    totals: Totals | None = None,
    picks: Literal["row", "column", "cell"] | None = "column",
) -> Drawing | None:
    """Rows by columns in five fixed bins, both sorted by total, totals in the margins, nothing is ``·``.

    `frame`: `row`, `row_name`, `column`, `column_name`, `value`, and perhaps `chosen` (bool; where some are chosen the
    others step back); combinations that are missing hold nothing. `edges` are the five lower bounds (`fixed_edges`):
    keep them when the filter changes. Margins are sums, unless `totals` gives those of rows and columns by code and the
    grand total, as ratios need. Picking gives `key`, the code of the cell's column or row (`picks`); with ``"cell"``
    both, as `ROW_KEY` and `COLUMN_KEY`. A margin's code is empty.
    """
    if not frame["value"].notna().any():
        return None
    rows = _cells(frame, indicator, edges, totals, picks or "column")
    picked = {"cell": (ROW_KEY, COLUMN_KEY), None: ()}.get(picks, (KEY,))
    columns = (ROW, COLUMN, of_indicator(indicator))
    spec = _heat_spec(theme, step, said(columns), picks=picked, slanted=language() == "en")
    told = extremes(indicator, frame.assign(name=frame["row_name"] + f.DOT + frame["column_name"]), total=True)
    legend = bin_legend(edges, indicator, theme)
    return Drawing(spec, arrow_rows(rows), columns, told, str(indicator.unit), legend, picked, _least_width(rows))


def _least_width(rows: pd.DataFrame) -> int:
    longest = max(len(text) for text in rows["value_words"])
    return NAMES_PX + rows["column"].nunique() * max(LEAST_CELL_PX, DIGIT_PX * longest + 6)


def _cells(
    frame: pd.DataFrame, indicator: Indicator, edges: Sequence[float], totals: Totals | None, picks: str
) -> pd.DataFrame:
    down, across, grand = totals or _sums(frame)
    known = {
        **{(row, column): value for row, column, value in zip(*(frame[c] for c in CELL), strict=True)},
        **{(row, TOTAL): value for row, value in down.items()},
        **{(TOTAL, column): value for column, value in across.items()},
        (TOTAL, TOTAL): grand,
    }
    places = [(row, column) for row in _by_total(down) for column in _by_total(across)]
    cells = pd.DataFrame([(*place, known.get(place)) for place in places], columns=CELL).astype({"value": float})
    margin = cells["row"].eq(TOTAL) | cells["column"].eq(TOTAL)
    codes = cells[["row", "column"]].replace(TOTAL, "")
    exact = [f.rounded(value, indicator.decimals) for value in cells["value"]]
    return cells.assign(
        key=codes["row" if picks == "row" else "column"],
        row_key=codes["row"],
        column_key=codes["column"],
        row_name=_named(cells["row"], frame["row"], frame["row_name"]),
        column_name=_named(cells["column"], frame["column"], frame["column_name"]),
        bin=[-1 if m else fixed_bin(v, edges) for m, v in zip(margin, exact, strict=True)],
        margin=margin,
        faded=_faded(cells, frame) & ~margin,
        value_words=[f.number(v, indicator.decimals) if v else NOTHING for v in exact],
    )


def _faded(cells: pd.DataFrame, frame: pd.DataFrame) -> "pd.Series[bool]":
    """The cells that step back, because others are chosen."""
    if "chosen" not in frame:
        return cells["value"].isna() & False
    chosen = set(frame.loc[frame["chosen"].astype(bool), ["row", "column"]].itertuples(index=False, name=None))
    return pd.Series([place not in chosen for place in zip(cells["row"], cells["column"], strict=True)])


def _sums(frame: pd.DataFrame) -> Totals:
    down, across = (frame.groupby(by)["value"].sum() for by in ("row", "column"))
    return _by_code(down), _by_code(across), float(frame["value"].sum())


def _by_code(totals: "pd.Series[float]") -> dict[str, float]:
    return {str(code): float(total) for code, total in totals.items()}


def _by_total(totals: Mapping[str, float]) -> list[str]:
    return [*sorted(totals, key=lambda key: -totals[key]), TOTAL]


def _named(keys: "pd.Series[str]", known: "pd.Series[str]", names: "pd.Series[str]") -> list[str]:
    spoken = {**dict(zip(known, names.astype(str), strict=True)), TOTAL: tr("Total")}
    return [spoken[key] for key in keys]


def fixed_bin(value: Decimal | None, edges: Sequence[float]) -> int:
    """The bin of a rounded value by the lower bounds `edges`, 0 to 4; -1 below the first, at zero and when missing."""
    return bisect_right(edges, float(value)) - 1 if value else -1


def fixed_edges(values: "pd.Series[float]", *, decimals: int = 0) -> tuple[float, ...]:
    """Five round lower bounds that share out the values above zero: take them from the unfiltered data, once."""
    above = values[values > 0].astype(float)
    least = 10.0**-decimals
    if above.empty:
        return tuple(least * (i + 1) for i in range(BINS))
    edges = [least]
    for share in (0.3, 0.6, 0.8, 0.92):
        edges.append(max(_round_number(float(above.quantile(share)), least), edges[-1] + least))
    return tuple(round(edge, decimals) for edge in edges)


def _round_number(value: float, least: float) -> float:
    """The nearest of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten, in whole `least`."""
    power = 10.0 ** np.floor(np.log10(max(value, least)))
    nearest = min((1, 1.5, 2, 3, 4, 5, 6, 8, 10), key=lambda m: abs(m * power - value))
    return float(max(round(nearest * power / least) * least, least))


def bin_legend(edges: Sequence[float], indicator: Indicator, theme: Theme) -> tuple[Swatch, ...]:
    """The bins as swatches: ``1—5``, ``6—14``, … ``60以上``."""
    least = 10.0**-indicator.decimals
    low = [f.number(edge, indicator.decimals) for edge in edges]
    high = [f.number(edge - least, indicator.decimals) for edge in edges[1:]]
    closed = [a if a == b else f"{a}—{b}" for a, b in zip(low, high, strict=False)]
    spoken = [*closed, tr("{value} and more", value=low[-1])]
    return tuple(Swatch(word, colour, "wide") for word, colour in zip(spoken, theme.ramp, strict=True))


@lru_cache
def _heat_spec(theme: Theme, step: int, lines: Said, *, picks: tuple[str, ...], slanted: bool) -> dict[str, Any]:
    top = _top_axis(theme, slanted=slanted)
    left = alt.Axis(labelColor=theme.ink, labelFontSize=AXIS_PX, labelOverlap=False)
    x = alt.X("column_name:N", sort=None, axis=top, scale=alt.Scale(paddingInner=CELL_GAP))
    y = alt.Y("row_name:N", sort=None, axis=left, scale=alt.Scale(paddingInner=CELL_GAP))
    faded = alt.condition("datum.faded", alt.value(FADED), alt.value(1.0))
    ink = alt.condition("datum.faded", alt.value(theme.muted), _bin_ink(theme))
    square = _square(theme, radius=2, outline=False).encode(fillOpacity=faded)
    cells = words("value_words", fontSize=CELL_PX).transform_filter("!datum.margin").encode(color=ink)
    totals = words("value_words", fontSize=CELL_PX, fontWeight=BOLD).transform_filter("datum.margin")
    placed = [pointing(layer, picks).encode(x=x, y=y, tooltip=tips(lines)) for layer in (square, cells, totals)]
    return finished(placed, theme=theme, height=alt.Step(step), picks=picks, own_colours=True)


def _top_axis(theme: Theme, *, slanted: bool) -> alt.Axis:
    """Two Chinese characters stand over a column; English names do not and lean."""
    leaning: dict[str, Any] = {"labelAngle": -50, "labelAlign": "left", "labelBaseline": "middle"} if slanted else {}
    return alt.Axis(
        orient="top", labelColor=theme.ink, labelFontSize=AXIS_PX, labelOverlap=False, labelPadding=4, **leaning
    )


def _square(theme: Theme, *, radius: int, outline: bool = True) -> alt.Chart:
    """A filled square by column `bin`; where there is none, an outline or nothing."""
    colours = ["transparent", *theme.ramp]
    fill = alt.Color("bin:O", scale=alt.Scale(domain=[-1, *BIN_DOMAIN], range=colours))
    edge = alt.condition("datum.bin < 0", alt.value(theme.border), alt.value("transparent"))
    layer = encoded(blank().mark_rect(cornerRadius=radius), color=fill)
    return encoded(layer, stroke=edge) if outline else layer


def _bin_ink(theme: Theme) -> alt.Color:
    return alt.Color("bin:O", scale=alt.Scale(domain=[-1, *BIN_DOMAIN], range=[theme.muted, *theme.ramp_ink]))

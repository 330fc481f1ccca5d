"""Bars in parts: a count split by what became of it, the whole at the bar's end, further numbers at the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import altair as alt
import pandas as pd

from tongnan_metrics.catalog.model import Unit
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts.bars import (
    ALONE,
    FADED,
    VALUE_PX,
    at_end,
    bar_axis,
    right_column,
    rows_of,
    whole_row,
)
from tongnan_metrics.present.charts.drawing import (
    KEY,
    Drawing,
    Said,
    Swatch,
    arrow_rows,
    blank,
    encoded,
    outlined,
    said,
    worded,
)
from tongnan_metrics.present.charts.facts import listed
from tongnan_metrics.present.charts.frames import distinct
from tongnan_metrics.present.tables import Column, Form
from tongnan_metrics.present.theme import Theme

Shade = Literal["strong", "middle", "soft", "pale", "grey", "alarm", "warning"]
# What a digit takes of a column at the right, and the room between columns.
DIGIT_PX, BETWEEN_PX = 7, 16


@dataclass(frozen=True, slots=True)
class Portion:
    """One part of every bar: the column of its counts, its name, and how it is shaded."""

    key: str
    name: Text | str
    shade: Shade


def part_bars(
    frame: pd.DataFrame,
    *,
    by: Text | str,
    portions: Sequence[Portion],
    unit: Unit | Column,
    theme: Theme,
    beside: Sequence[Column] = (),
    step: int = 22,
    clickable: bool = True,
) -> Drawing | None:
    """A bar a row, made of its portions from the left, their sum at its end; numbers `beside` stand at the right.

    `frame`, in the order to be shown: `key`, `name`, a column of counts for each portion, the columns `beside`, and
    perhaps `chosen` (bool; where some are chosen the others step back). `by` says what the rows are. A legend names the
    portions where bars have several. `unit` may be the whole column the portions add up to (`value`). Picking gives
    `key`; a row without a code is not picked. None when nothing is counted.
    """
    used = [portion for portion in portions if len(frame) and frame[portion.key].sum() > 0]
    if not used:
        return None
    counted = unit if isinstance(unit, Column) else Column("value", tr("Total"), Form.NUMBER, unit)
    rows = _rows(frame, used, beside, counted.decimals)
    columns = (
        Column("name", by),
        counted,
        *(Column(part.key, part.name, Form.NUMBER, counted.unit, counted.decimals) for part in used),
        *beside,
    )
    picks = (KEY,) if clickable else ()
    spec = _spec(theme, step, said(columns), _drawn(used), _widths(rows, beside), picks=picks)
    legend = tuple(_swatch(theme, part) for part in used)
    note = f.DOT.join([str(counted.unit), *(column.header for column in beside)])
    told = listed(rows, "told", of=str(by))
    return Drawing(spec, arrow_rows(rows), columns, told, note, legend if _mixed(frame, used) else (), picks)


def _mixed(frame: pd.DataFrame, portions: Sequence[Portion]) -> bool:
    """Whether any bar has several portions: else the rows' names say what the shades mean."""
    return bool(((frame[[part.key for part in portions]] > 0).sum(axis="columns") > 1).any())


def colour(theme: Theme, shade: Shade) -> str:
    """The theme's colour for a shade."""
    soft, middle, strong = theme.parts
    return {
        "strong": strong,
        "middle": middle,
        "soft": soft,
        "pale": theme.planned,
        "grey": theme.last_year,
        "alarm": theme.red.ink,
        "warning": theme.amber.ground,
    }[shade]


def _swatch(theme: Theme, part: Portion) -> Swatch:
    """A portion in the legend; a pale one is known by its outline."""
    if part.shade == "warning":
        return Swatch(str(part.name), theme.amber.ink, "ring")
    return Swatch(str(part.name), colour(theme, part.shade), "wide")


def _rows(frame: pd.DataFrame, portions: Sequence[Portion], beside: Sequence[Column], decimals: int) -> pd.DataFrame:
    counts = frame[[part.key for part in portions]].astype(float)
    until = counts.cumsum(axis="columns")
    total = until.iloc[:, -1]
    # A portion of nothing has no place: its outline would still be seen.
    spans = {f"{key}_to": until[key].where(counts[key] > 0) for key in counts}
    spans |= {f"{key}_from": (until[key] - counts[key]).where(counts[key] > 0) for key in counts}
    numbers = frame[[column.key for column in beside]].astype(float)
    words = {f"{key}_words": worded(counts[key], decimals) for key in counts}
    words |= {f"{column.key}_words": worded(numbers[column.key], column.decimals) for column in beside}
    chosen = frame["chosen"].astype(bool) if "chosen" in frame else pd.Series(data=True, index=frame.index)
    rows = counts.join(numbers).assign(
        **{KEY: frame[KEY].where(frame[KEY].notna(), "")},
        name=distinct(frame["name"].astype(str), frame[KEY]),
        value=total,
        end=total,
        value_words=worded(total, decimals),
        strength=chosen.map({True: 1.0, False: FADED}),
        **spans,
        **words,
    )
    return rows.assign(told=_told(rows, portions))


def _told(rows: pd.DataFrame, portions: Sequence[Portion]) -> list[str]:
    """Each row's total and, where there are several portions, each of them."""
    if len(portions) == 1:
        return list(rows["value_words"])
    parts = [[f"{part.name} {words}" for words in rows[f"{part.key}_words"]] for part in portions]
    said = tr("{whole} ({parts})", whole="{whole}", parts="{parts}")
    return [
        said.format(whole=whole, parts=f.DOT.join(some))
        for whole, *some in zip(rows["value_words"], *parts, strict=True)
    ]


Drawn = tuple[tuple[str, Shade], ...]
Widths = tuple[tuple[str, int], ...]


def _drawn(portions: Sequence[Portion]) -> Drawn:
    return tuple((part.key, part.shade) for part in portions)


def _widths(rows: pd.DataFrame, beside: Sequence[Column]) -> Widths:
    """How wide each column at the right must be for its longest number."""
    fields = [f"{column.key}_words" for column in beside]
    return tuple((field, max(map(len, rows[field])) * DIGIT_PX + BETWEEN_PX) for field in fields)


@lru_cache
def _spec(
    theme: Theme, step: int, lines: Said, drawn: Drawn, widths: Widths, *, picks: tuple[str, ...]
) -> dict[str, Any]:
    right = VALUE_PX + sum(width for _, width in widths)
    bars = [_portion(theme, key, shade) for key, shade in drawn]
    bars[0] = bars[0].encode(x=bar_axis(field=f"{drawn[0][0]}_from", right=right))
    layers = [whole_row(), *bars, at_end("value_words"), *_columns(widths, theme)]
    return rows_of(layers, theme=theme, step=step, lines=lines, picks=picks)


def _portion(theme: Theme, key: str, shade: Shade) -> alt.Chart:
    outline = {"pale": theme.faint, "warning": theme.amber.ink}.get(shade, theme.page)
    bar = blank().mark_bar(color=colour(theme, shade), height=alt.RelativeBandSize(band=ALONE), **outlined(outline))
    span = {"x": alt.X(f"{key}_from:Q", axis=None), "x2": alt.X2(f"{key}_to:Q")}
    return encoded(bar, opacity=alt.Opacity("strength:Q", scale=None), **span)


def _columns(widths: Widths, theme: Theme) -> list[alt.Chart]:
    """The numbers at the right, the last one at the edge."""
    after = [sum(width for _, width in widths[place + 1 :]) for place in range(len(widths))]
    return [right_column(field, theme, offset=offset) for (field, _), offset in zip(widths, after, strict=True)]

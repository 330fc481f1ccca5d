"""What every chart is made of: a spec that depends on options only, and the rows that flow into it.

Specs are built once with Altair and cached; rows are named `DATA` inside them, so that a page can hand a cached spec
and fresh Arrow rows to the browser. Whatever depends on the data (order, labels, bins, places of labels) is a column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd
import pyarrow as pa
from altair import LayerChart

from tongnan_metrics.present import format as f
from tongnan_metrics.present.tables import DERIVED, Column, Table, table
from tongnan_metrics.present.theme import BOLD, Theme, chart_config

DATA = "rows"
PICKED = "picked"
KEY = "key"

SOLID, DASHED, SHORT_DASHED, DOTTED = [1, 0], [4, 3], [5, 3], [2, 3]

NAME = DERIVED["name"]
BASE, GROWTH = DERIVED["base"], DERIVED["growth"]
PERIOD = Column("period_name", DERIVED["period"].name)

Padding = dict[str, int]
LEAST_PX = 24
PADDING: Padding = {"left": 0, "top": 4, "right": 2, "bottom": 2}


@dataclass(frozen=True, slots=True)
class Swatch:
    """One entry of a legend: its word, and how its mark looks."""

    label: str
    colour: str
    mark: Literal["bar", "wide", "line", "dot", "ring"] = "bar"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready for the browser.

    `spec` is shared between drawings of the same options and must not be changed; `rows` are its dataset `DATA`;
    `columns` declare the rows as a table; `alt` says the main facts in a sentence. `legend`, then `note` (unit and what
    the columns at the right are) stand at the right of the card's title. When `clickable`, the spec has a point
    selection `PICKED` over the columns `picks`. Below `least_width` pixels its words would touch: its card scrolls.
    """

    spec: Mapping[str, Any]
    rows: pa.Table
    columns: tuple[Column, ...]
    alt: str
    note: str = ""
    legend: tuple[Swatch, ...] = ()
    picks: tuple[str, ...] = ()
    least_width: int = 0

    @property
    def clickable(self) -> bool:
        """Whether a mark can be picked."""
        return bool(self.picks)

    @property
    def bound(self) -> dict[str, Any]:
        """The spec with its Arrow rows, as ``st.vega_lite_chart(spec=…, alt=drawing.alt, theme=None)`` takes it."""
        return {**self.spec, "datasets": {DATA: self.rows}}

    @property
    def table(self) -> Table:
        """The chart's numbers as a table, to read instead of the picture and to take away; margins left out."""
        rows = self.rows.to_pandas()
        return table(rows[~rows["margin"]] if "margin" in rows else rows, self.columns)

    def to_dict(self) -> dict[str, Any]:
        """The whole chart as plain Vega-Lite JSON, rows and description included."""
        return {**self.spec, "description": self.alt, "datasets": {DATA: self.rows.to_pylist()}}

    def chart(self) -> LayerChart:
        """The whole chart as an Altair object."""
        made: LayerChart = LayerChart.from_dict(self.to_dict())
        return made


def blank() -> alt.Chart:
    """A chart on the named rows, to be marked and encoded."""
    return alt.Chart(alt.NamedData(DATA))


def encoded(layer: alt.Chart, **channels: Any) -> alt.Chart:
    """``layer.encode(…)``, which Altair leaves untyped."""
    drawn: alt.Chart = layer.encode(**channels)
    return drawn


def finished(
    layers: Sequence[alt.Chart],
    *,
    theme: Theme,
    height: int | alt.Step,
    padding: Padding | None = None,
    picks: Sequence[str] = (),
    own_colours: bool = False,
) -> dict[str, Any]:
    """The layers as one spec: sized to its container, configured by the theme, clickable on `picks`.

    With `own_colours` each layer has its own colour scale.
    """
    first, *rest = layers
    if picks:
        first = first.add_params(alt.selection_point(name=PICKED, fields=list(picks)))
    chart = alt.layer(first.properties(name="body"), *rest, data=alt.NamedData(DATA))
    if own_colours:
        chart = chart.resolve_scale(color="independent")
    fit: Any = "fit" if isinstance(height, int) else "fit-x"
    sized = chart.properties(
        height=height,
        padding={**PADDING, **(padding or {})},
        autosize=alt.AutoSizeParams(type=fit, contains="padding"),
    )
    # Checking takes longer than making; the tests check every kind of chart.
    spec: dict[str, Any] = sized.configure(**chart_config(theme)).to_dict(validate=False)
    return spec


def arrow_rows(frame: pd.DataFrame) -> pa.Table:
    """The frame's columns as Arrow, without an index; missing numbers are null."""
    return pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)


def words(field: str, **options: Any) -> alt.Chart:
    """A text layer of the ready-made words in column `field`."""
    return encoded(blank().mark_text(baseline="middle", **options), text=alt.Text(f"{field}:N"))


def bold(field: str, **options: Any) -> alt.Chart:
    """A text layer in semibold."""
    return words(field, fontWeight=BOLD, **options)


WORDS_HAVE_UNIT = frozenset({"growth", "contribution", "share", "weight", "amount", "stay"})
Said = tuple[tuple[str, str], ...]


def said(columns: Sequence[Column]) -> Said:
    """What a tooltip says of the columns: field and title; numbers have their words in a column ``…_words``.

    The first column is the heading: vega-tooltip takes the line titled "title" for that.
    """
    fields = [f"{c.key}_words" if c.numeric else c.key for c in columns]
    titles = ["title", *(str(c.name) if c.key in WORDS_HAVE_UNIT else c.header for c in columns[1:])]
    return tuple(zip(fields, titles, strict=True))


def tips(lines: Said) -> list[alt.Tooltip]:
    """Tooltip lines as Altair takes them."""
    return [alt.Tooltip(field=field, type="nominal", title=title) for field, title in lines]


def worded(values: "pd.Series[Any]", decimals: int) -> list[str]:
    """Each value as the chart prints it."""
    return [f.number(value, decimals) for value in values]


def outlined(colour: str | None) -> dict[str, Any]:
    """A hairline that keeps a pale mark visible."""
    return {"stroke": colour, "strokeWidth": 0.6} if colour else {}


def reserved(*, left: int = 0, right: int = 0) -> list[Any]:
    """A scale range that keeps room for words beside the marks, in pixels; however narrow, it never turns round."""
    return [left, alt.ExprRef(f"max(width - {right}, {left + LEAST_PX})")]


def pointing(layer: alt.Chart, picks: Sequence[str]) -> alt.Chart:
    """The layer with a hand for a pointer where something can be picked."""
    if picks:
        layer.mark.cursor = "pointer"
    return layer

"""A table as Streamlit draws it: column configuration from the declaration, secondary columns muted."""

from collections.abc import Iterator
from math import ceil
from typing import Any
from unicodedata import east_asian_width

import pandas as pd
import pyarrow as pa
import streamlit as st

from tongnan_metrics.kept import kept
from tongnan_metrics.locale import language
from tongnan_metrics.present.tables import PILLS, Column, Form, Table, pill_options
from tongnan_metrics.present.theme import Theme

ROW_PX, DENSE_PX, HEADER_PX, BORDER_PX = 32, 28, 32, 2
# Streamlit guesses widths from a few cells and leaves out the longest: ours fit every word.
EM_PX, NARROW, SPACE, PADDING_PX, MOST_PX = 12.25, 0.55, 0.26, 18, 420
BESIDE_PX = {**dict.fromkeys(PILLS, 20), Form.PROGRESS: 56}
# Styling writes a colour and a word for every cell in every run: beyond this many rows plain cells are better.
MOST_STYLED = 100
# A header stands at the left unless it reads from right to left: the first mark says it does, the second it does not.
AT_RIGHT = "\u061c\u200e"


@kept
def config(table: Table) -> dict[str, Any]:
    """Streamlit's column configuration of a table, by column key."""
    return {column.key: _column(column, room(column, table.frame[column.key])) for column in table.columns}


def _column(column: Column, width: int) -> Any:
    said: dict[str, Any] = {"width": width, "help": str(column.help) or None}
    if column.at_right:
        said |= {"label": AT_RIGHT + column.header, "alignment": "right"}
        if column.form is Form.NUMBER:
            return st.column_config.NumberColumn(format=column.printf, **said)
        return st.column_config.TextColumn(**said)
    match column.form:
        case Form.PROGRESS:
            return st.column_config.ProgressColumn(
                column.header, format=column.printf, min_value=0, max_value=100, **said
            )
        case Form.LIGHT | Form.PILL:
            options = pill_options(column)
            return st.column_config.MultiselectColumn(
                column.header, options=list(options), color=list(options.values()), **said
            )
        case Form.DATE:
            return st.column_config.DateColumn(column.header, format="YYYY-MM-DD", **said)
        case _:
            return st.column_config.TextColumn(column.header, **said)


def room(column: Column, values: "pd.Series[Any]") -> int:
    """How many pixels show the header and every value whole; at most the column's own `width`."""
    cells = max(map(_length, _texts(column, values)), default=0) + BESIDE_PX.get(column.form, 0)
    needed = ceil(max(_length(column.header), cells)) + PADDING_PX
    # A column's own width is measured for Chinese words: others need the room they need.
    return min(needed, column.width if column.width and language() == "zh" else MOST_PX)


def _texts(column: Column, values: "pd.Series[Any]") -> Iterator[str]:
    known = values.dropna()
    match column.form:
        case Form.NUMBER:
            yield from {column.printf % value for value in known}
        case Form.LIGHT | Form.PILL:
            yield from {word for words in known for word in words}
        case Form.PROGRESS:
            yield "100%"
        case _:
            yield from set(known.astype(str))


def _length(text: str) -> float:
    return EM_PX * sum(SPACE if c == " " else NARROW if east_asian_width(c) in {"N", "Na", "H"} else 1.0 for c in text)


def rows(table: Table, theme: Theme) -> Any:
    """The rows to show, secondary columns in muted ink."""
    muted = [column.key for column in table.columns if column.muted]
    if not muted or len(table.frame) > MOST_STYLED:
        return _plain(table)
    return table.frame.style.set_properties(subset=pd.IndexSlice[:, muted], color=theme.muted)


@kept
def _plain(table: Table) -> pa.Table:
    return pa.Table.from_pandas(table.frame, preserve_index=False)


def height(count: int, *, dense: bool, most: int) -> int:
    """The height of a table that shows whole rows only, at most so many."""
    return HEADER_PX + min(count, most) * (DENSE_PX if dense else ROW_PX) + BORDER_PX

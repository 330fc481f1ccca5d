"""A table as Streamlit draws it: column configuration from the declaration, secondary columns muted."""

from typing import Any

import pandas as pd
import streamlit as st

from tongnan_metrics.locale import language
from tongnan_metrics.present.tables import Column, Form, Table, light_options
from tongnan_metrics.present.theme import Theme

ROW_PX, DENSE_PX, HEADER_PX, BORDER_PX = 32, 28, 32, 2
# Styling sends a colour for every cell: beyond this many rows plain cells are better.
MOST_STYLED = 400


def config(table: Table) -> dict[str, Any]:
    """Streamlit's column configuration of a table, by column key."""
    return {column.key: _column(column) for column in table.columns}


def _column(column: Column) -> Any:
    # Widths in pixels are measured for Chinese words: others need the room they need.
    width = None if isinstance(column.width, int) and language() != "zh" else column.width
    said: dict[str, Any] = {"width": width, "help": str(column.help) or None}
    match column.form:
        case Form.NUMBER:
            return st.column_config.NumberColumn(column.header, format=column.printf, alignment="right", **said)
        case Form.PROGRESS:
            return st.column_config.ProgressColumn(
                column.header, format=column.printf, min_value=0, max_value=100, **said
            )
        case Form.LIGHT:
            options = light_options()
            return st.column_config.MultiselectColumn(
                column.header, options=list(options), color=list(options.values()), **said
            )
        case Form.DATE:
            return st.column_config.DateColumn(column.header, format="YYYY-MM-DD", **said)
        case _:
            return st.column_config.TextColumn(column.header, **said)


def rows(table: Table, theme: Theme) -> Any:
    """The rows to show, secondary columns in muted ink."""
    muted = [column.key for column in table.columns if column.muted]
    if not muted or len(table.frame) > MOST_STYLED:
        return table.frame
    return table.frame.style.set_properties(subset=pd.IndexSlice[:, muted], color=theme.muted)


def height(count: int, *, dense: bool, most: int) -> int:
    """The height of a table that shows whole rows only, at most so many."""
    return HEADER_PX + min(count, most) * (DENSE_PX if dense else ROW_PX) + BORDER_PX

"""Rows counted by a column, as charts take them: named, every place of a filter there, those chosen marked."""

from collections.abc import Mapping

import pandas as pd

from tongnan_metrics.catalog.places import short_name
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present.charts import KEY
from tongnan_metrics.ui.links import SECTOR, TOWN
from tongnan_metrics.ui.view import View

Names = Mapping[str, Text]
FILTERS = {TOWN: "towns", SECTOR: "sectors"}


def unfiltered(view: View, dimension: str) -> View:
    """The view without the dimension's own filter: every one of its bars is there, to be chosen."""
    return view.where(**{FILTERS[dimension]: ()})


def named(view: View, rows: pd.DataFrame, by: str, *, none: str = "", names: Names | None = None) -> pd.DataFrame:
    """Rows counted `by` a column with `key`, `name` and `chosen`; `none` names the row of those without a value.

    Names are those of the dimension, unless `names` gives others; what has no name is called by its value.
    """
    spoken = view.names(by) if names is None else names
    codes = ["" if pd.isna(code) else str(code) for code in rows[by]]
    called = [short_name(str(spoken.get(code, code))) if code else none for code in codes]
    picked = getattr(view.selection, FILTERS[by]) if by in FILTERS else ()
    chosen = [code in picked if picked else True for code in codes]
    return rows.assign(key=codes, name=called, chosen=chosen)


def first_few(rows: pd.DataFrame, most: int, others: str) -> pd.DataFrame:
    """The first rows, and the sums of all others as one row more, which cannot be picked; `others` has ``{n}``."""
    if len(rows) <= most + 1:
        return rows
    rest = rows.iloc[most:]
    summed = rest.sum(numeric_only=True).to_dict()
    one = {**summed, KEY: "", "name": others.format(n=len(rest)), "chosen": True}
    return pd.concat([rows.head(most), pd.DataFrame([one])], ignore_index=True)


def in_full(view: View, rows: pd.DataFrame, by: str, *, none: str = "", names: Names | None = None) -> pd.DataFrame:
    """The same as `named` with full names, as tables have room for."""
    said, full = named(view, rows, by, none=none, names=names), view.names(by)
    return said.assign(name=[str(full.get(key, name)) for key, name in zip(said[KEY], said["name"], strict=True)])


def with_total(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows and a last one with the sums of what is counted; it has no key."""
    if len(rows) < 2:
        return rows
    summed = rows.sum(numeric_only=True).to_dict()
    return pd.concat([rows, pd.DataFrame([{**summed, KEY: "", "name": tr("Total")}])], ignore_index=True)

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


def parted(view: View, key: str, by: str, into: str, *, blank: str = "", every: bool = False) -> pd.DataFrame:
    """An indicator split `by` a column and into the choices of another, as bars in parts take it, most first.

    `by`, a column for each choice of `into` (`blank` for those without one), and `all` of them. Rows without a value
    of `by` stand together, last; with `every` each of its choices is there, in their order.
    """
    cells = view.frame(key, *dict.fromkeys((by, into))).dropna(subset="value")
    choices = [*view.names_of(key, into), *([blank] if blank else [])]
    named = pd.DataFrame(
        {"by": cells[by].fillna(""), "into": cells[into].where(cells[into].notna(), blank), "value": cells["value"]}
    )
    wide = named.groupby(["by", "into"])["value"].sum().unstack().reindex(columns=choices).fillna(0.0)
    if every:
        wide = wide.reindex(list(view.names_of(key, by))).fillna(0.0)
    rows = wide.assign(all=wide.sum(axis="columns")).rename_axis(by, axis="index").reset_index()
    if every:
        return rows
    rows = rows[rows["all"] > 0]
    order = rows.assign(_last=rows[by] == "").sort_values(["_last", "all", by], ascending=[True, False, True])
    return order.drop(columns="_last").assign(**{by: order[by].replace("", None)}).reset_index(drop=True)


def beside(view: View, rows: pd.DataFrame, by: str, **keys: str) -> pd.DataFrame:
    """The rows with other indicators split by the same column, each in the column it is given; none is zero."""
    for column, key in keys.items():
        cells = view.frame(key, by).dropna(subset=by).set_index(by)["value"]
        blank = view.frame(key, by).loc[lambda some: some[by].isna(), "value"].sum()
        rows = rows.assign(**{column: rows[by].map(cells.to_dict()).where(rows[by].notna(), blank).astype(float)})
    return rows


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

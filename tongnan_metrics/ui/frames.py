"""Answers of the release, kept for whoever asks the same again: by release, selection and question, for everybody.

Nothing of this is ever put in a session. A release never changes, so an answer never grows old.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from tongnan_metrics import query
from tongnan_metrics.locale import Text
from tongnan_metrics.query import Figure, Selection
from tongnan_metrics.releases import Release
from tongnan_metrics.ui.links import Known

_BY_ID: Any = {Release: lambda release: release.id}
_ENTRIES = 512


@st.cache_data(max_entries=_ENTRIES, show_spinner=False, hash_funcs=_BY_ID)
def figures(release: Release, selection: Selection, keys: tuple[str, ...]) -> dict[str, Figure]:
    """The figures of several indicators for a selection."""
    return query.figures(release, selection, keys)


@st.cache_data(max_entries=_ENTRIES, show_spinner=False, hash_funcs=_BY_ID)
def frame(release: Release, selection: Selection, key: str, by: tuple[str, ...]) -> pd.DataFrame:
    """An indicator for a selection, split by dimensions."""
    return query.frame(release, selection, key, by)


@st.cache_data(max_entries=_ENTRIES, show_spinner=False, hash_funcs=_BY_ID)
def answer(_question: Callable[..., Any], release: Release, values: tuple[Any, ...], *told_apart_by: str) -> Any:
    """What any function of the release answers; the last words (its name, the language) tell the answers apart."""
    del told_apart_by
    return _question(release, *values)


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs=_BY_ID)
def known(release: Release) -> Known | None:
    """What the filters of a release offer; None when it holds no period yet."""
    default = query.default_period(release)
    if default is None:
        return None
    towns = release.table("towns").select(["town", "town_kind"]).to_pylist()
    return Known(
        periods=query.periods(release),
        default=default,
        towns=query.names(release, "towns"),
        subdistricts=tuple(row["town"] for row in towns if row["town_kind"] == "subdistrict"),
        sectors=query.names(release, "sectors"),
        trades=query.names(release, "trades"),
    )


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs=_BY_ID)
def sources(release: Release) -> tuple[dict[str, Any], ...]:
    """The rows of the release's `sources`: title, issuer, date, kind."""
    return tuple(release.table("sources").to_pylist())


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs=_BY_ID)
def printed_sources(release: Release) -> tuple[str, ...]:
    """The titles of the sources that figures were printed in."""
    cited = set(release.table("published")["source"].to_pylist())
    return tuple(str(row["title"]) for row in sources(release) if row["source"] in cited)


@st.cache_data(max_entries=16, show_spinner=False, hash_funcs=_BY_ID)
def tiles(release: Release) -> pd.DataFrame:
    """Every town's place on the tile map: `town`, `tile_col`, `tile_row`."""
    rows: pd.DataFrame = release.table("towns").select(["town", "tile_col", "tile_row"]).to_pandas()
    return rows


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs=_BY_ID)
def home(release: Release) -> Text:
    """The name of the district the release is about."""
    rows = release.table("districts").to_pylist()
    return next((Text(r["name_zh"], r["name_en"]) for r in rows if r["home"]), Text("", ""))

"""What a release says that every page needs, kept for whoever asks again: a release never changes."""

from typing import Any

import pandas as pd

from tongnan_metrics import query
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text
from tongnan_metrics.releases import Release
from tongnan_metrics.ui.links import Known


@kept
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


@kept
def sources(release: Release) -> tuple[dict[str, Any], ...]:
    """The rows of the release's `sources`: title, issuer, date, kind."""
    return tuple(release.table("sources").to_pylist())


@kept
def printed_sources(release: Release) -> tuple[str, ...]:
    """The titles of the sources that figures were printed in."""
    cited = set(release.table("published")["source"].to_pylist())
    return tuple(str(row["title"]) for row in sources(release) if row["source"] in cited)


@kept
def tiles(release: Release) -> pd.DataFrame:
    """Every town's place on the tile map: `town`, `tile_col`, `tile_row`."""
    rows: pd.DataFrame = release.table("towns").select(["town", "tile_col", "tile_row"]).to_pandas()
    return rows


@kept
def home(release: Release) -> Text:
    """The name of the district the release is about."""
    rows = release.table("districts").to_pylist()
    return next((Text(r["name_zh"], r["name_en"]) for r in rows if r["home"]), Text("", ""))

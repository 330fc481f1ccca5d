"""Figures as sources printed them, and beside each what the release's own rows give."""

from collections.abc import Hashable, Mapping
from operator import ge, le
from typing import Any

import pandas as pd

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.analysis.rounding import decimals_of, rounded
from tongnan_metrics.catalog.indicators import INDICATORS, UnknownIndicatorError, indicator
from tongnan_metrics.catalog.model import Printed
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.locale import Text
from tongnan_metrics.query import lookups
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.frames import figures
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

PARK = "park"
# A round number printed as a bound agrees with whatever keeps to it.
_BOUNDS = {"approx >": ge, "at_least": ge, "approx <": le}
_ONLY_PRINTED = Text("仅见于公布数据，没有可计算的明细", "Known only as printed: no rows to compute it from")
_NO_PERIOD = Text("该报告期没有明细数据", "No rows for this period")
_ELSEWHERE = Text("不是本区的数据", "Not a figure of the district itself")

_PUBLISHED = """
SELECT p.*, s.title, s.issuer, s.date, s.source_kind
FROM published p LEFT JOIN sources s USING (source)
ORDER BY p.period, p.figure
"""


def published(release: Release) -> pd.DataFrame:
    """Every row of dataset `published` in order of period, with its source's `title`, `issuer`, `date`, `source_kind`.

    `indicator` is the catalogue's key where the row has an alias of it.
    """
    rows = ask(release, _PUBLISHED)
    return rows.assign(indicator=[_key(name) for name in rows["indicator"]])


def reconciliation(release: Release) -> pd.DataFrame:
    """Each published figure (the columns of `published`) beside what the release's own rows give.

    `computed` is for the same period and scope, in the indicator's unit; `difference` is computed less printed;
    `matches` says whether computed, rounded half up, has the digits printed (None when nothing computes it, for the
    `reason` in words); `origin` is where the computed one comes from.
    """
    rows = published(release)
    own = _computed(release, rows)
    told = [_beside(row, own[row["figure"]]) for row in rows.to_dict("records")]
    beside = pd.DataFrame(told, columns=["computed", "difference", "matches", "origin", "reason"], dtype=object)
    return rows.join(beside.astype({"computed": "float64", "difference": "float64"}))


def _computed(release: Release, rows: pd.DataFrame) -> dict[str, Figure | Text]:
    """What the release computes for each printed figure, or why it does not."""
    found: dict[str, Figure | Text] = {}
    for (period, park), group in rows.groupby(["period", rows["scope"] == PARK]):
        asked = {row["figure"]: _refused(release, row) or row["indicator"] for row in group.to_dict("records")}
        keys = [key for key in asked.values() if isinstance(key, str)]
        answers = figures(release, Selection(Period.parse(str(period)), park=bool(park)), keys) if keys else {}
        found |= {figure: answers[key] if isinstance(key, str) else key for figure, key in asked.items()}
    return found


def _refused(release: Release, row: Mapping[Hashable, Any]) -> Text | None:
    item = INDICATORS.get(row["indicator"])
    if item is None or isinstance(item.formula, Printed):
        return _ONLY_PRINTED
    if row["area"] != lookups.home(release):
        return _ELSEWHERE
    return None if Period.parse(row["period"]) in lookups.periods(release) else _NO_PERIOD


def _beside(row: Mapping[Hashable, Any], own: Figure | Text) -> tuple[object, ...]:
    if isinstance(own, Text) or own.value is None:
        return None, None, None, None, str(own if isinstance(own, Text) else own.reason)
    return own.value, own.value - row["value"], _matches(row, own.value), own.origin, None


def _matches(row: Mapping[Hashable, Any], computed: float) -> bool:
    bound = _BOUNDS.get(row["comparator"])
    if bound is not None:
        return bool(bound(computed, row["value"]))
    decimals = decimals_of(row["printed"])
    return rounded(computed, decimals) == rounded(row["value"], decimals)


def _key(name: str) -> str:
    try:
        return indicator(name).key
    except UnknownIndicatorError:
        return name

"""An indicator's rows as plain values: what the command line prints and the API answers, in one shape."""

from typing import Any

import pandas as pd

from tongnan_metrics.catalog.model import Indicator, Kind
from tongnan_metrics.query.frames import find, frame
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

COLUMNS = ("value", "base", "growth", "published")


def answer(release: Release, selection: Selection, key: str, by: tuple[str, ...] = ()) -> dict[str, Any]:
    """``{"indicator", "unit", "selection", "release", "rows"}`` with numbers unrounded; raises as `frame`.

    A row has its dimensions, `value`, `base`, `growth` and, when a source printed the figure, that number in
    `published`.
    """
    item, columns = find(key), [*by, *COLUMNS]
    rows = frame(release, selection, key, by)[columns].to_dict("records")
    return {
        "indicator": item.key,
        "unit": str(item.unit),
        "selection": {
            "period": str(selection.period),
            "basis": selection.basis.value,
            "towns": list(selection.towns),
            "sectors": list(selection.sectors),
            "trades": list(selection.trades),
            "park": selection.park,
            "rules": selection.preset,
        },
        "release": release.id,
        "rows": [{column: _plain(item, column, row[column]) for column in columns} for row in rows],
    }


def _plain(item: Indicator, column: str, value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    if column == "published":
        return float(value) if "." in value else int(value)
    counted = column in {"value", "base"} and item.kind is Kind.COUNT
    return int(value) if counted and float(value).is_integer() else value

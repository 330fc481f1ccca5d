"""Small releases made by hand: dimensions as in the random ones, and only the rows a test names."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from tests import small
from tongnan_metrics.catalog.datasets import REPORTED

Rows = Sequence[Mapping[str, Any]]


def tables(**rows: Rows) -> dict[str, pa.Table]:
    """The dimensions, and the given rows by dataset; what a row leaves out and may not be empty is made up."""
    made = small.tables(0, size=0)
    return made | {key: _table(key, given) for key, given in rows.items()}


def _table(key: str, rows: Rows) -> pa.Table:
    return pa.Table.from_pylist([{**DEFAULTS.get(key, {}), **row} for row in rows], schema=REPORTED[key].schema)


TOWN, OTHER_TOWN = small.TOWNS[:2]
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "projects": {
        "name": "某项目",
        "town": TOWN,
        "sector": "equipment",
        "kind": "industrial",
        "park": False,
        "tech_upgrade": False,
        "smart_upgrade": False,
        "department": "某委",
        "source": "reported",
    },
    "project_events": {"source": "reported"},
    "project_progress": {"source": "synthetic"},
    "start_steps": {"owner": "某局", "source": "reported"},
    "blockers": {"category": "land", "owner": "某局", "source": "reported"},
    "enterprises": {
        "name": "某厂",
        "town": TOWN,
        "sector": "equipment",
        "tier": "above_scale",
        "park": True,
        "source": "reported",
    },
    "enterprise_issues": {"category": "labour", "owner": "某局", "source": "reported"},
    "inspections": {
        "town": TOWN,
        "trade": "fire",
        "department": "某局",
        "hazards_found": 0,
        "penalised": 0,
        "warnings": 0,
        "suspended": 0,
        "fine": 0,
        "source": "reported",
    },
    "hazards": {"inspection": "N1", "grade": "general", "source": "reported"},
    "published": {
        "area": small.HOME,
        "printed_unit": "个",
        "printed_period": "2022-02",
        "scope": "district",
        "source": "published",
    },
}


def told(frame: pd.DataFrame, key: object, *columns: str) -> list[Any]:
    """What a row says in these columns; the frame's index is the row's key."""
    row: dict[str, Any] = dict(zip(frame.index, frame.to_dict("records"), strict=True))[key]
    return [row[column] for column in columns]

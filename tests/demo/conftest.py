"""The demo's tables as plain frames, made once."""

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
import pytest

from tongnan_metrics import demo
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.model import Type

Frames = Mapping[str, pd.DataFrame]


@pytest.fixture(scope="session")
def tables() -> dict[str, pa.Table]:
    """Every dataset of the demo."""
    return demo.tables()


@pytest.fixture(scope="session")
def frames(tables: dict[str, pa.Table]) -> Frames:
    """The same as frames; days are timestamps."""
    return {key: plain(key, table) for key, table in tables.items()}


def plain(key: str, table: pa.Table) -> pd.DataFrame:
    """Decimals stay exact, days become timestamps."""
    days = {f.key: "datetime64[s]" for f in REPORTED[key].fields if f.type is Type.DATE}
    frame: pd.DataFrame = table.to_pandas()
    return frame.astype(days)

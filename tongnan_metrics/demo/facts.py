"""The public facts the demo stands on, as they came: published figures, towns, sectors, trades, peer districts."""

from functools import cache
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).parent / "facts"


@cache
def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"{name}.csv", dtype=str, keep_default_na=False)


def read(name: str) -> pd.DataFrame:
    """The rows of ``facts/<name>.csv``, every column as text, empty cells as empty text."""
    return _read(name).copy()

"""How far a project's works should have come by a day, going evenly from the planned start to the planned end."""

from datetime import date

import pandas as pd

DONE = 100.0


def expected(start: pd.Series, finish: pd.Series, on: date | pd.Series) -> pd.Series:
    """Expected physical progress in percent, 0..100; NaN where start or finish is not planned.

    `start` and `finish` are dates; `on` is one day for all or a day each. A plan that ends before it starts is due at
    its end.
    """
    days = (finish - start).dt.days
    gone = (pd.to_datetime(on) - start).dt.days
    even = (gone / days.where(days > 0) * DONE).clip(0, DONE)
    at_once = (pd.to_datetime(on) >= finish) * DONE
    due: pd.Series = even.where(days > 0, at_once).where(days.notna())
    return due.astype("float64")

"""Answers to what is supervised: notes, new dates, reported resolved. Times are China Standard Time."""

import pandas as pd

from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query.connection import ask
from tongnan_metrics.releases import Release

_ACTIONS = """
SELECT a.action, a.item, a.period, a."at", a.author, a.kind, a.note, a.due, a.source, s.source_kind
FROM actions a LEFT JOIN sources s USING (source)
WHERE a.period <= $period
ORDER BY a."at" DESC, a.action DESC
"""


def actions(release: Release, period: Period) -> pd.DataFrame:
    """Every answer to lights up to a period, the newest first.

    `action`, `item`, `period` (whose light it answers), `at`, `author`, `kind` (note, due, resolved), `note`, `due`
    (the new date), `source`, `source_kind`.
    """
    return ask(release, _ACTIONS, {"period": str(period)})


def history(release: Release, item: str, period: Period) -> pd.DataFrame:
    """The answers on one item, the newest first."""
    rows = actions(release, period)
    return rows[rows["item"] == item].reset_index(drop=True)

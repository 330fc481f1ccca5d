"""What holds projects up: every open blocker with its project, its owner and how long it has been open."""

import pandas as pd

from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.narrowing import narrow
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

_BLOCKERS = """
SELECT b.blocker, b.project, p.name, p.town, p.sector, p.kind, b.category, b.detail, b.owner, b.raised, b.due,
    $end - b.raised AS days_open, CAST($end - b.due AS DOUBLE) AS days_overdue, b.source, s.source_kind
FROM blockers b
JOIN projects p USING (project)
LEFT JOIN sources s ON s.source = b.source
WHERE b.raised <= $end AND (b.resolved IS NULL OR b.resolved > $end) AND {condition}
ORDER BY days_open DESC, b.raised, b.blocker
"""


def open_blockers(release: Release, selection: Selection) -> pd.DataFrame:
    """What held projects up at the period's end, the longest open first.

    `blocker`, `project`, `name`, `town`, `sector`, `kind`, `category`, `detail`, `owner`, `raised`, `due`, `days_open`,
    `days_overdue` (negative before it is due, missing without a date), `source`, `source_kind`.
    """
    narrowed = narrow(release, selection, "blockers", "p")
    values = {"end": selection.period.end, **narrowed.values}
    return ask(release, _BLOCKERS.format(condition=narrowed.condition), values)

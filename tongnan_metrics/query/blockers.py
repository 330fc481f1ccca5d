"""What holds projects up: every open blocker with its project, owner and age, and how many came and went by month."""

import pandas as pd

from tongnan_metrics.catalog.fields import STAGE
from tongnan_metrics.kept import kept
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.narrowing import narrow
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

MONTHS_SHOWN = 12

_BLOCKERS = """
WITH standing AS (
    SELECT project, arg_max(stage, (date, list_position($stages, stage))) AS stage
    FROM project_events
    WHERE date <= $end
    GROUP BY project
)
SELECT b.blocker, b.project, p.name, p.town, p.sector, p.kind, p.team, t.stage, b.category, b.detail, b.owner,
    b.raised, b.due, $end - b.raised AS days_open, CAST($end - b.due AS DOUBLE) AS days_overdue, b.source, s.source_kind
FROM blockers b
JOIN projects p USING (project)
LEFT JOIN standing t USING (project)
LEFT JOIN sources s ON s.source = b.source
WHERE b.raised <= $end AND (b.resolved IS NULL OR b.resolved > $end) AND {condition}
ORDER BY days_open DESC, b.raised, b.blocker
"""
_MONTHS = """
WITH kept AS (
    SELECT b.raised, b.resolved FROM blockers b JOIN projects p USING (project) WHERE {condition}
), months AS (
    SELECT CAST(unnest(generate_series(
        date_trunc('month', CAST($end AS DATE)) - to_months($months - 1),
        date_trunc('month', CAST($end AS DATE)), INTERVAL 1 MONTH
    )) AS DATE) AS month
)
SELECT month,
    (SELECT count(*) FROM kept WHERE date_trunc('month', raised) = month) AS opened,
    (SELECT count(*) FROM kept WHERE date_trunc('month', resolved) = month) AS closed
FROM months
ORDER BY month
"""


@kept
def open_blockers(release: Release, selection: Selection) -> pd.DataFrame:
    """What held projects up at the period's end, the longest open first.

    `blocker`, `project`, `name`, `town`, `sector`, `kind`, `team`, `stage` (where the project stood), `category`,
    `detail`, `owner`, `raised`, `due`, `days_open`, `days_overdue` (negative before it is due, missing without a date),
    `source`, `source_kind`.
    """
    narrowed = narrow(release, selection, "blockers", "p")
    values = {"end": selection.period.end, "stages": list(STAGE.choice_keys), **narrowed.values}
    return ask(release, _BLOCKERS.format(condition=narrowed.condition), values)


def blocker_months(release: Release, selection: Selection) -> pd.DataFrame:
    """How many blockers were raised (`opened`) and resolved (`closed`) in each of the last 12 calendar months.

    `month` is its first day, the earliest first; the last is the one the period ends with.
    """
    narrowed = narrow(release, selection, "blockers", "p")
    values = {"end": selection.period.end, "months": MONTHS_SHOWN, **narrowed.values}
    return ask(release, _MONTHS.format(condition=narrowed.condition), values)

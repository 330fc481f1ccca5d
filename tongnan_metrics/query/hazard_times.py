"""The hazards' loop in days: how long each step took or has taken, and where somebody must go and check again."""

import pandas as pd

from tongnan_metrics.kept import kept
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.narrowing import narrow
from tongnan_metrics.query.safety import opening
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

# Accepted is rectified, even where a ledger leaves the former date out; what is dated later is not known yet.
_TIMES = """
WITH known AS (
    SELECT h.*, if(h.accepted <= $end, h.accepted, NULL) AS shut,
        if(least(h.rectified, h.accepted) <= $end, least(h.rectified, h.accepted), NULL) AS done
    FROM hazards h
    WHERE h.found BETWEEN $start AND $end
)
SELECT k.hazard, i.town, i.trade, i.department, k.grade, k.found, k.due, k.done AS rectified, k.shut AS accepted,
    coalesce(k.done <= k.due, false) AS in_time, k.done IS NOT NULL OR k.due < $end AS asked, o.source_kind,
    CAST(coalesce(k.done, $end) - k.found AS DOUBLE) AS days_to_rectify,
    CAST(coalesce(k.shut, $end) - k.done AS DOUBLE) AS days_to_accept,
    CAST(coalesce(k.shut, $end) - k.found AS DOUBLE) AS days_in_all
FROM known k
JOIN inspections i USING (inspection)
LEFT JOIN sources o ON o.source = k.source
WHERE {condition}
ORDER BY k.found, k.hazard
"""
# Due: rectified and not accepted, or past its date and neither, and nobody has been there again since.
_RECHECKS = """
WITH waiting AS (
    SELECT h.inspection, h.grade, h.rectified <= $end AS rectified, if(h.rectified <= $end, h.rectified, h.due) AS since
    FROM hazards h
    WHERE h.found <= $end AND (h.accepted IS NULL OR h.accepted > $end)
), due AS (
    SELECT inspection, count(*) AS hazards, count(*) FILTER (rectified) AS to_accept,
        count(*) FILTER (grade = 'major') AS major, min(since) AS since
    FROM waiting
    WHERE since < $end
    GROUP BY inspection
)
SELECT i.inspection, i.date, i.town, i.trade, i.department, d.hazards, d.to_accept, d.hazards - d.to_accept AS overdue,
    d.major, d.since, CAST($end - d.since AS DOUBLE) AS days, o.source_kind
FROM due d
JOIN inspections i USING (inspection)
LEFT JOIN sources o ON o.source = i.source
WHERE {condition}
    AND NOT EXISTS (FROM inspections r WHERE r.recheck_of = i.inspection AND r.date > d.since AND r.date <= $end)
ORDER BY days DESC, d.hazards DESC, i.inspection
"""


@kept
def hazard_times(release: Release, selection: Selection) -> pd.DataFrame:
    """The hazards found since January (by month: in the period's own days), as the period's end knows them.

    `hazard`, `town`, `trade`, `department`, `grade`, `found`, `due`, `rectified` and `accepted` (missing while they
    are not), `in_time` (rectified by its date), `asked` (rectified, or past its date: whether that can be told),
    `source_kind`, and in days, up to the period's end where the step is not over: `days_to_rectify` since found,
    `days_to_accept` since rectified, `days_in_all` since found.
    """
    return _asked(release, selection, _TIMES, "hazards", start=opening(selection))


def rechecks_due(release: Release, selection: Selection) -> pd.DataFrame:
    """Inspections somebody must go back to, the longest waiting first.

    A recheck is due where a hazard was rectified and is not accepted, or was not rectified by its date, and no recheck
    of the inspection came after that. `inspection`, `date`, `town`, `trade`, `department`, `hazards` that wait, of
    these `to_accept` and `overdue`, how many are `major`, `since` the first of them, `days` since then,
    `source_kind`.
    """
    return _asked(release, selection, _RECHECKS, "inspections")


def _asked(release: Release, selection: Selection, sql: str, dataset: str, **more: object) -> pd.DataFrame:
    narrowed = narrow(release, selection, dataset, "i")
    values = {"end": selection.period.end, **more, **narrowed.values}
    return ask(release, sql.format(condition=narrowed.condition), values)

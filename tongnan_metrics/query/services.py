"""Services in rows: visits, key enterprises by their last visit, job fairs. Durations are in days."""

import pandas as pd

from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.kept import kept
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.narrowing import narrow
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

_VISITS = """
SELECT v.visit, v.date, v.enterprise, e.name, e.town, e.sector, e.tier, v.liaison, v.source, s.source_kind
FROM visits v
JOIN enterprises e USING (enterprise)
LEFT JOIN sources s ON s.source = v.source
WHERE v.date BETWEEN $start AND $end AND {condition}
ORDER BY v.date DESC, v.visit
"""
_KEY_ENTERPRISES = """
WITH met AS (
    SELECT enterprise, max(date) AS last_visit, count(*) FILTER (date >= $start) AS visits
    FROM visits
    WHERE date <= $end
    GROUP BY enterprise
), waiting AS (
    SELECT enterprise, count(*) AS issues_open, count(*) FILTER (due < $end) AS issues_overdue
    FROM enterprise_issues
    WHERE raised <= $end AND (resolved IS NULL OR resolved > $end)
    GROUP BY enterprise
)
SELECT e.enterprise, e.name, e.town, e.sector, e.tier, e.park, e.liaison, m.last_visit,
    CAST($end - m.last_visit AS DOUBLE) AS days_since, coalesce(m.visits, 0) AS visits,
    coalesce(w.issues_open, 0) AS issues_open, coalesce(w.issues_overdue, 0) AS issues_overdue, e.source, s.source_kind
FROM enterprises e
LEFT JOIN met m USING (enterprise)
LEFT JOIN waiting w USING (enterprise)
LEFT JOIN sources s ON s.source = e.source
WHERE list_contains($tiers, e.tier) AND {condition}
ORDER BY m.last_visit NULLS FIRST, e.enterprise
"""
_FAIRS = """
SELECT f.fair, f.date, f.town, f.name, f.matches, f.source, s.source_kind
FROM job_fairs f LEFT JOIN sources s ON s.source = f.source
WHERE f.date BETWEEN $start AND $end AND {condition}
ORDER BY f.date DESC, f.fair
"""


def visits(release: Release, selection: Selection) -> pd.DataFrame:
    """Visits paid since January (by month: in the month), the latest first.

    `visit`, `date`, `enterprise`, `name`, `town`, `sector`, `tier`, `liaison` who paid it, `source`, `source_kind`.
    """
    narrowed = narrow(release, selection, "visits", "e")
    return ask(release, _VISITS.format(condition=narrowed.condition), {**_span(selection), **narrowed.values})


@kept
def key_visits(release: Release, selection: Selection) -> pd.DataFrame:
    """The key enterprises by when they were last visited: never first, then the longest ago.

    `enterprise`, `name`, `town`, `sector`, `tier`, `park`, `liaison`, `last_visit` and `days_since` (both missing:
    never), `visits` since January, `issues_open` and `issues_overdue` at the period's end, `source`, `source_kind`.
    The register is the present one. Single month or cumulative makes no difference here.
    """
    narrowed = narrow(release, selection, "enterprises", "e")
    tiers = list(dict(MEASURES["key_enterprises"].where)[fields.TIER.key])
    asked = {"start": selection.period.start, "end": selection.period.end, "tiers": tiers, **narrowed.values}
    return ask(release, _KEY_ENTERPRISES.format(condition=narrowed.condition), asked)


def fairs(release: Release, selection: Selection) -> pd.DataFrame:
    """Job fairs held since January (by month: in the month), the latest first.

    `fair`, `date`, `town`, `name`, `matches` (people; may be missing), `source`, `source_kind`.
    """
    narrowed = narrow(release, selection, "job_fairs", "f")
    return ask(release, _FAIRS.format(condition=narrowed.condition), {**_span(selection), **narrowed.values})


def _span(selection: Selection) -> dict[str, object]:
    return {"start": selection.since, "end": selection.period.end}

"""Safety in rows: inspections, the hazards' loop from found to accepted, what is overdue, accidents, campaigns.

Fines are in 万元, durations in days; dates are datetime64. A hazard is open until accepted; it is overdue when it was
not rectified by the period's end and its date has passed.
"""

from datetime import date

import pandas as pd

from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Kind
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.kept import kept
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.frames import frames
from tongnan_metrics.query.narrowing import narrow
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

SAFETY_INDICATORS = (
    "safety_inspections",
    "safety_hazards_found",
    "safety_hazards_rectified",
    "safety_hazards_accepted",
    "safety_hazards_open",
    "safety_units_penalised",
    "safety_warnings",
    "safety_suspensions",
    "safety_fines",
    "safety_rectification_rate",
    "safety_hazards_per_100_inspections",
    "safety_hazards_overdue",
    "safety_rectify_median_days",
)
# Of what is counted there is none in a place without rows; of all else nothing is known there.
_NOT_COUNTED = frozenset(key for key in SAFETY_INDICATORS if INDICATORS[key].kind in (Kind.SHARE, Kind.DURATION))
# Accepted is rectified, even where a ledger leaves the former date out.
_NOT_RECTIFIED = "coalesce(least(h.rectified, h.accepted) > $end, true)"

_INSPECTIONS = """
WITH loop AS (
    SELECT inspection, count(*) FILTER (rectified <= $end) AS hazards_rectified,
        count(*) FILTER (accepted <= $end) AS hazards_accepted
    FROM hazards
    WHERE found <= $end
    GROUP BY inspection
)
SELECT i.inspection, i.date, i.town, i.trade, i.department, i.campaign, i.hazards_found,
    coalesce(l.hazards_rectified, 0) AS hazards_rectified, coalesce(l.hazards_accepted, 0) AS hazards_accepted,
    i.penalised, i.warnings, i.suspended, i.fine, i.recheck_of, i.source, o.source_kind
FROM inspections i
LEFT JOIN loop l USING (inspection)
LEFT JOIN sources o ON o.source = i.source
WHERE i.date BETWEEN $start AND $end AND {condition}
ORDER BY i.date DESC, i.inspection
"""
_LOOP = """
SELECT strftime(greatest(h.found, make_date(year(h.found), 2, 1)), '%Y-%m') AS period, count(*) AS found,
    count(*) FILTER (h.rectified <= $end) AS rectified, count(*) FILTER (h.accepted <= $end) AS accepted,
    count(*) FILTER (h.due < $end AND {waiting}) AS overdue
FROM hazards h JOIN inspections i USING (inspection)
WHERE h.found BETWEEN $start AND $end AND {condition}
GROUP BY ALL
ORDER BY ALL
"""
_WAITING = """
SELECT h.hazard, i.town, i.trade, i.department, h.grade, h.inspection, h.found, h.due, $end - h.due AS days_overdue,
    h.source, o.source_kind
FROM hazards h
JOIN inspections i USING (inspection)
LEFT JOIN sources o ON o.source = h.source
WHERE h.found <= $end AND {waiting} AND {condition}
ORDER BY days_overdue DESC, h.grade DESC, h.hazard
"""
_ACCIDENTS = """
SELECT a.accident, a.date, a.town, a.trade, a.grade, a.deaths, a.injuries, a.loss, a.source, o.source_kind
FROM accidents a LEFT JOIN sources o ON o.source = a.source
WHERE a.date <= $end AND {condition}
ORDER BY a.date DESC, a.accident
"""
_CAMPAIGNS = """
SELECT i.campaign, min(i.date) AS first, max(i.date) AS last, count(*) AS inspections
FROM inspections i
WHERE i.date <= $end AND i.campaign IS NOT NULL AND {condition}
GROUP BY ALL
ORDER BY first DESC, i.campaign
"""


def inspections(release: Release, selection: Selection) -> pd.DataFrame:
    """Inspections since January (by month: of the period's own days), newest first.

    `inspection`, `date`, `town`, `trade`, `department`, `campaign`, `hazards_found`, of these `hazards_rectified` and
    `hazards_accepted` by the period's end, `penalised`, `warnings`, `suspended`, `fine`, `recheck_of`, `source`,
    `source_kind`.
    """
    return _rows(release, selection, _INSPECTIONS, "inspections", "i", start=opening(selection))


def hazard_loop(release: Release, selection: Selection) -> pd.DataFrame:
    """This year's hazards by the `period` they were found in, as they stood at the selected period's end.

    `found`, of these `rectified`, `accepted`, not yet accepted (`open`) and `overdue`. Single month or cumulative
    makes no difference here.
    """
    counted = _rows(release, selection, _LOOP, "hazards", "i", start=selection.period.start)
    return counted.assign(open=counted["found"] - counted["accepted"])


@kept
def hazards_waiting(release: Release, selection: Selection) -> pd.DataFrame:
    """Hazards not rectified by the period's end, those overdue longest first.

    `hazard`, `town`, `trade`, `department` of the inspection, `grade`, `inspection`, `found`, `due`, `days_overdue`
    (negative before the date), `source`, `source_kind`.
    """
    return _rows(release, selection, _WAITING, "hazards", "i")


@kept
def accidents(release: Release, selection: Selection) -> pd.DataFrame:
    """Every accident on record by the period's end, newest first.

    `accident`, `date`, `town`, `trade`, `grade`, `deaths`, `injuries`, `loss` (万元), `source`, `source_kind`.
    """
    return _rows(release, selection, _ACCIDENTS, "accidents", "a")


def campaigns(release: Release, selection: Selection) -> pd.DataFrame:
    """Campaigns under which there were inspections by the period's end: `campaign`, `first`, `last`, `inspections`."""
    return _rows(release, selection, _CAMPAIGNS, "inspections", "i")


def _rows(
    release: Release, selection: Selection, sql: str, dataset: str, table: str, start: date | None = None
) -> pd.DataFrame:
    narrowed = narrow(release, selection, dataset, table)
    span = {"end": selection.period.end} | ({} if start is None else {"start": start})
    return ask(release, sql.format(condition=narrowed.condition, waiting=_NOT_RECTIFIED), {**span, **narrowed.values})


def opening(selection: Selection) -> date:
    """The first day whose inspections count: January's, or by month that of the period's own month."""
    return first_day(selection.period) if selection.basis is Basis.MONTH else selection.period.start


def first_day(period: Period) -> date:
    """The first day of the period's own month; January's for the year's first period."""
    return period.start if period.opens_year else period.end.replace(day=1)


def safety_by(release: Release, selection: Selection, by: str) -> pd.DataFrame:
    """Safety by ``town`` or ``trade``, a row for each that has any: `by`, and an indicator a column.

    The indicators are those of `SAFETY_INDICATORS`, for the selection's period and basis; stocks as at its end.
    """
    told = frames(release, selection, SAFETY_INDICATORS, (by,))
    joined = pd.concat({key: rows.set_index(by)["value"] for key, rows in told.items()}, axis="columns").rename_axis(by)
    counted = [key for key in joined if key not in _NOT_COUNTED]
    return joined.fillna(dict.fromkeys(counted, 0.0)).sort_index().reset_index()

"""Enterprises in rows: who makes the output, and what they are waiting for. Durations are in days."""

import pandas as pd

from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.kept import kept
from tongnan_metrics.query.amounts import measure_from, span, with_parts
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.narrowing import narrow
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

_OUTPUT = """
SELECT e.enterprise, e.name, e.town, e.sector, e.tier, e.park, e.liaison,
    (coalesce(sum(o.{value}) FILTER (o.period = $period), 0)
        - coalesce(sum(o.{value}) FILTER (o.period = $less), 0)) / $scale AS value,
    if(count(o.{base}) = 0 OR $before IS NULL, NULL, coalesce(sum(o.{base}) FILTER (o.period = $period), 0)
        - coalesce(sum(o.{base}) FILTER (o.period = $less), 0)) / $scale AS base,
    if(count(DISTINCT s.source_kind) > 1, 'mixed', min(s.source_kind)) AS origin
FROM output o
JOIN enterprises e USING (enterprise)
LEFT JOIN sources s ON s.source = o.source
WHERE o.period IN ($period, $less) AND {condition}
GROUP BY ALL
ORDER BY e.enterprise
"""
_ISSUES = """
WITH known AS (SELECT * REPLACE (if(resolved <= $end, resolved, NULL) AS resolved) FROM enterprise_issues)
SELECT i.issue, i.enterprise, e.name, e.town, e.sector, e.tier, e.park, i.category, i.detail, i.raised, i.owner, i.due,
    i.resolved, coalesce(i.resolved, $end) - i.raised AS days_open,
    CAST(coalesce(i.resolved, $end) - i.due AS DOUBLE) AS days_overdue,
    if(i.resolved IS NULL, if(i.due < $end, 'overdue', 'open'), if(i.resolved > i.due, 'resolved_late', 'resolved'))
        AS state,
    i.source, s.source_kind
FROM known i
JOIN enterprises e USING (enterprise)
LEFT JOIN sources s ON s.source = i.source
WHERE i.raised <= $end AND (i.raised >= $start OR i.resolved IS NULL) AND {condition}
ORDER BY i.resolved IS NOT NULL, days_overdue DESC NULLS LAST, i.raised, i.issue
"""


def output_by_enterprise(release: Release, selection: Selection, key: str = "industrial_output") -> pd.DataFrame:
    """The enterprises that make up an indicator of dataset `output`, the largest first; they sum to its figure.

    `enterprise`, `name`, `town`, `sector`, `tier`, `park`, `liaison`, `value` and `base` in the indicator's unit,
    `growth`, `share` and `contribution` (percent), `pull` (points), `rank`, `rank_before`, `origin`. Shares and
    ranks are among the selected ones. Empty when the period is not reported. Raises `SelectionError` for an indicator
    that is not summed from `output`.
    """
    measure = measure_from("output", key)
    narrowed = narrow(release, selection, "output", "e")
    sql = _OUTPUT.format(value=measure.value, base=measure.base, condition=narrowed.condition)
    periods = span(release, selection, measure) or {"period": None, "less": None, "before": None}
    asked = {name: periods[name] for name in ("period", "less", "before")}
    return with_parts(ask(release, sql, {**asked, "scale": INDICATORS[key].unit.scale, **narrowed.values}))


def key_enterprises(release: Release, selection: Selection, key: str = "industrial_output") -> pd.DataFrame:
    """The key enterprises among `output_by_enterprise`, as the catalogue counts them; shares stay those of all."""
    rows = output_by_enterprise(release, selection, key)
    tiers = dict(MEASURES["key_enterprises"].where)[fields.TIER.key]
    return rows[rows[fields.TIER.key].isin(tiers)].reset_index(drop=True)


@kept
def issues(release: Release, selection: Selection) -> pd.DataFrame:
    """What enterprises raised since January or before and still waited for, as it stood at the period's end.

    `issue`, `enterprise`, `name`, `town`, `sector`, `tier`, `park`, `category`, `detail`, `raised`, `owner`, `due`,
    `resolved`, `state` (``resolved``, ``resolved_late``, ``open``, ``overdue``), `days_open` until resolved or the end,
    `days_overdue` then (negative before it is due, missing without a date), `source`, `source_kind`. The open ones
    first, longest overdue first. Single month or cumulative makes no difference here.
    """
    narrowed = narrow(release, selection, "enterprise_issues", "e")
    values = {"start": selection.period.start, "end": selection.period.end, **narrowed.values}
    return ask(release, _ISSUES.format(condition=narrowed.condition), values)


@kept
def open_issues(release: Release, selection: Selection) -> pd.DataFrame:
    """Those of `issues` that nobody had resolved by the period's end, longest overdue first."""
    rows = issues(release, selection)
    return rows[rows["resolved"].isna()].reset_index(drop=True)

"""Investment promotion in rows: what is negotiated, and every lead with what had become of it by the period's end.

Planned totals are in 亿元, durations in days; dates are datetime64.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import pandas as pd

from tongnan_metrics.analysis import lead_days
from tongnan_metrics.catalog.fields import SIGNED, TURNED
from tongnan_metrics.kept import kept
from tongnan_metrics.query.connection import KEPT_RELEASES, ask
from tongnan_metrics.query.narrowing import narrow
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

FOLLOWING = "following"

_LEADS = """
SELECT l.lead, l.town, l.team, l.sector, l.received, year(l.received) AS year, l.outcome, l.project, p.name, l.detail,
    l.source, o.source_kind
FROM leads l
LEFT JOIN projects p USING (project)
LEFT JOIN sources o ON o.source = l.source
WHERE l.received <= $end AND {condition}
ORDER BY l.received DESC, l.lead
"""


def negotiated(release: Release, selection: Selection) -> pd.DataFrame:
    """The projects under negotiation at the period's end, the largest first: rows and columns of `projects`."""
    return projects(release, selection, (lead_days.NEGOTIATING,))


@kept
def leads(release: Release, selection: Selection) -> pd.DataFrame:
    """Every lead on record by the period's end, the newest first, as it stood then.

    `lead`, `town`, `team`, `sector`, `received` and its `year`, `detail`, `source`, `source_kind`; `project` and its
    `name`, missing until the lead became one; the days it `turned` into a negotiation and was `signed`, and
    `days_to_sign` in between receipt and signing, known of leads that became a project only; `state`, what had become
    of it: ``new``, ``following``, ``negotiating``, ``signed`` or ``dropped``. A lead the ledger says more of than had
    happened by then was still being followed. `told`: whether the ledger tells what becomes of leads, as it does once
    any of its leads turned, be it within the selection or not.
    """
    narrowed = narrow(release, selection, "leads", "l")
    rows = ask(release, _LEADS.format(condition=narrowed.condition), {"end": selection.period.end, **narrowed.values})
    days = {key: pd.to_datetime(rows["lead"].map(held)) for key, held in _days(release).items()}
    turned = min(_days(release)[TURNED.key].values(), default=date.max)
    return _as_of(rows.assign(**days, told=turned <= selection.period.end), pd.Timestamp(selection.period.end))


@lru_cache(maxsize=KEPT_RELEASES)
def _days(release: Release) -> Mapping[str, Mapping[str, date]]:
    """When each lead turned and was signed, by the rule the monthly figures follow; those that were not are absent."""
    held, events = release.table("leads"), release.table("project_events")
    keys = held["lead"].to_pylist()
    reached = {key: lead_days.reached(held, events, stage).to_pylist() for key, stage in lead_days.STAGES.items()}
    return {name: {key: day for key, day in zip(keys, days, strict=True) if day} for name, days in reached.items()}


def _as_of(rows: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    turned, signed = (rows[key].where(rows[key] <= end) for key in (TURNED.key, SIGNED.key))
    linked = turned.notna() & rows["project"].notna()
    ahead = rows["outcome"].isin(lead_days.OUTCOMES[lead_days.NEGOTIATING])
    state = rows["outcome"].mask(ahead, FOLLOWING).mask(turned.notna(), "negotiating").mask(signed.notna(), "signed")
    return rows.drop(columns="outcome").assign(
        turned=turned,
        signed=signed,
        project=rows["project"].where(linked),
        name=rows["name"].where(linked),
        days_to_sign=(signed - rows["received"]).dt.days.astype("float64").where(linked),
        state=state,
    )

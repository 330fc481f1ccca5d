"""All that is known of one project at a period's end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tongnan_metrics.analysis.progress import expected
from tongnan_metrics.analysis.start_plans import laid_out
from tongnan_metrics.catalog.fields import PROJECT, STAGE
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.catalog.places import nearest
from tongnan_metrics.catalog.units import YI_YUAN
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.narrowing import Narrowing
from tongnan_metrics.query.projects import standing
from tongnan_metrics.query.selection import SelectionError
from tongnan_metrics.query.start_plans import STEPS
from tongnan_metrics.releases import Release

_EVENTS = """
SELECT stage, date,
    coalesce(lead(date) OVER (ORDER BY date, list_position($stages, stage)), $end) - date AS days,
    batch, source
FROM project_events
WHERE project = $project AND date <= $end
ORDER BY date, list_position($stages, stage)
"""
_PROGRESS = """
SELECT period, last_day(strptime(period, '%Y-%m')) AS period_end, investment_ytd / $scale AS investment_ytd,
    investment_total / $scale AS investment_total, progress, source
FROM project_progress
WHERE project = $project AND period <= $period
ORDER BY period
"""
_BLOCKERS = """
SELECT blocker, category, detail, owner, raised, due, if(resolved <= $end, resolved, NULL) AS resolved,
    if(resolved <= $end, resolved, $end) - raised AS days,
    CAST(if(resolved <= $end, resolved, $end) - due AS DOUBLE) AS days_overdue, source
FROM blockers
WHERE project = $project AND raised <= $end
ORDER BY raised, blocker
"""
_SOURCES = """
SELECT source, title, issuer, date, source_kind, note FROM sources WHERE list_contains($sources, source) ORDER BY source
"""
_EXISTING = "SELECT DISTINCT project FROM project_events WHERE date <= $end"


@dataclass(frozen=True, slots=True, eq=False)
class ProjectCard:
    """One project as of a period.

    `row` is its row of `projects` (None where nothing is known). `events`: `stage`, `date`, `days` until the next stage
    or the period's end, `batch`. `progress`: `period`, `investment_ytd`, `investment_total` (亿元), `progress`,
    `expected`. `blockers`: `blocker`, `category`, `detail`, `owner`, `raised`, `due`, `resolved` (missing while open),
    `days` it took or has taken, `days_overdue` (negative before it is due). `steps`: those to the start, as
    `analysis.start_plans` lays them out; none where there is no plan of them. `sources`: where these rows come from.
    """

    row: Mapping[str, Any]
    events: pd.DataFrame
    progress: pd.DataFrame
    blockers: pd.DataFrame
    steps: pd.DataFrame
    sources: pd.DataFrame


def project(release: Release, key: str, period: Period) -> ProjectCard:
    """The card of a project; `SelectionError` naming the nearest id when it did not exist by the period's end."""
    rows = standing(release, period, Narrowing("p.project = $project", {"project": key}))
    if rows.empty:
        raise SelectionError(PROJECT.name, key, nearest(key, _existing(release, period)))
    asked = {"project": key, "end": period.end}
    events = ask(release, _EVENTS, {**asked, "stages": list(STAGE.choice_keys)})
    progress = _with_expected(_progress(release, key, period), rows)
    blockers, steps = ask(release, _BLOCKERS, asked), _steps(release, rows, period)
    sources = _sources(release, rows, events, progress, blockers, steps)
    return ProjectCard(_plain(rows), events, progress, blockers, steps, sources)


def _steps(release: Release, rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    known = ask(release, STEPS, {"end": period.end, "projects": rows["project"].tolist()})
    laid = laid_out(rows[["project", "planned_start"]], known, period.end)
    return laid if len(known) else laid.head(0)


def _progress(release: Release, key: str, period: Period) -> pd.DataFrame:
    return ask(release, _PROGRESS, {"project": key, "period": str(period), "scale": YI_YUAN.scale})


def _existing(release: Release, period: Period) -> list[str]:
    return ask(release, _EXISTING, {"end": period.end})["project"].tolist()


def _plain(rows: pd.DataFrame) -> dict[str, Any]:
    known = rows.astype(object)
    (row,) = known.where(known.notna(), None).to_dict("records")
    return {str(key): value for key, value in row.items()}


def _with_expected(progress: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    plan = rows.loc[[0] * len(progress), ["planned_start", "planned_finish"]].reset_index(drop=True)
    due = expected(plan["planned_start"], plan["planned_finish"], progress["period_end"])
    return progress.assign(expected=due).drop(columns="period_end")


def _sources(release: Release, *frames: pd.DataFrame) -> pd.DataFrame:
    used = sorted({source for frame in frames for source in frame["source"].dropna()})
    return ask(release, _SOURCES, {"sources": used})

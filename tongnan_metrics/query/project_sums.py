"""Projects counted: by list, by stage, by batch. Planned investment is in 亿元."""

from dataclasses import replace

import pandas as pd

from tongnan_metrics.catalog.fields import STAGE
from tongnan_metrics.catalog.lists import LISTS
from tongnan_metrics.catalog.units import YI_YUAN
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.lookups import periods
from tongnan_metrics.query.narrowing import narrow
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

_BATCH = """
WITH brought AS (
    SELECT e.batch, e.stage, count(*) AS projects, min(e.date) AS first, max(e.date) AS last,
        coalesce(sum(p.total_investment), 0) / $scale AS planned_investment
    FROM project_events e JOIN projects p USING (project)
    WHERE e.date <= $end AND e.batch IS NOT NULL AND {condition}
    GROUP BY ALL
)
FROM brought ORDER BY min(first) OVER (PARTITION BY batch) DESC, batch, list_position($stages, stage)
"""


def list_summary(release: Release, selection: Selection) -> pd.DataFrame:
    """The five lists, a row each: `list`, `projects`, `planned_investment`, and how both changed on the period before.

    `change` is in projects, `planned_investment_change` in 亿元; both are missing at the release's first period.
    """
    now = _by_list(projects(release, selection))
    before = _by_list(_period_before(release, selection)).reindex(now.index)
    change = (now - before).rename(columns={"projects": "change", "planned_investment": "planned_investment_change"})
    return now.astype({"projects": "int64"}).join(change).rename_axis("list").reset_index()


def _period_before(release: Release, selection: Selection) -> pd.DataFrame | None:
    before = selection.period.previous
    return projects(release, replace(selection, period=before)) if before in periods(release) else None


def _by_list(rows: pd.DataFrame | None) -> pd.DataFrame:
    columns = ["projects", "planned_investment"]
    if rows is None:
        return pd.DataFrame(columns=columns, dtype="float64")
    counted = {key: (len(on), on["total_investment"].sum()) for key in LISTS for on in [rows[rows[f"on_{key}"]]]}
    return pd.DataFrame.from_dict(counted, orient="index", columns=columns, dtype="float64")


def stage_summary(release: Release, selection: Selection) -> pd.DataFrame:
    """Every stage in order: `stage`, `projects`, `planned_investment`, `mean_days` and `median_days` at it so far."""
    grouped = projects(release, selection).groupby("stage")
    found = grouped.agg(
        projects=("project", "size"),
        planned_investment=("total_investment", "sum"),
        mean_days=("days_in_stage", "mean"),
        median_days=("days_in_stage", "median"),
    )
    full = found.reindex(pd.Index(STAGE.choice_keys, name="stage"))
    return full.fillna({"projects": 0, "planned_investment": 0.0}).astype({"projects": "int64"}).reset_index()


def batches(release: Release, selection: Selection) -> pd.DataFrame:
    """What each ceremony's batch brought by the period's end, the newest batch first.

    A row a `batch` and `stage` reached in it: `projects`, `planned_investment`, `first` and `last` day.
    """
    narrowed = narrow(release, selection, "projects", "p")
    asked = {"end": selection.period.end, "scale": YI_YUAN.scale, "stages": list(STAGE.choice_keys), **narrowed.values}
    return ask(release, _BATCH.format(condition=narrowed.condition), asked)


def batch(release: Release, selection: Selection, name: str) -> pd.DataFrame:
    """One batch's rows of `batches`; empty when nothing of it had happened by the period's end."""
    found = batches(release, selection)
    return found[found["batch"] == name].reset_index(drop=True)

"""Projects counted: by list, by stage, by batch. Planned investment is in 亿元."""

from dataclasses import replace

import pandas as pd

from tongnan_metrics.catalog.fields import STAGE
from tongnan_metrics.catalog.lists import LISTS
from tongnan_metrics.catalog.units import YI_YUAN
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.frames import figures, frame
from tongnan_metrics.query.lookups import periods
from tongnan_metrics.query.narrowing import narrow
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
    now, before = _by_list(release, selection), _by_list(release, replace(selection, period=selection.period.previous))
    change = (now - before).rename(columns={"projects": "change", "planned_investment": "planned_investment_change"})
    return now.join(change).rename_axis("list").reset_index()


def _by_list(release: Release, selection: Selection) -> pd.DataFrame:
    kinds = {"projects": "count", "planned_investment": "investment"}
    keys = {(key, name): f"project_list_{key}_{kind}" for key in LISTS for name, kind in kinds.items()}
    known = figures(release, selection, keys.values()) if selection.period in periods(release) else {}
    told = {key: {name: known[keys[key, name]].value if known else None for name in kinds} for key in LISTS}
    return pd.DataFrame.from_dict(told, orient="index", dtype="float64")


def stage_summary(release: Release, selection: Selection) -> pd.DataFrame:
    """Every stage in order: `stage`, `projects`, `planned_investment`, and `mean_days` at it so far."""
    keys = {
        "projects": "project_stage_count",
        "planned_investment": "project_stage_planned_investment",
        "mean_days": "project_stage_mean_days",
    }
    stages = pd.Index(STAGE.choice_keys, name="stage")
    split = {name: frame(release, selection, key, ("stage",)).set_index("stage")["value"] for name, key in keys.items()}
    full = pd.DataFrame({name: values.reindex(stages) for name, values in split.items()})
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

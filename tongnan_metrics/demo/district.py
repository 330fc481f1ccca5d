"""All datasets of the made-up district at once."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pyarrow as pa

from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.demo import (
    arrow,
    dimensions,
    index,
    industry,
    progress,
    projects,
    promotion,
    published,
    safety,
    services,
    settings,
    sources,
    starts,
    supervision,
    totals,
)

SEED = 20220331


def tables(seed: int = SEED) -> dict[str, pa.Table]:
    """One table for each reported dataset, in the catalogue's schemas; the same for the same seed."""
    frames = {**_fixed(), **_industry(seed), **_projects(seed), **_safety(seed)}
    frames["actions"] = supervision.actions(frames)
    own = components(frames["output"], frames["projects"], frames["project_progress"])
    frames["index_inputs"] = index.index_inputs(seed, frames["districts"], own)
    frames["sources"] = sources.frame(key for frame in frames.values() if "source" in frame for key in frame["source"])
    return {key: arrow.table(dataset, frames[key]) for key, dataset in REPORTED.items()}


def _fixed() -> dict[str, pd.DataFrame]:
    """What no chance is in."""
    return {
        "towns": dimensions.towns(),
        "sectors": dimensions.sectors(),
        "trades": dimensions.trades(),
        "districts": dimensions.districts(),
        "published": published.published(),
        "accidents": safety.accidents(),
        "targets": settings.targets(),
        "lights": settings.lights(),
        "duties": settings.duties(),
        "index_method": settings.index_method(),
        "settings": settings.settings(),
    }


def _industry(seed: int) -> dict[str, pd.DataFrame]:
    firms = industry.firms(seed)
    visits = services.visits(seed, firms)
    return {
        "enterprises": firms.register,
        "output": industry.output(seed, firms),
        "visits": visits,
        "enterprise_issues": services.issues(seed, visits),
        "job_fairs": services.job_fairs(seed),
    }


def _projects(seed: int) -> dict[str, pd.DataFrame]:
    guessed = projects.projects(seed)
    monthly = progress.progress(seed, guessed)
    settled = totals.settled(seed, guessed, monthly)
    return {
        "projects": settled.register,
        "project_events": projects.events(settled),
        "project_progress": monthly,
        "start_steps": starts.steps(seed, settled),
        "blockers": promotion.blockers(seed, settled),
        "leads": promotion.leads(seed, settled),
    }


def _safety(seed: int) -> dict[str, pd.DataFrame]:
    inspections = safety.inspections(seed)
    return {"inspections": inspections, "hazards": safety.hazards(seed, inspections)}


def components(output: pd.DataFrame, register: pd.DataFrame, monthly: pd.DataFrame) -> pd.DataFrame:
    """By period, in percent to one decimal: growth of output and industrial investment, share of technical upgrades."""
    made = output.groupby("period")[["output", "output_base"]].sum()
    rows = monthly.merge(register[["project", "kind", "tech_upgrade"]], on="project")
    rows = rows[rows["kind"] == "industrial"]
    invested = rows.groupby("period")["investment_ytd"].sum()
    upgrades = rows[rows["tech_upgrade"]].groupby("period")["investment_ytd"].sum()
    before = invested.rename(lambda period: f"{int(period[:4]) + 1}{period[4:]}").reindex(invested.index)
    percent = {
        "industrial_output_growth": (made["output"] / made["output_base"] - 1) * 100,
        "industrial_investment_growth": (invested / before - 1) * 100,
        "tech_upgrade_share": upgrades / invested * 100,
    }
    return pd.DataFrame(_printed(percent))


def _printed(columns: Mapping[str, pd.Series]) -> dict[str, pd.Series]:
    return {key: values.map(half_up, na_action="ignore") for key, values in columns.items()}


def half_up(value: float, decimals: int = 1) -> float:
    """`value` rounded to `decimals`, halves away from zero, as statistics print it."""
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))

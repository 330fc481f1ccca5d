"""Where the rows of the catalogue's row sets come from: one function each, and the columns their statistics need.

A function answers None where there are no such rows to be known at all.
"""

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

from tongnan_metrics.analysis import project_lights
from tongnan_metrics.analysis.services import DAYS_UNSEEN
from tongnan_metrics.analysis.start_plans import UNPLANNED, is_ready
from tongnan_metrics.catalog import fields as f
from tongnan_metrics.catalog.model import Field
from tongnan_metrics.catalog.row_sets import AGAINST
from tongnan_metrics.query import safety, supervision
from tongnan_metrics.query.accident_record import streak_since
from tongnan_metrics.query.blockers import open_blockers
from tongnan_metrics.query.enterprises import issues
from tongnan_metrics.query.hazard_times import hazard_times, rechecks_due
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.promotion import leads
from tongnan_metrics.query.rules import light_rules
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.query.services import key_visits
from tongnan_metrics.query.start_plans import start_plans
from tongnan_metrics.query.statistics import RowsOf, answer_from
from tongnan_metrics.query.stays import stays
from tongnan_metrics.releases import Release

# The last days of each band but the last, which has none.
_AGES = (15, 30, 60, 90)
_LATE = (7, 15, 30, 60)


def _banded(days: "pd.Series[float]", ends: tuple[int, ...], field: Field) -> "pd.Series[str]":
    """The band each number of days is in, both ends included."""
    place = np.searchsorted(np.array(ends, dtype=float), days.to_numpy(dtype=float))
    return pd.Series(np.array(field.choice_keys, dtype=object)[place], index=days.index, dtype=object)


def _due(rows: pd.DataFrame) -> "pd.Series[str]":
    """Whether what is not done is past its date; without a date it never is."""
    return (rows["days_overdue"] > 0).map({True: "overdue", False: "open"})


def _supervised(release: Release, selection: Selection) -> pd.DataFrame | None:
    if not light_rules(release, selection.preset):
        return None
    return supervision.answered(release, selection, supervision.items(release, selection, selection.preset))


def _changes(release: Release, selection: Selection, against: str) -> pd.DataFrame | None:
    if not light_rules(release, selection.preset):
        return None
    return supervision.changes(release, selection, against, selection.preset)


def _projects(release: Release, selection: Selection) -> pd.DataFrame | None:
    rules = light_rules(release, selection.preset)
    rows = projects(release, selection)
    return project_lights.lit(rows, project_lights.findings(rows, rules)) if rules else None


def _start_plans(release: Release, selection: Selection) -> pd.DataFrame:
    rows = start_plans(release, selection)
    planned = (rows["state"] != UNPLANNED).groupby(rows["project"]).transform("any").astype(bool)
    return rows.assign(ready=rows["project"].map(is_ready(rows).to_dict()).astype(bool), planned=planned)


def _blockers(release: Release, selection: Selection) -> pd.DataFrame:
    rows = open_blockers(release, selection)
    return rows.assign(state=_due(rows), age=_banded(rows["days_open"], _AGES, f.AGE))


def _hazards_waiting(release: Release, selection: Selection) -> pd.DataFrame:
    rows = safety.hazards_waiting(release, selection)
    state = _due(rows)
    late = _banded(rows["days_overdue"], _LATE, f.LATE)
    return rows.assign(state=state, late=late.where(state == "overdue", None))


def _accidents(release: Release, selection: Selection) -> pd.DataFrame | None:
    if streak_since(release, selection.period) is None:
        return None
    rows = safety.accidents(release, selection)
    return rows.assign(of_period=rows["date"] >= pd.Timestamp(selection.since))


def _issues(release: Release, selection: Selection) -> pd.DataFrame:
    rows = issues(release, selection)
    recent = rows["raised"] >= pd.Timestamp(selection.since)
    return rows.assign(of_period=recent, age=_banded(rows["days_open"], _AGES, f.AGE))


def _key_enterprises(release: Release, selection: Selection) -> pd.DataFrame:
    rows = key_visits(release, selection)
    seen = rows["visits"].gt(0).map({True: "this_year", False: "earlier"}).mask(rows["days_since"].isna(), "never")
    return rows.assign(seen=seen, over_a_year=rows["days_since"] > DAYS_UNSEEN)


def _leads(release: Release, selection: Selection) -> pd.DataFrame:
    rows = leads(release, selection)
    return rows.assign(of_period=rows["received"] >= pd.Timestamp(selection.since))


ROWS: Mapping[str, RowsOf] = {
    "supervised": _supervised,
    **{f"changes_{against}": partial(_changes, against=against) for against in AGAINST},
    "projects": _projects,
    "register": projects,
    "start_plans": _start_plans,
    "stays": stays,
    "blockers": _blockers,
    "leads": _leads,
    "hazards_waiting": _hazards_waiting,
    "hazard_times": hazard_times,
    "rechecks": rechecks_due,
    "accidents": _accidents,
    "issues": _issues,
    "key_enterprises": _key_enterprises,
}
answer_from(ROWS)

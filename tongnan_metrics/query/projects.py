"""Projects as they stood at a period's end: the register with stage, money, progress and what holds them up.

A project exists from its first event on. Amounts are in 亿元, progress in percent, durations in days; dates are
datetime64. Columns are catalogue keys, codes are left for the caller to name.
"""

from collections.abc import Collection, Iterable
from datetime import date

import pandas as pd

from tongnan_metrics.analysis.progress import expected
from tongnan_metrics.catalog.fields import STAGE, STEP
from tongnan_metrics.catalog.lists import LISTS
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.catalog.places import nearest
from tongnan_metrics.catalog.units import YI_YUAN
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.narrowing import Narrowing, narrow
from tongnan_metrics.query.selection import Selection, SelectionError
from tongnan_metrics.releases import Release

# Stages in which a passed planned start means the start is delayed, in which works go on, and production is to begin.
LANDED = "landed"
BEFORE_START = ("signed", LANDED)
WORKING = ("started",)
BUILT = ("completed",)
LIST = Text("清单", "list")

_PROJECTS = """
WITH standing AS (
    SELECT project, stage, date AS since
    FROM project_events
    WHERE date <= $end
    QUALIFY row_number() OVER (PARTITION BY project ORDER BY date DESC, list_position($stages, stage) DESC) = 1
), batched AS (
    SELECT project, arg_max(batch, date) AS batch
    FROM project_events
    WHERE date <= $end AND batch IS NOT NULL
    GROUP BY project
), latest AS (
    SELECT project, investment_total, progress, if(period = $period, investment_ytd, NULL) AS investment_ytd
    FROM project_progress
    WHERE period <= $period
    QUALIFY row_number() OVER (PARTITION BY project ORDER BY period DESC) = 1
), blocked AS (
    SELECT project, category, owner, due, raised, count(*) OVER (PARTITION BY project) AS open
    FROM blockers
    WHERE raised <= $end AND (resolved IS NULL OR resolved > $end)
    QUALIFY row_number() OVER (PARTITION BY project ORDER BY raised, blocker) = 1
), late_step AS (
    SELECT project, step, owner, due
    FROM start_steps
    WHERE due < $end AND (done IS NULL OR done > $end)
    QUALIFY row_number() OVER (PARTITION BY project ORDER BY due, list_position($steps, step)) = 1
)
SELECT
    p.project, p.name, p.town, p.sector, p.kind, p.park, p.tech_upgrade, p.smart_upgrade, p.investor, p.department,
    p.liaison, p.team, p.intention, p.note,
    p.total_investment / $scale AS total_investment,
    p.output_at_capacity / $scale AS output_at_capacity,
    s.stage, s.since, $end - s.since AS days_in_stage,
    p.planned_start, p.planned_finish, p.planned_production,
    l.progress, l.investment_ytd / $scale AS investment_ytd,
    l.investment_total / $scale AS investment_total,
    b.batch,
    k.category AS blocker_category, k.owner AS blocker_owner, k.due AS blocker_due,
    CAST($end - k.raised AS DOUBLE) AS blocker_days, coalesce(k.open, 0) AS blockers_open,
    t.step, t.owner AS step_owner, t.due AS step_due, CAST($end - t.due AS DOUBLE) AS step_delay,
    p.source, o.source_kind
FROM projects p
JOIN standing s USING (project)
LEFT JOIN latest l USING (project)
LEFT JOIN batched b USING (project)
LEFT JOIN blocked k USING (project)
LEFT JOIN late_step t ON t.project = p.project AND s.stage = $landed
LEFT JOIN sources o ON o.source = p.source
LEFT JOIN towns w ON w.town = p.town
WHERE {condition}
ORDER BY list_position($stages, s.stage), p.total_investment DESC NULLS LAST, p.project
"""


@kept
def projects(
    release: Release,
    selection: Selection,
    stages: Collection[str] = (),
    on_list: str | None = None,
    search: str | None = None,
) -> pd.DataFrame:
    """One row a project that existed at the period's end, in order of stage, the largest first.

    Identity: `project`, `name`, `town`, `sector`, `kind`, `park`, `tech_upgrade`, `smart_upgrade`, `investor`,
    `department`, `liaison`, `team`, `intention`, `note`, `batch`. Money: `total_investment`, `investment_ytd` (missing
    when the period has no report of it), `investment_total`, `output_at_capacity` (a year). Time: `stage`, `since`,
    `days_in_stage`, `planned_start`, `planned_finish`, `planned_production`, `start_delay` (days past the planned
    start, signed and landed ones only), `production_delay` (days past the planned production, completed ones only).
    Progress: `progress`, `expected`, `behind` (points, negative when behind plan; projects under construction only).
    Of the steps to the start that are past their date the first due, landed projects only: `step`, `step_owner`,
    `step_due`, `step_delay` (days).
    The oldest open blocker: `blocker_category`, `blocker_owner`, `blocker_due`, `blocker_days`; `blockers_open` counts
    them. `on_<list>` says on which of the five lists it is. Also `source`, `source_kind`.

    `stages` and `on_list` keep those at a stage or on a list; `search` those with the words in their id, name,
    investor, department, liaison or town. Raises `SelectionError` for a stage, list or code there is none of.
    """
    narrowed = narrow(release, selection, "projects", "p")
    words = {f"word_{i}": word for i, word in enumerate((search or "").split())}
    found = [f"contains(lower({_SEARCHED}), lower(${name}))" for name in words]
    condition = " AND ".join([narrowed.condition, *found])
    frame = standing(release, selection.period, Narrowing(condition, {**narrowed.values, **words}))
    if stages:
        frame = frame[frame["stage"].isin([_known(STAGE.name, stage, STAGE.choice_keys) for stage in stages])]
    if on_list is not None:
        frame = frame[frame[f"on_{_known(LIST, on_list, LISTS)}"]]
    return frame.reset_index(drop=True)


def _known(what: Text, key: str, known: Iterable[str]) -> str:
    if key not in known:
        raise SelectionError(what, key, nearest(key, known))
    return key


_SEARCHED = "concat_ws(' ', p.project, p.name, p.investor, p.department, p.liaison, w.name_zh, w.name_en)"


def standing(release: Release, period: Period, narrowing: Narrowing) -> pd.DataFrame:
    """The rows of `projects` that meet a condition on the register (table ``p``)."""
    asked = {
        "end": period.end,
        "period": str(period),
        "scale": YI_YUAN.scale,
        "stages": list(STAGE.choice_keys),
        "steps": list(STEP.choice_keys),
        "landed": LANDED,
        **narrowing.values,
    }
    return _derived(ask(release, _PROJECTS.format(condition=narrowing.condition), asked), period.end)


def _derived(frame: pd.DataFrame, end: date) -> pd.DataFrame:
    """Expected progress, how far behind, how late to start, and the lists, from what the rows say."""
    due = expected(frame["planned_start"], frame["planned_finish"], end)
    late = (pd.to_datetime(end) - frame["planned_start"]).dt.days
    silent = (pd.to_datetime(end) - frame["planned_production"]).dt.days
    derived = {
        "expected": due,
        "behind": (frame["progress"] - due).where(frame["stage"].isin(WORKING)),
        "start_delay": late.where(frame["stage"].isin(BEFORE_START) & (late > 0)).astype("float64"),
        "production_delay": silent.where(frame["stage"].isin(BUILT) & (silent > 0)).astype("float64"),
    }
    lists = {
        f"on_{item.key}": frame["stage"].isin(item.stages) & (frame["smart_upgrade"] | (not item.smart))
        for item in LISTS.values()
    }
    return frame.assign(**derived, **lists)

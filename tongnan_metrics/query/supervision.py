"""What is supervised in a release: everything the rules speak of at a period's end, its light, since when, whose.

One engine answers for all pages: the rows of projects, hazards, issues and indicators become lags, and
`analysis.supervision` says what the rules in force say of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from tongnan_metrics.analysis import answers, supervision
from tongnan_metrics.analysis.findings import runs
from tongnan_metrics.analysis.lights import Color, Subject
from tongnan_metrics.analysis.progress import expected
from tongnan_metrics.analysis.supervision import PACED, Sort
from tongnan_metrics.catalog.periods import MONTHS, Basis, Period
from tongnan_metrics.kept import kept
from tongnan_metrics.query import lookups
from tongnan_metrics.query.actions import actions
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.enterprises import open_issues
from tongnan_metrics.query.indicator_lags import indicator_history, indicator_lags
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.rules import light_rules
from tongnan_metrics.query.safety import hazards_waiting
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

_PROGRESS = """
SELECT g.project, last_day(strptime(g.period, '%Y-%m')) AS "on", g.progress, p.planned_start, p.planned_finish
FROM project_progress g JOIN projects p USING (project)
WHERE g.period <= $period AND list_contains($projects, g.project)
ORDER BY g.project, g.period
"""


@kept
def findings(release: Release, selection: Selection, preset: str | None = None) -> pd.DataFrame:
    """What the rules of a preset (by default the one in force) say at the period's end, the worst first.

    Columns are those of `analysis.supervision`, `light`, `state`, `severity` and `since`: the day the colour came on,
    or the end of the first period that has it. A filter leaves out what lacks it: hazards have no sector, the
    district's indicators no town.
    """
    rules, asked = light_rules(release, preset), replace(selection, basis=Basis.YTD)
    found = _found(release, asked, preset)
    paced = found[(found["light"] != Color.GREEN.value) & found["since"].isna()]
    known = runs(_history(release, asked, paced), rules).set_index(["item", "subject"])["since"].to_dict()
    began = [known.get(key, pd.NaT) for key in zip(found["item"], found["subject"], strict=True)]
    return found.assign(since=found["since"].fillna(pd.Series(pd.to_datetime(began), index=found.index)))


# Several views of one period ask for the same.
@kept
def _found(release: Release, asked: Selection, preset: str | None) -> pd.DataFrame:
    rules = light_rules(release, preset)
    return supervision.found(_lags(release, asked), rules, pd.Timestamp(asked.period.end))


@kept
def items(release: Release, selection: Selection, preset: str | None = None) -> pd.DataFrame:
    """Every item the rules speak of, once, with its worst finding and `days` past its date; green ones too.

    `since` is known where it is counted in days.
    """
    found = _found(release, replace(selection, basis=Basis.YTD), preset)
    return supervision.items(found, pd.Timestamp(selection.period.end))


def lit(release: Release, selection: Selection, preset: str | None = None, against: str = "month") -> pd.DataFrame:
    """The red and amber items with their trend, then those cured since, with what was answered.

    `against` what they are compared with: the period before, or the last one of the ``quarter`` or ``year`` before.
    Columns are those of `findings`, `days`, `was` and `trend`, and those of `analysis.answers`.
    """
    now = supervision.items(findings(release, selection, preset), pd.Timestamp(selection.period.end))
    return answered(release, selection, _changed(release, selection, now, against, preset))


def changes(release: Release, selection: Selection, against: str, preset: str | None = None) -> pd.DataFrame | None:
    """The same items with their trend alone; None where the release does not go back so far."""
    rows = _changed(release, selection, items(release, selection, preset), against, preset)
    return None if before(release, selection, against) is None else rows


def _changed(
    release: Release, selection: Selection, now: pd.DataFrame, against: str, preset: str | None
) -> pd.DataFrame:
    earlier = before(release, selection, against)
    return supervision.changed(now, None if earlier is None else items(release, earlier, preset))


def answered(release: Release, selection: Selection, rows: pd.DataFrame) -> pd.DataFrame:
    """Items with what was answered to each by the period's end: the columns of `analysis.answers`."""
    return answers.answered(rows, actions(release, selection.period), selection.period)


def before(release: Release, selection: Selection, against: str = "month") -> Selection | None:
    """The same selection at the end of the month, quarter or year before; None where the release does not go back."""
    earlier = _ends[against](selection.period)
    return replace(selection, period=earlier) if earlier in lookups.periods(release) else None


def _quarter_before(period: Period) -> Period:
    opening = period
    while opening.quarter_end == period.quarter_end:
        opening = opening.previous
    return opening


_ends: Mapping[str, Callable[[Period], Period]] = {
    "month": lambda period: period.previous,
    "quarter": _quarter_before,
    "year": lambda period: Period(period.year - 1, MONTHS),
}


def _lags(release: Release, asked: Selection) -> pd.DataFrame:
    return supervision.lags(
        {
            Sort.INDICATOR: indicator_lags(release, asked),
            Sort.PROJECT: supervision.of_projects(projects(release, asked)),
            Sort.HAZARD: supervision.of_hazards(hazards_waiting(release, asked)),
            Sort.ISSUE: supervision.of_issues(open_issues(release, asked)),
        }
    )


def _history(release: Release, asked: Selection, paced: pd.DataFrame) -> pd.DataFrame:
    """The lags of findings that are taken period by period, at every period so far: `item`, `subject`, `on`, `lag`."""
    of_projects = paced[paced["sort"] == Sort.PROJECT.value]
    of_indicators = paced[paced["sort"] == Sort.INDICATOR.value]
    rows = ask(release, _PROGRESS, {"period": str(asked.period), "projects": of_projects["id"].tolist()})
    due = expected(rows["planned_start"], rows["planned_finish"], rows["on"])
    behind = due - rows["progress"]
    lags = {Subject.PROJECT_PACE: behind, Subject.PROJECT_LAG: behind / due.where(due > 0) * 100}
    named = rows.assign(item="project." + rows["project"])[["item", "on"]]
    told = [named.assign(subject=key, lag=lags[Subject(key)]) for key in PACED]
    return pd.concat([*told, indicator_history(release, asked, of_indicators)], ignore_index=True)

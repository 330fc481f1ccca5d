"""The lights of projects: every rule that speaks of a project is asked, and its worst answer is the project's light."""

from collections.abc import Iterator, Mapping

import pandas as pd

from tongnan_metrics.analysis.lights import Color, Rule, Subject, light

Rules = Mapping[Subject, Rule]
WAITING = ("signed", "landed")
ORDER = {color.value: place for place, color in enumerate(Color)}
FOUND = ["project", "subject", "lag", "light", "severity"]


def findings(projects: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """What the rules say of projects, a row a project and subject a rule speaks of, the worst first.

    `projects` are rows as queries give them: `project`, `stage` and those of `behind`, `expected`, `start_delay`,
    `days_in_stage`, `blocker_days` that are known. Columns: `project`, `subject`, `lag` (in the subject's unit, more is
    worse), `light`, `severity` (the lag against the red threshold, or the amber one when there is no red).
    """
    rows = [
        (project, subject.value, lag, light(rule, lag).color.value, _severity(rule, lag))
        for subject, lags in _lags(projects)
        if (rule := rules.get(subject))
        for project, lag in zip(projects["project"], lags.astype(float), strict=True)
        if lag == lag  # noqa: PLR0124 - NaN: the rule does not speak of this project
    ]
    found = pd.DataFrame(rows, columns=FOUND)
    worst_first = found.assign(order=found["light"].map(ORDER)).sort_values(
        ["order", "severity"], ascending=[True, False], kind="stable", ignore_index=True
    )
    return worst_first.drop(columns="order")


def lit(projects: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The projects with the `light`, `subject`, `lag` and `severity` of their worst finding, the worst first.

    Where no rule speaks of a project these are missing, and it comes last. Among equals the given order stays.
    """
    worst = found.drop_duplicates("project")
    named = projects.merge(worst, on="project", how="left")
    order = named["light"].map(ORDER).astype(float)
    severity = named["severity"].where(named["light"] != Color.GREEN.value)
    ranked = named.assign(_order=order, _severity=severity).sort_values(
        ["_order", "_severity"], ascending=[True, False], kind="stable", ignore_index=True
    )
    return ranked.drop(columns=["_order", "_severity"])


def _lags(projects: pd.DataFrame) -> Iterator[tuple[Subject, "pd.Series[float]"]]:
    """How far behind each project is, by subject; missing where the subject is no question for it."""
    known = projects.reindex(columns=["behind", "expected", "start_delay", "days_in_stage", "blocker_days", "stage"])
    behind, due = -known["behind"].astype(float), known["expected"].astype(float)
    yield Subject.PROJECT_PACE, behind
    yield Subject.PROJECT_LAG, behind / due.where(due > 0) * 100
    yield Subject.PROJECT_START_DELAY, known["start_delay"]
    yield Subject.PROJECT_STAGE_DAYS, known["days_in_stage"].where(known["stage"].isin(WAITING))
    yield Subject.BLOCKER_DAYS, known["blocker_days"]


def _severity(rule: Rule, lag: float) -> float:
    return lag / (rule.red or rule.amber or 1.0)

"""The lights of projects: every rule that speaks of a project is asked, and its worst answer is the project's light."""

from collections.abc import Iterator

import pandas as pd

from tongnan_metrics.analysis.findings import ORDER, Rules, judged
from tongnan_metrics.analysis.lights import Color, Subject

WAITING = ("signed", "landed")
# Who has to act: the project's department, unless what is late is somebody else's.
OWNERS = {Subject.BLOCKER_DAYS.value: "blocker_owner", Subject.PROJECT_STEP_DELAY.value: "step_owner"}
# What a lag is said with: where the project stands, or what holds it up.
DETAIL = {
    Subject.PROJECT_STAGE_DAYS.value: "stage",
    Subject.PROJECT_STEP_DELAY.value: "step",
    Subject.BLOCKER_DAYS.value: "blocker_category",
}
KNOWN = [
    *("project", "stage", "behind", "expected", "start_delay", "step_delay", "days_in_stage"),
    *("production_delay", "blocker_days"),
]
# All that a light and its words rest on.
RESTS_ON = tuple(dict.fromkeys((*KNOWN, *DETAIL.values(), *OWNERS.values())))
FOUND = ["project", "subject", "lag", "light", "severity"]


def lags(projects: pd.DataFrame) -> pd.DataFrame:
    """How far behind projects are, a row a project and subject: `project`, `subject`, `lag` (in the subject's unit).

    `projects` are rows as queries give them: `project`, `stage` and those of `behind`, `expected`, `start_delay`,
    `step_delay`, `days_in_stage`, `production_delay`, `blocker_days` that are known. The lag is missing where the
    subject is no question for a project.
    """
    known = projects.reindex(columns=KNOWN)
    rows = [
        pd.DataFrame({"project": known["project"], "subject": subject.value, "lag": lag.astype(float)})
        for subject, lag in _lags(known)
    ]
    return pd.concat(rows, ignore_index=True)


def findings(projects: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """What the rules say of projects, a row a project and subject a rule speaks of, the worst first.

    Columns: those of `lags`, `light` and `severity`.
    """
    return judged(lags(projects), rules)[FOUND]


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


def owners(rows: pd.DataFrame) -> "pd.Series[str]":
    """Who has to act on each row's `subject`.

    `rows` have `subject`, `department` and those of the columns in `OWNERS` that are known.
    """
    owner = rows["department"]
    for subject, column in OWNERS.items():
        if column in rows:
            owner = owner.where((rows["subject"] != subject) | rows[column].isna(), rows[column])
    return owner


def _lags(known: pd.DataFrame) -> Iterator[tuple[Subject, "pd.Series[float]"]]:
    """How far behind each project is, by subject; missing where the subject is no question for it."""
    behind, due = -known["behind"].astype(float), known["expected"].astype(float)
    yield Subject.PROJECT_PACE, behind
    yield Subject.PROJECT_LAG, behind / due.where(due > 0) * 100
    yield Subject.PROJECT_START_DELAY, known["start_delay"]
    yield Subject.PROJECT_STEP_DELAY, known["step_delay"]
    yield Subject.PROJECT_STAGE_DAYS, known["days_in_stage"].where(known["stage"].isin(WAITING))
    yield Subject.PROJECT_PRODUCTION_DELAY, known["production_delay"]
    yield Subject.BLOCKER_DAYS, known["blocker_days"]

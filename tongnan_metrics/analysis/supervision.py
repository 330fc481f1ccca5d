"""What is supervised, item by item: projects, hazards, enterprises' issues and indicators, and how their lights change.

An item is known by its `sort` and `id`, written ``sort.id``. Whatever it is about, the same columns say how it stands:
`subject` and `lag` (`analysis.lights`), `beside` (the number said beside the lag: progress, completion, the place in
the city), `detail` (stage, category or grade), who and where (`name`, `town`, `trade`, `sector`, `enterprise`,
`owner`), `due` (the day it should have been done) and `origin` (the kind of its source).
"""

from collections.abc import Hashable, Mapping
from enum import StrEnum

import numpy as np
import pandas as pd

from tongnan_metrics.analysis import project_lights
from tongnan_metrics.analysis.findings import ORDER, Rules, judged, lit_since, worst_first
from tongnan_metrics.analysis.lights import Color, Subject

COLUMNS = (
    *("item", "sort", "id", "subject", "lag", "beside", "detail", "name", "town", "trade", "sector", "enterprise"),
    *("owner", "due", "origin"),
)
LIT = (Color.RED.value, Color.AMBER.value)
PACED = (Subject.PROJECT_PACE.value, Subject.PROJECT_LAG.value)
DUE = {
    **dict.fromkeys(PACED, "planned_finish"),
    Subject.PROJECT_START_DELAY.value: "planned_start",
    Subject.PROJECT_PRODUCTION_DELAY.value: "planned_production",
    Subject.PROJECT_STEP_DELAY.value: "step_due",
    Subject.BLOCKER_DAYS.value: "blocker_due",
}


class Sort(StrEnum):
    """What sort of thing an item is."""

    INDICATOR = "indicator"
    PROJECT = "project"
    HAZARD = "hazard"
    ISSUE = "issue"


class Trend(StrEnum):
    """How an item's light stands against the period before."""

    NEW = "new"
    WORSE = "worse"
    STILL = "still"
    BETTER = "better"
    CURED = "cured"


def lags(parts: Mapping[Sort, pd.DataFrame]) -> pd.DataFrame:
    """Rows of several sorts under the columns all of them have; a part has `id`, `subject`, `lag` and what it knows."""
    named = [rows.assign(sort=sort.value, item=f"{sort}." + rows["id"].astype(str)) for sort, rows in parts.items()]
    typed = [rows.reindex(columns=list(COLUMNS)).astype(_TYPES) for rows in named]
    whole = pd.concat(typed, ignore_index=True)
    words = [column for column in COLUMNS if _TYPES[column] == "object"]
    return whole.assign(**{column: whole[column].where(whole[column].notna(), None) for column in words})


_TYPES = {
    **dict.fromkeys(COLUMNS, "object"),
    "lag": "float64",
    "beside": "float64",
    "due": "datetime64[us]",
}


def of_projects(projects: pd.DataFrame) -> pd.DataFrame:
    """The lags of projects, rows as queries give them, each with the date it is held against and who has to act."""
    rows = project_lights.lags(projects).merge(projects, on="project", how="left").rename(columns={"project": "id"})
    return rows.assign(
        due=_by_subject(rows, DUE),
        detail=_by_subject(rows, project_lights.DETAIL),
        beside=rows["progress"].where(rows["subject"].isin(PACED)),
        owner=project_lights.owners(rows),
        enterprise=rows["investor"],
        origin=rows["source_kind"],
    )


def _by_subject(rows: pd.DataFrame, columns: Mapping[str, str]) -> pd.Series:
    """In each row the cell of the column its subject names."""
    cells = pd.Series(None, index=rows.index, dtype=object)
    for subject, column in columns.items():
        cells = cells.where(rows["subject"] != subject, rows[column])
    return cells


def of_hazards(hazards: pd.DataFrame) -> pd.DataFrame:
    """The lags of hazards not yet rectified."""
    told = {"hazard": "id", "department": "owner", "grade": "detail", "source_kind": "origin"}
    rows = hazards.rename(columns=told)
    return rows.assign(subject=Subject.HAZARD_OVERDUE.value, lag=rows["days_overdue"].astype(float))


def of_issues(issues: pd.DataFrame) -> pd.DataFrame:
    """The lags of enterprises' issues not yet resolved; one without a date has none."""
    told = {"issue": "id", "category": "detail", "source_kind": "origin"}
    rows = issues.drop(columns=["enterprise", "detail"]).rename(columns={**told, "name": "enterprise"})
    about = issues["detail"].where(issues["detail"].notna(), issues["name"])
    lag = rows["days_overdue"].astype(float)
    return rows.assign(subject=Subject.ISSUE_OVERDUE.value, lag=lag, name=about)


def found(lag_rows: pd.DataFrame, rules: Rules, end: pd.Timestamp) -> pd.DataFrame:
    """What the rules say of `lags`, the worst first: `light`, `state`, `severity`, and for lags in days `since`."""
    told = judged(lag_rows, rules)
    return told.assign(since=lit_since(told, rules, end))


def items(findings: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """Every item once with its worst finding, and `days`: how long its date has passed at `end`, missing before."""
    worst = findings.drop_duplicates("item", ignore_index=True)
    past = (end - worst["due"]).dt.days
    return worst.assign(days=past.where(past > 0))


def changed(now: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """The lit items of a period with `was` (the light of the period before) and `trend`; cured ones come last.

    An item that was lit and is so no more is `cured`: its row is that of the period before, its light is green.
    Without a period before nothing is known of the trend.
    """
    lit = now[now["light"].isin(LIT)]
    if before is None:
        return lit.assign(was=None, trend=None).reset_index(drop=True)
    were = before[before["light"].isin(LIT)]
    was = lit["item"].map(were.set_index("item")["light"])
    rows = lit.assign(was=was, trend=[_trend(*pair) for pair in zip(lit["light"], was, strict=True)])
    gone = were[~were["item"].isin(lit["item"])]
    cured = gone.assign(was=gone["light"], trend=Trend.CURED.value, light=Color.GREEN.value, state="cured", days=np.nan)
    return pd.concat([rows, cured], ignore_index=True)


def _trend(light: str, was: object) -> str:
    if not isinstance(was, str):
        return Trend.NEW.value
    step = ORDER[light] - ORDER[was]
    return (Trend.WORSE if step < 0 else Trend.BETTER if step > 0 else Trend.STILL).value


def league(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Lit and cured items counted by a column, the most red first, then the most amber.

    `by`, `red`, `amber`, `new`, `still` (lit in the period before as well), `cured`, and how long dates have passed:
    `days` in all and the `longest`.
    """
    counted = rows.assign(
        red=rows["light"] == Color.RED.value,
        amber=rows["light"] == Color.AMBER.value,
        new=rows["trend"] == Trend.NEW.value,
        still=rows["trend"].isin([Trend.STILL.value, Trend.WORSE.value, Trend.BETTER.value]),
        cured=rows["trend"] == Trend.CURED.value,
    ).groupby(by, as_index=False)
    summed = counted.agg(
        red=("red", "sum"),
        amber=("amber", "sum"),
        new=("new", "sum"),
        still=("still", "sum"),
        cured=("cured", "sum"),
        days=("days", "sum"),
        longest=("days", "max"),
    )
    order = ["red", "amber", "days"]
    return summed.sort_values([*order, by], ascending=[False, False, False, True], ignore_index=True)


def pressing(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """The `most` lit items that tell most, red first: the worst of every kind before the second worst of any.

    What waits together is one line: hazards of a town and trade, issues of an owner. A kind is an indicator's rule,
    projects, hazards or issues; among projects every rule has its turn as well. Columns are those of an item, its worst
    one's, with `count` and the severity of all of them; what is not overdue yet is below zero.
    """
    lit = worst_first(rows[rows["light"].isin(LIT)])
    keys = ["group", "light"]
    named = lit.assign(group=[_together(row) for row in lit.to_dict("records")])
    sums = named.groupby(keys, sort=False)["severity"].agg(["size", "sum"]).reset_index()
    worst = named.drop_duplicates(keys).drop(columns="severity").merge(sums, on=keys)
    ranked = worst_first(worst.rename(columns={"size": "count", "sum": "severity"}))
    kind = ranked["sort"].where(ranked["sort"] != Sort.INDICATOR.value, ranked["subject"])
    by_subject = ranked.groupby("subject").cumcount().sort_values(kind="stable").index
    turns = kind.loc[by_subject].to_frame("kind").groupby("kind").cumcount().sort_values(kind="stable")
    return ranked.loc[sorted(turns.index[:most])].reset_index(drop=True)


def _together(row: Mapping[Hashable, object]) -> str:
    if row["sort"] == Sort.HAZARD.value:
        return f"{row['sort']} {row['town']} {row['trade']}"
    return f"{row['sort']} {row['owner']}" if row["sort"] == Sort.ISSUE.value else str(row["item"])

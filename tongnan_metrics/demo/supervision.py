"""Answers of offices to what was late at the end of February and of March 2022: notes, new dates, reported resolved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from tongnan_metrics.demo.sources import synthetic

Frames = Mapping[str, pd.DataFrame]
Answer = dict[str, object]

_DESK = "区政府督查室"


@dataclass(frozen=True, slots=True)
class Round:
    """The answers to one period's lights: its end, and when the first answer came in."""

    period: str
    end: str
    begins: datetime


_ROUNDS = (
    Round("2022-02", "2022-02-28", datetime(2022, 3, 7, 9, 20)),  # noqa: DTZ001 - local times
    Round("2022-03", "2022-03-31", datetime(2022, 4, 6, 9, 5)),  # noqa: DTZ001
)
_AN_ANSWER = timedelta(hours=5, minutes=37)


def actions(frames: Frames) -> pd.DataFrame:
    """A row an answer, in the order they came in; what was reported resolved is not answered again."""
    rows = [row for one in _ROUNDS for row in _answers(frames, one)]
    frame = pd.DataFrame(rows).sort_values("at", kind="stable", ignore_index=True)
    resolved = (frame["kind"] == "resolved").astype(int)
    frame = frame[resolved.groupby(frame["item"]).cumsum() == resolved].reset_index(drop=True)
    numbers = [f"DB2022-{n:03d}" for n in range(1, len(frame) + 1)]
    return frame.assign(action=numbers, source=synthetic("supervision"))


def _answers(frames: Frames, one: Round) -> Iterator[Answer]:
    said = [*_of_hazards(frames, one), *_of_issues(frames, one), *_of_projects(frames, one)]
    for place, answer in enumerate(said):
        yield {"period": one.period, "at": _office_hours(one.begins + place * _AN_ANSWER), **answer}


def _office_hours(when: datetime) -> datetime:
    """The same time of a working day, between nine and six."""
    moved = when.replace(hour=9 + when.hour % 9)
    return moved + timedelta(days=max(0, moved.weekday() - 4) and 7 - moved.weekday())


def _late(rows: pd.DataFrame, one: Round, done: str) -> pd.DataFrame:
    """The rows past their date and not done at the round's end, the latest first."""
    end = pd.Timestamp(one.end)
    days = {column: pd.to_datetime(rows[column]) for column in ("due", done)}
    late = (days["due"] < end) & ~(days[done] <= end)
    return rows.assign(**days)[late].sort_values("due", kind="stable").head(9)


def _of_hazards(frames: Frames, one: Round) -> Iterator[Answer]:
    rows = frames["hazards"].merge(frames["inspections"][["inspection", "department"]], on="inspection")
    for place, row in enumerate(_late(rows, one, "rectified").to_dict("records")):
        about = {"item": f"hazard.{row['hazard']}", "author": row["department"]}
        if place % 3 == 0:
            yield {**about, "kind": "note", "note": "责任单位已制定整改方案，正在采购更换设施"}
        if place % 3 == 1:
            promised = pd.Timestamp(one.end) + timedelta(days=10 + 12 * place)
            yield {**about, "kind": "due", "due": promised, "note": "整改需停产检修，申请延期"}
        if place % 3 == 2:
            yield {**about, "kind": "resolved", "note": "现场已整改到位，待复查销号"}


def _of_issues(frames: Frames, one: Round) -> Iterator[Answer]:
    for place, row in enumerate(_late(frames["enterprise_issues"], one, "resolved").head(4).to_dict("records")):
        about = {"item": f"issue.{row['issue']}", "author": row["owner"]}
        if place % 2:
            promised = pd.Timestamp(one.end) + timedelta(days=20)
            yield {**about, "kind": "due", "due": promised, "note": "需市级部门审批，已上报"}
        else:
            yield {**about, "kind": "note", "note": "已与企业对接，正在协调解决"}


def _of_projects(frames: Frames, one: Round) -> Iterator[Answer]:
    """Projects that should have started long ago: a note, a new date, and one reported as started that has not."""
    started = frames["project_events"].query("stage == 'started'").set_index("project")["date"]
    signed = frames["project_events"].query("stage == 'signed'").set_index("project")["date"]
    rows = frames["projects"].assign(
        due=frames["projects"]["planned_start"],
        started=frames["projects"]["project"].map(started),
        signed=pd.to_datetime(frames["projects"]["project"].map(signed)),
    )
    late = _late(rows[rows["signed"] <= pd.Timestamp(one.end)], one, "started")
    for place, row in enumerate(late.head(5).to_dict("records")):
        about = {"item": f"project.{row['project']}", "author": row["department"]}
        yield {**about, "kind": "note", "note": "已约谈业主，正在办理施工许可"}
        if place == 1:
            yield {**about, "kind": "due", "due": pd.Timestamp("2022-05-31"), "note": "承诺5月底前开工"}
        if place == 2:
            yield {**about, "kind": "resolved", "author": _DESK, "note": "报已进场施工"}

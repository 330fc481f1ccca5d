"""Projects in words: why a light is on, in numbers, and who has to act."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from tongnan_metrics.analysis import project_lights
from tongnan_metrics.analysis.lights import Color, Subject
from tongnan_metrics.catalog.fields import STAGE
from tongnan_metrics.locale import tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import reasons, tables
from tongnan_metrics.present.tables import Column, Form, Names

MOST_REASONS = 2
WAITING = ("signed", "landed")
Row = Mapping[Any, Any]


def told(rows: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Lit projects with `reason`, a fact with its number, and `owner`, who has to act on it.

    `rows` and `found` are those of `analysis.project_lights`. What is red or amber is said first, at most two reasons;
    of all else how it stands.
    """
    late = found[found["light"] != Color.GREEN.value]
    why = {project: some.to_dict("records") for project, some in late.groupby("project", sort=False)}
    said = [_reason(row, why.get(row["project"], [])) for row in rows.to_dict("records")]
    reason = pd.Series(said, index=rows.index, dtype=object)
    return rows.assign(reason=reason, owner=project_lights.owners(rows))


def _reason(row: Row, found: Sequence[Row]) -> str:
    if found:
        return tr("; ").join(_late(row, Subject(one["subject"]), one["lag"]) for one in found[:MOST_REASONS])
    return next(_well(row), "")


def _late(row: Row, subject: Subject, lag: float) -> str:
    detail = row[project_lights.DETAIL.get(subject.value, "stage")]
    beside = row["progress"] if _known(row, "progress") else None
    return reasons.said(subject, lag, beside=beside, detail=detail)


def _well(row: Row) -> Iterator[str]:
    """How a project stands that no rule complains of: what is known, the most telling first."""
    if _known(row, "behind"):
        yield f.pace_sentence(row["behind"])
    if _known(row, "blocker_days"):
        yield _late(row, Subject.BLOCKER_DAYS, row["blocker_days"])
    if row["stage"] in WAITING and _known(row, "planned_start"):
        late = _known(row, "start_delay")
        yield (
            _late(row, Subject.PROJECT_START_DELAY, row["start_delay"])
            if late
            else tr("start planned for {day}", day=f.day(row["planned_start"]))
        )
    if _known(row, "since"):
        yield tr("{stage} since {day}", stage=_stage(row), day=f.day(row["since"]))


def _known(row: Row, key: str) -> bool:
    return key in row and not pd.isna(row[key])


def _stage(row: Row) -> str:
    return str(STAGE.choice(row["stage"]).name)


def standing(row: Row) -> str:
    """Where a project stands: ``2021年1月20日开工，已404天``."""
    days = f.number(row["days_in_stage"], 0)
    return tr("{stage} since {day}, {days} days", stage=_stage(row), day=f.day(row["since"]), days=days)


def facts(row: Row, names: Names) -> tuple[tuple[str, str], ...]:
    """What the register says of a project, label and words, in the order a reader asks.

    What is not known, and what it is not, are left out. `names` gives the words for codes of towns and sectors.
    """
    said = {key: value for key, value in row.items() if value is not False}
    told = tables.table(pd.DataFrame([said]), FACTS, names=names)
    known = ((column, told.frame[column.key].iloc[0]) for column in told.columns)
    return tuple((str(column.name), _cell(column, value)) for column, value in known if value == value and value)  # noqa: PLR0124 - not NaN


def _cell(column: Column, value: Any) -> str:
    if column.form is Form.DATE:
        return f.day(value)
    if not column.numeric:
        return str(value)
    text = f.number(value, column.decimals)
    return f.quantity(text, column.unit) if column.unit else text


FACTS = (
    "town",
    "sector",
    "kind",
    "park",
    "tech_upgrade",
    "smart_upgrade",
    "investor",
    "output_at_capacity",
    "planned_start",
    "planned_finish",
    "planned_production",
    "department",
    "liaison",
    "team",
    "intention",
    "batch",
    "note",
)

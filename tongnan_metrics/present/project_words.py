"""Projects in words: why a light is on, in numbers, and who has to act."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from tongnan_metrics.analysis.lights import Color, Rule, Subject
from tongnan_metrics.catalog import units
from tongnan_metrics.catalog.fields import BLOCKER_CATEGORY, STAGE
from tongnan_metrics.catalog.model import Unit
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import tables
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
    reasons = {project: some.to_dict("records") for project, some in late.groupby("project", sort=False)}
    said = [_reason(row, reasons.get(row["project"], [])) for row in rows.to_dict("records")]
    blocked = rows["subject"] == Subject.BLOCKER_DAYS.value
    owner = rows["blocker_owner"].where(blocked & rows["blocker_owner"].notna(), rows["department"])
    return rows.assign(reason=pd.Series(said, index=rows.index, dtype=object), owner=owner)


def rules(known: Mapping[Subject, Rule]) -> Iterator[tuple[str, str]]:
    """What turns a project's light amber or red: each subject's name, and how far behind each colour begins."""
    for subject, (name, unit) in _SUBJECTS.items():
        if subject in known:
            ends = (("amber", known[subject].amber), ("red", known[subject].red))
            said = (f"{f.light_word(light)} ≥ {f.quantity(f'{end:g}', unit)}" for light, end in ends if end is not None)
            yield str(name), tr(", ").join(said)


_SUBJECTS: Mapping[Subject, tuple[Text, Unit]] = {
    Subject.PROJECT_PACE: (Text("形象进度落后计划", "Physical progress behind plan"), units.POINTS),
    Subject.PROJECT_LAG: (Text("计划进度未完成", "Planned progress not reached"), units.PERCENT),
    Subject.PROJECT_START_DELAY: (Text("逾期未开工", "Past the planned start"), units.DAYS),
    Subject.PROJECT_STAGE_DAYS: (Text("签约、落地停留", "At signed or landed"), units.DAYS),
    Subject.BLOCKER_DAYS: (Text("卡点未解", "A blocker open"), units.DAYS),
}


def _reason(row: Row, found: Sequence[Row]) -> str:
    if found:
        return tr("; ").join(_late(row, Subject(one["subject"]), one["lag"]) for one in found[:MOST_REASONS])
    return next(_well(row), "")


def _late(row: Row, subject: Subject, lag: float) -> str:
    days = f.number(lag, 0)
    match subject:
        case Subject.PROJECT_PACE:
            return f.pace_sentence(-lag)
        case Subject.PROJECT_LAG:
            return tr("{share} of the planned progress not reached", share=f.percent(lag))
        case Subject.PROJECT_START_DELAY:
            return tr("{days} days past the planned start", days=days)
        case Subject.BLOCKER_DAYS:
            return tr("{category} open for {days} days", category=_category(row), days=days)
        case _:
            return tr("{stage} for {days} days", stage=_stage(row), days=days)


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


def _category(row: Row) -> str:
    return str(BLOCKER_CATEGORY.choice(row["blocker_category"]).name)


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

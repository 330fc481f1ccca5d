"""Supervised items in words: what each is about, why its light is on, how it changed and what was answered."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tongnan_metrics.analysis.lights import Subject
from tongnan_metrics.analysis.supervision import LIT, Sort, Trend
from tongnan_metrics.catalog.fields import ACTION_KIND, ANSWER, ISSUE_CATEGORY, SORT, SUBJECT, TREND
from tongnan_metrics.catalog.indicators import GROUPS, INDICATORS
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import reasons
from tongnan_metrics.present.narrative import COMMA, Part, sentence

MOST_REASONS = 2
Row = Mapping[Any, Any]
Names = Mapping[str, Mapping[str, Text]]

SORTS, TRENDS, ANSWERS = ({choice.key: choice.name for choice in field.choices} for field in (SORT, TREND, ANSWER))
PRESETS: Mapping[str, Text] = {
    "district": Text("本区规则", "The district's rules"),
    "yinchuan": Text("银川规则", "Yinchuan's rules"),
    "sanya": Text("三亚规则", "Sanya's rules"),
    "tianjin": Text("天津规则", "Tianjin's rules"),
}
# Where the rows of an indicator's group stand.
PAGES = {name: name for name in ("industry", "investment", "projects", "promotion", "safety")}


def subject(row: Row, names: Names) -> str:
    """What an item is about: a project's name, a hazard's place, an enterprise, an indicator."""
    town = str(names["town"][row["town"]]) if _known(row["town"]) else ""
    match row["sort"]:
        case Sort.INDICATOR:
            return f"{town} {INDICATORS[_indicator(row)].name}".strip()
        case Sort.HAZARD:
            return f"{town} {names['trade'][row['trade']]}"
        case Sort.ISSUE:
            return str(row["enterprise"])
        case _:
            return str(row["name"])


def subject_name(key: str) -> Text:
    """What a rule is about, as the catalogue names it."""
    return SUBJECT.choice(key).name


def _indicator(row: Row) -> str:
    """The indicator an item is about; a town's target is written ``indicator.town``."""
    return str(row["id"]).partition(".")[0]


def page(row: Row) -> tuple[str, dict[str, str]]:
    """The page that proves an item, and what narrows it there."""
    match row["sort"]:
        case Sort.INDICATOR:
            key = _indicator(row)
            group = next(name for name, (_, items) in GROUPS.items() if any(item.key == key for item in items))
            return PAGES.get(group, "services"), {"town": row["town"]} if _known(row["town"]) else {}
        case Sort.HAZARD:
            return "safety", {"town": row["town"], "trade": row["trade"]}
        case Sort.ISSUE:
            return "services", {"town": row["town"]}
        case _:
            return "projects", {"project": str(row["id"])}


def told(rows: pd.DataFrame, findings: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Items with `about` and `reason`, at most two facts with their numbers, the worst first.

    `findings` are those the items come from; an item that is lit no more says what had been the matter.
    """
    lit = findings[findings["light"].isin(LIT)]
    why = {item: some.to_dict("records") for item, some in lit.groupby("item", sort=False)}
    records = rows.to_dict("records")
    return rows.assign(
        about=pd.Series([subject(row, names) for row in records], index=rows.index, dtype=object),
        reason=pd.Series(
            [_reasons(row, why.get(row["item"], [row])) for row in records], index=rows.index, dtype=object
        ),
    )


def _reasons(row: Row, found: list[dict[Hashable, Any]]) -> str:
    said = tr("; ").join(reason(one) for one in found[:MOST_REASONS])
    return tr("was: {reason}", reason=said) if row["trend"] == Trend.CURED else said


def reason(row: Row) -> str:
    """The fact behind one finding; of an issue first what it is about."""
    beside, detail = (row[key] if _known(row[key]) else None for key in ("beside", "detail"))
    fact = reasons.said(Subject(row["subject"]), float(row["lag"]), beside=beside, detail=detail)
    return f"{_raised(row)}{COMMA}{fact}" if row["sort"] == Sort.ISSUE else fact


def _raised(row: Row) -> str:
    """What an enterprise raised: ``用工 · 一线操作工缺口较大``."""
    named = _known(row["name"]) and row["name"] != row["enterprise"]
    category = str(ISSUE_CATEGORY.choice(str(row["detail"])).name)
    return f.DOT.join((category, str(row["name"]))) if named else category


def _known(value: object) -> bool:
    return value is not None and value == value and value is not pd.NaT  # noqa: PLR0124 - NaN differs from itself


def together(row: Row) -> str:
    """Why several items of one group are lit: how many, and the longest."""
    n, days = f.number(row["count"], 0), f.size(row["lag"], 0)
    hazards = row["sort"] == Sort.HAZARD
    if row["lag"] > 0:
        said = tr("{n} hazards overdue and not closed, the longest by {days} days", n=n, days=days)
        return said if hazards else tr("{n} overdue, the longest by {days} days", n=n, days=days)
    said = tr("{n} hazards not closed, the first due in {days} days", n=n, days=days)
    return said if hazards else tr("{n} not resolved, the first due in {days} days", n=n, days=days)


def answer_line(row: Row) -> list[str]:
    """One answer as a line: when, who, of what kind, the new date, the words."""
    kind = str(ACTION_KIND.choice(row["kind"]).name)
    due = f"{row['due']:%Y-%m-%d}" if _known(row["due"]) else ""
    return [f"{row['at']:%Y-%m-%d %H:%M}", row["author"], kind, due, row["note"] if _known(row["note"]) else ""]


@dataclass(frozen=True, slots=True)
class Standing:
    """How much is lit, whose it is and how it changed: what the answer of the page is made from.

    `change` is what it is compared with, how many lights are new and how many were cured; `longest` the item whose date
    has passed longest, and by how many days. Either is None when it is not known.
    """

    reds: int
    ambers: int
    departments: int
    towns: int
    change: tuple[str, int, int] | None
    longest: tuple[str, int] | None


def answer(told: Standing) -> tuple[Part, ...]:
    """How much is lit and whose; how it changed; what is overdue longest."""
    if not told.reds + told.ambers:
        return (Part(tr("Nothing is red or amber in this selection.")),)
    lit = tr("{reds} red and {ambers} amber", reds=told.reds, ambers=told.ambers)
    whose = tr("{departments} departments and {towns} towns concerned", departments=told.departments, towns=told.towns)
    return sentence(
        (
            (Part(lit, strong=True), Part(f"{COMMA}{whose}")),
            (Part(_changed(*told.change)),) if told.change else (),
            (Part(_latest(*told.longest)),) if told.longest else (),
        )
    )


def _changed(since: str, new: int, cured: int) -> str:
    return tr("{since}: {new} new, {cured} cured", since=since, new=new, cured=cured)


def _latest(about: str, days: int) -> str:
    return tr("longest overdue: {about} ({days} days)", about=about, days=days)

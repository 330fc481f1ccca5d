"""Answers to what is supervised, one at a time: checked, numbered and published at once, with who said it and when."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics import releases
from tongnan_metrics.catalog.datasets import ACTIONS, ENTERPRISE_ISSUES, HAZARDS, PROJECTS, SOURCES, TOWNS
from tongnan_metrics.catalog.fields import ACTION_KIND
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.catalog.places import nearest
from tongnan_metrics.ingest.problems import RefusedError
from tongnan_metrics.locale import tr
from tongnan_metrics.releases import Release

HERE = ZoneInfo("Asia/Shanghai")  # times of answers are China Standard Time
LONGEST_NOTE, LONGEST_AUTHOR = 500, 120
MOST_COMPARED = 5_000
SORTS = {"project": PROJECTS, "hazard": HAZARDS, "issue": ENTERPRISE_ISSUES}
SOURCE = {
    "source": "supervision",
    "title": "督办办理记录",
    "issuer": "各责任单位",
    "source_kind": "reported",
}
NUMBER = re.compile(r"DB(\d{4})-(\d+)")


class WrongAnswerError(RefusedError):
    """An answer that says too little, or is about nothing there is; one sentence says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(())
        self.args = (sentence,)


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answers to a light: the item and period it answers, a `kind` of the catalogue's, words, a date."""

    item: str
    period: Period
    author: str
    kind: str
    note: str = ""
    due: date | None = None


def act(root: Path, answer: Answer, *, at: datetime | None = None) -> Release:
    """Publish an answer on top of the current release; the current one when its author said the very same last.

    `at` is when it was said, by default now. Raises `WrongAnswerError`; else as `releases.publish`.
    """
    said = _tidy(answer)
    with releases.publishing(root) as base:
        if base is None:
            raise releases.NoReleaseError(root)
        _check(said, base)
        known = base.table(ACTIONS.key)
        if _said_already(said, known):
            return base
        when = (at or datetime.now(HERE)).astimezone(HERE)
        row = _row(said, known, when.replace(tzinfo=None, microsecond=0))
        tables = {ACTIONS.key: pa.concat_tables([known, pa.Table.from_pylist([row], schema=ACTIONS.schema)])}
        if not pc.is_in(SOURCE["source"], value_set=base.table(SOURCES.key)["source"].combine_chunks()).as_py():
            own = pa.Table.from_pylist([SOURCE], schema=SOURCES.schema)
            tables[SOURCES.key] = pa.concat_tables([base.table(SOURCES.key), own])
        return releases.publish(root, tables, author=said.author, note=_words(said), created_at=when)


def _tidy(answer: Answer) -> Answer:
    """The answer without what cannot be printed, cut to a sensible length."""
    author, note = (
        "".join(c if c.isprintable() else " " for c in text).strip() for text in (answer.author, answer.note)
    )
    return Answer(
        answer.item.strip(), answer.period, author[:LONGEST_AUTHOR], answer.kind, note[:LONGEST_NOTE], answer.due
    )


def _check(said: Answer, base: Release) -> None:
    if said.kind not in ACTION_KIND.choice_keys:
        names = "、".join(str(choice.name) for choice in ACTION_KIND.choices)
        raise WrongAnswerError(
            tr("“{value}” is no kind of answer: choose one of {names}.", value=said.kind, names=names)
        )
    if not said.author:
        raise WrongAnswerError(tr("Nobody is named as the author: say who answers."))
    if said.kind == "note" and not said.note:
        raise WrongAnswerError(tr("The note is empty: say what was done."))
    if said.kind == "due" and said.due is None:
        raise WrongAnswerError(tr("The new date is missing: write year, month and day, as 2022-04-30."))
    if said.due is not None and said.due <= said.period.end:
        raise WrongAnswerError(tr("The new date must lie after {day}, the period's end.", day=said.period.end))
    periods = base.table("monthly")["period"].unique().to_pylist()
    if str(said.period) not in periods:
        raise WrongAnswerError(tr("There is no period {period} in the data.", period=said.period))
    _check_item(said.item, base)


def _check_item(item: str, base: Release) -> None:
    sort, _, key = item.partition(".")
    known = _keys(sort, base)
    if key in known:
        return
    close = nearest(key, known) if len(known) <= MOST_COMPARED else None
    if close is None:
        raise WrongAnswerError(tr("There is nothing called {item} to be supervised.", item=item))
    near = f"{sort}.{close}"
    raise WrongAnswerError(
        tr("There is nothing called {item} to be supervised: did you mean {nearest}?", item=item, nearest=near)
    )


def _keys(sort: str, base: Release) -> set[str]:
    if sort == "indicator":
        towns: Iterable[str] = base.table(TOWNS.key)["town"].to_pylist()
        return {*INDICATORS, *(f"{key}.{town}" for key in INDICATORS for town in towns)}
    dataset = SORTS.get(sort)
    return set(base.table(dataset.key)[dataset.primary_key[0]].to_pylist()) if dataset else set()


def _said_already(said: Answer, known: pa.Table) -> bool:
    """Whether the newest answer to the item and period is this one: a button pressed twice answers once."""
    of_item = known.filter((pc.field("item") == said.item) & (pc.field("period") == str(said.period)))
    if not of_item.num_rows:
        return False
    (last,) = of_item.sort_by([("at", "descending"), ("action", "descending")]).slice(0, 1).to_pylist()
    return (last["author"], last["kind"], last["note"] or "", last["due"]) == (
        said.author,
        said.kind,
        said.note,
        said.due,
    )


def _row(said: Answer, known: pa.Table, at: datetime) -> dict[str, Any]:
    numbers = [
        int(found[2])
        for key in known["action"].to_pylist()
        if (found := NUMBER.fullmatch(key))
        if int(found[1]) == at.year
    ]
    return {
        "action": f"DB{at.year}-{max(numbers, default=0) + 1:03d}",
        "item": said.item,
        "period": str(said.period),
        "at": at,
        "author": said.author,
        "kind": said.kind,
        "note": said.note or None,
        "due": said.due,
        "source": SOURCE["source"],
    }


def _words(said: Answer) -> str:
    """What the release's note and the journal say of it."""
    told = f"{ACTION_KIND.choice(said.kind).name} {said.due or ''}".strip()
    return tr("Supervision of {item}: {told}", item=said.item, told=f"{told} {said.note}".strip())

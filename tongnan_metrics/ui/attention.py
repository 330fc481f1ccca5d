"""What needs attention in a view: the most telling of what is supervised, each line with the page that proves it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from tongnan_metrics.analysis import supervision
from tongnan_metrics.analysis.lights import Color, Subject
from tongnan_metrics.analysis.supervision import Sort
from tongnan_metrics.catalog.indicators import related
from tongnan_metrics.catalog.model import Rank
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import supervision_words as words
from tongnan_metrics.query.rules import light_rules
from tongnan_metrics.query.supervision import findings, items
from tongnan_metrics.ui.links import OWNER
from tongnan_metrics.ui.view import View

TOGETHER = (Sort.HAZARD, Sort.ISSUE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: light and word, what it is about, why, who has to act, the page that proves it.

    `params` narrow that page's address: a filter or one of its own parameters.
    """

    light: str
    word: str
    subject: str
    reason: str
    owner: str
    page: str
    params: Mapping[str, str] = field(default_factory=dict)


@kept
def worst(view: View, most: int = 5) -> tuple[tuple[Entry, ...], str]:
    """The most telling of what is lit, in words, red first, and how much there is in all: ``红 85 · 黄 63``."""
    found: pd.DataFrame = view.ask(findings, view.selection)
    return entries(view, view.ask(items, view.selection).assign(trend=None), found, most)


def entries(view: View, rows: pd.DataFrame, found: pd.DataFrame, most: int) -> tuple[tuple[Entry, ...], str]:
    """The most telling of some items, `found` being what they come from, and how many are red and amber."""
    said = words.told(supervision.pressing(rows, most), found, view.spoken)
    return tuple(_entry(row) for row in said.to_dict("records")), counted(rows) if len(said) else ""


def counted(rows: pd.DataFrame) -> str:
    """How many items are red and how many amber."""
    reds, ambers = (int((rows["light"] == color).sum()) for color in (Color.RED, Color.AMBER))
    return tr("Red {reds} · amber {ambers}", reds=reds, ambers=ambers)


def is_low(view: View, key: str) -> bool:
    """Whether the district's place in its group by an indicator is amber or red."""
    rule, place = view.ask(light_rules).get(Subject.INDICATOR_RANK_GROUP), related(key, Rank, among="group")
    figure = view.figure(place.key) if place else None
    return bool(rule and figure and figure.number and rule.color(figure.number) is not Color.GREEN)


def _entry(row: Mapping[Hashable, Any]) -> Entry:
    page, params = words.page(row)
    grouped = row["sort"] in TOGETHER
    return Entry(
        light=row["light"],
        word=f.light_word(row["light"], row["state"]),
        subject=tr("Enterprise issues") if row["sort"] == Sort.ISSUE else row["about"],
        reason=words.together(row) if grouped else row["reason"],
        owner=row["owner"] if isinstance(row["owner"], str) else "",
        page=page,
        params={OWNER: row["owner"]} if row["sort"] == Sort.ISSUE else params,
    )

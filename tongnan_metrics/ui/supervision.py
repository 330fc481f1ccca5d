"""Supervision as its page shows it: what is red and amber, whose, since when, how it changed, and how units score."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import pandas as pd

from tongnan_metrics.analysis import supervision
from tongnan_metrics.analysis.lights import Color
from tongnan_metrics.analysis.supervision import LIT, Sort, Trend
from tongnan_metrics.catalog import units
from tongnan_metrics.catalog.fields import TOWN as TOWN_FIELD
from tongnan_metrics.catalog.row_sets import AGAINST
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import reasons
from tongnan_metrics.present import supervision_words as words
from tongnan_metrics.present.charts import Drawing, Portion, part_bars
from tongnan_metrics.present.narrative import Part
from tongnan_metrics.present.supervision_words import Standing
from tongnan_metrics.present.tables import Column, Form
from tongnan_metrics.query import evaluation
from tongnan_metrics.query.rules import light_rules, presets
from tongnan_metrics.query.supervision import before, findings, lit
from tongnan_metrics.ui import attention, compared, grouped
from tongnan_metrics.ui.attention import Entry
from tongnan_metrics.ui.cards import MOST_ROWS, Card
from tongnan_metrics.ui.links import OWNER, TOWN
from tongnan_metrics.ui.view import View

REPORTS: Mapping[str, Text] = {
    "month": Text("月通报", "Month"),
    "quarter": Text("季督办", "Quarter"),
    "year": Text("年评估", "Year"),
}
RED, AMBER, NEW, CURED = "supervised_red", "supervised_amber", "supervised_new", "supervised_cured"
ANSWERED, ANSWER_RATE = "supervised_answered", "supervised_answer_rate"
DEPARTMENT, ENTERPRISE = "department", "enterprise"
WHOSE: Mapping[str, Text] = {
    DEPARTMENT: Text("责任部门", "Department"),
    TOWN: TOWN_FIELD.name,
    ENTERPRISE: Text("企业", "Enterprise"),
}
EVERY, ON = "all", "on"
PORTIONS = (Portion(Color.RED, f.LIGHTS["red"], "alarm"), Portion(Color.AMBER, f.LIGHTS["amber"], "warning"))
SCORES = (
    Portion("lights_part", Text("亮灯部分", "From lights"), "strong"),
    Portion("targets_part", Text("目标部分", "From targets"), "soft"),
)
LONGEST = Column("longest", Text("最长逾期", "Longest overdue"), Form.NUMBER, units.DAYS)
SOME_BARS, SOME_CONCERNS = 14, 7


@dataclass(frozen=True, slots=True, eq=False)
class Supervised:
    """What one run shows: the `report` and `preset` chosen, and the lit and cured items in words."""

    view: View
    report: str
    preset: str
    rows: pd.DataFrame

    @property
    def kept_as(self) -> Hashable:
        """What tells it apart: the rows follow from it."""
        return self.view.kept_as, self.report, self.preset

    @property
    def judged(self) -> View:
        """The view whose figures go by the rules chosen."""
        in_force = next(iter(self.view.ask(presets)), "")
        return self.view.where(preset=self.preset if self.preset != in_force else None)

    @property
    def lit(self) -> pd.DataFrame:
        """The red and amber ones."""
        return self.rows[self.rows["light"].isin(LIT)]

    @property
    def compared(self) -> bool:
        """Whether the release goes back to the end of the period they are compared with."""
        return bool(self.rows["trend"].notna().any())

    def of(self, light: str) -> pd.DataFrame:
        """Those of one colour."""
        return self.rows[self.rows["light"] == light]

    def changed(self, *trends: Trend) -> pd.DataFrame:
        """Those that changed so."""
        return self.rows[self.rows["trend"].isin(list(trends))]


def rule_sets(view: View) -> dict[str, str]:
    """The sets of rules to judge by, the one in force first."""
    in_force, *others = view.ask(presets) or ("",)
    return {in_force: tr("{rules} (in force)", rules=_rules(in_force)), **{code: _rules(code) for code in others}}


def _rules(preset: str) -> str:
    return str(words.PRESETS.get(preset, preset))


def supervised(view: View, report: str, preset: str) -> Supervised:
    """What is lit at the period's end by a set of rules, the worst first, and what was cured since."""
    return Supervised(view, report, preset, _ranked(view, report, preset or None))


@kept
def _ranked(view: View, report: str, asked: str | None) -> pd.DataFrame:
    rows: pd.DataFrame = view.ask(lit, view.selection, asked, report)
    told = words.told(rows, view.ask(findings, view.selection, asked), view.spoken)
    order = told.assign(_light=told["light"].map({"red": 0, "amber": 1}).fillna(2))
    ranked = order.sort_values(
        ["_light", "days", "since"], ascending=[True, False, True], na_position="last", kind="stable"
    )
    return ranked.drop(columns="_light").reset_index(drop=True)


@kept
def sentence(shown: Supervised) -> tuple[Part, ...]:
    """The answer: how much is red and amber, whose, and how it changed."""
    rows = shown.lit
    return words.answer(
        Standing(
            reds=len(shown.of(Color.RED)),
            ambers=len(shown.of(Color.AMBER)),
            departments=_departments(rows, shown.view)[OWNER].nunique(),
            towns=rows[TOWN].nunique(),
            change=_change(shown),
            longest=_longest(rows),
        )
    )


def _change(shown: Supervised) -> tuple[str, int, int] | None:
    if not shown.compared:
        return None
    return str(AGAINST[shown.report]), len(shown.changed(Trend.NEW)), len(shown.changed(Trend.CURED))


def _longest(rows: pd.DataFrame) -> tuple[str, int] | None:
    late = rows.dropna(subset="days").sort_values("days", ascending=False, kind="stable")
    return None if late.empty else (str(late["about"].iloc[0]), int(late["days"].iloc[0]))


def _departments(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """The rows some department answers for: an owner that is no town."""
    return rows[rows[OWNER].notna() & ~rows[OWNER].isin(_town_names(view))]


def _town_names(view: View) -> frozenset[str]:
    return frozenset(name for text in view.known.towns.values() for name in (text.zh, text.en))


@kept
def cards(shown: Supervised) -> tuple[Card, ...]:
    """Red, amber, new, cured and answered, in numbers, by the rules chosen and against the end before."""
    since = "" if shown.report == "month" else f"_{shown.report}"
    return (
        *(_of_color(shown, key) for key in (RED, AMBER)),
        *(_changed(shown, f"{key}{since}") for key in (NEW, CURED)),
        Card(
            ANSWERED,
            compare=ANSWER_RATE,
            word=tr("of red and amber"),
            extra=compared.largest(shown.judged, ANSWERED, "answer", MOST_ROWS),
            trend=False,
        ),
    )


def _of_color(shown: Supervised, key: str) -> Card:
    view, earlier = shown.judged, before(shown.view.release, shown.view.selection, shown.report)
    return Card(
        key,
        compare=compared.on_earlier(view, key, earlier, str(AGAINST[shown.report])),
        extra=compared.largest(view, key, "sort", MOST_ROWS),
        trend=False,
        meaning=tuple(reasons.rules(view.ask(light_rules, shown.preset or None))),
    )


def _changed(shown: Supervised, key: str) -> Card:
    return Card(key, extra=compared.largest(shown.judged, key, "sort", MOST_ROWS), trend=False)


@kept
def league(shown: Supervised, by: str) -> pd.DataFrame:
    """Lit and cured items by department, town or enterprise, with the `key` and `name` charts take."""
    if by == TOWN:
        return grouped.named(shown.view, supervision.league(shown.rows, TOWN), TOWN)
    if by == ENTERPRISE:
        return _by_name(shown.rows, ENTERPRISE)
    return _by_name(_departments(shown.rows, shown.view), OWNER)


def _by_name(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    counted = supervision.league(rows, column)
    return counted.assign(key=counted[column], name=counted[column], chosen=True)


@kept
def bars(shown: Supervised, by: str) -> Drawing | None:
    """The league as bars of red and amber, how long dates have passed at the right."""
    rows = league(shown, by)
    on = rows[(rows["red"] + rows["amber"]) > 0].head(SOME_BARS)
    return part_bars(
        on,
        by=WHOSE[by],
        portions=PORTIONS,
        unit=units.MATTERS,
        theme=shown.view.theme,
        beside=(LONGEST,),
        step=24,
    )


@kept
def entries(shown: Supervised) -> tuple[tuple[Entry, ...], str]:
    """The most telling of what is lit, each leading to its proof, and how much there is in all."""
    found = shown.view.ask(findings, shown.view.selection, shown.preset or None)
    return attention.entries(shown.view, shown.lit, found, SOME_CONCERNS)


@kept
def scores(shown: Supervised, by: str) -> pd.DataFrame:
    """The year's scores of towns or departments, with the `key` and `name` charts take, the best first."""
    view = shown.view
    rows: pd.DataFrame = view.ask(evaluation.evaluation, view.selection, by, shown.preset or None)
    if by == TOWN:
        return grouped.named(view, rows.rename(columns={"unit": TOWN}), TOWN)
    return rows.assign(key=rows["unit"], name=rows["unit"], chosen=True)


@kept
def score_bars(shown: Supervised, by: str) -> Drawing | None:
    """The scores of those that have a place as bars of their two parts."""
    return part_bars(
        scores(shown, by).dropna(subset="rank").fillna({"lights_part": 0.0, "targets_part": 0.0}),
        by=WHOSE[by],
        portions=SCORES,
        unit=Column("value", Text("得分", "Score"), Form.NUMBER, units.SCORE, 1),
        theme=shown.view.theme,
        step=22,
    )


def method_words(view: View) -> str:
    """How scores are made, and whose proposal that is."""
    known = view.ask(evaluation.method)
    return tr(
        "Scores are a proposal of this software, not an official method: {lights}% lights at every period's end of the "
        "year (green 100, amber {amber}, red 0), {targets}% targets (how far each is reached by now, at most 100); "
        "fewer than {least} lights have no place.",
        **{name: f.number(getattr(known, name), 0) for name in ("lights", "targets", "amber", "least")},
    )


@kept
def lights(shown: Supervised) -> dict[str, str]:
    """What the list can show, each with its count: red and amber, one of them, or what was cured."""
    counts = {
        ON: (tr("Red and amber"), len(shown.lit)),
        Color.RED.value: (str(f.LIGHTS["red"]), len(shown.of(Color.RED))),
        Color.AMBER.value: (str(f.LIGHTS["amber"]), len(shown.of(Color.AMBER))),
        Trend.CURED.value: (str(words.TRENDS[Trend.CURED]), len(shown.changed(Trend.CURED))),
    }
    return {key: f"{name} {count}" for key, (name, count) in counts.items()}


def sorts() -> dict[str, str]:
    """The sorts of items there are, all of them first."""
    return {EVERY: tr("All sorts"), **{sort.value: str(words.SORTS[sort]) for sort in Sort}}


@kept
def owners(shown: Supervised) -> dict[str, str]:
    """Who answers for something, all of them first, those with most red first; enterprises after them."""
    departments = supervision.league(shown.rows.dropna(subset=OWNER), OWNER)
    firms = supervision.league(shown.rows.dropna(subset=ENTERPRISE), ENTERPRISE)
    named = [*departments[OWNER], *(firm for firm in firms[ENTERPRISE] if firm not in set(departments[OWNER]))]
    return {EVERY: tr("Every owner"), **{name: name for name in named}}


@kept
def narrowed(shown: Supervised, *, light: str, sort: str, owner: str) -> pd.DataFrame:
    """The rows of a colour, sort and owner or enterprise."""
    rows = shown.rows
    keep = {ON: rows["light"].isin(LIT), Trend.CURED.value: rows["trend"] == Trend.CURED}
    kept = keep.get(light, rows["light"] == light)
    if sort != EVERY:
        kept &= rows["sort"] == sort
    found = rows[kept].reset_index(drop=True)
    return found if owner == EVERY else of_owner(found, owner)


def of_owner(rows: pd.DataFrame, owner: str) -> pd.DataFrame:
    """The rows a department, town or enterprise answers for."""
    return rows[(rows[OWNER] == owner) | (rows[ENTERPRISE] == owner)].reset_index(drop=True)

"""Services as their page shows them: issues and who has to act, key enterprises not seen for long, job fairs."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from tongnan_metrics.analysis import services as counted
from tongnan_metrics.analysis.findings import lit_by_day
from tongnan_metrics.analysis.lights import Color, Subject
from tongnan_metrics.catalog import fields, units
from tongnan_metrics.catalog.fields import ISSUE_CATEGORY
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Basis
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import charts
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts import Drawing, Portion, part_bars
from tongnan_metrics.present.tables import Column, Form
from tongnan_metrics.query import enterprises, services
from tongnan_metrics.query.rules import light_rules
from tongnan_metrics.ui import grouped
from tongnan_metrics.ui.attention import Entry
from tongnan_metrics.ui.cards import Card
from tongnan_metrics.ui.links import CATEGORY, LIAISON, OWNER, STATE, TIER, TOWN
from tongnan_metrics.ui.months import running_year
from tongnan_metrics.ui.view import View

COLLECTED, RESOLVED, RATE = (
    "enterprise_issues_collected",
    "enterprise_issues_resolved",
    "enterprise_issue_resolution_rate",
)
OPEN, OVERDUE = "enterprise_issues_open", "enterprise_issues_overdue"
VISITED, TIMES = "enterprise_visits", "enterprise_visit_times"
KEY_ONES, KEY_VISITED, KEY_RATE, NEVER, UNSEEN = (
    "key_enterprise_count_over_100m",
    "key_enterprises_visited",
    "key_enterprise_visit_rate",
    "key_enterprises_never_visited",
    "key_enterprises_unseen_a_year",
)
STATES_OF, SEEN_OF = "enterprise_issue_state_count", "key_enterprise_seen_count"
FAIRS = ("job_fair_count", "job_fair_preliminary_matches", "job_fair_town_count")
SAID = (COLLECTED, RESOLVED, RATE, OPEN, OVERDUE, VISITED, KEY_ONES, KEY_VISITED, NEVER)
ALL, SOME = "all", 6
CHOSEN = (CATEGORY, OWNER, TIER)
NOBODY = "none"
CATEGORY_NAMES = {choice.key: choice.name for choice in ISSUE_CATEGORY.choices}
STATE_NAMES = {choice.key: choice.name for choice in fields.ISSUE_STATE.choices}
STATES = (
    Portion(counted.RESOLVED, STATE_NAMES[counted.RESOLVED], "strong"),
    Portion(counted.LATE, STATE_NAMES[counted.LATE], "soft"),
    Portion(counted.OPEN, STATE_NAMES[counted.OPEN], "grey"),
    Portion(counted.OVERDUE, STATE_NAMES[counted.OVERDUE], "alarm"),
)
SEEN = (
    Portion("this_year", fields.SEEN.choice("this_year").name, "strong"),
    Portion("earlier", fields.SEEN.choice("earlier").name, "soft"),
    Portion("never", fields.SEEN.choice("never").name, "alarm"),
)
TITLES = {
    CATEGORY: ISSUE_CATEGORY.name,
    OWNER: Text("责任单位", "Owner"),
    TIER: fields.TIER.name,
    TOWN: fields.TOWN.name,
}
WHEN: Mapping[str, Text] = {
    ALL: Text("全部", "All"),
    "never": Text("从未走访", "Never visited"),
    "year": Text("一年以上", "Over a year ago"),
    "missed": Text("本年未访", "Not this year"),
}
SOLVED_RATE = Column("rate", Text("解决率", "Resolved"), Form.NUMBER, units.PERCENT, 1)
COVERED_RATE = Column("rate", Text("走访率", "Visited"), Form.NUMBER, units.PERCENT, 1)


def issues(view: View) -> pd.DataFrame:
    """The issues of the selection raised this year or still open, as they stood at the period's end."""
    rows: pd.DataFrame = view.ask(enterprises.issues, view.selection)
    return rows


@kept
def waiting(rows: pd.DataFrame) -> pd.DataFrame:
    """The issues still open."""
    return rows[rows["state"].isin(counted.WAITING)]


@kept
def key_visits(view: View) -> pd.DataFrame:
    """The key enterprises of the selection, never visited first, then the longest ago."""
    rows: pd.DataFrame = view.ask(services.key_visits, view.selection)
    return rows.assign(**{LIAISON: rows[LIAISON].fillna(NOBODY)})


def rate_card() -> Card:
    """The share of issues resolved, and of how many."""
    return Card(RATE, hero=True, rows=(COLLECTED, RESOLVED))


def open_card() -> Card:
    """The open issues, how many are overdue, and the longest of them."""
    longest = "enterprise_issue_longest_overdue_days", "enterprise_issue_mean_days_open"
    return Card(OPEN, compare=OVERDUE, word=tr("overdue"), rows=longest, trend=False)


def visits_card() -> Card:
    """The enterprises visited, and how many visits that took."""
    return Card(VISITED, compare=TIMES, word=tr("visits paid"), trend=False)


def key_card(view: View) -> Card:
    """The share of key enterprises visited this year (by month: first in it), and those never visited."""
    of_year = view.selection.since == view.period.start
    word = tr("visited this year") if of_year else tr("newly visited in the month")
    return Card(KEY_RATE, compare=KEY_VISITED, word=word, rows=(KEY_ONES, NEVER, UNSEEN), trend=False)


def title(column: str) -> str:
    """What a split of this year's issues shows."""
    return tr("Issues of this year by {what}", what=str(TITLES[column]).lower())


@kept
def states(view: View, column: str) -> pd.DataFrame:
    """This year's issues by a column and state, with those `solved` and their share (`rate`)."""
    rows = grouped.parted(view.where(basis=Basis.YTD), STATES_OF, column, STATE)
    solved = rows[counted.RESOLVED] + rows[counted.LATE]
    return rows.assign(solved=solved, rate=solved / rows["all"] * 100)


@kept
def by(view: View, column: str) -> pd.DataFrame:
    """The same with names; every town is there to be chosen."""
    asked = grouped.unfiltered(view, TOWN) if column == TOWN else view
    return grouped.named(view, states(asked, column), column)


@kept
def bars(view: View, rows: pd.DataFrame, column: str, *, clickable: bool = True) -> Drawing | None:
    """Issues by a column as bars of their states, the share resolved at the right."""
    return part_bars(
        rows,
        by=TITLES[column],
        portions=STATES,
        unit=units.CASES,
        theme=view.theme,
        beside=(SOLVED_RATE,),
        step=25,
        clickable=clickable,
    )


@kept
def age_bars(view: View) -> Drawing | None:
    """Open issues by age, those overdue marked."""
    age, rows = Text("未解时长", "Open for"), by_age(view, OPEN)
    return part_bars(rows, by=age, portions=STATES[2:], unit=units.CASES, theme=view.theme, step=25, clickable=False)


@kept
def by_age(view: View, key: str) -> pd.DataFrame:
    """What is open by how long it has been, every band in order, and by state."""
    rows = grouped.parted(view, key, fields.AGE.key, STATE, every=True)
    return grouped.named(view, rows, fields.AGE.key, names=view.names_of(key, fields.AGE.key))


@kept
def seen_bars(view: View) -> Drawing | None:
    """Key enterprises by tier and by when they were last visited, the share visited this year at the right."""
    return part_bars(
        by_tier(view),
        by=fields.TIER.name,
        portions=SEEN,
        unit=units.UNITS,
        theme=view.theme,
        beside=(COVERED_RATE,),
        step=25,
        clickable=False,
    )


@kept
def lit(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The open issues that are red or amber by the rule in force in the release."""
    return lit_by_day(rows, Subject.ISSUE_OVERDUE, view.ask(light_rules))


@kept
def entries(view: View, lit_issues: pd.DataFrame, most: int = SOME) -> tuple[Entry, ...]:
    """Red and amber issues by who has to act, red first; each entry narrows the list of issues to that owner."""
    groups = lit_issues.groupby(["light", "state", OWNER], as_index=False, sort=False).agg(
        count=("issue", "size"), longest=("days_overdue", "max"), about=(CATEGORY, _most_about)
    )
    order = groups.assign(red=groups["light"] == Color.RED.value)
    ranked = order.sort_values(["red", "longest", "count"], ascending=False, kind="stable").head(most)
    return tuple(_entry(view, row) for row in ranked.to_dict("records"))


def _most_about(categories: "pd.Series[str]") -> str:
    return tr(", ").join(f"{CATEGORY_NAMES[str(key)]} {count}" for key, count in categories.value_counts().items())


def _entry(view: View, row: Mapping[Hashable, Any]) -> Entry:
    light, days = str(row["light"]), int(row["longest"])
    when = tr("longest {n} days", n=days) if days > 0 else tr("first due in {n} days", n=-days)
    return Entry(
        light=light,
        word=f.light_word(light, row["state"]),
        subject=str(row[OWNER]),
        reason=f.DOT.join((when, row["about"])),
        owner=f.quantity(str(row["count"]), units.CASES),
        page=view.place.key,
        params={OWNER: str(row[OWNER])},
    )


@kept
def lights(lit_issues: pd.DataFrame) -> str:
    """How many issues are red and how many amber, in words."""
    known = {color: int((lit_issues["light"] == color).sum()) for color in (Color.RED, Color.AMBER)}
    words = {
        Color.RED: tr("{n} cases overdue", n=known[Color.RED]),
        Color.AMBER: tr("{n} cases due soon", n=known[Color.AMBER]),
    }
    return f.DOT.join(words[color] for color, count in known.items() if count)


@kept
def choices(rows: pd.DataFrame) -> dict[str, str]:
    """What the list of issues can be narrowed to by state, each with its count."""
    counts = rows["state"].value_counts()
    named = {key: f"{name} {counts.get(key, 0)}" for key, name in reversed(STATE_NAMES.items())}
    return {ALL: f"{tr('All')} {len(rows)}", **named}


@kept
def options(view: View, rows: pd.DataFrame, column: str) -> dict[str, str]:
    """What a list can be narrowed to by a column: those there are, in order of their codes."""
    every = {
        CATEGORY: tr("All categories"),
        OWNER: tr("All owners"),
        TIER: tr("All tiers"),
        LIAISON: tr("All liaisons"),
    }
    names = {**view.names(column), NOBODY: Text("未定联络", "No liaison")}
    there = set(rows[column])
    ordered = [*(key for key in names if key in there), *sorted(there - set(names))]
    return {ALL: every[column], **{key: str(names.get(key, key)) for key in ordered}}


@kept
def narrowed(rows: pd.DataFrame, **wanted: str) -> pd.DataFrame:
    """The rows that have the wanted values in these columns; ``all`` keeps every one."""
    for column, value in wanted.items():
        rows = rows if value == ALL else rows[rows[column] == value]
    return rows.reset_index(drop=True)


def _when(rows: pd.DataFrame) -> dict[str, "pd.Series[bool]"]:
    never = rows["days_since"].isna()
    return {
        "never": never,
        "year": rows["days_since"] > counted.DAYS_UNSEEN,
        "missed": rows["visits"] == 0,
    }


@kept
def whens(rows: pd.DataFrame) -> dict[str, str]:
    """What the list of key enterprises can be narrowed to by their last visit, each with its count."""
    counts = {ALL: len(rows), **{key: int(kept.sum()) for key, kept in _when(rows).items()}}
    return {key: f"{name} {counts[key]}" for key, name in WHEN.items()}


@kept
def unseen(rows: pd.DataFrame, when: str, liaison: str) -> pd.DataFrame:
    """The key enterprises of one of the `whens` and of one liaison pair."""
    kept = rows if when == ALL else rows[_when(rows)[when]]
    return narrowed(kept, liaison=liaison)


@kept
def by_tier(view: View) -> pd.DataFrame:
    """Key enterprises by tier, and whether they were visited this year, earlier, or never, the least covered first."""
    rows = grouped.parted(view, SEEN_OF, TIER, fields.SEEN.key)
    rated = rows.assign(rate=rows["this_year"] / rows["all"] * 100).sort_values("rate", kind="stable")
    return grouped.named(view, rated, TIER)


def months(view: View) -> tuple[str, Drawing | None]:
    """What the columns by month show, and the visits paid in a year of single months."""
    return tr("{name} by month", name=INDICATORS[TIMES].name), running_year(view, TIMES, height=200)


@kept
def fair_bars(view: View) -> Drawing | None:
    """People matched at job fairs by town, on those of the year before."""
    rows = view.split(FAIRS[1], TOWN, short=True, whole=True)
    return charts.bullet_bars(rows, indicator=INDICATORS[FAIRS[1]], theme=view.theme, step=19)

"""Projects as pages show them: with their lights, the reason of each in words, and what cards count of them."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from tongnan_metrics.analysis import project_lights
from tongnan_metrics.analysis.lights import Color
from tongnan_metrics.catalog import units
from tongnan_metrics.catalog.fields import BLOCKER_CATEGORY, STAGE
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.lists import LISTS
from tongnan_metrics.catalog.model import Choice
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.catalog.places import short_name
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import narrative, project_words, reasons, tables
from tongnan_metrics.present.charts import KEY
from tongnan_metrics.present.narrative import Part
from tongnan_metrics.present.tables import Column, Form, Names, Table
from tongnan_metrics.query.project_sums import batches, list_summary, stage_summary
from tongnan_metrics.query.rules import light_rules
from tongnan_metrics.ui import compared
from tongnan_metrics.ui.cards import Card, Row
from tongnan_metrics.ui.markup import Ranked
from tongnan_metrics.ui.view import View

QUARTERS = "一二三四"
PUSHED = {
    "signed": "project_signed_count",
    "started": "project_started_count",
    "completed": "project_completed_count",
}
BLOCKED_COUNT, RED, AMBER = "blocker_open_count", "project_red_count", "project_amber_count"
SAID = (
    *("project_count", "project_planned_investment", "negotiating_count", "negotiating_planned_investment"),
    *(RED, AMBER),
)
PROJECT = Text("项目", "Project")
OWNER = Column("owner", Text("责任单位", "Owner"), muted=True)
COLUMNS: tuple[str | Column, ...] = (
    "light",
    tables.renamed("name", PROJECT),
    "town",
    "stage",
    tables.renamed("total_investment", unit=False),
    "progress",
    tables.renamed("behind", unit=False),
    tables.renamed("planned_finish", Text("计划完工", "Planned finish")),
    OWNER,
    "reason",
    *tables.unshown(
        "project",
        "sector",
        "kind",
        "investor",
        "since",
        "days_in_stage",
        "planned_start",
        "expected",
        "investment_ytd",
        "investment_total",
        "blocker_category",
        "blocker_days",
        "blockers_open",
        "liaison",
        "batch",
    ),
)
LISTED = (
    Column("list", Text("清单", "List"), choices=tuple(Choice(item.key, item.name) for item in LISTS.values())),
    tables.of_indicator(INDICATORS["project_stage_count"], "projects"),
    Column("change", Text("较上期", "On the period before"), Form.NUMBER),
    Column("planned_investment", Text("总投资", "Planned investment"), Form.NUMBER, units.YI_YUAN, 2),
    Column("planned_investment_change", Text("较上期", "On the period before"), Form.NUMBER, units.YI_YUAN, 2),
)
BATCHES: tuple[str | Column, ...] = (
    "batch",
    "stage",
    Column("projects", Text("项目", "Projects"), Form.NUMBER, units.PROJECTS),
    Column("published", Text("公布", "Published"), unit=units.PROJECTS, words_at_right=True),
    Column("planned_investment", Text("总投资", "Planned investment"), Form.NUMBER, units.YI_YUAN, 2),
    Column("first", Text("最早", "First"), Form.DATE, muted=True),
    Column("last", Text("最晚", "Last"), Form.DATE, muted=True),
)
BLOCKED: tuple[str | Column, ...] = (
    tables.renamed("name", PROJECT),
    "town",
    Column("category", Text("卡点", "Blocker"), choices=BLOCKER_CATEGORY.choices),
    tables.renamed("detail", Text("具体内容", "Detail")),
    OWNER,
    tables.renamed("raised", Text("提出", "Raised")),
    tables.renamed("due", Text("限期", "Due")),
    Column("days_open", Text("停留", "Open for"), Form.NUMBER, units.DAYS),
    Column("days_overdue", Text("逾期", "Overdue"), Form.NUMBER, units.DAYS),
    *tables.unshown("project", "blocker", "sector", "kind"),
)
EVERY, NEGOTIATED = "all", STAGE.choices[0].key


@kept
def lit(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of projects with `light`, `reason` and `owner`, the worst first, by the rules in force in the release."""
    found = project_lights.findings(rows, view.ask(light_rules))
    return project_words.told(project_lights.lit(rows, found), found)


def lights(rows: pd.DataFrame) -> dict[str, int]:
    """How many lit projects there are of each colour."""
    counted = rows["light"].value_counts()
    return {str(color): int(counted.get(color, 0)) for color in Color}


@kept
def names(view: View) -> Names:
    """The words for the codes in tables of projects: towns by their short names."""
    quarters = _quarters(view).items()
    batches = {key: Text(f"{p.year}年{QUARTERS[p.month // 3 - 1]}季度", key) for key, p in quarters}
    towns = {code: Text(short_name(name.zh), short_name(name.en)) for code, name in view.known.towns.items()}
    return {"town": towns, "sector": view.known.sectors, "batch": batches}


def _quarters(view: View) -> dict[str, Period]:
    """The known quarters by the name batches have (``2022Q1``), each as the period it ends with."""
    return {f"{p.year}Q{p.month // 3}": p for p in view.known.periods if not p.month % 3}


def pushed() -> dict[str, str]:
    """What was pushed forward is made of, with a word each."""
    return dict(zip(PUSHED.values(), (tr("signed"), tr("started"), tr("completed")), strict=True))


@kept
def red_card(view: View) -> Card:
    """The card of the projects whose light is red, against the period before."""
    return Card(
        RED,
        compare=compared.on_period_before(view, RED),
        rows=(AMBER, "project_green_count"),
        trend=False,
        meaning=tuple(reasons.rules(view.ask(light_rules), about="project")),
    )


@kept
def blocked_card(view: View) -> Card:
    """The card of what holds projects up: how long, about what most, and how many are past their date."""
    return Card(
        BLOCKED_COUNT,
        compare="blocker_mean_days",
        word=tr("open on average"),
        extra=tuple((tr("Most"), f"{name} {count}") for name, count in _most(view)),
        rows=("blocker_overdue_count",),
        trend=False,
    )


def _most(view: View) -> tuple[Row, ...]:
    """What most blockers are about, and how many; nothing where none is open."""
    return compared.largest(view, BLOCKED_COUNT, "category", 1)


@kept
def sentence(view: View) -> tuple[Part, ...]:
    """The page's answer: what was pushed forward, what is negotiated, how many lights are on and what holds up most."""
    category = next((name for name, _ in _most(view)), None)
    return narrative.projects(view.figures(*SAID), category)


@kept
def listing(view: View, rows: pd.DataFrame) -> Table:
    """The table of projects: light, stage, money, progress, who has to act and why."""
    return tables.table(rows, COLUMNS, names=names(view), key="project")


@kept
def lists(view: View) -> Table:
    """The table of the five lists: how many projects each holds and their planned total, and how both changed."""
    return tables.table(view.ask(list_summary, view.selection), LISTED)


@kept
def brought(view: View) -> Table:
    """The table of what each ceremony's batch brought, stage by stage, the newest first, beside what was published."""
    rows = view.ask(batches, view.selection)
    told = [_printed(view, batch, stage) for batch, stage in zip(rows["batch"], rows["stage"], strict=True)]
    return tables.table(rows.assign(published=told), BATCHES, names=names(view))


def _printed(view: View, batch: str, stage: str) -> str:
    """How many projects a source printed of a batch (``2022Q1``) and stage; empty where none did."""
    quarter = _quarters(view).get(batch)
    if quarter is None or stage not in PUSHED:
        return ""
    return view.where(period=quarter).figure(PUSHED[stage]).published or ""


@kept
def held_up(view: View, blocked: pd.DataFrame) -> Table:
    """The table of open blockers, the longest open first; those that are not due yet are overdue by nothing."""
    late = blocked["days_overdue"].where(blocked["days_overdue"] > 0)
    return tables.table(blocked.assign(days_overdue=late), BLOCKED, names=names(view), key="project")


@kept
def stages(view: View) -> pd.DataFrame:
    """The stages in order, as the chart of stages takes them; a stage's key is the list that shows its projects."""
    counted = view.ask(stage_summary, view.selection)
    counted = counted if counted["projects"].any() else counted.iloc[:0]
    lists = {stage: key for key, item in LISTS.items() if not item.smart for stage in item.stages}
    return pd.DataFrame(
        {
            KEY: [lists.get(stage, stage) for stage in counted["stage"]],
            "name": [str(STAGE.choice(stage).name) for stage in counted["stage"]],
            "count": counted["projects"],
            "amount": counted["planned_investment"],
            "stay": counted["mean_days"],
            "stock": counted["stage"] == NEGOTIATED,
        }
    )


@kept
def largest(rows: pd.DataFrame, most: int = 7) -> pd.DataFrame:
    """The largest projects under construction, the worst light first, as the chart of their schedules takes them."""
    planned = rows[rows["stage"].isin(LISTS["under_construction"].stages)].dropna(subset=["planned_finish"])
    kept = planned.nlargest(most, "total_investment").index
    return rows.loc[sorted(kept)].rename(columns={"project": KEY})


@kept
def scheduled(largest_rows: pd.DataFrame) -> tuple[Ranked, ...]:
    """The same as a list, for a phone: each project's progress, its light and the span it is planned for."""
    return tuple(_scheduled(row) for row in largest_rows.to_dict("records"))


def _scheduled(row: Mapping[Hashable, Any]) -> Ranked:
    light = f.light_word(row["light"]) if pd.notna(row["light"]) else ""
    span = "—".join(f"{row[key]:%Y-%m}" for key in ("planned_start", "planned_finish") if pd.notna(row[key]))
    reached = 0.0 if pd.isna(row["progress"]) else float(row["progress"])
    return Ranked(
        str(row["name"]), f.percent(row["progress"], 0), f.DOT.join(filter(None, (light, span))), reached / 100
    )


def count_of(count: int) -> str:
    """So many projects, in words."""
    return f.quantity(f.number(count, 0), units.PROJECTS)


@kept
def choices(rows: pd.DataFrame) -> Mapping[str, str]:
    """What the list can show, by key, each with its count: all, what is negotiated, and the five lists."""
    return {key: f"{name} {len(of_list(rows, key))}" for key, name in _named().items()}


def _named() -> dict[str, str]:
    lists = {key: str(item.short) for key, item in LISTS.items()}
    return {EVERY: tr("All"), NEGOTIATED: str(STAGE.choice(NEGOTIATED).name), **lists}


@kept
def of_list(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """The rows on one of the `choices`."""
    if key == EVERY:
        return rows
    kept = rows["stage"] == NEGOTIATED if key == NEGOTIATED else rows[f"on_{key}"]
    return rows[kept].reset_index(drop=True)

"""Start plans counted back, on the projects page: each landed project's five steps, done, late or still ahead."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from tongnan_metrics.analysis import start_plans as plans
from tongnan_metrics.analysis.lights import Color, Rule, Subject
from tongnan_metrics.catalog import fields, units
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import charts, tables
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts import Drawing, Portion
from tongnan_metrics.present.tables import Column, Form, Table
from tongnan_metrics.query.rules import light_rules
from tongnan_metrics.query.start_plans import start_plans
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import grouped, projects
from tongnan_metrics.ui.links import STATE
from tongnan_metrics.ui.view import View

STEP, EVERY = "step", "all"
STANDING = ("start_plan_count", "start_plan_late_count", "start_plan_ready_count")
STATES: Mapping[str, Text] = {choice.key: choice.name for choice in fields.STEP_STATE.choices}
PORTIONS = (
    Portion(plans.DONE, STATES[plans.DONE], "strong"),
    Portion(plans.LATE, STATES[plans.LATE], "alarm"),
    Portion(plans.AHEAD, STATES[plans.AHEAD], "grey"),
    Portion(plans.UNPLANNED, STATES[plans.UNPLANNED], "pale"),
)
LONGEST = Column("longest", Text("最长逾期", "Longest late"), Form.NUMBER, units.DAYS)
COUNTDOWN = Column(
    "countdown",
    Text("距计划开工", "To the start"),
    Form.NUMBER,
    units.DAYS,
    help=Text(
        "期末到计划开工的天数，负数为已过", "Days from the period's end to the planned start; negative once past"
    ),
)
NEXT = Column("next", Text("下一步", "Next step"))
STEPS: tuple[str | Column, ...] = (
    tables.of_field(fields.STEP),
    "owner",
    tables.renamed("due", Text("办结期限", "Due")),
    tables.of_field(fields.DONE),
    Column("before", Text("开工前", "Before the start"), Form.NUMBER, units.DAYS),
    Column("days", Text("逾期", "Late"), Form.NUMBER, units.DAYS),
)
BEHIND: tuple[str | Column, ...] = (
    tables.renamed("name", projects.PROJECT),
    *("town", "sector", "planned_start"),
    *STEPS,
    Column("state", Text("状态", "State")),
    "project",
)
SPOKEN = {"state": STATES}


def draw(view: View) -> None:
    """The card of start plans, every landed project step by step; nothing where no start is planned."""
    rows = _plans(view)
    if rows.empty:
        return
    title = tr("Start plans counted back")
    card, tools = b.controlled(title, _standing(view), key="starts")
    with tools:
        step = b.choose(STEP, tr("Step"), {EVERY: tr("Every step"), **_named_steps()}, width=180)
    with card:
        b.listing(title, matrix(view, waiting_for(rows, step)), opens="project", most=9)


def pieces(view: View) -> tuple[b.Piece, ...]:
    """The chart of how far each step is; a bar narrows the plans to those that wait for it."""
    rows = _plans(view)
    return () if rows.empty else (b.Piece(tr("Steps to the start"), bars(view), STEP, behind(view, rows)),)


def _plans(view: View) -> pd.DataFrame:
    """The steps of every landed project; none where no project has a step with a date."""
    rows: pd.DataFrame = view.ask(start_plans, view.selection)
    return rows if (rows["state"] != plans.UNPLANNED).any() else rows.head(0)


@kept
def _standing(view: View) -> str:
    """How many plans there are, how many wait for a late step, and how many have all steps done."""
    plans_made, late, ready = (f.number(figure.value, 0) for figure in view.figures(*STANDING).values())
    told = tr("{late} with a step late", late=late), tr("{ready} ready to start", ready=ready)
    return f.DOT.join((f.quantity(plans_made, units.PROJECTS), *told))


def _named_steps() -> dict[str, str]:
    return {choice.key: str(choice.name) for choice in fields.STEP.choices}


@kept
def bars(view: View) -> Drawing | None:
    """The steps as bars of what is done, late, ahead and in no plan."""
    rows = grouped.parted(view, "start_step_count", STEP, STATE, every=True)
    told = grouped.beside(view, rows, STEP, longest="start_step_longest_late_days")
    return charts.part_bars(
        grouped.named(view, told, STEP, names=view.names_of("start_step_count", STEP)),
        by=fields.STEP.name,
        portions=PORTIONS,
        unit=units.PROJECTS,
        theme=view.theme,
        beside=(LONGEST,),
        step=24,
    )


@kept
def waiting_for(rows: pd.DataFrame, step: str) -> pd.DataFrame:
    """The plans that wait for a step, or all of them."""
    if step == EVERY:
        return rows
    open_ = rows[(rows["step"] == step) & (rows["state"] != plans.DONE)]
    return rows[rows["project"].isin(open_["project"])].reset_index(drop=True)


@kept
def matrix(view: View, rows: pd.DataFrame) -> Table:
    """A row a project: how far the start is, what stands next and with whom, and a pill for each step."""
    rule = view.ask(light_rules).get(Subject.PROJECT_STEP_DELAY)
    cells = rows.assign(cell=[_cell(row) for row in rows.to_dict("records")])
    wide = cells.pivot(index="project", columns=STEP, values="cell")
    once = rows.drop_duplicates("project").set_index("project")
    ahead = (pd.to_datetime(once["planned_start"]) - pd.Timestamp(view.period.end)).dt.days.astype(float)
    table = once.assign(countdown=ahead, next=_next(rows)).join(wide.reindex(once.index)).reset_index()
    return tables.table(table, _columns(cells, rule), names=projects.names(view), key="project")


def _columns(cells: pd.DataFrame, rule: Rule | None) -> tuple[str | Column, ...]:
    colors = {row["cell"]: _color(row, rule) for row in cells.to_dict("records")}
    pills = tuple((str(word), color) for word, color in colors.items() if word)
    steps = (Column(choice.key, choice.name, Form.PILL, pills=pills) for choice in fields.STEP.choices)
    hidden = tables.unshown(COUNTDOWN, "town", "sector", "department", "liaison", "project")
    return (tables.renamed("name", projects.PROJECT), "planned_start", *steps, NEXT, *hidden)


def _cell(row: Mapping[Hashable, Any]) -> str:
    """A step in a few words: when it was done and how late, how late it is, or by when it is due."""
    days = f.number(row["days"], 0)
    match row["state"]:
        case plans.DONE if row["days"] > 0:
            return tr("done {n} days late", n=days)
        case plans.DONE:
            return tr("done {day}", day=f"{row['done']:%m-%d}")
        case plans.LATE:
            return tr("{n} days late", n=days)
        case plans.AHEAD:
            return tr("by {day}", day=f"{row['due']:%m-%d}")
    return ""


def _color(row: Mapping[Hashable, Any], rule: Rule | None) -> str:
    if row["state"] == plans.DONE:
        return Color.GREEN.value
    if row["state"] != plans.LATE:
        return "grey"
    lit = rule.color(row["days"]) if rule else Color.AMBER
    return Color.RED.value if lit is Color.RED else Color.AMBER.value


def _next(rows: pd.DataFrame) -> "pd.Series[str]":
    """By project the open step that is due first, and who does it; — where all are done."""
    names = _named_steps()
    open_ = rows[rows["state"].isin([plans.LATE, plans.AHEAD])].sort_values("due", kind="stable")
    first = open_.drop_duplicates("project").set_index("project")
    words = [f"{names[step]}{f.DOT}{owner}" for step, owner in zip(first[STEP], first["owner"], strict=True)]
    told = pd.Series(words, index=first.index, dtype=object)
    return told.reindex(rows["project"].drop_duplicates()).fillna(f.MISSING)


@kept
def behind(view: View, rows: pd.DataFrame) -> Table:
    """Every step of every plan with its dates, to be taken away."""
    return tables.table(rows, BEHIND, names={**projects.names(view), **SPOKEN}, key="project")

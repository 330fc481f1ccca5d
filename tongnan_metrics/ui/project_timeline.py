"""Every project planned against actual on a time line, in groups and page by page, on the projects page."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from tongnan_metrics.analysis.schedules import schedules
from tongnan_metrics.catalog import fields, units
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import charts, tables
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts import KEY
from tongnan_metrics.present.tables import Column, Form, Table
from tongnan_metrics.query.stays import stays
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import grouped, markup, projects
from tongnan_metrics.ui.markup import Ranked
from tongnan_metrics.ui.view import View

SHOWN = 30
GROUPS = {"town": fields.TOWN.name, "sector": fields.SECTOR.name, "owner": projects.OWNER.name}
SLIP = Column(
    "slip",
    Text("较计划", "Slip"),
    Form.NUMBER,
    units.DAYS,
    help=Text(
        "竣工或逾期未竣工按竣工算，之前按开工算；负数为提前", "At the finish once done or due, else at the start"
    ),
)
COLUMNS: tuple[str | Column, ...] = (
    tables.renamed("name", projects.PROJECT),
    "town",
    "sector",
    projects.OWNER,
    "stage",
    "planned_start",
    Column("actual_start", Text("实际开工", "Actual start"), Form.DATE),
    "planned_finish",
    Column("actual_finish", Text("实际竣工", "Actual finish"), Form.DATE),
    SLIP,
    "project",
)


def draw(view: View, rows: pd.DataFrame) -> None:
    """The card of all planned projects, `SHOWN` at a time; nothing where none has a plan."""
    planned = schedules(rows, view.ask(stays, view.selection), view.period.end)
    if planned.empty:
        return
    undated = len(rows) - len(planned)
    title = tr("All projects: planned and actual")
    card, tools = b.controlled(title, key="timeline")
    parts = pages(len(planned))
    with tools:
        by = b.choose("group", tr("Grouped by"), GROUPS, segments=True)
        page = b.choose("part", tr("Page"), parts, width=220)
    shown = on_page(view, planned, by, int(page))
    with card:
        with b.on_desktop("timeline"):
            drawn = charts.planned_and_actual(shown, theme=view.theme, as_of=view.period.end)
            b.plot(title, drawn, clicks="project", rows=full(view, planned), part=parts[page])
        with b.on_phone("timeline"):
            st.html(markup.ranked([_line(row) for row in shown.to_dict("records")]))
        if undated:
            st.html(markup.small(tr("{n} projects without planned dates are not shown.", n=undated)))


def pages(count: int) -> dict[str, str]:
    """The pages so many projects take, by number, each with what it holds."""
    firsts = range(1, count + 1, SHOWN)
    return {
        str(page): tr("{first}—{last} of {total}", first=first, last=min(first + SHOWN - 1, count), total=count)
        for page, first in enumerate(firsts, start=1)
    }


@kept
def ordered(view: View, planned: pd.DataFrame, by: str) -> pd.DataFrame:
    """The projects group after group as the chart takes them, in each the latest first."""
    names = grouped.named(view, planned, by, none=tr("None given"))["name"]
    sizes = names.map(names.value_counts())
    group = [tr("{name} ({n})", name=name, n=projects.count_of(size)) for name, size in zip(names, sizes, strict=True)]
    rows = planned.assign(group=group, code=planned[by].fillna("~")).rename(columns={"project": KEY})
    return rows.sort_values(["code", "slip"], ascending=[True, False], kind="stable", ignore_index=True)


@kept
def on_page(view: View, planned: pd.DataFrame, by: str, page: int) -> pd.DataFrame:
    """The projects of one page, counted from 1."""
    return ordered(view, planned, by).iloc[(page - 1) * SHOWN :].head(SHOWN)


@kept
def full(view: View, planned: pd.DataFrame) -> Table:
    """All of them as a table, to be taken away."""
    return tables.table(planned, COLUMNS, names=projects.names(view))


def _line(row: Mapping[Hashable, Any]) -> Ranked:
    """One project on a phone: its slip, its group, and the planned and actual spans."""
    plan = _span(row["planned_start"], row["planned_finish"])
    real = _span(row["actual_start"], row["actual_finish"])
    slip = f.quantity(f.signed(row["slip"], 0), units.DAYS) if pd.notna(row["slip"]) else f.MISSING
    told = row["group"], f"{tr('Planned')} {plan}", f"{tr('Actual')} {real}"
    return Ranked(str(row["name"]), slip, f.DOT.join(told), 0.0)


def _span(start: Any, finish: Any) -> str:
    return "—".join(f"{day:%Y-%m}" if pd.notna(day) else "" for day in (start, finish)).strip() or f.MISSING

"""The tables of the services page: issues, key enterprises and who looks after them, visits, job fairs."""

from collections.abc import Mapping

import pandas as pd

from tongnan_metrics.analysis import services as counted
from tongnan_metrics.catalog import fields, units
from tongnan_metrics.catalog.fields import ISSUE_CATEGORY
from tongnan_metrics.catalog.indicators import GROUPS
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import tables
from tongnan_metrics.present.charts import KEY
from tongnan_metrics.present.tables import Column, Form, Table
from tongnan_metrics.query import services
from tongnan_metrics.ui import grouped, printed, projects
from tongnan_metrics.ui.links import LIAISON
from tongnan_metrics.ui.services import (
    COVERED_RATE,
    FAIRS,
    NOBODY,
    SEEN,
    SOLVED_RATE,
    STATE_NAMES,
    STATES,
    TITLES,
    states,
    title,
)
from tongnan_metrics.ui.view import View

ENTERPRISE = tables.renamed("name", Text("企业", "Enterprise"))
OPEN_FOR = Column(
    "days_open",
    Text("历时", "Took"),
    Form.NUMBER,
    units.DAYS,
    help=Text("自提出至解决或期末的天数", "Days from raising to resolution or the period's end"),
)
LATE_BY = Column(
    "days_overdue",
    Text("较期限", "Past due"),
    Form.NUMBER,
    units.DAYS,
    help=Text(
        "正数为逾期的天数，负数为提前或距期限的天数", "Days past the date; negative: so many days early, or left"
    ),
)
ISSUES: tuple[str | Column, ...] = (
    Column("state", Text("办理情况", "State")),
    ENTERPRISE,
    "town",
    Column("category", Text("类别", "Category"), choices=ISSUE_CATEGORY.choices),
    "detail",
    tables.renamed("owner", Text("责任单位", "Owner")),
    tables.renamed("raised", Text("提出", "Raised")),
    tables.renamed("due", Text("期限", "Due")),
    tables.renamed("resolved", Text("解决", "Resolved")),
    OPEN_FOR,
    LATE_BY,
    *tables.unshown("issue", "enterprise", "tier", "sector", "park"),
)
OPEN_ISSUES = Column("issues_open", Text("未解困难", "Open issues"), Form.NUMBER, units.CASES)
OVERDUE_ISSUES = Column("issues_overdue", Text("逾期困难", "Overdue issues"), Form.NUMBER, units.CASES)
VISITS_PAID = Column("visits", Text("本年走访", "Visits this year"), Form.NUMBER, units.TIMES)
LIAISON_PAIR = Column("liaison", Text("联络组合", "Liaison"))
KEY_ENTERPRISES: tuple[str | Column, ...] = (
    ENTERPRISE,
    Column("tier", fields.TIER.name, choices=fields.TIER.choices),
    "town",
    "sector",
    LIAISON_PAIR,
    Column("last_visit", Text("上次走访", "Last visit"), Form.DATE),
    Column("days_since", Text("已隔", "Since"), Form.NUMBER, units.DAYS),
    VISITS_PAID,
    OPEN_ISSUES,
    OVERDUE_ISSUES,
    *tables.unshown("enterprise", "park"),
)
COVERED = (
    LIAISON_PAIR,
    Column("enterprises", Text("重点企业", "Key enterprises"), Form.NUMBER, units.UNITS),
    *(Column(part.key, part.name, Form.NUMBER, units.UNITS) for part in SEEN),
    COVERED_RATE,
    Column(
        "longest",
        Text("最久未访", "Longest"),
        Form.NUMBER,
        units.DAYS,
        help=Text("不含从未走访的企业", "Those never visited left out"),
    ),
    *tables.unshown(tables.renamed(VISITS_PAID, Text("走访次数", "Visits paid")), OPEN_ISSUES, OVERDUE_ISSUES),
)
BY_STATE = (
    Column("all", Text("收集", "Collected"), Form.NUMBER, units.CASES),
    Column("solved", Text("解决", "Resolved"), Form.NUMBER, units.CASES),
    *(Column(part.key, part.name, Form.NUMBER, units.CASES) for part in STATES[1:]),
    SOLVED_RATE,
)
VISITS: tuple[str | Column, ...] = (
    tables.renamed("date", Text("走访日期", "Visited")),
    ENTERPRISE,
    "town",
    Column("tier", fields.TIER.name, choices=fields.TIER.choices),
    LIAISON_PAIR,
    *tables.unshown("visit", "enterprise", "sector"),
)
FAIR_ROWS: tuple[str | Column, ...] = (
    tables.renamed("date", Text("日期", "Date")),
    "town",
    tables.renamed("name", Text("招聘会", "Job fair")),
    Column("matches", fields.MATCHES.name, Form.NUMBER, units.PEOPLE),
    *tables.unshown("fair"),
)


def _names(view: View) -> dict[str, Mapping[str, Text]]:
    return {**projects.names(view), LIAISON: {NOBODY: Text("未定联络", "No liaison")}}


@kept
def listing(view: View, rows: pd.DataFrame) -> Table:
    """The table of issues, the open ones first, the longest overdue before all."""
    said = rows.assign(state=[str(STATE_NAMES[state]) for state in rows["state"]])
    return tables.table(said, ISSUES, names=_names(view))


@kept
def key_table(view: View, rows: pd.DataFrame) -> Table:
    """The table of key enterprises: who looks after them, and since when nobody was there."""
    return tables.table(rows, KEY_ENTERPRISES, names=_names(view))


@kept
def liaison_table(view: View, rows: pd.DataFrame) -> Table:
    """The table of liaison pairs and how many of their key enterprises they have seen, the least covered first."""
    return tables.table(counted.coverage(rows, LIAISON), COVERED, names=_names(view), key=LIAISON)


@kept
def fairs(view: View) -> tuple[Table, str]:
    """The table of job fairs, and what they come to in words."""
    table = tables.table(view.ask(services.fairs, view.selection), FAIR_ROWS, names=_names(view))
    known = [figure for figure in view.figures(*FAIRS).values() if figure.number is not None]
    words = (f"{figure.indicator.name} {f.with_unit(figure.indicator, figure.value)}" for figure in known)
    return table, f.DOT.join(words)


@kept
def behind(view: View) -> dict[str, tuple[Table, str | None]]:
    """Every further table of the page by its title, each with what a chosen row sets."""
    visited = tables.table(view.ask(services.visits, view.selection), VISITS, names=_names(view))
    keys = (item.key for item in GROUPS["services"][1])
    return {
        **{title(column): (_table(view, column), column) for column in TITLES},
        tr("Visits"): (visited, None),
        tr("Published and computed"): (printed.published(view, keys), None),
    }


def _table(view: View, column: str) -> Table:
    """Issues by a column and state, and their total."""
    summed = grouped.with_total(grouped.in_full(view, states(view, column), column))
    rated = summed.assign(rate=summed["solved"] / summed["all"] * 100)
    return tables.table(rated, [Column("name", TITLES[column]), *BY_STATE], key=KEY)

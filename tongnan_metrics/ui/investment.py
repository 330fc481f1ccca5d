"""Investment as its page shows it: the frames of its charts, its tables, and what its cards count."""

import pandas as pd

from tongnan_metrics.analysis.contribution import contributions
from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.lists import LISTS
from tongnan_metrics.catalog.periods import Basis
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import charts, tables
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts import KEY, Drawing
from tongnan_metrics.present.tables import Column, Form, Table
from tongnan_metrics.query.projects import projects as register
from tongnan_metrics.query.targets import target
from tongnan_metrics.ui import cards, projects
from tongnan_metrics.ui.cards import Row
from tongnan_metrics.ui.view import View

INVESTMENT, SHARE = INDICATORS["industrial_investment"], INDICATORS["tech_upgrade_share"]
SAID = (INVESTMENT.key, SHARE.key, *cards.relatives(INVESTMENT.key), *cards.relatives(SHARE.key))
INDUSTRIAL = fields.PROJECT_KIND.choices[0].key
LARGE = 1.0  # 亿元: what a circular calls a large project
INVESTED: tuple[str | Column, ...] = (
    tables.renamed("name", projects.PROJECT),
    "town",
    tables.renamed("total_investment", unit=False),
    Column("value", Text("本期完成", "Completed"), Form.NUMBER, decimals=2),
    "progress",
    "light",
    *tables.unshown(
        "project", "sector", "kind", "stage", "tech_upgrade", "base", "growth", "share", "reason", projects.OWNER
    ),
)
PARTS: tuple[str | Column, ...] = (
    "name",
    Column("value", Text("投资", "Investment"), Form.NUMBER, decimals=2),
    "base",
    "growth",
    "share",
    "contribution",
    "pull",
    Column("upgrades", Text("技改占比", "Upgrade share"), Form.NUMBER, SHARE.unit, 1),
)


@kept
def under_construction(view: View) -> tuple[Row, ...]:
    """How many industrial projects under construction are large, and how many red or amber, as rows of a card."""
    started = view.ask(register, view.selection, LISTS["under_construction"].stages)
    rows = projects.lit(view, started[started["kind"] == INDUSTRIAL])
    counted = projects.lights(rows)
    late = f"{counted['red']}{f.DOT}{projects.count_of(counted['amber'])}"
    return (
        (tr("Of 100m yuan and more"), projects.count_of(int((rows["total_investment"] >= LARGE).sum()))),
        (tr("Red · amber"), late),
    )


@kept
def months(view: View) -> tuple[str, Drawing | None]:
    """The year's months as columns with their title: to the year's target where there is one to hold them against."""
    due = view.ask(target, view.selection, INVESTMENT.key)
    year = charts.calendar(view.frame(INVESTMENT.key, "period"), view.period.year)
    basis = view.selection.basis
    if basis is Basis.MONTH:
        title = tr("Investment of single months")
    else:
        title = tr("Investment since January and the target") if due else tr("Investment since January")
    if not year[["value", "base"]].fillna(0).any(axis=None):
        return title, None
    drawn = charts.month_columns(year, indicator=INVESTMENT, theme=view.theme, target=due, height=190, basis=basis)
    return title, drawn


@kept
def parts(view: View, dimension: str) -> Table:
    """What each town or sector adds: investment, growth, share, contribution, pull, and its share of upgrades."""
    whole = contributions(view.split(INVESTMENT.key, dimension))
    upgrades = view.split(SHARE.key, dimension).set_index(KEY)["value"]
    ranked = whole.assign(upgrades=whole[KEY].map(upgrades)).sort_values("value", ascending=False, kind="stable")
    return tables.table(ranked, PARTS, key=KEY)


@kept
def invested(view: View, rows: pd.DataFrame) -> Table:
    """The table of the projects that make up investment, the largest first; amounts in 亿元, which the title says."""
    ranked = rows.sort_values("value", ascending=False, kind="stable")
    return tables.table(ranked, INVESTED, names=projects.names(view), key="project")

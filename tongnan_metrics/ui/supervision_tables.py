"""The tables of the supervision page: items, the leagues of owners, targets behind, scores taken apart, answers."""

from collections.abc import Mapping

import pandas as pd

from tongnan_metrics.catalog import fields, units
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.places import short_name
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import supervision_words as words
from tongnan_metrics.present import tables
from tongnan_metrics.present.charts import KEY
from tongnan_metrics.present.tables import Column, Form, Table
from tongnan_metrics.query.actions import history
from tongnan_metrics.query.evaluation import targets
from tongnan_metrics.ui.links import ITEM, OWNER, TOWN
from tongnan_metrics.ui.supervision import DEPARTMENT, ENTERPRISE, WHOSE, Supervised, league, scores
from tongnan_metrics.ui.view import View

ABOUT = Column("about", Text("事项", "Item"), width=230)
ITEMS: tuple[str | Column, ...] = (
    "light",
    ABOUT,
    Column("reason", Text("原因", "Reason"), width=310),
    Column(OWNER, Text("责任单位", "Owner")),
    Column("since", Text("起始", "Since"), Form.DATE, muted=True),
    Column("days", Text("逾期", "Overdue"), Form.NUMBER, units.DAYS),
    Column("trend", Text("变化", "Trend")),
    Column("answer", Text("答复", "Answer")),
    Column("promised", Text("新期限", "New date"), Form.DATE, muted=True),
    *tables.unshown(
        Column("sort", Text("类别", "Sort")),
        tables.renamed(TOWN),
        Column(ENTERPRISE, Text("企业", "Enterprise")),
        Column("due", fields.DUE.name, Form.DATE),
        Column("was", Text("此前灯色", "Light before")),
        Column("answered", Text("最近答复", "Last answer"), Form.DATE),
        Column("answers", Text("答复次数", "Answers"), Form.NUMBER),
        Column(ITEM, fields.ITEM.name),
        "origin",
    ),
)


def _count(key: str, name: Text | str) -> Column:
    return Column(key, name, Form.NUMBER, units.MATTERS)


COUNTS = (
    _count("red", f.LIGHTS["red"]),
    _count("amber", f.LIGHTS["amber"]),
    _count("new", words.TRENDS["new"]),
    _count("still", words.TRENDS["still"]),
    _count("cured", words.TRENDS["cured"]),
    Column("days", Text("逾期合计", "Overdue in all"), Form.NUMBER, units.DAYS),
    Column("longest", Text("最长逾期", "Longest"), Form.NUMBER, units.DAYS),
)
SCORES = (
    Column("rank", Text("位次", "Rank"), Form.NUMBER),
    Column("score", Text("得分", "Score"), Form.NUMBER, decimals=1),
    Column("lights_part", Text("亮灯部分", "From lights"), Form.NUMBER, decimals=1),
    Column("targets_part", Text("目标部分", "From targets"), Form.NUMBER, decimals=1),
    Column("lights", Text("亮灯得分", "Lights"), Form.NUMBER, decimals=1),
    Column("red", Text("红灯项次", "Red"), Form.NUMBER),
    Column("amber", Text("黄灯项次", "Amber"), Form.NUMBER),
    Column("green", Text("绿灯项次", "Green"), Form.NUMBER),
    Column("targets", Text("目标得分", "Targets"), Form.NUMBER, decimals=1),
    Column("met", Text("达到目标", "Met"), Form.NUMBER),
    Column("duties", Text("目标", "Targets in all"), Form.NUMBER),
)
TARGETS: tuple[str | Column, ...] = (
    Column(OWNER, Text("责任单位", "Owner")),
    Column("indicator", fields.INDICATOR.name),
    Column("unit", Text("单位", "Unit"), muted=True),
    Column("value", Text("本期", "Now"), Form.NUMBER, decimals=2),
    Column("target", fields.DUTY_VALUE.name, Form.NUMBER, decimals=2),
    Column("done", Text("完成", "Reached"), Form.NUMBER, units.PERCENT, 1),
    Column("pace", Text("较序时", "Against schedule"), Form.NUMBER, units.POINTS, 1),
    Column("achieved", Text("目标得分", "Points"), Form.NUMBER, decimals=1),
    "origin",
)
ANSWERS: tuple[str | Column, ...] = (
    Column("at", fields.AT.name),
    Column("author", fields.AUTHOR.name),
    Column("kind", fields.ACTION_KIND.name, choices=fields.ACTION_KIND.choices),
    Column("note", fields.NOTE.name),
    Column("due", Text("新期限", "New date"), Form.DATE),
    Column("period", fields.ANSWERED_PERIOD.name, muted=True),
)


@kept
def listing(shown: Supervised, rows: pd.DataFrame) -> Table:
    """The items, the worst first; a row opens the item."""
    towns = {code: Text(short_name(name.zh), short_name(name.en)) for code, name in shown.view.known.towns.items()}
    spoken = {TOWN: towns, "sort": words.SORTS, "trend": words.TRENDS, "answer": words.ANSWERS, "was": f.LIGHTS}
    return tables.table(rows, ITEMS, names=spoken, key=ITEM)


@kept
def leagues(shown: Supervised) -> dict[str, tuple[Table, str]]:
    """The league of departments, of towns and of enterprises by its title, with the filter a chosen row sets."""
    made = {by: league(shown, by) for by in (DEPARTMENT, TOWN, ENTERPRISE)}
    opens = {DEPARTMENT: OWNER, TOWN: TOWN, ENTERPRISE: OWNER}
    return {
        tr("By {whose}", whose=str(WHOSE[by]).lower()): (_counted(rows, by), opens[by]) for by, rows in made.items()
    }


def _counted(rows: pd.DataFrame, by: str) -> Table:
    return tables.table(rows, (Column("name", WHOSE[by]), *COUNTS), key=KEY)


@kept
def scored(shown: Supervised, by: str) -> Table:
    """The scores of towns or departments, taken apart."""
    return tables.table(scores(shown, by), (Column("name", WHOSE[by]), *SCORES), key=KEY)


@kept
def target_table(view: View) -> Table:
    """Every target broken down to somebody, the furthest behind first."""
    rows: pd.DataFrame = view.ask(targets, view.selection)
    items = [INDICATORS[key] for key in rows["indicator"]]
    named = rows.assign(
        indicator=[str(item.name) for item in items], unit=[str(item.unit) for item in items], pace=-rows["behind"]
    )
    return tables.table(named, TARGETS)


@kept
def answers(view: View, item: str) -> Table:
    """What was answered on an item, the newest first."""
    rows: pd.DataFrame = view.ask(history, item, view.period)
    spoken: Mapping[str, Mapping[str, Text]] = {}
    return tables.table(rows.assign(at=rows["at"].dt.strftime("%Y-%m-%d %H:%M")), ANSWERS, names=spoken)

"""The tables of the promotion page: negotiations one by one, towns ranked, leads and their conversion, the targets."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from tongnan_metrics.analysis import promotion as counted
from tongnan_metrics.analysis.composite import ranks
from tongnan_metrics.catalog import units
from tongnan_metrics.catalog.fields import INTENTION, OUTCOME
from tongnan_metrics.catalog.indicators import GROUPS, INDICATORS
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import tables
from tongnan_metrics.present.charts import KEY
from tongnan_metrics.present.tables import Column, Form, Table
from tongnan_metrics.query.targets import targets_ahead
from tongnan_metrics.ui import grouped, printed, projects
from tongnan_metrics.ui.links import SECTOR, TEAM, TOWN
from tongnan_metrics.ui.markup import Ranked
from tongnan_metrics.ui.promotion import (
    AMOUNT,
    INTENTIONS,
    LEADS,
    NEGOTIATING,
    OUTCOMES,
    PLANNED,
    PRIORITY,
    PRIORITY_AMOUNT,
    RECEIVED,
    SIGN,
    SIGNED,
    TITLES,
    TURNED,
    of_year,
    outcomes,
    pipeline,
)
from tongnan_metrics.ui.view import View

PRINTED = (*(item.key for item in GROUPS["promotion"][1]), SIGNED)
RANKED: Mapping[str, Text] = {
    NEGOTIATING: Text("在谈项目", "In talks"),
    PLANNED: Text("计划投资", "Planned"),
    LEADS: Text("招商线索", "Leads"),
    SIGNED: Text("签约项目", "Signed"),
}
BROUGHT = (NEGOTIATING, PRIORITY, PLANNED, LEADS, TURNED, SIGNED)
TURN = Column("turn_rate", Text("转在谈率", "Turned"), Form.NUMBER, units.PERCENT, 1)
COUNTED = (
    Column("projects", Text("在谈", "In talks"), Form.NUMBER, units.PROJECTS),
    *(Column(part.key, part.name, Form.NUMBER, units.PROJECTS) for part in INTENTIONS[:3]),
    AMOUNT,
    PRIORITY_AMOUNT,
)
LED = (
    Column("leads", Text("线索", "Leads"), Form.NUMBER, units.ENTRIES),
    *(Column(part.key, part.name, Form.NUMBER, units.ENTRIES) for part in OUTCOMES),
)
LINKED = Column(
    "linked",
    Text("已关联项目", "Linked to a project"),
    Form.NUMBER,
    units.ENTRIES,
    help=Text("台账写明转成哪个项目的线索", "Leads of which the ledger says which project they became"),
)
TO_SIGN = Column(
    "days_to_sign",
    Text("收到至签约", "Receipt to signing"),
    Form.NUMBER,
    units.DAYS,
    help=Text("已签约且关联项目的线索的中位天数", "Median days of the leads signed as a project"),
)
COHORTS = (Column("year", RECEIVED), *LED, LINKED, TURN, SIGN, TO_SIGN)
PROJECTS: tuple[str | Column, ...] = (
    tables.renamed("name", Text("项目", "Project")),
    "town",
    "sector",
    Column("intention", INTENTION.name, choices=INTENTION.choices),
    tables.renamed("total_investment", Text("计划投资", "Planned")),
    Column("since", Text("起谈日期", "In talks since"), Form.DATE, muted=True),
    tables.renamed("days_in_stage", Text("已谈", "For")),
    "team",
    "liaison",
    *tables.unshown("project", "investor", "kind", "department", "note"),
)
LEAD_ROWS: tuple[str | Column, ...] = (
    "received",
    "town",
    "team",
    "sector",
    Column("state", OUTCOME.name, choices=OUTCOME.choices),
    tables.renamed("name", Text("所转项目", "Became project")),
    tables.renamed("turned", Text("转在谈", "Turned")),
    tables.renamed("signed", Text("签约", "Signed")),
    "detail",
    *tables.unshown("lead", "project"),
)
AHEAD = (
    Column("name", Text("目标", "Target")),
    Column("year", Text("年度", "Year")),
    Column("target", Text("目标值", "Target value")),
    Column("known", Text("现值", "Known so far")),
    Column("why", Text("说明", "Note")),
    Column("note", Text("目标口径", "How the target reads")),
)


@kept
def listing(view: View, rows: pd.DataFrame) -> Table:
    """The table of negotiations, each opening its project."""
    return tables.table(rows, PROJECTS, names=projects.names(view), key="project")


@kept
def ranking(view: View, key: str) -> Table:
    """Every town by an indicator, the first first, beside what else they bring; a row filters to its town."""
    every = grouped.unfiltered(view, TOWN)
    rows = pd.DataFrame({name: _by_town(every, name) for name in BROUGHT})
    placed = rows.assign(rank=ranks(rows[key])).rename_axis(TOWN).reset_index()
    ordered = placed.sort_values("rank", kind="stable", ignore_index=True)
    shown = [_ranked_column(name) for name in BROUGHT]
    return tables.table(ordered, ["rank", TOWN, *shown], names={TOWN: view.known.towns}, key=TOWN)


def _by_town(view: View, key: str) -> "pd.Series[float]":
    """An indicator of every town: nothing counted is none, but where it is not known nothing is."""
    values = view.frame(key, TOWN).set_index(TOWN)["value"].reindex(list(view.known.towns))
    return values.fillna(0.0) if view.figure(key).value is not None else values


def _ranked_column(key: str) -> Column:
    short = {**RANKED, PRIORITY: INTENTION.choice("priority").name, TURNED: OUTCOMES[1].name}
    return tables.renamed(tables.of_indicator(INDICATORS[key], key), short[key])


@kept
def ahead(view: View) -> Table:
    """The targets of later years, what is known of each by now, and why not where nothing is."""
    rows = view.ask(targets_ahead, view.period)
    return tables.table(pd.DataFrame(_ahead(rows), columns=[column.key for column in AHEAD]), AHEAD)


def _ahead(rows: pd.DataFrame) -> Iterator[dict[str, str]]:
    for row in rows.to_dict("records"):
        item, aim = INDICATORS[row["indicator"]], INDICATORS[row["of"]]
        printed_at = Period.parse(row["period"]).label() if row["period"] else None
        yield {
            "name": str(item.name),
            "year": str(row["year"]),
            "target": f.with_unit(item, row["value"]),
            "known": f.with_unit(aim, None, published=row["printed"]) if row["printed"] else f.MISSING,
            "why": printed_at or tr("{name} is not published; {caveat}", name=aim.name, caveat=aim.caveat),
            "note": str(item.caveat or ""),
        }


@kept
def targets(table: Table) -> tuple[Ranked, ...]:
    """The targets as a list: what, how much, what is known of it, how it reads."""
    return tuple(
        Ranked(tr("{name}, {year}", name=row["name"], year=row["year"]), row["target"], _known(row), 0)
        for row in table.frame.to_dict("records")
    )


def _known(row: Mapping[Hashable, Any]) -> str:
    known = tr("known so far {known}: {why}", known=row["known"], why=row["why"])
    return tr("; ").join(filter(None, (known, row["note"])))


@kept
def behind(view: View, rows: pd.DataFrame) -> dict[str, tuple[Table, str | None]]:
    """Every further table of the page by its title, each with what a chosen row sets."""
    year = of_year(view, rows)
    return {
        tr("Leads of this year"): (_lead_rows(view, year), "project"),
        tr("Leads on record"): (_lead_rows(view, rows), "project"),
        tr("Leads by town"): (_by(view, outcomes(view), TOWN, LED), TOWN),
        tr("Conversion by year"): (_cohorts(rows), None),
        tr("Negotiations by team"): (_by(view, pipeline(view, TEAM), TEAM, COUNTED), TEAM),
        tr("Negotiations by sector"): (_by(view, pipeline(view, SECTOR), SECTOR, COUNTED), SECTOR),
        tr("Negotiations by town"): (_by(view, pipeline(view, TOWN), TOWN, COUNTED), TOWN),
        tr("Published and computed"): (printed.published(view, PRINTED), None),
    }


def _lead_rows(view: View, rows: pd.DataFrame) -> Table:
    opening = rows.assign(opens=rows["project"].fillna(""))
    return tables.table(opening, LEAD_ROWS, names=projects.names(view), key="opens")


def _cohorts(rows: pd.DataFrame) -> Table:
    """Leads on record by the year they were received, and all of them."""
    years = counted.cohorts(rows)
    both = pd.concat([years, counted.total(rows)], ignore_index=True) if len(years) else years
    said = [tr("Total") if pd.isna(year) else tr("{year}", year=int(year)) for year in both["year"]]
    return tables.table(both.assign(year=said), COHORTS)


def _by(view: View, rows: pd.DataFrame, by: str, columns: tuple[Column, ...]) -> Table:
    """Counted rows as a table with their total; a row's key is its code."""
    none = {SECTOR: tr("No sector"), TEAM: tr("No team")}.get(by, "")
    named = grouped.in_full(view, rows, by, none=none)
    return tables.table(grouped.with_total(named), [Column("name", TITLES[by]), *columns], key=KEY)

"""The tables of the safety page: by town and trade, hazards overdue, every inspection, and what was published."""

from dataclasses import replace

import pandas as pd

from tongnan_metrics.catalog import fields, units
from tongnan_metrics.catalog.indicators import GROUPS, INDICATORS
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import tables
from tongnan_metrics.present.tables import Column, Form, Table
from tongnan_metrics.query import names, safety
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release
from tongnan_metrics.ui import printed, safety_loop
from tongnan_metrics.ui.links import TOWN, TRADE
from tongnan_metrics.ui.safety import FOUND, OVERDUE, PENALTIES, PER_HUNDRED, RATE, RECTIFY_DAYS, VISITS
from tongnan_metrics.ui.view import View

CODE = "code"
# Rows without scrolling, and rows on the page at all: the export has every one.
SHOWN, FIRST = 14, 500
BY = (VISITS, FOUND, PER_HUNDRED, RATE, RECTIFY_DAYS, OVERDUE, *PENALTIES)
SHORT = {
    PER_HUNDRED: Text("每百家次隐患", "Hazards per 100 visits"),
    RATE: Text("整改率", "Rectified"),
    RECTIFY_DAYS: Text("整改中位用时", "Median to rectify"),
    OVERDUE: Text("逾期", "Overdue"),
}
FINE = Column("fine", fields.FINE.name, Form.NUMBER, units.WAN_YUAN, 2)
DATE = tables.renamed("date", Text("检查日期", "Inspected"))
DEPARTMENT = tables.renamed("department", Text("检查部门", "Department"))
DUE = tables.renamed("due", Text("整改期限", "Due"))
DAYS = Column(
    "days_overdue",
    Text("逾期", "Overdue"),
    Form.NUMBER,
    units.DAYS,
    help=Text("负数为距整改期限的天数", "Negative: so many days are left"),
)
RECTIFIED = Column("hazards_rectified", Text("已整改", "Rectified"), Form.NUMBER, units.ENTRIES)
ACCEPTED = Column("hazards_accepted", Text("已验收", "Accepted"), Form.NUMBER, units.ENTRIES)
INSPECTED = (
    *(DATE, TOWN, TRADE, DEPARTMENT, "hazards_found", RECTIFIED, ACCEPTED),
    *("penalised", "warnings", "suspended", FINE, "campaign", "inspection"),
)
HAZARDS = ("light", TOWN, TRADE, DEPARTMENT, "grade", "found", DUE, DAYS, "hazard", "inspection")


@kept
def behind(view: View, lit_hazards: pd.DataFrame) -> dict[str, tuple[Table, str | None]]:
    """Every table of the page by its title, each with the filter that a chosen row sets."""
    return {
        tr("Totals by town"): (by(view, TOWN), TOWN),
        tr("Totals by trade"): (by(view, TRADE), TRADE),
        tr("Overdue and due soon hazards"): (hazards(view, lit_hazards), None),
        tr("Inspections"): (inspections(view), None),
        tr("Accident record"): (safety_loop.accidents(view), None),
        tr("Published and computed"): (printed.published(view, (item.key for item in GROUPS["safety"][1])), None),
    }


def by(view: View, dimension: str) -> Table:
    """The selection's own figures as the total, then town by town or trade by trade, most hazards first."""
    rows = view.ask(safety.safety_by, view.selection, dimension).rename(columns={dimension: CODE})
    spoken = rows.assign(name=[str(view.names(dimension)[code]) for code in rows[CODE]])
    ordered = spoken.sort_values(FOUND, ascending=False, kind="stable")
    total = {key: figure.value for key, figure in view.figures(*BY).items()}
    first = pd.DataFrame([{**total, "name": tr("Total"), CODE: ""}])
    whole = pd.concat([first, ordered], ignore_index=True) if len(rows) else ordered
    title = Column("name", {TOWN: fields.TOWN, TRADE: fields.TRADE}[dimension].name)
    return tables.table(whole, [title, *(_column(key) for key in BY)], key=CODE)


def _column(key: str) -> Column:
    column = tables.of_indicator(INDICATORS[key], key)
    shown = replace(column, name=SHORT.get(key, column.name))
    return replace(shown, unit=units.ENTRIES) if key == PER_HUNDRED else shown


def hazards(view: View, lit_hazards: pd.DataFrame) -> Table:
    """Every red and amber hazard, the worst first."""
    return tables.table(lit_hazards, HAZARDS, names={TOWN: view.known.towns, TRADE: view.known.trades})


def inspections(view: View) -> Table:
    """Every inspection since January, or of the single month, newest first."""
    made: Table = view.ask(_inspections, view.selection)
    return made


def _inspections(release: Release, selection: Selection) -> Table:
    rows = safety.inspections(release, selection)
    spoken = {TOWN: names(release, "towns"), TRADE: names(release, "trades")}
    return tables.table(rows, INSPECTED, names=spoken)


@kept
def crossed(cell_rows: pd.DataFrame) -> Table:
    """Hazards by trade (rows) and town (columns) with totals, most first: the heat map as a table."""
    kept = cell_rows[cell_rows["chosen"]]
    grid = kept.pivot_table(index="row", columns="column", values="value", aggfunc="sum", fill_value=0.0)
    towns = grid.sum().sort_values(ascending=False, kind="stable").index
    spoken = {code: dict(zip(kept[code], kept[f"{code}_name"], strict=True)) for code in ("row", "column")}
    rows = grid[towns].assign(total=grid.sum(axis="columns")).sort_values("total", ascending=False, kind="stable")
    named = rows.assign(name=[spoken["row"][code] for code in rows.index])
    columns = [Column(str(code), spoken["column"][code], Form.NUMBER) for code in towns]
    total = Column("total", tr("Total"), Form.NUMBER)
    return tables.table(named, [Column("name", fields.TRADE.name), total, *columns])

"""The hazards' loop on the safety page: where they are, how long each step takes, how old the late ones are."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from tongnan_metrics.analysis import hazard_times as times
from tongnan_metrics.analysis import streak
from tongnan_metrics.catalog import fields, units
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Indicator
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import charts, tables
from tongnan_metrics.present.charts import Drawing, Portion
from tongnan_metrics.present.tables import Column, Form, Table
from tongnan_metrics.query import safety
from tongnan_metrics.query.hazard_times import hazard_times, rechecks_due
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import grouped
from tongnan_metrics.ui.links import BY, TOWN, TRADE
from tongnan_metrics.ui.safety import CELL_CLICKS, FOUND, OVERDUE, PER_HUNDRED, cells
from tongnan_metrics.ui.view import View

COUNTED, RATED = "count", "rate"
HEATS: Mapping[str, Text] = {COUNTED: Text("条数", "Count"), RATED: Text("每百家次", "Per 100 visits")}
HEAT_PX = 28
SHARES = (0.2, 0.45, 0.7, 0.9)
STEPS: Mapping[str, Text] = {
    "rectified": Text("发现到整改", "Found to rectified"),
    "accepted": Text("整改到验收", "Rectified to accepted"),
    "closed": Text("发现到验收", "Found to accepted"),
}
TAKING = {"rectified": "rectify", "accepted": "accept", "closed": "close"}
IN_TIME = "safety_rectified_in_time_rate"
GRADES = (
    Portion("major", Text("重大", "Major"), "alarm"),
    Portion("general", Text("一般", "General"), "soft"),
)
AGE = Text("逾期时长", "Overdue for")
TIMES = (
    Column("step", Text("环节", "Step")),
    Column("entered", Text("进入", "Entered"), Form.NUMBER, units.ENTRIES),
    Column("still", Text("未完", "Still at it"), Form.NUMBER, units.ENTRIES),
    Column("median_days", Text("中位用时", "Median"), Form.NUMBER, units.DAYS),
    Column("most_days", Text("九成用时", "Nine of ten by"), Form.NUMBER, units.DAYS),
    Column("in_time", Text("按期率", "In time"), Form.NUMBER, units.PERCENT, 1),
)
RECHECKS: tuple[str | Column, ...] = (
    *(TOWN, TRADE, tables.renamed("department", Text("检查部门", "Department"))),
    Column("hazards", Text("待核", "To check"), Form.NUMBER, units.ENTRIES),
    Column("to_accept", Text("待验收", "To accept"), Form.NUMBER, units.ENTRIES),
    Column("overdue", Text("逾期未整改", "Overdue"), Form.NUMBER, units.ENTRIES),
    Column("major", Text("重大", "Major"), Form.NUMBER, units.ENTRIES),
    Column("since", Text("起始", "Since"), Form.DATE, muted=True),
    Column("days", Text("已过", "Waiting"), Form.NUMBER, units.DAYS),
    Column("inspection", fields.INSPECTION.name, muted=True),
)
ACCIDENTS: tuple[str | Column, ...] = (
    "date",
    TOWN,
    TRADE,
    Column("grade", Text("台账等级", "Grade on record"), choices=fields.ACCIDENT_GRADE.choices),
    Column("by_decree", Text("按493号令", "By Decree 493"), choices=fields.ACCIDENT_GRADE.choices),
    Column("check", Text("核对", "Check")),
    *("deaths", "injuries", "loss"),
    Column("ends", Text("是否中断连续", "Ends the streak")),
    "accident",
)


@kept
def heat(view: View, kind: str) -> Drawing | None:
    """Hazards by trade and town, counted or per 100 inspections; a cell picks its trade and town."""
    rows = cells(view) if kind == COUNTED else _rates(view)
    item = INDICATORS[FOUND] if kind == COUNTED else _whole_numbers()
    return charts.heat_map(
        rows,
        indicator=item,
        theme=view.theme,
        edges=charts.fixed_edges(rows["value"]) if kind == COUNTED else _edges(rows["value"]),
        step=HEAT_PX,
        totals=None if kind == COUNTED else _totals(view),
        picks="cell",
    )


def _edges(rates: "pd.Series[float]") -> tuple[float, ...]:
    """Five lower bounds in whole tens that share out rates: they lie close together around the district's."""
    above, edges = rates[rates > 0], [1.0]
    for share in SHARES:
        ten = round(float(above.quantile(share)) / 10) * 10 if len(above) else 0
        edges.append(max(float(ten), edges[-1] - edges[-1] % 10 + 10))
    return tuple(edges)


def _whole_numbers() -> Indicator:
    """A cell has no room for decimals."""
    return replace(INDICATORS[PER_HUNDRED], decimals=0)


def _rates(view: View) -> pd.DataFrame:
    rows = view.where(towns=(), trades=()).crossed(PER_HUNDRED, TRADE, TOWN)
    chosen = cells(view).set_index(["row", "column"])["chosen"].to_dict()
    return rows.assign(chosen=[bool(chosen.get(key)) for key in zip(rows["row"], rows["column"], strict=True)])


def _totals(view: View) -> tuple[dict[str, float], dict[str, float], float]:
    """The rates of whole trades, of whole towns and of the district: a sum of rates is none."""
    whole = view.where(towns=(), trades=())
    down, across = (whole.frame(PER_HUNDRED, by).dropna(subset="value") for by in (TRADE, TOWN))
    grand = whole.figure(PER_HUNDRED).value
    by_code = [dict(zip(rows.iloc[:, 0], rows["value"], strict=True)) for rows in (down, across)]
    return by_code[0], by_code[1], float("nan") if grand is None else grand


@kept
def steps(view: View) -> Table:
    """How many hazards came to each step, how many are still at it, and how long it takes, those counted rightly."""
    found: pd.DataFrame = view.ask(hazard_times, view.selection)
    counted = times.steps(found) if len(found) else times.steps(found).head(0)
    told = counted.assign(
        median_days=counted["step"].map(lambda step: _days(view, step, "median")).astype(float),
        most_days=counted["step"].map(lambda step: _days(view, step, "ninetieth")).astype(float),
        in_time=counted["step"].map({"rectified": view.figure(IN_TIME).value}).astype(float),
        step=[str(STEPS[step]) for step in counted["step"]],
    )
    return tables.table(told, TIMES)


def _days(view: View, step: str, how: str) -> float | None:
    return view.figure(f"safety_{TAKING[step]}_{how}_days").value


@kept
def age_bars(view: View) -> Drawing | None:
    """The hazards past their date by how long, major ones marked."""
    late = fields.LATE.key
    rows = grouped.parted(view, OVERDUE, late, fields.HAZARD_GRADE.key, every=True)
    named = grouped.named(view, rows, late, names=view.names_of(OVERDUE, late))
    return charts.part_bars(
        named, by=AGE, portions=GRADES, unit=units.ENTRIES, theme=view.theme, step=26, clickable=False
    )


@kept
def rechecks(view: View) -> Table:
    """The inspections somebody must go back to, the longest waiting first."""
    return tables.table(view.ask(rechecks_due, view.selection), RECHECKS, names=_names(view))


@kept
def accidents(view: View) -> Table:
    """The accident record: each grade as recorded, as Decree 493 gives it, and whether it ends the streak."""
    rows: pd.DataFrame = view.ask(safety.accidents, view.selection)
    decree = [
        streak.grade(deaths=int(row["deaths"]), injuries=int(row["injuries"]), loss=Decimal(str(row["loss"])))
        for row in rows.to_dict("records")
    ]
    same = rows["grade"].eq(pd.Series(decree, index=rows.index, dtype=object))
    told = rows.assign(
        by_decree=pd.Series(decree, index=rows.index, dtype=object),
        check=[tr("agrees") if agrees else tr("differs") for agrees in same],
        ends=[tr("yes") if grade in streak.BREAKING else tr("no") for grade in rows["grade"]],
    )
    return tables.table(told, ACCIDENTS, names=_names(view))


def _names(view: View) -> Mapping[str, Mapping[str, Text]]:
    return {TOWN: view.known.towns, TRADE: view.known.trades}


def draw_heat(view: View, grid: Table) -> None:
    """The heat map with its choice: hazards counted, or per 100 inspections; `grid` is the counted one as a table."""
    title = tr("Hazards by trade and town")
    card, tools = b.controlled(title, key="heat")
    with tools:
        kind = b.choose(BY, tr("Counted or per 100 visits"), HEATS, segments=True)
    with card:
        rows = grid if kind == COUNTED else None
        b.plot(title, heat(view, kind), clicks=CELL_CLICKS, rows=rows, part=str(HEATS[kind]))


def draw(view: View) -> None:
    """How long the loop takes, how old the late ones are, and where somebody must go again."""
    left, right = b.columns(560, 540)
    with left:
        b.table(tr("How long the loop takes"), steps(view))
    with right:
        b.chart(tr("Overdue hazards by age"), age_bars(view))
    due = rechecks(view)
    aside = tr("{n} inspections to go back to", n=len(due.frame))
    b.table(tr("Rechecks due"), due, aside=aside, most=6, dense=True, first=200)

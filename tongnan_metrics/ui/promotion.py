"""Investment promotion as its page shows it: what is negotiated, by whom and where, and what became of leads."""

import pandas as pd

from tongnan_metrics.analysis import promotion as counted
from tongnan_metrics.catalog import fields, units
from tongnan_metrics.catalog.fields import INTENTION, OUTCOME
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Basis
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present.charts import Drawing, Portion, part_bars
from tongnan_metrics.present.tables import Column, Form
from tongnan_metrics.query import promotion
from tongnan_metrics.ui import grouped
from tongnan_metrics.ui.cards import Card
from tongnan_metrics.ui.links import SECTOR, STATE, TEAM, TOWN
from tongnan_metrics.ui.view import View

NEGOTIATING, PLANNED, LEADS, SIGNED = (
    "negotiating_count",
    "negotiating_planned_investment",
    "lead_count",
    "project_signed_count",
)
PRIORITY, TURNED, SIGN_RATE, TURN_RATE = (
    "negotiating_priority_count",
    "lead_turned_count",
    "lead_sign_rate",
    "lead_turn_rate",
)
SAID = (NEGOTIATING, PLANNED, PRIORITY, LEADS, TURNED, SIGN_RATE)
INTENDED = INTENTION.key
ALL, FEW_TEAMS = "all", 5
RECEIVED = Text("收到年份", "Received in")
TOWN_PX = 25  # a row of the charts by town, which are as tall as the three beside them
AMOUNT = Column("planned_investment", Text("计划投资", "Planned investment"), Form.NUMBER, units.YI_YUAN, 2)
PRIORITY_AMOUNT = Column(
    "priority_investment", Text("重点计划投资", "Planned, priority"), Form.NUMBER, units.YI_YUAN, 2
)
SIGN = Column("sign_rate", Text("签约率", "Signed"), Form.NUMBER, units.PERCENT, 1)
INTENTIONS = (
    Portion("priority", Text("重点", "Priority"), "strong"),
    Portion("strong", Text("较强", "Strong"), "middle"),
    Portion("early", Text("初步", "Early"), "soft"),
    Portion(counted.UNRATED, Text("未填", "Not rated"), "grey"),
)
OUTCOMES = (
    Portion("signed", OUTCOME.choice("signed").name, "strong"),
    Portion("negotiating", OUTCOME.choice("negotiating").name, "middle"),
    Portion("following", OUTCOME.choice("following").name, "soft"),
    Portion("new", OUTCOME.choice("new").name, "pale"),
    Portion("dropped", OUTCOME.choice("dropped").name, "grey"),
)
TITLES = {
    INTENDED: INTENTION.name,
    SECTOR: fields.SECTOR.name,
    TEAM: fields.TEAM.name,
    TOWN: fields.TOWN.name,
}


@kept
def most(view: View) -> str:
    """The town that brought most leads this year, when one did; empty when several did or none."""
    rows = outcomes(view)
    alone = len(rows) > 1 and rows["leads"].iloc[0] > rows["leads"].iloc[1]
    return str(view.known.towns[rows[TOWN].iloc[0]]) if alone else ""


def negotiated(view: View) -> pd.DataFrame:
    """The projects under negotiation in the selection."""
    rows: pd.DataFrame = view.ask(promotion.negotiated, view.selection)
    return rows


def leads(view: View) -> pd.DataFrame:
    """Every lead on record in the selection, as it stood at the period's end."""
    rows: pd.DataFrame = view.ask(promotion.leads, view.selection)
    return rows


@kept
def of_year(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The leads received this year."""
    return rows[rows["year"] == view.period.year]


def negotiating_card() -> Card:
    """What is negotiated, by intention, and what it would come to."""
    return Card(
        NEGOTIATING,
        hero=True,
        compare=PLANNED,
        word=str(AMOUNT.name),
        parts={
            "negotiating_early_count": str(INTENTIONS[2].name),
            "negotiating_strong_count": str(INTENTIONS[1].name),
            PRIORITY: str(INTENTIONS[0].name),
        },
        aside={"negotiating_priority_planned_investment": str(PRIORITY_AMOUNT.name)},
    )


def leads_card() -> Card:
    """This year's leads, how many became a negotiation, and how many towns brought any."""
    return Card(LEADS, compare=TURNED, word=tr("turned into negotiations"), rows=("lead_town_count",), trend=False)


def conversion_card(view: View) -> Card:
    """How many of all leads on record were signed, and how many became a negotiation."""
    unlinked = tr("The ledger links no lead to a project: what became of them is not known.")
    known = view.figure(SIGN_RATE).number is not None
    return Card(
        SIGN_RATE,
        compare=TURN_RATE,
        word=tr("turned into negotiations"),
        rows=("lead_median_days_to_sign", "lead_record_count"),
        trend=False,
        meaning=() if known or not view.figure("lead_record_count").number else ((tr("Note"), unlinked),),
    )


def conversion_words() -> str:
    """How the conversion of leads is defined, as a note on the sources."""
    item = INDICATORS[SIGN_RATE]
    return tr("{name}: {definition}; {caveat}.", name=item.name, definition=item.definition, caveat=item.caveat)


@kept
def pipeline(view: View, by: str) -> pd.DataFrame:
    """What is negotiated by a column, most first: by intention, in all (`projects`), and the planned totals (亿元)."""
    rows = grouped.parted(view, NEGOTIATING, by, INTENDED, blank=counted.UNRATED).rename(columns={"all": "projects"})
    cells = view.frame(PLANNED, *dict.fromkeys((by, INTENDED)))
    firm = cells[cells[INTENDED] == "priority"].set_index(by)["value"].to_dict()
    told = grouped.beside(view, rows, by, planned_investment=PLANNED)
    return told.assign(priority_investment=told[by].map(firm).fillna(0.0))


@kept
def by_intention(view: View) -> pd.DataFrame:
    """What is negotiated by intention, the firmest first; a row's key is the list that shows its projects."""
    told = pipeline(view, INTENDED)
    told = told.assign(intention=told[INTENDED].fillna(counted.UNRATED)).set_index(INTENDED)
    ordered = told.loc[[key for key in counted.INTENTIONS if key in told.index]].reset_index()
    return grouped.named(view, ordered, INTENDED, names=_intentions())


def _intentions() -> dict[str, Text]:
    return {**{choice.key: choice.name for choice in INTENTION.choices}, counted.UNRATED: Text("未填意向", "Not rated")}


@kept
def by_sector(view: View) -> pd.DataFrame:
    """What is negotiated by sector."""
    rows = pipeline(grouped.unfiltered(view, SECTOR), SECTOR)
    return grouped.named(view, rows, SECTOR, none=tr("No sector"))


@kept
def by_team(view: View) -> pd.DataFrame:
    """What is negotiated by promotion team: those with most, and the others together."""
    told = grouped.named(view, pipeline(view, TEAM), TEAM, none=tr("No team"))
    return grouped.first_few(told, FEW_TEAMS, tr("{n} other teams"))


def leads_by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """All leads on record by the year they were received, with the share signed."""
    told = counted.cohorts(rows)
    named = [tr("{year}", year=year) for year in told["year"]]
    return told.assign(key=told["year"].astype(str), name=named)


@kept
def pipeline_bars(view: View, rows: pd.DataFrame, column: str, *, step: int = 22) -> Drawing | None:
    """What is negotiated by a column as bars of its intentions, the planned total at the right."""
    return part_bars(
        rows,
        by=TITLES[column],
        portions=INTENTIONS,
        unit=units.PROJECTS,
        theme=view.theme,
        beside=(AMOUNT,),
        step=step,
    )


@kept
def town_bars(view: View) -> Drawing | None:
    """What is negotiated by town."""
    rows = pipeline(grouped.unfiltered(view, TOWN), TOWN)
    return pipeline_bars(view, grouped.named(view, rows, TOWN), TOWN, step=TOWN_PX)


@kept
def outcomes(view: View) -> pd.DataFrame:
    """This year's `leads` by town and what became of them, most first."""
    year = view.where(basis=Basis.YTD)
    return grouped.parted(year, "lead_state_count", TOWN, STATE).rename(columns={"all": "leads"})


@kept
def lead_bars(view: View) -> Drawing | None:
    """This year's leads by town as bars of what became of them."""
    rows = grouped.named(view, outcomes(grouped.unfiltered(view, TOWN)), TOWN)
    return part_bars(rows, by=TITLES[TOWN], portions=OUTCOMES, unit=units.ENTRIES, theme=view.theme, step=TOWN_PX)


@kept
def year_bars(view: View, rows: pd.DataFrame) -> Drawing | None:
    """Leads on record by the year received as bars of what became of them, the share signed at the right."""
    return part_bars(
        leads_by_year(rows),
        by=RECEIVED,
        portions=OUTCOMES,
        unit=units.ENTRIES,
        theme=view.theme,
        beside=(SIGN,),
        step=28,
        clickable=False,
    )


@kept
def choices(rows: pd.DataFrame) -> dict[str, str]:
    """What the list of negotiations can be narrowed to by intention, each with its count."""
    counts = rows["intention"].fillna(counted.UNRATED).value_counts()
    there = {key: name for key, name in _intentions().items() if key != counted.UNRATED or key in counts}
    return {ALL: f"{tr('All')} {len(rows)}", **{key: f"{name} {counts.get(key, 0)}" for key, name in there.items()}}


@kept
def teams(rows: pd.DataFrame) -> dict[str, str]:
    """What the list of negotiations can be narrowed to by team."""
    return {ALL: tr("All teams"), **{team: team for team in sorted(rows[TEAM].dropna().unique())}}


@kept
def of(rows: pd.DataFrame, intention: str, team: str) -> pd.DataFrame:
    """The negotiations of one of the `choices` and one of the `teams`."""
    rated = rows[rows["intention"].fillna(counted.UNRATED) == intention] if intention != ALL else rows
    kept = rated[rated[TEAM] == team] if team != ALL else rated
    return kept.reset_index(drop=True)

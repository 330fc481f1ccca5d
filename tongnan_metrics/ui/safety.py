"""Safety as its page shows it: the record, where hazards are most, what is overdue and who has to act."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from tongnan_metrics.analysis import hazard_lights
from tongnan_metrics.analysis.lights import Color
from tongnan_metrics.catalog import fields, units
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Indicator
from tongnan_metrics.catalog.periods import Basis
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import charts
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts import KEY
from tongnan_metrics.query import safety
from tongnan_metrics.query.accident_record import streak_since
from tongnan_metrics.query.rules import light_rules
from tongnan_metrics.ui.attention import Entry
from tongnan_metrics.ui.cards import Card, Row
from tongnan_metrics.ui.links import TOWN, TRADE
from tongnan_metrics.ui.markup import Ranked
from tongnan_metrics.ui.view import View

STREAK, VISITS, FOUND = "safety_months_without_major_accident", "safety_inspections", "safety_hazards_found"
RATE, PER_HUNDRED = "safety_rectification_rate", "safety_hazards_per_100_inspections"
OVERDUE, RECTIFY_DAYS = "safety_hazards_overdue", "safety_rectify_median_days"
TOLD = (STREAK, VISITS, FOUND, RATE, OVERDUE)
PENALTIES = ("safety_units_penalised", "safety_warnings", "safety_suspensions", "safety_fines")
LOOP = {"found": Text("发现", "Found"), "rectified": Text("整改", "Rectified"), "accepted": Text("验收", "Accepted")}
SPLITS = {TOWN: fields.TOWN.name, TRADE: fields.TRADE.name}
CELL_CLICKS = {charts.ROW_KEY: TRADE, charts.COLUMN_KEY: TOWN}
MOST_RANKED, MOST_SOON = 10, 2


def reason(view: View) -> str:
    """Why the selection has nothing on safety; empty when it has."""
    figure = view.figure(VISITS)
    return "" if figure.value is not None else str(figure.reason)


@kept
def streak_card(view: View) -> Card:
    """How long there was no major accident, since when that counts and by which rule."""
    return Card(STREAK, hero=True, compare=_breaking(view), extra=_record(view), trend=False)


@kept
def visits_card(view: View) -> Card:
    """Inspections, with what a hundred of them found, and since when this year's campaign runs."""
    found, begun = view.figure(PER_HUNDRED), _campaign(view)
    rate = f.quantity(f.figure(found.indicator, found.number), units.ENTRIES)
    since = [(tr("Campaign since"), f.day(begun["first"], year=False))] if begun else []
    return Card(VISITS, extra=((tr("Hazards per 100 visits"), rate), *since), trend=False)


@kept
def hazards_card(view: View) -> Card:
    """Hazards found, the share rectified, and what is past its date where hazards are known at all."""
    late = () if reason(view) else (OVERDUE, "safety_major_hazards_overdue")
    return Card(FOUND, compare=RATE, word=tr("rectified"), rows=late, trend=False)


@kept
def penalties_card(view: View) -> Card:
    """Fines and the other penalties."""
    units_penalised, *others = PENALTIES[:-1]
    figure = view.figure(units_penalised)
    told = f.with_unit(figure.indicator, figure.number, published=figure.published), str(figure.indicator.name)
    known = figure.number is not None
    return Card(PENALTIES[-1], compare=told if known else None, rows=tuple(others), trend=False)


def _breaking(view: View) -> Row | None:
    """This year's accidents that end the record, as a card's comparison."""
    count = _of_year(view).figure("accident_breaking_count")
    told = f.with_unit(count.indicator, count.number), tr("larger and worse accidents this year")
    return None if count.number is None else told


def _record(view: View) -> tuple[Row, ...]:
    """Since when the record counts, by which rule, and the ordinary accidents, which do not end it."""
    since, ordinary = view.ask(streak_since, view.period), _of_year(view).figure("accident_ordinary_count")
    return (
        *([(tr("Counted since"), f.day(since))] if since else []),
        (tr("Graded by"), tr("State Council Decree 493")),
        (tr("Ordinary accidents this year"), f.with_unit(ordinary.indicator, ordinary.number)),
        (tr("A year before"), f.with_unit(ordinary.indicator, ordinary.base)),
    )


def _of_year(view: View) -> View:
    """The view since January: a card that says “this year” does so by single month too."""
    return view.where(basis=Basis.YTD)


def _counted(count: float) -> str:
    return f.quantity(f.number(count, 0), units.ENTRIES)


def campaign(view: View) -> str:
    """This year's campaign and its first day, as a note on the sources; empty when there is none."""
    begun = _campaign(view)
    return tr("{campaign}: since {day}.", campaign=begun["campaign"], day=f.day(begun["first"])) if begun else ""


def _campaign(view: View) -> Mapping[Hashable, Any] | None:
    rows: pd.DataFrame = view.ask(safety.campaigns, view.where(towns=(), trades=()).selection)
    running = rows[rows["last"] >= pd.Timestamp(view.period.start)]
    return next(iter(running.to_dict("records")), None)


def waiting(view: View) -> pd.DataFrame:
    """The hazards not rectified at the period's end."""
    rows: pd.DataFrame = view.ask(safety.hazards_waiting, view.selection)
    return rows


@kept
def lit(view: View, hazards: pd.DataFrame) -> pd.DataFrame:
    """The waiting hazards that are red or amber by the rule in force in the release."""
    return hazard_lights.lit(hazards, view.ask(light_rules))


@kept
def entries(view: View, lit_hazards: pd.DataFrame, most: int) -> tuple[Entry, ...]:
    """Red and amber hazards by town and trade, the most pressing first; each entry filters to its town and trade.

    However many are red, a few of those due soon are shown as well: they can still be met.
    """
    every = hazard_lights.grouped(lit_hazards)
    red, amber = (every[every["light"] == color] for color in (Color.RED, Color.AMBER))
    groups = pd.concat([red.head(most - min(len(amber), MOST_SOON)), amber]).head(most)
    return tuple(_entry(view, row) for row in groups.to_dict("records"))


def _entry(view: View, row: Mapping[Hashable, Any]) -> Entry:
    town, trade, light = (str(row[key]) for key in (TOWN, TRADE, "light"))
    facts = (_counted(row["count"]), _days(row["longest"]), tr("{n} major", n=row["major"]) if row["major"] else "")
    return Entry(
        light=light,
        word=f.light_word(light, row["state"]),
        subject=view.place_of(town, trade),
        reason=f.DOT.join(fact for fact in facts if fact),
        owner=str(row["department"]),
        page=view.place.key,
        params={TOWN: town, TRADE: trade},
    )


def _days(longest: int) -> str:
    if longest > 0:
        return tr("longest {n} days", n=longest)
    return tr("first due in {n} days", n=-longest) if longest else tr("due on the last day")


@kept
def lights(lit_hazards: pd.DataFrame) -> str:
    """How many hazards are red and how many amber, in words."""
    known = {color: int((lit_hazards["light"] == color).sum()) for color in (Color.RED, Color.AMBER)}
    words = {Color.RED: tr("{n} overdue", n=known[Color.RED]), Color.AMBER: tr("{n} due soon", n=known[Color.AMBER])}
    return f.DOT.join(words[color] for color, count in known.items() if count)


@kept
def loop(view: View) -> pd.DataFrame:
    """The hazards found and, of these, rectified and accepted, as the loop's bars take them."""
    rows: pd.DataFrame = view.ask(safety.hazard_loop, view.selection)
    if view.selection.basis is Basis.MONTH:
        rows = rows[rows["period"] == str(view.period)]
    counted = [(key, str(name), float(rows[key].sum())) for key, name in LOOP.items()]
    return pd.DataFrame(counted, columns=[KEY, "name", "value"])


@kept
def cells(view: View) -> pd.DataFrame:
    """Hazards by trade and town over the whole district, those of the selection `chosen`, as heat maps take them."""
    rows = view.where(towns=(), trades=()).crossed(FOUND, TRADE, TOWN)
    kept = [
        rows[place].isin(codes) if codes else rows[place].notna()
        for place, codes in (("row", view.selection.trades), ("column", view.selection.towns))
    ]
    return rows.assign(chosen=kept[0] & kept[1])


@kept
def most(view: View, cell_rows: pd.DataFrame) -> str:
    """Where in the selection most hazards were found; empty where there is no choice."""
    kept = _kept(cell_rows)
    if len(kept) < 2:
        return ""
    top = kept.iloc[0]
    return tr("{trade} in {town}", trade=view.known.trades[top["row"]], town=view.known.towns[top["column"]])


def _kept(cell_rows: pd.DataFrame) -> pd.DataFrame:
    """The cells of the selection that hold something, most first."""
    kept = cell_rows[cell_rows["chosen"] & (cell_rows["value"] > 0)]
    return kept.sort_values("value", ascending=False, kind="stable")


def ranked(view: View, cell_rows: pd.DataFrame) -> Iterator[Ranked]:
    """The heat map as a list: the trades with most hazards in the selection, each with the town that has most."""
    trades = _kept(cell_rows).groupby("row", sort=False)
    summed = trades.agg(total=("value", "sum"), town=("column", "first"), worst=("value", "first"))
    top = summed.sort_values("total", ascending=False, kind="stable").head(MOST_RANKED).reset_index()
    for row in top.to_dict("records"):
        said = tr("most in {town}: {n}", town=view.known.towns[row["town"]], n=f.number(row["worst"], 0))
        share = row["total"] / top["total"].max()
        yield Ranked(str(view.known.trades[row["row"]]), _counted(row["total"]), said, share)


def penalties() -> dict[str, Text]:
    """The penalties there are, with their names."""
    return {key: INDICATORS[key].name for key in PENALTIES}


def split_words(item: Indicator, dimension: str) -> str:
    """What a split of an indicator shows."""
    return tr("{name} by {dimension}", name=item.name, dimension=SPLITS[dimension])

"""The small picture in a card: the history as a line, the parts of a whole, or how far the year's target is reached."""

import pandas as pd

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.catalog.indicators import related
from tongnan_metrics.catalog.model import Completion, Indicator, Kind
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts import Picture, hero_line, pace_bar, parts_bar, sparkline
from tongnan_metrics.ui.cards import Card, Figures, Said
from tongnan_metrics.ui.view import View

PERIODS_SHOWN = 12


def picture(view: View, card: Card, said: Said, figures: Figures) -> Picture | None:
    """What the card draws; None when there is nothing to draw or the card wants nothing."""
    if said.parts:
        return _parts(view, card, said)
    known = card.trend and figures[card.indicator.key].number is not None
    return _target(view, card, figures) or _trend(view, card.indicator, hero=card.hero) if known else None


def _parts(view: View, card: Card, said: Said) -> Picture | None:
    words = tr(", ").join(f"{name} {f.number(value, 0)}" for name, value in said.parts)
    told = tr("{name} in parts: {words}", name=card.indicator.name, words=words)
    return parts_bar([value for _, value in said.parts], theme=view.theme, alt=told)


def _target(view: View, card: Card, figures: Figures) -> Picture | None:
    """For a hero with a target: the share reached, marked where it should be."""
    reached = _completion(card.indicator, figures) if card.hero else None
    if reached is None:
        return None
    due = view.period.year_share * 100
    told = tr("{done} of the year's target reached, {due} due", done=f.percent(reached.number), due=f.percent(due))
    return pace_bar(reached.number, due, theme=view.theme, alt=told)


def _completion(item: Indicator, figures: Figures) -> Figure | None:
    found = related(item.key, Completion)
    figure = figures.get(found.key) if found else None
    return figure if figure and figure.number is not None else None


@kept
def _trend(view: View, item: Indicator, *, hero: bool) -> Picture | None:
    rows = view.frame(item.key, "period").tail(PERIODS_SHOWN)
    # Sums since January start anew each year: their growth is what runs on.
    column = "growth" if item.kind in {Kind.LEVEL, Kind.COUNT} else "value"
    values = [None if pd.isna(value) else float(value) for value in rows[column]]
    if rows.empty:
        return None
    basis = view.selection.basis
    first, last = (Period.parse(str(rows["period"].iloc[place])).label(basis) for place in (0, -1))
    told = _told(item, column, first=first, last=last)
    if hero:
        return hero_line(values, theme=view.theme, alt=told, first=first, last=last, decimals=1)
    return sparkline(values, theme=view.theme, alt=told)


def _told(item: Indicator, column: str, *, first: str, last: str) -> str:
    if column == "growth":
        return tr("Growth of {name} on the year before, {first} to {last}", name=item.name, first=first, last=last)
    return tr("{name}, {first} to {last}", name=item.name, first=first, last=last)

"""The vocabulary pages are written in. A page is a handful of sentences in these words; see `pages/overview.py`.

Blocks draw from the view of the run (`page()` returns it) into the container in use, and remember what may be taken
away: every chart's and table's rows become a sheet behind 导出, without the page saying so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.catalog.indicators import indicator
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts import KEY, PICKED, Drawing, Picture
from tongnan_metrics.present.narrative import SPACE, Part
from tongnan_metrics.present.tables import Table, as_table
from tongnan_metrics.query import Selection
from tongnan_metrics.query.lookups import printed
from tongnan_metrics.ui import cards as card_words
from tongnan_metrics.ui import filters, grid, links, markup, news, pictures, provenance, states, take_away
from tongnan_metrics.ui.attention import Entry
from tongnan_metrics.ui.cards import Card, Figures, Said, Tally
from tongnan_metrics.ui.links import PAGE_PARAMS, SECTOR, TOWN, TRADE
from tongnan_metrics.ui.markup import Ranked
from tongnan_metrics.ui.view import File, View, current

__all__ = [
    "Card",
    "Piece",
    "Tally",
    "answer",
    "attach",
    "cards",
    "chart",
    "charts",
    "choose",
    "columns",
    "concerns",
    "controlled",
    "empty",
    "listing",
    "note",
    "on_desktop",
    "on_phone",
    "opened",
    "page",
    "page_link",
    "panel",
    "paragraph",
    "plot",
    "ranking",
    "sources",
    "table",
    "whole_only",
]

TRACKS, TRACK_PX = 5, 150
_OPENED_FROM = "table the opened item was chosen in"
_DIMENSIONS = (TOWN, SECTOR, TRADE)
# A filter or page parameter, or for marks that pick several columns, the filter of each.
Clicks = str | Mapping[str, str]

empty = states.empty


def page(*, sectors: bool = True, stock: bool = False) -> View:
    """Open the page: its title, the selection in words, link, export and notices. The first line of every page.

    `sectors` names the sectors in the selection's words; with `stock` the period is said as the day it ends.
    """
    view = current()
    words = view.collected.selection = selection_words(view, sectors=sectors, stock=stock)
    with st.container(key="head", horizontal=True, vertical_alignment="center"):
        st.html(markup.title(str(view.place.title), words))
        if take_away.is_demo(view):
            st.html(markup.chip(tr("Demo data")), width="content")
        take_away.link_control(view)
        take_away.reserve(view)
    for notice in view.notices:
        st.html(markup.notice(notice))
    news.watch(view)
    return view


def selection_words(view: View, *, sectors: bool = True, stock: bool = False) -> str:
    """The view's selection as its readers say it: ``2022年1—2月累计 · 全区 · 全部产业``."""
    chosen, known = view.selection, view.known
    return f.selection_words(
        chosen.period,
        chosen.basis,
        towns=[str(known.towns[code]) for code in chosen.towns],
        sectors=[str(known.sectors[code]) for code in chosen.sectors] if sectors or chosen.sectors else None,
        trades=[str(known.trades[code]) for code in chosen.trades] if view.place.trades else None,
        park=chosen.park,
        stock=stock,
    )


def answer(sentence: str | Sequence[Part]) -> None:
    """The page's answer in one sentence; its strong parts stand in the accent."""
    st.html(markup.sentence(sentence))


def paragraph(title: str, sentence: str | Sequence[Part]) -> None:
    """A card with a paragraph in words."""
    with panel(title):
        st.html(markup.sentence(sentence, cls="tn-paragraph"))


def cards(*wanted: Card | Tally, of: View | None = None) -> None:
    """The grid of figures: five tracks, a hero or wide card takes two; `of` is another view than the page's own."""
    view = of or current()
    of_indicators = [card for card in wanted if isinstance(card, Card)]
    keys = tuple(dict.fromkeys(key for card in of_indicators for key in card_words.needed(card)))
    figures, later = view.figures(*keys), _figures_of_quarter(view, keys)
    tracks = st.grid(TRACKS, min_column_width=TRACK_PX, gap="small", dense=True, key="cards")
    for card in wanted:
        if isinstance(card, Tally):
            with tracks.cell():
                _tally(card)
            continue
        with tracks.cell(column_span=card.span):
            _card(view, card, figures, card_words.say(card, figures, later))


def _tally(card: Tally) -> None:
    with st.container(border=True, key=f"kpi-card-{card.key}", gap=None, height="stretch"):
        with st.popover(markup.asking(card.label), type="tertiary", wrap=True, key=f"why-{card.key}"):
            st.html(markup.definitions(card.meaning))
        st.html(markup.figure(card.said) + markup.rows(card.rows))


def _figures_of_quarter(view: View, keys: tuple[str, ...]) -> dict[str, Figure]:
    """The figures of the running quarter's end, of what a source printed then."""
    last = view.period.quarter_end
    if last == view.period or last not in view.known.periods:
        return {}
    return view.where(period=last).figures(*(key for key in keys if _printed_at(view, key, last)))


def _printed_at(view: View, key: str, period: Period) -> bool:
    """Whether a source printed a figure, or what it divides, at a period."""
    known: Mapping[tuple[str, str], object] = view.ask(printed)
    return any((of, str(period)) in known for of in (key, *card_words.counted(indicator(key))))


def _card(view: View, card: Card, figures: Figures, said: Said) -> None:
    kind = "hero" if card.hero else "wide" if card.wide else "card"
    with st.container(border=True, key=f"kpi-{kind}-{card.key}", gap=None, height="stretch"):
        with st.popover(markup.asking(said.label), type="tertiary", wrap=True, key=f"why-{card.key}"):
            figure = figures[card.indicator.key]
            said_of = (*provenance.lines(figure, view.sources(figure)), *card.meaning)
            st.html(markup.definitions(said_of))
            if card.page and card.page != view.place.key:
                page_link(card.page, tr("The rows behind it"))
        st.html(_card_body(view, card, said, pictures.picture(view, card, said, figures)))


def _card_body(view: View, card: Card, said: Said, picture: Picture | None) -> str:
    shape = "tn-parts" if said.parts else "tn-hero" if card.hero else "tn-spark"
    drawn = markup.image(picture, cls=shape) if picture else ""
    named = markup.parts_legend(said.parts, view.theme.parts, said.aside) if said.parts else ""
    figure, lines = markup.figure(said), markup.rows(said.rows)
    if card.hero:
        place = markup.place(said.place) if said.place else ""
        return markup.sides(figure + place, drawn + named + lines)
    return markup.sides(figure, lines) + drawn + named if said.parts else figure + lines + drawn


def columns(*weights: float) -> list[DeltaGenerator]:
    """Containers side by side, their widths in proportion; on a phone one under another."""
    return st.columns(list(weights), gap="small")


def panel(title: str, aside: str = "", drawing: Drawing | None = None) -> DeltaGenerator:
    """A titled card to draw in.

    ``with panel(tr("…")):``. `aside` (unit, total) and a drawing's legend stand at the right of the title.
    """
    container = st.container(border=True, height="stretch", gap=None)
    container.html(markup.heading(title, aside, drawing.legend if drawing else ()))
    return container


def controlled(title: str, aside: str = "", *, key: str = "") -> tuple[DeltaGenerator, DeltaGenerator]:
    """A titled card to draw in, and the row beside its title (and `aside`) for the controls of what it shows.

    A page with several of them tells them apart by `key`.
    """
    name = "-".join(filter(None, (current().place.key, key)))
    card = st.container(border=True, height="stretch", gap=None, key=f"panel-{name}")
    row = card.container(horizontal=True, vertical_alignment="center", gap="small", key=f"tools-{name}")
    row.html(markup.heading(title, aside), width="content")
    return card, row


def chart(
    title: str,
    drawing: Drawing | None,
    *,
    aside: str = "",
    clicks: Clicks | None = None,
    rows: Table | None = None,
) -> None:
    """A titled chart card. None instead of a drawing stands for an empty selection.

    `aside` stands at the right of the title instead of the drawing's own note (unit, total). `clicks` is the filter
    (``"town"``, ``"sector"``, ``"trade"``) or page parameter a picked mark chooses; where marks pick several columns,
    the filter of each. `rows` are taken away instead of the drawing's own.
    """
    with panel(title, aside or (drawing.note if drawing else ""), drawing):
        plot(title, drawing, clicks=clicks, rows=rows)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One of several charts: the arguments of `chart`."""

    title: str
    drawing: Drawing | None
    clicks: Clicks | None = None
    rows: Table | None = None


def charts(pieces: Sequence[Piece], *, across: int = 3) -> None:
    """Chart cards side by side, so many in a row."""
    for first in range(0, len(pieces), across):
        for column, piece in zip(columns(*[1] * across), pieces[first : first + across], strict=False):
            with column:
                chart(piece.title, piece.drawing, clicks=piece.clicks, rows=piece.rows)


def plot(
    title: str,
    drawing: Drawing | None,
    *,
    clicks: Clicks | None = None,
    rows: Table | None = None,
    part: str = "",
) -> None:
    """A chart without a card of its own, as `chart` draws it; `title` names its sheet.

    Where a card holds several charts, `part` stands above this one, with its legend and note.
    """
    if part:
        st.html(markup.part_heading(part, drawing.note if drawing else "", drawing.legend if drawing else ()))
    if drawing is None:
        empty()
        return
    current().collected.sheets[title] = rows or drawing
    # A filter that changes makes a fresh chart: a mark picked before is not picked any more.
    key = f"chart-{current().place.key}-{title}-{_chosen(clicks)}"
    picking: dict[str, Any] = (
        {"on_select": lambda: _picked(key, clicks), "selection_mode": PICKED} if clicks and drawing.clickable else {}
    )
    st.vega_lite_chart(spec=drawing.bound, theme=None, alt=drawing.alt, key=key, width="stretch", **picking)


def _chosen(clicks: Clicks | None) -> str:
    """What the filters that marks choose in say now."""
    names = clicks.values() if isinstance(clicks, Mapping) else filter(None, [clicks])
    return " ".join(str(st.session_state.get(name)) for name in names)


def _picked(key: str, clicks: Clicks) -> None:
    marks = st.session_state[key]["selection"].get(PICKED, [])
    if isinstance(clicks, Mapping):
        for mark in marks[:1]:
            filters.pick_together({name: list(filter(None, [mark.get(column)])) for column, name in clicks.items()})
        return
    codes = [mark[KEY] for mark in marks if mark.get(KEY)]
    if clicks in _DIMENSIONS:
        filters.pick(clicks, codes)
    elif codes:
        st.session_state[clicks] = str(codes[0])


def table(
    title: str,
    rows: Table | pd.DataFrame,
    *,
    aside: str = "",
    opens: str | None = None,
    most: int = 14,
    dense: bool = False,
    first: int | None = None,
) -> None:
    """A titled table card that shows whole rows, at most `most` without scrolling.

    With `opens`, a chosen row puts its key (the table's `keys`) into that page parameter or filter. Of a long table
    `first` rows are shown; all of them are taken away.
    """
    with panel(title, aside):
        listing(title, rows, opens=opens, most=most, dense=dense, first=first)


def listing(
    title: str,
    rows: Table | pd.DataFrame,
    *,
    opens: str | None = None,
    most: int = 14,
    dense: bool = False,
    first: int | None = None,
) -> None:
    """A table without a card of its own, as `table` draws it; `title` names its sheet."""
    shown, view = rows if isinstance(rows, Table) else as_table(rows), current()
    if shown.frame.empty:
        empty()
        return
    view.collected.sheets[title], total = shown, len(shown.frame)
    if first is not None and total > first:
        shown = shown.head(first)
        st.html(markup.small(tr("The first {n} of {total} rows; the export has all.", n=first, total=total)))
    # A filter that changes makes a fresh table: a row chosen before may be chosen again, to take the filter back.
    key = f"table-{view.place.key}-{title}-{st.session_state.get(opens) if opens in _DIMENSIONS else ''}"
    choosing: dict[str, Any] = (
        {"on_select": lambda: _row_chosen(key, opens, shown.keys), "selection_mode": "single-cell"} if opens else {}
    )
    st.dataframe(
        grid.rows(shown, view.theme),
        hide_index=True,
        column_config=grid.config(shown),
        column_order=shown.shown,
        height=grid.height(len(shown.frame), dense=dense, most=most),
        row_height=grid.DENSE_PX if dense else grid.ROW_PX,
        key=key,
        placeholder=f.MISSING,
        alt=title,
        **choosing,
    )


def _row_chosen(key: str, opens: str, keys: Sequence[str]) -> None:
    chosen = st.session_state[key]["selection"]["cells"]
    if chosen:
        row, _ = chosen[0]
        if opens in _DIMENSIONS:
            filters.pick(opens, list(filter(None, [keys[row]])))
        else:
            st.session_state[opens] = keys[row]
            st.session_state[_OPENED_FROM] = key


def concerns(title: str, entries: tuple[Entry, ...], aside: str = "") -> None:
    """A short list of what needs attention, such as `attention.worst` gives.

    Each entry leads to the page that proves it; one of this very page sets the filters in its `params`.
    """
    with panel(title, aside):
        if not entries:
            st.html(markup.state(tr("No red or amber lights"), tr("Everything is on schedule in this selection.")))
        for number, entry in enumerate(entries):
            with st.container(key=f"concern-{number}", gap=None):
                st.html(markup.concern(entry))
                _lead_to(entry)


def _lead_to(entry: Entry) -> None:
    label = tr("Show {subject}", subject=entry.subject)
    if entry.page != current().place.key:
        page_link(entry.page, label, **entry.params)
    elif entry.params:
        wanted = {name: [code] if name in _DIMENSIONS else code for name, code in entry.params.items()}
        st.button(label, key=f"show-{entry.light}-{entry.subject}", on_click=filters.pick_together, args=(wanted,))


def ranking(title: str, entries: Sequence[Ranked], *, aside: str = "", full: Table | None = None) -> None:
    """A card with a ranked list, what a phone shows instead of a wide chart; `full` unfolds below it as a table."""
    with panel(title, aside):
        if not entries:
            empty()
            return
        st.html(markup.ranked(entries))
        if full is not None:
            with st.expander(tr("Full table")):
                listing(title, full, dense=True)


def whole_only(advice: str) -> None:
    """Stands for what is known of the whole district only, with the way there: one click lets go of the filters.

    Where nothing is filtered, the period has no such figure: another one may.
    """
    view = current()
    if view.selection == Selection(view.period):
        empty()
        return
    empty(advice)
    with st.container(horizontal=True, horizontal_alignment="center"):
        st.button(tr("Show the whole district"), on_click=filters.clear)


def on_desktop(key: str) -> DeltaGenerator:
    """A container for what only a wide screen shows; beside it, `on_phone` holds what stands for it there."""
    return st.container(key=f"desktop-{key}", height="stretch", gap=None)


def on_phone(key: str) -> DeltaGenerator:
    """A container for what only a narrow screen shows."""
    return st.container(key=f"phone-{key}", gap=None)


def choose(
    name: str, label: str, options: Mapping[str, str | Text], *, segments: bool = False, width: int | None = None
) -> str:
    """A choice of this page that the link carries (`name` is one of `links.PAGE_PARAMS`); the first is the default.

    A few short options may be `segments`; a list of them is as wide as there is room, or `width` pixels.
    """
    codes = list(options)
    if st.session_state.get(name) not in options:
        st.session_state[name] = codes[0]
    widget: Any = st.segmented_control if segments else st.selectbox
    extra: dict[str, Any] = {"required": True} if segments else {"width": width or "stretch", "placeholder": label}
    chosen = widget(
        label, codes, format_func=lambda c: str(options[c]), key=name, label_visibility="collapsed", **extra
    )
    code = str(chosen or codes[0])
    if code != codes[0]:
        current().collected.params[name] = code
    return code


def opened(name: str, valid: Sequence[str]) -> str | None:
    """The item a link or a chosen row opens on this page; None when there is none or it is not one of `valid`."""
    code = st.session_state.get(name)
    if code not in valid:
        return None
    current().collected.params[name] = str(code)
    return str(code)


def close(name: str) -> None:
    """Forget the opened item: the link loses it too, and its row is not chosen any more, so that it may be again."""
    st.session_state.pop(name, None)
    table = st.session_state.pop(_OPENED_FROM, None)
    if table in st.session_state:
        st.session_state[table] = {"selection": {"rows": [], "columns": [], "cells": []}}


def page_link(key: str, label: str, *, width: Any = "content", **params: str | list[str]) -> None:
    """A link to another page of the app that takes the filters along; nothing when there is no such page.

    `params` are that page's own.
    """
    file, view = filters.page_file(key), current()
    if not file.exists():
        return
    said = {name: values for name, values in filters.address(view).items() if name not in PAGE_PARAMS}
    # A link to this very page changes nothing: the script would see other parameters than the address shows.
    own = links.page_params_of(filters.params()) if key == view.place.key else params
    st.page_link(
        file,
        label=label,
        width=width,
        query_params={**said, **own},
    )


def sources() -> None:
    """Put the source line here instead of at the page's end."""
    current().collected.foot = st.container()


def note(sentence: str) -> None:
    """Add a sentence to the page's source line."""
    current().collected.notes.append(sentence)


def attach(*files: File) -> None:
    """Put files of this page behind the export control, before its tables."""
    current().collected.files.extend(files)


def finish(view: View) -> None:
    """The end of every page: what may be taken away, and the source line. The shell calls it."""
    take_away.fill(view, view.collected.selection)
    said = str(SPACE).join([*take_away.source_sentences(view), *view.collected.notes])
    (view.collected.foot or st).html(markup.small(said, cls="tn-source"))

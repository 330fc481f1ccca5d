"""安全生产: how long without a major accident, what inspections found and where, what is overdue, who was penalised."""

import streamlit as st

from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.locale import tr
from tongnan_metrics.present import charts, narrative
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import safety, safety_loop
from tongnan_metrics.ui import safety_tables as tables
from tongnan_metrics.ui.months import running_year

view = b.page(sectors=False)
cells, hazards = safety.cells(view), safety.waiting(view)
lit, most = safety.lit(view, hazards), safety.most(view, cells)
b.answer(narrative.safety(view.figures(*safety.TOLD), most=most))
b.cards(safety.streak_card(view), safety.visits_card(view), safety.hazards_card(view), safety.penalties_card(view))
if unknown := safety.reason(view):
    b.whole_only(unknown)
else:
    FOUND = INDICATORS[safety.FOUND]
    title, grid = tr("Hazards by trade and town"), tables.crossed(cells)
    left, right = b.columns(772, 327)
    with left, b.on_desktop("heat"):
        safety_loop.draw_heat(view, grid)
    with left, b.on_phone("heat"):
        b.ranking(title, tuple(safety.ranked(view, cells)), aside=str(FOUND.unit), full=grid)
    with right:
        b.chart(tr("From found to accepted"), charts.loop_bars(safety.loop(view), theme=view.theme))
        b.concerns(tr("Overdue and due soon"), safety.entries(view, lit, 8), aside=safety.lights(lit))
    safety_loop.draw(view)
    left, right = b.columns(437, 663)
    with left:
        for key in (safety.VISITS, safety.FOUND):
            b.chart(tr("{name} by month", name=INDICATORS[key].name), running_year(view, key, height=216))
    with right:
        card, tools = b.controlled(tr("Penalties"))
        with tools:
            kind = INDICATORS[b.choose("indicator", tr("Penalty"), safety.penalties(), segments=True)]
        with card:
            for column, split in zip(b.columns(1, 1), safety.SPLITS, strict=True):
                rows = view.split(kind.key, split, short=True, whole=True)
                bars = charts.bullet_bars(rows, indicator=kind, theme=view.theme, step=20)
                with column:
                    b.plot(safety.split_words(kind, split), bars, clicks=split, part=str(safety.SPLITS[split]))
    with b.panel(tr("Rows behind the figures")):
        behind = tables.behind(view, lit)
        for tab, (name, (table, opens)) in zip(st.tabs(list(behind)), behind.items(), strict=True):
            with tab:
                b.listing(name, table, opens=opens, most=tables.SHOWN, first=tables.FIRST, dense=True)
b.note(safety.campaign(view))

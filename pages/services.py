"""企业服务: issues raised, resolved and overdue, who has to act, key enterprises nobody has visited, job fairs."""

import streamlit as st

from tongnan_metrics.locale import tr
from tongnan_metrics.present import narrative
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import services
from tongnan_metrics.ui import services_tables as tables

view = b.page()
rows, seen = services.issues(view), services.key_visits(view)
waiting = services.waiting(rows)
lit = services.lit(view, waiting)
b.answer(narrative.services(view.figures(*services.SAID)))
b.cards(services.rate_card(), services.open_card(), services.visits_card(), services.key_card(view))
left, middle, right = b.columns(1, 1, 1)
with left:
    for column in ("category", "owner"):
        b.chart(services.title(column), services.bars(view, services.by(view, column), column), clicks=column)
with middle:
    b.chart(services.title("town"), services.bars(view, services.by(view, "town"), "town"), clicks="town")
    b.chart(services.title("tier"), services.bars(view, services.by(view, "tier"), "tier"), clicks="tier")
with right:
    b.chart(tr("How long open issues have waited"), services.age_bars(view))
    b.concerns(tr("Issues overdue and due soon"), services.entries(view, lit), aside=services.lights(lit))
card, tools = b.controlled(tr("Issue by issue"))
with tools:
    state = b.choose("state", tr("State"), services.choices(rows), segments=True)
    category, owner, tier = (
        b.choose(column, services.title(column), services.options(view, rows, column), width=180)
        for column in services.CHOSEN
    )
with card:
    found = services.narrowed(rows, state=state, category=category, owner=owner, tier=tier)
    b.listing(tr("Issue by issue"), tables.listing(view, found), most=8, first=500)
card, tools = b.controlled(tr("Key enterprises by last visit"), key="seen")
with tools:
    when = b.choose("list", tr("Last visit"), services.whens(seen), segments=True)
    pair = b.choose("liaison", tr("Liaison"), services.options(view, seen, "liaison"), width=220)
with card:
    shown = tables.key_table(view, services.unseen(seen, when, pair))
    b.listing(tr("Key enterprises by last visit"), shown, most=8)
left, right = b.columns(437, 663)
with left:
    b.chart(tr("Key enterprises by tier and last visit"), services.seen_bars(view))
    b.chart(*services.months(view))
with right:
    b.table(tr("Liaison pairs and whom they have seen"), tables.liaison_table(view, seen), opens="liaison", most=12)
left, right = b.columns(437, 663)
with left:
    b.chart(tr("Matched at job fairs, by town"), services.fair_bars(view), clicks="town")
with right:
    fairs, words = tables.fairs(view)
    b.table(tr("Job fairs"), fairs, aside=words, most=11)
with b.panel(tr("Rows behind the figures")):
    behind = tables.behind(view)
    for tab, (name, (table, opens)) in zip(st.tabs(list(behind)), behind.items(), strict=True):
        with tab:
            b.listing(name, table, opens=opens, most=12, first=500)

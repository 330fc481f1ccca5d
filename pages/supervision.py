"""督办: what is red and amber, whose and since when, how it changed, what was answered; by month, quarter and year."""

import streamlit as st

from tongnan_metrics.locale import tr
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import supervision, supervision_card, supervision_letters
from tongnan_metrics.ui import supervision_tables as tables

view = b.page(stock=True)
answer = st.container()
with st.container(horizontal=True, vertical_alignment="center", gap="small", key="sections"):
    report = b.choose("report", tr("Report"), supervision.REPORTS, segments=True)
    preset = b.choose("preset", tr("Rules"), supervision.rule_sets(view), width=200)
shown = supervision.supervised(view, report, preset)
supervision_card.draw(shown)
with answer:
    b.answer(supervision.sentence(shown))
b.cards(*supervision.cards(shown), of=shown.judged)
left, right = b.columns(1, 1)
if report == "year":
    with left:
        b.chart(tr("Scores of departments"), supervision.score_bars(shown, supervision.DEPARTMENT), clicks="owner")
    with right:
        b.chart(tr("Scores of towns"), supervision.score_bars(shown, "town"), clicks="town")
    for by, title in ((supervision.DEPARTMENT, tr("Departments, scored")), ("town", tr("Towns, scored"))):
        b.table(title, tables.scored(shown, by), aside=tr("a proposal of this software"), most=10)
    b.note(supervision.method_words(view))
else:
    with left:
        card, tools = b.controlled(tr("Whose lights"))
        with tools:
            by = b.choose("by", tr("Whose"), supervision.WHOSE, segments=True)
        with card:
            clicks = "town" if by == "town" else "owner"
            b.plot(tr("Whose lights"), supervision.bars(shown, by), clicks=clicks, part=str(supervision.WHOSE[by]))
    with right:
        b.concerns(tr("First of all"), *supervision.entries(shown))
if report != "month":
    b.table(tr("Targets, the furthest behind first"), tables.target_table(view), most=10)
card, tools = b.controlled(tr("Item by item"), key="items")
with tools:
    light = b.choose("light", tr("Light"), supervision.lights(shown), segments=True)
    sort = b.choose("sort", tr("Sort"), supervision.sorts(), width=130)
    owner = b.choose("owner", tr("Owner"), supervision.owners(shown), width=200)
with card:
    rows = supervision.narrowed(shown, light=light, sort=sort, owner=owner)
    b.listing(tr("Item by item"), tables.listing(shown, rows), opens="item", most=12, first=500)
b.attach(*supervision_letters.files(shown, owner))
with b.panel(tr("Leagues")):
    leagues = tables.leagues(shown)
    for tab, (name, (table, opens)) in zip(st.tabs(list(leagues)), leagues.items(), strict=True):
        with tab:
            b.listing(name, table, opens=opens, most=12)

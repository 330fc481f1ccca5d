"""招商引资: what is negotiated and how firm it is, who brings leads and what becomes of them, the targets ahead."""

import streamlit as st

from tongnan_metrics.locale import tr
from tongnan_metrics.present import narrative
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import project_card, promotion
from tongnan_metrics.ui import promotion_tables as tables
from tongnan_metrics.ui.blocks import Card

view = b.page()
project_card.draw()
rows, leads = promotion.negotiated(view), promotion.leads(view)
b.answer(narrative.promotion(view.figures(*promotion.SAID), most=promotion.most(view)))
b.cards(
    promotion.negotiating_card(),
    promotion.leads_card(),
    promotion.conversion_card(view),
    Card(promotion.SIGNED, trend=False),
)
left, right = b.columns(437, 663)
with left:
    firm, sectors = promotion.by_intention(view), promotion.by_sector(view)
    b.chart(tr("In talks by intention"), promotion.pipeline_bars(view, firm, "intention"), clicks="list")
    b.chart(tr("In talks by sector"), promotion.pipeline_bars(view, sectors, "sector"), clicks="sector")
    b.chart(tr("In talks by team"), promotion.pipeline_bars(view, promotion.by_team(view), "team"), clicks="team")
with right:
    talks, led = b.columns(1, 1)
    with talks:
        b.chart(tr("In talks by town"), promotion.town_bars(view), clicks="town")
    with led:
        b.chart(tr("What became of this year's leads"), promotion.lead_bars(view), clicks="town")
card, tools = b.controlled(tr("In talks, project by project"))
with tools:
    firmness = b.choose("list", tr("Intention"), promotion.choices(rows), segments=True)
    team = b.choose("team", tr("Team"), promotion.teams(rows), width=200)
with card:
    found = promotion.of(rows, firmness, team)
    b.listing(tr("In talks, project by project"), tables.listing(view, found), opens="project", most=7)
left, right = b.columns(663, 437)
with left:
    card, tools = b.controlled(tr("Towns ranked"), key="towns")
    with tools:
        ranked = b.choose("indicator", tr("Indicator"), tables.RANKED, segments=True)
    with card:
        b.listing(tr("Towns ranked"), tables.ranking(view, ranked), opens="town", most=12)
with right:
    b.chart(tr("Leads by the year received"), promotion.year_bars(view, leads))
    ahead = tables.ahead(view)
    b.ranking(tr("Targets ahead"), tables.targets(ahead), full=ahead)
with b.panel(tr("Rows behind the figures")):
    behind = tables.behind(view, leads)
    for tab, (title, (table, opens)) in zip(st.tabs(list(behind)), behind.items(), strict=True):
        with tab:
            b.listing(title, table, opens=opens, most=12, first=500)
b.note(promotion.conversion_words())

"""投资: how much was invested, against the target, where, in what, and by which projects."""

import streamlit as st

from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.locale import tr
from tongnan_metrics.present import charts, narrative
from tongnan_metrics.query.investment import investment_rows
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import investment, project_card, projects
from tongnan_metrics.ui.blocks import Card

view = b.page()
project_card.draw()
shown, share, overall = investment.INVESTMENT, investment.SHARE, INDICATORS["project_investment"]
b.answer(narrative.investment(view.figures(*investment.SAID)))
b.cards(
    Card(shown.key, hero=True),
    Card("industrial_investment_growth", trend=False),
    Card("tech_upgrade_investment", compare=share.key, word=tr("of industrial investment"), trend=False),
    Card("industrial_construction_count", extra=investment.under_construction(view), trend=False),
)
left, right = b.columns(663, 437)
with left:
    months, sectors = b.columns(1, 1)
    with months:
        b.chart(*investment.months(view))
    with sectors:
        bars = charts.bullet_bars(view.split(shown.key, "sector", whole=True), indicator=shown, theme=view.theme)
        b.chart(tr("By sector"), bars, clicks="sector", aside=str(shown.unit))
    rows = projects.lit(view, view.ask(investment_rows, view.selection, shown.key))
    aside = tr("100m yuan · {n} projects", n=len(rows))
    b.table(tr("Investment by project"), investment.invested(view, rows), aside=aside, opens="project", most=7)
with right:
    towns = view.split(shown.key, "town", short=True, whole=True)
    b.chart(tr("By town"), charts.bullet_bars(towns, indicator=shown, theme=view.theme, step=23), clicks="town")
left, right = b.columns(437, 663)
with left:
    kinds = view.split(overall.key, "kind")
    bars = charts.bullet_bars(kinds, indicator=overall, theme=view.theme, clickable=False)
    b.chart(tr("All investment by kind of project"), bars)
    upgrades = charts.bullet_bars(view.split(share.key, "sector", whole=True), indicator=share, theme=view.theme)
    b.chart(tr("Technical-upgrade share by sector"), upgrades, clicks="sector")
with right, b.panel(tr("What each part adds"), tr("100m yuan, %, points · a row filters")):
    by_town, by_sector = st.tabs([tr("Towns"), tr("Sectors")])
    with by_town:
        b.listing(tr("What each town adds"), investment.parts(view, "town"), opens="town", most=8)
    with by_sector:
        b.listing(tr("What each sector adds"), investment.parts(view, "sector"), opens="sector", most=8)

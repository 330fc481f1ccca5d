"""工业运行: how much industry makes, what pulls it up and down, where, and which enterprises."""

import streamlit as st

from tongnan_metrics.analysis.contribution import contributions
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.locale import tr
from tongnan_metrics.present import charts, narrative
from tongnan_metrics.query.targets import target
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import industry
from tongnan_metrics.ui.blocks import Card

view = b.page()
OUTPUT, theme = INDICATORS["industrial_output"], view.theme
b.answer(narrative.industry(view.told(OUTPUT.key), contributions(view.split(OUTPUT.key, "sector"))))
b.cards(
    Card(OUTPUT.key, hero=True, rows=("enterprise_count", "key_enterprise_count_over_100m")),
    Card("industrial_va_growth", page="index"),
    Card("profit_margin", rows=("industrial_revenue", "industrial_profit")),
    Card("industrial_electricity"),
)
sectors = view.split(OUTPUT.key, "sector", whole=True)
towns = contributions(view.split(OUTPUT.key, "town", short=True, whole=True))
left, right = b.columns(663, 437)
with left:
    year = charts.calendar(view.frame(OUTPUT.key, "period"), view.period.year)
    due = view.ask(target, view.selection, OUTPUT.key)
    months = charts.month_columns(
        year, indicator=OUTPUT, theme=theme, target=due, height=226, basis=view.selection.basis
    )
    b.chart(industry.months_title(view), months)
    levels, pulls = b.columns(1, 1)
    with levels:
        b.chart(tr("By sector"), charts.bullet_bars(sectors, indicator=OUTPUT, theme=theme, step=26), clicks="sector")
    with pulls:
        b.chart(
            tr("What pulls output, by sector"),
            charts.pull_bars(contributions(sectors), theme=theme, step=26),
            clicks="sector",
        )
with right:
    b.chart(tr("By town"), charts.bullet_bars(towns, indicator=OUTPUT, theme=theme), clicks="town")
crossed, edges = industry.by_sector_and_town(view, OUTPUT.key)
if min(crossed["row"].nunique(), crossed["column"].nunique()) > 1:
    heat = charts.heat_map(crossed, indicator=OUTPUT, theme=theme, edges=edges)
    with b.on_desktop("heat"):
        b.chart(tr("Output, sector × town"), heat, clicks="town")
    with b.on_phone("heat"):
        ranked, full = industry.ranked(crossed), industry.crossed(crossed)
        b.ranking(tr("Output, sector × town"), ranked, aside=str(OUTPUT.unit), full=full)
with b.panel(tr("Behind the output"), str(OUTPUT.unit)):
    behind = industry.behind(view)
    for tab, (title, table) in zip(st.tabs(list(behind)), behind.items(), strict=True):
        with tab:
            b.listing(title, table, most=10)

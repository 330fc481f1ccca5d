"""项目清单: what was pushed forward, where projects stand, which are late and what holds them up."""

import streamlit as st

from tongnan_metrics.locale import tr
from tongnan_metrics.present import charts
from tongnan_metrics.query.blockers import open_blockers
from tongnan_metrics.query.projects import projects as register
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import project_blockers, project_card, project_starts, project_stays, project_timeline, projects
from tongnan_metrics.ui.blocks import Card

view = b.page(stock=True)
project_card.draw()
rows = projects.lit(view, view.ask(register, view.selection))
blocked = view.ask(open_blockers, view.selection)
b.answer(projects.sentence(view))
planned = tr("planned investment")
b.cards(
    Card("project_count", hero=True, compare="project_planned_investment", word=planned, parts=projects.pushed()),
    Card(
        "negotiating_count",
        compare="negotiating_planned_investment",
        word=planned,
        rows=("negotiating_priority_count",),
        trend=False,
    ),
    projects.red_card(view),
    projects.blocked_card(view),
)
left, right = b.columns(437, 663)
with left:
    b.chart(tr("Projects by stage"), charts.stage_bars(projects.stages(view), theme=view.theme, step=27), clicks="list")
with right:
    largest = projects.largest(rows)
    with b.on_desktop("schedules"):
        schedules = charts.gantt(largest, theme=view.theme, as_of=view.period.end, step=23)
        b.chart(tr("The largest under construction"), schedules, clicks="project")
    with b.on_phone("schedules"):
        b.ranking(tr("The largest under construction"), projects.scheduled(largest))
card, controls = b.controlled(tr("Project by project"), tr("100m yuan, points"))
with controls:
    shown = b.choose("list", tr("List"), projects.choices(rows), segments=True)
    search = st.text_input(
        tr("Search"), placeholder=tr("Name, investor, town"), label_visibility="collapsed", width=260
    )
with card:
    found = projects.of_list(projects.lit(view, view.ask(register, view.selection, (), None, search)), shown)
    b.listing(tr("Project by project"), projects.listing(view, found), opens="project", most=7)
left, right = b.columns(1, 1)
with left:
    b.table(tr("The five lists"), projects.lists(view))
with right:
    b.table(tr("Ceremony batches"), projects.brought(view))
aside = tr("those still there are counted as not over · a row opens the project longest there")
b.table(tr("Time in stage"), project_stays.listing(view), aside=aside, opens="project")
project_starts.draw(view)
b.charts((*project_starts.pieces(view), *project_blockers.pieces(view, blocked)))
project_blockers.draw_list(view, blocked)
project_timeline.draw(view, rows)

"""One project opened beside the page: how it stands, its money and progress, stages, blockers, and the sources."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from tongnan_metrics.analysis.start_plans import UNPLANNED
from tongnan_metrics.catalog import fields, units
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import charts, project_words, tables
from tongnan_metrics.present import format as f
from tongnan_metrics.present.tables import Column, Form
from tongnan_metrics.query.project_card import ProjectCard, project
from tongnan_metrics.query.selection import SelectionError
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import markup, projects
from tongnan_metrics.ui.cards import Row, Said
from tongnan_metrics.ui.project_starts import STEPS
from tongnan_metrics.ui.view import View, current

PROJECT = fields.PROJECT.key
WIDTH_PX = 760
DAYS = Column("days", Text("历时", "Took"), Form.NUMBER, units.DAYS)
STAGES = ("stage", "date", DAYS, "batch")
BLOCKERS = (tables.of_field(fields.BLOCKER_CATEGORY), "detail", "owner", "raised", "due", "resolved", DAYS)


def draw() -> None:
    """Open the project that the link or a chosen row names; nothing when none is named."""
    view, wanted = current(), st.session_state.get(PROJECT)
    if not wanted:
        return
    try:
        card = view.ask(project, wanted, view.period)
    except SelectionError as error:
        b.close(PROJECT)
        st.html(markup.notice(str(error)))
        return
    b.opened(PROJECT, (wanted,))
    title = str(card.row["name"])
    st.dialog(title, width=WIDTH_PX, position="right", on_dismiss=lambda: b.close(PROJECT))(_card)(view, card)


def _card(view: View, card: ProjectCard) -> None:
    (row,) = projects.lit(view, pd.DataFrame([card.row])).to_dict("records")
    light = str(row["light"]) if pd.notna(row["light"]) else ""
    pill = (f.light_word(light), light) if light else None
    st.html(markup.standing(project_words.standing(card.row), row["reason"], pill))
    st.html(markup.figures(_money(card.row)))
    st.html(markup.facts(project_words.facts(card.row, projects.names(view))))
    _history(view, card)
    for source in card.sources.to_dict("records"):
        st.html(markup.small(f.DOT.join((f.source_word(source["source_kind"]), source["title"], source["issuer"]))))


def _money(row: Mapping[str, Any]) -> Iterator[tuple[str, Said]]:
    """Money planned, this year and since the start with its pace, and physical progress with what was due."""
    total, spent, reached, due = (row[key] for key in ("total_investment", "investment_total", "progress", "expected"))
    share = spent / total * 100 if spent is not None and total else None
    planned = (f.percent(due), tr("due by plan")) if due is not None else None
    yield str(fields.TOTAL_INVESTMENT.name), _said(f.number(total), str(units.YI_YUAN))
    yield str(fields.INVESTMENT_YTD.name), _said(f.number(row["investment_ytd"]), str(units.YI_YUAN))
    yield str(fields.INVESTMENT_TOTAL.name), _said(f.number(spent), str(units.YI_YUAN), _pace(share, due))
    yield str(fields.PROGRESS.name), _said(f.number(reached, 1), "%", planned)


def _pace(share: float | None, due: float | None) -> Row | None:
    """How much of the planned total is invested, and how far that is ahead of or behind the time gone."""
    if share is None:
        return None
    words = [tr("of the planned total"), *([f.pace_sentence(share - due)] if due is not None else [])]
    return f.percent(share), f.DOT.join(words)


def _planned(steps: pd.DataFrame) -> pd.DataFrame:
    """The steps that have a plan; what is or was in time is late by nothing."""
    planned = steps[steps["state"] != UNPLANNED].sort_values("due", kind="stable", ignore_index=True)
    return planned.assign(days=planned["days"].where(planned["days"] > 0))


def _said(figure: str, unit: str, compare: Row | None = None) -> Said:
    return Said("", figure, "" if figure == f.MISSING else unit, "", compare, ())


def _history(view: View, card: ProjectCard) -> None:
    if len(card.progress) > 1:
        title = tr("Progress against plan")
        st.html(markup.heading(title, "%"))
        b.plot(title, charts.progress_lines(card.progress, theme=view.theme))
    for title, rows, columns in (
        (tr("Stages of the project"), card.events, STAGES),
        (tr("Steps to the start"), _planned(card.steps), STEPS),
        (tr("Blockers of the project"), card.blockers, BLOCKERS),
    ):
        if len(rows):
            st.html(markup.heading(title))
            b.listing(title, tables.table(rows, columns, names=projects.names(view)), dense=True)

"""One supervised item opened beside the page: why it is lit, since when, whose, what was answered, and the answer."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from tongnan_metrics import ingest, releases
from tongnan_metrics.analysis.supervision import LIT
from tongnan_metrics.catalog import units
from tongnan_metrics.catalog.fields import ACTION_KIND, DUE, TOWN
from tongnan_metrics.ingest import Answer
from tongnan_metrics.locale import tr, use
from tongnan_metrics.present import format as f
from tongnan_metrics.present import supervision_words as words
from tongnan_metrics.query.supervision import findings
from tongnan_metrics.ui import account, markup
from tongnan_metrics.ui import blocks as b
from tongnan_metrics.ui import supervision_tables as tables
from tongnan_metrics.ui.cards import Row
from tongnan_metrics.ui.editors import Editor, Standing
from tongnan_metrics.ui.links import ITEM
from tongnan_metrics.ui.supervision import Supervised
from tongnan_metrics.ui.view import View, enter

WIDTH_PX = 640
KIND, NOTE, NEW_DATE = "answer-kind", "answer-note", "answer-due"
_ANSWERED = "the release that holds the answer just given"


def draw(shown: Supervised) -> None:
    """Open the item that the link or a chosen row names; nothing when none is named."""
    wanted = st.session_state.get(ITEM)
    if not wanted:
        return
    known = shown.rows[shown.rows["item"] == wanted]
    if known.empty:
        b.close(ITEM)
        st.html(markup.notice(tr("{item} is neither red nor amber in this selection.", item=wanted)))
        return
    b.opened(ITEM, (wanted,))
    (row,) = known.astype(object).where(known.notna(), None).to_dict("records")
    title = str(row["about"])
    st.dialog(title, width=WIDTH_PX, position="right", on_dismiss=lambda: b.close(ITEM))(_card)(shown, row)


def _card(shown: Supervised, row: dict[Any, Any]) -> None:
    view = shown.view
    # What is used inside the dialog runs it alone, without the page around it.
    use(view.language)
    enter(view)
    if st.session_state.pop(_ANSWERED, None):
        st.rerun()
    pill = f.light_word(row["light"], row["state"]), row["light"]
    st.html(markup.standing(str(words.SORTS[row["sort"]]), row["reason"], pill))
    for reason in _others(shown, row):
        st.html(markup.small(reason))
    st.html(markup.facts(tuple(_facts(view, row))))
    page, params = words.page(row)
    b.page_link(page, tr("The view that proves it"), **params)
    if row["answers"]:
        title = tr("Answers")
        st.html(markup.heading(title, str(words.ANSWERS[row["answer"]])))
        b.listing(title, tables.answers(view, row["item"]), dense=True)
    _answer(view, row)


def _others(shown: Supervised, row: dict[Any, Any]) -> Iterator[str]:
    """What else the rules say of the item, beyond the reasons of its row."""
    view = shown.view
    found: pd.DataFrame = view.ask(findings, view.selection, shown.preset or None)
    mine = found[(found["item"] == row["item"]) & found["light"].isin(LIT)]
    for one in mine.iloc[words.MOST_REASONS :].to_dict("records"):
        yield words.reason(one)


def _facts(view: View, row: dict[Any, Any]) -> Iterator[Row]:
    yield tr("Owner"), row["owner"] or tr("nobody named")
    if row["town"]:
        yield str(TOWN.name), str(view.known.towns[row["town"]])
    if row["enterprise"]:
        yield tr("Enterprise"), row["enterprise"]
    if row["due"] is not None:
        yield str(DUE.name), f.day(row["due"])
    if row["days"]:
        yield tr("Days overdue"), f.quantity(f.number(row["days"], 0), units.DAYS)
    if row["since"] is not None:
        yield tr("Lit so since"), f.day(row["since"])
    if row["trend"]:
        yield tr("Trend"), str(words.TRENDS[row["trend"]])
    if row["promised"] is not None:
        yield tr("New date"), f.day(row["promised"])
    yield tr("Item"), row["item"]


def _answer(view: View, row: dict[Any, Any]) -> None:
    """The form for editors; for all others how an answer is given."""
    st.html(markup.heading(tr("Answer")))
    account.outcome()
    standing = account.standing()
    if view.opened.pinned:
        st.html(markup.small(tr("This view is held to a data version: open the newest data to answer.")))
    elif standing is Standing.EDITOR:
        _form(view, row["item"])
    else:
        st.html(markup.small(account.why_not(standing)))
        said = f"python -m tongnan_metrics act {row['item']} --period {view.period} --note …"
        st.html(markup.small(tr("On the server: {command}", command=said)))
        account.control()


def _form(view: View, item: str) -> None:
    kinds = {choice.key: str(choice.name) for choice in ACTION_KIND.choices}
    st.segmented_control(
        tr("Kind"), list(kinds), format_func=lambda key: kinds[key], key=KIND, required=True, default=next(iter(kinds))
    )
    st.text_area(tr("What was done"), key=NOTE, max_chars=ingest.LONGEST_NOTE, height=90)
    if st.session_state.get(KIND) == "due":
        first = view.period.end + timedelta(days=1)
        st.date_input(tr("New date"), key=NEW_DATE, value=None, min_value=first, format="YYYY-MM-DD")
    st.button(tr("Publish the answer"), type="primary", key="answer-send", on_click=_send, args=(view, item))


def _send(view: View, item: str) -> None:
    """Publish what the form says, as whoever is signed in at this moment."""
    state = st.session_state
    given = state.get(NEW_DATE) if state.get(KIND) == "due" else None
    account.act(_published, view, item, str(state.get(KIND)), str(state.get(NOTE) or ""), given)


def _published(editor: Editor, view: View, item: str, kind: str, note: str, due: date | None) -> str:
    answer = Answer(item, view.period, editor.name, kind, note, due)
    release = ingest.act(releases.data_root(), answer)
    st.session_state[NOTE] = ""
    st.session_state[_ANSWERED] = release.id
    if release == view.release:
        return tr("The same was answered last: nothing was published.")
    return tr("Answered: it stands in data version {number}.", number=release.manifest.sequence)

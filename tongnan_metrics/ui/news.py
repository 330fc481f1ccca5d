"""Tells an open page that newer data is there, what changed, and takes the reader to it with all filters kept."""

from functools import partial

import streamlit as st

from tongnan_metrics import releases
from tongnan_metrics.locale import tr, use
from tongnan_metrics.releases import Release, ReleaseError
from tongnan_metrics.ui import changes, filters, markup
from tongnan_metrics.ui.opening import version
from tongnan_metrics.ui.view import View

EVERY_S = 20


def watch(view: View) -> None:
    """Look now, and again every 20 seconds while the page is open: one small file is read each time."""
    st.fragment(partial(_look, view), run_every=EVERY_S)()


def _look(view: View) -> None:
    use(view.language)  # looking again is a run of its own
    newest = _newer(view)
    if newest is None:
        return
    if st.context.is_embedded and not view.opened.pinned:
        st.rerun()  # nobody stands before a big screen to ask
    with st.container(key="news", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(markup.notice(_words(view, newest)))
        if view.opened.pinned:
            if st.button(tr("Show the newest data"), type="tertiary", key="newest"):
                filters.let_go_of_release()
                st.rerun()
        elif st.button(tr("Refresh"), icon=":material/refresh:", type="tertiary", key="refresh"):
            st.rerun()


def _newer(view: View) -> Release | None:
    """The release published since the page was drawn, or since the one the link pins; None when there is none."""
    root = releases.data_root()
    named = releases.pointed_to(root)
    if named is None or named in {view.release.id, None if view.opened.pinned else view.opened.named}:
        return None
    try:
        newest = releases.current(root)
        releases.verify(newest)
    except ReleaseError:  # the next full run says what is wrong
        return None
    return newest if newest.manifest.sequence > view.release.manifest.sequence else None


def _words(view: View, newest: Release) -> str:
    said = {"shown": version(view.release), "newest": version(newest), "changes": _changes(view.release, newest)}
    if view.opened.pinned:
        return tr("This link is pinned to {shown}. Since then {newest} has been published: {changes}.", **said)
    return tr("Newer data has been published: {newest}. {changes}. This page still shows {shown}.", **said)


def _changes(shown: Release, newest: Release) -> str:
    try:
        return changes.words(changes.rows(shown, newest))
    except ReleaseError as error:
        return str(error).rstrip("。.")

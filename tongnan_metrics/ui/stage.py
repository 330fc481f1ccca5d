"""One run of the app, from the address to the page and back to the address."""

import gc
import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import streamlit as st

from tongnan_metrics import releases
from tongnan_metrics.locale import DEFAULT, Text, language, tr, use
from tongnan_metrics.present.theme import THEMES, Theme
from tongnan_metrics.releases import ReleaseError
from tongnan_metrics.ui import blocks, filters, frames, links, markup, states, style
from tongnan_metrics.ui.opening import Opened, open_for, version
from tongnan_metrics.ui.view import Place, View, enter

NAME = Text("潼南经济运行监测", "Tongnan Economic Monitor")
FAVICON = Path(__file__).parent / "favicon.svg"

_log = logging.getLogger(__name__)


def run(places: Sequence[Place]) -> None:
    """Show the page the address names."""
    _settle_memory()
    params = filters.params()
    use(links.language_of(params))
    st.set_page_config(page_title=str(NAME), page_icon=FAVICON, layout="wide", initial_sidebar_state="auto")
    existing = [place for place in places if filters.page_file(place.key).exists()]
    pages = [_page(place, default=place is existing[0]) for place in existing]
    page = st.navigation(pages, position="hidden")
    theme = THEMES["dark" if st.context.theme.type == "dark" else "light"]
    st.html(style.sheet(theme, tr("Skip to the content")))
    try:
        opened = open_for(releases.data_root(), links.release_of(params))
        view = _view(opened, existing[pages.index(page)], theme)
    except ReleaseError as error:
        states.nothing_to_show(str(error))
        return
    if view is None:
        states.nothing_to_show(tr("The data holds no reporting period yet: import a report first."))
        return
    enter(view)
    if not st.context.is_embedded:  # a big screen shows the page alone
        _sidebar(view, existing)
    _run_page(view, page)
    filters.save(view)


def _view(opened: Opened, place: Place, theme: Theme) -> View | None:
    known = frames.known(opened.release)
    if known is None:
        return None
    dropped = filters.load(known, place)
    return View(
        place=place,
        opened=opened,
        known=known,
        selection=filters.chosen(known, place),
        language=language(),
        theme=theme,
        notices=(*opened.notices, *states.dropped_words(dropped)),
    )


@cache
def _settle_memory() -> None:
    """What is imported stays for ever: the garbage collector need not look at it after every run."""
    gc.collect()
    gc.freeze()


def _page(place: Place, *, default: bool) -> st.Page:
    return st.Page(filters.page_file(place.key), title=f"{place.title} · {NAME}", url_path=place.key, default=default)


def _run_page(view: View, page: st.Page) -> None:
    try:
        page.run()
    except ReleaseError as error:
        states.nothing_to_show(str(error))
    except Exception:
        _log.exception("Page %s failed", view.place.key)
        states.trouble()
    else:
        blocks.finish(view)


def _sidebar(view: View, places: Sequence[Place]) -> None:
    with st.sidebar:
        st.html(markup.brand(str(NAME), tr("{district} · monthly", district=frames.home(view.release))))
        _navigation(view, places)
        st.html(markup.filter_heading(tr("Filters"), tr("for all pages")))
        filters.draw(view.known, view.place)
        with st.container(key="foot", horizontal=True, vertical_alignment="center"):
            st.html(markup.small(tr("Data {version}", version=version(view.release))))
            other = "English" if language() == DEFAULT else "中文"
            st.button(other, on_click=filters.speak_other_language, type="tertiary", key="language")


def _navigation(view: View, places: Sequence[Place]) -> None:
    with st.container(key="nav", gap=None):
        for place in places:
            here = place.key == view.place.key
            with st.container(key=f"nav-{'here' if here else place.key}"):
                blocks.page_link(place.key, str(place.title), width="stretch", **filters.kept_for(place))

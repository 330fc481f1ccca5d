"""The filters in the sidebar, and their agreement with the address: load, draw, save, in this order in every run."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.locale import DEFAULT, Text, tr
from tongnan_metrics.query import Selection
from tongnan_metrics.ui import links
from tongnan_metrics.ui.links import BASIS, PAGE_PARAMS, PARK, PERIOD, SECTOR, TOWN, TRADE, Dropped, Known
from tongnan_metrics.ui.view import Place, View

PAGES = Path(__file__).resolve().parents[2] / "pages"
OTHER = "en"
_AGREED = "the address the filters agree with"
_SUBDISTRICTS, _TOWNS = "all subdistricts", "all towns"


def params() -> dict[str, list[str]]:
    """The address's parameters, each with all its values."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def load(known: Known, place: Place) -> tuple[Dropped, ...]:
    """Take over what the address says, unless the filters have followed or written that already."""
    said = params()
    dropped: tuple[Dropped, ...] = ()
    if (said, place.key) != st.session_state.get(_AGREED):
        selection, dropped = links.read(said, known)
        _remember(selection, trades=place.trades)
        _remember_page_params(links.page_params_of(said))
        # Noted at once: a run that is cut short by Back or Forward has followed the address all the same.
        st.session_state[_AGREED] = (said, place.key)
    _forget_unknown(known)
    return dropped


def _remember(selection: Selection, *, trades: bool) -> None:
    st.session_state[PERIOD] = str(selection.period)
    st.session_state[BASIS] = str(selection.basis)
    st.session_state[TOWN] = list(selection.towns)
    st.session_state[SECTOR] = list(selection.sectors)
    st.session_state[PARK] = selection.park
    # Other pages have no trade filter: what was chosen stays for the way back.
    if trades:
        st.session_state[TRADE] = list(selection.trades)


def _remember_page_params(said: Mapping[str, str]) -> None:
    for name in PAGE_PARAMS:
        st.session_state.pop(name, None)
    st.session_state.update(said)


def _forget_unknown(known: Known) -> None:
    """A release may lack what another had: a choice it does not know is no choice."""
    if st.session_state.get(PERIOD) not in set(map(str, known.periods)):
        st.session_state[PERIOD] = str(known.default)
    for name, valid in ((TOWN, known.towns), (SECTOR, known.sectors), (TRADE, known.trades)):
        st.session_state[name] = [code for code in st.session_state.get(name, []) if code in valid]


def chosen(known: Known, place: Place) -> Selection:
    """The selection as the filters stand now."""
    state = st.session_state
    return Selection(
        period=Period.parse(state.get(PERIOD) or str(known.default)),
        basis=Basis(state.get(BASIS) or Basis.YTD),
        towns=tuple(state.get(TOWN, ())),
        sectors=tuple(state.get(SECTOR, ())),
        trades=tuple(state.get(TRADE, ())) if place.trades else (),
        park=bool(state.get(PARK)),
    )


def draw(known: Known, place: Place) -> None:
    """The filter widgets, in the container in use."""
    _period(known)
    _basis()
    _towns(known)
    _many(SECTOR, tr("Sector"), known.sectors, every=tr("All sectors"))
    if place.trades:
        _many(TRADE, tr("Trade"), known.trades, every=tr("All {n} trades", n=len(known.trades)))
    st.toggle(tr("High-tech Zone only"), key=PARK, persist_state="session", help=tr("Only what lies in the park"))


def _period(known: Known) -> None:
    basis = Basis(st.session_state.get(BASIS) or Basis.YTD)
    st.selectbox(
        tr("Period"),
        [str(period) for period in reversed(known.periods)],
        format_func=lambda code: Period.parse(code).label(basis),
        key=PERIOD,
        placeholder=tr("Period"),
        persist_state="session",
    )


def _basis() -> None:
    st.segmented_control(
        tr("Basis"),
        [str(basis) for basis in Basis],
        format_func=lambda code: str(Basis(code).name_text),
        required=True,
        key=BASIS,
        persist_state="session",
        width="stretch",
    )


def _towns(known: Known) -> None:
    groups = {
        _SUBDISTRICTS: tr("All {n} subdistricts", n=len(known.subdistricts)),
        _TOWNS: tr("All {n} towns outside them", n=len(known.towns) - len(known.subdistricts)),
    }
    st.multiselect(
        tr("Town"),
        [*groups, *known.towns],
        format_func=lambda code: groups.get(code) or str(known.towns[code]),
        key=TOWN,
        placeholder=tr("All {n} towns", n=len(known.towns)),
        select_all=False,
        persist_state="session",
        on_change=_expand_groups,
        args=(known,),
    )


def _expand_groups(known: Known) -> None:
    picked = st.session_state[TOWN]
    members = {_SUBDISTRICTS: known.subdistricts, _TOWNS: [c for c in known.towns if c not in known.subdistricts]}
    expanded = [code for item in picked for code in members.get(item, (item,))]
    st.session_state[TOWN] = list(dict.fromkeys(expanded))


def _many(name: str, label: str, options: Mapping[str, Text], *, every: str) -> None:
    st.multiselect(
        label,
        list(options),
        format_func=lambda code: str(options[code]),
        key=name,
        placeholder=every,
        select_all=False,
        persist_state="session",
    )


def address(view: View, *, pinned: str | None = None) -> dict[str, list[str]]:
    """The parameters that reopen this very view; with `pinned`, on that release for ever."""
    release = pinned or (view.release.id if view.opened.pinned else None)
    return {
        **links.write(view.selection, view.known.selection),
        **{name: [value] for name, value in view.collected.params.items()},
        **links.envelope(pinned=release, language=view.language),
    }


def save(view: View) -> None:
    """Write the view into the address, and note that both agree."""
    said = address(view)
    if said != params():
        st.query_params.from_dict(said)
    st.session_state[_AGREED] = (said, view.place.key)


def let_go_of_release() -> None:
    """Follow the newest data again: a callback, because a link to this very page would not reach the address."""
    st.query_params.pop(links.RELEASE)


def speak_other_language() -> None:
    """Show the same view in the other language: a callback."""
    if links.language_of(params()) == DEFAULT:
        st.query_params[links.LANGUAGE] = OTHER
    else:
        st.query_params.pop(links.LANGUAGE)


def pick(name: str, codes: Sequence[Any]) -> None:
    """Choose `codes` in the filter `name`, as if the reader had; choosing what is chosen takes it back."""
    wanted = [str(code) for code in codes]
    st.session_state[name] = [] if st.session_state.get(name) == wanted else wanted


def pick_together(wanted: Mapping[str, Sequence[str]]) -> None:
    """Choose in several filters or page parameters at once; choosing what is chosen takes all of it back.

    A filter takes a list of codes, a page parameter one text.
    """
    back = all(st.session_state.get(name, type(said)()) == said for name, said in wanted.items())
    st.session_state.update({name: type(said)() if back else said for name, said in wanted.items()})


def kept_for(place: Place) -> dict[str, list[str]]:
    """What was chosen in a filter that only such pages have, for the way back to one."""
    trades = list(st.session_state.get(TRADE, ()))
    return {TRADE: trades} if place.trades and trades else {}


def clear() -> None:
    """Let go of every filter but the period, and count since January."""
    st.session_state.update({TOWN: [], SECTOR: [], TRADE: [], PARK: False, BASIS: str(Basis.YTD)})


def page_file(key: str) -> Path:
    """The file of a page, which is what links and navigation know it by."""
    return PAGES / f"{key}.py"

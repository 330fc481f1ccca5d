"""Weights a reader tries out for the composite index, in number fields and in the link: ``weights=40-25-20-15``."""

from collections.abc import Sequence

import streamlit as st

from tongnan_metrics.locale import tr
from tongnan_metrics.ui.links import WEIGHTS
from tongnan_metrics.ui.view import current

Weights = tuple[tuple[str, float], ...]

HEAVIEST, STEP = 100.0, 5.0
_DRAWN = "weights as drawn"


def choose(components: Sequence[str], names: Sequence[str], given: Sequence[float]) -> Weights:
    """A number field a component, and what they say; `given` are the weights to begin with and to come back to."""
    _take_over(components, given)
    fields = st.columns([1] * len(components) + [0.6], gap="small", vertical_alignment="bottom")
    for column, component, name in zip(fields, components, names, strict=False):
        column.number_input(name, 0.0, HEAVIEST, step=STEP, format="%g", key=_key(component))
    chosen = [float(st.session_state[_key(component)]) for component in components]
    fields[-1].button(tr("Reset"), on_click=_put, args=(components, given), disabled=chosen == list(given))
    _remember(chosen, given)
    return tuple(zip(components, chosen, strict=True))


def _take_over(components: Sequence[str], given: Sequence[float]) -> None:
    """What a link says that was not written here: its weights, or the given ones when it says none."""
    said = st.session_state.get(WEIGHTS, "")
    if said != st.session_state.get(_DRAWN) or any(_key(component) not in st.session_state for component in components):
        _put(components, _read(said, len(components)) or given)


def _put(components: Sequence[str], weights: Sequence[float]) -> None:
    for component, weight in zip(components, weights, strict=True):
        st.session_state[_key(component)] = float(weight)


def _read(said: str, count: int) -> list[float]:
    """The weights written in a link; none when they are not weights of so many components."""
    try:
        weights = [float(part) for part in said.split("-")]
    except ValueError:
        return []
    usable = len(weights) == count and all(0 <= weight <= HEAVIEST for weight in weights) and sum(weights) > 0
    return weights if usable else []


def _remember(chosen: Sequence[float], given: Sequence[float]) -> None:
    said = "" if list(chosen) == list(given) else "-".join(f"{weight:g}" for weight in chosen)
    st.session_state[WEIGHTS] = st.session_state[_DRAWN] = said
    if said:
        current().collected.params[WEIGHTS] = said


def _key(component: str) -> str:
    return f"weight-{component}"

"""Who is signed in, asked of Streamlit anew each time, and what only an editor may do."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from tongnan_metrics.ingest import RefusedError
from tongnan_metrics.ingest.staging import StagingError
from tongnan_metrics.locale import tr
from tongnan_metrics.releases import ReleaseError
from tongnan_metrics.ui import editors, markup
from tongnan_metrics.ui.editors import Editor, Editors, Standing

_OUTCOME = "what came of the last deed"
# Until when a session may upload, in seconds since 1970; those of the past are forgotten when one is added.
_uploading: dict[str, float] = {}


class NotAllowedError(Exception):
    """The reader may not do this, or not any more; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a deed, in one sentence, and whether it was done."""

    sentence: str
    done: bool


def lacking() -> tuple[str, ...]:
    """What the secrets lack for signing in; nothing when a provider is configured."""
    return editors.missing(_section("auth"))


def begun() -> bool:
    """Whether somebody began to configure signing in."""
    return bool(_section("auth"))


def standing() -> Standing:
    """What the reader may do at this moment."""
    return _standing(claims())


def claims() -> dict[str, Any]:
    """What the provider says of who is signed in; nothing outside of a page's run."""
    return dict(st.user.to_dict())


def name() -> str:
    """Who is signed in."""
    return editors.identity(claims()).name


def editor(user: Mapping[str, Any] | None = None) -> Editor:
    """The editor who is acting right now, or whose claims were kept for a click on another thread.

    `NotAllowedError` when it is none: nobody is signed in, the session is over, or the person is no editor.
    """
    said = claims() if user is None else user
    found = _standing(said)
    if found is not Standing.EDITOR:
        raise NotAllowedError(why_not(found))
    return editors.identity(said)


def why_not(found: Standing) -> str:
    """Why somebody of this standing changes nothing, and what to do."""
    return {
        Standing.CLOSED: tr("Nobody can sign in here: changes are made on the server."),
        Standing.STRANGER: tr("Sign in to change data."),
        Standing.EXPIRED: tr("Your session has ended: sign in again. What you uploaded is still there."),
        Standing.UNVERIFIED: tr(
            "Your e-mail address is not verified: verify it with your provider, then sign in again."
        ),
        Standing.READER: tr("You are signed in, but you are no editor: ask whoever runs this server to add you."),
        Standing.EDITOR: "",
    }[found]


def act(deed: Callable[..., str], *values: Any) -> None:
    """A button's callback for what only an editor may do: who is acting is asked now, whatever the page showed.

    `deed` takes the editor and the values, and says in a sentence what it did. Its outcome is shown by `outcome`.
    """
    try:
        st.session_state[_OUTCOME] = Outcome(deed(editor(), *values), done=True)
    except (NotAllowedError, ReleaseError, StagingError, RefusedError) as error:
        st.session_state[_OUTCOME] = Outcome(str(error), done=False)


def outcome() -> None:
    """Say once what came of the last deed."""
    said = st.session_state.pop(_OUTCOME, None)
    if said and said.sentence:
        st.html(markup.outcome(said.sentence, done=said.done))


def control() -> None:
    """Who is signed in, and the way in or out; nothing where nobody can sign in."""
    found = standing()
    if found is Standing.CLOSED:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="account", width="content"):
        if found is Standing.STRANGER:
            st.button(tr("Sign in"), key="sign-in", icon=":material/login:", type="tertiary", on_click=st.login)
            return
        st.html(markup.small(name()), width="content")
        if found is Standing.EXPIRED:
            st.button(tr("Sign in again"), key="sign-in", icon=":material/login:", type="tertiary", on_click=st.login)
        st.button(tr("Sign out"), key="sign-out", icon=":material/logout:", type="tertiary", on_click=st.logout)


def let_upload() -> None:
    """Let this session upload files until the editor's token ends."""
    context, user, now = get_script_run_ctx(), claims(), time.time()
    if context is None or _standing(user) is not Standing.EDITOR:
        return
    for session in [session for session, until in _uploading.items() if until < now]:
        _uploading.pop(session, None)
    _uploading[context.session_id] = float(user["exp"])


def may_upload(session: str) -> bool:
    """Whether the session of this id may upload files now."""
    return time.time() < _uploading.get(session, 0.0)


def _standing(user: Mapping[str, Any]) -> Standing:
    if lacking():
        return Standing.CLOSED
    return editors.standing(user, Editors.read(_section("editors")), now=time.time())


def _section(name: str) -> Mapping[str, Any]:
    """A table of the secrets; empty when there is none, or no secrets at all."""
    try:
        found: Any = st.secrets.get(name)
    except FileNotFoundError:
        return {}
    return found.to_dict() if hasattr(found, "to_dict") else {}

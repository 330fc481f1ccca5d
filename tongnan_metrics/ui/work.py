"""Work that takes a while, done aside: it goes on while a page is reloaded, and its owner finds it again."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import streamlit as st

from tongnan_metrics.locale import Language, language, speaking, tr, use

EVERY_S = 0.5
AT_ONCE = 2
REMEMBERED = 8

_pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="work")
_lock = Lock()
_works: dict[str, "Work"] = {}


@dataclass(slots=True)
class Progress:
    """How far the work is (0 to 1) and what it is at, told by the work itself."""

    share: float = 0.0
    words: str = ""

    def tell(self, share: float, words: str) -> None:
        """Say how far it is."""
        self.share, self.words = min(max(share, 0.0), 1.0), words


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work: `about` says of what, so that it is not taken for the answer to something else."""

    about: Hashable
    future: Future[Any]
    progress: Progress = field(default_factory=Progress)

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return self.future.done()


def find(owner: str, about: Hashable = None) -> Work | None:
    """The owner's work, about this and nothing else if that is said; None when there is none."""
    work = _works.get(owner)
    return work if work and about in (None, work.about) else None


def start(owner: str, about: Hashable, deed: Callable[[Progress], Any]) -> Work:
    """Do it aside, in the language in use; the owner's work about the same, when there is one already."""
    with _lock:
        if found := find(owner, about):
            return found
        progress = Progress(words=tr("Waiting for others …"))
        work = Work(about, _pool.submit(_spoken, language(), deed, progress), progress)
        _works.pop(owner, None)
        _works[owner] = work
        for ended in [key for key, other in _works.items() if other.done][:-REMEMBERED]:
            _works.pop(ended)
        return work


def forget(owner: str) -> None:
    """Let go of the owner's work and all it holds."""
    _works.pop(owner, None)


def wait(work: Work) -> None:
    """A progress bar until the work has ended; then the page is drawn again."""
    speech = language()

    def look() -> None:
        use(speech)
        if work.done:
            st.rerun()
        st.progress(work.progress.share, text=work.progress.words or None)

    st.fragment(look, run_every=EVERY_S)()


def _spoken(speech: Language, deed: Callable[[Progress], Any], progress: Progress) -> Any:
    with speaking(speech):
        return deed(progress)

"""Work done aside: once for the same question, told apart from another, in the language it was asked in."""

from threading import Event

import pytest

from tongnan_metrics.locale import language, speaking
from tongnan_metrics.ui import work
from tongnan_metrics.ui.work import Progress

PATIENCE_S = 30


def test_the_same_question_is_worked_on_once() -> None:
    go = Event()

    def deed(progress: Progress) -> bool:
        progress.tell(0.5, "half")
        return go.wait(PATIENCE_S)

    first = work.start("one", ("a", 1), deed)
    assert work.start("one", ("a", 1), deed) is first
    assert work.find("one", ("a", 1)) is first
    assert work.find("one", ("a", 2)) is None
    assert work.find("another") is None
    assert not first.done
    go.set()
    assert first.future.result(PATIENCE_S)
    assert first.progress == Progress(0.5, "half")
    assert work.start("one", ("a", 2), deed) is not first
    work.forget("one")
    assert work.find("one") is None


def test_it_speaks_the_asker_s_language() -> None:
    with speaking("en"):
        asked = work.start("speaker", 1, lambda _: language())
    assert asked.future.result(PATIENCE_S) == "en"


def test_what_went_wrong_is_kept_for_the_owner() -> None:
    def fail(_: Progress) -> None:
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        work.start("failing", 1, fail).future.result(PATIENCE_S)


def test_old_results_are_let_go() -> None:
    for number in range(3 * work.REMEMBERED):
        work.start(f"many-{number}", number, lambda progress: progress.tell(9, "")).future.result(PATIENCE_S)
    work.start("last", 1, lambda _: None)
    kept = [number for number in range(3 * work.REMEMBERED) if work.find(f"many-{number}")]
    assert len(kept) <= work.REMEMBERED
    assert kept[-1] == 3 * work.REMEMBERED - 1

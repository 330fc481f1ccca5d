"""What is kept: given again to whoever asks the very same, told apart by everything that matters, within its room."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from threading import Barrier, Thread

import pandas as pd
import pyarrow as pa
import pytest
from cachetools import LRUCache

from tongnan_metrics import kept as module
from tongnan_metrics.kept import asked, kept, weight
from tongnan_metrics.locale import Text, speaking

ROWS = 1000


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[LRUCache[object, object]]:
    """A store of the test's own, with room for ten frames."""
    ten = weight(numbers()) * 10
    store: LRUCache[object, object] = LRUCache(ten, getsizeof=attrgetter("bytes"))
    monkeypatch.setattr(module, "_store", store)
    monkeypatch.setattr(module, "MOST_BYTES", ten)
    yield store
    assert store.currsize <= ten


def numbers(first: int = 0) -> pd.DataFrame:
    return pd.DataFrame({"n": range(first, first + ROWS)})


@kept
def doubled(rows: pd.DataFrame, *, named: str = "n") -> pd.DataFrame:
    return rows[[named]] * 2


@dataclass(frozen=True)
class Shown:
    """Something that is told apart by what it says of itself, whatever else it holds."""

    name: str
    rows: pd.DataFrame

    @property
    def kept_as(self) -> str:
        return self.name


def test_the_same_question_has_the_same_answer_in_every_form_it_is_asked() -> None:
    first = asked(numbers, 3)
    assert asked(numbers, 3) is first
    assert asked(numbers, first=3) is asked(numbers, first=3)
    assert asked(numbers, 4) is not first
    pd.testing.assert_frame_equal(asked(numbers, 4), numbers(4))


def test_a_frame_is_told_apart_as_one_object_and_a_chain_is_gone_through_once() -> None:
    rows = asked(numbers)
    assert doubled(doubled(rows)) is doubled(doubled(rows))
    assert doubled(rows.copy()) is not doubled(rows)
    assert doubled(rows, named="n") is doubled(rows, named="n")


def test_contents_and_what_a_value_says_of_itself_tell_apart() -> None:
    def counted(*values: object) -> list[object]:
        return list(values)

    assert asked(counted, {"a": [1, 2]}) is asked(counted, {"a": [1, 2]})
    assert asked(counted, {"a": [1, 2]}) is not asked(counted, {"a": [2, 1]})
    assert asked(counted, Shown("x", numbers())) is asked(counted, Shown("x", numbers()))
    assert asked(counted, Shown("x", numbers())) is not asked(counted, Shown("y", numbers()))


def test_languages_are_told_apart() -> None:
    @kept
    def spoken(text: Text) -> str:
        return str(text)

    said = []
    for chosen in ("zh", "en", "zh"):
        with speaking(chosen):
            said.append(spoken(Text("镇街", "town")))
    assert said == ["镇街", "town", "镇街"]


def test_functions_are_told_apart_though_they_have_one_name() -> None:
    first, second = (lambda n=n: n for n in (1, 2))
    assert (asked(first), asked(second), asked(first)) == (1, 2, 1)


def test_nothing_is_kept_of_a_failure() -> None:
    tries = []

    @kept
    def failing_once() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("not yet")
        return len(tries)

    with pytest.raises(ValueError, match="not yet"):
        failing_once()
    assert (failing_once(), failing_once()) == (2, 2)


def test_none_is_an_answer_too() -> None:
    tries = []

    @kept
    def nothing() -> None:
        tries.append(1)

    nothing()
    nothing()
    assert tries == [1]


def test_what_was_not_asked_for_long_makes_room(room: LRUCache[object, object]) -> None:
    first = asked(numbers, 0)
    for number in range(1, 40):
        asked(numbers, number)
        assert asked(numbers, 0) is first
    assert len(room) < 11


def test_what_an_answer_was_made_from_counts_as_well(room: LRUCache[object, object]) -> None:
    rows = numbers()
    asked(len, rows)
    assert room.currsize >= weight(rows)


def test_what_has_no_room_is_given_all_the_same(room: LRUCache[object, object]) -> None:
    @kept
    def large() -> pd.DataFrame:
        return pd.DataFrame({"n": range(ROWS * 20)})

    assert len(large()) == ROWS * 20
    assert len(room) == 0


def test_frames_are_weighed_wherever_they_are() -> None:
    rows = numbers()
    holders = (rows, pa.Table.from_pandas(rows), (rows, "n"), {"n": [rows]}, Shown("n", rows))
    assert [weight(holder) >= ROWS * 8 for holder in holders] == [True] * 5


def test_runs_side_by_side_go_on_with_the_same_object() -> None:
    together, given = Barrier(4), []

    @kept
    def slow() -> pd.DataFrame:
        together.wait()
        return numbers()

    runs = [Thread(target=lambda: given.append(slow())) for _ in range(4)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert len({id(rows) for rows in given}) == 1

"""Pages asked for again: nothing is made anew, and nothing that is kept was changed by whoever was given it."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from cachetools import LRUCache

from tests.pages.conftest import TOWN, OpenPage
from tests.pages.test_every_page import EVERY
from tongnan_metrics import kept
from tongnan_metrics.releases import Release

# What the data page shows is the folder's state, looked up in every run.
OF_A_RELEASE = sorted(set(EVERY) - {"data"})


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> LRUCache[Any, Any]:
    """A store in which nothing is kept yet."""
    fresh: LRUCache[Any, Any] = LRUCache(kept.MOST_BYTES, getsizeof=kept._store.getsizeof)
    monkeypatch.setattr(kept, "_store", fresh)
    return fresh


def frames(store: LRUCache[Any, Any]) -> dict[object, pd.DataFrame]:
    """Every frame that is kept, be it in a table, a tuple or a dict, by what it was asked with and its place there."""
    return {(key, place): rows for key, held in store.items() for place, rows in enumerate(inside(held.value))}


def inside(value: object) -> Iterator[pd.DataFrame]:
    if isinstance(value, pd.DataFrame):
        yield value
        return
    for part in kept._parts(value):
        yield from inside(part)


@pytest.mark.parametrize("page", OF_A_RELEASE)
def test_a_page_asked_for_again_makes_and_changes_nothing(
    demo_release: Release, open_page: OpenPage, store: LRUCache[Any, Any], page: str
) -> None:
    drawn = open_page(demo_release, page)
    words, known = drawn.words, set(store)
    before = {key: frame.copy(deep=True) for key, frame in frames(store).items()}
    drawn.app.run()
    assert [key[0] for key in set(store) - known] == []
    assert drawn.sound().words == words
    open_page(demo_release, page, town=[TOWN], lang="en")
    after = frames(store)
    for key, frame in before.items():
        pd.testing.assert_frame_equal(after[key], frame)

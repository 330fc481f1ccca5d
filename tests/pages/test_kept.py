"""Pages asked for again: nothing is made anew, nothing that is kept was changed, and what differs is told apart."""

import pandas as pd
import pytest

from tests.pages.conftest import TOWN, OpenPage
from tests.pages.test_every_page import EVERY
from tongnan_metrics import kept
from tongnan_metrics.releases import Release

# What the data page shows is the folder's state, looked up in every run.
OF_A_RELEASE = sorted(set(EVERY) - {"data"})


def frames() -> dict[object, pd.DataFrame]:
    return {key: held.value for key, held in kept._store.items() if isinstance(held.value, pd.DataFrame)}


@pytest.mark.parametrize("page", OF_A_RELEASE)
def test_a_page_asked_for_again_makes_nothing_anew(demo_release: Release, open_page: OpenPage, page: str) -> None:
    drawn = open_page(demo_release, page)
    words, known = drawn.words, set(kept._store)
    drawn.app.run()
    assert [key[0] for key in set(kept._store) - known] == []  # type: ignore[index]
    assert drawn.sound().words == words


@pytest.mark.parametrize("page", EVERY)
def test_nothing_that_is_kept_is_ever_changed(demo_release: Release, open_page: OpenPage, page: str) -> None:
    drawn = open_page(demo_release, page)
    before = {key: frame.copy(deep=True) for key, frame in frames().items()}
    drawn.app.run()
    open_page(demo_release, page, town=[TOWN], lang="en")
    after = frames()
    for key, frame in before.items():
        pd.testing.assert_frame_equal(after[key], frame)

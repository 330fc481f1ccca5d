"""The browser fixtures themselves: what they see on a small app of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import (
    PHONE,
    BrowserMissingError,
    NewPage,
    RunningApp,
    ensure_browser,
    find_chromium,
    run_app,
)

pytestmark = pytest.mark.browser

SMALL_APP = """
import os
import streamlit as st
st.title(os.environ["TONGNAN_DATA"])
"""


@pytest.fixture(scope="module")
def small_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    folder = tmp_path_factory.mktemp("small")
    script = folder / "small.py"
    script.write_text(SMALL_APP, encoding="utf-8")
    with run_app(log=folder / "log.txt", data=folder, app=script) as app:
        yield app


def test_a_browser_is_found_and_enough() -> None:
    ensure_browser()

    assert find_chromium() is not None


def test_a_missing_browser_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr("tests.browser.find_chromium", lambda: None)
    monkeypatch.setattr("tests.browser.install_debian_packages", lambda: tried.append("Debian"))
    monkeypatch.setattr("tests.browser._install_playwright_chromium", lambda: tried.append("Playwright"))

    with pytest.raises(BrowserMissingError, match=r"chromium fonts-noto-cjk\)\.$"):
        ensure_browser()
    assert tried == ["Debian", "Playwright"]


def test_the_app_runs_on_the_given_data(small_app: RunningApp, new_page: NewPage) -> None:
    tab = new_page()
    tab.open(small_app.url)

    assert tab.page.locator("h1").inner_text() == str(small_app.log.parent)
    assert tab.errors == []


def test_a_page_knows_what_it_asked_for(small_app: RunningApp, new_page: NewPage) -> None:
    tab = new_page(viewport=PHONE)
    tab.open(small_app.url)

    assert f"{small_app.url}/" in tab.requests
    assert any(url.startswith("ws://127.0.0.1") for url in tab.requests)
    assert tab.page.viewport_size == {"width": 390, "height": 844}


def test_a_request_to_elsewhere_and_an_error_are_seen(small_app: RunningApp, new_page: NewPage) -> None:
    tab = new_page()
    tab.page.context.route("http://elsewhere.example/**", lambda route: route.abort())
    tab.open(small_app.url)
    tab.page.evaluate("() => fetch('http://elsewhere.example/font').catch(() => console.error('refused'))")

    assert tab.foreign_requests() == ["http://elsewhere.example/font"]
    assert "refused" in tab.errors
    tab.requests.clear()


def test_an_app_that_cannot_start_shows_its_own_words(tmp_path: Path) -> None:
    missing = tmp_path / "missing.py"

    with pytest.raises(RuntimeError, match=r"missing\.py"), run_app(log=tmp_path / "log.txt", app=missing):
        pass

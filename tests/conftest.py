"""Fixtures for every test: a browser, the running app, and pages that are watched."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser import DESKTOP, NewPage, RunningApp, Tab, find_chromium, launch_flags, run_app

# The same examples in every run, however slow the machine.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")
# A page may be slow on a busy machine; what is right stays right.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for each worker."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=find_chromium(), args=launch_flags())


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The real app on the committed demo release, one for each worker."""
    with run_app(log=tmp_path_factory.mktemp("server") / "log.txt") as app:
        yield app


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Open watched pages, each in a fresh profile; none of them may ask anything of another machine.

    `new_page(viewport=PHONE, color_scheme="dark")`: other options are those of `browser.new_context`.
    """
    tabs: list[Tab] = []

    def open_tab(*, viewport: tuple[int, int] = DESKTOP, **options: Any) -> Tab:
        width, height = viewport
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,
        )
        tabs.append(Tab(page=context.new_page()))
        return tabs[-1]

    yield open_tab
    for tab in tabs:
        tab.page.context.close()
    assert [url for tab in tabs for url in tab.foreign_requests()] == []

"""招商引资 and 企业服务 in a real browser: a click filters and takes back, everything fits a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import PHONE, NewPage, RunningApp, Tab

pytestmark = pytest.mark.browser

PATIENCE_MS = 20_000


def bars(page: Page, title: str) -> Locator:
    """The rows of the chart under this title, to be clicked."""
    card = page.locator("[data-testid=stVerticalBlock]", has=page.get_by_role("heading", name=title, exact=True)).last
    return card.locator("[data-testid=stVegaLiteChart] svg .mark-rect path")


def open_page(app: RunningApp, new_page: NewPage, name: str, **options: object) -> Tab:
    tab = new_page(**options)
    tab.open(f"{app.url}/{name}?period=2022-03")
    return tab


def test_a_team_s_bar_narrows_the_negotiations_below(server: RunningApp, new_page: NewPage) -> None:
    tab = open_page(server, new_page, "promotion")
    bars(tab.page, "在谈项目 · 招商组").first.click(force=True)
    expect(tab.page).to_have_url(re.compile("team=%E5%8C%BA"), timeout=PATIENCE_MS)
    tab.settle()
    bars(tab.page, "在谈项目 · 意向程度").first.click(force=True)
    expect(tab.page).to_have_url(re.compile("list=priority"), timeout=PATIENCE_MS)
    tab.settle()
    assert tab.errors == []


def test_a_town_s_bar_filters_and_picked_again_lets_go(server: RunningApp, new_page: NewPage) -> None:
    tab = open_page(server, new_page, "services")
    bars(tab.page, "本年困难办理 · 镇街").first.click(force=True)
    expect(tab.page).to_have_url(re.compile("town=500152001"), timeout=PATIENCE_MS)
    tab.settle()
    bars(tab.page, "本年困难办理 · 镇街").first.click(force=True)
    expect(tab.page).not_to_have_url(re.compile("town="), timeout=PATIENCE_MS)
    assert tab.errors == []


def test_an_owner_s_bar_narrows_the_issues_below(server: RunningApp, new_page: NewPage) -> None:
    tab = open_page(server, new_page, "services")
    bars(tab.page, "本年困难办理 · 责任单位").first.click(force=True)
    expect(tab.page).to_have_url(re.compile("owner="), timeout=PATIENCE_MS)
    tab.settle()
    expect(tab.page.locator(".st-key-owner input")).to_have_value("区人力社保局", timeout=PATIENCE_MS)
    assert tab.errors == []


@pytest.mark.parametrize("name", ["promotion", "services"])
def test_the_phone_shows_everything_in_its_width(server: RunningApp, new_page: NewPage, name: str) -> None:
    tab = open_page(server, new_page, name, viewport=PHONE)
    assert tab.page.evaluate("() => document.documentElement.scrollWidth") <= PHONE[0]
    main = tab.page.locator("[data-testid=stMain]")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    assert tab.errors == []

"""The shell in a real browser: cold links, filters in the address, Back, copying, headers, both themes, the phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import small
from tests.browser import PHONE, NewPage, RunningApp, Tab, run_app
from tests.ui.conftest import publish
from tongnan_metrics import query
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.present import format as f
from tongnan_metrics.releases import Release

pytestmark = pytest.mark.browser

TOWN, OTHER = small.TOWNS[:2]
PERIOD = Period(2021, 6)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Release]:
    root = tmp_path_factory.mktemp("data")
    return publish(root, 1), publish(root, 2)


@pytest.fixture(scope="module")
def app(releases: tuple[Release, Release], tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    root = releases[0].path.parents[1]
    with run_app(log=tmp_path_factory.mktemp("app") / "log.txt", data=root) as running:
        yield running


@pytest.fixture
def tab(new_page: NewPage) -> Iterator[Tab]:
    opened = new_page()
    yield opened
    assert opened.errors == []


def output_of(release: Release, *towns: str) -> str:
    figure = query.figure(release, query.Selection(PERIOD, towns=towns), "industrial_output")
    return f.figure(figure.indicator, figure.number)


OUTPUT = ".st-key-kpi-card-industrial_output .tn-figure b"


def shown(page: Page) -> str:
    """The output's figure on its card."""
    return page.locator(OUTPUT).inner_text()


def selection_words(page: Page) -> str:
    return page.locator(".tn-title span").inner_text()


def choose_town(tab: Tab, code: str) -> None:
    tab.page.locator(".st-key-town input").click()
    tab.page.get_by_role("option", name=code).click()
    tab.page.keyboard.press("Escape")
    expect(tab.page).to_have_url(re.compile(f"town={code}"))
    tab.settle()


def test_the_first_visitor_of_a_fresh_server_sees_the_link_s_figures(
    releases: tuple[Release, Release], new_page: NewPage, tmp_path: Path
) -> None:
    root = releases[0].path.parents[1]
    with run_app(log=tmp_path / "log.txt", data=root) as fresh:
        cold = new_page()
        cold.open(f"{fresh.url}/?period={PERIOD}&town={TOWN}")
        assert shown(cold.page) == output_of(releases[1], TOWN)
        assert "2021年1—6月" in selection_words(cold.page)
        assert cold.page.locator(".st-key-nav a").count() >= 1
        assert cold.errors == []


def test_filters_go_into_the_link_and_open_the_same_view_elsewhere(
    app: RunningApp, tab: Tab, new_page: NewPage, releases: tuple[Release, Release]
) -> None:
    tab.open(f"{app.url}/?period={PERIOD}")
    choose_town(tab, TOWN)
    expect(tab.page.locator(OUTPUT)).to_have_text(output_of(releases[1], TOWN))

    elsewhere = new_page()
    elsewhere.open(tab.page.url)
    assert shown(elsewhere.page) == shown(tab.page)
    assert selection_words(elsewhere.page) == selection_words(tab.page)


def test_back_and_forward_go_through_the_views(app: RunningApp, tab: Tab) -> None:
    tab.open(f"{app.url}/?period={PERIOD}")
    whole = selection_words(tab.page)
    choose_town(tab, TOWN)
    one = selection_words(tab.page)

    tab.page.go_back()
    expect(tab.page.locator(".tn-title span")).to_have_text(whole)
    assert "town" not in tab.page.url
    tab.page.go_forward()
    expect(tab.page.locator(".tn-title span")).to_have_text(one)


def test_another_page_keeps_the_filters_and_one_step_back_leads_here_again(app: RunningApp, tab: Tab) -> None:
    tab.open(f"{app.url}/?period={PERIOD}&town={TOWN}")
    here, words = tab.page.url, selection_words(tab.page)
    others = tab.page.locator(".st-key-nav a").filter(visible=True)
    if others.count() < 2:
        pytest.fail("there is no second page")
    others.nth(1).click()
    expect(tab.page).not_to_have_url(here)
    tab.settle()
    assert f"town={TOWN}" in tab.page.url
    assert f"period={PERIOD}" in tab.page.url

    tab.page.go_back()
    expect(tab.page).to_have_url(here)
    expect(tab.page.locator(".tn-title span")).to_have_text(words)


def test_the_link_is_copied_live_and_pinned(
    app: RunningApp, tab: Tab, releases: tuple[Release, Release], new_page: NewPage
) -> None:
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.open(f"{app.url}/?town={TOWN}")
    tab.page.locator(".st-key-link button").click()
    codes = tab.page.locator("[data-testid=stCode]")
    live, pinned = codes.nth(0).inner_text().strip(), codes.nth(1).inner_text().strip()
    assert live == f"{app.url}/?town={TOWN}"
    assert pinned == f"{live}&v={releases[1].id}"

    codes.nth(1).hover()
    codes.nth(1).get_by_role("button").click()
    assert tab.page.evaluate("() => navigator.clipboard.readText()") == pinned


def test_copying_works_on_plain_http(app: RunningApp, tab: Tab) -> None:
    """Browsers offer no clipboard on an intranet's plain http: the app's script copies the old way."""
    tab.page.context.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined, writable: true})"
    )
    tab.open(f"{app.url}/?town={TOWN}")
    tab.page.locator(".st-key-link button").click()
    tab.page.locator("[data-testid=stCode]").nth(0).hover()
    tab.page.locator("[data-testid=stCode]").nth(0).get_by_role("button").click()
    tab.page.keyboard.press("Escape")
    box = tab.page.locator(".st-key-sector input")
    box.click()
    tab.page.keyboard.press("Control+V")
    expect(box).to_have_value(f"{app.url}/?town={TOWN}")


def test_an_old_pinned_link_says_that_newer_data_exists(
    app: RunningApp, tab: Tab, releases: tuple[Release, Release]
) -> None:
    tab.open(f"{app.url}/?v={releases[0].id}&period={PERIOD}")
    assert shown(tab.page) == output_of(releases[0])
    expect(tab.page.locator(".tn-notice")).to_contain_text("此链接固定在第 1 版")
    tab.page.get_by_role("button", name="查看最新数据").click()
    expect(tab.page).to_have_url(f"{app.url}/?period={PERIOD}")
    expect(tab.page.locator(OUTPUT)).to_have_text(output_of(releases[1]))


def test_a_picked_bar_filters_and_picked_again_lets_go(app: RunningApp, tab: Tab) -> None:
    tab.open(f"{app.url}/?period={PERIOD}")
    tile = tab.page.locator("[data-testid=stVegaLiteChart] svg .mark-rect path").first
    tile.click(force=True)
    expect(tab.page).to_have_url(re.compile("town="))
    tab.settle()
    town = tab.page.url.split("town=")[1].split("&")[0]
    assert town in small.TOWNS


def test_the_headers_keep_strangers_out(app: RunningApp, tab: Tab) -> None:
    answer = tab.page.goto(app.url)
    assert answer is not None
    assert "script-src 'self' 'sha256-" in answer.headers["content-security-policy"]
    assert tab.page.evaluate("() => document.documentElement.lang") == "zh-CN"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_themes_are_ours(app: RunningApp, new_page: NewPage, scheme: str) -> None:
    tab = new_page(color_scheme=scheme)
    tab.open(app.url)
    ink = tab.page.evaluate("() => getComputedStyle(document.documentElement).getPropertyValue('--tn-ink')")
    assert ink == {"light": "#16232B", "dark": "#E4EBEF"}[scheme]


def test_the_theme_follows_the_system_while_it_is_open(app: RunningApp, tab: Tab) -> None:
    tab.open(app.url)
    tab.page.emulate_media(color_scheme="dark")
    tab.page.wait_for_function(
        "() => getComputedStyle(document.documentElement).getPropertyValue('--tn-ink') === '#E4EBEF'"
    )


def test_the_phone_shows_everything_in_its_width(app: RunningApp, new_page: NewPage) -> None:
    tab = new_page(viewport=PHONE)
    tab.open(app.url)
    assert tab.page.evaluate("() => document.documentElement.scrollWidth") <= PHONE[0]
    cards = tab.page.locator("[class*='st-key-kpi-card']")
    first, second = cards.nth(0).bounding_box(), cards.nth(1).bounding_box()
    assert first is not None
    assert second is not None
    assert abs(first["y"] - second["y"]) < 1


def test_what_is_taken_away_says_what_it_is(app: RunningApp, tab: Tab, releases: tuple[Release, Release]) -> None:
    tab.open(f"{app.url}/?period={PERIOD}&town={TOWN}")
    tab.page.locator(".st-key-export button").click()
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="主要指标（CSV）").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    header, first, *_ = text.splitlines()
    assert header.endswith("数据性质,筛选,数据版本")
    assert first.endswith(releases[1].id)
    assert "2021年1—6月累计" in first
    assert "演示数据" in download.value.suggested_filename


def test_a_big_screen_shows_the_page_alone(app: RunningApp, tab: Tab) -> None:
    tab.open(f"{app.url}/?embed=true&period={PERIOD}")
    assert "2021年1—6月" in selection_words(tab.page)
    expect(tab.page.locator("[data-testid=stSidebar]")).to_have_count(0)


def test_a_page_s_own_address_asks_for_nothing_that_is_not_there(app: RunningApp, tab: Tab) -> None:
    refused: list[str] = []
    tab.page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    tab.open(f"{app.url}/industry?period={PERIOD}")
    assert refused == []

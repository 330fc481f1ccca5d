"""Every page in a real browser, on the committed release: opened cold, clicked, linked, taken away."""

import re
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Locator, Page, expect

from tests.browser import DATA, DESKTOP, PHONE, NewPage, RunningApp, Tab
from tongnan_metrics import query, releases
from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.locale import DEFAULT, use
from tongnan_metrics.present import format as f
from tongnan_metrics.query.investment import investment_rows
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.safety import inspections
from tongnan_metrics.releases import Release
from tongnan_metrics.ui.filters import PAGES
from tongnan_metrics.ui.safety import FOUND, VISITS

pytestmark = pytest.mark.browser

EVERY = sorted(file.stem for file in PAGES.glob("*.py"))
TOWN = "500152001"
OUTPUT, INVESTMENT = "industrial_output", "industrial_investment"
HEADER_PX, ROW_PX = 32, 32
# A Latin word stands alone: ids such as YH2021-00001 are none.
WORD = re.compile(r"(?<![A-Za-z0-9_.])[A-Za-z_]{2,}(?![A-Za-z0-9-]*\d)")
# Names that are Latin in Chinese too: the switch to English, kinds of files; and on two pages codes of the catalogue.
ALLOWED = {"English", "CSV", "Excel", "xlsx"}
CODES = {"dictionary": {*INDICATORS, *DATASETS}, "data": {*DATASETS}}

# Everything a reader can see: text, words in an empty field, what stands for a picture. Icons are letters of their own.
SEEN = """() => {
  const hidden = node => {
    const style = getComputedStyle(node.parentElement);
    return style.fontFamily.includes('Material Symbols') || style.fontSize === '0px'
      || node.parentElement.closest('script, style, noscript')
      || !node.parentElement.checkVisibility({visibilityProperty: true, opacityProperty: true});
  };
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node.data.trim() && !hidden(node)) seen.push(node.data.trim());
  for (const field of document.querySelectorAll('[placeholder]')) seen.push(field.placeholder);
  for (const image of document.querySelectorAll('img[alt], [role=graphics-document]'))
    seen.push(image.getAttribute('alt') ?? image.getAttribute('aria-label'));
  return seen;
}"""
# How far down the answer and the cards reach.
LOWEST = """() => Math.max(...[document.querySelector('.tn-answer'),
  ...document.querySelectorAll('[class*="st-key-kpi-"]')].map(element => element.getBoundingClientRect().bottom))"""
WIDEST = """() => Math.max(document.documentElement.scrollWidth,
  ...[...document.querySelectorAll('[data-testid=stMain]')].map(element => element.scrollWidth))"""
# The layout has come to rest: nothing moved for some looks.
STEADY = """() => new Promise(done => {
  const main = document.querySelector('[data-testid=stMain]');
  let last = '', same = 0;
  const look = () => {
    const now = `${main.scrollWidth} ${main.scrollHeight}`;
    same = now === last ? same + 1 : 0;
    last = now;
    same >= 4 ? done(true) : setTimeout(look, 80);
  };
  look();
})"""


@pytest.fixture(scope="module")
def release() -> Release:
    use(DEFAULT)
    return releases.current(DATA)


@pytest.fixture
def tab(new_page: NewPage) -> Tab:
    opened = new_page()
    opened.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return opened


def latin(page: Page) -> set[str]:
    """The Latin words a reader sees, addresses left out."""
    seen = (re.sub(r"https?://\S+", "", text) for text in page.evaluate(SEEN))
    return {word for text in seen for word in WORD.findall(text)}


def figure(page: Page, key: str) -> Locator:
    """The figure on the card of an indicator."""
    cards = ", ".join(f".st-key-kpi-{kind}-{key}" for kind in ("hero", "wide", "card"))
    return page.locator(f":is({cards}) .tn-figure b")


def said(release: Release, key: str, **chosen: tuple[str, ...]) -> str:
    """What that figure must be for a selection of the period shown first."""
    period = query.default_period(release)
    assert period is not None
    told = query.figure(release, query.Selection(period, **chosen), key)  # type: ignore[arg-type]
    return f.figure(told.indicator, told.number, published=told.published)


def rows(page: Page, title: str) -> Locator:
    """The places to click in the chart under a title, in the order of its rows."""
    heading = page.get_by_role("heading", name=title, exact=True)
    card = page.locator("[data-testid=stVerticalBlock]", has=heading).filter(visible=True).last
    return card.locator("[data-testid=stVegaLiteChart] svg .mark-rect").first.locator("path")


def copied_link(tab: Tab) -> str:
    """The link to this view, as its reader copies it."""
    tab.page.locator(".st-key-link button").click()
    code = tab.page.locator("[data-testid=stCode]").first
    code.hover()
    code.get_by_role("button").click()
    tab.page.keyboard.press("Escape")
    return str(tab.page.evaluate("() => navigator.clipboard.readText()"))


def by_value(release: Release, key: str, dimension: str) -> list[str]:
    """A dimension's codes by an indicator's value, the largest first: the order of bars."""
    period = query.default_period(release)
    assert period is not None
    frame = query.frame(release, query.Selection(period), key, (dimension,))
    codes = frame.groupby(dimension)["value"].sum().sort_values(ascending=False, kind="stable").index
    return [str(code) for code in codes]


def taken(tab: Tab, label: str) -> tuple[str, bytes]:
    """The name and the content of what a button behind 导出 gives."""
    if not tab.page.get_by_role("button", name=label, exact=True).is_visible():
        tab.page.locator(".st-key-export button").first.click()
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name=label, exact=True).click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def resize(tab: Tab, size: tuple[int, int]) -> None:
    tab.page.set_viewport_size({"width": size[0], "height": size[1]})
    tab.page.evaluate(STEADY)


@pytest.mark.parametrize("page", EVERY)
def test_a_cold_link_opens_a_whole_page(server: RunningApp, new_page: NewPage, page: str) -> None:
    tab = new_page()
    for link in (f"{server.url}/{page}", f"{server.url}/{page}?lang=en"):
        tab.open(link)
        resize(tab, DESKTOP)
        assert tab.page.evaluate(LOWEST) <= DESKTOP[1]
        if "lang" not in link:
            words = latin(tab.page) - CODES.get(page, set())
            assert {"English"} <= words <= ALLOWED
        resize(tab, PHONE)
        assert tab.page.evaluate(WIDEST) <= PHONE[0]
        assert tab.errors == []


def test_menus_speak_chinese_too(server: RunningApp, tab: Tab) -> None:
    tab.open(f"{server.url}/safety?town={TOWN}")
    for menu in (".st-key-link", ".st-key-export", f".st-key-why-{FOUND}"):
        tab.page.locator(f"{menu} button").first.click()
        expect(tab.page.locator("[data-testid=stPopoverBody]")).to_be_visible()
        assert latin(tab.page) <= ALLOWED
        tab.page.keyboard.press("Escape")
    assert tab.errors == []


def test_a_bar_filters_and_the_copied_link_opens_the_same_elsewhere(
    server: RunningApp, tab: Tab, new_page: NewPage, release: Release
) -> None:
    sector = by_value(release, OUTPUT, "sector")[1]
    tab.open(f"{server.url}/industry")
    expect(figure(tab.page, OUTPUT)).to_have_text(said(release, OUTPUT))
    rows(tab.page, "产业分布").nth(1).click(force=True)
    expect(tab.page).to_have_url(f"{server.url}/industry?sector={sector}")
    chosen = said(release, OUTPUT, sectors=(sector,))
    expect(figure(tab.page, OUTPUT)).to_have_text(chosen)
    tab.settle()
    link = copied_link(tab)
    assert link == tab.page.url

    elsewhere = new_page()
    elsewhere.open(link)
    assert figure(elsewhere.page, OUTPUT).inner_text() == chosen

    tab.page.go_back()
    expect(tab.page).to_have_url(f"{server.url}/industry")
    expect(figure(tab.page, OUTPUT)).to_have_text(said(release, OUTPUT))
    assert tab.errors + elsewhere.errors == []


def test_a_tile_filters_every_page(server: RunningApp, tab: Tab, release: Release) -> None:
    tab.open(f"{server.url}/overview")
    rows(tab.page, "镇街分布").nth(4).click(force=True)
    expect(tab.page).to_have_url(re.compile(r"\?town=\d{9}$"))
    town = tab.page.url[-9:]
    expect(figure(tab.page, INVESTMENT)).to_have_text(said(release, INVESTMENT, towns=(town,)))
    tab.settle()
    tab.page.locator(".st-key-nav a", has_text="投资").click()
    expect(tab.page).to_have_url(f"{server.url}/investment?town={town}")
    expect(tab.page.locator(".tn-title h1")).to_have_text("投资")
    expect(figure(tab.page, INVESTMENT)).to_have_text(said(release, INVESTMENT, towns=(town,)))
    assert tab.errors == []


def test_a_cell_filters_its_trade_and_town(server: RunningApp, tab: Tab, release: Release) -> None:
    trade, town = (by_value(release, FOUND, dimension)[0] for dimension in ("trade", "town"))
    tab.open(f"{server.url}/safety")
    rows(tab.page, "问题隐患分布 · 行业领域 × 镇街").first.click(force=True)
    expect(tab.page).to_have_url(f"{server.url}/safety?town={town}&trade={trade}")
    for key in (FOUND, VISITS):
        expect(figure(tab.page, key)).to_have_text(said(release, key, towns=(town,), trades=(trade,)))
    assert tab.errors == []


def test_a_row_opens_a_project_and_its_link_opens_it_again(
    server: RunningApp, tab: Tab, new_page: NewPage, release: Release
) -> None:
    tab.open(f"{server.url}/projects?list=signed")
    table = tab.page.locator("[data-testid=stDataFrame]").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    tab.page.mouse.click(box["x"] + 200, box["y"] + HEADER_PX + ROW_PX / 2)
    card = tab.page.get_by_role("dialog")
    expect(card).to_be_visible()
    expect(tab.page).to_have_url(re.compile(r"project=P\d+"))
    tab.settle()
    register = projects(release, query.Selection(query.default_period(release)), ("signed",)).set_index("project")  # type: ignore[arg-type]
    project = register.loc[re.findall(r"project=(P\d+)", tab.page.url)[0]]
    expect(card).to_contain_text(str(project["name"]))
    expect(card.locator(".tn-figure b").first).to_have_text(f.number(project["total_investment"]))
    link = tab.page.url

    elsewhere = new_page()
    elsewhere.open(link)
    again = elsewhere.page.get_by_role("dialog")
    expect(again.locator(".tn-standing")).to_have_text(card.locator(".tn-standing").inner_text(), use_inner_text=True)
    expect(again).to_contain_text(str(project["name"]))

    tab.page.keyboard.press("Escape")
    expect(tab.page).to_have_url(f"{server.url}/projects?list=signed")
    expect(card).not_to_be_visible()
    assert tab.errors + elsewhere.errors == []


def test_files_hold_the_rows_of_the_page(server: RunningApp, tab: Tab, release: Release) -> None:
    tab.open(f"{server.url}/investment?town={TOWN}")
    words = tab.page.locator(".tn-title span").inner_text()
    period = query.default_period(release)
    assert period is not None
    expected = investment_rows(release, query.Selection(period, towns=(TOWN,)))

    name, file = taken(tab, "项目完成投资（CSV）")
    assert f"{release.id}_演示数据" in name
    csv = pd.read_csv(BytesIO(file), encoding="utf-8-sig")
    assert csv["项目"].tolist() == expected["name"].tolist()
    assert csv["本期完成"].tolist() == pytest.approx(expected["value"].tolist(), abs=1e-6)
    assert (set(csv["筛选"]), set(csv["数据版本"])) == ({words}, {release.id})
    assert csv["数据性质"].str.contains("演示数据").all()

    name, file = taken(tab, "本页全部表格（Excel）")
    assert f"{release.id}_演示数据" in name
    book = load_workbook(BytesIO(file))
    check_notes(book.worksheets[0], words, release)
    said, _, header, *table = ([*row] for row in book["项目完成投资"].iter_rows(values_only=True))
    assert said[0] == "项目完成投资"
    assert book["项目完成投资"]["A2"].value == f"{words} · 数据版本 {release.id} · 演示数据"
    sheet = pd.DataFrame(table, columns=header)
    assert sheet["项目"].tolist() == expected["name"].tolist()
    assert sheet["本期完成"].tolist() == pytest.approx(expected["value"].tolist(), abs=1e-6)
    assert tab.errors == []


def check_notes(sheet: Worksheet, words: str, release: Release) -> None:
    """The notes say what was filtered, from which data, that it is a demonstration, and where it comes from."""
    said = {str(label): str(text) for label, text, *_ in sheet.iter_rows(values_only=True) if text}
    assert (said["筛选"], said["数据版本"]) == (words, release.id)
    assert "合成" in said["数据性质"]
    assert said["来源"]


def test_a_file_holds_every_row_however_few_are_shown(server: RunningApp, tab: Tab, release: Release) -> None:
    tab.open(f"{server.url}/safety")
    _, file = taken(tab, "本页全部表格（Excel）")
    book = load_workbook(BytesIO(file), read_only=True)
    _, _, header, *table = book["检查记录"].iter_rows(values_only=True)
    period = query.default_period(release)
    assert period is not None
    expected = inspections(release, query.Selection(period))
    assert len(table) == len(expected) == int(said(release, VISITS))
    days = pd.to_datetime([str(row[header.index("检查日期")]) for row in table])
    assert days.tolist() == expected["date"].tolist()
    assert tab.errors == []


def test_a_page_is_printed_as_it_is_seen(server: RunningApp, tab: Tab) -> None:
    tab.open(f"{server.url}/safety")
    tab.settle()
    tab.page.emulate_media(media="print")
    expect(tab.page.get_by_test_id("stSidebar")).to_be_hidden()
    row = tab.page.get_by_test_id("stHorizontalBlock").filter(has=tab.page.get_by_test_id("stVegaLiteChart")).first
    left, right = (row.get_by_test_id("stColumn").nth(place).bounding_box() for place in (0, 1))
    assert left
    assert right
    assert left["y"] == pytest.approx(right["y"], abs=1)
    assert left["x"] + left["width"] <= right["x"]

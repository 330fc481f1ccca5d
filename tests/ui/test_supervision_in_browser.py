"""督办 in a real browser: a bar chooses its owner, a row opens its item, letters and lists are taken away."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from playwright.sync_api import Download, Locator, expect

from tests.browser import DATA, PHONE, NewPage, RunningApp, Tab
from tongnan_metrics import query, releases
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query import supervision

pytestmark = pytest.mark.browser

OWNER = "区应急局"
MARCH = "period=2022-03"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, object]]:
    """What is red or amber in the committed release at the end of March."""
    lit = supervision.lit(releases.current(DATA), query.Selection(Period(2022, 3)))
    on = lit[lit["light"].isin(["red", "amber"])]
    return [{str(key): value for key, value in row.items()} for row in on.to_dict("records")]


def opened(new_page: NewPage, server: RunningApp, params: str, **options: object) -> Tab:
    tab = new_page(**options)
    tab.open(f"{server.url}/supervision?{params}")
    return tab


def taken(tab: Tab, label: str) -> bytes:
    """The file behind a button of the export control."""
    tab.page.locator(".st-key-export button").first.click()
    button = tab.page.get_by_role("button", name=label)
    with tab.page.expect_download() as download:
        button.click()
    return content(download.value)


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def bar_of(tab: Tab, name: str) -> Locator:
    """The bar of an owner in the chart of whose lights are on."""
    label = tab.page.locator(".role-axis-label text", has_text=re.compile(f"^{name}$"))
    return label.first


def test_a_letter_is_taken_away_and_says_what_the_page_says(
    server: RunningApp, new_page: NewPage, rows: list[dict[str, object]]
) -> None:
    tab = opened(new_page, server, f"{MARCH}&owner={OWNER}")
    mine = [row for row in rows if row["owner"] == OWNER]
    letter = docx.Document(BytesIO(taken(tab, f"致{OWNER}的督办函")))
    said = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    reds = sum(row["light"] == "red" for row in mine)
    assert f"你单位共有红灯事项{reds}项、黄灯事项{len(mine) - reds}项" in said
    assert "演示数据，非正式函件" in said
    (link,) = re.findall(r"逐项查询：(\S+)", said)
    assert link.startswith(server.url)
    items = {line.cells[2].text.split("\n")[-1] for line in letter.tables[0].rows[1:]}
    assert items == {row["item"] for row in mine}
    again = new_page()
    again.open(link)
    expect(again.page.locator(".tn-answer")).to_have_text(tab.page.locator(".tn-answer").inner_text())
    assert f"v={releases.current(DATA).id}" in link
    assert [tab.errors, again.errors] == [[], []]


def test_all_letters_and_the_whole_list_are_taken_away(
    server: RunningApp, new_page: NewPage, rows: list[dict[str, object]]
) -> None:
    tab = opened(new_page, server, MARCH)
    owners = {row["owner"] for row in rows if row["owner"]}
    with ZipFile(BytesIO(taken(tab, "督办函（ZIP）"))) as archive:
        assert len(archive.namelist()) == len(owners)
        assert all("演示数据" in name for name in archive.namelist())
    tab.page.keyboard.press("Escape")
    tab.settle()
    book = openpyxl.load_workbook(BytesIO(taken(tab, "本页全部表格")))
    sheet = book["逐项督办"]
    header = [cell.value for cell in sheet[3]]
    listed = [row[header.index("督办事项")] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert sorted(map(str, listed)) == sorted(str(row["item"]) for row in rows)
    assert tab.errors == []


def test_a_row_opens_its_item_and_the_item_its_proof(server: RunningApp, new_page: NewPage) -> None:
    tab = opened(new_page, server, f"{MARCH}&item=project.P0164")
    dialog = tab.page.locator("[data-testid=stDialog]")
    expect(dialog).to_contain_text("施工许可卡点233天")
    expect(dialog).to_contain_text("办理记录")
    dialog.get_by_role("link", name="查看依据").click()
    expect(tab.page).to_have_url(re.compile(r"/projects\?.*project=P0164"))
    expect(tab.page.locator("[data-testid=stDialog]")).to_contain_text("施工许可卡点233天")
    assert tab.errors == []


def test_choosing_an_owner_goes_into_the_link(server: RunningApp, new_page: NewPage) -> None:
    tab = opened(new_page, server, MARCH)
    bar_of(tab, OWNER).wait_for()
    box = bar_of(tab, OWNER).bounding_box()
    assert box is not None
    tab.page.mouse.click(box["x"] + box["width"] + 40, box["y"] + box["height"] / 2)
    expect(tab.page).to_have_url(re.compile("owner="))
    tab.settle()
    expect(tab.page.locator(".st-key-owner input")).to_have_value(OWNER)
    assert tab.errors == []


def test_a_phone_shows_it_without_scrolling_sideways(server: RunningApp, new_page: NewPage) -> None:
    tab = opened(new_page, server, f"{MARCH}&report=year", viewport=PHONE)
    width = tab.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert width <= PHONE[0]
    expect(tab.page.locator(".tn-answer")).to_contain_text("红灯")
    assert tab.errors == []

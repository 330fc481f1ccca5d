"""Editors in a real browser, signed in by a certified provider: what they may do, and everybody else may not."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import Page, expect

from tests import small
from tests.browser import NewPage, RunningApp, Tab, free_port, run_app
from tests.ingest.reports import output_sheet, workbook
from tests.provider import CLIENT, RunningProvider, ensure_provider, run_provider
from tests.ui.conftest import publish
from tongnan_metrics import query, releases
from tongnan_metrics.present import format as f
from tongnan_metrics.query import supervision
from tongnan_metrics.releases import Release

pytestmark = pytest.mark.browser

WANG, SUN = "wang@example.gov.cn", "sun@example.gov.cn"
ACCOUNTS = {
    "wang": {"email": WANG, "email_verified": True, "name": "王芳"},
    "sun": {"email": SUN, "email_verified": True, "groups": ["staff", "statistics"]},
    "li": {"email": "li@example.gov.cn", "email_verified": True, "name": WANG, "groups": ["staff"]},
    "zhao": {"email": WANG, "email_verified": False},
    "qian": {"email": "qian@example.gov.cn", "email_verified": True, "roles": ["statistics"], "groups": "statistic"},
}
SECRETS = """
[auth]
redirect_uri = "{redirect}"
cookie_secret = "only the tests know this cookie secret"
client_id = "{client_id}"
client_secret = "{client_secret}"
server_metadata_url = "{metadata}"
client_kwargs = {{ scope = "openid email profile groups", prompt = "login" }}

[editors]
emails = ["Wang@example.gov.cn"]
claim = "groups"
values = ["statistics"]
"""
NOTE = "修订一户产值 <b>加粗</b>"
OUTPUT = ".st-key-kpi-card-industrial_output .tn-figure b"
USER_COOKIE = "_streamlit_user"
PATIENCE_MS = 60_000
LIFETIME_S = 20


@dataclass(frozen=True, kw_only=True)
class Office:
    """The running app with its provider, and its data folder."""

    app: RunningApp
    provider: RunningProvider
    root: Path

    @property
    def current(self) -> Release:
        return releases.current(self.root)

    def url(self, section: str = "import") -> str:
        return f"{self.app.url}/data?list={section}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    ensure_provider()
    folder, port = tmp_path_factory.mktemp("office"), free_port()
    publish(folder / "data", 1)
    publish(folder / "data", 2)
    redirect = f"http://127.0.0.1:{port}/oauth2callback"
    with run_provider(log=folder / "provider.txt", redirect=redirect, accounts=ACCOUNTS) as provider:
        secrets = folder / "secrets.toml"
        secrets.write_text(SECRETS.format(redirect=redirect, metadata=provider.metadata, **CLIENT), encoding="utf-8")
        options = ("--secrets.files", str(secrets))
        with run_app(log=folder / "app.txt", data=folder / "data", port=port, options=options) as app:
            yield Office(app=app, provider=provider, root=folder / "data")


@pytest.fixture
def tab(new_page: NewPage) -> Iterator[Tab]:
    opened = new_page()
    opened.page.set_default_timeout(PATIENCE_MS)
    yield opened
    assert opened.errors == []


@pytest.fixture
def honest(office: Office) -> Iterator[RunningProvider]:
    """The provider, honest again after the test."""
    yield office.provider
    office.provider.control(forge=None, lifetime=3600)


def sign_in(tab: Tab, office: Office, name: str, *, section: str = "import") -> None:
    """Sign in as `name` from a section of the data page, and come back to it."""
    tab.open(office.url(section))
    tab.page.locator(".st-key-sign-in button").click()
    at_provider(tab.page, name)
    expect(tab.page).to_have_url(re.compile(rf"^{office.app.url}/data(\?|$)"))
    tab.settle()


def at_provider(page: Page, name: str) -> None:
    page.locator("[name=name]").fill(name)
    page.get_by_role("button", name="Sign in").click()


def refused(tab: Tab, sentence: str) -> None:
    """The page says why nothing can be changed, and gives nothing to change it with."""
    expect(tab.page.locator(".tn-state")).to_contain_text(sentence)
    expect(tab.page.locator("input[type=file]")).to_have_count(0)


def report(folder: Path, office: Office, *, more: float, name: str = "产值.xlsx", wrong: bool = False) -> Path:
    """A report of one enterprise's output in the period the app opens with, larger by `more` 万元."""
    release = office.current
    period = str(query.default_period(release))
    row = next(row for row in release.table("output").to_pylist() if row["period"] == period)
    output = "许多" if wrong else float(row["output"]) + more
    cells: list[Any] = [
        period,
        row["enterprise"],
        output,
        *(float(row[k]) for k in ("revenue", "profit", "electricity")),
    ]
    return workbook(folder / name, {"产值": output_sheet(cells)})


def upload(tab: Tab, path: Path) -> None:
    tab.page.locator("input[type=file]").set_input_files([path])


def onward(tab: Tab, words: str) -> None:
    tab.settle()
    tab.page.locator(".st-key-onward button", has_text=words).click()


def reload(tab: Tab) -> None:
    """Load the page again once its run is over: only then does the address say what is shown."""
    tab.settle()
    tab.page.reload()
    tab.settle()


def output_of(release: Release) -> str:
    period = query.default_period(release)
    assert period is not None
    figure = query.figure(release, query.Selection(period), "industrial_output")
    return f.figure(figure.indicator, figure.number)


def outcome(tab: Tab, sentence: str) -> None:
    expect(tab.page.locator(".tn-outcome")).to_contain_text(sentence)


def test_who_is_not_signed_in_only_reads(office: Office, tab: Tab) -> None:
    tab.open(office.url())
    refused(tab, "登录后方可变更数据")
    tab.open(office.url("releases"))
    expect(tab.page.locator(".st-key-keep")).to_have_count(0)
    put = "async () => (await fetch('/_stcore/upload_file/any/any', {method: 'PUT', body: 'x'})).status"
    assert tab.page.evaluate(put) == 403
    assert "403" in tab.errors.pop()


@pytest.mark.parametrize(
    ("name", "why"),
    [("li", "不是数据编辑人员"), ("zhao", "电子邮箱尚未验证"), ("qian", "不是数据编辑人员")],
    ids=["no editor", "e-mail not verified", "a claim the configuration does not trust"],
)
def test_who_is_signed_in_but_no_editor_only_reads(office: Office, tab: Tab, name: str, why: str) -> None:
    sign_in(tab, office, name)
    refused(tab, why)


def test_signing_out_leads_back_to_the_page_of_a_reader(office: Office, tab: Tab) -> None:
    sign_in(tab, office, "sun", section="journal")
    expect(tab.page.locator(".st-key-account")).to_contain_text(SUN)
    tab.page.locator(".st-key-sign-out button").click()
    tab.page.get_by_role("button", name="Sign out").click()
    expect(tab.page).to_have_url(office.url("journal"))
    expect(tab.page.locator(".st-key-sign-in")).to_be_visible()
    assert USER_COOKIE not in {cookie["name"] for cookie in tab.page.context.cookies()}


def test_an_editor_publishes_step_by_step_and_a_reload_loses_nothing(
    office: Office, tab: Tab, new_page: NewPage, tmp_path: Path
) -> None:
    before, town = office.current, small.TOWNS[0]
    follows, pinned, screen = new_page(), new_page(), new_page()
    follows.open(f"{office.app.url}/?town={town}")
    pinned.open(f"{office.app.url}/?v={before.id}")
    screen.open(f"{office.app.url}/?embed=true")
    expect(follows.page.locator(".tn-notice")).to_have_count(0)

    sign_in(tab, office, "wang")
    problems_are_told(tab, report(tmp_path, office, more=0, wrong=True))
    upload(tab, report(tmp_path, office, more=20_000))
    preview_and_confirm(tab, note=NOTE)
    assert office.current == before
    tab.page.locator(".st-key-publish button").click()
    made = published(tab, office)
    assert (made.manifest.parent, made.manifest.author, made.manifest.note) == (before.id, WANG, NOTE)
    assert [source.name for source in made.manifest.originals] == ["产值.xlsx"]
    tab.page.get_by_role("link", name="查看新数据").click()
    expect(tab.page.locator(OUTPUT)).to_have_text(output_of(made))

    open_pages_notice(follows, pinned, made)
    expect(screen.page.locator(OUTPUT)).to_have_text(output_of(made))  # nobody is there to ask
    the_original_is_kept(tab, office, tmp_path / "产值.xlsx")
    follows.settle()
    assert f"town={town}" in follows.page.url
    assert [follows.errors, pinned.errors, screen.errors] == [[], [], []]


def problems_are_told(tab: Tab, path: Path) -> None:
    """A wrong report's problem stands on the page, in the list to take away and in the marked report; reloaded too."""
    said = tab.page.locator(".tn-answer", has_text="错误1个")
    upload(tab, path)
    expect(said).to_be_visible()
    reload(tab)
    expect(said).to_be_visible()
    expect(tab.page.locator(".st-key-onward")).to_have_count(0)
    with tab.page.expect_download() as listed:
        tab.page.locator(".st-key-problems-json button").click()
    (problem,) = json.loads(Path(listed.value.path()).read_text(encoding="utf-8"))
    assert (problem["level"], problem["file"], problem["cell"]) == ("error", path.name, "C4")
    with tab.page.expect_download() as marked:
        tab.page.get_by_role("button", name=f"批注件：{path.name}").click()
    assert openpyxl.load_workbook(BytesIO(Path(marked.value.path()).read_bytes()))["产值"]["C4"].comment is not None


def preview_and_confirm(tab: Tab, *, note: str) -> None:
    """On to the step before publishing, with the page reloaded at each step."""
    said = tab.page.locator(".tn-answer", has_text="规上工业生产修改1行。")
    onward(tab, "预览变化")
    expect(said).to_be_visible()
    reload(tab)
    expect(said).to_be_visible()
    onward(tab, "继续确认")
    written = tab.page.locator(".st-key-import-note input")
    written.fill(note)
    written.press("Enter")
    tab.settle()
    reload(tab)
    expect(written).to_have_value(note)
    if tab.page.locator(".st-key-import-accept").count():
        tab.page.locator(".st-key-import-accept label").click()


def published(tab: Tab, office: Office) -> Release:
    """What was published, said by the page before and after a reload."""
    said = tab.page.locator(".tn-answer", has_text="已发布，所有读者即刻可见")
    expect(said).to_be_visible()
    reload(tab)
    expect(said).to_be_visible()
    expect(tab.page.locator(".tn-definitions", has_text=NOTE)).to_be_visible()
    return office.current


def the_original_is_kept(tab: Tab, office: Office, path: Path) -> None:
    """An editor gets the report back byte by byte."""
    tab.open(f"{office.url('sources')}&source={releases.file_sha256(path)[:12]}")
    with tab.page.expect_download() as kept:
        tab.page.get_by_role("button", name="下载原件").click()
    assert Path(kept.value.path()).read_bytes() == path.read_bytes()


def open_pages_notice(follows: Tab, pinned: Tab, made: Release) -> None:
    """Within half a minute an open page offers the new data, and a pinned one says what changed."""
    notice, number = follows.page.locator(".tn-notice"), made.manifest.sequence
    expect(notice).to_contain_text("规上工业生产修改1行", timeout=30_000)
    follows.page.locator(".st-key-refresh button").click()
    expect(notice).to_have_count(0)
    expect(follows.page.locator(".st-key-foot")).to_contain_text(f"第 {number} 版")
    told = pinned.page.locator(".tn-notice")
    expect(told).to_contain_text(f"此后已发布第 {number} 版", timeout=30_000)
    expect(told).to_contain_text("规上工业生产修改1行")


def test_one_editor_does_not_meet_the_reports_of_another(office: Office, new_page: NewPage, tmp_path: Path) -> None:
    for name, expected in (("sun", 1), ("wang", 0)):
        tab = new_page()
        sign_in(tab, office, name)
        if name == "sun":
            upload(tab, report(tmp_path, office, more=1, name="孙的产值.xlsx", wrong=True))
            expect(tab.page.locator(".tn-answer", has_text="错误1个")).to_be_visible()
            tab.page.locator(".st-key-back button").click()
            expect(tab.page.locator(".tn-file")).to_have_count(expected)
            tab.page.locator("[class*=st-key-remove-] button").click()
        expect(tab.page.locator(".tn-file")).to_have_count(0)
        expect(tab.page.locator("input[type=file]")).to_have_count(1)
        assert tab.errors == []


def test_an_editor_keeps_and_restores_and_the_journal_says_who(office: Office, tab: Tab) -> None:
    first = releases.history(office.root)[-1]
    sign_in(tab, office, "sun", section="releases")
    tab.open(f"{office.url('releases')}&release={first.id}")
    tab.page.get_by_role("button", name="保留", exact=True).click()
    outcome(tab, "已设为保留")
    assert first.id in releases.kept(office.root)
    tab.page.locator(".st-key-let-go button").click()
    outcome(tab, "已取消保留")
    tab.page.locator(".st-key-restoring button").click()
    tab.page.locator(".st-key-restore-note input").fill("回到上一版")
    tab.page.locator(".st-key-restore button").click()
    outcome(tab, f"内容与 {first.id} 相同")
    made = office.current
    assert made.table("output").equals(releases.open_release(office.root, first.id).table("output"))
    deeds = releases.read_journal(office.root).deeds[-3:]
    assert [(deed.author, deed.action.value) for deed in deeds] == [(SUN, "keep"), (SUN, "let-go"), (SUN, "restore")]
    assert (deeds[-1].of, deeds[-1].note) == (first.id, "回到上一版")


def test_an_expired_session_changes_nothing_and_says_so(office: Office, honest: RunningProvider, tab: Tab) -> None:
    honest.control(lifetime=LIFETIME_S)
    sign_in(tab, office, "sun", section="releases")
    keep = tab.page.get_by_role("button", name="保留", exact=True)
    expect(keep).to_be_visible()
    (cookie,) = (c["value"] for c in tab.page.context.cookies() if c["name"] == USER_COOKIE)
    time.sleep(max(0.0, payload_of(cookie)["exp"] - time.time()) + 0.1)
    keep.click()
    outcome(tab, "登录已过期")
    assert releases.kept(office.root) == frozenset()
    expect(tab.page.locator(".st-key-sign-in")).to_contain_text("重新登录")
    expect(keep).to_have_count(0)


def payload_of(cookie: str) -> dict[str, Any]:
    """What a sign-in cookie says, whatever its signature is worth."""
    _, said = URLSafeTimedSerializer("any").loads_unsafe(cookie)
    told: dict[str, Any] = json.loads(said)
    return told


@pytest.mark.parametrize("signed", ["as it was", "by another key"])
def test_a_cookie_somebody_tampered_with_is_worth_nothing(office: Office, tab: Tab, signed: str) -> None:
    sign_in(tab, office, "li")
    (cookie,) = (c for c in tab.page.context.cookies() if c["name"] == USER_COOKIE)
    claims = {**payload_of(cookie["value"]), "email": WANG, "groups": ["statistics"]}
    forged = str(URLSafeTimedSerializer("a guess", salt=USER_COOKIE).dumps(json.dumps(claims)))
    if signed == "as it was":
        forged = ".".join((forged.rsplit(".", 2)[0], *cookie["value"].rsplit(".", 2)[1:]))
    assert payload_of(forged)["email"] == WANG
    tab.page.context.add_cookies([{"name": USER_COOKIE, "value": forged, "url": office.app.url}])
    reload(tab)
    refused(tab, "登录后方可变更数据")


@pytest.mark.parametrize("forge", ["key", "claims"])
def test_an_identity_token_the_provider_did_not_sign_is_refused(
    office: Office, honest: RunningProvider, tab: Tab, forge: str
) -> None:
    honest.control(forge=forge)
    sign_in(tab, office, "wang")
    refused(tab, "登录后方可变更数据")
    assert USER_COOKIE not in {cookie["name"] for cookie in tab.page.context.cookies()}


def test_an_editor_answers_what_is_supervised_and_everybody_sees_it(office: Office, tab: Tab) -> None:
    period = query.default_period(office.current)
    assert period is not None
    item = str(supervision.lit(office.current, query.Selection(period))["item"].iloc[0])
    address = f"{office.app.url}/supervision?item={item}"
    nothing_to_answer_with(tab, address, "登录后方可变更数据")
    sign_in(tab, office, "wang")
    tab.open(address)
    send = tab.page.locator(".st-key-answer-send button")
    send.click()
    outcome(tab, "办理情况为空")
    tab.page.locator(".st-key-answer-note textarea").fill(NOTE)
    tab.page.keyboard.press("Tab")
    send.click()
    outcome(tab, "已发布，见数据第")
    expect(tab.page.locator("[data-testid=stDialog]")).to_contain_text("办理记录")  # the newest data, without reloading
    made = office.current
    row = made.table("actions").to_pylist()[-1]
    told = [row[key] for key in ("item", "author", "kind", "note", "period")]
    assert told == [item, WANG, "note", NOTE, str(period)]
    deed = releases.read_journal(office.root).deeds[-1]
    assert (deed.author, deed.release, item in deed.note) == (WANG, made.id, True)
    nothing_to_answer_with(tab, f"{address}&v={made.manifest.parent}", "请打开最新数据后答复")


def nothing_to_answer_with(tab: Tab, address: str, why: str) -> None:
    """The item is opened, but there is no form; the page says why."""
    tab.open(address)
    expect(tab.page.locator("[data-testid=stDialog]")).to_contain_text(why)
    expect(tab.page.locator(".st-key-answer-send")).to_have_count(0)

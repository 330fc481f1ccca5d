"""The data page without a browser: what readers see, and that nothing on it lets them change anything."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import RunApp, publish
from tests.ui.test_shell import html
from tongnan_metrics import releases
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.releases import Release, SourceFile
from tongnan_metrics.ui import account
from tongnan_metrics.ui.editors import PROVIDER_KEYS

CHANGING = {"keep", "let-go", "restore", "check-all", "publish"}
AUTH = dict.fromkeys(PROVIDER_KEYS, "http://127.0.0.1/x")


@pytest.fixture
def two(data: Path) -> tuple[Release, Release]:
    return publish(data, 1), publish(data, 2)


def tables(app: AppTest) -> dict[str, list[str]]:
    """The first column of every table, by the table's title."""
    return {str(t.proto.alt): [str(value) for value in t.value.iloc[:, 0]] for t in app.dataframe}


def buttons(app: AppTest) -> set[str]:
    return {button.key or "" for button in app.button}


def signing_in(app: AppTest, **more: object) -> AppTest:
    app.secrets["auth"] = AUTH
    app.secrets["editors"] = {"emails": ["test@example.com"], **more}
    return app.run()


def test_the_versions_stand_with_how_they_differ(two: tuple[Release, Release], run_app: RunApp) -> None:
    app = run_app("data")
    assert not app.exception
    assert tables(app)["全部版本"] == ["第 2 版", "第 1 版"]
    assert "当前显示第2版，由tester于" in html(app)
    assert two[1].id in html(app)
    assert tables(app)["变化的行"]
    assert f"v={two[1].id}" in "".join(code.value for code in app.code)
    assert not CHANGING & buttons(app)


def test_a_link_opens_a_version_and_what_it_is_compared_with(two: tuple[Release, Release], run_app: RunApp) -> None:
    third = publish(two[0].path.parents[1], 3)
    app = run_app("data", release=two[0].id, against=third.id)
    assert app.selectbox(key="against").value == third.id
    assert f"v={two[0].id}" in "".join(code.value for code in app.code)
    assert "无（首个版本）" in html(app)


def test_a_damaged_version_to_compare_with_is_one_sentence(data: Path, run_app: RunApp) -> None:
    first, _ = publish(data, 5), publish(data, 6)  # nobody has compared these before
    first.file("output").write_bytes(b"damaged")
    app = run_app("data")
    assert not app.exception
    assert "output.parquet" in html(app)
    assert tables(app)["全部版本"] == ["第 2 版", "第 1 版"]


def test_when_the_current_version_is_damaged_the_others_are_there_to_be_restored(
    two: tuple[Release, Release], run_app: RunApp
) -> None:
    (two[1].path / "manifest.json").write_text("{}", encoding="utf-8")
    app = run_app("data")
    assert not app.exception
    assert "manifest.json" in html(app)
    assert tables(app)["全部版本"] == ["第 1 版"]
    assert "当前显示第1版" in html(app)


def test_every_dataset_has_its_template(release: Release, run_app: RunApp) -> None:
    app = run_app("data", list="templates")
    assert not app.exception
    labels = {str(element.proto.label) for element in app.get("download_button")}
    assert {str(dataset.name) for dataset in REPORTED.values()} <= labels


def test_sources_stand_with_the_files_they_come_from_whose_originals_are_for_editors(
    data: Path, tmp_path: Path, run_app: RunApp
) -> None:
    report = tmp_path / "产值.xlsx"
    report.write_bytes(b"as it came")
    source = SourceFile(report.name, releases.file_sha256(report))
    before = publish(data, 1)
    fewer = {"output": before.table("output").slice(1)}
    release = releases.publish(data, fewer, author="tester", sources={"output": (source,)}, originals={source: report})
    app = run_app("data", list="sources", source=source.sha256[:12])
    assert not app.exception
    assert tables(app)["本版数据来源"] == release.table("sources")["title"].to_pylist()
    assert tables(app)["来源文件"] == ["产值.xlsx"]
    assert source.sha256 in html(app)
    assert "原件仅供编辑人员下载" in html(app)
    assert not [e for e in app.get("download_button") if e.proto.label == "下载原件"]


def test_the_journal_tells_who_did_what_the_last_first(
    two: tuple[Release, Release], data: Path, run_app: RunApp
) -> None:
    releases.keep(data, two[0].id, author="<script>alert(1)</script>")
    app = run_app("data", list="journal")
    assert not app.exception
    (rows,) = (t.value for t in app.dataframe)
    assert rows["author"].tolist() == ["<script>alert(1)</script>", "tester", "tester"]
    assert rows["release"].tolist() == [two[0].id, two[1].id, two[0].id]
    assert "<script>" not in html(app)


def test_a_torn_journal_is_told(release: Release, data: Path, run_app: RunApp) -> None:
    with (data / "journal.jsonl").open("a", encoding="utf-8") as journal:
        journal.write('{"at": "2022')
    app = run_app("data")
    assert "操作日志中残缺或损坏的行：2" in html(app)


def test_without_a_provider_the_page_says_how_to_import_on_the_server(release: Release, run_app: RunApp) -> None:
    app = run_app("data", list="import")
    assert not app.exception
    assert "数据变更在服务器上进行" in html(app)
    assert "python -m tongnan_metrics import" in app.code[-1].value
    assert not app.get("file_uploader")
    assert "sign-in" not in buttons(app)
    assert "登录配置缺少" not in html(app)


def test_a_provider_half_configured_is_told_by_its_keys(release: Release, run_app: RunApp) -> None:
    app = run_app("data", list="import")
    app.secrets["auth"] = {**AUTH, "client_id": "", "cookie_secret": ""}
    app.run()
    assert "登录配置缺少：cookie_secret, client_id。" in html(app)
    assert "sign-in" not in buttons(app)


def test_a_stranger_is_asked_to_sign_in(two: tuple[Release, Release], run_app: RunApp) -> None:
    app = signing_in(run_app("data", list="import", step="confirm"))
    assert not app.exception
    assert "登录后方可变更数据" in html(app)
    assert "sign-in" in buttons(app)
    assert not app.get("file_uploader")
    app = signing_in(run_app("data"))
    assert not CHANGING & buttons(app)


def test_nobody_uploads_before_he_is_an_editor() -> None:
    assert not account.may_upload("")
    assert not account.may_upload("some session")


def test_nothing_is_changed_outside_of_a_session() -> None:
    with pytest.raises(account.NotAllowedError):
        account.editor({})


def test_english_is_complete(two: tuple[Release, Release], run_app: RunApp) -> None:
    for section in ("releases", "import", "templates", "sources", "journal"):
        app = run_app("data", list=section, lang="en")
        assert not app.exception
        assert "published by tester" in html(app)

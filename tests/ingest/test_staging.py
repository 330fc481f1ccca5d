"""Reports on their way in: nothing leads out of the desk, nothing is lost on it, nothing stays for ever."""

import os
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongnan_metrics.ingest import staging
from tongnan_metrics.ingest.staging import Desk, StagingError, Words, put, remember, safe_name, sweep, take_off
from tongnan_metrics.releases import StoreError

KEY, OTHER = "0" * 32, "f" * 32


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, KEY)


def names(desk: Desk) -> list[str]:
    return [path.name for path in desk.files]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("2022年1—2月 产值.xlsx", "2022年1—2月 产值.xlsx"),
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("/absolute/月报.csv", "月报.csv"),
        ("..", "report"),
        (".", "report"),
        ("", "report"),
        (".xlsx", "xlsx"),
        ("a\0b\n.xlsx", "ab.xlsx"),
        ("invoice\u202exslx.exe", "invoicexslx.exe"),
        ("C:evil|name?.xlsx", "C_evil_name_.xlsx"),
        ("<img src=x onerror=alert(1)>.xlsx", "_img src=x onerror=alert(1)_.xlsx"),
        ("trailing. ", "trailing"),
        ("a name without a dot", "a name without a dot"),
        ("a.long suffix", "a.long suffix"),
        ("长" * 99 + ".xlsx", "长" * 51 + ".xlsx"),
    ],
)
def test_names_are_kept_without_what_leads_elsewhere(name: str, kept: str) -> None:
    assert safe_name(name) == kept


@given(st.text())
def test_no_name_leads_out_of_a_folder(name: str) -> None:
    kept = safe_name(name)
    assert Path(kept).name == kept
    assert kept not in {"", ".", ".."}
    assert kept.isprintable()
    assert len(kept.encode()) <= staging.MOST_NAME_BYTES
    assert safe_name(kept) == kept


@pytest.mark.parametrize("key", ["x", "../" + "0" * 29, "g" * 32, "0" * 33])
def test_a_desk_is_nowhere_else(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match=re.escape(key)):
        Desk(tmp_path, key)


def test_reports_lie_there_until_they_are_taken_off(desk: Desk) -> None:
    put(desk, "b.xlsx", b"1")
    put(desk, "../a.xlsx", b"2")
    assert names(desk) == ["a.xlsx", "b.xlsx"]
    assert Desk(desk.root, OTHER).files == ()
    take_off(desk, ["b.xlsx", "../a.xlsx", "c.xlsx"])
    assert names(desk) == ["a.xlsx"]


def test_a_report_sent_again_replaces_the_first(desk: Desk) -> None:
    put(desk, "a.xlsx", b"wrong")
    put(desk, "a.xlsx", b"right")
    assert [path.read_bytes() for path in desk.files] == [b"right"]
    assert [path.name for path in desk.folder.iterdir()] == ["files"]


def test_a_full_desk_takes_no_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "MOST_FILES", 2)
    monkeypatch.setattr(staging, "MOST_BYTES", 4)
    monkeypatch.setattr(staging, "MOST_TOGETHER", 5)
    put(desk, "a.xlsx", b"1234")
    for name, content in (("b.xlsx", b"12345"), ("b.xlsx", b"12")):
        with pytest.raises(StagingError, match=r"b\.xlsx"):
            put(desk, name, content)
    put(desk, "b.xlsx", b"1")
    with pytest.raises(StagingError, match=r"c\.xlsx"):
        put(desk, "c.xlsx", b"")
    put(desk, "a.xlsx", b"4321")
    assert [path.read_bytes() for path in desk.files] == [b"4321", b"1"]


def test_what_is_remembered_survives(desk: Desk) -> None:
    assert desk.words == Words()
    told = Words("一二月 " + "长" * 999, replace_periods=True, delete=("a.xlsx",), published="0003-0000aaaa")
    remember(desk, told)
    assert Desk(desk.root, KEY).words == replace(told, note=told.note[: staging.MOST_NOTE])
    (desk.folder / "desk.json").write_text("{", encoding="utf-8")
    assert desk.words == Words()


def test_desks_nobody_touched_for_a_week_are_cleared_away(desk: Desk) -> None:
    other = Desk(desk.root, OTHER)
    for one in (desk, other):
        put(one, "a.xlsx", b"1")
        remember(one, Words("note"))
    now = time.time()
    for path in (desk.folder, *desk.folder.rglob("*")):
        os.utime(path, (now - staging.KEPT_S - 9, now - staging.KEPT_S - 9))
    sweep(desk.root, now=now)
    assert not desk.folder.exists()
    assert names(other) == ["a.xlsx"]
    sweep(desk.root / "nowhere")


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / staging.UPLOADS).write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError):
        put(Desk(tmp_path, KEY), "a.xlsx", b"1")

"""Answers to what is supervised: checked, numbered, published at once, and kept for ever."""

import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests import small
from tongnan_metrics import ingest, releases
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.ingest import Answer, WrongAnswerError
from tongnan_metrics.releases import Release

MARCH = Period(2022, 3)
NOON = datetime(2022, 4, 6, 4, 5, 59, 999, tzinfo=UTC)


@pytest.fixture
def base(tmp_path: Path) -> Release:
    tables = small.tables(3)
    whole = {**tables, "actions": tables["actions"].slice(0, 0), "monthly": monthly.build(tables)}
    return releases.publish(tmp_path / "data", whole, author="tester", created_at=NOON)


@pytest.fixture
def root(base: Release) -> Path:
    return base.path.parents[1]


def answer(**changed: Any) -> Answer:
    return Answer(
        **{"item": "project.P1", "period": MARCH, "author": "某局", "kind": "note", "note": "在办", **changed}
    )


def last(release: Release) -> dict[str, Any]:
    row: dict[str, Any] = release.table("actions").to_pylist()[-1]
    return row


def test_an_answer_is_published_with_who_and_when(base: Release, root: Path) -> None:
    release = ingest.act(root, answer(), at=NOON)
    assert releases.current(root) == release
    assert release.manifest.parent == base.id
    assert last(release) == {
        "action": "DB2022-001",
        "item": "project.P1",
        "period": "2022-03",
        "at": datetime(2022, 4, 6, 12, 5, 59),  # noqa: DTZ001 - China Standard Time
        "author": "某局",
        "kind": "note",
        "note": "在办",
        "due": None,
        "source": "supervision",
    }
    sources = {row["source"]: row["source_kind"] for row in release.table("sources").to_pylist()}
    assert sources["supervision"] == "reported"
    deed = releases.read_journal(root).deeds[-1]
    assert (deed.author, deed.release) == ("某局", release.id)
    assert "project.P1" in deed.note
    assert "在办" in deed.note
    for key in ("projects", "hazards", "monthly"):
        assert release.file(key).samefile(base.file(key))


def test_answers_are_numbered_within_their_year_and_only_added(root: Path) -> None:
    first = ingest.act(root, answer(), at=NOON)
    second = ingest.act(root, answer(kind="due", due=date(2022, 5, 1), note=""), at=NOON.replace(hour=5))
    third = ingest.act(root, answer(kind="resolved", note=""), at=NOON.replace(year=2023))
    assert first.table("sources") == third.table("sources")
    rows = third.table("actions").to_pylist()
    assert [(row["action"], row["kind"], row["due"]) for row in rows] == [
        ("DB2022-001", "note", None),
        ("DB2022-002", "due", date(2022, 5, 1)),
        ("DB2023-001", "resolved", None),
    ]
    assert second.table("actions").to_pylist() == rows[:2]


def test_the_same_answer_twice_is_one(root: Path) -> None:
    first = ingest.act(root, answer(), at=NOON)
    assert ingest.act(root, answer(note="  在办\n"), at=NOON.replace(hour=7)) == first
    other = ingest.act(root, answer(author="另一局"), at=NOON.replace(hour=8))
    assert ingest.act(root, answer(), at=NOON.replace(hour=9)) != other


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"item": "project.P77"}, "project.P7"),
        ({"item": "nonsense"}, "nonsense"),
        ({"item": "planet.P1"}, "planet.P1"),
        ({"item": "indicator.industrial_outpt"}, "industrial_output"),
        ({"kind": "shrug"}, "shrug"),
        ({"author": "  \n "}, "填报人"),
        ({"note": " "}, "办理情况"),
        ({"kind": "due"}, "新期限"),
        ({"kind": "due", "due": date(2022, 3, 31)}, "2022-03-31"),
        ({"period": Period(2031, 3)}, "2031-03"),
    ],
)
def test_an_answer_that_says_too_little_is_refused_whole(
    base: Release, root: Path, changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(WrongAnswerError, match=said):
        ingest.act(root, answer(**changed))
    assert releases.current(root) == base


@pytest.mark.parametrize("item", ["hazard", "issue", "indicator.industrial_output", "indicator.lead_count"])
def test_everything_supervised_can_be_answered(base: Release, root: Path, item: str) -> None:
    keys = {"hazard": ("hazards", "hazard"), "issue": ("enterprise_issues", "issue")}
    if item in keys:
        dataset, key = keys[item]
        item = f"{item}.{base.table(dataset)[key][0].as_py()}"
    if item.endswith("lead_count"):
        item = f"{item}.{small.TOWNS[0]}"
    assert last(ingest.act(root, answer(item=item)))["item"] == item


def test_words_are_kept_printable_and_short(root: Path) -> None:
    row = last(ingest.act(root, answer(note="好\x00\x1b[31m" + "长" * 600, author="某\u202e局")))
    assert len(row["note"]) == 500
    assert (row["note"] + row["author"]).isprintable()


def test_answering_to_nothing_published_says_so(tmp_path: Path) -> None:
    with pytest.raises(releases.NoReleaseError):
        ingest.act(tmp_path / "empty", answer())


def test_two_who_answer_at_once_are_both_heard(root: Path) -> None:
    who = [f"第{i}局" for i in range(4)]
    threads = [threading.Thread(target=ingest.act, args=(root, answer(author=name))) for name in who]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = releases.current(root).table("actions").to_pylist()
    assert sorted(row["author"] for row in rows) == who
    assert len({row["action"] for row in rows}) == len(who)

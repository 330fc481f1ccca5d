"""Releases: written once, whole or not at all, in order, never lost, and damage is noticed."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.releases.small import codes, flip, publish, towns, trades
from tongnan_metrics import releases
from tongnan_metrics.catalog.datasets import DATASETS, TOWNS


def test_nothing_is_published_at_first(tmp_path: Path) -> None:
    with pytest.raises(releases.NoReleaseError, match=str(tmp_path)):
        releases.current(tmp_path)
    assert releases.history(tmp_path) == ()


def test_published_is_current_whole_and_sorted(tmp_path: Path) -> None:
    release = publish(tmp_path, towns(3, 1, 2), note="first")
    assert releases.current(tmp_path) == release
    assert codes(release) == ["1", "2", "3"]
    assert release.manifest.datasets["towns"].rows == 3
    assert (release.manifest.author, release.manifest.note, release.manifest.parent) == ("tester", "first", None)
    assert set(release.manifest.datasets) == set(DATASETS)
    for key, dataset in DATASETS.items():
        assert release.table(key).schema.equals(dataset.schema)
    releases.verify(release)


def test_many_rows_are_written_in_order_a_group_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongnan_metrics.releases.writing.ROWS_PER_GROUP", 4)
    release = publish(tmp_path, towns(*range(19, 9, -1)))
    assert codes(release) == [str(code) for code in range(10, 20)]
    assert pq.ParquetFile(release.file("towns")).num_row_groups == 3


def test_a_release_stays_pinned_when_newer_ones_come(tmp_path: Path) -> None:
    first = publish(tmp_path, towns(1))
    second = publish(tmp_path, towns(1, 2))
    assert codes(releases.open_release(tmp_path, first.id)) == ["1"]
    assert codes(releases.current(tmp_path)) == ["1", "2"]
    assert second.manifest.parent == first.id
    assert [m.id for m in releases.history(tmp_path)] == [second.id, first.id]


def test_same_tables_and_time_give_the_same_bytes(tmp_path: Path) -> None:
    a, b = (publish(tmp_path / name, towns(1, 2)) for name in "ab")
    assert a.id == b.id
    assert sorted(p.name for p in a.path.iterdir()) == sorted(p.name for p in b.path.iterdir())
    assert all(p.read_bytes() == (b.path / p.name).read_bytes() for p in a.path.iterdir())


def test_unchanged_files_are_shared_and_keep_their_sources(tmp_path: Path) -> None:
    report = releases.SourceFile("a.xlsx", "0" * 64)
    first = publish(tmp_path, towns(1), sources={"towns": (report,)})
    second = publish(tmp_path, towns(1) | trades(2))
    assert second.file("towns").samefile(first.file("towns"))
    assert not second.file("trades").samefile(first.file("trades"))
    assert second.manifest.datasets["towns"].sources == (report,)
    assert second.manifest.sources == (report,)


def test_datasets_not_given_are_taken_over(tmp_path: Path) -> None:
    publish(tmp_path, towns(1))
    assert codes(publish(tmp_path, trades(1))) == ["1"]


def test_ids_are_in_order_even_when_the_clock_goes_back(tmp_path: Path) -> None:
    publish(tmp_path, towns(1))
    later = publish(tmp_path, towns(2), created_at=datetime(1999, 1, 1, tzinfo=UTC))
    assert later.manifest.sequence == 2
    assert releases.current(tmp_path) == later


def test_restoring_publishes_the_old_content_anew(tmp_path: Path) -> None:
    first, second = publish(tmp_path, towns(1)), publish(tmp_path, towns(2))
    restored = releases.restore(tmp_path, first.id, author="tester")
    assert codes(restored) == ["1"]
    assert restored.id.split("-")[1] == first.id.split("-")[1]
    assert (restored.manifest.sequence, restored.manifest.parent) == (3, second.id)
    assert restored.file("towns").samefile(first.file("towns"))


def test_unknown_release_names_the_nearest(tmp_path: Path) -> None:
    release = publish(tmp_path, towns(1))
    with pytest.raises(releases.UnknownReleaseError, match=release.id):
        releases.open_release(tmp_path, f"{release.id[:-1]}x")
    with pytest.raises(releases.UnknownReleaseError):
        releases.open_release(tmp_path, "../releases")


@pytest.mark.parametrize(
    "table",
    [
        towns(1)["towns"].drop_columns(["note"] if "note" in TOWNS.schema.names else ["lon"]),
        pa.Table.from_pylist([{"town": "1"}], schema=TOWNS.schema),
    ],
    ids=["a column missing", "a required cell empty"],
)
def test_tables_that_are_not_their_datasets_are_refused(tmp_path: Path, table: pa.Table) -> None:
    with pytest.raises(ValueError, match="towns"):
        publish(tmp_path, {"towns": table})
    assert releases.history(tmp_path) == ()


@pytest.mark.parametrize("place", [4, 60, 200, -5])
def test_a_flipped_bit_is_named_and_the_last_good_release_serves(tmp_path: Path, place: int) -> None:
    good = publish(tmp_path, towns(1))
    bad = publish(tmp_path, towns(*range(50)))
    flip(bad.file("towns"), place)
    assert releases.broken_files(bad) == ("towns.parquet",)
    with pytest.raises(releases.BrokenReleaseError, match=r"towns\.parquet"):
        releases.verify(bad)
    assert releases.last_good(tmp_path) == good
    with pytest.raises(releases.BrokenReleaseError, match=r"towns\.parquet"):
        publish(tmp_path, trades(1))
    assert codes(releases.restore(tmp_path, good.id, author="tester")) == ["1"]


def test_a_changed_manifest_is_noticed(tmp_path: Path) -> None:
    good = publish(tmp_path, towns(1))
    bad = publish(tmp_path, towns(2))
    plain = json.loads((bad.path / "manifest.json").read_text(encoding="utf-8"))
    (bad.path / "manifest.json").write_text(json.dumps(plain | {"author": "somebody"}), encoding="utf-8")
    with pytest.raises(releases.BrokenReleaseError, match=r"manifest\.json"):
        releases.current(tmp_path)
    assert releases.last_good(tmp_path) == good
    assert codes(releases.restore(tmp_path, good.id, author="tester")) == ["1"]


def test_a_vanished_folder_is_one_clear_sentence(tmp_path: Path) -> None:
    release = publish(tmp_path, towns(1))
    shutil.rmtree(release.path)
    with pytest.raises(releases.BrokenReleaseError, match="CURRENT"):
        releases.current(tmp_path)
    with pytest.raises(releases.BrokenReleaseError, match=r"towns\.parquet"):
        release.table("towns")
    shutil.rmtree(tmp_path)
    with pytest.raises(releases.NoReleaseError):
        releases.current(tmp_path)


def test_newer_releases_survive_a_pointer_moved_back_by_hand(tmp_path: Path) -> None:
    first, second = publish(tmp_path, towns(1)), publish(tmp_path, towns(2))
    (tmp_path / "CURRENT").write_text(first.id, encoding="ascii")
    third = publish(tmp_path, towns(3))
    assert [m.id for m in releases.history(tmp_path)] == [third.id, second.id, first.id]
    assert third.manifest.parent == first.id


def test_the_data_folder_moves_with_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert releases.data_root().name == "data"
    monkeypatch.setenv("TONGNAN_DATA", str(tmp_path))
    assert releases.data_root() == tmp_path


def test_every_damaged_file_of_every_release_is_told(tmp_path: Path) -> None:
    first, second = publish(tmp_path, towns(1)), publish(tmp_path, towns(2))
    assert releases.damages(tmp_path) == ()
    first.file("towns").unlink()
    (second.path / "manifest.json").write_text("{}", encoding="utf-8")
    assert [(error.release, error.file) for error in releases.damages(tmp_path)] == [
        (second.id, "manifest.json"),
        (first.id, "towns.parquet"),
    ]


def test_a_new_history_takes_the_place_of_an_old_one(tmp_path: Path) -> None:
    publish(tmp_path, towns(1))
    publish(tmp_path, towns(2))
    with releases.replacing(tmp_path) as fresh:
        other = publish(fresh, towns(3))
    assert [m.id for m in releases.history(tmp_path)] == [other.id]
    assert codes(releases.current(tmp_path)) == ["3"]


def test_a_new_history_that_fails_changes_nothing(tmp_path: Path) -> None:
    old = publish(tmp_path, towns(1))
    with pytest.raises(ValueError, match="towns"), releases.replacing(tmp_path) as fresh:
        publish(fresh, {"towns": trades(1)["trades"]})
    assert releases.current(tmp_path) == old
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CURRENT", "journal.jsonl", "publish.lock", "releases"]


@pytest.mark.parametrize("cut", [1, 40, 150])
def test_a_line_cut_off_by_a_death_gives_way_to_itself(tmp_path: Path, cut: int) -> None:
    publish(tmp_path, towns(1))
    release = publish(tmp_path, towns(2))
    journal = tmp_path / "journal.jsonl"
    line = journal.read_bytes().splitlines(keepends=True)[1]
    (tmp_path / ".staging").mkdir()
    (tmp_path / ".staging" / journal.name).write_bytes(line)  # as one leaves it who dies while writing the line
    journal.write_bytes(journal.read_bytes()[:-cut])
    releases.keep(tmp_path, release.id, author="tester")
    told = releases.read_journal(tmp_path)
    assert told.notice is None
    assert [deed.action for deed in told.deeds] == ["publish", "publish", "keep"]


def test_a_line_cut_off_by_somebody_else_stays_by_itself(tmp_path: Path) -> None:
    first = publish(tmp_path, towns(1))
    publish(tmp_path, towns(2))
    journal = tmp_path / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-40])
    releases.keep(tmp_path, first.id, author="tester")
    told = releases.read_journal(tmp_path)
    assert told.torn == (2,)
    assert [(deed.action, deed.release) for deed in told.deeds] == [("publish", first.id), ("keep", first.id)]


def test_a_release_on_its_way_is_in_no_list(tmp_path: Path) -> None:
    now, coming = publish(tmp_path, towns(1)), publish(tmp_path / "other", towns(1, 2))
    (tmp_path / ".staging").mkdir()
    (tmp_path / ".staging" / "CURRENT").write_text(f"0002-{coming.id[5:]}\n", encoding="ascii")
    coming.path.rename(tmp_path / "releases" / f"0002-{coming.id[5:]}")
    assert [manifest.id for manifest in releases.history(tmp_path)] == [now.id]
    assert releases.last_good(tmp_path) == now
    assert releases.damages(tmp_path) == ()
    assert publish(tmp_path, towns(3)).manifest.sequence == 2


def test_rows_count_what_was_reported(tmp_path: Path) -> None:
    assert publish(tmp_path, towns(1, 2) | trades(3)).manifest.rows == 5

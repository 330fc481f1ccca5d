"""The connection reads its release and nothing else, says whose file is broken, and never waits for ever."""

import threading
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tests import small
from tests.query.conftest import NewRelease, SomeRelease
from tongnan_metrics.query import connection
from tongnan_metrics.query.connection import SlowQueryError, ask, records
from tongnan_metrics.releases import BrokenReleaseError, Release

HUNDRED_MILLION = "SELECT count(*) FROM range(100000) a, range(1000000) b WHERE a.range * b.range % 7 = 3"


@pytest.fixture
def release(some_release: SomeRelease) -> Release:
    return some_release(0)[1]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_csv('/proc/self/environ')",
        "SELECT * FROM read_parquet('../*/*.parquet')",
        "SET threads = 4",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "INSTALL httpfs",
        "LOAD httpfs",
        "ATTACH '../other.db'",
        "SELECT * FROM HUNDRED_MILLION",
    ],
)
def test_nothing_outside_the_release_can_be_reached(release: Release, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        ask(release, sql)


def test_values_are_bound_never_read_as_sql(release: Release) -> None:
    found = ask(release, "SELECT $word AS word", {"word": "'; DROP VIEW monthly; --"})
    assert list(found["word"]) == ["'; DROP VIEW monthly; --"]
    assert len(ask(release, "FROM monthly LIMIT 1")) == 1


def test_records_keep_plain_values(release: Release) -> None:
    row = records(release, "SELECT NULL AS nothing, 1.50::DECIMAL(18, 2) AS money, DATE '2022-03-31' AS day")[0]
    assert row["nothing"] is None
    assert str(row["money"]) == "1.50"
    assert row["day"].isoformat() == "2022-03-31"


def test_slow_query_is_interrupted(release: Release) -> None:
    with pytest.raises(SlowQueryError):
        ask(release, HUNDRED_MILLION, patience_s=0.2)
    assert len(ask(release, "FROM monthly LIMIT 1")) == 1


def test_one_connection_a_release_and_old_ones_go(some_release: SomeRelease, new_release: NewRelease) -> None:
    releases = [
        some_release(0)[1],
        *(new_release(small.tables(seed, size=1)) for seed in range(connection.KEPT_RELEASES)),
    ]
    for one in releases:
        ask(one, "SELECT 1")
    assert connection._connection.cache_info().currsize <= connection.KEPT_RELEASES
    before = connection._connection.cache_info().misses
    ask(releases[-1], "SELECT 1")
    assert connection._connection.cache_info().misses == before


def test_many_ask_at_once(release: Release) -> None:
    found: list[int] = []
    sql = "SELECT count(*) AS n FROM monthly"
    threads = [threading.Thread(target=lambda: found.append(int(ask(release, sql)["n"][0]))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16
    assert len(set(found)) == 1


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_broken_file_is_named(new_release: NewRelease, damage: str) -> None:
    broken = new_release(small.tables(9, size=2))
    file: Path = broken.file("output")
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:40])
    with pytest.raises(BrokenReleaseError) as caught:
        ask(broken, "FROM output")
    assert caught.value.file == "output.parquet"


def test_a_dataset_younger_than_the_release_is_empty(release: Release) -> None:
    older = {key: entry for key, entry in release.manifest.datasets.items() if key != "actions"}
    old = Release(release.path, replace(release.manifest, datasets=older))
    assert old.table("actions").num_rows == 0
    assert ask(old, 'SELECT action, "at", due FROM actions').empty
    assert not ask(old, "FROM towns").empty

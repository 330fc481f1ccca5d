"""One locked in-memory DuckDB connection for each release in use, with a view for each of its datasets.

A connection may read nothing but its release's folder, and its configuration is locked. Every call has a cursor of
its own; no more calls run at once than there are cores, and one that takes too long is interrupted.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import lru_cache
from threading import BoundedSemaphore, Timer
from typing import Any

import duckdb
import pandas as pd

from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.locale import tr
from tongnan_metrics.releases import BrokenReleaseError, Release, broken_files

KEPT_RELEASES = 4
PATIENCE_S = 20.0
# Threads beyond the cores only queue: each call runs on one.
CONFIG: Mapping[str, str | bool | int] = {
    "threads": 1,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

_gate = BoundedSemaphore(os.cpu_count() or 1)


class SlowQueryError(Exception):
    """A query took longer than a page may wait."""

    def __init__(self) -> None:
        super().__init__(tr("The query took too long and was stopped: choose less, or ask again later."))


Values = Mapping[str, object]


def ask(release: Release, sql: str, values: Values | None = None, *, patience_s: float = PATIENCE_S) -> pd.DataFrame:
    """The rows `sql` finds in a release, whose datasets are its views; `values` fill ``$names``, never the text.

    DECIMAL columns come as float64. Raises `SlowQueryError` after `patience_s` seconds, `BrokenReleaseError` when a
    file of the release is missing or damaged.
    """
    with _running(release, patience_s) as cursor:
        return cursor.execute(sql, dict(values or {})).df()


def records(release: Release, sql: str, values: Values | None = None) -> list[dict[str, Any]]:
    """The same as plain Python values, a dict a row: for what is small and looked up, not computed with."""
    with _running(release, PATIENCE_S) as cursor:
        cursor.execute(sql, dict(values or {}))
        columns = [str(column[0]) for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def _running(release: Release, patience_s: float) -> Iterator[duckdb.DuckDBPyConnection]:
    with _explained(release), _gate, closing(_connection(_views(release), str(release.path)).cursor()) as cursor:
        timer = Timer(patience_s, cursor.interrupt)
        timer.start()
        try:
            yield cursor
        finally:
            timer.cancel()


def _views(release: Release) -> tuple[tuple[str, str], ...]:
    return tuple((key, str(release.file(key)) if release.has(key) else "") for key in DATASETS)


@lru_cache(maxsize=KEPT_RELEASES)
def _connection(views: tuple[tuple[str, str], ...], folder: str) -> duckdb.DuckDBPyConnection:
    """The release's connection; a former release's one closes when the last cursor on it is gone."""
    connection = duckdb.connect(":memory:", config=dict(CONFIG))
    for key, file in views:
        if file:
            _with_later_columns(connection, connection.read_parquet(file), DATASETS[key]).create_view(key)
        else:  # the release is older than the dataset
            connection.from_arrow(DATASETS[key].schema.empty_table()).create(key)
    # This order: each line forbids changing the ones before it.
    connection.execute(f"SET allowed_directories = [{_quoted(folder + os.sep)}]")
    connection.execute("SET temp_directory = ''")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _with_later_columns(
    connection: duckdb.DuckDBPyConnection, held: duckdb.DuckDBPyRelation, dataset: Dataset
) -> duckdb.DuckDBPyRelation:
    """What an older release holds of a dataset, with the columns of today it lacks and may lack: they are empty."""
    today = connection.from_arrow(dataset.schema.empty_table())
    lacking = {
        key: kind
        for key, kind in zip(today.columns, today.types, strict=True)
        if key in dataset.optional and key not in held.columns
    }
    return held.project(", ".join(["*", *(f"NULL::{kind} AS {key}" for key, kind in lacking.items())]))


def _quoted(path: str) -> str:
    return "'" + path.replace("'", "''") + "'"


@contextmanager
def _explained(release: Release) -> Iterator[None]:
    """Say which file is to blame when the database cannot read one."""
    try:
        yield
    except duckdb.InterruptException:
        raise SlowQueryError from None
    except duckdb.Error as error:
        for file in broken_files(release):
            raise BrokenReleaseError(release.id, file) from error
        raise

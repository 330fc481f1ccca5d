"""Random releases to ask, published once each."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

import pyarrow as pa
import pytest

from tests import small
from tongnan_metrics.analysis import monthly
from tongnan_metrics.releases import Release, publish

Tables = dict[str, pa.Table]
NewRelease = Callable[[Tables], Release]
SomeRelease = Callable[[int], tuple[Tables, Release]]


@pytest.fixture(scope="session")
def new_release(tmp_path_factory: pytest.TempPathFactory) -> NewRelease:
    """Publish tables, with their cube, in a data folder of their own."""

    def make(tables: Tables) -> Release:
        whole = {**tables, "monthly": monthly.build(tables)}
        root = tmp_path_factory.mktemp("data")
        return publish(root, whole, author="test", created_at=datetime(2022, 4, 1, tzinfo=UTC))

    return make


@pytest.fixture(scope="session")
def some_release(new_release: NewRelease) -> SomeRelease:
    """The random release of a seed, and the tables it was made of."""

    @cache
    def make(seed: int) -> tuple[Tables, Release]:
        tables = small.tables(seed, size=8)
        return tables, new_release(tables)

    return make

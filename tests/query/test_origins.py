"""A figure's sources: what printed it, else what the very rows say that it is made of."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.query.conftest import SomeRelease
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query.origins import sources_of

# Written as a reader of the ledgers would: dataset, and which rows count in January and February 2022.
BY_HAND: dict[str, tuple[str, Callable[[dict[str, Any]], bool]]] = {
    "industrial_output": ("output", lambda row: row["period"] == "2022-02"),
    "safety_inspections": ("inspections", lambda row: "2022-01-01" <= str(row["date"]) <= "2022-02-28"),
    "enterprise_issues_collected": (
        "enterprise_issues",
        lambda row: "2022-01-01" <= str(row["raised"]) <= "2022-02-28",
    ),
    "project_stage_count": ("project_events", lambda _: True),
    "industrial_index": ("index_inputs", lambda row: row["period"] == "2022-02"),
}


@pytest.mark.parametrize("key", BY_HAND)
@pytest.mark.parametrize("seed", [1, 4])
def test_a_computed_figure_rests_on_the_sources_of_its_rows(some_release: SomeRelease, key: str, seed: int) -> None:
    tables, release = some_release(seed)
    dataset, counts = BY_HAND[key]
    titles = {row["source"]: row["title"] for row in tables["sources"].to_pylist()}
    said = {titles[row["source"]] for row in tables[dataset].to_pylist() if counts(row) and row["source"] in titles}
    assert set(sources_of(release, key, Period(2022, 2))) == said


def test_a_printed_figure_rests_on_what_printed_it(some_release: SomeRelease) -> None:
    tables, release = some_release(1)
    titles = {row["source"]: row["title"] for row in tables["sources"].to_pylist()}
    for row in tables["published"].to_pylist()[:5]:
        assert sources_of(release, "industrial_output", Period(2022, 2), row["figure"]) == (titles[row["source"]],)


@pytest.mark.parametrize("key", INDICATORS)
def test_every_indicator_can_be_asked(some_release: SomeRelease, key: str) -> None:
    _, release = some_release(1)
    titles = sources_of(release, key, Period(2022, 2))
    assert len(titles) == len(set(titles))

"""Differences between releases: what dictionaries say, for any rows; and laid over the one they give the other."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import small
from tests.releases.small import publish, towns, trades
from tongnan_metrics import releases
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.datasets import BLOCKERS, OUTPUT, REPORTED
from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.ingest.merge import merge
from tongnan_metrics.releases.difference import Difference, rows

Rows = dict[tuple[Any, ...], dict[str, Any]]

money = st.decimals(min_value=-99, max_value=99, places=2).map(lambda n: Decimal(str(n)))
amounts = [f.key for f in OUTPUT.fields if pa.types.is_decimal(f.type.arrow)]
output_cells = st.fixed_dictionaries(
    {
        "source": st.sampled_from("ab"),
        **{key: st.none() | money if key.endswith("_base") else money for key in amounts},
    }
)
output_rows = st.dictionaries(st.tuples(st.sampled_from(["2022-02", "2022-03"]), st.sampled_from("EFG")), output_cells)
days = st.dates(min_value=date(2022, 1, 1), max_value=date(2022, 1, 3))
blocker_cells = st.fixed_dictionaries(
    {
        "project": st.just("P"),
        "category": st.just("land"),
        "detail": st.none() | st.just("详"),
        "raised": days,
        "owner": st.sampled_from(["局", "委"]),
        "due": st.none() | days,
        "resolved": st.none() | days,
        "source": st.just("a"),
    }
)
blocker_rows = st.dictionaries(st.tuples(st.sampled_from("ABCD")), blocker_cells)


def table(dataset: Dataset, told: Rows) -> pa.Table:
    cells = [{**dict(zip(dataset.primary_key, key, strict=True)), **row} for key, row in told.items()]
    return pa.Table.from_pylist(cells, schema=dataset.schema)


def keyed(dataset: Dataset, said: pa.Table) -> Rows:
    plain = said.to_pylist()
    return {tuple(row.pop(key) for key in dataset.primary_key): row for row in plain}


def says_what_dictionaries_say(dataset: Dataset, before: Rows, after: Rows) -> Difference:
    found = rows(dataset, table(dataset, before), table(dataset, after))
    both = before.keys() & after.keys()
    changed = {key for key in both if before[key] != after[key]}
    assert keyed(dataset, found.added) == {key: after[key] for key in after.keys() - before}
    assert keyed(dataset, found.removed) == {key: before[key] for key in before.keys() - after}
    assert keyed(dataset, found.before) == {key: before[key] for key in changed}
    assert keyed(dataset, found.after) == {key: after[key] for key in changed}
    assert found.unchanged == len(both - changed)
    assert bool(found) == (before != after)
    return found


@given(output_rows, output_rows)
def test_a_difference_of_amounts(before: Rows, after: Rows) -> None:
    found = says_what_dictionaries_say(OUTPUT, before, after)
    order = [(key, "ascending") for key in OUTPUT.primary_key]
    assert all(part.equals(part.sort_by(order)) for part in (found.added, found.removed, found.before, found.after))


@given(blocker_rows, blocker_rows)
def test_a_difference_of_days_and_empty_cells(before: Rows, after: Rows) -> None:
    says_what_dictionaries_say(BLOCKERS, before, after)


@given(output_rows, output_rows)
def test_what_was_added_and_changed_laid_over_the_old_gives_the_new(before: Rows, after: Rows) -> None:
    old = table(OUTPUT, before)
    new, _ = merge(OUTPUT, old, table(OUTPUT, after), made=pa.array([], pa.string()))
    found = rows(OUTPUT, old, new)
    assert not found.removed.num_rows
    again, change = merge(OUTPUT, old, pa.concat_tables([found.added, found.after]), made=pa.array([], pa.string()))
    assert keyed(OUTPUT, again) == keyed(OUTPUT, new) == before | after
    assert (change.added, change.changed, change.unchanged) == (found.added.num_rows, found.after.num_rows, 0)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_dataset_can_be_compared(tmp_path: Path, seed: int) -> None:
    tables = small.tables(seed)
    whole = releases.publish(tmp_path, {**tables, "monthly": monthly.build(tables)}, author="tester")
    nothing = {key: dataset.schema.empty_table() for key, dataset in REPORTED.items()}
    empty = releases.publish(tmp_path, nothing, author="tester")
    filled = {key: said.num_rows for key, said in tables.items() if said.num_rows}
    assert {key: found.removed.num_rows for key, found in releases.diff(whole, empty).items()} == filled
    assert {key: found.added.num_rows for key, found in releases.diff(empty, whole).items()} == filled
    assert releases.diff(whole, whole) == {}


def test_only_what_differs_is_told(tmp_path: Path) -> None:
    before = publish(tmp_path, towns(1, 2) | trades(1))
    after = publish(tmp_path, towns(2, 3))
    assert [*releases.diff(before, after)] == ["towns"]

"""Frames say what the rows say, whatever is asked of whichever release."""

from pathlib import Path

import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import small
from tests.query.conftest import SomeRelease
from tests.query.plainly import Group, Pair, answers
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.indicators import INDICATORS, dimensions_of, measures_of
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.catalog.model import Growth, Indicator, Kind, Mode, Ratio, Sum
from tongnan_metrics.catalog.periods import Basis, Period, between
from tongnan_metrics.query.frames import COLUMNS, figure, figures, frame
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import publish

SUMMED = [item for item in INDICATORS.values() if isinstance(item.formula, Sum | Ratio | Growth)]
PERIODS = list(between(small.FIRST, small.LAST))
CODES = {"towns": small.TOWNS, "sectors": small.SECTORS, "trades": small.TRADES}
DIMENSIONS = {"towns": "town", "sectors": "sector", "trades": "trade"}


@st.composite
def questions(draw: st.DrawFn) -> tuple[Selection, Indicator, tuple[str, ...]]:
    """Something to ask: an indicator, a selection it can answer, and how to split it."""
    item = draw(st.sampled_from(SUMMED))
    dims = dimensions_of(item)
    kept = {
        name: draw(st.lists(st.sampled_from(codes), max_size=2, unique=True).map(tuple))
        for name, codes in CODES.items()
        if DIMENSIONS[name] in dims
    }
    park = draw(st.booleans()) if "park" in dims else False
    period, basis = draw(st.sampled_from(PERIODS)), draw(st.sampled_from(Basis))
    by = draw(st.lists(st.sampled_from(["period", *dims]), max_size=3, unique=True).map(tuple))
    towns, sectors, trades = (kept.get(name, ()) for name in CODES)
    return Selection(period, basis, towns, sectors, trades, park=park), item, by


def told(found: pd.DataFrame, selection: Selection, by: tuple[str, ...]) -> dict[Group, Pair]:
    """The frame by (period, *dimensions); what says nothing, or nothing but zeros, is left out."""
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    dims = [key for key in by if key != "period"]
    pairs = {
        (row.get("period", str(selection.period)), *(row[d] for d in dims)): (row["value"], row["base"]) for row in rows
    }
    return {key: pair for key, pair in pairs.items() if any(pair)}


@given(seed=st.integers(0, 3), question=questions())
@settings(max_examples=150)
def test_frame_equals_a_plain_count_of_the_rows(
    some_release: SomeRelease, seed: int, question: tuple[Selection, Indicator, tuple[str, ...]]
) -> None:
    tables, release = some_release(seed)
    selection, item, by = question
    found = frame(release, selection, item.key, by)
    assert list(found.columns) == [*by, *COLUMNS]
    expected = answers(tables, selection, item, by)
    got = told(found, selection, by)
    assert set(got) == set(expected)
    for key, pair in expected.items():
        assert got[key] == pytest.approx(pair), key


@given(seed=st.integers(0, 3), question=questions())
@settings(max_examples=40)
def test_rows_come_in_the_order_asked(
    some_release: SomeRelease, seed: int, question: tuple[Selection, Indicator, tuple[str, ...]]
) -> None:
    _, release = some_release(seed)
    selection, item, by = question
    found = frame(release, selection, item.key, by)
    assert not found.duplicated(list(by)).any() if by else len(found) == 1
    if by and by[0] in {"period", "town", "sector", "trade"}:
        first = found[by[0]].dropna()
        assert first.is_monotonic_increasing


@given(seed=st.integers(0, 3), question=questions())
@settings(max_examples=40)
def test_parts_add_up_to_the_whole(
    some_release: SomeRelease, seed: int, question: tuple[Selection, Indicator, tuple[str, ...]]
) -> None:
    _, release = some_release(seed)
    selection, item, _ = question
    if not isinstance(item.formula, Sum):
        return
    whole = figure(release, selection, item.key)
    for key in dimensions_of(item):
        parts = frame(release, selection, item.key, (key,))
        assert parts["value"].sum() == pytest.approx(whole.value or 0.0)
        assert parts["base"].sum() == pytest.approx(whole.base or 0.0)


FLOWING = [i for i in SUMMED if isinstance(i.formula, Sum) and MEASURES[i.formula.measure].mode is not Mode.STOCK]


@pytest.mark.parametrize("item", FLOWING, ids=[item.key for item in FLOWING])
def test_months_add_up_to_the_year(some_release: SomeRelease, item: Indicator) -> None:
    _, release = some_release(2)
    december = Selection(Period(2021, 12), Basis.MONTH)
    months = frame(release, december, item.key, ("period",))
    months = months[months["period"].str.startswith("2021")]
    assert len(months) == 11
    assert months["value"].sum() == pytest.approx(figure(release, Selection(december.period), item.key).value)


def test_figures_are_the_frames_row(some_release: SomeRelease) -> None:
    _, release = some_release(0)
    for basis in Basis:
        selection = Selection(PERIODS[-2], basis)
        for key, found in figures(release, selection, INDICATORS).items():
            row = frame(release, selection, key).iloc[0]
            for column in ("value", "base", "growth", "change"):
                assert (None if pd.isna(row[column]) else row[column]) == getattr(found, column), (key, column)
            assert (found.value is None) == (found.reason is not None)
            assert found.origin == row["origin"]


def test_levels_grow_and_rates_change(some_release: SomeRelease) -> None:
    _, release = some_release(1)
    found = figures(release, Selection(PERIODS[-2]), [item.key for item in SUMMED])
    for item in found.values():
        relative = item.indicator.kind in {Kind.LEVEL, Kind.COUNT}
        assert (item.change if relative else item.growth) is None


def test_origin_is_mixed_when_sources_are(some_release: SomeRelease) -> None:
    tables, release = some_release(0)
    kinds = set(tables["output"]["source"].to_pylist())
    assert len(kinds) > 1
    assert figure(release, Selection(PERIODS[-2]), "industrial_output").origin == "mixed"
    by_park = frame(release, Selection(PERIODS[-2]), "industrial_output", ("sector", "town", "park"))
    assert set(by_park["origin"].dropna()) <= {"reported", "synthetic", "mixed"}


def test_every_summed_indicator_is_asked_here() -> None:
    assert {item.key for item in SUMMED} == {
        item.key
        for item in INDICATORS.values()
        if measures_of(item) and not type(item.formula).__name__.startswith(("Completion", "Pace"))
    }


def test_measure_an_old_release_never_counted_is_not_zero(tmp_path: Path) -> None:
    tables = small.tables(0, size=4)
    cube = monthly.build(tables)
    older = cube.filter(pc.field("measure") != "enterprises_visited")
    old = publish(tmp_path, tables | {"monthly": older}, author="test")
    found = figure(old, Selection(PERIODS[-2]), "enterprise_visits")
    assert (found.value, str(found.reason)) == (None, "本期没有数据")
    assert frame(old, Selection(PERIODS[-2]), "enterprise_visits", ("town",)).empty


def test_an_old_release_s_cube_lacks_later_columns_and_answers_without(tmp_path: Path) -> None:
    tables = small.tables(0, size=4)
    cube = monthly.build(tables)
    old = publish(tmp_path, tables | {"monthly": cube}, author="test")
    pq.write_table(old.table("monthly").drop_columns(["owner", "tier"]), old.file("monthly"))
    whole = figure(old, Selection(PERIODS[-2]), "enterprise_issues_collected")
    (row,) = frame(old, Selection(PERIODS[-2]), "enterprise_issues_collected", ("owner",)).to_dict("records")
    assert (row["owner"], row["value"]) == (None, whole.value)
    towns = frame(old, Selection(PERIODS[-2]), "enterprise_issues_collected", ("town",))
    assert towns["value"].sum() == whole.value

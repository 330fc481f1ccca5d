"""The monthly cube holds exactly what adding up the rows by hand gives."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import reference, small
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.datasets import DATASETS, DIMENSION_KEYS
from tongnan_metrics.catalog.measures import MEASURES
from tongnan_metrics.catalog.periods import Period


def lines(cube: pa.Table, measure: str) -> dict[reference.Cell, reference.Line]:
    """The cube's rows of a measure, but for the one that says it was counted and nothing found."""
    return {
        (row["period"], *(row[k] for k in DIMENSION_KEYS)): (row["value"], row["base"], row["rows"], row["synthetic"])
        for row in cube.to_pylist()
        if row["measure"] == measure and (row["rows"] or row["base"] is not None)
    }


@given(seed=st.integers(0, 10_000), size=st.integers(1, 8))
@settings(max_examples=15)
def test_cube_equals_a_plain_recount(seed: int, size: int) -> None:
    tables = small.tables(seed, size=size)
    cube = monthly.build(tables)
    periods = monthly.reporting_periods(tables)
    assert cube.schema.equals(DATASETS["monthly"].schema)
    for measure in MEASURES:
        assert lines(cube, measure) == reference.cube(tables, measure, periods[0], periods[-1]), measure


@given(seed=st.integers(0, 10_000))
@settings(max_examples=5)
def test_order_of_rows_does_not_matter(seed: int) -> None:
    tables = small.tables(seed, size=6)
    turned = {key: table.take(pa.array(range(len(table) - 1, -1, -1), pa.int64())) for key, table in tables.items()}
    one, other = monthly.build(tables), monthly.build(turned)
    for measure in MEASURES:
        assert lines(one, measure) == lines(other, measure)


def of(dataset: str, *rows: dict[str, object]) -> dict[str, pa.Table]:
    """Rows of one dataset beside an output row that makes 2020-02..2022-03 the reporting periods."""
    blank = {"revenue": Decimal(0), "profit": Decimal(0), "electricity": Decimal(0), "source": "s"}
    output = [{"period": p, "enterprise": "E", "output": Decimal(1), **blank} for p in ("2020-02", "2022-03")]
    tables = {dataset: rows, "output": output}
    tables["sources"] = [{"source": "s", "title": "", "issuer": "", "source_kind": "reported"}]
    return {key: pa.Table.from_pylist(list(held), schema=DATASETS[key].schema) for key, held in tables.items()}


def series(tables: dict[str, pa.Table], measure: str) -> dict[str, int]:
    held = lines(monthly.build(tables), measure)
    return {str(cell[0]): int(value) for cell, (value, _, rows, _) in held.items() if rows}


def test_january_counts_in_february_and_the_new_year_starts_again() -> None:
    visits = [
        {"visit": str(i), "date": day, "enterprise": "E", "source": "s"}
        for i, day in enumerate((date(2021, 1, 5), date(2021, 2, 28), date(2021, 12, 31), date(2022, 1, 1)))
    ]
    found = series(of("visits", *visits), "visits")
    assert "2020-12" not in found
    assert (found["2021-02"], found["2021-11"], found["2021-12"]) == (2, 2, 3)
    assert (found["2022-02"], found["2022-03"]) == (1, 1)


def test_stock_leaves_on_the_day_of_the_next_event() -> None:
    reached = (("negotiating", date(2021, 3, 31)), ("signed", date(2021, 5, 31)), ("landed", date(2021, 5, 31)))
    events = [{"project": "P", "stage": stage, "date": day, "source": "s"} for stage, day in reached]
    tables = of("project_events", *events)
    assert list(series(tables, "negotiating")) == ["2021-03", "2021-04"]
    staged = lines(monthly.build(tables), "projects_staged")
    stages = {cell[0]: cell[1 + DIMENSION_KEYS.index("stage")] for cell, line in staged.items() if line[2]}
    assert (stages["2021-04"], stages["2021-05"], stages["2022-03"]) == ("negotiating", "landed", "landed")


def test_town_without_dates_is_always_there_and_its_last_day_counts() -> None:
    known = {"name_zh": "", "name_en": "", "town_kind": "town", "tile_col": 0, "tile_row": 0}
    towns = [{"town": "1", **known}, {"town": "2", **known, "valid_to": date(2021, 6, 30)}]
    tables = of("towns", *towns)
    counted = [(str(cell[0]), cell[1]) for cell, line in lines(monthly.build(tables), "towns").items() if line[2]]
    assert ("2020-02", "1") in counted
    assert max(period for period, town in counted if town == "2") == "2021-06"


def test_done_counts_only_within_the_year_it_was_raised() -> None:
    def issue(key: str, raised: date, resolved: date | None) -> dict[str, object]:
        told = {"category": "labour", "owner": "o", "source": "s"}
        return {"issue": key, "enterprise": "E", "raised": raised, "resolved": resolved, **told}

    tables = of(
        "enterprise_issues",
        issue("a", date(2021, 2, 1), date(2021, 4, 1)),
        issue("b", date(2021, 12, 1), date(2022, 1, 10)),
        issue("c", date(2021, 12, 2), None),
    )
    resolved = series(tables, "issues_resolved")
    assert "2021-03" not in resolved
    assert (resolved["2021-04"], resolved["2021-12"]) == (1, 1)
    assert "2022-02" not in resolved


def test_base_is_the_year_before_and_none_in_the_first_year() -> None:
    fairs = [{"fair": str(i), "date": date(2020, 3 + i, 1), "town": "1", "name": "", "source": "s"} for i in range(2)]
    held = lines(monthly.build(of("job_fairs", *fairs)), "job_fairs")
    found = {str(cell[0]): line[:3] for cell, line in held.items()}
    none = Decimal(0)
    assert found["2020-04"] == (Decimal(2), None, 2)
    assert found["2021-03"] == (none, Decimal(1), 0)
    assert found["2021-12"] == (none, Decimal(2), 0)
    assert "2022-03" not in found


def test_measure_that_never_has_rows_is_marked_as_counted() -> None:
    visited = {"inspection": "N", "date": date(2021, 5, 4), "town": "1", "trade": "fire", "department": ""}
    counts = dict.fromkeys(("hazards_found", "penalised", "warnings", "suspended"), 0)
    project = {"project": "P", "stage": "signed", "date": date(2021, 5, 4), "source": "s"}
    rows = monthly.build(of("project_events", project)).to_pylist()
    marked = [row for row in rows if row["measure"] == "negotiating"]
    assert [(row["period"], row["value"], row["rows"], row["base"]) for row in marked] == [("2021-05", 0, 0, None)]
    fined = monthly.build(of("inspections", {**visited, **counts, "fine": Decimal(0), "source": "s"})).to_pylist()
    assert not [row for row in fined if row["measure"] == "negotiating"]


@pytest.mark.parametrize("dataset", ["towns", "sectors"])
def test_nothing_reported_gives_an_empty_cube(dataset: str) -> None:
    empty = DATASETS[dataset].schema.empty_table()
    assert monthly.build({dataset: empty}).num_rows == 0


def test_published_periods_are_used_when_nothing_else_carries_any() -> None:
    figure = {"figure": "F", "period": "2022-03", "area": "1", "indicator": "x", "value": Decimal(1), "source": "s"}
    printed = {"printed": "1", "printed_unit": "", "printed_period": "2022Q1"}
    rows = pa.Table.from_pylist([figure | printed], schema=DATASETS["published"].schema)
    assert monthly.reporting_periods({"published": rows}) == (Period(2022, 3),)

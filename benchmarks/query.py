"""The monthly cube against the same questions asked of the raw rows, side by side, on the demo and on twenty of it.

Trust the ratios: times depend on the machine and on what else it does.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics import demo, releases
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query.connection import ask
from tongnan_metrics.query.frames import figures, frame
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

ROUNDS = 9
PERIOD = Period(2022, 3)
RECENT = {"start": PERIOD.start, "end": PERIOD.end, "period": str(PERIOD)}
HAZARDS = "FROM hazards JOIN inspections USING (inspection)"
OUTPUT = "FROM output JOIN enterprises USING (enterprise)"
WITHIN = "found BETWEEN $start AND $end"
QUESTIONS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "hazards": ("safety_hazards_found", (), f"SELECT count(*) {HAZARDS} WHERE {WITHIN}"),
    "hazards by town and trade": (
        "safety_hazards_found",
        ("town", "trade"),
        f"SELECT town, trade, count(*) {HAZARDS} WHERE {WITHIN} GROUP BY ALL ORDER BY ALL",
    ),
    "hazards by period": (
        "safety_hazards_found",
        ("period",),
        f"SELECT date_trunc('month', found) AS m, count(*) {HAZARDS} WHERE found <= $end GROUP BY ALL ORDER BY ALL",
    ),
    "output by town": (
        "industrial_output",
        ("town",),
        f"SELECT town, sum(output), sum(output_base) {OUTPUT} WHERE period = $period GROUP BY ALL ORDER BY ALL",
    ),
}


def many(tables: dict[str, pa.Table], times: int) -> dict[str, pa.Table]:
    """The same release with its inspections and hazards so many times over."""
    grown = dict(tables)
    for key, columns in (("inspections", ("inspection",)), ("hazards", ("hazard", "inspection"))):
        grown[key] = pa.concat_tables(_renamed(tables[key], columns, i) for i in range(times))
    return grown


def _renamed(table: pa.Table, columns: tuple[str, ...], number: int) -> pa.Table:
    for column in columns:
        names = pc.binary_join_element_wise(table[column], str(number), "-")
        table = table.set_column(table.schema.get_field_index(column), table.schema.field(column), names)
    return table


def milliseconds(run: Callable[[], object]) -> float:
    """The median of a few rounds, after one to warm up."""
    run()
    return median(_timed(run) for _ in range(ROUNDS))


def _timed(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return (perf_counter() - start) * 1000


def compare(release: Release) -> None:
    selection = Selection(PERIOD)
    for name, (key, by, sql) in QUESTIONS.items():
        raw_values = {k: v for k, v in RECENT.items() if f"${k}" in sql}
        cube = milliseconds(lambda key=key, by=by: frame(release, selection, key, by))  # type: ignore[misc]
        raw = milliseconds(lambda sql=sql, values=raw_values: ask(release, sql, values))  # type: ignore[misc]
        print(f"  {name:<28} cube {cube:7.1f} ms   raw {raw:7.1f} ms   raw/cube {raw / cube:6.1f}")
    whole = milliseconds(lambda: figures(release, selection, INDICATORS))
    print(f"  {'all ' + str(len(INDICATORS)) + ' figures at once':<28} cube {whole:7.1f} ms")


def main() -> None:
    for times in (1, 20):
        tables = many(demo.tables(), times)
        start = perf_counter()
        tables["monthly"] = monthly.build(tables)
        built = perf_counter() - start
        with tempfile.TemporaryDirectory() as folder:
            release = releases.publish(Path(folder), tables, author="benchmark")
            hazards, cube = tables["hazards"].num_rows, tables["monthly"].num_rows
            print(f"{hazards:,} hazards; the cube has {cube:,} rows and took {built:.1f} s to build")
            compare(release)


if __name__ == "__main__":
    main()

"""From files to a release: merged by key, all or nothing, the same file again changes nothing."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ingest.reports import OUTPUT_HEADER, OUTPUT_ROWS, output_sheet, start, workbook
from tests.small import tables
from tongnan_metrics import ingest, releases
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.datasets import OUTPUT, REPORTED
from tongnan_metrics.ingest import Change, Level, RefusedError
from tongnan_metrics.ingest.merge import merge

NO_CODES = pa.array([], pa.string())


def publish(root: Path, *paths: Path, **words: Any) -> releases.Release:
    return ingest.publish(paths, root=root, **{"author": "tester", **words})


def report(folder: Path, *rows: Any, name: str = "产值.xlsx", unit: str = "单位：万元") -> Path:
    return workbook(folder / name, {"产值": output_sheet(*rows, unit=unit)})


def amounts(release: releases.Release) -> dict[tuple[str, str], Decimal]:
    rows = release.table("output").to_pylist()
    return {(row["period"], row["enterprise"]): row["output"] for row in rows}


def test_rows_are_merged_by_key_into_the_base(tmp_path: Path) -> None:
    root = tmp_path / "data"
    base = start(root)
    first = publish(root, report(tmp_path), note="一二月")
    assert first.manifest.parent == base.id
    assert (first.manifest.author, first.manifest.note) == ("tester", "一二月")
    assert amounts(first) == {("2022-02", "E1"): Decimal(100), ("2022-02", "E2"): Decimal("1200.50")}
    changed = ["2022-02", "E1", 1, 90, -5, 12.5], ["2022-03", "E1", 2, 2, 2, 2]
    second = publish(root, report(tmp_path, *changed, unit="单位：亿元"), accept_warnings=True)
    assert amounts(second) == {
        ("2022-02", "E1"): Decimal(10000),
        ("2022-02", "E2"): Decimal("1200.50"),
        ("2022-03", "E1"): Decimal(20000),
    }
    assert second.file("towns").samefile(base.file("towns"))


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    root = tmp_path / "data"
    start(root)
    path = report(tmp_path)
    first = publish(root, path)
    assert publish(root, path) == first
    checked = ingest.check([path], base=first)
    assert checked.changes["output"] == Change(added=0, changed=0, unchanged=2)
    assert not checked.merged


def test_the_same_rows_saved_anew_change_nothing(tmp_path: Path) -> None:
    root = tmp_path / "data"
    start(root)
    first = publish(root, report(tmp_path))
    other = workbook(tmp_path / "另存.xlsx", {"工作表": output_sheet(title="又一个标题")})
    assert publish(root, other) == first


def test_rows_without_a_source_get_their_files(tmp_path: Path) -> None:
    root = tmp_path / "data"
    start(root)
    path = workbook(tmp_path / "月报.xlsx", {"产值": [["填报单位：区统计局"], *output_sheet()]})
    release = publish(root, path)
    (made,) = [row for row in release.table("sources").to_pylist() if row["source"] != "S1"]
    assert (made["title"], made["issuer"], made["source_kind"]) == ("月报.xlsx", "区统计局", "reported")
    assert release.table("output")["source"].unique().to_pylist() == [made["source"]]
    entry = release.manifest.datasets["output"]
    assert [(s.name, s.sha256) for s in entry.sources] == [("月报.xlsx", made["sha256"])]
    assert release.manifest.datasets["sources"].sources == entry.sources


def test_the_cube_is_summed_from_the_whole(tmp_path: Path) -> None:
    root = tmp_path / "data"
    start(root)
    publish(root, report(tmp_path))
    release = publish(root, report(tmp_path, ["2022-03", "E1", 200, 180, 2, 20]))
    expected = monthly.build({key: release.table(key) for key in REPORTED})
    order = [(name, "ascending") for name in expected.schema.names]
    assert release.table("monthly").sort_by(order).equals(expected.sort_by(order))


def test_errors_refuse_the_whole_import(tmp_path: Path) -> None:
    root = tmp_path / "data"
    base = start(root)
    good = report(tmp_path)
    bad = report(tmp_path, ["2022-03", "E9", "x", 1, 1, 1], name="坏.xlsx")
    missing = tmp_path / "没有.xlsx"
    with pytest.raises(RefusedError) as refused:
        publish(root, good, bad, missing, accept_warnings=True)
    assert {p.file for p in refused.value.problems} == {"坏.xlsx", "没有.xlsx"}
    assert releases.current(root) == base
    assert sorted(p.name for p in root.iterdir()) == ["CURRENT", "journal.jsonl", "publish.lock", "releases"]


def test_warnings_want_a_confirmation(tmp_path: Path) -> None:
    root = tmp_path / "data"
    base = start(root)
    path = report(tmp_path, *OUTPUT_ROWS, ["合计", None, 1, 1090, 75.25, 42.5])
    with pytest.raises(RefusedError):
        publish(root, path)
    assert releases.current(root) == base
    release = publish(root, path, accept_warnings=True)
    assert len(amounts(release)) == 2
    assert publish(root, path) == release


def test_a_file_without_rows_is_told_beside_one_that_has_some(tmp_path: Path) -> None:
    good, empty = report(tmp_path), workbook(tmp_path / "空.xlsx", {"产值": [OUTPUT_HEADER]})
    (problem,) = ingest.check([good, empty], base=start(tmp_path / "data")).problems
    assert (problem.level, problem.file) == (Level.WARNING, "空.xlsx")


def test_several_files_make_one_release(tmp_path: Path) -> None:
    root = tmp_path / "data"
    start(root)
    a = report(tmp_path, OUTPUT_ROWS[0], name="a.xlsx")
    b = tmp_path / "b.csv"
    b.write_text(",".join(OUTPUT_HEADER) + '\n2022年3月,E2,"1,000",1,1,1\n', encoding="gb18030")
    release = publish(root, a, b)
    assert len(releases.history(root)) == 2
    assert [s.name for s in release.manifest.datasets["output"].sources] == ["a.xlsx", "b.csv"]
    assert len(amounts(release)) == 2


def test_what_came_in_is_kept_beside_the_release(tmp_path: Path) -> None:
    root = tmp_path / "data"
    start(root)
    a = report(tmp_path, OUTPUT_ROWS[0], ["合计", None, 1, 1, 1, 1], name="a.xlsx")
    b = report(tmp_path, ["2022-03", "E2", 2, 2, 2, 2], name="b.xlsx")
    release = publish(root, a, b, accept_warnings=True)
    assert [s.name for s in release.manifest.originals] == ["a.xlsx", "b.xlsx"]
    for path, source in zip((a, b), release.manifest.originals, strict=True):
        assert releases.original(root, source).read_bytes() == path.read_bytes()
    warnings = ingest.check([a, b], base=releases.current(root)).warnings
    assert release.manifest.problems == {"warning": len(warnings)}
    assert warnings


def test_a_file_that_changes_while_it_is_imported_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "data"
    base = start(root)
    path = report(tmp_path)
    reading = ingest.read_files([path])
    report(tmp_path, OUTPUT_ROWS[0])
    with pytest.raises(releases.ChangedFileError, match=path.name):
        ingest.publish_reading(reading, root=root, author="tester")
    assert releases.current(root) == base
    assert releases.damages(root) == ()


def test_publishing_is_deterministic(tmp_path: Path) -> None:
    noon = datetime(2022, 4, 1, 12, tzinfo=UTC)
    path = report(tmp_path)
    made = []
    for name in ("a", "b"):
        releases.publish(tmp_path / name, {}, author="tester", created_at=noon)
        dims = {key: table for key, table in tables(1).items() if key != "monthly"}
        releases.publish(tmp_path / name, dims, author="tester", created_at=noon)
        made.append(publish(tmp_path / name, path, created_at=noon, accept_warnings=True))
    assert all(p.read_bytes() == (made[1].path / p.name).read_bytes() for p in made[0].path.iterdir())


money = st.decimals(min_value=0, max_value=9, places=1).map(lambda n: Decimal(str(n)))
some_rows = st.dictionaries(st.sampled_from(["E1", "E2", "E3", "E4"]), st.tuples(money, st.sampled_from("ab")))


def output(rows: dict[str, tuple[Decimal, str]]) -> pa.Table:
    zero = {f.key: Decimal(0) for f in OUTPUT.fields if pa.types.is_decimal(f.type.arrow)}
    made = [
        {**zero, "period": "2022-02", "enterprise": key, "output": value, "output_base": None, "source": source}
        for key, (value, source) in rows.items()
    ]
    return pa.Table.from_pylist(made, schema=OUTPUT.schema)


@given(some_rows, some_rows)
def test_merging_is_laying_one_dictionary_over_another(
    base: dict[str, tuple[Decimal, str]], new: dict[str, tuple[Decimal, str]]
) -> None:
    merged, change = merge(OUTPUT, output(base), output(new), made=NO_CODES)
    assert {r["enterprise"]: (r["output"], r["source"]) for r in merged.to_pylist()} == base | new
    same = {key for key in new if base.get(key) == new[key]}
    assert change == Change(len(new.keys() - base), len((new.keys() & base.keys()) - same), len(same))


def test_merging_keeps_the_source_of_rows_that_say_nothing_new() -> None:
    base, new = output({"E1": (Decimal(1), "a")}), output({"E1": (Decimal(1), "b"), "E2": (Decimal(1), "b")})
    merged, change = merge(OUTPUT, base, new, made=pa.array(["b"]))
    assert {r["enterprise"]: r["source"] for r in merged.to_pylist()} == {"E1": "a", "E2": "b"}
    assert change == Change(added=1, changed=0, unchanged=1)

"""What rows ask of each other: a new date has its date, and a record once published stays as it is."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.reports import check, start, told, workbook
from tongnan_metrics import ingest

HEADER = ["办理编号", "督办事项", "督办期", "填报时间", "填报人", "办理类型", "备注", "办结期限"]
AT = datetime(2022, 4, 6, 9, 5)  # noqa: DTZ001 - cells have no zone
ROW: list[Any] = ["DB1", "project.P1", "2022年1—3月", AT, "区应急局", "办理情况", "在办", None]


def sheet(*rows: list[Any]) -> dict[str, list[list[Any]]]:
    return {"督办办理": [["督办办理台账"], HEADER, *rows]}


def row(**changed: Any) -> list[Any]:
    return [changed.get(header, value) for header, value in zip(HEADER, ROW, strict=True)]


def test_an_answer_is_read_with_its_time(tmp_path: Path) -> None:
    checked = check(
        tmp_path, sheet(row(), row(办理编号="DB2", 办理类型="延期", 办结期限="2022-05-31", 填报时间="2022年4月7日"))
    )
    assert checked.problems == ()
    first, second = checked.tables["actions"].to_pylist()
    assert (first["at"], first["kind"], first["period"]) == (AT, "note", "2022-03")
    assert (second["at"], second["kind"]) == (datetime(2022, 4, 7), "due")  # noqa: DTZ001
    assert second["due"] == date(2022, 5, 31)


@pytest.mark.parametrize(
    ("changed", "column"),
    [({"办理类型": "调整期限"}, "办结期限"), ({"备注": None}, "备注"), ({"填报时间": "2022-04-07 25:10"}, "填报时间")],
)
def test_what_an_answer_lacks_is_named(tmp_path: Path, changed: dict[str, Any], column: str) -> None:
    problems = check(tmp_path, sheet(row(), row(办理编号="DB2", **changed))).problems
    assert ("error", "督办办理", 4, column) in told(problems)


def test_reported_resolved_needs_neither_words_nor_date(tmp_path: Path) -> None:
    assert check(tmp_path, sheet(row(办理类型="办结", 备注=None))).problems == ()


def test_a_published_answer_may_not_be_changed(tmp_path: Path) -> None:
    root = tmp_path / "data"
    start(root)
    report = workbook(tmp_path / "一.xlsx", sheet(row()))
    first = ingest.publish([report], root=root, author="tester")
    assert ingest.publish([report], root=root, author="tester") == first
    changed = workbook(tmp_path / "三.xlsx", sheet(row(办理编号="DB2"), row(备注="改口")))
    checked = ingest.check([changed], base=first)
    assert told(checked.errors) == [("error", "督办办理", 4, "办理编号")]
    keys = workbook(tmp_path / "删.xlsx", {"督办办理": [["办理编号"], ["DB1"]]})
    assert told(ingest.check([], base=first, delete=[keys]).errors) == [("error", "督办办理", 2, "办理编号")]
    added = ingest.publish(
        [workbook(tmp_path / "四.xlsx", sheet(row(), row(办理编号="DB2")))], root=root, author="tester"
    )
    assert added.table("actions")["action"].to_pylist() == ["DB1", "DB2"]
    anew = workbook(tmp_path / "五.xlsx", sheet(row(办理编号="DB3")))
    kept = ingest.check([anew], base=added, replace_periods=True)
    assert kept.merged["actions"].num_rows == 3

"""The commands of those who look after releases: what they say, what they do, and one sentence for each mistake."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from tests import small
from tests.ingest.reports import OUTPUT_ROWS, output_sheet, start, workbook
from tests.releases.conftest import Run
from tests.releases.small import flip, publish, towns, trades
from tongnan_metrics import releases
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.headlines import HEADLINES


def columns(line: str) -> list[str]:
    """The cells of a printed line, the empty ones left out."""
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def test_a_release_says_what_it_was_made_from(root: Path, run: Run, tmp_path: Path) -> None:
    first = start(root)
    report = workbook(
        tmp_path / "产值.xlsx", {"产值": output_sheet(*OUTPUT_ROWS, ["合计", None, 9, 1090, 75.25, 42.5])}
    )
    assert run("import", report, "--yes", "--author", "张三", "--note", "一二月")[0] == 0
    now = releases.current(root)
    assert run("keep", first.id, "--author", "李四")[0] == 0
    sha256 = releases.file_sha256(report)
    listed = json.loads(run("releases", "--format", "json")[1])
    assert [m["id"] for m in listed] == [m.id for m in releases.history(root)]
    assert listed[0] == {
        "id": now.id,
        "created_at": now.manifest.created_at,
        "author": "张三",
        "note": "一二月",
        "parent": first.id,
        "rows": now.manifest.rows,
        "problems": {"warning": 1},
        "current": True,
        "kept": False,
        "originals": [{"name": "产值.xlsx", "sha256": sha256}],
        "sources": [{"name": "产值.xlsx", "sha256": sha256}],
    }
    assert [(m["kept"], m["current"]) for m in listed] == [(False, True), (True, False)]
    header, newest, older, gap, _, file = run("releases")[1].splitlines()
    assert columns(newest)[:3] == ["*", now.id, first.id]
    assert "提醒 1" in columns(newest)
    assert "保留" in columns(header)
    assert "保留" in columns(older)
    assert (gap, columns(file)) == ("", [now.id, "产值.xlsx", sha256])


def test_a_damaged_current_release_does_not_hide_those_to_restore(root: Path, run: Run) -> None:
    first, second = publish(root, towns(1)), publish(root, towns(2))
    flip(second.path / "manifest.json", 9)
    code, out, err = run("releases")
    assert code == 2
    assert first.id in out
    assert "manifest.json" in err
    assert run("restore", first.id)[0] == 0
    assert run("releases")[0] == 0


def test_a_difference_tells_rows_and_headline_figures(root: Path, run: Run) -> None:
    tables = small.tables(7)
    before = publish(root, {**tables, "monthly": monthly.build(tables)})
    rows = tables["output"].to_pylist()
    gone, changed = rows[0], next(row for row in rows[1:] if row["period"] == str(small.LAST))
    was = changed["output"]
    changed["output"] += Decimal(100_000)
    whole = {**tables, "output": pa.Table.from_pylist(rows[1:], schema=tables["output"].schema)}
    after = publish(root, {**whole, "monthly": monthly.build(whole)})
    said = json.loads(run("diff", before.id, after.id, "--format", "json")[1])
    assert (said["before"], said["after"], list(said["datasets"])) == (before.id, after.id, ["output"])
    output = said["datasets"]["output"]
    assert output["changed"] == [
        {
            "key": {"period": changed["period"], "enterprise": changed["enterprise"]},
            "before": {"output": float(was)},
            "after": {"output": float(was + 100_000)},
        }
    ]
    ((removed,), added) = output["removed"], output["added"]
    assert (removed["key"], removed["after"], added) == (
        {"period": gone["period"], "enterprise": gone["enterprise"]},
        None,
        [],
    )
    assert removed["before"]["output"] == float(gone["output"])
    assert output["unchanged"] == len(rows) - 2
    figures = {row["indicator"]: row for row in said["indicators"] if row["period"] == str(small.LAST)}
    assert list(figures) == list(HEADLINES)
    earlier = [row for row in said["indicators"] if row["period"] == gone["period"]]
    assert [(row["indicator"], row["before"] > row["after"]) for row in earlier] == [("industrial_output", True)]
    assert figures["industrial_output"]["after"] - figures["industrial_output"]["before"] == pytest.approx(10)
    assert figures["industrial_output"]["unit"] == "亿元"
    back = json.loads(run("diff", after.id, before.id, "--format", "json")[1])["datasets"]["output"]
    assert [row["after"] for row in back["added"]] == [removed["before"]]


def test_a_difference_as_a_table_counts_rows_and_shows_every_headline(root: Path, run: Run) -> None:
    tables = small.tables(7)
    before = publish(root, {**tables, "monthly": monthly.build(tables)})
    after = publish(root, trades(9))
    code, out, err = run("diff", before.id, after.id)
    lines = [columns(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert lines[1] == ["行业领域", "9", "0", str(len(small.TRADES)), "0"]
    assert len(lines) == 4 + len(HEADLINES)
    assert all("=" in line for line in lines[4:])
    same = run("diff", after.id, publish(root, {}).id)[1]
    assert same.splitlines()[0] == "两个数据版本的数据一致。"


def test_pruning_leaves_the_kept_and_the_current(root: Path, run: Run) -> None:
    made = [publish(root, towns(number)) for number in range(1, 7)]
    assert made[1].id in run("keep", made[1].id)[1]
    code, out, err = run("prune", "--keep", "2", "--author", "王五", "--note", "年底")
    assert (code, err) == (0, "")
    assert [release.id in out for release in made] == [True, False, True, True, False, False]
    assert [m.id for m in releases.history(root)] == [made[5].id, made[4].id, made[1].id]
    assert run("prune", "--keep", "2")[1] == "没有可清理的数据版本。\n"
    assert run("let-go", made[1].id)[0] == 0
    assert made[1].id in run("prune", "--keep", "2")[1]
    assert run("verify")[0] == 0


def test_the_journal_says_who_did_what_when(root: Path, run: Run) -> None:
    first, second = publish(root, towns(1)), publish(root, towns(2), note="二")
    run("restore", first.id, "--author", "张三", "--note", "退回")
    run("keep", second.id, "--author", "李四")
    run("let-go", second.id, "--author", "李四")
    run("prune", "--keep", "1", "--author", "王五")
    deeds = json.loads(run("journal", "--format", "json")[1])
    restored = releases.current(root).id
    assert [(deed["author"], deed["action"], deed["release"], deed["of"]) for deed in deeds] == [
        ("tester", "publish", first.id, None),
        ("tester", "publish", second.id, None),
        ("张三", "restore", restored, first.id),
        ("李四", "keep", second.id, None),
        ("李四", "let-go", second.id, None),
        ("王五", "prune", first.id, None),
        ("王五", "prune", second.id, None),
    ]
    lines = [columns(line) for line in run("journal")[1].splitlines()[1:]]
    assert lines[2][1:] == ["张三", "恢复", restored, first.id, "退回"]
    assert [line[2] for line in lines] == ["发布", "发布", "恢复", "保留", "取消保留", "清理", "清理"]


def test_a_damaged_line_of_the_journal_is_named(root: Path, run: Run) -> None:
    publish(root, towns(1))
    publish(root, towns(2))
    flip(root / "journal.jsonl", 20)
    for command in ("journal", "verify"):
        code, _, err = run(command)
        assert (code, err) == (2, "操作日志中残缺或损坏的行：1。\n")
    assert len(run("journal")[1].splitlines()) == 2


def test_a_clock_that_was_set_back_is_told_and_changes_no_order(root: Path, run: Run) -> None:
    ahead = publish(root, towns(1), created_at=datetime(2990, 1, 1, tzinfo=UTC))
    publish(root, towns(2), created_at=datetime(2990, 1, 1, tzinfo=UTC))
    code, out, err = run("restore", ahead.id)
    now = releases.current(root)
    assert (code, err, now.manifest.sequence) == (0, "", 3)
    assert "请校准时钟" in out
    assert now.manifest.created_at < ahead.manifest.created_at
    assert json.loads(run("releases", "--format", "json")[1])[0]["id"] == now.id


MISTAKES = [
    (["keep", "0001-0"], "0001-"),
    (["let-go", "0001-0"], "0001-0"),
    (["let-go", "{id}"], "{id}"),
    (["diff", "{id}", "0009-00000000"], "{id}"),
    (["diff", "{id}"], "B"),
    (["prune", "--keep", "0"], "--keep"),
    (["prune", "--keep", "x"], "--keep"),
    (["prune"], "--keep"),
    (["restore", "../data"], "{id}"),
]


@pytest.mark.parametrize(("words", "hint"), MISTAKES, ids=[" ".join(words) for words, _ in MISTAKES])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_mistake_is_one_sentence(root: Path, run: Run, words: list[str], hint: str, language: str) -> None:
    release = publish(root, towns(1))
    code, out, err = run(*(word.format(id=release.id) for word in words), "--lang", language)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert hint.format(id=release.id) in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "words",
    [["releases"], ["diff", "0001-00000000", "0002-00000000"], ["restore", "0001-00000000"], ["keep", "0001-00000000"]],
    ids=lambda words: str(words[0]),
)
def test_a_vanished_folder_is_one_sentence(root: Path, run: Run, words: list[str]) -> None:
    code, out, err = run(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)

"""The command line: figures in three formats, imports that answer, errors in one sentence with exit code 2."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.ingest.reports import OUTPUT_ROWS, output_sheet, start, workbook
from tests.small import LAST, TOWNS, tables
from tongnan_metrics import query, releases
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.commands import main

Run = Callable[..., tuple[int, str, str]]
WHOLE = query.Selection(LAST)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a release of every dataset."""
    root = tmp_path_factory.mktemp("filled")
    rows = tables(7)
    releases.publish(root, {**rows, "monthly": monthly.build(rows)}, author="tester", note="all of it")
    return root


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a data folder, by default an empty one: exit code, output, errors."""

    def command(*words: object, root: Path = tmp_path / "data") -> tuple[int, str, str]:
        monkeypatch.setenv("TONGNAN_DATA", str(root))
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:
            code = int(left.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return command


def answer(run: Run, *words: object, root: Path) -> Any:
    code, out, err = run("figure", *words, "--format", "json", root=root)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_figure_as_json_says_all_and_rounds_nothing(run: Run, filled: Path) -> None:
    release = releases.current(filled)
    said = answer(run, "industrial_output", "--period", LAST, root=filled)
    row = query.frame(release, WHOLE, "industrial_output").iloc[0]
    nothing: list[str] = []
    assert said == {
        "indicator": "industrial_output",
        "unit": "亿元",
        "selection": {
            "period": str(LAST),
            "basis": "ytd",
            "towns": nothing,
            "sectors": nothing,
            "trades": nothing,
            "park": False,
            "rules": None,
        },
        "release": release.id,
        "rows": [{"value": row["value"], "base": row["base"], "growth": row["growth"], "published": None}],
    }


def test_the_selection_is_asked_as_it_is_written(run: Run, filled: Path) -> None:
    words = ["--period", "2021年1—6月", "--basis", "month", "--town", TOWNS[0], "--town", f"{TOWNS[1]}甲", "--park"]
    said = answer(run, "industrial_output", *words, "--sector", "equipment", "--lang", "en", root=filled)
    assert said["unit"] == "100m yuan"
    assert said["selection"] == {
        "period": "2021-06",
        "basis": "month",
        "towns": [TOWNS[0], TOWNS[1]],
        "sectors": ["equipment"],
        "trades": [],
        "park": True,
        "rules": None,
    }


@pytest.mark.parametrize("by", [["--by", "town", "--by", "sector"], ["--by", "town,sector"]])
def test_rows_carry_their_dimensions(run: Run, filled: Path, by: list[str]) -> None:
    rows = answer(run, "industrial_output", "--period", LAST, *by, root=filled)["rows"]
    whole = answer(run, "industrial_output", "--period", LAST, root=filled)["rows"][0]["value"]
    assert list(rows[0]) == ["town", "sector", "value", "base", "growth", "published"]
    assert {row["town"] for row in rows} <= set(TOWNS)
    assert sum(row["value"] for row in rows) == pytest.approx(whole)


def test_csv_holds_the_same_numbers_as_json(run: Run, filled: Path) -> None:
    words = ["safety_inspections", "--period", LAST, "--by", "trade", "--by", "period"]
    code, out, _ = run("figure", *words, "--format", "csv", root=filled)
    rows = list(csv.DictReader(io.StringIO(out)))
    said = answer(run, *words, root=filled)["rows"]
    assert code == 0
    assert [(r["trade"], r["period"]) for r in rows] == [(r["trade"], r["period"]) for r in said]
    assert [float(r["value"] or "nan") for r in rows] == pytest.approx(
        [float("nan") if r["value"] is None else r["value"] for r in said], nan_ok=True
    )


def test_csv_of_codes_that_look_like_formulas_is_harmless(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "hostile"
    base = start(root)
    sector = base.table("sectors").slice(0, 1).to_pylist()[0]
    code = "=HYPERLINK(1)"
    told = {"sectors": [{**sector, "sector": code}], "enterprises": base.table("enterprises").to_pylist()[:1]}
    told["enterprises"][0]["sector"] = code
    rows = {key: pa.Table.from_pylist(some, schema=REPORTED[key].schema) for key, some in told.items()}
    releases.publish(root, rows, author="tester")
    report = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet(OUTPUT_ROWS[0])})
    assert run("import", report, root=root)[0] == 0
    _, out, _ = run(
        "figure", "industrial_output", "--period", "2022-02", "--by", "sector", "--format", "csv", root=root
    )
    assert next(csv.DictReader(io.StringIO(out)))["sector"] == f"'{code}"


def columns_of(line: str) -> list[int]:
    """Where the line's words end on screen: Chinese characters are two places wide."""
    wide = "".join("xx" if ord(letter) > 0x2E80 else letter for letter in line)
    return [i for i in range(1, len(wide) + 1) if wide[i - 1] != " " and wide[i : i + 2] in {"  ", "", " "}]


def test_the_table_is_aligned_and_in_words(run: Run, filled: Path) -> None:
    code, out, _ = run("figure", "industrial_output", "--period", LAST, "--by", "town", root=filled)
    title, header, *lines = out.splitlines()
    assert code == 0
    assert "2022年1—4月" in title
    assert "亿元" in header
    assert all(line.startswith(tuple(f"{town}甲" for town in TOWNS)) for line in lines)
    assert len({columns_of(line)[1] for line in (header, *lines)}) == 1


def test_a_missing_value_says_why(run: Run, filled: Path) -> None:
    code, out, _ = run("figure", "industrial_va_growth", "--period", "2022-03", "--basis", "month", root=filled)
    assert code == 0
    assert out.splitlines()[-1].startswith("— ")
    assert len(out.splitlines()[-1]) > 4


ERRORS = [
    (["figure", "industral_output"], "industrial_output"),
    (["figure", "industrial_output", "--town", "500152109"], "50015210"),
    (["figure", "industrial_output", "--sector", "equipmant"], "equipment"),
    (["figure", "safety_inspections", "--trade", "firr"], "fire"),
    (["figure", "industrial_output", "--by", "twon"], "town"),
    (["figure", "industrial_output", "--period", "2022-01"], "2022-02"),
    (["figure", "industrial_output", "--period", "2030-05"], "2022-04"),
    (["figure", "industrial_output", "--period", "soon"], "2022-04"),
    (["figure", "industrial_output", "--release", "0001-0"], "0001-"),
    (["figure", "industrial_output", "--basis", "year"], "ytd"),
    (["restore", "9999-00000000"], "0001-"),
    (["import"], "--delete"),
    (["figure"], "INDICATOR"),
    (["nothing"], "figure"),
    ([], "COMMAND"),
]


@pytest.mark.parametrize(("words", "hint"), ERRORS, ids=[" ".join(words) for words, _ in ERRORS])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_error_is_one_sentence_with_the_nearest_valid_one(
    run: Run, filled: Path, words: list[str], hint: str, language: str
) -> None:
    spoken = [*words, "--lang", language] if words and words != ["nothing"] else words
    code, out, err = run(*spoken, root=filled)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert hint in err
    assert "Traceback" not in err


@pytest.mark.parametrize("words", [["releases"], ["figure", "industrial_output"]])
def test_without_releases_the_command_says_what_to_do(run: Run, words: list[str]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert "导入" in err


def test_importing_answers_and_publishes_once(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "data"
    start(root)
    path = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet()})
    code, out, err = run("import", path, "--author", "张三", "--note", "一二月")
    release = releases.current(root)
    assert (code, err) == (0, "")
    assert release.id in out
    assert (release.manifest.author, release.manifest.note) == ("张三", "一二月")
    code, out, err = run("import", path)
    assert (code, err) == (0, "")
    assert "没有变化" in out
    assert releases.current(root) == release


def test_importing_bad_files_lists_the_problems_and_publishes_nothing(run: Run, tmp_path: Path) -> None:
    base = start(tmp_path / "data")
    path = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet(["2022年1月", "E1", "x", 1, 1, 1])})
    code, out, err = run("import", path, "--yes")
    assert code == 2
    assert "C4" in out
    assert err.count("\n") == 1
    assert releases.current(tmp_path / "data") == base


def test_warnings_are_confirmed_with_yes(run: Run, tmp_path: Path) -> None:
    base = start(tmp_path / "data")
    path = workbook(tmp_path / "产值.xlsx", {"产值": output_sheet(*OUTPUT_ROWS, ["合计", None, 9, 1090, 75.25, 42.5])})
    code, _, err = run("import", path)
    assert (code, releases.current(tmp_path / "data")) == (2, base)
    assert "--yes" in err
    assert run("import", path, "--yes")[0] == 0
    assert releases.current(tmp_path / "data") != base


def test_checking_tells_problems_and_changes_as_json(run: Run, tmp_path: Path) -> None:
    base = start(tmp_path / "data")
    good = workbook(tmp_path / "a.xlsx", {"产值": output_sheet()})
    code, out, _ = run("check", good, "--format", "json")
    said = json.loads(out)
    assert (code, said["publishable"], said["problems"]) == (0, True, [])
    assert said["changes"]["output"] == {"added": 2, "changed": 0, "unchanged": 0, "removed": 0}
    bad = workbook(tmp_path / "b.xlsx", {"产值": output_sheet(["2022-02", "E9", 1, 1, 1, 1])})
    code, out, err = run("check", bad, "--format", "json")
    (problem,) = json.loads(out)["problems"]
    assert (code, problem["level"], problem["row"], problem["column"]) == (2, "error", 4, "企业编号")
    assert (problem["file"], problem["sheet"], problem["value"]) == ("b.xlsx", "产值", "E9")
    assert err.count("\n") == 1
    assert releases.current(tmp_path / "data") == base


def test_checking_tells_what_becomes_of_the_figures(run: Run, filled: Path, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"产值": output_sheet(["2022-05", "E0", 70_000, 1, 1, 1])})
    code, out, err = run("check", path, root=filled)
    assert (code, err) == (0, "")
    (line,) = [line for line in out.splitlines() if "规上工业产值" in line]
    assert line.split() == ["2022年1—5月", "规上工业产值", "—", "→", "7.00", "亿元"]
    said = json.loads(run("check", path, "--format", "json", root=filled)[1])
    (told,) = [i for i in said["indicators"] if (i["indicator"], i["period"]) == ("industrial_output", "2022-05")]
    assert (told["before"], told["after"], told["unit"]) == (None, 7.0, "亿元")
    assert said["published"]["matching"] == {"before": 0, "after": 0}


def test_rows_are_deleted_by_keys_and_periods_replaced(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "data"
    start(root)
    assert run("import", workbook(tmp_path / "a.xlsx", {"产值": output_sheet()}))[0] == 0
    keys = workbook(tmp_path / "k.xlsx", {"删除": [["报告期", "企业编号"], ["2022-02", "E2"]]})
    code, out, err = run("import", "--delete", keys, "--note", "重复上报")
    now = releases.current(root)
    assert (code, err, now.manifest.note) == (0, "", "重复上报")
    assert now.table("output")["enterprise"].to_pylist() == ["E1"]
    assert "删除行" in out
    march = workbook(tmp_path / "b.xlsx", {"产值": output_sheet(["2022-02", "E3", 1, 1, 1, 1])})
    said = json.loads(run("check", march, "--replace-period", "--format", "json")[1])
    assert said["changes"]["output"] == {"added": 1, "changed": 0, "unchanged": 0, "removed": 1}
    assert run("import", march, "--replace-period")[0] == 0
    assert releases.current(root).table("output")["enterprise"].to_pylist() == ["E3"]


def test_releases_are_listed_restored_and_verified(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "data"
    first = start(root)
    assert run("import", workbook(tmp_path / "a.xlsx", {"产值": output_sheet()}))[0] == 0
    code, out, _ = run("restore", first.id, "--note", "退回")
    now = releases.current(root)
    assert (code, now.manifest.note, now.table("output").num_rows) == (0, "退回", 0)
    assert now.id in out
    _, out, _ = run("releases")
    assert out.splitlines()[1].startswith("*")
    listed = json.loads(run("releases", "--format", "json")[1])
    assert [m["id"] for m in listed] == [m.id for m in releases.history(root)]
    assert [m["current"] for m in listed] == [True, False, False]
    assert run("verify")[0] == 0
    content = bytearray(first.file("towns").read_bytes())
    content[60] ^= 1
    first.file("towns").write_bytes(content)
    code, out, err = run("verify")
    assert code == 2
    assert "towns.parquet" in err
    assert first.id in out


def test_a_damaged_release_gives_no_figure(run: Run, tmp_path: Path) -> None:
    release = start(tmp_path / "data")
    release.file("monthly").write_bytes(b"PAR1")
    code, out, err = run("figure", "industrial_output", "--period", "2022-02")
    assert (code, out) == (2, "")
    assert "monthly.parquet" in err


def test_the_demo_never_replaces_other_releases(run: Run, tmp_path: Path) -> None:
    base = start(tmp_path / "data")
    code, _, err = run("demo")
    assert code == 2
    assert str(tmp_path / "data") in err
    assert releases.current(tmp_path / "data") == base


def test_the_module_runs(filled: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tongnan_metrics", "figure", "产值", "--period", "2022-02"],
        env={"TONGNAN_DATA": str(filled), "LC_ALL": "C"},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "产值" in done.stderr


def test_a_reader_who_has_read_enough_may_leave(filled: Path) -> None:
    words = ["-m", "tongnan_metrics", "figure", "industrial_output", "--by", "period"]
    told: dict[str, Any] = {"env": {**os.environ, "TONGNAN_DATA": str(filled)}, "stderr": subprocess.PIPE}
    reader, writer = os.pipe()
    os.close(reader)
    with subprocess.Popen([sys.executable, *words], stdout=writer, **told) as process:
        os.close(writer)
        _, errors = process.communicate()
    assert (process.returncode, errors) == (0, b"")


@pytest.fixture
def supervised(tmp_path: Path) -> Path:
    root, rows = tmp_path / "supervised", tables(7)
    rows["actions"] = rows["actions"].slice(0, 0)
    releases.publish(root, {**rows, "monthly": monthly.build(rows)}, author="tester")
    return root


def test_what_is_supervised_is_listed_and_answered(run: Run, supervised: Path) -> None:
    code, out, err = run("supervision", "--period", LAST, "--format", "json", root=supervised)
    assert (code, err) == (0, "")
    first = json.loads(out)[0]
    assert (first["light"], first["answer"]) == ("red", "none")
    code, out, err = run("act", first["item"], "--period", LAST, "--author", "某局", "--note", "在办", root=supervised)
    assert (code, err) == (0, "")
    assert "某局" in out
    assert releases.current(supervised).id in out
    code, out, _ = run("act", first["item"], "--period", LAST, "--author", "某局", "--note", "在办", root=supervised)
    assert (code, "未重复发布" in out) == (0, True)
    run("act", first["item"], "--period", LAST, "--author", "某局", "--due", "2022年6月1日", root=supervised)
    code, out, _ = run("supervision", "--period", LAST, "--owner", first["owner"], "--format", "json", root=supervised)
    same = next(row for row in json.loads(out) if row["item"] == first["item"])
    assert (same["answer"], same["promised"]) == ("promised", "2022-06-01")
    assert {row["owner"] for row in json.loads(out)} == {first["owner"]}
    code, out, _ = run("supervision", "--period", LAST, root=supervised)
    assert (code, "承诺期限" in out, first["item"] in out) == (0, True, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("act", "project.P99", "--note", "x"), "project.P"),
        (("act", "project.P1"), "办理情况"),
        (("act", "project.P1", "--due", "tomorrow"), "tomorrow"),
        (("act", "project.P1", "--due", "2022-06-01", "--resolved"), "--due"),
        (("supervision", "--preset", "distrikt"), "district"),
        (("supervision", "--period", "2022-01"), "2022-02"),
    ],
)
def test_what_cannot_be_supervised_is_one_sentence(run: Run, filled: Path, words: tuple[str, ...], said: str) -> None:
    code, out, err = run(*words, root=filled)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1

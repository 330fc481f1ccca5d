"""Reports as offices write them, imported through the real line, give the demo's rows and a history."""

from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tongnan_metrics import demo, releases
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.demo.history import batches
from tongnan_metrics.releases import Release

Tables = dict[str, pa.Table]
MOST_BYTES = 15 * 2**20


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return demo.build(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def root(release: Release) -> Path:
    return release.path.parents[1]


@pytest.fixture(scope="module")
def earlier(release: Release, root: Path) -> Release:
    return releases.open_release(root, str(release.manifest.parent))


def test_current_release_has_every_row(release: Release, tables: Tables) -> None:
    for key, dataset in REPORTED.items():
        order = [(name, "ascending") for name in dict.fromkeys((*dataset.sort, *dataset.primary_key))]
        assert release.table(key).sort_by(order).combine_chunks().equals(tables[key]), key


def test_there_are_two_releases_made_on_their_days(root: Path) -> None:
    days = [manifest.created_at for manifest in releases.history(root)]
    assert days == ["2022-04-12T01:00:00+00:00", "2022-01-20T01:00:00+00:00"]


def test_first_release_knows_nothing_of_2022(earlier: Release) -> None:
    assert pc.max(earlier.table("output")["period"]).as_py() == "2021-12"
    assert earlier.table("published").num_rows == 0
    for key, column in (
        ("inspections", "date"),
        ("hazards", "rectified"),
        ("blockers", "resolved"),
        ("leads", "received"),
    ):
        assert str(pc.max(earlier.table(key)[column]).as_py()) <= "2021-12-31"


@pytest.mark.parametrize(
    ("key", "column", "rows"), [("output", "output", 9), ("project_progress", "investment_ytd", 4)]
)
def test_some_of_december_was_revised_a_little(
    key: str, column: str, rows: int, earlier: Release, release: Release
) -> None:
    def december(of: Release) -> list[dict[str, object]]:
        return list(of.table(key).filter(pc.field("period") == "2021-12").to_pylist())

    code = REPORTED[key].primary_key[1]
    first = {row[code]: float(str(row[column])) for row in december(earlier)}
    now = {row[code]: float(str(row[column])) for row in december(release)}
    changed = [now[who] / first[who] - 1 for who in now if now[who] != first[who]]
    assert len(changed) == rows
    assert all(0 < change < 0.2 for change in changed)


def test_releases_are_small(root: Path) -> None:
    assert sum(file.stat().st_size for file in root.rglob("*") if file.is_file()) < MOST_BYTES


def test_same_rows_give_the_same_bytes(tmp_path: Path, tables: Tables) -> None:
    some = {key: tables[key] for key in ("towns", "enterprises", "output", "accidents", "published")}
    twice = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        twice.append({p.name: p.read_bytes() for p in demo.write_reports(tmp_path / name, some, registers=tables)})
    assert twice[0] == twice[1]


def test_report_looks_as_offices_write_it(tmp_path: Path, tables: Tables) -> None:
    paths = demo.write_reports(tmp_path, {"output": tables["output"]}, registers=tables)
    assert [p.name for p in paths] == [f"区统计局_规上工业生产_{year}年.xlsx" for year in range(2019, 2023)]
    sheet = openpyxl.load_workbook(paths[-1])["规上工业生产2022年1—2月"]
    rows = list(sheet.iter_rows(values_only=True))
    assert "2022年1—2月" in str(rows[0][0])
    assert (rows[1][0], rows[1][-1]) == ("填报单位：区统计局", "单位：万元、万千瓦时")
    assert rows[2][:3] == ("企业编号", "企业名称", "产值")
    assert rows[-1][0] == "合计"
    assert rows[-1][2] == 668100


def test_dates_flags_and_names_are_written_for_people(tmp_path: Path, tables: Tables) -> None:
    path, *_ = demo.write_reports(tmp_path, {"projects": tables["projects"].slice(0, 5)}, registers=tables)
    sheet = openpyxl.load_workbook(path)["项目库"]
    header, first = (dict(enumerate(cells)) for cells in sheet.iter_rows(min_row=3, max_row=4, values_only=True))
    row = {str(header[i]): first[i] for i in header}
    assert str(row["镇街"]).endswith(("街道", "镇"))
    assert row["高新区"] in {"是", "否"}
    assert row["项目类别"] in {"工业", "基础设施", "社会事业", "生态环保"}
    assert getattr(row["计划开工"], "year", 0) >= 2016


def test_second_batch_brings_only_what_is_new(tables: Tables) -> None:
    first, second = batches(demo.SEED, tables)
    assert "towns" not in second
    assert first["published"].num_rows == 0
    assert second["output"].num_rows < 500

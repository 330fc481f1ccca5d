"""Templates: made from the catalogue for every dataset; filled in, they are imported without a single problem."""

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.ingest.reports import told
from tests.small import tables
from tongnan_metrics import ingest, releases
from tongnan_metrics.catalog.datasets import INSPECTIONS, LEADS, OUTPUT, PROJECT_EVENTS, PROJECTS, REPORTED
from tongnan_metrics.catalog.fields import STAGE
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Dataset, Field, Type
from tongnan_metrics.ingest.template import EXAMPLE_ROW, HEADER_ROW, LISTED
from tongnan_metrics.locale import Language, speaking
from tongnan_metrics.releases import Release

HEADER, EXAMPLE = HEADER_ROW + 1, EXAMPLE_ROW + 1
ROWS = 3


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Registers and ledgers, but no figures yet that those filled in would be held against."""
    known = tables(3)
    fresh = {key: known[key].slice(0, 0) for key in ("output", "project_progress")}
    return releases.publish(tmp_path_factory.mktemp("data"), {**known, **fresh}, author="tester")


def opened(dataset: Dataset, base: Release) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(ingest.template(dataset, lists=ingest.lists_of(base))))


def page(book: openpyxl.Workbook) -> Worksheet:
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def filled_in(field: Field, row: int, base: Release) -> Any:
    """What a good clerk would write."""
    if field.references:
        table = base.table(field.references)
        names = table["name_zh"] if field.references in LISTED else table[field.references.removesuffix("s")]
        return names[row % table.num_rows].as_py()
    if field.key in {"indicator", "component"}:
        return list(INDICATORS.values())[row].name.zh
    if field.choices:
        return field.choices[row % len(field.choices)].name.zh
    simple: dict[Type, Any] = {
        Type.PERIOD: f"2022年1—{row + 2}月",
        Type.DATE: dt.date(2022, 3, row + 1),
        Type.TIME: dt.datetime(2022, 3, row + 1, 9, 30),  # noqa: DTZ001 - cells have no zone
        Type.FLAG: "是" if row else "否",
        Type.MONEY: 1000.25 * (row + 1),
        Type.NUMBER: row + 0.5,
        Type.COUNT: 2022 + row,
    }
    return simple.get(field.type, f"甲{row}")


def fill(sheet: Worksheet, dataset: Dataset, base: Release, language: Language) -> None:
    by_header = {str(getattr(field.name, language)): field for field in dataset.fields}
    headers = [cell.value for cell in sheet[HEADER]][1:]
    for row in range(ROWS):
        cells = [filled_in(by_header[str(header)], row, base) for header in headers]
        for column, value in enumerate([row + 1, *cells], start=1):
            sheet.cell(EXAMPLE + 1 + row, column, value)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("dataset", REPORTED.values(), ids=REPORTED)
def test_a_filled_template_has_no_problem(tmp_path: Path, dataset: Dataset, language: Language, base: Release) -> None:
    with speaking(language):
        book = opened(dataset, base)
    fill(page(book), dataset, base, language)
    path = tmp_path / "报表.xlsx"
    book.save(path)
    checked = ingest.check([path], base=base)
    assert checked.problems == ()
    assert checked.tables[dataset.key].num_rows == ROWS


def test_all_templates_filled_in_make_one_release(tmp_path: Path, base: Release) -> None:
    paths = []
    for key, dataset in REPORTED.items():
        book = opened(dataset, base)
        fill(page(book), dataset, base, "zh")
        paths.append(tmp_path / f"{key}.xlsx")
        book.save(paths[-1])
    reading = ingest.read_files(paths)
    assert reading.problems == ()
    checked = ingest.compare(reading, base=base)
    assert checked.problems == ()
    release = ingest.publish_reading(reading, root=base.path.parents[1], author="tester")
    assert {source.name for source in release.manifest.originals} == {path.name for path in paths}
    for key, dataset in REPORTED.items():
        changed = checked.changes[key]
        assert changed.added + changed.changed + changed.unchanged >= ROWS, dataset.key
        assert release.table(key).num_rows == base.table(key).num_rows + changed.added


@pytest.mark.parametrize("dataset", REPORTED.values(), ids=REPORTED)
def test_an_empty_template_holds_no_rows(tmp_path: Path, dataset: Dataset, base: Release) -> None:
    path = tmp_path / "空表.xlsx"
    path.write_bytes(ingest.template(dataset, lists={}))
    (problem,) = ingest.check([path], base=base).problems
    assert (problem.level, problem.sheet) == ("error", "")


def test_every_header_carries_its_definition_and_what_it_takes(base: Release) -> None:
    for dataset in REPORTED.values():
        sheet = page(opened(dataset, base))
        fields = {field.name.zh: field for field in dataset.fields}
        for cell in sheet[HEADER][1:]:
            field = fields[str(cell.value)]
            assert cell.comment is not None
            assert field.definition.zh in cell.comment.content
            assert ("可不填" in cell.comment.content) == (field.key in dataset.optional)
            assert all(choice.name.zh in cell.comment.content for choice in field.choices)


def offered(book: openpyxl.Workbook, header: str) -> list[str]:
    """What the drop-down below a header offers."""
    sheet = page(book)
    (place,) = [cell for cell in sheet[HEADER] if cell.value == header]
    (rule,) = [r for r in sheet.data_validations.dataValidation if f"{place.column_letter}{EXAMPLE}" in r.cells]
    assert rule.type == "list"
    name, _, cells = str(rule.formula1).lstrip("=").partition("!")
    return [str(row[0].value) for row in book[name.strip("'")][cells.replace("$", "")]]


def test_drop_downs_offer_what_the_release_and_the_catalogue_know(base: Release) -> None:
    book = opened(LEADS, base)
    assert offered(book, "镇街") == base.table("towns")["name_zh"].to_pylist()
    assert offered(book, "产业") == base.table("sectors")["name_zh"].to_pylist()
    stages = [choice.name.zh for choice in STAGE.choices]
    assert offered(opened(PROJECT_EVENTS, base), "阶段") == stages
    assert offered(opened(INSPECTIONS, base), "行业领域") == base.table("trades")["name_zh"].to_pylist()
    assert offered(book, "办理结果") == [choice.name.zh for choice in LEADS.field("outcome").choices]
    assert offered(opened(PROJECTS, base), "高新区") == ["是", "否"]
    with speaking("en"):
        assert offered(opened(LEADS, base), "Town") == base.table("towns")["name_en"].to_pylist()


def test_title_units_frozen_header_and_print(base: Release) -> None:
    sheet = page(opened(OUTPUT, base))
    assert sheet["A1"].value == "规上工业生产"
    assert {cell.value for cell in sheet[2]} == {"填报单位：", "单位：万元、万千瓦时", None}
    assert sheet.freeze_panes == "D4"
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$3", "landscape")
    assert sheet.page_setup.paperSize == 9
    assert "来源" not in [cell.value for cell in sheet[HEADER]]


def test_the_same_template_has_the_same_bytes(base: Release) -> None:
    assert len({ingest.template(OUTPUT, lists=ingest.lists_of(base)) for _ in range(2)}) == 1


def test_what_looks_like_a_formula_is_offered_as_text() -> None:
    made = ingest.template(LEADS, lists={"towns": ["=1+1", "@x"]})
    book = openpyxl.load_workbook(BytesIO(made))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value in {"=1+1", "@x"}} == {"s"}
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_an_example_that_was_written_over_is_not_lost_in_silence(tmp_path: Path, base: Release) -> None:
    book = opened(LEADS, base)
    page(book).cell(EXAMPLE, 2, "线索7")
    book.save(tmp_path / "线索.xlsx")
    (problem,) = ingest.check([tmp_path / "线索.xlsx"], base=base).problems
    assert told([problem]) == [("error", "招商线索", EXAMPLE, "")]
    assert "示例" in problem.message


def test_choosing_another_town_in_the_example_leaves_it_an_example(tmp_path: Path, base: Release) -> None:
    book = opened(LEADS, base)
    page(book).cell(EXAMPLE, 3, offered(book, "镇街")[1])
    sheet = page(book)
    for column, header in enumerate(sheet[HEADER], start=1):
        field = {f.name.zh: f for f in LEADS.fields}.get(str(header.value))
        sheet.cell(EXAMPLE + 1, column, filled_in(field, 1, base) if field else 1)
    book.save(tmp_path / "线索.xlsx")
    checked = ingest.check([tmp_path / "线索.xlsx"], base=base)
    assert checked.problems == ()
    assert checked.tables["leads"].num_rows == 1


def test_templates_need_no_release() -> None:
    sheet = page(openpyxl.load_workbook(BytesIO(ingest.template(OUTPUT, lists={}))))
    assert [cell.value for cell in sheet[HEADER]][:3] == ["序号", "报告期", "企业编号"]


@pytest.mark.parametrize("dataset", [LEADS, PROJECTS], ids=lambda d: d.key)
def test_names_that_look_like_formulas_are_texts(dataset: Dataset) -> None:
    hostile = ("=1+1", "+cmd", "-2", "@SUM(A1)", "http://x", "12")
    book = openpyxl.load_workbook(BytesIO(ingest.template(dataset, lists=dict.fromkeys(LISTED, hostile))))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.value for cell in cells} >= set(hostile)
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert not any(cell.hyperlink for cell in cells)

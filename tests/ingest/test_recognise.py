"""What a sheet is: every dataset by its own headers, in both languages, wherever the header stands."""

from collections.abc import Sequence

import pyarrow as pa
import pytest

from tests.ingest.reports import OUTPUT_HEADER, OUTPUT_ROWS
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.ingest.recognise import LOOK_AT, Layout, recognise
from tongnan_metrics.ingest.workbook import Sheet


def sheet(*rows: Sequence[object], name: str = "Sheet1") -> Sheet:
    width = max(len(row) for row in rows)
    texts = [[None if c in {None, ""} else str(c) for c in (*row, *[None] * (width - len(row)))] for row in rows]
    return Sheet(name, tuple(pa.chunked_array([pa.array(column, pa.string())]) for column in zip(*texts, strict=True)))


def layout(*rows: Sequence[object], name: str = "Sheet1", file: str = "") -> Layout:
    found = recognise(sheet(*rows, name=name), file_stem=file)
    assert found is not None
    return found


@pytest.mark.parametrize("dataset", REPORTED.values(), ids=REPORTED)
@pytest.mark.parametrize("words", ["key", "zh", "en"])
def test_every_dataset_is_known_by_its_headers(dataset: Dataset, words: str) -> None:
    header = [f.key if words == "key" else getattr(f.name, words) for f in dataset.fields]
    found = layout(["标题"], [], header, [1] * len(header))
    assert (found.dataset, found.body, found.rivals) == (dataset, 3, ())
    assert {key: column.index for key, column in found.columns.items()} == {
        f.key: i for i, f in enumerate(dataset.fields)
    }
    assert not found.unknown
    assert not found.missing
    assert not found.repeated


@pytest.mark.parametrize("above", range(LOOK_AT))
def test_the_header_may_stand_on_any_of_the_first_rows(above: int) -> None:
    found = layout(*([["说明文字"]] * above), OUTPUT_HEADER, *OUTPUT_ROWS)
    assert (found.dataset.key, found.body) == ("output", above + 1)


def test_a_header_further_down_is_not_looked_for() -> None:
    assert recognise(sheet(*([["说明"]] * LOOK_AT), OUTPUT_HEADER, *OUTPUT_ROWS)) is None


def test_headers_may_be_wide_spaced_broken_or_carry_remarks() -> None:
    found = layout(
        ["报告期*", "企业 编号", "＊产　值\n（现价）", "营业收入（万元）", "利润总额", "用电量"], *OUTPUT_ROWS
    )
    assert set(found.columns) == {"period", "enterprise", "output", "revenue", "profit", "electricity"}


def shifts(found: Layout) -> dict[str, int]:
    return {key: column.shift for key, column in found.columns.items() if column.shift}


@pytest.mark.parametrize(
    ("title", "header", "expected"),
    [
        ("单位：万元", "产值", {}),
        ("单位：亿元", "产值", {"output": 4, "revenue": 4, "profit": 4}),
        ("规上工业（计量单位:元）", "产值", {"output": -4, "revenue": -4, "profit": -4}),
        ("填报单位：统计局  单位：千元", "产值", {"output": -1, "revenue": -1, "profit": -1}),
        ("单位：亿元、亿千瓦时", "产值", {"output": 4, "revenue": 4, "profit": 4, "electricity": 4}),
        ("Unit: 100m yuan", "产值", {"output": 4, "revenue": 4, "profit": 4}),
        ("Unit: 100 million yuan", "产值", {"output": 4, "revenue": 4, "profit": 4}),
        ("", "产值（亿元）", {"output": 4}),
        ("", "产值(单位：元)", {"output": -4}),
        ("", "产值/亿元", {"output": 4}),
        ("单位：元", "产值（亿元）", {"output": 4, "revenue": -4, "profit": -4}),
        ("填报单位：某某元件厂", "产值", {}),
    ],
)
def test_the_unit_is_found_in_title_and_header(title: str, header: str, expected: dict[str, int]) -> None:
    found = layout([title], ["报告期", "企业编号", header, *OUTPUT_HEADER[3:]], *OUTPUT_ROWS)
    assert shifts(found) == expected


def test_a_unit_that_is_none_of_the_column_is_noticed() -> None:
    found = layout(["报告期", "企业编号", "产值（美元）", *OUTPUT_HEADER[3:]], *OUTPUT_ROWS)
    assert found.columns["output"].bad_unit == "美元"


def test_two_row_headers_are_read_together() -> None:
    upper = ["报告期", "企业编号", "产值", "", "营业收入", "利润总额", "用电量"]
    lower = ["", "", "本年累计产值", "上年同期", "", "", ""]
    found = layout(["标题"], upper, lower, ["2022-02", "E1", 1, 2, 3, 4, 5])
    assert (found.body, found.columns["output"].index, found.columns["output_base"].index) == (3, 2, 3)


def test_a_row_of_units_below_the_header_belongs_to_it() -> None:
    found = layout(OUTPUT_HEADER, ["", "", "亿元", "亿元", "亿元", "万千瓦时"], *OUTPUT_ROWS)
    assert found.body == 2
    assert shifts(found) == {"output": 4, "revenue": 4, "profit": 4}


@pytest.mark.parametrize("where", ["title", "sheet", "file"])
def test_the_period_may_stand_outside_the_table(where: str) -> None:
    told = dict.fromkeys(("title", "sheet", "file"), "") | {where: "2022年1—2月产值"}
    found = layout([told["title"]], OUTPUT_HEADER[1:], OUTPUT_ROWS[0][1:], name=told["sheet"], file=told["file"])
    assert (found.dataset.key, found.missing) == ("output", ())
    assert found.constants == {"period": "2022年1—2月"}


def test_names_stand_in_for_codes_and_keep_codes_company() -> None:
    alone = layout(["报告期", "企业名称", *OUTPUT_HEADER[2:]], *OUTPUT_ROWS)
    assert alone.columns["enterprise"].header == "企业名称"
    beside = layout(["序号", "报告期", "企业名称", *OUTPUT_HEADER[1:]], [1, "2022-02", "甲", "E1", 1, 1, 1, 1])
    assert beside.columns["enterprise"].header == "企业编号"
    assert (beside.unknown, beside.repeated) == ((), ())


def test_missing_unknown_and_repeated_columns_are_told() -> None:
    found = layout(
        ["报告期", "企业编号", "产值", "产值", "产量", "营业收入", "利润总额"], ["2022-02", "E1", 1, 1, 1, 1, 1]
    )
    assert [f.key for f in found.missing] == ["electricity"]
    assert [column.index for column in found.repeated] == [3]
    assert found.unknown == ((4, "产量"),)


def test_a_header_two_datasets_share_is_settled_by_the_name() -> None:
    rows = [["代码", "名称", "英文名称", "核实情况"], ["x", "甲", "A", "verified"]]
    assert {d.key for d in (layout(*rows).dataset, *layout(*rows).rivals)} == {"sectors", "trades"}
    assert layout(*rows, name="行业领域").dataset.key == "trades"
    assert layout(["产业一览"], *rows).dataset.key == "sectors"


def test_nothing_known_is_nothing() -> None:
    assert recognise(sheet(["通知"], ["请各单位按时报送"])) is None

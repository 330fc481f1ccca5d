"""Every way offices write a value, and every value that cannot be read."""

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongnan_metrics.catalog import fields as f
from tongnan_metrics.catalog.model import Field, Type
from tongnan_metrics.ingest.convert import Converted, convert


def read(field: Field, *texts: str | None, shift: int = 0) -> Converted:
    return convert(field, pa.array(texts, pa.string()), shift=shift)


def one(field: Field, text: str, *, shift: int = 0) -> Any:
    column = read(field, text, shift=shift)
    assert column.bad.tolist() == []
    return column.values[0].as_py()


GOOD: list[tuple[Field, str, Any]] = [
    (f.OUTPUT, "1,234.5", Decimal("1234.50")),
    (f.OUTPUT, "１２３４．５", Decimal("1234.50")),
    (f.OUTPUT, " 1 234 ", Decimal(1234)),
    (f.OUTPUT, "'12", Decimal(12)),
    (f.OUTPUT, "¥12", Decimal(12)),
    (f.OUTPUT, "1，234", Decimal(1234)),
    (f.OUTPUT, "2.345", Decimal("2.35")),
    (f.OUTPUT, "3亿元", Decimal(30000)),
    (f.OUTPUT, "1.5e3", Decimal(1500)),
    (f.PROFIT, "(12.5)", Decimal("-12.50")),
    (f.PROFIT, "-2.345", Decimal("-2.35")),
    (f.ELECTRICITY, "5000千瓦时", Decimal("0.50")),
    (f.PROGRESS, "16.5%", Decimal("16.5")),
    (f.PROGRESS, "5‰", Decimal("0.5")),
    (f.VALUE, "16.5%", Decimal("16.5")),
    (f.WARNINGS, "1,200", 1200),
    (f.PERIOD, "2022年1-2月", "2022-02"),
    (f.PERIOD, "2022年1—2月", "2022-02"),
    (f.PERIOD, "2022.02", "2022-02"),
    (f.PERIOD, "2022.10", "2022-10"),
    (f.PERIOD, "202202", "2022-02"),
    (f.PERIOD, "２０２２年３月", "2022-03"),
    (f.PERIOD, "2022年一季度".replace("一", "1"), "2022-03"),
    (f.PERIOD, "2022-02-01", "2022-02"),
    (f.PERIOD, "44621", "2022-03"),
    (f.DATE, "2022-02-09", date(2022, 2, 9)),
    (f.DATE, "2022年2月9日", date(2022, 2, 9)),
    (f.DATE, "2022/2/9", date(2022, 2, 9)),
    (f.DATE, "2022.2.9", date(2022, 2, 9)),
    (f.DATE, "20220209", date(2022, 2, 9)),
    (f.DATE, "44601", date(2022, 2, 9)),
    (f.DATE, "2022-02-09T08:30:00", date(2022, 2, 9)),
    (f.STAGE, "签约", "signed"),
    (f.STAGE, "In production", "in_production"),
    (f.STAGE, "at_capacity", "at_capacity"),
    (f.TIER, "规模以上", "above_scale"),
    (f.PARK, "是", True),
    (f.PARK, "√", True),
    (f.PARK, "FALSE", False),
    (f.PARK, "0", False),
    (f.TOWN, "５００１５２１０１", "500152101"),
    (f.INDICATOR, "规上工业产值", "industrial_output"),
    (f.INDICATOR, "industrial_output", "industrial_output"),
    (f.NAME, " 志特（重庆） ", "志特（重庆）"),
]


@pytest.mark.parametrize(("field", "text", "value"), GOOD, ids=[f"{f.key} {t}" for f, t, _ in GOOD])
def test_reads_what_offices_write(field: Field, text: str, value: object) -> None:
    assert one(field, text) == value


BAD = [
    (f.OUTPUT, "十二"),
    (f.OUTPUT, "1,23"),
    (f.OUTPUT, "12美元"),
    (f.OUTPUT, "1e20"),
    (f.OUTPUT, "1e999999999999"),
    (f.OUTPUT, "16.5%"),
    (f.WARNINGS, "1.5"),
    (f.PERIOD, "2022年1月"),
    (f.PERIOD, "2022.1"),
    (f.PERIOD, "2022-01-31"),
    (f.PERIOD, "去年"),
    (f.DATE, "2022-02-30"),
    (f.DATE, "2022年2月"),
    (f.DATE, "1022-02-09"),
    (f.DATE, "2220-02-09"),
    (f.STAGE, "签定"),
    (f.PARK, "不清楚"),
    (f.INDICATOR, "产值"),
    (f.TOWN, "1.23456789012346e+17"),
]


@pytest.mark.parametrize(("field", "text"), BAD, ids=[f"{f.key} {t}" for f, t in BAD])
def test_says_what_cannot_be_read(field: Field, text: str) -> None:
    column = read(field, text)
    assert column.bad.tolist() == [0]
    assert column.values.null_count == 1
    wrong = column.wrongs[column.which[0]]
    assert wrong.message
    assert wrong.suggestion


@pytest.mark.parametrize("blank", [None, "", " ", "—", "－", "-", "/", "无", "空", "N/A"])
@pytest.mark.parametrize("field", [f.OUTPUT, f.PERIOD, f.DATE, f.STAGE, f.PARK, f.TOWN, f.NOTE], ids=lambda x: x.key)
def test_signs_for_nothing_are_empty_cells(field: Field, blank: str | None) -> None:
    column = read(field, blank, blank)
    assert column.values.null_count == 2
    assert column.bad.tolist() == []


@pytest.mark.parametrize(("unit", "shift"), [("元", -4), ("亿元", 4), ("千元", -1)])
def test_units_convert_exactly(unit: str, shift: int) -> None:
    assert one(f.OUTPUT, "123456.78", shift=shift) == Decimal("123456.78").scaleb(shift).quantize(Decimal("0.01"))
    assert one(f.OUTPUT, f"123456{unit}") == Decimal(123456).scaleb(shift).quantize(Decimal("0.01"))


amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)


@given(st.lists(amounts, max_size=20))
def test_any_amount_comes_back_exactly(numbers: list[Decimal]) -> None:
    plain, grouped = ([f"{n:{style}}" for n in numbers] for style in ("f", ",f"))
    assert read(f.PROFIT, *plain).values.to_pylist() == numbers
    assert read(f.PROFIT, *grouped).values.to_pylist() == numbers


@given(st.text(max_size=12), st.sampled_from(list(Type)))
def test_no_text_breaks_the_reader(text: str, kind: Type) -> None:
    field = {Type.CHOICE: f.STAGE, Type.PERIOD: f.PERIOD}.get(kind, Field("x", f.NOTE.name, kind, f.NOTE.definition))
    column = read(field, text, "1")
    assert len(column.values) == 2
    assert column.values.type == kind.arrow


def test_each_row_has_its_own_finding() -> None:
    column = read(f.OUTPUT, "1", "x", None, "y", "x", "99999999999999999")
    assert column.bad.tolist() == [1, 3, 4, 5]
    assert column.wrongs[column.which[1]] == column.wrongs[column.which[4]]
    assert "“y”" in column.wrongs[column.which[3]].message

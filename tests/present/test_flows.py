"""Columns of what came in beside what went out."""

import pandas as pd

from tongnan_metrics.catalog.units import ITEMS
from tongnan_metrics.locale import Text
from tongnan_metrics.present.charts import Drawing, month_flows
from tongnan_metrics.present.theme import LIGHT

MONTHS = pd.DataFrame(
    {"month": pd.date_range("2021-11-01", periods=3, freq="MS"), "came": [3, 0, 12], "went": [1, 4, 0]}
)


def drawn(frame: pd.DataFrame) -> Drawing | None:
    return month_flows(frame, came=Text("新增", "Opened"), went=Text("解决", "Closed"), unit=ITEMS, theme=LIGHT)


def test_every_month_has_both_its_numbers() -> None:
    drawing = drawn(MONTHS)
    assert drawing is not None
    rows = drawing.rows.to_pandas()
    assert rows["value"].tolist() == [3, 0, 12, 1, 4, 0]
    assert rows["value_words"].tolist() == ["3", "0", "12", "1", "4", "0"]
    assert [tick.split("|")[1:3] for tick in rows["tick"][:3]] == [["11月", "2021年"], ["12月", ""], ["1月", "2022年"]]
    assert drawing.alt == "新增 15 个 · 解决 5 个"
    assert [swatch.label for swatch in drawing.legend] == ["新增", "解决"]
    assert drawing.table.frame["value"].tolist() == rows["value"].tolist()
    drawing.chart()


def test_nothing_counted_draws_nothing() -> None:
    assert drawn(MONTHS.assign(came=0, went=0)) is None
    assert drawn(MONTHS.iloc[:0]) is None

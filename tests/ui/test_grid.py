"""Tables as Streamlit draws them: every word fits its column, and headers stand above their numbers."""

import pandas as pd
import pytest

from tongnan_metrics.locale import speaking
from tongnan_metrics.present.tables import Column, Form, Table, table
from tongnan_metrics.ui import grid

GAP = Column("gap", "较全市", words_at_right=True)
NAME, AMOUNT = Column("name", "名称"), Column("amount", "金额", Form.NUMBER, decimals=2)


def made(*columns: Column, **values: list[object]) -> Table:
    return table(pd.DataFrame(values), columns)


def test_a_column_is_as_wide_as_its_longest_words_however_rare() -> None:
    rows = made(GAP, gap=["高 3.5 个百分点", *[None] * 20])
    assert grid.config(rows)["gap"]["width"] > 85
    assert grid.config(made(GAP, gap=[None]))["gap"]["width"] < 60


def test_a_width_of_its_own_is_the_most_for_chinese_words_only() -> None:
    column = Column("name", "名称", width=40)
    long = pd.Series(["很长很长很长很长的名称"])
    assert grid.room(column, long) == 40
    with speaking("en"):
        assert grid.room(column, long) > 100


@pytest.mark.parametrize(("column", "value"), [(AMOUNT, 1.5), (GAP, "高 3.5 个百分点")])
def test_numbers_and_their_headers_stand_at_the_right(column: Column, value: object) -> None:
    said = grid.config(made(column, **{column.key: [value]}))[column.key]
    assert said["alignment"] == "right"
    assert said["label"] == grid.AT_RIGHT + column.header


def test_words_and_their_headers_stand_at_the_left() -> None:
    said = grid.config(made(NAME, name=["甲"]))["name"]
    assert said["alignment"] is None
    assert said["label"] == "名称"


def test_what_cannot_be_said_is_a_dash_on_the_page_and_empty_when_taken_away() -> None:
    rows = made(GAP, gap=[None])
    assert list(rows.frame["gap"]) == ["—"]
    assert list(rows.raw["gap"]) == [""]

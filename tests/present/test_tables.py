"""Tables: headers with units, words for codes, rounding, lights as words, totals."""

from datetime import date

import pandas as pd
import pytest

from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.indicators import indicator
from tongnan_metrics.catalog.model import Field
from tongnan_metrics.locale import Text, speaking
from tongnan_metrics.present import format as f
from tongnan_metrics.present.tables import (
    DERIVED,
    Column,
    Form,
    as_table,
    column,
    light_options,
    of_indicator,
    renamed,
    table,
    with_total,
)

PROJECTS = pd.DataFrame(
    {
        "project": ["P1", "P2"],
        "name": ["冷链中心", "标准厂房"],
        "town": ["500152113", "500152999"],
        "stage": ["started", "signed"],
        "tech_upgrade": [True, False],
        "total_investment": [2.405, None],
        "progress": [22.5, None],
        "planned_finish": pd.to_datetime(pd.Series(["2022-08-31", None])),
        "light": ["red", None],
        "state": ["overdue", None],
        "origin": ["synthetic", None],
    }
)
TOWNS = {"town": {"500152113": Text("柏梓镇", "Baizi Town")}}
WANTED = ("light", "name", "town", "stage", "tech_upgrade", "total_investment", "progress", "planned_finish")


def test_columns_are_those_asked_for_in_their_order() -> None:
    made = table(PROJECTS, [*WANTED, "investor"], names=TOWNS, key="project")
    assert tuple(made.frame.columns) == WANTED
    assert made.keys == ("P1", "P2")


def test_headers_carry_name_and_unit() -> None:
    made = table(PROJECTS, WANTED, names=TOWNS)
    assert made.headers["total_investment"] == "总投资 亿元"
    assert made.headers["progress"] == "形象进度"
    with speaking("en"):
        assert table(PROJECTS, WANTED, names=TOWNS).headers["town"] == "Town"


def test_codes_and_flags_become_words_and_unknown_codes_stay() -> None:
    shown = table(PROJECTS, WANTED, names=TOWNS).frame
    assert list(shown["town"]) == ["柏梓镇", "500152999"]
    assert list(shown["stage"]) == ["开工", "签约"]
    assert list(shown["tech_upgrade"]) == ["是", "否"]


def test_shown_numbers_are_rounded_half_up_and_taken_ones_are_not() -> None:
    made = table(PROJECTS, WANTED, names=TOWNS)
    assert made.frame["total_investment"].tolist()[0] == 2.41
    assert made.raw["total_investment"].tolist()[0] == 2.405
    assert made.frame["progress"].tolist()[0] == 23.0
    assert pd.isna(made.frame["total_investment"][1])


def test_dates_are_dates_and_missing_ones_are_empty() -> None:
    shown = table(PROJECTS, WANTED, names=TOWNS).frame["planned_finish"]
    assert shown[0] == date(2022, 8, 31)
    assert pd.isna(shown[1])


def test_lights_are_words_in_pills() -> None:
    made = table(PROJECTS, WANTED, names=TOWNS)
    assert list(made.frame["light"]) == [["红 逾期"], []]
    assert list(made.raw["light"]) == ["红 逾期", ""]
    assert light_options() == {
        "红 滞后": "red",
        "红 逾期": "red",
        "黄 预警": "orange",
        "黄 临期": "orange",
        "绿 正常": "green",
        "绿 消除": "green",
    }


def test_forms_tell_how_a_column_is_shown() -> None:
    forms = {c.key: c.form for c in table(PROJECTS, WANTED, names=TOWNS).columns}
    assert forms["light"] is Form.LIGHT
    assert forms["progress"] is Form.PROGRESS
    assert forms["total_investment"] is Form.NUMBER
    assert forms["planned_finish"] is Form.DATE
    assert column("total_investment").numeric
    assert column("total_investment").printf == "%.2f"
    assert column("progress").printf == "%.0f%%"


@pytest.mark.parametrize(
    "item", {x.key: x for x in vars(fields).values() if isinstance(x, Field)}.values(), ids=lambda x: x.key
)
def test_every_catalogue_field_is_a_column(item: Field) -> None:
    assert column(item.key).header


@pytest.mark.parametrize("declared", DERIVED.values(), ids=lambda c: c.key)
def test_derived_columns_speak_both_languages(declared: Column) -> None:
    chinese = declared.header
    with speaking("en"):
        assert declared.header != chinese


def test_indicator_column_has_its_decimals_and_unit() -> None:
    made = of_indicator(indicator("industrial_investment"))
    assert (made.key, made.header, made.decimals) == ("value", "工业投资 亿元", 2)


def test_fines_stay_in_their_small_unit() -> None:
    assert column("fine").header == "罚款 万元"


def test_renamed_keeps_the_rest() -> None:
    made = renamed("total_investment", Text("总额", "Sum"))
    assert (made.key, made.header, made.decimals) == ("total_investment", "总额 亿元", 2)
    assert renamed(made, unit=False).header == "总额"


def test_total_row_adds_up_and_grows_by_its_sums() -> None:
    frame = pd.DataFrame({"name": ["a", "b"], "value": [11.0, 22.0], "base": [10.0, 20.0], "growth": [10.0, 10.0]})
    total = with_total(frame).iloc[-1]
    assert (total["name"], total["value"], total["base"]) == ("合计", 33.0, 30.0)
    assert total["growth"] == pytest.approx(10.0)


def test_total_of_unknown_bases_has_no_growth() -> None:
    frame = pd.DataFrame({"name": ["a"], "value": [11.0], "base": [None], "growth": [None]})
    assert pd.isna(with_total(frame).iloc[-1]["growth"])


def test_chart_and_table_round_alike() -> None:
    value = 0.285  # printf would say 0.28
    made = table(pd.DataFrame({"value": [value]}), [of_indicator(indicator("industrial_investment"))])
    assert f.number(value, 2) == f"{made.frame['value'][0]:.2f}" == "0.29"


def test_plain_frame_is_a_table_of_its_own_headers() -> None:
    made = as_table(pd.DataFrame({"镇街": ["上和"], "亿元": [1.5]}))
    assert made.headers == {"镇街": "镇街", "亿元": "亿元"}
    assert [c.numeric for c in made.columns] == [False, True]

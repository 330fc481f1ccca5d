"""Bars in parts: every portion where it belongs, the whole at the end, what is not there not drawn."""

import pandas as pd
import pytest

from tongnan_metrics.catalog import units
from tongnan_metrics.locale import speaking
from tongnan_metrics.present.charts import Drawing, Portion, part_bars
from tongnan_metrics.present.tables import Column, Form
from tongnan_metrics.present.theme import LIGHT, THEMES

PORTIONS = (
    Portion("done", "已办", "strong"),
    Portion("open", "在办", "grey"),
    Portion("late", "逾期", "alarm"),
    Portion("lost", "退回", "pale"),
)
RATE = Column("rate", "解决率", Form.NUMBER, units.PERCENT, 1)
ROWS = pd.DataFrame(
    {
        "key": ["a", "b", None],
        "name": ["甲", "乙", "未分"],
        "done": [8, 0, 1],
        "open": [3, 2, 0],
        "late": [0, 1, 0],
        "lost": [0, 0, 0],
        "rate": [72.7273, 0.0, 100.0],
    }
)


def drawn(frame: pd.DataFrame = ROWS, **options: object) -> Drawing:
    made = part_bars(frame, by="单位", portions=PORTIONS, unit=units.CASES, theme=LIGHT, beside=(RATE,), **options)  # type: ignore[arg-type]
    assert made is not None
    return made


def test_portions_follow_each_other_and_add_up() -> None:
    rows = drawn().rows.to_pandas()
    assert rows["value_words"].tolist() == ["11", "3", "1"]
    assert rows.loc[0, ["done_from", "done_to", "open_from", "open_to"]].tolist() == [0, 8, 8, 11]
    assert rows.loc[1, ["open_from", "open_to", "late_from", "late_to"]].tolist() == [0, 2, 2, 3]
    assert rows["rate_words"].tolist() == ["72.7", "0.0", "100.0"]


def test_a_portion_of_nothing_has_no_place() -> None:
    rows = drawn().rows.to_pandas()
    assert rows.loc[0, ["late_from", "late_to"]].isna().all()
    assert "lost_to" not in rows


def test_the_legend_names_what_there_is() -> None:
    made = drawn()
    assert [swatch.label for swatch in made.legend] == ["已办", "在办", "逾期"]
    assert made.legend[2].colour == LIGHT.red.ink
    assert made.note == "件次 · 解决率 %"
    one_each = ROWS.assign(done=[8, 0, 1], open=[0, 2, 0], late=0)
    assert drawn(one_each).legend == ()


def test_the_table_and_the_words_say_every_portion() -> None:
    made = drawn()
    table = made.table
    assert [column.header for column in table.columns] == [
        "单位",
        "合计 件次",
        "已办 件次",
        "在办 件次",
        "逾期 件次",
        "解决率 %",
    ]
    assert table.raw["late"].tolist() == [0, 1, 0]
    assert "甲 11（已办 8 · 在办 3 · 逾期 0）" in made.alt


def test_rows_without_a_code_are_not_picked_and_others_step_back() -> None:
    rows = drawn(ROWS.assign(chosen=[True, False, False])).rows.to_pandas()
    assert rows["key"].tolist() == ["a", "b", ""]
    assert rows["strength"].tolist()[0] == 1
    assert (rows["strength"].iloc[1:] < 1).all()
    assert drawn().picks == ("key",)
    assert drawn(clickable=False).picks == ()


@pytest.mark.parametrize("frame", [ROWS.head(0), ROWS.assign(done=0, open=0, late=0)])
def test_nothing_counted_is_no_chart(frame: pd.DataFrame) -> None:
    assert part_bars(frame, by="单位", portions=PORTIONS, unit=units.CASES, theme=LIGHT) is None


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_it_is_sound_vega_lite_in_both_themes(theme: object) -> None:
    made = part_bars(ROWS, by="单位", portions=PORTIONS, unit=units.CASES, theme=theme, beside=(RATE,))  # type: ignore[arg-type]
    assert made is not None
    spec = made.chart().to_dict()
    bars = [layer for layer in spec["layer"] if isinstance(layer["mark"], dict) and layer["mark"]["type"] == "bar"]
    assert [bar["encoding"]["x2"]["field"] for bar in bars] == ["done_to", "open_to", "late_to"]


def test_it_speaks_english() -> None:
    with speaking("en"):
        assert drawn().note == "cases · 解决率 (%)"

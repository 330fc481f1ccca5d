"""Time: ticks, this year on last year's, targets, lines and their end labels, ranks, stacks."""

import math
from itertools import pairwise

import pandas as pd
import pytest

from tests.present.frames import GROWTH, INDEX, INVESTMENT, LINES, PERIODS, SERIES, draw, layers, marks
from tongnan_metrics.catalog.periods import Period, between
from tongnan_metrics.locale import speaking
from tongnan_metrics.present import charts
from tongnan_metrics.present.charts.axis import apart, ticks
from tongnan_metrics.present.theme import LIGHT


def column(drawing: charts.Drawing | None, name: str) -> list[object]:
    assert drawing is not None
    found: list[object] = drawing.rows[name].to_pylist()
    return found


def year_words(first: Period, last: Period) -> list[str]:
    return [tick.split("|")[2] for tick in ticks(list(between(first, last)))]


def test_january_and_february_are_one_tick() -> None:
    words = [tick.split("|")[1] for tick in ticks([Period(2021, 12), Period(2022, 2), Period(2022, 3)])]
    assert words == ["12月", "1—2月", "3月"]


def test_year_stands_below_first_and_last_tick() -> None:
    assert year_words(Period(2021, 6), Period(2022, 2)) == ["2021年", "", "", "", "", "", "", "2022年"]


def test_years_never_touch() -> None:
    said = year_words(Period(2021, 12), Period(2022, 3))
    assert [i for i, word in enumerate(said) if word] == [0, 2]


@pytest.mark.parametrize("count", [1, 2, 11, 12, 27, 60])
def test_ticks_are_distinct_and_important_ones_are_apart(count: int) -> None:
    periods = list(between(Period(2015, 2), Period(2022, 12)))[-count:]
    made = ticks(periods)
    kept = [i for i, tick in enumerate(made) if tick.endswith("|0")]
    assert len(set(made)) == count
    assert count - 1 in kept
    assert all(b - a >= 2 for a, b in pairwise(kept))


def test_english_ticks_ask_for_more_room() -> None:
    with speaking("en"):
        assert ticks([Period(2022, 2), Period(2022, 3), Period(2022, 4)])[1] == "2022-03|Mar||48"


def test_labels_are_moved_apart_in_order() -> None:
    assert apart([10.0, 10.1, 5.0], 1.0) == pytest.approx([9.55, 10.55, 5.0])
    assert math.isnan(apart([1.0, math.nan], 1.0)[1])


def test_a_crowd_at_one_height_spreads_around_it() -> None:
    assert apart([3.0, 3.0, 3.0], 1.0) == pytest.approx([2.0, 3.0, 4.0])


def test_calendar_has_eleven_periods_and_prefers_the_comparable_base() -> None:
    year = charts.calendar(SERIES, 2022)
    assert list(year["period"]) == [str(p) for p in between(Period(2022, 2), Period(2022, 12))]
    assert year["value"].notna().sum() == 1
    assert year.loc[0, "base"] == 14.77  # reported beside this year's value
    assert year.loc[10, "base"] == 101.6  # last December's own value


def test_last_column_says_its_value_beside_it() -> None:
    drawing = draw("month_columns", LIGHT)
    assert column(drawing, "value_said") == ["", "", "", "", "", "", "", "今年 18.09"]
    assert column(drawing, "base_said")[-1] == "上年 14.77"
    assert set(column(drawing, "now")) == {""}


def test_unfinished_year_says_its_value_above_with_a_leader() -> None:
    drawing = draw("target_columns", LIGHT)
    assert column(drawing, "now")[0] == "今年 18.09"
    assert column(drawing, "target_said")[-1] == "目标 120.00"
    assert column(drawing, "base_said")[-1] == "上年 101.60"
    assert column(drawing, "value_said")[-1] == ""


def test_target_line_is_dashed_and_follows_the_months() -> None:
    drawing = draw("target_columns", LIGHT)
    assert column(drawing, "target")[0] == pytest.approx(20.0)
    assert column(drawing, "target")[-1] == 120.0
    (line,) = [layer for layer in layers(drawing) if layer["mark"]["type"] == "line"]
    assert line["mark"]["strokeDash"] == [4, 3]
    assert "line" not in marks(draw("month_columns", LIGHT))


def test_columns_without_last_year_are_alone() -> None:
    drawing = charts.month_columns(SERIES.assign(base=None), indicator=INVESTMENT, theme=LIGHT)
    assert drawing is not None
    assert drawing.legend == ()
    assert marks(drawing).count("bar") == 1


def test_columns_start_at_zero_with_few_grid_lines() -> None:
    y = layers(draw("month_columns", LIGHT))[1]["encoding"]["y"]
    assert y["scale"]["zero"] is True
    assert y["axis"]["tickCount"] == 4


def test_nothing_reported_is_no_drawing() -> None:
    assert charts.month_columns(SERIES.assign(value=None), indicator=INVESTMENT, theme=LIGHT) is None


def test_each_line_ends_with_its_name_and_value() -> None:
    drawing = draw("lines", LIGHT)
    assert [word for word in column(drawing, "end") if word] == ["潼南 10.1", "全市 8.0", "全国 7.5"]
    assert drawing.alt == "规上工业增加值增速（%），截至2022年1—2月：潼南 10.1、全市 8.0、全国 7.5。"


def test_end_labels_do_not_touch() -> None:
    close = LINES.assign(value=10.0)
    places = sorted(p for p in column(charts.lines(close, indicator=GROWTH, theme=LIGHT), "end_y") if p is not None)  # type: ignore[type-var]
    assert len(set(places)) == 3


def test_roles_have_their_dashes() -> None:
    stroke = layers(draw("lines", LIGHT))[0]["encoding"]["strokeDash"]["scale"]
    dashes = dict(zip(stroke["domain"], stroke["range"], strict=True))
    assert dashes["city"] == [5, 3]
    assert dashes["nation"] == [2, 3]


def test_growth_lines_need_not_start_at_zero() -> None:
    assert layers(draw("lines", LIGHT))[0]["encoding"]["y"]["scale"]["zero"] is False


def test_line_ends_at_its_last_known_value() -> None:
    gone = LINES[LINES["role"] == "home"].assign(value=pd.Series([1.0, 2, 3, 4, 5]))
    assert [w for w in column(charts.lines(gone, indicator=GROWTH, theme=LIGHT), "end") if w] == ["潼南 5.0"]


def test_published_point_is_a_ring_beside_the_computed_line() -> None:
    printed = LINES[LINES["role"] == "home"].assign(published=pd.Series({7: "74.41"}), value=74.4117)
    drawing = charts.lines(printed, indicator=INDEX, theme=LIGHT)
    assert drawing is not None
    assert layers(drawing)[-1]["mark"]["shape"] == "diamond"
    assert column(drawing, "printed")[-1] == 74.41
    assert [s.label for s in drawing.legend] == ["计算值", "公布值"]


def test_first_place_is_on_top() -> None:
    scale = layers(draw("rank_lines", LIGHT))[0]["encoding"]["y"]["scale"]
    assert scale["reverse"] is True
    assert scale["domainMin"] == 1


def test_a_lone_point_stands_above_the_axis() -> None:
    first = LINES[LINES["period"] == LINES["period"].min()]
    drawing = charts.lines(first, indicator=GROWTH, theme=LIGHT)
    assert drawing is not None
    assert layers(drawing)[0]["encoding"]["y"]["scale"]["zero"] is True


def test_month_lines_draw_last_year_in_grey() -> None:
    drawing = draw("month_lines", LIGHT)
    assert set(column(drawing, "role")) == {"home", "before"}
    assert len(column(drawing, "role")) == 2 * len(PERIODS)


def test_stack_names_the_three_largest_parts() -> None:
    drawing = draw("stacked_months", LIGHT)
    assert [s.label for s in drawing.legend] == ["消防", "建筑", "交通", "其余"]
    sums = drawing.rows.to_pandas().groupby("period")["value"].sum()
    assert sums.iloc[0] == 100.0


def test_stack_of_few_parts_has_no_rest() -> None:
    few = pd.DataFrame({"period": PERIODS[:2], "key": ["a", "b"], "name": ["消防", "燃气"], "value": [1.0, 2.0]})
    drawing = charts.stacked_months(few, indicator=INVESTMENT, theme=LIGHT)
    assert drawing is not None
    assert [s.label for s in drawing.legend] == ["燃气", "消防"]

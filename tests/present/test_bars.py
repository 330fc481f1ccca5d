"""Bars: order, words at their ends, last year behind, negatives and gaps, stages, the loop, pulls."""

import pandas as pd

from tests.present.frames import BARS, INVESTMENT, LOOP, PULLS, STAGES, draw, layers, marks
from tongnan_metrics.locale import Text, speaking
from tongnan_metrics.present import charts
from tongnan_metrics.present.theme import LIGHT


def column(drawing: charts.Drawing | None, name: str) -> list[object]:
    assert drawing is not None
    found: list[object] = drawing.rows[name].to_pylist()
    return found


def test_bars_stand_by_value_and_keep_their_key() -> None:
    drawing = draw("bullet_bars", LIGHT)
    assert column(drawing, "name") == ["梓潼", "桂林", "田家", "大佛"]
    assert column(drawing, "key") == ["b", "a", "d", "c"]
    assert layers(drawing)[0]["encoding"]["y"]["sort"] is None


def test_bars_keep_the_given_order_on_demand() -> None:
    drawing = charts.bullet_bars(BARS, indicator=INVESTMENT, theme=LIGHT, ordered=False)
    assert column(drawing, "name") == list(BARS["name"])


def test_words_are_rounded_half_up_and_missing_is_a_dash() -> None:
    drawing = draw("bullet_bars", LIGHT)
    assert column(drawing, "value_words") == ["3.05", "1.05", "−0.20", "—"]
    assert column(drawing, "growth_words") == ["↑ 21.8%", "↑ 5.0%", "↓ 300.0%", "—"]


def test_words_stand_beyond_the_longer_bar_on_its_side_of_zero() -> None:
    assert column(draw("bullet_bars", LIGHT), "end") == [3.045, 1.05, -0.2, 0.4]
    (value,) = [
        layer
        for layer in layers(draw("bullet_bars", LIGHT))
        if layer["encoding"].get("text", {}).get("field") == "value_words"
    ]
    assert value["mark"]["align"] == {"expr": "datum.end < 0 ? 'right' : 'left'"}


def test_last_year_stands_wider_behind_this_year() -> None:
    drawing = draw("bullet_bars", LIGHT)
    assert marks(drawing) == ["rect", "bar", "bar", "text", "text"]
    before, now = layers(drawing)[1:3]
    assert before["mark"]["color"] == LIGHT.last_year
    assert now["mark"]["color"] == LIGHT.accent
    assert before["mark"]["height"]["band"] > now["mark"]["height"]["band"]
    assert [s.label for s in drawing.legend] == ["今年", "上年同期"]
    assert drawing.note == "亿元，右列同比"


def test_pull_has_a_column_of_its_own_at_the_edge() -> None:
    drawing = charts.bullet_bars(BARS.assign(pull=[0.5, 1.25, float("nan"), -0.1]), indicator=INVESTMENT, theme=LIGHT)
    assert column(drawing, "pull_words") == ["+1.25", "+0.50", "−0.10", "—"]
    assert drawing is not None
    assert drawing.note == "亿元，右列同比、拉动百分点"
    growth, pull = layers(drawing)[-2:]
    assert (growth["mark"]["dx"], pull["mark"]["dx"]) == (-46, 0)
    assert [c.key for c in drawing.columns] == ["name", "value", "base", "growth", "pull"]


def test_bars_alone_have_neither_legend_nor_growth() -> None:
    drawing = charts.bullet_bars(BARS[["key", "name", "value"]], indicator=INVESTMENT, theme=LIGHT)
    assert drawing is not None
    assert marks(drawing) == ["rect", "bar", "text"]
    assert drawing.legend == ()
    assert drawing.note == "亿元"


def test_room_for_words_left_of_zero_only_below_zero() -> None:
    room = layers(draw("bullet_bars", LIGHT))[2]["encoding"]["x"]["scale"]["range"]
    above = charts.bullet_bars(BARS[BARS["value"] > 0], indicator=INVESTMENT, theme=LIGHT)
    assert above is not None
    assert room[0] > 0
    assert layers(above)[2]["encoding"]["x"]["scale"]["range"][0] == 0


def test_alt_text_names_the_ends_and_the_sum() -> None:
    assert draw("bullet_bars", LIGHT).alt == "工业投资（亿元）：共3项，最高梓潼 3.05，最低田家 −0.20。合计3.90。"
    with speaking("en"):
        assert "highest 梓潼 3.05" in draw("bullet_bars", LIGHT).alt


def test_names_that_occur_twice_are_told_apart() -> None:
    twice = BARS.assign(name="同名")
    assert len(set(column(charts.bullet_bars(twice, indicator=INVESTMENT, theme=LIGHT), "name"))) == len(BARS)


def test_stages_keep_their_order_and_stock_is_grey() -> None:
    drawing = draw("stage_bars", LIGHT)
    assert column(drawing, "name") == list(STAGES["name"])
    assert column(drawing, "fill") == ["stock", "flow", "flow"]
    assert column(drawing, "amount_words") == ["1182.57 亿元", "62.40 亿元", "—"]
    assert column(drawing, "stay_words") == ["96 天", "47 天", "—"]
    assert layers(drawing)[1]["encoding"]["color"]["scale"]["range"] == [LIGHT.last_year, LIGHT.accent]


def test_loop_says_shares_of_what_was_found() -> None:
    assert column(draw("loop_bars", LIGHT), "end_words") == ["5814", "5628 · 96.8%", "5391 · 92.7%"]


def test_loop_without_a_find_has_no_shares() -> None:
    drawing = charts.loop_bars(LOOP.assign(value=0), theme=LIGHT)
    assert column(drawing, "end_words") == ["0", "0 · —", "0 · —"]


def test_pulls_diverge_from_zero_with_signs() -> None:
    drawing = draw("pull_bars", LIGHT)
    assert column(drawing, "pull_words") == ["+3.10", "+0.80", "−1.25"]
    assert column(drawing, "contribution_words") == ["—", "8.0%", "−12.5%"]
    assert marks(drawing)[-1] == "rule"
    rising = charts.pull_bars(PULLS[PULLS["pull"] > 0], theme=LIGHT)
    assert rising is not None
    assert "rule" not in marks(rising)


def test_labelled_names_the_codes_of_a_query_frame() -> None:
    frame = pd.DataFrame({"town": ["1", "2"], "value": [1.0, 2.0]})
    named = charts.labelled(frame, "town", {"1": Text("桂林街道", "Guilin")}, short=True)
    assert named.to_dict("list") == {"key": ["1", "2"], "name": ["桂林", "2"], "value": [1.0, 2.0]}

"""The index built up, districts in rank order, projects on a time line."""

import pandas as pd
import pytest

from tests.present.frames import AS_OF, COMPONENTS, GROWTH, PEERS, PROJECTS, draw, layers, marks
from tongnan_metrics.present import charts
from tongnan_metrics.present.theme import DARK, LIGHT


def rows(kind: str) -> pd.DataFrame:
    frame: pd.DataFrame = draw(kind, LIGHT).rows.to_pandas()
    return frame


def test_contributions_build_up_to_the_index() -> None:
    frame = rows("index_steps")
    assert list(frame["start"].iloc[1:4]) == pytest.approx(list(frame["end"].iloc[0:3]))
    assert frame["start"].iloc[4] == 0
    assert frame["contribution_words"].iloc[4] == "74.41"
    assert frame["weight_words"].iloc[4] == "100%"
    assert frame["score_words"].iloc[4] == ""


def test_step_columns_are_named_in_the_note() -> None:
    assert draw("index_steps", LIGHT).note == "分 · 数值 · 得分 · 权重"


def test_contribution_is_not_scaled_again() -> None:
    assert list(rows("index_steps")["contribution"].iloc[:4]) == list(COMPONENTS["contribution"])


def test_home_says_its_place_and_districts_without_value_are_left_out() -> None:
    frame = rows("rank_dots")
    assert list(frame["name"]) == ["江津", "潼南", "万州"]
    assert list(frame["said"]) == ["", "潼南 10.0 · 第 2 位", ""]
    assert list(frame["role"]) == ["group", "home", "other"]
    assert list(frame["end_said"]) == ["江津", "", "万州"]


def test_city_average_is_a_dashed_line() -> None:
    drawing = draw("rank_dots", LIGHT)
    assert marks(drawing)[0] == "rule"
    assert layers(drawing)[0]["mark"]["strokeDash"] == [5, 3]
    without = charts.rank_dots(PEERS, indicator=GROWTH, theme=LIGHT)
    assert without is not None
    assert "rule" not in marks(without)


def test_legend_of_dots_names_who_is_there() -> None:
    assert [s.label for s in draw("rank_dots", LIGHT).legend] == ["考核组", "其他区县"]
    alone = charts.rank_dots(PEERS.assign(group=False), indicator=GROWTH, theme=LIGHT)
    assert alone is not None
    assert [s.label for s in alone.legend] == ["其他区县"]


def test_projects_without_both_dates_are_left_out() -> None:
    assert list(rows("gantt")["name"]) == ["冷链中心", "标准厂房"]


def test_progress_is_a_share_of_the_planned_span() -> None:
    frame = rows("gantt")
    span = frame["finish"] - frame["start"]
    assert ((frame["done"] - frame["start"]) / span).round(3).tolist() == [0.22, 0.384]


def test_light_words_are_read_in_their_own_ink() -> None:
    assert list(rows("gantt")["light_words"]) == ["红 逾期", "黄 预警"]
    (light,) = [
        layer
        for layer in layers(draw("gantt", DARK))
        if layer["encoding"].get("text", {}).get("field") == "light_words"
    ]
    assert light["encoding"]["color"]["scale"]["range"] == [DARK.red.ink, DARK.amber.ink, DARK.green.ink]


def test_as_of_is_a_labelled_dashed_rule() -> None:
    drawing = draw("gantt", LIGHT)
    assert marks(drawing)[-2:] == ["rule", "text"]
    assert set(rows("gantt")["as_of_words"]) == {"截至3月31日"}
    assert set(rows("gantt")["as_of"]) == {pd.Timestamp(AS_OF)}


def test_axis_is_on_top_by_half_years() -> None:
    axis = layers(draw("gantt", LIGHT))[1]["encoding"]["x"]["axis"]
    assert axis["orient"] == "top"
    assert axis["tickCount"] == {"interval": "month", "step": 6}
    assert axis["format"] == "%Y年%-m月"


def test_alt_text_counts_the_late_ones() -> None:
    assert draw("gantt", LIGHT).alt == "2个项目，其中红黄灯2个，截至2022年3月31日。"


def test_one_project_may_come_without_a_state() -> None:
    drawing = charts.gantt(PROJECTS.drop(columns="state"), theme=LIGHT, as_of=AS_OF)
    assert drawing is not None
    assert drawing.rows["light_words"].to_pylist() == ["红 滞后", "黄 预警"]

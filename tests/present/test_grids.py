"""Tiles and heat maps: bins, order, margins, dots for nothing, fixed edges."""

from decimal import Decimal

import pandas as pd
import pytest

from tests.present.frames import CELLS, EDGES, HAZARDS, INVESTMENT, TILES, draw, layers
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.present import charts
from tongnan_metrics.present.charts.grids import bin_legend, fixed_bin, quantile_bins
from tongnan_metrics.present.theme import LIGHT


def cells(drawing: charts.Drawing | None) -> pd.DataFrame:
    assert drawing is not None
    frame: pd.DataFrame = drawing.rows.to_pandas()
    return frame


def test_quantile_bins_share_out_and_ties_stay_together() -> None:
    values = pd.Series([1.0, 1.0, 2.0, 3.0, None, 4.0])
    assert list(quantile_bins(values)) == [0, 0, 2, 3, -1, 4]


def test_equal_values_are_all_alike() -> None:
    assert set(quantile_bins(pd.Series([2.0] * 6))) == {0}


def test_tiles_say_name_and_value_where_they_lie() -> None:
    frame = cells(draw("tile_map", LIGHT))
    assert list(frame["value_words"]) == ["1.05", "3.05", "—", "−0.20"]
    x, y = (layers(draw("tile_map", LIGHT))[0]["encoding"][axis] for axis in "xy")
    assert (x["field"], y["field"]) == ("tile_col", "tile_row")
    assert x["axis"] is None


def test_tiles_say_their_unit_and_of_what_adds_up_the_sum() -> None:
    assert charts.tile_map(TILES, indicator=INVESTMENT, theme=LIGHT).note == "亿元 · 合计 3.90"  # type: ignore[union-attr]
    share = INDICATORS["tech_upgrade_share"]
    assert charts.tile_map(TILES, indicator=share, theme=LIGHT).note == "%"  # type: ignore[union-attr]


def test_missing_tile_is_an_outline() -> None:
    frame = cells(draw("tile_map", LIGHT))
    assert list(frame["bin"]) == [2, 4, -1, 0]
    stroke = layers(draw("tile_map", LIGHT))[0]["encoding"]["stroke"]
    assert stroke["condition"] == {"test": "datum.bin < 0", "value": LIGHT.border}


def test_ink_on_the_ramp_is_legible_by_design() -> None:
    ink = layers(draw("tile_map", LIGHT))[1]["encoding"]["color"]
    assert ink["scale"]["range"] == [LIGHT.muted, *LIGHT.ramp_ink]


def test_tiles_that_are_not_chosen_step_back() -> None:
    drawing = charts.tile_map(TILES.assign(chosen=[True, False, False, False]), indicator=INVESTMENT, theme=LIGHT)
    assert list(cells(drawing)["faded"]) == [False, True, True, True]


def test_heat_map_is_sorted_by_totals_with_margins_last() -> None:
    frame = cells(draw("heat_map", LIGHT))
    assert list(frame["row_name"].drop_duplicates()) == ["消防", "城镇燃气", "非煤矿山", "合计"]
    assert list(frame["column_name"].drop_duplicates()) == ["桂林", "梓潼", "合计"]
    total = frame.set_index(["row_name", "column_name"])["value_words"]
    assert total["消防", "合计"] == "190"
    assert total["合计", "桂林"] == "150"
    assert total["合计", "合计"] == "279"


def test_nothing_is_a_dot() -> None:
    frame = cells(draw("heat_map", LIGHT)).set_index(["row", "column"])["value_words"]
    assert frame["gas", "y"] == "·"
    assert frame["mines", "y"] == "·"


def test_margins_are_not_coloured_and_not_picked() -> None:
    frame = cells(draw("heat_map", LIGHT))
    assert set(frame[frame["margin"]]["bin"]) == {-1}
    assert set(frame[frame["column"] == "total"]["key"]) == {""}
    assert "total" not in set(draw("heat_map", LIGHT).table.frame["row_name"])


def test_cells_can_pick_their_row() -> None:
    drawing = charts.heat_map(CELLS, indicator=HAZARDS, theme=LIGHT, edges=EDGES, picks="row")
    assert set(cells(drawing)["key"]) == {"fire", "gas", "mines", ""}


def test_ratios_bring_their_own_totals() -> None:
    totals = ({"fire": 10.0, "gas": 20.0, "mines": 30.0}, {"x": 1.0, "y": 2.0}, 7.0)
    drawing = charts.heat_map(CELLS, indicator=HAZARDS, theme=LIGHT, edges=EDGES, totals=totals)
    frame = cells(drawing)
    assert list(frame["row_name"].drop_duplicates()) == ["非煤矿山", "城镇燃气", "消防", "合计"]
    assert frame["value_words"].iloc[-1] == "7"


@pytest.mark.parametrize(("value", "bin"), [("0", -1), ("1", 0), ("5", 0), ("6", 1), ("59", 3), ("60", 4), ("999", 4)])
def test_fixed_bins_include_their_lower_edge(value: str, bin: int) -> None:  # noqa: A002
    assert fixed_bin(Decimal(value), EDGES) == bin


def test_bin_legend_in_words() -> None:
    assert [s.label for s in bin_legend(EDGES, HAZARDS, LIGHT)] == ["1—5", "6—14", "15—29", "30—59", "60以上"]
    edges = (0.01, 0.02, 0.04, 0.1, 0.2)
    assert [s.label for s in bin_legend(edges, INVESTMENT, LIGHT)][:2] == ["0.01", "0.02—0.03"]


@pytest.mark.parametrize("decimals", [0, 2])
def test_fixed_edges_are_round_and_rising(decimals: int) -> None:
    edges = charts.fixed_edges(pd.Series([0.0, 0.4, 2, 3, 8, 9, 17, 33, 120]), decimals=decimals)
    assert len(edges) == 5
    assert list(edges) == sorted(set(edges))
    assert edges[0] == 10.0**-decimals


def test_fixed_edges_of_nothing() -> None:
    assert charts.fixed_edges(pd.Series([0.0, 0.0])) == (1, 2, 3, 4, 5)


def test_heat_map_says_how_much_room_it_needs() -> None:
    assert draw("heat_map", LIGHT).least_width >= 3 * 30


def test_cells_can_pick_both_their_row_and_column() -> None:
    drawing = charts.heat_map(CELLS, indicator=HAZARDS, theme=LIGHT, edges=EDGES, picks="cell")
    frame = cells(drawing).set_index(["row", "column"])
    assert drawing is not None
    assert drawing.picks == (charts.ROW_KEY, charts.COLUMN_KEY)
    assert list(frame.loc[("fire", "x"), list(drawing.picks)]) == ["fire", "x"]
    assert list(frame.loc[("fire", "total"), list(drawing.picks)]) == ["fire", ""]
    assert list(frame.loc[("total", "total"), list(drawing.picks)]) == ["", ""]


def test_cells_that_are_not_chosen_step_back() -> None:
    chosen = CELLS.assign(chosen=CELLS["row"] == "fire")
    frame = cells(charts.heat_map(chosen, indicator=HAZARDS, theme=LIGHT, edges=EDGES))
    assert set(frame.loc[~frame["faded"] & ~frame["margin"], "row"]) == {"fire"}
    assert not frame.loc[frame["margin"], "faded"].any()
    assert not cells(draw("heat_map", LIGHT))["faded"].any()

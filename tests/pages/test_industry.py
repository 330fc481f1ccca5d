"""工业运行: every figure, bar and row is the release's own, whatever is chosen."""

import pandas as pd
import pytest

from tests.pages.conftest import OpenPage
from tongnan_metrics import query
from tongnan_metrics.analysis.contribution import contributions
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.present import format as f
from tongnan_metrics.query.enterprises import output_by_enterprise
from tongnan_metrics.releases import Release

KEY = "industrial_output"
MONTHS, SECTORS, PULLS, TOWNS, HEAT = range(5)
TOWN, SECTOR = "500152001", "equipment"
DEFAULT = query.Selection(Period(2022, 2))
CHOSEN = {
    "all": ({}, DEFAULT),
    "town": ({"town": [TOWN]}, query.Selection(Period(2022, 2), towns=(TOWN,))),
    "sector": ({"sector": [SECTOR]}, query.Selection(Period(2022, 2), sectors=(SECTOR,))),
    "park": ({"park": "1"}, query.Selection(Period(2022, 2), park=True)),
    "month": (
        {"period": "2021-09", "basis": "month"},
        query.Selection(Period(2021, 9), basis=Basis.MONTH),
    ),
    "month of a town": (
        {"period": "2021-09", "basis": "month", "town": [TOWN]},
        query.Selection(Period(2021, 9), basis=Basis.MONTH, towns=(TOWN,)),
    ),
}


def by_key(rows: pd.DataFrame, name: str) -> dict[str, float]:
    return dict(zip(rows["key"], rows[name], strict=True))


@pytest.mark.parametrize("name", CHOSEN)
def test_cards_tables_and_charts_say_the_same(demo_release: Release, open_page: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page = open_page(demo_release, "industry", **params)  # type: ignore[arg-type]
    figure = query.figure(demo_release, selection, KEY)
    assert f">{f.figure(figure.indicator, figure.number, published=figure.published)}<" in page.html
    rows = output_by_enterprise(demo_release, selection)
    shown = page.table("全部企业")
    assert shown["name"].tolist() == rows["name"].tolist()
    assert shown["value"].tolist() == pytest.approx(rows["value"].tolist(), abs=0.005)
    assert figure.value == pytest.approx(rows["value"].sum())
    for title, dimension in (("分产业", "sector"), ("分镇街", "town")):
        parts = page.table(title)
        split = query.frame(demo_release, selection, KEY, (dimension,))
        assert len(parts) == len(split) + 1
        assert parts["value"].iloc[-1] == pytest.approx(figure.value, abs=0.005)
        assert parts["pull"].iloc[-1] == pytest.approx(figure.growth, abs=0.005)
        assert sorted(parts["value"][:-1]) == pytest.approx(sorted(split["value"]), abs=0.005)


@pytest.mark.parametrize("name", CHOSEN)
def test_months_are_those_of_the_year(demo_release: Release, open_page: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    drawn = open_page(demo_release, "industry", **params).chart(MONTHS)  # type: ignore[arg-type]
    series = query.frame(demo_release, selection, KEY, ("period",)).set_index("period")["value"]
    expected = series[series.index >= f"{selection.period.year}-01"]
    assert drawn.set_index("period")["value"].dropna().to_dict() == pytest.approx(expected.to_dict())
    whole = selection.whole and not selection.park and selection.basis is Basis.YTD
    assert drawn["target"].notna().all() == whole


def test_bars_keep_all_and_fade_those_not_chosen(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "industry", town=[TOWN], sector=[SECTOR])
    of_town = query.frame(demo_release, query.Selection(Period(2022, 2), towns=(TOWN,)), KEY, ("sector",))
    of_sector = query.frame(demo_release, query.Selection(Period(2022, 2), sectors=(SECTOR,)), KEY, ("town",))
    for place, rows, dimension, chosen in (
        (SECTORS, of_town, "sector", SECTOR),
        (TOWNS, of_sector, "town", TOWN),
    ):
        drawn = page.chart(place)
        assert by_key(drawn, "value") == pytest.approx(dict(zip(rows[dimension], rows["value"], strict=True)))
        assert drawn.loc[drawn["strength"] == 1, "key"].tolist() == [chosen]
    assert page.charts == HEAT  # one cell is no map


def test_pulls_add_up_to_the_growth(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "industry")
    growth = query.figure(demo_release, DEFAULT, KEY).growth
    assert page.chart(PULLS)["pull"].sum() == pytest.approx(growth)
    assert page.chart(TOWNS)["pull"].sum() == pytest.approx(growth)
    moving = page.table("拉动与下拉最大")["pull"]
    every = output_by_enterprise(demo_release, DEFAULT)["pull"]
    assert moving.iloc[0] == pytest.approx(every.max(), abs=0.005)
    assert moving.iloc[-1] == pytest.approx(every.min(), abs=0.005)
    assert moving.is_monotonic_decreasing


def test_the_heat_map_holds_every_cell_and_the_total(demo_release: Release, open_page: OpenPage) -> None:
    drawn = open_page(demo_release, "industry").chart(HEAT)
    cells = query.frame(demo_release, DEFAULT, KEY, ("sector", "town"))
    told = drawn[~drawn["margin"]].dropna(subset=["value"])
    assert sorted(told["value"]) == pytest.approx(sorted(cells["value"]))
    grand = drawn[(drawn["row"] == "total") & (drawn["column"] == "total")]["value"].item()
    assert grand == pytest.approx(cells["value"].sum())


def test_the_key_enterprises_are_the_sixty_published(demo_release: Release, open_page: OpenPage) -> None:
    assert len(open_page(demo_release, "industry").table("重点企业")) == 60


def test_the_answer_names_who_pulls_most_and_least(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "industry")
    parts = contributions(query.frame(demo_release, DEFAULT, KEY, ("sector",))).sort_values("pull")
    names = query.names(demo_release, "sectors")
    assert "规上工业产值" in page.html
    assert f"{names[parts['sector'].iloc[-1]]}拉动最大，为{f.number(parts['pull'].iloc[-1])}个百分点" in page.html
    assert f"{names[parts['sector'].iloc[0]]}最小，为{f.number(parts['pull'].iloc[0])}个百分点" in page.html


def test_an_indicator_that_is_not_split_says_why(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "industry", town=[TOWN])
    assert "该指标只有全区数" in page.html
    assert "高于全市" not in page.html


def test_nothing_chosen_is_a_friendly_state(demo_release: Release, open_page: OpenPage) -> None:
    cells = query.frame(demo_release, DEFAULT, KEY, ("town", "sector"))
    some = set(zip(cells["town"], cells["sector"], strict=True))
    town, sector = next((t, s) for t in sorted({t for t, _ in some}) for _, s in sorted(some) if (t, s) not in some)
    page = open_page(demo_release, "industry", town=[town], sector=[sector])
    assert "筛选范围内没有数据" in page.html
    assert "当前筛选没有数据" in page.html
    assert "全部企业" not in page.titles


def test_everything_can_be_taken_away(demo_release: Release, open_page: OpenPage) -> None:
    taken = open_page(demo_release, "industry").downloads
    assert taken[0] == "本页全部表格（Excel）"
    for title in ("累计产值", "产业分布", "分产业拉动", "镇街分布", "全部企业", "重点企业", "分产业", "分镇街"):
        assert f"{title}（CSV）" in taken


def test_gaps_of_real_data_do_no_harm(small_release: Release, open_page: OpenPage) -> None:
    for period in query.periods(small_release)[::5]:
        for basis in Basis:
            open_page(small_release, "industry", period=str(period), basis=str(basis))


def test_it_reads_in_english(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "industry", lang="en")
    assert "pulls most" in page.html
    assert "Key enterprises" in page.titles

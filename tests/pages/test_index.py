"""工业指数: published and computed apart, parts and places as the release has them, other weights only a what-if."""

import pandas as pd
import pytest

from tests.pages.conftest import OpenPage
from tongnan_metrics import query
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.present import format as f
from tongnan_metrics.query.peers import decomposition, index_series, peers, reweighted
from tongnan_metrics.releases import Release

STEPS, DOTS, OVER_TIME, PLACES = range(4)
KEY = "industrial_index"
PERIOD, OTHER = Period(2022, 2), Period(2021, 7)
OTHER_WEIGHTS = (10.0, 25.0, 50.0, 15.0)
WHAT_IF = "假设测算：换一组权重"


@pytest.mark.parametrize("period", [PERIOD, OTHER], ids=str)
def test_the_index_is_taken_apart_as_it_is_computed(demo_release: Release, open_page: OpenPage, period: Period) -> None:
    page, parts = open_page(demo_release, "index", period=str(period)), decomposition(demo_release, period)
    steps = page.chart(STEPS)
    assert steps["contribution"][:-1].tolist() == pytest.approx(parts["part"].tolist())
    assert steps["contribution"].iloc[-1] == pytest.approx(query_index(demo_release, period))
    assert steps["score"][:-1].tolist() == pytest.approx(parts["score"].tolist())
    table = page.table("构成指标与全市对照")
    assert table["lift"][:-1].tolist() == pytest.approx(parts["lift"].tolist(), abs=0.005)
    assert table["contribution"].iloc[-1] == pytest.approx(parts["part"].sum(), abs=0.005)
    assert table["city_part"].iloc[-1] == pytest.approx(parts["city_part"].sum(), abs=0.005)


def query_index(release: Release, period: Period) -> float | None:
    return query.figure(release, query.Selection(period), KEY).value


def test_published_and_computed_stand_apart(demo_release: Release, open_page: OpenPage) -> None:
    now = open_page(demo_release, "index")
    for words in ("公布值</dt><dd>74.41<", "计算值（示意）</dt><dd>74.41<", "计算值减公布值</dt><dd>0.00<"):
        assert words in now.html
    assert now.chart(OVER_TIME)["printed"].dropna().tolist() == [74.41]
    earlier = open_page(demo_release, "index", period=str(OTHER))
    assert "公布值</dt><dd>未公布<" in earlier.html
    assert f"计算值（示意）</dt><dd>{f.number(query_index(demo_release, OTHER))}<" in earlier.html
    assert "计算值减公布值" not in earlier.html
    assert earlier.chart(OVER_TIME)["printed"].isna().all()
    assert "公布方未给出指数公式" in earlier.html


def test_lines_end_with_the_selected_period(demo_release: Release, open_page: OpenPage) -> None:
    page, series = open_page(demo_release, "index", period=str(OTHER)), index_series(demo_release)
    expected = series[series["period"] <= str(OTHER)].set_index("period")
    drawn = page.chart(OVER_TIME).set_index("period")["value"]
    assert drawn.index[-1] == str(OTHER)
    assert drawn.to_dict() == pytest.approx(expected.loc[drawn.index, "computed"].to_dict())
    places = page.chart(PLACES)
    for role, column in (("home", "rank"), ("group", "group_rank")):
        own = places[places["role"] == role].set_index("period")["value"]
        assert own.to_dict() == expected.loc[own.index, column].to_dict()


def test_every_district_is_drawn_and_listed(demo_release: Release, open_page: OpenPage) -> None:
    page, every = open_page(demo_release, "index"), peers(demo_release, PERIOD)
    assert page.chart(DOTS)["value"].tolist() == pytest.approx(every["index"].tolist())
    table = page.table("各区县指数与构成")
    assert len(table) == len(every) == 38
    assert table["rank"].tolist() == every["rank"].tolist()
    home = table[table["group_words"] == "本区"]
    assert (home["rank"].item(), home["value"].item(), home["origin"].item()) == (12, 74.41, "公布")


def test_the_answer_names_what_holds_the_index_up_and_back(demo_release: Release, open_page: OpenPage) -> None:
    page, parts = open_page(demo_release, "index"), decomposition(demo_release, PERIOD).sort_values("lift")
    names = [str(INDICATORS[key].name) for key in parts["component"]]
    assert f"{names[0]}得分{f.number(parts['score'].iloc[0])}" in page.html
    assert f"拉低{f.size(parts['lift'].iloc[0], 2)}分，拖累最大" in page.html
    assert f"抬高{f.size(parts['lift'].iloc[-1], 2)}分，支撑最强" in page.html


def weights(*values: float) -> tuple[tuple[str, float], ...]:
    keys = ("industrial_va_growth", "industrial_output_growth", "industrial_investment_growth", "tech_upgrade_share")
    return tuple(zip(keys, values, strict=True))


def what_if(release: Release) -> "pd.Series[float]":
    rows = reweighted(release, PERIOD, weights(*OTHER_WEIGHTS))
    home: pd.Series[float] = rows[rows["home"]].iloc[0]
    return home


def test_other_weights_are_a_what_if_and_stay_in_the_link(demo_release: Release, open_page: OpenPage) -> None:
    page, expected = open_page(demo_release, "index"), what_if(demo_release)
    assert "weights" not in page.address
    for key, weight in weights(*OTHER_WEIGHTS):
        page.app.number_input(key=f"weight-{key}").set_value(weight)
    page.app.run()
    said = f"按这组权重，指数{f.number(expected['value'])}，全市第{expected['place']:.0f}位"
    assert said in page.html
    assert f"第{expected['low']:.0f}至第{expected['high']:.0f}位之间" in page.html
    assert page.address["weights"] == ["10-25-50-15"]
    assert ">74.41<" in page.html  # what is published stays
    table = page.table(WHAT_IF)
    home = table[table["group_words"] == "本区"]
    assert (home["place"].item(), home["rank"].item()) == (expected["place"], 12)
    page.app.button[[b.label for b in page.app.button].index("恢复现行权重")].click().run()
    assert "weights" not in page.address
    assert "按这组权重，指数74.41，全市第12位" in page.html


def test_a_link_brings_its_weights(demo_release: Release, open_page: OpenPage) -> None:
    page, expected = open_page(demo_release, "index", weights="10-25-50-15"), what_if(demo_release)
    assert f"按这组权重，指数{f.number(expected['value'])}" in page.html
    assert page.address["weights"] == ["10-25-50-15"]


@pytest.mark.parametrize("said", ["1-2", "a-b-c-d", "0-0-0-0", "1000-1-1-1", "nan-1-1-1", "-1-2-3-4"])
def test_weights_that_are_none_are_let_go(demo_release: Release, open_page: OpenPage, said: str) -> None:
    page = open_page(demo_release, "index", weights=said)
    assert "weights" not in page.address
    assert "按这组权重，指数74.41" in page.html


def test_without_any_weight_there_is_no_index(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "index")
    for key, weight in weights(0, 0, 0, 0):
        page.app.number_input(key=f"weight-{key}").set_value(weight)
    page.app.run()
    assert "按这组权重算不出指数" in page.sound().html


@pytest.mark.parametrize(
    "params",
    [{"town": ["500152001"]}, {"sector": ["equipment"]}, {"park": "1"}, {"basis": "month", "period": "2022-03"}],
    ids=str,
)
def test_a_part_of_the_district_has_no_index(
    demo_release: Release, open_page: OpenPage, params: dict[str, str | list[str]]
) -> None:
    page = open_page(demo_release, "index", **params)
    assert ">74.41<" not in page.html
    assert "综合指数只有全区累计数" in page.html
    assert page.charts == 0
    page.app.button[[b.label for b in page.app.button].index("查看全区")].click().run()
    assert page.sound().charts == 4
    assert set(page.address) <= {"period"}


def test_the_first_period_of_a_year_is_a_month_too(demo_release: Release, open_page: OpenPage) -> None:
    assert open_page(demo_release, "index", basis="month").charts == 4


def test_what_was_not_reported_is_missing_not_made_up(small_release: Release, open_page: OpenPage) -> None:
    for period in query.periods(small_release)[::4]:
        page = open_page(small_release, "index", period=str(period))
        figure = query.figure(small_release, query.Selection(period), KEY)
        assert (page.charts > 0) == (figure.number is not None)


def test_it_reads_in_english(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "index", lang="en", basis=str(Basis.YTD))
    assert "holds it back most" in page.html
    assert "What if: other weights" in page.titles

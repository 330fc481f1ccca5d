"""安全生产: inspections, hazards, penalties and what is overdue agree everywhere on the page, whatever is chosen."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs

import pandas as pd
import pytest

from tests import small
from tests.pages.conftest import DEFAULT_SELECTION, EARLIER, LATEST, TOWN, Opened, OpenPage, Params, published, samples
from tests.query import rows as made
from tongnan_metrics import query
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.locale import speaking
from tongnan_metrics.present import format as f
from tongnan_metrics.query import safety
from tongnan_metrics.query.hazard_times import hazard_times, rechecks_due
from tongnan_metrics.releases import Release
from tongnan_metrics.ui.safety import FOUND, OVERDUE, PENALTIES, PER_HUNDRED, RATE, STREAK, VISITS

HEAT, LOOP, AGES, VISITS_BY_MONTH = range(4)
BY_TOWN, BY_TRADE = -2, -1  # where nothing is late the ages are not drawn
CROSSED, TOWNS, TRADES, LATE, RECORDS, PRINTED = (
    "问题隐患分布 · 行业领域 × 镇街",
    "分镇街",
    "分行业领域",
    "逾期与临期明细",
    "检查记录",
    "公布值核对",
)
TRADE, MARCH = "fire", Period(2022, 3)
CHOSEN: dict[str, tuple[Params, query.Selection]] = {
    "all": ({}, DEFAULT_SELECTION),
    "town": ({"town": [TOWN]}, query.Selection(LATEST, towns=(TOWN,))),
    "trade": ({"trade": [TRADE]}, query.Selection(LATEST, trades=(TRADE,))),
    "month": ({"period": str(EARLIER), "basis": "month"}, query.Selection(EARLIER, basis=Basis.MONTH)),
    "month of a town's trade": (
        {"period": str(EARLIER), "basis": "month", "town": [TOWN], "trade": [TRADE]},
        query.Selection(EARLIER, basis=Basis.MONTH, towns=(TOWN,), trades=(TRADE,)),
    ),
}
NONE = {"town": ["500152101"], "trade": ["civil_explosives"]}


def pressing(page: Opened) -> list[tuple[str, str, int]]:
    """The short list of what is overdue or due soon: light, where, and how many hazards."""
    entries = re.findall(
        r'tn-concern"><span class="tn-pill tn-(\w+)">.*?</span><div><b>(.*?)</b><p>(\d+) 条', page.html
    )
    return [(light, where, int(count)) for light, where, count in entries]


def click(page: Opened, label: str) -> Opened:
    next(button for button in page.app.button if button.label == label).click().run()
    return page.sound()


@pytest.mark.parametrize("name", CHOSEN)
def test_cards_sentence_and_tables_say_the_same(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "safety", **params)
    figures = query.figures(demo_release, selection, (VISITS, FOUND, RATE, *PENALTIES))
    for key in (VISITS, FOUND, PENALTIES[-1]):
        assert page.cards[key].figure == f.figure(figures[key].indicator, figures[key].number)
    visits, found = page.cards[VISITS], page.cards[FOUND]
    assert f"执法检查{visits.figure}家次，发现问题隐患{found.figure}条" in page.answer
    rate = figures[RATE].number
    assert (f"整改率{f.percent(rate)}" in page.answer) == (rate is not None)
    assert found.compared == ("" if rate is None else f"{f.percent(rate)}已整改")
    assert visits.rows["每百家次隐患"] == f"{f.number(int(found.figure) / int(visits.figure) * 100, 1)} 条"
    assert f"共 {visits.figure} 条" in page.words or len(page.table(RECORDS)) == int(visits.figure)
    for title in (TOWNS, TRADES):
        total, parts = page.table(title).iloc[0], page.table(title).iloc[1:]
        for key in (VISITS, FOUND, *PENALTIES):
            assert total[key] == pytest.approx(figures[key].value, abs=0.005)
            assert parts[key].sum() == pytest.approx(total[key], abs=0.005 * len(parts))
        assert parts[OVERDUE].sum() == total[OVERDUE]
        assert parts[FOUND].is_monotonic_decreasing


@pytest.mark.parametrize("name", CHOSEN)
def test_what_is_overdue_is_counted_once_and_for_all(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page, waiting = look(demo_release, "safety", **params), safety.hazards_waiting(demo_release, selection)
    late = waiting[waiting["days_overdue"] > 0]
    card = page.cards[FOUND]
    assert card.rows["逾期未整改隐患"] == f"{len(late)} 条"
    assert card.rows["逾期重大隐患"] == f"{(late['grade'] == 'major').sum()} 条"
    assert (f"{len(late)}条逾期未整改。" if len(late) else "无逾期未整改隐患。") in page.answer
    assert page.table(TOWNS)[OVERDUE].iloc[0] == len(late)
    if not pressing(page):
        assert LATE not in page.titles
        return
    table = page.table(LATE)
    reds = table["light"].map(lambda light: light[0]) == "红 逾期"
    assert table.loc[reds, "hazard"].tolist() == late["hazard"].tolist()
    assert (table.loc[~reds, "days_overdue"] <= 0).all()
    assert reds.is_monotonic_decreasing
    assert (f"逾期 {len(late)} 条" in page.words) == bool(len(late))
    assert sum(count for light, _, count in pressing(page) if light == "red") <= len(late)


def test_an_entry_filters_to_what_it_is_about_and_back(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "safety")
    _, where, count = pressing(page)[0]
    click(page, f"查看{where}")
    town, trade = where.split(" ")
    assert f"· {town} · {trade}" in page.words
    assert page.cards[FOUND].rows["逾期未整改隐患"] == f"{count} 条"
    assert set(page.address) == {"town", "trade"}
    click(page, f"查看{where}")
    assert page.address == {}


@pytest.mark.parametrize("name", CHOSEN)
def test_the_heat_map_holds_every_cell_and_the_total(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "safety", **params)
    whole = query.Selection(selection.period, basis=selection.basis)
    cells = query.frame(demo_release, whole, FOUND, ("trade", "town"))
    drawn = page.chart(HEAT)
    told = drawn[~drawn["margin"]].dropna(subset=["value"])
    assert sorted(told["value"]) == pytest.approx(sorted(cells["value"]))
    figure = query.figure(demo_release, selection, FOUND).value
    assert told[~told["faded"]]["value"].sum() == figure
    assert page.table(CROSSED)["total"].sum() == figure


@pytest.mark.parametrize("name", CHOSEN)
def test_the_phone_s_list_ranks_the_trades_of_the_heat_map(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "safety", **params)
    ranked = re.findall(r"<li><div><b>(.*?)</b><b>(\d+) 条</b></div><p>(.*?)最多，(\d+) 条</p>", page.html)
    by_trade = query.frame(demo_release, selection, FOUND, ("trade",)).nlargest(len(ranked), "value", keep="all")
    assert [int(total) for _, total, _, _ in ranked] == by_trade["value"].tolist()[: len(ranked)]
    names = query.names(demo_release, "trades")
    assert ranked[0][0] in {str(names[code]) for code in by_trade["trade"]}
    cells = query.frame(demo_release, selection, FOUND, ("trade", "town"))
    for trade, total, _, most in ranked:
        (code,) = (code for code, spoken in names.items() if str(spoken) == trade)
        assert int(most) == cells[cells["trade"] == code]["value"].max() <= int(total)


def test_where_most_hazards_are_is_the_darkest_cell(demo_release: Release, look: OpenPage) -> None:
    cells = query.frame(demo_release, DEFAULT_SELECTION, FOUND, ("trade", "town")).sort_values("value").iloc[-1]
    town, trade = (query.names(demo_release, f"{key}s")[cells[key]] for key in ("town", "trade"))
    assert f"{town}{trade}隐患最集中" in look(demo_release, "safety").answer


@pytest.mark.parametrize("name", CHOSEN)
def test_the_loop_only_narrows(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "safety", **params)
    loop = page.chart(LOOP)
    assert loop["value"].is_monotonic_decreasing
    assert loop["value"].iloc[0] == int(page.cards[FOUND].figure)
    rate = query.figure(demo_release, selection, RATE).number
    assert rate is None or loop["share"].iloc[1] == pytest.approx(rate)


def test_a_share_of_what_came_up_has_no_single_month(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "safety", **CHOSEN["month"][0])
    assert page.table(TOWNS)[RATE].isna().all()
    assert "整改率" not in page.answer


def test_columns_by_month_are_called_single_months(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "safety", period=str(EARLIER))
    assert page.chart(VISITS_BY_MONTH)["period_name"].iloc[-2:].tolist() == ["2021年8月", "2021年9月"]
    assert "家次 · 当月" in page.words


@pytest.mark.parametrize("key", PENALTIES)
def test_penalties_are_split_by_town_and_trade(demo_release: Release, look: OpenPage, key: str) -> None:
    page = look(demo_release, "safety", indicator=key)
    assert page.address.get("indicator", [PENALTIES[0]]) == [key]
    for place, dimension in ((BY_TOWN, "town"), (BY_TRADE, "trade")):
        rows, drawn = query.frame(demo_release, DEFAULT_SELECTION, key, (dimension,)), page.chart(place)
        assert dict(zip(drawn["key"], drawn["value"], strict=True)) == pytest.approx(
            dict(zip(rows[dimension], rows["value"], strict=True))
        )
        assert drawn["value"].sum() == pytest.approx(query.figure(demo_release, DEFAULT_SELECTION, key).value)


def test_bars_keep_all_and_fade_those_not_chosen(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "safety", town=[TOWN], trade=[TRADE])
    for place, chosen, selection in (
        (BY_TOWN, TOWN, query.Selection(LATEST, trades=(TRADE,))),
        (BY_TRADE, TRADE, query.Selection(LATEST, towns=(TOWN,))),
    ):
        drawn = page.chart(place)
        assert drawn.loc[drawn["strength"] == 1, "key"].tolist() == [chosen]
        assert drawn["value"].sum() == query.figure(demo_release, selection, PENALTIES[0]).value


@pytest.mark.parametrize("name", CHOSEN)
def test_inspections_are_those_of_the_selection(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    shown, every = (
        look(demo_release, "safety", **params).table(RECORDS),
        safety.inspections(demo_release, selection),
    )
    assert shown["inspection"].tolist() == every["inspection"].tolist()[: len(shown)]
    assert shown["date"].is_monotonic_decreasing
    assert (shown["hazards_accepted"] <= shown["hazards_found"]).all()


def test_the_quarter_is_the_one_published(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "safety", period=str(MARCH))
    cards = page.cards
    assert [(cards[key].figure, cards[key].origin) for key in (STREAK, VISITS, FOUND, PENALTIES[-1])] == [
        ("69", "公布"),
        ("5093", "公布"),
        ("5814", "公布"),
        ("201.92", "公布"),
    ]
    assert cards[PENALTIES[-1]].compared == "860 家处罚责任单位"
    assert (cards[PENALTIES[-1]].rows["警告"], cards[PENALTIES[-1]].rows["责令停产停业"]) == ("277 次", "6 家")
    assert "专项行动“拉网式安全大排查大整治”自2022年1月9日起。" in page.words
    printed = page.table(PRINTED)
    assert {"5093 家次", "5814 条", "860 家", "277 次", "6 家", "201.92 万元", "69 个月"} <= set(printed["printed"])
    assert set(printed["check"]) == {"一致"}


@pytest.mark.parametrize("name", ["all", "month"])
def test_the_record_without_a_major_accident(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    rows, period = look(demo_release, "safety", **params).cards[STREAK].rows, selection.period
    assert (rows["记录起算"], rows["认定标准"]) == ("2016年7月1日", "国务院令第493号")
    accidents = safety.accidents(demo_release, query.Selection(period))
    years = pd.to_datetime(accidents["date"]).dt.year
    ordinary = accidents["grade"] == "ordinary"
    january = pd.to_datetime(accidents["date"]).dt.month <= period.month
    for label, year in (("本年一般事故", period.year), ("上年同期一般事故", period.year - 1)):
        assert rows[label] == f"{(ordinary & january & (years == year)).sum()} 起"


@pytest.mark.parametrize("params", [{"sector": ["equipment"]}, {"park": "1"}], ids=str)
def test_what_is_not_split_says_so_and_leads_back(
    demo_release: Release, open_page: OpenPage, params: dict[str, str | list[str]]
) -> None:
    page = open_page(demo_release, "safety", **params)
    assert re.match(r"问题隐患：该指标不(分产业|单列高新区)", page.answer)
    assert page.cards[FOUND].figure == f.MISSING
    assert "逾期未整改隐患" not in page.cards[FOUND].rows
    assert page.charts == 0
    click(page, "查看全区")
    assert page.address == {}
    assert page.charts == 7


def test_a_period_without_inspections_offers_another(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "safety", period="2019-02")
    assert page.answer == "问题隐患：本期没有数据"
    assert page.cards[FOUND].rows == {}
    assert "请换一个报告期，或减少筛选条件。" in page.words
    assert "查看全区" not in [button.label for button in page.app.button]


def test_nothing_chosen_is_a_friendly_state(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "safety", **NONE)
    assert page.answer == "执法检查0家次，发现问题隐患0条；无逾期未整改隐患。"
    assert "没有红灯和黄灯当前筛选范围内均按进度推进。" in page.words
    assert page.titles == [PRINTED]
    assert page.chart(LOOP)["value"].tolist() == [0, 0, 0]


def test_a_trade_stays_for_the_way_back(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "safety", trade=[TRADE])
    page.app.query_params.clear()
    page.app.switch_page("../../pages/industry.py").run()
    assert page.sound().address == {}
    (back,) = (link for link in page.app.sidebar.get("page_link") if link.proto.label == "安全生产")
    assert parse_qs(back.proto.query_string) == {"trade": [TRADE]}


def test_everything_can_be_taken_away(demo_release: Release, look: OpenPage) -> None:
    taken = look(demo_release, "safety").downloads
    assert taken[0] == "本页全部表格（Excel）"
    for title in (CROSSED, TOWNS, TRADES, LATE, RECORDS, PRINTED, "执法检查 · 按月", "处罚责任单位 · 按镇街"):
        assert f"{title}（CSV）" in taken


def test_gaps_of_real_data_do_no_harm(small_release: Release, look: OpenPage) -> None:
    for params, selection in samples(small_release):
        for trades in ((), small.TRADES[:1]):
            page = look(small_release, "safety", trade=list(trades), **params)
            figure = query.figure(small_release, replace(selection, trades=trades), FOUND)
            assert page.cards[FOUND].figure == f.figure(figure.indicator, figure.number)
            assert page.answer


def test_it_reads_in_english(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "safety", lang="en")
    with speaking("en"):
        assert "inspections" in page.answer
    assert "Totals by town" in page.titles


@pytest.mark.parametrize("name", ["all", "town", "trade"])
def test_hazards_per_100_inspections_are_rates_in_every_margin(
    demo_release: Release, look: OpenPage, name: str
) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "safety", by="rate", **params)
    whole = replace(selection, towns=(), trades=())
    cells = page.chart(HEAT)
    for by, column, other in (("trade", "row_key", "column_key"), ("town", "column_key", "row_key")):
        rates = query.frame(demo_release, whole, PER_HUNDRED, (by,)).set_index(by)["value"].to_dict()
        margin = cells[cells["margin"] & (cells[other] == "") & (cells[column] != "")]
        assert margin.set_index(column)["value"].to_dict() == pytest.approx(rates)
    both = query.frame(demo_release, whole, PER_HUNDRED, ("trade", "town")).set_index(["trade", "town"])["value"]
    inner = cells[~cells["margin"]].set_index(["row_key", "column_key"])["value"].dropna()
    assert inner.to_dict() == pytest.approx(both.dropna().to_dict())
    assert page.address["by"] == ["rate"]
    kept = cells[~cells["faded"] & ~cells["margin"]]
    assert set(kept["column_key"]) <= set(selection.towns) or not selection.towns


@pytest.mark.parametrize("name", CHOSEN)
def test_the_loop_is_timed_and_the_late_are_aged(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "safety", **params)
    times, waiting = hazard_times(demo_release, selection), safety.hazards_waiting(demo_release, selection)
    steps = page.table("闭环用时")
    assert steps["entered"].tolist()[0] == len(times) == steps["entered"].tolist()[2]
    assert steps["still"].tolist()[0] == int(times["rectified"].isna().sum())
    late = waiting[waiting["days_overdue"] > 0]
    if len(late):
        assert page.chart(AGES)["value"].sum() == len(late)
    due = rechecks_due(demo_release, selection)
    assert f"{len(due)}次检查待复查" in page.words
    if len(due):
        assert page.table("待复查")["days"].is_monotonic_decreasing


def test_the_accident_record_is_graded_by_the_decree(demo_release: Release, look: OpenPage) -> None:
    rows = look(demo_release, "safety", period="2022-03").table("事故记录")
    assert len(rows) == len(safety.accidents(demo_release, query.Selection(MARCH)))
    assert set(rows["by_decree"]) == {"一般事故"}
    assert set(rows["check"]) == {"一致"}
    assert set(rows["ends"]) == {"否"}


def test_an_accident_graded_wrongly_is_named(tmp_path_factory: pytest.TempPathFactory, open_page: OpenPage) -> None:
    harm = {"town": made.TOWN, "trade": "gas", "deaths": 3, "injuries": 0, "source": "reported"}
    rows = [
        {"accident": "A1", "date": date(2021, 6, 15), "grade": "ordinary", "loss": Decimal(20), **harm},
        {"accident": "A2", "date": date(2021, 7, 15), "grade": "larger", "loss": Decimal(20), **harm},
    ]
    visits = [{"inspection": "N1", "date": date(2022, 3, 1), "hazards_found": 0}]
    release = published(tmp_path_factory.mktemp("accidents"), made.tables(accidents=rows, inspections=visits))
    shown = open_page(release, "safety", period="2022-03").table("事故记录")
    assert shown[["accident", "by_decree", "check", "ends"]].values.tolist() == [
        ["A2", "较大事故", "一致", "是"],
        ["A1", "较大事故", "不一致", "否"],
    ]

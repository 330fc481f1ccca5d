"""招商引资: every figure, bar and row is the release's own, whatever is chosen."""

from typing import Any

import pandas as pd
import pytest

from tests.pages.conftest import Opened, OpenPage
from tongnan_metrics import query
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.query.promotion import leads
from tongnan_metrics.releases import Release

INTENTIONS, SECTORS, TEAMS, TOWNS, LEADS, YEARS = range(6)
TOWN, SECTOR, TEAM = "500152001", "equipment", "区域招商一组"
MARCH = Period(2022, 3)
PARTS = ["priority", "strong", "early"]
OUTCOMES = ["signed", "negotiating", "following", "new", "dropped"]
LISTED, RANKED, CONVERTED = "在谈项目逐项", "镇街排位", "线索转化"
CHOSEN: dict[str, tuple[dict[str, Any], query.Selection]] = {
    "all": ({}, query.Selection(Period(2022, 2))),
    "quarter": ({"period": "2022-03"}, query.Selection(MARCH)),
    "town": ({"period": "2022-03", "town": [TOWN]}, query.Selection(MARCH, towns=(TOWN,))),
    "sector": ({"period": "2022-03", "sector": [SECTOR]}, query.Selection(MARCH, sectors=(SECTOR,))),
    "month": ({"period": "2021-09", "basis": "month"}, query.Selection(Period(2021, 9), basis=Basis.MONTH)),
}


def frame(release: Release, name: str) -> pd.DataFrame:
    rows: pd.DataFrame = release.table(name).to_pandas(date_as_object=False)
    return rows


def negotiated(release: Release, selection: query.Selection) -> pd.DataFrame:
    """The projects whose latest event by the period's end is the negotiation, worked out with pandas alone."""
    events = frame(release, "project_events")
    known = events[events["date"] <= pd.Timestamp(selection.period.end)]
    last = known.sort_values("date", kind="stable").groupby("project")["stage"].last()
    rows = frame(release, "projects").set_index("project")
    kept = rows[last.reindex(rows.index) == "negotiating"]
    kept = kept[kept["town"].isin(selection.towns)] if selection.towns else kept
    return kept[kept["sector"].isin(selection.sectors)] if selection.sectors else kept


def leads_of_year(release: Release, selection: query.Selection) -> pd.DataFrame:
    rows = frame(release, "leads")
    start, end = pd.Timestamp(selection.period.start), pd.Timestamp(selection.period.end)
    rows = rows[rows["received"].between(start, end)]
    rows = rows[rows["town"].isin(selection.towns)] if selection.towns else rows
    return rows[rows["sector"].isin(selection.sectors)] if selection.sectors else rows


def totals(page: Opened, place: int) -> dict[str, float]:
    rows = page.chart(place)
    return dict(zip(rows["key"], rows["value"], strict=True))


@pytest.mark.parametrize("name", CHOSEN)
def test_bars_and_rows_are_the_register_s(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "promotion", **params)
    rows = negotiated(demo_release, selection)
    drawn = page.chart(INTENTIONS)
    assert totals(page, INTENTIONS) == rows["intention"].value_counts().to_dict()
    amounts = rows.groupby("intention")["total_investment"].sum().astype(float) / 10_000
    assert drawn.set_index("key")["planned_investment"].to_dict() == pytest.approx(amounts.to_dict())
    every_sector = negotiated(demo_release, query.Selection(selection.period, towns=selection.towns))
    by_sector = every_sector["sector"].fillna("").value_counts().to_dict()
    assert totals(page, SECTORS) == by_sector
    every_town = negotiated(demo_release, query.Selection(selection.period, sectors=selection.sectors))
    assert totals(page, TOWNS) == every_town["town"].value_counts().to_dict()
    assert page.chart(TEAMS)["value"].sum() == len(rows)
    led = leads_of_year(demo_release, query.Selection(selection.period, sectors=selection.sectors))
    assert totals(page, LEADS) == led["town"].value_counts().to_dict()
    shown = page.table(LISTED)
    assert sorted(shown["name"]) == sorted(rows["name"])
    assert shown["total_investment"].sum() == pytest.approx(float(rows["total_investment"].sum()) / 10_000)


def test_the_published_figures_are_all_there(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "promotion", period="2022-03")
    assert "<b>115个</b>，计划投资1182.57亿元，其中重点39个" in page.html
    assert "招商线索45条" in page.html
    assert totals(page, INTENTIONS)["priority"] == 39
    led = page.chart(LEADS)
    assert (led["value"].sum(), len(led)) == (45, 23)
    checked = page.table("公布值核对")
    assert dict(zip(checked["name"], checked["printed"], strict=True)) == {
        "重点在谈项目": "39 个",
        "招商线索": "45 条",
        "签约项目": "23 个",
    }
    assert set(checked["check"]) == {"一致"}


def test_february_names_what_was_printed_for_the_quarter(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "promotion")
    assert "一季度公布</dt><dd>45 条<" in page.html
    printed = page.table("公布值核对")
    assert printed["printed"].tolist()[:2] == ["115 个", "1182.57 亿元"]


def test_leads_add_up_by_year_and_outcome(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "promotion", period="2022-03")
    rows = leads(demo_release, query.Selection(MARCH))
    drawn = page.chart(YEARS).set_index("key")
    by_year = rows.groupby(["year", "state"]).size().unstack(fill_value=0)
    for year in by_year.index:
        told = drawn.loc[str(year), [key for key in OUTCOMES if key in drawn]].to_dict()
        assert told == {key: by_year.loc[year].get(key, 0) for key in told}
    table = page.table(CONVERTED)
    assert table["year"].tolist() == ["2022年", "2021年", "2020年", "合计"]
    total = table.iloc[-1]
    figures = query.figures(
        demo_release, query.Selection(MARCH), ("lead_record_count", "lead_sign_rate", "lead_turn_rate")
    )
    assert total["leads"] == figures["lead_record_count"].value
    assert total["sign_rate"] == pytest.approx(figures["lead_sign_rate"].value, abs=0.05)
    assert total["turn_rate"] == pytest.approx(figures["lead_turn_rate"].value, abs=0.05)
    assert total["days_to_sign"] == rows["days_to_sign"].median()
    assert pd.isna(table["days_to_sign"].iloc[0])  # none of this year's is signed yet
    assert "线索签约率：台账建立以来的线索中所转项目已签约的" in page.html


@pytest.mark.parametrize("key", ["negotiating_planned_investment", "lead_count"])
def test_every_town_has_its_place(demo_release: Release, look: OpenPage, key: str) -> None:
    page = look(demo_release, "promotion", period="2022-03", indicator=key)
    table = page.table(RANKED)
    assert len(table) == 23
    split = query.frame(demo_release, query.Selection(MARCH), key, ("town",)).set_index("town")["value"]
    names = {code: str(name) for code, name in query.names(demo_release, "towns").items()}
    values = pd.Series({names[code]: split.get(code, 0.0) for code in names})
    assert table.set_index("town")[key].to_dict() == pytest.approx(values.round(2).to_dict(), abs=0.005)
    places = values.round(9).rank(method="min", ascending=False)
    assert table.set_index("town")["rank"].to_dict() == places.to_dict()
    assert table["rank"].is_monotonic_increasing


def test_targets_say_what_is_known_and_why_not(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "promotion")
    assert "2026年地区生产总值目标</b><b>800 亿元<" in page.html
    assert "2026年到位资金目标</b><b>1000 亿元<" in page.html
    assert "现值 —：到位资金未公布；签约额、计划总投资、完成投资都不是到位资金；未写明累计或当年" in page.html
    table = page.table("中长期目标")
    assert table["known"].tolist() == ["—", "—"]


def test_intention_and_team_narrow_the_rows_and_stay_in_the_link(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "promotion", period="2022-03", list="priority", team=TEAM)
    rows = negotiated(demo_release, query.Selection(MARCH))
    kept = rows[(rows["intention"] == "priority") & (rows["team"] == TEAM)]
    assert sorted(page.table(LISTED)["name"]) == sorted(kept["name"])
    assert (page.address["list"], page.address["team"]) == (["priority"], [TEAM])
    page.app.selectbox(key="team").set_value("all").run()
    assert len(page.sound().table(LISTED)) == 39
    assert "team" not in page.address
    unknown = open_page(demo_release, "promotion", list="nonsense", team="<b>")
    assert len(unknown.table(LISTED)) == 115


def test_a_row_opens_its_project_by_link(demo_release: Release, look: OpenPage) -> None:
    rows = negotiated(demo_release, query.Selection(MARCH))
    page = look(demo_release, "promotion", period="2022-03", project=str(rows.index[0]))
    assert page.address["project"] == [rows.index[0]]
    assert "<h2>推进阶段</h2>" in page.html


def test_chosen_bars_stand_out(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "promotion", period="2022-03", town=[TOWN], sector=[SECTOR])
    for place, chosen in ((SECTORS, SECTOR), (TOWNS, TOWN)):
        drawn = page.chart(place)
        assert drawn.loc[drawn["strength"] == 1, "key"].tolist() == [chosen]
        assert len(drawn) > 1


def test_the_park_has_no_leads_and_says_why(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "promotion", period="2022-03", park="1")
    assert "该指标不单列高新区" in page.html
    assert "招商线索45条" not in page.html
    assert page.charts == YEARS - 1  # neither chart of leads
    ranked = page.table(RANKED)
    assert ranked["lead_count"].isna().all()
    assert ranked["negotiating_count"].sum() == 0 or ranked["negotiating_count"].notna().all()


def test_nothing_chosen_is_a_friendly_state(demo_release: Release, look: OpenPage) -> None:
    rows = negotiated(demo_release, query.Selection(MARCH))
    some = set(zip(rows["town"], rows["sector"], strict=True))
    sectors = list(query.names(demo_release, "sectors"))
    town, sector = next((t, s) for t in sorted(set(rows["town"])) for s in sectors if (t, s) not in some)
    page = look(demo_release, "promotion", period="2022-03", town=[town], sector=[sector])
    assert "在谈项目<b>0个</b>" in page.html
    assert "当前筛选没有数据" in page.html
    assert LISTED not in page.titles


def test_everything_can_be_taken_away(demo_release: Release, look: OpenPage) -> None:
    taken = look(demo_release, "promotion").downloads
    assert taken[0] == "本页全部表格（Excel）"
    for title in (
        LISTED,
        RANKED,
        CONVERTED,
        "在谈项目 · 产业",
        "本年线索去向 · 镇街",
        "本年线索",
        "在谈分招商组",
        "中长期目标",
    ):
        assert f"{title}（CSV）" in taken


def test_it_reads_in_english(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "promotion", lang="en", period="2022-03")
    assert "39 of them priority" in page.html
    assert "Towns ranked" in page.titles

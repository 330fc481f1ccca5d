"""企业服务: every figure, bar and row is the release's own, whatever is chosen."""

from typing import Any

import pandas as pd
import pytest

from tests.pages.conftest import Opened, OpenPage
from tongnan_metrics import query
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.releases import Release

CATEGORY, OWNER, TOWNS, TIER, AGES, SEEN, MONTHS, FAIRS = range(8)
TOWN, SECTOR, OWNER_NAME = "500152001", "equipment", "区交通局"
MARCH = Period(2022, 3)
STATES = ["resolved", "resolved_late", "open", "overdue"]
ISSUES, KEY_ONES, LIAISON, JOB_FAIRS = "困难逐件", "重点企业走访", "联络组合走访覆盖", "招聘会"
CHOSEN: dict[str, tuple[dict[str, Any], query.Selection]] = {
    "all": ({}, query.Selection(Period(2022, 2))),
    "quarter": ({"period": "2022-03"}, query.Selection(MARCH)),
    "town": ({"period": "2022-03", "town": [TOWN]}, query.Selection(MARCH, towns=(TOWN,))),
    "sector": ({"period": "2022-03", "sector": [SECTOR]}, query.Selection(MARCH, sectors=(SECTOR,))),
    "park": ({"period": "2022-03", "park": "1"}, query.Selection(MARCH, park=True)),
    "month": ({"period": "2021-09", "basis": "month"}, query.Selection(Period(2021, 9), basis=Basis.MONTH)),
}


def frame(release: Release, name: str) -> pd.DataFrame:
    rows: pd.DataFrame = release.table(name).to_pandas(date_as_object=False)
    return rows


def kept(rows: pd.DataFrame, selection: query.Selection) -> pd.DataFrame:
    rows = rows[rows["town"].isin(selection.towns)] if selection.towns else rows
    rows = rows[rows["sector"].isin(selection.sectors)] if selection.sectors else rows
    return rows[rows["park"]] if selection.park else rows


def issues(release: Release, selection: query.Selection) -> pd.DataFrame:
    """This year's issues and those still open, with their state, worked out with pandas alone."""
    rows = frame(release, "enterprise_issues").merge(frame(release, "enterprises"), on="enterprise")
    end = pd.Timestamp(selection.period.end)
    rows = kept(rows[rows["raised"] <= end], selection)
    done, late = rows["resolved"] <= end, rows["resolved"].where(rows["resolved"] <= end, end) > rows["due"]
    state = pd.Series("open", index=rows.index).mask(late, "overdue").mask(done, "resolved")
    rows = rows.assign(state=state.mask(done & late, "resolved_late"))
    return rows[(rows["raised"] >= pd.Timestamp(selection.period.start)) | ~done]


def of_year(rows: pd.DataFrame, selection: query.Selection) -> pd.DataFrame:
    return rows[rows["raised"] >= pd.Timestamp(selection.period.start)]


def key_enterprises(release: Release, selection: query.Selection) -> pd.DataFrame:
    """The key enterprises with their last visit by the period's end, worked out with pandas alone."""
    rows = frame(release, "enterprises")
    visits = frame(release, "visits")
    last = visits[visits["date"] <= pd.Timestamp(selection.period.end)].groupby("enterprise")["date"].max()
    rows = kept(rows[rows["tier"] != "above_scale"], selection)
    return rows.assign(last=rows["enterprise"].map(last))


@pytest.mark.parametrize("name", CHOSEN)
def test_bars_and_rows_are_the_ledgers(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page, rows = look(demo_release, "services", **params), issues(demo_release, selection)
    year = of_year(rows, selection)
    for place, column in ((CATEGORY, "category"), (OWNER, "owner"), (TIER, "tier")):
        check_states(page.chart(place), year, column)
    every_town = query.Selection(selection.period, sectors=selection.sectors, park=selection.park)
    check_states(page.chart(TOWNS), of_year(issues(demo_release, every_town), every_town), "town")
    shown = page.table(ISSUES)
    assert sorted(shown["name"]) == sorted(rows["name"])
    waiting = rows[rows["state"].isin(["open", "overdue"])]
    assert shown["resolved"].isna().sum() == len(waiting)
    days = (pd.Timestamp(selection.period.end) - waiting["raised"]).dt.days
    bands = pd.cut(days, [-1, 15, 30, 60, 90, 10_000], labels=False).value_counts()
    if len(waiting):
        assert page.chart(AGES)["value"].tolist() == [bands.get(band, 0) for band in range(5)]
    check_key_enterprises(page, demo_release, selection)


def check_states(drawn: pd.DataFrame, rows: pd.DataFrame, column: str) -> None:
    """A chart's bars are these issues by a column and state, with the share resolved."""
    plain = pd.crosstab(rows[column], rows["state"]).reindex(columns=STATES, fill_value=0)
    shown = drawn.set_index("key")
    assert shown["value"].to_dict() == plain.sum(axis="columns").to_dict()
    assert shown.reindex(columns=STATES).fillna(0).to_dict() == plain.to_dict()
    solved = plain[STATES[:2]].sum(axis="columns") / plain.sum(axis="columns") * 100
    assert shown["rate"].to_dict() == pytest.approx(solved.to_dict())


def check_key_enterprises(page: Opened, release: Release, selection: query.Selection) -> None:
    """Never visited stand first, then the longest ago; the liaison pairs count the same enterprises."""
    rows, shown, pairs = key_enterprises(release, selection), page.table(KEY_ONES), page.table(LIAISON)
    assert len(shown) == len(rows) == pairs["enterprises"].sum()
    never = rows.loc[rows["last"].isna(), "name"]
    assert set(shown["name"].head(len(never))) == set(never)
    assert pairs["never"].sum() == len(never)
    days = (pd.Timestamp(selection.period.end) - rows["last"]).dt.days.dropna().sort_values(ascending=False)
    assert shown["days_since"].dropna().tolist() == days.tolist()
    assert pairs["this_year"].sum() == (rows["last"] >= pd.Timestamp(selection.period.start)).sum()
    assert pairs["rate"].is_monotonic_increasing


def test_the_published_figures_are_all_there(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "services", period="2022-03")
    assert (
        "企业困难解决率<b>92.9%</b>，收集254件次、解决236件次；未解决18件次，<b>其中逾期9件次</b>；走访企业147家"
        in page.html
    )
    assert ">92.9<" in page.html
    checked = page.table("公布值核对")
    printed = dict(zip(checked["name"], checked["printed"], strict=True))
    for name, words in (("走访企业", "147 家"), ("收集企业困难", "254 件次"), ("解决企业困难", "236 件次")):
        assert printed[name] == words


def test_february_names_what_was_printed_for_the_quarter(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "services")
    assert "一季度公布</dt><dd>236/254（92.9%）<" in page.html
    assert "一季度公布</dt><dd>147 家<" in page.html


def test_key_enterprises_visited_are_said_of_the_time_they_are_counted_in(
    demo_release: Release, look: OpenPage
) -> None:
    visits = frame(demo_release, "visits").merge(frame(demo_release, "enterprises"), on="enterprise")
    in_year = visits["date"].between(pd.Timestamp(MARCH.start), pd.Timestamp(MARCH.end))
    first = visits[(visits["tier"] != "above_scale") & in_year].groupby("enterprise")["date"].min()
    for basis, when in ((Basis.YTD, "本年已走访"), (Basis.MONTH, "当月新走访")):
        page = look(demo_release, "services", period="2022-03", basis=str(basis))
        seen = (first >= pd.Timestamp(query.Selection(MARCH, basis).since)).sum()
        assert page.cards["key_enterprise_visit_rate"].compared == f"{seen} 家{when}"
        assert f"{when}{seen}家" in page.answer


def test_sixty_key_enterprises_some_never_visited(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "services", period="2022-03")
    assert len(page.table(KEY_ONES)) == 60
    figures = query.figures(
        demo_release, query.Selection(MARCH), ("key_enterprises_never_visited", "key_enterprise_visit_rate")
    )
    never = figures["key_enterprises_never_visited"].value
    assert never
    assert f"从未走访{never:.0f}家" in page.html
    assert page.chart(SEEN)["never"].sum() == never


def test_choices_narrow_the_rows_and_stay_in_the_link(demo_release: Release, open_page: OpenPage) -> None:
    pair = "委领导丙+技术创新科"
    params = {"state": "overdue", "owner": OWNER_NAME, "list": "missed", "liaison": pair}
    page = open_page(demo_release, "services", period="2022-03", **params)
    rows = issues(demo_release, query.Selection(MARCH))
    assert len(page.table(ISSUES)) == len(rows[(rows["state"] == "overdue") & (rows["owner"] == OWNER_NAME)])
    register = key_enterprises(demo_release, query.Selection(MARCH))
    missed = register[(register["liaison"] == pair) & ~(register["last"] >= pd.Timestamp(2022, 1, 1))]
    assert sorted(page.table(KEY_ONES)["name"]) == sorted(missed["name"])
    assert {name: page.address[name] for name in params} == {name: [value] for name, value in params.items()}
    page.app.selectbox(key="owner").set_value("all").run()
    assert len(page.sound().table(ISSUES)) == (rows["state"] == "overdue").sum()
    assert "owner" not in page.address


def test_an_overdue_owner_is_one_click_from_the_rows(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "services", period="2022-03")
    labels = [button.label for button in page.app.button]
    page.app.button[labels.index(f"查看{OWNER_NAME}")].click().run()
    rows = issues(demo_release, query.Selection(MARCH))
    assert len(page.sound().table(ISSUES)) == (rows["owner"] == OWNER_NAME).sum()
    assert page.address["owner"] == [OWNER_NAME]
    page.app.button[[button.label for button in page.app.button].index(f"查看{OWNER_NAME}")].click().run()
    assert "owner" not in page.sound().address


def test_lights_follow_the_rule_in_force(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "services")
    rows = issues(demo_release, query.Selection(Period(2022, 2)))
    waiting = rows[rows["state"].isin(["open", "overdue"])]
    left = (waiting["due"] - pd.Timestamp(2022, 2, 28)).dt.days
    assert f"逾期 {(left < 0).sum()} 件次 · 临期 {left.between(0, 5).sum()} 件次" in page.html
    assert "红 逾期" in page.html
    assert "黄 临期" in page.html


def test_fairs_are_those_of_the_year(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "services", period="2022-03")
    rows = frame(demo_release, "job_fairs")
    year = rows[rows["date"].between("2022-01-01", "2022-03-31")]
    shown = page.table(JOB_FAIRS)
    assert shown["name"].tolist() == year.sort_values(["date", "fair"], ascending=[False, True])["name"].tolist()
    assert f"招聘会 {len(year)} 场 · 招聘会达成意向 {year['matches'].sum():.0f} 人" in page.html
    drawn = page.chart(FAIRS).set_index("key")["value"]
    assert drawn[drawn > 0].to_dict() == year.groupby("town")["matches"].sum().to_dict()


def test_fairs_have_no_sector_and_say_nothing(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "services", sector=[SECTOR])
    assert JOB_FAIRS not in page.titles
    assert "招聘会 " not in page.html


def test_nothing_chosen_is_a_friendly_state(demo_release: Release, look: OpenPage) -> None:
    rows = issues(demo_release, query.Selection(MARCH))
    town = next(code for code in query.names(demo_release, "towns") if code not in set(rows["town"]))
    page = look(demo_release, "services", period="2022-03", town=[town])
    assert "当前筛选没有数据" in page.html
    assert "没有未解决困难" in page.html
    assert ISSUES not in page.titles


def test_everything_can_be_taken_away(demo_release: Release, look: OpenPage) -> None:
    taken = look(demo_release, "services").downloads
    assert taken[0] == "本页全部表格（Excel）"
    titles = (
        ISSUES,
        KEY_ONES,
        LIAISON,
        JOB_FAIRS,
        "本年困难办理 · 责任单位",
        "未解困难时长",
        "走访家次 · 按月",
        "走访记录",
    )
    for title in titles:
        assert f"{title}（CSV）" in taken


def test_it_reads_in_english(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "services", lang="en", period="2022-03")
    assert "key enterprises visited this year" in page.html
    assert "Job fairs" in page.titles

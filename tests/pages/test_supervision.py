"""督办: cards, sentence, bars, lists and leagues agree with what the rules say of the release, whatever is chosen."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pandas as pd
import pytest

from tests.pages.conftest import CHOSEN, DEFAULT_SELECTION, TOWN, OpenPage, published
from tests.query import rows as made
from tongnan_metrics import query
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.locale import speaking
from tongnan_metrics.present import format as f
from tongnan_metrics.query import evaluation, supervision
from tongnan_metrics.releases import Release

ITEMS, TARGETS, DEPARTMENTS, TOWNS = "逐项督办", "目标完成情况 · 落后在前", "部门得分构成", "镇街得分构成"
LEAGUES = ("按责任部门", "按镇街", "按企业")
MARCH = query.Selection(Period(2022, 3))
MARCH_PARAMS = {"period": "2022-03"}
LATE_PROJECT = "project.P0164"


def lit(
    release: Release, selection: query.Selection, preset: str | None = None, against: str = "month"
) -> pd.DataFrame:
    return supervision.lit(release, replace(selection, basis=Basis.YTD), preset, against)


def told(rows: pd.DataFrame, light: str) -> pd.DataFrame:
    return rows[rows["light"] == light]


def split(release: Release, selection: query.Selection, key: str, by: str) -> list[float]:
    """The parts of an indicator by a column, as anybody else is answered."""
    return query.frame(release, selection, key, (by,)).dropna(subset=by)["value"].tolist()


@pytest.mark.parametrize("name", CHOSEN)
def test_everything_counts_the_same(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "supervision", **params)
    rows = lit(demo_release, selection)
    red, amber = (len(told(rows, light)) for light in ("red", "amber"))
    new, cured = (int((rows["trend"] == trend).sum()) for trend in ("new", "cured"))
    counts = {"supervised_red": red, "supervised_amber": amber, "supervised_new": new, "supervised_cured": cured}
    assert {key: page.cards[key].figure for key in counts} == {key: str(n) for key, n in counts.items()}
    assert f"红灯{red}项、黄灯{amber}项" in page.answer
    assert f"较上期新增{new}项、消除{cured}项" in page.answer
    assert len(page.table(ITEMS)) == min(red + amber, 500)
    by_town = page.table(LEAGUES[1])
    where = rows.dropna(subset="town")
    assert by_town["red"].sum() == len(told(where, "red"))
    assert sorted(by_town["red"][by_town["red"] > 0]) == sorted(
        split(demo_release, selection, "supervised_red", "town")
    )
    assert by_town["cured"].sum() == int((where["trend"] == "cured").sum())
    bars = page.chart(0)
    departments = page.table(LEAGUES[0])
    assert bars["red"].sum() == departments.head(len(bars))["red"].sum()


def test_the_worst_comes_first_and_says_why(demo_release: Release, look: OpenPage) -> None:
    rows = look(demo_release, "supervision", **MARCH_PARAMS).table(ITEMS)
    lights = ["red" if word[0].startswith("红") else "amber" for word in rows["light"]]
    assert lights == sorted(lights, reverse=True)
    reds = rows[[light == "red" for light in lights]]
    assert reds["days"].dropna().is_monotonic_decreasing
    assert rows["reason"].str.contains(r"\d|期末当日到期").all()
    assert rows[["about", "owner"]].notna().all(axis=None)
    assert rows["since"].notna().all()


def test_every_state_can_be_seen_in_the_demo(demo_release: Release) -> None:
    rows = lit(demo_release, MARCH)
    assert {"new", "worse", "still", "better", "cured"} == set(rows["trend"])
    assert {"project", "hazard", "issue", "indicator"} == set(rows["sort"])
    assert {"late", "overdue", "warning", "due_soon", "cured"} == set(rows["state"])
    every = {"project_pace", "project_start_delay", "project_production_delay", "blocker_days", "hazard_overdue"}
    assert every | {"issue_overdue", "indicator_pace", "indicator_rank_group"} <= set(rows["subject"])
    assert {"none", "noted", "promised", "broken", "resolved", "refuted"} == set(rows["answer"])
    assert lit(demo_release, query.Selection(Period(2021, 12)))["trend"].eq("cured").any()


@pytest.mark.parametrize(("report", "before"), [("quarter", "较上季末"), ("year", "较上年末")])
def test_longer_reports_compare_with_earlier_ends(
    demo_release: Release, look: OpenPage, report: str, before: str
) -> None:
    page = look(demo_release, "supervision", report=report, **MARCH_PARAMS)
    rows = lit(demo_release, MARCH, None, report)
    assert f"{before}新增{int((rows['trend'] == 'new').sum())}项" in page.answer
    assert page.address["report"] == [report]
    shown, known = page.table(TARGETS), evaluation.targets(demo_release, MARCH)
    assert shown["done"].tolist() == pytest.approx(known["done"].round(1).tolist(), abs=0.051)
    assert shown["achieved"].is_monotonic_increasing


def test_scores_are_taken_apart_and_said_to_be_a_proposal(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "supervision", report="year", **MARCH_PARAMS)
    for title, by in ((DEPARTMENTS, "department"), (TOWNS, "town")):
        shown, known = page.table(title), evaluation.evaluation(demo_release, MARCH, by)
        assert shown["score"].tolist() == pytest.approx(known["score"].tolist(), abs=0.051)
        parts = shown[["lights_part", "targets_part"]].fillna(0).sum(axis="columns")
        assert parts.tolist() == pytest.approx(shown["score"].tolist(), abs=0.11)
    assert "得分为软件建议的办法，不是官方考核办法：亮灯占60%" in page.words
    assert page.words.count("软件建议的评分办法，非官方考核") == 2


def test_the_list_is_narrowed_and_the_link_carries_it(demo_release: Release, look: OpenPage) -> None:
    rows = lit(demo_release, MARCH)
    owner = rows[(rows["light"] == "red") & (rows["sort"] == "hazard")]["owner"].iloc[0]
    narrowed = {"light": "red", "sort": "hazard", "owner": owner}
    page = look(demo_release, "supervision", **MARCH_PARAMS, **narrowed)
    shown = page.table(ITEMS)
    kept = rows[(rows["light"] == "red") & (rows["sort"] == "hazard") & (rows["owner"] == owner)]
    assert len(shown) == len(kept)
    assert set(shown["owner"]) == {owner}
    assert {key: page.address[key] for key in narrowed} == {key: [value] for key, value in narrowed.items()}
    cured = look(demo_release, "supervision", light="cured", **MARCH_PARAMS).table(ITEMS)
    assert cured["trend"].eq("消除").all()
    assert cured["reason"].str.startswith("此前：").all()


def test_an_enterprise_is_an_owner_too(demo_release: Release, look: OpenPage) -> None:
    rows = lit(demo_release, MARCH)
    firm = rows[rows["sort"] == "issue"]["enterprise"].iloc[0]
    page = look(demo_release, "supervision", owner=firm, by="enterprise", **MARCH_PARAMS)
    mine = rows[(rows["enterprise"] == firm) & rows["light"].isin(["red", "amber"])]
    assert len(page.table(ITEMS)) == len(mine)
    assert page.chart(0)["red"].sum() == page.table(LEAGUES[2])["red"].head(len(page.chart(0))).sum()


@pytest.mark.parametrize("preset", ["yinchuan", "sanya", "tianjin"])
def test_another_set_of_rules_says_something_else(demo_release: Release, look: OpenPage, preset: str) -> None:
    page = look(demo_release, "supervision", preset=preset, **MARCH_PARAMS)
    rows = lit(demo_release, MARCH, preset)
    assert page.cards["supervised_red"].figure == str(len(told(rows, "red")))
    assert page.app.selectbox(key="preset").value == preset
    assert page.app.selectbox(key="preset").options[0] == "本区规则（现行）"
    in_force = look(demo_release, "supervision", **MARCH_PARAMS)
    assert page.cards["supervised_red"].figure != in_force.cards["supervised_red"].figure


def test_a_link_opens_an_item_with_its_history_and_its_proof(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "supervision", item=LATE_PROJECT, **MARCH_PARAMS)
    (row,) = lit(demo_release, MARCH).query("item == @LATE_PROJECT").to_dict("records")
    answers = page.table("办理记录")
    assert len(answers) == row["answers"] == 2
    assert answers["at"].is_monotonic_decreasing
    (standing,) = re.findall(r'tn-standing">.*?<p>(.*?)</p>', page.html)
    assert "卡点233天" in standing
    links = {link.proto.label: parse_qs(link.proto.query_string) for link in page.app.get("page_link")}
    assert links["查看依据"]["project"] == ["P0164"]
    assert page.address["item"] == [LATE_PROJECT]
    assert f"act {LATE_PROJECT} --period 2022-03" in page.words
    assert "answer-send" not in {button.key for button in page.app.button}


def test_an_item_that_is_not_lit_is_let_go(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "supervision", item="project.P9999")
    assert "“project.P9999”在筛选范围内没有亮红黄灯" in page.words
    assert "item" not in page.address


def test_the_short_list_leads_to_the_proofs(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "supervision", **MARCH_PARAMS)
    blocks = [b for b in page.app.main if str(getattr(b, "key", "")).startswith("concern-")]
    assert 1 < len(blocks) <= 7
    pages = [block.get("page_link")[0].proto.page for block in blocks if block.get("page_link")]
    assert {"projects", "safety", "services"} <= set(pages)


def test_the_overview_counts_the_same_lights(demo_release: Release, look: OpenPage) -> None:
    overview = look(demo_release, "overview")
    rows = lit(demo_release, DEFAULT_SELECTION)
    assert f"红 {len(told(rows, 'red'))} · 黄 {len(told(rows, 'amber'))}" in overview.words


def test_letters_are_there_for_whoever_has_something_lit(demo_release: Release, look: OpenPage) -> None:
    rows = lit(demo_release, MARCH)
    on = rows[rows["light"].isin(["red", "amber"])]
    page = look(demo_release, "supervision", owner="区应急局", **MARCH_PARAMS)
    assert page.downloads[:2] == ["致区应急局的督办函（Word）", f"全部{on['owner'].nunique()}份督办函（ZIP）"]
    assert "本页全部表格（Excel）" in page.downloads
    everyone = look(demo_release, "supervision", **MARCH_PARAMS)
    assert everyone.downloads[0] == page.downloads[1]


def test_an_enterprise_has_a_letter_too(demo_release: Release, look: OpenPage) -> None:
    rows = lit(demo_release, MARCH)
    firm = rows.loc[rows["light"].isin(["red", "amber"]), "enterprise"].dropna().iloc[0]
    page = look(demo_release, "supervision", owner=firm, **MARCH_PARAMS)
    assert page.downloads[0] == f"致{firm}的督办函（Word）"


def test_nothing_lit_is_said_in_a_sentence(tmp_path_factory: Any, look: OpenPage) -> None:
    release = published(tmp_path_factory.mktemp("dark"), made.tables())
    page = look(release, "supervision", report="year")
    assert page.answer == "筛选范围内没有红灯和黄灯。"
    assert page.cards["supervised_red"].figure == f.MISSING
    assert "没有亮灯规则" in page.cards["supervised_red"].html
    assert page.downloads == ["导出"] or not [name for name in page.downloads if "督办函" in name]


def test_small_releases_are_drawn_in_every_report(small_release: Release, look: OpenPage) -> None:
    for report in ("month", "quarter", "year"):
        page = look(small_release, "supervision", report=report)
        assert page.cards["supervised_red"].figure.isdigit()


def test_the_first_period_has_nothing_to_compare_with(small_release: Release, look: OpenPage) -> None:
    first = query.periods(small_release)[0]
    page = look(small_release, "supervision", period=str(first))
    assert page.cards["supervised_new"].figure == f.MISSING
    assert "新增" not in page.answer


def test_a_town_chosen_leaves_the_district_out(demo_release: Release, look: OpenPage) -> None:
    shown = look(demo_release, "supervision", town=[TOWN], **MARCH_PARAMS).table(ITEMS)
    rows = lit(demo_release, replace(MARCH, towns=(TOWN,)))
    assert len(shown) == int(rows["light"].isin(["red", "amber"]).sum())
    assert set(rows["town"].dropna()) == {TOWN}


@pytest.mark.parametrize("report", ["month", "quarter", "year"])
def test_english_has_no_chinese_crumbs_of_ours(demo_release: Release, look: OpenPage, report: str) -> None:
    with speaking("en"):
        page = look(demo_release, "supervision", report=report, lang="en", **MARCH_PARAMS)
    cards = " ".join(said.html for said in page.cards.values())
    assert not re.search(r"[\u4e00-\u9fff]", cards)
    assert "red and" in page.answer

"""项目清单: counts, lists, lights and a project's card all come of one register, whatever is chosen."""

import re

import pandas as pd
import pytest

from tests.pages.conftest import CHOSEN, DEFAULT_SELECTION, LATEST, TOWN, Opened, OpenPage, samples
from tongnan_metrics import query
from tongnan_metrics.catalog.fields import STAGE
from tongnan_metrics.catalog.lists import LISTS
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.locale import speaking
from tongnan_metrics.present import format as f
from tongnan_metrics.query.blockers import open_blockers
from tongnan_metrics.query.project_card import project
from tongnan_metrics.query.project_sums import batches, list_summary
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.start_plans import start_plans
from tongnan_metrics.releases import Release

STAGES, SCHEDULES, PROGRESS = 0, 1, -1
LISTED, FIVE, BATCHES, BLOCKERS = "逐项进展", "五张清单", "集中活动批次", "未解卡点"
STARTS = "开工倒排计划"
STAYS = "各阶段停留时间与转化"
MARCH = Period(2022, 3)
EMPTY = {"town": ["500152101"], "sector": ["environmental"]}
SEARCH = "查找"


def lights(page: Opened) -> dict[str, int]:
    """How many projects of the listing have each light, by its first word."""
    words = page.table(LISTED)["light"].map(lambda light: light[0].split()[0] if len(light) else "无")
    return {str(word): int(count) for word, count in words.value_counts().items()}


def choices(page: Opened) -> dict[str, int]:
    """The lists on offer, by name, each with its count."""
    (control,) = (group for group in page.app.button_group if group.label == "清单")
    return {name: int(count) for name, count in (str(option).rsplit(" ", 1) for option in control.options)}


def find(page: Opened, words: str) -> Opened:
    (field,) = (field for field in page.app.text_input if field.label == SEARCH)
    field.set_value(words).run()
    return page.sound()


@pytest.mark.parametrize("name", CHOSEN)
def test_cards_sentence_and_listing_say_the_same(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "projects", **params)
    for key in ("project_count", "negotiating_count", "blocker_open_count"):
        figure = query.figure(demo_release, selection, key)
        assert page.cards[key].figure == f.figure(figure.indicator, figure.number, published=figure.published)
    parts = re.findall(r"</i>(.*?)<b>(\d+)</b>", page.cards["project_count"].html)
    assert sum(int(count) for _, count in parts) == int(page.cards["project_count"].figure)
    counted, red = lights(page), page.cards["project_red_count"]
    assert (int(red.figure), red.rows["黄灯项目"], red.rows["绿灯项目"]) == (
        counted.get("红", 0),
        f"{counted.get('黄', 0)} 个",
        f"{counted.get('绿', 0)} 个",
    )
    assert f"项目{page.cards['project_count'].figure}个" in page.answer
    assert f"在谈项目{page.cards['negotiating_count'].figure}个" in page.answer
    assert f"{counted.get('红', 0)}个项目亮红灯、{counted.get('黄', 0)}个亮黄灯" in page.answer
    assert sorted(page.table(LISTED)["project"]) == sorted(projects(demo_release, selection)["project"])


def test_red_projects_are_held_against_the_period_before(demo_release: Release, look: OpenPage) -> None:
    now, before = (
        int(look(demo_release, "projects", period=period).cards["project_red_count"].figure)
        for period in ("2021-09", "2021-08")
    )
    shown = look(demo_release, "projects", period="2021-09").cards["project_red_count"].compared
    assert shown == f"{f.change(now - before, 0)}较上期"


@pytest.mark.parametrize("name", CHOSEN)
def test_stages_and_lists_are_parts_of_the_register(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page, register = look(demo_release, "projects", **params), projects(demo_release, selection)
    stages = page.chart(STAGES)
    assert stages["count"].sum() == len(register)
    assert stages["amount"].sum() == pytest.approx(register["total_investment"].sum())
    at = register["stage"].value_counts().astype(int).to_dict()
    assert {name: count for name, count in zip(stages["name"], stages["count"], strict=True) if count} == {
        str(STAGE.choice(str(stage)).name): count for stage, count in at.items()
    }
    offered = choices(page)
    assert offered["全部"] == len(register)
    assert offered["在谈"] == at.get("negotiating", 0)
    lists, summary = page.table(FIVE), list_summary(demo_release, selection)
    assert lists["projects"].tolist() == [offered[str(item.short)] for item in LISTS.values()]
    assert lists["planned_investment"].tolist() == pytest.approx(summary["planned_investment"].tolist(), abs=0.005)


@pytest.mark.parametrize("key", ["negotiating", *LISTS])
def test_a_list_holds_as_many_as_it_says(demo_release: Release, look: OpenPage, key: str) -> None:
    page = look(demo_release, "projects", list=key)
    assert page.address["list"] == [key]
    named = str(LISTS[key].short) if key in LISTS else "在谈"
    table = page.table(LISTED)
    assert len(table) == choices(page)[named]
    stages = LISTS[key].stages if key in LISTS else (key,)
    assert set(table["stage"]) <= {str(STAGE.choice(stage).name) for stage in stages}
    if key in LISTS:
        (row,) = (row for row in page.table(FIVE).to_dict("records") if row["list"] == str(LISTS[key].name))
        assert row["projects"] == len(table)
        assert row["planned_investment"] == pytest.approx(table["total_investment"].sum(), abs=0.005 * len(table))


def test_lists_have_changed_by_what_the_period_before_held(demo_release: Release, look: OpenPage) -> None:
    now, before = (look(demo_release, "projects", period=period).table(FIVE) for period in ("2022-03", "2022-02"))
    assert now["change"].tolist() == (now["projects"] - before["projects"]).tolist()
    amounts = (now["planned_investment"] - before["planned_investment"]).tolist()
    assert now["planned_investment_change"].tolist() == pytest.approx(amounts, abs=0.011)


def test_schedules_are_of_the_largest_under_construction(demo_release: Release, look: OpenPage) -> None:
    page, register = look(demo_release, "projects"), projects(demo_release, DEFAULT_SELECTION, ("started",))
    drawn, known = page.chart(SCHEDULES), register.set_index("project")
    assert sorted(drawn["key"]) == sorted(register.nlargest(7, "total_investment")["project"])
    assert drawn["progress"].tolist() == known.loc[drawn["key"], "progress"].tolist()
    assert set(drawn["as_of_words"]) == {"截至2月28日"}
    words = page.table(LISTED).set_index("project")["light"]
    assert drawn["light_words"].tolist() == [words[key][0] for key in drawn["key"]]


def test_the_quarter_s_batch_is_the_one_published(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "projects", period=str(MARCH))
    rows = page.table(BATCHES)
    quarter = rows[rows["batch"] == "2022年一季度"]
    assert dict(zip(quarter["stage"], quarter["projects"], strict=True)) == {"签约": 23, "开工": 36, "竣工": 14}
    assert quarter["planned_investment"].sum() == pytest.approx(227)
    card = page.cards["project_count"]
    assert (card.figure, card.origin, card.compared) == ("73", "公布", "227 亿元总投资")
    part = look(demo_release, "projects", period=str(MARCH), town=[TOWN]).table(BATCHES)
    expected = batches(demo_release, query.Selection(MARCH, towns=(TOWN,)))
    assert part["projects"].tolist() == expected["projects"].tolist()


def test_before_the_quarter_is_over_its_published_count_stands_beside(demo_release: Release, look: OpenPage) -> None:
    assert look(demo_release, "projects").cards["project_count"].rows["一季度公布"] == "73 个 · 227 亿元"


@pytest.mark.parametrize("words", ["光电", "桂林", "区经济信息委", "P0161", "光电 梓潼"])
def test_search_finds_names_towns_and_owners(demo_release: Release, open_page: OpenPage, words: str) -> None:
    page = find(open_page(demo_release, "projects"), words)
    found = projects(demo_release, DEFAULT_SELECTION, search=words)
    assert 0 < len(found) < len(projects(demo_release, DEFAULT_SELECTION))
    assert sorted(page.table(LISTED)["project"]) == sorted(found["project"])


def test_search_stays_within_the_list_and_may_find_nothing(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "projects", list="signed")
    signed = projects(demo_release, DEFAULT_SELECTION, ("signed",), None, "项目")
    assert sorted(find(page, "项目").table(LISTED)["project"]) == sorted(signed["project"])
    nothing = find(page, "没有这样的项目")
    assert LISTED not in nothing.titles
    assert "当前筛选没有数据" in nothing.words
    assert FIVE in nothing.titles


@pytest.mark.parametrize("name", CHOSEN)
def test_open_blockers_are_all_there_the_longest_first(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page, expected = look(demo_release, "projects", **params), open_blockers(demo_release, selection)
    table, card = page.table(BLOCKERS), page.cards["blocker_open_count"]
    assert table["blocker"].tolist() == expected["blocker"].tolist()
    assert table["days_open"].is_monotonic_decreasing
    assert int(card.figure) == len(table)
    assert card.rows["逾期未解卡点"] == f"{(table['days_overdue'] > 0).sum()} 个"
    most, count = card.rows["最多"].split(" ", 1)
    assert count == f"{table['category'].value_counts().iloc[0]} 个"
    assert page.answer.endswith(f"卡点最多的是{most}。")
    assert card.compared == f"{f.number(table['days_open'].mean(), 0)} 天平均停留"


@pytest.mark.parametrize(("param", "column"), [("category", "category"), ("stage", "stage"), ("owner", "owner")])
def test_blockers_are_narrowed_to_what_a_bar_counts(
    demo_release: Release, look: OpenPage, param: str, column: str
) -> None:
    rows = open_blockers(demo_release, DEFAULT_SELECTION)
    code = rows[column].value_counts().index[0]
    page = look(demo_release, "projects", **{param: code})
    assert page.address[param] == [code]
    assert page.table(BLOCKERS)["blocker"].tolist() == rows.loc[rows[column] == code, "blocker"].tolist()


@pytest.mark.parametrize("name", CHOSEN)
def test_every_landed_project_has_its_five_steps(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page, plans = look(demo_release, "projects", **params), start_plans(demo_release, selection)
    if plans.empty:
        assert STARTS not in page.titles
        return
    table = page.table(STARTS).set_index("project")
    assert table.index.tolist() == plans["project"].drop_duplicates().tolist()
    late = plans[plans["state"] == "late"]
    for row in late.to_dict("records"):
        assert list(table[row["step"]][row["project"]]) == [f"逾期 {row['days']:.0f}天"]
    begun = set(plans.loc[plans["state"] == "done", "project"])
    ready = begun - set(plans.loc[plans["state"].isin(["late", "ahead"]), "project"])
    assert f"{late['project'].nunique()}个有步骤逾期 · {len(ready)}个步骤已齐" in page.words
    drawn = page.chart(2)
    assert (drawn["late"].sum() if "late" in drawn else 0) == len(late)


def test_plans_that_wait_for_a_step(demo_release: Release, look: OpenPage) -> None:
    plans = start_plans(demo_release, DEFAULT_SELECTION)
    waiting = plans[(plans["step"] == "permit") & (plans["state"] != "done")]["project"]
    assert sorted(look(demo_release, "projects", step="permit").table(STARTS)["project"]) == sorted(waiting)


def test_a_link_opens_a_project_s_card(demo_release: Release, look: OpenPage) -> None:
    key = projects(demo_release, DEFAULT_SELECTION, ("started",)).iloc[0]["project"]
    page, card = look(demo_release, "projects", project=key), project(demo_release, key, LATEST)
    assert page.address["project"] == [key]
    for amount in ("total_investment", "investment_total"):
        assert f"<b>{f.number(card.row[amount])}</b><span>亿元</span>" in page.html
    assert f"<b>{f.number(card.row['progress'], 1)}</b><span>%</span>" in page.html
    stages = page.table("推进阶段")
    assert stages["stage"].tolist() == [str(STAGE.choice(stage).name) for stage in card.events["stage"]]
    drawn = page.chart(PROGRESS)
    reached = drawn[drawn["role"] == "home"] if "role" in drawn else drawn
    assert reached["value"].dropna().tolist() == pytest.approx(card.progress["progress"].dropna().tolist())


@pytest.mark.parametrize(
    ("params", "words"),
    [({"project": "P9999"}, "P9999"), ({"project": "P0388", "period": "2019-02"}, "P0388")],
    ids=["no such project", "not begun yet"],
)
def test_a_project_there_is_none_of_is_told_and_let_go(
    demo_release: Release, look: OpenPage, params: dict[str, str], words: str
) -> None:
    page = look(demo_release, "projects", **params)
    assert f"项目编号中没有“{words}”" in page.words
    assert "project" not in page.address
    assert "推进阶段" not in page.titles


def test_a_list_there_is_none_of_is_let_go(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "projects", list="nonsense")
    assert "list" not in page.address
    assert len(page.table(LISTED)) == choices(page)["全部"]


def test_single_months_are_said_beside_the_day(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "projects", period="2021-09", basis="month")
    assert "2021年9月当月 · 截至9月30日 · 全区 · 全部产业" in page.words
    assert "截至2021年9月30日 · 全区 · 全部产业" in look(demo_release, "projects", period="2021-09").words


def test_nothing_chosen_is_a_friendly_state(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "projects", **EMPTY)
    assert (
        page.answer
        == "签约、开工、竣工投产项目0个，计划投资0.00亿元；在谈项目0个，计划投资0.00亿元；没有项目亮红灯或黄灯。"
    )
    assert page.titles == [FIVE]
    assert page.table(FIVE)["projects"].sum() == 0
    assert page.charts == 0
    assert "当前筛选没有数据" in page.words


def test_before_any_blocker_is_recorded_nothing_is_counted(demo_release: Release, look: OpenPage) -> None:
    card = look(demo_release, "projects", period="2019-02").cards["blocker_open_count"]
    assert (card.figure, card.rows) == (f.MISSING, {"逾期未解卡点": f.MISSING})


def test_everything_can_be_taken_away(demo_release: Release, look: OpenPage) -> None:
    assert look(demo_release, "projects").downloads == [
        "本页全部表格（Excel）",
        "在库项目阶段（CSV）",
        "在建重点项目进度（CSV）",
        f"{LISTED}（CSV）",
        f"{FIVE}（CSV）",
        f"{BATCHES}（CSV）",
        f"{STAYS}（CSV）",
        f"{STARTS}（CSV）",
        "开工前五步（CSV）",
        "未解卡点 · 卡住的阶段（CSV）",
        "卡点每月新增与解决（CSV）",
        "未解卡点 · 类别（CSV）",
        "未解卡点 · 责任单位（CSV）",
        "未解卡点 · 停留时长（CSV）",
        f"{BLOCKERS}（CSV）",
        "全部项目 · 计划与实际工期（CSV）",
    ]


def test_gaps_of_real_data_do_no_harm(small_release: Release, look: OpenPage) -> None:
    for params, selection in samples(small_release):
        page, register = look(small_release, "projects", **params), projects(small_release, selection)
        shown = page.table(LISTED)["project"] if LISTED in page.titles else pd.Series(dtype=str)
        assert sorted(shown) == sorted(register["project"])
        assert choices(page)["全部"] == len(register)


def test_it_reads_in_english(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "projects", lang="en")
    with speaking("en"):
        assert "Project by project" in page.titles
        assert page.table("The five lists")["list"].tolist() == [str(item.name) for item in LISTS.values()]
    assert "projects red" in page.answer

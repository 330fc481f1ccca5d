"""投资: amounts, shares, parts and projects are the release's own and add up, whatever is chosen."""

import pandas as pd
import pytest

from tests.pages.conftest import CHOSEN, DEFAULT_SELECTION, EARLIER, LATEST, SECTOR, TOWN, OpenPage, samples
from tongnan_metrics import query
from tongnan_metrics.analysis.contribution import contributions
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.locale import speaking
from tongnan_metrics.present import format as f
from tongnan_metrics.query.investment import investment_rows
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.targets import target
from tongnan_metrics.releases import Release

KEY, SHARE, OVERALL = "industrial_investment", "tech_upgrade_share", "project_investment"
MONTHS, SECTORS, TOWNS, KINDS, UPGRADES = range(5)
PROJECTS, BY_TOWN, BY_SECTOR = "项目完成投资", "镇街投资与贡献", "产业投资与贡献"
EMPTY = {"town": ["500152101"], "sector": ["environmental"]}


def values(rows: pd.DataFrame, by: str = "key") -> dict[str, float]:
    return dict(zip(rows[by], rows["value"].astype(float), strict=True))


@pytest.mark.parametrize("name", CHOSEN)
def test_the_projects_make_up_the_figure(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "investment", **params)
    figure = query.figure(demo_release, selection, KEY)
    assert page.cards[KEY].figure == f.figure(figure.indicator, figure.number, published=figure.published)
    assert f"工业投资{page.cards[KEY].figure}亿元" in page.answer
    rows, shown = investment_rows(demo_release, selection), page.table(PROJECTS)
    assert sorted(shown["project"]) == sorted(rows["project"])
    assert shown["value"].is_monotonic_decreasing
    assert shown["value"].tolist() == pytest.approx(rows["value"].tolist(), abs=0.005)
    assert rows["value"].sum() == pytest.approx(figure.value)
    assert f"共 {len(rows)} 个" in page.words


@pytest.mark.parametrize("name", CHOSEN)
def test_parts_add_up_to_the_whole_and_its_growth(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "investment", **params)
    figure = query.figure(demo_release, selection, KEY)
    for title, dimension in ((BY_TOWN, "town"), (BY_SECTOR, "sector")):
        table = page.table(title)
        split = contributions(query.frame(demo_release, selection, KEY, (dimension,)))
        shares = query.frame(demo_release, selection, SHARE, (dimension,))
        assert sorted(table["value"]) == pytest.approx(sorted(split["value"]), abs=0.005)
        assert sorted(table["pull"]) == pytest.approx(sorted(split["pull"]), abs=0.005)
        assert split["value"].sum() == pytest.approx(figure.value)
        assert split["pull"].sum() == pytest.approx(figure.growth)
        assert sorted(table["upgrades"].dropna()) == pytest.approx(sorted(shares["value"].dropna()), abs=0.05)
        assert table["share"].sum() == pytest.approx(100, abs=0.05 * len(table))


@pytest.mark.parametrize("name", CHOSEN)
def test_months_are_those_of_the_year_and_the_target_is_the_district_s(
    demo_release: Release, look: OpenPage, name: str
) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "investment", **params)
    drawn = page.chart(MONTHS).set_index("period")
    series = query.frame(demo_release, selection, KEY, ("period",)).set_index("period")["value"]
    assert drawn["value"].dropna().to_dict() == pytest.approx(
        series[series.index >= f"{selection.period.year}-01"].to_dict()
    )
    due = target(demo_release, selection, KEY)
    assert drawn["target"].notna().all() == (due is not None)
    title = "累计投资与年度目标" if due else "当月投资" if selection.basis is Basis.MONTH else "累计投资"
    assert f"{title}（CSV）" in page.downloads
    labels = [Period.parse(str(period)).label(selection.basis) for period in drawn.index]
    assert drawn["period_name"].tolist() == labels


def test_bars_keep_all_and_fade_those_not_chosen(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "investment", town=[TOWN], sector=[SECTOR])
    of_town, of_sector = query.Selection(LATEST, towns=(TOWN,)), query.Selection(LATEST, sectors=(SECTOR,))
    for place, selection, key, dimension, chosen in (
        (SECTORS, of_town, KEY, "sector", SECTOR),
        (UPGRADES, of_town, SHARE, "sector", SECTOR),
        (TOWNS, of_sector, KEY, "town", TOWN),
    ):
        rows, drawn = query.frame(demo_release, selection, key, (dimension,)), page.chart(place)
        assert values(drawn) == pytest.approx(values(rows, dimension), nan_ok=True)
        assert drawn.loc[drawn["strength"] == 1, "key"].tolist() == [chosen]


@pytest.mark.parametrize("name", CHOSEN)
def test_kinds_of_project_make_up_all_investment(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    drawn = look(demo_release, "investment", **params).chart(KINDS)
    assert values(drawn) == pytest.approx(values(query.frame(demo_release, selection, OVERALL, ("kind",)), "kind"))
    assert drawn["value"].sum() == pytest.approx(query.figure(demo_release, selection, OVERALL).value)
    industrial = drawn.set_index("key")["value"]["industrial"]
    assert industrial == pytest.approx(query.figure(demo_release, selection, KEY).value)


def test_the_answer_is_the_article_s_and_holds_the_target(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "investment")
    assert page.answer == (
        "工业投资18.09亿元，增长22.5%，高于全市7.9个百分点；技改投资占比40.9%，全市第6位；"
        "完成年度目标15.6%，落后序时进度1.1个百分点。"
    )
    year = target(demo_release, DEFAULT_SELECTION, KEY)
    rows = page.cards[KEY].rows
    assert rows["完成年度目标"] == f.percent(18.09 / (year or 0) * 100)
    assert rows["序时进度"] == "16.7%"
    assert page.cards["tech_upgrade_investment"].figure == "7.4"
    assert page.cards["tech_upgrade_investment"].compared == "40.9%占工业投资"


@pytest.mark.parametrize("name", CHOSEN)
def test_what_is_under_construction_is_counted_as_the_register_has_it(
    demo_release: Release, look: OpenPage, name: str
) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "investment", **params)
    register = projects(demo_release, selection, ("started",))
    industrial = register[register["kind"] == "industrial"]
    card = page.cards["industrial_construction_count"]
    assert int(card.figure) == len(industrial)
    assert card.rows["亿元以上"] == f"{(industrial['total_investment'] >= 1).sum()} 个"
    listed = look(demo_release, "projects", list="under_construction", **params).table("逐项进展")
    lights = listed[listed["kind"] == "工业"]["light"].map(lambda words: words[0] if len(words) else "")
    assert card.rows["红灯 · 黄灯"] == f"{(lights == '红 滞后').sum()} · {(lights == '黄 预警').sum()} 个"


def test_lights_are_those_of_the_project_list(demo_release: Release, look: OpenPage) -> None:
    invested = look(demo_release, "investment").table(PROJECTS).set_index("project")
    listed = look(demo_release, "projects").table("逐项进展").set_index("project")
    for column in ("reason", "owner", "stage", "progress", "total_investment"):
        assert invested[column].fillna(-1).to_dict() == listed.loc[invested.index, column].fillna(-1).to_dict()
    assert invested["light"].map(tuple).to_dict() == listed.loc[invested.index, "light"].map(tuple).to_dict()


def test_a_link_opens_a_project_beside_the_page(demo_release: Release, look: OpenPage) -> None:
    row = investment_rows(demo_release, DEFAULT_SELECTION).iloc[0]
    page = look(demo_release, "investment", project=row["project"])
    assert page.address["project"] == [row["project"]]
    assert page.table("推进阶段")["stage"].iloc[-1] == "开工"
    assert f"<b>{f.number(row['total_investment'])}</b><span>亿元</span>" in page.html


def test_nothing_chosen_is_a_friendly_state(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "investment", **EMPTY)
    assert page.answer == "工业投资0.00亿元。"
    assert "没有可比的上年同期数" in page.words
    assert "当前筛选没有数据请换一个报告期，或减少筛选条件。" in page.words
    assert page.titles == []


def test_a_period_without_a_base_has_levels_and_no_growth(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "investment", period="2019-02")
    assert page.answer.startswith("工业投资12.85亿元；技改投资占比")
    growth = page.cards["industrial_investment_growth"]
    assert (growth.figure, growth.origin, growth.compared) == (f.MISSING, "", "")
    assert page.table(BY_TOWN)["pull"].isna().all()


def test_everything_can_be_taken_away(demo_release: Release, look: OpenPage) -> None:
    assert look(demo_release, "investment").downloads == [
        "本页全部表格（Excel）",
        "累计投资与年度目标（CSV）",
        "产业分布（CSV）",
        f"{PROJECTS}（CSV）",
        "镇街分布（CSV）",
        "项目投资按类别（CSV）",
        "技改占比 · 分产业（CSV）",
        f"{BY_TOWN}（CSV）",
        f"{BY_SECTOR}（CSV）",
    ]


def test_gaps_of_real_data_do_no_harm(small_release: Release, look: OpenPage) -> None:
    for params, selection in samples(small_release):
        page = look(small_release, "investment", **params)
        figure, rows = query.figure(small_release, selection, KEY), investment_rows(small_release, selection)
        shown = page.table(PROJECTS)["value"].sum() if PROJECTS in page.titles else 0.0
        assert shown == pytest.approx(rows["value"].sum(), abs=0.005 * len(rows))
        assert figure.value is None or shown == pytest.approx(figure.value, abs=0.005 * len(rows))


def test_it_reads_in_english(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "investment", lang="en", period=str(EARLIER))
    with speaking("en"):
        assert page.answer.startswith("Industrial investment ")
    assert "Investment by project" in page.titles
    assert "What each town adds" in page.titles

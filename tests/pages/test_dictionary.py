"""指标字典: every indicator and dataset can be found, and printed figures stand beside computed ones."""

import pytest

from tests.pages.conftest import OpenPage
from tongnan_metrics import query
from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.indicators import GROUPS, INDICATORS
from tongnan_metrics.catalog.model import Kind, Role, Statistic, Type
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.catalog.row_sets import ROW_SETS
from tongnan_metrics.locale import speaking
from tongnan_metrics.query.published import reconciliation
from tongnan_metrics.releases import Release
from tongnan_metrics.ui import glossary

SEARCH = "words"


def test_every_indicator_is_listed_with_its_meaning(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "dictionary")
    table = page.table("指标")
    assert table["key"].tolist() == list(INDICATORS)
    assert table["definition"].tolist() == [str(item.definition) for item in INDICATORS.values()]
    assert table["formula"].str.len().min() > 0
    assert "指标（CSV）" in page.downloads


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("group", ["projects", "promotion", "safety", "services", "supervision"])
def test_the_rows_an_indicator_is_of_stand_where_it_says(
    demo_release: Release, look: OpenPage, group: str, lang: str
) -> None:
    formulas = [item.formula for item in GROUPS[group][1] if isinstance(item.formula, Statistic)]
    page = look(demo_release, group, lang=lang, period="2021-12")
    with speaking("en" if lang == "en" else "zh"):
        assert formulas
        assert {str(ROW_SETS[formula.rows].name) for formula in formulas} <= set(page.titles)
        assert f"<h1>{GROUPS[group][0]}<" in page.html


@pytest.mark.parametrize("key", ["profit_margin", "industrial_index", "safety_fines", "gdp_target"])
def test_a_link_opens_an_indicator(demo_release: Release, open_page: OpenPage, key: str) -> None:
    page, item = open_page(demo_release, "dictionary", indicator=key), INDICATORS[key]
    assert f"<h2>{item.name}</h2>" in page.html
    assert str(item.definition) in page.html
    assert page.address["indicator"] == [key]


def test_the_detail_says_the_figure_of_the_selection(demo_release: Release, open_page: OpenPage) -> None:
    town = "500152001"
    page = open_page(demo_release, "dictionary", indicator="industrial_output", town=[town], period="2021-09")
    figure = query.figure(demo_release, query.Selection(Period(2021, 9), towns=(town,)), "industrial_output")
    assert f"<dd>{figure.value:.2f} 亿元 · 2021年1—9月累计 · 桂林街道</dd>" in page.html


def test_an_unknown_indicator_opens_the_first(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "dictionary", indicator="no_such")
    assert f"<h2>{next(iter(INDICATORS.values())).name}</h2>" in page.html
    assert "indicator" not in page.address


@pytest.mark.parametrize("group", GROUPS)
def test_groups_narrow_the_list_and_stay_in_the_link(demo_release: Release, open_page: OpenPage, group: str) -> None:
    page = open_page(demo_release, "dictionary", group=group)
    assert page.table("指标")["key"].tolist() == [item.key for item in GROUPS[group][1]]
    assert page.address["group"] == [group]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("利润率", ["profit_margin"]),
        ("profit margin", ["profit_margin"]),
        ("safety_fines", ["safety_fines"]),
        ("q1_event_project_count_signed", ["project_signed_count"]),
    ],
)
def test_search_finds_names_keys_and_aliases(
    demo_release: Release, open_page: OpenPage, words: str, expected: list[str]
) -> None:
    page = open_page(demo_release, "dictionary")
    page.app.text_input(key=SEARCH).set_value(words).run()
    assert page.table("指标")["key"].tolist() == expected
    assert f"<h2>{INDICATORS[expected[0]].name}</h2>" in page.html


@pytest.mark.parametrize("section", ["indicators", "datasets", "published"])
def test_nothing_found_says_what_to_do(demo_release: Release, open_page: OpenPage, section: str) -> None:
    page = open_page(demo_release, "dictionary", list=section)
    page.app.text_input(key=SEARCH).set_value("没有这样的词").run()
    assert "请减少关键词" in page.sound().html
    assert page.titles == []


def test_every_dataset_is_listed_with_its_rows(demo_release: Release, open_page: OpenPage) -> None:
    table = open_page(demo_release, "dictionary", list="datasets").table("数据表")
    assert table["key"].tolist() == list(DATASETS)
    rows = {key: entry.rows for key, entry in demo_release.manifest.datasets.items()}
    assert dict(zip(table["key"], table["rows"], strict=True)) == rows


@pytest.mark.parametrize("key", DATASETS)
def test_a_dataset_shows_its_columns(key: str) -> None:
    dataset = DATASETS[key]
    table = glossary.column_table(dataset).frame
    assert table["key"].tolist() == [field.key for field in dataset.fields]
    assert (table["needed"] == "主键").sum() == len(dataset.primary_key)
    assert table["definition"].str.len().min() > 0


def test_a_link_opens_a_dataset(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "dictionary", list="datasets", dataset="hazards")
    assert page.table("问题隐患的列")["key"].tolist() == [field.key for field in DATASETS["hazards"].fields]
    assert page.address["dataset"] == ["hazards"]


def test_printed_figures_stand_beside_computed_ones(demo_release: Release, open_page: OpenPage) -> None:
    page, rows = open_page(demo_release, "dictionary", list="published"), reconciliation(demo_release)
    table = page.table("公布值与计算值对照")
    assert sorted(table["figure"]) == sorted(rows["figure"])
    agree = int(rows["matches"].eq(other=True).sum())
    assert table["mark"].value_counts().to_dict() == {"✓ 一致": agree, "仅公布": len(rows) - agree}
    output = table[(table["name"] == "规上工业产值")].iloc[0]
    assert (output["printed_words"], output["computed_words"]) == ("66.81 亿元", "66.81 亿元")
    assert f"公布数据{len(rows)}项，其中{agree}项可由明细计算" in page.html
    assert "全部一致" in page.html


def test_what_differs_comes_first_and_is_counted(small_release: Release, open_page: OpenPage) -> None:
    page, rows = open_page(small_release, "dictionary", list="published"), reconciliation(small_release)
    differ = int(rows["matches"].eq(other=False).sum())
    marks = page.table("公布值与计算值对照")["mark"].tolist() if page.titles else []
    assert marks[:differ] == ["≠ 不一致"] * differ
    assert (f"{differ}项不一致" in page.html) == (differ > 0)


def test_every_word_of_the_catalogue_has_its_own() -> None:
    assert set(glossary.KINDS) == set(Kind)
    assert set(glossary.ROLES) == set(Role)
    assert set(glossary.TYPES) == set(Type)
    assert set(glossary.DIRECTIONS) == {item.direction for item in INDICATORS.values()}


def test_it_reads_in_english(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "dictionary", lang="en")
    with speaking("en"):
        assert page.table("Indicators")["name"].tolist() == [str(item.name) for item in INDICATORS.values()]
    assert "all agree" in page.html

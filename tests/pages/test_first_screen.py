"""总览's first screen: the whole answer, and what it rests on, before the paragraph and the table."""

from tests.pages.conftest import OpenPage
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.present import format as f
from tongnan_metrics.query import Selection, figure
from tongnan_metrics.releases import Release

INDEX = "industrial_index"


def test_the_source_line_stands_before_the_paragraph(demo_release: Release, open_page: OpenPage) -> None:
    html = open_page(demo_release, "overview").html
    assert html.count('class="tn-source"') == 1
    assert html.index('class="tn-source"') < html.index('class="tn-paragraph"')


def test_sources_are_those_of_printed_figures(demo_release: Release, open_page: OpenPage) -> None:
    html = open_page(demo_release, "overview").html
    assert "公布数据来自潼南区2022年第一季度“三助推三确保”公开报道。镇街" in html


def test_the_index_is_compared_with_the_period_before(demo_release: Release, open_page: OpenPage) -> None:
    now, before = (figure(demo_release, Selection(Period(*p)), INDEX).value for p in ((2022, 2), (2021, 12)))
    assert now is not None
    assert before is not None
    for page in ("overview", "index"):
        assert f"<b>{f.change(now - before, 2)}</b><span>较上期</span>" in open_page(demo_release, page).html


def test_what_no_single_month_has_is_not_drawn_either(demo_release: Release, open_page: OpenPage) -> None:
    html = open_page(demo_release, "overview", period="2021-09", basis="month").html
    assert "该指标只有累计数，没有当月数" in html
    assert "工业经济运行综合指数，" not in html

"""The shell around every page: empty, full, filtered, from a link, tampered with, pinned, broken."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests import small
from tests.ui.conftest import RunApp, publish
from tongnan_metrics import query
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.locale import speaking
from tongnan_metrics.present import format as f
from tongnan_metrics.releases import Release
from tongnan_metrics.ui import blocks

TOWN = small.TOWNS[0]


def html(app: AppTest) -> str:
    """Everything the page said in HTML."""
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def said(app: AppTest, name: str) -> list[str]:
    """What the address says of a parameter, as a list however often it is said."""
    value = app.query_params.get(name, [])
    return [value] if isinstance(value, str) else list(value)


def test_the_default_view_is_full(release: Release, run_app: RunApp) -> None:
    app = run_app()
    assert not app.exception
    assert "总览" in html(app)
    assert "全区" in html(app)
    assert "演示数据" in html(app)
    assert app.selectbox(key="period").value == str(query.default_period(release))


def test_nothing_published_says_what_to_do(data: Path, run_app: RunApp) -> None:
    app = run_app()
    assert not app.exception
    assert "请先导入报表" in html(app)


def test_a_link_sets_the_filters(release: Release, run_app: RunApp) -> None:
    app = run_app(town=[TOWN], sector=["other"], period="2021-06", basis="month", park="1")
    assert app.multiselect(key="town").value == [TOWN]
    assert app.multiselect(key="sector").value == ["other"]
    assert app.selectbox(key="period").value == "2021-06"
    assert app.toggle(key="park").value
    assert "2021年6月当月" in html(app)
    assert "高新区" in html(app)


def test_a_filtered_view_shows_the_figures_of_the_selection(release: Release, run_app: RunApp) -> None:
    selection = query.Selection(Period(2021, 6), Basis.YTD, towns=(TOWN,))
    figure = query.figure(release, selection, "industrial_output")
    app = run_app(town=[TOWN], period="2021-06")
    assert f">{f.figure(figure.indicator, figure.number)}<" in html(app)


def test_filters_are_written_into_the_address(release: Release, run_app: RunApp) -> None:
    app = run_app()
    app.multiselect(key="town").set_value([TOWN]).run()
    assert said(app, "town") == [TOWN]
    app.multiselect(key="town").set_value([]).run()
    assert said(app, "town") == []


def test_choosing_all_subdistricts_or_towns_chooses_each(release: Release, run_app: RunApp) -> None:
    app = run_app()
    app.multiselect(key="town").set_value(["all towns"]).run()
    assert app.multiselect(key="town").value == list(small.TOWNS)


@pytest.mark.parametrize(
    ("name", "value"),
    [("town", "1' OR 1=1"), ("period", "2022-01"), ("basis", "week"), ("sector", "<script>"), ("park", "2")],
)
def test_tampered_values_are_dropped_and_named(release: Release, run_app: RunApp, name: str, value: str) -> None:
    app = run_app(**{name: value, "town": [TOWN, "zzz"] if name != "town" else [TOWN, value]})
    assert not app.exception
    assert "已忽略" in html(app)
    assert app.multiselect(key="town").value == [TOWN]
    assert "<script>" not in html(app)


def test_a_pinned_link_shows_its_release_and_says_that_newer_data_exists(data: Path, run_app: RunApp) -> None:
    first, second = publish(data, 1), publish(data, 2)
    app = run_app(v=first.id)
    assert "此链接固定在第 1 版" in html(app)
    assert said(app, "v") == [first.id]
    assert second.id not in str(app.query_params)


def test_an_unknown_version_is_told_and_the_current_one_shown(release: Release, run_app: RunApp) -> None:
    app = run_app(v="0009-00000000")
    assert "0009-00000000" in html(app)
    assert "现显示第 1 版" in html(app)
    assert "v" not in app.query_params


def test_a_broken_release_is_told_and_the_last_good_one_shown(data: Path, run_app: RunApp) -> None:
    publish(data, 1)
    broken = publish(data, 2)
    broken.file("monthly").write_bytes(b"damaged")
    app = run_app()
    assert not app.exception
    assert "monthly.parquet" in html(app)
    assert "现显示最近一版完好的数据：第 1 版" in html(app)


def test_nothing_sound_is_left(release: Release, run_app: RunApp) -> None:
    release.file("output").write_bytes(b"damaged")
    app = run_app()
    assert not app.exception
    assert "output.parquet" in html(app)


def test_english_by_link(release: Release, run_app: RunApp) -> None:
    app = run_app(lang="en")
    assert "Overview" in html(app)
    assert "whole district" in html(app)
    assert said(app, "lang") == ["en"]


def test_a_page_that_fails_says_so_in_a_sentence(
    release: Release, run_app: RunApp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(blocks, "cards", fail)
    app = run_app()
    assert not app.exception
    assert "页面暂时无法显示" in html(app)
    assert "secret detail" not in html(app)
    assert "secret detail" in caplog.text


def test_the_language_switch_keeps_the_view(release: Release, run_app: RunApp) -> None:
    app = run_app(town=[TOWN])
    app.button(key="language").click().run()
    assert said(app, "lang") == ["en"]
    assert said(app, "town") == [TOWN]
    assert "Overview" in html(app)
    with speaking("en"):  # the test's own words for the options must be the app's
        app.button(key="language").click().run()
    assert said(app, "lang") == []
    assert "总览" in html(app)


def test_newest_data_on_request(data: Path, run_app: RunApp) -> None:
    first = publish(data, 1)
    publish(data, 2)
    app = run_app(v=first.id, town=[TOWN])
    app.button(key="newest").click().run()
    assert said(app, "v") == []
    assert said(app, "town") == [TOWN]
    assert "此链接固定" not in html(app)

"""What holds for every page there is: it can be drawn from any data, and its cards say what the release says."""

import re
from pathlib import Path

import pytest

from tests import small
from tests.pages.conftest import CHOSEN, Opened, OpenPage, Params, plain, published, samples
from tongnan_metrics import query
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Role
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.present import format as f
from tongnan_metrics.releases import Release
from tongnan_metrics.ui import SHELL
from tongnan_metrics.ui.filters import PAGES

EVERY = sorted(file.stem for file in PAGES.glob("*.py"))
TOWN = small.TOWNS[0]
# A link in which nothing is right but the town.
TAMPERED: Params = {
    "town": [TOWN, "1' OR 1=1"],
    "sector": "<script>alert(1)</script>",
    "trade": "../../etc",
    "period": "2022-01",
    "basis": "week",
    "park": "2",
    "v": "0009-00000000",
    "lang": "xx",
    "project": "P%00",
    "list": "<b>",
    "indicator": "no_such_indicator",
    "group": "none",
    "dataset": "none",
    "weights": "1-x",
    "release": "0009-00000000",
    "source": "none",
    "against": "none",
}
ALONE = {
    "enterprises": {"output"},
    "projects": {"projects", "project_events", "project_progress"},
    "index": {"index_inputs", "index_method"},
    "safety": {"output", "inspections", "hazards"},
}


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Release]:
    """Two releases of one data folder."""
    root = tmp_path_factory.mktemp("two")
    return published(root, small.tables(1)), published(root, small.tables(2))


@pytest.fixture(scope="session")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The sound release of a data folder whose newest one is not."""
    root = tmp_path_factory.mktemp("damaged")
    sound, broken = published(root, small.tables(1)), published(root, small.tables(2))
    broken.file("monthly").write_bytes(b"damaged")
    return sound


@pytest.fixture(scope="session", params=ALONE)
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release in which one part of the offices has reported and nobody else."""
    tables = small.tables(4)
    kept = ALONE[request.param] | {key for key, dataset in REPORTED.items() if dataset.role is Role.DIMENSION}
    return published(
        tmp_path_factory.mktemp("bare"),
        {key: rows if key in kept else rows.slice(0, 0) for key, rows in tables.items()},
    )


def check_cards(page: Opened, release: Release, selection: query.Selection) -> None:
    """Every card of an indicator shows the release's figure, its unit and where it comes from, or why there is none."""
    cards = {key: card for key, card in page.cards.items() if key in INDICATORS}
    for key, figure in query.figures(release, selection, cards).items():
        card = cards[key]
        assert card.figure == f.figure(figure.indicator, figure.number, published=figure.published), key
        assert card.origin == (f.source_word(figure.shown_origin) if figure.shown_origin else ""), key
        assert (card.unit == "") == (figure.number is None or str(figure.indicator.unit) in ("", "分")), key
        assert (str(figure.reason) in plain(card.html)) == (figure.number is None), key


def test_every_page_has_its_file_and_its_place() -> None:
    places = re.findall(r'Place\("(\w+)"', SHELL.read_text(encoding="utf-8"))
    assert sorted(places) == EVERY


@pytest.mark.parametrize("page", EVERY)
@pytest.mark.parametrize("name", ["all", "town", "month"])
def test_cards_are_the_release_s_figures(demo_release: Release, look: OpenPage, page: str, name: str) -> None:
    params, selection = CHOSEN[name]
    check_cards(look(demo_release, page, **params), demo_release, selection)


@pytest.mark.parametrize("page", EVERY)
def test_cards_are_those_of_any_release(small_release: Release, look: OpenPage, page: str) -> None:
    for params, selection in samples(small_release):
        check_cards(look(small_release, page, **params), small_release, selection)


@pytest.mark.parametrize("page", EVERY)
def test_what_only_one_office_reported_is_enough(bare: Release, look: OpenPage, page: str) -> None:
    drawn = look(bare, page)
    assert drawn.answer
    check_cards(drawn, bare, query.Selection(query.default_period(bare) or Period(2022, 2)))


@pytest.mark.parametrize("page", EVERY)
def test_an_empty_folder_says_what_to_do(tmp_path: Path, look: OpenPage, page: str) -> None:
    assert "请先导入报表" in look(tmp_path, page).words


@pytest.mark.parametrize("page", EVERY)
def test_a_broken_release_is_told_and_the_last_sound_one_shown(damaged: Release, look: OpenPage, page: str) -> None:
    drawn = look(damaged, page)
    assert "monthly.parquet" in drawn.words
    assert "现显示最近一版完好的数据：第 1 版" in drawn.words
    check_cards(drawn, damaged, query.Selection(query.default_period(damaged) or Period(2022, 2)))


@pytest.mark.parametrize("page", EVERY)
def test_where_nothing_is_sound_the_damage_is_named(tmp_path: Path, look: OpenPage, page: str) -> None:
    published(tmp_path, small.tables(1)).file("output").write_bytes(b"damaged")
    assert "output.parquet" in look(tmp_path, page).words


@pytest.mark.parametrize("page", EVERY)
def test_a_tampered_link_keeps_what_is_right(two: tuple[Release, Release], look: OpenPage, page: str) -> None:
    drawn = look(two[1], page, **TAMPERED)
    assert set(drawn.address) <= {"town", "trade"}
    assert drawn.address["town"] == [TOWN]
    assert "已忽略" in drawn.words
    assert "0009-00000000" in drawn.words
    assert "<script>" not in drawn.html


@pytest.mark.parametrize("page", EVERY)
def test_a_pinned_link_stays_with_its_release(two: tuple[Release, Release], look: OpenPage, page: str) -> None:
    first = two[0]
    drawn = look(first, page, v=first.id)
    assert "此链接固定在第 1 版" in drawn.words
    assert drawn.address["v"] == [first.id]
    check_cards(drawn, first, query.Selection(query.default_period(first) or Period(2022, 2)))


@pytest.mark.parametrize("page", EVERY)
def test_a_big_screen_has_the_page_alone(two: tuple[Release, Release], look: OpenPage, page: str) -> None:
    shown, drawn = look(two[1], page, embedded=True), look(two[1], page)
    assert len(shown.app.sidebar.children) == 0
    assert len(drawn.app.sidebar.children) > 0
    assert (shown.answer, shown.cards) == (drawn.answer, drawn.cards)


@pytest.mark.parametrize("page", EVERY)
def test_english_pages_hold_no_chinese(demo_release: Release, look: OpenPage, page: str) -> None:
    html = look(demo_release, page, lang="en").html
    for name in demo_release.table("projects")["name"].to_pylist():  # what people call their projects is not translated
        html = html.replace(name, "")
    said = re.findall(r"<(?:h1|h2|dt)>(.*?)</|tn-(?:answer|reason|small|notice)[^>]*>(.*?)</p>", html)
    chinese = [words for pair in said for words in pair if re.search(r"[\u4e00-\u9fff]", words)]
    assert chinese == []

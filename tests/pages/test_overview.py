"""总览: cards, map, lines, concerns, words and table all say what the release says, whatever is chosen."""

import re
from urllib.parse import parse_qs

import pandas as pd
import pytest

from tests.pages.conftest import CHOSEN, DEFAULT_SELECTION, TOWN, Opened, OpenPage, plain, samples
from tongnan_metrics import query
from tongnan_metrics.catalog.headlines import HEADLINES
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.places import CITY, NATION
from tongnan_metrics.locale import speaking
from tongnan_metrics.present import format as f
from tongnan_metrics.query.enterprises import open_issues
from tongnan_metrics.query.peers import component_series
from tongnan_metrics.query.safety import hazards_waiting
from tongnan_metrics.releases import Release
from tongnan_metrics.ui import headline

TILES, LINES = range(2)
TABLE = "主要指标"
RATE = "industrial_va_growth"
# What the paragraph counts, each with its unit, whenever it is known.
COUNTED = (
    "industrial_output",
    "industrial_investment",
    "tech_upgrade_investment",
    "project_signed_count",
    "project_started_count",
    "project_completed_count",
    "negotiating_count",
    "negotiating_planned_investment",
    "lead_count",
    "safety_inspections",
    "safety_hazards_found",
    "enterprise_issues_collected",
    "enterprise_issues_resolved",
)


def paragraph(page: Opened) -> str:
    (words,) = re.findall(r'tn-paragraph">(.*?)</p>', page.html)
    return plain(words)


def concerns(page: Opened) -> list[dict[str, str]]:
    """The list of what needs attention: `light`, `subject`, `reason`, `owner` and the parameters of its link."""
    blocks = [block for block in page.app.main if str(getattr(block, "key", "")).startswith("concern-")]
    return [_concern(block) for block in blocks]


def _concern(block: object) -> dict[str, str]:
    html = str(block.get("html")[0].proto.body)  # type: ignore[attr-defined]
    light, subject, reason, owner = re.search(  # type: ignore[union-attr]
        r'tn-pill tn-(\w+)">.*?<b>(.*?)</b><p>(.*?)</p>.*?tn-owner">(.*?)</span>', html
    ).groups()
    links = block.get("page_link")  # type: ignore[attr-defined]
    said = parse_qs(links[0].proto.query_string) if links else {}
    return {
        "light": light,
        "subject": subject,
        "reason": reason,
        "owner": owner,
        **{key: value[0] for key, value in said.items()},
    }


def proofs(release: Release, selection: query.Selection, projects: pd.DataFrame) -> dict[tuple[str, str], set[str]]:
    """Who may be named as owner of each subject and reason: of what is late in the release and on the projects page."""
    towns, trades = query.names(release, "towns"), query.names(release, "trades")
    said: dict[tuple[str, str], set[str]] = {}
    waiting = hazards_waiting(release, selection)
    places = waiting["town"].map(towns).astype(str) + " " + waiting["trade"].map(trades).astype(str)
    for place, rows in waiting.groupby(places):
        late, owners = rows[rows["days_overdue"] > 0]["days_overdue"], set(rows["department"])
        said[str(place), f"{len(late)}条逾期未整改，最长{late.max()}天"] = owners
    issues = open_issues(release, selection)
    for owner, rows in issues[issues["days_overdue"] > 0].groupby("owner"):
        key = "企业困难", f"{len(rows)}件次超期未解决，最长{rows['days_overdue'].max():.0f}天"
        said[key] = said.get(key, set()) | {str(owner)}
    near = issues.query("-5 <= days_overdue <= 0")
    for owner, rows in near.groupby("owner"):
        key = "企业困难", f"{len(rows)}件未办结，最近{-rows['days_overdue'].max():.0f}天后到期"
        said[key] = said.get(key, set()) | {str(owner)}
    return said | {(row["name"], row["reason"]): {row["owner"]} for row in projects.to_dict("records")}


@pytest.mark.parametrize("name", CHOSEN)
def test_cards_words_and_table_say_the_same(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "overview", **params)
    figures = query.figures(demo_release, selection, HEADLINES)
    told = {
        key: f.with_unit(figure.indicator, figure.number, published=figure.published) for key, figure in figures.items()
    }
    table = page.table(TABLE)
    assert dict(zip(table["name"], table["value"], strict=True)) == {
        str(INDICATORS[key].name): words for key, words in told.items()
    }
    for key, card in page.cards.items():
        if key in told:
            said = " ".join([card.figure, *[card.unit] * (card.unit not in ("", "%"))])
            assert told[key].removesuffix("%").removesuffix(" 分") == said
    for key in COUNTED:
        figure = figures[key]
        words = f.with_unit(figure.indicator, figure.number, published=figure.published, prose=True)
        assert (f"{figure.indicator.name}{words}" in paragraph(page)) == (figure.number is not None), key


def test_the_headlines_are_those_of_the_article(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "overview")
    assert page.answer == (
        "规上工业增加值增长10.0%，高于全市2.1个百分点；规上工业产值66.81亿元，增长16.5%；"
        "工业投资增速全市第17位、考核组第9位，位次靠后。"
    )
    rows = {row["name"]: row for row in page.table(TABLE).to_dict("records")}
    growth, investment, share = (rows[name] for name in ("规上工业增加值增速", "工业投资", "技改投资占比"))
    assert (growth["value"], growth["city"], growth["city_rank"]) == ("10.0%", "高 2.1 个百分点", "12")
    assert (investment["value"], investment["growth"], investment["city"]) == (
        "18.09 亿元",
        "↑ 22.5%",
        "高 7.9 个百分点",
    )
    assert (investment["city_rank"], investment["group_rank"]) == ("17", "9")
    assert (share["value"], share["city"], share["city_rank"]) == ("40.9%", "高 6.8 个百分点", "6")
    assert rows["工业经济运行综合指数"]["city_rank"] == "12"
    assert (page.cards["industrial_index"].figure, page.cards["industrial_index"].origin) == ("74.41", "公布")


@pytest.mark.parametrize("name", CHOSEN)
def test_the_parts_of_what_was_pushed_forward_add_up(demo_release: Release, look: OpenPage, name: str) -> None:
    params, _ = CHOSEN[name]
    card = look(demo_release, "overview", **params).cards["project_count"]
    parts = dict(re.findall(r"</i>(.*?)<b>(\d+)</b>", card.html))
    assert list(parts) == ["签约", "开工", "竣工投产"]
    assert sum(map(int, parts.values())) == int(card.figure)


@pytest.mark.parametrize("key", headline.ON_MAP)
def test_tiles_are_the_towns_and_make_up_the_figure(demo_release: Release, look: OpenPage, key: str) -> None:
    page = look(demo_release, "overview", indicator=key, town=[TOWN])
    assert page.address["indicator" if key != headline.ON_MAP[0] else "town"]
    tiles = page.chart(TILES).set_index("key")
    rows = query.frame(demo_release, DEFAULT_SELECTION, key, ("town",)).set_index("town")["value"]
    assert tiles["value"].to_dict() == pytest.approx(rows.to_dict())
    assert tiles["value"].sum() == pytest.approx(query.figure(demo_release, DEFAULT_SELECTION, key).value)
    assert tiles.index[~tiles["faded"]].tolist() == [TOWN]


def test_the_map_stands_where_the_towns_lie(demo_release: Release, look: OpenPage) -> None:
    tiles = look(demo_release, "overview").chart(TILES).set_index("name")
    assert tiles.loc["五桂", "tile_row"] == tiles["tile_row"].max()
    assert tiles.loc["米心", "tile_row"] == 0
    assert not tiles[["tile_col", "tile_row"]].duplicated().any()


@pytest.mark.parametrize("name", ["all", "month"])
def test_lines_are_what_was_reported_up_to_the_period(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    lines = look(demo_release, "overview", **params).chart(LINES)
    series = component_series(demo_release, RATE)
    for role, area in (("city", CITY), ("nation", NATION), ("home", "500152")):
        drawn = lines[lines["role"] == role].set_index("period")["value"]
        expected = series[series["area"] == area].set_index("period")["value"]
        assert drawn.to_dict() == pytest.approx(expected[drawn.index].astype(float).to_dict())
        assert drawn.index.max() == str(selection.period)
    home = lines[(lines["role"] == "home") & (lines["period"] == str(selection.period))]["value"].item()
    assert home == pytest.approx(query.figure(demo_release, query.Selection(selection.period), RATE).number)


@pytest.mark.parametrize("name", CHOSEN)
def test_concerns_are_the_release_s_and_lead_to_their_proof(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page = look(demo_release, "overview", **params)
    listed = concerns(page)
    lights = [one["light"] for one in listed]
    assert lights == sorted(lights, reverse=True)  # red before amber
    reds, ambers = map(int, re.findall(r"红 (\d+) · 黄 (\d+)", page.words)[0])
    assert reds >= lights.count("red")
    assert ambers >= lights.count("amber")
    proven = proofs(demo_release, selection, look(demo_release, "projects", **params).table("逐项进展"))
    others = [one for one in listed if one["owner"] not in proven.get((one["subject"], one["reason"]), ())]
    assert len(others) < len(listed)
    for one in others:  # what an indicator of the whole district is about, or a town's own target
        assert selection.whole or one["owner"] in {str(name) for name in query.names(demo_release, "towns").values()}
        assert "序时进度" in one["reason"] or "考核组第" in one["reason"]


def test_a_concern_s_link_opens_the_project_it_is_about(demo_release: Release, look: OpenPage) -> None:
    late = next(one for one in concerns(look(demo_release, "overview")) if "project" in one)
    page = look(demo_release, "projects", project=late["project"])
    assert page.address["project"] == [late["project"]]
    (reason,) = re.findall(r'tn-standing">.*?<p>(.*?)</p>', page.html)
    assert reason == late["reason"]


def test_an_indicator_the_map_has_not_is_let_go(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "overview", indicator="industrial_index")
    assert "indicator" not in page.address
    rows = query.frame(demo_release, DEFAULT_SELECTION, headline.ON_MAP[0], ("town",))
    assert sorted(page.chart(TILES)["value"]) == pytest.approx(sorted(rows["value"]))


def test_what_is_of_the_whole_district_only_says_so(demo_release: Release, look: OpenPage) -> None:
    cards = look(demo_release, "overview", town=[TOWN]).cards
    for key in ("industrial_index", RATE):
        assert cards[key].figure == f.MISSING
        assert "该指标只有全区数" in plain(cards[key].html)


def test_a_part_without_output_says_so_in_the_answer(demo_release: Release, look: OpenPage) -> None:
    cells = query.frame(demo_release, DEFAULT_SELECTION, "industrial_output", ("town", "sector"))
    some = set(zip(cells["town"], cells["sector"], strict=True))
    town, sector = next((t, s) for t in sorted({t for t, _ in some}) for _, s in sorted(some) if (t, s) not in some)
    page = look(demo_release, "overview", town=[town], sector=[sector])
    assert page.answer == "规上工业产值：筛选范围内没有数据"
    assert page.cards["industrial_output"].figure == f.MISSING


def test_a_gap_is_never_said_of_a_level(demo_release: Release, look: OpenPage) -> None:
    """In the release's first year there is no growth of investment: its gap to the city's cannot stand beside it."""
    page = look(demo_release, "overview", period="2019-12")
    figure = query.figure(demo_release, query.Selection(query.periods(demo_release)[10]), "industrial_investment")
    assert (str(figure.period), figure.growth) == ("2019-12", None)
    assert "工业投资82.40亿元；" in paragraph(page)
    assert "较全市" not in page.cards["industrial_investment"].rows


def test_everything_can_be_taken_away(demo_release: Release, look: OpenPage) -> None:
    assert look(demo_release, "overview").downloads == [
        "本页全部表格（Excel）",
        "镇街工业投资（CSV）",
        "规上工业增加值增速（CSV）",
        "主要指标（CSV）",
    ]


def test_gaps_of_real_data_do_no_harm(small_release: Release, look: OpenPage) -> None:
    for params, selection in samples(small_release):
        page = look(small_release, "overview", **params)
        figure = query.figure(small_release, selection, "industrial_output")
        assert page.cards["industrial_output"].figure == f.figure(figure.indicator, figure.number)
        assert page.answer


def test_it_reads_in_english(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "overview", lang="en")
    with speaking("en"):
        assert page.table("Headline figures")["name"].tolist() == [str(INDICATORS[key].name) for key in HEADLINES]
    assert "2.1 percentage points above the city" in page.answer
    assert not re.search(r"[\u4e00-\u9fff]", plain(page.cards["industrial_output"].html))

from decimal import Decimal

import pandas as pd
import pytest

from tests import small
from tests.query.conftest import NewRelease, SomeRelease
from tests.query.rows import tables, told
from tongnan_metrics import demo
from tongnan_metrics.analysis.lights import Subject
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Printed
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query import enterprises, peers, project_sums, rules
from tongnan_metrics.query.freshness import freshness
from tongnan_metrics.query.published import published, reconciliation
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release


def printed(key: str, indicator: str, text: str, **more: object) -> dict[str, object]:
    said = {"figure": key, "indicator": indicator, "printed": text, "value": Decimal(text), "period": "2022-02"}
    return {**said, **more}


@pytest.fixture(scope="module")
def release(new_release: NewRelease) -> Release:
    """One enterprise with an output of 1.234 亿元, 10 % more than the year before."""
    amounts = {key: Decimal(0) for key in ("revenue", "profit", "electricity")}
    output = {"output": Decimal("12345.00"), "output_base": Decimal("11222.73"), **amounts, "source": "synthetic"}
    figures = [
        printed("F1", "industrial_output", "1.23"),
        printed("F2", "industrial_output", "1.24"),
        printed("F3", "industrial_output", "1.2345", scope="park"),
        printed("F4", "enterprise_count", "0", comparator="at_least"),
        printed("F5", "enterprise_count", "2", comparator="approx >"),
        printed("F6", "gdp_target", "800"),
        printed("F7", "industrial_output", "1.23", period="2019-02"),
        printed("F8", "industrial_output", "1.23", area=small.PEERS[0]),
        printed("F9", "industrial_revenue", "5", scope="park"),
    ]
    register = [{"enterprise": "E1"}]
    made = tables(enterprises=register, output=[{"period": "2022-02", "enterprise": "E1", **output}], published=figures)
    return new_release(made)


def test_printed_figures_stand_beside_computed_ones(release: Release) -> None:
    rows = reconciliation(release).set_index("figure")
    assert rows["matches"].to_dict() == {
        "F1": True,
        "F2": False,
        "F3": True,
        "F4": True,
        "F5": False,
        "F6": None,
        "F7": None,
        "F8": None,
        "F9": False,
    }
    assert rows["reason"].notna().tolist() == [matches is None for matches in rows["matches"]]
    assert told(rows, "F2", "difference") == pytest.approx([1.2345 - 1.24])
    assert told(rows, "F1", "origin", "title") == ["synthetic", "published"]


def test_published_rows_have_their_source(release: Release) -> None:
    rows = published(release)
    assert rows["figure"].tolist() == ["F7", "F1", "F2", "F3", "F4", "F5", "F6", "F8", "F9"]
    assert set(rows["source_kind"]) == {"published"}


def test_freshness_says_what_there_is(release: Release) -> None:
    fresh = freshness(release)
    assert (fresh.release, fresh.last, fresh.synthetic) == (release.id, Period(2022, 2), True)
    datasets = fresh.datasets.set_index("dataset")
    assert told(datasets, "output", "rows", "latest") == [1, "2022-02"]
    sources = fresh.sources.set_index("source")
    assert "output" in told(sources, "synthetic", "datasets")[0].split()


def test_a_release_without_made_up_rows_says_so(new_release: NewRelease) -> None:
    made = tables(index_inputs=[])
    fresh = freshness(new_release(made))
    assert (fresh.synthetic, fresh.first, fresh.last) == (False, None, None)


def test_without_inputs_there_are_no_places(new_release: NewRelease) -> None:
    bare = new_release(tables(index_inputs=[], published=[printed("F1", "industrial_index", "74.41")]))
    assert peers.peers(bare, Period(2022, 2))["index"].isna().all()
    assert peers.index_series(bare)[["period", "published"]].values.tolist() == [["2022-02", 74.41]]
    assert peers.decomposition(bare, Period(2022, 2))["part"].isna().all()
    assert peers.component_series(bare, "tech_upgrade_share").empty


def test_parts_of_the_index_sum_to_it(some_release: SomeRelease) -> None:
    _, release = some_release(1)
    taken_apart = peers.decomposition(release, Period(2022, 2))
    home = peers.peers(release, Period(2022, 2)).query("home").iloc[0]
    assert taken_apart["part"].sum() == pytest.approx(home["index"])
    assert taken_apart["weight"].is_monotonic_decreasing
    assert taken_apart["lift"].sum() == pytest.approx(0)


def test_the_same_weights_give_the_index_again_and_others_another(some_release: SomeRelease) -> None:
    _, release = some_release(1)
    taken_apart = peers.decomposition(release, Period(2022, 2))
    weights = tuple(zip(taken_apart["component"], taken_apart["weight"], strict=True))
    same = peers.reweighted(release, Period(2022, 2), weights)
    assert same["value"].tolist() == pytest.approx(same["index"].tolist(), nan_ok=True)
    assert same["place"].tolist() == pytest.approx(same["rank"].tolist(), nan_ok=True)
    known = same.dropna()
    assert ((known["low"] <= known["place"]) & (known["place"] <= known["high"])).all()
    only = peers.reweighted(release, Period(2022, 2), weights[:1]).set_index("district")["value"]
    scores = peers.peers(release, Period(2022, 2)).set_index("district")[f"{weights[0][0]}_score"]
    assert only.to_dict() == pytest.approx(scores.to_dict(), nan_ok=True)
    nothing = peers.reweighted(release, Period(2022, 2), ())
    assert nothing[["value", "place"]].isna().all(axis=None)


def test_the_group_is_the_home_region(some_release: SomeRelease) -> None:
    _, release = some_release(1)
    placed = peers.peers(release, Period(2022, 2)).set_index("district")
    assert set(placed.index[placed["in_group"]]) == {small.HOME, *small.PEERS[:2]}
    assert placed["group_rank"].notna().sum() <= 3


@pytest.fixture(scope="module")
def shown(new_release: NewRelease) -> Release:
    return new_release(dict(demo.tables()))


def test_the_demo_gives_every_published_figure_there_are_rows_for(shown: Release) -> None:
    rows = reconciliation(shown)
    assert rows.loc[rows["matches"].eq(other=False), "figure"].tolist() == []
    silent = rows[rows["matches"].isna()]
    assert all(isinstance(INDICATORS[key].formula, Printed) for key in silent["indicator"])
    assert len(rows) - len(silent) > 40


def test_the_demo_has_the_quarters_batch(shown: Release) -> None:
    found = project_sums.batch(shown, Selection(Period(2022, 3)), "2022Q1")
    assert dict(zip(found["stage"], found["projects"], strict=True)) == {"signed": 23, "started": 36, "completed": 14}
    assert found["planned_investment"].sum() == pytest.approx(227)


def test_the_demo_shows_lights_by_the_districts_own_rules(shown: Release) -> None:
    assert rules.presets(shown)[0] == "district"
    assert Subject.PROJECT_PACE in rules.light_rules(shown)
    assert rules.light_rules(shown, "yinchuan") != rules.light_rules(shown)


def test_the_demos_movers_are_ranked(shown: Release) -> None:
    rows = enterprises.output_by_enterprise(shown, Selection(Period(2022, 2)))
    assert rows["rank"].tolist()[:3] == [1, 2, 3]
    assert rows["contribution"].sum() == pytest.approx(100)
    assert not pd.isna(rows["rank_before"]).all()

"""Rows and figures never disagree: the rows behind a figure sum to it, in whatever release and selection."""

from itertools import product

import pandas as pd
import pytest

from tests import small
from tests.query.conftest import SomeRelease
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.query import enterprises, investment, peers, project_sums, projects, safety
from tongnan_metrics.query.frames import figure, frame
from tongnan_metrics.query.lookups import periods
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

SEEDS = (1, 2)
PERIODS = (Period(2021, 2), Period(2021, 7), Period(2022, 2))
FILTERS: tuple[dict[str, object], ...] = (
    {},
    {"towns": small.TOWNS[:2]},
    {"sectors": small.SECTORS[:1], "towns": small.TOWNS[1:]},
    {"park": True},
)
SELECTIONS = [Selection(period, **chosen) for period, chosen in product(PERIODS, FILTERS)]  # type: ignore[arg-type]
BOTH = [Selection(s.period, basis, s.towns, s.sectors, s.trades, s.park) for s, basis in product(SELECTIONS, Basis)]
OUTPUT = ("industrial_output", "industrial_revenue", "industrial_profit", "industrial_electricity")
INVESTMENT = ("industrial_investment", "tech_upgrade_investment", "project_investment")


@pytest.fixture(params=SEEDS)
def release(request: pytest.FixtureRequest, some_release: SomeRelease) -> Release:
    return some_release(request.param)[1]


def total(column: pd.Series) -> float | None:
    return None if column.isna().all() else float(column.sum())


def assert_sums(rows: pd.DataFrame, release: Release, selection: Selection, key: str) -> None:
    told = figure(release, selection, key)
    if told.value is None:
        assert rows.empty
        return
    assert rows["value"].sum() == pytest.approx(told.value)
    if not rows.empty:
        assert total(rows["base"]) == pytest.approx(told.base)


@pytest.mark.parametrize("selection", BOTH, ids=str)
def test_enterprises_sum_to_their_indicator(release: Release, selection: Selection) -> None:
    for key in OUTPUT:
        rows = enterprises.output_by_enterprise(release, selection, key)
        assert_sums(rows, release, selection, key)
        told = figure(release, selection, key)
        if told.growth is not None:
            assert rows["pull"].sum() == pytest.approx(told.growth)
        assert rows["value"].is_monotonic_decreasing


@pytest.mark.parametrize("selection", BOTH, ids=str)
def test_projects_sum_to_the_investment(release: Release, selection: Selection) -> None:
    for key in INVESTMENT:
        assert_sums(investment.investment_rows(release, selection, key), release, selection, key)


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_projects_stand_where_the_cube_has_them(release: Release, selection: Selection) -> None:
    rows = projects.projects(release, selection)
    summary = project_sums.stage_summary(release, selection).set_index("stage")
    for key, column in (
        ("project_stage_count", "projects"),
        ("project_stage_planned_investment", "planned_investment"),
    ):
        cube = frame(release, selection, key, ("stage",)).set_index("stage")["value"]
        assert summary[column].to_dict() == pytest.approx(cube.reindex(summary.index, fill_value=0.0).to_dict())
    assert len(rows) == summary["projects"].sum() == figure(release, selection, "project_stage_count").value
    assert rows["on_smart_upgrade"].sum() == figure(release, selection, "smart_upgrade_count").value


@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_lists_are_what_is_on_them(release: Release, period: Period) -> None:
    summary = project_sums.list_summary(release, Selection(period)).set_index("list")
    for key, row in summary.iterrows():
        now = projects.projects(release, Selection(period), on_list=str(key))
        before = projects.projects(release, Selection(period.previous), on_list=str(key))
        assert (row["projects"], row["change"]) == (len(now), len(now) - len(before))
        assert row["planned_investment"] == pytest.approx(now["total_investment"].sum())


def test_the_first_period_has_nothing_to_compare_with(release: Release) -> None:
    summary = project_sums.list_summary(release, Selection(periods(release)[0]))
    assert summary["change"].isna().all()
    assert summary["planned_investment_change"].isna().all()


SAFETY = [
    Selection(period, basis, towns, (), trades)
    for period, basis, towns, trades in product(PERIODS, Basis, ((), small.TOWNS[:2]), ((), small.TRADES[1:]))
]


@pytest.mark.parametrize("selection", SAFETY, ids=str)
def test_inspections_are_what_is_counted(release: Release, selection: Selection) -> None:
    rows = safety.inspections(release, selection)
    assert len(rows) == figure(release, selection, "safety_inspections").value
    assert rows["fine"].sum() == pytest.approx(figure(release, selection, "safety_fines").value)
    for key, column in (("safety_units_penalised", "penalised"), ("safety_warnings", "warnings")):
        assert rows[column].sum() == figure(release, selection, key).value


@pytest.mark.parametrize("selection", [s for s in SAFETY if s.basis is Basis.YTD], ids=str)
def test_the_loop_closes_on_the_figures(release: Release, selection: Selection) -> None:
    loop = safety.hazard_loop(release, selection)
    assert loop["found"].sum() == figure(release, selection, "safety_hazards_found").value
    assert loop["rectified"].sum() <= loop["found"].sum()
    waiting = safety.hazards_waiting(release, selection)
    assert len(waiting) <= (figure(release, selection, "safety_hazards_open").value or 0)
    assert figure(release, selection, "safety_hazards_overdue").value == (waiting["days_overdue"] > 0).sum()


@pytest.mark.parametrize("by", ["town", "trade"])
def test_safety_by_adds_up(release: Release, by: str) -> None:
    selection = Selection(Period(2022, 4))
    table = safety.safety_by(release, selection, by)
    for key in (
        "safety_inspections",
        "safety_hazards_found",
        "safety_hazards_open",
        "safety_hazards_overdue",
        "safety_fines",
    ):
        assert table[key].sum() == pytest.approx(figure(release, selection, key).value)


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_open_issues_are_what_is_open(release: Release, selection: Selection) -> None:
    assert (
        len(enterprises.open_issues(release, selection)) == figure(release, selection, "enterprise_issues_open").value
    )


@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_the_district_has_its_figures_among_its_peers(release: Release, period: Period) -> None:
    home = peers.peers(release, period).query("home").iloc[0]
    selection = Selection(period)
    for key, column in (("industrial_index", "index"), ("industrial_index_rank_city", "rank")):
        told = figure(release, selection, key).value
        assert home[column] == pytest.approx(told, nan_ok=True) if told is not None else pd.isna(home[column])


def test_the_index_over_time_is_that_of_each_period(release: Release) -> None:
    series = peers.index_series(release).set_index("period")
    for text, row in series.dropna(subset="computed").iterrows():
        placed = peers.peers(release, Period.parse(str(text)))
        home = placed.query("home").iloc[0]
        assert (row["computed"], row["rank"], row["group_rank"]) == (home["index"], home["rank"], home["group_rank"])
        assert row["ranked"] == placed["index"].notna().sum()

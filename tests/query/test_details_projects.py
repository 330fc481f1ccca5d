from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from tests.query.conftest import NewRelease
from tests.query.rows import OTHER_TOWN, TOWN, tables, told
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query import investment, project_sums
from tongnan_metrics.query.project_card import project
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.selection import Selection, SelectionError
from tongnan_metrics.releases import Release

FEBRUARY, MARCH = Selection(Period(2022, 2)), Selection(Period(2022, 3))
BATCH = {"batch": "2022Q1"}
BLOCKED = ("blocker_category", "blocker_owner", "blocker_days", "blockers_open")
NAN = float("nan")


def event(key: str, stage: str, day: date, **more: str) -> dict[str, object]:
    return {"project": key, "stage": stage, "date": day, **more}


def blocker(key: str, of: str, raised: date, resolved: date | None = None, **more: object) -> dict[str, object]:
    return {"blocker": key, "project": of, "raised": raised, "resolved": resolved, **more}


def progress(key: str, period: str, ytd: int, percent: int) -> dict[str, object]:
    amounts = {"investment_ytd": Decimal(ytd), "investment_total": Decimal(ytd + 10_000)}
    return {"project": key, "period": period, "progress": Decimal(percent), **amounts}


@pytest.fixture(scope="module")
def release(new_release: NewRelease) -> Release:
    """P1 under construction, P2 signed and late, P3 negotiated until March, P4 producing, P5 from March on."""
    plan = {"planned_start": date(2021, 12, 1), "planned_finish": date(2022, 3, 11)}
    register: list[dict[str, object]] = [
        {"project": "P1", "name": "甲厂扩能", "total_investment": Decimal(50_000), "smart_upgrade": True, **plan},
        {"project": "P2", "name": "乙园", "total_investment": Decimal(20_000), "planned_start": date(2022, 1, 29)},
        {"project": "P3", "investor": "Acme Ltd", "town": OTHER_TOWN, "park": True},
        {"project": "P4", "kind": "social", "total_investment": Decimal(10_000), "sector": None},
        {"project": "P5"},
    ]
    events = [
        event("P1", "signed", date(2021, 6, 1), batch="2021Q2"),
        event("P1", "landed", date(2021, 10, 1)),
        event("P1", "started", date(2022, 1, 9), **BATCH),
        event("P2", "signed", date(2022, 2, 8), **BATCH),
        event("P3", "negotiating", date(2021, 1, 1)),
        event("P3", "signed", date(2022, 3, 9), **BATCH),
        event("P4", "completed", date(2021, 12, 31)),
        event("P4", "in_production", date(2021, 12, 31)),
        event("P5", "negotiating", date(2022, 3, 1)),
    ]
    reported = [
        progress("P1", "2021-02", 4_000, 5),
        progress("P4", "2021-02", 700, 40),
        progress("P1", "2021-12", 40_000, 50),
        progress("P4", "2021-12", 900, 100),
        progress("P1", "2022-02", 6_000, 60),
        progress("P1", "2022-03", 9_000, 70),
    ]
    blockers = [
        blocker("B1", "P1", date(2022, 1, 1), date(2022, 3, 5), due=date(2022, 2, 18), category="funds"),
        blocker("B2", "P1", date(2022, 2, 1)),
        blocker("B3", "P2", date(2021, 1, 1), date(2022, 2, 28)),
    ]
    made = tables(projects=register, project_events=events, project_progress=reported, blockers=blockers)
    return new_release(made)


def by_key(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_index("project")


def test_projects_stand_as_they_stood_then(release: Release) -> None:
    then, later = by_key(projects(release, FEBRUARY)), by_key(projects(release, MARCH))
    stages = {"P1": "started", "P2": "signed", "P3": "negotiating", "P4": "in_production"}
    assert then["stage"].to_dict() == stages
    assert later["stage"].to_dict() == stages | {"P3": "signed", "P5": "negotiating"}
    assert told(then, "P1", "since", "days_in_stage") == [pd.Timestamp(2022, 1, 9), 50]


def test_money_and_progress_are_those_of_the_period(release: Release) -> None:
    rows = by_key(projects(release, FEBRUARY))
    assert told(rows, "P1", "total_investment", "investment_ytd", "investment_total", "progress") == [5, 0.6, 1.6, 60]
    assert told(rows, "P4", "investment_ytd", "investment_total") == pytest.approx([NAN, 1.09], nan_ok=True)


def test_works_are_behind_what_was_planned(release: Release) -> None:
    rows = by_key(projects(release, FEBRUARY))
    assert told(rows, "P1", "expected", "behind") == [89, -29]
    assert rows["behind"].drop("P1").isna().all()


def test_a_start_is_late_from_the_day_after_it_was_planned(release: Release) -> None:
    rows = by_key(projects(release, FEBRUARY))
    assert rows["start_delay"].dropna().to_dict() == {"P2": 30}


def test_the_oldest_open_blocker_is_told(release: Release) -> None:
    then, later = by_key(projects(release, FEBRUARY)), by_key(projects(release, MARCH))
    assert told(then, "P1", *BLOCKED) == ["funds", "某局", 58, 2]
    assert told(later, "P1", *BLOCKED) == ["land", "某局", 58, 1]
    assert told(then, "P2", "blockers_open") == [0]


def test_lists_hold_their_stages(release: Release) -> None:
    rows = by_key(projects(release, FEBRUARY))
    lists = {key: rows.index[rows[f"on_{key}"]].tolist() for key in ("signed", "under_construction", "producing")}
    assert lists == {"signed": ["P2"], "under_construction": ["P1"], "producing": ["P4"]}
    assert projects(release, FEBRUARY, on_list="smart_upgrade")["project"].tolist() == ["P1"]
    assert projects(release, FEBRUARY, stages=("signed", "started"))["project"].tolist() == ["P2", "P1"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("扩能", ["P1"]),
        ("acme", ["P3"]),
        ("p2", ["P2"]),
        ("某委 乙", ["P2"]),
        ("%", []),
        ("  ", ["P3", "P2", "P1", "P4"]),
    ],
)
def test_search_finds_names_investors_towns_and_ids(release: Release, words: str, found: list[str]) -> None:
    assert projects(release, FEBRUARY, search=words)["project"].tolist() == found


def test_search_finds_the_town(release: Release) -> None:
    assert projects(release, FEBRUARY, search=f"{OTHER_TOWN}甲")["project"].tolist() == ["P3"]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"towns": (OTHER_TOWN,)}, ["P3"]),
        ({"park": True}, ["P3"]),
        ({"sectors": ("equipment",), "towns": (TOWN,)}, ["P2", "P1"]),
        ({"trades": ("fire",)}, []),
    ],
)
def test_filters_keep_what_is_chosen(release: Release, chosen: dict[str, object], found: list[str]) -> None:
    assert projects(release, Selection(Period(2022, 2), **chosen))["project"].tolist() == found  # type: ignore[arg-type]


def test_unknown_words_name_the_nearest(release: Release) -> None:
    with pytest.raises(SelectionError, match="signed"):
        projects(release, FEBRUARY, on_list="signd")
    with pytest.raises(SelectionError, match="started"):
        projects(release, FEBRUARY, stages=("startd",))
    with pytest.raises(SelectionError, match=TOWN):
        projects(release, Selection(Period(2022, 2), towns=(f"{TOWN}0",)))


def test_a_card_tells_the_project_as_it_was_then(release: Release) -> None:
    card = project(release, "P1", Period(2022, 2))
    assert card.row["stage"] == "started"
    assert card.row["investor"] is None
    assert card.events[["stage", "days"]].values.tolist() == [["signed", 122], ["landed", 100], ["started", 50]]
    assert card.progress["period"].tolist() == ["2021-02", "2021-12", "2022-02"]
    assert card.progress["expected"].tolist() == [0, 30, 89]
    assert card.sources["source"].tolist() == ["reported", "synthetic"]


def test_a_card_does_not_know_what_came_later(release: Release) -> None:
    then, later = (project(release, "P1", Period(2022, month)).blockers.set_index("blocker") for month in (2, 3))
    assert then["resolved"].isna().all()
    assert then["days_overdue"].tolist()[0] == 10
    assert told(later, "B1", "days", "days_overdue") == [63, 15]
    assert told(then, "B2", "days_overdue") == pytest.approx([NAN], nan_ok=True)


@pytest.mark.parametrize(("key", "close"), [("P5", None), ("P11", "P1"), ("no such thing", None)])
def test_there_is_no_card_before_the_first_event(release: Release, key: str, close: str | None) -> None:
    with pytest.raises(SelectionError) as caught:
        project(release, key, Period(2022, 2))
    assert caught.value.nearest == close


def test_a_batch_is_counted_as_far_as_it_has_come(release: Release) -> None:
    def counted(selection: Selection) -> dict[str, int]:
        found = project_sums.batch(release, selection, "2022Q1")
        return dict(zip(found["stage"], found["projects"], strict=True))

    assert counted(FEBRUARY) == {"signed": 1, "started": 1}
    assert counted(MARCH) == {"signed": 2, "started": 1}
    newest = project_sums.batches(release, MARCH)
    assert newest["batch"].tolist() == ["2022Q1", "2022Q1", "2021Q2"]
    assert newest["planned_investment"].tolist() == [2, 5, 5]


def test_stages_say_how_long_projects_have_waited(release: Release) -> None:
    summary = project_sums.stage_summary(release, FEBRUARY).set_index("stage")
    assert told(summary, "signed", "projects", "planned_investment", "mean_days") == [1, 2, 20]
    assert summary["projects"].sum() == 4
    assert told(summary, "landed", "mean_days") == pytest.approx([NAN], nan_ok=True)


def test_investment_is_told_by_project_with_its_pace(release: Release) -> None:
    rows = investment.investment_rows(release, FEBRUARY)
    (row,) = rows.to_dict("records")
    assert (row["project"], row["value"], row["base"], row["growth"]) == ("P1", 0.6, 0.4, pytest.approx(50))
    assert (row["share"], row["stage"], row["behind"], row["origin"]) == (100, "started", -29, "synthetic")
    everything = by_key(investment.investment_rows(release, FEBRUARY, "project_investment"))
    assert told(everything, "P4", "value", "base") == [0, 0.07]
    with pytest.raises(SelectionError, match="industrial_investment"):
        investment.investment_rows(release, FEBRUARY, "industrial_investmen")

"""Issues, visits and job fairs in rows: as the tables say when read plainly, and adding up to the indicators."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests import reference, small
from tests.query.conftest import NewRelease, SomeRelease, Tables
from tests.query.rows import tables, told
from tongnan_metrics.analysis import services as counted
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.query import enterprises, services
from tongnan_metrics.query.frames import figures, frame
from tongnan_metrics.query.selection import Selection

PERIODS = (Period(2021, 2), Period(2021, 9), Period(2022, 4))
FILTERS: tuple[dict[str, Any], ...] = ({}, {"towns": small.TOWNS[:2]}, {"sectors": small.SECTORS[:1]}, {"park": True})
KEY_TIERS = ("over_100m", "double_hundred", "leading")
KEYS = (
    "enterprise_issues_collected",
    "enterprise_issues_resolved",
    "enterprise_issue_resolution_rate",
    "enterprise_issues_open",
    "enterprise_issues_overdue",
    "enterprise_visit_times",
    "enterprise_visits",
    "key_enterprise_count_over_100m",
    "key_enterprises_visited",
    "key_enterprises_never_visited",
)


def kept(row: dict[str, Any], chosen: dict[str, Any]) -> bool:
    fits = (row["town"] in chosen.get("towns", small.TOWNS), not chosen.get("park") or row["park"])
    return all(fits) and row["sector"] in chosen.get("sectors", small.SECTORS)


def plain_state(row: dict[str, Any], end: date) -> str:
    late = row["due"] is not None and row["due"] < min(row["resolved"] or end, end)
    if row["resolved"] is not None and row["resolved"] <= end:
        return "resolved_late" if late else "resolved"
    return "overdue" if late else "open"


def plain_issues(made: Tables, period: Period, chosen: dict[str, Any]) -> dict[str, tuple[str, bool]]:
    """Each issue's state, and whether it was raised this year."""
    rows = [row for row in reference.wide(made, "enterprise_issues") if row["raised"] <= period.end]
    found = {
        row["issue"]: (plain_state(row, period.end), row["raised"].year == period.year)
        for row in rows
        if kept(row, chosen)
    }
    return {key: said for key, said in found.items() if said[1] or said[0] in counted.WAITING}


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
@pytest.mark.parametrize("seed", [2, 7])
def test_issues_stand_as_they_stood_then(some_release: SomeRelease, seed: int, chosen: dict[str, Any]) -> None:
    made, release = some_release(seed)
    for period in PERIODS:
        selection = Selection(period, **chosen)
        rows = enterprises.issues(release, selection)
        plain = plain_issues(made, period, chosen)
        assert dict(zip(rows["issue"], rows["state"], strict=True)) == {key: state for key, (state, _) in plain.items()}
        year = rows[rows["raised"] >= pd.Timestamp(period.start)]
        assert set(year["issue"]) == {key for key, (_, this_year) in plain.items() if this_year}
        found = {key: figure.value for key, figure in figures(release, selection, KEYS).items()}
        solved = ~year["state"].isin(counted.WAITING)
        assert found["enterprise_issues_collected"] == len(year)
        assert found["enterprise_issues_resolved"] == solved.sum()
        assert found["enterprise_issues_open"] == rows["state"].isin(counted.WAITING).sum()
        assert found["enterprise_issues_overdue"] == (rows["state"] == "overdue").sum()
        for by in ("category", "town", "owner", "tier"):
            for key, part in (("collected", year), ("resolved", year[solved])):
                split = frame(release, selection, f"enterprise_issues_{key}", (by,)).set_index(by)["value"]
                assert split[split > 0].to_dict() == part[by].value_counts().to_dict()
        states = frame(release, selection, "enterprise_issue_state_count", ("state",)).set_index("state")["value"]
        assert states[states > 0].to_dict() == year["state"].value_counts().to_dict()


@pytest.mark.parametrize("seed", [2, 7])
def test_issues_by_owner_and_tier_are_all_of_them(some_release: SomeRelease, seed: int) -> None:
    made, release = some_release(seed)
    tiers = {row["enterprise"]: row["tier"] for row in made["enterprises"].to_pylist()}
    rows = enterprises.issues(release, Selection(PERIODS[-1]))
    assert (rows["tier"] == rows["enterprise"].map(tiers)).all()
    waiting = rows[rows["state"].isin(counted.WAITING)]
    for by in ("owner", "tier"):
        split = frame(release, Selection(PERIODS[-1]), "enterprise_issues_open", (by,)).set_index(by)["value"]
        assert split[split > 0].to_dict() == waiting[by].value_counts().to_dict()


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
@pytest.mark.parametrize("seed", [2, 7])
def test_key_enterprises_know_their_last_visit(some_release: SomeRelease, seed: int, chosen: dict[str, Any]) -> None:
    made, release = some_release(seed)
    register = [row for row in made["enterprises"].to_pylist() if row["tier"] in KEY_TIERS and kept(row, chosen)]
    for period in PERIODS:
        selection = Selection(period, **chosen)
        rows = services.key_visits(release, selection).set_index("enterprise")
        days: dict[str, list[date]] = {row["enterprise"]: [] for row in register}
        for visit in made["visits"].to_pylist():
            if visit["enterprise"] in days and visit["date"] <= period.end:
                days[visit["enterprise"]].append(visit["date"])
        assert set(rows.index) == set(days)
        since = {key: (period.end - max(some)).days for key, some in days.items() if some}
        assert rows["days_since"].dropna().to_dict() == since
        assert rows["visits"].to_dict() == {key: sum(d.year == period.year for d in some) for key, some in days.items()}
        waited = rows["days_since"].fillna(float("inf"))
        assert waited.is_monotonic_decreasing
        found = {key: figure.value for key, figure in figures(release, selection, KEYS).items()}
        assert found["key_enterprise_count_over_100m"] == len(rows)
        assert found["key_enterprises_visited"] == (rows["visits"] > 0).sum()
        assert found["key_enterprises_never_visited"] == rows["days_since"].isna().sum()
        parts = counted.coverage(rows.reset_index(), "tier")
        assert parts["enterprises"].sum() == len(rows)
        assert (parts[["this_year", "earlier", "never"]].sum(axis="columns") == parts["enterprises"]).all()
        assert parts["rate"].is_monotonic_increasing


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("seed", [2, 7])
def test_visits_and_fairs_are_those_of_the_year_or_the_month(
    some_release: SomeRelease, seed: int, basis: Basis
) -> None:
    made, release = some_release(seed)
    for period in PERIODS:
        selection = Selection(period, basis)

        def counts(day: date, since: date = selection.since, end: date = period.end) -> bool:
            return since <= day <= end

        held = {row["visit"] for row in made["visits"].to_pylist() if counts(row["date"])}
        assert set(services.visits(release, selection)["visit"]) == held
        times = figures(release, selection, ("enterprise_visit_times",))["enterprise_visit_times"]
        assert times.value == len(held)
        fairs = services.fairs(release, selection)
        assert set(fairs["fair"]) == {row["fair"] for row in made["job_fairs"].to_pylist() if counts(row["date"])}
        found = figures(release, selection, ("job_fair_count", "job_fair_preliminary_matches"))
        assert found["job_fair_count"].value == len(fairs)
        assert found["job_fair_preliminary_matches"].value == fairs["matches"].sum()
    assert services.fairs(release, Selection(PERIODS[0], sectors=small.SECTORS[:1])).empty


def test_states_turn_the_day_after_the_date(new_release: NewRelease) -> None:
    end, day_before, day_after = date(2022, 3, 31), date(2022, 3, 30), date(2022, 4, 1)
    raised = {"enterprise": "E1", "raised": date(2022, 3, 1)}
    rows = [
        {"issue": "I1", "due": end, **raised},
        {"issue": "I2", "due": day_before, **raised},
        {"issue": "I3", "due": day_before, "resolved": day_before, **raised},
        {"issue": "I4", "due": day_before, "resolved": end, **raised},
        {"issue": "I5", "due": day_before, "resolved": day_after, **raised},
        {"issue": "I6", "resolved": end, **raised},
        {"issue": "I7", **raised},
        {"issue": "I8", "resolved": date(2022, 1, 2), "enterprise": "E1", "raised": date(2021, 12, 30)},
        {"issue": "I9", "enterprise": "E1", "raised": date(2021, 12, 30)},
    ]
    release = new_release(tables(enterprises=[{"enterprise": "E1"}], enterprise_issues=rows))
    found = enterprises.issues(release, Selection(Period(2022, 3))).set_index("issue")
    assert found["state"].to_dict() == {
        "I1": "open",
        "I2": "overdue",
        "I3": "resolved",
        "I4": "resolved_late",
        "I5": "overdue",
        "I6": "resolved",
        "I7": "open",
        "I9": "open",
    }
    assert found.index[:2].tolist() == ["I2", "I5"]
    assert told(found, "I4", "days_open", "days_overdue") == [30, 1]
    assert told(found, "I2", "days_open", "days_overdue") == [30, 1]
    assert pd.isna(told(found, "I5", "resolved")[0])

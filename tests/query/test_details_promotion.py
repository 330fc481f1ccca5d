"""Negotiations and leads in rows: as the tables say when read plainly, and adding up to the indicators."""

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from tests import reference, small
from tests.query.conftest import NewRelease, SomeRelease, Tables
from tests.query.rows import TOWN, tables, told
from tongnan_metrics.analysis import promotion as counted
from tongnan_metrics.catalog.fields import OUTCOME
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.query import promotion
from tongnan_metrics.query.frames import figures, frame
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.query.targets import targets_ahead

PERIODS = (Period(2021, 2), Period(2021, 9), Period(2022, 4))
FILTERS: tuple[dict[str, Any], ...] = ({}, {"towns": small.TOWNS[:2]}, {"sectors": small.SECTORS[:1]}, {"park": True})
AHEAD = ("negotiating", "signed")


def kept(row: dict[str, Any], chosen: dict[str, Any]) -> bool:
    fits = (row["town"] in chosen.get("towns", small.TOWNS), not chosen.get("park") or row.get("park"))
    return all(fits) and ("sectors" not in chosen or row["sector"] in chosen["sectors"])


def plain_state(lead: dict[str, Any], end: date) -> str:
    """What had become of a lead by a day, from its ledger row and the days its project came to each stage."""
    for state in ("signed", "turned"):
        if lead[state] is not None and lead[state] <= end:
            return {"turned": "negotiating"}.get(state, state)
    return "following" if lead["outcome"] in AHEAD else str(lead["outcome"])


def plain_leads(made: Tables, selection: Selection, chosen: dict[str, Any]) -> dict[str, str]:
    if selection.park:
        return {}
    rows = [row for row in reference.wide(made, "leads") if row["received"] <= selection.period.end]
    return {row["lead"]: plain_state(row, selection.period.end) for row in rows if kept(row, chosen)}


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
@pytest.mark.parametrize("seed", [2, 7])
def test_leads_stand_as_they_stood_then(some_release: SomeRelease, seed: int, chosen: dict[str, Any]) -> None:
    made, release = some_release(seed)
    for period in PERIODS:
        selection = Selection(period, **chosen)
        rows = promotion.leads(release, selection)
        assert dict(zip(rows["lead"], rows["state"], strict=True)) == plain_leads(made, selection, chosen)
        assert rows["received"].is_monotonic_decreasing
        assert not (rows[["turned", "signed"]] > pd.Timestamp(period.end)).any(axis=None)
        assert rows["project"].notna().sum() == (rows["project"].notna() & rows["turned"].notna()).sum()


@pytest.mark.parametrize("chosen", FILTERS[:3], ids=str)
@pytest.mark.parametrize("seed", [2, 7])
def test_leads_add_up_to_the_indicators(some_release: SomeRelease, seed: int, chosen: dict[str, Any]) -> None:
    _, release = some_release(seed)
    for period in PERIODS:
        selection = Selection(period, **chosen)
        rows = promotion.leads(release, selection)
        year = rows[rows["year"] == period.year]
        found = {key: figure.value for key, figure in figures(release, selection, LEAD_KEYS).items()}
        assert found["lead_count"] == len(year)
        assert found["lead_turned_count"] == year["state"].isin(counted.TURNED).sum()
        assert found["lead_signed_count"] == (year["state"] == "signed").sum()
        assert found["lead_record_count"] == len(rows)
        known = promotion.leads(release, Selection(period))["state"].isin(counted.TURNED).any() and len(rows)
        assert (found["lead_turn_rate"] is not None) == bool(known)
        if known:
            assert found["lead_sign_rate"] == pytest.approx((rows["state"] == "signed").mean() * 100)
            assert found["lead_turn_rate"] == pytest.approx(rows["state"].isin(counted.TURNED).mean() * 100)
        towns = counted.outcomes(year, "town").set_index("town")["leads"]
        by_town = frame(release, selection, "lead_count", ("town",)).set_index("town")["value"]
        assert towns.to_dict() == by_town[by_town > 0].to_dict()


LEAD_KEYS = tuple(key for key in INDICATORS if key.startswith("lead_"))


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
@pytest.mark.parametrize("seed", [2, 7])
def test_negotiations_add_up_to_the_indicators(some_release: SomeRelease, seed: int, chosen: dict[str, Any]) -> None:
    made, release = some_release(seed)
    amounts = {row["project"]: row["total_investment"] or Decimal(0) for row in made["projects"].to_pylist()}
    for period in PERIODS:
        selection = Selection(period, **chosen)
        rows = promotion.negotiated(release, selection)
        assert set(rows["project"]) == plain_negotiated(made, period, chosen)
        total = sum((amounts[project] for project in rows["project"]), Decimal(0))
        found = {key: figure.value for key, figure in figures(release, selection, PIPELINE).items()}
        assert found["negotiating_count"] == len(rows)
        for key in ("priority", "strong", "early"):
            assert found[f"negotiating_{key}_count"] == (rows["intention"] == key).sum()
        assert found["negotiating_planned_investment"] == pytest.approx(float(total) / 10_000)
        firm = rows[rows["intention"] == "priority"]["total_investment"].sum()
        assert found["negotiating_priority_planned_investment"] == pytest.approx(firm)
        for by in ("town", "intention", "sector", "team"):
            split = frame(release, selection, "negotiating_count", (by,))
            there = {value or "": n for value, n in zip(split[by], split["value"], strict=True) if n}
            assert there == rows[by].fillna("").value_counts().to_dict()


PIPELINE = tuple(key for key in INDICATORS if key.startswith("negotiating_"))


def plain_negotiated(made: Tables, period: Period, chosen: dict[str, Any]) -> set[str]:
    """The projects whose last event by a period's end says that they are negotiated."""
    events = [row for row in reference.wide(made, "project_events") if row["date"] <= period.end]
    last: dict[str, Any] = {}
    for row in sorted(events, key=lambda row: (row["date"], reference.STAGES.index(row["stage"]))):
        last[row["project"]] = row
    return {key for key, row in last.items() if row["stage"] == "negotiating" and kept(row, chosen)}


def test_every_outcome_is_told_apart() -> None:
    assert set(counted.OUTCOMES) == set(OUTCOME.choice_keys)


def lead(key: str, received: date, outcome: str, project: str | None = None) -> dict[str, Any]:
    told = {"town": TOWN, "sector": "equipment", "source": "reported"}
    return {"lead": key, "received": received, "outcome": outcome, "project": project, **told}


def events(**days: tuple[tuple[str, date], ...]) -> list[dict[str, Any]]:
    return [{"project": key, "stage": stage, "date": day} for key, some in days.items() for stage, day in some]


def test_conversion_goes_by_the_project_and_by_the_ledger_without_one(new_release: NewRelease) -> None:
    reached = events(
        P1=(("negotiating", date(2021, 3, 1)), ("signed", date(2021, 6, 9))),
        P2=(("negotiating", date(2021, 5, 3)), ("signed", date(2022, 4, 1))),
    )
    leads = [
        lead("L1", date(2021, 2, 9), "signed", "P1"),
        lead("L2", date(2021, 4, 1), "signed", "P2"),
        lead("L3", date(2021, 7, 1), "signed"),
        lead("L4", date(2021, 8, 1), "new", "P9"),
        lead("L5", date(2022, 3, 1), "dropped"),
    ]
    projects = [{"project": key} for key in ("P1", "P2", "P9")]
    release = new_release(tables(projects=projects, project_events=reached, leads=leads))
    rows = promotion.leads(release, Selection(Period(2022, 3))).set_index("lead")
    assert rows["state"].to_dict() == {
        "L1": "signed",
        "L2": "negotiating",
        "L3": "signed",
        "L4": "new",
        "L5": "dropped",
    }
    assert rows["days_to_sign"].dropna().to_dict() == {"L1": 120}
    assert rows["project"].dropna().to_dict() == {"L1": "P1", "L2": "P2"}
    years = counted.cohorts(rows.reset_index()).set_index("year")
    columns = ("leads", "linked", "turned", "signed", "turn_rate", "sign_rate", "days_to_sign")
    assert told(years, 2021, *columns) == [4, 2, 3, 2, 75.0, 50.0, 120.0]
    assert told(years, 2022, "leads", "linked", "turned", "turn_rate", "sign_rate") == [1, 0, 0, 0, 0]
    assert pd.isna(years["days_to_sign"][2022])
    (total,) = counted.total(rows.reset_index()).to_dict("records")
    assert (total["leads"], total["sign_rate"], total["days_to_sign"]) == (5, 40.0, 120.0)


def test_targets_ahead_say_what_is_known_of_them(new_release: NewRelease) -> None:
    targets = [
        {"year": 2026, "area": small.HOME, "indicator": key, "value": Decimal(value), "source": "published"}
        for key, value in (("gdp_target", 800), ("investment_paid_in_target", 1000), ("industrial_output", 9))
    ]
    row = {"indicator": "gdp", "printed_unit": "亿元"}
    printed = [
        {"figure": f"F{n}", "period": period, "value": Decimal(value), "printed": value, **row}
        for n, (period, value) in enumerate((("2021-12", "500.1"), ("2022-03", "120.7"), ("2022-04", "160")))
    ]
    release = new_release(tables(targets=targets, published=printed))
    ahead = targets_ahead(release, Period(2022, 3)).set_index("indicator")
    assert told(ahead, "gdp_target", "year", "value", "of", "printed", "period") == [
        2026,
        800,
        "gdp",
        "120.7",
        "2022-03",
    ]
    assert told(ahead, "investment_paid_in_target", "value", "printed", "period") == [1000, None, None]
    assert "industrial_output" not in ahead.index
    assert targets_ahead(release, Period(2027, 2)).empty


def test_since_is_january_or_the_month() -> None:
    assert Selection(Period(2022, 3)).since == date(2022, 1, 1)
    assert Selection(Period(2022, 3), Basis.MONTH).since == date(2022, 3, 1)
    assert Selection(Period(2022, 2), Basis.MONTH).since == date(2022, 1, 1)

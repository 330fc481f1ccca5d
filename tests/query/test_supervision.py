"""What is supervised, against the rows themselves: every item, light and day worked out with plain Python."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from tests.query.conftest import NewRelease, SomeRelease
from tests.query.rows import OTHER_TOWN, TOWN, tables
from tongnan_metrics.catalog.fields import STAGE
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query import actions, duties, supervision
from tongnan_metrics.query.selection import Selection

LIMITS = {  # of `tests.small`
    "project_pace": (5, 20),
    "project_start_delay": (10, 60),
    "project_step_delay": (10, 40),
    "project_stage_days": (100, 300),
    "project_production_delay": (10, 60),
    "blocker_days": (20, 60),
    "hazard_overdue": (-5, 1),
    "issue_overdue": (-5, 1),
}
ORDER = ("red", "amber", "green")
Tables = dict[str, pa.Table]
Row = dict[str, Any]


def rows(tables: Tables, key: str) -> list[Row]:
    return list(tables[key].to_pylist())


def color(subject: str, lag: float) -> str:
    amber, red = LIMITS[subject]
    return "red" if lag >= red else "amber" if lag >= amber else "green"


def plainly(tables: Tables, selection: Selection) -> dict[str, tuple[str, float]]:
    """The worst light and its lag of every project, hazard and issue a rule speaks of."""
    found: dict[str, list[tuple[int, float, str, float]]] = {}
    for item, subject, lag in lags(tables, selection):
        light = color(subject, lag)
        severity = lag / LIMITS[subject][1]
        found.setdefault(item, []).append((ORDER.index(light), -severity, light, lag))
    return {item: min(several)[2:] for item, several in found.items()}


def lags(tables: Tables, selection: Selection) -> Iterator[tuple[str, str, float]]:
    end = selection.period.end
    inspected = {row["inspection"]: row for row in rows(tables, "inspections")}
    for row in rows(tables, "hazards"):
        done = min(filter(None, (row["rectified"], row["accepted"])), default=None)
        if row["found"] <= end and (done is None or done > end) and kept(inspected[row["inspection"]], selection):
            yield f"hazard.{row['hazard']}", "hazard_overdue", (end - row["due"]).days
    firms = {row["enterprise"]: row for row in rows(tables, "enterprises")}
    for row in rows(tables, "enterprise_issues"):
        waiting = row["raised"] <= end and (row["resolved"] is None or row["resolved"] > end)
        if waiting and row["due"] and kept(firms[row["enterprise"]], selection):
            yield f"issue.{row['issue']}", "issue_overdue", (end - row["due"]).days
    for row in rows(tables, "projects"):
        if kept(row, selection):
            yield from of_project(tables, row, selection.period)


def kept(row: Row, selection: Selection) -> bool:
    towns, park = selection.towns, selection.park
    return (not towns or row["town"] in towns) and (not park or row.get("park", False))


def of_project(tables: Tables, row: Row, period: Period) -> Iterator[tuple[str, str, float]]:
    end, key, item = period.end, row["project"], f"project.{row['project']}"
    events = [e for e in rows(tables, "project_events") if e["project"] == key and e["date"] <= end]
    if not events:
        return
    last = max(events, key=lambda e: (e["date"], STAGE.choice_keys.index(e["stage"])))
    stage = last["stage"]
    if stage in {"signed", "landed"}:
        yield item, "project_stage_days", (end - last["date"]).days
        if row["planned_start"] and row["planned_start"] < end:
            yield item, "project_start_delay", (end - row["planned_start"]).days
    if stage == "landed" and (due := late_step(tables, key, end)):
        yield item, "project_step_delay", (end - due).days
    if stage == "completed" and row["planned_production"] and row["planned_production"] < end:
        yield item, "project_production_delay", (end - row["planned_production"]).days
    if stage == "started" and (lag := behind(tables, row, period)) is not None:
        yield item, "project_pace", lag
    yield from of_blockers(tables, key, end)


def of_blockers(tables: Tables, key: str, end: date) -> Iterator[tuple[str, str, float]]:
    for blocker in rows(tables, "blockers"):
        open_still = blocker["raised"] <= end and (blocker["resolved"] is None or blocker["resolved"] > end)
        if blocker["project"] == key and open_still:
            yield f"project.{key}", "blocker_days", (end - blocker["raised"]).days


def late_step(tables: Tables, key: str, end: date) -> date | None:
    late = (s for s in rows(tables, "start_steps") if s["due"] < end and not (s["done"] and s["done"] <= end))
    return min((s["due"] for s in late if s["project"] == key), default=None)


def behind(tables: Tables, row: Row, period: Period) -> float | None:
    told = [
        p for p in rows(tables, "project_progress") if p["project"] == row["project"] and p["period"] <= str(period)
    ]
    start, finish = row["planned_start"], row["planned_finish"]
    if not told or not start or not finish:
        return None
    gone, whole = (period.end - start).days, (finish - start).days
    due = min(max(gone / whole * 100, 0), 100) if whole > 0 else 100.0 * (period.end >= finish)
    return float(due) - float(max(told, key=lambda p: p["period"])["progress"])


SELECTIONS = [
    Selection(Period(2022, 4)),
    Selection(Period(2021, 6)),
    Selection(Period(2022, 3), towns=(TOWN,)),
    Selection(Period(2022, 2), park=True),
]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("selection", SELECTIONS, ids=["all", "earlier", "town", "park"])
def test_every_item_has_the_light_its_rows_give(some_release: SomeRelease, seed: int, selection: Selection) -> None:
    tables, release = some_release(seed)
    expected = plainly(tables, selection)
    if selection.park:  # inspections are not known by park
        expected = {item: told for item, told in expected.items() if not item.startswith("hazard")}
    found = supervision.items(release, selection)
    own = found[found["sort"] != "indicator"].set_index("item")
    assert own["light"].to_dict() == {item: light for item, (light, _) in expected.items()}
    assert own["lag"].to_dict() == pytest.approx({item: lag for item, (_, lag) in expected.items()})


@pytest.mark.parametrize("seed", range(4))
def test_the_trend_is_the_difference_of_two_periods(some_release: SomeRelease, seed: int) -> None:
    tables, release = some_release(seed)
    now, then = (plainly(tables, Selection(Period(2022, month))) for month in (3, 2))
    lit = supervision.lit(release, Selection(Period(2022, 3)))
    rows = lit[lit["sort"] != "indicator"].set_index("item")
    on = {item for item, (light, _) in now.items() if light != "green"}
    were = {item for item, (light, _) in then.items() if light != "green"}
    assert set(rows.index[rows["trend"] == "cured"]) == were - on
    assert set(rows.index[rows["trend"] == "new"]) == on - were
    assert set(rows.index) == on | were
    for item in on & were:
        step = ORDER.index(now[item][0]) - ORDER.index(then[item][0])
        assert rows.loc[item, "trend"] == ("still" if step == 0 else "worse" if step < 0 else "better")


@pytest.mark.parametrize("seed", range(4))
def test_a_light_counted_in_days_came_on_the_day_it_says(some_release: SomeRelease, seed: int) -> None:
    _, release = some_release(seed)
    selection = Selection(Period(2022, 3))
    found = supervision.findings(release, selection)
    for row in found[found["subject"].isin(LIMITS) & (found["subject"] != "project_pace")].to_dict("records"):
        if row["light"] == "green":
            assert pd.isna(row["since"])
            continue
        days = (pd.Timestamp(selection.period.end) - row["since"]).days
        assert color(row["subject"], row["lag"] - days) == row["light"]
        assert color(row["subject"], row["lag"] - days - 1) != row["light"]


@pytest.mark.parametrize("seed", range(4))
def test_progress_has_been_behind_since_the_period_it_says(some_release: SomeRelease, seed: int) -> None:
    tables, release = some_release(seed)
    selection = Selection(Period(2022, 3))
    found = supervision.findings(release, selection)
    projects = {row["project"]: row for row in rows(tables, "projects")}
    for row in found[(found["subject"] == "project_pace") & (found["light"] != "green")].to_dict("records"):
        told = [p for p in rows(tables, "project_progress") if p["project"] == row["id"] and p["period"] <= "2022-03"]
        periods = sorted(Period.parse(p["period"]) for p in told)
        colors = [color("project_pace", behind(tables, projects[row["id"]], p) or 0.0) for p in periods]
        unbroken = next((i for i, c in enumerate(reversed(colors)) if c != row["light"]), len(colors))
        assert (
            row["since"] == pd.Timestamp(periods[-unbroken].end if unbroken else selection.period.end) or not unbroken
        )


def test_a_preset_that_speaks_of_nothing_lights_nothing(some_release: SomeRelease) -> None:
    _, release = some_release(1)
    assert supervision.findings(release, Selection(Period(2022, 3)), "unknown").empty
    assert supervision.lit(release, Selection(Period(2022, 3)), "unknown").empty


RULES: list[Row] = [
    {"preset": "district", "subject": "indicator_pace", "amber": Decimal(1), "red": Decimal(5), "source": "reported"},
    {"preset": "other", "subject": "hazard_overdue", "amber": None, "red": Decimal(1), "source": "reported"},
]
DUTY = {"year": 2022, "indicator": "lead_count", "source": "reported"}


def leads(town: str, *days: date) -> list[Row]:
    made = {"town": town, "outcome": "new", "source": "reported"}
    return [{"lead": f"{town}-{i}", "received": day, **made} for i, day in enumerate(days)]


@pytest.fixture(scope="module")
def targets(new_release: NewRelease) -> Any:
    """Two towns with a target of four leads a year; a district office with twelve, another without a target."""
    own = [{"owner": town, "town": town, "value": Decimal(4), **DUTY} for town in (TOWN, OTHER_TOWN)]
    office = {"owner": "招商局", "town": None, "value": Decimal(12), **DUTY}
    without = {**office, "owner": "某办", "indicator": "job_fair_count", "value": None}
    inspected = {"inspection": "N1", "date": date(2022, 1, 9), "hazards_found": 1}
    hazard = {"hazard": "H1", "found": date(2022, 1, 9), "due": date(2022, 2, 1)}
    answer = {"period": "2022-02", "author": "某局", "source": "reported", "item": "hazard.H1", "kind": "note"}
    said = [
        {"action": f"D{i}", "note": f"第{i}次", "at": datetime(2022, 3, i, 9), **answer}  # noqa: DTZ001
        for i in (1, 2)
    ]
    later = {**answer, "action": "D3", "period": "2022-03", "kind": "resolved", "at": datetime(2022, 4, 2, 9)}  # noqa: DTZ001
    return new_release(
        tables(
            leads=[*leads(TOWN, date(2022, 1, 5), date(2022, 3, 5)), *leads(OTHER_TOWN, date(2021, 3, 1))],
            duties=[*own, office, without],
            lights=RULES,
            inspections=[inspected],
            hazards=[hazard],
            actions=[*said, later],
            settings=[{"setting": "light_preset", "setting_value": "district"}],
        )
    )


MARCH = Selection(Period(2022, 3))


def test_targets_of_towns_and_of_the_district_have_their_pace(targets: Any) -> None:
    lit = supervision.findings(targets, MARCH).set_index("item")
    expected = {
        f"indicator.lead_count.{OTHER_TOWN}": (25.0, 0.0, "red", OTHER_TOWN),
        "indicator.lead_count": (25 - 2 / 12 * 100, 2 / 12 * 100, "red", "招商局"),
        f"indicator.lead_count.{TOWN}": (-25.0, 50.0, "green", TOWN),
    }
    assert set(lit.index) == set(expected)
    for item, (lag, done, light, owner) in expected.items():
        row = lit.loc[item]
        assert (row["lag"], row["beside"]) == pytest.approx((lag, done))
        assert (row["light"], row["owner"]) == (light, owner)
    assert lit.loc[f"indicator.lead_count.{OTHER_TOWN}", "since"] == pd.Timestamp("2022-02-28")
    february = supervision.items(targets, replace(MARCH, period=Period(2022, 2))).set_index("item")
    assert february.loc[f"indicator.lead_count.{TOWN}", "lag"] == pytest.approx(100 / 6 - 25)


def test_filters_keep_the_targets_of_their_towns_only(targets: Any) -> None:
    town = supervision.findings(targets, replace(MARCH, towns=(TOWN,)))
    assert town["item"].tolist() == [f"indicator.lead_count.{TOWN}"]
    assert supervision.findings(targets, replace(MARCH, park=True)).empty
    assert supervision.findings(targets, replace(MARCH, sectors=("other",))).empty


def test_who_answers_for_an_indicator_is_said_by_its_year(targets: Any) -> None:
    assert duties.owners(targets, 2022) == {"lead_count": "招商局", "job_fair_count": "某办"}
    assert duties.owners(targets, 2021) == {}
    assert [one.duty.owner for one in duties.reached(targets, MARCH)] == [TOWN, OTHER_TOWN, "招商局"]


def test_what_is_computed_from_rows_can_be_a_duty_but_lights_cannot(new_release: NewRelease) -> None:
    office = {"owner": "招商局", "town": None, "value": Decimal(50), **DUTY}
    signed, open_ = leads(TOWN, date(2022, 1, 5), date(2022, 3, 5))
    release = new_release(
        tables(
            leads=[{**signed, "outcome": "signed"}, open_],
            duties=[{**office, "indicator": key} for key in ("lead_sign_rate", "supervised_red", "supervised_new")],
            lights=RULES,
        )
    )
    (one,) = duties.reached(release, MARCH)
    assert (one.duty.indicator.key, one.value, one.done) == ("lead_sign_rate", 50, 100)
    assert supervision.findings(release, MARCH, "district").empty


def test_another_preset_says_something_else(targets: Any) -> None:
    assert supervision.findings(targets, MARCH, "other")[["item", "light"]].values.tolist() == [["hazard.H1", "red"]]


def test_answers_are_told_with_the_item_and_as_of_the_period(targets: Any) -> None:
    (row,) = supervision.lit(targets, MARCH, "other").to_dict("records")
    assert (row["answer"], row["answers"], row["answered"]) == ("resolved", 3, pd.Timestamp(2022, 4, 2, 9))
    (before,) = supervision.lit(targets, Selection(Period(2022, 2)), "other").to_dict("records")
    assert (before["answer"], before["answers"]) == ("noted", 2)
    assert actions.history(targets, "hazard.H1", Period(2022, 3))["action"].tolist() == ["D3", "D2", "D1"]
    assert actions.history(targets, "hazard.H2", Period(2022, 3)).empty

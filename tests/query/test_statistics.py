"""Figures computed from rows: what the tables say when read plainly, whatever they are split by."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from tests import reference, small
from tests.query.conftest import NewRelease, SomeRelease, Tables
from tests.query.rows import OTHER_TOWN, TOWN, tables
from tongnan_metrics.analysis import durations
from tongnan_metrics.catalog.fields import AGE, LATE, STAGE
from tongnan_metrics.catalog.indicators import INDICATORS, dimensions_of, filters_of, splits_of
from tongnan_metrics.catalog.model import How, Indicator, Statistic
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.catalog.row_sets import ROW_SETS
from tongnan_metrics.query import stays, supervision
from tongnan_metrics.query.frames import figure, figures, frame
from tongnan_metrics.query.selection import Selection, SelectionError

STATISTICS = [item for item in INDICATORS.values() if isinstance(item.formula, Statistic)]
COUNTS = [item for item in STATISTICS if item.formula.how is How.COUNT]  # type: ignore[union-attr]
SELECTIONS = {
    "all": Selection(Period(2022, 3)),
    "earlier": Selection(Period(2021, 6)),
    "town": Selection(Period(2022, 3), towns=small.TOWNS[:1]),
    "month": Selection(Period(2022, 3), Basis.MONTH),
}
Row = dict[str, Any]
Splits = dict[str, str]


def late(due: date | None, end: date) -> bool:
    return due is not None and due < end


def waits(done: date | None, end: date) -> bool:
    return done is None or done > end


def of_hazards(made: Tables, selection: Selection) -> Iterator[tuple[str, Row]]:
    end = selection.period.end
    for row in reference.wide(made, "hazards"):
        done = min(filter(None, (row["rectified"], row["accepted"])), default=None)
        if row["found"] <= end and waits(done, end) and late(row["due"], end):
            yield "safety_hazards_overdue", row
            if row["grade"] == "major":
                yield "safety_major_hazards_overdue", row


def of_blockers(made: Tables, selection: Selection) -> Iterator[tuple[str, Row]]:
    end = selection.period.end
    for row in reference.wide(made, "blockers"):
        if row["raised"] <= end and waits(row["resolved"], end):
            yield "blocker_open_count", row
            if late(row["due"], end):
                yield "blocker_overdue_count", row


def of_issues(made: Tables, selection: Selection) -> Iterator[tuple[str, Row]]:
    end = selection.period.end
    for row in reference.wide(made, "enterprise_issues"):
        if row["raised"] > end:
            continue
        if row["raised"] >= selection.since:
            yield "enterprise_issue_state_count", row
        if waits(row["resolved"], end):
            yield "enterprise_issues_open", row
            if late(row["due"], end):
                yield "enterprise_issues_overdue", row


def of_enterprises(made: Tables, selection: Selection) -> Iterator[tuple[str, Row]]:
    end, visits = selection.period.end, made["visits"].to_pylist()
    for row in made["enterprises"].to_pylist():
        if row["tier"] == "above_scale":
            continue
        days = [v["date"] for v in visits if v["enterprise"] == row["enterprise"] and v["date"] <= end]
        yield "key_enterprise_seen_count", row
        if not days:
            yield "key_enterprises_never_visited", row
        if not days or max(days).year < end.year:
            yield "key_enterprises_not_visited", row
        if days and (end - max(days)).days > 365:
            yield "key_enterprises_unseen_a_year", row


def of_leads(made: Tables, selection: Selection) -> Iterator[tuple[str, Row]]:
    for row in made["leads"].to_pylist():
        if selection.since <= row["received"] <= selection.period.end:
            yield "lead_state_count", row


# The splits of these rows whose columns the tables have as they are.
PLAINLY = {
    of_hazards: ("town", "trade", "department", "grade"),
    of_blockers: ("town", "category", "owner", "sector", "kind", "team"),
    of_issues: ("town", "category", "owner", "tier", "sector", "park"),
    of_enterprises: ("town", "tier", "sector", "park"),
    of_leads: ("town", "team", "sector"),
}


def begins(made: Tables, rows_of: Any) -> date:
    """The day a record begins."""
    dataset, column = RECORDS[rows_of]
    return min((row[column] for row in made[dataset].to_pylist()), default=date.max)


RECORDS = {
    of_enterprises: ("visits", "date"),
    of_hazards: ("hazards", "found"),
    of_blockers: ("blockers", "raised"),
    of_issues: ("enterprise_issues", "raised"),
    of_leads: ("leads", "received"),
}


def is_in(row: Row, selection: Selection) -> bool:
    return not selection.towns or row["town"] in selection.towns


@pytest.mark.parametrize("rows_of", PLAINLY, ids=lambda f: f.__name__)
@pytest.mark.parametrize("name", SELECTIONS)
@pytest.mark.parametrize("seed", [1, 3])
def test_counts_are_those_of_the_tables(some_release: SomeRelease, seed: int, name: str, rows_of: Any) -> None:
    (made, release), selection = some_release(seed), SELECTIONS[name]

    def counted(selection: Selection, by: str | None = None) -> dict[str, Counter[object]]:
        found: dict[str, Counter[object]] = {}
        for key, row in rows_of(made, selection):
            if is_in(row, selection):
                found.setdefault(key, Counter())[row[by] if by else None] += 1
        return found

    now = counted(selection)
    before = counted(replace(selection, period=selection.period.year_before))
    keys = {*now, *before}
    assert keys or name != "all"
    for key in keys:
        told = figure(release, selection, key)
        assert told.value == sum(now.get(key, {}).values())
        known = begins(made, rows_of) <= selection.period.year_before.end and selection.period.year > 2021
        assert told.base == (sum(before.get(key, {}).values()) if known else None)
        for by in PLAINLY[rows_of]:
            split = frame(release, selection, key, (by,))
            groups = [None if pd.isna(value) else value for value in split[by]]
            shown = dict(zip(groups, split["value"], strict=True))
            assert {group: n for group, n in shown.items() if n} == counted(selection, by).get(key, {})


@pytest.mark.parametrize("item", STATISTICS, ids=lambda item: item.key)
def test_every_split_can_be_asked(some_release: SomeRelease, item: Indicator) -> None:
    _, release = some_release(1)
    for selection in SELECTIONS.values():
        whole = figure(release, selection, item.key)
        assert (whole.value is None) == (whole.reason is not None)
        for field in splits_of(item):
            parts = frame(release, selection, item.key, (field.key,))
            assert not parts[field.key].duplicated().any()
            if field.choices:
                assert set(parts[field.key].dropna()) <= set(field.choice_keys)
                places = [field.choice_keys.index(code) for code in parts[field.key].dropna()]
                assert places == sorted(places)
            if item in COUNTS:
                assert parts["value"].sum() == (whole.value or 0)
                assert whole.base is None or parts["base"].sum() == whole.base


@pytest.mark.parametrize("item", STATISTICS, ids=lambda item: item.key)
def test_a_part_is_the_figure_of_its_own_filter(some_release: SomeRelease, item: Indicator) -> None:
    _, release = some_release(3)
    march = Period(2022, 3)
    filters = {
        "town": {code: Selection(march, towns=(code,)) for code in small.TOWNS},
        "sector": {code: Selection(march, sectors=(code,)) for code in small.SECTORS},
        "trade": {code: Selection(march, trades=(code,)) for code in small.TRADES},
    }
    for by in filters.keys() & dimensions_of(item):
        parts = frame(release, Selection(march), item.key, (by,)).dropna(subset="value").set_index(by)["value"]
        alone = {code: figure(release, selection, item.key).value for code, selection in filters[by].items()}
        known = {code: value for code, value in alone.items() if value is not None}
        assert {code: value for code, value in known.items() if value or code in parts} == {
            code: value for code, value in parts.items() if code in alone
        }


@pytest.mark.parametrize("item", STATISTICS, ids=lambda item: item.key)
def test_the_base_is_the_figure_of_the_year_before(some_release: SomeRelease, item: Indicator) -> None:
    _, release = some_release(3)
    now, before = Selection(Period(2022, 3)), Selection(Period(2021, 3))
    based = isinstance(item.formula, Statistic) and ROW_SETS[item.formula.rows].based
    assert figure(release, now, item.key).base == (figure(release, before, item.key).value if based else None)
    series = frame(release, now, item.key, ("period",)).set_index("period")["value"]
    told = {str(period): figure(release, Selection(period), item.key).value for period in (now.period, before.period)}
    assert {key: value for key, value in series.dropna().items() if key in told} == {
        key: value for key, value in told.items() if value is not None
    }
    assert list(series.index) == sorted(series.index)


@pytest.mark.parametrize("item", STATISTICS, ids=lambda item: item.key)
def test_what_rows_lack_is_refused_as_elsewhere(some_release: SomeRelease, item: Indicator) -> None:
    _, release = some_release(1)
    march = Period(2022, 3)
    filters = {
        "town": Selection(march, towns=small.TOWNS[:1]),
        "sector": Selection(march, sectors=small.SECTORS[:1]),
        "trade": Selection(march, trades=small.TRADES[:1]),
    }
    for key, selection in filters.items():
        if key not in filters_of(item):
            found = figure(release, selection, item.key)
            assert found.value is None
            assert found.reason is not None
    with pytest.raises(SelectionError):
        frame(release, Selection(Period(2022, 3)), item.key, ("weather",))


@pytest.mark.parametrize("seed", range(3))
def test_stays_are_estimated_stage_by_stage(some_release: SomeRelease, seed: int) -> None:
    _, release = some_release(seed)
    selection = SELECTIONS["all"]
    plain = durations.by_stage(stays.stays(release, selection)).set_index("stage")
    for key, column in (
        ("project_stay_median_days", "median_days"),
        ("project_stay_ninetieth_days", "most_days"),
        ("project_stay_longest_days", "longest_days"),
        ("project_stage_conversion", "conversion"),
    ):
        split = frame(release, selection, key, ("stage",)).set_index("stage")["value"]
        known = plain[column].drop(STAGE.choice_keys[-1]).dropna()
        assert split.dropna().to_dict() == pytest.approx(known.to_dict())


@pytest.mark.parametrize("preset", [None, "other"])
@pytest.mark.parametrize("name", ["all", "earlier", "town"])
def test_lights_are_those_the_rules_give(some_release: SomeRelease, name: str, preset: str | None) -> None:
    _, release = some_release(2)
    selection = replace(SELECTIONS[name], preset=preset)
    rows = supervision.lit(release, SELECTIONS[name], preset)
    lit = rows[rows["light"] != "green"]
    expected = {
        "supervised_red": (rows["light"] == "red").sum(),
        "supervised_amber": (rows["light"] == "amber").sum(),
        "supervised_new": (rows["trend"] == "new").sum(),
        "supervised_cured": (rows["trend"] == "cured").sum(),
        "supervised_answered": (lit["answer"] != "none").sum(),
        "project_red_count": ((rows["light"] == "red") & (rows["sort"] == "project")).sum(),
    }
    found = figures(release, selection, expected)
    assert {key: one.value for key, one in found.items()} == expected
    by_owner = (
        frame(release, selection, "supervised_red", ("owner",)).dropna(subset="owner").set_index("owner")["value"]
    )
    assert by_owner[by_owner > 0].to_dict() == rows[rows["light"] == "red"]["owner"].value_counts().to_dict()


def test_an_unknown_set_of_rules_is_refused(some_release: SomeRelease) -> None:
    _, release = some_release(2)
    with pytest.raises(SelectionError, match="other"):
        figure(release, Selection(Period(2022, 3), preset="othr"), "supervised_red")


def test_without_rules_or_a_record_nothing_is_known(new_release: NewRelease) -> None:
    visited = [{"inspection": "N1", "date": date(2022, 3, 1), "hazards_found": 0}]
    made = tables(projects=[{"project": "P1"}], project_progress=PROGRESS, inspections=visited)
    release = new_release(made)
    found = figures(release, Selection(Period(2022, 3)), [item.key for item in STATISTICS])
    assert (found["supervised_red"].value, str(found["supervised_red"].reason)) == (None, "没有亮灯规则")
    silent = ("blocker_open_count", "safety_hazards_overdue", "lead_state_count", "start_plan_count")
    for key in (*silent, "key_enterprises_never_visited"):
        assert (found[key].value, str(found[key].reason)) == (None, "本期没有数据")
    assert found["safety_rechecks_due"].value == 0
    assert found["accident_ordinary_count"].value == 0
    assert str(found["safety_recheck_longest_days"].reason) == "筛选范围内没有可统计的明细"


def test_a_ledger_that_tells_of_any_lead_tells_of_every_town(new_release: NewRelease) -> None:
    leads = [
        {"lead": "L1", "town": TOWN, "received": date(2021, 2, 1), "outcome": "signed", "source": "reported"},
        {"lead": "L2", "town": OTHER_TOWN, "received": date(2020, 2, 1), "outcome": "new", "source": "reported"},
    ]
    release = new_release(tables(leads=leads, projects=[{"project": "P1"}], project_progress=PROGRESS))
    march, none = Period(2022, 3), Selection(Period(2022, 3), towns=(OTHER_TOWN,))
    assert figure(release, none, "lead_sign_rate").value == 0
    by_town = frame(release, Selection(march), "lead_sign_rate", ("town",)).set_index("town")["value"]
    assert by_town.to_dict() == {TOWN: 100, OTHER_TOWN: 0}


def test_nobody_was_left_unvisited_before_visits_were_recorded(new_release: NewRelease) -> None:
    made = tables(
        enterprises=[{"enterprise": key, "tier": "leading"} for key in ("E1", "E2")],
        visits=[{"visit": "V1", "enterprise": "E1", "date": date(2022, 2, 1), "source": "reported"}],
        projects=[{"project": "P1"}],
        project_progress=[*PROGRESS, {**PROGRESS[0], "period": "2021-03"}],
    )
    release = new_release(made)
    never = figure(release, Selection(Period(2022, 3)), "key_enterprises_never_visited")
    assert (never.value, never.base) == (1, None)
    before = figure(release, Selection(Period(2021, 3)), "key_enterprises_never_visited")
    assert (before.value, str(before.reason)) == (None, "本期没有数据")


def test_a_landed_project_without_a_plan_has_none_counted(new_release: NewRelease) -> None:
    landed = [{"project": key, "stage": "landed", "date": date(2020, 1, 1)} for key in ("P1", "P2")]
    made = tables(
        projects=[{"project": key} for key in ("P1", "P2")],
        project_events=landed,
        start_steps=[{"project": "P1", "step": "land", "due": date(2022, 2, 1)}],
        project_progress=[*PROGRESS, {**PROGRESS[0], "period": "2021-03"}],
    )
    release = new_release(made)
    planned, late = figures(release, Selection(Period(2022, 3)), ("start_plan_count", "start_plan_late_count")).values()
    assert (planned.value, planned.base, late.value, late.base) == (1, None, 1, None)


def test_bands_include_both_their_ends(new_release: NewRelease) -> None:
    end = Period(2022, 3).end
    days = (0, 15, 16, 30, 31, 60, 61, 90, 91, 400)
    rows = [
        {"blocker": f"B{n}", "project": "P1", "raised": end - timedelta(days=age), "due": end - timedelta(days=n % 2)}
        for n, age in enumerate(days)
    ]
    release = new_release(tables(projects=[{"project": "P1"}], blockers=rows, project_progress=PROGRESS))
    split = frame(release, Selection(Period(2022, 3)), "blocker_open_count", ("age", "state"))
    told = {(row["age"], row["state"]): row["value"] for row in split.to_dict("records")}
    assert told == {(age, state): 1 for age in AGE.choice_keys for state in ("open", "overdue")}
    late = [
        {"hazard": f"H{days}", "found": date(2020, 1, 1), "due": end - timedelta(days=days)}
        for days in (-3, 0, 1, 7, 8, 15, 16, 30, 31, 60, 61, 400)
    ]
    visited = [{"inspection": "N1", "date": date(2020, 1, 1)}]
    release = new_release(tables(inspections=visited, hazards=late, projects=[], project_progress=PROGRESS))
    bands = frame(release, Selection(Period(2022, 3)), "safety_hazards_overdue", ("late",))
    assert dict(zip(bands["late"], bands["value"], strict=True)) == dict.fromkeys(LATE.choice_keys, 2)


PROGRESS = [{"project": "P1", "period": "2022-03", "investment_ytd": 0, "investment_total": 0, "progress": 0}]


def test_two_columns_split_each_other(some_release: SomeRelease) -> None:
    _, release = some_release(1)
    selection = SELECTIONS["all"]
    both = frame(release, selection, "blocker_open_count", ("category", "state"))
    for by in ("category", "state"):
        parts = frame(release, selection, "blocker_open_count", (by,)).set_index(by)["value"]
        assert both.groupby(by)["value"].sum().to_dict() == parts.to_dict()


def test_only_rows_of_the_catalogue_have_splits_of_their_own() -> None:
    for item in INDICATORS.values():
        if not isinstance(item.formula, Statistic):
            assert set(dimensions_of(item)) == set(filters_of(item))

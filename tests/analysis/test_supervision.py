"""One engine judges everything: colours, since when, what changed, who leads the league, what presses most."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongnan_metrics.analysis import answers, supervision
from tongnan_metrics.analysis.findings import ORDER, judged, lit_since, runs
from tongnan_metrics.analysis.lights import IN_DAYS, Color, Rule, Subject
from tongnan_metrics.analysis.supervision import Sort, Trend
from tongnan_metrics.catalog.periods import Period

END = pd.Timestamp(2022, 3, 31)
PACE, BLOCKER, HAZARD = Subject.PROJECT_PACE, Subject.BLOCKER_DAYS, Subject.HAZARD_OVERDUE
RULES = {r.subject: r for r in (Rule(PACE, 10, 20), Rule(BLOCKER, 30, 60), Rule(HAZARD, -3, 1, red_over=False))}


def lag_rows(*rows: tuple[str, Subject, float | None]) -> pd.DataFrame:
    made = [(item, subject.value, lag) for item, subject, lag in rows]
    return pd.DataFrame(made, columns=["item", "subject", "lag"])


def test_the_worst_comes_first_and_what_no_rule_speaks_of_is_left_out() -> None:
    rows = lag_rows(
        ("a", PACE, 12),
        ("b", BLOCKER, 90),
        ("c", PACE, 25),
        ("d", PACE, 1),
        ("e", PACE, None),
        ("f", Subject.PROJECT_LAG, 99),
    )
    found = judged(rows, RULES)
    assert found["item"].tolist() == ["b", "c", "a", "d"]
    assert found["light"].tolist() == ["red", "red", "amber", "green"]
    assert found["severity"].tolist() == [1.5, 1.25, 0.6, 0.05]
    assert judged(rows, {}).empty


ends = st.one_of(st.none(), st.integers(-20, 60))


@given(
    amber=ends,
    red=ends,
    over=st.tuples(st.booleans(), st.booleans()),
    lags=st.lists(st.integers(-30, 90), min_size=1, max_size=8),
    subject=st.sampled_from(sorted(IN_DAYS)),
)
def test_the_colour_began_on_the_first_day_that_had_it(
    amber: int | None, red: int | None, over: tuple[bool, bool], lags: list[int], subject: Subject
) -> None:
    rule = Rule(subject, amber, red, *over)
    found = judged(lag_rows(*((str(i), subject, lag) for i, lag in enumerate(lags))), {subject: rule})
    since = lit_since(found, {subject: rule}, END)
    assert (since.isna() == (found["light"] == "green")).all()
    for lag, light, began in zip(found["lag"], found["light"], since, strict=True):
        assert light == rule.color(lag)
        if light == "green":
            continue
        then = lag - (END - began).days
        assert began <= END
        assert ORDER[rule.color(then)] <= ORDER[light]
        assert ORDER[rule.color(then - 1)] > ORDER[light] or rule.color(then) != light


def test_a_lag_that_is_not_in_days_has_no_first_day() -> None:
    found = judged(lag_rows(("a", PACE, 25)), RULES)
    assert lit_since(found, RULES, END).isna().all()


@given(st.lists(st.integers(0, 30), min_size=1, max_size=9))
def test_a_run_goes_back_as_far_as_its_colour(lags: list[int]) -> None:
    days = pd.date_range("2021-06-30", periods=len(lags), freq="ME")
    told = lag_rows(*(("a", PACE, lag) for lag in lags)).assign(on=days)
    (run,) = runs(told, RULES).to_dict("records")
    colors = [RULES[PACE].color(lag) for lag in lags]
    times = next((n for n, color in enumerate(reversed(colors)) if color != colors[-1]), len(colors))
    assert (run["times"], run["since"]) == (times, days[-times])


def items(*rows: tuple[str, str, Any], **columns: Any) -> pd.DataFrame:
    """Items by key, light and days; `columns` say the rest."""
    made = pd.DataFrame(rows, columns=["item", "light", "days"])
    whole = made.reindex(columns=[*supervision.COLUMNS, "light", "state", "severity", "since", "days"])
    named = {
        "sort": [str(i).partition(".")[0] for i in made["item"]],
        "id": [str(i).partition(".")[2] for i in made["item"]],
    }
    told = {**named, "subject": "project_pace", "severity": 1.0}
    return whole.assign(**{**told, **columns}).astype({"days": "float64"})


def test_an_item_has_its_worst_finding_and_its_days_past_the_date() -> None:
    rows = lag_rows(("a", BLOCKER, 90), ("a", PACE, 12), ("b", PACE, 5)).assign(
        due=pd.Series([pd.Timestamp(2022, 3, 1), pd.NaT, pd.Timestamp(2022, 4, 30)])
    )
    found = supervision.found(rows, RULES, END)
    one = supervision.items(found, END)
    assert one["item"].tolist() == ["a", "b"]
    assert one["subject"].tolist() == ["blocker_days", "project_pace"]
    assert one["days"].tolist()[0] == 30
    assert pd.isna(one["days"].tolist()[1])
    assert one["since"].tolist()[0] == END - pd.Timedelta(days=30)


LIGHTS = ("red", "amber", "green", None)


@pytest.mark.parametrize("now", LIGHTS)
@pytest.mark.parametrize("was", LIGHTS)
def test_every_change_of_a_light_has_its_word(now: str | None, was: str | None) -> None:
    current = items(("project.P1", now, 1)) if now else items()
    earlier = items(("project.P1", was, 1)) if was else items()
    changed = supervision.changed(current, earlier)
    lit_now, lit_then = now in supervision.LIT, was in supervision.LIT
    if not lit_now and not lit_then:
        assert changed.empty
        return
    (row,) = changed.to_dict("records")
    if not lit_now:
        assert (row["trend"], row["light"], row["state"], row["was"]) == ("cured", "green", "cured", was)
        assert pd.isna(row["days"])
        return
    expected = Trend.STILL if now == was else Trend.WORSE if now == "red" else Trend.BETTER
    assert row["trend"] == (expected if lit_then else Trend.NEW)
    assert row["light"] == now


def test_without_a_period_before_no_trend_is_known() -> None:
    changed = supervision.changed(items(("project.P1", "red", 1), ("project.P2", "green", 0)), None)
    assert changed["item"].tolist() == ["project.P1"]
    assert changed["trend"].isna().all()


def test_the_league_counts_what_is_lit_new_and_cured() -> None:
    now = items(
        ("project.P1", "red", 5),
        ("project.P2", "amber", None),
        ("hazard.H1", "red", 40),
        ("project.P4", "red", 2),
        owner="甲",
    )
    now.loc[3, "owner"] = "乙"
    earlier = items(("project.P2", "red", 1), ("project.P9", "amber", 1), owner="甲")
    rows = supervision.league(supervision.changed(now, earlier), "owner").set_index("owner")
    assert rows.loc["甲"].to_dict() == {
        "red": 2,
        "amber": 1,
        "new": 2,
        "still": 1,
        "cured": 1,
        "days": 45,
        "longest": 40,
    }
    assert rows.index.tolist() == ["甲", "乙"]


def test_what_waits_together_is_one_line_and_every_kind_has_its_turn() -> None:
    places = {"town": ["t", "t", "u", None, None, None, None, None], "trade": ["fire"] * 3 + [None] * 5}
    rows = items(
        ("hazard.H1", "red", 9),
        ("hazard.H2", "red", 2),
        ("hazard.H3", "amber", None),
        ("project.P1", "red", 1),
        ("project.P2", "red", 1),
        ("project.P3", "red", 1),
        ("indicator.x", "amber", None),
        ("project.P4", "green", None),
        **places,
        severity=[9.0, 2.0, -1.0, 5.0, 4.0, 3.0, 0.5, 0.1],
        subject=["hazard_overdue"] * 3
        + ["project_pace", "project_pace", "blocker_days", "indicator_pace", "project_pace"],
        lag=[9.0, 2.0, -1.0, 50.0, 40.0, 90.0, 2.0, 0.0],
    )
    shown = supervision.pressing(rows, 3)
    assert shown["item"].tolist() == ["hazard.H1", "project.P1", "indicator.x"]
    assert (shown.loc[0, "count"], shown.loc[0, "severity"], shown.loc[0, "lag"]) == (2, 11.0, 9.0)
    four = supervision.pressing(rows, 5)["item"].tolist()
    assert four == ["hazard.H1", "project.P1", "project.P3", "indicator.x", "hazard.H3"]
    assert len(supervision.pressing(rows, 100)) == 6
    assert supervision.pressing(items(), 5).empty


def test_the_owner_of_what_holds_a_project_up_has_to_act() -> None:
    known = {"stage": "started", "behind": -25.0, "expected": 50.0, "progress": 25.0, "blocker_days": 80.0}
    known |= {"step_delay": 44.0}
    who = {
        "department": "甲委",
        "blocker_owner": "乙局",
        "blocker_category": "land",
        "step": "permit",
        "step_owner": "丙局",
        "investor": "某公司",
        "source_kind": "reported",
    }
    days = {
        "planned_finish": "2022-05-01",
        "planned_start": "2021-01-01",
        "planned_production": None,
        "blocker_due": "2022-02-01",
        "step_due": "2022-01-15",
    }
    row = {"project": "P1", "name": "某项目", "town": "t", "sector": "s", **known, **who}
    projects = pd.DataFrame([row | {key: pd.Timestamp(day) if day else pd.NaT for key, day in days.items()}])
    told = supervision.lags({Sort.PROJECT: supervision.of_projects(projects)}).dropna(subset="lag").set_index("subject")
    assert told["owner"].to_dict() == {
        "project_pace": "甲委",
        "project_lag": "甲委",
        "project_step_delay": "丙局",
        "blocker_days": "乙局",
    }
    assert told["detail"].dropna().to_dict() == {"project_step_delay": "permit", "blocker_days": "land"}
    assert told["due"].dt.strftime("%m-%d").to_dict() == {
        "project_pace": "05-01",
        "project_lag": "05-01",
        "project_step_delay": "01-15",
        "blocker_days": "02-01",
    }
    assert told["beside"].to_dict()["project_pace"] == 25.0
    assert set(told["item"]) == {"project.P1"}


def test_an_issue_without_a_date_is_no_question() -> None:
    issues = pd.DataFrame(
        {
            "issue": ["I1", "I2"],
            "enterprise": ["E1", "E1"],
            "name": ["甲厂", "甲厂"],
            "detail": ["缺工", None],
            "category": ["labour", "energy"],
            "owner": ["某局", "某局"],
            "days_overdue": [4, None],
            "due": pd.Series([pd.Timestamp(2022, 3, 27), pd.NaT]),
            "source_kind": ["reported", "reported"],
        }
    )
    told = supervision.lags({Sort.ISSUE: supervision.of_issues(issues)})
    assert told[["item", "enterprise", "name", "detail"]].values.tolist() == [
        ["issue.I1", "甲厂", "缺工", "labour"],
        ["issue.I2", "甲厂", "甲厂", "energy"],
    ]
    assert judged(told, {HAZARD: RULES[HAZARD], Subject.ISSUE_OVERDUE: Rule(Subject.ISSUE_OVERDUE, -5, 1)})[
        "id"
    ].tolist() == ["I1"]


def action(item: str, kind: str, period: str, at: str, due: str | None = None) -> dict[str, Any]:
    return {
        "item": item,
        "kind": kind,
        "period": period,
        "at": pd.Timestamp(at),
        "due": pd.Timestamp(due) if due else pd.NaT,
    }


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([], "none"),
        ([("note", "2022-03", "2022-04-06", None)], "noted"),
        ([("due", "2022-03", "2022-04-06", "2022-03-31")], "promised"),
        ([("due", "2022-02", "2022-03-06", "2022-03-30")], "broken"),
        ([("note", "2022-03", "2022-04-06", None), ("due", "2022-02", "2022-03-06", "2022-05-01")], "promised"),
        ([("resolved", "2022-03", "2022-04-06", None)], "resolved"),
        ([("resolved", "2022-02", "2022-03-06", None)], "refuted"),
        ([("note", "2022-03", "2022-04-06", None), ("resolved", "2022-02", "2022-03-06", None)], "noted"),
    ],
)
def test_the_newest_answer_says_how_an_item_stands(told: list[tuple[str, str, str, str | None]], state: str) -> None:
    rows = [action("project.P1", *one) for one in told]
    actions = pd.DataFrame(rows, columns=["item", "kind", "period", "at", "due"])
    shown = answers.answered(items(("project.P1", "red", 1), ("project.P2", "red", 1)), actions, Period(2022, 3))
    assert shown["answer"].tolist() == [state, "none"]
    assert shown["answers"].tolist() == [len(told), 0]
    assert pd.isna(shown["answered"].iloc[1])
    if told:
        assert shown["answered"].iloc[0] == rows[0]["at"]


def test_colours_are_in_order() -> None:
    assert list(ORDER) == [Color.RED.value, Color.AMBER.value, Color.GREEN.value]

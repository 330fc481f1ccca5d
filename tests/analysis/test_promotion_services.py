"""What promotion and services count: bands, coverage, lights of what is due on a day."""

import pandas as pd
import pytest

from tongnan_metrics.analysis import promotion, services
from tongnan_metrics.analysis.findings import lit_by_day
from tongnan_metrics.analysis.lights import Rule, Subject

RULES = {Subject.ISSUE_OVERDUE: Rule(Subject.ISSUE_OVERDUE, amber=-5, red=1)}


def test_coverage_puts_the_least_covered_first() -> None:
    rows = pd.DataFrame(
        {
            "liaison": ["a", "a", "b", "b", None, "c", "c"],
            "visits": [1, 0, 0, 0, 2, 1, 3],
            "days_since": [10, 400, None, 500, 5, 20, 30],
            "issues_open": [1, 0, 2, 0, 0, 0, 0],
            "issues_overdue": [0, 0, 1, 0, 0, 0, 0],
        }
    )
    found = services.coverage(rows, "liaison")
    assert found["liaison"].tolist()[:3] == ["b", "a", "c"]
    assert pd.isna(found["liaison"].iloc[-1])
    assert found["rate"].tolist() == [0, 50, 100, 100]
    assert found[["this_year", "earlier", "never"]].iloc[0].tolist() == [0, 1, 1]
    assert found["longest"].tolist() == [500, 400, 30, 5]
    assert found["issues_overdue"].tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize(("days", "light"), [(-6, None), (-5, "amber"), (0, "amber"), (1, "red")])
def test_dated_lights_turn_at_their_days(days: float, light: str | None) -> None:
    lit = lit_by_day(pd.DataFrame({"days_overdue": [days]}), Subject.ISSUE_OVERDUE, RULES)
    assert lit["light"].tolist() == ([light] if light else [])


def test_red_stands_first_and_what_has_no_day_is_not_lit() -> None:
    rows = pd.DataFrame({"issue": ["a", "b", "c"], "days_overdue": [-1, None, 3]})
    lit = lit_by_day(rows, Subject.ISSUE_OVERDUE, RULES)
    assert lit[["issue", "light", "state"]].values.tolist() == [["c", "red", "overdue"], ["a", "amber", "due_soon"]]
    assert lit_by_day(rows, Subject.ISSUE_OVERDUE, {}).empty


def test_nothing_links_leads_and_projects_then_no_rate() -> None:
    leads = pd.DataFrame({"year": [2022, 2022], "state": ["new", "following"], "project": [None, None]})
    leads = leads.assign(days_to_sign=float("nan"), told=False)
    (total,) = promotion.total(leads).to_dict("records")
    assert (total["leads"], total["linked"]) == (2, 0)
    assert pd.isna(total["turn_rate"])
    assert pd.isna(total["sign_rate"])
    (told,) = promotion.total(leads.assign(told=True)).to_dict("records")
    assert (told["turn_rate"], told["sign_rate"]) == (0, 0)

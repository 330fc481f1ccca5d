from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from tests.query.conftest import NewRelease
from tests.query.rows import OTHER_TOWN, TOWN, tables, told
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.query import enterprises, rules, safety
from tongnan_metrics.query.accident_record import RECORD_START, streak_since
from tongnan_metrics.query.frames import figure, frame
from tongnan_metrics.query.narrowing import lacking
from tongnan_metrics.query.selection import Selection, SelectionError
from tongnan_metrics.releases import Release

MARCH = Selection(Period(2022, 3))


def hazard(key: str, found: date, due: date, **more: object) -> dict[str, object]:
    return {"hazard": key, "found": found, "due": due, **more}


@pytest.fixture(scope="module")
def release(new_release: NewRelease) -> Release:
    inspections = [
        {"inspection": "N0", "date": date(2021, 12, 30), "hazards_found": 1},
        {"inspection": "N1", "date": date(2022, 1, 9), "campaign": "排查", "hazards_found": 4, "fine": Decimal("1.5")},
        {"inspection": "N2", "date": date(2022, 3, 4), "town": OTHER_TOWN, "trade": "gas", "recheck_of": "N1"},
        {"inspection": "N3", "date": date(2022, 4, 1)},
    ]
    hazards = [
        hazard("H0", date(2021, 12, 30), date(2022, 1, 10), inspection="N0"),
        hazard("H1", date(2022, 1, 9), date(2022, 2, 1), rectified=date(2022, 1, 20), accepted=date(2022, 4, 2)),
        hazard("H2", date(2022, 1, 9), date(2022, 3, 30), grade="major"),
        hazard("H3", date(2022, 1, 9), date(2022, 3, 31), rectified=date(2022, 4, 1)),
        hazard("H4", date(2022, 1, 9), date(2022, 2, 1), accepted=date(2022, 2, 9)),
        hazard("H5", date(2022, 3, 4), date(2022, 4, 7), inspection="N2"),
        hazard("H6", date(2022, 3, 4), date(2022, 4, 8), inspection="N2"),
    ]
    accident = {"accident": "A1", "date": date(2020, 5, 1), "town": TOWN, "trade": "gas", "grade": "ordinary"}
    accidents = [{**accident, "deaths": 1, "injuries": 0, "loss": Decimal(20), "source": "reported"}]
    register = [{"enterprise": "E1", "name": "甲"}, {"enterprise": "E2", "name": "乙", "town": OTHER_TOWN}]
    issues = [
        {"issue": "I1", "enterprise": "E1", "raised": date(2022, 1, 5), "due": date(2022, 3, 1)},
        {"issue": "I2", "enterprise": "E2", "raised": date(2022, 2, 5), "due": date(2022, 3, 21), "owner": "乙局"},
        {"issue": "I3", "enterprise": "E1", "raised": date(2022, 3, 5), "owner": "乙局"},
        {"issue": "I4", "enterprise": "E1", "raised": date(2022, 3, 6), "resolved": date(2022, 3, 31)},
    ]
    return new_release(
        tables(
            inspections=inspections,
            hazards=hazards,
            accidents=accidents,
            enterprises=register,
            enterprise_issues=issues,
        )
    )


def test_inspections_are_those_of_the_year_or_of_the_month(release: Release) -> None:
    assert safety.inspections(release, MARCH)["inspection"].tolist() == ["N2", "N1"]
    assert safety.inspections(release, Selection(Period(2022, 3), Basis.MONTH))["inspection"].tolist() == ["N2"]
    assert safety.inspections(release, Selection(Period(2022, 2), Basis.MONTH))["inspection"].tolist() == ["N1"]
    rows = safety.inspections(release, MARCH).set_index("inspection")
    columns = ("hazards_found", "hazards_rectified", "hazards_accepted", "fine", "source_kind")
    assert told(rows, "N1", *columns) == [4, 1, 1, 1.5, "reported"]


def test_the_loop_goes_by_the_month_of_finding(release: Release) -> None:
    loop = safety.hazard_loop(release, MARCH).set_index("period")
    assert loop.loc["2022-02"].to_dict() == {"found": 4, "rectified": 1, "accepted": 1, "overdue": 1, "open": 3}
    assert loop.loc["2022-03"].to_dict() == {"found": 2, "rectified": 0, "accepted": 0, "overdue": 0, "open": 2}


def test_a_hazard_is_overdue_the_day_after_its_date(release: Release) -> None:
    waiting = safety.hazards_waiting(release, MARCH).set_index("hazard")["days_overdue"]
    assert waiting.to_dict() == {"H0": 80, "H2": 1, "H3": 0, "H5": -7, "H6": -8}


def test_overdue_hazards_are_counted_where_they_are(release: Release) -> None:
    for key, value in (("hazards_overdue", 2), ("hazard_longest_overdue_days", 80), ("major_hazards_overdue", 1)):
        rows = frame(release, MARCH, f"safety_{key}", ("town", "trade"))
        assert rows[["town", "trade", "value"]].values.tolist() == [[TOWN, "fire", value]]


def test_filters_keep_town_and_trade(release: Release) -> None:
    elsewhere = Selection(Period(2022, 3), towns=(OTHER_TOWN,))
    assert figure(release, elsewhere, "safety_hazards_overdue").value == 0
    assert len(safety.inspections(release, Selection(Period(2022, 3), trades=("gas",)))) == 1
    with pytest.raises(SelectionError, match="gas"):
        safety.inspections(release, Selection(Period(2022, 3), trades=("gass",)))


def test_rows_without_a_chosen_dimension_are_not_shown_as_if_they_had_it(release: Release) -> None:
    park = Selection(Period(2022, 3), park=True)
    assert lacking(park, "inspections") == ("park",)
    assert safety.inspections(release, park).empty
    assert safety.safety_by(release, park, "town").empty


def test_accidents_and_campaigns_are_told(release: Release) -> None:
    assert safety.accidents(release, MARCH)[["accident", "grade"]].values.tolist() == [["A1", "ordinary"]]
    (campaign,) = safety.campaigns(release, MARCH).to_dict("records")
    assert campaign["first"] == pd.Timestamp(2022, 1, 9)
    assert campaign["inspections"] == 1


def test_open_issues_say_how_late_they_are(release: Release) -> None:
    issues = enterprises.open_issues(release, MARCH).set_index("issue")
    assert issues["days_overdue"].dropna().to_dict() == {"I1": 30, "I2": 10}
    assert issues["days_open"].to_dict() == {"I1": 85, "I2": 54, "I3": 26}
    late = frame(release, MARCH, "enterprise_issues_overdue", ("owner",)).set_index("owner")["value"]
    longest = frame(release, MARCH, "enterprise_issue_longest_overdue_days", ("owner",)).set_index("owner")["value"]
    assert late.to_dict() == {"某局": 1, "乙局": 1}
    assert longest.to_dict() == {"某局": 30, "乙局": 10}
    assert frame(release, MARCH, "enterprise_issues_overdue", ("town",))["town"].tolist() == [TOWN, OTHER_TOWN]


def test_a_release_without_rules_has_none(release: Release) -> None:
    assert rules.presets(release) == ()
    assert rules.light_rules(release) == {}


@pytest.mark.parametrize(
    ("period", "since", "months"),
    [
        (Period(2021, 2), None, None),
        (Period(2021, 5), date(2021, 4, 1), 2),
        (Period(2021, 6), date(2021, 6, 16), 0),
        (Period(2021, 9), date(2021, 6, 16), 3),
    ],
)
def test_the_streak_counts_from_the_record_or_the_last_accident(
    new_release: NewRelease, period: Period, since: date | None, months: float | None
) -> None:
    harm = {"town": TOWN, "trade": "gas", "deaths": 3, "injuries": 0, "loss": Decimal(20), "source": "reported"}
    accident = {"accident": "A1", "date": date(2021, 6, 15), "grade": "larger", **harm}
    settings = [{"setting": RECORD_START, "setting_value": "2021-04-01"}]
    release = new_release(tables(accidents=[accident], settings=settings))
    assert streak_since(release, period) == since
    assert figure(release, Selection(period), "safety_months_without_major_accident").value == months

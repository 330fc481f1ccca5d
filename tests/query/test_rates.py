"""What is reported, ranked, targeted or printed: gaps, ranks, the index, pace, the streak, published figures."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from tests import small
from tests.query.conftest import NewRelease, Tables
from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.indicators import INDICATORS, filters_of
from tongnan_metrics.catalog.model import Completion, Composite, Gap, Input, Pace, Rank
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.catalog.places import CITY, NATION
from tongnan_metrics.query.frames import figure, figures, frame
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

FEBRUARY, MARCH = Period(2022, 2), Period(2022, 3)
HOME_VALUES = dict(zip(small.COMPONENTS, ("10.0", "16.5", "22.5", "40.9"), strict=True))
CITY_VALUES = dict(zip(small.COMPONENTS, ("7.9", "13.0", "14.6", "34.1"), strict=True))
# Value-added growth in February: 500102 shares the home's; 500104 (another region) leads.
OTHERS = {"500101": "9.9", "500102": "10.0", "500103": "12", "500104": "15"}


def rows_of(dataset: str, rows: list[dict[str, object]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=DATASETS[dataset].schema)


def inputs(period: Period, area: str, values: dict[str, str], source: str = "reported") -> list[dict[str, object]]:
    return [
        {"period": str(period), "area": area, "component": key, "value": Decimal(value), "source": source}
        for key, value in values.items()
    ]


def index_inputs() -> pa.Table:
    peers = [
        row
        for area, growth in OTHERS.items()
        for row in inputs(FEBRUARY, area, HOME_VALUES | {"industrial_va_growth": growth}, "synthetic")
    ]
    growth = "industrial_va_growth"
    return rows_of(
        "index_inputs",
        [
            *inputs(FEBRUARY, small.HOME, HOME_VALUES, "published"),
            *inputs(FEBRUARY, CITY, CITY_VALUES, "published"),
            *inputs(FEBRUARY, NATION, {growth: "7.5"}, "published"),
            *peers,
            *inputs(FEBRUARY.year_before, small.HOME, {growth: "30.0"}),
            *inputs(FEBRUARY.year_before, CITY, {growth: "29.5"}),
            *inputs(MARCH, small.HOME, {growth: "9.1", "tech_upgrade_share": "40"}),
        ],
    )


def printed(figure: str, period: Period, indicator: str, text: str, **more: str) -> dict[str, object]:
    named = {"figure": figure, "period": str(period), "area": small.HOME, "indicator": indicator, "printed": text}
    told = {
        "value": Decimal(text),
        "printed_unit": "",
        "printed_period": "",
        "scope": "district",
        "source": "published",
    }
    return {**named, **told, **more}


def tables() -> Tables:
    published = [
        printed("F1", FEBRUARY, "industrial_va_growth", "10.0"),
        printed("F2", FEBRUARY, "industrial_va_growth_gap_city", "2.1"),
        printed("F3", MARCH, "q1_event_project_count", "73"),
        printed("F4", MARCH, "enterprise_visits", "147", scope="park"),
        printed("F5", MARCH, "gdp_target", "800"),
        printed("F6", FEBRUARY, "industrial_output", "1.0", area=CITY),
        printed("F7", FEBRUARY, "no_such_indicator", "1"),
        printed("F8", FEBRUARY, "industrial_output", "66.80"),
    ]
    targets = [
        {"year": 2022, "area": small.HOME, "indicator": "industrial_output", "value": Decimal(2), "source": "synthetic"}
    ]
    harm = {
        "town": small.TOWNS[0],
        "trade": "fire",
        "deaths": 0,
        "injuries": 0,
        "loss": Decimal(0),
        "source": "reported",
    }
    accidents = [
        {"accident": "A1", "date": date(2020, 12, 31), "grade": "larger", **harm},
        {"accident": "A2", "date": date(2022, 3, 1), "grade": "ordinary", **harm},
        {"accident": "A3", "date": date(2022, 4, 1), "grade": "major", **harm},
    ]
    own = {
        "published": rows_of("published", published),
        "targets": rows_of("targets", targets),
        "accidents": rows_of("accidents", accidents),
        "index_inputs": index_inputs(),
    }
    return small.tables(5, size=8) | own


@pytest.fixture(scope="module")
def release(new_release: NewRelease) -> Release:
    return new_release(tables())


def value(release: Release, key: str, period: Period = FEBRUARY, **selection: object) -> float | None:
    return figure(release, Selection(period, **selection), key).value  # type: ignore[arg-type]


def test_input_is_the_home_districts_own_row(release: Release) -> None:
    found = figure(release, Selection(FEBRUARY), "industrial_va_growth")
    assert (found.value, found.base, found.change) == (10.0, 30.0, -20.0)
    assert (found.published, found.printed, found.origin) == ("10.0", "F1", "published")


def test_gaps_are_home_less_the_other_area(release: Release) -> None:
    assert value(release, "industrial_va_growth_gap_city") == 2.1
    assert value(release, "industrial_va_growth_gap_nation") == 2.5
    assert value(release, "industrial_output_growth_gap_city") == 3.5
    assert value(release, "tech_upgrade_share_gap_city") == 6.8
    found = figure(release, Selection(FEBRUARY), "industrial_va_growth_gap_city")
    assert (found.base, found.published, found.origin) == (0.5, "2.1", "published")


def test_rank_shares_the_better_place_and_counts_districts_only(release: Release) -> None:
    found = figure(release, Selection(FEBRUARY), "industrial_va_growth_rank_city")
    assert (found.value, found.origin) == (3.0, "mixed")
    assert value(release, "tech_upgrade_share_rank_city") == 1.0


def test_group_is_the_homes_region(release: Release) -> None:
    assert value(release, "industrial_investment_growth_rank_group") == 1.0
    assert value(release, "tech_upgrade_share_rank_group", MARCH) == 1.0


def test_index_is_computed_by_the_release_s_method(release: Release) -> None:
    found = figure(release, Selection(FEBRUARY), "industrial_index")
    assert round(found.value or 0, 2) == 74.41
    assert value(release, "industrial_index_rank_city") == 3.0


def test_index_is_missing_below_sixty_percent(release: Release) -> None:
    found = figure(release, Selection(MARCH), "industrial_index")
    assert found.value is None
    assert str(found.reason) == "构成指标的权重不足六成"


def test_completion_and_pace_stand_against_the_year(release: Release) -> None:
    output = value(release, "industrial_output", MARCH) or 0.0
    assert value(release, "industrial_output_completion", MARCH) == pytest.approx(output / 2 * 100)
    assert value(release, "industrial_output_pace", MARCH) == pytest.approx(output / 2 * 100 - 25)
    assert figure(release, Selection(MARCH), "industrial_output_pace").origin == "mixed"
    missing = figure(release, Selection(MARCH), "industrial_investment_pace")
    assert (missing.value, str(missing.reason)) == (None, "未设年度目标")


def test_streak_counts_from_the_record_or_the_last_bad_accident(release: Release) -> None:
    key = "safety_months_without_major_accident"
    series = frame(release, Selection(MARCH), key, ("period",)).set_index("period")["value"]
    assert series["2020-11"] == 53
    assert series["2020-12"] == 0
    assert series["2021-02"] == 2
    assert series["2022-03"] == 15
    found = figure(release, Selection(MARCH), key)
    assert (found.base, found.change, found.origin) == (3.0, 12.0, "reported")
    assert value(release, key, Period(2022, 4)) == 0


def test_printed_only_is_what_was_printed(release: Release) -> None:
    found = figure(release, Selection(MARCH), "gdp_target")
    assert (found.value, found.published, found.origin) == (800.0, "800", "published")
    assert str(figure(release, Selection(FEBRUARY), "gdp_target").reason) == "未公布"


def test_published_figure_belongs_to_the_whole_cumulative_figure_only(release: Release) -> None:
    def text(key: str, selection: Selection) -> str | None:
        return figure(release, selection, key).published

    assert text("project_count", Selection(MARCH)) == "73"
    assert text("project_count", Selection(FEBRUARY)) is None
    assert text("project_count", Selection(MARCH, Basis.MONTH)) is None
    assert text("project_count", Selection(MARCH, towns=small.TOWNS[:1])) is None
    assert text("project_count", Selection(MARCH, park=True)) is None
    assert text("enterprise_visits", Selection(MARCH, park=True)) == "147"
    assert text("enterprise_visits", Selection(MARCH)) == "147"
    assert text("industrial_output", Selection(FEBRUARY)) == "66.80"
    assert text("industrial_output", Selection(FEBRUARY, Basis.MONTH)) == "66.80"
    assert frame(release, Selection(MARCH), "project_count", ("stage",))["published"].isna().all()
    by_period = frame(release, Selection(MARCH), "project_count", ("period",)).set_index("period")["published"]
    assert by_period.dropna().to_dict() == {"2022-03": "73"}


def test_alias_is_answered_as_the_indicator(release: Release) -> None:
    found = figures(release, Selection(MARCH), ["q1_event_project_count"])["q1_event_project_count"]
    assert (found.indicator.key, found.printed) == ("project_count", "F3")


FILTERS = {"towns": small.TOWNS[:1], "sectors": small.SECTORS[:1], "trades": small.TRADES[:1], "park": True}
DIMENSIONS = {"towns": "town", "sectors": "sector", "trades": "trade", "park": "park"}


@pytest.mark.parametrize("name", FILTERS)
def test_what_cannot_be_filtered_says_so(release: Release, name: str) -> None:
    found = figures(release, Selection(MARCH, **{name: FILTERS[name]}), INDICATORS)  # type: ignore[arg-type]
    for item in found.values():
        if DIMENSIONS[name] not in filters_of(item.indicator):
            assert item.value is None or item.origin == "published"
            assert item.value is not None or item.reason is not None
    assert str(found["industrial_va_growth"].reason) == "该指标只有全区数"
    if name == "trades":
        assert str(found["industrial_output"].reason) == "该指标不分行业领域"


def test_shares_of_what_counts_since_january_have_no_single_month(release: Release) -> None:
    for key in ("key_enterprise_visit_rate", "enterprise_issue_resolution_rate", "safety_rectification_rate"):
        found = figure(release, Selection(MARCH, Basis.MONTH), key)
        assert (found.value, str(found.reason)) == (None, "该指标只有累计数，没有当月数")


def test_rates_have_no_single_month_but_the_first(release: Release) -> None:
    reported = [
        i for i in INDICATORS.values() if isinstance(i.formula, Input | Gap | Rank | Composite | Completion | Pace)
    ]
    for item in figures(release, Selection(MARCH, Basis.MONTH), [i.key for i in reported]).values():
        assert (item.value, str(item.reason)) == (None, "该指标只有累计数，没有当月数")
    assert value(release, "industrial_va_growth", basis=Basis.MONTH) == 10.0
    series = frame(release, Selection(MARCH, Basis.MONTH), "industrial_va_growth", ("period",))
    assert list(series["period"]) == ["2021-02", "2022-02"]

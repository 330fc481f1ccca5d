"""Reporting periods: January and February are one, a year has eleven, and single months are differences."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongnan_metrics.catalog.periods import Basis, Period, between
from tongnan_metrics.locale import speaking

PERIODS = st.builds(Period, st.integers(1950, 2998), st.integers(2, 12))
DAYS = st.dates(date(1950, 1, 1), date(2998, 12, 31))


@given(PERIODS)
def test_text_reads_back(period: Period) -> None:
    assert Period.parse(str(period)) == period
    assert Period.read(str(period)) == period
    assert Period.read(period.label()) == period
    assert Period.read(f"{period.year}.{period.month:02d}") == period
    assert Period.read(f"{period.year}{period.month:02d}") == period


@given(PERIODS)
def test_next_and_previous_undo_each_other_and_keep_order(period: Period) -> None:
    assert period.next.previous == period == period.previous.next
    assert period.previous < period < period.next
    assert (period.previous.year < period.year) == period.opens_year
    assert (str(period) < str(period.next)) == (period < period.next)


@given(PERIODS)
def test_eleven_periods_lead_to_the_same_one_next_year(period: Period) -> None:
    later = Period(period.year + 1, period.month)
    assert len(list(between(period, later))) == 12
    assert later.year_before == period


@given(PERIODS)
def test_days_of_a_period_follow_the_ones_before(period: Period) -> None:
    assert Period.of(period.end) == period
    assert Period.of(period.end + timedelta(days=1)) == period.next
    assert period.start == date(period.year, 1, 1) <= period.end
    assert period.year_share == pytest.approx(period.month / 12)


@given(DAYS)
def test_day_lies_in_its_period(day: date) -> None:
    period = Period.of(day)
    assert period.start <= day <= period.end
    assert period.opens_year == (day.month <= 2)
    assert period.opens_year or day > period.previous.end


@given(PERIODS, PERIODS)
def test_between_is_every_period_once(first: Period, last: Period) -> None:
    last = min(last, Period(min(first.year + 3, 2998), 12))
    found = list(between(first, last))
    assert found == sorted(set(found))
    assert len(found) == max(0, (last.year - first.year) * 11 + last.month - first.month + 1)


@given(st.lists(st.integers(0, 10**9), min_size=12, max_size=12), st.integers(1950, 2998))
def test_single_months_are_differences_and_add_up(days: list[int], year: int) -> None:
    """Cumulate twelve calendar months, take the periods' single months back: 1—2月 is one of them."""
    cumulative = {Period(year, month): sum(days[:month]) for month in range(2, 13)}
    single = {p: amount if p.opens_year else amount - cumulative[p.previous] for p, amount in cumulative.items()}
    assert single[Period(year, 2)] == days[0] + days[1]
    assert [single[Period(year, month)] for month in range(3, 13)] == days[2:]
    assert sum(single.values()) == cumulative[Period(year, 12)]


@pytest.mark.parametrize(
    "text",
    [
        "2022-01",
        "1948-12",
        "3000-02",
        "2022-13",
        "2022-00",
        "202-02",
        "2022-2",
        "x",
        "",
        "2022-02 ",
        "２０２２-０２-01",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="reporting period"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2022年1-2月", 2),
        ("2022年1—2月", 2),
        ("2022 年 1～2 月", 2),
        ("２０２２年１—３月", 3),
        ("2022年3月", 3),
        ("2022年1-3月累计", 3),
        ("2022.02", 2),
        ("2022/12", 12),
        ("202202", 2),
        ("2022年1至10月份", 10),
        ("2022年前2个月", 2),
        ("2022-2", 2),
        ("2022Q1", 3),
        ("2022年第1季度", 3),
        ("2022年第一季度", 3),
        ("2022年4季度", 12),
        ("2022年上半年", 6),
        ("2022年前三季度累计", 9),
        ("2022年全年", 12),
    ],
)
def test_periods_as_offices_write_them(written: str, month: int) -> None:
    assert Period.read(written) == Period(2022, month)


@pytest.mark.parametrize(
    "written",
    ["2022年1月", "2022-01", "2022.1", "2022年13月", "2022年2-3月", "三月", "2022", "20223", "1-2月", "2022年2月28日"],
)
def test_what_offices_write_wrongly_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="reporting period"):
        Period.read(written)


def test_january_and_february_are_one_in_words() -> None:
    february, march = Period(2022, 2), Period(2022, 3)
    assert (february.label(), february.label(Basis.MONTH)) == ("2022年1—2月", "2022年1—2月")
    assert (march.label(), march.label(Basis.MONTH)) == ("2022年1—3月", "2022年3月")
    assert (february.tick(), march.tick()) == ("1—2月", "3月")
    with speaking("en"):
        assert (february.label(), march.label(Basis.MONTH)) == ("Jan–Feb 2022", "Mar 2022")
        assert (february.tick(), march.tick()) == ("Jan–Feb", "Mar")

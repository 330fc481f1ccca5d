"""Numbers in words: half-up rounding, signs, gaps, ranks, pace, periods, selections; both languages."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongnan_metrics.analysis.lights import Color, Light, Subject
from tongnan_metrics.catalog.indicators import INDICATORS, indicator
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.catalog.places import CITY, NATION
from tongnan_metrics.catalog.units import DAYS, PERCENT, YI_YUAN
from tongnan_metrics.locale import speaking
from tongnan_metrics.present import format as f

NOW = Period(2022, 2)


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (66.805, 2, "66.81"),
        (0.125, 2, "0.13"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (16.449999999999996, 1, "16.5"),  # 16.45 after the noise of floats
        (16.4499, 1, "16.4"),
        (-0.04, 1, "0.0"),
        (5093, 0, "5093"),
        (1182.57, 2, "1182.57"),
        (7.4, 2, "7.40"),
        (Decimal("1.005"), 2, "1.01"),
        (1e-12, 2, "0.00"),
        (None, 2, "—"),
        (float("nan"), 2, "—"),
        (float("inf"), 2, "—"),
    ],
)
def test_numbers_are_rounded_half_up(value: float | None, decimals: int, said: str) -> None:
    assert f.number(value, decimals) == said


@given(st.decimals(-10_000, 10_000, places=4))
def test_rounding_never_moves_more_than_half_a_unit(value: Decimal) -> None:
    exact = f.rounded(value, 2)
    assert exact is not None
    assert abs(exact - value) <= Decimal("0.005")
    assert f.rounded(-value, 2) == -exact


@given(st.integers(-10_000_000, 10_000_000))
def test_float_and_decimal_agree(hundredths: int) -> None:
    assert f.number(hundredths / 1000, 2) == f.number(Decimal(hundredths) / 1000, 2)


def test_published_figure_is_said_exactly_as_printed() -> None:
    item = indicator("tech_upgrade_investment")
    assert f.figure(item, 7.4, published="7.4") == "7.4"
    assert f.figure(item, 7.4) == "7.40"


@pytest.mark.parametrize("item", INDICATORS.values(), ids=lambda i: i.key)
def test_every_indicator_can_be_said(item: object) -> None:
    shown = f.with_unit(item, 12.345)  # type: ignore[arg-type]
    assert shown.startswith(("12", "12.3", "12.35"))
    with speaking("en"):
        assert f.with_unit(item, None) == "—"  # type: ignore[arg-type]


def test_units_stand_apart_in_cards_and_close_in_prose() -> None:
    assert f.quantity("18.09", YI_YUAN) == "18.09 亿元"
    assert f.quantity("18.09", YI_YUAN, prose=True) == "18.09亿元"
    assert f.quantity("40.9", PERCENT) == "40.9%"
    assert f.quantity("—", YI_YUAN) == "—"
    with speaking("en"):
        assert f.quantity("18.09", YI_YUAN) == "18.09 × 100m yuan"
        assert [f.quantity(n, DAYS) for n in ("1", "2", "0")] == ["1 day", "2 days", "0 days"]


@pytest.mark.parametrize(
    ("value", "short", "word", "sentence"),
    [
        (16.5, "↑ 16.5%", "同比增长", "增长16.5%"),
        (-2.34, "↓ 2.3%", "同比下降", "下降2.3%"),
        (0.04, "持平", "同比持平", "同比持平"),
        (None, "—", "同比持平", "同比持平"),
    ],
)
def test_growth(value: float | None, short: str, word: str, sentence: str) -> None:
    assert (f.growth(value), f.growth_word(value), f.growth_sentence(value)) == (short, word, sentence)


def test_arrow_follows_the_rounded_value() -> None:
    assert [f.arrow(v) for v in (0.05, 0.04, -0.05, None)] == ["↑", "", "↓", ""]


def test_changes_of_indexes_and_rates() -> None:
    assert f.difference(indicator("industrial_index"), 1.305) == "↑ 1.31"
    assert f.difference(indicator("tech_upgrade_share"), -0.44) == "↓ 0.4 个百分点"
    assert f.difference(indicator("tech_upgrade_share"), 0.0) == "持平"


@pytest.mark.parametrize(
    ("value", "row", "sentence"),
    [
        (2.1, "高 2.1 个百分点", "高于全市2.1个百分点"),
        (-1.0, "低 1.0 个百分点", "低于全市1.0个百分点"),
        (0.0, "持平", "与全市持平"),
    ],
)
def test_gaps_use_higher_and_lower(value: float, row: str, sentence: str) -> None:
    assert (f.gap(value), f.gap_sentence(value, CITY)) == (row, sentence)


def test_gap_words_and_missing_gap() -> None:
    assert (f.points(-2.5), f.gap_word(-2.5, NATION)) == ("2.5 个百分点", "低于全国")
    assert f.gap(None) == "未公布"


def test_ranks() -> None:
    assert f.rank(12) == "第 12 位"
    assert f.rank(None) == "未公布"
    assert f.ranks(17, 9) == "全市 17 · 考核组 9"
    assert f.ranks(17, None) == "全市 17"
    assert f.ranks(None, float("nan")) == "未公布"
    assert f.rank_sentence(17, 9) == "全市第17位、考核组第9位"
    assert f.rank_sentence(None) == ""


def test_pace() -> None:
    assert f.pace(-1.6) == "落后 1.6 个百分点"
    assert f.pace(2.25) == "超 2.3 个百分点"
    assert f.pace(0.01) == "持平"
    assert f.pace(None) == "—"
    assert f.pace_sentence(-1.6) == "落后序时进度1.6个百分点"
    assert f.pace_sentence(2.2) == "超序时进度2.2个百分点"
    assert f.pace_sentence(0) == "与序时进度持平"


def test_signs_and_percentages() -> None:
    assert [f.signed(v, 2) for v in (0.8, -1.25, 0, None)] == ["+0.80", "−1.25", "0.00", "—"]
    assert [f.percent(v) for v in (40.85, None)] == ["40.9%", "—"]


def test_days_and_periods() -> None:
    day = date(2022, 3, 31)
    assert f.as_of(day) == "截至2022年3月31日"
    assert f.as_of(day, year=False) == "截至3月31日"
    assert f.period_words(NOW) == "2022年1—2月累计"
    assert f.period_words(Period(2022, 3), Basis.MONTH) == "2022年3月当月"
    assert f.period_words(NOW, Basis.MONTH) == "2022年1—2月"
    with speaking("en"):
        assert f.as_of(day) == "as of 31 Mar 2022"
        assert f.as_of(day, year=False) == "as of 31 Mar"
        assert f.period_words(NOW) == "Jan–Feb 2022, year to date"


def test_selection_in_words() -> None:
    assert f.selection_words(NOW) == "2022年1—2月累计 · 全区 · 全部产业"
    assert f.selection_words(NOW, towns=["桂林街道", "上和镇"]) == "2022年1—2月累计 · 桂林街道、上和镇 · 全部产业"
    assert (
        f.selection_words(NOW, towns=list("甲乙丙丁"), sectors=["装备制造"])
        == "2022年1—2月累计 · 甲等4个镇街 · 装备制造"
    )
    assert f.selection_words(NOW, park=True) == "2022年1—2月累计 · 高新区 · 全部产业"
    assert f.selection_words(NOW, park=True, towns=["上和镇"]) == "2022年1—2月累计 · 高新区 · 上和镇 · 全部产业"
    assert f.selection_words(NOW, sectors=None, trades=(), stock=True) == "截至2022年2月28日 · 全区 · 全部行业领域"
    september = f.selection_words(Period(2021, 9), Basis.MONTH, stock=True)
    assert september == "2021年9月当月 · 截至9月30日 · 全区 · 全部产业"
    with speaking("en"):
        assert f.selection_words(NOW) == "Jan–Feb 2022, year to date · whole district · all sectors"


def test_source_kinds() -> None:
    assert [f.source_word(k) for k in ("published", "reported", "synthetic", "mixed")] == [
        "公布",
        "报送",
        "合成",
        "混合",
    ]


def test_lights_are_words() -> None:
    assert [f.light_word(light) for light in ("red", "amber", "green")] == ["红 滞后", "黄 预警", "绿 正常"]
    assert f.light_word("red", "overdue") == "红 逾期"
    assert f.light_word("amber", "due_soon") == "黄 临期"


@pytest.mark.parametrize("color", Color)
@pytest.mark.parametrize("subject", Subject)
def test_every_light_has_its_word(color: Color, subject: Subject) -> None:
    assert f.light_word(color, Light(color, subject).state)

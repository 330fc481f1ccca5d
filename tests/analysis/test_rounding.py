from decimal import Decimal

import pytest

from tongnan_metrics.analysis.rounding import decimals_of, rounded


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (16.45, 1, "16.5"),
        (16.499980670524, 1, "16.5"),
        (66.80999999999999, 2, "66.81"),
        (-0.04, 1, "0.0"),
        (-2.25, 1, "-2.3"),
        (Decimal("74.411692"), 2, "74.41"),
        (0.15 + 0.30, 1, "0.5"),
    ],
)
def test_half_is_rounded_up_from_the_decimal_digits(value: float, decimals: int, text: str) -> None:
    assert str(rounded(value, decimals)) == text


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_what_is_no_number_stays_none(value: float | None) -> None:
    assert rounded(value, 1) is None


@pytest.mark.parametrize(("printed", "decimals"), [("227", 0), ("7.4", 1), ("10.0", 1), ("1182.57", 2)])
def test_a_printed_number_says_its_decimals(printed: str, decimals: int) -> None:
    assert decimals_of(printed) == decimals

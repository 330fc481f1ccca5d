"""Rounding as the statistics do it: half up, from a number's decimal digits."""

import math
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

# Sums and quotients of floats carry noise in the last digits; without this a computed 16.45 could round down.
NOISE = Decimal("1e-9")


def rounded(value: Decimal | float | None, decimals: int) -> Decimal | None:
    """`value` rounded half up to `decimals`; None when it is missing, NaN or infinite. Never a negative zero."""
    if value is None or not math.isfinite(value):
        return None
    exact = Decimal(str(value)).quantize(NOISE, ROUND_HALF_EVEN)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def decimals_of(printed: str) -> int:
    """How many decimals a printed number has."""
    return len(printed.partition(".")[2])

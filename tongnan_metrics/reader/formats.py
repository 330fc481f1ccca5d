"""Number formats that change what a number says: percentages, and zeros that a number alone would lose."""

import re
from decimal import Decimal
from functools import lru_cache

from tongnan_metrics.reader.marks import PERCENT

# The built-in formats that matter here, by number.
BUILT_IN = {1: "0", 2: "0.00", 9: "0%", 10: "0.00%"}
# What a format only shows, without meaning it as a sign: quoted text, escaped letters, colours and conditions.
SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
ZEROS = re.compile(r"0{2,}|0\.0+")


@lru_cache(1024)
def form_of(code: str) -> str | None:
    """What a number format makes of a number: ``%``, a pattern of zeros such as ``0.00`` or ``000000``, or nothing."""
    first = SHOWN.sub("", code).partition(";")[0].strip()
    if PERCENT in first:
        return PERCENT
    return first if ZEROS.fullmatch(first) else None


def in_form(value: object, text: str, form: str) -> str:
    """A cell's text in the form of its format; `value` is the cell, `text` its plain text."""
    if not form.startswith(("0", PERCENT)):
        return form  # an error stands in the place of a value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return text
    if form == PERCENT:
        return f"{(Decimal(text) * 100).normalize():f}{PERCENT}"
    return _with_zeros(text, form)


def _with_zeros(text: str, form: str) -> str:
    """``2022.1`` shown as ``2022.10``, ``7`` as ``007``; digits are only added, never taken away."""
    whole, point, fraction = text.partition(".")
    places = form.partition(".")[2]
    if places:
        return f"{whole}.{fraction.ljust(len(places), '0')}" if point and fraction.isdigit() else text
    return whole.rjust(len(form), "0") if not point and whole.isdigit() else text

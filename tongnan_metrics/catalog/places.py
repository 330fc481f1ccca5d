"""Area codes, and how a mistyped code or name finds its nearest valid one."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

CITY = "500000"
NATION = "100000"
TOWN_CODE = re.compile(r"\d{9}")
SUFFIXES = ("街道", "镇", "乡", " Subdistrict", " Town", " Township")


def short_name(name: str) -> str:
    """A town's name as tiles and axes print it: ``桂林街道`` is ``桂林``."""
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name


def nearest(value: str, valid: Iterable[str]) -> str | None:
    """The valid word closest to `value`; None when nothing is close."""
    close = get_close_matches(value, list(valid), n=1, cutoff=0.6)
    return close[0] if close else None


def equally_near(value: str, valid: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """The valid words as close to `value` as the closest one, in their order; empty when nothing is close."""
    words = list(dict.fromkeys(valid))
    best = nearest(value, words)
    if best is None:
        return ()
    ratio = SequenceMatcher(None, best, value).ratio()
    return tuple(word for word in words if SequenceMatcher(None, word, value).ratio() == ratio)[:most] or (best,)

"""Units as offices write them; each is a power of ten away from the unit a column is stored in."""

import re
import unicodedata
from collections.abc import Iterable

from tongnan_metrics.catalog.model import Field, Unit
from tongnan_metrics.catalog.units import PERCENT, POINTS, WAN_KWH, WAN_YUAN, YI_KWH, YI_YUAN
from tongnan_metrics.ingest.words import plain

# For each stored unit, how many places the decimal point moves from the written unit to the stored one.
SHIFTS: dict[Unit, dict[str, int]] = {
    WAN_YUAN: {
        "元": -4,
        "人民币元": -4,
        "yuan": -4,
        "千元": -1,
        "万元": 0,
        "10,000yuan": 0,
        "十万元": 1,
        "百万元": 2,
        "millionyuan": 2,
        "千万元": 3,
        "亿元": 4,
        "亿": 4,
        "万": 0,
        "100millionyuan": 4,
        "100myuan": 4,
    },
    WAN_KWH: {
        "千瓦时": -4,
        "度": -4,
        "kwh": -4,
        "万千瓦时": 0,
        "万度": 0,
        "10,000kwh": 0,
        "亿千瓦时": 4,
        "亿度": 4,
        "100mkwh": 4,
    },
    PERCENT: {"%": 0, "百分比": 0, "‰": -1},
    POINTS: {"百分点": 0, "个百分点": 0, "%": 0},
}
# Figures are kept in the unit they are shown in.
SHIFTS |= {
    large: {unit: shift - 4 for unit, shift in SHIFTS[small].items()}
    for large, small in ((YI_YUAN, WAN_YUAN), (YI_KWH, WAN_KWH))
}
# The lookbehind keeps 填报单位, the reporting office, apart from the unit.
UNIT_LINE = re.compile(r"(?<![\u4e00-\u9fff])(?:计量|金额)?(?:单位|unit)\s*:\s*([^)]+?)(?=\s{2,}|\)|$)", re.IGNORECASE)
BETWEEN_UNITS = re.compile(r"[、;/和\s]|,(?!\d)")


def shift_of(field: Field, unit: str) -> int | None:
    """How many places the point moves for a number of `field` written in `unit`; None for a unit it can't be in."""
    return SHIFTS[field.unit].get(plain(unit)) if field.unit in SHIFTS else None


def is_unit(text: str) -> bool:
    """Whether `text` names a unit of measure, known or not: foreign currencies are units too."""
    return plain(text).endswith("元") or any(plain(text) in words for words in SHIFTS.values())


def stated(texts: Iterable[str]) -> tuple[str, ...]:
    """The units that unit lines such as ``单位：万元、%`` state; empty when there are none."""
    lines = [match[1] for text in texts for match in UNIT_LINE.finditer(unicodedata.normalize("NFKC", text))]
    return tuple(unit for line in lines for unit in (line, *BETWEEN_UNITS.split(line)) if unit)

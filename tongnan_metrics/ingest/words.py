"""How offices write: the same word in full-width letters, with spaces, with signs for an empty cell."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

# Looking closely takes its time: most cells are too long for one of these, or begin as no blank does.
LONGEST_BLANK = 8
DIGIT_FIRST = r"^\d"
# What an office writes into a cell that holds nothing.
BLANKS = ("", "-", "--", "—", "——", "–", "―", "/", "\\", "无", "空", "n/a", "null", "none", "nan")
SIGN_OF_TOTALS = r"[计数tsＴＳｔｓTS]"
TOTALS = r"^(本页|本区|全区|全市|总体|以上)?(合计|小计|总计|共计|总数|total|subtotal|grandtotal|sum)[::]?$"
SIGN_OF_NOTES = r"[:：]"
NOTES = (
    r"^(注|备注|说明|附注|数据来源|填表人|填报人|填报日期|制表人|制表|审核人|审核|复核人|单位负责人|联系人|联系电话)"
    r"\d*[::]"
)


@lru_cache(4096)
def plain(text: str) -> str:
    """A word without what doesn't change its meaning: width, spaces, case."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def plain_column(text: Any) -> pa.Array:
    """`plain` for a whole Arrow column of text."""
    return pc.utf8_lower(pc.replace_substring_regex(pc.utf8_normalize(text, form="NFKC"), r"\s", ""))


def without_blanks(text: Any) -> pa.Array:
    """A column whose cells that say nothing are null."""
    trimmed = pc.utf8_trim_whitespace(text)
    brief = pc.less_equal(pc.utf8_length(trimmed), LONGEST_BLANK)
    perhaps = pc.fill_null(pc.and_not(brief, pc.match_substring_regex(trimmed, DIGIT_FIRST)), fill_value=False)
    if not pc.any(perhaps).as_py():
        return text
    some = text.filter(perhaps)
    says_nothing = pc.is_in(plain_column(some), value_set=pa.array(BLANKS))
    return pc.replace_with_mask(text, perhaps, pc.if_else(says_nothing, pa.scalar(None, pa.string()), some))


def matches(text: Any, pattern: str, *, sign: str) -> npt.NDArray[np.bool_]:
    """Which cells of a column match a pattern when written plainly. All that do hold a match of `sign` as they are."""
    found: npt.NDArray[np.bool_] = _true(pc.match_substring_regex(text, sign))
    if found.any():
        found[found] = _true(pc.match_substring_regex(plain_column(text.filter(pa.array(found))), pattern))
    return found


def _true(mask: Any) -> npt.NDArray[np.bool_]:
    return np.array(pc.fill_null(mask, fill_value=False).to_numpy(zero_copy_only=False))

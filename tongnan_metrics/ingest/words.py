"""How offices write: the same word in full-width letters, with spaces, with signs for an empty cell."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

# What an office writes into a cell that holds nothing.
BLANKS = ("", "-", "--", "—", "——", "–", "―", "/", "\\", "无", "空", "n/a", "null", "none", "nan")
TOTALS = r"^(本页|本区|全区|全市|总体|以上)?(合计|小计|总计|共计|总数|total|subtotal|grandtotal|sum)[::]?$"
SUBTOTALS = r"^(小计|subtotal)"
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
    says_nothing = pc.is_in(plain_column(text), value_set=pa.array(BLANKS))
    return pc.if_else(says_nothing, pa.scalar(None, pa.string()), text)

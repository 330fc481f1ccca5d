"""Quick looks before close ones find all that the close ones find."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongnan_metrics.ingest.example import MARK, SIGN_OF_MARK
from tongnan_metrics.ingest.words import (
    BLANKS,
    LONGEST_BLANK,
    NOTES,
    SIGN_OF_NOTES,
    SIGN_OF_TOTALS,
    TOTALS,
    matches,
    plain_column,
    without_blanks,
)

LOOKS = [(TOTALS, SIGN_OF_TOTALS), (NOTES, SIGN_OF_NOTES), (MARK, SIGN_OF_MARK)]
WORDS = [
    *(
        "合计",
        "合 计",
        "全区合计：",
        "总数",
        "Total",
        "ＴＯＴＡＬ",
        "sub total",
        "Ｓｕｍ",
        "合计额",
        "E0001",
        "2022-02",
    ),
    *("注：初步", "备注1:x", "填表人：张某", "示例", "示 例", "ＥＸＡＭＰＬＥ", "例", "example 1", "", " ", "—"),
]
texts = st.lists(st.one_of(st.none(), st.sampled_from(WORDS), st.text("合计总数注例：:tTｓS 　-无E1", max_size=6)))


@pytest.mark.parametrize(("pattern", "sign"), LOOKS)
@given(texts)
def test_a_sign_misses_nothing(pattern: str, sign: str, cells: list[str | None]) -> None:
    column = pa.array(cells, pa.string())
    assert matches(column, pattern, sign=sign).tolist() == matches(column, pattern, sign="").tolist()


@given(texts)
def test_blanks_are_those_that_say_nothing_in_plain_words(cells: list[str | None]) -> None:
    column = pa.array(cells, pa.string())
    plain = plain_column(column).to_pylist()
    wanted = [None if word in BLANKS else cell for word, cell in zip(plain, cells, strict=True)]
    assert without_blanks(column).to_pylist() == wanted


def test_every_blank_is_short_enough_to_be_looked_at() -> None:
    assert max(map(len, BLANKS)) <= LONGEST_BLANK
    assert without_blanks(pa.array(BLANKS)).null_count == len(BLANKS)
    assert not any(blank[:1].isdigit() for blank in BLANKS)

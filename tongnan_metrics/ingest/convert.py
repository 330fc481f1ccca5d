"""Turns a recognised sheet's text into a typed table, a column at a time; keeps what could not be read."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.model import Field, Type
from tongnan_metrics.ingest.faults import without_faults
from tongnan_metrics.ingest.values import Value, Wrong, WrongValueError, read_number, reader_of
from tongnan_metrics.ingest.words import matches, without_blanks
from tongnan_metrics.locale import tr

Positions = npt.NDArray[np.int64]

# Wide enough for every amount in its written unit, before it is rounded to what is stored.
EXACT = pa.decimal128(38, 12)
SMALLEST = Decimal(1).scaleb(-EXACT.scale)
SIMPLE_NUMBER = r"^-?\d{1,15}(\.\d{1,8})?$"
SIGN_OF_ROUGH_CODE = r"[+＋]"
ROUGH_CODE = r"^\d(\.\d+)?e\+\d+$"
NUMERIC = frozenset({Type.MONEY, Type.NUMBER, Type.COUNT})
LARGEST = {Type.MONEY: Decimal(10) ** 15, Type.NUMBER: Decimal(10) ** 12, Type.COUNT: Decimal(10) ** 15}
FINE = -1


@dataclass(frozen=True, slots=True)
class Converted:
    """A column's values, null where empty or unreadable. `which` says for each row which of `wrongs` holds, or -1."""

    values: Any
    wrongs: tuple[Wrong, ...]
    which: Positions

    @property
    def bad(self) -> Positions:
        """The positions of the rows that could not be read."""
        return np.flatnonzero(self.which != FINE)


def convert(field: Field, text: Any, *, shift: int = 0) -> Converted:
    """Read a column of text (one Arrow array) as `field`; `shift` moves the decimal point to the stored unit."""
    said, wrongs, masks = without_faults(without_blanks(text))
    return _more_wrongs(_read(field, said, shift), wrongs, masks)


def _read(field: Field, said: Any, shift: int) -> Converted:
    if field.type in NUMERIC:
        return _stored(field, exact(field, said, shift=shift))
    reader = reader_of(field)
    if reader is not None:
        return by_value(said, reader, field.type.arrow)
    return _written(_narrow(said) if field.type is Type.CODE else said)


def by_value(text: Any, read: Callable[[str], Value], arrow: pa.DataType) -> Converted:
    """Read each distinct text once: a column of a million cells rarely holds more than some thousand."""
    encoded = text.dictionary_encode()
    values: list[Value | None] = []
    wrongs: list[Wrong] = []
    which = [FINE] * (len(encoded.dictionary) + 1)
    for i, written in enumerate(encoded.dictionary.to_pylist()):
        try:
            values.append(read(written))
        except WrongValueError as error:
            values.append(None)
            which[i] = len(wrongs)
            wrongs.append(error.wrong)
    at = encoded.indices.fill_null(len(values)).to_numpy(zero_copy_only=False)
    typed = pa.array([*values, None], arrow).take(pa.array(at, pa.int64()))
    return Converted(typed, tuple(wrongs), np.asarray(which)[at])


def exact(field: Field, text: Any, *, shift: int = 0) -> Converted:
    """Read a column of numbers exactly, in the stored unit but not yet rounded to what is stored."""
    simple = pc.fill_null(pc.match_substring_regex(text, SIMPLE_NUMBER), fill_value=False)
    moved = pc.binary_join_element_wise(pc.if_else(simple, text, None), f"E{shift}", "")
    quick = pc.cast(moved, EXACT)
    rest = by_value(pc.if_else(simple, None, text), lambda written: _exactly(field, written, shift), EXACT)
    return Converted(pc.coalesce(quick, rest.values), rest.wrongs, rest.which)


def _exactly(field: Field, written: str, shift: int) -> Decimal:
    number = read_number(field, written, shift=shift)
    if abs(number) >= LARGEST[field.type]:
        raise WrongValueError(tr("“{value}” is too large", value=written), tr("Check the number and its unit."))
    return number.quantize(SMALLEST)


def _stored(field: Field, numbers: Converted) -> Converted:
    """Round half away from zero to what is stored; refuse what doesn't fit."""
    arrow = field.type.arrow
    limit = pa.scalar(LARGEST[field.type], EXACT)
    scale = 0 if field.type is Type.COUNT else arrow.scale
    rounded = pc.round(numbers.values, scale, round_mode="half_towards_infinity")
    large = pc.greater_equal(pc.abs(numbers.values), limit)
    broken = pc.not_equal(rounded, numbers.values) if field.type is Type.COUNT else pa.scalar(value=False)
    kept = pc.if_else(pc.or_(large, broken), None, rounded)
    wrongs = (
        Wrong(tr("The number is too large"), tr("Check the number and its unit.")),
        Wrong(tr("The number must be whole"), tr("Write a whole number.")),
    )
    return _more_wrongs(Converted(pc.cast(kept, arrow), numbers.wrongs, numbers.which), wrongs, (large, broken))


def _narrow(text: Any) -> Any:
    """Codes lose their width."""
    wide = pc.any(pc.invert(pc.string_is_ascii(text))).as_py()
    return pc.utf8_normalize(text, form="NFKC") if wide else text


def _written(text: Any) -> Converted:
    """Codes and texts lose the spaces around them; a long number that the workbook rounded is neither any more."""
    rough = pa.array(matches(text, ROUGH_CODE, sign=SIGN_OF_ROUGH_CODE))
    wrong = Wrong(
        tr("The workbook rounded this long number"), tr("Format the column as text and write the number again.")
    )
    kept = pc.if_else(rough, pa.scalar(None, pa.string()), pc.utf8_trim_whitespace(text))
    return _more_wrongs(Converted(kept, (), np.full(len(kept), FINE)), (wrong,), (rough,))


def _more_wrongs(column: Converted, wrongs: tuple[Wrong, ...], masks: tuple[Any, ...]) -> Converted:
    which = column.which.copy()
    for i, mask in enumerate(masks):
        if isinstance(mask, pa.Array | pa.ChunkedArray):
            hit = pc.fill_null(mask, fill_value=False).to_numpy(zero_copy_only=False)
            which[hit] = len(column.wrongs) + i
    return Converted(column.values, (*column.wrongs, *wrongs), which)


def constant(field: Field, written: str) -> Any:
    """The value, an Arrow scalar, that every row has, read from a title."""
    return convert(field, pa.array([written], pa.string())).values[0]

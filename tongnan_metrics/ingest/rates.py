"""Percentages that may be fractions: 0.165 where 16.5 is meant would be read a hundred times too small."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.units import PERCENT
from tongnan_metrics.ingest.convert import Converted
from tongnan_metrics.ingest.measured import VALUE, about_of, unit_of
from tongnan_metrics.ingest.parts import Part
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.rows import Mask
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.locale import tr

SIGNED = r"[%％‰]"
DECIMALS = r"[.．](\d*)\s*$"


def check(part: Part, converted: Mapping[str, Converted], texts: Mapping[str, Any]) -> Iterator[Problem]:
    """Warnings for percentages all of which are 1 or less, and for those among larger ones that look like fractions."""
    for key, column in part.place.columns.items():
        rates = _rates(part, key, column.shift)
        if rates is not None:
            yield from _column(part, key, converted[key].values, texts[key], rates)


def _rates(part: Part, key: str, shift: int) -> Mask | None:
    """Which rows of a column are percentages; None when none is."""
    everywhere = np.ones(part.table.num_rows, np.bool_)
    if part.dataset.field(key).unit == PERCENT:
        return everywhere if shift == 0 else None
    about = about_of(part.dataset)
    if key != VALUE or about is None:
        return None
    known = pc.unique(part.table[about]).to_pylist()
    rates = pa.array([each for each in known if unit_of(each) == PERCENT], pa.string())
    return np.asarray(pc.is_in(part.table[about], value_set=rates))


def _column(part: Part, key: str, values: Any, text: Any, rates: Mask) -> Iterator[Problem]:
    numbers = np.abs(pc.fill_null(pc.cast(values, pa.float64()), 0.0).to_numpy(zero_copy_only=False))
    bare = rates & (numbers > 0) & ~_mask(pc.match_substring_regex(text, SIGNED))
    small, large = bare & (numbers <= 1), bare & (numbers > 1)
    if small.any() and not large.any():
        shown = text[int(np.flatnonzero(small)[0])].as_py()
        yield part.place.problem(Level.WARNING, _all_small(shown), key=key)
    elif small.any():
        decimals = _decimals(text)
        odd = np.flatnonzero(small & (decimals > decimals[large].max()))
        yield from part.problems(Level.WARNING, key, odd, lambda i: _odd(text[i].as_py()), text)


def _decimals(text: Any) -> Any:
    found = pc.struct_field(pc.extract_regex(text, r"[.．](?P<digits>\d*)\s*$"), "digits")
    return pc.fill_null(pc.utf8_length(found), 0).to_numpy(zero_copy_only=False)


def _all_small(shown: str) -> Wrong:
    return Wrong(tr("No percentage of the column is above 1: {value} is read as {value}%", value=shown), _advice())


def _odd(shown: str) -> Wrong:
    return Wrong(tr("{value} is read as {value}%, though others of the column are above 1", value=shown), _advice())


def _advice() -> str:
    return tr("Write 16.5 for 16.5%, not 0.165; confirm it if it is really that small.")


def _mask(values: Any) -> Mask:
    found: Mask = pc.fill_null(values, fill_value=False).to_numpy(zero_copy_only=False)
    return found

"""Numbers in the unit of their row: one that a column says, or that of the indicator the row is about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from openpyxl.utils import get_column_letter

from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Dataset, Field, Unit
from tongnan_metrics.ingest.convert import FINE, NUMERIC, Converted, convert
from tongnan_metrics.ingest.parts import MOST_LISTED, Place, Positions
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.recognise import Layout, own_unit
from tongnan_metrics.ingest.units import SHIFTS, shift_of
from tongnan_metrics.ingest.values import FROM_CATALOGUE, Wrong
from tongnan_metrics.ingest.words import without_blanks
from tongnan_metrics.locale import tr

VALUE = "value"
ENDS_IN_A_DIGIT = r"[0-9０-９]\s*$"


def converted(layout: Layout, texts: Mapping[str, Any], units: Any | None) -> dict[str, Converted]:
    """Every column of some rows, read as its field; `units` are the units the rows say, None when no column does."""
    done = {
        key: convert(column.field, with_units(column.field, texts[key], units), shift=column.shift)
        for key, column in layout.columns.items()
    }
    about = about_of(layout.dataset)
    if about in done and VALUE in done and len(texts[VALUE]):
        done[VALUE] = _by_indicator(layout, texts[VALUE], units, done[about].values)
    return done


def strange_units(layout: Layout, place: Place, rows: Positions, units: Any) -> Iterator[Problem]:
    """Errors for cells of the unit column that say no unit of any number beside them; `rows` are the rows' numbers."""
    fields = [column.field for column in layout.columns.values() if column.field.unit]
    fields += [replace(f, unit=unit) for f in layout.dataset.fields if f.key == VALUE for unit in SHIFTS]
    known = [
        unit for unit in pc.unique(units).to_pylist() if unit and any(shift_of(f, unit) is not None for f in fields)
    ]
    strange = pc.and_not(pc.is_valid(without_blanks(units)), pc.is_in(units, value_set=pa.array(known, pa.string())))
    letter = get_column_letter(place.first_column + int(layout.unit_column or 0) + 1)
    for i in np.flatnonzero(strange.to_numpy(zero_copy_only=False))[:MOST_LISTED]:
        said = units[int(i)].as_py()
        wrong = Wrong(tr("“{unit}” is no unit of the numbers in this row", unit=said), tr("Correct the unit."))
        problem = place.problem(Level.ERROR, wrong, row=int(rows[i]), value=said)
        yield replace(problem, cell=f"{letter}{rows[i]}")


def about_of(dataset: Dataset) -> str | None:
    """The column that says which indicator a row's value is of; None when no column does."""
    return next((f.key for f in dataset.fields if f.key in FROM_CATALOGUE), None) if dataset.has(VALUE) else None


def unit_of(indicator: str | None) -> Unit | None:
    """The unit an indicator's values are kept in; None for one the catalogue does not know."""
    return INDICATORS[indicator].unit if indicator in INDICATORS else None


def with_units(field: Field, text: Any, units: Any | None) -> Any:
    """The numbers of a column with their rows' units behind them, where it is a unit of the field."""
    if units is None or field.type not in NUMERIC:
        return text
    own = [unit for unit in pc.unique(units).to_pylist() if unit and shift_of(field, unit) is not None]
    bare = pc.match_substring_regex(text, ENDS_IN_A_DIGIT)
    fit = pc.and_(bare, pc.is_in(units, value_set=pa.array(own, pa.string())))
    return pc.if_else(pc.fill_null(fit, fill_value=False), pc.binary_join_element_wise(text, units, ""), text)


def _by_indicator(layout: Layout, text: Any, units: Any | None, indicators: Any) -> Converted:
    """The values, each read in the unit of its indicator."""
    known = {key: unit_of(key) for key in pc.unique(indicators).to_pylist()}
    groups: list[tuple[Positions, Converted]] = []
    for unit in dict.fromkeys(known.values()):
        keys = pa.array([key for key, own in known.items() if own == unit], pa.string())
        at = np.flatnonzero(pc.is_in(indicators, value_set=keys).to_numpy(zero_copy_only=False))
        some = pa.array(at)
        groups.append((at, _in_unit(layout, unit, text.take(some), None if units is None else units.take(some))))
    return _together(groups)


def _in_unit(layout: Layout, unit: Unit | None, text: Any, units: Any | None) -> Converted:
    column = layout.columns[VALUE]
    field, own = replace(column.field, unit=unit), own_unit(column)
    if own is not None and shift_of(field, own) is None:
        known = "、".join(SHIFTS[unit]) if unit in SHIFTS else str(unit)
        wrong = Wrong(
            tr("“{unit}” is no unit of “{column}”", unit=own, column=column.header),
            tr("Use one of: {names}.", names=known),
        )
        return Converted(pa.nulls(len(text), field.type.arrow), (wrong,), np.zeros(len(text), np.int64))
    shifts = [shift for stated in ([own] if own else layout.units) if (shift := shift_of(field, stated)) is not None]
    return convert(field, with_units(field, text, units), shift=shifts[0] if shifts else 0)


def _together(groups: Sequence[tuple[Positions, Converted]]) -> Converted:
    """Groups of rows as one column again."""
    back = np.argsort(np.concatenate([at for at, _ in groups]))
    wrongs: list[Wrong] = []
    which: list[Positions] = []
    for _, each in groups:
        which.append(np.where(each.which == FINE, FINE, each.which + len(wrongs)))
        wrongs += each.wrongs
    values = pa.concat_arrays([pa.array(each.values) for _, each in groups]).take(pa.array(back))
    return Converted(values, tuple(wrongs), np.concatenate(which)[back])

"""Cells without a value: errors, as spreadsheets write them, and formulas that nobody calculated."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.locale import tr
from tongnan_metrics.reader.marks import ERROR, ERRORS, UNCALCULATED

# How LibreOffice writes the errors it has no sign for.
NUMBERED = r"^Err:\d{3}$"


def without_faults(text: Any) -> tuple[Any, tuple[Wrong, ...], tuple[Any, ...]]:
    """A column whose cells hold values or are null, what is wrong with the others, and a mask of each."""
    signs = pa.array([*ERRORS, ERROR])
    failed = pc.or_kleene(pc.is_in(text, value_set=signs), pc.match_substring_regex(text, NUMBERED))
    waiting = pc.is_in(text, value_set=pa.array([UNCALCULATED]))
    if not pc.any(pc.or_(failed, waiting)).as_py():
        return text, (), ()
    sound = pc.if_else(pc.or_(failed, waiting), pa.scalar(None, pa.string()), text)
    return sound, (_failed(), _waiting()), (failed, waiting)


def _failed() -> Wrong:
    return Wrong(
        tr("The cell holds an error in place of a value"), tr("Correct its formula, or write the value itself.")
    )


def _waiting() -> Wrong:
    return Wrong(
        tr("The formula was never calculated, so it has no value"),
        tr("Open the workbook in Excel or WPS, let it recalculate, save it and send it again."),
    )

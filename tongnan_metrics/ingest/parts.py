"""A sheet as typed rows that remember where they stood, so that every finding can name its cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from openpyxl.utils import get_column_letter

from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.recognise import Column
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.locale import tr

Positions = npt.NDArray[np.int64]
Found = tuple[int, Wrong, str | None]  # a row, what is wrong in it, the value

# More findings of one sort in one column are counted, not listed.
MOST_LISTED = 200


def nullable(dataset: Dataset) -> pa.Schema:
    """The dataset's schema while any cell may still be empty."""
    return pa.schema([pa.field(f.key, f.type.arrow) for f in dataset.fields])


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one sheet.

    `table` has the dataset's columns, all of which may still be empty; `rows` are the rows' numbers in the sheet,
    from 1; `columns` says where each field stood.
    """

    dataset: Dataset
    file: str
    sheet: str
    first_column: int
    columns: Mapping[str, Column]
    rows: Positions
    table: pa.Table

    def with_column(self, key: str, values: Any) -> "Part":
        """The part with one column replaced."""
        at = self.table.schema.get_field_index(key)
        return replace(self, table=self.table.set_column(at, self.table.schema.field(at), values))

    def only(self, keep: Any) -> "Part":
        """The part without the rows where `keep`, a boolean Arrow array, is false."""
        mask = keep.to_numpy(zero_copy_only=False)
        return replace(self, rows=self.rows[mask], table=self.table.filter(keep))

    def problem(
        self, level: Level, wrong: Wrong, *, key: str = "", row: int | None = None, value: str | None = None
    ) -> Problem:
        """A finding in this sheet, in the column of a field; `row` counts the part's rows from 0."""
        column = self.columns.get(key)
        number = None if row is None else int(self.rows[row])
        letter = get_column_letter(self.first_column + column.index + 1) if column else ""
        header = column.header if column else str(self.dataset.field(key).name) if key else ""
        cell = f"{letter}{number}" if letter and number else ""
        return Problem(level, self.file, self.sheet, number, header, value, wrong.message, wrong.suggestion, cell)

    def problems(self, level: Level, key: str, found: Sequence[Found]) -> Iterator[Problem]:
        """Findings of one sort in the column of a field: the first ones each, the others counted."""
        for row, wrong, value in found[:MOST_LISTED]:
            yield self.problem(level, wrong, key=key, row=row, value=value)
        if count := len(found) - len(found[:MOST_LISTED]):
            message = tr("{count} more cells of this column are like this", count=count)
            yield self.problem(level, Wrong(message, found[-1][1].suggestion), key=key)

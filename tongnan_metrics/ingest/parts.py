"""A sheet as typed rows that remember where they stood, so that every finding can name its cell."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from openpyxl.utils import get_column_letter

from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.recognise import Column
from tongnan_metrics.ingest.rows import Mask
from tongnan_metrics.ingest.values import Wrong
from tongnan_metrics.locale import tr

Positions = npt.NDArray[np.int64]
Found = tuple[int, Wrong, str | None]  # the row's number in the sheet, what is wrong in it, the value

# More findings of one sort in one column are counted, not listed.
MOST_LISTED = 200


def nullable(dataset: Dataset) -> pa.Schema:
    """The dataset's schema while any cell may still be empty."""
    return pa.schema([pa.field(f.key, f.type.arrow) for f in dataset.fields])


@dataclass(frozen=True, slots=True)
class Place:
    """A sheet that holds rows of a dataset; `columns` says where each field stands, from `first_column` on.

    `header_row` is the number of the header's row, the lower one of two.
    """

    dataset: Dataset
    file: str
    sheet: str
    first_column: int
    header_row: int
    columns: Mapping[str, Column]

    def problem(
        self, level: Level, wrong: Wrong, *, key: str = "", row: int | None = None, value: str | None = None
    ) -> Problem:
        """A finding in this sheet, in the column of a field; `row` is the row's number, none for the whole column."""
        column = self.columns.get(key)
        letter = get_column_letter(self.first_column + column.index + 1) if column else ""
        header = column.header if column else str(self.dataset.field(key).name) if key else ""
        cell = f"{letter}{row or self.header_row}" if letter else ""
        return Problem(level, self.file, self.sheet, row, header, value, wrong.message, wrong.suggestion, cell)

    def problems(self, level: Level, key: str, at: Sequence[int], tell: Callable[[int], Found]) -> Iterator[Problem]:
        """Findings of one sort in the column of a field, one for each place of `at`; beyond a limit their count."""
        for place in at[:MOST_LISTED]:
            row, wrong, value = tell(place)
            yield self.problem(level, wrong, key=key, row=row, value=value)
        if len(at) > MOST_LISTED:
            message = tr("{count} more cells of this column are like this", count=len(at) - MOST_LISTED)
            yield self.problem(level, Wrong(message, tell(at[-1])[1].suggestion), key=key)


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a sheet: `table` has the dataset's columns, any cell of which may still be empty.

    `rows` are their numbers in the sheet, from 1.
    """

    place: Place
    rows: Positions
    table: pa.Table

    @property
    def dataset(self) -> Dataset:
        """The dataset they are rows of."""
        return self.place.dataset

    @property
    def keys(self) -> Any:
        """The rows' keys as text; null where a part of one is missing."""
        texts = [pc.cast(self.table[key], pa.string()) for key in self.dataset.primary_key]
        return pc.binary_join_element_wise(*texts, " ").combine_chunks()

    @property
    def whole(self) -> Mask:
        """Which rows have every part of their key."""
        found: Mask = pc.is_valid(self.keys).to_numpy(zero_copy_only=False)
        return found

    def problems(
        self, level: Level, key: str, at: Iterable[int], wrong_of: Callable[[int], Wrong], values: Any
    ) -> Iterator[Problem]:
        """Findings in the column of a field, at places counted from 0; `values` are the cells as written."""

        def tell(i: int) -> Found:
            return int(self.rows[i]), wrong_of(i), values[i].as_py()

        return self.place.problems(level, key, [int(i) for i in at], tell)

    def with_column(self, key: str, values: Any) -> "Part":
        """The part with one column replaced."""
        at = self.table.schema.get_field_index(key)
        return replace(self, table=self.table.set_column(at, self.table.schema.field(at), values))

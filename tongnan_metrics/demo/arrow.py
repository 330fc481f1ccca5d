"""From a frame of plain columns to the Arrow table a dataset's schema asks for."""

import pandas as pd
import pyarrow as pa

from tongnan_metrics.catalog.model import Dataset, Field, Type


def table(dataset: Dataset, frame: pd.DataFrame) -> pa.Table:
    """`frame` in the dataset's columns, types and order of rows; a column it lacks is empty.

    Raises pa.ArrowInvalid when a column that must be filled is not.
    """
    columns = [_column(field, frame) for field in dataset.fields]
    order = [(key, "ascending") for key in dict.fromkeys((*dataset.sort, *dataset.primary_key))]
    result = pa.Table.from_arrays(columns, schema=dataset.schema).sort_by(order)
    result.validate(full=True)
    return result.combine_chunks()


def _column(field: Field, frame: pd.DataFrame) -> pa.Array:
    if field.key not in frame:
        return pa.nulls(len(frame), field.type.arrow)
    values = frame[field.key]
    if field.type is Type.DATE:
        return pa.array(pd.to_datetime(values).astype("datetime64[s]"), from_pandas=True).cast(pa.date32())
    if field.type is Type.TIME:
        return pa.array(pd.to_datetime(values).astype("datetime64[ms]"), from_pandas=True)
    if field.type in {Type.MONEY, Type.NUMBER}:
        rounded = values.astype("float64").round(field.type.arrow.scale)
        return pa.array(rounded, from_pandas=True).cast(field.type.arrow)
    return pa.array(values.array, type=field.type.arrow, from_pandas=True)

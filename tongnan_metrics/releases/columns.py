"""Tables of releases that an earlier version of the software wrote, in the columns of today."""

import pyarrow as pa

from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.releases.errors import OldColumnsError


def conform(dataset: Dataset, table: pa.Table, *, release: str) -> pa.Table:
    """The table in its dataset's columns: new ones that may be empty are, those given up are left out.

    `OldColumnsError` when a required column is missing or a type cannot be turned into that of today.
    """
    schema = dataset.schema
    if table.schema.equals(schema):
        return table
    try:
        columns = [_column(table, field) for field in schema]
    except (KeyError, pa.ArrowException) as error:
        raise OldColumnsError(release, str(dataset.name)) from error
    return pa.table(columns, schema=schema)


def _column(table: pa.Table, field: pa.Field) -> pa.ChunkedArray:
    if field.name in table.schema.names:
        return table[field.name].cast(field.type)
    if not field.nullable:
        raise KeyError(field.name)
    return pa.chunked_array([pa.nulls(table.num_rows, field.type)])

"""When an enterprise was first visited, by the record of visits."""

import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog import fields as f


def days(enterprises: pa.Table, visits: pa.Table) -> pa.ChunkedArray:
    """The day of each enterprise's first visit, in the order of `enterprises`; null while it never had one."""
    met = visits.group_by(f.ENTERPRISE.key).aggregate([(f.DATE.key, "min")])
    place = pc.index_in(enterprises[f.ENTERPRISE.key], value_set=met[f.ENTERPRISE.key].combine_chunks())
    return met[f"{f.DATE.key}_min"].take(place)

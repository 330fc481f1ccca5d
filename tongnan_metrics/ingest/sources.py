"""Where rows come from: those that name no source get one made for their file."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tongnan_metrics.catalog.datasets import SOURCES
from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.releases import SourceFile

SOURCE = "source"
UNSTATED = "未注明"


def carries_source(dataset: Dataset) -> bool:
    """Whether rows of a dataset say where they come from."""
    return dataset.has(SOURCE) and SOURCE not in dataset.primary_key


def source_code(file: SourceFile) -> str:
    """The code of the source made for a file."""
    return f"file-{file.sha256[:12]}"


def made_sources(files: Mapping[SourceFile, str | None]) -> pa.Table:
    """A row of `sources` for each file; the files' issuers are given where they say so."""
    rows = [
        {
            "source": source_code(file),
            "title": file.name,
            "issuer": issuer or UNSTATED,
            "source_kind": "reported",
            "file": file.name,
            "sha256": file.sha256,
        }
        for file, issuer in files.items()
    ]
    return pa.Table.from_pylist(rows, schema=SOURCES.schema)


def in_use(made: pa.Table, tables: Iterable[pa.Table]) -> pa.Table:
    """The made sources that rows of the tables name."""
    named: list[Any] = [pc.unique(table[SOURCE]) for table in tables if SOURCE in table.schema.names]
    used = pa.concat_arrays([pa.array([], pa.string()), *named])
    return made.filter(pc.is_in(made[SOURCE], value_set=used))

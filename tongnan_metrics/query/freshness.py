"""What a release holds and how fresh it is."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.model import Role
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query import lookups
from tongnan_metrics.query.connection import ask
from tongnan_metrics.releases import Release

SYNTHETIC = "synthetic"
_SOURCED = tuple(key for key, dataset in DATASETS.items() if dataset.has("source") and key != "sources")
_COUNTS = " UNION ALL ".join(
    f"SELECT '{key}' AS dataset, source, count(*) AS rows FROM {key} GROUP BY source"  # noqa: S608 - catalogue keys only
    for key in _SOURCED
)
_SOURCES = f"""
SELECT s.source, s.title, s.issuer, s.date, s.source_kind, s.note, coalesce(c.rows, 0) AS rows, c.datasets
FROM sources s
LEFT JOIN (
    SELECT source, sum(rows)::BIGINT AS rows, string_agg(dataset, ' ' ORDER BY dataset) AS datasets
    FROM ({_COUNTS}) GROUP BY source
) c USING (source)
ORDER BY s.source_kind, s.date DESC NULLS LAST, s.source
"""  # noqa: S608 - catalogue keys only


@dataclass(frozen=True, slots=True, eq=False)
class Freshness:
    """A release in facts.

    `created_at` is when it was published, `first` and `last` its reporting periods (None without any). `datasets` has
    a row a dataset: `dataset`, `rows`, and where its rows carry one the `latest` period reported. `sources` has a row a
    source: `source`, `title`, `issuer`, `date`, `source_kind`, `note`, `rows` from it, and the `datasets` they are in,
    separated by spaces. `synthetic` says whether any row was made up.
    """

    release: str
    created_at: datetime
    first: Period | None
    last: Period | None
    datasets: pd.DataFrame
    sources: pd.DataFrame
    synthetic: bool


def freshness(release: Release) -> Freshness:
    """What a release holds, as of when, from which sources, and whether any of it is made up."""
    known = lookups.periods(release)
    sources = ask(release, _SOURCES)
    made_up = sources[(sources["source_kind"] == SYNTHETIC) & (sources["rows"] > 0)]
    return Freshness(
        release=release.id,
        created_at=datetime.fromisoformat(release.manifest.created_at),
        first=known[0] if known else None,
        last=known[-1] if known else None,
        datasets=_datasets(release),
        sources=sources,
        synthetic=not made_up.empty,
    )


def _datasets(release: Release) -> pd.DataFrame:
    rows = {key: release.manifest.datasets[key].rows for key in DATASETS if key in release.manifest.datasets}
    latest = ask(release, _LATEST).set_index("dataset")["latest"]
    return pd.DataFrame(
        {"dataset": list(rows), "rows": list(rows.values()), "latest": [latest.get(key) for key in rows]}
    )


_LATEST = " UNION ALL ".join(
    f"SELECT '{key}' AS dataset, max(period) AS latest FROM {key}"  # noqa: S608 - catalogue keys only
    for key, dataset in DATASETS.items()
    if dataset.role is Role.PERIODIC
)

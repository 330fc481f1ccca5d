"""Where published data lives: releases are folders written once; one small file names the current one.

``releases/<id>/`` holds a Parquet file for every dataset and ``manifest.json``. A release is built in ``.staging``,
flushed to disk, renamed into place, and only then is ``CURRENT`` replaced: a reader sees one whole state or another.
"""

from tongnan_metrics.releases.errors import (
    BrokenReleaseError,
    BusyError,
    NoReleaseError,
    ReleaseError,
    StoreError,
    UnknownReleaseError,
)
from tongnan_metrics.releases.manifest import Entry, Manifest, SourceFile, fingerprint
from tongnan_metrics.releases.reading import (
    Release,
    broken_files,
    current,
    damages,
    data_root,
    file_sha256,
    history,
    last_good,
    open_release,
    verify,
)
from tongnan_metrics.releases.writing import publish, publishing, replace_all, restore

__all__ = [
    "BrokenReleaseError",
    "BusyError",
    "Entry",
    "Manifest",
    "NoReleaseError",
    "Release",
    "ReleaseError",
    "SourceFile",
    "StoreError",
    "UnknownReleaseError",
    "broken_files",
    "current",
    "damages",
    "data_root",
    "file_sha256",
    "fingerprint",
    "history",
    "last_good",
    "open_release",
    "publish",
    "publishing",
    "replace_all",
    "restore",
    "verify",
]

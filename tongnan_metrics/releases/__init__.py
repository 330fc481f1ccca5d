"""Where published data lives: releases are folders written once; one small file names the current one.

``releases/<id>/`` holds a Parquet file for every dataset and ``manifest.json``. A release is built in ``.staging``,
flushed to disk, renamed into place, and only then is ``CURRENT`` replaced: a reader sees one whole state or another.
Beside them ``sources/<sha256>`` keeps the files releases were made from, ``kept/<id>`` marks those never to be pruned,
and ``journal.jsonl`` says who did what when.
"""

from tongnan_metrics.releases.checking import damages
from tongnan_metrics.releases.difference import Difference, diff
from tongnan_metrics.releases.errors import (
    BrokenReleaseError,
    BusyError,
    ChangedFileError,
    LostOriginalError,
    NoReleaseError,
    NotKeptError,
    OldColumnsError,
    PointerError,
    ReleaseError,
    StoreError,
    UnconfirmedError,
    UnknownReleaseError,
)
from tongnan_metrics.releases.journal import Action, Deed, Journal, read_journal
from tongnan_metrics.releases.manifest import Entry, Manifest, SourceFile, fingerprint
from tongnan_metrics.releases.originals import original
from tongnan_metrics.releases.pruning import keep, let_go, prune
from tongnan_metrics.releases.reading import (
    Release,
    broken_files,
    clock_notice,
    current,
    data_root,
    file_sha256,
    history,
    kept,
    last_good,
    open_release,
    pointed_to,
    verify,
)
from tongnan_metrics.releases.rehearsal import rehearsed
from tongnan_metrics.releases.writing import publish, publishing, replacing, restore

__all__ = [
    "Action",
    "BrokenReleaseError",
    "BusyError",
    "ChangedFileError",
    "Deed",
    "Difference",
    "Entry",
    "Journal",
    "LostOriginalError",
    "Manifest",
    "NoReleaseError",
    "NotKeptError",
    "OldColumnsError",
    "PointerError",
    "Release",
    "ReleaseError",
    "SourceFile",
    "StoreError",
    "UnconfirmedError",
    "UnknownReleaseError",
    "broken_files",
    "clock_notice",
    "current",
    "damages",
    "data_root",
    "diff",
    "file_sha256",
    "fingerprint",
    "history",
    "keep",
    "kept",
    "last_good",
    "let_go",
    "open_release",
    "original",
    "pointed_to",
    "prune",
    "publish",
    "publishing",
    "read_journal",
    "rehearsed",
    "replacing",
    "restore",
    "verify",
]

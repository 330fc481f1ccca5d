"""What a release says of itself: who published it, when, from what, and the fingerprint of every file."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from tongnan_metrics.catalog.datasets import REPORTED

MANIFEST = "manifest.json"
ID = re.compile(r"(\d{4,})-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file rows came from, and the SHA-256 of its content."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One dataset of a release: its file, rows, SHA-256, schema fingerprint, and the files that last changed it."""

    file: str
    rows: int
    sha256: str
    schema: str
    sources: tuple[SourceFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """One release: `created_at` is an ISO 8601 time in UTC, `parent` the release it was made from.

    `originals` are the files it was made from and that are kept beside it; `problems` counts, by level, what was wrong
    in them.
    """

    id: str
    created_at: str
    author: str
    note: str
    parent: str | None
    datasets: Mapping[str, Entry]
    originals: tuple[SourceFile, ...] = ()
    problems: Mapping[str, int] = field(default_factory=dict)

    @property
    def sequence(self) -> int:
        """The place in the order of publishing; clocks don't matter."""
        return sequence(self.id)

    @property
    def rows(self) -> int:
        """How many rows its reported datasets hold; what is only summed from them doesn't count."""
        return sum(entry.rows for key, entry in self.datasets.items() if key in REPORTED)

    @property
    def sources(self) -> tuple[SourceFile, ...]:
        """Every file the release's data last came from, in order of name."""
        files = {source for entry in self.datasets.values() for source in entry.sources}
        return tuple(sorted(files, key=lambda s: (s.name, s.sha256)))


def sequence(release_id: str) -> int:
    """The sequence number in a release id; ValueError when it is none."""
    match = ID.fullmatch(release_id)
    if not match:
        raise ValueError(release_id)
    return int(match[1])


def make_id(number: int, entries: Mapping[str, Entry]) -> str:
    """The id of a release: its sequence number and the digest of what its datasets hold."""
    content = "\n".join(f"{key} {entry.sha256}" for key, entry in sorted(entries.items()))
    return f"{number:04d}-{_sha256(content)[:8]}"


def fingerprint(schema: pa.Schema) -> str:
    """A short digest of columns, types and what may be empty: two files with the same one stack."""
    return _sha256("\n".join(f"{f.name} {f.type} {f.nullable}" for f in schema))[:16]


def dump(manifest: Manifest) -> str:
    """The manifest as JSON, with a digest of itself, so that a changed byte is noticed."""
    return json.dumps(signed(asdict(manifest)), ensure_ascii=False, indent=1) + "\n"


def load(text: str) -> Manifest:
    """The manifest in `text`; ValueError when it is not what `dump` wrote."""
    plain = unsigned(text)
    originals = _sources(plain.get("originals", ()))
    return Manifest(**{**plain, "datasets": _entries(plain["datasets"]), "originals": originals})


def signed(plain: Mapping[str, Any]) -> dict[str, Any]:
    """`plain` with a digest of itself."""
    return {**plain, "digest": _digest(plain)}


def unsigned(text: str) -> dict[str, Any]:
    """What `signed` was given, read from its JSON; ValueError when a byte of it is not what was written."""
    plain = json.loads(text)
    if not isinstance(plain, dict) or plain.pop("digest", None) != _digest(plain):
        raise ValueError(text[:80])
    return plain


def _entries(plain: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Entry]:
    entries = {key: Entry(**{**entry, "sources": _sources(entry["sources"])}) for key, entry in plain.items()}
    return MappingProxyType(entries)


def _sources(plain: Iterable[Mapping[str, str]]) -> tuple[SourceFile, ...]:
    return tuple(SourceFile(**source) for source in plain)


def _digest(plain: Mapping[str, Any]) -> str:
    return _sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

"""From files to a release: read, check against what is published, merge, sum, publish. All of it or nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from tongnan_metrics import releases
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.datasets import REPORTED, SOURCES
from tongnan_metrics.ingest.combine import Combined, combine
from tongnan_metrics.ingest.interpret import Interpreted, interpret
from tongnan_metrics.ingest.merge import Change, merge
from tongnan_metrics.ingest.parts import Part, nullable
from tongnan_metrics.ingest.problems import Level, Problem, RefusedError
from tongnan_metrics.ingest.references import registers, resolve
from tongnan_metrics.ingest.sources import SOURCE, in_use, made_sources
from tongnan_metrics.ingest.workbook import UnreadableError, read
from tongnan_metrics.locale import tr
from tongnan_metrics.releases import Release, SourceFile

MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Checked:
    """What files would do to a release.

    `tables` are the typed rows that came in, by dataset; `merged` the datasets they would change, whole; `changes`
    counts rows for every dataset that came in; `files` are the files behind each of them.
    """

    tables: Mapping[str, pa.Table]
    problems: tuple[Problem, ...]
    changes: Mapping[str, Change]
    merged: Mapping[str, pa.Table]
    files: Mapping[str, tuple[SourceFile, ...]]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop publishing."""
        return tuple(p for p in self.problems if p.level is Level.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that want a confirmation."""
        return tuple(p for p in self.problems if p.level is Level.WARNING)


@dataclass(frozen=True, slots=True)
class Reading:
    """Files as they were read, before anything published is looked at; `paths` says where each of them lies."""

    reports: tuple[Interpreted, ...]
    problems: tuple[Problem, ...]
    paths: Mapping[SourceFile, Path]


def check(paths: Sequence[Path], *, base: Release | None) -> Checked:
    """Read files and hold them against a release, None when there is none yet; every problem in one pass."""
    return compare(read_files(paths), base=base)


def publish(
    paths: Sequence[Path],
    *,
    root: Path,
    author: str,
    note: str = "",
    accept_warnings: bool = False,
    created_at: datetime | None = None,
) -> Release:
    """Publish what the files say on top of the current release; the current one when they say nothing new.

    `RefusedError` with every problem when there are errors, or warnings not accepted; else as `releases.publish`.
    """
    reading = read_files(paths)
    return publish_reading(
        reading, root=root, author=author, note=note, accept_warnings=accept_warnings, created_at=created_at
    )


def publish_reading(
    reading: Reading,
    *,
    root: Path,
    author: str,
    note: str = "",
    accept_warnings: bool = False,
    created_at: datetime | None = None,
) -> Release:
    """`publish` for files that were read already; they are held against what is current now."""
    with releases.publishing(root) as base:
        checked = compare(reading, base=base)
        if base is not None and not checked.errors and not checked.merged:
            return base
        if checked.errors or (checked.warnings and not accept_warnings):
            raise RefusedError(checked.problems)
        tables = with_monthly(checked.merged, base)
        return releases.publish(
            root,
            tables,
            author=author,
            note=note,
            sources={**checked.files, MONTHLY: tuple(reading.paths)},
            originals=reading.paths,
            problems=Counter(str(problem.level) for problem in checked.problems),
            created_at=created_at,
        )


def with_monthly(changed: Mapping[str, pa.Table], base: Release | None) -> dict[str, pa.Table]:
    """The changed datasets and the monthly cube of the whole."""
    kept = {key: base.table(key) for key in REPORTED if key not in changed} if base else {}
    return {**changed, MONTHLY: monthly.build({**kept, **changed})}


def read_files(paths: Sequence[Path]) -> Reading:
    """Read every file; what can't be read is a problem, not an end."""
    reports: list[Interpreted] = []
    problems: list[Problem] = []
    lie: dict[SourceFile, Path] = {}
    for path in paths:
        try:
            reports.append(interpret(read(path)))
            lie[reports[-1].source] = path
        except UnreadableError as error:
            problems.append(_unreadable(path, str(error)))
    problems += [problem for report in reports for problem in report.problems]
    if not problems and not any(len(part.rows) for report in reports for part in report.parts):
        problems.append(_unreadable(paths[0], tr("The file holds no rows")))
    return Reading(tuple(reports), tuple(problems), lie)


def _unreadable(path: Path, message: str) -> Problem:
    return Problem(Level.ERROR, path.name, "", None, "", None, message, tr("Check that it is the right file."))


def compare(reading: Reading, *, base: Release | None) -> Checked:
    """Hold what was read against a release: references, keys, and what would change."""
    parts = [part for report in reading.reports for part in report.parts]
    made = made_sources({report.source: report.issuer for report in reading.reports})
    published = _published(parts, base)
    known = registers(published, [*((p.dataset.key, p.table) for p in parts), (SOURCES.key, made)])
    resolved = [resolve(part, known) for part in parts]
    combined = _combined([part for part, _ in resolved])
    found = [
        *reading.problems,
        *(p for _, ps in resolved for p in ps),
        *(p for c in combined.values() for p in c.problems),
    ]
    tables = {key: c.table for key, c in combined.items()}
    if any(problem.level is Level.ERROR for problem in found):
        return Checked(tables, _in_order(found, parts), {}, {}, {})
    changes, merged = _merged(tables, published, made)
    files = {key: tuple(_files(parts, reading.reports, key)) for key in merged}
    return Checked(tables, _in_order(found, parts), changes, merged, files)


def _published(parts: Iterable[Part], base: Release | None) -> dict[str, pa.Table]:
    """The published tables that incoming rows are laid over or refer to."""
    needed = {SOURCES.key}
    for part in parts:
        needed |= {part.dataset.key, *(f.references for f in part.dataset.fields if f.references)}
    return {key: base.table(key) if base else REPORTED[key].schema.empty_table() for key in sorted(needed)}


def _combined(parts: Iterable[Part]) -> dict[str, Combined]:
    by_dataset: dict[str, list[Part]] = {}
    for part in parts:
        by_dataset.setdefault(part.dataset.key, []).append(part)
    return {key: combine(REPORTED[key], tuple(own)) for key, own in by_dataset.items()}


def _merged(
    tables: Mapping[str, pa.Table], published: Mapping[str, pa.Table], made: pa.Table
) -> tuple[dict[str, Change], dict[str, pa.Table]]:
    """What the rows change, and the changed datasets whole. Sources made for files whose rows say nothing new go."""
    codes = made[SOURCE].combine_chunks()
    results = {key: merge(REPORTED[key], published[key], rows, made=codes) for key, rows in tables.items()}
    used = in_use(made, [merged for key, (merged, _) in results.items() if key != SOURCES.key])
    if used.num_rows:
        told = [tables[SOURCES.key]] if SOURCES.key in tables else []
        rows = pa.concat_tables([*told, used.cast(nullable(SOURCES))])
        results[SOURCES.key] = merge(SOURCES, published[SOURCES.key], rows, made=codes)
    changes = {key: change for key, (_, change) in results.items()}
    return changes, {key: merged for key, (merged, change) in results.items() if change}


def _files(parts: Iterable[Part], reports: Iterable[Interpreted], key: str) -> Iterator[SourceFile]:
    """The files whose rows went into a dataset; a file also goes into `sources`."""
    names = {part.place.file for part in parts if key in {part.dataset.key, SOURCES.key}}
    yield from dict.fromkeys(report.source for report in reports if report.source.name in names)


def _in_order(problems: Iterable[Problem], parts: Iterable[Part]) -> tuple[Problem, ...]:
    """Problems as one meets them: by file, sheet and row."""
    met = {place: i for i, place in enumerate(dict.fromkeys((part.place.file, part.place.sheet) for part in parts))}
    return tuple(sorted(problems, key=lambda p: (met.get((p.file, p.sheet), -1), p.row or 0)))

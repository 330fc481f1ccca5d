"""Holds what was read against a release: references, keys, what would change, what would go."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from tongnan_metrics.catalog.datasets import REPORTED, SOURCES
from tongnan_metrics.ingest import jumps, removal
from tongnan_metrics.ingest.combine import combine
from tongnan_metrics.ingest.interpret import Interpreted
from tongnan_metrics.ingest.keeping import called_for, rewritten
from tongnan_metrics.ingest.merge import Change, merge
from tongnan_metrics.ingest.parts import Part, nullable
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.reading import Reading, read_files
from tongnan_metrics.ingest.references import Register, registers, resolve
from tongnan_metrics.ingest.sources import SOURCE, in_use, made_sources
from tongnan_metrics.releases import Release, SourceFile

Tables = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Checked:
    """What files would do to a release.

    `tables` are the typed rows that came in, by dataset; `merged` the datasets they would change, whole; `changes`
    counts rows for every dataset that is concerned; `files` are the files behind each of them.
    """

    tables: Tables
    problems: tuple[Problem, ...]
    changes: Mapping[str, Change]
    merged: Tables
    files: Mapping[str, tuple[SourceFile, ...]]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop publishing."""
        return tuple(p for p in self.problems if p.level is Level.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that want a confirmation."""
        return tuple(p for p in self.problems if p.level is Level.WARNING)


def check(
    paths: Sequence[Path], *, base: Release | None, delete: Sequence[Path] = (), replace_periods: bool = False
) -> Checked:
    """Read files and hold them against a release, None when there is none yet; every problem in one pass."""
    return compare(read_files(paths, delete=delete, replace_periods=replace_periods), base=base)


def compare(reading: Reading, *, base: Release | None) -> Checked:
    """Hold what was read against a release: references, keys, and what would change."""
    made = made_sources({report.source: report.issuer for report in reading.reports})
    published = _published(reading.files, base)
    told = [(part.dataset.key, part.table) for report in reading.reports for part in report.parts]
    known = registers(published, [*told, (SOURCES.key, made)])
    incoming, doomed = (
        _gathered(files, known, made[SOURCE].combine_chunks()) for files in (reading.reports, reading.deletions)
    )
    problems = [*reading.problems, *incoming.problems, *doomed.problems]
    problems += removal.check(doomed.parts, published, incoming.tables)
    problems += _jumps(incoming, published)
    sources = made[SOURCE].combine_chunks()
    for part in incoming.parts:
        problems += [*called_for(part), *rewritten(part, published[part.dataset.key], made=sources)]
    if not any(problem.level is Level.ERROR for problem in problems):
        results = _merged(incoming.tables, published, made, doomed.tables, replace_periods=reading.replace_periods)
        state = {key: merged for key, (merged, _) in results.items()}
        problems += removal.still_needed(doomed.parts, lambda key: state[key] if key in state else _table(key, base))
    in_order = _in_order(problems, reading.files)
    if any(problem.level is Level.ERROR for problem in problems):
        return Checked(incoming.tables, in_order, {}, {}, {})
    changes = {key: change for key, (_, change) in results.items()}
    merged = {key: table for key, (table, change) in results.items() if change}
    files = {key: tuple(_files(reading.files, key)) for key in merged}
    return Checked(incoming.tables, in_order, changes, merged, files)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """The rows of some files with codes in their references, by sheet and by dataset, and what is wrong with them."""

    parts: tuple[Part, ...]
    tables: Tables
    problems: tuple[Problem, ...]


def _gathered(files: Iterable[Interpreted], known: Mapping[str, Register], made: Any) -> _Gathered:
    resolved = [resolve(part, known) for file in files for part in file.parts]
    parts = tuple(part for part, _ in resolved)
    by_dataset: dict[str, list[Part]] = {}
    for part in parts:
        by_dataset.setdefault(part.dataset.key, []).append(part)
    combined = {key: combine(own[0].dataset, tuple(own), made=made) for key, own in by_dataset.items()}
    problems = [problem for _, found in resolved for problem in found]
    problems += [problem for own in combined.values() for problem in own.problems]
    return _Gathered(parts, {key: own.table for key, own in combined.items()}, tuple(problems))


def _jumps(incoming: _Gathered, published: Tables) -> Iterator[Problem]:
    for key, table in incoming.tables.items():
        own = [part for part in incoming.parts if part.dataset.key == key]
        yield from jumps.check(own, incoming=table, base=published[key])


def _published(files: Iterable[Interpreted], base: Release | None) -> dict[str, pa.Table]:
    """The published tables that incoming rows are laid over or refer to."""
    needed = {SOURCES.key}
    for dataset in {part.dataset for file in files for part in file.parts}:
        needed |= {dataset.key, *(f.references for f in dataset.fields if f.references)}
    return {key: _table(key, base) for key in sorted(needed)}


def _table(key: str, base: Release | None) -> pa.Table:
    return base.table(key) if base else REPORTED[key].schema.empty_table()


def _merged(
    incoming: Tables, published: Tables, made: pa.Table, doomed: Tables, *, replace_periods: bool
) -> dict[str, tuple[pa.Table, Change]]:
    """Every dataset concerned, whole, and what changes in it. Sources made for rows that say nothing new go."""
    codes = made[SOURCE].combine_chunks()

    def laid_over(key: str, rows: pa.Table) -> tuple[pa.Table, Change]:
        dataset, old = REPORTED[key], published[key]
        gone = removal.unwanted(dataset, old, rows, keys=doomed.get(key), replace_periods=replace_periods)
        return merge(dataset, old, rows, made=codes, unwanted=gone)

    empty = {key: nullable(REPORTED[key]).empty_table() for key in doomed}
    results = {key: laid_over(key, rows) for key, rows in {**empty, **incoming}.items()}
    used = in_use(made, [merged for key, (merged, _) in results.items() if key != SOURCES.key])
    if used.num_rows:
        told = [incoming[SOURCES.key]] if SOURCES.key in incoming else []
        results[SOURCES.key] = laid_over(SOURCES.key, pa.concat_tables([*told, used.cast(nullable(SOURCES))]))
    return results


def _files(files: Iterable[Interpreted], key: str) -> Iterator[SourceFile]:
    """The files whose rows went into a dataset, or out of it; a file also goes into `sources`."""
    for file in files:
        if any(part.dataset.key == key for part in file.parts) or (key == SOURCES.key and file.parts):
            yield file.source


def _in_order(problems: Iterable[Problem], files: Iterable[Interpreted]) -> tuple[Problem, ...]:
    """Problems as one meets them: by file, sheet, row and column."""
    places = [(part.place.file, part.place.sheet) for file in files for part in file.parts]
    met = {place: i for i, place in enumerate(dict.fromkeys(places))}
    return tuple(sorted(problems, key=lambda p: (met.get((p.file, p.sheet), -1), p.row or 0, _column(p))))


def _column(problem: Problem) -> tuple[int, str]:
    letters = problem.cell.rstrip("0123456789")
    return len(letters), letters

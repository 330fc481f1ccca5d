"""Reads files before anything published is looked at: those with rows, and those that only name keys to delete."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from tongnan_metrics.catalog.fields import PERIOD
from tongnan_metrics.ingest.interpret import Interpreted, interpret, interpret_keys
from tongnan_metrics.ingest.problems import Level, Problem
from tongnan_metrics.ingest.progress import Progress, Step, silent
from tongnan_metrics.ingest.workbook import Report, UnreadableError, read
from tongnan_metrics.locale import tr
from tongnan_metrics.releases import SourceFile


class Interpreting(Protocol):
    """Makes typed rows of a report."""

    def __call__(self, report: Report, *, progress: Progress) -> Interpreted:
        """The report's rows and problems."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """Files as they were read, and what is to become of the rows that are published already.

    `reports` hold rows to merge, `deletions` the keys of rows to delete; with `replace_periods` also those rows go
    that are of a period that comes in and do not come in themselves. `paths` say where the files stand that could be
    read, `names` what problems call each that was asked for.
    """

    reports: tuple[Interpreted, ...]
    problems: tuple[Problem, ...]
    deletions: tuple[Interpreted, ...] = ()
    replace_periods: bool = False
    paths: Mapping[SourceFile, Path] = field(default_factory=dict)
    names: Mapping[Path, str] = field(default_factory=dict)

    @property
    def files(self) -> tuple[Interpreted, ...]:
        """All that could be read."""
        return (*self.reports, *self.deletions)


def read_files(
    paths: Sequence[Path],
    *,
    delete: Sequence[Path] = (),
    replace_periods: bool = False,
    progress: Progress = silent,
) -> Reading:
    """Read every file; what can't be read is a problem, not an end. `delete` are files of keys."""
    names = _told_apart((*paths, *delete))
    reports, broken = _interpreted(paths, names, interpret, progress)
    deletions, others = _interpreted(delete, names, interpret_keys, progress)
    files = (*reports.values(), *deletions.values())
    told = [problem for file in files for problem in file.problems]
    if replace_periods:
        told += _without_periods(list(reports.values()))
    problems = (*broken, *others, *told, *_without_rows(files))
    places = {file.source: path for path, file in (*reports.items(), *deletions.items())}
    return Reading(tuple(reports.values()), problems, tuple(deletions.values()), replace_periods, places, names)


def _told_apart(paths: Iterable[Path]) -> dict[Path, str]:
    """A name for each path: as much of its end as tells it from the others. A path given twice counts once."""
    distinct = dict.fromkeys(paths)
    return {path: _name(path, distinct) for path in distinct}


def _name(path: Path, among: Iterable[Path]) -> str:
    others = [other.parts for other in among if other != path]
    tails = (path.parts[-depth:] for depth in range(1, len(path.parts) + 1))
    own = (tail for tail in tails if all(other[-len(tail) :] != tail for other in others))
    return "/".join(next(own, path.parts))


def _interpreted(
    paths: Iterable[Path], names: Mapping[Path, str], how: Interpreting, progress: Progress
) -> tuple[dict[Path, Interpreted], list[Problem]]:
    done: dict[Path, Interpreted] = {}
    problems: list[Problem] = []
    for path in dict.fromkeys(paths):
        try:
            report = read(path, progress=partial(progress, Step.READ))
        except UnreadableError as error:
            problems.append(_about(names[path], Level.ERROR, str(error)))
        else:
            done[path] = how(replace(report, source=replace(report.source, name=names[path])), progress=progress)
    return done, problems


def _without_rows(files: Sequence[Interpreted]) -> list[Problem]:
    """A file without rows is told, unless it was said already what is wrong with it; alone it is an error."""
    empty = [file for file in files if not file.problems and not any(len(part.rows) for part in file.parts)]
    level = Level.WARNING if any(len(part.rows) for file in files for part in file.parts) else Level.ERROR
    return [_about(file.source.name, level, tr("The file holds no rows")) for file in empty]


def _without_periods(reports: Sequence[Interpreted]) -> list[Problem]:
    """Where nothing has a period nothing can be replaced: whoever asked for it should know."""
    if not reports or any(part.dataset.has(PERIOD.key) for report in reports for part in report.parts):
        return []
    message = tr("No row has a reporting period: rows are merged, none is replaced")
    problem = _about(reports[0].source.name, Level.WARNING, message)
    return [replace(problem, suggestion=tr("Replace periods in reports that have some only."))]


def _about(file: str, level: Level, message: str) -> Problem:
    return Problem(level, file, "", None, "", None, message, tr("Check that it is the right file."))

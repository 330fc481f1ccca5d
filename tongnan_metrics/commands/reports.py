"""Reports in: `import`, `check` and `template`."""

import argparse
from dataclasses import asdict
from pathlib import Path

from tongnan_metrics import ingest, releases
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.catalog.places import nearest
from tongnan_metrics.commands.bar import progress_bar
from tongnan_metrics.commands.common import (
    CommandError,
    Commands,
    Parser,
    add_format,
    add_words,
    current_or_none,
    say_current,
    write_file,
)
from tongnan_metrics.commands.previewing import print_changes, print_preview
from tongnan_metrics.commands.printing import print_columns, print_json
from tongnan_metrics.ingest import Checked, Problem, Reading, Step
from tongnan_metrics.locale import tr
from tongnan_metrics.preview import plain, preview
from tongnan_metrics.releases import Release


def add(command: Commands) -> None:
    """Add the commands of those who bring reports."""
    _add_import(command("import", _import, "Check report files and publish them as a new release."))
    _add_check(command("check", _check, "Check report files and say what they would change."))
    _add_template(command("template", _template, "Write an Excel template to fill in with rows of a dataset."))


def _add_import(parser: Parser) -> None:
    _add_files(parser)
    add_words(parser)
    parser.add_argument("--yes", action="store_true", help="publish in spite of warnings")


def _add_check(parser: Parser) -> None:
    _add_files(parser)
    parser.add_argument(
        "-o",
        "--marked",
        type=Path,
        metavar="FILE",
        help="write the report with its problems marked, to send back; a folder for several",
    )
    add_format(parser, "table", "json")


def _add_files(parser: Parser) -> None:
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="reports: their rows are merged by key")
    parser.add_argument(
        "--replace-period",
        action="store_true",
        help="also remove rows of the periods that come in when the files do not have them",
    )
    parser.add_argument(
        "--delete", action="append", default=[], type=Path, metavar="FILE", help="a file of keys: their rows go"
    )


def _add_template(parser: Parser) -> None:
    parser.add_argument("dataset", metavar="DATASET", help="key or name, such as output or 规上工业生产")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: the dataset's name.xlsx")


def _import(options: argparse.Namespace) -> None:
    root = releases.data_root()
    reading = _read(options)
    before = current_or_none(root)
    _tell(reading, before, confirmed=options.yes)
    words = {"author": options.author, "note": options.note}
    with progress_bar() as progress:
        release = ingest.publish_reading(reading, root=root, accept_warnings=options.yes, progress=progress, **words)
    same = before is not None and release.id == before.id
    if same:
        print(tr("The files say nothing new: release {release} stays current.", release=release.id))
    else:
        say_current(release)


def _tell(reading: Reading, before: Release | None, *, confirmed: bool) -> None:
    """Say what the files would do, and stop at warnings nobody confirmed.

    Publishing holds them against what is current then: of this comparison nothing is kept, it may be large.
    """
    checked = _compare(reading, before)
    _print_problems(checked)
    print_changes(checked.changes)
    if checked.warnings and not checked.errors and checked.merged and not confirmed:
        raise CommandError(tr("Nothing was published: there are warnings; confirm them with --yes."))


def _check(options: argparse.Namespace) -> None:
    base = current_or_none(releases.data_root())
    reading = _read(options)
    checked = _compare(reading, base)
    told = preview(checked, base=base)
    files = _write_marked(options.marked, reading, checked) if options.marked else []
    if options.format == "json":
        problems = [asdict(problem) for problem in checked.problems]
        marks = [str(file) for file in files]
        print_json({"publishable": not checked.errors, "problems": problems, **plain(told), "marked": marks})
    else:
        _print_problems(checked)
        print_preview(told)
        for file in files:
            print(tr("Marked report written to {file}", file=file))
    if checked.errors:
        raise ingest.RefusedError(checked.problems)


def _read(options: argparse.Namespace) -> Reading:
    if not options.files and not options.delete:
        raise CommandError(tr("Name at least one report file, or a file of keys after --delete."))
    with progress_bar() as progress:
        return ingest.read_files(
            options.files, delete=options.delete, replace_periods=options.replace_period, progress=progress
        )


def _compare(reading: Reading, base: Release | None) -> Checked:
    with progress_bar() as progress:
        progress(Step.COMPARE, 0, 1)
        return ingest.compare(reading, base=base)


def _write_marked(target: Path, reading: Reading, checked: Checked) -> list[Path]:
    """Write every file that has problems with them marked; where."""
    problems = {path: [p for p in checked.problems if p.file == name] for path, name in reading.names.items()}
    faulty = {path: found for path, found in problems.items() if found}
    if len(faulty) > 1 and not target.is_dir():
        raise CommandError(tr("Several files have problems: name a folder that is there after --marked."))
    written: list[Path] = []
    for path, found in faulty.items():
        file = target / f"{path.stem}{tr(' (marked)')}.xlsx" if target.is_dir() else target
        if file.resolve() in {source.resolve() for source in problems}:
            raise CommandError(tr("{file} is the report itself: choose another name.", file=file))
        write_file(file, ingest.marked(path, found))
        written.append(file)
    return written


def _template(options: argparse.Namespace) -> None:
    dataset = _dataset(options.dataset)
    release = current_or_none(releases.data_root())
    made = ingest.template(dataset, lists=ingest.lists_of(release) if release else {})
    file = options.output or Path(f"{dataset.name}.xlsx")
    write_file(file, made)
    print(tr("Template written to {file}", file=file))


def _dataset(written: str) -> Dataset:
    """The reported dataset of a key or name."""
    by_word = {word.casefold(): d for d in REPORTED.values() for word in (d.key, d.name.zh, d.name.en)}
    if found := by_word.get(written.casefold()):
        return found
    close = nearest(written.casefold(), by_word) or next(iter(REPORTED))
    said = tr("There is no report “{value}”", value=written)
    raise CommandError(f"{said} {tr('Did you mean “{nearest}”?', nearest=close)}")


def _print_problems(checked: Checked) -> None:
    if checked.problems:
        header = [tr("level"), tr("file"), tr("sheet"), tr("cell"), tr("column"), tr("problem"), tr("what to do")]
        print_columns(header, [_problem(problem) for problem in checked.problems])


def _problem(problem: Problem) -> list[str]:
    place = problem.cell or ("" if problem.row is None else str(problem.row))
    return [
        problem.level.word,
        problem.file,
        problem.sheet,
        place,
        problem.column,
        problem.message,
        problem.suggestion,
    ]

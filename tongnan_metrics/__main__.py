"""The command line: ``python -m tongnan_metrics``. Results go to stdout; an error is one sentence on stderr, exit 2."""

import argparse
import getpass
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import pandas as pd

from tongnan_metrics import demo, ingest, query, releases
from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.datasets import DATASETS, REPORTED
from tongnan_metrics.catalog.model import Dataset, Field, Indicator, Kind
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.catalog.places import nearest
from tongnan_metrics.demo.publish import BATCHES
from tongnan_metrics.ingest import Change, Checked, Problem
from tongnan_metrics.locale import DEFAULT, LANGUAGES, Text, tr, use
from tongnan_metrics.present import format as f
from tongnan_metrics.present import tables
from tongnan_metrics.releases import Manifest, Release

FILTERS: Mapping[str, Field] = {"towns": fields.TOWN, "sectors": fields.SECTOR, "trades": fields.TRADE}
CHOICES = {
    fields.CUBE_KIND.key: fields.PROJECT_KIND.choices,
    fields.STAGE.key: fields.STAGE.choices,
    fields.CUBE_CATEGORY.key: (*fields.BLOCKER_CATEGORY.choices, *fields.ISSUE_CATEGORY.choices),
}
ORIGINS = {**{choice.key: choice.name for choice in fields.SOURCE_KIND.choices}, "mixed": Text("混合", "Mixed")}
GAP = "  "
FAILED = 2


class CommandError(Exception):
    """What stops a command, in one sentence."""


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence, without the usage lines."""

    def error(self, message: str) -> NoReturn:
        """Say it on stderr and leave with exit code 2."""
        self.exit(FAILED, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if callable(reconfigure := getattr(stream, "reconfigure", None)):
            reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    use(options.lang)
    try:
        options.run(options)
    except (CommandError, query.SelectionError, releases.ReleaseError, ingest.RefusedError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return FAILED
    return 0


def _parser() -> Parser:
    common = Parser(add_help=False)
    common.add_argument("--lang", choices=LANGUAGES, default=DEFAULT, help="zh, the default, or en")
    parser = Parser(prog="tongnan_metrics", description="Reports in, releases out, figures answered.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)

    def command(name: str, run: Any, text: str) -> Parser:
        made: Parser = commands.add_parser(name, help=text, description=text, parents=[common])
        made.set_defaults(run=run)
        return made

    command("demo", _demo, "Build the demo releases in the data folder.")
    _add_import(command("import", _import, "Check report files and publish them as a new release."))
    _add_check(command("check", _check, "Check report files and say what they would change."))
    _add_template(command("template", _template, "Write an Excel template to fill in with rows of a dataset."))
    _add_format(command("releases", _releases, "List the releases, newest first."), "table", "json")
    command("verify", _verify, "Check every file of every release against its checksum.")
    _add_restore(command("restore", _restore, "Publish an old release anew."))
    _add_figure(command("figure", _figure, "Answer an indicator from a release."))
    return parser


def _add_format(parser: Parser, *formats: str) -> None:
    parser.add_argument("--format", choices=formats, default=formats[0], help="default: %(default)s")


def _add_words(parser: Parser) -> None:
    parser.add_argument("--author", default=_user(), help="who publishes; default: the user")
    parser.add_argument("--note", default="", help="what the release is about")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user may have no name
        return tr("unknown")


def _add_import(parser: Parser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_words(parser)
    parser.add_argument("--yes", action="store_true", help="publish in spite of warnings")


def _add_check(parser: Parser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_format(parser, "table", "json")


def _add_template(parser: Parser) -> None:
    parser.add_argument("dataset", metavar="DATASET", help="key or name, such as output or 规上工业生产")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: the dataset's name.xlsx")


def _add_restore(parser: Parser) -> None:
    parser.add_argument("release", metavar="ID")
    _add_words(parser)


def _add_figure(parser: Parser) -> None:
    parser.add_argument("indicator", metavar="INDICATOR", help="key of the indicator, as in the dictionary")
    parser.add_argument(
        "--period", help="reporting period, such as 2022-02; default: the latest with published figures"
    )
    parser.add_argument(
        "--basis", choices=[b.value for b in Basis], default=Basis.YTD.value, help="default: %(default)s"
    )
    for name in ("town", "sector", "trade"):
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar="CODE", help="code or full name; may repeat"
        )
    parser.add_argument("--park", action="store_true", help="only what lies in the High-tech Zone")
    parser.add_argument(
        "--by", action="append", default=[], metavar="DIMENSION", help="town, sector, period …; may repeat"
    )
    parser.add_argument("--release", metavar="ID", help="default: the current one")
    _add_format(parser, "table", "csv", "json")


def _demo(_: argparse.Namespace) -> None:
    root = releases.data_root()
    made_by_demo = {(batch.author, batch.note) for batch in BATCHES}
    if any((m.author, m.note) not in made_by_demo for m in releases.history(root)):
        raise CommandError(tr("The data folder {folder} holds other releases: choose an empty one.", folder=root))
    root.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".demo-", dir=root) as fresh:
        release = demo.build(Path(fresh))
        releases.replace_all(root, Path(fresh))
    _say_current(release)


def _say_current(release: Release) -> None:
    print(tr("Release {release} is current.", release=release.id))


def _import(options: argparse.Namespace) -> None:
    root = releases.data_root()
    reading = ingest.read_files(options.files)
    before = _current_or_none(root)
    checked = ingest.compare(reading, base=before)
    _print_checked(checked)
    if checked.warnings and not checked.errors and checked.merged and not options.yes:
        raise CommandError(tr("Nothing was published: there are warnings; confirm them with --yes."))
    words = {"author": options.author, "note": options.note}
    release = ingest.publish_reading(reading, root=root, accept_warnings=options.yes, **words)
    same = before is not None and release.id == before.id
    if same:
        print(tr("The files say nothing new: release {release} stays current.", release=release.id))
    else:
        _say_current(release)


def _check(options: argparse.Namespace) -> None:
    checked = ingest.check(options.files, base=_current_or_none(releases.data_root()))
    if options.format == "json":
        _print_json(
            {
                "publishable": not checked.errors,
                "problems": [asdict(problem) for problem in checked.problems],
                "changes": {key: asdict(change) for key, change in checked.changes.items()},
            }
        )
    else:
        _print_checked(checked)
    if checked.errors:
        raise ingest.RefusedError(checked.problems)


def _template(options: argparse.Namespace) -> None:
    dataset = _dataset(options.dataset)
    release = _current_or_none(releases.data_root())
    made = ingest.template(dataset, lists=ingest.lists_of(release) if release else {})
    file = options.output or Path(f"{dataset.name}.xlsx")
    try:
        file.write_bytes(made)
    except OSError as error:
        raise CommandError(tr("{file} cannot be written: {reason}.", file=file, reason=error.strerror)) from error
    print(tr("Template written to {file}", file=file))


def _dataset(written: str) -> Dataset:
    """The reported dataset of a key or name."""
    by_word = {word.casefold(): d for d in REPORTED.values() for word in (d.key, d.name.zh, d.name.en)}
    if found := by_word.get(written.casefold()):
        return found
    close = nearest(written.casefold(), by_word) or next(iter(REPORTED))
    said = tr("There is no report “{value}”", value=written)
    raise CommandError(f"{said} {tr('Did you mean “{nearest}”?', nearest=close)}")


def _current_or_none(root: Path) -> Release | None:
    try:
        return releases.current(root)
    except releases.NoReleaseError:
        return None


def _print_checked(checked: Checked) -> None:
    if checked.problems:
        header = [tr("level"), tr("file"), tr("sheet"), tr("cell"), tr("column"), tr("problem"), tr("what to do")]
        _print_columns(header, [_problem(problem) for problem in checked.problems])
    if checked.changes:
        header = [tr("dataset"), tr("rows added"), tr("rows changed"), tr("rows unchanged")]
        _print_columns(header, [_change(key, change) for key, change in checked.changes.items()], numbers=(1, 2, 3))


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


def _change(key: str, change: Change) -> list[str]:
    return [str(DATASETS[key].name), str(change.added), str(change.changed), str(change.unchanged)]


def _releases(options: argparse.Namespace) -> None:
    root = releases.data_root()
    now = releases.current(root).id
    manifests = releases.history(root)
    if options.format == "json":
        _print_json([_plain(m, current=m.id == now) for m in manifests])
        return
    header = ["", tr("release"), tr("published at"), tr("author"), tr("rows"), tr("note")]
    _print_columns(header, [["*" if m.id == now else "", *_words(m)] for m in manifests], numbers=(4,))


def _words(manifest: Manifest) -> list[str]:
    here = datetime.fromisoformat(manifest.created_at).astimezone()
    return [manifest.id, f"{here:%Y-%m-%d %H:%M}", manifest.author, str(manifest.rows), manifest.note]


def _plain(manifest: Manifest, *, current: bool) -> dict[str, Any]:
    said = {key: getattr(manifest, key) for key in ("id", "created_at", "author", "note", "parent", "rows")}
    return {**said, "current": current, "sources": [asdict(source) for source in manifest.sources]}


def _verify(_: argparse.Namespace) -> None:
    root = releases.data_root()
    broken = releases.damages(root)
    if broken:
        _print_columns([tr("release"), tr("file")], [[error.release, error.file] for error in broken])
        raise broken[0]
    print(tr("All files of {count} releases are sound.", count=len(releases.history(root))))


def _restore(options: argparse.Namespace) -> None:
    root = releases.data_root()
    _say_current(releases.restore(root, options.release, author=options.author, note=options.note))


def _figure(options: argparse.Namespace) -> None:
    root = releases.data_root()
    release = releases.open_release(root, options.release) if options.release else releases.current(root)
    releases.verify(release)
    selection = _selection(release, options)
    by = tuple(dict.fromkeys(word.strip() for text in options.by for word in text.split(",")))
    if options.format == "json":
        _print_json(query.answer(release, selection, options.indicator, by))
        return
    rows = query.frame(release, selection, options.indicator, by)
    whole = query.figure(release, selection, options.indicator)
    if options.format == "csv":
        print(rows[[*by, "value", "base", "growth", "published"]].to_csv(index=False, lineterminator="\n"), end="")
    else:
        print(f"{whole.indicator.name} · {_in_words(release, selection)}")
        _print_figure(whole, _shown(release, whole.indicator, rows, by))


def _selection(release: Release, options: argparse.Namespace) -> query.Selection:
    codes = {name: _codes(release, name, getattr(options, field.key)) for name, field in FILTERS.items()}
    return query.Selection(_period(release, options.period), Basis(options.basis), park=options.park, **codes)


def _codes(release: Release, dataset: str, written: Iterable[str]) -> tuple[str, ...]:
    """The codes of codes or full names; what is neither is left for the query to refuse."""
    by_name = {word: code for code, name in query.names(release, dataset).items() for word in (name.zh, name.en)}
    return tuple(by_name.get(word, word) for word in written)


def _period(release: Release, written: str | None) -> Period:
    if written is None:
        latest = query.default_period(release)
        if latest is None:
            raise CommandError(tr("The release has no rows yet: import a report first."))
        return latest
    try:
        return Period.read(written)
    except ValueError:
        raise CommandError(_no_period(written, [str(period) for period in query.periods(release)])) from None


def _no_period(written: str, known: list[str]) -> str:
    close = nearest(re.sub(r"\D0?1$", "-02", written), known) or next(reversed(known), "2022-02")
    return tr(
        "“{wanted}” is no reporting period (January and February are one): did you mean {nearest}?",
        wanted=written,
        nearest=close,
    )


def _in_words(release: Release, selection: query.Selection) -> str:
    kept = {name: [str(query.names(release, name)[code]) for code in getattr(selection, name)] for name in FILTERS}
    return f.selection_words(
        selection.period,
        selection.basis,
        towns=kept["towns"],
        sectors=kept["sectors"] or None,
        trades=kept["trades"] or None,
        park=selection.park,
    )


def _print_figure(whole: query.Figure, shown: tables.Table) -> None:
    cells = [[_cell(column, row[column.key]) for column in shown.columns] for row in shown.raw.to_dict("records")]
    numbers = [i for i, column in enumerate(shown.columns) if column.numeric or column.key == "published"]
    _print_columns([column.header for column in shown.columns], cells, numbers=numbers)
    if shown.raw.empty or shown.raw["value"].isna().any():
        print(f"{f.MISSING} {whole.reason or tr('there are no rows for this selection')}")


def _cell(column: tables.Column, value: Any) -> str:
    return f.number(value, column.decimals) if column.numeric else str(value) or f.MISSING


def _shown(release: Release, item: Indicator, rows: pd.DataFrame, by: tuple[str, ...]) -> tables.Table:
    """The rows in words: names for codes, headers with units, the indicator's decimals."""
    registers = {field.key: query.names(release, name) for name, field in FILTERS.items()}
    words = {key: {choice.key: choice.name for choice in choices} for key, choices in CHOICES.items()}
    change = "growth" if item.kind in {Kind.LEVEL, Kind.COUNT} else "change"
    base = replace(tables.column("base"), decimals=item.decimals)
    columns: list[str | tables.Column] = [*by, tables.of_indicator(item), base, change, "published", "origin"]
    return tables.table(rows, columns, names={**registers, **words, "origin": ORIGINS})


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _print_columns(header: list[str], rows: Iterable[list[str]], *, numbers: Iterable[int] = ()) -> None:
    """Print aligned columns, `numbers` to the right; Chinese characters are two places wide."""
    lines = [header, *rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    right = set(numbers)
    for line in lines:
        padded = [_padded(cell, widths[i], right=i in right) for i, cell in enumerate(line)]
        print(GAP.join(padded).rstrip())


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


if __name__ == "__main__":
    sys.exit(main())

"""The releases there are: `demo`, `releases`, `journal`, `verify`, `restore`, `keep`, `let-go`, `prune`."""

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from tongnan_metrics import demo, releases
from tongnan_metrics.commands.common import CommandError, Commands, Parser, add_format, add_words, say_current
from tongnan_metrics.commands.printing import print_columns, print_json
from tongnan_metrics.demo.publish import BATCHES
from tongnan_metrics.ingest import Level
from tongnan_metrics.locale import tr
from tongnan_metrics.releases import BrokenReleaseError, Manifest


def add(command: Commands) -> None:
    """Add the commands of those who look after releases."""
    command("demo", _demo, "Build the demo releases in the data folder.")
    add_format(command("releases", _releases, "List the releases, newest first."), "table", "json")
    add_format(command("journal", _journal, "Say who did what to the releases, first deed first."), "table", "json")
    command("verify", _verify, "Check every file of every release against its checksum.")
    _add_one(command("restore", _restore, "Publish an old release anew."))
    _add_one(command("keep", _keep, "Keep a release from being pruned."))
    _add_one(command("let-go", _let_go, "Let a kept release be pruned again."))
    _add_prune(command("prune", _prune, "Remove old releases, but neither the current one nor those that are kept."))


def _add_one(parser: Parser) -> None:
    parser.add_argument("release", metavar="ID")
    add_words(parser)


def _add_prune(parser: Parser) -> None:
    parser.add_argument(
        "--keep", type=int, required=True, metavar="N", help="how many of the newest stay, at least one"
    )
    add_words(parser)


def _demo(_: argparse.Namespace) -> None:
    root = releases.data_root()
    made_by_demo = {(batch.author, batch.note) for batch in BATCHES}
    if any((m.author, m.note) not in made_by_demo for m in releases.history(root)):
        raise CommandError(tr("The data folder {folder} holds other releases: choose an empty one.", folder=root))
    with releases.replacing(root) as fresh:
        release = demo.build(fresh)
    say_current(release)


def _releases(options: argparse.Namespace) -> None:
    root = releases.data_root()
    now, trouble = _current()
    manifests, kept = releases.history(root), releases.kept(root)
    if options.format == "json":
        print_json([_plain(m, current=m.id == now, kept=m.id in kept) for m in manifests])
    else:
        _print_releases(manifests, now, kept)
    if trouble:
        raise trouble


def _current() -> tuple[str | None, BrokenReleaseError | None]:
    """The id of the current release; when it is damaged the list is still of use: it says what can be restored."""
    try:
        return releases.current(releases.data_root()).id, None
    except BrokenReleaseError as error:
        return None, error


def _print_releases(manifests: Iterable[Manifest], now: str | None, kept: frozenset[str]) -> None:
    header = ["", tr("release"), tr("made from"), tr("published at"), tr("author"), tr("rows"), tr("problems")]
    marks = {m.id: "*" if m.id == now else "" for m in manifests}
    rows = [[marks[m.id], *_words(m), tr("kept") if m.id in kept else "", m.note] for m in manifests]
    print_columns([*header, tr("kept"), tr("note")], rows, numbers=(5,))
    files = [[m.id, source.name, source.sha256] for m in manifests for source in m.originals]
    if files:
        print()
        print_columns([tr("release"), tr("file"), "SHA-256"], files)


def _words(manifest: Manifest) -> list[str]:
    problems = [f"{Level(level).word} {count}" for level, count in manifest.problems.items()]
    return [
        manifest.id,
        manifest.parent or "",
        _moment(manifest.created_at),
        manifest.author,
        str(manifest.rows),
        " ".join(problems),
    ]


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def _plain(manifest: Manifest, **marks: bool) -> dict[str, Any]:
    said = {key: getattr(manifest, key) for key in ("id", "created_at", "author", "note", "parent", "rows", "problems")}
    files = {key: [asdict(source) for source in getattr(manifest, key)] for key in ("originals", "sources")}
    return {**said, **marks, **files}


def _journal(options: argparse.Namespace) -> None:
    journal = releases.read_journal(releases.data_root())
    if options.format == "json":
        print_json([asdict(deed) for deed in journal.deeds])
    else:
        header = [tr("time"), tr("who"), tr("deed"), tr("release"), tr("content of"), tr("note")]
        rows = [[_moment(d.at), d.author, d.action.word, d.release, d.of or "", d.note] for d in journal.deeds]
        print_columns(header, rows)
    if journal.notice:
        raise CommandError(journal.notice)


def _verify(_: argparse.Namespace) -> None:
    root = releases.data_root()
    broken, notice = releases.damages(root), releases.read_journal(root).notice
    if broken:
        print_columns([tr("release"), tr("file")], [[error.release, error.file] for error in broken])
        raise broken[0]
    if notice:
        raise CommandError(notice)
    print(tr("All files of {count} releases are sound.", count=len(releases.history(root))))


def _restore(options: argparse.Namespace) -> None:
    say_current(releases.restore(releases.data_root(), options.release, author=options.author, note=options.note))


def _keep(options: argparse.Namespace) -> None:
    releases.keep(releases.data_root(), options.release, author=options.author, note=options.note)
    print(tr("Release {release} is kept: pruning leaves it.", release=options.release))


def _let_go(options: argparse.Namespace) -> None:
    releases.let_go(releases.data_root(), options.release, author=options.author, note=options.note)
    print(tr("Release {release} is no longer kept.", release=options.release))


def _prune(options: argparse.Namespace) -> None:
    if options.keep < 1:
        raise CommandError(tr("At least one release must stay: choose --keep 1 or more."))
    root = releases.data_root()
    removed = releases.prune(root, newest=options.keep, author=options.author, note=options.note)
    print(tr("Removed: {releases}.", releases=", ".join(removed)) if removed else tr("There is nothing to remove."))

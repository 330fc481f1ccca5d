"""The releases there are: `demo`, `releases`, `verify`, `restore`."""

import argparse
from dataclasses import asdict
from datetime import datetime
from typing import Any

from tongnan_metrics import demo, releases
from tongnan_metrics.commands.common import CommandError, Commands, Parser, add_format, add_words, say_current
from tongnan_metrics.commands.printing import print_columns, print_json
from tongnan_metrics.demo.publish import BATCHES
from tongnan_metrics.locale import tr
from tongnan_metrics.releases import Manifest


def add(command: Commands) -> None:
    """Add the commands of those who look after releases."""
    command("demo", _demo, "Build the demo releases in the data folder.")
    add_format(command("releases", _releases, "List the releases, newest first."), "table", "json")
    command("verify", _verify, "Check every file of every release against its checksum.")
    _add_restore(command("restore", _restore, "Publish an old release anew."))


def _add_restore(parser: Parser) -> None:
    parser.add_argument("release", metavar="ID")
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
    now = releases.current(root).id
    manifests = releases.history(root)
    if options.format == "json":
        print_json([_plain(m, current=m.id == now) for m in manifests])
        return
    header = ["", tr("release"), tr("published at"), tr("author"), tr("rows"), tr("note")]
    print_columns(header, [["*" if m.id == now else "", *_words(m)] for m in manifests], numbers=(4,))


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
        print_columns([tr("release"), tr("file")], [[error.release, error.file] for error in broken])
        raise broken[0]
    print(tr("All files of {count} releases are sound.", count=len(releases.history(root))))


def _restore(options: argparse.Namespace) -> None:
    root = releases.data_root()
    say_current(releases.restore(root, options.release, author=options.author, note=options.note))

"""`diff`: what one release says and another does not, row by row, and what that does to the headline figures."""

import argparse
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tongnan_metrics import query, releases
from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.model import Dataset
from tongnan_metrics.commands.common import Commands, Parser, add_format
from tongnan_metrics.commands.previewing import print_headlines
from tongnan_metrics.commands.printing import print_columns, print_json
from tongnan_metrics.locale import tr
from tongnan_metrics.preview import plain_headline
from tongnan_metrics.query import Headline
from tongnan_metrics.releases import Difference, Release

Row = dict[str, Any]


def add(command: Commands) -> None:
    """Add the command that compares releases."""
    _add_diff(command("diff", _diff, "Say what changed from one release to another: rows and headline figures."))


def _add_diff(parser: Parser) -> None:
    parser.add_argument("before", metavar="A")
    parser.add_argument("after", metavar="B")
    add_format(parser, "table", "json")


def _diff(options: argparse.Namespace) -> None:
    before, after = (_open(release_id) for release_id in (options.before, options.after))
    differences, headlines = releases.diff(before, after), _headlines(before, after)
    if options.format == "json":
        print_json(
            {
                "before": before.id,
                "after": after.id,
                "datasets": {key: _said(DATASETS[key], found) for key, found in differences.items()},
                "indicators": [plain_headline(headline) for headline in headlines],
            }
        )
    else:
        _print_differences(differences)
        print_headlines(headlines)


def _headlines(before: Release, after: Release) -> tuple[Headline, ...]:
    """Every headline figure for the periods the releases open with, and for other periods those that change."""
    opened = {headline.period for headline in query.headlines(before, after)}
    told = query.headlines(before, after, also=query.concerned(before, after))
    return tuple(headline for headline in told if headline.changed or headline.period in opened)


def _open(release_id: str) -> Release:
    release = releases.open_release(releases.data_root(), release_id)
    releases.verify(release)
    return release


def _said(dataset: Dataset, found: Difference) -> dict[str, Any]:
    """The rows by what became of them, each with its key and its other cells before and after, if they differ."""
    added, removed = found.added.to_pylist(), found.removed.to_pylist()
    return {
        "added": [_row(dataset, after, None, _rest(dataset, after)) for after in added],
        "changed": list(_changed(dataset, found)),
        "removed": [_row(dataset, before, _rest(dataset, before), None) for before in removed],
        "unchanged": found.unchanged,
    }


def _changed(dataset: Dataset, found: Difference) -> Iterator[Row]:
    for before, after in zip(found.before.to_pylist(), found.after.to_pylist(), strict=True):
        differing = [key for key in before if before[key] != after[key]]
        yield _row(dataset, after, *({key: _plain(row[key]) for key in differing} for row in (before, after)))


def _row(dataset: Dataset, row: Row, before: Row | None, after: Row | None) -> Row:
    return {"key": {key: _plain(row[key]) for key in dataset.primary_key}, "before": before, "after": after}


def _rest(dataset: Dataset, row: Row) -> Row:
    return {key: _plain(value) for key, value in row.items() if key not in dataset.primary_key}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def _print_differences(differences: dict[str, Difference]) -> None:
    if not differences:
        print(tr("The two releases say the same."))
        return
    header = [tr("dataset"), tr("rows added"), tr("rows changed"), tr("rows removed"), tr("rows unchanged")]
    rows = [[str(DATASETS[key].name), *map(str, _counts(found))] for key, found in differences.items()]
    print_columns(header, rows, numbers=(1, 2, 3, 4))


def _counts(found: Difference) -> tuple[int, ...]:
    return found.added.num_rows, found.after.num_rows, found.removed.num_rows, found.unchanged

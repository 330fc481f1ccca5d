"""`figure`: an indicator of a release, answered as a table, CSV or JSON."""

import argparse
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from tongnan_metrics import query, releases
from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.indicators import splits_of
from tongnan_metrics.catalog.model import Field, Indicator, Kind
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.catalog.places import nearest
from tongnan_metrics.commands.common import CommandError, Commands, Parser, add_format
from tongnan_metrics.commands.printing import print_columns, print_json
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import exports, tables
from tongnan_metrics.present import format as f
from tongnan_metrics.releases import Release

FILTERS: Mapping[str, Field] = {"towns": fields.TOWN, "sectors": fields.SECTOR, "trades": fields.TRADE}
ORIGINS = {**{choice.key: choice.name for choice in fields.SOURCE_KIND.choices}, "mixed": Text("混合", "Mixed")}


def add(command: Commands) -> None:
    """Add the command of those who ask."""
    _add_figure(command("figure", _figure, "Answer an indicator from a release."))


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
    parser.add_argument("--rules", metavar="PRESET", help="light rules to judge by; default: those in force")
    parser.add_argument(
        "--by", action="append", default=[], metavar="COLUMN", help="town, sector, owner, period …; may repeat"
    )
    parser.add_argument("--release", metavar="ID", help="default: the current one")
    add_format(parser, "table", "csv", "json")


def _figure(options: argparse.Namespace) -> None:
    root = releases.data_root()
    release = releases.open_release(root, options.release) if options.release else releases.current(root)
    releases.verify(release)
    selection = _selection(release, options)
    by = tuple(dict.fromkeys(word.strip() for text in options.by for word in text.split(",")))
    if options.format == "json":
        print_json(query.answer(release, selection, options.indicator, by))
        return
    rows = query.frame(release, selection, options.indicator, by)
    whole = query.figure(release, selection, options.indicator)
    if options.format == "csv":
        safe = rows.assign(**{key: rows[key].map(_harmless) for key in by})
        print(safe[[*by, "value", "base", "growth", "published"]].to_csv(index=False, lineterminator="\n"), end="")
    else:
        print(f"{whole.indicator.name} · {_in_words(release, selection)}")
        _print_figure(whole, _shown(release, whole.indicator, rows, by))


def _harmless(value: object) -> object:
    return exports.harmless(value) if isinstance(value, str) else value


def _selection(release: Release, options: argparse.Namespace) -> query.Selection:
    towns, sectors, trades = (_codes(release, name, getattr(options, field.key)) for name, field in FILTERS.items())
    period, basis = period_of(release, options.period), Basis(options.basis)
    return query.Selection(period, basis, towns, sectors, trades, park=options.park, preset=options.rules)


def _codes(release: Release, dataset: str, written: Iterable[str]) -> tuple[str, ...]:
    """The codes of codes or full names; what is neither is left for the query to refuse."""
    by_name = {word: code for code, name in query.names(release, dataset).items() for word in (name.zh, name.en)}
    return tuple(by_name.get(word, word) for word in written)


def period_of(release: Release, written: str | None) -> Period:
    """The reporting period somebody wrote; by default the latest with published figures."""
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
    print_columns([column.header for column in shown.columns], cells, numbers=numbers)
    if shown.raw.empty or shown.raw["value"].isna().any():
        print(f"{f.MISSING} {whole.reason or tr('there are no rows for this selection')}")


def _cell(column: tables.Column, value: Any) -> str:
    return f.number(value, column.decimals) if column.numeric else str(value) or f.MISSING


def _shown(release: Release, item: Indicator, rows: pd.DataFrame, by: tuple[str, ...]) -> tables.Table:
    """The rows in words: names for codes, headers with units, the indicator's decimals."""
    registers = {field.key: query.names(release, name) for name, field in FILTERS.items()}
    splits = {field.key: field for field in splits_of(item)}
    words = {key: {choice.key: choice.name for choice in field.choices} for key, field in splits.items()}
    named = [tables.of_field(splits[key]) if key in splits else key for key in by]
    in_points = item.kind in {Kind.SHARE, Kind.GROWTH, Kind.GAP}
    moved = tables.column("change") if in_points else replace(tables.column("change"), unit=item.unit)
    change = "growth" if item.kind in {Kind.LEVEL, Kind.COUNT} else moved
    base = replace(tables.column("base"), decimals=item.decimals)
    columns: list[str | tables.Column] = [*named, tables.of_indicator(item), base, change, "published", "origin"]
    return tables.table(rows, columns, names={**words, **registers, "origin": ORIGINS})

"""Supervision on the command line: `supervision` lists what is lit, `act` answers to an item."""

import argparse
from datetime import date
from typing import Any

import pandas as pd

from tongnan_metrics import ingest, query, releases
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.catalog.places import nearest
from tongnan_metrics.commands.common import CommandError, Commands, Parser, add_author, add_format, say_current
from tongnan_metrics.commands.figure import period_of
from tongnan_metrics.commands.printing import print_columns, print_json
from tongnan_metrics.ingest import Answer
from tongnan_metrics.ingest.values import WrongValueError, read_date
from tongnan_metrics.locale import tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import supervision_words as words
from tongnan_metrics.present.narrative import STOP
from tongnan_metrics.query import supervision
from tongnan_metrics.query.actions import history
from tongnan_metrics.query.rules import presets
from tongnan_metrics.releases import Release

COLUMNS = ["item", "about", "reason", "owner", "since", "days", "light", "trend", "answer", "promised"]


def add(command: Commands) -> None:
    """Add the commands of those who supervise and of those who answer."""
    _add_list(command("supervision", _list, "List what is red or amber at a period's end, with owner and reason."))
    _add_act(command("act", _act, "Answer to a supervised item: a note, a new date, or reported as resolved."))


def _add_list(parser: Parser) -> None:
    parser.add_argument("--period", help="reporting period, such as 2022-03; default: as of `figure`")
    parser.add_argument("--preset", help="the rules to judge by; default: those in force")
    parser.add_argument("--owner", help="only what this office, town or enterprise answers for")
    add_format(parser, "table", "json")


def _add_act(parser: Parser) -> None:
    parser.add_argument("item", metavar="ITEM", help="as `supervision` lists it, such as project.P0012")
    parser.add_argument("--note", default="", help="what was done")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--due", metavar="DAY", help="the new date, such as 2022-04-30")
    kinds.add_argument("--resolved", action="store_true", help="report the item as resolved")
    parser.add_argument("--period", help="the period whose light is answered; default: as of `figure`")
    add_author(parser)


def _release() -> Release:
    release = releases.current(releases.data_root())
    releases.verify(release)
    return release


def _list(options: argparse.Namespace) -> None:
    release = _release()
    _check_preset(release, options.preset)
    selection = query.Selection(period_of(release, options.period))
    rows = supervision.lit(release, selection, options.preset)
    names = {"town": query.names(release, "towns"), "trade": query.names(release, "trades")}
    told = words.told(rows, supervision.findings(release, selection, options.preset), names)
    if options.owner:
        told = told[(told["owner"] == options.owner) | (told["enterprise"] == options.owner)]
    if options.format == "json":
        print_json([_plain(row) for row in told[COLUMNS].to_dict("records")])
        return
    header = [tr("light"), tr("item"), tr("about"), tr("reason"), tr("owner"), tr("since"), tr("trend"), tr("answer")]
    print_columns(header, [_line(row) for row in told.to_dict("records")])


def _check_preset(release: Release, preset: str | None) -> None:
    known = presets(release)
    if preset is not None and preset not in known:
        close = nearest(preset, known) or next(iter(known), "")
        raise CommandError(tr("There are no rules {preset}: did you mean {nearest}?", preset=preset, nearest=close))


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        str(key): None if pd.isna(value) else f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else value
        for key, value in row.items()
    }


def _line(row: dict[Any, Any]) -> list[str]:
    since = "" if pd.isna(row["since"]) else f"{row['since']:%Y-%m-%d}"
    trend = words.TRENDS.get(row["trend"], "")
    light = f.light_word(row["light"], row["state"])
    return [
        *(light, row["item"], row["about"], row["reason"], row["owner"] or ""),
        *(since, str(trend), str(words.ANSWERS[row["answer"]])),
    ]


def _act(options: argparse.Namespace) -> None:
    release, root = _release(), releases.data_root()
    kind = "resolved" if options.resolved else "due" if options.due else "note"
    period = period_of(release, options.period)
    answer = Answer(options.item, period, options.author, kind, options.note, _day(options.due))
    published = ingest.act(root, answer)
    if published == release:
        print(tr("The same was answered last: nothing was published."))
        return
    _print_history(published, options.item, period)
    say_current(published)


def _day(written: str | None) -> date | None:
    try:
        return None if written is None else read_date(written)
    except WrongValueError as error:
        raise CommandError(f"{error.wrong.message}{STOP}{error.wrong.suggestion}") from None


def _print_history(release: Release, item: str, period: Period) -> None:
    header = [tr("time"), tr("who"), tr("answer"), tr("new date"), tr("note")]
    rows = [words.answer_line(row) for row in history(release, item, period).to_dict("records")]
    print_columns(header, rows)

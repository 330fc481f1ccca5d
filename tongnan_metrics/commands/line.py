"""The command line itself: which commands there are, and how one ends."""

import os
import sys
from collections.abc import Sequence
from typing import Any

from tongnan_metrics import ingest, query, releases
from tongnan_metrics.commands import difference, figure, reports, store, supervising
from tongnan_metrics.commands.common import FAILED, CommandError, Parser
from tongnan_metrics.locale import DEFAULT, LANGUAGES, use


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if callable(reconfigure := getattr(stream, "reconfigure", None)):
            reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    use(options.lang)
    try:
        options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads, such as `head`, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
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

    for room in (reports, store, difference, figure, supervising):
        room.add(command)
    return parser

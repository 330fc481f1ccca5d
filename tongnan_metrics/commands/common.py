"""What all commands share: a parser that speaks in sentences, options of the same meaning, the current release."""

import argparse
import getpass
from pathlib import Path
from typing import Any, NoReturn, Protocol

from tongnan_metrics import releases
from tongnan_metrics.locale import tr
from tongnan_metrics.releases import Release

FAILED = 2


class CommandError(Exception):
    """What stops a command, in one sentence."""


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence, without the usage lines."""

    def error(self, message: str) -> NoReturn:
        """Say it on stderr and leave with exit code 2."""
        self.exit(FAILED, f"{self.prog}: {message}\n")


class Commands(Protocol):
    """Takes a command: its name, what runs it, one sentence of help."""

    def __call__(self, name: str, run: Any, text: str) -> Parser:
        """The command's own parser, to add its options to."""
        ...


def add_format(parser: Parser, *formats: str) -> None:
    """Let the user choose how results are printed; the first is the default."""
    parser.add_argument("--format", choices=formats, default=formats[0], help="default: %(default)s")


def add_words(parser: Parser) -> None:
    """Let the user say who does it and what about."""
    add_author(parser)
    parser.add_argument("--note", default="", help="what the release is about")


def add_author(parser: Parser) -> None:
    """Let the user say who does it."""
    parser.add_argument("--author", default=_user(), help="who publishes; default: the user")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user may have no name
        return tr("unknown")


def current_or_none(root: Path) -> Release | None:
    """The current release, None before the first; else as `releases.current`."""
    try:
        return releases.current(root)
    except releases.NoReleaseError:
        return None


def say_current(release: Release) -> None:
    """Say which release is the current one now, and whether a clock was wrong when it was made."""
    print(tr("Release {release} is current.", release=release.id))
    if notice := releases.clock_notice(releases.data_root(), release):
        print(notice)


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; `CommandError` when it cannot be written."""
    part = path.with_name(f".{path.name}.part")
    try:
        try:
            part.write_bytes(content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise CommandError(tr("{file} cannot be written: {reason}.", file=path, reason=error.strerror)) from error

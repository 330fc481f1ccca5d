"""Reads CSV in the encodings and delimiters offices use, line by line, and no line without end."""

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator, Sequence
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import TextIO

from tongnan_metrics.reader.kinds import OTHER
from tongnan_metrics.reader.limits import Limits
from tongnan_metrics.reader.unfit import UnfitError

MARKED = {BOM_UTF8: "utf-8-sig", BOM_UTF16_LE: "utf-16", BOM_UTF16_BE: "utf-16"}
ENCODINGS = ("utf-8", "gb18030")
DELIMITERS = (",", "\t", ";")
LOOK_AT = 15
PIECE = 1 << 20

Told = Callable[[int], None]


def rows(path: Path, limits: Limits, told: Told) -> Iterator[list[str]]:
    """The rows of a CSV file, ragged as they are; `told` gets how many bytes were read. `UnfitError` as for reading."""
    csv.field_size_limit(limits.cell_characters)
    encoding = _encoding(path)
    with path.open("rb") as raw, TextIOWrapper(raw, encoding, newline="") as file:
        delimiter = _delimiter(list(islice(_lines(file, limits), LOOK_AT)))
        file.seek(0)
        reader = csv.reader(_lines(file, limits), delimiter=delimiter)
        try:
            for number, row in enumerate(reader):
                if number % 10_000 == 0:
                    told(raw.tell())
                yield row
        except csv.Error as error:
            raise _broken(reader.line_num, limits) from error


def _broken(line: int, limits: Limits) -> UnfitError:
    return UnfitError(
        "A cell that begins before line {line} is longer than {characters} characters: look for a quotation mark that "
        "is never closed.",
        line=line + 1,
        characters=limits.cell_characters,
    )


def _lines(file: TextIO, limits: Limits) -> Iterator[str]:
    longest = limits.columns * limits.cell_characters
    for number, line in enumerate(iter(lambda: file.readline(longest), ""), start=1):
        if len(line) >= longest:
            raise UnfitError(
                "Line {line} is longer than {characters} characters: is it really a table?",
                line=number,
                characters=longest,
            )
        yield line


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((encoding for bom, encoding in MARKED.items() if start.startswith(bom)), None)
    for encoding in (marked,) if marked else ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    raise UnfitError("The text file is damaged: save it anew as CSV and send that." if marked else OTHER)


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            return not any("\0" in piece for piece in iter(lambda: file.read(PIECE), ""))
    except UnicodeError:
        return False


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter that gives the first lines the most cells."""

    def width(delimiter: str) -> int:
        try:
            return max((len(row) for row in csv.reader(lines, delimiter=delimiter)), default=0)
        except csv.Error:
            return 0

    return max(DELIMITERS, key=width)

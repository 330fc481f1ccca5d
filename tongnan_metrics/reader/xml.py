"""XML as spreadsheets write it, read as a stream. A document type, the root of every entity bomb, is refused."""

from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from tongnan_metrics.reader.unfit import UnfitError, damaged_book

BLOCK = 1 << 18

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]


class _EnoughError(Exception):
    """The first element was met."""


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def parser() -> expat.XMLParserType:
    """A parser that refuses document types."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse_doctype
    return made


def _refuse_doctype(*_: object) -> None:
    raise UnfitError(
        "The workbook declares XML entities, which no spreadsheet program writes: open it, save it anew as .xlsx."
    )


def feed(made: expat.XMLParserType, stream: IO[bytes], told: Callable[[int], None] | None = None) -> None:
    """Parse a stream to its end; `told` gets the length of each block, in bytes."""
    try:
        while block := stream.read(BLOCK):
            made.Parse(block)
            if told:
                told(len(block))
        made.Parse(b"", True)  # noqa: FBT003 the end, as expat wants it told
    except expat.ExpatError as error:
        raise damaged_book() from error


def elements(stream: IO[bytes]) -> list[tuple[str, Attributes]]:
    """All elements of a small document in order: local names and attributes."""
    found: list[tuple[str, Attributes]] = []
    made = parser()
    made.StartElementHandler = lambda name, attributes: found.append((local(name), attributes))
    feed(made, stream)
    return found


def check_prologue(stream: IO[bytes]) -> None:
    """Refuse a document type; read no further than the first element."""
    made = parser()
    made.StartElementHandler = _stop
    try:
        feed(made, stream)
    except _EnoughError:
        return


def _stop(*_: object) -> None:
    raise _EnoughError

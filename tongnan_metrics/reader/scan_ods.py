"""Scans an .ods: what its cells are beyond their values, and how far its repeated rows and cells really reach."""

import zipfile
from collections.abc import Callable, Iterator
from typing import IO

from tongnan_metrics.reader import xml
from tongnan_metrics.reader.archive import part_named
from tongnan_metrics.reader.kinds import PASSWORD
from tongnan_metrics.reader.limits import Limits
from tongnan_metrics.reader.marks import (
    ERROR,
    LINKS,
    MACROS,
    PERCENT,
    UNCALCULATED,
    Marks,
    check_size,
    extend,
)
from tongnan_metrics.reader.unfit import Notice, UnfitError, damaged_book

CONTENT = "content.xml"
MANIFEST = "META-INF/manifest.xml"
MACRO_FOLDER = "basic/"
UNSEEN = ("collapse", "filter")
Told = Callable[[int], None]


def scan(archive: zipfile.ZipFile, limits: Limits, told: Told) -> dict[str, Marks]:
    """The marks of each sheet by name; `told` gets how many bytes were looked at. `UnfitError` as for reading."""
    _refuse_encrypted(archive)
    content = part_named(archive, CONTENT)
    if content is None:
        raise damaged_book()
    scanner = _Scanner(limits)
    with archive.open(content) as stream:
        xml.feed(scanner.parser, stream, told)
    return scanner.sheets


def size(archive: zipfile.ZipFile) -> int:
    """How many bytes a scan looks at."""
    content = part_named(archive, CONTENT)
    return archive.getinfo(content).file_size if content else 1


def notices(archive: zipfile.ZipFile) -> Iterator[Notice]:
    """What the workbook holds that is left alone."""
    if any(name.casefold().startswith(MACRO_FOLDER) for name in archive.namelist()):
        yield MACROS
    content = part_named(archive, CONTENT)
    if content:
        with archive.open(content) as stream:
            if "table-source" in _names(stream):
                yield LINKS


def _names(stream: IO[bytes]) -> set[str]:
    found: set[str] = set()
    made = xml.parser()
    made.StartElementHandler = lambda name, _: found.add(xml.local(name))
    xml.feed(made, stream)
    return found


def _refuse_encrypted(archive: zipfile.ZipFile) -> None:
    manifest = part_named(archive, MANIFEST)
    if manifest is None:
        return
    with archive.open(manifest) as stream:
        if "encryption-data" in _names(stream):
            raise UnfitError(PASSWORD)


class _Scanner:
    """Takes the elements of an .ods one after another, by the names its one namespace writes them with."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: dict[str, Marks] = {}
        self.parser = xml.parser()
        self.parser.StartElementHandler = self._start
        self._limits = limits
        self._sheet, self._marks = "", Marks()
        self._row, self._rows, self._hidden = 0, 0, False
        self._column = self._hidden_column = 0
        self._handlers: dict[str, Callable[[xml.Attributes], None]] = {
            "table:table": self._table,
            "table:table-column": self._table_column,
            "table:table-row": self._table_row,
            "table:table-cell": self._cell,
            "table:covered-table-cell": self._cell,
        }

    def _start(self, name: str, attributes: xml.Attributes) -> None:
        handler = self._handlers.get(name)
        if handler:
            handler(attributes)

    def _table(self, attributes: xml.Attributes) -> None:
        self._sheet = attributes.get("table:name", "")
        self._marks = self.sheets.setdefault(self._sheet, Marks())
        self._row = self._rows = self._hidden_column = 0

    def _table_column(self, attributes: xml.Attributes) -> None:
        count = _times(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in UNSEEN:
            extend(self._marks.hidden_columns, self._hidden_column, self._hidden_column + count - 1)
        self._hidden_column += count

    def _table_row(self, attributes: xml.Attributes) -> None:
        self._row += self._rows
        self._rows = _times(attributes, "table:number-rows-repeated")
        self._column = 0
        self._hidden = attributes.get("table:visibility") in UNSEEN

    def _cell(self, attributes: xml.Attributes) -> None:
        count = _times(attributes, "table:number-columns-repeated")
        if "office:value-type" in attributes or "table:formula" in attributes:
            self._fill(count)
            form = self._form(attributes)
            for row in range(self._row, self._row + self._rows if form else 0):
                for column in range(self._column, self._column + count):
                    self._marks.mark(row, column, form)
        self._column += count

    def _fill(self, count: int) -> None:
        self._marks.fill(self._row, self._column)
        self._marks.fill(self._row + self._rows - 1, self._column + count - 1)
        check_size(self._sheet, self._marks, self._limits)
        if self._hidden:
            extend(self._marks.hidden_rows, self._row, self._row + self._rows - 1)

    def _form(self, attributes: xml.Attributes) -> str:
        if attributes.get("calcext:value-type") == "error":
            return ERROR
        kind = attributes.get("office:value-type")
        return {None: UNCALCULATED, "percentage": PERCENT}.get(kind, "")


def _times(attributes: xml.Attributes, key: str) -> int:
    written = attributes.get(key, "1")
    return max(int(written), 1) if written.isdigit() else 1

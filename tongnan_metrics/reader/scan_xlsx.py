"""Scans an .xlsx: what its sheets' XML says beyond values, and how far they reach, whatever they declare."""

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.parsers.expat import XMLParserType

from tongnan_metrics.reader import xml
from tongnan_metrics.reader.archive import part_named
from tongnan_metrics.reader.formats import BUILT_IN, form_of
from tongnan_metrics.reader.marks import LINKS, MACROS, UNCALCULATED, Marks, error_text, extend
from tongnan_metrics.reader.unfit import Notice, damaged_book

WORKBOOK = "xl/workbook.xml"
LINKS_OF_WORKBOOK = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
MACRO_PART = "vbaproject.bin"
LINK_FOLDER = "xl/externallinks/"
TRUE = ("1", "true")
DIGITS = "0123456789"
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Book:
    """What a workbook says of itself: its worksheets' parts by name, its cell formats, whether it was never calculated.

    `forms` are the formats that matter, by the number cells know them by. Programs that write formulas without
    calculating them ask for a full calculation on opening; many leave 0 as the value.
    """

    parts: dict[str, str]
    forms: dict[str, str]
    uncalculated: bool


def scan(archive: zipfile.ZipFile, told: Told) -> dict[str, Marks]:
    """The marks of each worksheet by name; `told` gets how many bytes were looked at. `UnfitError` as for reading."""
    book = _book(archive)
    sheets = set(book.parts.values())
    for name in archive.namelist():
        if name.endswith((".xml", ".rels", ".vml")) and name not in sheets:
            with archive.open(name) as part:
                xml.check_prologue(part)
    return {name: _scan_sheet(archive, part, book, told) for name, part in book.parts.items()}


def size(archive: zipfile.ZipFile) -> int:
    """How many bytes a scan looks at, about."""
    return sum(part.file_size for part in archive.infolist() if "worksheets/" in part.filename) or 1


def notices(archive: zipfile.ZipFile) -> Iterator[Notice]:
    """What the workbook holds that is left alone."""
    names = [name.casefold() for name in archive.namelist()]
    if any(name.endswith(MACRO_PART) for name in names):
        yield MACROS
    if any(name.startswith(LINK_FOLDER) for name in names):
        yield LINKS


def _book(archive: zipfile.ZipFile) -> Book:
    elements = _elements(archive, WORKBOOK)
    targets = {
        a.get("Id", ""): a.get("Target", "")
        for name, a in _elements(archive, LINKS_OF_WORKBOOK)
        if name == "Relationship" and a.get("Type", "").endswith("/worksheet")
    }
    parts = {
        a.get("name", ""): _part(archive, target)
        for name, a in elements
        if name == "sheet" and (target := targets.get(_relation(a)))
    }
    asks = any(name == "calcPr" and a.get("fullCalcOnLoad") in TRUE for name, a in elements)
    return Book(parts, dict(_forms(archive)), asks)


def _elements(archive: zipfile.ZipFile, name: str) -> list[tuple[str, xml.Attributes]]:
    found = part_named(archive, name)
    if found is None:
        return []
    with archive.open(found) as part:
        return xml.elements(part)


def _relation(attributes: xml.Attributes) -> str:
    return next((value for key, value in attributes.items() if xml.local(key) == "id"), "")


def _part(archive: zipfile.ZipFile, target: str) -> str:
    path = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
    found = part_named(archive, posixpath.normpath(path))
    if found is None:
        raise damaged_book()
    return found


def _forms(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The number and form of each cell format that matters."""
    codes = dict(BUILT_IN)
    inside, number = False, -1
    for name, a in _elements(archive, STYLES):
        if name == "numFmt" and a.get("numFmtId", "").isdigit():
            codes[int(a["numFmtId"])] = a.get("formatCode", "")
        elif name in {"cellXfs", "cellStyles", "dxfs"}:
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            number += 1
            form = form_of(codes.get(int(a.get("numFmtId", "0") or 0), ""))
            if form:
                yield str(number), form


def _scan_sheet(archive: zipfile.ZipFile, part: str, book: Book, told: Told) -> Marks:
    scanner = _Scanner(book)
    with archive.open(part) as stream:
        xml.feed(scanner.parser, stream, told)
    scanner.close()
    return scanner.marks


class _Scanner:
    """Takes a worksheet's elements one after another. Cells and rows without a place follow the one before."""

    def __init__(self, book: Book) -> None:
        self.marks = Marks()
        self.parser: XMLParserType = xml.parser()
        self.parser.StartElementHandler = self._start
        self._book = book
        self._row = self._column = -1
        self._hidden = False
        self._type: str | None = None
        self._style: str | None = None
        self._formula: tuple[int, int] | None = None
        self._text: list[str] | None = None
        self._places: dict[str, int] = {}
        self._handlers: dict[str, Callable[[xml.Attributes], None]] = {
            "c": self._cell,
            "v": self._value,
            "is": self._value,
            "f": self._has_formula,
            "row": self._next_row,
            "col": self._columns,
        }
        self._by_name: dict[str, Callable[[xml.Attributes], None] | None] = {}

    def close(self) -> None:
        """Settle the last cell."""
        self._settle()

    def _start(self, name: str, attributes: xml.Attributes) -> None:
        try:
            handler = self._by_name[name]
        except KeyError:
            handler = self._by_name[name] = self._handlers.get(xml.local(name))
        if handler:
            handler(attributes)

    def _cell(self, attributes: xml.Attributes) -> None:
        if self._text is not None or self._formula:
            self._settle()
        if self._row < 0:
            raise damaged_book()
        place = attributes.get("r")
        self._column = self._column_of(place.rstrip(DIGITS)) if place else self._column + 1
        self._type = attributes.get("t")
        self._style = attributes.get("s")

    def _column_of(self, written: str) -> int:
        known = self._places.get(written)
        if known is None:
            known = 0
            for letter in written.upper():
                known = known * 26 + ord(letter) - ord("A") + 1
            known = self._places[written] = known - 1
            if not 0 <= known < 2**14:
                raise damaged_book()
        return known

    def _value(self, _: xml.Attributes) -> None:
        row, column, marks = self._row, self._column, self.marks
        if row > marks.last_row or column > marks.last_column or column < marks.first_column:
            marks.fill(row, column)
        if self._hidden:
            marks.hide_row(row)
        if self._formula or self._type == "e":
            self._text = []
            self.parser.CharacterDataHandler = self._text.append
        if self._style in self._book.forms and self._type in {None, "n"}:
            marks.mark(row, column, self._book.forms[self._style])

    def _has_formula(self, _: xml.Attributes) -> None:
        self._formula = (self._row, self._column)
        self.marks.fill(*self._formula)
        if self._hidden:
            self.marks.hide_row(self._row)

    def _settle(self) -> None:
        """Look at what stood in the cell before: an error, or a formula without its value."""
        self.parser.CharacterDataHandler = None
        text = "".join(self._text or ()).strip()
        if self._type == "e" and self._text is not None:
            self.marks.mark(self._row, self._column, error_text(text))
        elif self._formula and self._type != "str" and self._lacks_value(text):
            self.marks.mark(*self._formula, UNCALCULATED)
        self._text = self._formula = None

    def _lacks_value(self, text: str) -> bool:
        return not text or (text == "0" and self._book.uncalculated)

    def _next_row(self, attributes: xml.Attributes) -> None:
        self._settle()
        place = attributes.get("r")
        self._row = int(place) - 1 if place and place.isdigit() else self._row + 1
        self._column = -1
        self._hidden = attributes.get("hidden") in TRUE or _nothing(attributes.get("ht"))

    def _columns(self, attributes: xml.Attributes) -> None:
        if attributes.get("hidden") in TRUE or _nothing(attributes.get("width")):
            first, last = (int(attributes.get(key, "0") or 0) - 1 for key in ("min", "max"))
            extend(self.marks.hidden_columns, first, last)


def _nothing(written: str | None) -> bool:
    """Whether a height or width is zero."""
    return written is not None and not written.strip("0.") and written != ""

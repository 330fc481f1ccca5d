"""Tells what a file is by its content, whatever its name says."""

import mmap
import re
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from enum import StrEnum
from pathlib import Path

from tongnan_metrics.reader.unfit import UnfitError, damaged_book

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMS = (BOM_UTF16_LE, BOM_UTF16_BE, BOM_UTF8)
START = 512
MARKUP = re.compile(rb"\s*<(!--|(!doctype|\?xml|html|head|meta|body|style|div|table)\b)", re.IGNORECASE)

PASSWORD = "The workbook is protected by a password: save it without one."  # noqa: S105 a sentence about one
WORD = "The file is a text document: send the table as .xlsx, .xls, .ods or .csv."
SLIDES = "The file is a presentation: send the table as .xlsx, .xls, .ods or .csv."
PDF = "The file is a PDF: send the table it was made from, as .xlsx, .xls, .ods or .csv."
PICTURE = "The file is a picture: send the table itself, as .xlsx, .xls, .ods or .csv."
ARCHIVE = "The file is an archive: unpack it and send the tables inside."
WEB_PAGE = "The file is a web page with the name of a table: open it in Excel or WPS, save it as .xlsx and send that."
BINARY = "The workbook is in the binary format .xlsb: save it as .xlsx and send that."
OTHER = "The file is neither a workbook nor a text: send .xlsx, .xls, .ods or .csv."

SIGNATURES = {
    b"%PDF": PDF,
    b"\x89PNG": PICTURE,
    b"\xff\xd8\xff": PICTURE,
    b"GIF8": PICTURE,
    b"BM": PICTURE,
    b"II*\x00": PICTURE,
    b"MM\x00*": PICTURE,
    b"Rar!": ARCHIVE,
    b"7z\xbc\xaf": ARCHIVE,
    b"\x1f\x8b": ARCHIVE,
    b"{\\rtf": WORD,
}
# Streams of compound files, as their directory names them.
STREAMS = {"EncryptedPackage": PASSWORD, "WordDocument": WORD, "PowerPoint Document": SLIDES}
SHEET_STREAMS = ("Workbook", "Book")
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


class Kind(StrEnum):
    """The kinds of file that are read."""

    XLSX = "xlsx"
    ODS = "ods"
    XLS = "xls"
    TEXT = "text"


def kind_of(path: Path) -> Kind:
    """The kind of a file; `UnfitError` for what is none of them."""
    with path.open("rb") as file:
        start = file.read(START)
    if not start:
        raise UnfitError("The file is empty.")
    for signature, sentence in SIGNATURES.items():
        # Two letters may also begin a text.
        if start.startswith(signature) and (len(signature) > 2 or not _is_text(start)):
            raise UnfitError(sentence)
    if start.startswith(ZIP):
        return _kind_of_zip(path)
    if start.startswith(OLE):
        return _kind_of_compound(path)
    return _kind_of_text(start)


def _is_text(start: bytes) -> bool:
    return b"\0" not in start


def _kind_of_text(start: bytes) -> Kind:
    if not start.startswith(BOMS) and not _is_text(start):
        raise UnfitError(OTHER)
    if MARKUP.match(start.removeprefix(BOM_UTF8)):
        raise UnfitError(WEB_PAGE)
    return Kind.TEXT


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.casefold() for name in archive.namelist()}
            declared = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise damaged_book() from error
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if declared.startswith(f"{OPEN_DOCUMENT}spreadsheet"):
        return Kind.ODS
    raise UnfitError(_not_a_sheet(names, declared))


def _not_a_sheet(names: set[str], declared: str) -> str:
    if "xl/workbook.bin" in names:
        return BINARY
    if "word/document.xml" in names or declared.startswith(f"{OPEN_DOCUMENT}text"):
        return WORD
    if "ppt/presentation.xml" in names or declared.startswith(f"{OPEN_DOCUMENT}presentation"):
        return SLIDES
    return ARCHIVE


def _kind_of_compound(path: Path) -> Kind:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:

        def holds(stream: str) -> bool:
            return content.find(f"{stream}\0".encode("utf-16-le")) >= 0

        for stream, sentence in STREAMS.items():
            if holds(stream):
                raise UnfitError(sentence)
        if not any(holds(stream) for stream in SHEET_STREAMS):
            raise damaged_book()
    return Kind.XLS

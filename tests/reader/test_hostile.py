"""Hostile and broken files: each is one sentence, quickly, and nothing is left behind."""

import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from xlwt.CompoundDoc import XlsDoc

from tests.ingest.reports import workbook
from tests.reader.files import ODS, cells, raw_ods, raw_xlsx, xls, zipped
from tongnan_metrics.ingest.workbook import UnreadableError, read
from tongnan_metrics.locale import messages, speaking
from tongnan_metrics.reader.limits import Limits

Write = Callable[[Path], Path]

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
CHAIN = "".join(f'<row r="{i}"><c r="A{i}"><f>A{i + 1}</f></c></row>' for i in range(1, 3000))
ENTITY = '<!ENTITY {name} "{text}">'
GROWING = (ENTITY.format(name=chr(97 + i), text=f"&{chr(96 + i)};" * 10) for i in range(1, 10))
BOMB = f"<!DOCTYPE x [{ENTITY.format(name='a', text='aaaaaaaaaa')}{''.join(GROWING)}]>"


def refused(path: Path, **limits: int) -> str:
    """The one English sentence a file is refused with; its Chinese is known."""
    with speaking("en"), pytest.raises(UnreadableError) as caught:
        read(path, allowed=replace(Limits(), **limits))
    said = str(caught.value)
    assert said.endswith((".", "?"))
    assert "\n" not in said
    return said


def sheet_of_zeros(path: Path) -> Path:
    return raw_xlsx(path, '<row r="1"><c r="A1" t="str"><v>' + "0" * (4 << 20) + "</v></c></row>")


def far_cell(path: Path) -> Path:
    return raw_xlsx(path, f'{ROW}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def far_cell_by_repetition(path: Path) -> Path:
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    return raw_ods(path, f'<table:table table:name="表">{row}</table:table>')


def lying_size(path: Path) -> Path:
    """A part that says it is small and unpacks to 4 MiB."""
    sheet_of_zeros(path)
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    small = struct.pack("<I", 1000)
    content = path.read_bytes().replace(struct.pack("<I", part.file_size), small)
    path.write_bytes(content)
    return path


def twice_the_same_part(path: Path) -> Path:
    raw_xlsx(path, ROW)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    return path


def many_parts(path: Path) -> Path:
    return raw_xlsx(path, ROW, parts={f"xl/media/{i}": "" for i in range(60)})


def entities_in_sheet(path: Path) -> Path:
    return raw_xlsx(path, '<row r="1"><c r="A1" t="str"><v>&i;</v></c></row>', before=BOMB)


def entities_in_strings(path: Path) -> Path:
    return raw_xlsx(path, ROW, parts={"xl/sharedStrings.xml": f"{BOMB}<sst><si><t>&i;</t></si></sst>"})


def entities_in_workbook(path: Path) -> Path:
    raw_xlsx(path, ROW)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(path, {**parts, "xl/workbook.xml": BOMB.encode() + parts["xl/workbook.xml"]})


def entities_in_ods(path: Path) -> Path:
    return zipped(path, {"mimetype": ODS, "content.xml": f"{BOMB}<a>&i;</a>"})


def truncated(path: Path) -> Path:
    content = workbook(path, {"表": [["a", i] for i in range(2000)]}).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def truncated_xls(path: Path) -> Path:
    content = xls(path, [["a", i] for i in range(2000)]).read_bytes()
    path.write_bytes(content[: len(content) // 3])
    return path


def noise(path: Path, start: bytes = b"") -> Path:
    path.write_bytes(start + random.Random(1).randbytes(20_000))  # noqa: S311 no secret
    return path


def protected_xlsx(path: Path) -> Path:
    book, locked = BytesIO(), BytesIO()
    openpyxl.Workbook().save(book)
    OOXMLFile(book).encrypt("密码", locked)
    path.write_bytes(locked.getvalue())
    return path


def protected_xls(path: Path) -> Path:
    """The record that says a workbook is encrypted, behind the one that begins it."""
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, 1)
    stream = book.get_biff_data()
    first = 4 + struct.unpack("<H", stream[2:4])[0]
    filepass = struct.pack("<HHHHH", 0x2F, 6, 0, 0x1234, 0x5678)
    XlsDoc().save(str(path), stream[:first] + filepass + stream[first:])
    return path


def protected_ods(path: Path) -> Path:
    told = '<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>'
    return raw_ods(path, "", manifest=told)


DAMAGED = "The workbook is damaged or no workbook: open it, save it anew as .xlsx and send that."
PASSWORD = "The workbook is protected by a password: save it without one."  # noqa: S105
UNPACKED = "Unpacked, the workbook is larger than reading allows"
REACHES = "Sheet “表” reaches to cell XFD1048576"
ENTITIES = "The workbook declares XML entities"
FILES: list[tuple[str, Write, str]] = [
    ("a cell of 4 MiB that packs to nothing", sheet_of_zeros, UNPACKED),
    ("a part larger than it says", lying_size, DAMAGED),
    ("two parts of one name", twice_the_same_part, DAMAGED),
    ("a cell at the far end", far_cell, REACHES),
    ("a cell repeated to the far end", far_cell_by_repetition, REACHES),
    ("entities in a sheet", entities_in_sheet, ENTITIES),
    ("entities in the strings", entities_in_strings, ENTITIES),
    ("entities in the workbook", entities_in_workbook, ENTITIES),
    ("entities in an ods", entities_in_ods, ENTITIES),
    ("half a workbook", truncated, DAMAGED),
    ("half an xls", truncated_xls, DAMAGED),
    ("random bytes", noise, "The file is neither a workbook nor a text"),
    ("random bytes in a zip", lambda path: noise(path, b"PK\x03\x04"), DAMAGED),
    ("random bytes in an xls", lambda path: noise(path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), DAMAGED),
    ("a protected xlsx", protected_xlsx, PASSWORD),
    ("a protected xls", protected_xls, PASSWORD),
    ("a protected ods", protected_ods, PASSWORD),
]


@pytest.mark.parametrize(("write", "sentence"), [(w, s) for _, w, s in FILES], ids=[name for name, _, _ in FILES])
def test_each_is_one_sentence(tmp_path: Path, write: Write, sentence: str) -> None:
    assert refused(write(tmp_path / "报表.xlsx")).startswith(sentence)


def written(content: bytes) -> Write:
    def write(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return write


def archive_of(*names: str) -> Write:
    return lambda path: zipped(path, dict.fromkeys(names, "x"))


WRONG: list[tuple[str, Write, str]] = [
    ("docx", archive_of("[Content_Types].xml", "word/document.xml"), "The file is a text document"),
    ("pptx", archive_of("[Content_Types].xml", "ppt/presentation.xml"), "The file is a presentation"),
    ("xlsb", archive_of("[Content_Types].xml", "xl/workbook.bin"), "The workbook is in the binary format .xlsb"),
    ("zip", archive_of("产值.xlsx"), "The file is an archive"),
    ("odt", lambda p: zipped(p, {"mimetype": ODS.replace("spreadsheet", "text")}), "The file is a text document"),
    ("pdf", written(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), "The file is a PDF"),
    ("png", written(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "The file is a picture"),
    ("jpg", written(b"\xff\xd8\xff\xe0\0\x10JFIF"), "The file is a picture"),
    ("rtf", written(rb"{\rtf1\ansi}"), "The file is a text document"),
    ("rar", written(b"Rar!\x1a\x07\x01\0"), "The file is an archive"),
    ("page", written("<html><table><tr><td>产值</td></tr></table></html>".encode()), "The file is a web page"),
    ("empty", written(b""), "The file is empty."),
    ("zeros", written(b"\0" * 1000), "The file is neither a workbook nor a text"),
]


@pytest.mark.parametrize(("write", "sentence"), [(w, s) for _, w, s in WRONG], ids=[name for name, _, _ in WRONG])
def test_the_wrong_file_is_named(tmp_path: Path, write: Write, sentence: str) -> None:
    assert refused(write(tmp_path / "报表.xlsx")).startswith(sentence)


def test_an_old_word_document_is_named(tmp_path: Path) -> None:
    XlsDoc().save(str(tmp_path / "报表.xls"), b"x" * 5000)
    content = (tmp_path / "报表.xls").read_bytes()
    name, other = ("Workbook".encode("utf-16-le"), "WordDocument".encode("utf-16-le"))
    (tmp_path / "报表.xls").write_bytes(content.replace(name + b"\0" * (len(other) - len(name)), other))
    assert refused(tmp_path / "报表.xls").startswith("The file is a text document")


@pytest.mark.parametrize("word", ["BM", "<5万元"])
def test_a_text_that_begins_like_something_else_is_a_text(tmp_path: Path, word: str) -> None:
    (tmp_path / "a.csv").write_text(f"{word},数\n甲,1\n", encoding="utf-8")
    assert cells(read(tmp_path / "a.csv").sheets[0]) == [(word, "数"), ("甲", "1")]


def test_declared_sizes_do_not_matter_when_the_cells_are_few(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", f'{ROW}<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert cells(read(path).sheets[0]) == [("1",)]


def test_a_chain_of_formulas_is_not_calculated(tmp_path: Path) -> None:
    (sheet,) = read(raw_xlsx(tmp_path / "a.xlsx", CHAIN)).sheets
    assert set(sheet.columns[0].to_pylist()) == {"#UNCALCULATED!"}


def test_macros_and_links_are_left_alone_and_told(tmp_path: Path) -> None:
    linked = '<row r="1"><c r="A1"><f>[1]表!A1</f><v>5</v></c></row>'
    parts: dict[str, str | bytes] = {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": "<externalLink/>"}
    report = read(raw_xlsx(tmp_path / "a.xlsm", linked, parts=parts))
    assert cells(report.sheets[0]) == [("5",)]
    assert [notice.sentence.partition(";")[0] for notice in report.notices] == [
        "The workbook holds macros",
        "The workbook is linked to other files",
    ]
    assert all({notice.sentence, notice.advice} <= messages().keys() for notice in report.notices)


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_xls_never_breaks_the_reader(tmp_path: Path, seed: int) -> None:
    path = xls(tmp_path / "a.xls", [[f"文字{i}", i, i / 7] for i in range(300)])
    chance = random.Random(seed)  # noqa: S311 no secret
    content = bytearray(path.read_bytes())
    for at in chance.sample(range(1024, len(content)), 200):
        content[at] = chance.randrange(256)
    path.write_bytes(content)
    try:
        sheets = len(read(path).sheets)
    except UnreadableError:
        sheets = 0
    assert sheets in {0, 1}


LIMITED: list[tuple[str, Write, dict[str, int], str]] = [
    ("file", written(b"a,b\n" * 300_000), {"file_mib": 1}, "The file is larger than 1 MiB"),
    ("rows", written(b"a,b\n" * 11), {"rows": 10}, "“报表” has more than 10 rows: split it."),
    ("columns", written(b"a,b\n" + b"," * 20), {"columns": 20}, "Row 2 of “报表” has more than 20 cells"),
    ("line", written(b"a" * 3000), {"columns": 10, "cell_characters": 100}, "Line 1 is longer than 1000 characters"),
    ("quotation", written(b'a,b\n"a,b\n' + b"x\n" * 200), {"cell_characters": 99}, "A cell that begins before line"),
    ("parts", many_parts, {"parts": 50}, "The workbook is made of more than 50 parts"),
    (
        "cell",
        lambda p: workbook(p, {"表": [[], ["", "很长" * 60]]}),
        {"cell_characters": 100},
        "Row 2 of “表” holds 120",
    ),
    ("sheet rows", lambda p: workbook(p, {"表": [["a"]] * 11}), {"rows": 10}, "Sheet “表” reaches to cell A11"),
    ("xls cells", lambda p: xls(p, [["a"] * 9] * 9), {"cells": 80}, "Sheet “表” reaches to cell I9"),
]


@pytest.mark.parametrize(
    ("write", "limits", "sentence"), [x[1:] for x in LIMITED], ids=[name for name, _, _, _ in LIMITED]
)
def test_limits_are_named(tmp_path: Path, write: Write, limits: dict[str, int], sentence: str) -> None:
    assert refused(write(tmp_path / "报表.csv"), **limits).startswith(sentence)

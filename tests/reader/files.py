"""Files of every kind, written by hand where no library would write them."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P

from tongnan_metrics.ingest.workbook import Sheet

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = '<sheet name="表" sheetId="1" r:id="rId1"/>'
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{SHEET}</sheets></workbook>'
PARTS = {
    "_rels/.rels": (
        f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": BOOK,
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def cells(sheet: Sheet) -> list[tuple[str | None, ...]]:
    return [sheet.row(i) for i in range(sheet.height)]


def zipped(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def raw_xlsx(path: Path, rows: str, *, before: str = "", parts: Mapping[str, str | bytes] | None = None) -> Path:
    """A workbook whose one sheet holds this XML."""
    sheet = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return zipped(path, {**PARTS, "xl/worksheets/sheet1.xml": sheet, **(parts or {})})


def raw_ods(path: Path, content: str, *, manifest: str = "<manifest/>") -> Path:
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    body = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>{content}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(path, {"mimetype": ODS, "META-INF/manifest.xml": manifest, "content.xml": body})


def xls(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            sheet.write(i, j, value)
    book.save(str(path))
    return path


def ods(path: Path, rows: Sequence[Sequence[TableCell]], *, columns: Sequence[TableColumn] = ()) -> Path:
    document = OpenDocumentSpreadsheet()
    table = Table(name="表")
    for column in columns:
        table.addElement(column)
    for row in rows:
        line = TableRow()
        for cell in row:
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def text_cell(text: str, **more: Any) -> TableCell:
    cell = TableCell(valuetype="string", **more)
    cell.addElement(P(text=text))
    return cell


def number_cell(value: float, kind: str = "float") -> TableCell:
    return TableCell(valuetype=kind, value=str(value))

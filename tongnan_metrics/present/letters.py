"""Supervision letters (督办函): one Word document an owner, in the words such letters have, every line traceable."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pandas as pd
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tongnan_metrics.analysis.lights import Color
from tongnan_metrics.analysis.supervision import Trend
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.locale import language, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import supervision_words as words

BODY, HEAD = "仿宋", "黑体"
LATIN = "Times New Roman"
TITLE_PT, BODY_PT, CELL_PT, SMALL_PT = 22, 16, 10, 9
INDENT, LINE_PT, MARGINS_MM = Pt(2 * BODY_PT), 28, {"left": 19, "right": 18, "top": 30, "bottom": 25}
RED = RGBColor(0x9C, 0x1F, 0x18)
WIDTHS_MM = (9, 13, 44, 43, 26, 13, 25)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says besides its items.

    `owner` is who gets it, `days` how long they have to answer. `rules` are the set of rules judged by, in words, and
    `thresholds` what turns a light on. `release` and `link` are where every line can be looked up. `mark` says that
    data is made up, or is empty. `compared` says what the changes are held against, or is empty.
    """

    owner: str
    period: Period
    rules: str
    thresholds: tuple[tuple[str, str], ...]
    release: str
    link: str
    days: int
    mark: str = ""
    compared: str = ""

    @property
    def title(self) -> str:
        """``关于2022年3月末红黄灯事项的督办函``."""
        return tr("Supervision letter on red and amber lights as of {day}", day=f.day(self.period.end))

    @property
    def file_name(self) -> str:
        """A name that says whose it is and as of when."""
        parts = (tr("Supervision letter"), self.owner, str(self.period), self.mark)
        return re.sub(r'[\\/:*?"<>|\s]+', "_", "_".join(part for part in parts if part)) + ".docx"


def letter(about: Letter, rows: pd.DataFrame) -> bytes:
    """The letter as a Word document. `rows` are the owner's red and amber items in words, the worst first."""
    document = docx.Document()
    _set_up(document, about)
    if about.mark:
        _paragraph(
            document, tr("{mark}: not an official letter", mark=about.mark), align="right", ink=RED, size=CELL_PT
        )
    _paragraph(document, about.title, font=HEAD, size=TITLE_PT, align="center")
    _paragraph(document, f"{about.owner}：" if language() == "zh" else f"To {about.owner}:")
    for sentence in _sentences(about, rows):
        _paragraph(document, sentence, indent=True)
    _items(document, rows)
    basis = _paragraph(document, tr("Lights by {rules}", rules=about.rules), font=HEAD, size=CELL_PT)
    basis.paragraph_format.space_before = Pt(CELL_PT)
    for name, ends in _used(about, rows):
        _paragraph(document, f"{name}：{ends}", size=CELL_PT)
    _paragraph(document, tr("Issued by (seal):"), align="right", size=BODY_PT)
    _paragraph(document, tr("Date:"), align="right", size=BODY_PT)
    _traces(document, about)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def letters(made: Iterable[tuple[Letter, pd.DataFrame]]) -> bytes:
    """All letters in one ZIP file."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for about, rows in made:
            archive.writestr(about.file_name, letter(about, rows))
    return target.getvalue()


def _sentences(about: Letter, rows: pd.DataFrame) -> Iterator[str]:
    """What the letter says before its table: how much is lit, how it changed, what is asked."""
    counts = {color: int((rows["light"] == color).sum()) for color in (Color.RED, Color.AMBER)}
    yield tr(
        "By the rules for lights, as of {day} you have {reds} red and {ambers} amber items.{changes}{longest}",
        day=f.day(about.period.end),
        reds=counts[Color.RED],
        ambers=counts[Color.AMBER],
        changes=_changes(about, rows),
        longest=_longest(rows),
    )
    yield tr(
        "Please settle who is responsible for each, and by when, and report what was done within {days} days; "
        "where a date cannot be kept, ask for a new one with the reason.",
        days=about.days,
    )


def _changes(about: Letter, rows: pd.DataFrame) -> str:
    if not about.compared:
        return ""
    counts = rows["trend"].value_counts()
    new, worse, still = (int(counts.get(trend, 0)) for trend in (Trend.NEW, Trend.WORSE, Trend.STILL))
    return tr(
        " {before}: {new} new, {worse} worse, {still} as before.",
        before=about.compared,
        new=new,
        worse=worse,
        still=still,
    )


def _longest(rows: pd.DataFrame) -> str:
    late = rows.dropna(subset="days")
    if late.empty:
        return ""
    row = late.sort_values("days", ascending=False, kind="stable").to_dict("records")[0]
    return tr(" Longest overdue: {about}, {days} days.", about=row["about"], days=f.number(row["days"], 0))


def _used(about: Letter, rows: pd.DataFrame) -> list[tuple[str, str]]:
    """The rules that speak of something in the letter."""
    named = {str(words.subject_name(subject)) for subject in rows["subject"]}
    return [(name, ends) for name, ends in about.thresholds if name in named]


def _items(document: Document, rows: pd.DataFrame) -> None:
    heads = (
        *(tr("No."), tr("Light"), tr("Item"), tr("Reason"), tr("Lit since, due")),
        *(tr("Days overdue"), tr("Last answer")),
    )
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS_MM, strict=True):
        column.width = Mm(width)
    _fill(table, 0, heads, bold=True)
    _mark(table, 0, "w:tblHeader")
    for number, row in enumerate(rows.to_dict("records"), start=1):
        table.add_row()
        _fill(table, number, _cells(number, row))
        _mark(table, number, "w:cantSplit")


def _cells(number: int, row: Mapping[Any, Any]) -> Sequence[str]:
    return (
        str(number),
        f.light_word(row["light"], row["state"]).replace(" ", "\n", 1),
        f"{row['about']}\n{row['item']}",
        row["reason"],
        "\n".join(filter(None, (_day(row["since"]), _day(row["due"])))),
        "" if pd.isna(row["days"]) else f.number(row["days"], 0),
        _answer(row),
    )


def _answer(row: Mapping[Any, Any]) -> str:
    parts = (str(words.ANSWERS[row["answer"]]), _day(row["answered"]), _promised(row))
    return "\n".join(part for part in parts if part)


def _promised(row: Mapping[Any, Any]) -> str:
    return "" if pd.isna(row["promised"]) else tr("new date {day}", day=_day(row["promised"]))


def _day(value: Any) -> str:
    return "" if pd.isna(value) else f"{value:%Y.%m.%d}"


def _traces(document: Document, about: Letter) -> None:
    """Where every line can be looked up, in small."""
    said = tr("data version {id}", id=about.release)
    lines = (
        f.DOT.join(part for part in (said, about.rules, about.mark) if part),
        tr("Each line: {link}", link=about.link),
    )
    for line in lines:
        _paragraph(document, line, size=SMALL_PT)


def _set_up(document: Document, about: Letter) -> None:
    """A4, and on every page whose letter it is and which data it comes from."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in MARGINS_MM.items():
        setattr(section, f"{side}_margin", Mm(width))
    document.core_properties.title = about.title
    document.core_properties.author = ""
    footer = section.footer.paragraphs[0]
    _run(footer, f.DOT.join(part for part in (about.owner, about.release, about.mark) if part), size=SMALL_PT)


def _paragraph(
    document: Document,
    text: str,
    *,
    font: str = BODY,
    size: float = BODY_PT,
    align: str = "left",
    indent: bool = False,
    ink: RGBColor | None = None,
) -> Paragraph:
    made = document.add_paragraph()
    made.alignment = {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
    }[align]
    made.paragraph_format.space_after = Pt(4)
    if size == BODY_PT:
        made.paragraph_format.line_spacing = Pt(LINE_PT)
    if indent:
        made.paragraph_format.first_line_indent = INDENT
    _run(made, text, font=font, size=size, ink=ink)
    return made


def _run(
    paragraph: Paragraph, text: str, *, font: str = BODY, size: float, bold: bool = False, ink: RGBColor | None = None
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name, run.font.bold = Pt(size), LATIN, bold
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if ink is not None:
        run.font.color.rgb = ink


def _fill(table: Table, at: int, texts: Sequence[str], *, bold: bool = False) -> None:
    for place, (cell, text) in enumerate(zip(table.rows[at].cells, texts, strict=True)):
        cell.width = Mm(WIDTHS_MM[place])
        _write(cell, text, bold=bold)


def _write(cell: _Cell, text: str, *, bold: bool) -> None:
    _run(cell.paragraphs[0], text, font=HEAD if bold else BODY, size=CELL_PT, bold=bold)


def _mark(table: Table, at: int, word: str) -> None:
    """Say something of a row: that it stands on every page (``w:tblHeader``) or on one only (``w:cantSplit``)."""
    mark = OxmlElement(word)
    mark.set(qn("w:val"), "true")
    table.rows[at]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - the library has no word for it

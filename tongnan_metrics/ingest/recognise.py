"""Finds out what a sheet is: which dataset, where its header stands, which column is which and in what unit."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import pairwise

from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.model import Dataset, Field, Type
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.ingest.sources import SOURCE, carries_source
from tongnan_metrics.ingest.units import is_unit, shift_of, stated
from tongnan_metrics.ingest.words import plain
from tongnan_metrics.ingest.workbook import Sheet

LOOK_AT = 15
LEAST_COLUMNS = 2
# Datasets by nothing but their keys: what a file says that names rows to delete.
KEYS_ONLY: Mapping[str, Dataset] = {
    key: replace(d, fields=tuple(map(d.field, d.primary_key)), optional=frozenset(), sort=())
    for key, d in REPORTED.items()
}
# Columns offices add for the eye; they carry nothing.
STARS = "*★"  # mark columns that must be filled in
DECORATION = frozenset({"序号", "行号", "no", "no.", "#"})
UNIT_HEADERS = frozenset({"单位", "计量单位", "unit"})
IN_BRACKETS = re.compile(r"^(.+?)[(\[【](?:单位[::])?([^()\[\]【】]+)[)\]】]$")
AFTER_SLASH = re.compile(r"^(.+?)[/,、:](?:单位[::])?([^/,、:]+)$")
PERIOD_IN_TITLE = re.compile(
    r"\d{4}\s*年\s*(?:1\s*月?\s*[—–\-~至到―－]+\s*)?\d{1,2}\s*月|\d{4}\s*年\s*(?:上半年|前三季度|全年)"
    r"|\d{4}\s*年?\s*第?[1-4一二三四]\s*季度"
)
ISSUER_IN_TITLE = re.compile(r"(?:填报|报送|编制|制表|填表|发布)单位[::]\s*([^\s::]+)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet that is a field: its place among the sheet's columns, its header as written.

    `shift` is how many places the decimal point moves to the stored unit; `bad_unit` a written unit that is no unit of
    the field; `by_name` whether the header announces names where codes are stored.
    """

    field: Field
    index: int
    header: str
    shift: int = 0
    bad_unit: str | None = None
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """What a sheet turned out to be. `body` is the index of the first row below the header.

    `constants` are cells every row has though no column holds them, such as a period in the title; `unknown` and
    `repeated` are headers with no meaning here, and columns of a field that is there already; `missing` are fields
    that rows must have and nothing gives; `numbering` is the column that only counts rows, `unit_column` the one that
    says each row's unit, `units` those the titles state.
    """

    dataset: Dataset
    body: int
    columns: Mapping[str, Column]
    constants: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[tuple[int, str], ...] = ()
    repeated: tuple[Column, ...] = ()
    missing: tuple[Field, ...] = ()
    issuer: str | None = None
    rivals: tuple[Dataset, ...] = ()
    numbering: int | None = None
    unit_column: int | None = None
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Header:
    """One way to read rows of a sheet as the header: the words each column may go by, and where it ends."""

    words: tuple[tuple[str, ...], ...]
    body: int
    titles: tuple[str, ...]
    depth: int


def keys_only(dataset: Dataset) -> bool:
    """Whether a dataset is one of `KEYS_ONLY`."""
    return len(dataset.fields) == len(dataset.primary_key)


def recognise(sheet: Sheet, *, file_stem: str = "", among: Mapping[str, Dataset] = REPORTED) -> Layout | None:
    """What the sheet is; None when it is none of the datasets."""
    names = (sheet.name, file_stem)
    layouts = [
        (_score(layout, header, names), layout)
        for header in _headers(sheet)
        for dataset in among.values()
        if (layout := _read_as(dataset, header, names)) is not None
    ]
    if not layouts:
        return None
    best = max(score for score, _ in layouts)
    first, *others = [layout for score, layout in layouts if score == best]
    rivals = tuple({o.dataset.key: o.dataset for o in others if o.dataset != first.dataset}.values())
    return _with_units(replace(first, rivals=rivals), sheet)


def _with_units(layout: Layout, sheet: Sheet) -> Layout:
    """A column called 单位 says units only when its cells do: it may as well name companies."""
    for at, header in layout.unknown:
        if plain(header) in UNIT_HEADERS:
            said = {text for text in sheet.columns[at].slice(layout.body, LOOK_AT).to_pylist() if text}
            if said and all(is_unit(text) for text in said):
                rest = tuple(each for each in layout.unknown if each[0] != at)
                return replace(layout, unknown=rest, unit_column=at)
    return layout


def _headers(sheet: Sheet) -> Iterator[_Header]:
    """Every row near the top as a header, and every pair of rows as one with a merged upper line."""
    rows = [sheet.row(i) for i in range(min(LOOK_AT, sheet.height))]
    for i, row in enumerate(rows):
        words = tuple((cell,) if cell else () for cell in row)
        yield _Header(words, i + 1, _texts(rows[:i]), depth=1)
    for i, (upper, lower) in enumerate(pairwise(rows)):
        yield _Header(tuple(_joined(upper, lower)), i + 2, _texts(rows[:i]), depth=2)


def _texts(rows: Iterable[tuple[str | None, ...]]) -> tuple[str, ...]:
    return tuple(cell for row in rows for cell in row if cell)


def _joined(upper: tuple[str | None, ...], lower: tuple[str | None, ...]) -> Iterator[tuple[str, ...]]:
    """The words a column below a merged cell may go by: both together first."""
    above: str | None = None
    for over, under in zip(upper, lower, strict=True):
        above = over or above
        if over and not under:
            yield (over,)
        elif under and above:
            yield (f"{above}({under})",) if is_unit(under) else (above + under, under + above, under)
        else:
            yield (under,) if under else ()


def _read_as(dataset: Dataset, header: _Header, names: tuple[str, ...]) -> Layout | None:
    found = [(i, words, _match(dataset, words)) for i, words in enumerate(header.words) if words]
    if sum(hit is not None for _, _, hit in found) < (1 if keys_only(dataset) else LEAST_COLUMNS):
        return None
    units = stated(header.titles)
    hits = [_column(hit, i, units) for i, _, hit in found if hit]
    columns, repeated = _settled(hits)
    constants = _constants(dataset, columns, (*header.titles, *names))
    given = {*columns, *constants, *dataset.optional, *([SOURCE] if carries_source(dataset) else [])}
    return Layout(
        dataset,
        header.body,
        columns,
        constants,
        unknown=tuple((i, words[-1]) for i, words, hit in found if not hit and plain(words[0]) not in DECORATION),
        repeated=repeated,
        missing=tuple(f for f in dataset.fields if f.key not in given),
        issuer=_issuer(header.titles),
        numbering=next((i for i, words, _ in found if plain(words[0]) in DECORATION), None),
        units=units,
    )


def _settled(hits: list[Column]) -> tuple[dict[str, Column], tuple[Column, ...]]:
    """The column of each field, and those that are one too many. A name beside its code only keeps it company."""
    by_code = [c for c in hits if not c.by_name]
    coded = {c.field.key for c in by_code}
    wanted = [*by_code, *(c for c in hits if c.by_name and c.field.key not in coded)]
    columns: dict[str, Column] = {}
    for column in wanted:
        columns.setdefault(column.field.key, column)
    return columns, tuple(c for c in wanted if columns[c.field.key] is not c)


def _score(layout: Layout, header: _Header, names: tuple[str, ...]) -> tuple[int, ...]:
    """How well a reading fits: complete first, then most columns, named so, most units, the simplest header on top."""
    told = " ".join(plain(text) for text in (*names, *header.titles))
    named = any(plain(word) in told for word in (layout.dataset.name.zh, layout.dataset.name.en, layout.dataset.key))
    fit = len(layout.columns) - len(layout.missing) + (2 if named and layout.missing else 0)
    units = sum(is_unit(_bare(plain(c.header))[1] or "") for c in layout.columns.values())
    return (not layout.missing, fit, named, units, -header.depth, -header.body)


@cache
def _words_of(key: str) -> Mapping[str, tuple[Field, bool]]:
    """Every header a dataset's columns go by, and whether it announces names in place of codes."""
    fields = REPORTED[key].fields
    by_name = {plain(name): (f, True) for f in fields for name in _register_names(f)}
    own = {plain(word): (f, False) for f in fields for word in (f.key, f.name.zh, f.name.en, *f.aliases)}
    return {**by_name, **own}


def _register_names(item: Field) -> tuple[str, ...]:
    """``企业编号`` is also understood as ``企业名称``: names lead to codes."""
    stem = item.name.zh.removesuffix("编号").removesuffix("代码")
    return (f"{stem}名称",) if item.references and item.type is Type.CODE else ()


def _match(dataset: Dataset, words: tuple[str, ...]) -> Column | None:
    """The field one of the words means, its place not yet known."""
    known = _words_of(dataset.key)
    for word in words:
        said = plain(word).strip(STARS)
        for name in (said, _bare(said)[0]):
            if name in known and dataset.has(known[name][0].key):
                item, by_name = known[name]
                return Column(item, -1, word, by_name=by_name)
    return None


@lru_cache(4096)
def _bare(name: str) -> tuple[str, str | None]:
    """A header's name and the unit or remark it carries: ``产值(亿元)`` is ``产值`` and ``亿元``."""
    match = IN_BRACKETS.match(name) or AFTER_SLASH.match(name)
    return (match[1], match[2]) if match else (name, None)


def own_unit(column: Column) -> str | None:
    """The unit a column's own header says."""
    name = plain(column.header)
    own = None if name in _words_of_field(column.field) else _bare(name)[1]
    return own if own is not None and is_unit(own) else None


def _column(hit: Column, index: int, units: tuple[str, ...]) -> Column:
    """The column with its place and the unit its numbers are in: its own, or one the title states."""
    item, own = hit.field, own_unit(hit)
    if item.unit is not None and own is not None:
        shift = shift_of(item, own)
        return replace(hit, index=index, shift=shift or 0, bad_unit=own if shift is None else None)
    shifts = [shift for unit in units if (shift := shift_of(item, unit)) is not None]
    return replace(hit, index=index, shift=shifts[0] if shifts else 0)


def _words_of_field(item: Field) -> frozenset[str]:
    return frozenset(plain(word) for word in (item.key, item.name.zh, item.name.en, *item.aliases))


def _constants(dataset: Dataset, columns: Mapping[str, Column], texts: Iterable[str]) -> dict[str, str]:
    if not dataset.has("period") or "period" in columns:
        return {}
    told = [match[0] for text in texts if (match := PERIOD_IN_TITLE.search(unicodedata.normalize("NFKC", text)))]
    readable = [text for text in told if _is_period(text)]
    return {"period": readable[0]} if readable else {}


def _is_period(text: str) -> bool:
    try:
        Period.read(text)
    except ValueError:
        return False
    return True


def _issuer(titles: Iterable[str]) -> str | None:
    found = [match[1] for text in titles if (match := ISSUER_IN_TITLE.search(unicodedata.normalize("NFKC", text)))]
    return found[0] if found else None

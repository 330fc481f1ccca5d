"""Tables as users see and take them: named columns with units, rounded numbers, words for codes, lights as words.

A table is declared by column keys: those of the catalogue's fields, those in `DERIVED`, or a `Column` of one's own.
Streamlit's column configuration and the exports' number formats both derive from the declaration.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pandas as pd

from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.model import Choice, Field, Indicator, Type, Unit
from tongnan_metrics.catalog.units import DAYS, ITEMS, PERCENT, POINTS, WAN_YUAN, YI_YUAN
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, language, tr
from tongnan_metrics.present import format as f

Names = Mapping[str, Mapping[str, Text]]


class Form(StrEnum):
    """How a column is shown: ``PROGRESS`` is a bar of 0 to 100, ``LIGHT`` and ``PILL`` a pill with its word inside."""

    TEXT = "text"
    NUMBER = "number"
    PROGRESS = "progress"
    LIGHT = "light"
    PILL = "pill"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the frame, its name and unit, and how it is shown.

    `choices` are words for stored values. `muted` columns are secondary. `words_at_right` are made of
    numbers. A column is as wide as its content, at most `width` pixels. `hidden` columns are taken away but not shown.
    `pills` are a pill column's words, each with the colour (red, amber, green or grey) of its pill.
    """

    key: str
    name: Text | str
    form: Form = Form.TEXT
    unit: Unit | None = None
    decimals: int = 0
    help: Text | str = ""
    muted: bool = False
    width: int | None = None
    choices: tuple[Choice, ...] = ()
    hidden: bool = False
    words_at_right: bool = False
    pills: tuple[tuple[str, str], ...] = ()

    @property
    def header(self) -> str:
        """Name and unit: ``总投资 亿元``, ``Total investment (100m yuan)``."""
        if not self.unit:
            return str(self.name)
        return f"{self.name} ({self.unit})" if language() == "en" else f"{self.name} {self.unit}"

    @property
    def numeric(self) -> bool:
        """Whether the column holds numbers."""
        return self.form in {Form.NUMBER, Form.PROGRESS}

    @property
    def at_right(self) -> bool:
        """Whether header and cells are aligned to the right."""
        return self.form is Form.NUMBER or self.words_at_right

    @property
    def printf(self) -> str:
        """The number format Streamlit takes: the numbers are rounded already, this only keeps their zeros."""
        return f"%.{self.decimals}f" + ("%%" if self.form is Form.PROGRESS else "")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows. `frame` is to be shown (rounded), `raw` to be taken away (unrounded), both by column key.

    `keys` are the rows' codes, in their order: what a chosen row opens.
    """

    columns: tuple[Column, ...]
    frame: pd.DataFrame
    raw: pd.DataFrame
    keys: tuple[str, ...] = ()

    @property
    def shown(self) -> list[str]:
        """The keys of the columns that are shown, in order."""
        return [column.key for column in self.columns if not column.hidden]

    @property
    def headers(self) -> dict[str, str]:
        """Each column's header by its key."""
        return {column.key: column.header for column in self.columns}

    @kept
    def head(self, count: int) -> "Table":
        """The table's first rows."""
        return replace(self, frame=self.frame.head(count), raw=self.raw.head(count), keys=self.keys[:count])


def _number(key: str, name: Text, unit: Unit | None, decimals: int = 1, *, muted: bool = False) -> Column:
    return Column(key, name, Form.NUMBER, unit, decimals, muted=muted)


def _words(key: str, name: Text, *, muted: bool = False) -> Column:
    return Column(key, name, muted=muted)


# Taken away as its code, which exports know; shown as its word.
ORIGIN = "origin"
ORIGINS = frozenset((*fields.SOURCE_KIND.choice_keys, "mixed"))

DERIVED: dict[str, Column] = {
    column.key: column
    for column in (
        _number("base", Text("上年同期", "Year before"), None, 2, muted=True),
        _number("growth", Text("同比", "Growth"), PERCENT),
        _number("change", Text("较上年同期", "Change"), POINTS),
        _number("share", Text("占比", "Share"), PERCENT),
        _number("contribution", Text("贡献率", "Contribution"), PERCENT),
        _number("pull", Text("拉动", "Pull"), POINTS, 2),
        _number("rank", Text("位次", "Rank"), None, 0),
        _number("expected", Text("应达进度", "Expected progress"), PERCENT, 0, muted=True),
        _number("behind", Text("较序时", "Against schedule"), POINTS),
        _number("days_in_stage", Text("停留", "In stage"), DAYS, 0),
        _number("start_delay", Text("逾期开工", "Start delayed"), DAYS, 0),
        _number("blocker_days", Text("卡点时长", "Blocked for"), DAYS, 0),
        _number("blockers_open", Text("未解卡点", "Open blockers"), ITEMS, 0),
        _number("overdue", Text("逾期", "Overdue"), ITEMS, 0),
        _number("longest", Text("最长逾期", "Longest overdue"), DAYS, 0),
        Column("light", Text("灯", "Light"), Form.LIGHT),
        Column("since", Text("到达日期", "Since"), Form.DATE, muted=True),
        Column("blocker_due", Text("办结期限", "Due"), Form.DATE, muted=True),
        Column("blocker_category", Text("卡点", "Blocker"), choices=fields.BLOCKER_CATEGORY.choices),
        _words("blocker_owner", Text("责任单位", "Owner"), muted=True),
        _words("reason", Text("原因", "Reason")),
        _words("published", Text("公布值", "Published"), muted=True),
        Column(ORIGIN, Text("数据性质", "Kind of data"), muted=True),
        _words("period", Text("报告期", "Period")),
        _words("name", Text("名称", "Name")),
    )
}


FORMS = {Type.DATE: Form.DATE, Type.MONEY: Form.NUMBER, Type.NUMBER: Form.NUMBER, Type.COUNT: Form.NUMBER}
SMALL = frozenset({fields.FINE.key, fields.LOSS.key})
SECONDARY = frozenset({fields.TOWN.key, fields.SECTOR.key, fields.TRADE.key, fields.INVESTOR.key, fields.LIAISON.key})
PILLS = (Form.LIGHT, Form.PILL)
# Streamlit's names for the colours of pills.
LIGHTS = {"red": "red", "amber": "orange", "green": "green", "grey": "gray"}


def of_field(item: Field) -> Column:
    """The column of a catalogue field, in the unit queries answer in: amounts in 亿元, fines and losses in 万元."""
    unit = YI_YUAN if item.unit == WAN_YUAN and item.key not in SMALL else item.unit
    form = Form.PROGRESS if item.key == fields.PROGRESS.key else FORMS.get(item.type, Form.TEXT)
    return Column(
        item.key,
        item.name,
        form,
        None if form is Form.PROGRESS else unit,
        2 if item.type is Type.MONEY else 0,
        item.definition,
        item.key in SECONDARY,
        choices=item.choices,
    )


def of_indicator(item: Indicator, key: str = "value") -> Column:
    """The column of an indicator's values, in its unit and decimals."""
    return Column(key, item.name, Form.NUMBER, item.unit, item.decimals, item.definition)


_FIELDS = {item.key: item for item in reversed(list(vars(fields).values())) if isinstance(item, Field)}


def column(key: str) -> Column:
    """The column declared for a key: in `DERIVED`, else the catalogue's; KeyError when there is none."""
    return DERIVED.get(key) or of_field(_FIELDS[key])


def table(
    frame: pd.DataFrame,
    columns: Sequence[str | Column],
    *,
    names: Names | None = None,
    key: str | None = None,
) -> Table:
    """The named columns of a frame, in this order; keys the frame has not are left out.

    `names` gives words for codes by column key (``{"town": {...}}``); choices of the catalogue speak for themselves.
    Lights are ``red``, ``amber``, ``green``, with the word's key in column `state` if there is one. `key` is the
    column whose values open a row.
    """
    declared = [column(c) if isinstance(c, str) else c for c in columns]
    known = tuple(c for c in declared if c.key in frame)
    spoken = {c.key: _spoken(frame, c, names or {}) for c in known}
    raw = pd.DataFrame(spoken, index=frame.index)
    shown = pd.DataFrame({c.key: _shown(raw[c.key], c) for c in known}, index=frame.index)
    keys = tuple(frame[key].astype(str)) if key else ()
    return Table(known, shown.reset_index(drop=True), raw.reset_index(drop=True), keys)


def _spoken(frame: pd.DataFrame, item: Column, names: Names) -> "pd.Series[Any]":
    """A column's values in words or numbers, as they are taken away."""
    values = frame[item.key]
    if item.numeric:
        return values.astype(float)
    if item.form is Form.DATE:
        return pd.to_datetime(values).dt.date
    if item.form is Form.LIGHT:
        return _lights(frame)
    words = names.get(item.key) or {choice.key: choice.name for choice in item.choices}
    return values.map(lambda value: _word(value, words))


def _lights(frame: pd.DataFrame) -> "pd.Series[Any]":
    states = frame["state"] if "state" in frame else pd.Series(None, index=frame.index, dtype=object)
    words = [
        "" if pd.isna(light) else f.light_word(light, None if pd.isna(state) else state)
        for light, state in zip(frame["light"], states, strict=True)
    ]
    return pd.Series(words, index=frame.index, dtype=object)


def _word(value: object, words: Mapping[str, Text]) -> str:
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN and NaT differ from themselves
        return ""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return str(words.get(str(value), value))


def _shown(values: "pd.Series[Any]", item: Column) -> "pd.Series[Any]":
    """The values rounded half up, so that no second rounding can disagree with a chart; lights as lists of one word."""
    if item.numeric:
        exact = [f.rounded(value, item.decimals) for value in values]
        return pd.Series([None if v is None else float(v) for v in exact], index=values.index, dtype=float)
    if item.form in PILLS:
        return values.map(lambda word: [word] if word else [])
    if item.key == ORIGIN:
        return values.map(lambda kind: f.source_word(kind) if kind in ORIGINS else kind)
    return values.replace("", f.MISSING) if item.words_at_right else values


def pill_options(item: Column) -> dict[str, str]:
    """Every word a pill of the column may say, and Streamlit's colour name for it."""
    return {word: LIGHTS[color] for word, color in item.pills} if item.form is Form.PILL else light_options()


def light_options() -> dict[str, str]:
    """Every light's word and Streamlit's colour name for it."""
    reds, ambers = (("red", "late"), ("red", "overdue")), (("amber", "warning"), ("amber", "due_soon"))
    states = (*reds, *ambers, ("green", "normal"), ("green", "cured"))
    return {f.light_word(light, state): LIGHTS[light] for light, state in states}


def with_total(frame: pd.DataFrame, *, name: str = "name", sums: Sequence[str] = ("value", "base")) -> pd.DataFrame:
    """The frame with a last row 合计: the sums of additive columns, and the growth of the sums.

    Shares, contributions and pulls, where the frame has them, add up as well; everything else stays empty.
    """
    added = [c for c in (*sums, "share", "contribution", "pull") if c in frame]
    total: dict[str, Any] = {c: frame[c].sum(min_count=1) for c in added}
    total[name] = tr("Total")
    if {"value", "base", "growth"} <= set(frame.columns):
        total["growth"] = (total["value"] / total["base"] - 1) * 100 if total["base"] else None
    return pd.concat([frame, pd.DataFrame([total])], ignore_index=True)


def crossed(cells: pd.DataFrame, item: Indicator, *, name: Text) -> Table:
    """An additive indicator's cells of a heat map as a table: a row and a column each by total, totals first.

    `cells`: `row_name`, `column_name`, `value`; `name` heads the rows.
    """
    grid = cells.pivot_table(index="row_name", columns="column_name", values="value", aggfunc="sum")
    across = list(grid.sum().sort_values(ascending=False, kind="stable").index)
    rows = grid[across].assign(total=grid.sum(axis="columns")).sort_values("total", ascending=False, kind="stable")
    heads = [Column("row_name", name), Column("total", tr("Total"), Form.NUMBER, item.unit, item.decimals)]
    columns = [Column(str(key), str(key), Form.NUMBER, decimals=item.decimals) for key in across]
    return table(rows.reset_index(), [*heads, *columns])


def renamed(item: str | Column, name: Text | str | None = None, *, unit: bool = True) -> Column:
    """A declared column under another name; without its `unit` where the title says it."""
    declared = column(item) if isinstance(item, str) else item
    return replace(
        declared,
        name=declared.name if name is None else name,
        unit=declared.unit if unit else None,
    )


def unshown(*items: str | Column) -> tuple[Column, ...]:
    """Declared columns that are only taken away."""
    return tuple(replace(column(item) if isinstance(item, str) else item, hidden=True) for item in items)


def as_table(frame: pd.DataFrame) -> Table:
    """A plain frame as a table: its column names are the headers, numbers keep six decimals at most."""
    columns = tuple(
        Column(str(key), str(key), Form.NUMBER if pd.api.types.is_numeric_dtype(frame[key]) else Form.TEXT, decimals=2)
        for key in frame.columns
    )
    plain = frame.rename(columns=str).reset_index(drop=True)
    return Table(columns, plain, plain)

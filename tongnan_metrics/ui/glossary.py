"""The catalogue as readers look it up: indicators by their words, datasets with their columns, printed figures."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd

from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.datasets import DATASETS
from tongnan_metrics.catalog.indicators import GROUPS, INDICATORS, splits_of
from tongnan_metrics.catalog.model import Dataset, Field, Indicator, Kind, Role, Type
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.kept import kept
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f
from tongnan_metrics.present import tables
from tongnan_metrics.present.tables import Column, Form, Table
from tongnan_metrics.query.freshness import freshness
from tongnan_metrics.query.peers import INDEX
from tongnan_metrics.ui import provenance
from tongnan_metrics.ui.blocks import selection_words
from tongnan_metrics.ui.cards import Row
from tongnan_metrics.ui.view import View

ALL = "all"
SECTIONS = {
    "indicators": Text("指标", "Indicators"),
    "datasets": Text("数据表", "Datasets"),
    "published": Text("公布与计算对照", "Published and computed"),
}
KINDS: Mapping[Kind, Text] = {
    Kind.LEVEL: Text("总量", "Level"),
    Kind.GROWTH: Text("增速", "Growth"),
    Kind.SHARE: Text("占比", "Share"),
    Kind.GAP: Text("差距", "Gap"),
    Kind.RANK: Text("位次", "Rank"),
    Kind.COUNT: Text("个数", "Count"),
    Kind.INDEX: Text("指数", "Index"),
    Kind.DURATION: Text("天数", "Days"),
    Kind.STREAK: Text("连续时长", "Streak"),
    Kind.TARGET: Text("目标", "Target"),
}
DIRECTIONS = {
    1: Text("越高越好", "More is better"),
    -1: Text("越低越好", "Less is better"),
    0: Text("不分优劣", "Neither"),
}
ROLES: Mapping[Role, Text] = {
    Role.DIMENSION: Text("基础名录", "Register"),
    Role.PERIODIC: Text("分期报表", "Periodic report"),
    Role.LEDGER: Text("台账", "Ledger"),
    Role.SETTING: Text("设置", "Settings"),
    Role.DERIVED: Text("汇总", "Derived"),
}
TYPES: Mapping[Type, Text] = {
    Type.CODE: Text("代码", "Code"),
    Type.TEXT: Text("文字", "Text"),
    Type.CHOICE: Text("选项", "Choice"),
    Type.DATE: Text("日期", "Date"),
    Type.TIME: Text("时间", "Time"),
    Type.PERIOD: Text("报告期", "Period"),
    Type.MONEY: Text("金额", "Money"),
    Type.NUMBER: Text("数值", "Number"),
    Type.COUNT: Text("整数", "Whole number"),
    Type.FLAG: Text("是否", "Yes or no"),
}

NAME = Column("name", fields.INDICATOR.name, width=210)
KEY = Column("key", Text("代码", "Key"), muted=True)
DEFINITION = Column("definition", Text("定义", "Definition"), width=310)
INDICATOR_COLUMNS = (
    NAME,
    Column("kind", Text("类型", "Kind"), muted=True),
    Column("unit", Text("单位", "Unit"), muted=True),
    DEFINITION,
    *tables.unshown(
        KEY,
        Column("group", Text("分组", "Group")),
        Column("formula", Text("公式", "Formula")),
        Column("standard", Text("依据", "Standard")),
        Column("caveat", Text("说明", "Note")),
        Column("direction", Text("方向", "Direction")),
        Column("dimensions", Text("可分组", "Can be split by")),
        Column("aliases", Text("别名", "Also printed as")),
    ),
)
DATASET_COLUMNS = (
    Column("name", Text("数据表", "Dataset")),
    Column("role", Text("性质", "Role"), muted=True),
    Column("rows", Text("行数", "Rows"), Form.NUMBER),
    Column("latest", Text("最新报告期", "Latest period"), muted=True),
    *tables.unshown(KEY, DEFINITION),
)
FIELD_COLUMNS = (
    Column("name", Text("列", "Column"), width=120),
    Column("key", KEY.name, muted=True, width=140),
    Column("type", Text("类型", "Type"), muted=True),
    Column("unit", Text("单位", "Unit"), muted=True),
    Column("needed", Text("填写", "Needed"), muted=True),
    Column("definition", DEFINITION.name, width=230),
    Column("allowed", Text("取值", "Allowed"), width=200),
    Column("aliases", Text("其他表头", "Other headers"), width=200),
)
RECONCILED_COLUMNS = (
    Column("mark", Text("对照", "Agrees")),
    Column("name", fields.INDICATOR.name, width=200),
    Column("period_name", fields.PERIOD.name, muted=True),
    Column("printed_words", Text("公布值", "Published"), words_at_right=True),
    Column("computed_words", Text("计算值", "Computed"), words_at_right=True),
    Column("origin", Text("计算依据", "Computed from"), muted=True),
    Column("why", Text("说明", "Note"), muted=True),
    *tables.unshown(
        Column("title", Text("公布来源", "Published in")),
        Column("difference", Text("计算减公布", "Computed less published"), Form.NUMBER, decimals=4),
        Column("printed_period", fields.PRINTED_PERIOD.name),
        Column("scope", fields.SCOPE.name),
        Column("figure", fields.FIGURE.name),
    ),
)


def groups() -> dict[str, Text]:
    """What the indicators can be narrowed to: all, or one group of the catalogue."""
    return {ALL: Text("全部", "All"), **{key: name for key, (name, _) in GROUPS.items()}}


def found(words: str, group: str = ALL) -> tuple[Indicator, ...]:
    """The indicators of a group that have all the words in their names, keys, aliases or definitions."""
    items = INDICATORS.values() if group == ALL else GROUPS[group][1]
    return tuple(item for item in items if _has(_searched(item), words))


def _has(text: str, words: str) -> bool:
    return all(word in text for word in words.casefold().split())


@cache
def _searched(item: Indicator) -> str:
    names = (item.name.zh, item.name.en, item.definition.zh, item.definition.en)
    return " ".join((item.key, *item.aliases, *names)).casefold()


@kept
def indicator_table(items: Iterable[Indicator]) -> Table:
    """Indicators in rows, each opening its own."""
    rows = [_indicator_row(item) for item in items]
    return tables.table(_framed(rows, INDICATOR_COLUMNS), INDICATOR_COLUMNS, key="key")


def _framed(rows: Sequence[Mapping[str, object]], columns: Sequence[Column]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[column.key for column in columns])


def _indicator_row(item: Indicator) -> dict[str, str]:
    return {
        "key": item.key,
        "name": str(item.name),
        "group": str(GROUPS[_group(item)][0]),
        "kind": str(KINDS[item.kind]),
        "unit": str(item.unit),
        "definition": str(item.definition),
        "formula": provenance.formula_words(item),
        "standard": str(item.standard or ""),
        "caveat": str(item.caveat or ""),
        "direction": str(DIRECTIONS[item.direction]),
        "dimensions": _dimensions(item),
        "aliases": tr(", ").join(item.aliases),
    }


def _group(item: Indicator) -> str:
    return next(key for key, (_, items) in GROUPS.items() if item in items)


def _dimensions(item: Indicator) -> str:
    return tr(", ").join(str(field.name) for field in splits_of(item)) or tr("whole district only")


def detail(view: View, item: Indicator) -> Iterator[Row]:
    """Everything known of an indicator, with its figure for the selection."""
    figure = view.figure(item.key)
    said = f.with_unit(item, figure.number, published=figure.published)
    yield tr("Figure"), f.DOT.join((said, selection_words(view, sectors=False)))
    yield from provenance.lines(figure, view.sources(figure))
    yield tr("Kind"), str(KINDS[item.kind])
    yield tr("Unit"), tr("{unit}, {n} decimals", unit=item.unit, n=item.decimals)
    yield tr("Direction"), str(DIRECTIONS[item.direction])
    yield tr("Can be split by"), _dimensions(item)
    if item.aliases:
        yield tr("Also printed as"), tr(", ").join(item.aliases)


def page_of(item: Indicator) -> str:
    """The page that shows an indicator: the index's own, else that of its group, if there is one."""
    return "index" if INDEX in item.key else _group(item)


def page_words(item: Indicator) -> str:
    """The words of the link to that page."""
    return tr(
        "See it on the page {name}", name=INDICATORS[INDEX].name if INDEX in item.key else GROUPS[_group(item)][0]
    )


@kept
def dataset_table(view: View, words: str = "") -> Table:
    """The datasets that have all the words, with how many rows the release holds, each opening its own."""
    held = view.ask(freshness).datasets.set_index("dataset")
    rows = [
        {
            "key": dataset.key,
            "name": str(dataset.name),
            "role": str(ROLES[dataset.role]),
            "rows": held["rows"].get(dataset.key),
            "latest": _period_words(held["latest"].get(dataset.key)),
            "definition": str(dataset.definition),
        }
        for dataset in DATASETS.values()
        if _has(_words_of(dataset), words)
    ]
    return tables.table(_framed(rows, DATASET_COLUMNS), DATASET_COLUMNS, key="key")


@cache
def _words_of(dataset: Dataset) -> str:
    names = (dataset.name, dataset.definition, *(field.name for field in dataset.fields))
    return " ".join((dataset.key, *(f"{name.zh} {name.en}" for name in names))).casefold()


def _period_words(period: object) -> str:
    return Period.parse(period).label() if isinstance(period, str) else ""


@kept
def column_table(dataset: Dataset) -> Table:
    """A dataset's columns: what each holds, its unit, what it may hold, and headers it is read from."""
    return tables.table(pd.DataFrame([_field_row(field, dataset) for field in dataset.fields]), FIELD_COLUMNS)


def _field_row(field: Field, dataset: Dataset) -> dict[str, str]:
    is_key = field.key in dataset.primary_key
    needed = tr("key") if is_key else tr("optional") if field.key in dataset.optional else tr("required")
    return {
        "name": str(field.name),
        "key": field.key,
        "type": str(TYPES[field.type]),
        "unit": str(field.unit or ""),
        "needed": needed,
        "definition": str(field.definition),
        "allowed": _allowed(field),
        "aliases": tr(", ").join(field.aliases),
    }


def _allowed(field: Field) -> str:
    if field.choices:
        return tr(", ").join(str(choice.name) for choice in field.choices)
    if field.references:
        return tr("a key of “{dataset}”", dataset=DATASETS[field.references].name)
    if field.minimum is not None and field.maximum is not None:
        return f"{f.number(field.minimum, 0)}—{f.number(field.maximum, 0)}"
    return tr("{least} and more", least=f.number(field.minimum, 0)) if field.minimum is not None else ""


def counts(rows: pd.DataFrame) -> dict[str, int]:
    """How much there is to look up, and how many published figures agree and differ: for the page's answer."""
    return {
        "indicators": len(INDICATORS),
        "datasets": len(DATASETS),
        "published": len(rows),
        "agree": int(rows["matches"].eq(other=True).sum()),
        "differ": int(rows["matches"].eq(other=False).sum()),
    }


def verdict(rows: pd.DataFrame) -> str:
    """How many of the published figures agree, differ, or cannot be computed."""
    told = counts(rows)
    silent = told["published"] - told["agree"] - told["differ"]
    return tr("{agree} agree, {differ} differ, {silent} printed only", **told, silent=silent)


@kept
def reconciliation_table(rows: pd.DataFrame, words: str) -> Table:
    """Published figures beside computed ones, those that differ first; only those whose indicator has the words."""
    shown = {item.key for item in found(words)}
    kept = rows[rows["indicator"].isin(shown)]
    order = kept["matches"].map({False: 0, True: 1}).fillna(2)
    ordered = kept.assign(order=order).sort_values("order", kind="stable").to_dict("records")
    return tables.table(_framed([_reconciled(row) for row in ordered], RECONCILED_COLUMNS), RECONCILED_COLUMNS)


def _reconciled(row: Mapping[Hashable, Any]) -> dict[str, object]:
    item = INDICATORS[str(row["indicator"])]
    marks = {True: tr("✓ agrees"), False: tr("≠ differs")}
    computed = row["computed"]
    return {
        **{str(key): value for key, value in row.items()},
        "mark": marks.get(row["matches"]) or tr("printed only"),
        "name": str(item.name),
        "period_name": _period_words(row["period"]),
        "printed_words": f.quantity(str(row["printed"]), item.unit),
        "computed_words": f.with_unit(item, None if pd.isna(computed) else computed),
        "why": row["reason"] or row["note"],
    }

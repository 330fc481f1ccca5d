"""The kinds of facts the catalogue holds: fields, datasets, measures, indicators. Frozen values, no I/O."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import pyarrow as pa

from tongnan_metrics.locale import Text


class Type(StrEnum):
    """What a column holds, and so how it is stored and checked."""

    CODE = "code"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    TIME = "time"
    PERIOD = "period"
    MONEY = "money"
    NUMBER = "number"
    COUNT = "count"
    FLAG = "flag"

    @property
    def arrow(self) -> pa.DataType:
        """The Arrow type a column of this kind is stored as."""
        return ARROW[self]


ARROW: dict[Type, pa.DataType] = {
    Type.CODE: pa.string(),
    Type.TEXT: pa.string(),
    Type.CHOICE: pa.string(),
    Type.DATE: pa.date32(),
    Type.TIME: pa.timestamp("ms"),
    Type.PERIOD: pa.string(),
    Type.MONEY: pa.decimal128(18, 2),
    Type.NUMBER: pa.decimal128(18, 6),
    Type.COUNT: pa.int64(),
    Type.FLAG: pa.bool_(),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure; a stored amount divided by `scale` is in this unit. `one` is its English for just one."""

    key: str
    name: Text
    scale: int = 1
    one: str = ""

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value of a choice field, and the other words offices write for it."""

    key: str
    name: Text
    aliases: tuple[str, ...] = ()


class Against(StrEnum):
    """What a number coming in is held against: itself as published, the same period of last year, the period before."""

    RELEASE = "release"
    YEAR_BEFORE = "year_before"
    PREVIOUS = "previous"


class Since(StrEnum):
    """Where a cumulative number begins: in January of its year, or with the thing itself."""

    JANUARY = "january"
    START = "start"


@dataclass(frozen=True, slots=True)
class Jump:
    """When a number is so far from another that somebody should look again.

    It may be `factor` times as much, or as little, as what it is held `against`; where both are below `least`, in the
    stored unit, anything may happen. A number cumulated `since` some time never falls within it, unless it `may_fall`;
    one cumulated since January is held by the month against the period before.
    """

    factor: int | None = None
    least: Decimal = Decimal(0)
    against: tuple[Against, ...] = tuple(Against)
    since: Since | None = None
    may_fall: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One column, said once: wherever a dataset has it, it means this.

    `aliases` are headers seen in offices' workbooks, besides the names. `references` is the dataset whose key
    the column holds. `minimum` and `maximum` bound numbers, both included; `jump` says when one is surprising.
    """

    key: str
    name: Text
    type: Type
    definition: Text
    unit: Unit | None = None
    aliases: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    references: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    jump: Jump | None = None

    def choice(self, key: str) -> Choice:
        """The choice with this key; KeyError when there is none."""
        return {c.key: c for c in self.choices}[key]

    @property
    def choice_keys(self) -> tuple[str, ...]:
        """The stored values a choice field allows, in order."""
        return tuple(c.key for c in self.choices)


class Role(StrEnum):
    """How rows of a dataset stand in time."""

    DIMENSION = "dimension"
    PERIODIC = "periodic"
    LEDGER = "ledger"
    SETTING = "setting"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table of a release: its columns in order, its key, and which columns may be empty.

    Rows of one that is `append_only` are never changed once they are published. `needed` names columns that may be
    empty except where another column holds a value: ``("due", "kind", "due")``.
    """

    key: str
    name: Text
    definition: Text
    role: Role
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    optional: frozenset[str] = frozenset()
    sort: tuple[str, ...] = ()
    append_only: bool = False
    needed: tuple[tuple[str, str, str], ...] = ()

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema its Parquet file has."""
        return pa.schema([pa.field(f.key, f.type.arrow, nullable=f.key in self.optional) for f in self.fields])

    def field(self, key: str) -> Field:
        """The column with this key; KeyError when the dataset has none."""
        return {f.key: f for f in self.fields}[key]

    def has(self, key: str) -> bool:
        """Whether the dataset has a column of this key."""
        return any(f.key == key for f in self.fields)


# Columns, and for each the values that keep a row.
Where = tuple[tuple[str, tuple[str | bool, ...]], ...]


class Mode(StrEnum):
    """How a measure's rows make a cumulative figure of a period.

    REPORTED: rows carry the period, the amount since January and, in `base`, that of the year before.
    PROGRESS: rows carry the period and the amount since January; the base is the year before's own rows.
    FLOW: dated rows count from January to the period's end.
    STOCK: rows count while they are open: entered by the period's end and not left by then.
    """

    REPORTED = "reported"
    PROGRESS = "progress"
    FLOW = "flow"
    STOCK = "stock"


@dataclass(frozen=True, slots=True)
class Measure:
    """An additive quantity of the monthly cube, made from one dataset.

    `value` is the summed column (None counts rows), `base` its same-period base. `when` is the date a row enters
    a period, `until` the date it leaves a stock, `done` a date that must lie within the period for the row to
    count (a stock holds it from then on). Of rows with the same `once` only the first of a year counts: that column
    must decide all the row's dimensions. `where` keeps rows whose column is one of the values.
    """

    key: str
    dataset: str
    mode: Mode
    value: str | None = None
    base: str | None = None
    when: str | None = None
    until: str | None = None
    done: str | None = None
    once: str | None = None
    where: Where = ()


@dataclass(frozen=True, slots=True)
class RowSet:
    """Rows that pages list one by one and indicators are computed from.

    `datasets` are those they come from, and decide what they can be filtered by. `splits` are the columns their
    indicators can be split by. `begins` is the dataset and the column whose first day begins the record; None when
    every period has them. `unknown` says why there are none to be known. Where it is not `based`, a year before tells
    nothing to hold it against.
    """

    key: str
    name: Text
    datasets: tuple[str, ...]
    splits: tuple[Field, ...]
    begins: tuple[str, str] | None = None
    unknown: Text = Text("本期没有数据", "No data for this period")  # noqa: RUF009 - a frozen value
    based: bool = True


class Kind(StrEnum):
    """What sort of number an indicator is."""

    LEVEL = "level"
    GROWTH = "growth"
    SHARE = "share"
    GAP = "gap"
    RANK = "rank"
    COUNT = "count"
    INDEX = "index"
    STREAK = "streak"
    DURATION = "duration"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a measure."""

    measure: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """One measure's sum for every `per` of another's."""

    numerator: str
    denominator: str
    per: int = 100


class How(StrEnum):
    """What a statistic says of rows: how many, or what their numbers come to."""

    COUNT = "count"
    DISTINCT = "distinct"
    SUM = "sum"
    SHARE = "share"
    MEAN = "mean"
    MEDIAN = "median"
    NINETIETH = "ninetieth"
    MAXIMUM = "maximum"


@dataclass(frozen=True, slots=True)
class Statistic:
    """What rows that pages list come to, where no sum of a cube says it: a count by state, a median of days.

    `rows` is a `RowSet`'s key; `where` keeps those it is about. `column` is the number it is of, or what distinct ones
    are counted of. `over` holds the day a stay is over: one that is not counts as censored. A share is of the rows that
    have `hits`, in percent.
    """

    rows: str
    how: How = How.COUNT
    column: str | None = None
    where: Where = ()
    over: str | None = None
    hits: Where = ()


@dataclass(frozen=True, slots=True)
class Growth:
    """Change of an indicator on its same-period base, in percent."""

    of: str


@dataclass(frozen=True, slots=True)
class Input:
    """A rate the district and its peers report as such: a component of `index_inputs`."""

    component: str


@dataclass(frozen=True, slots=True)
class Gap:
    """An indicator less that of the city or the nation, in percentage points."""

    of: str
    versus: str


@dataclass(frozen=True, slots=True)
class Rank:
    """The place among the city's districts or in the assessment group; ties share the better place."""

    of: str
    among: str


@dataclass(frozen=True, slots=True)
class Composite:
    """The composite index of the components in `index_method`."""


@dataclass(frozen=True, slots=True)
class Streak:
    """Whole months since the last accident graded major or worse, or since the record began."""


@dataclass(frozen=True, slots=True)
class Completion:
    """The share of the year's target reached, in percent."""

    of: str


@dataclass(frozen=True, slots=True)
class Pace:
    """Completion of the year's target less the share of the year gone, in percentage points (序时进度)."""

    of: str


@dataclass(frozen=True, slots=True)
class Printed:
    """Known only as printed in a source: nothing in the release computes it.

    A target names in `of` the indicator it is for.
    """

    of: str | None = None


Formula = Sum | Ratio | Statistic | Growth | Input | Gap | Rank | Composite | Streak | Completion | Pace | Printed


@dataclass(frozen=True, slots=True)
class Indicator:
    """A catalogued measure users see: what it is, how it is computed and what it does not say.

    `direction` is 1 when more is better, -1 when less is, 0 when neither. `standard` names where the definition
    comes from. `aliases` are the other keys a source prints it under. `status` is ``verified`` or ``assumed``.
    """

    key: str
    name: Text
    kind: Kind
    unit: Unit
    decimals: int
    formula: Formula
    definition: Text
    direction: int = 1
    standard: Text | None = None
    caveat: Text | None = None
    aliases: tuple[str, ...] = ()
    status: str = "verified"

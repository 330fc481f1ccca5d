"""The example row of a template: recognised by its number cell and left out, unless somebody wrote over it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.model import Field, Type
from tongnan_metrics.ingest.values import FROM_CATALOGUE
from tongnan_metrics.locale import LANGUAGES, Text, speaking, tr

Value = str | int | float | dt.date

EXAMPLE = Text("示例", "Example")
# What the number cell of an example row says, without spaces and case.
MARK = r"^(示例|例|example)$"
SIGN_OF_MARK = r"[例eEｅＥ]"
DAY = dt.date(2022, 2, 9)
BY_TYPE: Mapping[Type, Value] = {
    Type.PERIOD: "2022-02",
    Type.DATE: DAY,
    Type.TIME: dt.datetime.combine(DAY, dt.time(9, 30)),
    Type.MONEY: 1234.5,
    Type.COUNT: 3,
}
BY_KEY: Mapping[str, Value] = {"year": DAY.year, "direction": 1, "lon": 105.84, "lat": 30.19, "rate": 16.5}


def example(field: Field) -> Value:
    """What the example row says in a field's column, in the language in use."""
    if field.key in BY_KEY:
        return BY_KEY[field.key]
    if field.type in BY_TYPE:
        return BY_TYPE[field.type]
    if field.type is Type.NUMBER:
        return BY_KEY["rate"]
    return _words(field)


def _words(field: Field) -> str:
    if field.key in FROM_CATALOGUE:
        return str(next(iter(INDICATORS.values())).name)
    if field.choices:
        return str(field.choices[0].name)
    if field.type is Type.FLAG:
        return tr("yes")
    return f"{EXAMPLE}001" if field.type is Type.CODE else f"{EXAMPLE}{field.name}"


def is_untouched(cells: Mapping[str, str | None], fields: Mapping[str, Field]) -> bool:
    """Whether an example row still says what the template said.

    Columns that refer to a register do not count: what they offer belongs to a release.
    """
    own = {key: field for key, field in fields.items() if not field.references}
    return all(cells[key] is None or cells[key] in texts(field) for key, field in own.items())


@cache
def texts(field: Field) -> frozenset[str]:
    """The example of a field as a file gives it back, in every language."""
    return frozenset(_texts(field))


def _texts(field: Field) -> Iterator[str]:
    for chosen in LANGUAGES:
        with speaking(chosen):
            value = example(field)
        yield value.isoformat() if isinstance(value, dt.date) else _plain(value)


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{Decimal(str(value)).normalize():f}"

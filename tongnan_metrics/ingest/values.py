"""Reads one written value: a number, a day, a period, a choice. What can't be read says why and what to write."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tongnan_metrics.catalog.indicators import INDICATORS, UnknownIndicatorError, indicator
from tongnan_metrics.catalog.model import Choice, Field, Type
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.catalog.places import nearest
from tongnan_metrics.ingest.units import shift_of
from tongnan_metrics.ingest.words import plain
from tongnan_metrics.locale import tr

Value = str | bool | int | Decimal | dt.date

NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:e[+-]?\d{1,3})?)(\D*)")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+[\d:.]+)?")
EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
CLOCK = re.compile(r"[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
LOST_ZERO = re.compile(r"(\d{4})\.1")
SERIAL = re.compile(r"\d{5}")
SERIAL_FROM = dt.date(1899, 12, 30)  # day 0 of a spreadsheet's calendar
SERIALS = range(20_000, 80_000)  # 1954 to 2119
YEARS = range(1949, 2120)
TRUTHS: Mapping[str, bool] = {
    **dict.fromkeys(("是", "有", "true", "yes", "y", "1", "√", "✓", "✔", "对"), True),
    **dict.fromkeys(("否", "没有", "false", "no", "n", "0", "×", "✗", "✘", "非"), False),
}
# Texts whose meaning the catalogue knows though no dataset holds them.
FROM_CATALOGUE = frozenset({"indicator", "component"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a value can't be read, and what to write instead."""

    message: str
    suggestion: str


class WrongValueError(ValueError):
    """A value that can't be read."""

    def __init__(self, message: str, suggestion: str) -> None:
        super().__init__(message)
        self.wrong = Wrong(message, suggestion)


def reader_of(field: Field) -> Callable[[str], Value] | None:
    """How one written value of a field is read; None for texts, codes and numbers, which are read by the column."""
    if field.key in FROM_CATALOGUE:
        return read_indicator
    if field.type is Type.CHOICE:
        return lambda text: read_choice(field, text)
    return READERS.get(field.type)


def read_number(field: Field, text: str, *, shift: int = 0) -> Decimal:
    """A number in the stored unit: thousands separators, accountants' brackets and a unit in the cell are understood.

    `shift` moves the decimal point from the column's unit; a unit in the cell itself goes first.
    """
    written = unicodedata.normalize("NFKC", text).replace(" ", "").lstrip("'’`¥￥").casefold()
    if negative := re.fullmatch(r"\((.+)\)", written):
        written = f"-{negative[1]}"
    match = NUMBER.fullmatch(written)
    moved = shift if not match or not match[2] else _shift_in_cell(field, match[2])
    if not match or moved is None:
        raise WrongValueError(tr("“{value}” is not a number", value=text), tr("Write digits only, such as 1234.5."))
    return Decimal(match[1].replace(",", "")).scaleb(moved)


def _shift_in_cell(field: Field, unit: str) -> int | None:
    rates = {"%": 0, "‰": -1} if field.type is Type.NUMBER and field.unit is None else {}
    return rates.get(unit, shift_of(field, unit))


def read_date(text: str) -> dt.date:
    """A day: ``2022-02-09``, ``2022年2月9日``, ``2022/2/9``, ``20220209`` or a spreadsheet's day number."""
    written = unicodedata.normalize("NFKC", text).strip()
    if SERIAL.fullmatch(written) and int(written) in SERIALS:
        return SERIAL_FROM + dt.timedelta(days=int(written))
    if match := DAY.fullmatch(written) or EIGHT_DIGITS.fullmatch(written):
        try:
            day = dt.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            day = None
        if day and day.year in YEARS:
            return day
    raise WrongValueError(tr("“{value}” is not a day", value=text), tr("Write year, month and day, as 2022-02-09."))


def read_time(text: str) -> dt.datetime:
    """A time of a day: ``2022-04-12 09:30``, ``2022年4月12日 9:30:15``; a day alone is its midnight."""
    day, clock = read_date(text), CLOCK.search(unicodedata.normalize("NFKC", text))
    try:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
        return dt.datetime.combine(day, dt.time(hours, minutes, seconds))
    except ValueError:
        pass
    raise WrongValueError(tr("“{value}” is not a time", value=text), tr("Write day and time, as 2022-04-12 09:30."))


def read_period(text: str) -> str:
    """A reporting period as stored, ``2022-02``, from what an office wrote or from the date its cell became."""
    try:
        return str(Period.read(text))
    except ValueError:
        pass
    if match := LOST_ZERO.fullmatch(unicodedata.normalize("NFKC", text).strip()):
        raise WrongValueError(
            tr("“{value}” may be October: a spreadsheet drops the last 0 of {value}0", value=text.strip()),
            tr("Write {year}-10 for January to October, {year}-02 for January and February together.", year=match[1]),
        )
    try:
        day = read_date(text)
    except WrongValueError:
        day = None
    if day is None or day.month == 1:
        raise WrongValueError(
            tr("“{value}” is not a reporting period", value=text),
            tr("Write 2022-02 for January and February together, 2022-03 for January to March."),
        )
    return str(Period.of(day))


def read_flag(text: str) -> bool:
    """Yes or no, in the signs offices use."""
    truth = TRUTHS.get(plain(text))
    if truth is None:
        raise WrongValueError(tr("“{value}” is neither yes nor no", value=text), tr("Write yes or no."))
    return truth


READERS: Mapping[Type, Callable[[str], Value]] = {
    Type.DATE: read_date,
    Type.TIME: read_time,
    Type.PERIOD: read_period,
    Type.FLAG: read_flag,
}


def read_choice(field: Field, text: str) -> str:
    """The key of a choice, from its key, name or one of its other words."""
    words = _choices(field)
    found = words.get(plain(text))
    if found is None:
        close = words.get(nearest(plain(text), words) or "")
        raise WrongValueError(
            tr("“{value}” is no {column}", value=text, column=field.name),
            _meant(close) if close else tr("Choose one of: {names}.", names=_listed(field.choices)),
        )
    return found.key


def read_indicator(text: str) -> str:
    """The key of an indicator, from its key, an alias of it or its name."""
    try:
        return indicator(text.strip()).key
    except UnknownIndicatorError:
        named = _indicator_names().get(plain(text))
    if named is None:
        close = nearest(plain(text), [*_indicator_names(), *INDICATORS])
        raise WrongValueError(
            tr("There is no indicator “{value}”", value=text),
            tr("Did you mean “{nearest}”?", nearest=close) if close else tr("Take a key from the dictionary."),
        )
    return named


def _meant(choice: Choice) -> str:
    return tr("Did you mean “{nearest}”?", nearest=choice.name)


def _listed(choices: tuple[Choice, ...]) -> str:
    return "、".join(str(choice.name) for choice in choices)


@cache
def _choices(field: Field) -> Mapping[str, Choice]:
    return {plain(word): c for c in field.choices for word in (*c.aliases, c.name.en, c.name.zh, c.key)}


@cache
def _indicator_names() -> Mapping[str, str]:
    return {plain(name): item.key for item in INDICATORS.values() for name in (item.name.en, item.name.zh)}

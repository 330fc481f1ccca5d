"""Reporting periods as Chinese statistics have them: January and February are one period, figures are cumulative.

Source: the National Bureau of Statistics publishes January and February together and every later month
cumulatively from January.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongnan_metrics.locale import Text, language

# Those written may be of these years; those reckoned from them lie a few years around.
REPORTED_YEARS, YEARS = range(1949, 3000), range(1900, 3100)
FIRST_MONTH = 2
MONTHS = 12
# Periods by their own names, and the month they end in.
WORDS = tuple(
    (rf"(\d{{4}})年?(?:{name})(?:累计)?", month)
    for name, month in (
        ("Q1|第?[1一]季度?", 3),
        ("Q2|第?[2二]季度?|上半年", 6),
        ("Q3|第?[3三]季度?|前三季度", 9),
        ("Q4|第?[4四]季度?|全年", 12),
    )
)
# By their months: after the year's sign, with the January they begin in or without; or six digits.
MONTHLY = (
    r"(\d{4})[年./-](?:1(?:月份?)?[—–\-~至到―－]+|前)?(\d{1,2})(?:个?月份?)?(?:累计)?",
    r"(\d{4})(\d{2})",
)


class Basis(StrEnum):
    """What a figure covers: from January to the period's end, or the period's own month."""

    YTD = "ytd"
    MONTH = "month"

    @property
    def name_text(self) -> Text:
        """The basis as users read it."""
        return Text("累计", "Year to date") if self is Basis.YTD else Text("当月", "Single month")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A reporting month ``2022-02``; there is no January: February stands for January and February.

    Raises ValueError for a month outside 2..12.
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if not FIRST_MONTH <= self.month <= MONTHS or self.year not in YEARS:
            raise ValueError(f"{self.year}-{self.month:02d} is no reporting period")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period written ``YYYY-MM``; ValueError for anything else, January included."""
        match = re.fullmatch(r"(\d{4})-(\d{2})", text)
        if not match:
            raise ValueError(f"{text!r} is no reporting period")
        return _told(int(match[1]), int(match[2]))

    @classmethod
    def read(cls, text: str) -> "Period":
        """The period an office wrote: ``2022年1—2月``, ``2022年3月``, ``2022.02``, ``202202``, ``2022Q1``.

        Raises ValueError when it is none, or a January alone.
        """
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
        for pattern, month in WORDS:
            if match := re.fullmatch(pattern, plain):
                return _told(int(match[1]), month)
        match = next(filter(None, (re.fullmatch(pattern, plain) for pattern in MONTHLY)), None)
        if not match:
            raise ValueError(f"{text!r} is no reporting period")
        return _told(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> "Period":
        """The period a day falls in: a day in January belongs to February's."""
        return cls(day.year, max(day.month, FIRST_MONTH))

    @property
    def start(self) -> date:
        """The first of January of the period's year: where cumulation begins."""
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        """The last day of the period."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def year_share(self) -> float:
        """The share of the year gone at the period's end, by months, 0..1 (序时进度)."""
        return self.month / MONTHS

    @property
    def quarter_end(self) -> "Period":
        """The last period of its quarter."""
        return Period(self.year, -(-self.month // 3) * 3)

    @property
    def year_before(self) -> "Period":
        """The same period of the year before."""
        return Period(self.year - 1, self.month)

    @property
    def previous(self) -> "Period":
        """The period before this one; before a February comes the last December."""
        return Period(self.year - 1, MONTHS) if self.month == FIRST_MONTH else Period(self.year, self.month - 1)

    @property
    def next(self) -> "Period":
        """The period after this one."""
        return Period(self.year + 1, FIRST_MONTH) if self.month == MONTHS else Period(self.year, self.month + 1)

    @property
    def opens_year(self) -> bool:
        """Whether the period is the year's first, January and February: its month figure is its cumulative one."""
        return self.month == FIRST_MONTH

    def label(self, basis: Basis = Basis.YTD) -> str:
        """The period in words: ``2022年1—2月``, ``2022年1—3月``; by month ``2022年3月``."""
        single = basis is Basis.MONTH and not self.opens_year
        if language() == "en":
            month = date(self.year, self.month, 1).strftime("%b")
            return f"{month} {self.year}" if single else f"Jan–{month} {self.year}"
        return f"{self.year}年{self.month}月" if single else f"{self.year}年1—{self.month}月"

    def tick(self) -> str:
        """The period on an axis: ``1—2月``, ``3月``."""
        if language() == "en":
            return "Jan–Feb" if self.opens_year else date(self.year, self.month, 1).strftime("%b")
        return "1—2月" if self.opens_year else f"{self.month}月"


def _told(year: int, month: int) -> Period:
    """A period somebody wrote; ValueError for a year in which nobody reported."""
    if year not in REPORTED_YEARS:
        raise ValueError(f"{year}-{month:02d} is no reporting period")
    return Period(year, month)


def between(first: Period, last: Period) -> Iterator[Period]:
    """Every period from `first` to `last`, both included, in order."""
    while first <= last:
        yield first
        first = first.next

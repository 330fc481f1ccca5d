"""Numbers as users read them: rounding, signs, gaps, ranks, pace, periods and selections in words.

Everything is rounded half up from the number's decimal digits, as the statistics are. Spaced forms are for cards and
tables (`2.5 个百分点`), sentence forms for prose (`高于全市2.5个百分点`).
"""

import math
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from tongnan_metrics.catalog import fields
from tongnan_metrics.catalog.model import Indicator, Kind, Unit
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.catalog.places import CITY, NATION
from tongnan_metrics.catalog.units import PERCENT, POINTS
from tongnan_metrics.locale import Text, language, tr

Number = Decimal | float | int

MISSING = "—"
DOT = " · "
UP, DOWN = "↑", "↓"
NAMED_AT_MOST = 3
# Sums and quotients of floats carry noise in the last digits; without this a computed 16.45 could round down.
NOISE = Decimal("1e-9")


def rounded(value: Number | None, decimals: int) -> Decimal | None:
    """`value` rounded half up to `decimals`; None when it is missing, NaN or infinite. Never a negative zero."""
    if value is None or not math.isfinite(value):
        return None
    exact = Decimal(str(value)).quantize(NOISE, ROUND_HALF_EVEN)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def number(value: Number | None, decimals: int = 2) -> str:
    """`value` with exactly `decimals`, no thousands separators, a true minus sign; ``—`` when missing."""
    exact = rounded(value, decimals)
    return MISSING if exact is None else f"{exact:f}".replace("-", "−")


def signed(value: Number | None, decimals: int = 1) -> str:
    """`value` with its sign, ``+1.2`` or ``−0.3``; zero has none."""
    exact = rounded(value, decimals)
    return f"+{number(exact, decimals)}" if exact is not None and exact > 0 else number(exact, decimals)


def percent(value: Number | None, decimals: int = 1) -> str:
    """A share: ``40.9%``."""
    return number(value, decimals) if rounded(value, decimals) is None else f"{number(value, decimals)}%"


def figure(item: Indicator, value: Number | None, *, published: str | None = None) -> str:
    """An indicator's value without its unit: exactly as printed when it was published, else in its decimals."""
    return published or number(value, item.decimals)


def quantity(text: str, unit: Unit, *, prose: bool = False) -> str:
    """A printed number with its unit: ``18.09 亿元`` in cards, ``18.09亿元`` in prose, ``40.9%`` always."""
    if text == MISSING:
        return text
    if unit == PERCENT:
        return f"{text}%"
    if language() == "zh":
        return f"{text}{unit}" if prose else f"{text} {unit}"
    if unit.one and text == "1":
        return f"{text} {unit.one}"
    return f"{text} × {unit}" if str(unit)[0].isdigit() else f"{text} {unit}"


def with_unit(item: Indicator, value: Number | None, *, published: str | None = None, prose: bool = False) -> str:
    """`figure` and `quantity` in one: an indicator's value with its unit."""
    return quantity(figure(item, value, published=published), item.unit, prose=prose)


def arrow(value: Number | None, decimals: int = 1) -> str:
    """``↑`` or ``↓`` by the sign of the rounded value; empty for zero and when missing."""
    exact = rounded(value, decimals)
    return "" if not exact else UP if exact > 0 else DOWN


def size(value: Number | None, decimals: int) -> str:
    """The rounded value without its sign."""
    exact = rounded(value, decimals)
    return number(None if exact is None else abs(exact), decimals)


def change(value: Number | None, decimals: int = 1, *, suffix: str = "") -> str:
    """A change with its arrow, ``↑ 1.31``; ``持平`` when it rounds to zero."""
    exact = rounded(value, decimals)
    if exact is None:
        return MISSING
    return f"{arrow(exact, decimals)} {size(exact, decimals)}{suffix}" if exact else tr("unchanged")


def growth(value: Number | None) -> str:
    """A same-period change in percent: ``↑ 16.5%``, ``↓ 2.3%``, ``持平``."""
    return change(value, suffix="%")


def growth_word(value: Number | None) -> str:
    """What the arrow says: ``同比增长``, ``同比下降``, ``同比持平``."""
    exact = rounded(value, 1)
    if not exact:
        return tr("level with the year before")
    return tr("up on the year before") if exact > 0 else tr("down on the year before")


def growth_sentence(value: Number | None) -> str:
    """Growth in prose: ``增长16.5%``, ``下降2.3%``, ``与上年同期持平``."""
    exact = rounded(value, 1)
    if not exact:
        return tr("level with the year before")
    return tr("up {growth}%", growth=size(exact, 1)) if exact > 0 else tr("down {growth}%", growth=size(exact, 1))


def points(value: Number | None, decimals: int = 1) -> str:
    """A difference of two rates without its sign: ``2.1 个百分点``."""
    return quantity(size(value, decimals), POINTS)


def area_name(area: str) -> str:
    """The comparator of a gap or rank: city, nation or assessment group, by its code or the word ``group``."""
    return {CITY: tr("the city"), NATION: tr("the nation"), "city": tr("the city")}.get(area) or tr("the group")


def gap(value: Number | None) -> str:
    """A gap in a row of a card: ``高 2.5 个百分点``, ``低 1.0 个百分点``, ``持平``."""
    exact = rounded(value, 1)
    if exact is None:
        return not_published()
    if not exact:
        return tr("the same")
    text = size(exact, 1)
    return tr("{points} points higher", points=text) if exact > 0 else tr("{points} points lower", points=text)


def gap_word(value: Number | None, area: str) -> str:
    """The word after a bold gap: ``高于全市``, ``低于全国``, ``与全市持平``."""
    exact = rounded(value, 1)
    if not exact:
        return tr("level with {area}", area=area_name(area))
    return tr("above {area}", area=area_name(area)) if exact > 0 else tr("below {area}", area=area_name(area))


def gap_sentence(value: Number | None, area: str) -> str:
    """A gap in prose: ``高于全市2.1个百分点``."""
    exact, name = rounded(value, 1), area_name(area)
    if not exact:
        return tr("level with {area}", area=name)
    text = size(exact, 1)
    if exact > 0:
        return tr("{points} percentage points above {area}", points=text, area=name)
    return tr("{points} percentage points below {area}", points=text, area=name)


def rank(place: Number | None) -> str:
    """A place: ``第 12 位``; ``未公布`` when there is none."""
    return not_published() if rounded(place, 0) is None else tr("No. {place}", place=number(place, 0))


def ranks(city: Number | None, group: Number | None) -> str:
    """Both places in a row of a card: ``全市 17 · 考核组 9``."""
    if rounded(city, 0) is None and rounded(group, 0) is None:
        return not_published()
    known = ((tr("city {place}", place=number(city, 0)), city), (tr("group {place}", place=number(group, 0)), group))
    return DOT.join(text for text, place in known if rounded(place, 0) is not None)


def rank_sentence(city: Number | None, group: Number | None = None) -> str:
    """Places in prose: ``全市第17位、考核组第9位``; empty when neither is known."""
    known = (
        (tr("No. {place} in the city", place=number(city, 0)), city),
        (tr("No. {place} in the assessment group", place=number(group, 0)), group),
    )
    return tr(", ").join(text for text, place in known if rounded(place, 0) is not None)


def pace(value: Number | None) -> str:
    """Pace in a row or table: ``超 2.2 个百分点``, ``落后 1.6 个百分点``, ``持平``."""
    exact = rounded(value, 1)
    if exact is None:
        return MISSING
    if not exact:
        return tr("on schedule")
    text = size(exact, 1)
    return tr("{points} points ahead", points=text) if exact > 0 else tr("{points} points behind", points=text)


def pace_sentence(value: Number | None) -> str:
    """Pace in prose: ``超序时进度2.2个百分点``, ``落后序时进度1.6个百分点``, ``与序时进度持平``."""
    exact = rounded(value, 1)
    if not exact:
        return tr("level with the schedule")
    text = size(exact, 1)
    if exact > 0:
        return tr("{points} percentage points ahead of schedule", points=text)
    return tr("{points} percentage points behind schedule", points=text)


def not_published() -> str:
    """What stands where a source prints nothing."""
    return tr("not published")


def difference(item: Indicator, value: Number | None) -> str:
    """A change on the period before, in the indicator's own unit: ``↑ 1.31``, a rate in points ``↑ 0.4 个百分点``."""
    text = change(value, item.decimals)
    rate = item.kind in {Kind.SHARE, Kind.GROWTH, Kind.GAP} and bool(rounded(value, item.decimals))
    return quantity(text, POINTS) if rate else text


def day(value: date, *, year: bool = True) -> str:
    """A day in words: ``2022年3月31日``, without the year ``3月31日``."""
    if language() == "en":
        return f"{value.day} {value:%b}" + (f" {value.year}" if year else "")
    return (f"{value.year}年" if year else "") + f"{value.month}月{value.day}日"


def as_of(value: date, *, year: bool = True) -> str:
    """Until when something counts: ``截至2022年3月31日``, without the year ``截至3月31日``."""
    return tr("as of {day}", day=day(value, year=year))


def period_words(period: Period, basis: Basis = Basis.YTD) -> str:
    """A period with its basis: ``2022年1—2月累计``, ``2022年3月当月``; January and February are no single month."""
    label = period.label(basis)
    if basis is Basis.MONTH:
        return label if period.opens_year else tr("{period}, single month", period=label)
    return tr("{period}, year to date", period=label)


def named(names: Sequence[str], *, every: str, more: str) -> str:
    """Up to three names in full, else the first and how many (`more` has ``{name}`` and ``{n}``); `every` for none."""
    if not names:
        return every
    if len(names) <= NAMED_AT_MOST:
        return tr(", ").join(names)
    return more.format(name=names[0], n=len(names))


def selection_words(
    period: Period,
    basis: Basis = Basis.YTD,
    *,
    towns: Sequence[str] = (),
    sectors: Sequence[str] | None = (),
    trades: Sequence[str] | None = None,
    park: bool = False,
    stock: bool = False,
) -> str:
    """What the filters say, `towns`, `sectors` and `trades` by name: ``2022年1—2月累计 · 全区 · 全部产业``.

    None for `sectors` or `trades` leaves that part out. With `stock`, the period is the day it ends; a single month
    is said as well.
    """
    when = period_words(period, basis)
    if stock:
        single = basis is Basis.MONTH and not period.opens_year
        when = DOT.join((when, as_of(period.end, year=False))) if single else as_of(period.end)
    where = [tr("High-tech Zone")] if park else []
    if towns or not park:
        where.append(named(towns, every=tr("whole district"), more=tr("{name} and others, {n} towns")))
    what = []
    if sectors is not None:
        what.append(named(sectors, every=tr("all sectors"), more=tr("{name} and others, {n} sectors")))
    if trades is not None:
        what.append(named(trades, every=tr("all trades"), more=tr("{name} and others, {n} trades")))
    return DOT.join([when, *where, *what])


def source_word(kind: str) -> str:
    """What sort of figure it is: 公布, 报送, 合成, or 混合 when its rows are of several kinds."""
    return tr("Mixed") if kind == "mixed" else str(fields.SOURCE_KIND.choice(kind).name)


def light_word(light: str, state: str | None = None) -> str:
    """A light is always read, never only seen: ``红 滞后``. `state` is a key of `STATES`, by default the usual one."""
    return f"{LIGHTS[light]} {STATES[state or USUAL_STATE[light]]}"


LIGHTS = {"red": Text("红", "Red"), "amber": Text("黄", "Amber"), "green": Text("绿", "Green")}
STATES = {
    "late": Text("滞后", "late"),
    "overdue": Text("逾期", "overdue"),
    "warning": Text("预警", "warning"),
    "due_soon": Text("临期", "due soon"),
    "normal": Text("正常", "on track"),
    "cured": Text("消除", "cured"),
}
USUAL_STATE = {"red": "late", "amber": "warning", "green": "normal"}

"""What a figure's card says, worked out from the catalogue: one figure, one comparison, two rows, one trend. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.catalog.indicators import indicator, measures_of, related, summed
from tongnan_metrics.catalog.model import Completion, Gap, Growth, Indicator, Kind, Pace, Rank
from tongnan_metrics.catalog.places import CITY, NATION
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.present import format as f

Figures = Mapping[str, Figure]
Row = tuple[str, str]

MOST_ROWS, PARTS_OF_A_RATE = 2, 2
_QUARTERS = (
    Text("一季度公布", "Published for Q1"),
    Text("二季度公布", "Published for Q2"),
    Text("三季度公布", "Published for Q3"),
    Text("四季度公布", "Published for Q4"),
)
RATES = frozenset({Kind.GROWTH, Kind.SHARE, Kind.GAP})


@dataclass(frozen=True, slots=True)
class Card:
    """A card to draw: an indicator, and what to say beside it when the catalogue's own choice is not wanted.

    Args:
        key: The indicator.
        hero: Spans two tracks and is the only coloured figure of a page.
        wide: Spans two tracks without being coloured.
        label: Words instead of the indicator's name.
        compare: The indicator that stands as the one comparison, bold, followed by `word` or its name; or both words
            ready-made.
        word: The word after the comparison.
        rows: Indicators of the two label/value rows.
        extra: Ready-made label/value rows that come before them.
        parts: Indicators that add up to the figure, with a word each: drawn as one bar in parts.
        aside: Indicators said beside the parts, with a word each.
        trend: Whether to draw the history.
        page: The page where the rows behind it stand.
        meaning: Label/value rows that explain it further, below its definition.
    """

    key: str
    hero: bool = False
    wide: bool = False
    label: str | None = None
    compare: str | Row | None = None
    word: str | None = None
    rows: tuple[str, ...] = ()
    extra: tuple[Row, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    aside: Mapping[str, str] = field(default_factory=dict)
    trend: bool = True
    page: str | None = None
    meaning: tuple[Row, ...] = ()

    @property
    def span(self) -> int:
        """How many tracks of the grid the card takes."""
        return 2 if self.hero or self.wide else 1

    @property
    def indicator(self) -> Indicator:
        """The catalogue's entry."""
        return indicator(self.key)


@dataclass(frozen=True, slots=True)
class Tally:
    """A card of something counted on the page that is no indicator: ready-made words, `meaning` says what it is."""

    key: str
    label: str
    figure: str
    unit: str
    compare: Row | None = None
    rows: tuple[Row, ...] = ()
    origin: str = ""
    meaning: tuple[Row, ...] = ()

    @property
    def said(self) -> "Said":
        """What the card says."""
        return Said(self.label, self.figure, self.unit, self.origin, self.compare, self.rows)


@dataclass(frozen=True, slots=True)
class Said:
    """What a card says, in words: `compare` is the bold part and the word after it."""

    label: str
    figure: str
    unit: str
    origin: str
    compare: Row | None
    rows: tuple[Row, ...]
    parts: tuple[tuple[str, float], ...] = ()
    aside: str = ""
    reason: str = ""
    place: str | None = None


def needed(card: Card) -> tuple[str, ...]:
    """The indicators whose figures a card may show, by their own keys."""
    compared = (card.compare,) if isinstance(card.compare, str) else ()
    named = (card.key, *compared, *card.rows, *card.parts, *card.aside, *counted(card.indicator))
    around = [other for key in (card.key, *compared) for other in relatives(indicator(key).key)]
    return tuple(dict.fromkeys([*(indicator(key).key for key in named), *around]))


def counted(item: Indicator) -> tuple[str, ...]:
    """The indicators that a rate divides: what of it, and of how much."""
    return tuple(found.key for measure in measures_of(item) if (found := summed(measure)))


def relatives(key: str) -> Iterator[str]:
    """The indicators that say how a figure stands: its growth, gaps, places, completion and pace."""
    growth = related(key, Growth)
    for subject in (key, *((growth.key,) if growth else ())):
        found = (
            related(subject, Gap, versus=CITY),
            related(subject, Gap, versus=NATION),
            related(subject, Rank, among="city"),
            related(subject, Rank, among="group"),
            related(subject, Completion),
            related(subject, Pace),
        )
        yield from (item.key for item in (growth, *found) if item)


def say(card: Card, figures: Figures, later: Figures | None = None) -> Said:
    """The words of a card. `later` are figures of the running quarter's end, named when they are published."""
    shown = figures[card.indicator.key]
    compare, used = _comparison(card, figures)
    target = tuple(_target_rows(card, figures))
    rows = (
        *target,
        *card.extra,
        *(_named_row(key, figures) for key in card.rows),
        *_published_later(card, shown, later or {}),
    )
    spare = () if card.rows or card.parts else tuple(_own_rows(card, figures, used=used))
    return Said(
        label=card.label or str(shown.indicator.name),
        figure=f.figure(shown.indicator, shown.number, published=shown.published),
        unit="" if shown.number is None or shown.indicator.kind is Kind.INDEX else str(shown.indicator.unit),
        origin=shown.shown_origin or "",
        compare=compare,
        rows=(*rows, *(row for row in spare if not target))[: max(MOST_ROWS, len(rows))],
        parts=tuple((word, figures[indicator(key).key].number or 0.0) for key, word in card.parts.items()),
        aside=_aside(card, figures),
        reason=str(shown.reason or ""),
        place=_place(shown.indicator, figures) if card.hero else None,
    )


def _comparison(card: Card, figures: Figures) -> tuple[Row | None, str | None]:
    """The one comparison, and the key of the indicator it used up."""
    shown = figures[card.indicator.key]
    if isinstance(card.compare, tuple):
        return card.compare, None
    if card.compare:
        other = figures[indicator(card.compare).key]
        said = _value(other), card.word or str(other.indicator.name)
        return (None if other.number is None else said), other.indicator.key
    gap = gap_of(shown.indicator.key, CITY, figures)
    if shown.indicator.kind in RATES and gap:
        return (f.points(gap.number), f.gap_word(gap.number, CITY)), gap.indicator.key
    growth = _growth(shown, figures)
    if growth is not None:
        return (f.growth(growth), f.growth_word(growth)), None
    if shown.change is not None:
        return (f.difference(shown.indicator, shown.change), tr("on the year before")), None
    return None, None


def _aside(card: Card, figures: Figures) -> str:
    known = ((word, _value(figures[indicator(key).key])) for key, word in card.aside.items())
    return f.DOT.join(f"{word} {value}".strip() for word, value in known)


def _growth(shown: Figure, figures: Figures) -> float | None:
    own = _known(related(shown.indicator.key, Growth), figures)
    return own.number if own else shown.growth


def _own_rows(card: Card, figures: Figures, *, used: str | None) -> Iterator[Row]:
    item = card.indicator
    growth = related(item.key, Growth)
    # What is compared stands beside the figure: then its gaps and places are what is left to say.
    subject = indicator(card.compare).key if isinstance(card.compare, str) else growth.key if growth else item.key
    for versus, label in ((CITY, tr("Against the city")), (NATION, tr("Against the nation"))):
        gap = gap_of(subject, versus, figures)
        if gap and gap.indicator.key != used:
            yield label, f.gap(gap.number)
    if not card.hero:
        yield from _rank_rows(subject, figures)
    pace = _known(related(item.key, Pace), figures)
    if pace:
        yield tr("Against schedule"), f.pace(pace.number)


def _target_rows(card: Card, figures: Figures) -> Iterator[Row]:
    """A hero with a target says how far it is reached, how far it should be, and the difference."""
    reached = _known(related(card.indicator.key, Completion), figures) if card.hero else None
    ahead = _known(related(card.indicator.key, Pace), figures)
    if reached and ahead:
        yield tr("Share of the year's target"), f.percent(reached.number)
        yield tr("Share of the year gone"), f.percent(reached.period.year_share * 100)
        yield tr("Difference"), f.pace(ahead.number)


def _rank_rows(subject: str, figures: Figures) -> Iterator[Row]:
    city = _known(related(subject, Rank, among="city"), figures)
    group = _known(related(subject, Rank, among="group"), figures)
    if city and group:
        yield tr("Place"), f.ranks(city.number, group.number)
    elif city:
        yield tr("Place in the city"), f.rank(city.number)


def _place(item: Indicator, figures: Figures) -> str | None:
    city = _known(related(item.key, Rank, among="city"), figures)
    return f.number(city.number, 0) if city else None


def _named_row(key: str, figures: Figures) -> Row:
    other = figures[indicator(key).key]
    return str(other.indicator.name), _value(other)


def _published_later(card: Card, shown: Figure, later: Figures) -> Iterator[Row]:
    """What a source printed of the running quarter, when this period's own figure is not printed."""
    keys = (card.key, *((card.compare,) if isinstance(card.compare, str) else ()))
    printed = [later[key] for key in (indicator(key).key for key in keys) if key in later and later[key].published]
    if printed and printed[0].indicator == shown.indicator and not shown.published:
        yield _quarter(printed[0]), f.DOT.join(map(_value, printed))
        return
    counts = [later[key] for key in counted(shown.indicator) if key in later and later[key].published]
    if len(counts) == PARTS_OF_A_RATE and not shown.published:
        rate = f.with_unit(shown.indicator, later[shown.indicator.key].number)
        parts = "/".join(str(count.published) for count in counts)
        yield _quarter(counts[0]), tr("{parts}, that is {rate}", parts=parts, rate=rate)


def _quarter(shown: Figure) -> str:
    return str(_QUARTERS[(shown.period.month - 1) // 3])


def gap_of(subject: str, versus: str, figures: Figures) -> Figure | None:
    """The gap of a rate to another area's, when the rate itself is known: alone it would be read as a level's."""
    return _known(related(subject, Gap, versus=versus), figures) if _known(indicator(subject), figures) else None


def _value(shown: Figure) -> str:
    return f.with_unit(shown.indicator, shown.number, published=shown.published)


def _known(item: Indicator | None, figures: Figures) -> Figure | None:
    found = figures.get(item.key) if item else None
    return found if found and found.number is not None else None

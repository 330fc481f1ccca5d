"""How far behind indicators are: against plan, the city, the year before and the assessment group, and how long."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date

import pandas as pd

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.analysis.lights import Subject
from tongnan_metrics.catalog.indicators import INDICATORS, related
from tongnan_metrics.catalog.model import Completion, Gap, Growth, Indicator, Input, Kind, Pace, Rank
from tongnan_metrics.catalog.periods import MONTHS, Period
from tongnan_metrics.catalog.places import CITY
from tongnan_metrics.query.duties import Duty, owners, paths, reached, root
from tongnan_metrics.query.frames import figures, frame
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

COLUMNS = ["id", "subject", "lag", "beside", "detail", "town", "owner", "due", "origin"]
HISTORY = ["item", "subject", "on", "lag"]
Row = tuple[object, ...]


def _asked(item: Indicator) -> Subject | None:
    """What a rule may ask of an indicator; None when it is asked nothing."""
    match item.formula:
        case Pace():
            return Subject.INDICATOR_PACE
        case Rank(among="group"):
            return Subject.INDICATOR_RANK_GROUP
        case Gap(versus=area) if area == CITY:
            return Subject.INDICATOR_GAP_CITY
        case Growth() | Input() if item.kind is Kind.GROWTH:
            return Subject.INDICATOR_DECLINE
        case _:
            return None


SUBJECTS: dict[str, Subject] = {key: subject for key, item in INDICATORS.items() if (subject := _asked(item))}


def _beside(item: Indicator) -> str | None:
    """The indicator whose number is said beside the lag: how much is done, the place in the whole city."""
    of = str(getattr(item.formula, "of", ""))
    found = related(of, Completion) if isinstance(item.formula, Pace) else None
    if isinstance(item.formula, Rank):
        found = related(of, Rank, among="city")
    return found.key if found else None


BESIDE: dict[str, str] = {key: told for key in SUBJECTS if (told := _beside(INDICATORS[key]))}


def indicator_lags(release: Release, selection: Selection) -> pd.DataFrame:
    """The lags of indicators at the selection's period: `id`, `subject`, `lag`, `beside`, `detail` and whose they are.

    `id` is the level or rate that a pace, gap, growth or place is of, and for a town's own target ``indicator.town``;
    `detail` the indicator asked. The selection is cumulative.
    """
    rows = [*_of_district(release, selection), *_of_duties(release, selection)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_district(release: Release, selection: Selection) -> Iterator[Row]:
    year, known = selection.period.year, figures(release, selection, [*SUBJECTS, *BESIDE.values()])
    whose = owners(release, year)
    for key, subject in SUBJECTS.items():
        if known[key].number is not None:
            of, told = root(INDICATORS[key]).key, known.get(BESIDE.get(key, ""))
            yield (
                *(of, subject.value, _lag(subject, known[key].number), told and told.number, key, None),
                *(whose.get(of), _due(subject, year), _origin(known[key])),
            )


def _of_duties(release: Release, selection: Selection) -> Iterator[Row]:
    """The targets of towns, and those of the district that no catalogued pace speaks of already."""
    period = selection.period
    for one in reached(release, selection):
        if _has_pace(one.duty):
            duty = one.duty
            yield (
                *(_id(duty), Subject.INDICATOR_PACE.value, one.behind(period.year_share), one.done),
                *(duty.indicator.key, duty.town, duty.owner, _due(Subject.INDICATOR_PACE, period.year), duty.origin),
            )


def _has_pace(duty: Duty) -> bool:
    return duty.grows and (duty.town is not None or related(duty.indicator.key, Pace) is None)


def _id(duty: Duty) -> str:
    return duty.indicator.key if duty.town is None else f"{duty.indicator.key}.{duty.town}"


def _lag(subject: Subject, number: float | None) -> float | None:
    """How far behind, more is worse: a place as it is, everything else is behind when it is negative."""
    return number if number is None or subject is Subject.INDICATOR_RANK_GROUP else -number


def _due(subject: Subject, year: int) -> date | None:
    return Period(year, MONTHS).end if subject is Subject.INDICATOR_PACE else None


def _origin(figure: Figure) -> str | None:
    return figure.shown_origin


def indicator_history(release: Release, selection: Selection, lit: pd.DataFrame) -> pd.DataFrame:
    """The lags of some findings about indicators at every period up to the selection's: `item`, `subject`, `on`, `lag`.

    `lit` are rows of findings. A target's pace is of its own year only.
    """
    own = lit["subject"] == Subject.INDICATOR_PACE.value
    parts = [_history(release, selection, row) for row in lit[~lit["detail"].map(_is_target) | ~own].to_dict("records")]
    if (own & lit["detail"].map(_is_target)).any():
        parts.append(_of_targets(release, selection))
    return pd.concat([pd.DataFrame(columns=HISTORY), *parts], ignore_index=True)


def _is_target(key: str) -> bool:
    """Whether a pace is that of a duty's target, and not one the catalogue has."""
    return not isinstance(INDICATORS[key].formula, Pace)


def _history(release: Release, selection: Selection, row: Mapping[Hashable, str]) -> pd.DataFrame:
    """The lags of one catalogued indicator period by period."""
    rows, subject = frame(release, selection, row["detail"], ("period",)), Subject(row["subject"])
    lags = [_lag(subject, value) for value in rows["value"]]
    return pd.DataFrame({"item": row["item"], "subject": subject.value, "on": _ends(rows["period"]), "lag": lags})


def _of_targets(release: Release, selection: Selection) -> pd.DataFrame:
    """The lags of all duties' targets at each period of the year."""
    rows = paths(release, selection)
    gone = [Period.parse(period).year_share * 100 for period in rows["period"]]
    towns = rows["town"].map(lambda town: f".{town}" if isinstance(town, str) else "")
    return pd.DataFrame(
        {
            "item": "indicator." + rows["indicator"] + towns,
            "subject": Subject.INDICATOR_PACE.value,
            "on": _ends(rows["period"]),
            "lag": gone - rows["done"],
        }
    )


def _ends(periods: Iterable[str]) -> list[pd.Timestamp]:
    return [pd.Timestamp(Period.parse(period).end) for period in periods]

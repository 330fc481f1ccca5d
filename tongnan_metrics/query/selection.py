"""What the filters say and a link carries: the part of a release a question is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tongnan_metrics.catalog import fields as f
from tongnan_metrics.catalog.model import Field
from tongnan_metrics.catalog.periods import MONTHS, Basis, Period
from tongnan_metrics.catalog.places import nearest
from tongnan_metrics.locale import Text, tr
from tongnan_metrics.query import lookups
from tongnan_metrics.query.rules import presets
from tongnan_metrics.releases import Release


@dataclass(frozen=True, slots=True)
class Selection:
    """Period and basis, and the towns, sectors and trades kept by code: an empty tuple keeps all of them.

    `park` keeps what lies in the High-tech Zone only. `preset` is the set of light rules to judge by, None the one in
    force: it decides figures about lights, nothing else.
    """

    period: Period
    basis: Basis = Basis.YTD
    towns: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    park: bool = False
    preset: str | None = None

    @property
    def since(self) -> date:
        """The first day a dated row counts from: January's, or by single month that of the month itself."""
        period = self.period
        return period.start if self.basis is Basis.YTD or period.opens_year else period.end.replace(day=1)

    @property
    def whole(self) -> bool:
        """Whether nothing is filtered out but, perhaps, what lies outside the park."""
        return not (self.towns or self.sectors or self.trades)


class SelectionError(ValueError):
    """A code, period, indicator or dimension there is none of; `nearest` is the closest valid one, if any is close."""

    def __init__(self, what: Text, wanted: str, close: str | None) -> None:
        self.what, self.wanted, self.nearest = what, wanted, close
        said = {"what": what, "wanted": wanted, "nearest": close}
        super().__init__(
            tr("There is no {what} {wanted}: did you mean {nearest}?", **said)
            if close
            else tr("There is no {what} {wanted}.", **said)
        )


def validate(release: Release, selection: Selection) -> None:
    """Make sure the release knows every code and the period; else `SelectionError` naming the nearest valid one."""
    check_period(release, selection.period)
    check_codes(release, f.TOWN, selection.towns)
    check_codes(release, f.SECTOR, selection.sectors)
    check_codes(release, f.TRADE, selection.trades)
    if selection.preset is not None and selection.preset not in presets(release):
        raise SelectionError(f.PRESET.name, selection.preset, nearest(selection.preset, presets(release)))


def check_period(release: Release, period: Period) -> None:
    """`SelectionError` naming the period nearest in time when the release has none such."""
    known = lookups.periods(release)
    if period not in known:
        close = min(known, key=lambda other: abs(_months(other) - _months(period)), default=None)
        raise SelectionError(f.PERIOD.name, str(period), None if close is None else str(close))


def check_codes(release: Release, field: Field, codes: Iterable[str]) -> None:
    """`SelectionError` for the first code the field's dimension does not have; a name helps to find the nearest."""
    known = lookups.names(release, str(field.references))
    for code in codes:
        if code not in known:
            raise SelectionError(field.name, code, _nearest_code(code, known))


def _nearest_code(wanted: str, known: Mapping[str, Text]) -> str | None:
    words = {word: code for code, name in known.items() for word in (code, name.zh, name.en)}
    close = nearest(wanted, words)
    return None if close is None else f"{words[close]} {known[words[close]]}"


def _months(period: Period) -> int:
    return period.year * MONTHS + period.month

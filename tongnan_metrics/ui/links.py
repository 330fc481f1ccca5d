"""A link is the view: what the address says becomes a selection, and a selection becomes the address.

Nothing here knows Streamlit. Only codes the release knows pass; whatever else a link brings is dropped and named.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.locale import DEFAULT, LANGUAGES, Language, Text
from tongnan_metrics.query.selection import Selection

Params = Mapping[str, Sequence[str]]

RELEASE, LANGUAGE = "v", "lang"
PERIOD, BASIS, TOWN, SECTOR, TRADE, PARK = "period", "basis", "town", "sector", "trade", "park"
WEIGHTS = "weights"
TEAM, CATEGORY, OWNER, TIER, LIAISON, STATE = "team", "category", "owner", "tier", "liaison", "state"
STAGE = "stage"
REPORT, PRESET, ITEM, SORT, LIGHT, BY = "report", "preset", "item", "sort", "light", "by"
PAGE_PARAMS = (
    *("project", "list", "indicator", "group", "dataset", WEIGHTS, "release", "against", "source", "step", "part"),
    *(TEAM, CATEGORY, OWNER, TIER, LIAISON, STATE, STAGE),
    *(REPORT, PRESET, ITEM, SORT, LIGHT, BY),
)
MOST_VALUES, LONGEST = 64, 40
# A page's own choice may be a name, of a team or an office: no mark-up, nothing that cannot be seen.
PLAIN = re.compile(r"[^<>&\"'`\\\x00-\x1f\x7f]{1,64}")


@dataclass(frozen=True, slots=True)
class Known:
    """What a release's filters offer: its periods in order, the one shown first, and codes with their names."""

    periods: tuple[Period, ...]
    default: Period
    towns: Mapping[str, Text]
    subdistricts: tuple[str, ...]
    sectors: Mapping[str, Text]
    trades: Mapping[str, Text]

    @property
    def selection(self) -> Selection:
        """The selection of a link that says nothing."""
        return Selection(period=self.default)


@dataclass(frozen=True, slots=True)
class Dropped:
    """One value of a link that was not understood: the parameter and what stood there, shortened."""

    name: str
    value: str


def read(params: Params, known: Known) -> tuple[Selection, tuple[Dropped, ...]]:
    """The selection a link asks for, with what had to be dropped."""
    lists = {
        TOWN: _only_known(params, TOWN, known.towns),
        SECTOR: _only_known(params, SECTOR, known.sectors),
        TRADE: _only_known(params, TRADE, known.trades),
    }
    singles = {
        PERIOD: _only_known(params, PERIOD, map(str, known.periods), most=1),
        BASIS: _only_known(params, BASIS, Basis, most=1),
        PARK: _only_known(params, PARK, ("1",), most=1),
    }
    selection = replace(
        known.selection,
        towns=lists[TOWN][0],
        sectors=lists[SECTOR][0],
        trades=lists[TRADE][0],
        period=Period.parse(next(iter(singles[PERIOD][0]), str(known.default))),
        basis=Basis(next(iter(singles[BASIS][0]), Basis.YTD)),
        park=bool(singles[PARK][0]),
    )
    return selection, tuple(d for _, dropped in (*lists.values(), *singles.values()) for d in dropped)


def _only_known(
    params: Params, name: str, valid: Iterable[str], *, most: int = MOST_VALUES
) -> tuple[tuple[str, ...], tuple[Dropped, ...]]:
    allowed, given = set(valid), list(dict.fromkeys(params.get(name, ())))
    kept = tuple(value for value in given if value in allowed)[:most]
    return kept, tuple(Dropped(name, value[:LONGEST]) for value in given if value not in kept)[:MOST_VALUES]


def write(selection: Selection, default: Selection) -> dict[str, list[str]]:
    """The parameters of a selection; what equals the default is left out."""
    said: dict[str, list[str]] = {
        PERIOD: [str(selection.period)] if selection.period != default.period else [],
        BASIS: [str(selection.basis)] if selection.basis != default.basis else [],
        TOWN: list(selection.towns),
        SECTOR: list(selection.sectors),
        TRADE: list(selection.trades),
        PARK: ["1"] if selection.park else [],
    }
    return {name: values for name, values in said.items() if values}


def language_of(params: Params) -> Language:
    """The language a link asks for; the default for none or an unknown one."""
    wanted = next(iter(params.get(LANGUAGE, ())), DEFAULT)
    return next((language for language in LANGUAGES if language == wanted), DEFAULT)


def release_of(params: Params) -> str | None:
    """The release id a link pins, cut to a safe length; None when it pins none."""
    wanted = next(iter(params.get(RELEASE, ())), "")[:LONGEST]
    return wanted or None


def page_params_of(params: Params) -> dict[str, str]:
    """What a link says to one page only: an open project, a chosen list or indicator. Not yet checked by that page."""
    given = ((name, next(iter(params.get(name, ())), "")) for name in PAGE_PARAMS)
    return {name: value for name, value in given if PLAIN.fullmatch(value)}


def envelope(*, pinned: str | None, language: Language) -> dict[str, list[str]]:
    """The parameters that stand around a selection: the pinned release and the language."""
    said: dict[str, list[str]] = {
        RELEASE: [pinned] if pinned else [],
        LANGUAGE: [language] if language != DEFAULT else [],
    }
    return {name: values for name, values in said.items() if values}

"""What one run of a page shows, for the blocks to draw from: release, selection, language, theme. Never shared."""

from collections.abc import Callable, Hashable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
from streamlit.delta_generator import DeltaGenerator

from tongnan_metrics import query
from tongnan_metrics.catalog.datasets import DIMENSIONS
from tongnan_metrics.catalog.indicators import INDICATORS, splits_of
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.catalog.places import CITY, NATION, short_name
from tongnan_metrics.kept import asked, kept
from tongnan_metrics.locale import DEFAULT, Language, Text, tr
from tongnan_metrics.present.charts import KEY, Drawing, labelled
from tongnan_metrics.present.tables import Table
from tongnan_metrics.present.theme import Theme
from tongnan_metrics.query import Figure, Selection
from tongnan_metrics.query.origins import sources_of
from tongnan_metrics.query.peers import component_series
from tongnan_metrics.releases import Release
from tongnan_metrics.ui import frames
from tongnan_metrics.ui.cards import relatives
from tongnan_metrics.ui.links import Known
from tongnan_metrics.ui.opening import Opened

CHOICES = {field.key: field.choices for field in DIMENSIONS}


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the app: its key (file name and path in the address), its title, and which filters it has."""

    key: str
    title: Text
    trades: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file to take away that is no table: what its button says, its name, its kind, and how it is made."""

    label: str
    name: str
    mime: str
    make: Callable[[], bytes]


@dataclass(slots=True)
class Collected:
    """What blocks leave behind for the end of the run.

    Sheets and files to take away, notes on sources, page parameters, and the selection in words as the title has it.
    """

    sheets: dict[str, Table | Drawing] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    params: dict[str, str] = field(default_factory=dict)
    selection: str = ""
    shelf: DeltaGenerator | None = None
    foot: DeltaGenerator | None = None


@dataclass(frozen=True, slots=True)
class View:
    """One run: the page, the release it reads, the selection, and how it is shown.

    What it answers is kept for whoever asks the same: the frames are everybody's and not to be changed.
    """

    place: Place
    opened: Opened
    known: Known
    selection: Selection
    language: Language
    theme: Theme
    notices: tuple[str, ...] = ()
    collected: Collected = field(default_factory=Collected, compare=False)

    @property
    def kept_as(self) -> Hashable:
        """What tells its answers apart from those of other views."""
        return self.release, self.selection, self.theme, self.place

    @property
    def release(self) -> Release:
        """The release every figure of this run comes from."""
        return self.opened.release

    @property
    def period(self) -> Period:
        """The reporting period of the selection."""
        return self.selection.period

    def where(self, **changes: Any) -> "View":
        """The same view of another selection: ``view.where(towns=())`` is the whole district."""
        return replace(self, selection=replace(self.selection, **changes))

    def figure(self, key: str) -> Figure:
        """One indicator's figure for the selection."""
        return self.figures(key)[key]

    def figures(self, *keys: str) -> dict[str, Figure]:
        """The figures of several indicators for the selection, by key."""
        found: dict[str, Figure] = self.ask(query.figures, self.selection, keys)
        return found

    @kept
    def sources(self, shown: Figure) -> tuple[str, ...]:
        """The titles of the sources a figure rests on; none where there is no figure."""
        if shown.number is None:
            return ()
        titles: tuple[str, ...] = self.ask(sources_of, shown.indicator.key, shown.period, shown.printed)
        return titles

    def told(self, *keys: str) -> dict[str, Figure]:
        """The figures of indicators with their growth, gaps, places and pace: what sentences are made from."""
        return self.figures(*dict.fromkeys(k for key in keys for k in (key, *relatives(key))))

    def frame(self, key: str, *by: str) -> pd.DataFrame:
        """An indicator split by dimensions or ``"period"``: the dimensions, value, base, growth, change, published."""
        rows: pd.DataFrame = self.ask(query.frame, self.selection, key, by)
        return rows

    @kept
    def split(self, key: str, dimension: str, *, short: bool = False, whole: bool = False) -> pd.DataFrame:
        """An indicator split by one dimension as charts take it: `key`, `name`, value, base, growth and the rest.

        With `whole` the dimension's own filter does not narrow it: all are there, those chosen marked in `chosen`.
        """
        filtered = {"town": "towns", "sector": "sectors", "trade": "trades"}.get(dimension)
        view = self.where(**{filtered: ()}) if whole and filtered else self
        rows = labelled(view.frame(key, dimension), dimension, self.names(dimension), short=short)
        picked = getattr(self.selection, filtered) if filtered else ()
        return rows.assign(chosen=rows[KEY].isin(picked) if picked else True)

    @kept
    def crossed(self, key: str, row: str, column: str) -> pd.DataFrame:
        """By two dimensions, as heat maps take it: `row`, `row_name`, `column`, `column_name` and so on."""
        cells = self.frame(key, row, column).rename(columns={row: "row", column: "column"})
        named = {
            f"{place}_name": self._short_names(of, cells[place]) for place, of in (("row", row), ("column", column))
        }
        return cells.assign(**named)

    def _short_names(self, dimension: str, codes: pd.Series) -> list[str]:
        names = self.names(dimension)
        return [short_name(str(names.get(code, code))) for code in codes]

    @kept
    def tiles(self, key: str) -> pd.DataFrame:
        """An indicator for every town, with its place on the tile map."""
        towns = frames.tiles(self.release).rename(columns={"town": KEY})
        return self.split(key, "town", short=True, whole=True).merge(towns, on=KEY)

    @kept
    def compared(self, component: str, *, most: int = 12) -> pd.DataFrame:
        """A rate of home, city and nation in the last periods up to the selected one, as line charts take it."""
        rows = self.ask(component_series, component)
        home = frames.home(self.release)
        roles = {CITY: ("city", tr("the city")), NATION: ("nation", tr("the nation"))}
        said = [roles.get(area, ("home", short_name(str(home)))) for area in rows["area"]]
        named = rows.assign(role=[role for role, _ in said], name=[name for _, name in said])
        shown = sorted({period for period in rows["period"] if period <= str(self.period)})[-most:]
        last: pd.DataFrame = named[named["period"].isin(shown)]
        return last

    def names(self, dimension: str) -> Mapping[str, Text]:
        """The names of a dimension's codes."""
        known = {"town": self.known.towns, "sector": self.known.sectors, "trade": self.known.trades}
        return known.get(dimension) or {choice.key: choice.name for choice in CHOICES.get(dimension, ())}

    def names_of(self, key: str, column: str) -> Mapping[str, Text]:
        """The names of what an indicator is split into by a column: those of its own rows' choices, or of codes."""
        own = next((field.choices for field in splits_of(INDICATORS[key]) if field.key == column), ())
        return {choice.key: choice.name for choice in own} or self.names(column)

    @property
    def spoken(self) -> Mapping[str, Mapping[str, Text]]:
        """The names of all dimensions' codes, by dimension."""
        return {"town": self.known.towns, "sector": self.known.sectors, "trade": self.known.trades}

    def place_of(self, town: str, trade: str) -> str:
        """A town and trade in words: ``梓潼街道 消防``; English names of towns are long enough without their kind."""
        name = str(self.known.towns[town])
        return f"{name if self.language == DEFAULT else short_name(name)} {self.known.trades[trade]}"

    def ask(self, question: Callable[..., Any], *values: Any) -> Any:
        """The answer of any function of the release, ``question(release, *values)``, kept by its values."""
        return asked(question, self.release, *values)


_current: ContextVar[View] = ContextVar("view")


def current() -> View:
    """The view of this run; LookupError outside of one."""
    return _current.get()


def enter(view: View) -> None:
    """Make `view` the one the blocks of this run draw from."""
    _current.set(view)

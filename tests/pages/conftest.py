"""Pages as a link opens them, without a browser: on the demo release, or on one of a test's own."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from tests import small
from tongnan_metrics import demo, query, releases
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.locale import DEFAULT, tr, use
from tongnan_metrics.releases import Release
from tongnan_metrics.ui import SHELL

PATIENCE_S = 60
Params = dict[str, str | list[str]]

TOWN, SECTOR = "500152001", "equipment"
LATEST, EARLIER = Period(2022, 2), Period(2021, 9)
DEFAULT_SELECTION = query.Selection(LATEST)
# What a link says, and the selection that is: the same figures must come of both.
CHOSEN: dict[str, tuple[Params, query.Selection]] = {
    "all": ({}, DEFAULT_SELECTION),
    "town": ({"town": [TOWN]}, query.Selection(LATEST, towns=(TOWN,))),
    "sector": ({"sector": [SECTOR]}, query.Selection(LATEST, sectors=(SECTOR,))),
    "park": ({"park": "1"}, query.Selection(LATEST, park=True)),
    "month": (
        {"period": str(EARLIER), "basis": "month"},
        query.Selection(EARLIER, basis=Basis.MONTH),
    ),
    "month of a town": (
        {"period": str(EARLIER), "basis": "month", "town": [TOWN]},
        query.Selection(EARLIER, basis=Basis.MONTH, towns=(TOWN,)),
    ),
}


def plain(html: str) -> str:
    """HTML as its reader sees it: the words alone."""
    return unescape(re.sub(r"<[^>]*>", "", html))


@dataclass(frozen=True)
class Said:
    """What a card says: figure, unit and kind of data, the comparison, and its rows by their labels."""

    figure: str
    unit: str
    origin: str
    compared: str
    rows: dict[str, str]
    html: str

    @classmethod
    def of(cls, html: str) -> "Said":
        figure, unit, origin = re.search(_FIGURE, html).groups("")  # type: ignore[union-attr]
        compared = re.search(r'tn-compare">(.*?)</p>', html)
        rows = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html)
        return cls(figure, unit, origin, plain(compared[1]) if compared else "", dict(rows), html)


_FIGURE = r'tn-figure"><b>(.*?)</b><span>(.*?)</span>(?:<em>(.*?)</em>)?'


@dataclass(frozen=True)
class Opened:
    """A page as it was drawn, to be read and used."""

    app: AppTest

    @property
    def html(self) -> str:
        """Everything said in HTML."""
        return "\n".join(str(element.proto.body) for element in self.app.get("html"))

    @property
    def words(self) -> str:
        """Everything said in HTML, without the markup."""
        return plain(self.html)

    @property
    def answer(self) -> str:
        """The page's answer in one sentence."""
        sentence, *_ = re.findall(r'tn-answer">(.*?)</p>', self.html)
        return plain(sentence)

    @property
    def cards(self) -> dict[str, Said]:
        """What each card says, by what it is about, in order."""
        keyed = {str(block.key): block for block in self.app.main if str(getattr(block, "key", "")).startswith("kpi-")}
        bodies = {key.split("-", 2)[2]: str(block.get("html")[-1].proto.body) for key, block in keyed.items()}
        return {key: Said.of(html) for key, html in bodies.items()}

    @property
    def titles(self) -> list[str]:
        """The tables' titles, in order."""
        return [str(element.proto.alt) for element in self.app.dataframe]

    def table(self, title: str) -> pd.DataFrame:
        """The table of this title, as shown: by column key."""
        (found,) = (element.value for element in self.app.dataframe if element.proto.alt == title)
        rows: pd.DataFrame = found
        return rows

    def chart(self, place: int) -> pd.DataFrame:
        """The rows a chart was drawn from, by its place on the page."""
        proto = self.app.get("vega_lite_chart")[place].proto
        rows: pd.DataFrame = pa.ipc.open_stream(proto.datasets[0].data.data).read_all().to_pandas()
        return rows

    @property
    def charts(self) -> int:
        """How many charts there are."""
        return len(self.app.get("vega_lite_chart"))

    @property
    def address(self) -> dict[str, list[str]]:
        """The parameters of the address, each with all its values."""
        said = dict(self.app.query_params)
        return {name: [value] if isinstance(value, str) else list(value) for name, value in said.items()}

    @property
    def downloads(self) -> list[str]:
        """The labels of what can be taken away."""
        return [str(element.proto.label) for element in self.app.get("download_button")]

    def sound(self) -> "Opened":
        """Itself, after making sure that the page could be drawn."""
        assert not self.app.exception
        assert tr("This page could not be drawn") not in self.html
        return self


OpenPage = Callable[..., Opened]


def published(root: Path, tables: dict[str, pa.Table]) -> Release:
    """The tables with their cube, published in a data folder."""
    whole = {**tables, "monthly": monthly.build(tables)}
    return releases.publish(root, whole, author="tester", created_at=datetime(2022, 4, 11, tzinfo=UTC))


@pytest.fixture(scope="session")
def demo_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The demo's tables as a release."""
    return published(tmp_path_factory.mktemp("demo"), dict(demo.tables()))


@pytest.fixture(scope="session", params=[1, 4])
def small_release(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A small random release with the gaps and oddities real ones have."""
    return published(tmp_path_factory.mktemp("small"), small.tables(request.param))


def samples(release: Release) -> list[tuple[Params, query.Selection]]:
    """A few selections of a release, its first and last periods among them: the link's parameters and the selection."""
    known = query.periods(release)
    chosen = [
        query.Selection(known[0], basis=Basis.MONTH),
        query.Selection(known[len(known) // 2], towns=small.TOWNS[:2]),
        query.Selection(known[-2], basis=Basis.MONTH, towns=small.TOWNS[2:3]),
        query.Selection(known[-1]),
    ]
    return [({"period": str(s.period), "basis": str(s.basis), "town": list(s.towns)}, s) for s in chosen]


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Open a page of a release or data folder as a link does: ``open_page(release, "index", town=["500152001"])``.

    A big screen opens it `embedded`.
    """
    use(DEFAULT)

    def opened(data: Release | Path, page: str, *, embedded: bool = False, **params: str | list[str]) -> Opened:
        monkeypatch.setenv("TONGNAN_DATA", str(data if isinstance(data, Path) else data.path.parents[1]))
        app = AppTest.from_file(SHELL, default_timeout=PATIENCE_S)
        app.context["is_embedded"] = embedded
        for name, value in params.items():
            app.query_params[name] = value
        app.switch_page(f"../../pages/{page}.py")
        return Opened(app.run()).sound()

    return opened


@pytest.fixture(scope="session")
def drawn() -> dict[tuple[str, ...], Opened]:
    """The pages drawn so far for `look`."""
    return {}


@pytest.fixture
def look(open_page: OpenPage, drawn: dict[tuple[str, ...], Opened]) -> OpenPage:
    """Open a page as `open_page` does, once for all tests that only look at it."""

    def looked(data: Release | Path, page: str, **params: Any) -> Opened:
        asked = str(data if isinstance(data, Path) else data.path), page, repr(sorted(params.items()))
        if asked not in drawn:
            drawn[asked] = open_page(data, page, **params)
        return drawn[asked]

    return looked

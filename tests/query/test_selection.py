"""Only what the release knows may be asked; the nearest valid word is named."""

import pytest

from tests import small
from tests.query.conftest import SomeRelease
from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.locale import speaking
from tongnan_metrics.query import lookups
from tongnan_metrics.query.frames import figures, frame
from tongnan_metrics.query.selection import Selection, SelectionError, validate
from tongnan_metrics.releases import Release

PERIOD = Period(2022, 3)
EVIL = ("'; DROP TABLE monthly; --", "' OR 1=1 --", "1) OR (1=1", "$town", "x' UNION SELECT * FROM sources --", "")


@pytest.fixture
def release(some_release: SomeRelease) -> Release:
    return some_release(0)[1]


@pytest.mark.parametrize("text", EVIL)
@pytest.mark.parametrize("name", ["towns", "sectors", "trades"])
def test_code_that_is_sql_is_an_unknown_code(release: Release, name: str, text: str) -> None:
    with pytest.raises(SelectionError):
        frame(release, Selection(PERIOD, **{name: (text,)}), "industrial_output")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", EVIL)
def test_indicator_or_dimension_that_is_sql_is_unknown(release: Release, text: str) -> None:
    with pytest.raises(SelectionError):
        frame(release, Selection(PERIOD), text)
    with pytest.raises(SelectionError):
        frame(release, Selection(PERIOD), "industrial_output", (text,))
    assert len(frame(release, Selection(PERIOD), "industrial_output")) == 1


@pytest.mark.parametrize(
    ("selection", "nearest"),
    [
        (Selection(PERIOD, towns=("500152009",)), f"{small.TOWNS[1]} {small.TOWNS[1]}甲"),
        (Selection(PERIOD, towns=(f"{small.TOWNS[0]}乙",)), f"{small.TOWNS[0]} {small.TOWNS[0]}甲"),
        (Selection(PERIOD, sectors=("equipments",)), "equipment equipment甲"),
        (Selection(PERIOD, trades=("zzzzzz",)), None),
        (Selection(Period(2030, 5)), "2022-04"),
        (Selection(Period(2019, 5)), "2020-09"),
    ],
)
def test_error_names_the_nearest_valid_one(release: Release, selection: Selection, nearest: str | None) -> None:
    with pytest.raises(SelectionError) as caught:
        validate(release, selection)
    assert caught.value.nearest == nearest
    assert (nearest or "没有") in str(caught.value)


def test_error_is_one_sentence_in_the_language_in_use(release: Release) -> None:
    with speaking("en"), pytest.raises(SelectionError) as caught:
        frame(release, Selection(PERIOD), "industrial_outptu")
    assert str(caught.value) == "There is no Indicator industrial_outptu: did you mean industrial_output?"


def test_only_dimensions_the_rows_have_can_split(release: Release) -> None:
    with pytest.raises(SelectionError) as caught:
        frame(release, Selection(PERIOD), "industrial_output", ("towns",))
    assert caught.value.nearest == "town"
    for key, by in (("industrial_output", "trade"), ("industrial_va_growth", "town"), ("safety_inspections", "sector")):
        with pytest.raises(SelectionError):
            frame(release, Selection(PERIOD), key, (by,))


def test_figures_check_the_selection_once_for_all(release: Release) -> None:
    with pytest.raises(SelectionError):
        figures(release, Selection(PERIOD, towns=("nowhere",)), INDICATORS)


def test_lookups_tell_what_the_release_holds(release: Release) -> None:
    assert (lookups.periods(release)[0], lookups.periods(release)[-1]) == (small.FIRST, small.LAST)
    assert lookups.default_period(release) == small.LAST
    assert lookups.home(release) == small.HOME
    assert [*lookups.names(release, "towns")] == list(small.TOWNS)
    assert lookups.names(release, "sectors")["other"].en == "other A"

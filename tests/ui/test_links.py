"""Links: whatever a selection says is written and read again; what a release does not know is dropped and named."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tongnan_metrics.catalog.periods import Basis, Period
from tongnan_metrics.locale import Text
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.ui import links
from tongnan_metrics.ui.links import Dropped, Known

TOWNS = ("500152001", "500152002", "500152101")
SECTORS = ("equipment", "other")
TRADES = ("fire", "gas")
PERIODS = (Period(2021, 12), Period(2022, 2), Period(2022, 3))


def named(codes: tuple[str, ...]) -> dict[str, Text]:
    return {code: Text(code, code) for code in codes}


KNOWN = Known(PERIODS, Period(2022, 2), named(TOWNS), TOWNS[:1], named(SECTORS), named(TRADES))


def some(codes: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), unique=True).map(tuple)


selections = st.builds(
    Selection,
    period=st.sampled_from(PERIODS),
    basis=st.sampled_from(Basis),
    towns=some(TOWNS),
    sectors=some(SECTORS),
    trades=some(TRADES),
    park=st.booleans(),
)


@given(selections)
def test_what_is_written_is_read_again(selection: Selection) -> None:
    assert links.read(links.write(selection, KNOWN.selection), KNOWN) == (selection, ())


def test_the_default_view_writes_nothing() -> None:
    assert links.write(KNOWN.selection, KNOWN.selection) == {}


def test_a_period_that_is_the_default_of_another_release_is_written() -> None:
    elsewhere = replace(KNOWN.selection, period=Period(2021, 12))
    assert links.write(elsewhere, KNOWN.selection) == {"period": ["2021-12"]}


def test_what_a_release_does_not_know_is_dropped_and_named() -> None:
    said = {"town": [TOWNS[0], "999", TOWNS[0]], "period": ["2022-01"], "basis": ["week"], "park": ["yes"]}
    selection, dropped = links.read(said, KNOWN)
    assert selection == replace(KNOWN.selection, towns=(TOWNS[0],))
    assert set(dropped) == {
        Dropped("town", "999"),
        Dropped("period", "2022-01"),
        Dropped("basis", "week"),
        Dropped("park", "yes"),
    }


@given(st.dictionaries(st.sampled_from(["period", "basis", "town", "sector", "trade", "park"]), st.lists(st.text())))
def test_no_link_ever_fails(said: dict[str, list[str]]) -> None:
    selection, dropped = links.read(said, KNOWN)
    assert set(selection.towns) <= set(TOWNS)
    assert selection.period in PERIODS
    assert all(len(item.value) <= links.LONGEST for item in dropped)


def test_a_link_of_a_thousand_values_is_cut() -> None:
    _, dropped = links.read({"town": [str(n) for n in range(1_000)]}, KNOWN)
    assert len(dropped) == links.MOST_VALUES


def test_language_and_release_stand_around_the_selection() -> None:
    said = links.envelope(pinned="0002-1a2b3c4d", language="en")
    assert (links.release_of(said), links.language_of(said)) == ("0002-1a2b3c4d", "en")
    assert links.envelope(pinned=None, language="zh") == {}
    assert links.language_of({"lang": ["xx"]}) == "zh"
    assert links.release_of({"v": [""]}) is None


def test_page_parameters_are_codes_or_plain_names() -> None:
    said = {"project": ["P0001"], "list": ["<b>"], "indicator": ["x" * 65], "team": ["区域招商一组"], "owner": ["a\nb"]}
    assert links.page_params_of(said) == {"project": "P0001", "team": "区域招商一组"}

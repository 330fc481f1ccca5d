"""Headline figures of two releases, side by side."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tests import small
from tongnan_metrics import query, releases
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.headlines import HEADLINES
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query import Headline
from tongnan_metrics.releases import Release

EARLIER = Period(2022, 3)


def publish(root: Path, tables: dict[str, pa.Table]) -> Release:
    return releases.publish(root, {**tables, "monthly": monthly.build(tables)}, author="tester")


def until(tables: dict[str, pa.Table], last: Period) -> dict[str, pa.Table]:
    """The tables as they were when `last` was the newest period of those that have any."""
    return {
        key: table.filter(pc.field("period") <= str(last)) if "period" in table.schema.names else table
        for key, table in tables.items()
    }


def told(found: tuple[Headline, ...], key: str) -> list[Headline]:
    return [headline for headline in found if headline.indicator.key == key]


def test_each_release_is_asked_for_the_periods_both_open_with(tmp_path: Path) -> None:
    whole = small.tables(3)
    before, after = publish(tmp_path, until(whole, EARLIER)), publish(tmp_path, whole)
    known, new = told(query.headlines(before, after), "industrial_output")
    assert (known.period, new.period) == (EARLIER, small.LAST)
    assert known.before == query.figure(before, query.Selection(EARLIER), "industrial_output")
    assert new.before is None
    assert new.after == query.figure(after, query.Selection(small.LAST), "industrial_output")
    assert (known.changed, new.changed) == (False, True)
    back = told(query.headlines(after, before), "industrial_output")
    assert [(h.before, h.after) for h in back] == [(known.after, known.before), (new.after, None)]


def test_a_revised_row_shows_in_its_figures_and_in_no_other(tmp_path: Path) -> None:
    tables = small.tables(3)
    before = publish(tmp_path, tables)
    grown = tables["output"].to_pylist()
    for row in grown:
        row["output"] += row["period"] == str(small.LAST)
    after = publish(tmp_path, {**tables, "output": pa.Table.from_pylist(grown, schema=tables["output"].schema)})
    found = query.headlines(before, after)
    assert [headline.indicator.key for headline in found] == list(HEADLINES)
    assert [h.indicator.key for h in found if h.changed] == ["industrial_output"]


def test_without_a_release_before_there_is_nothing_to_hold_against(tmp_path: Path) -> None:
    found = query.headlines(None, publish(tmp_path, small.tables(3)))
    assert {headline.before for headline in found} == {None}


def test_a_release_without_periods_has_no_headlines(tmp_path: Path) -> None:
    assert query.headlines(None, releases.publish(tmp_path, {}, author="tester")) == ()

"""项目清单: all planned projects on the time line, in groups, thirty at a time."""

import re

import pandas as pd
import pytest

from tests.pages.conftest import CHOSEN, DEFAULT_SELECTION, Opened, OpenPage
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.stays import stays
from tongnan_metrics.releases import Release

TIMELINE, SHOWN = -1, 30


def bars(page: Opened) -> pd.DataFrame:
    """The projects on the time line, each with the `heading` it stands under."""
    rows = page.chart(TIMELINE)
    heading = rows["name"].where(rows["key"] == "").ffill()
    return rows.assign(heading=heading)[rows["key"] != ""].reset_index(drop=True)


def planned(release: Release, name: str = "all") -> pd.DataFrame:
    register = projects(release, CHOSEN[name][1])
    return register.dropna(subset=["planned_start", "planned_finish"])


@pytest.mark.parametrize("group", ["town", "sector", "owner"])
def test_pages_hold_every_planned_project_once(demo_release: Release, look: OpenPage, group: str) -> None:
    known = planned(demo_release)["project"].tolist()
    count = -(-len(known) // SHOWN)
    pages = [look(demo_release, "projects", group=group, part=str(place)) for place in (1, 2, count)]
    drawn = [bars(page) for page in pages]
    assert [len(rows) for rows in drawn] == [SHOWN, SHOWN, len(known) - SHOWN * (count - 1)]
    shown = [key for rows in drawn for key in rows["key"]]
    assert len(set(shown)) == len(shown)
    assert set(shown) <= set(known)
    assert pages[1].address["part"] == ["2"]
    assert pages[1].address.get("group", ["town"]) == [group]
    for rows in drawn:
        groups = rows["heading"].tolist()
        assert groups == sorted(groups, key=groups.index)
        assert all(re.search(r"（\d+ 个）", heading) for heading in groups)


@pytest.mark.parametrize("name", ["town", "month of a town"])
def test_bars_are_the_plan_and_what_really_was(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    rows = bars(look(demo_release, "projects", **params)).set_index("key")
    known = planned(demo_release, name).set_index("project").loc[rows.index]
    reached = stays(demo_release, selection).pivot_table(index="project", columns="stage", values="entered")
    assert (rows["start"] == known["planned_start"]).all()
    assert (rows["finish"] == known["planned_finish"]).all()
    begun = reached["started"].reindex(rows.index)
    assert rows["begun"].isna().tolist() == begun.isna().tolist()
    assert (rows["begun"].dropna() == begun.dropna()).all()
    working = rows["begun"].notna() & reached["completed"].reindex(rows.index).isna()
    assert (rows.loc[working, "until"] == pd.Timestamp(selection.period.end)).all()
    assert rows["slip"].dropna().groupby(rows["heading"]).is_monotonic_decreasing.all()


def test_what_has_no_plan_is_counted_and_not_drawn(demo_release: Release, look: OpenPage) -> None:
    undated = len(projects(demo_release, DEFAULT_SELECTION)) - len(planned(demo_release))
    assert f"{undated}个项目没有计划日期，未列入。" in look(demo_release, "projects").words


def test_a_page_there_is_none_of_is_the_first(demo_release: Release, look: OpenPage) -> None:
    page = look(demo_release, "projects", part="99", group="nonsense")
    assert "part" not in page.address
    assert "group" not in page.address
    assert len(bars(page)) == min(SHOWN, len(projects(demo_release, DEFAULT_SELECTION)))

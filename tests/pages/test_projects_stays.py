"""项目清单: how long stages take and how many go on, whatever is chosen."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import pytest

from tests import small
from tests.pages.conftest import CHOSEN, DEFAULT_SELECTION, Opened, OpenPage
from tongnan_metrics import query
from tongnan_metrics.analysis import durations
from tongnan_metrics.catalog.fields import STAGE
from tongnan_metrics.query.projects import projects
from tongnan_metrics.query.stays import stays
from tongnan_metrics.releases import Release

STAYS = "各阶段停留时间与转化"


def by_stage(page: Opened) -> pd.DataFrame:
    return page.table(STAYS).set_index("stage")


@pytest.mark.parametrize("name", CHOSEN)
def test_those_still_there_are_the_register_s(demo_release: Release, open_page: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    table = by_stage(open_page(demo_release, "projects", **params))
    counted = projects(demo_release, selection)["stage"].value_counts()
    assert table.index.tolist() == [str(choice.name) for choice in STAGE.choices]
    assert table["still"].tolist() == [counted.get(key, 0) for key in STAGE.choice_keys]
    assert (table["entered"] == table["went_on"] + table["still"]).all()
    shares = table["went_on"] / table["entered"].where(table["entered"] > 0) * 100
    assert table["conversion"].iloc[:-1].tolist() == pytest.approx(shares.iloc[:-1].tolist(), abs=0.051, nan_ok=True)


def row_of(page: Opened, stage: str) -> dict[Hashable, Any]:
    return by_stage(page).to_dict("index")[stage]


def test_the_longest_still_there_is_named(demo_release: Release, open_page: OpenPage) -> None:
    row = row_of(open_page(demo_release, "projects"), "签约")
    waiting = projects(demo_release, DEFAULT_SELECTION, ("signed",))
    longest = waiting.nlargest(1, "days_in_stage")
    for shown, known in (("name", "name"), ("longest_days", "days_in_stage"), ("project", "project")):
        assert [row[shown]] == longest[known].tolist()


def test_stays_going_on_are_not_taken_as_over(demo_release: Release, open_page: OpenPage) -> None:
    page, rows = open_page(demo_release, "projects"), stays(demo_release, DEFAULT_SELECTION)
    started = rows[rows["stage"] == "started"]
    over = started["left"].notna()
    shown = by_stage(page)["median_days"]
    assert shown["开工"] == durations.quantile(started["days"], over, 0.5)
    assert shown["开工"] > started.loc[over, "days"].median()
    assert by_stage(page)["most_days"].isna()["在谈"]
    assert by_stage(page)[["conversion", "median_days", "longest_days"]].isna().iloc[-1].all()
    assert row_of(page, "达产")["name"] == "—"


def test_gaps_of_real_data_do_no_harm_to_stays(small_release: Release, open_page: OpenPage) -> None:
    for period in query.periods(small_release)[::7]:
        page = open_page(small_release, "projects", period=str(period), town=[small.TOWNS[0]])
        assert (STAYS in page.titles) == (
            not stays(small_release, query.Selection(period, towns=small.TOWNS[:1])).empty
        )

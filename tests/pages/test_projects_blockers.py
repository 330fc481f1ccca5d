"""项目清单: what holds projects up, by category, stage, owner, age and month: always the same blockers."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.pages.conftest import CHOSEN, Opened, OpenPage, published
from tests.query import rows as made
from tests.query.rows import Rows
from tongnan_metrics.catalog.fields import BLOCKER_CATEGORY, STAGE
from tongnan_metrics.query.blockers import blocker_months, open_blockers
from tongnan_metrics.releases import Release

# Charts in order, from the page's end: the time line is the last.
STAGES, MONTHS, CATEGORY, OWNER, AGE = range(-6, -1)
# One project, landed, in the small releases made here.
LANDED: dict[str, Rows] = {
    "projects": [{"project": "P1"}],
    "project_events": [{"project": "P1", "stage": "landed", "date": date(2022, 1, 1)}],
    "project_progress": [
        {"project": "P1", "period": "2022-02", "investment_ytd": 0, "investment_total": 0, "progress": 0}
    ],
}


def counted(page: Opened, place: int) -> dict[str, int]:
    rows = page.chart(place)
    return {str(name): int(count) for name, count in zip(rows["name"], rows["value"], strict=True) if count}


@pytest.mark.parametrize("name", CHOSEN)
def test_every_split_is_of_the_open_blockers(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page, rows = look(demo_release, "projects", **params), open_blockers(demo_release, selection)
    for place, column, field in ((CATEGORY, "category", BLOCKER_CATEGORY), (STAGES, "stage", STAGE)):
        named = rows[column].map(lambda key, field=field: str(field.choice(key).name))
        assert counted(page, place) == named.value_counts().to_dict()
    assert counted(page, OWNER) == rows["owner"].value_counts().to_dict()
    assert sum(counted(page, AGE).values()) == len(rows)
    assert page.chart(AGE).reindex(columns=["overdue"]).sum().item() == (rows["days_overdue"] > 0).sum()


def test_without_rules_nothing_is_said_of_lights(tmp_path: Path, open_page: OpenPage) -> None:
    release = published(
        tmp_path,
        made.tables(
            **LANDED,
        ),
    )
    page = open_page(release, "projects")
    assert page.answer.startswith("签约、开工、竣工投产项目0个")
    assert "灯" not in page.answer


@pytest.mark.parametrize("name", ["all", "town", "month"])
def test_months_are_those_up_to_the_period(demo_release: Release, look: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    drawn, rows = look(demo_release, "projects", **params).chart(MONTHS), blocker_months(demo_release, selection)
    assert drawn["value"].tolist() == [*rows["opened"], *rows["closed"]]
    assert drawn["month_name"].iloc[-1] == str(selection.period)


def test_of_equals_card_and_sentence_name_the_same(tmp_path: Path, open_page: OpenPage) -> None:
    blocked = [
        {"blocker": "B1", "category": "land", "raised": date(2022, 1, 4), "due": date(2022, 2, 1)},
        {"blocker": "B2", "category": "approval", "raised": date(2022, 2, 4), "due": date(2022, 3, 1)},
    ]
    release = published(
        tmp_path,
        made.tables(
            **LANDED,
            blockers=[{"project": "P1", **row} for row in blocked],
            lights=[{"preset": "district", "subject": "blocker_days", "red": Decimal(1), "source": "reported"}],
        ),
    )
    page = open_page(release, "projects")
    (said,) = (words for label, words in page.cards["blocker_open_count"].rows.items() if label == "最多")
    assert page.answer.endswith(f"卡点最多的是{said.removesuffix(' 1 个')}。")

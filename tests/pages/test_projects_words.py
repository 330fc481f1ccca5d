"""项目清单: what a batch brought beside what was published of it, and schedules as a list for phones."""

from tests.pages.conftest import TOWN, OpenPage
from tongnan_metrics.releases import Release

PUBLISHED = {"签约": "23", "开工": "36", "竣工": "14"}


def test_a_batch_stands_beside_what_was_published_of_it(demo_release: Release, open_page: OpenPage) -> None:
    rows = open_page(demo_release, "projects").table("集中活动批次")
    assert dict(zip(rows["stage"], rows["published"], strict=True)) == PUBLISHED
    assert (rows["projects"] < rows["published"].astype(int)).all()
    whole = open_page(demo_release, "projects", period="2022-03").table("集中活动批次")
    assert whole["projects"].tolist() == [int(text) for text in PUBLISHED.values()]


def test_what_was_published_of_the_district_is_not_said_of_a_town(demo_release: Release, open_page: OpenPage) -> None:
    rows = open_page(demo_release, "projects", town=[TOWN]).table("集中活动批次")
    assert set(rows["published"]) == {"—"}


def test_schedules_are_a_list_for_phones(demo_release: Release, open_page: OpenPage) -> None:
    page = open_page(demo_release, "projects")
    schedule = next(page.chart(i) for i in range(page.charts) if "planned_finish" in page.chart(i))
    for row in schedule.to_dict("records"):
        assert f"<b>{row['name']}</b><b>{row['progress_words']}</b>" in page.html
        assert f"{row['light_words']} · {row['start']:%Y-%m}—{row['finish']:%Y-%m}" in page.html

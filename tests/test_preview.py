"""What publishing would do is told before, and is what publishing then does."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests import small
from tests.ingest.reports import workbook
from tongnan_metrics import ingest, query, releases
from tongnan_metrics.analysis import monthly
from tongnan_metrics.catalog.datasets import REPORTED
from tongnan_metrics.catalog.headlines import HEADLINES
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.ingest import Change
from tongnan_metrics.preview import plain, preview
from tongnan_metrics.releases import Release

HEADER = ["报告期", "企业编号", "产值", "营业收入", "利润总额", "用电量"]


def printed(value: Decimal) -> pa.Table:
    """What a newspaper said of the last period's output, in 亿元."""
    row: dict[str, Any] = {
        "figure": "F1",
        "period": str(small.LAST),
        "area": small.HOME,
        "indicator": "industrial_output",
        "value": value,
        "printed": str(value),
        "printed_unit": "亿元",
        "printed_period": "2022年1—4月",
        "source": "published",
    }
    return pa.Table.from_pylist([row], schema=REPORTED["published"].schema)


@pytest.fixture
def base(tmp_path: Path) -> Release:
    """A release whose rows agree with what was printed."""
    tables = small.tables(5)
    rows = tables["output"].to_pylist()
    total = sum((row["output"] for row in rows if row["period"] == str(small.LAST)), Decimal(0))
    whole = {**tables, "published": printed((total / 10_000).quantize(Decimal("0.01")))}
    return releases.publish(tmp_path / "data", {**whole, "monthly": monthly.build(whole)}, author="tester")


def report(folder: Path, period: Period, output: int) -> Path:
    return workbook(folder / "产值.xlsx", {"产值": [HEADER, [str(period), "E0", output, 1, 1, 1]]})


def test_the_figures_told_are_those_then_published(tmp_path: Path, base: Release) -> None:
    reading = ingest.read_files([report(tmp_path, small.LAST.next, 500_000)])
    told = preview(ingest.compare(reading, base=base), base=base)
    assert releases.current(tmp_path / "data") == base
    after = ingest.publish_reading(reading, root=tmp_path / "data", author="tester", accept_warnings=True)
    assert told.changes["output"] == Change(added=1, changed=0, unchanged=0)
    assert {headline.period for headline in told.headlines} == {small.LAST, small.LAST.next}
    for headline in told.headlines:
        key, period = headline.indicator.key, headline.period
        assert headline.after == query.figure(after, query.Selection(period), key)
        known = period == small.LAST
        assert headline.before == (query.figure(base, query.Selection(period), key) if known else None)
    new = {h.indicator.key: h.numbers for h in told.headlines if h.period == small.LAST.next}
    assert list(new) == list(HEADLINES)
    assert new["industrial_output"] == (None, 50.0)


def test_a_revision_shows_in_every_period_it_reaches_and_against_what_was_printed(
    tmp_path: Path, base: Release
) -> None:
    told = preview(ingest.check([report(tmp_path, small.LAST, 900_000)], base=base), base=base)
    (output,) = [headline for headline in told.changed if headline.indicator.key == "industrial_output"]
    before, after = output.numbers
    assert output.period == small.LAST
    assert after == pytest.approx(float(before or 0) + 90, abs=5)
    assert output.after
    assert output.after.published
    (turned,) = told.turned
    assert (turned.figure, turned.matched, turned.matches) == ("F1", True, False)
    assert turned.before == pytest.approx(before)
    assert turned.after == pytest.approx(after)
    assert told.matching == (1, 0)
    said = plain(told)
    assert sum(said["changes"]["output"].values()) == 1
    assert {"indicator": "industrial_output", "period": str(small.LAST), "unit": "亿元"} == {
        key: value for key, value in said["indicators"][2].items() if key not in {"before", "after"}
    }
    assert said["published"]["matching"] == {"before": 1, "after": 0}
    assert [each["figure"] for each in said["published"]["figures"]] == ["F1"]


def test_a_revision_of_a_past_year_reaches_the_year_after(tmp_path: Path, base: Release) -> None:
    header = ["报告期", "项目编号", "本年完成投资", "自开工累计完成投资", "形象进度"]
    project = next(r["project"] for r in base.table("projects").to_pylist() if r["kind"] == "industrial")
    path = workbook(tmp_path / "进度.xlsx", {"项目进度": [header, ["2021-03", project, 77_777, 77_777, 50]]})
    told = preview(ingest.check([path], base=base), base=base)
    assert {h.period for h in told.changed if h.indicator.key == "industrial_investment"} == {Period(2021, 3)}


def test_what_changes_nothing_or_cannot_be_published_has_nothing_to_tell(tmp_path: Path, base: Release) -> None:
    path = report(tmp_path, small.LAST.next, 500_000)
    release = ingest.publish([path], root=tmp_path / "data", author="tester", accept_warnings=True)
    same = preview(ingest.check([path], base=release), base=release)
    assert (same.headlines, same.agreements) == ((), ())
    assert same.changes["output"] == Change(added=0, changed=0, unchanged=1)
    bad = workbook(tmp_path / "b.xlsx", {"产值": [HEADER, ["2022-02", "E0", "x", 1, 1, 1]]})
    assert preview(ingest.check([bad], base=base), base=base).changes == {}


def test_the_first_release_has_nothing_before(tmp_path: Path) -> None:
    town = ["镇街代码", "中文名称", "英文名称", "类别", "方格列", "方格行"]
    path = workbook(tmp_path / "镇街.xlsx", {"镇街": [town, ["500152101", "上和镇", "Shanghe", "镇", 0, 0]]})
    told = preview(ingest.check([path], base=None), base=None)
    assert told.changes["towns"].added == 1
    assert all(headline.before is None for headline in told.headlines)

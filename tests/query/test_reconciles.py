"""Every published figure of the demo comes out of the query as it was printed, digit for digit."""

import pytest

from tests.query.conftest import NewRelease
from tongnan_metrics import demo
from tongnan_metrics.analysis.rounding import decimals_of, rounded
from tongnan_metrics.catalog.model import Printed
from tongnan_metrics.catalog.periods import Period
from tongnan_metrics.query import lookups
from tongnan_metrics.query.frames import figure
from tongnan_metrics.query.selection import Selection
from tongnan_metrics.releases import Release

# Printed as "more than 200": the rows can only be near it.
APPROXIMATE = {"job_fair_preliminary_matches"}


@pytest.fixture(scope="module")
def release(new_release: NewRelease) -> Release:
    return new_release(dict(demo.tables()))


def test_every_published_figure_is_computed_to_the_printed_digit(release: Release) -> None:
    computed = 0
    for (key, period), told in lookups.printed(release).items():
        for each in told:
            found = figure(release, Selection(Period.parse(period)), key)
            computed += not isinstance(found.indicator.formula, Printed)
            if key not in APPROXIMATE:
                assert str(rounded(found.value, decimals_of(each.text))) == each.text, each.figure
                assert found.published == told[0].text
    assert computed > 40


def test_default_period_is_the_published_month(release: Release) -> None:
    assert lookups.default_period(release) == Period(2022, 2)


def test_shares_of_printed_counts(release: Release) -> None:
    found = figure(release, Selection(Period(2022, 3)), "enterprise_issue_resolution_rate")
    assert rounded(found.value, 1) == rounded(236 / 254 * 100, 1)
    assert found.published is None


def test_the_park_s_own_figures_stand_beside_the_park(release: Release) -> None:
    park = Selection(Period(2022, 3), park=True)
    for key in ("enterprise_visits", "enterprise_issues_collected", "enterprise_issues_resolved"):
        assert figure(release, park, key).published is not None
    assert figure(release, park, "lead_count").published is None

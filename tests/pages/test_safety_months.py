"""安全生产: the columns by month are single months, a year of them, whatever the basis."""

import pytest

from tests.pages.conftest import CHOSEN, OpenPage
from tongnan_metrics import query
from tongnan_metrics.catalog.periods import Basis
from tongnan_metrics.releases import Release
from tongnan_metrics.ui.months import PERIODS_A_YEAR
from tongnan_metrics.ui.safety import FOUND, VISITS


@pytest.mark.parametrize("name", ["all", "town", "month"])
def test_columns_are_the_single_months_of_a_year(demo_release: Release, open_page: OpenPage, name: str) -> None:
    params, selection = CHOSEN[name]
    page = open_page(demo_release, "safety", **params)
    drawn = [page.chart(i) for i in range(page.charts)]
    columns = [rows for rows in drawn if "tick" in rows]
    for key, rows in zip((VISITS, FOUND), columns, strict=True):
        monthly = query.Selection(selection.period, basis=Basis.MONTH, towns=selection.towns)
        told = query.frame(demo_release, monthly, key, ("period",)).set_index("period")["value"]
        assert rows["period"].iloc[-1] == str(selection.period)
        assert len(rows) == PERIODS_A_YEAR
        assert rows["value"].tolist() == pytest.approx([told[period] for period in rows["period"]])

"""Counts month by month, where no target is there to hold them against."""

from dataclasses import replace

from tongnan_metrics.catalog.indicators import INDICATORS
from tongnan_metrics.catalog.periods import Basis
from tongnan_metrics.kept import kept
from tongnan_metrics.present import charts
from tongnan_metrics.present import format as f
from tongnan_metrics.present.charts import Drawing
from tongnan_metrics.ui.view import View

# A year's eleven periods, and the one they come round to.
PERIODS_A_YEAR = 12


@kept
def running_year(view: View, key: str, *, height: int) -> Drawing | None:
    """The last single months of a count up to the selected period, on those of the year before.

    What was counted since January would set one column beside the year before's eleven.
    """
    rows = view.where(basis=Basis.MONTH).frame(key, "period")
    year = rows[rows["period"] <= str(view.period)].tail(PERIODS_A_YEAR)
    drawn = charts.month_columns(year, indicator=INDICATORS[key], theme=view.theme, height=height, basis=Basis.MONTH)
    return drawn and replace(drawn, note=f"{drawn.note}{f.DOT}{Basis.MONTH.name_text}")

"""The demo district: made-up detail that sums to every figure the public article printed.

`tables` makes the rows, `write_reports` writes them as offices' workbooks, `build` imports those into releases.
"""

from tongnan_metrics.demo.district import SEED, tables
from tongnan_metrics.demo.publish import build
from tongnan_metrics.demo.reports import write_reports

__all__ = ["SEED", "build", "tables", "write_reports"]

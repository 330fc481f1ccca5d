"""Questions to a release: a selection goes in, a tidy frame or a figure comes out. Only this package knows DuckDB."""

from tongnan_metrics.analysis.figure import Figure
from tongnan_metrics.query.agreements import Agreement, agreements
from tongnan_metrics.query.answers import answer
from tongnan_metrics.query.frames import figure, figures, frame
from tongnan_metrics.query.headlines import Headline, concerned, headlines
from tongnan_metrics.query.lookups import default_period, names, periods
from tongnan_metrics.query.row_sets import ROWS
from tongnan_metrics.query.selection import Selection, SelectionError

__all__ = [
    "ROWS",
    "Agreement",
    "Figure",
    "Headline",
    "Selection",
    "SelectionError",
    "agreements",
    "answer",
    "concerned",
    "default_period",
    "figure",
    "figures",
    "frame",
    "headlines",
    "names",
    "periods",
]

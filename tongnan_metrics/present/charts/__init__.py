"""Charts: frame in, `Drawing` out. Titles stand on the card; the drawing brings its spec, rows, alt text and legend."""

from tongnan_metrics.present.charts.bars import bullet_bars, loop_bars, pull_bars, stage_bars
from tongnan_metrics.present.charts.drawing import DATA, KEY, PICKED, Drawing, Swatch
from tongnan_metrics.present.charts.flows import month_flows
from tongnan_metrics.present.charts.frames import labelled
from tongnan_metrics.present.charts.grids import COLUMN_KEY, ROW_KEY, fixed_edges, heat_map, tile_map
from tongnan_metrics.present.charts.index import index_steps, rank_dots
from tongnan_metrics.present.charts.lines import lines, month_lines, rank_lines
from tongnan_metrics.present.charts.parts import Portion, part_bars
from tongnan_metrics.present.charts.progress import progress_lines
from tongnan_metrics.present.charts.series import calendar, month_columns, stacked_months
from tongnan_metrics.present.charts.sparks import Picture, hero_line, pace_bar, parts_bar, sparkline
from tongnan_metrics.present.charts.timeline import gantt, planned_and_actual

__all__ = [
    "COLUMN_KEY",
    "DATA",
    "KEY",
    "PICKED",
    "ROW_KEY",
    "Drawing",
    "Picture",
    "Portion",
    "Swatch",
    "bullet_bars",
    "calendar",
    "fixed_edges",
    "gantt",
    "heat_map",
    "hero_line",
    "index_steps",
    "labelled",
    "lines",
    "loop_bars",
    "month_columns",
    "month_flows",
    "month_lines",
    "pace_bar",
    "part_bars",
    "parts_bar",
    "planned_and_actual",
    "progress_lines",
    "pull_bars",
    "rank_dots",
    "rank_lines",
    "sparkline",
    "stacked_months",
    "stage_bars",
    "tile_map",
]

"""Made-up frames, one a chart kind, with the columns queries give."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pandas as pd

from tongnan_metrics.catalog.indicators import indicator
from tongnan_metrics.catalog.periods import Period, between
from tongnan_metrics.present import charts
from tongnan_metrics.present.charts import Drawing
from tongnan_metrics.present.theme import Theme

INVESTMENT = indicator("industrial_investment")
HAZARDS = indicator("safety_hazards_found")
GROWTH = indicator("industrial_va_growth")
INDEX = indicator("industrial_index")

TOWNS = ("桂林", "梓潼", "大佛", "田家")
PERIODS = [str(p) for p in between(Period(2021, 6), Period(2022, 2))]

BARS = pd.DataFrame(
    {
        "key": ["a", "b", "c", "d"],
        "name": TOWNS,
        "value": [1.05, 3.045, None, -0.2],
        "base": [1.0, 2.5, 0.4, 0.1],
        "growth": [5.0, 21.8, None, -300.0],
        "change": [None] * 4,
        "published": [None, "3.04", None, None],
        "origin": ["synthetic"] * 4,
    }
)
STAGES = pd.DataFrame(
    {
        "key": ["negotiating", "signed", "at_capacity"],
        "name": ["在谈", "签约", "达产"],
        "count": [115, 23, 22],
        "amount": [1182.57, 62.4, None],
        "stay": [96.4, 47.0, None],
        "stock": [True, False, False],
    }
)
LOOP = pd.DataFrame({"key": ["f", "r", "a"], "name": ["发现", "整改", "验收"], "value": [5814, 5628, 5391]})
PULLS = pd.DataFrame(
    {"key": ["a", "b", "c"], "name": TOWNS[:3], "pull": [0.8, -1.25, 3.1], "contribution": [8.0, -12.5, None]}
)
SERIES = pd.DataFrame(
    {
        "period": PERIODS,
        "value": [46.0, 55, 62, 70, 78, 86, 101.6, 18.09],
        "base": [40.0, 50, 55, 60, 70, 75, 80, 14.77],
    }
)
LINES = pd.DataFrame(
    [
        {"period": p, "role": role, "name": name, "value": high - i * fall, "published": None}
        for role, name, high, fall in (
            ("home", "潼南", 15.0, 0.7),
            ("city", "全市", 14.3, 0.9),
            ("nation", "全国", 15.9, 1.2),
        )
        for i, p in enumerate(PERIODS)
    ]
)
RANKS = LINES[LINES["role"] == "home"].assign(name="全市", value=[20.0, 18, 19, 15, 16, 14, 13, 12])
TRADES = pd.DataFrame(
    [
        {"period": p, "key": key, "name": name, "value": float(10 * size + i)}
        for size, (key, name) in enumerate(zip("abcde", ("工贸", "燃气", "交通", "建筑", "消防"), strict=True))
        for i, p in enumerate(PERIODS)
    ]
)
TILES = BARS.assign(tile_col=[2, 2, 1, 2], tile_row=[2, 3, 3, 4])
CELLS = pd.DataFrame(
    [
        ("fire", "消防", "x", "桂林", 61.0),
        ("fire", "消防", "y", "梓潼", 129.0),
        ("mines", "非煤矿山", "x", "桂林", 4.0),
        ("mines", "非煤矿山", "y", "梓潼", 0.0),
        ("gas", "城镇燃气", "x", "桂林", 85.0),
    ],
    columns=["row", "row_name", "column", "column_name", "value"],
)
EDGES = (1.0, 6.0, 15.0, 30.0, 60.0)
PROJECTS = pd.DataFrame(
    {
        "key": ["p1", "p2", "p3"],
        "name": ["冷链中心", "标准厂房", "清洁能源基地"],
        "planned_start": [date(2021, 9, 1), date(2021, 6, 1), None],
        "planned_finish": [date(2022, 8, 31), date(2022, 6, 30), date(2023, 10, 31)],
        "progress": [22.0, 38.4, 0.0],
        "light": ["red", "amber", None],
        "state": ["overdue", None, None],
    }
)
COMPONENTS = pd.DataFrame(
    {
        "key": ["va", "output", "investment", "share"],
        "name": ["增加值增速", "产值增速", "投资增速", "技改占比"],
        "value_words": ["10.0%", "16.5%", "22.5%", "40.9%"],
        "score": [76.0, 73.2308, 71.25, 76.36],
        "weight": [40.0, 25.0, 20.0, 15.0],
        "contribution": [30.4, 18.3077, 14.25, 11.454],
    }
)
PEERS = pd.DataFrame(
    {
        "key": ["1", "2", "3", "4"],
        "name": ["江津", "潼南", "万州", "城口"],
        "value": [12.0, 10.0, 7.0, None],
        "rank": [1, 2, 3, None],
        "home": [False, True, False, False],
        "group": [True, True, False, False],
    }
)
AS_OF = date(2022, 3, 31)

Draw = Callable[..., Drawing | None]
KINDS: dict[str, tuple[Draw, pd.DataFrame, dict[str, Any]]] = {
    "bullet_bars": (charts.bullet_bars, BARS, {"indicator": INVESTMENT}),
    "stage_bars": (charts.stage_bars, STAGES, {}),
    "loop_bars": (charts.loop_bars, LOOP, {}),
    "pull_bars": (charts.pull_bars, PULLS, {}),
    "month_columns": (charts.month_columns, SERIES, {"indicator": INVESTMENT}),
    "target_columns": (charts.month_columns, charts.calendar(SERIES, 2022), {"indicator": INVESTMENT, "target": 120.0}),
    "month_lines": (charts.month_lines, SERIES, {"indicator": INVESTMENT}),
    "lines": (charts.lines, LINES, {"indicator": GROWTH}),
    "rank_lines": (charts.rank_lines, RANKS, {"title": "位次"}),
    "stacked_months": (charts.stacked_months, TRADES, {"indicator": HAZARDS}),
    "tile_map": (charts.tile_map, TILES, {"indicator": INVESTMENT}),
    "heat_map": (charts.heat_map, CELLS, {"indicator": HAZARDS, "edges": EDGES}),
    "gantt": (charts.gantt, PROJECTS, {"as_of": AS_OF}),
    "index_steps": (charts.index_steps, COMPONENTS, {"total": "综合指数"}),
    "rank_dots": (charts.rank_dots, PEERS, {"indicator": GROWTH, "average": 7.9}),
}


def draw(kind: str, theme: Theme) -> Drawing:
    """The drawing of a kind from its made-up frame."""
    function, frame, options = KINDS[kind]
    drawing = function(frame, theme=theme, **options)
    assert drawing is not None
    return drawing


def layers(drawing: Drawing) -> list[dict[str, Any]]:
    """The layers of its spec."""
    found: list[dict[str, Any]] = drawing.spec["layer"]
    return found


def marks(drawing: Drawing) -> list[str]:
    """The mark of each layer, in order."""
    return [layer["mark"]["type"] for layer in layers(drawing)]


def every(value: object, key: str) -> Iterator[object]:
    """Every value under `key`, however deep."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == key:
                yield inner
            yield from every(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from every(inner, key)

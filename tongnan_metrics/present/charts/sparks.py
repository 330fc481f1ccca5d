"""Small pictures inside cards, as SVG data URIs for ``<img>``: sparklines, parts of a whole, pace.

Pages cannot hold inline SVG, and an image knows no CSS: colours come from the theme.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from tongnan_metrics.present import format as f
from tongnan_metrics.present.theme import AXIS_PX, BOLD, FONT, Theme

SPARK_WIDTH, SPARK_HEIGHT, DOT = 176, 24, 5
HERO_WIDTH, HERO_HEIGHT, HERO_RIGHT, HERO_TOP, HERO_FOOT = 190, 112, 42, 16, 22
BAR_WIDTH, BAR_HEIGHT, CUT = 400, 8, 2


@dataclass(frozen=True, slots=True)
class Picture:
    """An image: its data URI and its text alternative."""

    src: str
    alt: str


Point = tuple[float, float]


def sparkline(values: Sequence[float | None], *, theme: Theme, alt: str) -> Picture | None:
    """A grey line 24 px high that stretches to its card's width, the last point in accent.

    Missing values break the line. None when fewer than two are known.
    """
    points = _points(values, left=1, right=SPARK_WIDTH - DOT, top=DOT, bottom=SPARK_HEIGHT - DOT)
    known = [p for p in points if p]
    if len(known) < 2:
        return None
    # A point is a line of no length with a round cap: it stays round when the image is stretched.
    line = f'<path d="{_path(points)}" fill="none" stroke="{theme.faint}" stroke-width="1.5" {_STEADY}/>'
    x, y = known[-1]
    dot = f'<path d="M{x:.1f} {y:.1f}h0" stroke="{theme.accent}" stroke-width="{DOT + 1}" {_STEADY}/>'
    return Picture(_svg(SPARK_WIDTH, SPARK_HEIGHT, line + dot, stretch=True), alt)


_STEADY = 'vector-effect="non-scaling-stroke" stroke-linecap="round" stroke-linejoin="round"'


def hero_line(
    values: Sequence[float | None], *, theme: Theme, alt: str, first: str, last: str, decimals: int
) -> Picture | None:
    """The hero card's area: first and last value said at their points, `first` and `last` period below.

    None when fewer than two values are known.
    """
    bottom = HERO_HEIGHT - HERO_FOOT - 8
    points = _points(values, left=4, right=HERO_WIDTH - HERO_RIGHT, top=HERO_TOP + 4, bottom=bottom)
    known = [p for p in points if p]
    if len(known) < 2:
        return None
    numbers = [v for v in values if f.rounded(v, decimals) is not None]
    base = HERO_HEIGHT - HERO_FOOT
    (x0, _), (x1, y1) = known[0], known[-1]
    body = (
        f'<path d="{_path(points)}L{x1:.1f} {base}L{x0:.1f} {base}Z" fill="{theme.active}" opacity="0.7"/>'
        f'<path d="M0 {base}H{HERO_WIDTH}" stroke="{theme.border}"/>'
        f'<path d="{_path(points)}" fill="none" stroke="{theme.accent}" stroke-width="2" stroke-linejoin="round"/>'
        f'<circle cx="{x1:.1f}" cy="{y1:.1f}" r="3.5" fill="{theme.accent}"/>'
        + _text(*_beside_line(known), f.number(numbers[0], decimals), colour=theme.muted)
        + _text(x1 + 8, y1 + 4, f.number(numbers[-1], decimals), colour=theme.accent, weight=BOLD)
        + _text(0, HERO_HEIGHT - 6, first, colour=theme.muted)
        + _text(x1, HERO_HEIGHT - 6, last, colour=theme.muted, anchor="middle")
    )
    return Picture(_svg(HERO_WIDTH, HERO_HEIGHT, body), alt)


def _beside_line(points: Sequence[Point]) -> Point:
    """Where the first value's words stand: above its point, or under the line when it rises from there."""
    (x, y), (_, following), *_ = points
    return (x + 3, min(y + AXIS_PX + 3, HERO_HEIGHT - HERO_FOOT - 3)) if following < y else (x - 4, y - 9)


def parts_bar(values: Sequence[float], *, theme: Theme, alt: str) -> Picture | None:
    """A bar in up to three parts of a whole, in the theme's `parts` colours. None when there is nothing to divide."""
    total = sum(values)
    if total <= 0:
        return None
    ends = [0.0]
    for value in values:
        ends.append(ends[-1] + BAR_WIDTH * value / total)
    body = "".join(
        f'<rect x="{a:.1f}" width="{max(b - a - (CUT if b < BAR_WIDTH else 0), 0):.1f}" '
        f'height="{BAR_HEIGHT}" fill="{colour}"/>'
        for (a, b), colour in zip(pairwise(ends), theme.parts, strict=False)
    )
    return Picture(_svg(BAR_WIDTH, BAR_HEIGHT, body, stretch=True), alt)


def pace_bar(completion: float | None, due: float, *, theme: Theme, alt: str) -> Picture | None:
    """How much of the year's target is reached, with a mark where it should be; both in percent."""
    done = f.rounded(completion, 1)
    if done is None:
        return None
    reached, mark = (BAR_WIDTH * min(max(float(v), 0), 100) / 100 for v in (done, due))
    body = (
        f'<rect y="3" width="{BAR_WIDTH}" height="{BAR_HEIGHT}" fill="{theme.grid}"/>'
        f'<rect y="3" width="{reached:.1f}" height="{BAR_HEIGHT}" fill="{theme.accent}"/>'
        f'<path d="M{mark:.1f} 0V{BAR_HEIGHT + 6}" stroke="{theme.ink}" stroke-width="2" {_STEADY}/>'
    )
    return Picture(_svg(BAR_WIDTH, BAR_HEIGHT + 6, body, stretch=True), alt)


def _points(
    values: Sequence[float | None], *, left: float, right: float, top: float, bottom: float
) -> list[Point | None]:
    numbers = [None if f.rounded(v, 6) is None else float(str(v)) for v in values]
    known = [v for v in numbers if v is not None]
    if not known:
        return [None] * len(numbers)
    low, spread = min(known), max(known) - min(known)
    step = (right - left) / max(len(numbers) - 1, 1)
    tall = bottom - top
    return [
        None if v is None else (left + i * step, bottom - tall * ((v - low) / spread if spread else 0.5))
        for i, v in enumerate(numbers)
    ]


def _path(points: Sequence[Point | None]) -> str:
    drawn, pen = [], "M"
    for point in points:
        if point is not None:
            drawn.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
        pen = "M" if point is None else "L"
    return "".join(drawn)


def _text(x: float, y: float, words: str, *, colour: str, weight: int = 400, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{AXIS_PX}" font-weight="{weight}" '
        f'font-family="{FONT}" text-anchor="{anchor}">{escape(words)}</text>'
    )


def _svg(width: int, height: int, body: str, *, stretch: bool = False) -> str:
    ratio = "none" if stretch else "xMidYMid meet"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" preserveAspectRatio="{ratio}">{body}</svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()

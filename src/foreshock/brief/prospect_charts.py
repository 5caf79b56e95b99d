"""Charts of forecasts as plain SVG: a fan of quantiles over days, and told against seen probability.

The law: a chart draws the numbers it is given and nothing else; every mark carries its numbers as a title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDE, HIGH, EDGE = 560, 220, 40
SQUARE = 300


@dataclass(frozen=True, slots=True)
class Fan:
    """Counts `seen` day by day, then for each day ahead the quantiles at `levels`, outermost first and last."""

    seen: Sequence[float]
    levels: Sequence[float]
    ahead: Sequence[Sequence[float]]
    label: str


def fan_chart(fan: Fan) -> str:
    """The chart as an SVG element: bars of what was seen, bands of what is forecast, the middle as a line."""
    top = max([1.0, *fan.seen, *(max(day) for day in fan.ahead)])
    days = len(fan.seen) + len(fan.ahead)
    step = (WIDE - 2 * EDGE) / max(1, days)
    bars = "".join(_bar(i, value, step, top) for i, value in enumerate(fan.seen))
    bands = "".join(_band(fan, k, step, top) for k in range(len(fan.levels) // 2))
    middle = [(_x(len(fan.seen) + i, step), _y(day[len(day) // 2], top)) for i, day in enumerate(fan.ahead)]
    line = f'<polyline class="middle" fill="none" stroke="currentColor" points="{_points(middle)}"/>'
    axis = f'<text x="{EDGE - 6}" y="{EDGE}" text-anchor="end">{top:g}</text>'
    return _svg(WIDE, HIGH, fan.label, axis + bars + bands + line)


def reliability_chart(told: Sequence[float], seen: Sequence[float], cases: Sequence[int], label: str) -> str:
    """The chart as an SVG element: a dot for each bin, its area the number of its cases, and the line of truth."""
    largest, span = max([1, *cases]), SQUARE - 2 * EDGE
    line = f'<path d="M{EDGE} {SQUARE - EDGE}L{SQUARE - EDGE} {EDGE}" stroke="currentColor" opacity=".4"/>'
    dots = "".join(
        f'<circle cx="{EDGE + t * span:.1f}" cy="{SQUARE - EDGE - s * span:.1f}" '
        f'r="{2 + 8 * (n / largest) ** 0.5:.1f}">'
        f"<title>told {t:.2f}, seen {s:.2f}, {n} cases</title></circle>"
        for t, s, n in zip(told, seen, cases, strict=True)
    )
    return _svg(SQUARE, SQUARE, label, line + dots)


def _bar(place: int, value: float, step: float, top: float) -> str:
    at, y = EDGE + place * step, _y(value, top)
    box = f'x="{at:.1f}" y="{y:.1f}" width="{step * 0.8:.1f}" height="{HIGH - EDGE - y:.1f}"'
    return f'<rect {box} opacity=".5"><title>{value:g}</title></rect>'


def _band(fan: Fan, k: int, step: float, top: float) -> str:
    low = [(_x(len(fan.seen) + i, step), _y(day[k], top)) for i, day in enumerate(fan.ahead)]
    high = [(_x(len(fan.seen) + i, step), _y(day[-1 - k], top)) for i, day in enumerate(fan.ahead)]
    told = f"<title>{100 * (fan.levels[-1 - k] - fan.levels[k]):.0f}% of paths</title>"
    return f'<polygon points="{_points([*low, *reversed(high)])}" opacity=".25">{told}</polygon>'


def _x(place: int, step: float) -> float:
    return EDGE + (place + 0.4) * step


def _y(value: float, top: float) -> float:
    return HIGH - EDGE - value / top * (HIGH - 2 * EDGE)


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _svg(wide: int, high: int, label: str, body: str) -> str:
    name = escape(label, quote=True)
    return f'<svg viewBox="0 0 {wide} {high}" role="img" aria-label="{name}" fill="currentColor">{body}</svg>'

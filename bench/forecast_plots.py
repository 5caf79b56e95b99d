"""Plots of the forecasting bench as plain SVG. The law: a plot shows the numbers it was given and the line of truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SIZE, EDGE = 320, 36


def reliability(path: Path, told: Any, seen: Any, cases: Any) -> None:
    """Told probability against observed frequency; the area of a dot is its number of cases."""
    largest = max(float(c) for c in cases)
    dots = "".join(
        f'<circle cx="{_x(t):.1f}" cy="{_y(s):.1f}" r="{2 + 8 * (float(c) / largest) ** 0.5:.1f}" fill="#26547c"/>'
        f"<title>{t:.2f} told, {s:.2f} seen, {int(c)} cases</title>"
        for t, s, c in zip(told, seen, cases, strict=True)
    )
    line = f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#999"/>'
    _write(path, line + dots, "told probability", "observed frequency")


def running(path: Path, values: Any) -> None:
    """A running mean over days, from 0 to its largest value."""
    top = max(1e-9, max(abs(float(v)) for v in values))
    points = " ".join(f"{_x(i / max(1, len(values) - 1)):.1f},{_y(float(v) / top):.1f}" for i, v in enumerate(values))
    line = f'<polyline points="{points}" fill="none" stroke="#26547c" stroke-width="1.5"/>'
    _write(path, line, "days of the test span", f"running gain, nats per event (top {top:.3f})")


def _x(share: float) -> float:
    return EDGE + share * (SIZE - 2 * EDGE)


def _y(share: float) -> float:
    return SIZE - EDGE - share * (SIZE - 2 * EDGE)


def _write(path: Path, body: str, across: str, up: str) -> None:
    frame = f'<path d="M{_x(0)} {_y(1)}L{_x(0)} {_y(0)}L{_x(1)} {_y(0)}" fill="none" stroke="#333"/>'
    words = (
        f'<text x="{SIZE / 2}" y="{SIZE - 8}" text-anchor="middle">{across}</text>'
        f'<text x="12" y="{SIZE / 2}" text-anchor="middle" transform="rotate(-90 12 {SIZE / 2})">{up}</text>'
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" font-family="sans-serif" font-size="11">'
    )
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{head}{frame}{words}{body}</svg>\n", encoding="utf8")

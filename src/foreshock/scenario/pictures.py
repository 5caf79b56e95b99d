"""A play in pictures: its pathways with their shares, the tornado of interventions, the chance over the days.

The law: the same play gives the same drawing; every mark is labelled with the number it stands for, and no drawing asks
for a font, a script or a style from outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from foreshock.records.played import Chance, PathwayShare, Played, TornadoRow
from foreshock.records.scenario import Scenario
from foreshock.scenario.chances import percent

WIDTH, ROW, BAR, LEFT, RIGHT = 720, 30, 12, 250, 650
INK, FAINT, DARK, BAND = "currentColor", "#8a8f98", "#b4483c", "#d9a29a"
BETTER = "#3c78b4"
SHORT = 38


def pathways_svg(scenario: Scenario, played: Played) -> str:
    """Each pathway as its stages in order, with the share of paths on which each completes."""
    rows: list[str] = []
    y = 26
    for way, share in zip(scenario.pathways, played.pathways, strict=True):
        rows += _way(share, bool(way.unless), y)
        y += 74
    rest = percent(played.no_pathway) if played.chance.hits and played.chance.bound is None else "none to share out"
    rows.append(_text(8, y, f"by none of these: {rest} of the paths with the outcome", FAINT))
    return _svg(y + 16, "pathways and their shares", rows)


def tornado_svg(played: Played) -> str:
    """The change of the chance under each intervention, widest first, with its 90 % interval."""
    ends = [abs(x) for row in played.tornado for x in (row.difference, row.ninety.low, row.ninety.high)]
    scale = (RIGHT - LEFT) / 2 / max([*ends, 1e-9])
    middle = (LEFT + RIGHT) / 2
    rows = [_line(middle, 22, middle, 26 + ROW * len(played.tornado), FAINT)]
    rows.append(_text(middle, 14, f"as things stand: {percent(played.chance.value)}", FAINT, "middle"))
    for n, row in enumerate(played.tornado):
        rows += _bar(row, 26 + ROW * n, middle, scale)
    return _svg(34 + ROW * len(played.tornado), "interventions: change of the chance", rows)


def course_svg(played: Played) -> str:
    """The chance by the end of each day shown, with its 50 % and 90 % intervals."""
    top = max(day.chance.ninety.high for day in played.by_day)
    scale = (RIGHT - LEFT) / max(top, 1e-9)
    rows = [line for n, day in enumerate(played.by_day) for line in _day(day.day, day.chance, 22 + ROW * n, scale)]
    return _svg(30 + ROW * len(played.by_day), "chance by the end of a day", rows)


def _way(share: PathwayShare, guarded: bool, y: int) -> Iterator[str]:
    yield _text(8, y, share.name, INK, weight="bold")
    told = (
        f"in this order {percent(share.in_order)}, by descent {percent(share.by_descent)} of the paths with the outcome"
    )
    yield _text(8, y + 15, told + (f"; closed by its guard {percent(share.closed)}" if guarded else ""), FAINT)
    step = (WIDTH - 16) / max(1, len(share.stages))
    for n, (name, chance) in enumerate(share.stages):
        x = 8 + n * step
        label = f"{name}: completes on {percent(chance)} of paths"
        yield f"<g><title>{escape(label)}</title>"
        yield f'<rect x="{_n(x)}" y="{y + 22}" width="{_n(step - 26)}" height="26" rx="5" fill="none" stroke="{INK}"/>'
        yield f'<rect x="{_n(x)}" y="{y + 22}" width="{_n((step - 26) * chance)}" height="26" rx="5" fill="{BAND}"/>'
        yield _text(x + 7, y + 39, f"{_short(name)} {percent(chance)}", INK)
        yield "</g>"
        if n + 1 < len(share.stages):
            yield _text(x + step - 20, y + 40, "→", INK)


def _bar(row: TornadoRow, y: float, middle: float, scale: float) -> Iterator[str]:
    end = middle + row.difference * scale
    left, right = min(middle, end), max(middle, end)
    colour = DARK if row.difference > 0 else BETTER
    told = f"{row.name}: {percent(row.chance)}, {points(row.difference)} ({points(row.ninety.low)} to "
    yield f"<g><title>{escape(told + points(row.ninety.high))}; {escape(row.what)}</title>"
    yield _text(LEFT - 10, y + BAR, _short(row.name), INK, "end")
    yield f'<rect x="{_n(left)}" y="{_n(y)}" width="{_n(max(1.0, right - left))}" height="{BAR}" fill="{colour}"/>'
    low, high = (middle + x * scale for x in (row.ninety.low, row.ninety.high))
    yield _line(low, y + BAR / 2, high, y + BAR / 2, INK)
    yield _text(WIDTH - 4, y + BAR, points(row.difference), INK, "end")
    yield "</g>"


def _day(day: int, chance: Chance, y: float, scale: float) -> Iterator[str]:
    ninety, fifty = chance.ninety, chance.fifty
    value = chance.bound or percent(chance.value)
    told = f"day {day}: {value}, 50 % {percent(fifty.low)} to {percent(fifty.high)}, 90 % {percent(ninety.low)} to "
    yield f"<g><title>{escape(told + percent(ninety.high))}</title>"
    yield _text(LEFT - 10, y + BAR, f"by day {day}: {percent(chance.value)}", INK, "end")
    for ends, height, colour in ((ninety, 4, BAND), (fifty, BAR, BAND)):
        x, width = LEFT + ends.low * scale, max(1.0, (ends.high - ends.low) * scale)
        top = y + (BAR - height) / 2
        yield f'<rect x="{_n(x)}" y="{_n(top)}" width="{_n(width)}" height="{height}" fill="{colour}"/>'
    x = LEFT + min(chance.value, ninety.high) * scale
    yield _line(x, y - 2, x, y + BAR + 2, DARK)
    yield "</g>"


def points(difference: float) -> str:
    """A difference of chances in percentage points, with its sign."""
    told = 100 * difference
    if abs(told) < 0.005:
        return "±0.00 points"
    return f"{'+' if told > 0 else '−'}{abs(told):.2f} points"


def _svg(height: float, label: str, rows: list[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="foreshock" viewBox="0 0 {WIDTH} {_n(height)}" role="img" '
    return head + f'aria-label="{escape(label)}" font-family="sans-serif" font-size="12">' + "".join(rows) + "</svg>"


def _text(x: float, y: float, told: str, fill: str, anchor: str = "start", weight: str = "normal") -> str:
    place = f'x="{_n(x)}" y="{_n(y)}" fill="{fill}" text-anchor="{anchor}" font-weight="{weight}"'
    return f"<text {place}>{escape(told)}</text>"


def _line(x: float, y: float, to_x: float, to_y: float, stroke: str) -> str:
    return f'<line x1="{_n(x)}" y1="{_n(y)}" x2="{_n(to_x)}" y2="{_n(to_y)}" stroke="{stroke}"/>'


def _short(told: str) -> str:
    return told if len(told) <= SHORT else told[: SHORT - 1] + "…"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")

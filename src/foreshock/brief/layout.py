"""Where the boxes of the graph stand: springs pull what is joined, boxes push each other apart, nothing is random.

The law: the same parties and pairs give the same places. After Fruchterman and Reingold (1991), started on a ring.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, pi, sin

LINE = 14.0
ROUNDS = 260
TO_MIDDLE = 0.25
SIDE_GAP, ROW_GAP = 0.05, 20.0
ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)

Pair = tuple[int, int]


@dataclass(slots=True)
class Box:
    """A box by its middle."""

    x: float
    y: float
    width: float
    height: float


def arrange(sizes: list[tuple[float, float]], pairs: list[Pair], width: float, height: float) -> list[Box]:
    """Boxes in order of `sizes` (width, height), inside the page, apart where the page is large enough."""
    boxes = _ring(sizes, width, height)
    ideal = 0.62 * (width * height / max(1, len(sizes))) ** 0.5
    for step in range(ROUNDS):
        _pull_and_push(boxes, pairs, (width, height), ideal, heat=0.12 * width * (1 - step / ROUNDS))
        _keep_inside(boxes, width, height)
    _fill(boxes, width, height)
    _part(boxes, width, height)
    return [Box(round(b.x, 1), round(b.y, 1), round(b.width, 1), b.height) for b in boxes]


def _ring(sizes: list[tuple[float, float]], width: float, height: float) -> list[Box]:
    turn = 2 * pi / max(1, len(sizes))
    return [
        Box(width / 2 + 0.35 * width * cos(i * turn + 0.3), height / 2 + 0.38 * height * sin(i * turn + 0.3), w, h)
        for i, (w, h) in enumerate(sizes)
    ]


def _pull_and_push(boxes: list[Box], pairs: list[Pair], page: tuple[float, float], ideal: float, heat: float) -> None:
    width, height = page
    moves = [[0.0, 0.0] for _ in boxes]
    for i, a in enumerate(boxes):
        for j in range(i):
            _push(a, boxes[j], moves[i], moves[j], ideal)
        moves[i][0] += (width / 2 - a.x) * TO_MIDDLE
        moves[i][1] += (height / 2 - a.y) * TO_MIDDLE * width / height
    for i, j in pairs:
        _pull(boxes[i], boxes[j], moves[i], moves[j], ideal)
    for box, (dx, dy) in zip(boxes, moves, strict=True):
        far = hypot(dx, dy) or 1.0
        box.x += dx / far * min(far, heat)
        box.y += dy / far * min(far, heat)


def _push(a: Box, b: Box, move_a: list[float], move_b: list[float], ideal: float) -> None:
    dx, dy = a.x - b.x, a.y - b.y
    far = max(hypot(dx, dy), 1.0)
    room = ideal + (a.width + b.width) / 4 * abs(dx) / far
    force = room * room / far / far
    for move, sign in ((move_a, 1), (move_b, -1)):
        move[0] += sign * dx * force
        move[1] += sign * dy * force


def _pull(a: Box, b: Box, move_a: list[float], move_b: list[float], ideal: float) -> None:
    dx, dy = a.x - b.x, a.y - b.y
    force = hypot(dx, dy) / ideal * 0.5
    for move, sign in ((move_a, -1), (move_b, 1)):
        move[0] += sign * dx * force
        move[1] += sign * dy * force


def _fill(boxes: list[Box], width: float, height: float) -> None:
    """Stretches the places over the whole page."""
    left, right = min(b.x - b.width / 2 for b in boxes), max(b.x + b.width / 2 for b in boxes)
    top, bottom = min(b.y for b in boxes), max(b.y for b in boxes)
    for box in boxes:
        box.x = (box.x - left) / max(1.0, right - left) * width
        box.y = (box.y - top) / max(1.0, bottom - top) * height if bottom > top else height / 2
    _keep_inside(boxes, width, height)


def _part(boxes: list[Box], width: float, height: float) -> None:
    """Pushes overlapping boxes apart until none overlap or no more rounds are left."""
    gap = SIDE_GAP * width
    for _ in range(ROUNDS):
        moved = False
        for i, a in enumerate(boxes):
            for b in boxes[:i]:
                moved = _unlap(a, b, gap) or moved
        _keep_inside(boxes, width, height)
        if not moved:
            return


def _unlap(a: Box, b: Box, gap: float) -> bool:
    lap_x = (a.width + b.width) / 2 + gap - abs(a.x - b.x)
    lap_y = (a.height + b.height) / 2 + ROW_GAP - abs(a.y - b.y)
    if lap_x <= 0 or lap_y <= 0:
        return False
    if lap_y <= lap_x:
        step = lap_y / 2 + 0.5
        up = step if a.y >= b.y else -step
        a.y, b.y = a.y + up, b.y - up
    else:
        step = lap_x / 2 + 0.5
        right = step if a.x >= b.x else -step
        a.x, b.x = a.x + right, b.x - right
    return True


def _keep_inside(boxes: list[Box], width: float, height: float) -> None:
    for box in boxes:
        half = min(box.width, width) / 2 + 2
        box.x = min(max(box.x, half), width - half)
        box.y = min(max(box.y, box.height / 2 + 2), height - box.height / 2 - 2)


def between(a: Box, b: Box, aside: float) -> tuple[float, float, float, float]:
    """The line from the edge of box `a` to the edge of box `b`, shifted sideways by `aside`."""
    far = hypot(b.x - a.x, b.y - a.y) or 1.0
    ux, uy = (b.x - a.x) / far, (b.y - a.y) / far
    sx, sy = -uy * aside, ux * aside
    out_a, out_b = _reach(a, ux, uy) + 2, _reach(b, ux, uy) + 4
    out_b = min(out_b, max(0.0, far - out_a - 1))
    ends = (a.x + ux * out_a + sx, a.y + uy * out_a + sy, b.x - ux * out_b + sx, b.y - uy * out_b + sy)
    return (round(ends[0], 1), round(ends[1], 1), round(ends[2], 1), round(ends[3], 1))


def label_place(line: tuple[float, float, float, float], width: float, taken: list[Box]) -> tuple[float, float] | None:
    """Where along the line a label of this width covers nothing that is taken, nearest the middle; None: nowhere."""
    x1, y1, x2, y2 = line
    for share in ALONG:
        x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
        if not any(abs(b.x - x) < (b.width + width) / 2 and abs(b.y - y) < (b.height + LINE) / 2 for b in taken):
            return round(x, 1), round(y + 3, 1)
    return None


def _reach(box: Box, ux: float, uy: float) -> float:
    """How far the middle is from the box's edge in a direction."""
    across = box.width / 2 / abs(ux) if ux else float("inf")
    down = box.height / 2 / abs(uy) if uy else float("inf")
    return min(across, down)

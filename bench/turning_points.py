"""The gauge on the real stream: which turning points of six dyads were seen, when, and which were missed.

The law: the turning points stand in a file that was written before; a day is an alarm by one rule for all dyads, and
the share of days that are alarms stands beside the share of turning points that were met.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from foreshock.codebook.gauges import theatres
from foreshock.desk.gauge import past
from foreshock.gauge import History, change_points, series, target_of
from foreshock.ledger import Ledger
from foreshock.records.reading import ChangePoint

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
RISE, LEAST, WITHIN = 3.0, 10.0, timedelta(days=6)
"""An alarm: the fast level is so many times the slow one of the day before and at least so many points; a turning point
is met by an alarm on its day or so many days after, as the stream often tells of it on the next."""
NEAR = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Seen:
    """A turning point, the first day of alarm that met it, and the change point that dates it, None where missed."""

    day: date
    what: str
    kind: str
    alarm: date | None
    change: ChangePoint | None


def alarms(told: pl.DataFrame, kind: str) -> list[date]:
    """The days on which the level rose by the rule: of tension where it got worse, of cooperation where better."""
    names = ("tension",) if kind == "worse" else ("verbal_cooperation", "material_cooperation")
    fast = sum((pl.col(f"{name}_3d") for name in names), pl.lit(0.0))
    slow = sum((pl.col(f"{name}_30d") for name in names), pl.lit(0.0)).shift(1)
    return told.filter((fast >= RISE * slow) & (fast >= LEAST))["day"].to_list()


def seen(points: list[dict[str, Any]], told: pl.DataFrame, changes: tuple[ChangePoint, ...]) -> Iterator[Seen]:
    """What was seen of each turning point."""
    by_kind = {kind: alarms(told, kind) for kind in ("worse", "better")}
    for point in points:
        day, kind = point["day"], point["kind"]
        alarm = next((d for d in by_kind[kind] if day <= d <= day + WITHIN), None)
        rising = (c for c in changes if c.size > 1 and ("cooperation" in c.measure) == (kind == "better"))
        change = next((c for c in rising if c.earliest - NEAR <= day <= c.latest + NEAR), None)
        yield Seen(day, point["what"], kind, alarm, change)


def picture(told: pl.DataFrame, points: list[Seen], title: str) -> str:
    """The slow and the fast level of tension over the years as SVG, a mark at every turning point."""
    wide, high, left, top = 900, 170, 40, 24
    days = told["day"].to_list()
    first, span = days[0], max((days[-1] - days[0]).days, 1)
    fast, slow = told["tension_3d"].to_list(), told["tension_30d"].to_list()
    most = max(*fast, 1.0) ** 0.5

    def x(day: date) -> float:
        return float(left + (day - first).days / span * (wide - left - 10))

    def y(level: float) -> float:
        return float(top + (high - top - 20) * (1 - level**0.5 / most))

    def line(levels: list[float], colour: str, width: str) -> str:
        path = " ".join(f"{x(d):.1f},{y(v):.1f}" for d, v in zip(days, levels, strict=True))
        return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'

    years = [date(year, 1, 1) for year in range(first.year + 1, days[-1].year + 1)]
    marks = [
        f'<line x1="{x(p.day):.1f}" x2="{x(p.day):.1f}" y1="{top}" y2="{high - 20}" stroke-dasharray="3 2" '
        f'stroke="{_COLOURS[p.alarm is None]}"><title>{p.day}: {p.what}</title></line>'
        for p in points
        if first <= p.day <= days[-1]
    ]
    ticks = [f'<text x="{x(d):.1f}" y="{high - 5}" font-size="11" text-anchor="middle">{d.year}</text>' for d in years]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" role="img">',
            f"<title>Tension of {title}</title>",
            f'<rect width="{wide}" height="{high}" fill="white"/>',
            f'<text x="{left}" y="15" font-size="13">{title}: tension, square-root scale, up to {max(fast):,.0f} points'
            " a 100 reports; thin 3 days, thick 30 days</text>",
            *marks,
            line(fast, "#9db7d1", "0.7"),
            line(slow, "#1f4e79", "1.6"),
            *ticks,
            "</svg>\n",
        ]
    )


_COLOURS = {False: "#2e7d32", True: "#c62828"}


def page(history: History, folder: Path) -> str:
    """The page of all dyads; pictures are written into the folder."""
    known, blocks, met, all_points, alarm_days, all_days = theatres(None), [], 0, 0, 0, 0
    dated = by_chance = 0
    for dyad in tomllib.loads((HERE / "turning_points.toml").read_text("utf8"))["dyad"]:
        target = target_of(dyad["target"], known)
        told = series(history, target)
        points = list(seen(dyad["points"], told, change_points(history, target)))
        name = dyad["target"].lower().replace("<>", "-").replace(":", "-")
        (folder / f"{name}.svg").write_text(picture(told, points, dyad["title"]), "utf8")
        raised = alarms(told, "worse")
        met, all_points = met + sum(p.alarm is not None for p in points), all_points + len(points)
        dated += sum(p.change is not None for p in points)
        alarm_days, all_days = alarm_days + len(raised), all_days + told.height
        by_chance += len({day - timedelta(days=n) for day in raised for n in range(WITHIN.days + 1)})
        blocks.append(_block(dyad["title"], name, points, len(raised), told.height))
    head = (HERE / "turning_points.md").read_text("utf8")
    counts = {"met": met, "points": all_points, "dated": dated, "share": f"{alarm_days / all_days:.1%}"}
    counts["chance"] = f"{by_chance / all_days:.0%}"
    rule = {"rise": f"{RISE:g}", "least": f"{LEAST:g}", "within": WITHIN.days, "near": NEAR.days}
    return head.format(**counts, **rule) + "".join(blocks)


def _block(title: str, name: str, points: list[Seen], raised: int, days: int) -> str:
    rows = "".join(f"| {p.day} | {p.what} | {p.kind} | {_after(p)} | {_change(p.change)} |\n" for p in points)
    return (
        f"\n## {title}\n\n![Tension of {title}](turning-points/{name}.svg)\n\n"
        f"Alarms of worsening on {raised} of {days:,} days.\n\n"
        f"| day | what happened | | alarm | change point |\n|---|---|---|---|---|\n{rows}"
    )


def _after(point: Seen) -> str:
    if point.alarm is None:
        return "missed"
    late = (point.alarm - point.day).days
    return "same day" if late == 0 else f"{late} day{'s' if late > 1 else ''} later"


def _change(change: ChangePoint | None) -> str:
    if change is None:
        return "none"
    words = change.measure.replace("_", " ")
    return (
        f"{change.day}, {words} × {change.size:.1f} ({change.low:.1f} to {change.high:.1f}), told on {change.announced}"
    )


def main(ledger: str) -> None:
    """Write docs/turning-points.md and its pictures from a ledger of the open stream (bench/stream.py)."""
    folder = DOCS / "turning-points"
    folder.mkdir(exist_ok=True)
    with Ledger(ledger, create=False) as book:
        (DOCS / "turning-points.md").write_text(page(past(book), folder), "utf8")


if __name__ == "__main__":
    main(*sys.argv[1:])

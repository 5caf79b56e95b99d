"""What a play shows beside its chance: shares of pathways, the tornado of interventions, and what was assumed.

The law: differences between interventions are paired path by path, and every assumption is written out with its range.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from foreshock.records.played import Assumption, Chance, Interval, PastWindows, PathwayShare, TornadoRow
from foreshock.records.scenario import Intervention, Scenario
from foreshock.scenario.chances import parted
from foreshock.scenario.checks import order
from foreshock.scenario.history import History
from foreshock.scenario.limits import table
from foreshock.scenario.plans import unseen

if TYPE_CHECKING:
    from foreshock.scenario.counting import Cell
    from foreshock.scenario.edges import Believed
    from foreshock.scenario.play import Setup

NINETY = 1.645
"""Half of a normal distribution's middle 90 %, in standard deviations."""


def pathways(scenario: Scenario, cells: Sequence[Sequence[Cell]], how: Setup) -> tuple[PathwayShare, ...]:
    """The share of every pathway among the paths that have the outcome, and how often it and its stages complete."""
    hits = max(1, sum(int(cell.under[0]) for row in cells for cell in row))
    paths = how.each * sum(len(row) for row in cells)
    ways = sum((cell.ways for row in cells for cell in row), np.zeros((len(scenario.pathways), 4), np.int64))
    stages = iter(np.sum([cell.stages for row in cells for cell in row], axis=0))
    return tuple(_pathway(scenario, n, ways[n], stages, hits, paths) for n in range(len(scenario.pathways)))


def no_pathway(cells: Sequence[Sequence[Cell]]) -> float:
    """The share of the paths with the outcome on which no pathway was complete by then."""
    hits = sum(int(cell.under[0]) for row in cells for cell in row)
    return sum(cell.aimless for row in cells for cell in row) / max(1, hits)


def tornado(scenario: Scenario, cells: Sequence[Sequence[Cell]], how: Setup) -> tuple[TornadoRow, ...]:
    """One row an intervention, the largest difference first."""
    rows = [_row(move, bit, cells, how) for bit, move in enumerate(scenario.interventions, 1)]
    return tuple(sorted(rows, key=lambda row: (-abs(row.difference), row.name)))


def what(move: Intervention) -> str:
    """What an intervention does, in words."""
    parts = []
    if move.scale is not None and move.factor is not None:
        fades = f", fading over {move.fade_days} days" if move.fade_days else ""
        parts.append(f"rates of {move.scale} times {move.factor} from day {move.from_day}{fades}")
    if move.inject is not None:
        parts.append(f"{move.count} added {move.inject} on day {move.at_day}")
    return "; ".join(parts)


def assumptions(
    scenario: Scenario,
    history: History,
    how: Setup,
    fitted: str,
    rejected: int,
    penalty: float,
    ties: Sequence[Believed] = (),
) -> tuple[Assumption, ...]:
    """Everything the numbers rest on that the ledger does not show."""
    return tuple(_assumptions(scenario, history, how, fitted, rejected, penalty, ties))


def cautions(history: History, past: PastWindows, chances: Sequence[Chance]) -> tuple[str, ...]:
    """What a reader must know before he leans on the chances: how thin the history is, and where a mean lies."""
    return tuple(_cautions(history, past, chances))


def _cautions(history: History, past: PastWindows, chances: Sequence[Chance]) -> Iterator[str]:
    told = table("limits.toml")["play"]
    if len(history.acts) < told["thin_acts"]:
        yield f"few acts: {len(history.acts):,}, fewer than {told['thin_acts']}; one report more can move every chance"
    if history.days < told["thin_days"]:
        yield f"few days: {history.days:,}, fewer than {told['thin_days']}; how often such acts come is hardly known"
    if not past.windows:
        yield f"no baseline: the history is shorter than one window of {past.days} days"
    if any(not one.fifty.low <= one.value <= one.fifty.high for one in chances):
        yield "a chance is the mean over all draws; where a few lie far off, it is outside the middle half (50 %)"


def _pathway(
    scenario: Scenario, n: int, counts: NDArray[np.int64], stages: Iterator[np.int64], hits: int, paths: int
) -> PathwayShare:
    way = scenario.pathways[n]
    names = [way.stages[k].name for k in order(way.stages) or ()]
    ordered, descends, completes, closed = (int(x) for x in counts)
    reached = tuple((name, int(next(stages)) / paths) for name in names)
    return PathwayShare(way.name, ordered / hits, descends / hits, completes / paths, closed / paths, reached)


def _row(move: Intervention, bit: int, cells: Sequence[Sequence[Cell]], how: Setup) -> TornadoRow:
    under = np.array([[cell.under[bit] for cell in row] for row in cells]) / how.each
    pairs = np.array([[cell.pairs[bit] for cell in row] for row in cells]) / how.each
    differences = pairs[..., 0] - pairs[..., 1]
    within = (pairs.sum(axis=-1) - differences**2) / max(1, how.each - 1)
    mean = float(differences.mean())
    ends = _ends(differences, float(within.mean()))
    return TornadoRow(move.name, what(move), float(under.mean()), mean, ends, move.because)


def _ends(differences: NDArray[np.float64], within: float) -> Interval:
    """The middle 90 % of the differences over the draws, shrunk by what is noise, and widened by that of the mean."""
    noise, one, other = parted(differences, within)
    mean, held = float(differences.mean()), one + other
    shrunk = mean + (differences - mean) * (held / (held + within)) ** 0.5 if held + within > 0 else differences
    low, high = (float(np.quantile(shrunk, q)) for q in (0.05, 0.95))
    wide = NINETY * noise**0.5
    return Interval(max(-1.0, low - wide), min(1.0, high + wide))


def _assumptions(
    scenario: Scenario,
    history: History,
    how: Setup,
    fitted: str,
    rejected: int,
    penalty: float,
    ties: Sequence[Believed],
) -> Iterator[Assumption]:
    told = table("limits.toml")["play"]
    days = f"{history.since} to {history.as_of}"
    yield Assumption("fitted parameters", fitted, f"{len(history.acts):,} acts on {history.days:,} days, {days}")
    draws = f"{how.parameter_draws} draws of parameters x {how.assumption_draws} of assumptions x {how.each:,} paths"
    yield Assumption("paths", f"{how.each * how.parameter_draws * how.assumption_draws:,}", draws)
    yield Assumption("seed", str(how.seed), "the same seed gives the same numbers")
    if penalty != 1:
        because = "at the usual price the fit, or most of its draws, had no finite future"
        yield Assumption("price of relations", f"{penalty:g} times", because)
    if rejected:
        because = "their branching matrix has a spectral radius of 1 or more: no finite future"
        yield Assumption("draws thrown away", str(rejected), because)
    if history.unlinked:
        because = "not linked to incidents: one happening that two reports date to two days is counted twice"
        yield Assumption("acts not linked", f"{history.unlinked:,} of {len(history.acts):,}", because)
    if history.contested:
        because = "a source says so and another denies it: they do not count"
        yield Assumption("contested rows", f"{history.contested:,}", because)
    memory = f"acts up to {scenario.memory_days} days before the start count for stages and guards"
    yield Assumption("memory", f"{scenario.memory_days} d", f"{memory}, none for the outcome")
    named = history.marks.named()
    for mark in unseen(scenario, history):
        value = f"gamma({told['never_seen_shape']:g}, {history.days}) acts a day"
        yield Assumption(f"rate of {named[mark]}", value, f"never seen in {history.days:,} days (Jeffreys prior)")
    for n, edge in enumerate(scenario.edges):
        yield Assumption(f"edge {edge}", f"{edge.expect} acts for each, declared", edge.because.text)
        if n < len(ties) and ties[n].learnt:
            ends = ties[n].ninety()
            value = f"{ends.low:.2g}..{ends.high:.2g} acts for each (90 %), which is played"
            yield Assumption(f"edge {edge}, after the ledger's days", value, ties[n].days())
    for move in scenario.interventions:
        text = move.because.text if move.because else "no reason given"
        yield Assumption(f"intervention {move.name}", what(move), f"model counterfactual, not cause: {text}")

"""Playing a scenario: many futures of the fitted network, each asked what came about, under every intervention at once.

The law: every chance says how many paths it stands on, what its spread is from and what was assumed; under an
intervention it is a model counterfactual, rates scaled and acts added, and never a proof of cause.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from foreshock.errors import Explosive, NoPlay
from foreshock.forecast import Known, Network, State, simulate_blocks
from foreshock.forecast.plans import draw
from foreshock.records.played import ByDay, Chance, EdgeRow, Interval, Played
from foreshock.records.scenario import Scenario
from foreshock.scenario import plans, telling
from foreshock.scenario.board import board, past_windows
from foreshock.scenario.chances import chance
from foreshock.scenario.counting import Cell, added, asked_of, counted
from foreshock.scenario.edges import Believed, believed
from foreshock.scenario.history import History
from foreshock.scenario.judging import judge
from foreshock.scenario.limits import table
from foreshock.scenario.machine import NEVER
from foreshock.scenario.splitting import split


class Fitted(Protocol):
    """A network fitted to a history, and draws of it from what the history leaves open."""

    @property
    def network(self) -> Network:
        """The network at its most probable parameters."""

    @property
    def penalty(self) -> float:
        """What relations between acts cost more than in every other forecast; 1 where nothing."""

    def draw(self, dice: np.random.Generator) -> Network:
        """One network from the distribution of the parameters."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How a scenario is played: paths in all, draws of parameters and of assumptions, the seed, threads at work."""

    paths: int
    parameter_draws: int
    assumption_draws: int
    seed: int
    threads: int | None = None

    @property
    def each(self) -> int:
        """Paths for each pair of draws."""
        return max(1, self.paths // (self.parameter_draws * self.assumption_draws))


def setup(seed: int, paths: int | None = None, threads: int | None = None) -> Setup:
    """The setup of limits.toml with this seed, and so many paths where told; NoPlay where they make no sense."""
    told = table("limits.toml")["play"]
    wanted = told["paths"] if paths is None else paths
    draws = told["parameter_draws"] * told["assumption_draws"]
    if not draws <= wanted <= told["most_paths"]:
        raise NoPlay(
            "the scenario", f"{wanted:,} paths asked for", f"from {draws} to {told['most_paths']:,} can be played"
        )
    return Setup(wanted, told["parameter_draws"], told["assumption_draws"], seed, threads)


def play(scenario: Scenario, history: History, fitted: Fitted, state: State, how: Setup) -> Played:
    """The scenario played from the day after the history; NoPlay or Explosive where no number can be stood for.

    The marks of `fitted.network` and `state` are those of `history.marks`, in order.
    """
    check(scenario, history)
    if fitted.network.marks != history.marks.named():
        raise NoPlay(scenario.name, "the network was fitted to other marks", "fit it to this scenario's history")
    shown = board(scenario, history)
    ties = believed(scenario, history, fitted.network, state)
    drawn = plans.assumed(scenario, history, how.assumption_draws, how.seed, ties)
    networks, rejected = _stable(scenario, history, fitted, drawn, how)
    cells = _cells(scenario, history, networks, drawn, state, how)
    whole = _chance(cells, how, scenario.horizon_days)
    if whole.value < table("limits.toml")["play"]["rare"]:
        whole = split(scenario, history, fitted, state, how.seed, ties) or whole
    by_day = tuple(ByDay(day, _chance(cells, how, day)) for day in _days(scenario.horizon_days))
    past = past_windows(scenario, history)
    return Played(
        scenario=scenario.name,
        question=scenario.question,
        as_of=history.as_of,
        horizon_days=scenario.horizon_days,
        chance=whole,
        by_day=by_day,
        pathways=telling.pathways(scenario, cells, how),
        no_pathway=telling.no_pathway(cells),
        tornado=telling.tornado(scenario, cells, how),
        edges=_edge_rows(scenario, history, fitted, state, how, ties),
        past=past,
        board=shown,
        assumptions=telling.assumptions(
            scenario, history, how, identity(fitted.network), rejected, fitted.penalty, ties
        ),
        fitted=identity(fitted.network),
        seed=how.seed,
        rejected=rejected,
        cautions=telling.cautions(history, past, [whole, *(one.chance for one in by_day[:-1])]),
    )


def identity(network: Network) -> str:
    """Twelve characters that name the parameters of a network: the same for the same numbers."""
    ties = network.excitation
    parts = (network.background, ties.target, ties.source, ties.decay, ties.size, network.decays, network.dispersion)
    told = [";".join(map(str, network.marks)).encode(), *(np.ascontiguousarray(part).tobytes() for part in parts)]
    return hashlib.sha256(b"|".join(told)).hexdigest()[:12]


def check(scenario: Scenario, history: History) -> None:
    """Nothing, or NoPlay where the history is too short or too thin to fit rates to."""
    told = table("limits.toml")["play"]
    if history.days < told["fewest_days"]:
        seen = f"the history covers {history.days} days, {history.since} to {history.as_of}"
        raise NoPlay(scenario.name, seen, f"at least {told['fewest_days']} are needed to fit rates")
    if not history.volume[-told["stalest_days"] :].any():
        seen = f"the ledger tells of nothing in the {told['stalest_days']} days up to {history.as_of}"
        raise NoPlay(scenario.name, seen, "add newer reports, or start from an earlier day")
    if len(history.acts) < told["fewest_acts"]:
        seen = f"{len(history.acts)} acts of its actors in {history.days} days"
        raise NoPlay(scenario.name, seen, f"at least {told['fewest_acts']} are needed to fit rates")


def _days(horizon: int) -> list[int]:
    return [*(day for day in table("limits.toml")["play"]["days_shown"] if day < horizon), horizon]


def _stable(
    scenario: Scenario, history: History, fitted: Fitted, drawn: Sequence[plans.Assumed], how: Setup
) -> tuple[list[Network], int]:
    """Draws of the parameters that no draw of the assumptions makes explosive, and how many were thrown away."""
    dice = np.random.default_rng([how.seed, 12])
    most = table("limits.toml")["play"]["tried_draws"] + how.parameter_draws
    kept: list[Network] = []
    last, alone = 0.0, 0
    for tried in range(1, most + 1):
        network = fitted.draw(dice)
        try:
            for one in drawn:
                _drawn(scenario, history, network, one)
            kept.append(network)
        except Explosive as fault:
            last, alone = fault.radius, alone + (network.radius() >= 1.0)
        if len(kept) == how.parameter_draws:
            return kept, tried - len(kept)
    where = f"{most - len(kept)} of {most} draws ({alone} by themselves, the others by what the scenario adds)"
    raise Explosive(last, where)


def _drawn(scenario: Scenario, history: History, network: Network, one: plans.Assumed) -> None:
    """Raises Explosive where the network with these assumptions has no finite future."""
    moves = plans.interventions(scenario, history, one.factors)
    ties = plans.edges(scenario, history, network, one.edges)
    draw(Known(network), moves, ties, scenario.horizon_days, 0, 0)


def _cells(
    scenario: Scenario,
    history: History,
    networks: list[Network],
    drawn: Sequence[plans.Assumed],
    state: State,
    how: Setup,
) -> list[list[Cell]]:
    asked = asked_of(scenario, history)
    missing = plans.unseen(scenario, history)

    def cell(pair: tuple[int, int]) -> Cell:
        i, j = pair
        network = plans.with_rates(networks[i], missing, drawn[j].rates)
        moves = plans.interventions(scenario, history, drawn[j].factors)
        ties = plans.edges(scenario, history, network, drawn[j].edges)
        seed = int(np.random.SeedSequence([how.seed, i, j]).generate_state(1, np.uint64)[0] >> np.uint64(2))
        blocks = simulate_blocks(Known(network), state, scenario.horizon_days, how.each, seed, moves, ties, threads=1)
        return added([counted(asked, judge(asked, block)) for block in blocks])

    pairs = [(i, j) for i in range(len(networks)) for j in range(len(drawn))]
    with ThreadPoolExecutor(how.threads or os.cpu_count() or 1) as pool:
        done = list(pool.map(cell, pairs))
    return [done[i * len(drawn) : (i + 1) * len(drawn)] for i in range(len(networks))]


def _chance(cells: list[list[Cell]], how: Setup, day: int) -> Chance:
    return chance(np.array([[cell.by_day[day] for cell in row] for row in cells]), how.each)


def _edge_rows(
    scenario: Scenario, history: History, fitted: Fitted, state: State, how: Setup, believed_of: Sequence[Believed]
) -> tuple[EdgeRow, ...]:
    """Each declared edge left out, low and high, with the best parameters and all other ranges at their middle.

    Low and high are the ends of what is believed of it: of the declared range, or of what the ledger's days leave.
    """
    base = plans.middle(scenario, history, believed_of)
    paths = table("limits.toml")["play"]["edge_paths"]
    network = plans.with_rates(fitted.network, plans.unseen(scenario, history), base.rates)
    asked = asked_of(scenario, history)

    def share(number: int, size: float) -> float:
        sizes = [size if n == number else one for n, one in enumerate(base.edges)]
        ties = plans.edges(scenario, history, network, sizes)
        seed = int(np.random.SeedSequence([how.seed, 13]).generate_state(1, np.uint64)[0] >> np.uint64(2))
        blocks = simulate_blocks(
            Known(network), state, scenario.horizon_days, paths, seed, (), ties, threads=how.threads
        )
        hits = sum(int((judge(asked, block).outcome[:, 0] < NEVER).sum()) for block in blocks)
        return float(hits / paths)

    rows = []
    for n, edge in enumerate(scenario.edges):
        one = believed_of[n]
        span = one.ninety() if one.learnt else Interval(edge.expect.low, edge.expect.high)
        without, low, high = (share(n, size) for size in (0.0, span.low, span.high))
        noise = float(np.sqrt((low * (1 - low) + high * (1 - high)) / paths))
        after = span if one.learnt else None
        declared = Interval(edge.expect.low, edge.expect.high)
        rows.append(EdgeRow(str(edge), without, low, high, noise, declared, after, one.days(), edge.because))
    return tuple(rows)

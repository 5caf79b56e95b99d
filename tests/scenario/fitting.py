"""A plain fit for tests: steady rates, each mark exciting itself a little, and gamma draws of the rates."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from foreshock.forecast import Network, State
from foreshock.forecast.network import dense, plain_network
from foreshock.scenario.history import History


@dataclass(frozen=True)
class Plain:
    network: Network
    counts: np.ndarray
    days: int

    @property
    def known(self) -> bool:
        return False

    def draw(self, dice: np.random.Generator) -> Network:
        rates = dice.gamma(self.counts + 0.5) / self.days * (1 - self.own)
        return replace(self.network, background=np.where(self.counts > 0, rates, 0.0))

    @property
    def own(self) -> float:
        return float(self.network.excitation.size[0]) if self.network.excitation.size.size else 0.0


def plain_fit(history: History, own: float = 0.3) -> tuple[Plain, State]:
    counts = history.daily().sum(axis=0).astype(float)
    marks = len(counts)
    network = plain_network(
        history.marks.named(), counts / history.days * (1 - own), dense(np.eye(marks) * own), np.array([0.25])
    )
    return Plain(network, counts, history.days), State(history.as_of, np.zeros((marks, 1)))

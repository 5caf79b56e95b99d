"""History in, forecast out: a network of directed dyads that excite each other, its baselines and its futures.

The law: nothing here reads the clock or a ledger; the history, the day and the seed are handed in.
"""

from foreshock.forecast import compiled as _compiled  # noqa: F401  first: it says what is not installed
from foreshock.forecast.network import Excitation, Mark, Network, State
from foreshock.forecast.simulate import Edge, Intervention, Known, Paths, Planned, Scale, simulate, simulate_blocks

__all__ = [
    "Edge",
    "Excitation",
    "Intervention",
    "Known",
    "Mark",
    "Network",
    "Paths",
    "Planned",
    "Scale",
    "State",
    "simulate",
    "simulate_blocks",
]

"""How far two who coded the same reports agree, beyond what chance would give.

The law: what only one of them coded counts as a disagreement, not as a blank. Cohen's kappa after Cohen (1960),
Krippendorff's alpha for nominal values after Krippendorff (2011), "Computing Krippendorff's alpha-reliability".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

from foreshock.records.coded import CodedReport
from foreshock.records.event import Event

NOTHING = "no event"
Values = tuple[Hashable, Hashable]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one layer over `units` events of both: the share that is equal, kappa and alpha, 1 where perfect.

    Kappa and alpha are None where chance alone would agree always, so that they tell nothing.
    """

    layer: str
    units: int
    equal: float
    kappa: float | None
    alpha: float | None


def agreement(one: Iterable[CodedReport], other: Iterable[CodedReport]) -> list[Agreement]:
    """Agreement on each layer over the reports that both coded: type over all events, the rest where both see one."""
    first, second = ({coded.report.id: coded for coded in some} for some in (one, other))
    pairs = [p for name in first if name in second for p in matched(first[name].events, second[name].events)]
    both = [(a, b) for a, b in pairs if a and b]
    told = [_scored("type", [(a.type if a else NOTHING, b.type if b else NOTHING) for a, b in pairs])]
    return told + [_scored(layer, [(seen(a), seen(b)) for a, b in both]) for layer, seen in _LAYERS.items()]


def matched(one: Sequence[Event], other: Sequence[Event]) -> list[tuple[Event | None, Event | None]]:
    """Each event of either beside the event of the other whose trigger meets its own, first those of the same type."""
    free = list(other)
    found: list[tuple[Event | None, Event | None]] = []
    for event in one:
        meeting = [x for x in free if x.trigger.meets(event.trigger)]
        best = next((x for x in meeting if x.type == event.type), meeting[0] if meeting else None)
        if best:
            free.remove(best)
        found.append((event, best))
    return found + [(None, event) for event in free]


def cohens_kappa(pairs: Sequence[Values]) -> float | None:
    """Agreement of two over the same units beyond what their own frequencies give; None where undefined."""
    if not pairs:
        return None
    size, seen = len(pairs), sum(a == b for a, b in pairs) / len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[value] * second[value] for value in first) / size**2
    return None if chance == 1 else (seen - chance) / (1 - chance)


def krippendorffs_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Agreement over units that each hold the values given by any number of coders; None where undefined."""
    together: Counter[tuple[Hashable, Hashable]] = Counter()
    for values in units:
        for pair in permutations(values, 2):
            together[pair] += 1 / (len(values) - 1)  # type: ignore[assignment]
    counts: Counter[Hashable] = Counter()
    for (value, _), weight in together.items():
        counts[value] += weight
    total = sum(counts.values())
    expected = sum(counts[a] * counts[b] for a, b in permutations(counts, 2))
    if not expected:
        return None
    return 1 - (total - 1) * sum(weight for (a, b), weight in together.items() if a != b) / expected


def _scored(layer: str, pairs: list[Values]) -> Agreement:
    equal = sum(a == b for a, b in pairs) / len(pairs) if pairs else 0.0
    return Agreement(layer, len(pairs), equal, cohens_kappa(pairs), krippendorffs_alpha(pairs))


def _countries(actors: Iterable[object]) -> Hashable:
    return tuple(sorted({str(getattr(actor, "country", None)) for actor in actors}))


_LAYERS: dict[str, Callable[[Event], Hashable]] = {
    "mode": lambda event: event.mode,
    "standing": lambda event: event.standing,
    "actor countries": lambda event: _countries(event.actors),
    "recipient countries": lambda event: _countries(event.recipients),
    "chain": lambda event: tuple(link.source.name for link in event.chain),
}

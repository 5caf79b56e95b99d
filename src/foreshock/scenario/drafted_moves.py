"""What may be done about a drafted outcome: the holds that reports tell of, as interventions with their frictions.

The law: a hold lowers the rate of what it holds back and nothing else; what it is said to cost is told beside it, with
the acts by which a ledger would show the cost.
"""

from __future__ import annotations

from collections.abc import Sequence

from foreshock.records.scenario import Friction, Intervention, Pathway, Pattern, Range
from foreshock.scenario.cast import GROUPS, country_of, words
from foreshock.scenario.drafted_ways import Opening
from foreshock.scenario.holding import Cost, Hold, Holds
from foreshock.scenario.sides import Sides


def interventions(sides: Sides, held: Holds, told: Sequence[Cost], opening: Opening) -> tuple[Intervention, ...]:
    """One for each hold, the most often told first, and at the end that the one who would open refrains."""
    first = [(holds[0], _of(holds[0], [c for c in told if _bears(c, holds, held)], sides)) for holds in held.ranked()]
    made = [move for hold, move in first]
    opener = opening.by[0]
    if all((hold.holder, hold.held) != (opener, opener) for hold, _ in first):
        made.append(_of(Hold(opener, opener, 0, opening.because), [], sides))
    return tuple(made)


def guards(way: Pathway, held: Holds) -> tuple[Pattern, ...]:
    """The state's force against groups of its own that take part in the way: it would close it."""
    told = words("guard")
    kept = []
    for holds in held.ranked():
        one = holds[0]
        acting = any(one.held in stage.pattern.by for stage in way.stages)
        if acting and one.held == country_of(one.held) + GROUPS and one.holder == country_of(one.held):
            types = tuple(told["types"])
            kept.append(Pattern((one.holder,), (one.held,), types, told["at_least"], told["within_days"], one.because))
    return tuple(kept)


def _of(hold: Hold, costs: Sequence[Cost], sides: Sides) -> Intervention:
    refrains = hold.holder == hold.held
    low, high = words("factor", "refrains" if refrains else "restrains")
    scaled = Pattern((hold.held,), sides.across(hold.held), sides.types)
    frictions = tuple(_friction(hold, cost) for cost in costs)
    return Intervention(_named(hold), scaled, Range(low, high), frictions=frictions, because=hold.because)


def _named(hold: Hold) -> str:
    if hold.holder == hold.held:
        return f"{hold.holder} refrains"
    verb = "curbs" if country_of(hold.held) == hold.holder else "restrains"
    return f"{hold.holder} {verb} {hold.held}"


def _bears(cost: Cost, holds: Sequence[Hold], held: Holds) -> bool:
    """True where the cost is told of this hold: of who holds or is held, or else of the hold told last before it."""
    one = holds[0]
    if cost.held is not None:
        return cost.held == one.held
    if cost.holder is not None:
        own = [h for h in held.ranked() if h[0].holder == cost.holder]
        others = [h for h in own if h[0].held != cost.holder]
        return holds in (others or own)
    before = [h for some in held.ranked() for h in some if h.at <= cost.at and h.because.report == cost.because.report]
    last = max(before, key=lambda h: h.at, default=None)
    return last is not None and (last.holder, last.held) == (one.holder, one.held)


def _friction(hold: Hold, cost: Cost) -> Friction:
    return Friction(cost.risk, _sign(hold, cost), cost.because)


def _sign(hold: Hold, cost: Cost) -> Pattern | None:
    """The acts that would show it: the other party's against the holder, or force of the held against him."""
    told = words("friction", cost.kind or "")
    other = cost.other if told["between"] else hold.held
    if other is None or other == hold.holder:
        return None
    return Pattern((other,), (hold.holder,), tuple(told["types"]), 1, words("guard", "within_days"))

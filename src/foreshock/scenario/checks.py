"""What a scenario must hold to be playable: declared names, sound bounds, stages in an order that can be gone through.

The law: every fault found here names its place, and nothing is repaired silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from foreshock.codebook.base import event_types
from foreshock.records.scenario import Intervention, Pathway, Pattern, Scenario, Stage
from foreshock.scenario.limits import most
from foreshock.scenario.marked import Marked, Place
from foreshock.scenario.nearest import nearest
from foreshock.scenario.parties import claim, unknown_code


def check(scenario: Scenario, marked: Marked) -> None:
    """Nothing, or ScenarioError for the first fault."""
    _check_sizes(scenario, marked)
    _check_parties(scenario, marked)
    for place, pattern in placed(scenario):
        _check_pattern(scenario, pattern, place, marked)
    for way in scenario.pathways:
        _check_pathway(way, ("pathways", way.name), marked)
    for n, edge in enumerate(scenario.edges):
        if edge.expect.high > most("largest_expect"):
            told = f"{edge.expect} acts for each; {most('largest_expect'):g} is the most"
            raise marked.fault(("edges", n, "expect"), told)
    for move in scenario.interventions:
        _check_intervention(move, scenario, ("interventions", move.name), marked)


def placed(scenario: Scenario) -> Iterator[tuple[Place, Pattern]]:
    """Every pattern with its place in the file."""
    for n, pattern in enumerate(scenario.outcome.patterns):
        yield ("outcome", scenario.outcome.join, n), pattern
    for way in scenario.pathways:
        yield from ((("pathways", way.name, "stages", n), s.pattern) for n, s in enumerate(way.stages))
        yield from ((("pathways", way.name, "unless", n), guard) for n, guard in enumerate(way.unless))
    for n, edge in enumerate(scenario.edges):
        yield ("edges", n, "from"), edge.cause
        yield ("edges", n, "to"), edge.effect
    for move in scenario.interventions:
        kinds = (("scale", move.scale), ("inject", move.inject))
        yield from ((("interventions", move.name, key), kind) for key, kind in kinds if kind is not None)
        signs = ((n, one.sign) for n, one in enumerate(move.frictions))
        yield from ((("interventions", move.name, "frictions", n, "sign"), s) for n, s in signs if s is not None)


def order(stages: tuple[Stage, ...]) -> tuple[int, ...] | None:
    """The stages' positions so that each comes after the one it follows; None where they go in a circle."""
    names = {stage.name: n for n, stage in enumerate(stages)}
    done: list[int] = []
    while len(done) < len(stages):
        ready = [n for n, s in enumerate(stages) if n not in done and (s.after is None or names[s.after] in done)]
        if not ready:
            return None
        done += ready
    return tuple(done)


def _check_sizes(scenario: Scenario, marked: Marked) -> None:
    longest = most("longest_horizon_days")
    for key, length in (("horizon", scenario.horizon_days), ("memory", scenario.memory_days)):
        if length > longest:
            raise marked.fault((key,), f"{length} days are further than the {longest} that can be looked over")
    if scenario.horizon_days < 1:
        raise marked.fault(("horizon",), "0 days ahead lies nothing to play; write at least 1d")
    counts = {
        "actors": ("parties", len(scenario.parties)),
        "pathways": ("pathways", len(scenario.pathways)),
        "edges": ("edges", len(scenario.edges)),
        "interventions": ("interventions", len(scenario.interventions)),
        "outcome": ("patterns", len(scenario.patterns())),
    }
    for key, (bound, count) in counts.items():
        if count > most(bound):
            raise marked.fault((key,), f"{count} {bound}; {most(bound)} are the most")


def _check_parties(scenario: Scenario, marked: Marked) -> None:
    claimed: dict[tuple[str, ...], str] = {}
    for party in scenario.parties:
        for n, match in enumerate(party.match):
            place: Place = ("actors", party.name, "match", n)
            if (wrong := unknown_code(match)) is not None:
                raise marked.fault(place, wrong)
            if (other := claimed.setdefault(claim(match), party.name)) != party.name:
                raise marked.fault(place, f"{match!r} stands under {other} already; an act is counted under one actor")


def _check_pattern(scenario: Scenario, pattern: Pattern, place: Place, marked: Marked) -> None:
    declared = [party.name for party in scenario.parties]
    for key, told in (("by", pattern.by), ("to", pattern.to)):
        for one in told:
            if one not in declared:
                raise marked.fault((*place, key), f"{one!r} is no declared actor{nearest(one, declared)}")
    for one in pattern.types:
        if one not in event_types():
            raise marked.fault((*place, "type"), f"{one!r} is no type of act{nearest(one, event_types())}")
    longest = most("longest_horizon_days")
    if pattern.within_days is not None and not 1 <= pattern.within_days <= longest:
        raise marked.fault((*place, "within"), f"{pattern.within_days} days; from 1d to {longest}d can be watched")
    if pattern.at_least > most("most_at_least"):
        raise marked.fault((*place, "at_least"), f"{pattern.at_least} acts; {most('most_at_least')} are the most")


def _check_pathway(way: Pathway, place: Place, marked: Marked) -> None:
    if len(way.stages) > most("stages"):
        raise marked.fault((*place, "stages"), f"{len(way.stages)} stages; {most('stages')} are the most")
    names = [stage.name for stage in way.stages]
    for n, stage in enumerate(way.stages):
        here: Place = (*place, "stages", n)
        if names.index(stage.name) != n:
            raise marked.fault((*here, "stage"), f"{stage.name!r} is a stage of this pathway already")
        if stage.after is not None and stage.after not in names:
            hint = nearest(stage.after, names)
            raise marked.fault((*here, "after"), f"{stage.after!r} is no stage of this pathway{hint}")
        if stage.lag_days is not None and stage.after is None:
            raise marked.fault((*here, "lag"), "a lag needs an `after`, the stage it is counted from")
    if order(way.stages) is None:
        raise marked.fault((*place, "stages"), "its stages follow each other in a circle: none can be the first")
    _check_guards(way, place, marked)


def _check_guards(way: Pathway, place: Place, marked: Marked) -> None:
    """A guard that is met by whatever completes a stage closes the pathway before it can complete."""
    for n, guard in enumerate(way.unless):
        for stage in way.stages:
            if _implied(stage.pattern, guard):
                told = f"whatever completes stage {stage.name!r} meets this guard: the pathway can never complete"
                raise marked.fault((*place, "unless", n), told)


def _implied(stage: Pattern, guard: Pattern) -> bool:
    """True where acts that meet the stage always meet the guard."""
    wide = guard.within_days is None or (stage.within_days is not None and stage.within_days <= guard.within_days)
    kinds = ((stage.by, guard.by), (stage.to, guard.to), (stage.types, guard.types))
    return wide and guard.at_least <= stage.at_least and all(_within(*pair) for pair in kinds)


def _within(narrow: Iterable[str], broad: tuple[str, ...]) -> bool:
    told = tuple(narrow)
    return not broad or (bool(told) and set(told) <= set(broad))


def _check_intervention(move: Intervention, scenario: Scenario, place: Place, marked: Marked) -> None:
    horizon = scenario.horizon_days
    if move.factor is not None:
        if move.factor.high > most("largest_factor"):
            raise marked.fault((*place, "factor"), f"{move.factor} is above {most('largest_factor'):g}, the most")
        if move.factor.low == move.factor.high == 1:
            raise marked.fault((*place, "factor"), "times 1 changes nothing")
        if move.from_day >= horizon:
            raise marked.fault((*place, "from"), f"begins on day {move.from_day}, after the horizon of {horizon} days")
        if move.fade_days is not None and move.fade_days < 1:
            raise marked.fault((*place, "fade"), "fades out at once; write at least 1d")
    if move.inject is not None:
        if move.at_day >= horizon:
            raise marked.fault((*place, "at"), f"comes on day {move.at_day}, after the horizon of {horizon} days")
        if not move.inject.by or len(move.inject.types) != 1:
            raise marked.fault((*place, "inject"), "an added act needs `by`, and exactly one `type`")
        if move.count > most("most_injected"):
            raise marked.fault((*place, "count"), f"{move.count} acts; {most('most_injected')} are the most")

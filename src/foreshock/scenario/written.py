"""A scenario as the text of a file, to be edited by hand: every part beside the sentence it stands on.

The law: reading what was written gives the same scenario.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from foreshock.records.scenario import Because, Edge, Friction, Intervention, Pathway, Pattern, Scenario, Stage

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_ 0123456789"
HEAD = """\
# A scenario for foreshock: edit it, watch it with `foreshock board FILE`, play it with `foreshock play FILE`.
# Counts, windows, factors and ranges are starting values; each part carries the sentence it was read from.
"""


def written(scenario: Scenario, head: str = HEAD) -> str:
    """The text of the scenario's file."""
    return head + "\n".join(_lines(scenario)) + "\n"


def _lines(s: Scenario) -> Iterator[str]:
    yield f"scenario: {word(s.name)}"
    yield f"question: {_quoted(s.question)}"
    yield f"horizon: {s.horizon_days}d"
    yield f"memory: {s.memory_days}d"
    yield "actors:"
    for party in s.parties:
        yield f"  {word(party.name)}: {{match: {_list(party.match)}{_flow_why(party.because)}}}"
    yield "outcome:"
    yield from _why(s.outcome.because, 2)
    yield f"  {s.outcome.join}:"
    yield from (f"    - {{{_pattern(p)}{_flow_why(p.because)}}}" for p in s.outcome.patterns)
    if s.pathways:
        yield "pathways:"
        yield from (line for way in s.pathways for line in _way(way))
    if s.edges:
        yield "edges:"
        yield from (line for edge in s.edges for line in _edge(edge))
    if s.interventions:
        yield "interventions:"
        yield from (line for move in s.interventions for line in _move(move))


def _way(way: Pathway) -> Iterator[str]:
    yield f"  {word(way.name)}:"
    yield from _why(way.because, 4)
    yield "    stages:"
    for stage in way.stages:
        yield f"      - stage: {word(stage.name)}"
        yield from _fields(stage.pattern, 8)
        yield from _after(stage)
        yield from _why(stage.pattern.because, 8)
    if way.unless:
        yield "    unless:"
        for guard in way.unless:
            first, *rest = [*_fields(guard, 8), *_why(guard.because, 8)]
            yield "      - " + first.lstrip()
            yield from rest


def _after(stage: Stage) -> Iterator[str]:
    if stage.after is not None:
        yield f"        after: {word(stage.after)}"
    if stage.lag_days is not None:
        yield f"        lag: {stage.lag_days}d"


def _edge(edge: Edge) -> Iterator[str]:
    yield f"  - from: {{{_pattern(edge.cause)}}}"
    yield f"    to: {{{_pattern(edge.effect)}}}"
    yield f"    expect: {edge.expect}"
    yield from _why(edge.because, 4)


def _move(move: Intervention) -> Iterator[str]:
    yield f"  {word(move.name)}:"
    if move.scale is not None:
        yield f"    scale: {{{_pattern(move.scale)}}}"
        yield f"    factor: {move.factor}"
        yield f"    from: {move.from_day}d"
    if move.fade_days is not None:
        yield f"    fade: {move.fade_days}d"
    if move.inject is not None:
        yield f"    inject: {{{_pattern(move.inject)}}}"
        yield f"    at: {move.at_day}d"
        yield f"    count: {move.count}"
    yield from _why(move.because, 4)
    if move.frictions:
        yield "    frictions:"
        yield from (line for friction in move.frictions for line in _friction(friction))


def _friction(friction: Friction) -> Iterator[str]:
    yield f"      - risk: {_quoted(friction.risk)}"
    if friction.sign is not None:
        yield f"        sign: {{{_pattern(friction.sign)}{_flow_why(friction.sign.because)}}}"
    yield from _why(friction.because, 8)


def _fields(pattern: Pattern, indent: int) -> Iterator[str]:
    yield from (f"{' ' * indent}{key}: {value}" for key, value in _parts(pattern))


def _pattern(pattern: Pattern) -> str:
    return ", ".join(f"{key}: {value}" for key, value in _parts(pattern))


def _parts(pattern: Pattern) -> Iterator[tuple[str, Any]]:
    for key, told in (("by", pattern.by), ("to", pattern.to), ("type", pattern.types)):
        if told:
            yield key, _list(told)
    if pattern.at_least != 1 or pattern.within_days is not None:
        yield "at_least", pattern.at_least
    if pattern.within_days is not None:
        yield "within", f"{pattern.within_days}d"


def _why(because: Because | None, indent: int) -> Iterator[str]:
    if because is None:
        return
    pad = " " * indent
    if because.report is None and because.start is None:
        yield f"{pad}because: {_quoted(because.text)}"
        return
    yield f"{pad}because:"
    yield from (f"{pad}  {key}: {value}" for key, value in _place(because))


def _flow_why(because: Because | None) -> str:
    if because is None:
        return ""
    if because.report is None and because.start is None:
        return f", because: {_quoted(because.text)}"
    return ", because: {" + ", ".join(f"{key}: {value}" for key, value in _place(because)) + "}"


def _place(because: Because) -> Iterator[tuple[str, Any]]:
    yield "sentence", _quoted(because.text)
    if because.report is not None:
        yield "report", _quoted(because.report)
    for key, value in (("start", because.start), ("end", because.end)):
        if value is not None:
            yield key, value


def _list(told: Iterable[str]) -> str:
    return "[" + ", ".join(word(one) for one in told) + "]"


def word(told: str) -> str:
    """A name as it stands in the file: plain where that is safe, else in quotes."""
    plain = told and all(c in PLAIN for c in told) and told[0].isalpha() and told == told.strip()
    return told if plain and told.lower() not in ("null", "none", "true", "false", "y", "n") else _quoted(told)


def _quoted(told: str) -> str:
    text = json.dumps(told, ensure_ascii=False)
    return "".join(c if c.isprintable() or c == " " else f"\\u{ord(c):04x}" for c in text)

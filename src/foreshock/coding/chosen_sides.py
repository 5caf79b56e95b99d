"""Who acts and who undergoes it, as a small network weighs the countries near an act: the frame, the student's marks
and the signs are each heard, and none decides alone.

The law: a side has the countries that are expected to agree best with what a reader would write, and none to be on the
safe side; a party without a name of its own keeps its words, and a side that has a country is not left without one. How
it was taught is written in training/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from foreshock.codebook.base import stand_ins
from foreshock.codebook.registry import Entry
from foreshock.coding.belonging import is_nameless
from foreshock.coding.found import named
from foreshock.coding.near_parties import EDGES, SIDES, Candidate, candidates
from foreshock.coding.student import thresholds
from foreshock.coding.weighing import Choice, Weighed, load_weigher

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.found import Found
    from foreshock.coding.scene import Scene
    from foreshock.records import Actor

FILE = "sides.npz"
MOST, LEAST = 6, 0.03
"""How many countries are weighed together, and from which share on."""
OF_STATES = ("state", "people", "adjective", "place")
"""Kinds of words that stand for a state where nobody of it is told."""
GROUPS = frozenset({"armed-group", "movement", "party"})
"""Kinds in the registry that do not act for their state."""
OWN = EDGES[4]
"""From which share of the student on a mention is itself the party, and does not only tell whose it is."""


def choice_of(act: Token, candidate: Candidate) -> Choice:
    """A candidate as it is weighed: by the act, and the head of its words."""
    return Choice(candidate.signs, (act, candidate.mention.head), candidate.side)


def sided(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """The acts, each with the sides that the network holds for likeliest; as they are without a student."""
    if scene.page.marks is None:
        return list(found)
    weighed = Weighed(scene, load_weigher(FILE))
    return [_sided(scene, one, weighed) for one in found]


def _sided(scene: Scene, found: Found, weighed: Weighed) -> Found:
    act, event = scene.page.doc[found.token], found.event
    near = candidates(scene, found)
    shares = list(zip(near, weighed.shares([choice_of(act, one) for one in near]), strict=True))
    told = [_chosen([pair for pair in shares if pair[0].side == n]) for n in (0, 1)]
    sides = [list(event.actors), list(event.recipients)]
    kept = [[a for a in side if _stays(scene, a, some)] for side, some in zip(sides, told, strict=True)]
    for n in (0, 1):
        if told[n]:
            sides[n] = list(_parties(scene, kept[n], told[n], kept[1 - n]))
    actors, recipients = map(tuple, sides)
    if (actors, recipients) == (event.actors, event.recipients):
        return found
    changed = zip(SIDES, (event.actors, event.recipients), (actors, recipients), strict=True)
    told_so = tuple(f"{side} weighed by the student" for side, before, now in changed if before != now)
    because = (*event.because[:1], *told_so, *event.because[1:])
    made = replace(event, actors=actors, recipients=recipients, because=because)
    return replace(found, event=named(scene.page, made))


def _chosen(shares: Sequence[tuple[Candidate, float]]) -> list[Candidate]:
    """The countries of a side; where nobody is likely enough, those that it has."""
    best = likeliest([share for _, share in shares], thresholds().nobody)
    return [one for n, (one, _) in enumerate(shares) if n in best] or [one for one, _ in shares if one.held]


def likeliest(shares: Sequence[float], nobody: float) -> frozenset[int]:
    """Which of the countries, each right by itself with its share, make the side that is expected to agree best."""
    top = [n for n in sorted(range(len(shares)), key=lambda n: -shares[n])[:MOST] if shares[n] > LEAST]
    sides = [frozenset(some) for size in range(len(top) + 1) for some in combinations(top, size)]
    return max(sides, key=lambda side: agreement(shares, side, nobody), default=frozenset())


def agreement(shares: Sequence[float], side: frozenset[int], nobody: float) -> float:
    """How well a side is expected to agree with the true one: the share of all that either names that both name
    (Jaccard 1912), and `nobody` less where it names somebody and nobody is right."""
    if not side:
        return 0.0
    open_ = [n for n, share in enumerate(shares) if share > LEAST or n in side]
    others = _counts([shares[n] for n in open_ if n not in side])
    right = _counts([shares[n] for n in side])
    met = sum(p * q * hits / (len(side) + more) for hits, p in enumerate(right) for more, q in enumerate(others))
    return met - nobody * right[0] * others[0]


def _counts(shares: Sequence[float]) -> list[float]:
    """How likely so many of them are right: none, one, two, ..."""
    told = [1.0]
    for share in shares:
        told = [a * (1 - share) + b * share for a, b in zip([*told, 0.0], [0.0, *told], strict=True)]
    return told


def _stays(scene: Scene, actor: Actor, told: Sequence[Candidate]) -> bool:
    if actor.country is None or actor.country in {one.country for one in told}:
        return True
    return is_nameless(scene, actor) and not any(place.span.meets(actor.span) for place in scene.places)


def _parties(scene: Scene, kept: Sequence[Actor], told: Sequence[Candidate], other: Sequence[Actor]) -> Iterator[Actor]:
    """A side with the countries told: parties of those stay, one without a name of its own takes one that no other has,
    and what is still missing is added; nobody stands against themselves alone, but who fights others may be fought."""
    countries = {one.country for one in told}
    missing = [one for one in told if one.country not in {a.country for a in kept}]
    lent = [one for one in missing if not _is_party(one)]
    for actor in kept:
        if actor.country in countries:
            yield actor
        else:
            yield replace(actor, country=lent.pop(0).country if lent else None)
    names = {a.name for a in kept} | {a.name for a in other if len(other) == 1 or not _is_group(scene, a)}
    for one in (m for m in missing if _is_party(m) or m in lent):
        party = next((a for a in _actors(scene, one) if a.name not in names), None)
        if party is not None:
            names.add(party.name)
            yield party


def _is_party(candidate: Candidate) -> bool:
    return candidate.mention.shares[candidate.side] > OWN


def _actors(scene: Scene, candidate: Candidate) -> Iterator[Actor]:
    """Who the candidate is: the actor of its words, where the student marks them for the side or they are of a group or
    a body of many; else the state of the nearest words that name the country."""
    mention, country = candidate.mention, candidate.country
    own = mention.actor or scene.cast.at(mention.head)
    if own is not None and own.country == country and (_is_party(candidate) or _is_nobodys(scene, own)):
        yield own
    words = [w for w in scene.countries.by_country.get(country, ()) if w.kind in OF_STATES]
    for word in sorted(words, key=lambda w: (w.kind == "place", abs(w.first - mention.head.i)))[:1]:
        state = scene.cast.state(country, scene.page.doc[word.last])
        yield from (state,) if state is not None else ()


def _is_nobodys(scene: Scene, actor: Actor) -> bool:
    """True for a body of many or a group: no state stands for it."""
    return actor.country in stand_ins() or _is_group(scene, actor)


def _is_group(scene: Scene, actor: Actor) -> bool:
    """True for a group that the registry knows by name and that does not act for its state."""
    words = scene.page.words(actor.span)
    hits = (scene.cast.hit_at.get(token.i) for token in words or ())
    known = (hit.reading.of for hit in hits if hit is not None)
    return any(isinstance(of, Entry) and of.kind in GROUPS and of.name == actor.name for of in known)

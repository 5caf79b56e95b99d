"""What an act is, and whom its own frame names: before anything else in the report is asked.

The law: a warning is a threat only where the harm is the speaker's own; a drill of several states is joint work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import Trigger, classes
from foreshock.coding import frames, sides, syntax
from foreshock.coding.attribution import speaks_for
from foreshock.coding.frame_words import prepositions
from foreshock.coding.parties import FORCE, put_as_price
from foreshock.coding.sides import Parties
from foreshock.coding.standing_signs import words
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene


def decided(scene: Scene, token: Token, trigger: Trigger) -> tuple[str | None, Parties]:
    """Type and parties; of a warning, a threat only where the harm is the speaker's own."""
    frame = "fight" if trigger.frame == "mutual" and trigger.type in FORCE else trigger.frame
    parties = frames.parties(frame, token, scene.cast)
    if trigger.type == "MOBILIZE" and token.lemma_.lower() in classes()["drill"] and _are_several(parties.actors):
        return "COOPERATE", Parties(parties.actors[:1], parties.actors[1:])
    if trigger.mode == "visit" and not parties.recipients and len({a.country for a in parties.actors}) == 1:
        parties = _hosted(scene, token, parties)
    if trigger.type == "THREATEN" and not trigger.line and _tells_of_others(scene, token, parties.actors):
        return None, parties
    if trigger.lemma.split()[0] not in ("warn", "warning", "caution") or trigger.type != "THREATEN":
        return trigger.type, _with_infinitive(scene, token, trigger, parties)
    clauses = [c for c in token.children if c.dep_ == "ccomp"]
    if not clauses:
        direct = any(c.dep_ == "prep" and c.lower_ in ("against", "of") for c in token.children)
        own = _is_own_answer(scene, token, parties)
        return ("THREATEN" if own or (parties.recipients and direct) else None), parties
    subjects = sides.party(syntax.surface_subjects(clauses[0]), scene.cast)
    if subjects and any(speaks_for(s, parties.actors) for s in subjects):
        return "THREATEN", parties
    others = [s for s in subjects if s.country and not speaks_for(s, parties.actors)]
    unconditional = not any(m.lower_ in ("if", "unless") for m in clauses[0].subtree)
    if _is_dire(clauses[0]) or _is_price(scene, clauses[0], parties):
        return "THREATEN", parties
    event_noun = any(scene.triggers.reading(t) for t in syntax.surface_subjects(clauses[0]))
    if others and event_noun and unconditional:
        return "ACCUSE", Parties(parties.actors, others)
    return None, parties


def _tells_of_others(scene: Scene, token: Token, tellers: list[Actor]) -> bool:
    """True of "told Baghdad that Israel would bomb the depots": who passes a warning on does not threaten."""
    clauses = [c for c in token.children if c.dep_ == "ccomp"]
    doers = sides.party([t for c in clauses for t in syntax.surface_subjects(c)], scene.cast)
    known = any(a.country for a in doers) and bool(tellers)
    return known and not any(speaks_for(a, tellers) or speaks_for(b, [a]) for a in doers for b in tellers)


def _are_several(actors: list[Actor]) -> bool:
    """True of actors of more than one country: their drill is a joint one."""
    return len({a.country for a in actors if a.country}) > 1


def _hosted(scene: Scene, token: Token, parties: Parties) -> Parties:
    """Of "arrived in Amman": the country of the place is the one visited."""
    near = [token] if syntax.is_verb(token) else [token, syntax.clause_of(token)]
    places = [t for n in near for t in syntax.objects_of(n, prepositions("scene") | frozenset({"to", "at"}))]
    home = {a.country for a in parties.actors}
    hosts = [a for a in sides.party(places, scene.cast) if a.country and a.country not in home]
    return Parties(parties.actors, hosts[:1])


def _is_own_answer(scene: Scene, token: Token, parties: Parties) -> bool:
    """True of "warned of retaliation" where who commands force warns and nobody else is told to retaliate."""
    commands = any(a.sector in words("threat", "sectors") for a in parties.actors)
    told = [t for t in syntax.objects_of(token, frozenset({"of"})) if t.lemma_ in words("threat", "repaid")]
    others = [a for t in told for a in scene.cast.owner(t, placed=False) if not speaks_for(a, parties.actors)]
    return commands and bool(told) and not others


def _is_price(scene: Scene, clause: Token, parties: Parties) -> bool:
    """True of "any truck would be set ablaze", said by who commands force."""
    commands = any(a.sector in words("threat", "sectors") for a in parties.actors)
    told = scene.triggers.reading(clause)
    harm = told is not None and told.type in FORCE and syntax.is_passive(clause) and not syntax.agents(clause)
    return commands and harm and put_as_price(clause)


def _is_dire(clause: Token) -> bool:
    """True of "would bring a terrible price": what is foretold is a punishment, without saying by whom."""
    foretold = any(c.dep_ == "aux" and c.lower_ in ("will", "would", "shall") for c in clause.children)
    dire = words("threat", "dire")
    return foretold and any(t.lemma_.lower() in dire for t in clause.subtree)


def _with_infinitive(scene: Scene, token: Token, trigger: Trigger, parties: Parties) -> Parties:
    """Of "threatened to attack Iran", "threats to strike groups": who would be struck."""
    if trigger.type not in ("THREATEN", "AGREE", "CONCEDE", "REJECT") or parties.recipients:
        return parties
    for child in token.children:
        if child.dep_ in ("xcomp", "acl") and syntax.is_verb(child):
            objects = sides.party(syntax.done_to(child), scene.cast)
            for kind in ("target", "given"):
                objects = objects or sides.party(syntax.objects_of(child, prepositions(kind)), scene.cast)
            names = {a.name for a in parties.actors}
            return Parties(parties.actors, [a for a in objects if a.name not in names])
    return parties

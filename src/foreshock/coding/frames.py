"""Who is actor and who recipient of a trigger, by its frame.

The law: a party comes from the words of the clause through the frame, and from nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import classes
from foreshock.coding import frame_words, syntax
from foreshock.coding.actors import OWNING
from foreshock.coding.frame_words import prepositions
from foreshock.coding.frames_of_nouns import BETWEEN, of_noun
from foreshock.coding.sides import Parties, acting, authors, dative, doing, others, party
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast


def parties(frame: str, token: Token, cast: Cast) -> Parties:
    """Actors and recipients of the act that `token` triggers under the frame."""
    if syntax.is_verb(token):
        found = _of_verb(frame, token, cast)
    elif token.pos_ == "ADJ":
        found = _of_adjective(token, cast)
    else:
        found = of_noun(frame, token, cast)
    return _told_apart(frame, found)


def is_figurative(token: Token, cast: Cast) -> bool:
    """True of "a battle against rust", "war on potholes": what force is turned on is no party, place or goods."""
    targets = syntax.objects_of(token, prepositions("target") | {"with"})
    if syntax.is_verb(token):
        targets = syntax.done_to(token) or targets
    elif token.dep_ in ("dobj", "pobj"):
        targets = targets or syntax.objects_of(syntax.clause_of(token), prepositions("target"))
    if any(t.lemma_.lower() in frame_words.striking() for t in syntax.doers(token)):
        return False
    targets_in = [*targets, *(o for t in targets for o in syntax.objects_of(t, frozenset({"of"})))]
    return bool(targets) and not any(_can_be_struck(t, cast) for t in targets_in)


def _can_be_struck(target: Token, cast: Cast) -> bool:
    return (
        target.pos_ != "NOUN"
        or target.lemma_.lower() in frame_words.struck()
        or bool(cast.members(target) or cast.owner(target))
    )


def _told_apart(frame: str, found: Parties) -> Parties:
    """Documents do nothing but for their authors; nobody is both actor and recipient; mutual acts have actors only."""
    actors = acting(found.actors) or authors(found.actors)
    names = {a.name for a in actors}
    recipients = [a for a in acting(found.recipients) if a.name not in names]
    if frame == "mutual":
        return Parties([*actors, *recipients], [])
    if frame == "split" and not recipients and len(actors) > 1:
        return Parties(actors[:1], actors[1:])
    return Parties(actors, recipients)


def _of_verb(frame: str, verb: Token, cast: Cast) -> Parties:
    objects = syntax.done_to(verb)
    actors = doing(syntax.doers(verb), cast)

    def at(kind: str) -> list[Actor]:
        return party(syntax.objects_of(verb, prepositions(kind)), cast)

    match frame:
        case "on":
            recipients = others(party(objects, cast), actors)
            recipients = recipients or at("target") or _beyond(objects, cast, actors) or at("given")
        case "at":
            recipients = at("target") or at("addressee") or at("benefit")
        case "ask":
            recipients = acting(cast.actors(objects)) or at("asked") or party(_asked_in_clause(verb), cast)
        case "give":
            gifts = [t for c in verb.children if c.dep_ == "dative" for t in dative(c)]
            receiving = [t for t in objects if t.lemma_.lower() not in classes()["arms_aid"]]
            recipients = (
                party(gifts, cast) or others(at("given"), actors) or others(acting(cast.actors(receiving)), actors)
            )
            recipients = recipients or _given_through(objects, cast)
        case "mutual" | "split" | "fight":
            if between := party(syntax.objects_of(verb, BETWEEN), cast):
                return Parties(between, [])
            recipients = acting(cast.actors(objects)) or at("together") or _together_through(objects, cast)
        case "from":
            recipients = at("left") or others([a for o in objects for a in cast.owner(o)], actors)
        case "undergo":
            by = syntax.objects_of(verb, prepositions("doer") | prepositions("origin"))
            return Parties(party(by or _in_whose_hands(verb), cast), actors)
        case _:
            recipients = party(syntax.objects_of(verb, prepositions("target")), cast)
    return Parties(actors, recipients)


def _beyond(objects: list[Token], cast: Cast, actors: list[Actor]) -> list[Actor]:
    """ "recalled its ambassador to Ethiopia": where the thing is the actor's own, the one behind it."""
    behind = [t for o in objects for t in syntax.objects_of(o, OWNING)]
    return others(party(behind, cast), actors)


def _in_whose_hands(verb: Token) -> list[Token]:
    """ "died at the hands of the army": the army."""
    hands = [t for t in syntax.objects_of(verb, prepositions("hands")) if t.lemma_.lower() in ("hand", "hands")]
    return [o for t in hands for o in syntax.objects_of(t, frozenset({"of"}))]


def _asked_in_clause(verb: Token) -> list[Token]:
    """ "demanded that Israel withdraw": Israel."""
    return [s for c in verb.children if c.dep_ == "ccomp" for s in syntax.surface_subjects(c)]


def _given_through(objects: list[Token], cast: Cast) -> list[Actor]:
    """ "sent aid to Sudan" where the parser hangs `to Sudan` on the aid."""
    return party([t for o in objects for t in syntax.objects_of(o, prepositions("given"))], cast)


def _together_through(objects: list[Token], cast: Cast) -> list[Actor]:
    return party([t for o in objects for t in syntax.objects_of(o, prepositions("together"))], cast)


def _of_adjective(token: Token, cast: Cast) -> Parties:
    clause = syntax.clause_of(token)
    return Parties(
        party(syntax.surface_subjects(clause), cast),
        party(syntax.objects_of(token, prepositions("target")), cast),
    )

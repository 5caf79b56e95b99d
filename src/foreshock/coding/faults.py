"""What an act falls short of: no party that the text tells, private persons, nature, figures of speech.

The law: an act with a fault makes no row, but for one that its report or the student pardons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreshock.codebook.base import event_types
from foreshock.codebook.lexicon import classes
from foreshock.coding import frames, syntax
from foreshock.coding.found import NEEDS_ACTOR, PRIVATE, PUBLIC
from foreshock.coding.parties import FORCE
from foreshock.coding.sides import Parties
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene

UNDERGONE = frozenset({"ACCUSE", "REQUEST"})
"""Types told also by whom they befall: charges, pressure."""
PASSED_ON = frozenset({"COOPERATE", "AID"})
"""Types told in the passive by whom they reach: "was handed over to Poland"."""
UNNAMED = ("no party that the text tells", "nobody is told to have done it")
PRIVATELY = "between private persons"
"""Faults of a sentence by itself: in a report that has told who fights, "a ceasefire was reached" is told of them."""

ARMS = frozenset({"bomb", "bombing", "grenade", "ied", "landmine", "drone", "shelling", "airstrike"})
"""What no private person has."""


def fault_of(scene: Scene, token: Token, kind: str, parties: Parties) -> str | None:
    """What the act at the token falls short of, None where it falls short of nothing."""
    everyone = [*parties.actors, *parties.recipients]
    if not any(a.country or a.sector not in (None, "UNK") for a in everyone):
        return UNNAMED[0]
    countries = {a.country for a in everyone if a.country}
    among_people = len(countries) < 2 and all(_is_private(scene, a) for a in everyone)
    if kind not in PUBLIC and among_people and not _is_by_arms(token):
        return PRIVATELY
    if kind in FORCE and _is_by_nature(token):
        return "done by nature, not by anybody"
    if kind in ("ASSAULT", "MOBILIZE", "COERCE") and not parties.recipients and frames.is_figurative(token, scene.cast):
        return "a figure of speech: what is attacked is no party, place or goods"
    if kind in NEEDS_ACTOR and not parties.actors and not _is_undergone(token, kind, parties):
        return UNNAMED[1]
    outlet = scene.page.report.outlet
    if parties.actors and all(a.name == outlet for a in parties.actors):
        return "the outlet itself is no actor"
    return None


def _is_by_arms(token: Token) -> bool:
    """True of a bomb, and of what one does: no private matter."""
    tools = {t.lemma_.lower() for t in (token, *(syntax.doers(token) if syntax.is_verb(token) else ()))}
    return bool(tools & ARMS) or bool(tools & classes()["missile"])


def _is_undergone(token: Token, kind: str, parties: Parties) -> bool:
    """True of "is charged", "faces charges", "under pressure", "was handed over to Poland": nobody is named as its
    doer."""
    verbal = syntax.is_verb(token)
    named = verbal and syntax.doers(token)
    passed = kind in PASSED_ON and verbal and syntax.is_passive(token)
    return (kind in UNDERGONE or passed) and not named and any(a.country for a in parties.recipients)


def _is_by_nature(token: Token) -> bool:
    """True of "a mob of bees chased", "flames attacked": whoever does it is an animal, the weather or an illness."""
    doers = syntax.doers(token) if syntax.is_verb(token) else []
    named = {t.lemma_.lower() for d in doers for t in (d, *syntax.objects_of(d, frozenset({"of"})))}
    return any(named & classes()[name] for name in ("animal", "weather", "disease", "accident_mark"))


def _is_private(scene: Scene, actor: Actor) -> bool:
    """True for one person without name, office or group: "a jealous husband"."""
    if actor.kind != "role" or actor.sector not in PRIVATE:
        return False
    return actor.country is None or not scene.cast.is_many(actor)


def is_pardoned(scene: Scene, token: Token, kind: str, fault: str, parties: Parties) -> bool:
    """True of a fault that an act has by itself and not in its report, for types that are told without a doer or where
    the student finds the act in its own words."""
    if fault not in UNNAMED and (fault != PRIVATELY or parties.actors):
        return False
    return event_types()[kind].unnamed or (scene.proposals is not None and scene.proposals.tells(token, kind))

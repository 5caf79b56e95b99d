"""Parties that the trigger's own clause does not name: told by the infinitive, the scene, or an act before.

The law: a party is only ever taken from words of the report, and never from an act of another kind.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.codebook.base import stand_ins
from foreshock.codebook.lexicon import classes
from foreshock.coding import frame_words, frames, sides, syntax
from foreshock.coding.attribution import VERBAL, speaks_for, without_speaker
from foreshock.coding.found import Found
from foreshock.coding.frame_words import prepositions
from foreshock.coding.sides import Parties
from foreshock.records import Actor, Event

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene

FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})


AT_HOME = frozenset({"COERCE", "PROTEST", "SANCTION", "RETREAT"})
"""Types mostly done within one country: a party without a country is taken for the other's countryman."""


SAID = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN"})
"""Types of speech that a participle may tell of whoever is quoted before it."""

BY_SERVANTS = frozenset({"MOBILIZE", "COERCE"})
"""Types that a state does by its own troops and police."""

SERVANTS = frozenset({"GOV", "MIL", "COP", "JUD", "SPY"})
"""Sectors that speak for what troops and police of their state do."""

LAWLESS = frozenset({"UAF", "REB", "CRM"})
"""Sectors that take people of any country: "gunmen abducted two Indian engineers"."""

DURING = frozenset({"in", "during", "by", "from"})

SPEECH_OF_CONFLICT = frozenset({"THREATEN", "ACCUSE"})

ACCUSATIONS = frozenset({"accusation", "allegation", "charge", "claim", "criticism"})

STEM = 5
"""Letters by which "the proposal" is known for what somebody proposed."""


def completed(scene: Scene, token: Token, kind: str, parties: Parties) -> Parties:
    """Parties whose country only the scene of the act tells, and the struck country where only the place is told."""
    actors, recipients = parties.actors, parties.recipients
    if kind in FORCE | {"AID"} and not recipients:
        names = {a.country for a in actors}
        where = prepositions("scene") | (prepositions("origin") if kind == "AID" else frozenset())
        scenes = syntax.objects_of(token, where)
        if not syntax.is_verb(token):
            scenes += syntax.objects_of(syntax.clause_of(token), where)
        placed = [a for a in sides.party(scenes, scene.cast) if a.country and a.country not in names]
        recipients = placed[:1]
    return countrymen(scene, token, kind, _of_gift(scene, token, kind, Parties(actors, recipients)))


def _of_gift(scene: Scene, token: Token, kind: str, parties: Parties) -> Parties:
    """Of "British aid to Rwanda was cut", who gave it and to whom, where nobody is told to have cut it."""
    if kind != "SANCTION" or parties.actors or not syntax.is_passive(token):
        return parties
    for gift in syntax.done_to(token):
        givers = scene.cast.owner(gift, placed=False)
        if givers and gift.lemma_.lower() in classes()["aid_word"] | classes()["money"]:
            return Parties(givers, sides.party(syntax.objects_of(gift, prepositions("given")), scene.cast))
    return parties


def countrymen(scene: Scene, token: Token, kind: str, parties: Parties) -> Parties:
    """The parties with the countries that the scene of the act, or the other side of it, tells."""
    actors, recipients = parties.actors, parties.recipients
    armies = ("GOV", "MIL") if kind == "ASSAULT" else ("MIL",) if kind == "COERCE" else ()
    if any(a.sector in armies for a in actors):
        recipients = [_not_own(scene, a, {b.country for b in actors}) for a in recipients]
    country = _scene_country(scene, token, kind, actors)
    if country:
        actors = [_placed(a, country) for a in actors]
        recipients = [_placed(a, country) for a in recipients]
    if kind in AT_HOME:
        home = {a.country for a in actors if a.country and a.country not in stand_ins()}
        recipients = [_placed(a, *home) if len(home) == 1 else a for a in recipients]
        home = {a.country for a in recipients if a.country and a.country not in stand_ins()}
        actors = [_placed(a, *home) if len(home) == 1 and a.sector not in LAWLESS else a for a in actors]
    return Parties(actors, recipients)


def _scene_country(scene: Scene, token: Token, kind: str, actors: list[Actor]) -> str | None:
    """The country where the act takes place; of force, also the one country of the towns that the sentence names."""
    place = scene.where(token)
    if place is not None and place.country:
        return place.country
    if kind not in FORCE:
        return None
    here = syntax.sentence_of(token)
    towns = [p for p in scene.places if here.start <= p.first < here.end and p.kind in ("city", "region")]
    told = {p.where.country for p in towns if p.where.country} - {a.country for a in actors}
    if not told and not towns:
        every = (p for p in scene.places if p.kind in ("city", "region"))
        told = {p.where.country for p in every if p.where.country} - {a.country for a in actors}
    return told.pop() if len(told) == 1 else None


def _not_own(scene: Scene, victim: Actor, own: set[str | None]) -> Actor:
    """A victim without a country in its own words is not taken for a countryman of the army that struck."""
    inside = scene.page.doc.char_span(victim.span.start, victim.span.end, alignment_mode="expand")
    told = victim.kind != "role" or (inside is not None and any(t.i in scene.cast.hit_at for t in inside))
    return victim if told or victim.country not in own else replace(victim, country=None)


def _placed(actor: Actor, country: str) -> Actor:
    return replace(actor, country=country) if actor.country is None and actor.kind == "role" else actor


def spoken(scene: Scene, token: Token, kind: str, parties: Parties) -> Parties:
    """Of "Iran replied that it had stopped, accusing Israel of spying": the one who replied, if nobody is nearer; of
    "the Centre urges", a speaker that no list knows."""
    if parties.actors or kind not in SAID or not syntax.is_verb(token):
        return parties
    own = [c for c in scene.voices.claims if c.cue_token == token.i and _is_known(c.source)]
    if not own and token.tag_ == "VBG" and token.dep_ == "advcl":
        own = [c for c in scene.voices.claims_at(scene.page.char_span(token, token), token.i) if not c.inherited]
    speaker = replace(own[-1].source, kind="role") if own and own[-1].source.kind == "document" else None
    return Parties([speaker or own[-1].source], parties.recipients) if own else parties


def official(scene: Scene, token: Token, kind: str, parties: Parties) -> Parties:
    """Of "the ministry denied that units had been moved", "the army said troops had been sent": the state that speaks,
    where nobody is told to have done it; of what a state does by its own servants only."""
    if any(a.country for a in parties.actors) or not syntax.is_verb(token) or not syntax.is_passive(token):
        return parties
    own = [c for c in scene.voices.claims_at(scene.page.char_span(token, token), token.i) if not c.inherited]
    warned = bool(own) and own[-1].kind in ("warn", "threaten") and put_as_price(token)
    speaker = own[-1].source if own and (kind in BY_SERVANTS or (kind == "ASSAULT" and warned)) else None
    if speaker is None or speaker.sector not in SERVANTS or not speaker.country:
        return parties
    done_to = syntax.done_to(token)
    others = {a.country for a in scene.cast.actors(done_to) if a.kind == "named" and a.country}
    captured = kind == "COERCE" and (others or any(syntax.owners(t) for t in done_to))
    if captured or others - {speaker.country}:
        return parties
    return Parties([speaker], [a for a in parties.recipients if not speaks_for(a, [speaker])])


def put_as_price(act: Token) -> bool:
    """True of "every building could be targeted if X fires": what would be done is the price of what another does."""
    modal = any(c.tag_ == "MD" for c in act.children)
    whoever = any(t.lower_ in ("any", "every") for s in syntax.surface_subjects(act) for t in s.children)
    return modal and (bool(syntax.cases_put(act)) or whoever)


def _is_known(source: Actor) -> bool:
    """True of a speaker whose country or sector is told, and of a document that is told with its author."""
    authored = source.kind != "document" or source.name.lower() != source.text.lower()
    return source.kind != "anonymous" and authored and bool(source.country or source.sector)


def addressed(scene: Scene, token: Token, kind: str, parties: Parties) -> Parties:
    """Of "told the envoys that it would not tolerate mining": the envoys, where nobody with a country is nearer."""
    if kind not in ("REJECT", "THREATEN") or any(a.country for a in parties.recipients) or not syntax.is_verb(token):
        return parties
    teller = token if token.lemma_ in frame_words.telling() else token.head if token.dep_ == "ccomp" else None
    if teller is None or teller.lemma_ not in frame_words.telling() or syntax.is_passive(teller):
        return parties
    told = [a for a in scene.cast.actors(syntax.done_to(teller)) if a.country and a.sector != "JRN"]
    told = [a for a in told if not speaks_for(a, parties.actors)]
    return Parties(parties.actors, told or parties.recipients)


def called_in(scene: Scene, token: Token, kind: str, parties: Parties) -> Parties:
    """Of "the ambassador was summoned to the ministry", where nobody is told to have done it, the ministry."""
    if kind != "ACCUSE" or parties.actors or not syntax.is_verb(token) or not syntax.is_passive(token):
        return parties
    where = sides.party(syntax.objects_of(token, frozenset({"to"})), scene.cast)
    own = {a.country for a in parties.recipients}
    return Parties([a for a in where if a.country and a.country not in own], parties.recipients)


def pointed_back(scene: Scene, token: Token, kind: str, parties: Parties, before: list[Found]) -> Parties:
    """Of "these threats", the parties of the threat told before; of "threats to strike", those of the threats."""
    if parties.actors:
        return parties
    if token.dep_ == "acl" and syntax.is_verb(token):
        host = next((f.event for f in before if f.token == token.head.i), None)
        return Parties(list(host.actors), parties.recipients) if host else parties
    if not syntax.determined(token, ("these", "this", "those", "that", "such")):
        return parties
    for found in reversed(before):
        if found.event.type == kind or {found.event.type, kind} <= SPEECH_OF_CONFLICT:
            return Parties(list(found.event.actors), parties.recipients or list(found.event.recipients))
    return _owners_before(scene, token, parties)


def _owners_before(scene: Scene, token: Token, parties: Parties) -> Parties:
    """Of "halt its attacks ..., as these attacks", whose the attacks were in the same sentence."""
    here = syntax.sentence_of(token)
    same = (t for t in scene.page.doc[here.start : token.i] if t.lemma_ == token.lemma_ and syntax.owners(t))
    actors = next((scene.cast.actors(syntax.owners(t)) for t in same), [])
    return Parties(actors, parties.recipients)


def at_deed(scene: Scene, token: Token, kind: str, parties: Parties, before: list[Found]) -> Parties:
    """Of "condemned the raid": the recipients are those who raided, told here or in an act before."""
    if kind not in VERBAL or not parties.actors:
        return parties
    pointing = [t for t in syntax.done_to(token) if t.lower_ in ("it", "this", "that")] if syntax.is_verb(token) else []
    if pointing and kind in ("ACCUSE", "REJECT"):
        doers = _doers_before("ASSAULT", before)
        return Parties(parties.actors, [a for a in doers if not speaks_for(a, parties.actors)])
    if parties.recipients:
        return parties
    objects = (
        syntax.done_to(token) if syntax.is_verb(token) else syntax.objects_of(token, frozenset({"of", "to", "over"}))
    )
    for deed in objects:
        reading = scene.triggers.reading(deed)
        doers = _doers_of(scene, deed, before)
        if reading is not None and not reading.blocks:
            named = frames.parties(reading.frame, deed, scene.cast).actors
            doers = named or doers or _doers_before(reading.type, before)
        elif not doers:
            continue
        return Parties(parties.actors, [a for a in doers if not speaks_for(a, parties.actors)])
    return parties


def _doers_of(scene: Scene, deed: Token, before: list[Found]) -> list[Actor]:
    """Who did what "the attack" or "the offer" takes up: the last act that was told by a word of the same stem."""
    if not syntax.determined(deed, ("the", "this", "that")) or syntax.owners(deed):
        return []
    if deed.lemma_.lower() in ACCUSATIONS:
        return _doers_before("ACCUSE", before)
    stem = deed.lemma_.lower()[:STEM]
    same = (f.event for f in reversed(before) if scene.page.doc[f.token].lemma_.lower()[:STEM] == stem)
    return next((list(event.actors) for event in same if event.actors), [])


def in_act(scene: Scene, token: Token, kind: str, parties: Parties, before: list[Found]) -> Parties:
    """Of "were killed in the raids", those who raided, told before; of "if the raids go on", both sides of them."""
    if kind != "ASSAULT" or parties.actors:
        return parties
    if goes_on(token) and not parties.recipients:
        last = _last_done(kind, before)
        return Parties(list(last.actors), list(last.recipients)) if last else parties
    deeds = syntax.objects_of(token, DURING) if syntax.is_verb(token) else []
    if any(_is_told_attack(scene, deed) for deed in deeds):
        doers = _doers_before(kind, before)
        return Parties([a for a in doers if not speaks_for(a, parties.recipients)], parties.recipients)
    return parties


def _is_told_attack(scene: Scene, deed: Token) -> bool:
    """True of "the raids", whose doers are not told again."""
    reading = scene.triggers.reading(deed) if syntax.determined(deed) else None
    if reading is None or reading.blocks or reading.type != "ASSAULT":
        return False
    return not frames.parties(reading.frame, deed, scene.cast).actors


def goes_on(token: Token) -> bool:
    """True of the raids in "if the raids go on", which are told before and are to come again."""
    verb = token.head
    return token.dep_ == "nsubj" and syntax.determined(token) and verb.lemma_ in frame_words.going_on()


def at_measure(scene: Scene, token: Token, kind: str, parties: Parties) -> Parties:
    """Of "lifted the blockade on X": X, on whom the lifted measure lay."""
    if kind not in ("RETREAT", "CONCEDE") or parties.recipients or not syntax.is_verb(token):
        return parties
    for measure in syntax.done_to(token):
        reading = scene.triggers.reading(measure)
        if reading is not None and not reading.blocks and reading.type in FORCE:
            under = completed(
                scene, measure, reading.type, frames.parties(reading.frame, measure, scene.cast)
            ).recipients
            return Parties(parties.actors, [a for a in under if not speaks_for(a, parties.actors)])
    return parties


def _last_done(kind: str, before: list[Found]) -> Event | None:
    """The last act of the kind that was told with who did it."""
    return next((f.event for f in reversed(before) if f.event.type == kind and f.event.actors), None)


def _doers_before(kind: str, before: list[Found]) -> list[Actor]:
    """Who did the last act of the kind that was told."""
    last = _last_done(kind, before)
    return list(last.actors) if last else []


def told_before(scene: Scene, token: Token, kind: str, parties: Parties, before: list[Found]) -> bool:
    """True of "the Israeli threats" that add nobody to threats that the same voices told in an earlier sentence."""
    definite = syntax.determined(token, ("the",)) or bool(syntax.owners(token))
    if syntax.is_verb(token) or not definite or not parties.actors or goes_on(token):
        return False
    actors, recipients = {a.country for a in parties.actors}, {a.country for a in parties.recipients}
    claims = scene.voices.claims_at(scene.page.char_span(token, token), token.i)
    voices = [c.source.name for c in without_speaker(claims, kind, parties.actors)]
    return any(
        f.event.type == kind
        and f.token < syntax.sentence_of(token).start
        and {a.country for a in f.event.actors} == actors
        and recipients <= {a.country for a in f.event.recipients}
        and [link.source.name for link in f.event.chain] == voices
        for f in before
    )


def with_inner_recipients(scene: Scene, found: Found, here: list[Found]) -> Found:
    """Of "agreed to send arms to X", "is willing to help defend X": X, from the act that is agreed to."""
    event = found.event
    if event.type not in ("AGREE", "THREATEN", "REJECT", "CONCEDE") or event.recipients:
        return found
    inside = {t.i for t in scene.page.doc[found.token].subtree}
    names = {a.name for a in event.actors}
    for inner in here:
        theirs = names & {a.name for a in inner.event.actors}
        if inner.token in inside and inner.token > found.token and theirs and inner.event.recipients:
            return replace(found, event=replace(event, recipients=inner.event.recipients))
    return found

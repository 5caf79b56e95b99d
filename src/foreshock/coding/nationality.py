"""Whose people a noun means: the state and the group that the words around it tell, or the report before it.

The law: words at the noun go before what was told earlier, and that before what the passage is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreshock.codebook.registry import Entry
from foreshock.coding import coreference, roles, syntax
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast

ARMED = frozenset({"REB", "PRM"})
AT_HOME = frozenset("GOV MIL COP JUD LEG OPP PTY REB PRM CVL LAB MED REL AGR SPY UAF ELI SOC CRM".split())
"""Sectors whose people, named without a country, are those of the country the passage is about."""
PUBLISHED = frozenset({"publish", "release", "issue", "present", "circulate"})
ACTED_ON = frozenset({"against", "on", "upon"})
OF_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG"})
"""Sectors whose bodies, named as the only one there is, are those of the country the report is dated from."""


def country_of(cast: Cast, token: Token) -> Actor | None:
    """The state or other known actor that gives a role noun its country."""
    for modifier in roles.modifiers(token):
        if modifier.i in cast.hit_at and roles.owns(modifier):
            return cast.from_hit(modifier)
    relational = token.lemma_.lower() in roles.role_words().relational
    for owner in [] if relational else syntax.owners(token):
        actor = cast.actor(owner)
        if actor and actor.country:
            return actor
    role = roles.role_of(token)
    by = frozenset({"by"}) if role is not None and role.kind == "document" else frozenset()
    for place in syntax.objects_of(token, roles.role_words().country_through | by):
        found = cast.from_hit(place) if place.i in cast.hit_at else country_of(cast, place)
        if found is None and place.i in cast.place_at:
            found = cast.from_place(cast.place_at[place.i])
        found = found or coreference.description(cast, place)
        if found:
            return found
    based = _based(cast, token)
    if based:
        return based
    for child in token.children:
        if child.dep_ == "acl" and child.lemma_ in ("base", "operate", "station", "deploy"):
            for place in syntax.objects_of(child, frozenset({"in", "inside", "within", "from"})):
                if place.i in cast.hit_at:
                    return cast.from_hit(place)
    return _publisher(cast, token) if role is not None and role.kind == "document" else None


def _publisher(cast: Cast, token: Token) -> Actor | None:
    """Of "the report", whoever published the one that was told before: "the UN office published a report"."""
    if not syntax.determined(token, ("the", "this", "that")):
        return None
    for before in reversed(cast.page.doc[: token.i]):
        if before.lemma_ == token.lemma_ and before.dep_ == "dobj" and before.head.lemma_ in PUBLISHED:
            found = (cast.actor(doer) for doer in syntax.doers(before.head))
            return next((actor for actor in found if actor is not None and actor.country), None)
    return None


def group_named(cast: Cast, token: Token) -> Actor | None:
    """The group whose name stands before the noun ("Hamas fighters") or owns it ("leader of Hamas")."""
    near = roles.modifiers(token)
    through = syntax.objects_of(token, frozenset({"of", "for", "from"}))
    for candidate in [*reversed(near), *through]:
        hit = cast.hit_at.get(candidate.i)
        if hit and not hit.is_state and roles.owns(candidate):
            entry = hit.reading.of
            if isinstance(entry, Entry) and entry.kind != "person":
                return cast.from_hit(candidate)
    back = (coreference.description(cast, t) for t in through if syntax.determined(t, ("the", "this")))
    return next((a for a in back if a is not None and a.sector in roles.GROUPS and a.country), None)


def headed(cast: Cast, person: Token) -> Actor | None:
    """Of "X, who heads the Serbian government's office", what X heads or its owner, where the country is told."""
    for clause in (c for c in person.children if c.dep_ == "relcl" and c.lemma_ in roles.role_words().heading):
        led = [t for c in clause.children if c.dep_ == "dobj" for t in syntax.expand(c)]
        found = [a for t in led if (a := country_of(cast, t) or cast.actor(t)) is not None and a.country]
        if found:
            return found[0]
    return None


def told_before(cast: Cast, token: Token, sector: str | None, kind: str) -> str | None:
    """The country that the same noun, or another armed group without a name, was last told with."""
    if kind != "role" or any(m.lower_ in roles.role_words().foreign for m in roles.modifiers(token)):
        return None
    noun, again = token.lemma_.lower(), not _is_introduced(token)
    if (bodies := roles.role_words().of_mission.get(noun)) and (sent_by := _of_mission(cast, token, bodies)):
        return sent_by
    for mention in reversed(cast.mentions):
        known = mention.actor
        if known.country and known.kind == "role" and mention.token < token.i:
            same_noun = again and cast.page.doc[mention.token].lemma_.lower() == noun
            if same_noun or (sector in ARMED and known.sector in ARMED):
                return known.country
    home = cast.home(token) if sector in AT_HOME else None
    home = None if home and _acts_on(cast, token, home) else home
    return home or (cast.dated_from if sector in OF_STATE and again and token.tag_ in ("NN", "NNP") else None)


def _of_mission(cast: Cast, token: Token, bodies: frozenset[str]) -> str | None:
    """Of "peacekeepers", the body of states named last before them."""
    before = (m.actor for m in reversed(cast.mentions) if m.token < token.i and m.actor.kind == "named")
    return next((a.country for a in before if a.country in bodies), None)


def _acts_on(cast: Cast, token: Token, country: str) -> bool:
    """True of the army in "the army accused Israel": the state that it acts on is not its own."""
    verb = syntax.clause_of(token)
    if token.dep_ not in syntax.SUBJECTS or token.head.i != verb.i:
        return False
    objects = [*syntax.done_to(verb), *syntax.objects_of(verb, ACTED_ON)]
    hits = (cast.hit_at[t.i] for t in objects if t.i in cast.hit_at and t.i != token.i)
    return any(hit.is_state and hit.reading.of.country == country for hit in hits)


def _based(cast: Cast, token: Token) -> Actor | None:
    """Of "the Sarajevo-based institute", whoever has Sarajevo."""
    for word in roles.modifiers(token):
        after = cast.page.doc[word.i + 1 : word.i + 3]
        if len(after) == 2 and after[0].text == "-" and after[1].lower_ == "based":
            hit = cast.from_hit(word) if word.i in cast.hit_at else None
            return hit or (cast.from_place(cast.place_at[word.i]) if word.i in cast.place_at else None)
    return None


def _is_introduced(token: Token) -> bool:
    """True of "a force", "five soldiers": somebody who was not told of before."""
    numbered = any(c.dep_ == "nummod" for c in token.children) and not any(c.dep_ == "det" for c in token.children)
    return numbered or syntax.determined(token, ("a", "an", "another"))

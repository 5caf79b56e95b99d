"""Who is meant by "he", "it", "the group", "both sides", "the report".

The law: a word points back to a mention of the same report, and to none where none fits; it never reaches forward.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from foreshock.codebook.base import stand_ins, toml_file
from foreshock.codebook.lexicon import cues
from foreshock.coding import roles, syntax
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast, Mention

PERSONAL = {"he": "person", "she": "person", "him": "person", "her": "person", "his": "person", "hers": "person",
            "it": "thing", "its": "thing", "they": "many", "them": "many", "their": "many", "who": "who"}  # fmt: skip
FIRST = frozenset({"we", "us", "our", "i", "me", "my", "ours", "ourselves"})
REFLEXIVE = {"himself": "person", "herself": "person", "itself": "thing", "themselves": "many"}
GROUPS = frozenset({"REB", "PTY", "PRM", "UAF", "CRM", "OPP", "SOC"})
BLOCS = frozenset({"IGO", "EUR"})
MANY = frozenset({"NNS", "NNPS"})
PLAIN_BEFORE = frozenset({"prime", "warring", "rival", "opposing"})
"""Words before a noun that leave it a plain description: "the prime minister", "the warring sides"."""
AT_PLACE = frozenset({"in", "at", "near", "along", "across", "inside", "around", "through", "within"})
PAIRED = 5
"""Sentences that "both sides" reaches back over to two that are told together."""
NEAR = 3
"""Sentences that a pronoun reaches back over."""


def is_person_role(token: Token) -> bool:
    """True for nouns that stand for one person: minister, spokesman, adviser."""
    return token.lemma_.lower() in roles.role_words().person and token.tag_ in ("NN", "NNP")


def pronoun(cast: Cast, token: Token) -> Actor | None:
    """The actor a pronoun stands for, in its own words."""
    if token.lower_ in FIRST:
        speaker = _speaker(cast, token)
        return replace(speaker, text=token.text, span=cast.page.char_span(token, token)) if speaker else None
    kind = PERSONAL.get(token.lower_) or REFLEXIVE.get(token.lower_)
    if kind is None:
        return None
    meant = (
        _document(cast, token)
        or _teller(cast, token, kind)
        or _speaker_of_clause(cast, token, kind)
        or _nearest(cast, token, kind)
    )
    if meant is None:
        return None
    return replace(meant, text=token.text, span=cast.page.char_span(token, token))


def _document(cast: Cast, token: Token) -> Actor | None:
    """The report that "it added" goes on to tell of, where a report was what the sentence before was about."""
    if token.lower_ != "it" or token.dep_ != "nsubj" or token.head.lemma_ not in _telling():
        return None
    for mention in _before(cast, token, reach=1):
        head = cast.page.doc[mention.token]
        if head.dep_ in syntax.SUBJECTS and head.head.dep_ == "ROOT":
            return mention.actor if mention.actor.kind == "document" else None
    return None


def _teller(cast: Cast, token: Token, kind: str) -> Actor | None:
    """Whom "it added", "she noted" go on to tell from: the last one who told anything and agrees."""
    if token.dep_ not in syntax.SUBJECTS or not _goes_on(token.head) or _is_quoted(cast, token):
        return None
    here = cast.page.sentence_of(token)
    for other in reversed(cast.page.doc[: token.i]):
        there = cast.page.sentence_of(other)
        if here is None or (there is not None and here.index - there.index > NEAR):
            return None
        if _tells(other) and other.head.i < token.i and not _is_quoted(cast, other):
            plain = roles.unlisted(cast.page, other) if other.pos_ in ("NOUN", "PROPN") else None
            actor, same = cast.actor(other) or plain, PERSONAL.get(other.lower_)
            if actor is not None and (same == kind if same else _told_by(cast, other, actor, kind)):
                return actor
    return None


def _goes_on(verb: Token) -> bool:
    """True of a verb of telling that is no part of what another clause tells."""
    top = verb
    while top.dep_ == "conj":
        top = top.head
    aside = top.dep_ in ("ccomp", "parataxis") and top.i < top.head.i
    return verb.lemma_ in _telling() and (top.dep_ == "ROOT" or aside)


def _tells(token: Token) -> bool:
    """True of the subject of a verb of telling, and of whom something is said to be according to."""
    if token.dep_ == "pobj":
        return token.head.lower_ == "to" and token.head.head.lower_ == "according"
    return token.dep_ in syntax.SUBJECTS and token.head.lemma_ in _telling()


def _is_quoted(cast: Cast, token: Token) -> bool:
    return any(quote.start <= token.idx < quote.end for quote in cast.page.quotes)


def _told_by(cast: Cast, token: Token, actor: Actor, kind: str) -> bool:
    return _agrees(cast, token, replace(actor, kind="role"), kind) or (kind == "many" and actor.sector in GROUPS)


@cache
def _telling() -> frozenset[str]:
    """Verbs by which somebody goes on telling: those after a quotation, and all that attribute."""
    told = (cue.lemma for cue in cues() if cue.pos == "verb")
    return frozenset(toml_file("speech.toml")["after_quote"]["verbs"]).union(told)


def _speaker(cast: Cast, token: Token) -> Actor | None:
    """Who says "we": the subject of a verb of saying in the sentence, else the last one who was a subject."""
    for verb in syntax.sentence_of(token):
        if verb.lemma_ in ("say", "tell", "add", "write", "warn", "declare", "state") and verb.i != token.i:
            for subject in syntax.surface_subjects(verb):
                if subject.pos_ != "PRON" or subject.lower_ in PERSONAL:
                    actor = cast.actor(subject)
                    if actor:
                        return actor
    quoted = _speaker_of_quotation(cast, token)
    if quoted:
        return quoted
    return next((m.actor for m in _before(cast, token, reach=6) if m.subject and m.actor.kind != "document"), None)


def _speaker_of_quotation(cast: Cast, token: Token) -> Actor | None:
    """Who says a quotation of several sentences: the subject of the saying right behind it, or before it."""
    quote = next((q for q in cast.page.quotes if q.start <= token.idx < q.end), None)
    if quote is None:
        return None
    words = quote.of(cast.page.text)
    edges = (quote.end - 1 - len(words) + len(words.rstrip()), quote.start + len(words) - len(words.lstrip()))
    for end in (cast.page.doc.char_span(at, at + 1, alignment_mode="expand") for at in edges):
        for verb in syntax.sentence_of(end[0]) if end else ():
            outside = not quote.start <= verb.idx < quote.end
            subjects = syntax.surface_subjects(verb) if outside and verb.lemma_ in _telling() else []
            found = [actor for t in subjects if t.lower_ not in FIRST and (actor := cast.actor(t))]
            if found:
                return found[0]
    return None


def description(cast: Cast, token: Token) -> Actor | None:
    """The actor that "the group", "the country" or "the minister" points back to."""
    if (house := _house(cast, token)) is not None:
        return house
    words = _definite(token)
    if words is None:
        return None
    for kind, phrases in roles.role_words().points_back.items():
        if words in phrases and kind not in ("both", "pair"):
            return _back_to(cast, token, kind)
    return _same_noun(cast, token) if words.startswith(("the ", "these ", "this ", "those ")) else None


def _house(cast: Cast, token: Token) -> Actor | None:
    """Of "the think tank", "the Brussels-based institute", the one that the report named last."""
    agent, words = roles.role_of(token), roles.role_words().house
    if agent is None or agent.noun not in words["nouns"] or not syntax.determined(token, ("the", "this")):
        return None
    if any(c.dep_ in ("prep", "appos", "acl") and c.i > token.i for c in token.children):
        return None
    before = (m.actor for m in reversed(cast.mentions) if m.token < token.i and m.kind == "group")
    return next((a for a in before if a.kind == "named" and _is_house(a)), None)


def _is_house(actor: Actor) -> bool:
    """True of a body that is known to study things, and of an unknown one whose name says so."""
    named = frozenset(actor.name.lower().split()) & roles.role_words().house["names"]
    return actor.sector == "EDU" or actor.country == "NGO" or (actor.sector is None and bool(named))


def of_owner(cast: Cast, token: Token) -> Actor | None:
    """Of "his country" the owner's state; of "its neighbour" the state told last that is not the owner's."""
    words, noun = roles.role_words(), token.lemma_.lower()
    if token.tag_ != "NN" or noun not in words.neighbour | words.homeland or token.i in cast.hit_at:
        return None
    held = [t for t in syntax.owners(token) if t.lower_ in PERSONAL]
    owner = next((a for t in held if (a := cast.actor(t)) is not None), None)
    if owner is None or owner.country is None or owner.country in stand_ins():
        return None
    if noun in words.homeland:
        return cast.state(owner.country, token)
    named = next((a for c in token.children if c.dep_ == "appos" and (a := cast.actor(c)) is not None), None)
    others = (m.actor for m in _before(cast, token) if m.kind == "state" and m.actor.country != owner.country)
    return named or next(others, None)


def _same_noun(cast: Cast, token: Token) -> Actor | None:
    """Of "the army", the army that was told of before, where its country is known."""
    if not roles.role_of(token):
        return None
    noun, plural = token.lemma_.lower(), token.tag_ in MANY
    same = [m for m in _before(cast, token, reach=8) if m.noun == noun and m.actor.kind != "document"]
    told = [m for m in same if m.actor.country]
    alike = [m for m in told if m.plural == plural]
    return next((m.actor for m in (*alike, *told)), None) or _body_of_name(cast, token, noun)


def _body_of_name(cast: Cast, token: Token, noun: str) -> Actor | None:
    """Of "the council", the body that the report names with the word, however far before: the Security Council."""
    named = (m for m in reversed(cast.mentions) if m.token < token.i and m.noun == noun and m.token in cast.hit_at)
    return next((m.actor for m in named if m.kind == "group"), None)


def both(cast: Cast, token: Token) -> list[Actor]:
    """The two that "both sides" or "the two countries" point back to."""
    words = _definite(token) or token.lower_
    if words in roles.role_words().points_back["pair"] and (two := _two_persons(cast, token)):
        return two
    neighbours = _is_two_others(token)
    told = roles.role_words().points_back
    if not neighbours and words not in told["both"] | told["pair"]:
        return []
    if syntax.objects_of(token, frozenset({"of"})) or any(c.dep_ == "appos" for c in token.children):
        return []
    if joint := _joint_subjects(cast, token):
        return joint
    apart = _apart(cast, token)
    sides = [m for m in _before(cast, token, reach=PAIRED) if _is_side(m) and m.actor.country not in apart]
    if neighbours:
        return _last_two([m for m in sides if m.kind == "state"])
    own = [m for m in sides if _is_party_of_its_clause(cast, m)]
    here = cast.page.sentence_of(token)
    near = [m for m in sides if here is None or here.index - m.sentence <= NEAR]
    return _told_together(own) or _last_two(near)


def _joint_subjects(cast: Cast, token: Token) -> list[Actor]:
    """Of "Saudi envoys and Houthi negotiators met", told right before: the two, whoever they are."""
    for mention in _before(cast, token, reach=1):
        head = cast.page.doc[mention.token]
        actors = cast.actors(syntax.expand(head)) if head.dep_ in syntax.SUBJECTS else []
        if len(actors) == 2 and len({a.country for a in actors if a.country}) == 2:
            return actors
    return []


def _is_side(mention: Mention) -> bool:
    return mention.kind in ("state", "group") and mention.actor.kind != "document"


def _is_party_of_its_clause(cast: Cast, mention: Mention) -> bool:
    """False of a place where something happens, and of the owner of another: "Sudan" of "Sudan's army"."""
    head = cast.page.doc[mention.token]
    placed = head.dep_ == "pobj" and head.head.lower_ in AT_PLACE
    return not placed and head.dep_ not in ("poss", "amod", "compound", "nmod") and mention.actor.sector is not None


def _told_together(mentions: list[Mention]) -> list[Actor]:
    """The two of the nearest sentence that tells two of them; `mentions` come nearest first."""
    for _, here in groupby(mentions, key=lambda m: m.sentence):
        pair = _last_two(list(here))
        if pair:
            return pair
    return []


def _last_two(mentions: list[Mention]) -> list[Actor]:
    """The two different ones told last, in the order of the text."""
    found: dict[str, Actor] = {}
    for mention in mentions:
        found.setdefault(mention.actor.name, mention.actor)
    return list(reversed(list(found.values())[:2])) if len(found) > 1 else []


def _is_two_others(token: Token) -> bool:
    """True of "its two neighbours": two that are somebody's, and not that one."""
    numbered = any(c.dep_ == "nummod" and c.lower_ == "two" for c in token.children)
    return numbered and token.lemma_.lower() in roles.role_words().relational and bool(syntax.owners(token))


def _apart(cast: Cast, token: Token) -> set[str | None]:
    """Countries that are on no side: those of bodies of states, and of who does something to "both sides"."""
    apart: set[str | None] = {code for code in stand_ins() if code != "IMG"}
    if token.dep_ in syntax.SUBJECTS:
        return apart
    doing = [*syntax.surface_subjects(syntax.clause_of(token)), *syntax.owners(token)]
    return apart | {actor.country for t in doing if t.i < token.i and (actor := cast.actor(t))}


def _two_persons(cast: Cast, token: Token) -> list[Actor]:
    """Of "the pair": the two persons of the nearest sentence that tells two, or its "two aides"."""
    persons: list[Mention] = []
    for mention in _before(cast, token, reach=6):
        head = cast.page.doc[mention.token]
        if mention.plural and any(c.dep_ == "nummod" and c.lower_ == "two" for c in head.children):
            return _told_together(persons) or [mention.actor]
        if mention.kind == "person":
            persons.append(mention)
    return _told_together(persons)


def joined(cast: Cast, token: Token) -> list[Actor]:
    """Those joined by "and" as the last subject, to whom "they" points back."""
    if token.lower_ not in ("they", "them"):
        return []
    for mention in _before(cast, token, reach=2):
        head = cast.page.doc[mention.token]
        if head.dep_ in syntax.SUBJECTS:
            members = syntax.expand(head)
            if len(members) > 1:
                return cast.actors(members)
            if _mention_fits(mention, "many"):
                return []
    return []


def _definite(token: Token) -> str | None:
    """ "the group" where nothing but article and number stand with the noun."""
    left = [
        c
        for c in token.children
        if c.i < token.i and c.dep_ in ("det", "nummod", "amod", "compound", "poss", "nmod", "predet")
    ]
    left = [c for c in left if c.lower_ not in roles.role_words().after_owner]
    if any(c.dep_ in ("amod", "compound", "poss", "nmod") and c.lower_ not in PLAIN_BEFORE for c in left):
        return None
    closed = (
        ("prep", "appos") if any(c.lower_ in ("these", "those") for c in left) else ("prep", "appos", "relcl", "acl")
    )
    if any(c.dep_ in closed and c.i > token.i and not roles.is_matter(c) for c in token.children):
        return None
    words = [c.lower_ for c in sorted(left, key=lambda c: c.i)] + [token.lower_]
    return " ".join(words) if len(words) > 1 else None


def _back_to(cast: Cast, token: Token, kind: str) -> Actor | None:
    before = list(_before(cast, token, reach=8))
    match kind:
        case "person":
            noun = token.lemma_.lower()
            return next(
                (m.actor for m in before if m.kind == "person" and noun in {m.noun, *m.office.split()}),
                None,
            )
        case "group":
            return _group(token, [m for m in before if m.kind == "group" and m.actor.sector in GROUPS])
        case "bloc":
            return next((m.actor for m in before if _is_bloc(m)), None)
    return _state(cast, token, [m.actor for m in before if m.kind == "state"])


def _is_bloc(mention: Mention) -> bool:
    """True of a body of states, and of armed groups that stand together."""
    body = mention.actor.kind == "named" and mention.actor.country in BLOCS
    return body or (mention.kind == "group" and mention.actor.sector in GROUPS)


def _group(token: Token, groups: list[Mention]) -> Actor | None:
    """The group told last; of "the rebels" the rebels named last before a party or militia, of "the factions" those
    told before by that noun with a country."""
    noun, many = token.lemma_.lower(), token.tag_ in MANY
    sectors = roles.role_words().group_of_noun.get(noun, frozenset())
    meant = [m for m in groups if m.actor.kind == "named" and m.actor.sector in sectors]
    told = [m for m in groups if m.actor.country and m.plural == many]
    same = [m for m in told if m.noun == noun]
    return next((m.actor for m in (*meant, *same, *told, *groups)), None)


def _state(cast: Cast, token: Token, states: list[Actor]) -> Actor | None:
    """The state told last that can be meant: a kingdom, or the one whose people speak of "the government"."""
    noun = token.lemma_.lower()
    forms = roles.role_words().form_of_state.get(noun)
    if forms is not None:
        return next((s for s in states if s.country in forms), None)
    if noun in roles.role_words().government and token.dep_ not in syntax.SUBJECTS:
        subjects = syntax.surface_subjects(syntax.clause_of(token))
        ruled = [a for t in subjects if t.i < token.i and (a := cast.actor(t)) and a.country]
        if ruled and ruled[0].sector in roles.role_words().governed:
            return cast.state(str(ruled[0].country), token)
    return next(iter(states), None)


def _before(cast: Cast, token: Token, reach: int = NEAR) -> Iterator[Mention]:
    """Mentions before the token, nearest first."""
    here = cast.page.sentence_of(token)
    index = here.index if here else 0
    for mention in reversed(cast.mentions):
        if mention.token < token.i and index - mention.sentence <= reach:
            yield mention


def _speaker_of_clause(cast: Cast, token: Token, kind: str) -> Actor | None:
    """In "Israel said it would", the subject of the clause above, where it agrees."""
    clause = syntax.clause_of(token)
    for child, head in syntax.ancestors_with_edges(clause):
        if child.dep_ not in ("ccomp", "advcl", "xcomp", "relcl", "acl", "pcomp", "conj", "prep", "pobj", "dobj"):
            return None
        if syntax.is_verb(head):
            for subject in syntax.surface_subjects(head):
                if subject.i < token.i and subject.pos_ != "PRON":
                    actor = cast.actor(subject)
                    if actor and _agrees(cast, subject, actor, kind):
                        return actor
    return None


def _agrees(cast: Cast, token: Token, actor: Actor, kind: str) -> bool:
    plural = token.tag_ in ("NNS", "NNPS") or bool([c for c in token.children if c.dep_ == "conj"])
    hit = cast.hit_at.get(token.i)
    person = token.ent_type_ == "PERSON" or is_person_role(token)
    if hit is not None and not hit.is_state:
        person = getattr(hit.reading.of, "kind", "") == "person"
    if hit is not None and hit.is_state:
        person = False
    if kind == "person":
        return person and not plural
    if kind == "thing":
        return not person and not plural and actor.kind != "document"
    return kind == "many" and plural


def _nearest(cast: Cast, token: Token, kind: str) -> Actor | None:
    """The nearest fitting mention, subjects of the same and the last sentence first."""
    own = {t.i for t in syntax.surface_subjects(syntax.clause_of(token))} if token.dep_ in ("dobj", "pobj") else set()
    fits = [m for m in _before(cast, token) if m.token not in own and _mention_fits(m, kind)]
    here = cast.page.sentence_of(token)
    index = here.index if here else 0
    plural_here = [m for m in fits if kind == "many" and m.plural and m.sentence == index]
    if plural_here:
        return plural_here[0].actor
    for near in (0, 1):
        for mention in fits:
            if mention.subject and index - mention.sentence == near:
                return mention.actor
        if kind == "many":
            break
    return fits[0].actor if fits else None


def _mention_fits(mention: Mention, kind: str) -> bool:
    if kind == "person":
        return mention.kind == "person" and not mention.plural
    if kind == "thing":
        return mention.kind in ("state", "group") and not mention.plural
    if kind == "many":
        return mention.plural or mention.kind == "group"
    return False

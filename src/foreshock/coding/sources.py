"""Who the source of a claim is: an actor, a document that stands for its author, or a source by its own words.

The law: a source is marked by words of the text; one that no list knows keeps its words and nothing more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.codebook.base import word_set
from foreshock.coding import roles, syntax
from foreshock.coding.sentences import Page
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast

NO_SOURCE = frozenset({"DATE", "TIME", "CARDINAL", "MONEY", "PERCENT"})
REACH = 100
"""Tokens over which "he" reaches back to the person quoted before, and "it" to the report."""


def speech(table: str, key: str) -> frozenset[str]:
    """A list of words in speech.toml."""
    return word_set("speech.toml", table, key)


class Sources:
    """The sources of a page, read from left to right: "the report" is that of the institute quoted last."""

    def __init__(self, page: Page, cast: Cast) -> None:
        self.page, self.cast = page, cast
        self._author = self._announced()
        self._author_at = 0
        self._many: Actor | None = None
        self._many_at = 0
        self._person: tuple[int, Actor] | None = None
        self._told: set[str] = set()

    def _announced(self) -> Actor | None:
        """Whose study the first paragraph of the report is about: "says a study by the institute X"."""
        body = [s for s in self.page.sentences if s.part.kind == "body"]
        first = [t for s in body if s.paragraph == body[0].paragraph for t in s.tokens]
        for noun in (t for t in first if t.lemma_.lower() in speech("documents", "research")):
            by = [*syntax.owners(noun), *syntax.objects_of(noun, frozenset({"by", "from"}))]
            told = [a for a in self.cast.actors(by) if _is_retold(a) and a.kind == "named"]
            if told:
                return told[0]
        return None

    def of_verb(self, verb: Token) -> Actor | None:
        """The first actor that the subjects of a cue verb stand for."""
        found = (self.actor(t) for t in self._subjects(verb))
        return next((actor for actor in found if actor is not None), None)

    def _subjects(self, verb: Token) -> list[Token]:
        if verb.dep_ == "amod":
            return []
        quoted = self._quoted_as(verb)
        if quoted:
            return quoted
        if inverted(verb):
            return [c for c in verb.children if c.dep_ in ("dobj", "attr", "oprd")][:1]
        if (far := _behind_relative(verb)) is not None:
            return [far]
        if _is_active(verb):
            return [verb.head]
        if verb.dep_ == "parataxis" and len(own := [c for c in verb.children if c.dep_ == "nsubj"]) > 1:
            return own[-1:]
        passive = syntax.is_passive(verb)
        return [t for t in syntax.doers(verb) if not (passive and t.i == verb.i)]

    def _quoted_as(self, verb: Token) -> list[Token]:
        """Of "quoted X as saying", X; of "X was quoted as saying", X."""
        above = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else None
        if above is None or above.lemma_ not in speech("quoting", "verbs"):
            return []
        return syntax.done_to(above)

    def actor(self, token: Token) -> Actor | None:
        """The source at a head token, and remembered where later words may point back to it."""
        found = self._read(token)
        if found is not None:
            self._remember(found, token)
        return found

    def _read(self, token: Token) -> Actor | None:
        actor = self._named_beside(token) or self._same_person(token) or self._same_author(token)
        actor = actor or self.cast.actor(token)
        lemma = token.lemma_.lower()
        again = lemma in speech("documents", "scholars") or (self._author and lemma in speech("documents", "houses"))
        if lemma in speech("documents", "authors") or (again and _is_bare(token)):
            return self._writers(token, actor)
        if token.lemma_.lower() in speech("documents", "texts") and self._author is not None and _points_back(token):
            return _as_author(actor or self._unlisted(token) or self._author, self._author)
        if actor is None:
            return self._partitive(token) or self._unlisted(token)
        if actor.sector is None and _is_house(token):
            actor = replace(actor, sector="EDU")
        return self._document(token, actor) if actor.kind == "document" else actor

    def _named_beside(self, token: Token) -> Actor | None:
        """Of "one of its deputies, X," the X."""
        one = token.lower_ == "one" and token.dep_ in syntax.SUBJECTS
        named = [c for c in token.children if one and c.dep_ == "appos" and c.pos_ == "PROPN"]
        return next(iter(self.cast.actors(named)), None)

    def _writers(self, token: Token, named: Actor | None) -> Actor | None:
        """The authors of what is retold: those of "the authors of the study" are the first, "the researchers" them."""
        named = named or self._unlisted(token)
        if named is None or self._author is not None:
            return named and _as_author(named, self._author or named)
        written = syntax.objects_of(token, frozenset({"of"}))
        if any(w.lemma_.lower() in speech("documents", "research") for w in written):
            self._author = replace(named, sector="EDU")
        return named

    def _same_person(self, token: Token) -> Actor | None:
        """Of "he noted", the person who was the source before, where the pronoun was given to nobody better known."""
        if token.lower_ not in ("he", "she") or self._person is None:
            return None
        actor, (told_at, person) = self.cast.actor(token), self._person
        if actor is not None and (self._is_only_told_of(actor, token) or self._gives_way(actor, told_at, token)):
            return replace(person, text=token.text, span=self.page.char_span(token, token))
        if (actor is not None and (actor.sector or actor.name in self._told)) or token.i - told_at > REACH:
            return None
        return replace(person, text=token.text, span=self.page.char_span(token, token))

    def _is_only_told_of(self, actor: Actor, token: Token) -> bool:
        """True of X in "..., since the fall of X, he went on": who is named within the words is not who says them."""
        here = self.page.sentence_of(token)
        if here is None or token.head.i < token.i or token.left_edge.is_sent_start:
            return False
        named = [m for m in self.cast.mentions if m.actor.name == actor.name and m.token < token.i]
        inside = bool(named) and all(m.sentence == here.index for m in named)
        return inside and all(self.page.doc[m.token].dep_ not in syntax.SUBJECTS for m in named)

    def _gives_way(self, actor: Actor, told_at: int, token: Token) -> bool:
        """True of one named before the person quoted last in the paragraph, and of the title of that person."""
        named = [m.token for m in self.cast.mentions if m.actor.name == actor.name and m.token < token.i]
        if any(self.page.doc[n].dep_ == "appos" and self.page.doc[n].head.i == told_at for n in named):
            return True
        here, there = self.page.sentence_of(token), self.page.sentence_of(self.page.doc[told_at])
        near = here is not None and there is not None and here.paragraph == there.paragraph
        return near and bool(named) and (max(named) < told_at or not any(map(self._is_person, named)))

    def _is_person(self, at: int) -> bool:
        token = self.page.doc[at]
        return token.ent_type_ == "PERSON" or token.pos_ == "PRON" or roles.is_person_role(token)

    def _same_author(self, token: Token) -> Actor | None:
        """Of "it added", the author who was the source before, where "it" stands for nobody who spoke."""
        if token.lower_ == "they":
            return self._same_authors(token)
        again = token.lower_ == "it" or (token.lower_ in speech("documents", "names") - {"group"} and _is_bare(token))
        actor = self.cast.actor(token) if again else None
        known = actor is not None and actor.kind == "document"
        if not again or self._author is None or (token.i - self._author_at > REACH and not known):
            return None
        if actor is not None and actor.kind != "document" and actor.name in self._told:
            return None
        return replace(self._author, text=token.text, span=self.page.char_span(token, token))

    def _same_authors(self, token: Token) -> Actor | None:
        """Of "they note", the authors or sources quoted before, where "they" stands for nobody who spoke."""
        actor = self.cast.actor(token)
        if self._many is None or token.i - self._many_at > REACH or (actor is not None and actor.name in self._told):
            return None
        return replace(self._many, text=token.text, span=self.page.char_span(token, token))

    def _partitive(self, token: Token) -> Actor | None:
        """Of "one of them added" and "another said", the many that were the source before."""
        if token.lower_ not in speech("some_of", "words"):
            return None
        of = syntax.objects_of(token, frozenset({"of"}))
        back = not of or of[0].pos_ == "PRON"
        whole = self._many if back and self._many else of and (self.cast.actor(of[0]) or self._unlisted(of[0]))
        span = self.page.char_span(token, of[0] if of else token)
        text = span.of(self.page.text)
        return replace(whole, text=text, span=span) if whole else Actor(text, text, None, None, span, "anonymous")

    def _unlisted(self, token: Token) -> Actor | None:
        """A source that no list knows, by its own words; "it" and "this" without a referent are none."""
        if token.lower_ in speech("pronouns", "words"):
            span = self.page.char_span(token, token)
            return Actor(token.text, token.text, None, None, span, "anonymous")
        if token.pos_ not in ("NOUN", "PROPN") or token.ent_type_ in NO_SOURCE:
            return None
        found = roles.unlisted(self.page, token, "EDU" if _is_house(token) else None)
        if self._author is not None and _points_back(token) and token.lemma_.lower() in speech("documents", "names"):
            return replace(self._author, text=found.text, span=found.span)
        return found

    def _document(self, token: Token, actor: Actor) -> Actor:
        """A document stands for its author: the one named with it, or the one whose research was quoted before."""
        named = self.cast.actors([*syntax.owners(token), *syntax.objects_of(token, frozenset({"by", "from", "of"}))])
        noun = token.lemma_.lower()
        author = named[0] if named else None
        if author is None and noun in speech("documents", "research"):
            if _points_back(token):
                author = self._author
            if self._author is None:
                self._author = actor
        if author is None:
            return actor
        name = author.name if author.name.lower().endswith(noun) else f"{author.name} {noun}"
        return replace(actor, name=name, country=author.country, sector=author.sector)

    def _remember(self, actor: Actor, token: Token) -> None:
        research = _is_retold(actor)
        if research and (actor.kind != "document" or self._author is None):
            self._author = actor
        if research or actor.kind == "document":
            self._author_at = token.i
        self._told.add(actor.name)
        if token.tag_ in ("NNS", "NNPS"):
            self._many, self._many_at = actor, token.i
        elif actor.kind != "document" and (_is_one(token) or _is_person_named(token)):
            self._person = token.i, actor
        elif token.lower_ in ("he", "she") and self._person is not None and self._person[1].name == actor.name:
            self._person = token.i, self._person[1]

    def addressee(self, verb: Token) -> Actor | None:
        """The one spoken to."""
        found: list[Token] = []
        if verb.lemma_ in speech("addressed", "verbs"):
            found = [t for c in verb.children if c.dep_ in ("dobj", "dative") for t in syntax.expand(c)]
            if syntax.is_passive(verb):
                found = syntax.surface_subjects(verb)
        found += syntax.objects_of(verb, speech("addressed", "through"))
        actors = self.cast.actors(found)
        return actors[0] if actors else None


def _behind_relative(verb: Token) -> Token | None:
    """Of "X, who declared a state of war, reiterated that", X, where the parser hangs the verb on the war."""
    clause = verb.head.head
    if verb.dep_ != "acl" or verb.tag_ != "VBD" or clause.dep_ != "relcl" or verb.head.dep_ not in ("dobj", "pobj"):
        return None
    first = clause.left_edge
    parted = first.i > 0 and first.nbor(-1).text == "," and verb.nbor(-1).text == ","
    return clause.head if parted else None


def _is_active(verb: Token) -> bool:
    """Of "X informed Y of Z" and "X, Z's chief, promised that", a past tense that the parser took for a participle."""
    if verb.dep_ != "acl" or verb.tag_ not in ("VBN", "VBD") or syntax.agents(verb):
        return False
    clause = any(c.dep_ == "ccomp" and syntax.has_that(c) for c in verb.children)
    told = verb.lemma_ in speech("addressed", "verbs") and verb.nbor(-1).text != ","
    return any(c.dep_ == "dobj" for c in verb.children) or (clause and not told)


def inverted(verb: Token) -> bool:
    """True of "..., writes an economist": the subject stands behind the cue, and the parse took it for an object."""
    if verb.tag_ not in ("VBZ", "VBD") or verb.lemma_ not in speech("after_quote", "verbs") or verb.i == 0:
        return False
    if any(c.dep_ in syntax.SUBJECTS for c in verb.children) or verb.nbor(-1).text not in (",", '"'):
        return False
    return any(c.dep_ in ("dobj", "attr", "oprd") and c.left_edge.i == verb.i + 1 for c in verb.children)


def _is_one(noun: Token) -> bool:
    """True of "a resident" and "the official"; a body of people is nobody that "he" stands for."""
    return noun.tag_ == "NN" and noun.lemma_.lower() not in speech("pronouns", "bodies")


def _is_person_named(name: Token) -> bool:
    """True of a person's name, also where only what stands beside it tells so: "X, a political scientist"."""
    beside = (c for c in name.children if c.dep_ == "appos" and c.tag_ == "NN")
    return name.ent_type_ == "PERSON" or (name.pos_ == "PROPN" and any(_is_one(c) for c in beside))


def _as_author(named: Actor, author: Actor) -> Actor:
    return replace(named, name=author.name, country=author.country, sector=author.sector)


def _is_retold(actor: Actor) -> bool:
    return actor.sector in speech("retold", "sectors") or actor.country in speech("retold", "countries")


def _is_bare(noun: Token) -> bool:
    """True of "the researchers", who are told before; not of "the Dutch researchers", "the researchers of X"."""
    others = [c for c in noun.children if c.dep_ in ("amod", "compound", "prep", "appos", "relcl", "nmod", "poss")]
    return not others and syntax.determined(noun, ("the", "these"))


def _points_back(noun: Token) -> bool:
    """True for "the report" and "this study": one document that was told of before."""
    return syntax.determined(noun, ("the", "this", "that")) and noun.tag_ in ("NN", "NNP")


def _is_house(noun: Token) -> bool:
    """True of "the Potomac Center"; a medical or a press center does no research."""
    named = noun.lower_ in speech("documents", "houses") and noun.text[0].isupper()
    return named and not any(c.lower_ in speech("documents", "no_houses") for c in noun.children)

"""What hangs where in a sentence parsed by Universal Dependencies: subjects, objects, complements, clauses.

The law: a voice (active, passive, participle, infinitive) is undone here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.codebook.language import language_times

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.codebook.language import LanguageBook

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:caus", "csubj"})
OBJECTS = frozenset({"obj", "iobj"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM"})
CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "acl", "acl:relcl", "conj", "parataxis", "csubj"})
OBLIQUE = frozenset({"obl", "obl:arg", "obl:mod", "obl:agent", "nmod", "obj", "advcl", "xcomp", "appos", "conj"})
DEEPEST = 6
"""Steps that a search for a subject or a complement takes at most."""


class Grammar:
    """Questions about a parsed sentence, asked with the words of one language."""

    def __init__(self, book: LanguageBook) -> None:
        self._by = book.words("clause", "by")
        self._negation = book.words("clause", "negation")
        self._reflexive = book.words("clause", "reflexive")
        self._clitics = book.words("clause", "clitic_objects")
        self._object_control = book.words("verbs", "object_control")
        self._dative_control = book.words("verbs", "dative_control")
        told = language_times(book.code)
        self._timely = frozenset({*told["weekdays"], *told["months"], *told["units"], *told["day_parts"]["words"]})
        self._relative = book.words("pronouns", "relative")

    def is_verb(self, token: Token) -> bool:
        """True for the word that heads a clause as its verb."""
        return token.pos_ == "VERB" or (token.pos_ == "AUX" and not token.dep_.startswith(("aux", "cop")))

    def form(self, token: Token) -> str:
        """Fin, Inf, Part or empty."""
        auxes = [c for c in token.children if c.dep_ in ("aux:tense", "aux", "aux:pass", "cop")]
        told = [f for t in (*auxes, token) for f in t.morph.get("VerbForm", [])]
        return "Fin" if "Fin" in told else (told[0] if told else "")

    def case(self, token: Token) -> str:
        """The preposition before a noun, as in the dictionary; empty without one."""
        for child in token.children:
            if child.i < token.i and child.pos_ == "ADP" and child.dep_ in ("case", "mark", "fixed", "advmod"):
                return str(child.lemma_.lower())
        return ""

    def is_passive(self, verb: Token) -> bool:
        """True of "a été tué", and of the participle behind a noun in "des soldats tués par"."""
        deps = {c.dep_ for c in verb.children}
        if deps & {"aux:pass", "nsubj:pass"}:
            return True
        past = "Part" in verb.morph.get("VerbForm", []) and "Past" in verb.morph.get("Tense", [])
        return past and verb.dep_ in ("acl", "amod", "nmod", "appos") and not deps & {"aux:tense", "aux"}

    def is_reflexive(self, verb: Token) -> bool:
        """True of "se retirer"."""
        return any(c.lower_ in self._reflexive and c.pos_ == "PRON" and c.i < verb.i for c in verb.children)

    def is_negated(self, verb: Token) -> bool:
        """True where a word of negation, beside the bare "ne", stands with the verb."""
        return any(c.lower_ in self._negation and c.dep_ in ("advmod", "cc", "det") for c in verb.children) or any(
            d.lower_ in self._negation and d.dep_ == "det"
            for c in verb.children
            if c.dep_ in OBJECTS | SUBJECTS
            for d in c.children
        )

    def expand(self, token: Token) -> list[Token]:
        """The word and those joined to it: by "and", or as a list that repeats the preposition."""
        found = [token]
        for child in token.children:
            if child.dep_ == "conj" and child.pos_ in NOMINAL and not self.is_verb(child):
                found += self.expand(child)
            elif child.dep_ == "amod":
                found += [
                    t
                    for c in child.children
                    if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN")
                    for t in self.expand(c)
                ]
            elif child.dep_ == "nmod" and self._goes_on(token, child):
                found += self.expand(child)
        return found

    def _goes_on(self, token: Token, child: Token) -> bool:
        case = next((c for c in child.children if c.dep_ == "case"), None)
        if case is None or case.i == 0 or case.nbor(-1).text not in (",", "et"):
            return False
        return self.case(child) == self.case(token) and child.i > token.i

    def subjects(self, verb: Token, depth: int = 0) -> list[Token]:
        """The grammatical subjects of a verb, its own or those it shares with the clause it hangs on."""
        own = [c for c in verb.children if c.dep_ in SUBJECTS and c.i != verb.i]
        if own:
            first = min(own, key=lambda c: c.i)
            return [self.meant(t) for t in self.expand(first)]
        if depth >= DEEPEST:
            return []
        return self._shared(verb, depth)

    def _shared(self, verb: Token, depth: int) -> list[Token]:
        head = verb.head
        if verb.dep_ in ("acl", "acl:relcl", "amod") and not self.is_verb(head):
            return self._behind_noun(verb, head, depth)
        if verb.dep_ == "conj" and self.is_verb(head):
            return [] if self.is_inverted(verb) else self.subjects(head, depth + 1)
        if verb.dep_ in ("xcomp", "advcl", "ccomp", "obl:mod", "obl:arg", "obj") and self.form(verb) in (
            "Inf",
            "Part",
            "",
        ):
            return self._controlled(verb, head, depth)
        return self._cut_off(verb)

    def _behind_noun(self, verb: Token, noun: Token, depth: int) -> list[Token]:
        """Of "des pancartes appelant", the noun; of "exhorté X à retirer", parsed behind X, X as well."""
        if (
            verb.dep_ == "acl"
            and self.form(verb) == "Inf"
            and noun.dep_ not in OBJECTS
            and self.case(verb) not in ("à",)
        ):
            clause = self.clause(noun)
            return self.subjects(clause, depth + 1) if clause is not None else []
        if self.is_passive(verb):
            return []
        return self.expand(noun)

    def _controlled(self, verb: Token, head: Token, depth: int) -> list[Token]:
        clause = self._set_off(verb) or (head if self.is_verb(head) else self.clause(head))
        if clause is None or clause.i == verb.i:
            return []
        if self.form(verb) == "Inf" and clause.lemma_ in self._object_control:
            found = [c for c in clause.children if c.dep_ in OBJECTS and c.i != verb.i]
            if found:
                return [t for c in found for t in self.expand(c)]
        if self.form(verb) == "Inf" and clause.lemma_ in self._dative_control:
            found = self.complements(clause, frozenset({"à"})) or [c for c in clause.children if c.dep_ == "iobj"]
            found = [t for t in found if t.i < verb.i]
            if found:
                return found
        return self.subjects(clause, depth + 1) if not self.is_passive(clause) else self.objects(clause)

    def _set_off(self, verb: Token) -> Token | None:
        """Of "..., l'accusant de", the last finite verb before it that opens no relative clause."""
        first = verb.left_edge.i
        if "Pres" not in verb.morph.get("Tense", []) or self.form(verb) != "Part" or not first:
            return None
        if verb.doc[first - 1].text != ",":
            return None
        before = (verb.doc[i] for i in range(first - 1, verb.sent.start - 1, -1))
        return next((t for t in before if self.is_verb(t) and self.form(t) == "Fin" and t.dep_ != "acl:relcl"), None)

    def _cut_off(self, verb: Token) -> list[Token]:
        """The noun that the parser took for a sentence of its own, right before a verb that opens the next."""
        first = verb.left_edge
        if verb.dep_ != "ROOT" or first.i == 0 or not first.text[:1].islower():
            return []
        before = first.nbor(-1)
        while before.i > 0 and before.is_space:
            before = before.nbor(-1)
        if before.is_punct or before.pos_ not in NOMINAL:
            return []
        root = before
        while root.head.i != root.i:
            root = root.head
        return self.expand(root) if root.pos_ in NOMINAL else []

    def meant(self, token: Token) -> Token:
        """Of a relative pronoun, the noun it stands for."""
        if token.lower_ in self._relative and token.pos_ == "PRON":
            verb = token.head
            while verb.dep_ == "conj" and self.is_verb(verb.head):
                verb = verb.head
            if verb.dep_.startswith("acl"):
                return verb.head
        return token

    def is_inverted(self, verb: Token) -> bool:
        """True of "..., a annoncé l'armée": behind a comma, without a subject before it, a noun right after it."""
        return self.inverted_subject(verb) is not None

    def inverted_subject(self, verb: Token) -> Token | None:
        """The noun right behind a verb of saying that follows on what was said."""
        if any(c.dep_ in SUBJECTS and c.i < verb.i for c in verb.children):
            return None
        first = min(
            (c.i for c in verb.children if c.dep_.startswith(("aux", "expl", "iobj")) and c.i < verb.i), default=verb.i
        )
        before = verb.doc[first - 1] if first else None
        if before is None or before.text not in (",", '"', "-", ")", "?", "!"):
            return None
        for child in sorted(verb.children, key=lambda c: c.i):
            if (
                child.i > verb.i
                and child.pos_ in NOMINAL
                and not self.case(child)
                and child.dep_ in (*OBJECTS, *SUBJECTS, "xcomp", "obl:mod")
            ):
                near = child.left_edge.i - verb.i <= 4
                return (
                    child
                    if near and child.pos_ in ("NOUN", "PROPN", "PRON") and child.lower_ not in self._clitics
                    else None
                )
        return None

    def objects(self, verb: Token) -> list[Token]:
        """Whom or what a verb is done to: objects, and the subject of a passive or the noun before a participle."""
        if self.is_passive(verb):
            own = [c for c in verb.children if c.dep_ in SUBJECTS]
            if own:
                return [self.meant(t) for c in own for t in self.expand(c)]
            if verb.dep_ == "conj" and self.is_verb(verb.head):
                return self.objects(verb.head)
            return self.expand(verb.head) if verb.dep_ in ("acl", "amod", "nmod", "appos") else []
        inverted = self.inverted_subject(verb)
        found = [
            t
            for c in verb.children
            if (c.dep_ in OBJECTS or self._is_loose(c, verb)) and c.lower_ not in self._reflexive and c != inverted
            for t in self.expand(c)
            if t.lower_ not in self._timely
        ]
        return [self.meant(t) for t in found]

    def _is_loose(self, token: Token, verb: Token) -> bool:
        """True of a noun behind a verb without a preposition that the parser took for a circumstance."""
        plain = token.dep_ == "obl:mod" and token.pos_ in ("NOUN", "PROPN") and token.i > verb.i
        return plain and not self.case(token) and token.lower_ not in self._timely

    def agents(self, verb: Token) -> list[Token]:
        """Behind "par": who does what is told in the passive."""
        named = [c for c in verb.children if c.dep_ == "obl:agent" or self.case(c) in self._by]
        return [t for c in named for t in self.expand(c)]

    def doers(self, verb: Token) -> list[Token]:
        """Who does what the verb tells."""
        if self.is_passive(verb):
            return self.agents(verb)
        inverted = self.inverted_subject(verb)
        return self.expand(inverted) if inverted is not None else self.subjects(verb)

    def complements(self, token: Token, prepositions: frozenset[str]) -> list[Token]:
        """The nouns behind one of the prepositions, below the word, its objects first skipped; nearest first."""
        found: list[Token] = []
        self._seek(token, prepositions, found, 0)
        return found

    def _seek(self, token: Token, prepositions: frozenset[str], found: list[Token], depth: int) -> None:
        below = [c for c in token.children if c.i > token.i or depth == 0]
        for child in below:
            if child.dep_ in OBLIQUE and not self.is_verb(child) and self.case(child) in prepositions:
                found += [t for t in self.expand(child) if t not in found]
        if depth < 3:
            for child in below:
                if child.pos_ in NOMINAL and child.dep_ in OBLIQUE and not self.is_verb(child) and child not in found:
                    self._seek(child, prepositions, found, depth + 1)

    def clause(self, token: Token) -> Token | None:
        """The verb of the clause that the word stands in; itself where it is one."""
        here = token
        for _ in range(30):
            if self.is_verb(here):
                return here
            if here.head.i == here.i:
                return None
            here = here.head
        return None

    def above(self, token: Token) -> Iterator[tuple[Token, Token]]:
        """Each step up the tree as (word, its head)."""
        here = token
        while here.head.i != here.i:
            yield here, here.head
            here = here.head

    def noun_words(self, noun: Token) -> list[Token]:
        """The words of a noun phrase, in order: the noun, what describes it and whose it is, no clause."""
        found = [noun]
        for child in noun.children:
            if child.dep_ in (
                "amod",
                "nmod",
                "flat:name",
                "flat:foreign",
                "fixed",
                "det",
                "case",
                "nummod",
                "compound",
            ):
                if child.dep_ == "nmod" and child.i < noun.i:
                    continue
                found += self.noun_words(child)
            elif child.dep_ == "conj" and noun.pos_ == "ADJ" and child.pos_ == "ADJ":
                found += self.noun_words(child)
        return sorted(found, key=lambda t: t.i)

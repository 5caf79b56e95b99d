"""Who is subject and object of a word, in the sense of the clause and not only of its surface.

The law: these functions read the parse and nothing else; they know no lexicon and no actor. Labels are those of
spaCy's English models (CLEAR style). A "subject" here is the doer, an "object" the one done to: passives, control,
participles, relative clauses and conjuncts are undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from spacy.tokens import Doc, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
RELATIVES = frozenset({"who", "which", "that", "whom"})
LISTED = frozenset({"GPE", "ORG", "NORP"})
"""Kinds of names that stand in lists of those who act together."""
SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "use", "pledge", "offer", "refuse", "swear"})
"""Verbs whose infinitive is done by their subject even where an object stands between."""
NAMING = frozenset(
    {"call", "consider", "declare", "deem", "label", "brand", "term", "describe", "dub", "find", "think"}
)
"""Verbs whose small clause ("called the verdict a sham") holds their object."""
PREPOSITIONAL_CONTROL = frozenset({"call", "appeal", "plead", "prevail", "rely", "count", "wait", "press", "lean"})
"""Verbs whose infinitive is done by the object of their preposition: `call on X to do`."""
OBJECT_PREPOSITIONS = frozenset({"from", "against", "of", "for", "into"})
"""`accuse X of doing`, `prevent X from doing`: the object does it."""


ACCUSING = frozenset({"accuse", "suspect", "convict", "acquit"})
"""Verbs whose object is said to have done what "of" tells, also where the parser hangs the "of" on the object."""


DEFINITE = frozenset({"the", "this", "that", "these", "those"})
"""Determiners of what the text takes as known."""
CASE = frozenset({"if", "unless"})


def determined(noun: Token, words: Collection[str] = DEFINITE) -> bool:
    """True of a noun with one of these determiners: "the raid", "these raids"."""
    return any(c.dep_ == "det" and c.lower_ in words for c in noun.children)


def sentence_of(token: Token) -> Span:
    """The token's sentence; spaCy's own `token.sent` walks the document each time, this looks it up."""
    doc = token.doc
    bounds = doc.user_data.get("sentence_bounds")
    if bounds is None:
        bounds = [pair for s in doc.sents for pair in [(s.start, s.end)] * (s.end - s.start)]
        doc.user_data["sentence_bounds"] = bounds
    start, end = bounds[token.i]
    return doc[start:end]


def lowered(doc: Doc) -> list[str]:
    """The words of a document in lower case, made once."""
    known: list[str] | None = doc.user_data.get("lowered")
    if known is None:
        known = doc.user_data["lowered"] = [t.lower_ for t in doc]
    return known


def other_lemmas(token: Token) -> frozenset[str]:
    """The lemmas of the other words of the token's sentence, in lower case."""
    here = sentence_of(token)
    known: dict[int, Counter[str]] = token.doc.user_data.setdefault("sentence_lemmas", {})
    if here.start not in known:
        known[here.start] = Counter(t.lemma_.lower() for t in here)
    own = token.lemma_.lower()
    return frozenset(lemma for lemma, times in known[here.start].items() if lemma != own or times > 1)


def expand(token: Token) -> list[Token]:
    """The token and those joined to it by "and", in text order."""
    found = [token]
    for child in token.children:
        if _is_listed(child, token) or (child.dep_ == "conj" and not is_verb(child)):
            found.extend(expand(child))
    return found


def is_parted(clause: Token, joints: tuple[str, ...]) -> bool:
    """True of a clause that a comma and one of these words part from what stands before it."""
    first = clause.left_edge.i
    return first > 1 and clause.doc[first - 1].lower_ in joints and clause.doc[first - 2].text == ","


def first_joined(noun: Token) -> Token:
    """The first of the nouns that are joined to this one by "and"."""
    while noun.dep_ == "conj" and not is_verb(noun.head):
        noun = noun.head
    return noun


def cases_put(verb: Token) -> list[Token]:
    """The clauses beside a verb that put a case: "if X fires", "unless X leaves"."""
    return [c for c in verb.children if c.dep_ == "advcl" and any(m.lower_ in CASE for m in c.children)]


def _is_listed(child: Token, token: Token) -> bool:
    """True of "the allies, X and Y", and of "X, Y and Z" where the parser takes Y and Z for the name of X."""
    if child.dep_ != "appos":
        return False
    joined = [c for c in child.children if c.dep_ == "conj"]
    names = token.ent_type_ in LISTED and child.ent_type_ in LISTED and all(c.pos_ == "PROPN" for c in joined)
    return bool(joined) and (token.tag_ == "NNS" or names)


def is_verb(token: Token) -> bool:
    """True for verbs and auxiliaries, whatever their form."""
    return token.pos_ in ("VERB", "AUX")


def has_that(clause: Token) -> bool:
    """True where the clause is opened by "that"."""
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def is_passive(verb: Token) -> bool:
    """True where the surface subject is the one done to."""
    labels = {c.dep_ for c in verb.children}
    if labels & {"nsubjpass", "auxpass"}:
        return True
    if verb.tag_ == "VBD" and verb.dep_ == "acl":
        return not labels & {"dobj", "ccomp", "xcomp", "aux", *SUBJECTS}
    if verb.tag_ != "VBN" or "aux" in labels:
        return False
    return (
        verb.dep_ in ("acl", "advcl", "amod")
        or (verb.dep_ == "conj" and is_passive(verb.head))
        or ("agent" in labels and "dobj" not in labels)
    )


def surface_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The subject as the sentence has it, own or taken over from the clause above."""
    if depth > 6:
        return []
    own = [c for c in verb.children if c.dep_ in SUBJECTS and c.dep_ != "csubj"]
    if own:
        return [t for c in own for t in _through_relative(_behind_but(c), verb)]
    taken = _TAKEN_FROM.get(verb.dep_)
    return taken(verb, depth + 1) if taken else []


def _behind_but(subject: Token) -> Token:
    """Of "X, which proposed talks, but Y refused", which the parser takes for one subject, and "not X but Y", Y."""
    but = any(c.dep_ == "cc" and c.lower_ == "but" for c in subject.children)
    joined = [c for c in subject.children if c.dep_ == "conj" and not is_verb(c)]
    return joined[0] if but and joined else subject


def doers(verb: Token, depth: int = 0) -> list[Token]:
    """Those who do what the verb says; of a passive, the by-phrase."""
    if is_passive(verb):
        return agents(verb)
    return surface_subjects(verb, depth)


def agents(verb: Token) -> list[Token]:
    """The by-phrase of a passive."""
    found = [o for c in verb.children if c.dep_ == "agent" for o in prepositional_objects(c)]
    if not found:
        found = [o for c in verb.children if c.dep_ == "prep" and c.lower_ == "by" for o in prepositional_objects(c)]
    if not found and verb.dep_ == "conj" and is_verb(verb.head) and is_passive(verb.head):
        return agents(verb.head)
    return found


def done_to(verb: Token) -> list[Token]:
    """Those to whom it is done: the object, or the surface subject of a passive."""
    if is_passive(verb):
        return surface_subjects(verb)
    found = [c for c in verb.children if c.dep_ in ("dobj", "dative") and c.pos_ != "ADP"]
    found = [t for c in found for t in _through_relative(c, verb)]
    if found:
        return found
    called = [s for c in verb.children if c.dep_ in ("ccomp", "oprd") for s in c.children if s.dep_ == "nsubj"]
    if called and verb.lemma_ in NAMING:
        return [t for s in called for t in expand(s)]
    if verb.dep_ == "relcl" and _subject_is_not_relative(verb) and not _has_stranded_preposition(verb):
        return [verb.head]
    for child in verb.children:
        if child.dep_ == "conj" and is_verb(child) and not any(c.dep_ in SUBJECTS for c in child.children):
            return done_to(child) if child.i - verb.i <= 3 else []
    return []


def objects_of(token: Token, names: frozenset[str]) -> list[Token]:
    """Objects of the token's prepositions named, joined ones included, `out of` and `along with` seen through."""
    found = []
    for child in token.children:
        if child.dep_ in ("prep", "dative", "agent", "prt") and child.lower_ in names:
            found.extend(prepositional_objects(child))
    return found


def prepositional_objects(preposition: Token) -> list[Token]:
    """What the preposition governs; a second preposition ("out of") is seen through."""
    found = []
    for child in preposition.children:
        if child.dep_ == "pobj":
            found.extend(expand(child))
        elif child.dep_ == "prep":
            found.extend(prepositional_objects(child))
    return found


def clause_of(token: Token) -> Token:
    """The nearest verb at or above the token, or the root of its sentence."""
    at = token
    while not is_verb(at) and at.head.i != at.i:
        at = at.head
    return at


def ancestors_with_edges(token: Token) -> Iterator[tuple[Token, Token]]:
    """Pairs (child, head) from the token up to the root."""
    at = token
    while at.head.i != at.i:
        yield at, at.head
        at = at.head


def owners(noun: Token) -> list[Token]:
    """Possessors of a noun: `X's noun`."""
    return [t for c in noun.children if c.dep_ == "poss" for t in expand(c)]


def antecedent(relative: Token) -> Token | None:
    """Of "X, whose army advanced", "X, some of whom fled", X."""
    return next((head for child, head in ancestors_with_edges(relative) if child.dep_ == "relcl"), None)


def _through_relative(token: Token, verb: Token) -> list[Token]:
    """The antecedent where the token is a relative pronoun, else the token and its conjuncts."""
    if token.lower_ in RELATIVES and (token.tag_ in ("WDT", "WP", "IN") or token.lower_ != "that"):
        clause = verb
        while clause.dep_ in ("conj", "xcomp", "ccomp") and is_verb(clause.head):
            clause = clause.head
        if clause.dep_ in ("relcl", "acl"):
            return _of_list(clause.head, token, clause) or [_beside_agent(clause.head)]
        return []
    return expand(token)


def _of_list(noun: Token, relative: Token, clause: Token) -> list[Token]:
    """Of "Mali, Burkina Faso and Niger, which left", all of them, where the verb does not speak of one."""
    listed = [t for t in expand(first_joined(noun)) if t.i < relative.i]
    finite = [t for t in (clause, *clause.children) if t.tag_ == "VBZ" or t.lower_ == "was"]
    named = all(t.pos_ == "PROPN" for t in listed)
    return listed if len(listed) > 2 and named and relative.nbor(-1).text == "," and not finite else []


def _beside_agent(noun: Token) -> Token:
    """Of "the factions backed by Tehran, which pulled out", the factions: what is told on is told of them."""
    by = noun.head
    done = by.head
    aside = noun.dep_ == "pobj" and by.dep_ == "agent" and done.dep_ == "acl" and done.head.tag_ in ("NNS", "NNPS")
    comma = any(c.text == "," and c.i > noun.i for c in noun.children)
    return done.head if aside and comma else noun


def _subject_is_not_relative(verb: Token) -> bool:
    own = [c for c in verb.children if c.dep_ in SUBJECTS]
    return bool(own) and all(c.lower_ not in RELATIVES for c in own)


def _has_stranded_preposition(verb: Token) -> bool:
    """True of "the town they fled to" and "the day when they met": the antecedent is no object of the verb."""
    bare = any(c.dep_ == "prep" and not any(True for _ in c.children) for c in verb.children)
    return bare or any(c.tag_ == "WRB" for t in verb.children for c in (t, *t.children))


def _of_coordination(verb: Token, depth: int) -> list[Token]:
    return surface_subjects(verb.head, depth) if is_verb(verb.head) else []


def _of_loose(verb: Token, depth: int) -> list[Token]:
    """Of "named it a step, summoned the envoy", where the parser hangs the second verb on the first by no edge."""
    return _of_coordination(verb, depth) if verb.head.i < verb.i and verb.tag_ == verb.head.tag_ else []


def _of_infinitive(verb: Token, depth: int) -> list[Token]:
    head = verb.head
    if not is_verb(head):
        return surface_subjects(clause_of(head), depth)
    objects = [t for c in head.children if c.dep_ == "dobj" and c.i < verb.i for t in expand(c)]
    if objects and head.lemma_ not in SUBJECT_CONTROL:
        return objects
    if head.lemma_ in PREPOSITIONAL_CONTROL:
        asked = [t for c in head.children if c.dep_ == "prep" and c.i < verb.i for t in prepositional_objects(c)]
        if asked:
            return asked
    return surface_subjects(head, depth)


def _of_participle(verb: Token, depth: int) -> list[Token]:
    """Of `noun doing`, `noun done` and `noun to do`."""
    noun = verb.head
    if any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
        return holders(noun, depth)
    return [noun]


def _of_adverbial(verb: Token, depth: int) -> list[Token]:
    head = verb.head
    if not is_verb(head):
        return holders(head, depth)
    if is_passive(head) and verb.tag_ == "VBG" and agents(head):
        return agents(head)
    return surface_subjects(head, depth)


def _of_gerund(verb: Token, depth: int) -> list[Token]:
    preposition, governor = verb.head, verb.head.head
    if is_verb(governor):
        if preposition.lower_ in OBJECT_PREPOSITIONS:
            objects = [t for c in governor.children if c.dep_ in ("dobj", "nsubjpass") for t in expand(c)]
            if objects:
                return objects
        return surface_subjects(governor, depth)
    if preposition.lower_ == "of" and governor.dep_ == "dobj" and governor.head.lemma_ in ACCUSING:
        return expand(governor)
    while governor.dep_ == "conj" and not is_verb(governor.head):
        governor = governor.head
    return holders(governor, depth) or surface_subjects(clause_of(governor), depth)


def _of_complement(verb: Token, depth: int) -> list[Token]:
    return surface_subjects(verb.head, depth) if verb.tag_ == "VBG" and is_verb(verb.head) else []


def holders(noun: Token, depth: int = 0) -> list[Token]:
    """Whose plan, threat, failure or action a noun is: owner, `of`, `by`, or the subject of its verb."""
    if depth > 6:
        return []
    found = owners(noun) or objects_of(noun, frozenset({"of", "by", "from"}))
    if found:
        return found
    modifiers = [
        c for c in noun.children if c.dep_ in ("amod", "compound", "nmod") and c.ent_type_ in ("NORP", "GPE", "ORG")
    ]
    if modifiers:
        return modifiers
    if noun.dep_ in ("dobj", "pobj", "attr"):
        verb = clause_of(noun.head)
        return doers(verb, depth + 1) if is_verb(verb) else []
    return []


_TAKEN_FROM = {
    "conj": _of_coordination,
    "xcomp": _of_infinitive,
    "acl": _of_participle,
    "relcl": lambda verb, depth: [verb.head],
    "advcl": _of_adverbial,
    "acomp": _of_coordination,
    "oprd": _of_coordination,
    "attr": _of_coordination,
    "amod": lambda verb, depth: [verb.head],
    "pcomp": _of_gerund,
    "ccomp": _of_complement,
    "dep": _of_loose,
}

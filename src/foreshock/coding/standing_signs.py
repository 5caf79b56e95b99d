"""The signs of standing at one word: what its own auxiliaries, articles and adjectives say of it.

The law: only the word and what hangs on it is read; standing.toml holds every list of words.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from foreshock.codebook.base import toml_file
from foreshock.coding import syntax
from foreshock.records.event import Standing

if TYPE_CHECKING:
    from spacy.tokens import Token

Verdict = Standing | Literal["weak"] | None
Sign = tuple[Verdict, str]
NOTHING: Sign = (None, "")
PRESENT = frozenset({"VBZ", "VBP"})
FINITE = frozenset({"VBD", "MD"}) | PRESENT


@cache
def words(table: str, key: str) -> frozenset[str]:
    """One list of standing.toml, empty where it has none of the name."""
    return frozenset(toml_file("standing.toml")[table].get(key, ()))


def at_node(token: Token) -> Sign:
    """What the word's own auxiliaries, marks, articles and adjectives say."""
    if syntax.is_verb(token):
        return _at_verb(token)
    for child in token.children:
        word = child.lower_
        if child.dep_ == "det" and word in ("no", "neither"):
            denying = token.lemma_ in words("denying", "nouns")
            return "negated", f"no {token.lower_}" if denying else word
        if child.dep_ in ("amod", "det", "compound") and child.i < token.i:
            for kind in ("negated", "hypothetical", "future", "historical", "weak"):
                if word in words("adjective", kind):
                    return cast("Verdict", kind), word
        little = word in words("denying", "little") and token.lemma_ in words("denying", "nouns")
        if child.dep_ == "neg" or little:
            return "negated", word
    return _already(token)


def put_as_case(verb: Token) -> str:
    """The noun of "in the worst case, X" or "X is the gravest case"; empty where the clause is put as a fact."""
    for child in verb.children:
        through = child.dep_ == "prep" and child.lower_ in words("case", "prepositions") and child.i < verb.i
        if through and verb.tag_ == "VBD":
            continue
        nouns = list(child.children) if through else [child] if child.dep_ == "attr" else []
        least = words("case", "put") if through else words("case", "put") | words("case", "weighed")
        for noun in nouns:
            if noun.lemma_.lower() in words("case", "nouns") and any(c.lower_ in least for c in noun.children):
                return noun.lower_
    return ""


def _at_verb(verb: Token) -> Sign:
    case = put_as_case(verb)
    if case:
        return "hypothetical", case
    children, denied = list(verb.children), negation(verb)
    doubt = next((c.lower_ for c in children if c.lower_ in words("adverb", "hypothetical")), "")
    mark = next((c.lower_ for c in children if c.dep_ == "mark" and c.lower_ in words("marks", "hypothetical")), "")
    if doubt or mark:
        return "hypothetical", doubt or mark
    for child in children:
        if child.dep_ in ("aux", "auxpass") and (modal := _modal(verb, child.lower_, bool(denied))):
            return modal, child.lower_
    if denied:
        return "negated", denied
    if _is_inverted(verb):
        return "hypothetical", verb.lower_
    if is_headline_infinitive(verb):
        return "future", "to"
    return _already(verb)


def _already(token: Token) -> Sign:
    """Of "already begun" and "currently under way": so it is, whatever is said further up."""
    adverb = next((c.lower_ for c in token.children if c.lower_ in words("adverb", "actual")), "")
    return ("actual", adverb) if adverb and not is_infinitive(token) else NOTHING


def _modal(verb: Token, word: str, denied: bool) -> Verdict:
    """What an auxiliary says; "could not" and "will not" deny."""
    if word in words("modals", "hypothetical"):
        return "negated" if denied and word in ("can", "could") else "hypothetical"
    if word in words("modals", "future"):
        return "negated" if denied else "future"
    if word in words("modals", "future_if_reported"):
        return "negated" if denied else _would(verb)
    return None


def negation(verb: Token) -> str:
    """The word that negates the verb, empty where none does; "not only" does not."""
    children = [g for c in verb.children for g in ([*c.children, c] if c.dep_ in ("aux", "auxpass") else [c])]
    if any(c.lower_ == "only" and c.i < verb.i for c in children):
        return ""
    for child in children:
        word = child.lower_
        if child.dep_ == "neg" or word in ("never", "neither"):
            return "" if any(c.lower_ == "only" for c in child.children) else word
        if word == "nor" and child.i < verb.i:
            return word
        if word == "longer" and any(c.lower_ == "no" for c in child.children):
            return "no longer"
        if word == "nothing" and _is_nothing_but(child):
            continue
        if child.dep_ in syntax.SUBJECTS | {"dobj"} and (
            word in ("nobody", "none", "neither", "nothing") or _is_none(child)
        ):
            return word if word in ("nobody", "none", "neither", "nothing") else "no"
    return ""


def _is_nothing_but(word: Token) -> bool:
    """True of "sends nothing but medicine": it does send that."""
    after = word.nbor(1).lower_ if word.i + 1 < len(word.doc) else ""
    return after in words("denying", "but")


def _is_none(noun: Token) -> bool:
    return any(c.lower_ in ("no", "neither") and c.dep_ == "det" for c in noun.children)


def _is_inverted(verb: Token) -> bool:
    """True for "were the army to attack" and "had the army attacked"."""
    subjects = [c for c in verb.children if c.dep_ in syntax.SUBJECTS]
    turned = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    before = any(t.lower_ in ("were", "had", "should") and any(s.i > t.i for s in subjects) for t in turned)
    return verb.dep_ == "advcl" and before


def _would(verb: Token) -> Standing:
    """ "would" is the future of speech reported in the past, and hypothetical everywhere else."""
    conditional = any(
        c.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in c.children) for c in verb.children
    )
    told_back = verb.dep_ == "ccomp" and verb.head.tag_ not in PRESENT
    return "future" if told_back and not conditional else "hypothetical"


def is_headline_infinitive(verb: Token) -> bool:
    """True for "X to visit Y" as a whole sentence."""
    if not is_infinitive(verb):
        return False
    if verb.dep_ == "ROOT":
        return True
    noun = verb.head
    named = noun.dep_ == "ROOT" and verb.dep_ in ("acl", "relcl") and not syntax.is_verb(noun)
    stopped = syntax.sentence_of(noun).text.rstrip().endswith(".")
    return named and noun.i < verb.i and noun_above(noun) == NOTHING and not stopped


def noun_above(noun: Token) -> Sign:
    """What a noun says of what hangs on it: "threat of", "plan to", "no sign that"."""
    lemma = noun.lemma_.lower()
    if lemma in words("denying", "nouns") and at_node(noun)[0] == "negated":
        return "negated", f"no {noun.lower_}"
    for kind in ("negated", "historical", "future", "hypothetical"):
        if lemma in words("noun_above", kind):
            return cast("Verdict", kind), noun.lower_
    return NOTHING


def is_infinitive(verb: Token) -> bool:
    """True for "to attack" and "to be attacked"."""
    return syntax.is_verb(verb) and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def is_finite(verb: Token) -> bool:
    """True where the verb or one of its auxiliaries has a tense."""
    aux = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    return verb.tag_ in FINITE or any(c.tag_ in FINITE for c in aux)


def is_past(verb: Token) -> bool:
    """True for a verb told in a past tense or in the present perfect."""
    aux = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if verb.tag_ == "VBD" and not any(c.tag_ == "MD" for c in aux):
        return True
    return verb.tag_ == "VBN" and any(c.lemma_ == "have" or c.tag_ == "VBD" for c in aux)


def is_definite(noun: Token) -> bool:
    """True for what the text takes as known: "the raid", "this raid", "Monday's raid"."""
    return syntax.determined(noun) or any(c.dep_ == "poss" for c in noun.children)


def is_dating_clause(at: Token) -> bool:
    """True for a clause that tells when: "when the army invaded"."""
    return at.dep_ == "advcl" and any(c.lower_ in words("marks", "time") for c in at.children if c.i < at.i)

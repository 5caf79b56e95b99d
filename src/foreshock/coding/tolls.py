"""The tolls that verbs and nouns of loss state: killed, wounded, displaced.

The law: a toll is told by a word of the report that says what befell the persons counted.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from foreshock.coding.count_words import Counted, act_of
from foreshock.coding.figure_words import figure_words
from foreshock.coding.syntax import sentence_of


def toll_of_noun(doc: Doc, head: int) -> tuple[str | None, int | None]:
    """The toll that governs a noun of persons, and the verb that says so."""
    words, token = figure_words(), doc[head]
    after = doc[head + 1] if head + 1 < len(doc) else None
    if after is not None and after.lower_ in words.toll_words and after.pos_ in ("VERB", "ADJ"):
        return words.toll_words[after.lower_], after.i
    if after is not None and after.tag_ == "VBN" and after.dep_ == "acl" and after.lemma_ in words.toll:
        return words.toll[after.lemma_], after.i
    if after is not None and after.lower_ in ("are", "is", "were", "was", "have", "had", "who"):
        for ahead in doc[head + 1 : min(head + 5, sentence_of(token).end)]:
            if ahead.lower_ in words.toll_words and ahead.pos_ in ("VERB", "ADJ"):
                return words.toll_words[ahead.lower_], ahead.i
    while token.dep_ == "conj" and token.head.pos_ in ("NOUN", "PROPN", "NUM"):
        token = token.head
    verb = token.head
    if token.dep_ in ("dobj", "nsubjpass") or (token.dep_ == "nsubj" and verb.lemma_ in ("die", "perish", "flee")):
        return toll_of_verb(verb), verb.i
    if (
        token.dep_ == "pobj"
        and verb.lower_ == "of"
        and verb.head.lower_ in words.toll_words | {"death": "", "killing": ""}
    ):
        return words.toll_words.get(verb.head.lower_, "killed"), verb.head.i
    return None, act_of(token)


def toll_of_verb(verb: Token) -> str | None:
    """The toll of what the verb does to persons; of "driven from" and "forced out of" that they were displaced."""
    words = figure_words()
    away = any(c.lower_ in ("from", "out") for c in verb.children if c.i > verb.i)
    return words.toll.get(verb.lemma_) or (words.toll_from.get(verb.lemma_) if away else None)


def those(who: Token) -> Counted | None:
    """Of "those who fled" and "those killed since" the toll."""
    if who.lower_ not in ("those", "people"):
        return None
    for verb in (c for c in who.children if c.dep_ in ("relcl", "acl")):
        if what := toll_of_verb(verb):
            return Counted(what, "persons", who.i, who.i, verb.i, toll=True)
    return None

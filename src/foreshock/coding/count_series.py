"""Series of counts: what rises or falls, and which numbers are its steps ("to 35 in September").

The law: a step counts what the subject of its series names, and has a day or a word of rising beside it.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from foreshock.coding.count_words import told
from foreshock.coding.figure_words import figure_words
from foreshock.coding.numbers import Number
from foreshock.coding.syntax import sentence_of


def series_subject(doc: Doc, at: int) -> tuple[str, int, int] | None:
    """What rises or falls before token `at`: its words, its head token and the verb."""
    sentence = sentence_of(doc[at])
    for verb in reversed(doc[sentence.start : at]):
        rises = verb.lemma_ in figure_words().rising and verb.pos_ in ("VERB", "AUX")
        counts = verb.lemma_ in ("reach", "stand", "hit", "pass", "be") and verb.pos_ in ("VERB", "AUX")
        if not (rises or counts):
            continue
        subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
        subject = subjects[-1] if subjects else None
        if subject is None and rises and verb.i > sentence.start and doc[verb.i - 1].pos_ == "NOUN":
            subject = doc[verb.i - 1]
        if subject is None:
            subject = _borrowed(verb)
        if rises and verb.dep_ == "relcl" and subject is not None and subject.lower_ in ("which", "that"):
            subject = _whole_of(verb.head)
        if subject is None or subject.pos_ == "PRON" or (counts and not _is_count(subject)):
            continue
        return *subject_words(doc, subject), verb.i
    return None


def _whole_of(noun: Token) -> Token:
    """Of "attacks on ships, which had fallen" the attacks: what the nouns behind the first belong to."""
    while noun.dep_ == "pobj" and noun.head.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head.head
    return noun


def _borrowed(verb: Token) -> Token | None:
    """The subject of the verb a participle or second verb leans on."""
    above = verb.head
    return next((c for c in above.children if c.dep_ in ("nsubj", "nsubjpass")), None) if above.i != verb.i else None


def _is_count(subject: Token) -> bool:
    return subject.lemma_ in ("toll", "number", "figure", "total", "count", "tally")


def subject_words(doc: Doc, subject: Token) -> tuple[str, int]:
    """The noun phrase of a subject without its determiners; of "the number of X" it is X."""
    if _is_count(subject) and subject.lemma_ != "toll":
        of = next((c for c in subject.children if c.lower_ == "of"), None)
        inner = next((c for c in of.children if c.dep_ == "pobj"), None) if of else None
        subject = inner or subject
    first = subject.i
    while (
        first > 0
        and doc[first - 1].dep_ in ("compound", "amod", "nmod", "punct")
        and doc[first - 1].pos_ != "DET"
        and subject.is_ancestor(doc[first - 1])
    ):
        first -= 1
    return told(doc, first, subject.i), subject.i


def is_step(doc: Doc, number: Number) -> bool:
    """True where the number follows from, to, by, at or a bound: a step of a series, not a name."""
    before = {t.lower_ for t in doc[max(0, number.first - 3) : number.last]}
    return bool(before & {"from", "to", "at", "reached", "hit", "is", "was", "stood", "least", "passed"})


def is_dated(doc: Doc, number: Number) -> bool:
    """True of a step with a day of its own, joined to one before: "to 19 in May and 27 in June", "and, by May, 27"."""
    joined = doc[number.first - 1].lower_ in ("and", ",") if number.first else False
    return joined and (has_date(doc, number.last) or is_dated_before(doc, number))


def has_date(doc: Doc, last: int) -> bool:
    """True where a date stands right behind the words of the count: "in May", "the month after", "last year"."""
    dated = doc[last + 1 : last + 4]
    if len(dated) < 2 or dated[0].lower_ not in figure_words().dating:
        return False
    return dated[1].ent_type_ == "DATE" or dated[0].lower_ == "since"


def is_dated_before(doc: Doc, number: Number) -> bool:
    """True of the number in "and, by May, 27"."""
    before = doc[max(number.first - 2, 0) : number.first]
    return len(before) == 2 and before[1].text == "," and before[0].ent_type_ == "DATE"

"""What a number counts: the noun after it, the toll it stands for, or the subject of the series it is part of.

The law: what is counted is named in the report's own words, or by the toll they state; else there is no figure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from foreshock.coding.figure_words import figure_words
from foreshock.coding.numbers import Number, read_number
from foreshock.coding.syntax import lowered, sentence_of, surface_subjects

BACK = 60
"""Tokens over which "the figure" reaches back to what was counted before."""
_COUNTS = ("number", "count", "tally", "total", "figure")


@dataclass(frozen=True, slots=True)
class Counted:
    """`what` is counted, in `unit`; `head` its token, `last` where its words end, `act` the event's token."""

    what: str
    unit: str | None
    head: int
    last: int
    act: int | None
    toll: bool = False
    series: bool = False


def counted(doc: Doc, number: Number) -> Counted | None:
    """What the number counts, or None where the text names nothing."""
    ways = (_money, _measure, _times, _noun, _bare)
    return next((thing for way in ways if (thing := way(doc, number)) is not None), None)


def _times(doc: Doc, number: Number) -> Counted | None:
    """Of "was violated 19 times in May and 4 times since" how often it was violated."""
    at = number.last + 1
    if at >= len(doc) or doc[at].lower_ not in figure_words().how_often or not _has_date(doc, at):
        return None
    before = doc[sentence_of(doc[at]).start : number.first]
    verb = next((t for t in reversed(before) if t.pos_ == "VERB"), None)
    return Counted(verb.lower_, "times", verb.i, at, verb.i, series=True) if verb is not None else None


def _money(doc: Doc, number: Number) -> Counted | None:
    words = figure_words()
    start = next((i for i in range(number.first, number.last + 1) if doc[i].like_num), number.first)
    sign = doc[start - 1].lower_ if start else ""
    after = doc[number.last + 1].lower_ if number.last + 1 < len(doc) else ""
    unit = words.currencies.get(sign) or (words.units.get(after) if words.units.get(after, "").isupper() else None)
    if unit is None:
        return None
    at = number.last + (after in words.units)
    return _purpose(doc, at, unit, "money")


def _measure(doc: Doc, number: Number) -> Counted | None:
    at = number.last + 1
    if at < len(doc) and doc[at].text == "-" and at + 1 < len(doc) and not doc[at].whitespace_:
        at += 1
    unit = figure_words().units.get(doc[at].lower_) if at < len(doc) else None
    if unit is None or (doc[at].lower_ == "pounds" and doc[number.first].ent_type_ != "MONEY"):
        return None
    return _purpose(doc, at, unit, "share" if unit == "percent" else "amount")


def _purpose(doc: Doc, at: int, unit: str, else_what: str) -> Counted:
    """What the money or measure is of: "$3 billion in aid", "40 percent of voters"."""
    act = _act(doc[at])
    if (
        at + 1 < len(doc)
        and doc[at + 1].lower_ in ("in", "of", "for", "worth")
        and sentence_of(doc[at + 1]) == sentence_of(doc[at])
    ):
        first = at + 2 if at + 2 < len(doc) and doc[at + 2].lower_ != "of" else at + 3
        phrase = _phrase(doc, first)
        if phrase and doc[phrase[1]].ent_type_ not in ("DATE", "TIME"):
            return Counted(_told(doc, *phrase), unit, phrase[1], phrase[1], act)
    if (before := _series_subject(doc, at)) is not None:
        return Counted(before[0], unit, before[1], at, act)
    return Counted(else_what, unit, at, at, act)


def _noun(doc: Doc, number: Number) -> Counted | None:
    """The noun phrase right after the number, with the toll where a verb of loss governs it."""
    at = number.last + 1
    if at < len(doc) and doc[at].text == "-" and not doc[at].whitespace_:
        return None
    if at < len(doc) and doc[at].lower_ == "of":
        at += 1
        whole = _number_at(doc, at + 1) if at + 1 < len(doc) and doc[at].pos_ in ("DET", "PRON") else None
        if whole is not None:
            return _noun(doc, whole)
    phrase = _count_of(doc, at) or (None if _has_date(doc, number.last) else _phrase(doc, at))
    if phrase is None or sentence_of(doc[phrase[0]]).start > number.first:
        return None
    first, head = phrase
    if doc[head].tag_ == "NNP" and doc[head].ent_type_ not in ("NORP", "") and not doc[head].text.endswith("s"):
        return None
    words, what = figure_words(), _told(doc, first, head)
    if (own := words.toll_words.get(doc[head].lower_)) is not None:
        return Counted(own, "persons", head, head, _act(doc[head]), toll=True)
    toll, act = _toll(doc, head)
    if toll is None and what in words.generic:
        many = what in words.people and number.low >= words.least_people
        return Counted("people", "persons", head, head, act) if many else _bare(doc, number)
    if toll is None:
        return Counted(what, None, head, head, act)
    return Counted(toll if what in words.generic else f"{what} {toll}", "persons", head, head, act, toll=True)


def _number_at(doc: Doc, at: int) -> Number | None:
    return read_number(lowered(doc), at) if doc[at].like_num else None


def _count_of(doc: Doc, at: int) -> tuple[int, int] | None:
    """Of "brought to 40 the number of prisoners" the prisoners."""
    behind = [t.lower_ for t in doc[at : at + 3]]
    if len(behind) == 3 and behind[0] == "the" and behind[1] in _COUNTS and behind[2] == "of":
        return _phrase(doc, at + 3)
    return None


def _phrase(doc: Doc, first: int) -> tuple[int, int] | None:
    """First and head token of the noun phrase that begins at `first`."""
    while first < len(doc) and (
        doc[first].pos_ == "DET" or doc[first].lower_ in ("its", "their", "his", "more", "other", "such")
    ):
        if doc[first].lower_ == "more" and (
            first + 1 >= len(doc) or doc[first + 1].pos_ not in ("NOUN", "ADJ", "PROPN")
        ):
            return first, first
        first += 1
    head, at = None, first
    while at < len(doc) and _in_phrase(doc, at, first):
        if doc[at].pos_ in ("NOUN", "PROPN") or doc[at].lower_ in figure_words().generic:
            head = at
        at += 1
    return None if head is None else (first, head)


def _in_phrase(doc: Doc, at: int, first: int) -> bool:
    token = doc[at]
    if at > first and (token.is_sent_start or doc[at - 1].tag_ in ("NNS", "NNPS")):
        return False
    if token.text == "-":
        return at > first and not token.whitespace_
    if token.pos_ == "VERB":
        return (
            token.tag_ in ("VBN", "VBG")
            and at + 1 < len(doc)
            and doc[at + 1].pos_ in ("NOUN", "ADJ", "PROPN")
            and token.dep_ in ("amod", "compound")
        )
    return token.pos_ in ("NOUN", "PROPN", "ADJ") or token.lower_ in ("others", "them")


def _told(doc: Doc, first: int, last: int) -> str:
    return doc[first : last + 1].text.lower()


def _toll(doc: Doc, head: int) -> tuple[str | None, int | None]:
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
        return _toll_of(verb), verb.i
    if (
        token.dep_ == "pobj"
        and verb.lower_ == "of"
        and verb.head.lower_ in words.toll_words | {"death": "", "killing": ""}
    ):
        return words.toll_words.get(verb.head.lower_, "killed"), verb.head.i
    return None, _act(token)


def _bare(doc: Doc, number: Number) -> Counted | None:
    """A number without a noun: a toll ("killing 12", "12 dead"), or a step of a series ("to 35 in September")."""
    words, last = figure_words(), doc[number.last]
    after = doc[number.last + 1] if number.last + 1 < len(doc) else None
    if after is not None and after.lower_ in words.toll_words:
        return Counted(words.toll_words[after.lower_], "persons", after.i, after.i, after.i, toll=True)
    root = last
    while root.head.i in range(number.first, number.last + 1) and root.head.i != root.i:
        root = root.head
    verb = root.head
    fled = root.dep_ == "nsubj" and verb.lemma_ in ("die", "perish", "flee")
    if (fled or root.dep_ in ("dobj", "nsubjpass")) and (toll := _toll_of(verb)):
        return Counted(toll, "persons", number.last, number.last, verb.i, toll=True)
    lead = number.first - 1
    while lead > 0 and doc[lead].pos_ in ("ADV", "ADP", "ADJ", "DET") and number.first - lead < 4:
        lead -= 1
    before = doc[lead] if lead >= 0 else None
    if before is not None and before.tag_ in ("VBG", "VBD", "VBN") and (toll := _toll_of(before)):
        return Counted(toll, "persons", number.last, number.last, before.i, toll=True)
    told = _of_whom(doc, number, root) or _put_at(doc, number) or _numbered(doc, number, root) or _against(doc, number)
    if told is not None:
        return told
    subject = _series_subject(doc, number.first)
    if subject is None or not (_steps(doc, number) or _is_dated(doc, number)):
        return _listed(doc, number)
    if subject[0] in _COUNTS:
        return _earlier(doc, number, max(0, number.first - BACK))
    what = words.toll_words.get(subject[0].split()[-1], subject[0])
    unit = "persons" if what in words.toll_words.values() else None
    return Counted(what, unit, subject[1], number.last, subject[2], series=True)


def _toll_of(verb: Token) -> str | None:
    """The toll of what the verb does to persons; of "driven from" and "forced out of" that they were displaced."""
    words = figure_words()
    away = any(c.lower_ in ("from", "out") for c in verb.children if c.i > verb.i)
    return words.toll.get(verb.lemma_) or (words.toll_from.get(verb.lemma_) if away else None)


def _of_whom(doc: Doc, number: Number, root: Token) -> Counted | None:
    """Of "214 men, of whom 73 were returned" and "of whom 12 were children" the returned and the children."""
    lead, verb = _before_bounds(doc, number, sentence_of(root).start), root.head
    if lead < 1 or doc[lead].lower_ not in ("whom", "them") or doc[lead - 1].lower_ != "of":
        return None
    named = next((c for c in verb.children if c.dep_ == "attr" and c.pos_ == "NOUN"), None)
    if root.dep_ not in ("nsubj", "nsubjpass") or not (named or verb.tag_ == "VBN"):
        return None
    what = named.lower_ if named else _toll_of(verb) or verb.lower_
    return Counted(what, "persons", number.last, number.last, verb.i, toll=True)


def _numbered(doc: Doc, number: Number, root: Token) -> Counted | None:
    """Of "the rebels number 2,000" and "newcomers said to number 2,000" the rebels and the newcomers."""
    verb = root.head
    if verb.pos_ != "VERB" or verb.lemma_ not in ("number", "total") or verb.i > root.i:
        return None
    subjects = surface_subjects(verb) or ([verb.head.head] if verb.head.dep_ == "acl" else [])
    if verb.dep_ == "advcl" and verb.head.dep_ == "acl" and (those := _those(verb.head.head)):
        return replace(those, last=number.last)
    if not subjects:
        return None
    what, at = _subject_words(doc, subjects[0])
    own = next((c for c in subjects[0].children if c.lower_ in figure_words().toll_words), None)
    if own is not None:
        return Counted(figure_words().toll_words[own.lower_], "persons", own.i, number.last, own.i, toll=True)
    return None if subjects[0].pos_ == "PRON" else Counted(what, None, at, number.last, verb.i, series=True)


def _against(doc: Doc, number: Number) -> Counted | None:
    """Of "14 attacks, against five in 2024" and "from 12 tons to 8" the five and the eight: they count the same."""
    start = sentence_of(doc[number.first]).start
    lead = _before_bounds(doc, number, start) + 1
    before = " ".join(t.lower_ for t in doc[max(lead - 2, start) : lead])
    against = any(before.endswith(f" {w}") or before == w for w in figure_words().against)
    risen = before.endswith("to") and any(t.lower_ == "from" for t in doc[start:lead])
    return _earlier(doc, number, start) if against or risen else None


def _before_bounds(doc: Doc, number: Number, start: int) -> int:
    """The last token before the number and the words that bound it: "at least", "about"."""
    lead, bounds = number.first, figure_words().bounds
    longest = max(len(phrase) for phrase, _ in bounds)
    words = tuple(t.lower_ for t in doc[max(lead - longest, start) : lead])
    led = next((len(phrase) for phrase, _ in bounds if words[-len(phrase) :] == phrase), 0)
    return lead - led - 1


def _earlier(doc: Doc, number: Number, start: int) -> Counted | None:
    """What the last number before counts that tells it."""
    for at in range(number.first - 1, start - 1, -1):
        earlier = _number_at(doc, at) if not (at and doc[at - 1].like_num) else None
        thing = earlier and (
            _money(doc, earlier)
            or _measure(doc, earlier)
            or _noun(doc, earlier)
            or _put_at(doc, earlier)
            or _numbered(doc, earlier, doc[earlier.last])
        )
        if thing:
            return replace(thing, last=number.last, series=True)
    return None


def _is_dated(doc: Doc, number: Number) -> bool:
    """True of a step with a day of its own, joined to one before: "to 19 in May and 27 in June", "and, by May, 27"."""
    joined = doc[number.first - 1].lower_ in ("and", ",") if number.first else False
    return joined and (_has_date(doc, number.last) or _is_dated_before(doc, number))


def _has_date(doc: Doc, last: int) -> bool:
    """True where a date stands right behind the words of the count: "in May", "the month after", "last year"."""
    dated = doc[last + 1 : last + 4]
    if len(dated) < 2 or dated[0].lower_ not in figure_words().dating:
        return False
    return dated[1].ent_type_ == "DATE" or dated[0].lower_ == "since"


def _is_dated_before(doc: Doc, number: Number) -> bool:
    before = doc[max(number.first - 2, 0) : number.first]
    return len(before) == 2 and before[1].text == "," and before[0].ent_type_ == "DATE"


def _put_at(doc: Doc, number: Number) -> Counted | None:
    """Of "put the death toll at 31", "the number of dead at 22" and "bringing the toll to about 31": the toll."""
    start, words = sentence_of(doc[number.first]).start, figure_words().toll_words
    lead = _before_bounds(doc, number, start)
    raised = lead >= start and any(t.lemma_ in figure_words().raising for t in doc[start:lead])
    if lead < start or doc[lead].lower_ not in (("at", "to") if raised else ("at",)):
        return None
    for at in range(lead - 1, start - 1, -1):
        token = doc[at]
        before = doc[at - 1].lower_ if at else ""
        counted_so = token.lower_ == "toll" or (
            token.lower_ in words and before in ("of", "the") and _is_number_of(token)
        )
        if counted_so:
            what = words.get(before, "killed") if token.lower_ == "toll" else words[token.lower_]
            return Counted(what, "persons", at, number.last, at, toll=True)
        if token.lower_ in _COUNTS and doc[at + 1].lower_ == "of" and (phrase := _phrase(doc, at + 2)):
            toll, act = _toll(doc, phrase[1])
            what = f"{_told(doc, *phrase)} {toll}" if toll else _told(doc, *phrase)
            return Counted(what, "persons" if toll else None, phrase[1], number.last, act, series=True)
        if token.lower_ in _COUNTS and doc[at + 1].lower_ == "of" and (those := _those(doc[at + 2])):
            return those
    return None


def _those(who: Token) -> Counted | None:
    """Of "those who fled" and "those killed since" the toll."""
    if who.lower_ not in ("those", "people"):
        return None
    for verb in (c for c in who.children if c.dep_ in ("relcl", "acl")):
        if what := _toll_of(verb):
            return Counted(what, "persons", who.i, who.i, verb.i, toll=True)
    return None


def _is_number_of(token: Token) -> bool:
    """True of the dead in "the number of dead"."""
    return token.dep_ == "pobj" and token.head.head.lower_ in _COUNTS


def _listed(doc: Doc, number: Number) -> Counted | None:
    """Of "nine attacks in August, 34 in September": the 34 counts what the number before it counts."""
    if not (_has_date(doc, number.last) or _is_dated_before(doc, number)):
        return None
    return _earlier(doc, number, sentence_of(doc[number.first]).start)


def _steps(doc: Doc, number: Number) -> bool:
    """True where the number follows from, to, by, at or a bound: a step of a series, not a name."""
    before = {t.lower_ for t in doc[max(0, number.first - 3) : number.last]}
    return bool(before & {"from", "to", "at", "reached", "hit", "is", "was", "stood", "least", "passed"})


def _series_subject(doc: Doc, at: int) -> tuple[str, int, int] | None:
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
        return *_subject_words(doc, subject), verb.i
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


def _subject_words(doc: Doc, subject: Token) -> tuple[str, int]:
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
    return _told(doc, first, subject.i), subject.i


def _act(token: Token) -> int | None:
    """The verb that governs a token, or the token itself where none does."""
    for _ in range(8):
        if token.pos_ == "VERB":
            return token.i
        if token.head.i == token.i:
            break
        token = token.head
    return token.i

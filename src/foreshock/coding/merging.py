"""One row for one act of a sentence.

The law: rows join only where type, standing, voices and time are the same and neither side tells another party; two
parties without a country are never taken for one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.coding import frame_words, syntax
from foreshock.coding.found import Found
from foreshock.records import Actor, Event, LeftOut

if TYPE_CHECKING:
    from foreshock.coding.scene import Scene


def once_a_sentence(scene: Scene, found: list[Found]) -> tuple[list[Found], list[LeftOut]]:
    """One row where a sentence tells the same act in several words, and the words that were joined to another's row."""
    kept: list[Found] = []
    joined: list[LeftOut] = []
    for one in found:
        twin = next((n for n, k in enumerate(kept) if _tells_again(scene, k, one)), None)
        if twin is None:
            kept.append(one)
        else:
            joined.append(LeftOut(one.event.trigger, "tells the same act as another word of the sentence"))
            kept[twin] = _joined(kept[twin], one)
    return kept, joined


def _tells_again(scene: Scene, one: Found, other: Found) -> bool:
    """True where the other word tells the act of the first: by name, or as the harm it did. A summons stands apart."""
    if any(scene.page.doc[f.token].lemma_.lower() in frame_words.acts_apart() for f in (one, other)):
        return False
    harm = _is_harm(scene, one, other)
    recipients = () if harm else other.event.recipients
    return _same_act(one.event, replace(other.event, recipients=recipients), _is_named(scene, one, other))


def _is_harm(scene: Scene, one: Found, other: Found) -> bool:
    """True of "killing" in "bombed a depot, killing four": what the deed before it did."""
    harm, deed = scene.page.doc[other.token], scene.page.doc[one.token]
    return harm.tag_ == "VBG" and harm.dep_ == "advcl" and harm.head.i in (deed.i, syntax.clause_of(deed).i)


def _is_named(scene: Scene, one: Found, other: Found) -> bool:
    """True where one of the two words is a noun: "struck ... in strikes" names again what a verb tells."""
    return not all(syntax.is_verb(scene.page.doc[f.token]) for f in (one, other))


def _joined(one: Found, other: Found) -> Found:
    """The row of the word that tells the doer, with the parties that only the other word tells."""
    main, side = (one, other) if one.event.actors or not other.event.actors else (other, one)
    event = replace(
        main.event,
        actors=main.event.actors or side.event.actors,
        recipients=main.event.recipients or side.event.recipients,
        mode=main.event.mode or side.event.mode,
        because=tuple(dict.fromkeys((*main.event.because, *side.event.because))),
    )
    return replace(main, event=event)


def _same_act(one: Event, other: Event, named: bool) -> bool:
    return (
        one.type == other.type
        and one.standing == other.standing
        and [x.source.name for x in one.chain] == [x.source.name for x in other.chain]
        and _sides_fit(one.actors, other.actors, named)
        and _sides_fit(one.recipients, other.recipients, named)
        and (one.when.start, one.when.end) == (other.when.start, other.when.end)
    )


def _sides_fit(one: tuple[Actor, ...], other: tuple[Actor, ...], named: bool) -> bool:
    names, others = {a.name for a in one}, {a.name for a in other}
    countries = {a.country for a in one}
    same_country = named and None not in countries and countries == {a.country for a in other}
    return names == others or not names or not others or same_country

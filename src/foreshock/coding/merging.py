"""One row for one act of a sentence.

The law: rows join only where type, standing, voices and time are the same and neither side tells another party; two
parties without a country are never taken for one.
"""

from __future__ import annotations

from dataclasses import replace

from foreshock.coding.found import Found
from foreshock.records import Actor, Event


def once_a_sentence(found: list[Found]) -> list[Found]:
    """One row where a sentence tells the same act in several words: the first, with the fullest parties."""
    kept: list[Found] = []
    for one in found:
        twin = next((n for n, k in enumerate(kept) if _same_act(k.event, one.event)), None)
        if twin is None:
            kept.append(one)
        else:
            kept[twin] = _joined(kept[twin], one)
    return kept


def _joined(one: Found, other: Found) -> Found:
    """The row of the word that tells the doer, with the parties that only the other word tells."""
    main, side = (one, other) if one.event.actors or not other.event.actors else (other, one)
    event = replace(
        main.event,
        actors=main.event.actors or side.event.actors,
        recipients=main.event.recipients or side.event.recipients,
        mode=main.event.mode or side.event.mode,
    )
    return replace(main, event=event)


def _same_act(one: Event, other: Event) -> bool:
    return (
        one.type == other.type
        and one.standing == other.standing
        and [x.source.name for x in one.chain] == [x.source.name for x in other.chain]
        and _sides_fit(one.actors, other.actors)
        and _sides_fit(one.recipients, other.recipients)
        and (one.when.start, one.when.end) == (other.when.start, other.when.end)
    )


def _sides_fit(one: tuple[Actor, ...], other: tuple[Actor, ...]) -> bool:
    names, others = {a.name for a in one}, {a.name for a in other}
    countries = {a.country for a in one}
    same_country = None not in countries and countries == {a.country for a in other}
    return names == others or not names or not others or same_country

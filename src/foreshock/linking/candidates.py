"""Candidates: which mentions are worth comparing, found by what they share and not by trying all.

The law: the number of pairs grows with the number of mentions, never with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from foreshock.codebook.linking import Nearness, nearness, rarity
from foreshock.linking.tellings import Telling

Key = tuple[str, ...]


def candidates(told: Sequence[Telling]) -> list[tuple[int, int]]:
    """Pairs of positions in `told` (which is in order of days), the earlier first, each once, in order.

    Two mentions are a pair where they share a key and lie near in time, or one recalls something long past. Blocking by
    several keys with a sorted neighbourhood in each: Hernández and Stolfo (1995).
    """
    rule = nearness()
    found: set[tuple[int, int]] = set()
    for bucket in _buckets(told, _keys, rule).values():
        found.update(_near(told, bucket, rule))
    for bucket in _buckets(told, _lasting, rule).values():
        found.update(_recalled(told, bucket, rule))
    return sorted(found)


def _buckets(told: Sequence[Telling], keys, rule: Nearness) -> dict[Key, list[int]]:  # type: ignore[no-untyped-def]
    buckets: dict[Key, list[int]] = defaultdict(list)
    for n, telling in enumerate(told):
        for key in keys(telling, rule):
            buckets[key].append(n)
    return {key: bucket for key, bucket in buckets.items() if len(bucket) > 1}


def _keys(one: Telling, rule: Nearness) -> Iterator[Key]:
    """What a mention may share with one near in time."""
    family = "cooperation" if one.quad.endswith("C") else one.quad
    yield ("report", one.member[0])
    yield ("sentence", one.member[0], str(one.sentence[0]))
    for country in one.countries:
        yield ("country", family, country)
    for name in one.actors.names | one.recipients.names:
        yield ("party", name)
    if one.place:
        yield ("place", one.place)
    for word in _rarest(one, rule.rare_words, rule.rarity):
        yield ("word", word)
    for name in _rarest_names(one.setting, rule.rarity)[: rule.rare_words]:
        yield ("setting", one.quad, name)


def _lasting(one: Telling, rule: Nearness) -> Iterator[Key]:
    """What a mention may share with one of another time."""
    if not one.expected:
        for word in _rarest(one, rule.rare_words, rule.recalled_rarity):
            yield ("word", word)


def _rarest(one: Telling, most: int, least: float) -> list[str]:
    """The rarest names of the sentence, and other words after them."""
    words = sorted(one.words, key=lambda w: (-one.words[w], w))
    rare = (w for w in words if rarity(w) >= least)
    return list(dict.fromkeys([*_rarest_names(one.names, least), *rare]))[:most]


def _rarest_names(names: Iterable[str], least: float) -> list[str]:
    return sorted((w for w in names if rarity(w) >= least), key=lambda w: (-rarity(w), w))


def _near(told: Sequence[Telling], bucket: Sequence[int], rule: Nearness) -> Iterator[tuple[int, int]]:
    for place, n in enumerate(bucket):
        day = told[n].day
        for m in bucket[max(0, place - rule.most) : place]:
            other = told[m].day
            if day is None or other is None or day - other <= rule.days:
                yield m, n


def _recalled(told: Sequence[Telling], bucket: Sequence[int], rule: Nearness) -> Iterator[tuple[int, int]]:
    """Each mention of something long past with the last ones before it and the first ones after it."""
    for place, n in enumerate(bucket):
        if told[n].recalls:
            for m in bucket[max(0, place - rule.most_recalled) : place]:
                yield m, n
            for m in bucket[place + 1 : place + 1 + rule.most_recalled]:
                yield n, m

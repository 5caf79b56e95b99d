"""Clusters: pairs joined into groups, the likest first, by the mean of what stands between two groups.

The law: a chain of likenesses does not make a group; its ends must be alike as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from foreshock.codebook.linking import Joining

Scored = tuple[float, int, int]
"""A score and the two positions it stands between."""


def clusters(size: int, pairs: Iterable[Scored], score: Callable[[int, int], float], rule: Joining) -> list[list[int]]:
    """The positions 0 to `size` - 1 in groups, each in order, the groups in order of their first.

    Pairs are taken from the highest score down, ties by position; two groups are joined where the mean score between
    their members, each counted for `one_says` at most either way, is above the rule's (average linkage: Sokal and
    Michener 1958). Of a group with more than `looked_at` members so many are looked at, evenly picked, so that a crowd
    costs no more than its size.
    """

    def held(one: int, other: int) -> float:
        return max(-rule.one_says, min(rule.one_says, score(one, other)))

    group = list(range(size))
    members = {n: [n] for n in range(size)}
    for _, one, other in sorted((p for p in pairs if p[0] > rule.score), key=lambda p: (-p[0], p[1], p[2])):
        a, b = sorted((group[one], group[other]))
        if a == b or _mean(_some(members[a], rule.looked_at), _some(members[b], rule.looked_at), held) <= rule.score:
            continue
        moved = members.pop(b)
        members[a] = sorted(members[a] + moved)
        for n in moved:
            group[n] = a
    return sorted(members.values())


def _mean(some: list[int], others: list[int], score: Callable[[int, int], float]) -> float:
    return sum(score(min(n, m), max(n, m)) for n in some for m in others) / (len(some) * len(others))


def _some(members: list[int], most: int) -> list[int]:
    if len(members) <= most:
        return members
    return [members[n * (len(members) - 1) // (most - 1)] for n in range(most)]

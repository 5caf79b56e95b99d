"""How far two annotators of the same gold passages agree: types, triples, standing, depth of the chain.

The law: the second annotation was made blind; a row that either of them marked as optional is never held against both.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bench.own import GOLD, Wanted, is_firm, read_gold

Same = Callable[[Wanted, Wanted], float]


def agreement(name: str) -> dict[str, float]:
    """The figures for the gold file `name` and its second annotation `name-second`."""
    tally: Counter[tuple[str, str]] = Counter()
    second = {p["id"]: p for p in json.loads((GOLD / f"{name}-second.json").read_text(encoding="utf8"))}
    for passage in read_gold(name):
        ours, theirs = passage.get("events", []), second[passage["id"]].get("events", [])
        for key, same in (("type", same_type), ("triple", same_triple)):
            _count(tally, key, ours, theirs, same)
        for one, other in pairs(ours, theirs, same_triple):
            tally["rows", "both"] += 1
            tally["rows", "standing"] += bool({*one["standing"]} & {*other["standing"]})
            tally["rows", "firm"] += is_firm(one) == is_firm(other)
            tally["rows", "depth"] += len(one["chain"]) == len(other["chain"])
        tally["rows", "passages"] += 1
        tally["rows", "none"] += bool(passage.get("none")) == bool(second[passage["id"]].get("none"))
    return {
        "type_f1": _f1(tally, "type"),
        "triple_f1": _f1(tally, "triple"),
        "standing": tally["rows", "standing"] / (tally["rows", "both"] or 1),
        "chain_depth": tally["rows", "depth"] / (tally["rows", "both"] or 1),
        "as_firm": tally["rows", "firm"] / (tally["rows", "both"] or 1),
        "no_actual_event": tally["rows", "none"] / (tally["rows", "passages"] or 1),
    }


def pairs(ours: list[Wanted], theirs: list[Wanted], same: Same) -> list[tuple[Wanted, Wanted]]:
    """Rows matched one to one, the likest first."""
    likes = [(same(a, b), -i, -j) for i, a in enumerate(ours) for j, b in enumerate(theirs)]
    found: dict[int, int] = {}
    for like, i, j in sorted(likes, reverse=True):
        if like > 0 and -i not in found and -j not in found.values():
            found[-i] = -j
    return [(ours[i], theirs[j]) for i, j in found.items()]


def same_type(one: Wanted, other: Wanted) -> float:
    """Above zero where a type is allowed by both; more where the sides and the trigger words meet too."""
    if not {*one["types"]} & {*other["types"]}:
        return 0.0
    return 1.0 + _meet(one, other, "actors") + _meet(one, other, "recipients") + is_firm(one) + is_firm(other)


def same_triple(one: Wanted, other: Wanted) -> float:
    """Above zero where type and both sides agree."""
    same = _meet(one, other, "actors") and _meet(one, other, "recipients")
    return same_type(one, other) if same else 0.0


def _meet(one: Wanted, other: Wanted, side: str) -> bool:
    ours, theirs = {*one[side]}, {*other[side]}
    return not ours or not theirs or 2 * len(ours & theirs) >= len(ours | theirs)


def _count(tally: Counter[tuple[str, str]], key: str, ours: list[Wanted], theirs: list[Wanted], same: Same) -> None:
    matched = pairs(ours, theirs, same)
    met = {id(row) for pair in matched for row in pair}
    tally[key, "hit"] += sum(is_firm(a) or is_firm(b) for a, b in matched)
    tally[key, "alone"] += sum(is_firm(row) and id(row) not in met for row in (*ours, *theirs))


def _f1(tally: Counter[tuple[str, str]], key: str) -> float:
    hit, alone = tally[key, "hit"], tally[key, "alone"]
    return 2 * hit / ((2 * hit + alone) or 1)


def main(*names: str) -> None:
    """Print the agreement on each gold file that was annotated twice."""
    for name in names or sorted(p.stem.removesuffix("-second") for p in Path(GOLD).glob("*-second.json")):
        for key, value in agreement(name).items():
            print(f"agreement_{name}_{key} {value:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])

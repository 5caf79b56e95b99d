"""Linking, measured: pairs of mentions in news items and in our own words, and whole windows, by the shipped coder.

The law: floors fall only on purpose; the test part is scored only. The mentions are those that the coder found when
they were labelled: pairs count where it still finds both, how many it finds stands beside, and so does the figure in
which one that it no longer finds is linked to nothing. Beside the program stand the two readers: how far they agree is
what can be hoped for.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.own import FLOORS, MODEL
from foreshock.coding import EventCoder, open_coder
from foreshock.coding.pair_reader import load_pair_reader
from foreshock.linking import link
from foreshock.records.incident import Member
from training.agreement import kappa
from training.links import (
    SCENES,
    Coded,
    Labels,
    code_labelled,
    code_reports,
    examples,
    labelled_pairs,
    labels,
    outlets,
    readings,
    scene_readings,
)

Incidents = Mapping[Member, str]


def figures(data: Path, coder: EventCoder) -> dict[str, float]:
    """`link_pairwise_f1` and the rest for the test part, and the same of the development part with `dev_` before."""
    found: dict[str, float] = {}
    for part, mark in (("development", "dev_"), ("test", "")):
        told = labels(part).whole
        coded = code_labelled(data, told, coder)
        figures = score(told, coded) | agreement("link", readings(part))
        for name in SCENES:
            own, reports = outlets(part, name)
            figures |= own_words(name, own, code_reports(reports, own, coder))
        found |= {f"{mark}{name}": value for name, value in figures.items()}
    for name in SCENES:
        found |= agreement(f"link_{name}", scene_readings("test", name))
    told, reports = examples()
    return found | own_words("examples", told, code_reports(reports, told, coder))


def score(told: Labels, coded: Coded) -> dict[str, float]:
    """Pairwise and B-cubed figures (Bagga and Baldwin 1998) of one part, fractions of 1.

    Pairs are those of whole windows and those that were picked over the range of scores, which are harder; each kind
    has its own figure as well.
    """
    incidents = _incidents(coded)
    windows, picked = Labels(told.incidents, []), Labels({}, told.pairs)
    precision, recall, f1 = _pairwise(_found(told, coded), incidents)
    apart = (pair for pair in _found(told, coded) if pair[0][0] != pair[1][0])
    return {
        "link_mentions_found": len(coded.found) / max(1, len(told.places)),
        "link_pairwise_all_f1": _pairwise(labelled_pairs(told, coded), incidents)[2],
        "link_two_reports_f1": _pairwise(apart, incidents)[2],
        "link_of_two_recall": _recall_of(told, coded, incidents, 2, 2),
        "link_of_more_recall": _recall_of(told, coded, incidents, 3, len(told.incidents)),
        "link_pairwise_precision": precision,
        "link_pairwise_recall": recall,
        "link_pairwise_f1": f1,
        "link_windows_f1": _pairwise(_found(windows, coded), incidents)[2],
        "link_picked_f1": _pairwise(_found(picked, coded), incidents)[2],
        "link_bcubed_f1": _bcubed(told, coded, incidents),
        "link_bcubed_shared_f1": _bcubed(told, coded, incidents, shared=True),
    }


def _found(told: Labels, coded: Coded) -> Iterator[tuple[Member, Member, bool]]:
    """The labelled pairs whose mentions the coder finds, as two."""
    return ((a, b, same) for a, b, same in labelled_pairs(told, coded) if a and b and a != b)


def own_words(name: str, told: Labels, coded: Coded) -> dict[str, float]:
    """Pairwise F1 over reports in our own words: of all labelled mentions, and of those that the coder found."""
    incidents = _incidents(coded)
    found = Labels({place: number for place, number in told.incidents.items() if place in coded.found}, [])
    precision, recall, f1 = _pairwise(labelled_pairs(found, coded), incidents)
    return {
        f"link_{name}_found": len(found.incidents) / max(1, len(told.incidents)),
        f"link_{name}_all_f1": _pairwise(labelled_pairs(told, coded), incidents)[2],
        f"link_{name}_precision": precision,
        f"link_{name}_recall": recall,
        f"link_{name}_f1": f1,
        f"link_{name}_bcubed_f1": _bcubed(found, coded, incidents),
    }


def agreement(name: str, told: Sequence[tuple[bool, bool]]) -> dict[str, float]:
    """How far the two readers agree on pairs: Cohen's kappa, and the F1 of one taken as the other's answer."""
    first, second, both = sum(a for a, _ in told), sum(b for _, b in told), sum(a and b for a, b in told)
    return {f"{name}_readers_kappa": kappa(told), f"{name}_readers_f1": 2 * both / max(1, first + second)}


def _recall_of(told: Labels, coded: Coded, incidents: Incidents, least: int, most: int) -> float:
    """The share of the pairs of windows that are joined, of incidents with so many mentions: large ones have most."""
    sizes = Counter(told.incidents.values())
    kept = {place: number for place, number in told.incidents.items() if least <= sizes[number] <= most}
    return _pairwise(_found(Labels(kept, []), coded), incidents)[1]


def _incidents(coded: Coded) -> Incidents:
    rows = link(coded.events, coded.figures, load_pair_reader(), os.cpu_count() or 1).frame.iter_rows(named=True)
    return {(row["report_id"], row["event_id"]): row["incident"] for row in rows}


def _pairwise(
    pairs: Iterable[tuple[Member | None, Member | None, bool]], incidents: Incidents
) -> tuple[float, float, float]:
    hits = wrong = missed = 0
    for one, other, same in pairs:
        together = one is not None and other is not None and incidents[one] == incidents[other]
        hits += same and together
        wrong += together and not same
        missed += same and not together
    return _f1(hits, wrong, missed)


def _f1(hits: float, wrong: float, missed: float) -> tuple[float, float, float]:
    precision, recall = hits / max(1, hits + wrong), hits / max(1, hits + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _bcubed(told: Labels, coded: Coded, incidents: Incidents, shared: bool = False) -> float:
    """Over the mentions of all windows, or over those that share their incident with another one."""
    precision = recall = count = 0.0
    for places in _windows(told).values():
        gold = {place: told.incidents[place][1] for place in places}
        found = {p: incidents[coded.found[p]] if p in coded.found else repr(p) for p in places}
        for place in places:
            mine = {p for p in places if gold[p] == gold[place]}
            theirs = {p for p in places if found[p] == found[place]}
            if shared and len(mine) == 1:
                continue
            precision += len(mine & theirs) / len(theirs)
            recall += len(mine & theirs) / len(mine)
            count += 1
    if not count:
        return 0.0
    return 2 * precision * recall / (precision + recall) / count


def _windows(told: Labels) -> dict[str, list[tuple[str, str, int, int]]]:
    windows: dict[str, list[tuple[str, str, int, int]]] = {}
    for place, (window, _) in told.incidents.items():
        windows.setdefault(window, []).append(place)
    return windows


def fallen(found: Mapping[str, float]) -> list[str]:
    """The figures that lie below their floors, in words."""
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf8"))["linking"]
    return [f"{name} {found[name]:.3f}, floor {floor:.3f}" for name, floor in floors.items() if found[name] < floor]


def main(data: str) -> dict[str, float]:
    """Print and give the figures; ends with 1 where one lies below its floor."""
    found = figures(Path(data), open_coder(MODEL))
    for name, value in found.items():
        print(f"{name} {value:.3f}")
    if low := fallen(found):
        raise SystemExit("below the floor: " + "; ".join(low))
    return found


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit("say where the open text lies: python -m bench.linking FOLDER")
    main(sys.argv[1])

"""The weights of linking, fitted on the development part of the labelled pairs and written into linking.toml.

The law: the test part is not opened here. The fit is a logistic one, held near weights set by hand (its prior) by a
squared penalty, because there are few labels; the result is the same whenever it is run on the same coded rows. What
the reader of pairs says is weighed against it on days that the reader was not taught on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from foreshock.codebook.base import toml_file
from foreshock.codebook.linking import likeness_weights, reading
from foreshock.coding import open_coder
from foreshock.coding.pair_reader import load_pair_reader
from foreshock.linking.candidates import candidates
from foreshock.linking.compared import READ, Compared, Reader
from foreshock.linking.likeness import features
from foreshock.linking.tellings import Telling, tellings
from training.links import (
    SCENES,
    Coded,
    Labels,
    code_labelled,
    code_reports,
    kept_apart,
    labelled_pairs,
    labels,
    laid_over,
    outlets,
)

FILE = Path(__file__).parents[1] / "src" / "foreshock" / "codebook" / "linking.toml"
PENALTY, FREE = 0.5, 0.01
STEPS, EAGER, EAGER_READ = 60, {"start": 1.0, "two_outlets": 1.0}, 1.7
"""`PENALTY` and `EAGER`, which is added to weights, were chosen by cross-validation over stretches of the development
part, where they give pairs the best balance: what two outlets tell is joined at longer odds. `EAGER_READ` likewise is
added to the start of what is read."""
Rows = Sequence[tuple[Mapping[str, float], float]]
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Mentions in order, and labelled pairs of them by position, with 1 for those that are the same; `apart` are those
    that the reader of pairs was not taught on."""

    coded: Coded
    told: Sequence[Telling]
    pairs: Mapping[tuple[int, int], float]
    apart: frozenset[tuple[int, int]]


def labelled(told: Labels, coded: Coded) -> Labelled:
    """The labelled pairs that are candidates; candidates of two windows or scenes are two happenings."""
    all_told = tellings(coded.events, coded.figures)
    place = {telling.member: n for n, telling in enumerate(all_told)}
    of = {place[coded.found[p]]: p for p in told.incidents if p in coded.found}
    near = candidates(all_told)
    asked = ((pair, told.same(of[pair[0]], of[pair[1]])) for pair in near if of.keys() >= set(pair))
    rows = {pair: float(same) for pair, same in asked if same is not None}
    members = labelled_pairs(Labels({}, told.pairs), coded)
    picked = {tuple(sorted((place[one], place[other]))): float(same) for one, other, same in members if one and other}
    rows |= {pair: picked[pair] for pair in near if pair in picked}
    unread = {place[member] for where, member in coded.found.items() if kept_apart(where)}
    return Labelled(coded, all_told, rows, frozenset(pair for pair in rows if unread.issuperset(pair)))


def of_two_reports(one: Labelled) -> Labelled:
    """Those that stand in two reports: what one report tells twice is learned from the open text alone, of which two
    readers labelled every pair by one rule."""
    reports = [telling.member[0] for telling in one.told]
    kept = {(a, b): same for (a, b), same in one.pairs.items() if reports[a] != reports[b]}
    return Labelled(one.coded, one.told, kept, one.apart & kept.keys())


def plain_rows(parts: Iterable[Labelled]) -> Iterator[tuple[Mapping[str, float], float]]:
    """What each pair has in common."""
    for part in parts:
        yield from ((features(part.told[a], part.told[b]), same) for (a, b), same in part.pairs.items())


def read_rows(parts: Iterable[Labelled], reader: Reader) -> Iterator[tuple[Mapping[str, float], float]]:
    """Of each pair that was not taught and is read: what its features come to, and what the reader says."""
    for part in parts:
        without, compared = Compared(part.told, part.coded.events), Compared(part.told, part.coded.events, reader)
        for a, b in sorted(part.apart):
            said = (one.value for one in compared.pair(a, b).parts if one.feature == READ)
            yield from (({"plain": without.score(a, b), READ: one, "start": 1.0}, part.pairs[a, b]) for one in said)


def fitted(rows: Rows, prior: Mapping[str, float], eager: Mapping[str, float]) -> dict[str, float]:
    """The weights by feature, the first not drawn to its prior."""
    names = list(prior)
    at = {name: n for n, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    for n, (found, _) in enumerate(rows):
        for name, value in found.items():
            table[n, at[name]] = value
    same = np.array([same for *_, same in rows])
    weights = _newton(table, same, np.array(list(prior.values())), np.full(len(names), PENALTY))
    return {name: float(weight) + eager.get(name, 0.0) for name, weight in zip(names, weights, strict=True)}


def _newton(table: Array, same: Array, prior: Array, pull: Array) -> Array:
    """The weights that fit best, each drawn to its prior but for the first."""
    pull[0] = FREE
    found = prior.copy()
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        slope = table.T @ (likely - same) + pull * (found - prior)
        bend = (table * (likely * (1 - likely))[:, None]).T @ table + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        found = found - step / max(1.0, float(np.abs(step).max()))
    return found


def all_labelled(data: Path) -> list[Labelled]:
    """The parts that weights are fitted on, coded by the shipped coder."""
    coder, told = open_coder(), labels("development")
    parts = [labelled(told, code_labelled(data, told, coder))]
    for name in SCENES:
        own, reports = outlets("development", name)
        coded = code_reports(reports, own, coder)
        parts.append(of_two_reports(labelled(own, laid_over(own, coded) if name == "outlets" else coded)))
    return parts


def write(parts: Sequence[Labelled], reader: Reader) -> None:
    """Fit the weights and write them in place of those of linking.toml."""
    _write("weights", fitted(list(plain_rows(parts)), toml_file("linking.toml")["prior"], EAGER))
    rule = reading()
    prior = {"start": 0.0, "plain": rule.plain, READ: rule.read}
    _write("read", fitted(list(read_rows(parts, reader)), prior, {"start": EAGER_READ}))


def _write(table: str, weights: Mapping[str, float]) -> None:
    """Put the weights in place of the lines of a table that begin with their names."""
    lines, here = list[str](), False
    for line in FILE.read_text(encoding="utf8").splitlines():
        here = line == f"[{table}]" if line.startswith("[") else here
        name = line.partition(" = ")[0]
        lines.append(f"{name} = {weights[name]:.3f}" if here and name in weights else line)
    FILE.write_text("\n".join(lines) + "\n", encoding="utf8")
    for held in (toml_file, likeness_weights, reading):
        held.cache_clear()


def main(data: str) -> None:
    """Fit on the development part."""
    write(all_labelled(Path(data)), load_pair_reader())


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit("say where the open text lies: python -m training.link_weights FOLDER")
    main(sys.argv[1])

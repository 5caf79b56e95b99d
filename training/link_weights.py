"""The weights of linking, fitted on the development part of the labelled pairs and written into linking.toml.

The law: the test part is not opened here. The fit is a logistic one, held near weights set by hand (its prior) by a
squared penalty, because there are few labels; the result is the same whenever it is run on the same coded rows.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from foreshock.codebook.base import toml_file
from foreshock.coding import open_coder
from foreshock.linking.candidates import candidates
from foreshock.linking.likeness import features
from foreshock.linking.tellings import Telling, tellings
from training.links import Coded, Labels, code_labelled, code_reports, labelled_pairs, labels, laid_over, outlets

FILE = Path(__file__).parents[1] / "src" / "foreshock" / "codebook" / "linking.toml"
PENALTY, FREE = 0.5, 0.01
STEPS, EAGER = 60, {"start": 1.0, "two_outlets": 1.0}
"""`PENALTY` and `EAGER`, which is added to weights, were chosen by cross-validation over stretches of the development
part, where they give pairs the best balance: what two outlets tell is joined at longer odds."""
Pairs = list[tuple[Telling, Telling, float]]
Array = NDArray[np.float64]


def labelled(told: Labels, coded: Coded) -> Pairs:
    """The labelled pairs that are candidates, with 1 for those that are the same; candidates of two windows or scenes
    are two happenings."""
    all_told = tellings(coded.events, coded.figures)
    place = {telling.member: n for n, telling in enumerate(all_told)}
    of = {place[coded.found[p]]: told.incidents[p] for p in told.incidents if p in coded.found}
    near = candidates(all_told)
    rows = {(a, b): of[a] == of[b] for a, b in near if a in of and b in of}
    members = labelled_pairs(Labels({}, told.pairs), coded)
    picked = {tuple(sorted((place[one], place[other]))): same for one, other, same in members if one and other}
    rows |= {pair: picked[pair] for pair in near if pair in picked}
    return [(all_told[a], all_told[b], float(same)) for (a, b), same in rows.items()]


def of_two_reports(pairs: Pairs) -> Pairs:
    """Those that stand in two reports: what one report tells twice is learned from the open text alone, of which two
    readers labelled every pair by one rule."""
    return [(a, b, same) for a, b, same in pairs if a.member[0] != b.member[0]]


def fitted(pairs: Pairs, prior: Mapping[str, float]) -> dict[str, float]:
    """The weights by feature."""
    names = list(prior)
    at = {name: n for n, name in enumerate(names)}
    table = np.zeros((len(pairs), len(names)))
    for n, (one, other, _) in enumerate(pairs):
        for name, value in features(one, other).items():
            table[n, at[name]] = value
    same = np.array([same for *_, same in pairs])
    found = _newton(table, same, np.array(list(prior.values())), np.full(len(names), PENALTY))
    return {name: float(weight) + EAGER.get(name, 0.0) for name, weight in zip(names, found, strict=True)}


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


def main(data: str) -> None:
    """Fit the weights and write them in place of those of linking.toml."""
    coder, told = open_coder(), labels("development")
    (scenes, of_scenes), (weeks, of_weeks) = outlets("development"), outlets("development", "weeks")
    pairs = [
        *labelled(told, code_labelled(Path(data), told, coder)),
        *of_two_reports(labelled(scenes, laid_over(scenes, code_reports(of_scenes, scenes, coder)))),
        *of_two_reports(labelled(weeks, code_reports(of_weeks, weeks, coder))),
    ]
    weights = fitted(pairs, toml_file("linking.toml")["prior"])
    text = FILE.read_text(encoding="utf8")
    start, end = text.index("[weights]"), text.index("\n# What the weights are drawn to")
    lines = "".join(f"{name} = {value:.3f}\n" for name, value in weights.items())
    FILE.write_text(f"{text[:start]}[weights]\n{lines}{text[end:]}", encoding="utf8")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit("say where the open text lies: python -m training.link_weights FOLDER")
    main(sys.argv[1])

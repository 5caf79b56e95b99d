"""The weights of linking, fitted on the development part of the labelled pairs and written into linking.toml.

The law: the test part is not opened here. The fit is a logistic one, held near weights set by hand (its prior) by a
squared penalty, because there are few labels; the result is the same whenever it is run on the same coded rows.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from foreshock.codebook.base import toml_file
from foreshock.coding import open_coder
from foreshock.linking.candidates import candidates
from foreshock.linking.likeness import features
from foreshock.linking.tellings import Telling, tellings
from training.links import Coded, Labels, code_labelled, code_reports, labelled_pairs, labels, outlets

FILE = Path(__file__).parents[1] / "src" / "foreshock" / "codebook" / "linking.toml"
PENALTY, FREE, HELD = 0.5, 0.01, 1e6
STEPS, EAGER = 60, 1.0
"""`PENALTY` and `EAGER`, which is added to the first weight, were chosen by cross-validation over the years of the
development part, where they give pairs the best balance."""
Part = tuple[Labels, Coded]
Array = NDArray[np.float64]


def fitted(parts: Sequence[Part], prior: Mapping[str, float], held: Sequence[str]) -> dict[str, float]:
    """The weights by feature, from labels and what was coded of their texts; those of `held` keep their prior."""
    names = list(prior)
    read = [_labelled(told, coded) for told, coded in parts]
    table = np.concatenate([_table(rows, names) for rows, _ in read])
    same = np.concatenate([same for _, same in read])
    pull = np.array([HELD if name in held else PENALTY for name in names])
    found = _newton(table, same, np.array(list(prior.values())), pull)
    found[0] += EAGER
    return dict(zip(names, map(float, found), strict=True))


def _labelled(told: Labels, coded: Coded) -> tuple[list[tuple[Telling, Telling]], Array]:
    """The labelled pairs that are candidates, and 1 for those that are the same."""
    all_told = tellings(coded.events, coded.figures)
    place = {telling.member: n for n, telling in enumerate(all_told)}
    near = set(candidates(all_told))
    rows: dict[tuple[int, int], bool] = {}
    for one, other, same in labelled_pairs(told, coded):
        if one and other and one != other:
            a, b = sorted((place[one], place[other]))
            if (a, b) in near:
                rows[a, b] = same
    return [(all_told[a], all_told[b]) for a, b in rows], np.array([float(same) for same in rows.values()])


def _table(rows: Sequence[tuple[Telling, Telling]], names: Sequence[str]) -> Array:
    at = {name: n for n, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    for n, (one, other) in enumerate(rows):
        for name, value in features(one, other).items():
            table[n, at[name]] = value
    return table


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
    coder = open_coder()
    told, (own, reports) = labels("development"), outlets("development")
    parts = [(told, code_labelled(Path(data), told, coder)), (own, code_reports(reports, own, coder))]
    table = toml_file("linking.toml")
    weights = fitted(parts, table["prior"], table["held"])
    text = FILE.read_text(encoding="utf8")
    start, end = text.index("[weights]"), text.index("\n# What the weights are drawn to")
    lines = "".join(f"{name} = {value:.3f}\n" for name, value in weights.items())
    FILE.write_text(f"{text[:start]}[weights]\n{lines}{text[end:]}", encoding="utf8")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit("say where the open text lies: python -m training.link_weights FOLDER")
    main(sys.argv[1])

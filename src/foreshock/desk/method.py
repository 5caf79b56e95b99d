"""The page on how the gauge works, written from its files of weights: `python -m foreshock.desk.method > PAGE`.

The law: no number of the page is typed by hand; each is read from gauge.toml, ladder.toml, theatres.toml or types.toml.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.resources import files

from foreshock.codebook.base import event_types
from foreshock.codebook.gauges import Step, gauge_weights, ladder, theatres

_SECTION = re.compile(r"^\[([\w.]+)\]\s*(?:#\s*(.*))?$")
_WEIGHT = re.compile(r"^(\w+) = (.+?)\s*(?:#\s*(.*))?$")


def page() -> str:
    """The page in Markdown."""
    return "\n".join([*_opening(), *_formulas(), *_measures(), *_ladder(), *_theatres(), *_weights()]) + "\n"


def _opening() -> Iterator[str]:
    yield "# How the gauge works"
    yield ""
    told = "`gauge.toml`, `ladder.toml` and `theatres.toml` of the codebook by `python -m foreshock.desk.method`"
    yield f"Written from {told}; do not edit. Weights {gauge_weights().version}, ladder {ladder().version}."
    yield "What the measures are for is on the page [Gauge](gauge.md)."
    yield ""


def _formulas() -> Iterator[str]:
    weights = gauge_weights()
    halves = " and ".join(f"{days:g}" for days in weights.level.half_lives_days)
    alert, rung, change, arrow = weights.alert, weights.rung, weights.change, weights.arrow
    yield "## The arithmetic"
    yield ""
    yield "- **Points** of an act = its PLOVER score x sign of its measure x weight of its stance x its share in the"
    yield "  event; of a threat also x the weight of its standing. An incident adds its points once, those of its chief"
    yield "  event: the one with the most named pairs, then the surest stance, the closest day, the earliest telling."
    yield f"- **Level** = {weights.level.per_reports:g} x sum of points x f / sum of reports x f, where f = 0.5 ^ (days"
    yield f"  ago / half-life), for half-lives of {halves} days. A report counts on the day it was published and on"
    yield "  each later or earlier day of whose acts it tells, but no day before the first publication, since what is"
    yield "  told of such a day was picked for being worth telling. In an imported history, which has no reports, each"
    yield f"  event counts. Below {weights.level.few_reports:g} reports by weight the table warns that it tells of"
    yield "  single reports."
    yield f"- **Tension** = {' + '.join(f'{w:g} x {_name(m)}' for m, w in weights.tension.items())}."
    yield "- **Independent origins**: the most acts of which no two share an origin (the source, agency or outlet that"
    yield "  linking found, else the outlet) or the outlet that tells them. So one report or outlet is one origin,"
    yield "  however many incidents it tells and sources it names. A copy is told by the outlet that had it first;"
    yield "  an act of a history that names no outlet stands for itself."
    yield f"- **Rung**: the highest with {rung.min_independent} independent origins among its acts, and those above"
    yield f"  it, in {rung.window_days} days."
    yield "- **Change points**: Bayesian online detection (Adams and MacKay 2007) on incidents a day, Poisson with the"
    yield f"  reports of the day as exposure, a Gamma({change.prior_shape:g}, {change.prior_reports:g}) prior on rates,"
    yield f"  constant hazard 1 / {change.expected_days:g}; counts and reports are divided by {change.dispersion:g}"
    yield "  first. The size is the ratio of the two rates: median and interval of seeded draws from what is believed"
    yield "  of each. A change whose interval includes 1 when settled, such as a burst of one day, is none."
    yield "- **Arrow**: points a report after a day against those of an equal stretch before it. It moves with at"
    yield f"  least {arrow.least_incidents} incidents, {arrow.min_independent} independent origins on the side with"
    yield f"  more points, {arrow.least_change:.0%} of change, and a chance of at most {arrow.surprise:g} of so uneven"
    yield "  a split (binomial, given the reports of both stretches)."
    yield f"- **Alert**: fires with {alert.min_independent} independent origins, unless its rule says otherwise, and"
    yield "  only if its threshold is reached without what any one origin or outlet tells in incidents that too few"
    yield "  independent origins tell."
    yield ""


def _measures() -> Iterator[str]:
    yield "## Measures"
    yield ""
    yield "| measure | adds up | types and scores |"
    yield "|---|---|---|"
    for measure in gauge_weights().measures:
        own = [k for k in event_types().values() if k.quad in measure.quads and not _threat(k.name)]
        own += [k for k in event_types().values() if measure.name == "threats" and _threat(k.name)]
        told = ", ".join(f"{kind.name} {kind.score:g}" for kind in own)
        yield f"| {_name(measure.name)} | {measure.means} | {told} |"
    yield ""
    yield "Scores of modes are in `types.toml`. A score against the sign of its measure counts as zero."
    yield ""


def _ladder() -> Iterator[str]:
    yield "## The ladder"
    yield ""
    yield "| rung | name | acts | beside it in the literature |"
    yield "|---|---|---|---|"
    for step in ladder().steps:
        yield f"| {step.number} | {step.name}: {step.means} | {_acts(step)} | {step.beside} |"
    yield ""
    yield from (f"- {name}: {gave}." for name, gave in ladder().sources)
    yield ""


def _acts(step: Step) -> str:
    if step.of is not None:
        return f"{step.incidents} of rung {step.of} or above, on {step.days} days within {step.within_days}"
    return "; ".join(f"{name} {', '.join(modes)}".strip() for name, modes in step.acts)


def _theatres() -> Iterator[str]:
    yield "## Theatres"
    yield ""
    yield "| name | title | members | acts inside one country |"
    yield "|---|---|---|---|"
    for theatre in theatres().values():
        inside = "counted" if theatre.internal else "left aside"
        yield f"| {theatre.name} | {theatre.title} | {', '.join(theatre.members)} | {inside} |"
    yield ""


def _weights() -> Iterator[str]:
    """Every line of gauge.toml with its comment."""
    yield "## Every weight"
    yield ""
    yield "| weight | value | meaning |"
    yield "|---|---|---|"
    section = ""
    for line in (files("foreshock.codebook") / "gauge.toml").read_text("utf8").splitlines():
        if found := _SECTION.match(line):
            section = found[1] + "."
        elif found := _WEIGHT.match(line):
            yield f"| {section}{found[1]} | {found[2]} | {found[3] or ''} |"


def _threat(name: str) -> bool:
    return name in gauge_weights().threats.types


def _name(measure: str) -> str:
    return measure.replace("_", " ")


if __name__ == "__main__":
    sys.stdout.write(page())

"""What a model says, as a section of the brief: a fan for each pair, the echo of past acts, a played scenario.

The law: a number here is a model's and no report's; each leads to its ground, which names the model, the day, the seed,
and the rows of the brief's reports that it counts. Pictures are drawn elsewhere; here every mark of them is linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from foreshock.brief.evidence import Cite, Leaf, Shown, counted, squeezed
from foreshock.brief.modelled import Ground, PairShown, Picture, Prognosis, ScenarioShown
from foreshock.brief.phrasing import day
from foreshock.brief.prospect_charts import Fan, fan_chart
from foreshock.codebook.base import event_types
from foreshock.records import Event
from foreshock.records.prognosis import PairAhead, PlayedPictures, PrognosisTold

CONFLICT = ("VX", "MX")
MARKED = re.compile(r"(<(rect|polygon)\b[^>]*>\s*<title>.*?</title>\s*</\2>)", re.S)
WORDED = re.compile(r"<(text|title)\b([^>]*)>(.*?)</\1>", re.S)
NAMED = re.compile(r' aria-label="[^"]*"')


def prognosis(told: PrognosisTold, leaves: Sequence[Leaf]) -> Prognosis:
    """The section over what is told, with the rows of the leaves that it counts."""
    names = [f"model-pair-{n}" for n in range(len(told.pairs))]
    pairs = tuple(_pair(one, told, name) for one, name in zip(told.pairs, names, strict=True))
    grounds = [_ground(one, told, name, leaves) for one, name in zip(told.pairs, names, strict=True)]
    scenario = None
    if told.scenario is not None:
        scenario = _scenario(told.scenario)
        grounds.append(_scenario_ground(told.scenario))
    refused = None
    if told.refused is not None:
        grounds.append(Ground("model-none", (_said(told.refused, "model-none"),), None))
        refused = _said(told.refused, "model-none")
    return Prognosis(pairs, scenario, refused, tuple(grounds))


def _said(text: str, anchor: str) -> Shown:
    return Shown(squeezed(text), "modelled", (Cite(0, ground=anchor),))


def _pair(one: PairAhead, told: PrognosisTold, anchor: str) -> PairShown:
    name = f"{one.actor} → {one.recipient}"
    last = one.seen[-1] if one.seen else 0
    ahead = [[last + value for value in quantiles] for quantiles in one.ahead]
    drawn = fan_chart(Fan(one.seen, one.levels, ahead, ""))
    low, high = one.ahead[-1][0], one.ahead[-1][-1]
    held = 100 * (one.levels[-1] - one.levels[0])
    beside = ", ".join(f"{name} {mean:.1f}" for name, mean in one.baselines)
    return PairShown(
        pair=_said(name, anchor),
        kind=one.kind,
        fan=linked(drawn, anchor),
        mean=_said(f"{one.mean:.1f} acts in {one.horizons[-1]} days from {day(told.first)}", anchor),
        span=_said(f"{low:.0f} to {high:.0f} in {held:.0f} % of paths", anchor),
        echo=_said(f"{100 * one.echo:.0f} %", anchor),
        echo_length=100 * one.echo,
        baselines=_said(beside, anchor),
    )


def _ground(one: PairAhead, told: PrognosisTold, anchor: str, leaves: Sequence[Leaf]) -> Ground:
    lines = (
        f"{one.actor} → {one.recipient}: {one.before} acts from {day(told.since)} on and before {day(told.first)}",
        f"model {told.model}, parameters {told.parameters}, {told.paths} paths, seed {told.seed}",
    )
    cites = list(_rows(one, leaves))
    return Ground(anchor, tuple(_said(line, anchor) for line in lines), counted(cites) if cites else None)


def _rows(one: PairAhead, leaves: Sequence[Leaf]) -> Iterator[Cite]:
    """The places of the acts told as done by the one towards the other, in the brief's reports."""
    for leaf in leaves:
        for event in leaf.coded.events:
            if event.standing == "actual" and _is_of(event, one):
                yield leaf.cite(event.trigger)


def _is_of(event: Event, one: PairAhead) -> bool:
    quad = event_types()[event.type].quad
    actors, recipients = ({party.country for party in side} for side in (event.actors, event.recipients))
    same_class = one.kind == quad or (one.kind == "conflict") == (quad in CONFLICT)
    return one.actor in actors and one.recipient in recipients and same_class


def _scenario(told: PlayedPictures) -> ScenarioShown:
    played, anchor = told.played, "model-scenario"
    whole = played.chance
    value = whole.bound or _percent(whole.value)
    return ScenarioShown(
        question=_said(played.question, anchor),
        chance=_said(f"{value} by day {played.horizon_days}", anchor),
        interval=_said(f"{_percent(whole.ninety.low)} to {_percent(whole.ninety.high)} in 90 %", anchor),
        words=_said(whole.words, anchor),
        past=_said(f"{played.past.hits:,} of {played.past.windows:,} past windows of {played.past.days} days", anchor),
        pictures=tuple(linked(svg, anchor) for svg in told.pictures),
    )


def _scenario_ground(told: PlayedPictures) -> Ground:
    played, anchor = told.played, "model-scenario"
    lines = [
        f"{told.file}, played from {day(played.as_of)}",
        f"parameters {played.fitted}, {played.chance.paths:,} paths, seed {played.seed}, {played.chance.method}",
        *(f"{one.what}: {one.value}; {one.because}" for one in played.assumptions),
    ]
    return Ground(anchor, tuple(_said(line, anchor) for line in lines), None)


def _percent(value: float) -> str:
    """A chance as a person reads it, never 0 % and never 100 %."""
    if not 0.001 <= value <= 0.999:
        return "< 0.1 %" if value < 0.5 else "> 99.9 %"
    return f"{100 * value:.1f} %" if value < 0.1 or value > 0.9 else f"{100 * value:.0f} %"


def linked(svg: str, anchor: str) -> Picture:
    """The picture with each mark a link to the ground and each text said to be from it."""
    told: list[Shown] = []

    def said(found: re.Match[str]) -> str:
        told.append(_said(unescape(found[3]), anchor))
        return f'<{found[1]}{found[2]} data-evidence="{anchor}">{found[3]}</{found[1]}>'

    link = f'<a href="#{anchor}">'
    drawn = NAMED.sub(' aria-label="drawing of a model"', svg)
    drawn = MARKED.sub(lambda found: f"{link}{found[1]}</a>", drawn)
    drawn = drawn.replace("<g>", link).replace("</g>", "</a>")
    return Picture(WORDED.sub(said, drawn), tuple(told))

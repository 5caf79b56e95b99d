"""Playing a scenario on the ledger: fitted, simulated, told.

The law: the day, the ledger and the seed are handed in; the same three give the same numbers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foreshock.desk.board import ActsView, opened
from foreshock.errors import NotWritable

if TYPE_CHECKING:
    from foreshock.records.forecast import IssuedForecast
    from foreshock.records.played import Chance, EdgeRow, Played
    from foreshock.records.scenario import Scenario

PLAY_COLUMNS = ("what", "chance", "50 %", "90 %", "in words")
PATHWAY_COLUMNS = ("pathway", "in this order", "by descent", "completes at all", "closed by a guard")
ASSUMPTION_COLUMNS = ("what", "value", "because")
TORNADO_COLUMNS = ("intervention", "chance", "change", "90 %", "what it does in the model")


def play(
    path: Path,
    view: ActsView,
    seed: int,
    as_of: date | None = None,
    since: date | None = None,
    paths: int | None = None,
    today: date | None = None,
) -> tuple[Scenario, Played]:
    """The scenario and its play; raises ScenarioError, NoPlay, NoForecast and Explosive.

    Without `as_of` it starts after the last day told of, and not before `today`, which is not over.
    """
    from foreshock.scenario.fitting import fit_scenario
    from foreshock.scenario.play import play as played
    from foreshock.scenario.play import setup

    how = setup(seed, paths)
    scenario, history = opened(path, view, as_of, since, today)
    fitted, state = fit_scenario(scenario, history)
    return scenario, played(scenario, history, fitted, state, how)


def play_forecasts(
    path: Path, view: ActsView, told: Played, moment: datetime, since: date | None = None
) -> list[IssuedForecast]:
    """The play as forecasts to be held, one for each day shown, with the file as the rule that decides them."""
    from foreshock.desk.played_forecasts import forecasts_of

    scenario, history = opened(path, view, told.as_of, since)
    text = path.read_bytes().decode("utf-8-sig")
    return forecasts_of(text, scenario, history, told, moment)


def pictures_of(scenario: Scenario, told: Played) -> dict[str, str]:
    """The pictures of a play as SVG texts, by the name a file of each would have."""
    from foreshock.scenario import pictures

    return {
        "chance.svg": pictures.course_svg(told),
        "pathways.svg": pictures.pathways_svg(scenario, told),
        "tornado.svg": pictures.tornado_svg(told),
    }


def write_pictures(drawn: Mapping[str, str], folder: Path) -> list[Path]:
    """The files, now holding the pictures; NotWritable where the folder cannot be made or written in."""
    from foreshock.desk.brief import write_page

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise NotWritable(folder, fault.strerror or str(fault)) from fault
    return [write_page(text, folder / name, "picture") for name, text in drawn.items()]


def play_page(scenario: Scenario, told: Played) -> str:
    """The play as one HTML page with its pictures."""
    from foreshock.brief.played import played_page
    from foreshock.scenario import pictures
    from foreshock.scenario.chances import percent, words

    captions = ("Chance over the days", "Pathways", "What would change it")
    drawn = list(zip(captions, pictures_of(scenario, told).values(), strict=True))
    frictions = {move.name: move.frictions for move in scenario.interventions}
    return played_page(told, drawn, frictions, percent, pictures.points, words)


def play_rows(told: Played) -> Iterator[tuple[object, ...]]:
    """The chance by each day shown, as PLAY_COLUMNS, in how many past windows the outcome came about, and cautions."""
    for day in told.by_day[:-1]:
        yield _row(f"by day {day.day}", day.chance)
    yield _row(f"by day {told.horizon_days}", told.chance)
    past = told.past
    met = f"{past.hits:,} of {past.windows:,}" if past.windows else "none"
    yield f"baseline: past windows of {past.days} days", met, "–", "–", "one from each day, overlapping"
    yield from (("caution", "–", "–", "–", told_so) for told_so in told.cautions)


def pathway_rows(told: Played) -> Iterator[tuple[object, ...]]:
    """One row a pathway, as PATHWAY_COLUMNS, and one for the paths that took none of them."""
    from foreshock.scenario.chances import percent

    shared = told.chance.hits > 0 and "splitting" not in told.chance.method
    for way in told.pathways:
        shares = (percent(way.in_order), percent(way.by_descent)) if shared else ("–", "–")
        yield way.name, *shares, percent(way.completes), percent(way.closed)
    if shared:
        yield "none of these", percent(told.no_pathway), "–", "–", "–"


def assumption_rows(told: Played) -> Iterator[tuple[object, ...]]:
    """One row an assumption, as ASSUMPTION_COLUMNS, the edges' sensitivities after them."""
    from foreshock.scenario.chances import percent

    for one in told.assumptions:
        yield one.what, one.value, one.because
    for edge in told.edges:
        ends = f"{percent(edge.without)} without, {percent(edge.low)} low, {percent(edge.high)} high"
        yield f"chance by edge {edge.name}", ends, f"noise of a difference {percent(edge.noise)}"
        yield f"size of edge {edge.name}", edge_sizes(edge), edge.days


def edge_sizes(edge: EdgeRow) -> str:
    """The declared range and, where the ledger speaks about it, what its days leave of it."""
    told = f"{edge.declared.low:g} to {edge.declared.high:g} declared"
    if edge.learnt is None:
        return told
    return f"{told}, {edge.learnt.low:.2g} to {edge.learnt.high:.2g} after the ledger's days (90 %)"


def tornado_rows(told: Played) -> Iterator[tuple[object, ...]]:
    """One row an intervention, as TORNADO_COLUMNS; model counterfactuals, not causes."""
    from foreshock.scenario.chances import percent
    from foreshock.scenario.pictures import points

    for row in told.tornado:
        ends = f"{points(row.ninety.low)} to {points(row.ninety.high)}"
        yield row.name, percent(row.chance), points(row.difference), ends, row.what


def play_json(told: Played) -> dict[str, Any]:
    """The whole play as plain values; days as ISO 8601."""
    return dataclasses.asdict(told)


def _row(what: str, chance: Chance) -> tuple[object, ...]:
    from foreshock.scenario.chances import percent

    spans = (f"{percent(one.low)} to {percent(one.high)}" for one in (chance.fifty, chance.ninety))
    return what, chance.bound or percent(chance.value), *spans, chance.words

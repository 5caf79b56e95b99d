"""The commands on forecasts: forecast, backtest and score."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from foreshock.cli import shell
from foreshock.cli.shell import AsOf, LedgerPath, Now, Seed, Since, app
from foreshock.errors import NoForecast

_SHORT = {"climatology": "clim.", "persistence": "pers."}
"""Names of baselines that would not fit a terminal of 80 columns."""


@app.command()
def forecast(
    issue: Annotated[bool, typer.Option("--issue", help="Keep them in the ledger, to be decided and scored.")] = False,
    horizon: Annotated[list[int] | None, typer.Option(min=1, max=365, help="Days ahead; default: 1, 7 and 28.")] = None,
    quads: Annotated[bool, typer.Option("--quads", help="The four quads instead of cooperation and conflict.")] = False,
    paths: Annotated[int, typer.Option(min=100, max=1_000_000, help="Simulated futures.")] = 1000,
    limit: Annotated[int, typer.Option(min=1, help="Show at most so many.")] = 40,
    json: Annotated[bool, typer.Option("--json", help="One forecast a line, whole.")] = False,
    since: Since = None,
    seed: Seed = 1,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    now: Now = None,
) -> None:
    """Forecast the acts of every pair that can be modelled, with four baselines beside every number."""
    from foreshock.desk import forecast as errand
    from foreshock.desk.open import open_ledger
    from foreshock.desk.track import issue as keep

    moment = now or shell.now()
    day = _cut(as_of, moment.date())
    open_day = moment.date() if as_of is None else None
    order = errand.Order(day, seed, tuple(sorted(set(horizon or (1, 7, 28)))), paths, since, quads, open_day)
    with open_ledger(shell.settings(), ledger, create=False, write=issue) as book:
        told = errand.forecast(book.as_of(as_of), order, moment)
        kept = keep(told, book, moment) if issue else 0
    _show(told, limit, json)
    shell.note(
        f"{shell.counted(len(told), 'forecast')} from {order.first} on"
        + (f"; {kept:,} new in the ledger" if issue else "")
    )


@app.command()
def backtest(
    fit_days: Annotated[int, typer.Option(min=30, help="Days that are fitted before the first is scored.")] = 150,
    quads: Annotated[bool, typer.Option("--quads", help="The four quads instead of cooperation and conflict.")] = False,
    since: Since = None,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
) -> None:
    """Forecast the ledger's own past day by day and score it beside the baselines."""
    from foreshock.desk import backtest as errand
    from foreshock.desk.forecast import Order
    from foreshock.desk.open import open_ledger
    from foreshock.desk.terminal import print_table

    day = _cut(as_of, shell.today())
    with open_ledger(shell.settings(), ledger, create=False) as book:
        order = Order(day, 1, since=since, quads=quads, unfinished=None if as_of else shell.today())
        rows = errand.backtest(book.as_of(as_of), order, fit_days)
    columns = ("baseline", "gain, nats an event", "error", "Brier of it", "Brier of the network")
    cells = [(r.baseline, f"{r.gain:+.4f}", f"{r.error:.4f}", f"{r.brier:.4f}", f"{r.network_brier:.4f}") for r in rows]
    print_table("gain of the network over each baseline, one day ahead", columns, cells)
    if rows:
        told = f"{shell.counted(rows[0].events, 'event')} on {shell.counted(rows[0].days, 'day')}"
        shell.note(f"{told}, {rows[0].first} to {rows[0].last}")
        shell.note(errand.CAVEAT)


@app.command()
def score(
    log: Annotated[
        Path | None,
        typer.Option(parser=shell.parse_path, metavar="FILE", help="Probabilities of others to keep, as JSON lines."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Show at most so many decided forecasts.")] = 20,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    now: Now = None,
) -> None:
    """Decide forecasts whose days are over, by the ledger itself, and show all scores beside the baselines'."""
    from foreshock.desk import track
    from foreshock.desk.open import open_ledger
    from foreshock.desk.terminal import print_table

    moment = now or shell.now()
    with open_ledger(shell.settings(), ledger, create=False, write=as_of is None) as book:
        if log is not None:
            shell.say(f"{track.log(track.lines_of(log), str(log), book, moment):,} answers of others are kept")
        if as_of is None:
            shell.note(f"{shell.counted(len(track.decide(book, moment)), 'forecast')} decided now")
        view = book.as_of(as_of)
        decided, void, open_still = track.record(view), track.voids(view), track.due(view, as_of or moment.date())
    rows = [
        (str(m.horizon_days), m.name, str(m.forecasts), _number(m.brier), _number(m.crps), _number(m.covered))
        for m in track.means(decided)
    ]
    print_table("scores", ("days", "forecaster", "forecasts", "Brier of any", "CRPS", "inside 95%"), rows)
    cells = [
        (*_question(one.forecast), _happened(one), _number(one.scores[0].crps), _number(one.scores[0].brier))
        for one in decided[-limit:]
    ]
    print_table("decided last", ("from", "days", "pair", "class", "told", "happened", "CRPS", "Brier"), cells)
    shell.note(f"{len(decided):,} decided, {open_still:,} open, {void or 'none'} void")


def _cut(as_of: date | None, today: date) -> date:
    """The first day that is not known: the one after `as_of`, or after today."""
    if as_of is not None and as_of > today:
        raise NoForecast(f"{as_of} is still to come", f"what is known is known by {today} at the latest")
    return (as_of or today) + timedelta(days=1)


def _show(told: list[Any], limit: int, json: bool) -> None:
    from foreshock.desk.terminal import print_table

    if json:
        import json as writer

        from foreshock.records.forecast_exchange import forecast_out

        shell.say(*(writer.dumps(forecast_out(one), ensure_ascii=False) for one in told))
        return
    told = sorted(told, key=lambda one: (one.question.horizon_days, -(one.answer.mean or 0.0)))
    longest = max((one.question.horizon_days for one in told), default=0)
    shown = [one for one in told if one.question.horizon_days == longest][:limit]
    names = [_SHORT.get(answer.name, answer.name) for answer in shown[0].baselines] if shown else []
    title = f"forecasts, {longest} days from {shown[0].question.first}" if shown else "forecasts"
    rows = [
        (
            " ".join(_question(one)[2:4]),
            _number(one.answer.mean),
            _ends(one),
            _chance(one.answer.probability),
            *(_number(x.mean) for x in one.baselines),
        )
        for one in shown
    ]
    print_table(title, ("pair, class", "mean", "95%", "P(any)", *names), rows)


def _question(one: Any) -> tuple[str, ...]:
    asked = one.question
    if asked.measure == "scenario":
        return (
            str(asked.first),
            str(asked.horizon_days),
            str(asked.scenario),
            "scenario",
            _chance(one.answer.probability),
        )
    pair = f"{asked.actor}>{asked.recipient}"
    return str(asked.first), str(asked.horizon_days), pair, str(asked.kind), _number(one.answer.mean)


def _happened(one: Any) -> str:
    """How many acts happened; for a scenario whether it came about."""
    if one.forecast.question.measure == "scenario":
        return "yes" if one.outcome.happened else "no"
    return str(one.outcome.count)


def _ends(one: Any) -> str:
    low, high = (one.answer.quantiles[at] for at in (0, -1))
    return f"{low:.0f}–{high:.0f}"


def _chance(value: float | None) -> str:
    """A probability in two places, and never as 0 or 1."""
    if value is None or 0.005 <= value < 0.995:
        return _number(value)
    return "<0.01" if value < 0.5 else ">0.99"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"

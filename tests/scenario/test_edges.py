"""What days say of a declared edge: a true one is found, one that is not there shrinks, the unseen stays declared."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from foreshock.forecast import State
from foreshock.forecast.network import dense, plain_network
from foreshock.records.scenario import Range, Scenario
from foreshock.scenario import read_scenario
from foreshock.scenario.edges import Believed, believed, between
from foreshock.scenario.fitting import fit_scenario
from foreshock.scenario.history import History, history
from foreshock.scenario.plans import assumed, middle
from foreshock.scenario.play import play, setup
from tests.scenario.made import START, imported

TEXT = """\
scenario: one
question: Does A strike B?
horizon: 20d
actors: {A: [ISR], B: [IRN], C: [IRQ]}
outcome: {by: A, to: B, type: ASSAULT, at_least: 1}
edges:
  - {from: "C>A THREATEN", to: "A>B ASSAULT", expect: 0.05..2, because: "Israel answers through Iran"}
"""
DAYS = 300


def scenario(text: str = TEXT) -> Scenario:
    return read_scenario(text)


def past(echo: float, seed: int = 4, text: str = TEXT) -> History:
    """Threats in clusters; strikes at random, and `echo` more for each threat over the days after it."""
    dice = np.random.default_rng(seed)
    rows, trace = [], 0.0
    for day in range(DAYS):
        threats = dice.poisson(1.2 if day % 40 < 6 else 0.02)
        strikes = dice.poisson(0.15 + echo * trace)
        trace = np.exp(-0.25) * trace + (1 - np.exp(-0.25)) * threats
        rows += [f"{day} IRQ>ISR THREATEN"] * threats + [f"{day} ISR>IRN ASSAULT"] * strikes
    return history(scenario(text), imported(*rows), START + timedelta(DAYS - 1))


def learnt(told: History, text: str = TEXT) -> Believed:
    marks = told.marks.named()
    means = told.daily().mean(axis=0)
    network = plain_network(marks, means, dense(np.zeros((len(marks), len(marks)))), np.array([0.25]))
    state = State(told.as_of + timedelta(1), np.zeros((len(marks), 1)))
    return believed(scenario(text), told, network, state)[0]


@pytest.mark.parametrize("echo", [0.3, 0.8])
def test_a_true_echo_lies_in_what_is_believed_and_narrows_the_range(echo: float) -> None:
    inside, widths = 0, []
    for seed in range(12):
        ends = learnt(past(echo, seed)).ninety()
        inside += ends.low <= echo <= ends.high
        widths.append(np.log(ends.high / ends.low))
    assert inside >= 8
    assert np.mean(widths) < 0.5 * 0.9 * np.log(2 / 0.05)


def test_where_nothing_follows_the_edge_is_believed_to_be_small() -> None:
    found = learnt(past(0.0))
    assert found.ninety().high < 0.5 and found.at(0.5) < between(Range(0.05, 2.0), 0.5)


def test_an_end_that_was_never_seen_leaves_the_range_as_declared() -> None:
    text = TEXT.replace("C>A THREATEN", "B>C COERCE")
    found = learnt(past(0.3, text=text), text)
    assert not found.learnt and "never seen" in found.days()
    assert [found.at(place) for place in (0.0, 0.5, 1.0)] == pytest.approx([0.05, 0.1**0.5, 2.0])


def test_the_days_behind_it_are_counted() -> None:
    told = history(
        scenario(),
        imported("0 IRQ>ISR THREATEN", "3 ISR>IRN ASSAULT", "3 ISR>IRN ASSAULT", "60 ISR>IRN ASSAULT"),
        START + timedelta(70),
    )
    found = learnt(told)
    assert (found.cause_days, found.effect_days, found.near, found.effect_acts, found.reach_days) == (1, 2, 2, 3, 12)
    assert found.days() == "1 day with the cause, 2 with the effect, 2 of its 3 acts within 12 days after one"


def test_what_is_believed_is_what_is_drawn_and_what_the_play_shows() -> None:
    told = past(0.0)
    tie = learnt(told)
    drawn = [one.edges[0] for one in assumed(scenario(), told, 40, 1, (tie,))]
    plain = [one.edges[0] for one in assumed(scenario(), told, 40, 1)]
    assert max(drawn) <= tie.sizes[-1] and np.median(drawn) == pytest.approx(tie.at(0.5), rel=0.1)
    assert np.median(plain) > np.median(drawn)
    assert middle(scenario(), told, (tie,)).edges == (tie.at(0.5),)
    fitted, state = fit_scenario(scenario(), told)
    shown = play(scenario(), told, fitted, state, setup(3, 288)).edges[0]
    assert shown.learnt is not None and shown.declared.low <= shown.learnt.low < shown.learnt.high < shown.declared.high
    assert "with the cause" in shown.days

"""Laws of incidents: one happening is one, two are two, and every tie can be read and added up."""

from __future__ import annotations

import random
import time
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.codebook.linking import joining, likeness_weights, reason_words
from foreshock.linking import Linked, link
from foreshock.linking.clusters import clusters
from foreshock.linking.compared import READ, START
from foreshock.linking.likeness import compare, kilometres, score
from foreshock.linking.tellings import tellings
from foreshock.records.columns import INCIDENTS
from foreshock.records.incident import Incident, Member
from tests.linking.kidnapping import reports_of_another, reports_of_one
from tests.linking.made import Row, event, events, figures

MOSQUE = "A suicide bomber killed 27 people at the Imam Sadiq mosque in Kuwait City"
RECALL = "Kuwait buries the victims of yesterday's bombing of the Imam Sadiq mosque in Kuwait City"
MARKET = "A car bomb killed nine people at a market in Baqubah"


def bombing(sentence: str, trigger: str, report: str, **given: Any) -> Row:
    told: dict[str, Any] = {
        "mode": "suicide-attack",
        "recipients": ["Imam Sadiq mosque"],
        "recipient_countries": ["KWT"],
    }
    return event(sentence, trigger, report, **(told | given))


def by_member(linked: Linked) -> dict[Member, str]:
    return {(r["report_id"], r["event_id"]): r["incident"] for r in linked.frame.iter_rows(named=True)}


def shared(linked: Linked) -> list[Incident]:
    return [incident for incident in linked.incidents if len(incident.members) > 1]


def test_three_hundred_reports_of_one_kidnapping_are_one_incident() -> None:
    rows, counted = reports_of_one(300)
    begun = time.monotonic()
    linked = link(events(rows), figures(counted))
    assert len(linked.incidents) == 1
    assert len(linked.incidents[0].members) == 300
    assert time.monotonic() - begun < 30


def test_two_kidnappings_in_one_country_and_one_week_stay_two() -> None:
    rows, counted = reports_of_one(40)
    linked = link(events(rows + reports_of_another(20)), figures(counted))
    found = sorted(len(incident.members) for incident in linked.incidents)
    assert found == [20, 40]
    for incident in linked.incidents:
        assert len({member[0][0] for member in incident.members}) == 1


def test_a_later_report_that_refers_back_joins_what_it_refers_to() -> None:
    rows = [bombing(MOSQUE, "killed", "r1"), bombing(RECALL, "bombing", "r2", later=1, mode="explosives")]
    rows.append(event(MARKET, "killed", "r3", recipients=["nine people"], recipient_countries=["IRQ"]))
    found = by_member(link(events(rows), figures()))
    assert found["r1", rows[0]["event_id"]] == found["r2", rows[1]["event_id"]]
    assert found["r3", rows[2]["event_id"]] not in {found["r1", rows[0]["event_id"]]}


def test_what_is_planned_is_not_what_has_happened() -> None:
    rows = [bombing(MOSQUE, "killed", "r1"), bombing(MOSQUE, "killed", "r2", standing="hypothetical")]
    linked = link(events(rows), figures())
    assert len(linked.incidents) == 2
    assert {incident.happened for incident in linked.incidents} == {True, False}


def test_a_denied_act_joins_the_incident_it_denies() -> None:
    denial = "The brigade denied that its bomber killed 27 people at the Imam Sadiq mosque in Kuwait City"
    rows = [bombing(MOSQUE, "killed", f"r{n}") for n in range(3)]
    rows.append(
        bombing(denial, "killed", "d", standing="negated", chain=["brigade"], chain_text="brigade: denied (denies)")
    )
    assert len(link(events(rows), figures()).incidents) == 1


def test_a_party_is_named_once_in_the_spelling_used_most() -> None:
    names = ("A bomber", "a bomber", "a bomber")
    rows = [bombing(MOSQUE, "killed", f"r{n}", actors=[name]) for n, name in enumerate(names)]
    (incident,) = link(events(rows), figures()).incidents
    assert incident.actors == ("a bomber",)


def test_every_event_is_in_one_incident_and_every_tie_adds_up() -> None:
    rows, counted = reports_of_one(30)
    frame = events(rows + reports_of_another(10))
    linked = link(frame, figures(counted))
    members = [member for incident in linked.incidents for member in incident.members]
    assert sorted(members) == sorted(zip(frame["report_id"], frame["event_id"], strict=True))
    for incident in linked.incidents:
        assert len(incident.because) == len(incident.members) - 1
        within = {incident.members[0]}
        for pair in incident.because:
            assert (pair.one in within) != (pair.other in within)
            within |= {pair.one, pair.other}
            assert pair.score == sum(part.value * part.weight for part in pair.parts)
        assert within == set(incident.members)


def test_the_because_of_the_frame_names_a_row_and_ends_in_its_score() -> None:
    rows, counted = reports_of_one(12)
    frame = link(events(rows), figures(counted)).frame
    tied = frame.filter(pl.col("score").is_not_null())
    assert len(tied) == 11
    for row in tied.iter_rows(named=True):
        known, _, why = row["because"].removeprefix("with ").partition(": ")
        assert known in {f"{r['report_id']}#{r['event_id']}" for r in frame.iter_rows(named=True)}
        *parts, last = why.split("; ")
        assert last == f"together {row['score']:+.2f}"
        assert sum(float(part.rsplit(" ", 1)[1]) for part in parts) == pytest.approx(
            row["score"], abs=0.005 * len(parts)
        )


def test_the_order_of_rows_changes_nothing() -> None:
    rows, counted = reports_of_one(40)
    rows += reports_of_another(20)
    first = link(events(rows), figures(counted))
    random.Random(1).shuffle(rows)
    again = link(events(rows), figures(counted))
    assert again.incidents == first.incidents
    assert again.frame.equals(first.frame)


def test_the_name_of_an_incident_stays_when_later_reports_join() -> None:
    rows, counted = reports_of_one(60)
    rows.sort(key=lambda row: (row["published"], row["report_id"]))
    few, all_of_them = link(events(rows[:20]), figures(counted)), link(events(rows), figures(counted))
    assert shared(few)[0].id == shared(all_of_them)[0].id


def test_a_score_is_the_same_from_either_side() -> None:
    rows, counted = reports_of_one(12)
    told = tellings(events(rows + reports_of_another(6)), figures(counted))
    for one in told:
        for other in told:
            assert score(one, other) == pytest.approx(score(other, one))
            assert score(one, other) == compare(one, other).score


def test_the_work_grows_with_the_reports_and_not_with_their_square() -> None:
    def seconds(count: int) -> float:
        rows, counted = reports_of_one(count)
        told, found = events(rows), figures(counted)
        begun = time.process_time()
        link(told, found)
        return time.process_time() - begun

    seconds(50)
    assert seconds(800) < 12 * seconds(200)


NOTHING: list[list[Row]] = [
    [],
    [event("Shots were heard", "Shots")],
    [event("Shots were heard", "Shots", published=None), event("Shots were heard", "Shots", "r2", published=None)],
    [event("", "", outlet=None, sentence_text=None, trigger_text=None, chain=None, chain_text=None, figures=None)],
    [event("Shots", "Shots", start=date(2024, 11, 1), end=None, precision="day"), event("Shots", "Shots", "r2")],
    [event("Shots", "Shots", actors=[None], actor_countries=[None]), event("Shots", "Shots", "r2")],
]


@pytest.mark.parametrize("rows", NOTHING)
def test_rows_that_tell_little_give_a_plain_result(rows: list[Row]) -> None:
    linked = link(events(rows), figures())
    assert linked.frame.columns == [column.name for column in INCIDENTS]
    assert len(linked.frame) == len(rows)
    assert sum(len(incident.members) for incident in linked.incidents) == len(rows)


def test_a_row_that_stands_twice_is_taken_once() -> None:
    row = bombing(MOSQUE, "killed", "r1")
    assert len(link(events([row, row]), figures()).frame) == 1


def test_a_chain_of_likenesses_does_not_make_a_group() -> None:
    scores = {(0, 1): 2.0, (1, 2): 1.5, (2, 3): 2.0, (0, 2): -9.0, (0, 3): -9.0, (1, 3): -9.0}
    pairs = [(value, a, b) for (a, b), value in scores.items()]
    assert clusters(4, pairs, lambda a, b: scores[a, b], joining()) == [[0, 1], [2, 3]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-5, 5), min_size=15, max_size=15))
def test_groups_part_all_mentions_and_join_none_whose_mean_is_low(values: list[float]) -> None:
    at = [(a, b) for a in range(6) for b in range(a + 1, 6)]
    scores = dict(zip(at, values, strict=True))
    groups = clusters(6, [(v, *p) for p, v in scores.items()], lambda a, b: scores[a, b], joining())
    assert sorted(n for group in groups for n in group) == list(range(6))
    for group in groups:
        most = joining().one_says
        within = [max(-most, min(most, scores[a, b])) for a in group for b in group if a < b]
        assert not within or sum(within) > 0


def test_kilometres_are_those_of_the_globe() -> None:
    assert kilometres((33.3, 44.4), (33.3, 44.4)) == 0
    assert kilometres((33.31, 44.36), (35.69, 51.42)) == pytest.approx(695, abs=10)


def test_every_feature_has_a_weight_and_words() -> None:
    assert likeness_weights().keys() | {READ, START} == reason_words().keys()


def test_what_is_told_of_a_time_that_is_over_does_not_bear_the_day_of_publication() -> None:
    over = event(MARKET, "killed", start=date(2024, 6, 1), end=date(2024, 6, 30), precision="month")
    still = event(MARKET, "killed", start=date(2024, 11, 1), end=date(2024, 11, 30), precision="month")
    untold = event(MARKET, "killed")
    days = [link(events([row]), figures()).incidents[0].day for row in (over, still, untold)]
    assert days == [None, date(2024, 11, 4), date(2024, 11, 4)]

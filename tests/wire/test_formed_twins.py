"""One report in every format: it is the same report, and the coder finds the same events in it."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from foreshock.coding import EventCoder, open_coder
from foreshock.desk.collect import Read, collect
from foreshock.records import CodedReport, Report
from foreshock.wire.doors import reports
from foreshock.wire.item import About, Item
from tests.coding.conftest import SMALL
from tests.wire.formed import ADDRESS, AT, AUTHOR, FORMS, OUTLET, TITLE

TOLD = About(published=date(2024, 10, 26), published_found="given")
TELLING = [name for name in FORMS if not name.startswith("strikes.txt")]
"""The formats that tell more than the text does."""


@cache
def coder() -> EventCoder:
    return open_coder(SMALL, kind="rules")


@cache
def found(name: str) -> Report:
    (report,) = reports(Item(name, FORMS[name]()), TOLD)
    assert isinstance(report, Report), report
    return report


def acts(coded: CodedReport) -> list[tuple[object, ...]]:
    """What is found, without where it stands."""
    text = coded.report.text
    return [
        (
            *(e.type, e.mode, e.standing, e.when.start, e.when.end, e.trigger.of(text)),
            *([x.name for x in side] for side in (e.actors, e.recipients)),
            [link.source.name for link in e.chain],
            e.sentence.of(text).removeprefix("# "),
        )
        for e in coded.events
    ]


@cache
def twin() -> list[tuple[object, ...]]:
    told = acts(coder().code(found("strikes.txt")))
    assert len(told) >= 8
    return told


@pytest.mark.parametrize("name", FORMS)
def test_every_format_gives_the_events_of_its_twin_in_plain_text(name: str) -> None:
    assert acts(coder().code(found(name))) == twin()


@pytest.mark.parametrize("name", FORMS)
def test_every_format_gives_title_and_outlet(name: str) -> None:
    assert (found(name).title, found(name).outlet) == (TITLE, OUTLET)


@pytest.mark.parametrize("name", TELLING)
def test_a_container_tells_author_address_and_the_moment_with_its_zone(name: str) -> None:
    (report,) = reports(Item(name, FORMS[name]()))
    assert isinstance(report, Report)
    assert (report.author, report.url) == (AUTHOR, ADDRESS)
    assert report.published_at == datetime.fromisoformat(AT)
    assert report.published_at.utcoffset() == datetime.fromisoformat(AT).utcoffset()
    assert report.published_found in ("meta", "header", "feed")


@pytest.mark.parametrize("name", FORMS)
def test_a_file_of_every_format_is_collected_from_a_folder(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FORMS[name]())
    (read,) = collect([tmp_path])
    assert isinstance(read, Read) and read.report.title == TITLE
    assert str(read.path).startswith(str(tmp_path / name))


def test_what_the_caller_tells_overrules_every_container() -> None:
    told = About(outlet="Harbour Times", title="Another title", published=date(2024, 1, 2), published_found="given")
    for name in FORMS:
        (report,) = reports(Item(name, FORMS[name]()), told)
        assert isinstance(report, Report)
        assert (report.outlet, report.title, report.published) == ("Harbour Times", "Another title", date(2024, 1, 2))

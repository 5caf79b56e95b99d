"""A site is asked once what it allows, and is left alone where it says no or cannot say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreshock.records.watched import House
from foreshock.wire.addresses import read_address
from foreshock.wire.answer import Fetched, Refused
from foreshock.wire.network import network
from foreshock.wire.robots import Allows, Courtesy, page_reserves

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Site:
    """A site that answers by path, 404 where nothing is told, and keeps what it was asked."""

    def __init__(self, **answers: Fetched | Refused | str) -> None:
        self.answers, self.asked = answers, list[str]()

    def __call__(self, address: str) -> Fetched | Refused:
        self.asked.append(address)
        told = self.answers.get("robots" if address.endswith("/robots.txt") else "tdm", "")
        if isinstance(told, str):
            return Fetched(address, address, 200 if told else 404, told.encode())
        return told


def allows(site: Site, at: str = "https://news.example/a") -> Allows:
    return Courtesy(site, lambda: NOON).of(read_address(at))


def why(site: Site, path: str = "/a", agreed: bool = False) -> str | None:
    place = read_address(f"https://news.example{path}")
    refusal = allows(site).why_not(place, agreed)
    return refusal.why if refusal else None


def status(number: int) -> Fetched:
    return Fetched("", "", number)


@pytest.mark.parametrize("number", [400, 401, 403, 404, 410])
def test_a_site_without_robots_allows_all(number: int) -> None:
    assert why(Site(robots=status(number))) is None


@pytest.mark.parametrize("number", [429, 500, 503])
def test_a_site_whose_robots_cannot_be_had_is_left_alone_for_an_hour(number: int) -> None:
    assert str(number) in str(why(Site(robots=status(number))))
    assert allows(Site(robots=status(number))).house.until == NOON + timedelta(hours=1)
    assert why(Site(robots=Refused("", "time", "silent")))


def test_our_own_name_goes_before_the_star() -> None:
    told = (
        "User-agent: *\nDisallow: /\n\nUser-agent: foreshock\nDisallow: /closed\nAllow: /closed/but\nCrawl-delay: 7\n"
    )
    site = Site(robots=told)
    assert why(site, "/open") is None and why(site, "/closed/but/this") is None
    assert why(site, "/closed/x") == "robots.txt does not want it read"
    assert allows(site).delay == 7


def test_a_crawl_delay_beyond_reason_is_cut() -> None:
    assert allows(Site(robots="User-agent: *\nCrawl-delay: 99999")).delay == network().courtesies.longest_delay_seconds
    assert allows(Site()).delay == network().courtesies.host_seconds


def test_only_the_first_half_megabyte_of_robots_is_read() -> None:
    told = "User-agent: *\n" + "#" * network().courtesies.robots_bytes + "\nDisallow: /"
    assert why(Site(robots=told)) is None


def test_a_site_is_asked_once_a_day() -> None:
    site, clock = Site(), [NOON]
    courtesy = Courtesy(site, lambda: clock[0])
    for hours in (0, 23, 25):
        clock[0] = NOON + timedelta(hours=hours)
        courtesy.of(read_address("https://news.example/x"))
    assert site.asked.count("https://news.example/robots.txt") == 2
    assert len(courtesy.taken()) == 1 and not courtesy.taken()


def test_what_was_held_is_not_asked_again() -> None:
    site = Site()
    held = House("https://news.example", NOON + timedelta(hours=1), "User-agent: *\nDisallow: /")
    assert (
        Courtesy(site, lambda: NOON, [held])
        .of(read_address("https://news.example/"))
        .why_not(read_address("https://news.example/"))
    )
    assert site.asked == []


def test_a_word_against_mining_holds_for_its_places_unless_it_was_agreed() -> None:
    told = '[{"location": "/free/*", "tdm-reservation": 0}, {"location": "/*.html$", "tdm-reservation": 1}]'
    site = Site(tdm=told)
    assert why(site, "/free/a.html") is None and why(site, "/a.htmlx") is None
    assert "reserves" in str(why(site, "/a.html"))
    assert why(site, "/a.html", agreed=True) is None


@given(st.binary(max_size=200))
def test_whatever_a_site_says_is_taken_as_something(raw: bytes) -> None:
    site = Site(robots=Fetched("", "", 200, raw), tdm=Fetched("", "", 200, raw))
    refusal = allows(site).why_not(read_address("https://news.example/a"))
    assert refusal is None or refusal.cause in ("robots", "reserved")
    assert allows(site).delay >= network().courtesies.host_seconds


@pytest.mark.parametrize(
    ("raw", "reserved"),
    [
        (b'<meta name="tdm-reservation" content="1">', True),
        (b"<META content=1 name=tdm-reservation >", True),
        (b'<meta name="tdm-reservation" content="0">', False),
        (b'<meta name="description" content="1">', False),
    ],
)
def test_a_page_may_say_it_itself(raw: bytes, reserved: bool) -> None:
    assert page_reserves(Fetched("", "", 200, raw)) is reserved
    assert page_reserves(Fetched("", "", 200, raw, reserved=True))

"""Watching brings each new report once, its edits as versions, its withdrawals as such, whatever happens between."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from foreshock.desk.feeds import health
from foreshock.desk.visit import World, fetches, read_allowed
from foreshock.desk.watch import Happened, duration, watch
from foreshock.ledger import Ledger
from foreshock.records.watched import Polled
from foreshock.wire.feeds import Feed
from tests.desk.made import OneVerbCoder
from tests.desk.test_add import WIRE
from tests.wire.servers import Server, answer, serving, to

STRUCK = "Army strikes town\n\nHARBOUR (Levant Wire) - The army struck the town on {day}. It left.\n"
START = datetime(2026, 11, 20, 12, tzinfo=UTC)


def entry(number: int, edited: str = "", link: str | None = None) -> str:
    place = f"/page/{number}" if link is None else link
    return (
        f"<item><guid isPermaLink='false'>n{number}</guid><title>Army strikes town {number}{edited}</title>"
        f"<link>{place}</link><pubDate>Fri, 20 Nov 2026 {number % 24:02}:00:00 GMT</pubDate>"
        f"<description>The army struck the town, {number}{edited}.</description></item>"
    )


def rss(*entries: str) -> bytes:
    told = f"<rss version='2.0'><channel><title>Levant Wire</title>{''.join(entries)}</channel></rss>"
    return answer(told, kind="application/rss+xml")


def page(number: int, edited: str = "") -> bytes:
    return answer(STRUCK.format(day=f"Monday, {number}{edited}"), kind="text/plain")


@dataclass
class Clock:
    """The moment that the test says it is; a sleep takes no time but moves it on."""

    moment: datetime = START
    naps: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    def steady(self) -> float:
        return self.moment.timestamp()

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)

    def later(self, **told: float) -> None:
        self.moment += timedelta(**told)


@dataclass
class Desk:
    """A server, a ledger, and a run of watching at the clock's moment."""

    server: Server
    book: Ledger
    clock: Clock
    coder: OneVerbCoder = field(default_factory=OneVerbCoder)
    full: bool = True
    allowed: tuple[str, ...] = ("127.0.0.1",)

    def feed(self, path: str = "/feed") -> Feed:
        return Feed("Wire", self.server.url(path), outlet="Levant Wire", full=self.full)

    def run(self, *paths: str) -> list[Happened]:
        world = World(
            fetches(self.allowed),
            self.clock.now,
            self.clock.steady,
            self.clock.sleep,
            random.Random(7),
            workers=4,
            allowed=read_allowed(self.allowed),
        )
        return list(watch([self.feed(path) for path in paths or ("/feed",)], self.coder, self.book, world))

    def what(self, *paths: str) -> list[str]:
        """What became of entries, in the order of the alphabet."""
        return sorted(x.what for x in self.run(*paths) if x.what != "source")

    def source(self, path: str = "/feed") -> Polled:
        return self.book.sources()[self.server.url(path)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serving() as server, Ledger(tmp_path / "a.db") as book:
        yield Desk(server, book, Clock())


def test_new_entries_are_read_once_and_come_from_the_page_behind_them(desk: Desk) -> None:
    desk.server.routes |= {"/feed": rss(entry(1), entry(2)), "/page/1": page(1), "/page/2": page(2)}
    assert desk.what() == ["new", "new"]
    desk.clock.later(hours=1)
    assert desk.what() == []
    held = desk.book.reports()
    assert held["outlet"].to_list() == ["Levant Wire"] * 2
    assert sorted(held["url"]) == [desk.server.url("/page/1"), desk.server.url("/page/2")]
    assert held["published_found"].to_list() == ["feed", "feed"]
    assert len(desk.book.events()) == 2 and desk.book.verify().fault is None


def test_the_entry_itself_is_read_where_the_page_is_not_wanted(desk: Desk) -> None:
    desk.full = False
    desk.server.routes["/feed"] = rss(entry(1))
    assert desk.what() == ["new"]
    assert not [path for path in desk.server.paths() if path.startswith("/page")]
    assert desk.book.reports()["title"].to_list() == ["Army strikes town 1"]


def test_a_source_is_not_asked_before_its_time_and_what_is_held_is_not_sent_again(desk: Desk) -> None:
    desk.server.routes["/page/1"] = page(1)
    feed = rss(entry(1)).replace(b"Content-Type", b'ETag: "a"\r\nContent-Type')
    desk.server.routes["/feed"] = lambda x: answer(status=304) if x.headers.get("if-none-match") == '"a"' else feed
    desk.run()
    desk.clock.later(minutes=10)
    desk.run()
    assert desk.server.paths().count("/feed") == 1
    desk.clock.later(minutes=10)
    desk.run()
    assert desk.server.paths().count("/feed") == 2
    assert desk.source().state == "ok" and desk.source().last_success == desk.clock.moment


def test_a_sites_robots_are_asked_once_and_obeyed(desk: Desk) -> None:
    desk.server.routes |= {
        "/robots.txt": answer("User-agent: foreshock\nDisallow: /page/2\nCrawl-delay: 3\n", kind="text/plain"),
        "/feed": rss(entry(1), entry(2)),
        "/page/1": page(1),
        "/page/2": page(2),
    }
    told = {x.name: x for x in desk.run() if x.what != "source"}
    assert told[desk.server.url("/page/2")].why == "robots.txt does not want it read"
    assert "/page/2" not in desk.server.paths() and desk.server.paths().count("/robots.txt") == 1
    assert max(desk.clock.naps) >= 3
    desk.clock.later(hours=1)
    desk.run()
    assert desk.server.paths().count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("told", "held"),
    [
        ('[{"location": "/page/*", "tdm-reservation": 1}]', 0),
        ('[{"location": "/page/*", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]', 1),
        ("no json", 1),
    ],
)
def test_a_site_that_reserves_mining_is_not_read(desk: Desk, told: str, held: int) -> None:
    desk.server.routes |= {"/feed": rss(entry(1)), "/page/1": page(1)}
    desk.server.routes["/.well-known/tdmrep.json"] = answer(told, kind="application/json")
    happened = desk.run()
    assert len(desk.book.reports()) == (held if "location" not in told or held == 0 else 0)
    reserved = [x for x in happened if "reserves text and data mining" in x.why]
    assert bool(reserved) == (told != "no json")


def test_a_page_that_reserves_mining_is_not_kept(desk: Desk) -> None:
    desk.server.routes |= {
        "/feed": rss(entry(1), entry(2)),
        "/page/1": answer("<html><head><meta name='tdm-reservation' content='1'></head><p>x</p></html>"),
        "/page/2": answer("The army struck the town.", kind="text/plain", tdm_reservation="1"),
    }
    assert [x.why for x in desk.run() if x.what == "left out"] == [
        "the site reserves text and data mining (told by the page)"
    ] * 2
    assert desk.book.reports().is_empty()


def test_a_source_that_was_refused_is_asked_at_once_by_a_run_that_lets_its_host_in(desk: Desk) -> None:
    desk.server.routes |= {"/feed": rss(entry(1)), "/page/1": page(1)}
    desk.allowed = ()
    desk.run()
    assert desk.source().state == "refused" and desk.source().why == "this machine"
    desk.clock.later(minutes=1)
    assert desk.run() == [] and desk.server.asked == []
    desk.allowed = ("127.0.0.1",)
    assert desk.what() == ["new"] and desk.source().state == "ok"


def test_one_text_in_two_sources_is_held_twice_and_counts_once(desk: Desk) -> None:
    words = "The guards, who had waited there since the spring, opened the gate to nobody after the blast, he said. "
    text = STRUCK.format(day="Monday") + words * 2
    desk.server.routes |= {"/a": rss(entry(1)), "/page/1": answer(text, kind="text/plain")}
    desk.server.routes |= {"/b": rss(entry(2)), "/page/2": answer("Town struck\n\n" + text[19:], kind="text/plain")}
    desk.run("/a")
    (copy,) = [x for x in desk.run("/b") if x.what == "new"]
    original = next(iter(desk.book.families().values()))
    assert original in copy.whose and copy.report_id != original
    assert len(desk.book.reports()) == 2 and set(desk.book.families().values()) == {original}


def test_a_version_is_no_copy_of_the_one_that_it_replaces(desk: Desk) -> None:
    words = "The guards, who had waited there since the spring, opened the gate to nobody after the blast, he said. "
    desk.server.routes |= {"/feed": rss(entry(1)), "/page/1": answer(STRUCK + words * 2, kind="text/plain")}
    desk.run()
    desk.clock.later(days=1)
    edited = answer(STRUCK + words * 2 + "It then left for good.", kind="text/plain")
    desk.server.routes |= {"/feed": rss(entry(1, " edited")), "/page/1": edited}
    assert desk.what() == ["version"]
    assert len(desk.book.events()) == 1 and desk.book.families() == {}


def test_an_edited_article_is_a_new_version_of_the_same_report(desk: Desk) -> None:
    desk.server.routes |= {"/feed": rss(entry(1)), "/page/1": page(1)}
    desk.run()
    desk.clock.later(days=1)
    desk.server.routes |= {"/feed": rss(entry(1, " edited")), "/page/1": page(1, ", he corrected")}
    assert desk.what() == ["version"]
    assert len(desk.book.events()) == 1
    assert len(desk.book.as_of(START.date()).events()) == 1
    assert desk.book.verify().fault is None


def story(ending: str, head: str = "Envoys at odds") -> bytes:
    return answer(f"{head}\n\n{WIRE.partition(chr(10) * 2)[2]}\n{ending}\n", kind="text/plain")


def test_a_text_that_was_held_before_is_a_copy_as_it_arrives_and_counts_once(desk: Desk) -> None:
    desk.server.routes |= {"/feed": rss(entry(1)), "/page/1": story("The mill is shut.")}
    [first] = [x for x in desk.run() if x.what == "new"]
    assert first.whose == ""
    desk.server.routes |= {"/other": rss(entry(2)), "/page/2": story("More to follow soon.", "Talks go on")}
    [second] = [x for x in desk.run("/other") if x.what == "new"]
    assert second.whose.startswith(f"copy of {first.report_id} in Levant Wire, ")
    assert desk.book.families() == dict.fromkeys((first.report_id, second.report_id), first.report_id)
    assert len(desk.book.events()) == 2 and desk.book.acts()["incident"].n_unique() == 1
    assert desk.book.verify().fault is None


def test_a_version_is_no_copy_of_the_one_before_it_and_stays_in_its_family(desk: Desk) -> None:
    desk.server.routes |= {"/feed": rss(entry(1)), "/page/1": story("The mill is shut.")}
    [first] = [x for x in desk.run() if x.what == "new"]
    desk.server.routes |= {"/other": rss(entry(2)), "/page/2": story("More to follow soon.", "Talks go on")}
    desk.run("/other")
    desk.clock.later(days=1)
    desk.server.routes |= {"/feed": rss(entry(1, " edited")), "/page/1": story("The mill is shut, and its yard too.")}
    [newer] = [x for x in desk.run() if x.what == "version"]
    assert newer.whose == "" and desk.book.families()[str(newer.report_id)] == first.report_id
    assert len(desk.book.events()) == 2 and desk.book.acts()["incident"].n_unique() == 1


def test_a_page_that_is_edited_in_silence_is_found_when_it_is_looked_at_again(desk: Desk) -> None:
    desk.server.routes |= {"/feed": rss(entry(1)), "/page/1": page(1)}
    desk.run()
    desk.clock.later(hours=8)
    assert desk.what() == ["unchanged"]
    desk.server.routes["/page/1"] = page(1, ", he corrected")
    desk.clock.later(hours=60)
    assert desk.what() == ["version"]


def test_an_edit_of_a_feed_that_changes_no_word_of_the_page_is_no_version(desk: Desk) -> None:
    desk.server.routes |= {"/feed": rss(entry(1)), "/page/1": page(1)}
    desk.run()
    desk.clock.later(hours=1)
    desk.server.routes["/feed"] = rss(entry(1).replace("The army struck", "An army struck"))
    assert desk.what() == ["unchanged"]


def test_an_entry_that_left_the_list_and_whose_page_is_gone_is_withdrawn_from_that_day_on(desk: Desk) -> None:
    desk.server.routes |= {"/feed": rss(entry(1), entry(2)), "/page/1": page(1), "/page/2": page(2)}
    desk.run()
    desk.clock.later(days=3)
    desk.server.routes |= {"/feed": rss(entry(2)), "/page/1": answer(status=410)}
    told = [x for x in desk.run() if x.what == "withdrawn"]
    assert [x.why for x in told] == ["its page answers 410"]
    assert len(desk.book.events()) == 1 and len(desk.book.as_of(START.date()).events()) == 2
    assert desk.book.coded(str(told[0].report_id)).events
    assert desk.book.verify().fault is None


def test_one_404_withdraws_nothing_and_a_second_does(desk: Desk) -> None:
    desk.server.routes |= {"/feed": rss(entry(1), entry(2)), "/page/1": page(1), "/page/2": page(2)}
    desk.run()
    desk.clock.later(hours=1)
    desk.server.routes |= {"/feed": rss(entry(2)), "/page/1": answer(status=404)}
    assert [(x.what, x.why) for x in desk.run() if x.what != "source"] == [("kept", "its page answers 404")]
    assert len(desk.book.events()) == 2
    desk.clock.later(hours=2)
    assert desk.what() == ["withdrawn"] and len(desk.book.events()) == 1


def test_an_entry_that_waits_is_not_left_out_as_well(desk: Desk) -> None:
    gone, shut = (desk.server.url(f"/page/{n}") for n in (1, 3))
    desk.server.routes |= {"/feed": rss(entry(1), entry(2), entry(3))}
    desk.server.routes |= {"/page/1": answer(status=404), "/page/2": page(2), "/page/3": answer(status=403)}
    desk.run()
    (one,) = health(desk.book)
    assert one.cells()[5:9] == ("3", "1", "1", "1")
    assert one.unread == (("waiting", gone, "its page answers 404"),)
    assert [entry for entry, _ in one.left_out] == [shut]
    assert list(one.lines())[1] == f"Wire: waiting {gone}: its page answers 404"
    assert one.told()["unread"] == [{"state": "waiting", "entry": gone, "why": "its page answers 404"}]


def test_of_several_reports_on_one_page_the_first_is_taken_and_the_others_are_said(desk: Desk) -> None:
    rows = "".join(
        json.dumps({"text": f"The army struck the town on {day}. It left."}) + "\n" for day in ("Monday", "Friday")
    )
    desk.server.routes |= {"/feed": rss(entry(1)), "/page/1": answer(rows, kind="application/x-ndjson")}
    [told] = [x for x in desk.run() if x.what != "source"]
    assert (told.what, told.why) == (
        "new",
        "its page holds further reports; the first was taken, the others were left out",
    )
    assert len(desk.book.reports()) == 1


def test_an_entry_that_only_grew_old_stays(desk: Desk) -> None:
    desk.server.routes |= {"/feed": rss(entry(1), entry(2)), "/page/1": page(1), "/page/2": page(2)}
    desk.run()
    desk.clock.later(hours=1)
    desk.server.routes["/feed"] = rss(entry(2))
    assert desk.what() == ["unchanged"] and len(desk.book.events()) == 2


def test_a_tombstone_in_an_atom_feed_withdraws(desk: Desk) -> None:
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'>"
        "<title>Levant Wire</title><id>f</id><updated>2026-11-20T12:00:00Z</updated>{}</feed>"
    )
    one = (
        "<entry><id>urn:n1</id><title>Army strikes</title><updated>2026-11-20T12:00:00Z</updated>"
        "<content>The army struck the town, and it left in the night.</content></entry>"
    )
    why = "<at:comment>Wrong town</at:comment>"
    grave = f"<at:deleted-entry ref='urn:n1' when='2026-11-21T09:00:00Z'>{why}</at:deleted-entry>"
    desk.server.routes["/feed"] = answer(atom.format(one), kind="application/atom+xml")
    assert desk.what() == ["new"]
    desk.clock.later(days=1)
    desk.server.routes["/feed"] = answer(atom.format(grave), kind="application/atom+xml")
    told = [x for x in desk.run() if x.what == "withdrawn"]
    assert [x.why for x in told] == ["its source took it back: Wrong town"]
    assert desk.book.events().is_empty() and len(desk.book.as_of(START.date()).events()) == 1


STATES: list[tuple[bytes, str, str]] = [
    (answer(status=403), "forbidden", "answers 403"),
    (answer(status=404), "missing", "answers 404"),
    (answer(status=410), "gone", "gone (410)"),
    (answer(status=500), "failing", "answers 500"),
    (answer(status=429, Retry_After="7200"), "backing off", "answers 429"),
    (answer("<html><p>Sign in</p></html>"), "broken", "hoped for a feed"),
    (answer("x", kind="image/png"), "broken", "image/png"),
    (answer("<rss version='2.0'><channel><title>x</title></channel></rss>", kind="text/xml"), "empty", "no entries"),
    (rss(entry(1).replace("pubDate", "other")), "undated", "no entry tells its day"),
    (to("http://169.254.169.254/"), "refused", "metadata"),
    (b"rubbish", "unreachable", "rules of HTTP"),
]


@pytest.mark.parametrize(("said", "state", "why"), STATES)
def test_the_state_of_a_source_is_told_in_words(desk: Desk, said: bytes, state: str, why: str) -> None:
    desk.server.routes["/feed"] = said
    told = [x for x in desk.run() if x.what == "source"]
    assert len(told) == 1 and told[0].polled == desk.source()
    assert (desk.source().state, why in desk.source().why) == (state, True), desk.source().why


def test_a_source_that_is_gone_is_asked_no_more(desk: Desk) -> None:
    desk.server.routes["/feed"] = answer(status=410)
    desk.run()
    desk.clock.later(days=40)
    desk.run()
    assert desk.server.paths().count("/feed") == 1


def test_a_site_that_asks_for_two_hours_gets_them(desk: Desk) -> None:
    desk.server.routes["/feed"] = answer(status=429, Retry_After="7200")
    desk.run()
    desk.clock.later(minutes=119)
    desk.run()
    assert desk.server.paths().count("/feed") == 1
    desk.clock.later(minutes=5)
    desk.run()
    assert desk.server.paths().count("/feed") == 2


def test_a_source_that_moved_for_good_is_asked_where_it_is(desk: Desk) -> None:
    desk.server.routes |= {"/feed": to("/new", 301), "/new": rss(entry(1)), "/page/1": page(1)}
    desk.run()
    assert desk.source().state == "moved" and desk.server.url("/new") in desk.source().why
    desk.clock.later(hours=1)
    desk.run()
    assert desk.server.paths().count("/feed") == 1 and desk.server.paths().count("/new") == 2


def test_a_page_that_fails_for_a_while_is_tried_again_and_lost_only_after_the_last_try(desk: Desk) -> None:
    desk.server.routes |= {"/feed": rss(entry(1)), "/page/1": answer(status=503)}
    assert desk.what() == ["left out"]
    desk.clock.later(minutes=15)
    desk.server.routes["/page/1"] = page(1)
    assert desk.what() == ["new"]


def test_a_source_that_begins_to_fail_and_one_that_recovers_are_known_from_that_day_on(desk: Desk) -> None:
    desk.server.routes["/feed"] = answer(status=403)
    desk.run()
    desk.clock.later(days=2)
    desk.server.routes["/feed"] = rss()
    desk.run()
    notes = [note.told["state"] for _, note in desk.book.notes("source")]
    assert notes == ["forbidden", "empty"] and desk.book.verify().fault is None


def test_one_failing_source_keeps_no_other_from_being_read(desk: Desk) -> None:
    desk.server.routes |= {"/bad": b"rubbish", "/feed": rss(entry(1)), "/page/1": page(1)}
    assert desk.what("/bad", "/feed") == ["new"]


def test_a_report_that_was_taken_down_is_not_brought_back(desk: Desk) -> None:
    desk.server.routes |= {"/feed": rss(entry(1)), "/page/1": page(1)}
    desk.run()
    gone = desk.book.reports()["report_id"].item()
    desk.book.take_down(gone, "ada", "asked for", desk.clock.moment)
    desk.clock.later(hours=1)
    desk.server.routes["/feed"] = rss(entry(1).replace("n1", "n9"))
    assert desk.what() == ["unchanged", "unchanged"]
    assert not desk.book.reports()["title"].drop_nulls().to_list()


def test_pages_of_a_sitemap_are_read(desk: Desk) -> None:
    place = desk.server.url("/page/1")
    told = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{place}</loc></url></urlset>"
    desk.server.routes |= {"/map": answer(told, kind="application/xml"), "/page/1": page(1)}
    index = (
        "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        f"<sitemap><loc>{desk.server.url('/map')}</loc></sitemap></sitemapindex>"
    )
    desk.server.routes["/feed"] = answer(index, kind="application/xml")
    assert desk.what() == ["new"]


def test_watching_for_a_while_ends_after_it(desk: Desk, tmp_path: Path) -> None:
    desk.server.routes |= {"/feed": rss(entry(1)), "/page/1": page(1)}
    wait: Callable[[float], None] = time.sleep
    world = World(fetches(("127.0.0.1",)), lambda: datetime.now(UTC), time.monotonic, wait, random.Random(7))
    start = time.monotonic()
    told = list(watch([desk.feed()], desk.coder, desk.book, world, seconds=2.5))
    assert 2.4 < time.monotonic() - start < 10
    assert [x.what for x in told] == ["source", "new"]


@pytest.mark.parametrize(("told", "seconds"), [("90s", 90), ("30m", 1800), ("12h", 43200), ("7d", 604800)])
def test_a_duration_is_read(told: str, seconds: int) -> None:
    found = duration(told)
    assert found is not None and found.total_seconds() == seconds
    assert [duration(x) for x in ("", "s", "0s", "-1s", "1.5h", "5 weeks", "²s")] == [None] * 7

"""One address is fetched from a real server, or refused with its reason, and nothing is sent where nothing may be."""

from __future__ import annotations

import gzip
import resource
import socket
import ssl
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foreshock.wire.addresses import Address, read_allowed
from foreshock.wire.answer import Fetched, Refused
from foreshock.wire.fetch import Asked, Stream, Way, agent, connect, fetch, secure_by
from foreshock.wire.network import Seconds, network
from tests.wire.servers import Request, Server, answer, drip, serving, to, trusting

HERE = Way(allowed=read_allowed(["127.0.0.1"]))
HURRIED = replace(HERE, seconds=Seconds(resolve=0.5, connect=1.0, between=0.3, whole=1.0))


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as served:
        yield served


class Recorder:
    """A resolver that answers from a list, and a connector that keeps what it was asked and sends nothing."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.names, self.reached = list(answers), list[str](), list[str]()

    def resolve(self, host: str, port: int) -> list[str]:
        self.names.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def connect(self, ip: str, port: int, seconds: float) -> Stream:
        self.reached.append(ip)
        raise ConnectionRefusedError(111, "nobody there")

    def way(self) -> Way:
        return Way(resolve=self.resolve, connect=self.connect)


def got(told: Fetched | Refused) -> Fetched:
    assert isinstance(told, Fetched), told
    return told


def refused(told: Fetched | Refused) -> Refused:
    assert isinstance(told, Refused), told
    return told


def test_a_page_comes_with_what_its_head_says(server: Server) -> None:
    server.routes["/a?b=1"] = answer("Ü", kind="Text/HTML; charset=utf-8", ETag='"1"', Last_Modified="yesterday")
    page = got(fetch(server.url("/a?b=1#top"), HERE))
    assert (page.status, page.raw, page.kind, page.charset) == (200, "Ü".encode(), "text/html", "utf-8")
    assert (page.etag, page.modified, page.moved, page.hops) == ('"1"', "yesterday", None, (server.url("/a?b=1"),))


def test_the_reader_says_who_it_is_and_sends_nothing_that_knows_the_user(server: Server) -> None:
    server.routes["/"] = answer("x", Set_Cookie="id=7")
    way = replace(HERE, agent=agent("https://desk.example/bot"))
    fetch(server.url(), way)
    fetch(server.url(), way)
    sent = server.asked[1].headers
    assert sent["user-agent"].startswith("foreshock/") and "+https://desk.example/bot" in sent["user-agent"]
    assert set(sent) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert sent["host"] == f"127.0.0.1:{server.port}"


def test_a_line_break_in_the_link_of_the_agent_sends_no_header() -> None:
    assert "\r" not in agent("x\r\nEvil: 1") and "Evil: " not in agent("x\r\nEvil: 1")


def test_what_is_held_is_not_sent_again(server: Server) -> None:
    server.routes["/"] = lambda asked: (
        answer(status=304) if asked.headers.get("if-none-match") == '"1"' else answer("x")
    )
    assert got(fetch(server.url(), HERE, Asked(etag='"1"', modified="then"))).status == 304
    assert got(fetch(server.url(), HERE, Asked(etag='"2"'))).status == 200


@pytest.mark.parametrize("proxy", ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"])
def test_no_proxy_of_the_environment_is_asked(server: Server, proxy: str) -> None:
    server.routes["/"] = answer("direct")
    run = "from tests.wire.test_fetch import *; print(fetch(sys.argv[1], HERE).raw)"
    with serving({"http://x/": answer("by proxy")}) as other:
        done = subprocess.run(
            [sys.executable, "-c", run, server.url()],
            env={"PYTHONPATH": ":".join(sys.path), "PATH": "", proxy: other.url()},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.stdout == "b'direct'\n" and not other.asked, done.stderr


NOT_ASKED = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00:ec2::254", "::ffff:127.0.0.1", "64:ff9b::7f00:1"]


@pytest.mark.parametrize("ip", NOT_ASKED)
def test_no_packet_goes_where_a_name_leads_to_what_is_not_public(ip: str) -> None:
    seen = Recorder(["151.101.1.69", ip])
    told = refused(fetch("http://news.example/", seen.way()))
    assert (told.cause, seen.names, seen.reached) == ("address", ["news.example"], [])
    assert "news.example" in str(told) and "leads to" in told.why


LITERALS = [
    *("http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://0177.1/", "http://[::1]/"),
    *("http://[::ffff:127.0.0.1]/", "http://[::127.0.0.1]/", "http://169.254.169.254/latest/meta-data/"),
    *("http://[fd00:ec2::254]/", "http://０x7f.1/", "http://[fe80::1%25lo]/", "http://public.example@127.0.0.1/"),
    *("file:///etc/passwd", "http://news.example:25/", "dict://127.0.0.1/"),
]


@pytest.mark.parametrize("told", LITERALS)
def test_neither_a_resolver_nor_a_packet_is_spent_on_an_address_that_says_it_all(told: str) -> None:
    seen = Recorder(["151.101.1.69"])
    assert refused(fetch(told, seen.way())).cause == "address"
    assert (seen.names, seen.reached) == ([], [])


def test_a_name_is_resolved_once_and_the_connection_goes_to_the_address_that_was_judged() -> None:
    seen = Recorder(["151.101.1.69"], ["127.0.0.1"])
    assert refused(fetch("http://rebinding.example/", seen.way())).cause == "connect"
    assert (seen.names, seen.reached) == (["rebinding.example"], ["151.101.1.69"])


def test_a_name_that_turns_inward_between_two_hops_is_caught_at_the_second(server: Server) -> None:
    server.routes["/"] = to("/again")
    seen = Recorder(["127.0.0.1"], ["10.0.0.1"])
    way = Way(
        allowed=read_allowed(["127.0.0.1"]),
        resolve=seen.resolve,
        connect=lambda ip, port, s: connect(ip, server.port, s),
    )
    told = refused(fetch("http://rebinding.example/", way))
    assert told.cause == "address" and "10.0.0.1" in told.why
    assert seen.names == ["rebinding.example"] * 2 and server.paths() == ["/"]


@pytest.mark.parametrize(
    "place",
    [
        "http://169.254.169.254/latest/meta-data/",
        "//169.254.169.254/",
        "http://[::ffff:169.254.169.254]/",
        "http://10.0.0.1/",
        "file:///etc/passwd",
        "http://a@b/",
        "javascript:alert(1)",
    ],
)
def test_a_redirect_inward_is_refused_before_a_packet(server: Server, place: str) -> None:
    server.routes["/"] = to(place)
    reached: list[str] = []

    def watched(ip: str, port: int, seconds: float) -> Stream:
        reached.append(ip)
        return connect(ip, port, seconds)

    told = refused(fetch(server.url(), replace(HERE, connect=watched)))
    assert told.cause == "address" and told.why.startswith("led on to")
    assert reached == ["127.0.0.1"]


def test_the_permission_for_one_host_is_none_for_where_it_leads(server: Server) -> None:
    server.routes["/"] = to(server.url("/", host="127.0.0.2"))
    assert refused(fetch(server.url(), HERE)).cause == "address"
    only_this_port = Way(allowed=read_allowed([f"127.0.0.1:{server.port}"]))
    server.routes["/"] = to("http://127.0.0.1:1/")
    assert refused(fetch(server.url(), only_this_port)).cause == "address"


def test_five_redirects_are_followed_and_no_sixth(server: Server) -> None:
    server.routes |= {f"/{n}": to(f"/{n + 1}") for n in range(9)} | {"/9": answer("here")}
    page = got(fetch(server.url("/4"), HERE))
    assert page.raw == b"here" and len(page.hops) == 6
    assert "more than 5 times" in refused(fetch(server.url("/3"), HERE)).why
    assert len(server.asked) == 12


def test_a_circle_of_redirects_ends(server: Server) -> None:
    server.routes |= {"/": to("/b"), "/b": to("/")}
    assert refused(fetch(server.url(), HERE)).why == f"led on to {server.url('/b')}: leads on in a circle"


def test_a_page_has_moved_only_where_every_redirect_was_for_good(server: Server) -> None:
    server.routes |= {
        "/": to("/b", 301),
        "/b": to("/c", 308),
        "/c": answer("x"),
        "/d": to("/e", 301),
        "/e": to("/c", 302),
    }
    assert got(fetch(server.url(), HERE)).moved == server.url("/c")
    assert got(fetch(server.url("/d"), HERE)).moved is None


def test_who_is_asked_before_each_hop_may_say_no(server: Server) -> None:
    server.routes |= {"/": to("/closed"), "/closed": answer("x")}

    def permits(place: Address) -> Refused | None:
        return Refused(str(place), "robots", "robots.txt says no") if place.target == "/closed" else None

    assert refused(fetch(server.url(), HERE, Asked(permits=permits))).cause == "robots"
    assert server.paths() == ["/"]


def test_a_packed_page_is_unpacked(server: Server) -> None:
    server.routes["/gzip"] = answer(gzip.compress(b"a" * 9000), Content_Encoding="gzip")
    server.routes["/members"] = answer(gzip.compress(b"a") + gzip.compress(b"b") + b"rubbish", Content_Encoding="gzip")
    server.routes["/zlib"] = answer(zlib.compress(b"a" * 9000), Content_Encoding="deflate")
    bare = zlib.compressobj(wbits=-15)
    server.routes["/bare"] = answer(bare.compress(b"a" * 9000) + bare.flush(), Content_Encoding="deflate")
    assert got(fetch(server.url("/members"), HERE)).raw == b"ab"
    for path in ("/gzip", "/zlib", "/bare"):
        assert got(fetch(server.url(path), HERE)).raw == b"a" * 9000


def test_a_bomb_of_zeros_is_stopped_at_once_in_little_memory(server: Server) -> None:
    bomb = gzip.compress(b"\0" * 100_000_000)
    assert len(bomb) < 100_000
    server.routes["/"] = answer(bomb, Content_Encoding="gzip")
    run = (
        "import time, resource; from tests.wire.test_fetch import *; start = time.monotonic();"
        "told = fetch(sys.argv[1], HERE);"
        "print(told.cause, time.monotonic() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    with_bomb, without = (
        subprocess.run(
            [sys.executable, "-c", run, url], env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, text=True
        )
        for url in (server.url(), "http://127.0.0.2/")
    )
    cause, seconds, peak = with_bomb.stdout.split()
    assert cause == "size" and float(seconds) < 1.0, with_bomb.stderr
    assert int(peak) - int(without.stdout.split()[2]) < 30_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0


TOO_MUCH = replace(HERE, caps=replace(network().caps, wire_bytes=100_000, whole_bytes=300_000))
OPEN_END = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_a_body_without_an_end_is_cut_at_the_cap(server: Server) -> None:
    server.routes["/"] = drip(OPEN_END, b"x" * 50_000, 0)
    server.routes["/chunks"] = drip(CHUNKED, b"c350\r\n" + b"x" * 50_000 + b"\r\n", 0)
    server.routes["/packed"] = answer(gzip.compress(bytes(range(256)) * 2000), Content_Encoding="gzip")
    assert refused(fetch(server.url(), TOO_MUCH)).why == "more than 100,000 bytes"
    assert refused(fetch(server.url("/chunks"), TOO_MUCH)).cause == "size"
    assert "unpacked" in refused(fetch(server.url("/packed"), TOO_MUCH)).why


def test_headers_without_an_end_are_cut_at_the_cap(server: Server) -> None:
    server.routes["/"] = drip(b"HTTP/1.1 200 OK\r\n", b"X: " + b"x" * 30_000 + b"\r\n", 0)
    server.routes["/early"] = drip(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 0)
    assert refused(fetch(server.url(), HERE)).cause == "protocol"
    assert refused(fetch(server.url("/early"), HURRIED)).cause in ("size", "time")


@pytest.mark.parametrize(
    ("head", "piece", "wait"),
    [(b"HTTP/1.1 200", b"x", 0.1), (OPEN_END, b"x", 0.1), (b"", b"x", 5), (OPEN_END, b"x", 5)],
)
def test_a_slow_answer_is_waited_for_no_longer_than_told(
    server: Server, head: bytes, piece: bytes, wait: float
) -> None:
    server.routes["/"] = drip(head, piece, wait)
    start = time.monotonic()
    assert refused(fetch(server.url(), HURRIED)).cause == "time"
    assert time.monotonic() - start < 2


def test_a_resolver_that_does_not_answer_is_not_waited_for() -> None:
    def asleep(host: str, port: int) -> list[str]:
        time.sleep(5)
        return []

    start = time.monotonic()
    assert refused(fetch("http://news.example/", replace(HURRIED, resolve=asleep))).cause == "name"
    assert time.monotonic() - start < 2


def test_a_name_that_leads_nowhere_is_told(server: Server) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    for told in (
        replace(HERE, resolve=unknown),
        Recorder([]).way(),
        Recorder(["fe80::1%2"]).way(),
        Recorder(["x"]).way(),
    ):
        assert refused(fetch("http://news.example/", told)).cause == "name"


NO_HTTP = {
    "an old protocol": b"<html>HTTP/0.9 has no head</html>",
    "noise": bytes(range(256)) * 40,
    "nothing": b"",
    "another protocol": b"220 mail.example ESMTP\r\n",
    "a head alone": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n",
    "a body that ends early": b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "a length that is none": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
    "chunks that are none": CHUNKED + b"zz\r\nhello\r\n0\r\n\r\n",
    "chunks without end": CHUNKED + b"5\r\nhello\r\n",
    "a chunk too long": CHUNKED + b"2\r\nhello\r\n0\r\n\r\n",
    "a packing that was not asked": b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx",
    "packed twice": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Length: 1\r\n\r\nx",
    "not packed at all": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
    "packed and cut": answer(gzip.compress(b"hello")[:12], Content_Encoding="gzip"),
}


@pytest.mark.parametrize("what", sorted(NO_HTTP))
def test_an_answer_against_the_rules_is_refused_and_nothing_of_it_kept(server: Server, what: str) -> None:
    server.routes["/"] = NO_HTTP[what]
    assert refused(fetch(server.url(), HERE)).cause == "protocol"


def test_bytes_after_the_told_length_are_not_read(server: Server) -> None:
    server.routes["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more"
    assert got(fetch(server.url(), HERE)).raw == b"hello"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=300) | st.binary(max_size=200).map(lambda rest: b"HTTP/1.1 200 OK\r\n" + rest))
def test_whatever_bytes_come_there_is_an_answer_or_a_reason(server: Server, raw: bytes) -> None:
    server.routes["/"] = raw
    assert isinstance(fetch(server.url(), HURRIED), Fetched | Refused)


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "audio/mpeg", "font/woff2", "application/x-executable"])
def test_what_is_no_text_is_not_taken(server: Server, kind: str) -> None:
    server.routes["/"] = answer("x", kind=kind)
    assert refused(fetch(server.url(), HERE)).cause == "kind"


def test_a_wrong_charset_is_told_on_and_breaks_nothing(server: Server) -> None:
    server.routes["/"] = answer(b"\xff\xfe\x00", kind='text/html; charset="no such; thing"')
    assert got(fetch(server.url(), HERE)).charset == "no"


@pytest.mark.parametrize("status", [204, 400, 403, 404, 410, 429, 500, 503])
def test_the_body_of_an_error_is_not_read(server: Server, status: int) -> None:
    server.routes["/"] = drip(f"HTTP/1.1 {status} Said\r\nRetry-After: 7\r\n\r\n".encode(), b"x" * 9000, 0)
    page = got(fetch(server.url(), HERE))
    assert (page.status, page.raw, page.retry_after) == (status, b"", "7")


def test_the_next_address_of_a_name_is_tried_where_the_first_is_silent(server: Server) -> None:
    server.routes["/"] = answer("x")
    tried: list[str] = []

    def second(ip: str, port: int, seconds: float) -> Stream:
        tried.append(ip)
        if ip == "151.101.1.69":
            raise ConnectionRefusedError(111, "nobody there")
        return connect("127.0.0.1", server.port, seconds)

    seen = Recorder(["151.101.1.69", "151.101.65.69"])
    assert got(fetch("http://news.example/", Way(resolve=seen.resolve, connect=second))).ok
    assert tried == ["151.101.1.69", "151.101.65.69"]


def by_tls(server: Server, context: ssl.SSLContext) -> Way:
    """Every name leads to the server, by the refusals of a public address."""
    return Way(
        resolve=lambda host, port: ["151.101.1.69"],
        connect=lambda ip, port, seconds: connect("127.0.0.1", server.port, seconds),
        secure=secure_by(context),
        seconds=HURRIED.seconds,
    )


def test_a_certificate_is_checked_against_the_name_that_was_asked() -> None:
    with serving({"/": answer("safe")}, tls=True) as server:
        assert got(fetch("https://news.test/", by_tls(server, trusting()))).raw == b"safe"
        other = refused(fetch("https://other.test/", by_tls(server, trusting())))
        unknown = refused(fetch("https://news.test/", by_tls(server, ssl.create_default_context())))
    assert other.cause == unknown.cause == "tls"
    assert "certificate does not hold" in other.why


def test_a_server_that_breaks_tls_is_told() -> None:
    with serving({"/": answer("plain")}) as server:
        assert refused(fetch("https://news.test/", by_tls(server, trusting()))).cause in ("tls", "time")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mute = Server(silent.getsockname()[1])
        start = time.monotonic()
        assert refused(fetch("https://news.test/", by_tls(mute, trusting()))).cause == "time"
        assert time.monotonic() - start < 2


def test_a_way_from_https_to_http_is_told() -> None:
    with serving({"/plain": answer("x")}) as plain, serving({"/": to("http://news.test:8080/plain")}, tls=True) as safe:
        way = by_tls(safe, trusting())
        ports = {443: safe.port, 8080: plain.port}
        way = replace(way, connect=lambda ip, port, seconds: connect("127.0.0.1", ports[port], seconds))
        page = got(fetch("https://news.test/", way))
    assert page.remarks == ("led on from https to http: http://news.test:8080/plain",)


def test_a_server_is_asked_only_what_the_test_saw(server: Server) -> None:
    server.routes["/"] = lambda asked: answer(repr(asked))
    page = got(fetch(server.url(), HERE))
    assert page.raw == repr(Request("/", server.asked[0].headers)).encode()


def test_the_key_of_the_tests_vouches_for_no_name_of_the_world() -> None:
    told = (Path(__file__).parent / "tls" / "news.pem").read_text("ascii")
    assert told.startswith("-----BEGIN CERTIFICATE-----")

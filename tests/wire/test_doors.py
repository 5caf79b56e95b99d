"""Doors: containers in containers are walked within limits, and nothing on the way is lost in silence."""

from __future__ import annotations

import bz2
import gzip
import io
import random
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foreshock.errors import LeftAside, Stumbled, UnreadableReport, Withdrawn
from foreshock.records import Report
from foreshock.wire.bounds import bounds
from foreshock.wire.doors import READERS, Placed, Way, kinds_read, placed, reports
from foreshock.wire.flow import Flow, Tally, Unpacked
from foreshock.wire.item import About, Item
from foreshock.wire.kinds import table
from foreshock.wire.plain import read_plain
from tests.wire.formed import ADDRESS, BODY_HTML, FORMS, TEXT, TITLE, newsml, ninjs, page, record, rss, warc, zipped

PLAIN = TEXT.encode()


def found(name: str, raw: bytes, kind: str | None = None) -> tuple[list[Report], list[UnreadableReport]]:
    told = list(reports(Item(name, raw, kind)))
    return [x for x in told if isinstance(x, Report)], [x for x in told if isinstance(x, UnreadableReport)]


def numbered(number: int) -> bytes:
    return page(f"{TITLE}, part {number}", f"<p>Part {number}.</p>{BODY_HTML}")


def test_containers_are_walked_to_the_limit_of_depth_and_not_beyond() -> None:
    raw = PLAIN
    for _ in range(bounds().depth):
        raw = gzip.compress(raw)
    assert len(found("a.txt", raw)[0]) == 1
    texts, faults = found("a.txt", gzip.compress(raw))
    assert not texts and "deep" in str(faults[0])


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lambda x: zipped([("a.txt", x)])])
def test_a_hundred_megabytes_of_zeros_are_stopped_at_once(pack: Callable[[bytes], bytes]) -> None:
    raw = pack(bytes(100_000_000))
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    texts, (fault,) = found("zeros.txt.gz", raw)
    assert not texts and "times its size" in fault.seen
    assert time.perf_counter() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_bomb_within_an_archive_stops_no_other_record() -> None:
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip"
    bomb = record(gzip.compress(bytes(100_000_000)), head)
    texts, (fault,) = found("crawl.warc.gz", warc(record(numbered(1)), bomb, record(numbered(2))))
    assert len(texts) == 2
    assert str(fault.path) == "crawl.warc.gz, record 3" and "unpacks to more than" in fault.seen


@pytest.mark.parametrize("cut", [0.3, 0.5, 0.8, 0.99])
@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_cut_off_gives_what_came_before_and_one_error_with_the_record(cut: float, packed: bool) -> None:
    rows = [record(numbered(x)) for x in range(8)]
    raw = warc(*rows, packed=packed)
    part = raw[: int(len(raw) * cut)]
    texts, faults = found("crawl.warc.gz", part)
    whole, size = 0, len(warc(packed=packed)) - len(gzip.compress(record(page())) if packed else record(page()))
    for row in rows:
        size += len(gzip.compress(row)) if packed else len(row)
        whole += size <= len(part)
    assert len(texts) == whole and len(faults) == 1
    assert str(faults[0].path) == f"crawl.warc.gz, record {whole + 2}"


def test_a_byte_flipped_in_the_middle_of_an_archive_loses_only_what_comes_after() -> None:
    raw = bytearray(warc(*(record(numbered(x)) for x in range(8))))
    raw[len(raw) // 2] ^= 0xFF
    texts, (fault,) = found("crawl.warc.gz", bytes(raw))
    assert 3 <= len(texts) <= 4 and ", record " in str(fault.path)


def test_a_zip_member_that_is_broken_stops_no_other() -> None:
    raw = bytearray(zipped([("a.txt", PLAIN + b"a"), ("b.txt", PLAIN + b"b"), ("c.txt", PLAIN + b"c")]))
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as held:
        at = held.getinfo("b.txt").header_offset
    raw[at + 200] ^= 0xFF
    texts, (fault,) = found("set.zip", bytes(raw))
    assert len(texts) == 2 and str(fault.path) == "set.zip, b.txt"


def test_a_zip_is_read_in_place_and_its_names_lead_nowhere() -> None:
    names = ["../../outside.txt", "/etc/outside.txt", "C:\\outside.txt", "a/./../b.txt"]
    texts, faults = found("set.zip", zipped([(name, PLAIN + name.encode()) for name in names]))
    assert len(texts) == 4 and not faults
    assert not any(Path(name).exists() for name in names)


def test_a_zip_whose_members_overlap_is_refused() -> None:
    raw = zipped([(f"{x}.txt", random.Random(x).randbytes(4000)) for x in range(3)])
    with zipfile.ZipFile(io.BytesIO(raw)) as held:
        start = held.start_dir
    entry = raw[start : raw.find(b"PK\x01\x02", start + 4)]
    end = raw[raw.find(b"PK\x05\x06") :]
    body = entry * 50
    forged = raw[:start] + body + end[:8] + (50).to_bytes(2, "little") * 2 + len(body).to_bytes(4, "little")
    texts, (fault,) = found("set.zip", forged + start.to_bytes(4, "little") + b"\x00\x00")
    assert not texts and "overlap" in fault.seen


def test_pictures_styles_errors_and_revisits_of_an_archive_are_counted_by_reason() -> None:
    rows = [
        record(page()),
        record(b"\x89PNG\r\n\x1a\n", "HTTP/1.1 200 OK\r\nContent-Type: image/png"),
        record(b"\x89PNG\r\n\x1a\n", "HTTP/1.1 200 OK\r\nContent-Type: text/html"),
        record(b"p {}", "HTTP/1.1 200 OK\r\nContent-Type: text/css"),
        record(page(), "HTTP/1.1 404 Not Found\r\nContent-Type: text/html"),
        record(b"", kind="revisit"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
    ]
    texts, (fault,) = found("crawl.warc.gz", warc(*rows))
    assert len(texts) == 1 and isinstance(fault, LeftAside) and fault.exit_code == 0
    assert fault.counts == {
        "a PNG picture": 2,
        "text/css": 1,
        "answers with the status 404": 1,
        "seen before (revisits)": 1,
    }


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Encoding: gzip", gzip.compress(page())),
        ("Content-Encoding: gzip", page()),
        ("Transfer-Encoding: chunked", b"%x\r\n%b\r\n0\r\n\r\n" % (len(page()), page())),
        ("Transfer-Encoding: chunked", page()),
        ("Content-Encoding: deflate", gzip.zlib.compress(page())),  # type: ignore[attr-defined]
    ],
)
def test_a_body_is_read_packed_as_its_head_says_or_as_archivers_leave_it(head: str, body: bytes) -> None:
    row = record(body, f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}")
    (text,), faults = found("crawl.warc", warc(row, packed=False))
    assert text.title == TITLE and not faults


def test_the_day_of_fetching_is_a_flag_and_not_the_day_of_publication() -> None:
    bare = b"<html><body><h1>Army moves</h1><p>The army moved south on Monday, officials said.</p></body></html>"
    crawled = record(bare).replace(ADDRESS.encode(), b"https://levant-wire.example/strait")
    (text,), _ = found("crawl.warc", warc(crawled, packed=False))
    assert text.published is None and text.published_found == "unknown"
    assert "fetched on 2024-11-27 for a web archive" in text.flags


@pytest.mark.parametrize("raw", [ninjs("canceled"), ninjs("withheld", 3), newsml("canceled"), newsml("withheld", True)])
def test_what_its_publisher_took_back_is_named_and_not_read(raw: bytes) -> None:
    texts, (fault,) = found("item", raw)
    assert not texts and isinstance(fault, Withdrawn) and fault.exit_code == 0
    assert fault.url and fault.title == TITLE


def test_an_unpacked_stream_gives_the_same_bytes_whatever_its_parts_and_steps() -> None:
    dice = random.Random(7)
    pieces = [dice.randbytes(dice.randrange(200_000)) for _ in range(6)]
    for packing, pack in (("gzip", gzip.compress), ("bzip2", bz2.compress)):
        packed = b"".join(map(pack, pieces)) + b"\x00" * 700
        stream = io.BufferedReader(Unpacked("a", io.BytesIO(packed), packing, Tally()))
        out = b""
        while piece := stream.read(dice.randrange(1, 90_000)):
            out += piece
        assert out == b"".join(pieces)


def test_a_large_archive_is_read_as_it_comes() -> None:
    """Never more is asked of the stream than what the reports so far needed, and some to look ahead."""

    class Watched(io.BytesIO):
        furthest = 0

        def read(self, size: int | None = -1, /) -> bytes:
            held = super().read(size)
            Watched.furthest = max(Watched.furthest, self.tell())
            return held

        def seekable(self) -> bool:
            return False

    raw = gzip.compress(warc(*(record(numbered(x), kind="response") for x in range(600)), packed=False), 0)
    walk = placed(Flow("crawl.warc.gz", Watched(raw)), About(), Way())
    assert isinstance(next(walk), Placed)
    assert Watched.furthest < len(raw) / 8


def test_a_fault_of_a_reader_is_one_error_and_the_next_is_read() -> None:
    def clumsy(item: Item, told: About) -> Report:
        if b"stumble" in item.raw:
            raise IndexError("no such place")
        return read_plain(item, told)

    raw = zipped([("a.txt", b"They stumble."), ("b.txt", PLAIN)])
    readers = READERS | {"text": clumsy}
    told = list(placed(Flow("set.zip", io.BytesIO(raw)), About(), Way(readers=readers)))
    assert isinstance(told[0], Stumbled) and told[0].exit_code == 1 and isinstance(told[1], Placed)


NAMES = [*FORMS, "a", "", "-", "a.docx", "a.eml", "a.mbox", "a.pdf", "https://h.example/a?b=c", "a\x00b"]
KINDS = [None, *table().by_type, "image/png", "text/html; charset=utf-16", "nonsense"]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(raw=st.binary(max_size=400), name=st.sampled_from(NAMES), kind=st.sampled_from(KINDS))
def test_any_bytes_under_any_name_and_kind_give_reports_or_errors(raw: bytes, name: str, kind: str | None) -> None:
    check(Item(name, raw, kind))


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(FORMS)), st.data())
def test_a_damaged_file_of_any_format_gives_reports_or_errors(name: str, data: st.DataObject) -> None:
    raw = bytearray(FORMS[name]())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, max(len(raw) - 1, 0)))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    check(Item(data.draw(st.sampled_from([name, "a.txt"])), bytes(raw), data.draw(st.sampled_from(KINDS))))


def check(item: Item) -> None:
    told = list(reports(item))
    assert told, "nothing is dropped in silence"
    for one in told:
        if isinstance(one, Report):
            assert any(x.isalnum() for x in one.text)
            one.text.encode("utf8")
        else:
            assert isinstance(one, UnreadableReport) and not isinstance(one, Stumbled), repr(one)
            assert str(one).startswith(item.name)


def test_every_kind_of_the_table_that_is_a_text_is_read() -> None:
    assert {"text", "html", "feed", "json", "jsonl", "csv", "tsv", "newsml", "warc", "wacz", "zip"} <= kinds_read()


def test_a_box_of_letters_is_read_message_by_message_and_a_quoted_from_stays_in_its_letter() -> None:
    head = "From: Levant Wire <desk@levantwire.example>\nSubject: Part {}\nDate: Sat, 26 Oct 2024 09:30:00 +0300\n"
    body = "MIME-Version: 1.0\n\nThe army moved south on Monday, officials said.\n\n>From there it went on.\n"
    box = "".join(f"From desk Sat Oct 26 09:30:00 2024\n{head.format(n)}{body}\n" for n in (1, 2, 3))
    told = list(placed(Flow("a.mbox", io.BytesIO(box.encode())), About(), Way()))
    assert [x.name for x in told if isinstance(x, Placed)] == [f"a.mbox, message {n}" for n in (1, 2, 3)]
    assert all(isinstance(x, Placed) and "\n\nFrom there it went on." in x.report.text for x in told)


def test_a_feed_that_breaks_in_the_middle_gives_the_entries_before_and_one_error() -> None:
    raw = rss("<item><title>Second</title><description>The army moved on.</description></item><item><title>")
    texts, faults = found("feed.xml", raw[: raw.rindex(b"<item>") + 12])
    assert [x.title for x in texts][:2] == [TITLE, "Second"] and len(faults) == 1

"""Kinds: bytes go before names and told types, since both lie."""

from __future__ import annotations

import gzip

import pytest

from foreshock.errors import UnreadableReport
from foreshock.records import Report
from foreshock.wire.doors import kinds_read, reports
from foreshock.wire.item import Item
from foreshock.wire.kinds import find_kind, kind_of, suffix_of, table
from tests.wire.formed import FORMS, PARAGRAPHS, TEXT, page, rss, warc

PLAIN = TEXT.encode()


@pytest.mark.parametrize(
    ("name", "told", "raw", "kind"),
    [
        ("page.txt", None, page(), "html"),
        ("page.csv", "text/csv", page(), "html"),
        ("a.html", None, PLAIN, "text"),
        ("a", "text/html", PLAIN, "text"),
        ("a", "text/html; charset=utf-8", b"<p>The army moved.</p>", "html"),
        ("a.warc", "application/warc", gzip.compress(warc(packed=False)), "gzip"),
        ("a.warc.gz", None, warc(packed=False), "warc"),
        ("feed", "text/html", rss(), "feed"),
        ("feed", "text/plain", rss(), "feed"),
        ("feed", None, b"\xef\xbb\xbf  \n<!-- made by hand -->\n" + rss().partition(b"\n")[2], "feed"),
        ("a.xml", None, b"<?xml version='1.0'?><!DOCTYPE opml [<!ENTITY a 'b'>]><opml/>", "opml"),
        ("a.xml", None, b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "sitemap"),
        ("a.xml", None, b"<?xml version='1.0'?><x:newsItem xmlns:x='u'/>", "newsml"),
        ("a.xml", None, b"<?xml version='1.0'?><unknown/>", "xml"),
        ("a.pdf", "application/pdf", PLAIN, "text"),
        ("a.txt", "text/plain", b"%PDF-1.7 ...", "pdf"),
        ("a.json", "application/json", PLAIN, "json"),
        ("a.txt", None, b'{"text": "The army moved."}', "json"),
        ("a.txt", None, b"[Reuters] The army moved.", "text"),
        ("a.txt", None, b"{sic} The army moved.", "text"),
        ("-", None, b'{"text": "a"}\n{"text": "b"}\n', "jsonl"),
        ("a.json", None, b'{"text": "a"}\n{"text": "b"}\n', "json"),
        ("a", "application/octet-stream", PLAIN, "text"),
        ("a.csv", "text/plain", b"title,text\nA,B\n", "csv"),
        ("https://h.example/rows.csv?page=2#top", None, b"title,text\nA,B\n", "csv"),
        ("a.txt", None, b"From: a@b.example\nTo: c@d.example\nMessage-ID: <1@b>\n\nThe army moved.", "eml"),
        ("a.txt", None, b"From: the front\nTo: the rear\n\nThe army moved.", "text"),
        ("a.txt", "text/html", b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        ("a.txt", None, b"SQLite format 3\x00", "a ledger or another database"),
        ("a.txt", None, "\ufeff<html><body>".encode("utf-16-le"), "html"),
    ],
)
def test_the_kind_is_what_the_bytes_prove_and_else_what_is_told(
    name: str, told: str | None, raw: bytes, kind: str
) -> None:
    assert kind_of(Item(name, raw, told)) == kind


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.TXT", ".txt"),
        ("rows.csv.gz", ".csv"),
        ("notes.gz", ".gz"),
        ("set.zip, a/b/rows.tsv", ".tsv"),
        ("crawl.warc.gz, record 12", ""),
        ("https://h.example/feed.rss?x=1", ".rss"),
        ("C:\\wire\\a.html", ".html"),
        ("", ""),
    ],
)
def test_the_end_of_a_name_is_found_in_its_last_part(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


def test_every_kind_that_can_be_found_and_read_has_a_door() -> None:
    known = set(table().by_type.values()) | set(table().by_suffix.values()) | set(table().by_root.values())
    assert kinds_read() <= known
    for name, form in FORMS.items():
        assert find_kind(form()[: table().sniffed], name) in kinds_read()


def test_a_page_told_as_a_picture_is_read_and_a_picture_told_as_a_page_is_refused() -> None:
    (found,) = reports(Item("a.png", page(), "image/png"))
    assert isinstance(found, Report) and PARAGRAPHS[-1] in found.text
    (refused,) = reports(Item("a.html", b"\xff\xd8\xff\xe0 not a page", "text/html"))
    assert isinstance(refused, UnreadableReport) and "JPEG" in refused.seen

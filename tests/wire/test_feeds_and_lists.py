"""Feeds and lists of addresses: what a feed tells goes with each entry, and no list is taken for a report."""

from __future__ import annotations

import gzip
from datetime import date, datetime
from pathlib import Path

import pytest

from foreshock.errors import UnreadableReport
from foreshock.records import Report
from foreshock.wire.doors import reports
from foreshock.wire.item import About, Item
from foreshock.wire.lists import read_opml, read_sitemap
from foreshock.wire.syndication import SUMMARY, Entry, entries, read_feed
from tests.wire.formed import ADDRESS, AT, atom, rss

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>Ours</title></head><body>
<outline text="Region"><outline type="rss" text="Levant &lt;b&gt;Wire&lt;/b&gt;" xmlUrl="https://levantwire.example/feed"/>
<outline text="Twice" xmlUrl="https://levantwire.example/feed"/></outline>
<outline text="A file" xmlUrl="file:///etc/passwd"/><outline text="Script" xmlUrl="javascript:alert(1)"/>
<outline text="Harbour Times" title="Harbour Times" xmlUrl="http://harbour.example/rss"/></body></opml>"""
NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://levantwire.example/1</loc>
<lastmod>2024-11-28</lastmod><image:image><image:loc>https://levantwire.example/1.jpg</image:loc></image:image>
<news:news><news:publication><news:name>Levant Wire</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2024-11-27T09:30:00+03:00</news:publication_date><news:title>Army &amp; air force</news:title>
</news:news></url><url><loc>ftp://levantwire.example/2</loc></url></urlset>"""
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {y} "{f"&{x};" * 10}">' for x, y in zip("abcdefghi", "bcdefghij", strict=True)
)


def only(raw: bytes, name: str = "feed.xml", about: About | None = None) -> Report:
    (report,) = reports(Item(name, raw, None, about or About()))
    assert isinstance(report, Report), report
    return report


def item(more: str, version: str = "2.0") -> bytes:
    return f'<rss version="{version}"><channel><title>Levant Wire</title>{more}</channel></rss>'.encode()


def test_an_entry_knows_its_id_and_when_it_was_changed() -> None:
    (entry,) = entries(Item("feed.xml", atom()))
    assert isinstance(entry, Entry)
    assert (entry.id, entry.summary) == ("lw-1", False)
    assert entry.updated == datetime.fromisoformat("2024-10-26T12:00:00+03:00")
    assert entry.item.about.published_at == datetime.fromisoformat(AT)


def test_a_title_is_words_and_an_address_is_of_the_web() -> None:
    raw = item(
        "<item><title>Army &lt;img src=x onerror=alert(1)&gt; moves &amp;amp; stays</title>"
        "<link>javascript:alert(1)</link><description>The army moved south.</description></item>"
    )
    report = only(raw)
    assert report.title == "Army moves & stays" and report.url is None
    assert "onerror" not in report.text and "<" not in report.text


def test_a_relative_link_is_joined_to_the_address_of_its_feed() -> None:
    raw = item("<item><title>A</title><link>/2024/1</link><description>The army moved south.</description></item>")
    assert only(raw, about=About(url="https://levantwire.example/feed")).url == "https://levantwire.example/2024/1"
    assert only(raw).url is None


def test_an_entry_that_is_a_summary_of_what_it_leads_to_is_flagged() -> None:
    raw = item(f"<item><title>A</title><link>{ADDRESS}</link><description>The army moved south.</description></item>")
    assert SUMMARY in only(raw).flags
    assert SUMMARY not in only(rss()).flags


def test_an_entry_without_a_moment_has_none_and_the_feeds_own_is_not_taken_for_it() -> None:
    raw = item(
        "<pubDate>Wed, 27 Nov 2024 10:00:00 GMT</pubDate>"
        "<item><title>A</title><description>It moved.</description></item>"
    )
    assert only(raw).published is None


def test_an_entry_told_by_another_outlet_is_of_that_outlet() -> None:
    source = '<source url="https://harbour.example/rss">Harbour Times</source>'
    raw = item(f"<item><title>A</title>{source}<description>The army moved south.</description></item>")
    assert only(raw).outlet == "Harbour Times"


@pytest.mark.parametrize("version", ["0.91", "0.92", "2.0"])
def test_old_feeds_are_read(version: str) -> None:
    raw = item("<item><title>A</title><description>The army moved south.</description></item>", version)
    assert only(raw).outlet == "Levant Wire"


def test_the_name_of_a_file_in_place_of_a_feed_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_bytes(rss())
    told = read_feed(str(tmp_path / "secret.xml").encode())
    assert told["entries"] == []


@pytest.mark.parametrize(
    ("name", "root"), [("feed.xml", "rss"), ("list.opml", "opml"), ("map.xml", "urlset"), ("i.xml", "newsItem")]
)
def test_a_bomb_of_entities_is_one_error(name: str, root: str) -> None:
    raw = f"<?xml version='1.0'?>{BOMB}]><{root}><channel><title>&j;</title></channel></{root}>".encode()
    (fault,) = reports(Item(name, raw))
    assert isinstance(fault, UnreadableReport)


def test_an_outside_entity_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("The secret army moved.")
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    raw = doctype.encode() + item("<item><title>A</title><description>It moved. &x;</description></item>")
    assert all("secret" not in getattr(x, "text", "") for x in reports(Item("feed.xml", raw)))


def test_an_opml_list_gives_its_web_addresses_once_each_and_counts_the_others() -> None:
    listing = read_opml(Item("ours.opml", OPML.encode()))
    assert [(x.address, x.title) for x in listing.addresses] == [
        ("https://levantwire.example/feed", "Levant Wire"),
        ("http://harbour.example/rss", "Harbour Times"),
    ]
    assert listing.left_out == 2


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_news_sitemap_tells_title_outlet_and_moment(pack: type[bytes]) -> None:
    (listed,) = read_sitemap(Item("map.xml", NEWS.encode())).addresses
    assert (listed.address, listed.title, listed.outlet) == (
        "https://levantwire.example/1",
        "Army & air force",
        "Levant Wire",
    )
    assert listed.published_at == datetime.fromisoformat("2024-11-27T09:30:00+03:00")
    assert (listed.changed, listed.language, listed.index) == (date(2024, 11, 28), "en", False)
    (told,) = reports(Item("map.xml.gz", pack(NEWS.encode())))
    assert isinstance(told, UnreadableReport) and "a sitemap of 1 addresses" in told.seen and "watch" in told.hoped


def test_an_index_of_sitemaps_leads_to_further_sitemaps() -> None:
    raw = b"<sitemapindex><sitemap><loc>https://levantwire.example/1.xml.gz</loc></sitemap></sitemapindex>"
    assert [x.index for x in read_sitemap(Item("map.xml", raw)).addresses] == [True]


def test_a_list_given_as_a_report_says_what_to_do() -> None:
    (told,) = reports(Item("ours.opml", OPML.encode()))
    assert isinstance(told, UnreadableReport)
    assert "a list of 2 feeds" in told.seen and "`foreshock watch ours.opml`" in told.hoped


def test_a_list_longer_than_any_is_refused() -> None:
    outlines = "".join(f'<outline xmlUrl="http://h.example/{n}"/>' for n in range(200_001))
    with pytest.raises(UnreadableReport, match="more than 200,000"):
        read_opml(Item("a.opml", f"<opml><body>{outlines}</body></opml>".encode()))

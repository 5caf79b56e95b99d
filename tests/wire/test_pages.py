"""Web pages: the report comes out whole, and what is hidden, scripted or furniture does not."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from html import escape

import pytest

from foreshock.errors import UnreadableReport
from foreshock.records import Report
from foreshock.wire.hidden import hides
from foreshock.wire.item import About, Item
from foreshock.wire.page_text import read_bytes
from foreshock.wire.pages import moment, read_page
from foreshock.wire.zero import without_zero_width
from tests.wire.made.templates import BODY, TEMPLATES, TITLE, Template

SECRET = "Buried words that no reader of this page can see"
PLAIN = f"<html lang=en><body><h1>{TITLE}</h1>" + "".join(f"<p>{x}</p>" for x in BODY)


def page(html: str | bytes, kind: str | None = "text/html", told: About = About()) -> Report:  # noqa: B008
    raw = html if isinstance(html, bytes) else html.encode()
    return read_page(Item("a.html", raw, kind), told)


def coded_words(report: Report) -> str:
    return "\n".join(x.span.of(report.text) for x in report.parts if x.kind in ("title", "heading", "body"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda x: x.name)
def test_the_sentences_of_a_page_come_out_and_its_furniture_does_not(template: Template) -> None:
    report = page(template.html)
    words = coded_words(report)
    assert [x for x in template.body if x not in words] == []
    assert [x for x in template.junk if x in report.text] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda x: x.name)
def test_a_page_tells_its_title_outlet_author_day_and_language(template: Template) -> None:
    report = page(template.html)
    assert (report.title, report.outlet, report.author) == (template.title, template.outlet, template.author)
    assert (str(report.published), report.published_found) == (template.day, template.found)
    assert report.language == template.language


@pytest.mark.parametrize(
    "hidden",
    [
        f"<p hidden>{SECRET}</p>",
        f"<p style='display:none'>{SECRET}</p>",
        f"<p style='DISPLAY : NONE !important'>{SECRET}</p>",
        f"<div style='visibility:hidden'><p>{SECRET}</p></div>",
        f"<span style='font-size:0'>{SECRET}</span>",
        f"<span style='font-size: 0px; color: red'>{SECRET}</span>",
        f"<p style='opacity:0.0'>{SECRET}</p>",
        f"<p style='position:absolute;left:-9999px'>{SECRET}</p>",
        f"<p style='position:fixed; top:-100em'>{SECRET}</p>",
        f"<p style='text-indent:-9999px'>{SECRET}</p>",
        f"<p style='margin-left:-5000px'>{SECRET}</p>",
        f"<p style='height:0;overflow:hidden'>{SECRET}</p>",
        f"<p style='color:#fff;background:#fff'>{SECRET}</p>",
        f"<p style='color:transparent'>{SECRET}</p>",
        f"<p style='position:absolute;clip:rect(0,0,0,0)'>{SECRET}</p>",
        f"<p style='transform:scale(0)'>{SECRET}</p>",
        f"<style>.ghost{{display:none}}</style><p class='note ghost'>{SECRET}</p>",
        f"<style>/* a note */ p.ghost, #other {{ font-size: 0 }}</style><p class=ghost>{SECRET}</p>",
        f"<style>#ghost{{opacity:0}}</style><div id=ghost><p>{SECRET}</p></div>",
        f"<template><p>{SECRET}</p></template>",
        f"<noscript><p>{SECRET}</p></noscript>",
        f"<!-- {SECRET} -->",
    ],
)
def test_hidden_text_is_left_out_and_said(hidden: str) -> None:
    report = page(f"{PLAIN}{hidden}<p>The tide came back in the evening, said the harbour master.</p>")
    assert SECRET not in report.text
    assert any("left out" in x for x in report.flags), report.flags
    assert "The tide came back" in report.text


@pytest.mark.parametrize(
    "shown",
    [
        "color:#000;background:#fff",
        "font-size:10px",
        "font-size:0.9em",
        "opacity:0.8",
        "position:absolute;left:20px",
        "text-indent:-10px",
        "height:0",
        "left:-9999px",
        "display:block;overflow:hidden",
        "line-height:0.8",
    ],
)
def test_a_style_that_leaves_something_to_see_hides_nothing(shown: str) -> None:
    assert not hides(shown)


def test_what_is_hidden_on_paper_alone_is_read() -> None:
    style = "<style>@media print { .story { display:none } }</style>"
    report = page(f"{style}{PLAIN}<p class=story>All was calm at dusk, he said.")
    assert "All was calm at dusk" in report.text and report.flags == ()


def test_an_ornament_for_the_eye_alone_is_left_out_and_no_paragraph_is() -> None:
    report = page(f"{PLAIN}<span aria-hidden=true>»»»</span><div aria-hidden=true><p>{BODY[0]} Again.</p></div>")
    assert f"{BODY[0]} Again." in report.text and "»»»" not in report.text


def test_a_tag_that_the_page_writes_in_words_is_words() -> None:
    told = "The post read <script>alert(1)</script> and <img src=x onerror=alert(2)> in full, the ministry said."
    report = page(f"{PLAIN}<p>{escape(told)}</p>")
    assert told in report.text


def test_scripts_and_tracking_never_reach_the_text() -> None:
    traps = (
        "<script>document.write('written by a script')</script><img src='https://spy.example/p.gif' alt='spying eye'>"
        "<iframe src='https://spy.example'>framed words</iframe>"
        "<svg><text>drawn words</text></svg><a href='javascript:x()'>pier</a>"
    )
    report = page(f"{PLAIN}<p>The old {traps} was closed to everyone, the harbour master said on Friday.</p>")
    for word in ("written by", "spy", "framed words", "drawn words", "javascript"):
        assert word not in report.text
    assert "pier" in report.text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://a.example/x"]
)
def test_an_address_that_is_not_of_the_web_is_refused(address: str) -> None:
    report = page(f"<html><head><link rel=canonical href='{address}'></head>{PLAIN}")
    assert report.url is None and any("refused" in x for x in report.flags)


def test_the_canonical_address_is_kept() -> None:
    report = page(f"<html><head><link rel=canonical href='https://alderherald.example/a?b=1'></head>{PLAIN}")
    assert (report.url, report.outlet) == ("https://alderherald.example/a?b=1", "alderherald.example")


@pytest.mark.parametrize(
    ("text", "plain", "said"),
    [
        ("a\u200bb", "ab", False),
        ("می\u200cخواهد", "می\u200cخواهد", False),
        ("co\u00adoperate", "cooperate", False),
        ("a\u200b\u200c\u200d\u2060b", "ab", True),
        ("a\u202egnp\u202c", "agnp\u202c", True),
        ("flag \U000e0041\U000e0042", "flag ", True),
    ],
)
def test_letters_without_width_are_taken_out(text: str, plain: str, said: bool) -> None:
    assert without_zero_width(text) == (plain, said)


CYRILLIC = "Армия двинулась на юг в понедельник, сообщило министерство обороны. Причины не назвали."


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (f"<meta charset=utf-8><h1>Армия</h1><p>{CYRILLIC}".encode(), None),
        (f"<h1>Армия</h1><p>{CYRILLIC}".encode(), None),
        (f"<h1>Армия</h1><p>{CYRILLIC}".encode(), "text/html; charset=ISO-8859-1"),
        (f"<meta charset=windows-1251><h1>Армия</h1><p>{CYRILLIC}".encode("cp1251"), None),
        (f"<h1>Армия</h1><p>{CYRILLIC}".encode("cp1251"), 'text/html; charset="windows-1251"'),
        (f"<h1>Армия</h1><p>{CYRILLIC}".encode("koi8-r"), "text/html;charset=KOI8-R"),
        (
            f"<meta http-equiv=content-type content='text/html; charset=windows-1251'><p>{CYRILLIC}".encode("cp1251"),
            None,
        ),
        (f"<?xml version='1.0' encoding='windows-1251'?><html><p>{CYRILLIC}</html>".encode("cp1251"), None),
        (f"<h1>Армия</h1><p>{CYRILLIC}".encode("utf-16"), None),
        (b"\xef\xbb\xbf" + f"<meta charset=koi8-r><p>{CYRILLIC}".encode(), "text/html; charset=koi8-r"),
    ],
)
def test_an_encoding_is_marked_told_or_proven(raw: bytes, kind: str | None) -> None:
    report = page(raw, kind)
    assert CYRILLIC in report.text and report.language == "ru"


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (f"<p>{CYRILLIC}".encode("cp1251"), "unknown encoding"),
        (f"<meta charset=utf-8><p>{CYRILLIC}".encode("cp1251"), "broken characters"),
        (f"<meta charset=rot13><p>{CYRILLIC}".encode("cp1251"), "unknown encoding"),
        (b"", "empty"),
        (b"\x00\x01\x02\x03" * 400, "binary|encoding"),
        (b"<html><body></body></html>", "without a text|no web page"),
        (b"<script>only a script of some words here</script>", "without a text|no web page"),
        (b"<p hidden>" + b"word " * 50 + b"</p>", "without a text"),
        (b"<div>" * 20_000 + b"<p>deep words that nobody finds here</p>", "nested too deep"),
        (b"<p>flat words of one line</p>" * 700_000, "too large"),
        (b"<p>flat words of one line</p>" * 150_000, "too large"),
        (b"\x00" * 100_000_000, "too large"),
    ],
)
def test_what_is_no_page_of_a_report_is_refused_in_one_line(raw: bytes, seen: str) -> None:
    with pytest.raises(UnreadableReport, match=seen) as fault:
        page(raw)
    assert str(fault.value).startswith("a.html: ") and "\n" not in str(fault.value)


STORY = b"<article><h1>Army moves</h1><p>The army moved south on Monday, the minister said in Kelmare.</p>"
POST = (
    "<div class='post'><time>10:40</time><h2>Update {n}</h2><p>{n} The envoy said that the talks in Kelmare would go "
    "on all the same, and that two ministers left the hall before the end, the mayor of the town among them.</p></div>"
)


@pytest.mark.parametrize(
    ("more", "seen"),
    [
        (b"<p>" * 900_000, "more elements"),
        (b"<script></script>" * 160_000, "more elements"),
        (b"<ul><li>a</li></ul>" * 80_000, "more elements"),
        ((b"<div>" * 200 + b"a b" + b"</div>" * 200) * 1_200, "nested too deep"),
        ((b"<div>" * 200 + b"a b" + b"</div>" * 200) * 100, "nested too deep"),
    ],
    ids=["open paragraphs", "empty scripts", "lists of one", "deep again and again", "deep a hundred times"],
)
def test_a_page_made_to_be_slow_is_refused_before_it_costs_more_than_seconds(more: bytes, seen: str) -> None:
    began = time.process_time()
    with pytest.raises(UnreadableReport, match=seen) as fault:
        read_bytes(STORY + more, None)
    assert time.process_time() - began < 5
    assert "\n" not in str(fault.value)


def test_a_long_live_blog_is_read_whole() -> None:
    raw = STORY + "".join(POST.format(n=n) for n in range(8_500)).encode()
    assert 1_900_000 < len(raw) < 2_100_000
    text = read_bytes(raw, None)["text"]
    assert "Update 0" in text and "8499 The envoy" in text


def test_a_page_heavy_with_scripts_is_read_without_them() -> None:
    report = page(f"{PLAIN}<script>{'x = 1; ' * 600_000}</script><p>It was quiet in the harbour, he said.</p>")
    assert "It was quiet in the harbour" in report.text


def test_one_broken_letter_is_shown_as_such_and_said() -> None:
    raw = (
        f"<meta charset=utf-8>{PLAIN}".encode()
        + b"<p>The caf\xe9 on the quay stayed open, its owner said.</p>"
        + b"<p>The sea was calm.</p>" * 80
    )
    report = page(raw)
    assert "\N{REPLACEMENT CHARACTER}" in report.text and any("broken characters" in x for x in report.flags)


def test_the_caller_goes_before_the_container_and_the_container_before_the_page() -> None:
    html = TEMPLATES[0].html
    feed = About(outlet="A Feed", title="Of the feed", published=date(2024, 1, 2), published_found="feed")
    told = About(outlet="Of The Caller", language="de")
    report = read_page(Item("a.html", html.encode(), "text/html", feed), told)
    assert (report.outlet, report.title, report.language) == ("Of The Caller", "Of the feed", "de")
    assert (report.published, report.published_at, report.published_found) == (date(2024, 1, 2), None, "feed")
    assert report.author == "Mara Quill"


def test_a_language_that_the_page_tells_is_checked_against_its_text() -> None:
    report = page(PLAIN.replace("lang=en", "lang=fr"))
    assert report.language == "en" and "told to be in the language fr, reads as en" in report.flags


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("2024-11-26", date(2024, 11, 26)),
        ("2024-11-26T09:30:00+02:00", datetime(2024, 11, 26, 9, 30, tzinfo=timezone(timedelta(hours=2)))),
        ("2024-11-26T07:30:00.000Z", datetime(2024, 11, 26, 7, 30, tzinfo=UTC)),
        ("Tue, 26 Nov 2024 07:30:00 +0000", datetime(2024, 11, 26, 7, 30, tzinfo=UTC)),
        ("November 26, 2024", date(2024, 11, 26)),
        ("yesterday", None),
        ("20", None),
    ],
)
def test_a_machines_stamp_is_read_with_its_zone(told: str, read: date | None) -> None:
    found = moment(told)
    assert (found, getattr(found, "tzinfo", None)) == (read, getattr(read, "tzinfo", None))


def test_the_same_page_gives_the_same_report() -> None:
    for template in TEMPLATES:
        assert page(template.html) == page(template.html)


def test_the_paragraphs_of_a_short_report_stay_apart() -> None:
    raw = b"<html><body><nav>Home</nav><article><h1>Two soldiers killed</h1><p class='byline'>By Awa Keita</p>"
    raw += b"<p>Gunmen killed two soldiers near Gao on Tuesday.</p><p>France condemned the attack.</p></article>"
    report = read_page(Item("short.html", raw), About())
    assert "By Awa Keita Gunmen" not in report.text
    assert "Tuesday.\n\nFrance" in report.text

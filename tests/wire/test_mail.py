"""Letters: who wrote what when, without what was merely quoted; each file on a letter is an item of its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage

import pytest

from foreshock.errors import UnreadableReport
from foreshock.records import Report
from foreshock.wire.boxes import open_box
from foreshock.wire.docx import read_docx
from foreshock.wire.flow import flow_of
from foreshock.wire.item import About, Item
from foreshock.wire.letters import own_text
from foreshock.wire.mail import LETTER, open_message, read_letter
from foreshock.wire.pages import read_page
from tests.wire.made.templates import BODY, JUNK, TITLE, P
from tests.wire.made.twins import as_docx

STORY = "\n\n".join(BODY)


def message(text: str | None = STORY, html: str | None = None, **heads: str) -> EmailMessage:
    made = EmailMessage()
    told = {"From": "Mara Quill <mara@house.example>", "Subject": TITLE, "Date": "Tue, 26 Nov 2024 09:30:00 +0200"}
    for name, value in (told | {key.replace("_", "-"): x for key, x in heads.items()}).items():
        made[name] = value
    if text is not None:
        made.set_content(text)
    if html is not None and text is not None:
        made.add_alternative(html, subtype="html")
    elif html is not None:
        made.set_content(html, subtype="html")
    return made


def opened(raw: bytes | EmailMessage) -> list[Item | UnreadableReport]:
    return list(open_message(Item("a.eml", raw if isinstance(raw, bytes) else raw.as_bytes())))


def read(raw: bytes | EmailMessage) -> Report:
    first = opened(raw)[0]
    assert isinstance(first, Item), first
    return read_letter(first) if first.kind == LETTER else read_page(first)


def test_the_head_of_a_letter_tells_author_title_and_moment_with_its_zone() -> None:
    report = read(message())
    assert (report.author, report.outlet, report.title) == ("Mara Quill", None, TITLE)
    assert report.published_at == datetime(2024, 11, 26, 9, 30, tzinfo=timezone(timedelta(hours=2)))
    assert (report.published_found, report.language) == ("header", "en")
    assert [x.span.of(report.text) for x in report.parts if x.kind == "body"] == list(BODY)


@pytest.mark.parametrize(
    ("heads", "outlet"),
    [
        ({"From": "Alder Herald <news@alderherald.example>"}, "Alder Herald"),
        ({"From": "Tidings <t@tidings.example>", "List_Id": "<tidings.example>"}, "Tidings"),
        ({"From": "Mara Quill <mara@house.example>"}, None),
        ({"From": "mara@house.example"}, None),
    ],
)
def test_a_house_that_sends_is_an_outlet_and_a_person_an_author(heads: dict[str, str], outlet: str | None) -> None:
    report = read(message(**heads))
    assert report.outlet == outlet and (outlet is None or report.author is None)


def test_encoded_words_and_old_charsets_are_read() -> None:
    raw = (
        b"From: =?utf-8?b?0JzQsNGA0LAg0JrQstC40Ls=?= <m@house.example>\r\n"
        b"Subject: =?windows-1251?B?wPDs6P8g5OLo4fPy8f8=?=\r\n"
        b"Content-Type: text/plain; charset=windows-1251\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ) + "Армия двинулась на юг в понедельник, сообщило министерство обороны страны.".encode("cp1251")
    report = read(raw)
    assert (report.author, report.language) == ("Мара Квил", "ru") and report.text.startswith("Армия двинулась")
    assert report.title and report.title.startswith("Армия")


def test_the_page_of_a_letter_is_read_where_its_plain_text_is_a_stub() -> None:
    html = f"<html><body><h1>{TITLE}</h1>{P}<p style='display:none'>{JUNK[0]}</p></body></html>"
    report = read(message("See the web version.", html))
    assert BODY[3] in report.text and JUNK[0] not in report.text
    assert (report.title, report.published_found) == (TITLE, "header")


def test_the_plain_text_goes_before_the_page() -> None:
    assert read(message(STORY, "<p>Other words in the page than in the text.</p>")).text == STORY


@pytest.mark.parametrize(
    "tail",
    [
        "\n\nOn Mon, 25 Nov 2024 at 10:00, B. Reader <b@x.example> wrote:\n> What of the quay?\n> Tell me.\n",
        "\n\nOn Mon, 25 Nov 2024 at 10:00, B. Reader\n<b@x.example> wrote:\n> What of the quay?\n",
        "\n\nLe lun. 25 nov. 2024 à 10:00, B. Reader a écrit :\n> Et le quai ?\n",
        "\n\n-----Original Message-----\nFrom: B. Reader\nSent: 25 November 2024\nSubject: Quay\n\nWhat of it?\n",
        "\n\n> What of the quay?\n> Tell me.\n",
    ],
)
def test_the_message_that_is_answered_is_left_out_and_said(tail: str) -> None:
    told = own_text(STORY + "\n\n" + " ".join(BODY) + tail)
    assert "quay?" not in told.text and "quai ?" not in told.text and "What of it" not in told.text
    assert told.text.startswith(BODY[0]) and told.flags == ("a quoted message left out",)


def test_a_signature_is_left_out_and_said() -> None:
    told = own_text(STORY + "\n\n-- \nMara Quill\nAlder Herald\n+44 0000\n")
    assert told.text == STORY and told.flags == ("a signature left out",)


def test_a_sentence_that_speaks_of_writing_quotes_nothing() -> None:
    text = STORY + "\n\nOn Monday the council wrote:\n\nthe quay is closed until the cable is found.\n\nIt was."
    assert own_text(text).flags == ()


@pytest.mark.parametrize("rule", ["---------- Forwarded message ---------", "Begin forwarded message:"])
def test_a_letter_sent_on_is_its_first_senders(rule: str) -> None:
    head = f"{rule}\nFrom: Alder Herald <news@alderherald.example>\nDate: Mon, 25 Nov 2024 08:00:00 +0000\n"
    text = f"Have a look at this.\n\n{head}Subject: Fwd: {TITLE}\nTo: <m@house.example>\n\n{STORY}\n"
    report = read(message(text, Subject=f"Fwd: {TITLE}"))
    assert (report.outlet, report.title) == ("Alder Herald", TITLE)
    assert report.published_at == datetime(2024, 11, 25, 8, tzinfo=UTC)
    assert "Have a look" not in report.text and "forwarded by another hand" in report.flags


def test_a_file_on_a_letter_is_an_item_of_its_own() -> None:
    made = message()
    kind = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    made.add_attachment(as_docx([TITLE, *BODY]), maintype="application", subtype=kind, filename="../../report.docx")
    items = opened(made)
    assert len(items) == 2 and isinstance(items[1], Item)
    assert "/" not in items[1].name and read_docx(items[1]).title == TITLE
    assert items[1].about.published_found == "header"


def test_a_box_gives_its_messages_in_order() -> None:
    raw = b"".join(
        b"From a@b.example Tue Nov 26 09:30:00 2024\n"
        + message(f"{x}\n\nFrom here on it was calm.").as_bytes()
        + b"\n\n"
        for x in BODY
    ).replace(b"\nFrom here", b"\n>From here")
    items = list(open_box(flow_of(Item("all.mbox", raw))))
    assert [x.name for x in items if isinstance(x, Item)] == [f"all.mbox, message {n}" for n in (1, 2, 3, 4)]
    assert [read(x.raw).text.split("\n\n")[0] for x in items if isinstance(x, Item)] == list(BODY)
    assert all("\nFrom here on" in read(x.raw).text for x in items if isinstance(x, Item))


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (b"", "no head of a message"),
        (b"only words\n\nand more words", "no head of a message|without a text"),
        (b"Subject: nothing\n\n", "without a text"),
        (b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 300, "more than 200 parts"),
        (b"\x00" * 100_000_000, "too large"),
    ],
)
def test_what_is_no_letter_is_one_error(raw: bytes, seen: str) -> None:
    found = opened(raw)
    assert len(found) == 1 and isinstance(found[0], UnreadableReport)
    assert re.search(seen, str(found[0])), found[0]


def test_a_box_without_a_message_is_one_error() -> None:
    found = list(open_box(flow_of(Item("a.mbox", b"no message here", about=About()))))
    assert len(found) == 1 and isinstance(found[0], UnreadableReport)

"""Word processor documents (.docx): one document in, one report out.

The law: the archive is never unpacked to disk and never by the names in it; only the text and the card are read, each
within limits, and hidden or deleted text stays out.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from foreshock.errors import UnreadableReport
from foreshock.records import Report
from foreshock.wire.caps import sheet_limits
from foreshock.wire.filed import read_filed, without_control
from foreshock.wire.item import About, Item
from foreshock.wire.zero import FLAG, without_zero_width

_HOPED = "hoped for a .docx document"
_TEXT, _CARD = "word/document.xml", "docProps/core.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OUT = frozenset(_W + x for x in "del moveFrom instrText pPr sdtPr tblPr sectPr footnoteReference".split())
_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(item: Item, told: About = About()) -> Report:  # noqa: B008 - frozen
    """The report in the document of `item`; raises UnreadableReport where there is none, whatever the bytes."""
    return read_filed(item, told, docx_text, "document")


def docx_text(raw: bytes) -> dict[str, Any]:
    """Text, title, author and flags of the document, as plain JSON values; the work that is done apart."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _check(archive)
            body, card = _tree(archive, _TEXT), _tree(archive, _CARD)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as fault:
        raise UnreadableReport("document", f"a broken document ({type(fault).__name__})", _HOPED) from fault
    if body is None:
        raise UnreadableReport("document", "a zip archive without a document in it", _HOPED)
    lines = [x for x in _lines(body) if x]
    text, zero = without_zero_width("\n\n".join(lines))
    text = without_control(text)[: sheet_limits().letters]
    if len(text.split()) < sheet_limits().fewest_words:
        raise UnreadableReport("document", "a document without a text", _HOPED)
    title = lines[0].removeprefix("# ") if lines[0].startswith("# ") else None
    hidden = any(True for run in body.iter(f"{_W}r") if _vanishes(run) and "".join(run.itertext()).strip())
    deleted = any("".join(x.itertext()).strip() for x in body.iter(f"{_W}del"))
    flags = [(hidden, "hidden text left out"), (deleted, "deleted text left out"), (zero, FLAG)]
    return {
        "text": text,
        "title": title,
        "author": _of_card(card, "creator"),
        "flags": [words for told, words in flags if told],
    }


def _check(archive: zipfile.ZipFile) -> None:
    limits, members = sheet_limits(), archive.infolist()
    if len(members) > limits.members:
        raise UnreadableReport("document", f"an archive of {len(members):,} files", _HOPED)
    for member in members:
        grown = member.file_size / max(member.compress_size, 1)
        if member.filename in (_TEXT, _CARD) and (member.file_size > limits.member_bytes or grown > limits.ratio):
            seen = f"a document that unpacks to {member.file_size / 1e6:.0f} MB, {grown:.0f} times its size"
            raise UnreadableReport("document", seen, _HOPED)


def _tree(archive: zipfile.ZipFile, name: str) -> Element | None:
    """The tree of one member, None where it is missing; what it says of its own size is not trusted."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    most = sheet_limits().member_bytes
    try:
        with archive.open(name) as member:
            told = member.read(most + 1)
    except KeyError:
        return None
    if len(told) > most:
        raise UnreadableReport("document", f"a document that unpacks to more than {most / 1e6:.0f} MB", _HOPED)
    try:
        tree: Element = fromstring(told, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as fault:
        raise UnreadableReport("document", f"a document with broken XML ({type(fault).__name__})", _HOPED) from fault
    return tree


def _lines(body: Element) -> Iterator[str]:
    """The paragraphs in order, headings marked; an element inside a paragraph that holds others comes after it."""
    for paragraph in _paragraphs(body):
        told = "".join(_words(paragraph))
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        sign = _sign(style.get(f"{_W}val", "") if style is not None else "")
        for line in told.split("\n"):
            bare = " ".join(line.split())
            yield f"{sign}{bare}" if bare else ""


def _paragraphs(body: Element) -> Iterator[Element]:
    waiting = [body]
    while waiting:
        node = waiting.pop()
        if node.tag == f"{_W}p":
            yield node
        if node.tag not in _OUT and node.tag != _CHOICES:
            waiting.extend(reversed(node))


def _words(paragraph: Element) -> Iterator[str]:
    """The words of a paragraph without those of paragraphs inside it."""
    waiting = list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        if node.tag in _OUT or node.tag in (f"{_W}p", _CHOICES) or (node.tag == f"{_W}r" and _vanishes(node)):
            continue
        if node.tag == f"{_W}t":
            yield node.text or ""
        elif node.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " " if node.tag == f"{_W}tab" else "\n"
        elif node.tag == f"{_W}noBreakHyphen":
            yield "-"
        waiting.extend(reversed(node))


def _vanishes(run: Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    size = run.find(f"{_W}rPr/{_W}sz")
    tiny = size is not None and size.get(f"{_W}val", "") in ("0", "1", "2")
    return tiny or (mark is not None and mark.get(f"{_W}val", "true") not in ("0", "false"))


def _sign(style: str) -> str:
    if style.lower() in ("title", "titre", "titel"):
        return "# "
    return "## " if re.match(r"(?:heading|titre|berschrift|überschrift|rubrik)\s?\d?$", style, re.IGNORECASE) else ""


def _of_card(card: Element | None, name: str) -> str | None:
    if card is None:
        return None
    node = next((x for x in card.iter() if isinstance(x.tag, str) and x.tag.endswith("}" + name)), None)
    told = " ".join((node.text or "").split()) if node is not None else ""
    return told if " " in told and len(told) < 80 else None

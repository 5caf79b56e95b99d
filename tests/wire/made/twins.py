"""One example report told as a page, a PDF file, a document and a letter, each made here from the report's own text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape
from pathlib import Path

import foreshock

EXAMPLES = Path(foreshock.__file__).parent / "examples"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def example(name: str = "2024-09-24-levant-wire.txt") -> str:
    return (EXAMPLES / name).read_text("utf8")


def lines_of(text: str) -> list[str]:
    """The lines of a report: title first, then its paragraphs, without the lines of its makers."""
    told = [x.strip() for x in text.splitlines() if x.strip()]
    return [x for x in told if not x.startswith(("Reporting by", "(c)"))]


def as_page(lines: Sequence[str], head: str = "", before: str = "", after: str = "") -> bytes:
    body = "".join(f"<p>{escape(x)}</p>\n" for x in lines[1:])
    title = escape(lines[0])
    told = f"<article><h1>{title}</h1>{body}</article>"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Levant Wire</title>'
        f'<meta property="og:site_name" content="Levant Wire">{head}</head>'
        f"<body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav>{before}<main>{told}</main>{after}"
        "<footer>(c) Levant Wire 2024</footer></body></html>"
    ).encode()


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
)


def as_pdf(pages: Sequence[Sequence[str]], card: str = "") -> bytes:
    """A PDF file of one font; each page is given line by line, a title begins with "# ", an empty line is a gap."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", FONT]
    kids = []
    for lines in pages:
        stream = b"BT 13 TL 50 780 Td\n" + b"".join(_row(x) for x in lines) + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(PAGE % len(objects))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(card.encode("latin-1") or b"<< >>")
    return pdf_file(objects)


def _row(line: str) -> bytes:
    if not line:
        return b"0 -8 Td\n"
    size = 16 if line.startswith("# ") else 10
    return b"/F1 %d Tf (%s) Tj T*\n" % (size, _safe(line.removeprefix("# ")))


def pdf_file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, told in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, told)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % x for x in places)
    return out + b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        len(objects),
        start,
    )


def _safe(line: str) -> bytes:
    told = line.encode("cp1252", "replace")
    return told.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def as_docx(lines: Sequence[str], inside: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """A document with a title and paragraphs; `inside` goes into the body as it is."""

    def paragraph(words: str, style: str = "") -> str:
        told = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f'<w:p>{told}<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'

    body = paragraph(lines[0], "Title") + "".join(paragraph(x) for x in lines[1:]) + inside
    members = {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()}
    return as_zip(members | (extra or {}))


def as_zip(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, told in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), told, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def as_letter(lines: Sequence[str], tail: str = "", sender: str = "Levant Wire <desk@levantwire.example>") -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "A Reader <reader@house.example>"
    message["Subject"] = lines[0]
    message["Date"] = format_datetime(datetime(2024, 9, 24, 15, 20, tzinfo=UTC))
    message.set_content("\n\n".join(lines) + "\n" + tail)
    return message.as_bytes()


def wrapped(lines: Sequence[str], width: int = 84) -> list[str]:
    """The lines as a printer sets them: title, gaps between paragraphs, long words parted by a hyphen at the end."""
    out = [f"# {lines[0]}", ""]
    for line in lines[1:]:
        row = ""
        for word in line.split():
            room = width - len(row) - 2
            if len(row) + len(word) + 1 <= width:
                row = f"{row} {word}".strip()
            elif 4 < room < len(word) - 3 and word.isalpha() and word.islower():
                out.append(f"{row} {word[:room]}-")
                row = word[room:]
            else:
                out.append(row)
                row = word
        out += [row, ""]
    return out

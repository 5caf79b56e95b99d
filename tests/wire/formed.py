"""One report in every format, built from its own words: the twin in plain text and what containers make of it."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

import foreshock

EXAMPLE = Path(foreshock.__file__).parent / "examples" / "2024-10-26-levant-wire.txt"
TITLE, *_BODY = EXAMPLE.read_text("utf8").strip().split("\n")
PARAGRAPHS = [x for x in _BODY if x.strip() and not x.startswith("Reporting by")]
TEXT = "\n\n".join([TITLE, *PARAGRAPHS]) + "\n"
OUTLET, AUTHOR, ADDRESS = "Levant Wire", "Leila Sarvi", "https://levantwire.example/2024/10/26/strikes"
AT = "2024-10-26T09:30:00+03:00"
BODY_HTML = "\n".join(f"<p>{escape(x)}</p>" for x in PARAGRAPHS)


def page(title: str = TITLE, body: str = BODY_HTML) -> bytes:
    head = (
        f'<meta charset="utf-8"><title>{escape(title)} | {OUTLET}</title>'
        f'<meta property="article:published_time" content="{AT}"><meta property="og:site_name" content="{OUTLET}">'
        f'<meta name="author" content="{AUTHOR}"><link rel="canonical" href="{ADDRESS}">'
    )
    furniture = "<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>"
    told = f"<article><h1>{escape(title)}</h1>{body}</article>"
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{furniture}{told}</body></html>".encode()


def table(delimiter: str = ",", text: str = "\n\n".join(PARAGRAPHS)) -> bytes:
    held = io.StringIO()
    rows = csv.writer(held, delimiter=delimiter)
    rows.writerow(["headline", "body", "date", "link", "publisher", "byline"])
    rows.writerow([TITLE, text, AT, ADDRESS, OUTLET, f"By {AUTHOR}"])
    return held.getvalue().encode()


def article() -> dict[str, str]:
    told = {"title": TITLE, "text": "\n\n".join(PARAGRAPHS), "published": AT, "url": ADDRESS}
    return {**told, "outlet": OUTLET, "author": AUTHOR}


def as_json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()


def ninjs(status: str = "usable", version: int = 1) -> bytes:
    told: dict[str, object] = {"uri": ADDRESS, "type": "text", "language": "en-GB"}
    if version == 1:
        told |= {"versioncreated": AT, "pubstatus": status, "headline": TITLE, "byline": f"By {AUTHOR}"}
        return as_json(told | {"body_html": BODY_HTML, "provider": OUTLET})
    created, status_key, kind = ("versioncreated", "pubstatus", "contenttype")
    if version == 3:
        created, status_key, kind = ("versionCreated", "pubStatus", "contentType")
    told |= {created: AT, status_key: status, "by": AUTHOR, "headlines": [{"role": "main", "value": TITLE}]}
    told |= {"bodies": [{"role": "main", kind: "text/html", "value": BODY_HTML}]}
    return as_json(told | {("infoSources" if version == 3 else "infosources"): [{"name": OUTLET}]})


def newsml(status: str = "usable", message: bool = False) -> bytes:
    item = (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{ADDRESS}" version="1" standard="NewsML-G2">'
        f"<itemMeta><itemClass qcode='ninat:text'/><provider qcode='nprov:LW'><name>{OUTLET}</name></provider>"
        f"<versionCreated>{AT}</versionCreated><pubStatus qcode='stat:{status}'/></itemMeta>"
        f"<contentMeta><headline>{escape(TITLE)}</headline><by>By {AUTHOR}</by><language tag='en'/></contentMeta>"
        "<contentSet><inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'>"
        f"<head><title>{escape(TITLE)}</title></head><body>{BODY_HTML}</body></html></inlineXML></contentSet></newsItem>"
    )
    if message:
        item = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{item}</itemSet></newsMessage>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{item}'.encode()


def rss(more: str = "") -> bytes:
    entry = (
        f"<item><title>{escape(TITLE)}</title><link>{ADDRESS}</link><guid>lw-1</guid><author>{AUTHOR}</author>"
        "<pubDate>Sat, 26 Oct 2024 09:30:00 +0300</pubDate><description>In short.</description>"
        f"<content:encoded><![CDATA[{BODY_HTML}]]></content:encoded></item>"
    )
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    channel = f"<title>{OUTLET}</title><link>https://levantwire.example/</link><language>en</language>{entry}{more}"
    return f'<?xml version="1.0"?>\n<rss version="2.0" {space}><channel>{channel}</channel></rss>'.encode()


def rdf() -> bytes:
    """RSS 1.0: the entries stand beside the channel."""
    spaces = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    )
    entry = (
        f'<item rdf:about="{ADDRESS}"><title>{escape(TITLE)}</title><link>{ADDRESS}</link><dc:date>{AT}</dc:date>'
        f"<dc:creator>{AUTHOR}</dc:creator><content:encoded><![CDATA[{BODY_HTML}]]></content:encoded></item>"
    )
    channel = f'<channel rdf:about="https://levantwire.example/"><title>{OUTLET}</title></channel>'
    return f'<?xml version="1.0"?><rdf:RDF {spaces}>{channel}{entry}</rdf:RDF>'.encode()


def atom() -> bytes:
    entry = (
        f"<entry><title>{escape(TITLE)}</title><id>lw-1</id><link href='{ADDRESS}'/>"
        f"<author><name>{AUTHOR}</name></author>"
        f"<published>{AT}</published><updated>2024-10-26T12:00:00+03:00</updated>"
        f"<content type='html'>{escape(BODY_HTML)}</content></entry>"
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{OUTLET}</title>{entry}</feed>".encode()


def json_feed() -> bytes:
    entry = {"id": "lw-1", "url": ADDRESS, "title": TITLE, "content_html": BODY_HTML, "date_published": AT}
    told = {"version": "https://jsonfeed.org/version/1.1", "title": OUTLET}
    return as_json(told | {"items": [entry | {"authors": [{"name": AUTHOR}]}]})


def record(body: bytes, head: str = "HTTP/1.1 200 OK\r\nContent-Type: text/html", kind: str = "response") -> bytes:
    """One record of a web archive."""
    block = (head + "\r\n\r\n").encode() + body if kind in ("response", "revisit") else body
    told = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {ADDRESS}\r\nWARC-Date: 2024-11-27T08:00:00Z\r\n"
    return f"{told}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def warc(*records: bytes, packed: bool = True) -> bytes:
    info = record(b"software: by hand\r\n", kind="warcinfo")
    whole = [info, *(records or [record(page())])]
    return b"".join(map(gzip.compress, whole)) if packed else b"".join(whole)


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members:
            archive.writestr(name, raw)
    return held.getvalue()


def wacz() -> bytes:
    told = [("archive/data.warc.gz", warc()), ("pages/pages.jsonl", b"{}\n"), ("datapackage.json", b"{}")]
    return zipped(told)


FORMS: dict[str, Callable[[], bytes]] = {
    "strikes.txt": TEXT.encode,
    "strikes.html": page,
    "page.txt": page,
    "rows.csv": table,
    "rows.tsv": lambda: table("\t"),
    "semicolons.csv": lambda: table(";"),
    "marked.csv": lambda: b"\xef\xbb\xbf" + table(text=BODY_HTML),
    "wide.csv": lambda: table().decode().encode("utf-16"),
    "one.json": lambda: as_json(article()),
    "list.json": lambda: as_json([article()]),
    "object.json": lambda: as_json({"status": "ok", "articles": [article()]}),
    "lines.jsonl": lambda: as_json(article()) + b"\n",
    "ninjs-1.json": ninjs,
    "ninjs-2.json": lambda: ninjs(version=2),
    "ninjs-3.json": lambda: ninjs(version=3),
    "item.xml": newsml,
    "message.xml": lambda: newsml(message=True),
    "feed.xml": rss,
    "feed.html": rss,
    "rdf.xml": rdf,
    "atom.xml": atom,
    "feed.json": json_feed,
    "crawl.warc.gz": warc,
    "crawl.warc": lambda: warc(packed=False),
    "gzip.warc": lambda: gzip.compress(warc(packed=False)),
    "crawl.wacz": wacz,
    "set.zip": lambda: zipped([("a/strikes.html", page())]),
    "strikes.txt.gz": lambda: gzip.compress(TEXT.encode()),
    "rows.csv.bz2": lambda: bz2.compress(table()),
}

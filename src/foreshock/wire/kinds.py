"""What kind of thing came through a door: found from its bytes, its name and the media type it was told to have.

The law: bytes go before what is told, since names and servers lie; where bytes prove nothing, the told type goes
before the name, and what neither tells is text.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from foreshock.wire.item import Item

_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_BEFORE_ROOT = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!doctype[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<\s*/?\s*([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
_HEAD_LINE = re.compile(r"([A-Za-z][A-Za-z-]*):(?: |\t|$)")
_MARKS = ((codecs.BOM_UTF8, "utf8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_PROOFS = ((b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"WARC/", "warc"), (b"%PDF-", "pdf"))
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


@dataclass(frozen=True, slots=True)
class Kinds:
    """The table of the file: kinds by media type, by the end of a name and by root element."""

    sniffed: int
    by_type: dict[str, str]
    by_suffix: dict[str, str]
    by_root: dict[str, str]
    plain: frozenset[str]
    packed: frozenset[str]
    own: frozenset[str]
    tags: frozenset[str]
    message: frozenset[str]
    posted: frozenset[str]
    refused: tuple[tuple[bytes, str], ...]


def kind_of(item: Item) -> str:
    """The kind of an item: a name of the table such as "html", or in words what it is and is not read ("a program")."""
    return find_kind(item.raw[: table().sniffed], item.name, item.kind)


def find_kind(head: bytes, name: str = "", told: str | None = None) -> str:
    """The kind of what begins with `head`, is called `name`, and is told to be of the media type `told`."""
    hoped = _hoped(name, told)
    if hoped in table().own:
        return hoped
    return _proven(head, hoped) or _by_text(_text(head), hoped, plainly=told is not None) or _by_hope(hoped)


def suffix_of(name: str) -> str:
    """The end of a name in lower case, ".csv" for "set.zip, rows.csv.gz"; empty where it has none."""
    path = PurePosixPath(re.split(r"[?#]", name.rpartition(", ")[2] or name)[0].replace("\\", "/").lower())
    if table().by_suffix.get(path.suffix) in table().packed and PurePosixPath(path.stem).suffix in table().by_suffix:
        path = PurePosixPath(path.stem)
    return path.suffix


def media_type(told: str | None) -> str:
    """The media type without its parameters, in lower case; empty where none is told."""
    return (told or "").partition(";")[0].strip().lower()


@cache
def table() -> Kinds:
    """The table of `kinds.toml`, read once."""
    told = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text("utf8"))
    kinds, found = told["kinds"], told["found"]
    return Kinds(
        sniffed=told["sniffed"],
        by_type={one: name for name, kind in kinds.items() for one in kind["types"]},
        by_suffix={one: name for name, kind in kinds.items() for one in kind["suffixes"]},
        by_root={one: name for name, kind in kinds.items() for one in kind.get("roots", [])},
        plain=frozenset(found["plain"]),
        packed=frozenset(found["packed"]),
        own=frozenset(found["own"]),
        tags=frozenset(found["tags"]),
        message=frozenset(found["message"]),
        posted=frozenset(found["posted"]),
        refused=tuple((x.encode("latin1"), said) for said, openings in told["refused"].items() for x in openings),
    )


def _hoped(name: str, told: str | None) -> str | None:
    """The kind that the told type names, else the one the end of the name does."""
    by_type = table().by_type.get(media_type(told))
    by_name = table().by_suffix.get(suffix_of(name))
    generic = by_type in ("json", "xml", "zip", None) or media_type(told) == "text/plain"
    if generic and by_name:  # servers tell these of all that is like them
        return by_name
    return by_type or by_name


def _proven(head: bytes, hoped: str | None) -> str | None:
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if found := next((kind for opening, kind in _PROOFS if bare.startswith(opening)), None):
        return found
    if head.startswith(_ZIP):
        return hoped if hoped in ("docx", "wacz") else "zip"
    return next((said for opening, said in table().refused if head.startswith(opening)), None)


def _text(head: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "utf8")
    return head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")


def _by_text(text: str, hoped: str | None, plainly: bool) -> str | None:
    """What the first words prove, or None where they prove nothing."""
    if text.startswith("<"):
        return _marked_up(text, hoped)
    if re.match(r"\{\s*[\"}]|\[\s*[\[{\]]", text) and hoped not in ("csv", "tsv", "html"):
        return "jsonl" if hoped == "jsonl" or (hoped != "json" and _has_lines(text)) else "json"
    if text.startswith("From ") and _is_message(text.partition("\n")[2]):
        return "mbox"
    if hoped in (None, "text") and _is_message(text):
        return "eml"
    if hoped == "html" and not _TAG.search(text):
        return "text"
    return None


def _marked_up(text: str, hoped: str | None) -> str | None:
    place = 0
    while match := _BEFORE_ROOT.match(text, place):
        if match[0].lstrip().lower().startswith("<!doctype html"):
            return "html"
        place = match.end()
    root = _ROOT.match(text[place:].lstrip())
    name = root[1] if root else ""
    if kind := table().by_root.get(name):
        return kind
    if name.lower() in table().tags or hoped in ("html", "feed", "opml", "newsml", "csv", "tsv"):
        return "html" if name.lower() in table().tags else hoped
    return "xml" if text.startswith("<?xml") or hoped == "xml" else None


def _has_lines(text: str) -> bool:
    """True where the first line is a whole object and another begins on the next."""
    first, _, rest = text.partition("\n")
    return first.rstrip().endswith("}") and rest.lstrip().startswith("{")


def _is_message(text: str) -> bool:
    names: set[str] = set()
    for line in text.split("\n", 60)[:60]:
        match = _HEAD_LINE.match(line)
        if match is None and not line[:1].isspace():
            break
        if not line.strip():
            break
        if match:
            names.add(match[1].lower())
    return len(names & table().message) >= 2 and bool(names & table().posted)


def _by_hope(hoped: str | None) -> str:
    """The told kind where bytes need not prove it, else text: a PDF without its opening is none."""
    return hoped if hoped in table().plain else "text"

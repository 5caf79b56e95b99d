"""Finding reports and coded rows by their words.

The law: a search takes any words a person may type, and every match it shows is a span of the report's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl
from sqlalchemy import select, tuple_

from foreshock.errors import LedgerError
from foreshock.ledger import schema, sqlite
from foreshock.ledger.database import database_of
from foreshock.ledger.frames import Page, frame
from foreshock.records import columns

MOST_TERMS = 64
SNIPPET_CHARACTERS = 300
_LEAD_CHARACTERS = 80
_AT_ONCE = 1000  # places asked for in one query; a database takes only so many
_CODES = ("type", "mode", "quad", "standing", "place", "place_country", "kind", "what", "unit", "words", "reason")

Row = dict[str, Any]


def search(page: Page, words: str, limit: int, ledger: str) -> pl.DataFrame:
    """The hits among the reports and rows of the page, best first; none where the words hold no letter or digit."""
    terms = terms_of(words)
    if len(terms) > MOST_TERMS:
        raise LedgerError(ledger, f"a search takes at most {MOST_TERMS} words, not {len(terms)}")
    if not terms:
        return frame(columns.HITS, ())
    found = [*_report_hits(page, terms, limit), *_row_hits(page, terms, limit)]
    return frame(columns.HITS, _shown(found, " OR ".join(terms)))


def terms_of(words: str) -> list[str]:
    """The words as quoted terms, each of which holds a letter or digit, so that none is read as syntax."""
    terms = []
    for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', words.replace("\x00", " ")):
        told = phrase or word
        if any(letter.isalnum() for letter in told):
            terms.append(f'"{told}"' + ("*" if word.endswith("*") else ""))
    return terms


def codes_of(row: Row, names: list[str | None]) -> str:
    """What a row is found by besides its quoted words: its codes, and the names and countries of those in it."""
    return " ".join(str(told) for told in [*(row.get(code) for code in _CODES), *names] if told)


def hull(kind: str, row: Any) -> tuple[int, int]:
    """First character and character after of all the words that a row of this kind quotes."""
    spans = schema.QUOTED[kind]
    return min(row[f"{name}_start"] for name in spans), max(row[f"{name}_end"] for name in spans)


def _report_hits(page: Page, terms: list[str], limit: int) -> Iterator[Row]:
    told = schema.codings.c
    shown = select(told.report).where(told.seq.in_(page.codings))
    found = database_of(page.connection).find_reports(page.connection, terms, shown, limit)
    wanted = select(told.seq).where(told.seq.in_(page.codings), told.report.in_([seq for seq, _ in found]))
    heads = {head["seq"]: head for head in Page(page.connection, wanted).heads.values()}
    for seq, rank in found:
        head = heads[seq]
        yield head | {"kind": "report", "row_id": None, "rank": rank, "from": 0, "to": len(head["text"])}


def _row_hits(page: Page, terms: list[str], limit: int) -> Iterator[Row]:
    found = database_of(page.connection).find_rows(page.connection, terms, page.codings, limit)
    wanted = select(schema.codings.c.seq).where(schema.codings.c.seq.in_({coding for coding, *_ in found}))
    heads = Page(page.connection, wanted).heads
    rows = _rows_at(page, [(coding, kind, position) for coding, kind, position, _ in found])
    for coding, kind, position, rank in found:
        row = rows[coding, kind, position]
        start, end = hull(kind, row)
        yield heads[coding] | {"kind": kind, "row_id": row.get("id"), "rank": rank, "from": start, "to": end}


def _rows_at(page: Page, places: list[tuple[int, str, int]]) -> dict[tuple[int, str, int], Any]:
    rows = {}
    for kind in {kind for _, kind, _ in places}:
        table = schema.KINDS[kind]
        wanted = [(coding, position) for coding, k, position in places if k == kind]
        for first in range(0, len(wanted), _AT_ONCE):
            at = tuple_(table.c.coding, table.c.position).in_(wanted[first : first + _AT_ONCE])
            for row in page.connection.execute(select(table).where(at)).mappings():
                rows[row["coding"], kind, row["position"]] = row
    return rows


def _shown(hits: list[Row], match: str) -> Iterator[Row]:
    quoted = [hit["text"][hit["from"] : hit["to"]] for hit in hits]
    for hit, places in zip(hits, sqlite.match_places(quoted, match), strict=True):
        starts, ends = [hit["from"] + s for s, _ in places], [hit["from"] + e for _, e in places]
        start, end = _window(hit["text"], hit["from"], hit["to"], starts[0] if starts else hit["from"])
        told = {"starts": starts, "ends": ends, "snippet": hit["text"][start:end], "snippet_start": start}
        yield hit | told


def _window(text: str, first: int, last: int, match: int) -> tuple[int, int]:
    """At most SNIPPET_CHARACTERS of text[first:last] around the match, cut between words where there are any."""
    start = max(first, min(match - _LEAD_CHARACTERS, last - SNIPPET_CHARACTERS))
    end = min(last, start + SNIPPET_CHARACTERS)
    if start > first and (space := text.find(" ", start, match)) != -1:
        start = space + 1
    if end < last and (space := text.rfind(" ", match + 1, end)) != -1:
        end = space
    return start, end

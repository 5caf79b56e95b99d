"""The columns of the long tables: their names, kinds and units, as plain Python.

The law: rooms after the ledger read these columns and no others. Spans are told as two columns, `..._start` and
`..._end` (exclusive), in characters of the report's text. Lists that stand side by side (actors and their countries)
have the same length and order, with None where a value is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnKind = Literal["text", "whole", "number", "day", "moment", "texts", "wholes"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `kind` of its values, what it `means`, and its `unit` where it has one."""

    name: str
    kind: ColumnKind
    means: str
    unit: str | None = None


def _span(name: str, means: str) -> tuple[Column, Column]:
    return (
        Column(f"{name}_start", "whole", f"first character of {means}", "characters"),
        Column(f"{name}_end", "whole", f"character after {means}", "characters"),
    )


def _party(name: str) -> tuple[Column, ...]:
    return (
        Column(name, "text", f"name of the {name}"),
        Column(f"{name}_country", "text", "ISO alpha-3 or a code of the codebook"),
        Column(f"{name}_sector", "text", "sector code"),
    )


def _parties(one: str, many: str) -> tuple[Column, ...]:
    return (
        Column(many, "texts", f"name of each {one}"),
        Column(f"{one}_countries", "texts", f"country code of each {one}"),
        Column(f"{one}_sectors", "texts", f"sector code of each {one}"),
    )


ORIGIN = (
    Column("report_id", "text", "id of the report"),
    Column("outlet", "text", "who published it"),
    Column("published", "day", "when it was published"),
    Column("learned", "moment", "when this row was learned", "UTC"),
)
CODER = (
    Column("coder", "text", "name of the coder that made the row"),
    Column("coder_version", "text", "version of the coder"),
    Column("model", "text", "parser model the coder used"),
    Column("model_version", "text", "version of the model"),
)
CHAIN = (
    Column("chain", "texts", "names of the sources, outermost first; empty is the outlet's own voice"),
    Column("chain_text", "text", "the chain in words: source, cue, and stance where it is not plain assertion"),
)
WHEN = (
    Column("start", "day", "first day of the period"),
    Column("end", "day", "last day of the period, null where open"),
    Column("precision", "text", "day, week, part-of-month, month, year or unknown"),
)

REPORTS = (
    *ORIGIN,
    Column("title", "text", "title"),
    Column("url", "text", "address"),
    Column("published_at", "text", "moment of publication where told, ISO 8601"),
    Column("published_found", "text", "where the day is from: given, text, meta, header, feed, address, unknown"),
    Column("language", "text", "language code"),
    Column("characters", "whole", "length of the text", "characters"),
    *(Column(f"{rows}", "whole", f"number of {rows}", "rows") for rows in ("events", "statements", "figures")),
    *(Column(f"{rows}", "whole", f"number of {rows}", "rows") for rows in ("relations", "outlooks", "consequences")),
    Column("left_out", "whole", "stretches that were read and not coded", "rows"),
    *CODER,
    Column("author", "text", "who wrote it"),
    Column("flags", "texts", "what a reader should know of how the text was had"),
    Column("family", "text", "id of the first report with this text, null where no copy of it is known"),
    Column("version", "whole", "number of this version of the article, 1 where no older one is known"),
    Column("state", "text", "current, replaced by a newer version, or withdrawn"),
    Column("state_because", "text", "by what it was replaced, or when and why it was withdrawn"),
)
COPIES = (
    Column("report_id", "text", "id of the report"),
    Column("family", "text", "id of the first report with this text"),
    Column("copy_of", "text", "id of the report it was found to be a copy of"),
    Column("similarity", "number", "share of the words of the shorter that stand in the other in order", "0 to 1"),
    Column("kind", "text", "exact or near"),
    Column("because", "text", "why it is called a copy"),
    Column("learned", "moment", "when this was learned", "UTC"),
)
"""One row a report that is a copy of one before it."""
EVENTS = (
    *ORIGIN,
    Column("event_id", "text", "id of the event within its report"),
    Column("type", "text", "PLOVER event type"),
    Column("mode", "text", "PLOVER mode"),
    Column("quad", "text", "VC, MC, VX or MX"),
    Column("score", "number", "score of the mode or type in the codebook", "-10 to 10"),
    Column("contexts", "texts", "PLOVER contexts"),
    Column("standing", "text", "actual, historical, future, hypothetical or negated"),
    *WHEN,
    *_parties("actor", "actors"),
    *_parties("recipient", "recipients"),
    Column("place", "text", "place as named"),
    Column("place_country", "text", "ISO alpha-3 of the place"),
    Column("lat", "number", "latitude", "degrees north"),
    Column("lon", "number", "longitude", "degrees east"),
    Column("trigger_text", "text", "the words that tell the act"),
    *_span("trigger", "the words that tell the act"),
    Column("sentence_text", "text", "the sentence they stand in"),
    *_span("sentence", "the sentence"),
    *CHAIN,
    Column("figures", "texts", "ids of the figures bound to the event"),
    *CODER,
)
ACTS = (
    Column("origin", "text", "coded, or the format of the history it was imported from"),
    Column("event_id", "text", "id of the event within its report or history"),
    Column("report_id", "text", "id of the report, null for an imported event"),
    Column("outlet", "text", "who published it"),
    Column("published", "day", "when it was published"),
    Column("learned", "moment", "when this row was learned", "UTC"),
    Column("day", "day", "first day of the act where told, else the day of publication"),
    Column("precision", "text", "day, week, part-of-month, month, year or unknown"),
    Column("type", "text", "PLOVER event type"),
    Column("mode", "text", "PLOVER mode"),
    Column("quad", "text", "VC, MC, VX or MX"),
    Column("score", "number", "score of the mode or type in the codebook", "-10 to 10"),
    Column("standing", "text", "actual, historical, future, hypothetical or negated"),
    *_party("actor"),
    *_party("recipient"),
    Column("place_country", "text", "ISO alpha-3 of the place"),
    Column("voucher", "text", "name of the innermost source, null in the outlet's own voice"),
    Column("stance", "text", "asserts, denies or doubts: the stance of the innermost source"),
    Column("share", "number", "share of this pair in its event; the shares of one event sum to 1", "0 to 1"),
    Column("incident", "text", "id of the incident the event belongs to, null where neither linking nor a copy tells"),
    Column("origin_key", "text", "the independent origin whose word it is, null where that was not found out"),
    Column("family", "text", "id of the first report with the same text, null where no copy of it is known"),
)
"""One row a directed pair: an actor and a recipient of an event, either null where the event has none."""
PARTICULARS = (
    Column("origin", "text", "the format of the history it was imported from"),
    Column("event_id", "text", "id of the event within its history"),
    Column("deaths_low", "whole", "lowest count of the dead that the history holds likely", "people"),
    Column("deaths_best", "whole", "the count of the dead that the history holds likeliest", "people"),
    Column("deaths_high", "whole", "highest count of the dead that the history holds likely", "people"),
    Column("place", "text", "place as named"),
    Column("lat", "number", "latitude", "degrees north"),
    Column("lon", "number", "longitude", "degrees east"),
    Column("place_precision", "text", "exact, near, district, province, area, country or international"),
)
"""One row an imported event of which more is told than its act."""
IMPORTED = (*ACTS, *(column for column in PARTICULARS if column.name not in ("origin", "event_id")))
"""One row a directed pair of an imported event, with its particulars."""
INCIDENTS = (
    Column("report_id", "text", "id of the report"),
    Column("event_id", "text", "id of the event within its report"),
    Column("incident", "text", "id of the incident the event belongs to"),
    Column("score", "number", "how surely it belongs there, null for the first of an incident", "log-odds"),
    Column("because", "text", "the row it is tied to, and each reason with what it adds to the score"),
)
"""One row an event: which incident it tells of."""
STATEMENTS = (
    *ORIGIN,
    Column("statement_id", "text", "id of the statement within its report"),
    Column("kind", "text", "say, warn, predict, deny, praise and so on"),
    *_party("source"),
    *_party("addressee"),
    Column("cue_text", "text", "the words that introduce the saying"),
    *_span("cue", "those words"),
    Column("content_text", "text", "the words said"),
    *_span("content", "the words said"),
    *CHAIN,
    *CODER,
)
FIGURES = (
    *ORIGIN,
    Column("figure_id", "text", "id of the figure within its report"),
    Column("what", "text", "what is counted"),
    Column("low", "number", "at least so many, null where open", "see the column unit"),
    Column("high", "number", "at most so many, null where open", "see the column unit"),
    Column("unit", "text", "unit of low and high"),
    *WHEN,
    Column("figure_text", "text", "the words that tell the figure"),
    *_span("figure", "those words"),
    *CHAIN,
    *CODER,
)
RELATIONS = (
    *ORIGIN,
    Column("relation_id", "text", "id of the relation within its report"),
    Column("kind", "text", "ally, backs, leads, member-of, opposes or agreement"),
    *_party("left"),
    *_party("right"),
    Column("relation_text", "text", "the words that tell the tie"),
    *_span("relation", "those words"),
    *CHAIN,
    *CODER,
)
OUTLOOKS = (
    *ORIGIN,
    Column("outlook_id", "text", "id of the outlook within its report"),
    Column("words", "text", "the words of likelihood"),
    Column("low", "whole", "lower end of the ICD 203 band, or the percent told", "percent"),
    Column("high", "whole", "upper end of the ICD 203 band, or the percent told", "percent"),
    *_span("cue", "the words of likelihood"),
    Column("content_text", "text", "what is judged"),
    *_span("content", "what is judged"),
    *CHAIN,
    *CODER,
)
CONSEQUENCES = (
    *ORIGIN,
    Column("consequence_id", "text", "id of the consequence within its report"),
    Column("kind", "text", "leads-to, risks, prevents or requires"),
    Column("cause_text", "text", "the words of the cause"),
    *_span("cause", "the cause"),
    Column("effect_text", "text", "the words of the effect"),
    *_span("effect", "the effect"),
    Column("cue_text", "text", "the words that join them"),
    *_span("cue", "those words"),
    *CHAIN,
    *CODER,
)
LEFT_OUT = (
    *ORIGIN,
    Column("reason", "text", "why the words were not coded"),
    Column("left_out_text", "text", "the words"),
    *_span("left_out", "the words"),
    *CODER,
)
MENTIONS = (
    *ORIGIN,
    Column("row_kind", "text", "kind of row the mention stands in"),
    Column("row_id", "text", "id of that row within its report"),
    Column("role", "text", "actor, recipient, source, addressee, left or right; voucher is the source of a link"),
    Column("name", "text", "name shared by all mentions of the same actor"),
    Column("country", "text", "ISO alpha-3 or a code of the codebook"),
    Column("sector", "text", "sector code"),
    Column("kind", "text", "named, role, anonymous, document or instrument"),
    Column("mention_text", "text", "the actor as written"),
    *_span("mention", "those words"),
)
ACTORS = (
    Column("name", "text", "name shared by all mentions of the same actor"),
    Column("country", "text", "ISO alpha-3 or a code of the codebook"),
    Column("sector", "text", "sector code"),
    Column("reports", "whole", "reports that mention the actor", "reports"),
    Column("as_actor", "whole", "events in which it acts", "events"),
    Column("as_recipient", "whole", "events in which it is acted on", "events"),
    Column("as_source", "whole", "statements it makes", "statements"),
    Column("as_voucher", "whole", "links of chains it is the source of", "links"),
    Column("first_published", "day", "earliest report that mentions it"),
    Column("last_published", "day", "latest report that mentions it"),
)
HITS = (
    *ORIGIN,
    Column("kind", "text", "report, or the kind of the coded row"),
    Column("row_id", "text", "id of the coded row within its report, null for the report itself"),
    Column("snippet", "text", "words of the report around the first match, at most 300 characters"),
    Column("snippet_start", "whole", "first character of the snippet", "characters"),
    Column("starts", "wholes", "first character of each match in the report's text", "characters"),
    Column("ends", "wholes", "character after each match in the report's text", "characters"),
    Column("rank", "number", "how well it fits, lower is better", "bm25"),
)

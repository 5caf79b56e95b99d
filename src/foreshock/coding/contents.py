"""What a cue vouches for: the clause, the quotation, the object, or the rest of the sentence.

The law: a content is one span; it runs over its own cue and source where these interrupt it, and never over a
semicolon or into another speaker's sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.coding import syntax
from foreshock.coding.clauses import (
    asked,
    asking,
    charged,
    denies_all_before,
    denying,
    hangs_behind,
    hosts_of,
    is_beside,
    is_told,
    meant,
    opening,
    sets_beside,
    speaking,
    told_as,
)
from foreshock.coding.cue_words import cue_at
from foreshock.coding.sentences import Page, Sentence
from foreshock.coding.sources import inverted, speech
from foreshock.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

SHORT_QUOTE = 12
"""Characters up to which quoted words are a turn of phrase and no utterance."""
NEXT = 6
"""Characters that may lie between a sentence and a quotation that goes on with the same speaker."""
RUN_ON = 400
"""Characters over which a quotation may run on behind the clause that it begins in."""
_TELLING = ("say", "estimate", "explain", "predict", "warn")


class Contents:
    """The contents of a page's cues."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.quotes = page.quotes or list(_doubled(page.text))

    def of_verb(self, verb: Token, sentence: Sentence, last: Token, kind: str = "say") -> tuple[Span | None, bool]:
        """The words vouched for, and whether they are told and not only named: a finite clause, gerund or quotation.

        `last` is the last word of the cue, which is the verb itself or a word behind it; `kind` is what the cue is.
        """
        clauses = self._clauses(verb) or (asked(verb) if kind == "urge" else [])
        if clauses:
            over = self._up_to_tag(self._behind(self._up_to_next(clauses, verb), last), clauses[0], verb)
            return self._with_quotes_on(over, verb, sentence), is_told(clauses[0])
        if verb.dep_ == "parataxis" and verb.head.i != verb.i:
            told = hosts_of(verb)
            host = self._up_to_tag(self._within_semicolons(self.page.over(told), verb), told[-1], verb)
            return self._with_quotes_on(host, verb, sentence), True
        if told_as(verb):
            return self._within_semicolons(self.page.over([verb.head]), verb), True
        quote = self._quote_beside(verb, sentence)
        if quote is not None:
            return quote, True
        before = self._before_tag(verb, sentence)
        if before is not None:
            return before, True
        if kind == "deny" and denies_all_before(verb):
            return self._before_relative(verb), False
        named, is_clause = self._governed(last) if last.i != verb.i else self._named(verb)
        if named is not None and kind not in _TELLING:
            named = self._without_aside(named, verb)
        return named, is_clause

    def _without_aside(self, named: Span, verb: Token) -> Span:
        """Of "ruled out closing the border, which X had shut", what is ruled out: the clause behind is the outlet's."""
        words = self.page.doc.char_span(named.start, named.end, alignment_mode="expand")
        for clause in (t for t in words or () if t.dep_ == "relcl" and t.i > verb.i):
            opens = clause.left_edge
            relative = opens.tag_ in ("WDT", "WP", "WP$", "WRB") and opens.nbor(-1).text == ","
            if relative and opens.nbor(-1).idx > named.start:
                return Span(named.start, opens.nbor(-1).idx)
        return named

    def _before_relative(self, verb: Token) -> Span | None:
        """Of "X accuses Y of having armed them, which Y denies" and "..., a charge Y denies": what X says."""
        host = syntax.clause_of(verb.head)
        first, end = host.left_edge, verb.left_edge
        stop = next((t for t in reversed(self.page.doc[first.i : end.i]) if not t.is_punct), None)
        return self.page.char_span(first, stop) if stop is not None else None

    def _governed(self, last: Token) -> tuple[Span | None, bool]:
        """What a cue of several words names: "called for sanctions", "claimed responsibility for the raid"."""
        prepositions = [last] if last.pos_ == "ADP" else [c for c in last.children if c.dep_ == "prep"]
        objects = [o for p in prepositions for o in p.children if o.dep_ in ("pobj", "pcomp")]
        if not objects and last.dep_ == "prt":
            objects = [c for c in last.head.children if c.dep_ == "dobj" or (c.i == last.i + 1 and c.tag_ == "VBG")]
        return (self.page.over(objects), False) if objects else (None, False)

    def without_others(self, content: Span, sentence: Sentence) -> Span:
        """The content up to what another answers or adds: "..., a charge that Y denies", "..., while Y urged"."""
        for verb in sentence.tokens:
            opens = opening(verb) if content.start < verb.idx < content.end else None
            behind_comma = opens is not None and opens.i > 0 and opens.nbor(-1).text == ","
            if opens is None or not behind_comma or opens.idx <= content.start:
                continue
            if content.end - (verb.right_edge.idx + len(verb.right_edge)) <= 2:
                return Span(content.start, opens.nbor(-1).idx)
        return content

    def with_quote(self, content: Span, sentence: Sentence) -> Span:
        """The content drawn out over a quotation that begins in it and runs on, or that runs on into it and ends."""
        for quote in self.quotes:
            if quote.start < content.start < quote.end <= content.end + 2 and quote.start < sentence.span.start:
                return Span(quote.start, content.end)
            begins = content.start - 2 <= quote.start < content.end
            if (
                begins
                and quote.end > content.end
                and (quote.end > sentence.span.end or quote.end - content.end < RUN_ON)
            ):
                return Span(content.start, quote.end)
        return content

    def between_quotes(self, content: Span, cue: Span) -> Span | None:
        """Of `"A," he said after a call with Y. "B."`, the words that the outlet puts between the quotations."""
        if not content.start < cue.start < content.end:
            return None
        before = [q.end for q in self.quotes if content.start <= q.start and q.end <= cue.start]
        behind = [q.start for q in self.quotes if cue.end <= q.start < content.end]
        return Span(max(before), min(behind)) if before and behind else None

    def _clauses(self, verb: Token) -> list[Token]:
        """The clauses that are the verb's content, those right of a semicolon or left of one left off."""
        clauses = [c for c in verb.children if c.dep_ == "ccomp" and not self._parted(c, verb)]
        clauses = [c for c in clauses if c.i > verb.i or not hangs_behind(verb)]
        clauses = [c for c in clauses if not (c.i > verb.i > clauses[0].i and is_beside(c))]
        if any(c.i > verb.i and syntax.has_that(c) for c in clauses):
            clauses = [c for c in clauses if c.i > verb.i]
        clauses += [c for c in verb.children if c.dep_ == "conj" and syntax.has_that(c) and clauses]
        if not clauses and verb.lemma_ in speech("infinitive_claims", "verbs"):
            clauses = [c for c in verb.children if c.dep_ == "xcomp"] or meant(verb)
        if not clauses and verb.lemma_ in speech("charging", "verbs"):
            clauses = charged(verb)
        return clauses

    def _parted(self, clause: Token, verb: Token) -> bool:
        low, high = sorted((clause.i, verb.i))
        return any(t.text == ";" for t in self.page.doc[low:high])

    def _behind(self, content: Span, last: Token) -> Span:
        """The content without the cue's own last word at its start: "made clear" that."""
        start = last.idx + len(last) + 1
        return Span(start, content.end) if content.start == last.idx and start < content.end else content

    def _up_to_next(self, clauses: list[Token], verb: Token) -> Span:
        """The clauses up to what the speaker does next: "denied that X fell and called the report a lie"."""
        told = self.page.over(clauses)
        told = Span(told.start + 2, told.end) if self.page.text[told.start : told.start + 2] == ", " else told
        joined = [c for c in verb.children if c.dep_ == "conj" and syntax.is_verb(c) and c not in clauses]
        joined += [c for c in clauses[-1].children if _speaks_beside(c, clauses[-1], verb)]
        ends = [c.left_edge.idx for c in joined if clauses[-1].idx < c.idx < told.end and clauses[-1].i > verb.i]
        return Span(told.start, min([told.end, *ends])) if told.start < min([told.end, *ends]) else told

    def _up_to_tag(self, told: Span, clause: Token, tag: Token) -> Span:
        """Of "X fell, the ministry said, hours before Y met Z", what stands before and in the tag."""
        beside = [c for c in clause.children if clause.i < tag.i < c.left_edge.i and sets_beside(c)]
        return Span(told.start, tag.idx + len(tag)) if beside else told

    def _within_semicolons(self, span: Span, verb: Token) -> Span:
        """The part of the span on the verb's side of each semicolon."""
        start, end = span.start, span.end
        for at in range(span.start, span.end):
            if self.page.text[at] == ";":
                if at < verb.idx:
                    start = at + 2
                else:
                    end = min(end, at)
        return Span(start, end) if start < end else span

    def _with_quotes_on(self, content: Span, verb: Token, sentence: Sentence) -> Span:
        """The content drawn out over what is quoted behind the cue: `"A," he said. "B."`"""
        end = max([content.end, verb.idx + len(verb)])
        if verb.idx < content.start or verb.lemma_ not in speech("after_quote", "verbs"):
            return content
        if not any(q.meets(content) for q in self.quotes):
            return content
        return Span(content.start, self._quoted_on(end, sentence, content.end))

    def _quoted_on(self, at: int, sentence: Sentence, otherwise: int) -> int:
        """The end of the last quotation that follows from `at` with nothing but the end of this sentence between."""
        end = otherwise
        for quote in self.quotes:
            if quote.start < at or quote.end - quote.start <= SHORT_QUOTE:
                continue
            same = quote.start < sentence.span.end
            if not same and quote.start - max(sentence.span.end, end) > NEXT:
                break
            if not same and self._is_tagged(quote):
                break
            end = quote.end
        return end

    def _is_tagged(self, quote: Span) -> bool:
        """True where the quotation is followed by a cue of its own in its last sentence."""
        tail = self.page.text[quote.end + 1 : quote.end + 3].strip()
        return self.page.text[quote.end - 1 : quote.end] == "," or (bool(tail) and tail[0].islower())

    def _quote_beside(self, verb: Token, sentence: Sentence) -> Span | None:
        """The quotations of the cue's sentence and those that run on behind it, or the one that ends right before."""
        here = sentence.span
        inside = [
            q
            for q in self.quotes
            if q.meets(here) and not q.start <= verb.idx < q.end and q.end - q.start > SHORT_QUOTE
        ]
        beside = verb.dep_ == "advcl" and any(c.dep_ == "mark" for c in verb.children)
        inside = [q for q in inside if not (beside and q.end <= verb.left_edge.idx)]
        inside = [q for q in inside if not self._is_anothers(q, verb, sentence)]
        if inside:
            widest = max(inside, key=lambda q: q.end - q.start)
            return self._with_quotes_on(self._with_words_before(widest, verb), verb, sentence)
        if verb.lemma_ in speech("after_quote", "verbs") and verb.dep_ == "ROOT" and len(sentence.tokens) <= 9:
            before = [q for q in self.quotes if 0 <= here.start - q.end <= 3]
            return before[-1] if before else None
        return None

    def _is_anothers(self, quote: Span, verb: Token, sentence: Sentence) -> bool:
        """True where another verb of saying stands nearer before the quotation: "carried a comment of X, who said ...",
        "denied any clashes, calling it ..."; and where a verb that tags no quotation does not govern it."""
        root = next((t for t in sentence.tokens if _inside(quote, t) and not _inside(quote, t.head)), None)
        tags = speech("after_quote", "verbs") | speech("addressed", "verbs") | speech("object_content", "verbs")
        if root is not None and verb.lemma_ not in tags and verb not in list(root.ancestors):
            return True
        between = (t for t in sentence.tokens if verb.idx < t.idx < quote.start and syntax.is_verb(t))
        return any(t.lemma_.lower() in speaking() and t.i != verb.i for t in between)

    def _with_words_before(self, quote: Span, verb: Token) -> Span:
        """Of `called the vote "a sham"`, all words behind the cue; of `told X: "..."`, the quotation alone."""
        between = self.page.text[verb.idx + len(verb) : quote.start]
        if (
            quote.start < verb.idx
            or any(sign in between for sign in ",:;-")
            or verb.lemma_ in speech("addressed", "verbs")
        ):
            return quote
        first = verb.nbor(1)
        return Span(first.idx, quote.end) if first.idx < quote.start else quote

    def _before_tag(self, verb: Token, sentence: Sentence) -> Span | None:
        """Of "X carried out no raid, the ministry insisted on Tuesday", what stands before the comma."""
        if verb.lemma_ not in speech("after_quote", "verbs") or (
            any(c.dep_ == "dobj" for c in verb.children)
            and not inverted(verb)
            and verb.lemma_ not in speech("addressed", "verbs")
        ):
            return None
        subjects = [c for c in verb.children if c.dep_ in syntax.SUBJECTS]
        first = min([verb.i, *(s.left_edge.i for s in subjects)])
        if any(c.dep_ == "prep" and c.lower_ in ("for", "of", "about", "against") for c in verb.children):
            return None
        comma, start = first - 1, sentence.tokens[0]
        if comma <= start.i or self.page.doc[comma].text != ",":
            return None
        if comma - start.i < 3:
            asked = start.i > 0 and start.nbor(-1).text == "?"
            return self.page.char_span(start.nbor(-1).sent[0], self.page.doc[comma - 1]) if asked else None
        return self.page.char_span(start, self.page.doc[comma - 1]) if verb.dep_ != "ROOT" else None

    def _named(self, verb: Token) -> tuple[Span | None, bool]:
        """What the verb only names: "denied involvement", "considers a clash unlikely"."""
        if (called := _called(verb)) is not None:
            return self.page.over([called]), False
        of = [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "of" and c.i > verb.i]
        if of and verb.lemma_ in speech("addressed", "verbs"):
            return self.page.over(of), False
        if verb.lemma_ not in speech("object_content", "verbs") or verb.dep_ in ("amod", "acl"):
            return None, False
        objects = [
            c
            for c in verb.children
            if c.dep_ == "dobj" or (c.dep_ == "prep" and c.lower_ in speech("object_content", "through"))
        ]
        if any(o.dep_ == "dobj" for o in objects):
            objects = [o for o in objects if o.dep_ == "dobj" or o.lower_ != "to"]
        if verb.lemma_ in speech("object_content", "never_direct"):
            objects = [o for o in objects if o.dep_ == "prep"]
        if syntax.is_passive(verb):
            objects = [c for c in verb.children if c.dep_ == "nsubjpass"] if syntax.agents(verb) else []
        objects = [o for o in objects if not (o.tag_ in ("WDT", "WP") or o.lower_ in ("that", "nothing"))]
        objects = [o for o in objects if not (o.dep_ == "prep" and o.lower_ == "on" and verb.lemma_ == "speak")]
        if verb.lemma_ in denying():
            objects = [o for o in objects if o.lemma_.lower() not in asking()]
        hosts = [verb, *(o for o in objects if o.dep_ == "dobj")] if objects else []
        at_which = [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "at" and c.i > verb.i]
        if objects and verb.lemma_ in speech("object_content", "with_at"):
            objects += at_which
        named_as = [c for h in hosts for c in h.children if c.dep_ in ("prep", "oprd") and c.lower_ == "as"]
        if not named_as and verb.lemma_ in speech("object_content", "with_as"):
            return None, False
        objects += named_as
        return (self.page.over(objects), False) if objects else (None, False)

    def _in_which(self, phrase: Token) -> Span | None:
        """Of "a war ended in which 14 were killed, according to X", the relative clause before the phrase."""
        before = [t for t in syntax.sentence_of(phrase) if t.i < phrase.i and t.dep_ == "relcl"]
        for verb in before[-1:]:
            opens = list(verb.subtree)[:2]
            edge = phrase.i - verb.right_edge.i <= 2
            if edge and len(opens) == 2 and opens[0].dep_ == "prep" and opens[1].lower_ == "which":
                return self.page.over([verb])
        return None

    def beside_phrase(self, head: Token, source: Token, sentence: Sentence) -> Span:
        """The clause that an "according to" phrase vouches for; at an edge of the sentence, all the rest of it."""
        clause = syntax.clause_of(head.head)
        if (counted := self._in_which(head)) is not None:
            return counted
        end = source.right_edge.idx + len(source.right_edge)
        whole = self._within_semicolons(sentence.span, head)
        edge = whole.end - end <= 3 or head.idx - whole.start <= 3
        span = whole if edge or clause.dep_ == "ROOT" else self.page.over([clause])
        if head.idx - span.start <= 3 and end < span.end:
            return Span(end, span.end)
        if span.end - end <= 3 and head.idx > span.start:
            return Span(span.start, head.idx)
        return span


def _inside(quote: Span, token: Token) -> bool:
    return quote.start <= token.idx < quote.end


def _doubled(text: str) -> Iterator[Span]:
    """Quotations that are marked by two apostrophes on either side."""
    for found in re.finditer(r"(?<!\w)\'\'(?=\S)([^\n]*?)(?<=\S)\'\'", text):
        yield Span(found.start(1), found.end(1))


def _called(verb: Token) -> Token | None:
    """Of "in what the police called the worst attack in years" what they call it."""
    what = any(c.dep_ == "dobj" and c.lower_ == "what" for c in verb.children)
    told = (c for c in verb.children if c.dep_ in ("oprd", "attr", "ccomp") and c.i > verb.i)
    return next(told, None) if what and verb.lemma_ in syntax.NAMING else None


def _speaks_beside(joined: Token, told: Token, verb: Token) -> bool:
    """True of "X says that Y had fled, and Z has called for talks": Z speaks in the time of X, who does not say so."""
    own = [c for c in joined.children if c.dep_ in syntax.SUBJECTS]
    if joined.dep_ != "conj" or not own or cue_at(joined) is None or told.i < verb.i:
        return False
    parted = syntax.is_parted(joined, ("and", "but", "while"))
    return parted and _is_past_perfect(told) and not _is_past_perfect(joined)


def _is_past_perfect(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)

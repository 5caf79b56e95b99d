"""Records for tests: made-up reports in our own words, with rows whose spans are found in them by their words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from foreshock.records import (
    Actor,
    Chain,
    CodedReport,
    Coder,
    Consequence,
    Event,
    Figure,
    LeftOut,
    Link,
    Outlook,
    Part,
    Relation,
    Report,
    Span,
    Statement,
    When,
    Where,
    report_id,
)
from foreshock.records.attribution import Stance
from foreshock.records.consequence import ConsequenceKind
from foreshock.records.event import Precision, Standing
from foreshock.records.relation import RelationKind
from foreshock.records.statement import StatementKind

REPORTS = Path(__file__).parent / "brief" / "reports"
CODER = Coder("foreshock", "0.1.0", "made_by_hand", "1")
QUADS = {"ASSAULT": "MX", "MOBILIZE": "MX", "SANCTION": "MX", "COERCE": "MX", "PROTEST": "MX"}
QUADS |= {"ACCUSE": "VX", "THREATEN": "VX", "REQUEST": "VX", "REJECT": "VX"}
QUADS |= {
    "AID": "MC",
    "RETREAT": "MC",
    "COOPERATE": "MC",
    "CONSULT": "VC",
    "AGREE": "VC",
    "SUPPORT": "VC",
    "CONCEDE": "VC",
}


class Rows:
    """Builds the rows of one report; words name spans, and `near` starts the search where those words stand."""

    def __init__(self, text: str, *, outlet: str | None, published: date | None, title: str | None = None) -> None:
        self.text = text
        parts = [Part("title", self.at(title))] if title else []
        day_words = "" if published is None else f"{published.day} {published:%B %Y}"
        if day_words and day_words in text:
            parts.append(Part("time", self.at(day_words)))
        parts += [
            Part("heading", self.at(words))
            for words in ("A threat from the hills", "What holds the calm")
            if words in text
        ]
        if outlet and outlet in text:
            parts.append(Part("outlet", self.at(outlet)))
        self.report = Report(
            id=report_id(text, outlet, published, None),
            text=text,
            outlet=outlet,
            title=title,
            published=published,
            published_found="text" if day_words in text else "given",
            language="en",
            parts=tuple(sorted(parts, key=lambda p: p.span)),
        )
        self.events: list[Event] = []
        self.statements: list[Statement] = []
        self.figures: list[Figure] = []
        self.relations: list[Relation] = []
        self.outlooks: list[Outlook] = []
        self.consequences: list[Consequence] = []
        self.left_out: list[LeftOut] = []

    def at(self, words: str, near: str | None = None) -> Span:
        start = self.text.index(words, self.text.index(near) if near else 0)
        return Span(start, start + len(words))

    def sentence(self, words: Span) -> Span:
        stop = self.text.rfind(". ", 0, words.start)
        start = max(stop + 2 if stop >= 0 else 0, self.text.rfind("\n", 0, words.start) + 1)
        stops = [self.text.find(mark, words.end) for mark in (". ", ".\n", "\n")]
        return Span(start, min(s for s in [*stops, len(self.text)] if s >= 0))

    def actor(self, text: str, name: str | None = None, near: str | None = None) -> Actor:
        return Actor(text, name or text, None, None, self.at(text, near))

    def when(self, words: str, start: date, end: date | None, precision: Precision, near: str | None = None) -> When:
        return When(start, end, precision, words, self.at(words, near))

    def link(self, source: Actor, cue: str, content: str, stance: Stance = "asserts") -> Link:
        return Link(source, self.at(cue, source.text if source.text in self.text else None), self.at(content), stance)

    def event(
        self,
        kind: str,
        trigger: str,
        actors: Sequence[Actor] = (),
        recipients: Sequence[Actor] = (),
        *,
        near: str | None = None,
        mode: str | None = None,
        standing: Standing = "actual",
        when: When | None = None,
        where: str | None = None,
        chain: Chain = (),
    ) -> None:
        span = self.at(trigger, near)
        self.events.append(
            Event(
                id=f"e{len(self.events) + 1}",
                type=kind,
                mode=mode,
                quad=QUADS[kind],
                contexts=("military",),
                actors=tuple(actors),
                recipients=tuple(recipients),
                standing=standing,
                when=when or When(),
                where=Where(where, self.at(where, near)) if where else None,
                trigger=span,
                sentence=self.sentence(span),
                chain=chain,
            )
        )

    def figure(
        self, what: str, words: str, low: float | None, high: float | None, when: When | None = None, chain: Chain = ()
    ) -> None:
        self.figures.append(Figure(f"f{len(self.figures) + 1}", what, low, high, None, when, self.at(words), chain))

    def relation(self, kind: RelationKind, left: Actor, right: Actor, words: str, chain: Chain = ()) -> None:
        self.relations.append(Relation(f"r{len(self.relations) + 1}", kind, left, right, self.at(words), chain))

    def outlook(
        self,
        content: str,
        words: str,
        low: int | None = None,
        high: int | None = None,
        chain: Chain = (),
        near: str = "",
    ) -> None:
        cue = self.at(words, near or None)
        self.outlooks.append(Outlook(f"o{len(self.outlooks) + 1}", self.at(content), words, cue, low, high, chain))

    def consequence(self, kind: ConsequenceKind, cause: str, cue: str, effect: str, chain: Chain = ()) -> None:
        joined = self.at(cue, cause)
        made = Consequence(f"c{len(self.consequences) + 1}", kind, self.at(cause), self.at(effect), joined, chain)
        self.consequences.append(made)

    def statement(self, kind: StatementKind, source: Actor, cue: str, content: str, chain: Chain = ()) -> None:
        row = Statement(
            f"s{len(self.statements) + 1}", kind, source, None, self.at(cue, source.text), self.at(content), chain
        )
        self.statements.append(row)

    def leave_out(self, words: str, reason: str) -> None:
        self.left_out.append(LeftOut(self.at(words), reason))

    def coded(self) -> CodedReport:
        return CodedReport(
            self.report,
            CODER,
            tuple(self.events),
            tuple(self.statements),
            tuple(self.figures),
            tuple(self.relations),
            tuple(self.outlooks),
            tuple(self.consequences),
            tuple(self.left_out),
        )


STRAIT = (REPORTS / "strait.txt").read_text(encoding="utf8")

TOLL = (REPORTS / "toll.txt").read_text(encoding="utf8")

DENIAL = (REPORTS / "denial.txt").read_text(encoding="utf8")


def strait() -> CodedReport:
    """A rich report: chains two deep, a series over months, ties, judgements, consequences."""
    r = Rows(
        STRAIT,
        outlet="Harbour Wire",
        published=date(2024, 11, 24),
        title="Varenia fears being drawn into its neighbours’ quarrel",
    )
    institute = r.actor("The Norland Institute", "Norland Institute")
    study = r.actor("The study", "Norland Institute")
    venn = r.actor("Admiral Harro Venn", "Harro Venn")
    varenia, ostmark, sellica = r.actor("Varenia"), r.actor("Ostmark"), r.actor("Sellica")
    front = r.actor("the Kellan Front", "Kellan Front")
    militias = r.actor("the militias’ camps", "militias of Varenia")
    spies = r.actor("Ostmark’s intelligence service")
    officials = r.actor("Officials in Lorvik", "officials of Varenia")
    diplomats = r.actor("some diplomats", "diplomats")

    def said(content: str, cue: str = "explained") -> Link:
        return r.link(study, cue, content)

    worst = "being pulled into an open war between Ostmark and Sellica"
    told = (r.link(institute, "said", worst),)
    autumn = r.when("throughout the autumn", date(2024, 9, 1), date(2024, 11, 24), "part-of-month")
    by_study = (said("the Kellan Front fired drones at Ostmark throughout the autumn"),)
    raid = r.when("on 26 October", date(2024, 10, 26), date(2024, 10, 26), "day")
    r.event("ASSAULT", "fired drones", [front], [ostmark], mode="drone", when=autumn, chain=by_study)
    august = r.when("August", date(2024, 8, 1), date(2024, 8, 31), "month")
    r.event("ASSAULT", "Drone attacks", [front], [ostmark], mode="drone", when=august, chain=by_study)
    r.event("ASSAULT", "struck a depot", [ostmark], [front], mode="aerial", when=raid, where="Tamrin", chain=by_study)
    early = r.when("in early November", date(2024, 11, 1), date(2024, 11, 10), "part-of-month")
    spied = (r.link(spies, "reported", "Sellica was moving rockets into Varenia"),)
    r.event("AID", "moving rockets", [sellica], [varenia], mode="military", when=early, chain=spied)
    r.event("ACCUSE", "reported", [spies], [sellica], mode="allege", when=early)
    r.event("REJECT", "denied", [sellica], [])
    deny = (r.link(r.actor("Sellica", near="Sellica denied"), "denied", "it had sent rockets to anyone", "denies"),)
    r.event("AID", "sent rockets", [sellica], [], mode="military", standing="negated", chain=deny)
    sunday = r.when("last Sunday", date(2024, 11, 17), date(2024, 11, 17), "day")
    mentioned = said("his country is still preparing to answer the raid", "mentioned")
    venn_link = r.link(venn, "said", "his country is still preparing to answer the raid")
    r.event("THREATEN", "preparing to answer", [sellica], [ostmark], when=sunday, chain=(mentioned,))
    r.event("ASSAULT", "answer the raid", [sellica], [ostmark], standing="hypothetical", chain=(mentioned, venn_link))
    r.event("ASSAULT", "will come by sea", [sellica], [ostmark], standing="future", chain=(mentioned, venn_link))
    r.event("THREATEN", "warned", [ostmark], [varenia], near="Ostmark warned the government", mode="violence")
    r.event("ASSAULT", "strike the militias", [ostmark], [militias], mode="aerial", standing="hypothetical")
    r.event("REJECT", "rejected", [varenia], [ostmark], mode="yield")
    ninth = r.when("on 9 November", date(2024, 11, 9), date(2024, 11, 9), "day")
    r.event("PROTEST", "marched", [], [varenia], mode="demo", when=ninth, where="Lorvik", near="Thousands")
    patrol = r.when("since 1 October", date(2024, 10, 1), None, "day")
    r.event("MOBILIZE", "patrolled", [r.actor("Ostmark’s air force", "Ostmark")], [], mode="troops", when=patrol)
    pact = r.when("2011", date(2011, 1, 1), date(2011, 12, 31), "year")
    told_by = (r.link(officials, "told", "the Defence Pact of 2011 obliges Ostmark to consult before any strike"),)
    r.event("AGREE", "Defence Pact", [ostmark, varenia], [], standing="historical", when=pact, chain=told_by)
    fourteenth = r.when("on 14 November", date(2024, 11, 14), date(2024, 11, 14), "day")
    r.event("CONSULT", "met", [ostmark, varenia], [], mode="visit", when=fourteenth, where="Lorvik", near="Ministers")
    r.event("REQUEST", "asked", [varenia], [ostmark], mode="yield", near="Varenia asked")
    r.event("RETREAT", "hold its fire", [ostmark], [], mode="ceasefire", standing="hypothetical")
    r.event("AGREE", "agreed", [ostmark], [varenia])
    r.event("AID", "share its warnings", [ostmark], [varenia], standing="future")
    in_august = r.when("In August", date(2024, 8, 1), date(2024, 8, 31), "month")
    r.event("COERCE", "arrested", [varenia], [front], mode="arrest", when=in_august)
    r.event("RETREAT", "released", [varenia], [front], mode="release")
    warned = said("a raid on the camps could lead to a wider war", "warned")
    r.event("ASSAULT", "a raid on the camps", [ostmark], [militias], standing="hypothetical", chain=(warned,))
    r.event("COERCE", "blockade", [sellica], [ostmark], mode="restrict", standing="hypothetical", chain=(warned,))
    r.event("RETREAT", "disarm", [varenia], [front], mode="disarm", standing="negated")

    months = [
        ("four", 4, 4, "August", date(2024, 8, 1), date(2024, 8, 31), "month"),
        ("19", 19, 19, "September", date(2024, 9, 1), date(2024, 9, 30), "month"),
        ("33", 33, 33, "October", date(2024, 10, 1), date(2024, 10, 31), "month"),
        ("up to 41", None, 41, "by mid-November", date(2024, 11, 1), date(2024, 11, 20), "part-of-month"),
    ]
    for words, low, high, month, start, end, precision in months:
        when = r.when(month, start, end, precision, near="Drone attacks")  # type: ignore[arg-type]
        r.figure("drone attacks", words, low, high, when, by_study)
    r.figure("men of the Front", "12 of its men", 12, 12)
    r.figure("soldiers of Ostmark", "About 2,000", 2000, 2000)
    r.figure("marchers", "Thousands", 2000, None, ninth)
    r.figure("men arrested", "nine men", 9, 9, in_august)

    r.relation("backs", sellica, front, "Sellica arms and pays", by_study)
    r.relation("ally", varenia, ostmark, "lends its bases to Ostmark", by_study)
    r.relation("backs", sellica, militias, "take orders from Sellica", by_study)
    r.relation("opposes", ostmark, sellica, "an open war between Ostmark and Sellica", told)
    r.relation("leads", venn, sellica, "adviser to the president of Sellica")
    r.relation("agreement", ostmark, varenia, "the Defence Pact of 2011", told_by)

    r.outlook(worst, "worst-case", chain=told)
    becomes = "Varenia will become a battlefield"
    r.outlook(becomes, "likely", 55, 80, (r.link(study, "considered", becomes),))
    r.outlook("a raid on the camps could lead to a wider war", "could", chain=(warned,), near="a raid on the camps")
    r.outlook("a blockade of the Tamrin strait", "very unlikely", 5, 20, (warned,))
    believed = (r.link(diplomats, "believed", "The failure of the talks would wreck the pact"),)
    r.consequence(
        "leads-to",
        "the government cannot rein in the Kellan Front",
        "which",
        becomes,
        (r.link(study, "considered", becomes),),
    )
    r.consequence("leads-to", "The failure of the talks", "would wreck", "the pact, some diplomats", believed)
    r.consequence("risks", "a raid on the camps", "could lead to", "a wider war", (warned,))
    closing = "Closing the militia’s bank accounts would hold off further attacks"
    r.consequence(
        "prevents",
        "Closing the militia’s bank accounts",
        "would hold off",
        "further attacks",
        (said(closing, "warned"),),
    )
    r.consequence("risks", "Curbing the Front", "means risking", "a break with Sellica")
    r.statement("say", officials, "told", "the Defence Pact of 2011 obliges Ostmark to consult before any strike")
    r.statement("warn", study, "warned", "a raid on the camps could lead to a wider war")
    r.leave_out("The institute has studied the strait for many years.", "no act, claim or figure was found")
    r.leave_out("The Front buried 12 of its men the next day.", "a burial is no coded act")
    return r.coded()


def toll() -> CodedReport:
    """A short report with a higher toll."""
    r = Rows(
        TOLL,
        outlet="Lorvik Courier",
        published=date(2024, 10, 28),
        title="Raid near Tamrin killed dozens, hospital says",
    )
    hospital = r.actor("A hospital in Tamrin", "hospital in Tamrin")
    ostmark = r.actor("Ostmark")
    content = "31 people were killed when Ostmark bombed a depot near the town on 26 October"
    chain = (r.link(hospital, "said", content),)
    raid = r.when("on 26 October", date(2024, 10, 26), date(2024, 10, 26), "day")
    r.event("ASSAULT", "bombed", [ostmark], [], mode="aerial", when=raid, where="Tamrin", chain=chain)
    earlier = r.when("2022", date(2022, 1, 1), date(2022, 12, 31), "year")
    r.event("ASSAULT", "bombed the same depot", [ostmark], [], mode="aerial", standing="historical", when=earlier)
    mayor = r.actor("The mayor", "mayor of Tamrin")
    again = (r.link(mayor, "said", "Ostmark may strike again within days"),)
    r.event("ASSAULT", "strike again", [ostmark], [], standing="hypothetical", chain=again)
    r.figure("people killed", "31 people were killed", 31, 31, raid, chain)
    r.outlook("Ostmark may strike again within days", "may", chain=again)
    r.leave_out("The Courier could not check the count.", "no act, claim or figure was found")
    return r.coded()


def denial() -> CodedReport:
    """A short report that denies a part of it and gives a lower toll."""
    r = Rows(
        DENIAL, outlet="Ostmark Gazette", published=date(2024, 10, 29), title="Ostmark disputes toll of Tamrin raid"
    )
    ministry = r.actor("The defence ministry of Ostmark", "defence ministry of Ostmark")
    ostmark = r.actor("Ostmark")
    chain = (r.link(ministry, "said", "at most 14 people were killed at Tamrin"),)
    denies = (r.link(ministry, "denied", "its aircraft bombed the hospital", "denies"),)
    r.event("ASSAULT", "bombed the hospital", [ostmark], [], mode="aerial", standing="negated", chain=denies)
    r.figure("people killed", "at most 14 people were killed", None, 14, None, chain)
    improbable = (r.link(ministry, "said", "a wider war was improbable"),)
    r.outlook("a wider war was improbable", "improbable", 20, 45, improbable)
    return r.coded()

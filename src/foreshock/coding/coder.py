"""The coder: a report in, its coded rows out; English by the layers here, other languages by coders of their own.

The law: the layers run in one order, and what cannot be coded comes back as left out, with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from foreshock.codebook.registry import registry
from foreshock.coding import syntax
from foreshock.coding.actors import Cast
from foreshock.coding.attribution import Voices
from foreshock.coding.consequences import find_consequences
from foreshock.coding.events import find_events
from foreshock.coding.explain import explain
from foreshock.coding.figures import FigureFound, find_figures
from foreshock.coding.identity import row_id
from foreshock.coding.languages import ENGLISH, LanguageCoder, coder_for, uncoded
from foreshock.coding.models import best_model, installed_models, load_model
from foreshock.coding.names import Names
from foreshock.coding.outlooks import find_outlooks
from foreshock.coding.places import find_places
from foreshock.coding.proposals import Proposals
from foreshock.coding.relations import find_relations
from foreshock.coding.scene import Scene
from foreshock.coding.sentences import Begun, Page, begin, in_title, pages_of, read_page, read_pages
from foreshock.coding.statements import find_statements
from foreshock.coding.student import Student, load_student
from foreshock.coding.times import find_times
from foreshock.coding.triggers import TriggerWords
from foreshock.coding.windows import one_ahead, windows
from foreshock.errors import NoSuchCoder
from foreshock.records import CodedReport, Coder, Event, Explanation, Figure, LeftOut, Reason, Report, Statement

KINDS = ("both", "rules", "student")
"""The coders there are, the default first."""
EMPTY = "the student finds neither an act nor a saying here; not parsed"


class EventCoder:
    """Codes reports with one parser model and one registry of actors; build once, use for many.

    Reports in other languages go to the coder of their language, or are kept uncoded. `own` marks the version where
    registry or lexicon are not the shipped ones: a ledger tells the codings apart. With a student, its proposals count
    beside the lexicon's, or `alone`; what it finds empty is not parsed.
    """

    def __init__(
        self,
        model: str,
        names: Names,
        triggers: TriggerWords,
        own: str = "",
        student: Student | None = None,
        alone: bool = False,
        actors: Path | None = None,
    ) -> None:
        self._actors = actors
        self._nlp = load_model(model)
        self._names, self._triggers = names, triggers
        self._student, self._alone = student, alone
        taught = f"+student.{student.version}" if student else ""
        name = "foreshock" if student and not alone else f"foreshock-{'student' if student else 'rules'}"
        self.coder = Coder(name, version("foreshock") + taught + own, model, installed_models()[model])

    def code(self, report: Report) -> CodedReport:
        """The report's rows; of a language without a coder, none, and a left-out row that says so.

        A report whose language nobody looked for, or that is too short to tell, is read as English.
        """
        return next(self.code_all([report]))

    def code_all(self, reports: Iterable[Report]) -> Iterator[CodedReport]:
        """Each report coded, in order; they are parsed together, a window at a time, which gives the same rows.

        The student reads on a thread of its own, a window ahead.
        """
        beside = ThreadPoolExecutor(1)
        try:
            for window, begun in one_ahead(windows(reports, lambda report: len(report.text)), self._begin(beside)):
                pages = pages_of(begun, self._nlp)
                others = self._in_other_languages([r for r in window if not _is_english(r)])
                for report in window:
                    yield self._rows(self._scene(next(pages))) if _is_english(report) else next(others[report.language])
        finally:
            beside.shutdown(cancel_futures=True)

    def _begin(self, beside: Executor) -> Callable[[list[Report]], Begun]:
        return lambda window: begin([r for r in window if _is_english(r)], self._nlp, self._student, beside)

    def coder_of(self, report: Report) -> Coder:
        """Who codes this report: the coder of its language."""
        return self.coder if _is_english(report) else self._of_language(report.language or ENGLISH).coder

    def _in_other_languages(self, reports: list[Report]) -> dict[str | None, Iterator[CodedReport]]:
        """The coded reports by language, each in order."""
        by_language: dict[str, list[Report]] = {}
        for report in reports:
            by_language.setdefault(report.language or ENGLISH, []).append(report)
        return {told: iter(self._of_language(told).code_all(some)) for told, some in by_language.items()}

    def _of_language(self, language: str) -> LanguageCoder:
        return coder_for(language, self._actors, _mark("actors", self._actors)) or uncoded(language)

    def scene(self, report: Report) -> Scene:
        """The parsed page with its cast, voices, times and places."""
        return self._scene(read_page(report, self._nlp, self._student))

    def scenes(self, reports: Iterable[Report]) -> Iterator[Scene]:
        """The scene of each report, in order; they are parsed together."""
        return map(self._scene, read_pages(list(reports), self._nlp, self._student))

    @property
    def student(self) -> Student | None:
        """The student that proposes, None for a coder by rules alone."""
        return self._student

    @property
    def alone(self) -> bool:
        """True where the student proposes without the lexicon."""
        return self._alone

    def explain(self, report: Report) -> list[Explanation]:
        """Why each word of a report that could tell an event was coded as it was, or why not."""
        if not _is_english(report):
            return _explained(next(self.code_all([report])))
        scene = self.scene(report)
        return explain(scene, self._rows(scene))

    def _scene(self, page: Page) -> Scene:
        places = find_places(page.doc)
        cast = Cast(page, self._names, page.report.published, places)
        return Scene(
            page=page,
            cast=cast,
            voices=Voices(page, cast),
            triggers=self._triggers,
            times=find_times(page.doc, page.report.published),
            places=places,
            proposals=self._proposals(page),
        )

    def _proposals(self, page: Page) -> Proposals | None:
        if page.marks is None or self._student is None:
            return None
        return Proposals(page, page.marks, self._student.types, self._student.standings, self._alone)

    def _rows(self, scene: Scene) -> CodedReport:
        events, left_out = find_events(scene)
        figures, bound = _bound(scene, events, _figures(scene))
        return CodedReport(
            report=scene.page.report,
            coder=self.coder,
            events=tuple(replace(e, figures=bound[e.id]) if e.id in bound else e for e in events),
            statements=tuple(_statements(scene, events)),
            figures=figures,
            relations=tuple(find_relations(scene)),
            outlooks=tuple(find_outlooks(scene)),
            consequences=tuple(find_consequences(scene)),
            left_out=(*(LeftOut(piece.span, EMPTY) for piece in scene.page.passed), *left_out),
        )


def open_coder(
    model: str | None = None,
    actors: Path | None = None,
    triggers: Path | None = None,
    kind: str = KINDS[0],
    learned: Path | None = None,
) -> EventCoder:
    """The coder with the best installed model, or the one named; `actors` and `triggers` add lines of a user's own.

    `kind` is both, rules or student; `learned` is a file of what the student learned from corrections. Raises
    ModelMissing where no model is installed, StudentMissing where the student is asked for and not there, NoSuchCoder,
    and CodebookError where one of the files breaks its rules.
    """
    if kind not in KINDS:
        raise NoSuchCoder(kind, KINDS)
    names, words = _names(actors), _triggers(triggers)
    own = _mark("actors", actors) + _mark("triggers", triggers)
    student = None if kind == "rules" else load_student(learned)
    return EventCoder(best_model(model), names, words, own, student, kind == "student", actors)


def _mark(kind: str, file: Path | None) -> str:
    """A mark of what the user's file holds: "+actors." and eight hex digits; empty without one."""
    return f"+{kind}.{sha256(file.read_bytes()).hexdigest()[:8]}" if file else ""


def _is_english(report: Report) -> bool:
    return report.language in (None, ENGLISH)


def _explained(coded: CodedReport) -> list[Explanation]:
    """What a coder of another language says of its rows and of what it left out."""
    told = [
        Explanation(
            event.trigger,
            f"{event.type}{' ' + event.mode if event.mode else ''}, {event.standing}",
            (
                *(Reason("because", why) for why in event.because),
                *(Reason("actor", a.name) for a in event.actors),
                *(Reason("recipient", a.name) for a in event.recipients),
                *(Reason("according to", link.source.name) for link in event.chain),
            ),
        )
        for event in coded.events
    ]
    told += [Explanation(row.span, f"no event: {row.reason}") for row in coded.left_out]
    return sorted(told, key=lambda one: one.span)


def _names(actors: Path | None) -> Names:
    return _shipped_names() if actors is None else Names(registry(actors))


@lru_cache(maxsize=1)
def _shipped_names() -> Names:
    return Names(registry())


def _triggers(extra: Path | None) -> TriggerWords:
    return _shipped_triggers() if extra is None else TriggerWords(extra)


@lru_cache(maxsize=1)
def _shipped_triggers() -> TriggerWords:
    return TriggerWords()


def _statements(scene: Scene, events: list[Event]) -> list[Statement]:
    """What is said in the body; a title tells it again."""
    told = [c for c in scene.voices.claims if not in_title(scene.page, c.cue)]
    return find_statements(scene.page.report.id, told, scene.voices.claims_at, events)


def _figures(scene: Scene) -> list[tuple[Figure, FigureFound]]:
    """The counts told on coded parts of the page, with who vouches for each."""
    rows = []
    for found in find_figures(scene.page.doc, scene.times):
        coded = found.head in scene.page.sentence_at or found.number in scene.page.sentence_at
        if coded and not in_title(scene.page, found.span):
            row = Figure(
                id=row_id("f", scene.page.report.id, found.span, found.what),
                what=found.what,
                low=found.low,
                high=found.high,
                unit=found.unit,
                when=found.when,
                span=found.span,
                chain=scene.voices.chain(found.span),
            )
            rows.append((row, found))
    return sorted(rows, key=lambda pair: pair[0].span)


def _bound(
    scene: Scene, events: list[Event], found: list[tuple[Figure, FigureFound]]
) -> tuple[tuple[Figure, ...], dict[str, tuple[str, ...]]]:
    """The figures, dated by the act they count where they tell no period, and their ids by the event they belong to."""
    rows: list[Figure] = []
    bound: dict[str, tuple[str, ...]] = {}
    for row, thing in found:
        event = _event_of(scene, events, thing)
        if event is not None:
            bound[event.id] = (*bound.get(event.id, ()), row.id)
            if row.when is None and event.when.start is not None:
                row = replace(row, when=event.when)
        rows.append(row)
    return tuple(rows), bound


def _event_of(scene: Scene, events: list[Event], found: FigureFound) -> Event | None:
    here = [e for e in events if e.sentence.covers(found.span) and e.quad in ("MX", "MC")]
    clause = syntax.clause_of(scene.page.doc[found.head])
    whole = scene.page.char_span(clause.left_edge, clause.right_edge)
    inside = [e for e in here if whole.covers(e.trigger)]
    near = inside or here
    return min(near, key=lambda e: abs(e.trigger.start - found.span.start)) if near else None

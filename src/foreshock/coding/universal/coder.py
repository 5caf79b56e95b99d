"""The coder over Universal Dependencies: reports of one language in, their coded rows out.

The law: it makes the same records as the English coder, and what it cannot code comes back as left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from foreshock.codebook.actor_files import user_entries
from foreshock.codebook.language import LanguageBook
from foreshock.codebook.registry import registry_in
from foreshock.coding.identity import row_id
from foreshock.coding.models import load_model, models_installed
from foreshock.coding.names import Names
from foreshock.coding.sentences import Page, read_pages
from foreshock.coding.statements import find_statements
from foreshock.coding.universal.acts import Acts
from foreshock.coding.universal.cast import Cast, Words
from foreshock.coding.universal.figures import FigureFound, Figures
from foreshock.coding.universal.grammar import Grammar
from foreshock.coding.universal.mending import Mender
from foreshock.coding.universal.places import Places
from foreshock.coding.universal.scene import Scene
from foreshock.coding.universal.times import Times
from foreshock.coding.universal.voices import Cues, Voices
from foreshock.records import CodedReport, Coder, Event, Figure, Report

if TYPE_CHECKING:
    from pathlib import Path


class UniversalCoder:
    """Codes the reports of one language; build once, use for many."""

    def __init__(self, book: LanguageBook, model: str, actors: Path | None = None, own: str = "") -> None:
        self._nlp = load_model(model)
        known = registry_in(book.folder)
        self._names = Names(known if actors is None else known.with_entries(user_entries(actors)))
        self._book, self._grammar = book, Grammar(book)
        self._mender, self._words, self._cues = Mender(book), Words.of(book), Cues.of(book)
        self._times, self._figures, self._acts = (
            Times(book.code),
            Figures(book, self._grammar),
            Acts(book, self._grammar),
        )
        name = f"foreshock-{book.code}"
        self.coder = Coder(name, version("foreshock") + own, model, models_installed((model,))[model])

    def code_all(self, reports: Sequence[Report]) -> list[CodedReport]:
        """The reports with their rows, in order, parsed together."""
        return [self._rows(self._scene(page)) for page in read_pages(reports, self._nlp)]

    def _scene(self, page: Page) -> Scene:
        self._mender.mend(page.doc)
        grammar, day = self._grammar, page.report.published
        places = Places(page, self._book, grammar)
        cast_ = Cast(page, self._names, self._book, self._words, grammar, places, day)
        voices = Voices(page, cast_, self._cues, grammar)
        return Scene(page, cast_, voices, places, self._times.find(page.text, day), grammar)

    def _rows(self, scene: Scene) -> CodedReport:
        events, left_out = self._acts.find(scene)
        figures, bound = self._counted(scene, events)
        return CodedReport(
            report=scene.page.report,
            coder=self.coder,
            events=tuple(replace(e, figures=bound[e.id]) if e.id in bound else e for e in events),
            statements=tuple(find_statements(scene.page.report.id, scene.voices.claims, scene.voices.at, events)),
            figures=figures,
            left_out=tuple(left_out),
        )

    def _counted(self, scene: Scene, events: list[Event]) -> tuple[tuple[Figure, ...], dict[str, tuple[str, ...]]]:
        """The figures, and their ids by the event of deeds that they count."""
        rows: list[Figure] = []
        bound: dict[str, tuple[str, ...]] = {}
        for found in self._figures.find(scene.page, [t.span for t in scene.times]):
            event = _event_of(scene, events, found)
            row = Figure(
                id=row_id("f", scene.page.report.id, found.span, found.what),
                what=found.what,
                low=found.low,
                high=found.high,
                unit=found.unit,
                when=event.when if event is not None and event.when.start is not None else None,
                span=found.span,
                chain=tuple(c.link() for c in scene.voices.at(found.span)),
            )
            rows.append(row)
            if event is not None:
                bound[event.id] = (*bound.get(event.id, ()), row.id)
        return tuple(rows), bound


def _event_of(scene: Scene, events: list[Event], found: FigureFound) -> Event | None:
    """The deed whose verb the figure hangs on, else the nearest deed of the sentence."""
    here = [e for e in events if e.sentence.covers(found.span) and e.quad in ("MX", "MC")]
    verb = scene.page.doc[found.verb] if found.verb is not None else None
    same = [e for e in here if verb is not None and e.trigger.start == verb.idx]
    return min(same or here, key=lambda e: abs(e.trigger.start - found.span.start), default=None)

"""A scene: one page with all that was found on it, handed from layer to layer.

The law: each layer reads what the layers before it found and alters none of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foreshock.coding import syntax
from foreshock.coding.belonging import CountryWords, Party, country_words
from foreshock.coding.places import PlaceFound, place_of
from foreshock.coding.standing_signs import is_past
from foreshock.coding.times import TimeFound, shared_time
from foreshock.records import When, Where

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast
    from foreshock.coding.attribution import Voices
    from foreshock.coding.proposals import Proposals
    from foreshock.coding.sentences import Page
    from foreshock.coding.triggers import TriggerWords
    from foreshock.coding.whose import Words


@dataclass(slots=True)
class Scene:
    """The page, its cast, its voices, and the times and places told on it."""

    page: Page
    cast: Cast
    voices: Voices
    triggers: TriggerWords
    times: list[TimeFound] = field(default_factory=list)
    places: list[PlaceFound] = field(default_factory=list)
    proposals: Proposals | None = None
    weighed: Words | None = None
    """What is weighed where it is asked whose people a party is."""
    answered: dict[tuple[int, Party, str], tuple[str | None, float]] = field(default_factory=dict)
    """What came of it, by act, party and question."""
    _countries: CountryWords | None = None
    _where: dict[int, Where | None] = field(default_factory=dict)

    @property
    def countries(self) -> CountryWords:
        """All words of the report that name a country."""
        if self._countries is None:
            self._countries = country_words(self)
        return self._countries

    def when(self, token: Token) -> When:
        """When the act at the token takes place, as far as words tell; what is told as past has no day ahead."""
        published = self.page.report.published
        past = published is not None and syntax.is_verb(token) and is_past(token)
        told = [t for t in self.times if not (past and published and t.when.start and t.when.start > published)]
        found = shared_time(token, told, self.page.doc)
        return found.when if found else When()

    def where(self, token: Token) -> Where | None:
        """Where the act at the token takes place, as far as words tell."""
        if token.i not in self._where:
            found = place_of(token, self.places, self.page.doc)
            self._where[token.i] = found.where if found else None
        return self._where[token.i]

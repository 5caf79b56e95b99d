"""Places of a report. The law: a place is resolved by what the text and the gazetteer tell, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from foreshock.records.event import Where
from foreshock.records.span import Span


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """One place named in the text: tokens `first` to `last`, and where it lies."""

    span: Span
    where: Where
    first: int
    last: int
    kind: str


def find_places(doc: Doc) -> list[PlaceFound]:
    """All places of the text in text order."""
    return []


def place_of(token: Token, places: Sequence[PlaceFound], doc: Doc) -> PlaceFound | None:
    """The place of the event headed by `token`."""
    return None

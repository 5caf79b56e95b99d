"""Outlets: which words name who published a report, and by which name we keep them.

The law: a known outlet takes the registry's name, any other stays as written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from foreshock.codebook.registry import Entry, registry
from foreshock.wire.words import words

_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})(/\S*)?", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-Z0-9][\w.'’&-]*|&|of|the|and|\d+)(?: (?:[A-Z0-9][\w.'’&-]*|&|of|the|and|\d+)){0,4}")


@cache
def known_outlets() -> Mapping[str, str]:
    """Every form of an outlet that the registry holds, in lower case, to its name there."""
    forms: dict[str, str] = {name.lower(): name for name in words().agencies}
    for form, readings in registry().names().items():
        for reading in readings:
            if isinstance(reading.of, Entry) and reading.of.kind == "media":
                forms[form.lower()] = reading.of.name
    return forms


def outlet_name(told: str) -> str:
    """The registry's name for the outlet written as `told`, or `told` itself."""
    bare = " ".join(told.split()).strip(" .,:;/|-–—()[]*_")
    known = known_outlets()
    return known.get(bare.lower()) or known.get(bare.lower().removeprefix("the ")) or bare


def names_outlet(told: str) -> bool:
    """True where `told` is a known outlet or a short capitalised name such as outlets have."""
    bare = told.strip(" .,:;/|-–—()[]*_")
    if bare.lower() in words().labels:
        return False
    if bare.lower() in known_outlets():
        return True
    if not _NAME.fullmatch(bare) or " " not in bare:
        return False
    return " & " in bare or bare.split()[-1].lower() in words().outlet_words


def is_address(line: str) -> bool:
    """True where `line` is nothing but a web address or domain."""
    return bool(_DOMAIN.fullmatch(line))


def domain_outlet(address: str, names: list[str]) -> str | None:
    """The outlet of a web address: by the registry, by one of the `names` spelt in it, or else the domain itself."""
    match = _DOMAIN.fullmatch(address)
    if match is None:
        return None
    domain = match[1].lower()
    if known := known_outlets().get(domain):
        return known
    squashed = {re.sub(r"\W|_", "", name).lower(): name for name in reversed(names)}
    labels = [label.replace("-", "") for label in domain.split(".")]
    return next((squashed[label] for label in labels if label in squashed), domain)

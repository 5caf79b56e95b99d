"""XML trees of lists and news messages, read without trust.

The law: no entity is resolved and nothing outside is fetched; a broken tree is one error.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from foreshock.errors import UnreadableReport

_FAULTS = (ParseError, DefusedXmlException, LookupError, ValueError, TypeError, RecursionError)


def read_tree(raw: bytes, name: str, hoped: str) -> Element:
    """The root of the tree; raises UnreadableReport for what is broken, and for entities, which only attacks define."""
    try:
        root: Element = fromstring(raw)
    except _FAULTS as fault:
        raise UnreadableReport(name, _seen(fault), hoped) from fault
    return root


def elements(raw: bytes, wanted: frozenset[str], name: str, hoped: str) -> Iterator[Element]:
    """The elements of these names in turn, each forgotten after it was given; ends in UnreadableReport where broken."""
    try:
        for _, element in iterparse(io.BytesIO(raw), events=("end",)):
            if local(element) in wanted:
                yield element
                element.clear()
    except _FAULTS as fault:
        raise UnreadableReport(name, _seen(fault), hoped) from fault


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def below(element: Element, *path: str) -> Iterator[Element]:
    """The elements that a path of names leads to, whatever their namespaces."""
    if not path:
        yield element
        return
    for child in element:
        if local(child) == path[0]:
            yield from below(child, *path[1:])


def told(element: Element, *path: str) -> str | None:
    """The text of the first element the path leads to that has one."""
    found = (" ".join("".join(x.itertext()).split()) for x in below(element, *path))
    return next((x for x in found if x), None)


def _seen(fault: Exception) -> str:
    if isinstance(fault, DefusedXmlException):
        return "XML that defines entities, as attacks do"
    return f"broken XML ({(str(fault).splitlines() or [type(fault).__name__])[0][:120]})"

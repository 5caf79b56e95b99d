"""Reads a finished page back and looks for numbers, names and dates that nothing backs.

The law: outside the fixed wording, what a reader sees was registered with its evidence, letter for letter, and the
text pane holds the reports' own words and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files

from foreshock.brief.evidence import squeezed
from foreshock.errors import UnsupportedStatement

VOID = frozenset({"meta", "br", "hr", "img", "input", "link", "wbr"})
SILENT = frozenset({"style", "script"})
SPOKEN = ("aria-label", "title", "alt", "placeholder", "label", "summary", "aria-description", "value", "content")
NUMERAL_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million "
    "millions billion billions dozen dozens half twice thrice percent today yesterday tomorrow"
)
NUMERALS = frozenset(NUMERAL_WORDS.split())
TOKEN = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")

Registered = frozenset[tuple[str, str]]


@cache
def fixed_words() -> tuple[frozenset[str], tuple[str, ...]]:
    """The capitalised words and the phrases that templates may print of themselves."""
    lines = (files("foreshock.brief") / "templates" / "fixed.txt").read_text(encoding="utf8").splitlines()
    told = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return frozenset(t for t in told if " " not in t), tuple(t for t in told if " " in t)


def unbacked(text: str) -> str | None:
    """The first number, date or name in wording that ought to be fixed, None where there is none."""
    words, phrases = fixed_words()
    for phrase in phrases:
        text = text.replace(phrase, " ")
    for token in TOKEN.findall(text):
        numeral = any(c.isdigit() for c in token) or token.casefold() in NUMERALS
        foreign = not token.replace("’", "").isascii()
        if numeral or foreign or (any(c.isupper() for c in token) and token not in words):
            return str(token)
    return None


def check_page(page: str, registered: Registered, texts: Mapping[str, str]) -> None:
    """Raises UnsupportedStatement for the first thing shown in the page that nothing backs."""
    reader = _Reader(registered, texts)
    reader.feed(page)
    reader.close()
    for target in sorted(reader.targets - reader.ids):
        raise UnsupportedStatement(target, "a link of the page")


def check_plain(text: str, registered: Iterable[str]) -> str:
    """The text without its evidence brackets; raises UnsupportedStatement for what stands unbacked outside them."""
    known = set(registered)
    parts = re.split("\x02(.*?)\x03", text, flags=re.S)
    for place, part in enumerate(parts):
        fault = (part if part not in known else None) if place % 2 else unbacked(part)
        if fault:
            raise UnsupportedStatement(fault, "the page's wording")
    return "".join(parts)


class _Reader(HTMLParser):
    """Walks the page, keeping for each open element the evidence it claims and the text right inside it."""

    def __init__(self, registered: Registered, texts: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.registered, self.texts = registered, texts
        self.open: list[tuple[str, str | None, str | None, list[str]]] = []
        self.ids: set[str] = set()
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._spoken(told)
        if told.get("id"):
            self.ids.add(told["id"])
        if told.get("href", "").startswith("#"):
            self.targets.add(told["href"][1:])
        if tag not in VOID:
            self.open.append((tag, told.get("data-evidence"), told.get("data-report-text"), []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._spoken({name: value or "" for name, value in attrs})

    def _spoken(self, told: Mapping[str, str]) -> None:
        for name in SPOKEN:
            spoken = told.get(name, "") if "http-equiv" not in told and told.get("name") != "viewport" else ""
            if fault := unbacked(spoken):
                raise UnsupportedStatement(fault, f"the page's {name}")

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            opened, evidence, report, parts = self.open.pop()
            text = "".join(parts)
            if report is not None:
                self._same_text(report, text)
            elif evidence is not None:
                self._was_registered(evidence, squeezed(text))
            elif opened not in SILENT and not self._in_report() and (fault := unbacked(text)):
                raise UnsupportedStatement(fault, "the page's wording")
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.open:
            if fault := unbacked(data):
                raise UnsupportedStatement(fault, "the page's wording")
            return
        pane = next((held for held in self.open if held[2] is not None), None)
        (pane or self.open[-1])[3].append(data)

    def _in_report(self) -> bool:
        return any(held[2] is not None for held in self.open)

    def _was_registered(self, evidence: str, text: str) -> None:
        if text and (evidence, text) not in self.registered:
            raise UnsupportedStatement(text, "evidence that was not registered")

    def _same_text(self, report: str, text: str) -> None:
        if squeezed(text) != squeezed(self.texts.get(report, "")):
            raise UnsupportedStatement(squeezed(text)[:60], f"the text of report {report}")

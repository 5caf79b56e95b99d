"""From a brief to its page: one HTML file that asks nothing of any network, or Markdown.

The law: a template can print only `Shown` values, fixed wording and geometry; the finished page is read back and
refused with UnsupportedStatement where a number, name or date has no evidence.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from foreshock.brief.check import check_page, check_plain
from foreshock.brief.evidence import UNTOLD, Cite, Leaf, Shown, reason_head, squeezed
from foreshock.brief.modelled import Ground, Picture
from foreshock.brief.pane import cited_spans, pane
from foreshock.brief.phrasing import day
from foreshock.brief.tree import Brief
from foreshock.brief.words import CODES, WORDS
from foreshock.errors import UnsupportedStatement
from foreshock.records import Span


def render_html(brief: Brief, template: str | None = None) -> str:
    """The brief as one self-contained page; `template` stands in for the shipped one."""
    register = Register(brief)
    style, script = template_text("brief.css"), template_text("brief.js")
    spans = _spans(brief)
    shared = {
        "brief": brief,
        "style": Markup(style),
        "script": Markup(script),
        "policy": Markup(policy(style, script)),
        "pane": lambda leaf: pane(leaf, spans.get(leaf.number, [])),
    }
    page = _environment(register).from_string(template or template_text("brief.html")).render(shared)
    check_page(page, frozenset(register.shown), {leaf.coded.report.id: leaf.text for leaf in brief.leaves})
    return page


def render_markdown(brief: Brief, template: str | None = None) -> str:
    """The brief as Markdown; each quote names its report's hash and the characters it stands at."""
    register = Register(brief)
    environment = _environment(register, plain=True)
    page = environment.from_string(template or template_text("brief.md")).render({"brief": brief})
    page = re.sub(r"\n{3,}", "\n\n", page)
    return check_plain(page, [text for _, text in register.shown]).strip() + "\n"


@cache
def template_text(name: str) -> str:
    """A shipped template, style or script."""
    return (files("foreshock.brief") / "templates" / name).read_text(encoding="utf8")


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy: nothing but this style and this script, by their hashes."""
    style_hash, script_hash = (
        base64.b64encode(hashlib.sha256(text.encode("utf8")).digest()).decode("ascii") for text in (style, script)
    )
    return (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; script-src 'sha256-{script_hash}'; "
        "img-src 'none'; base-uri 'none'; form-action 'none'"
    )


class Register:
    """What one rendering has shown, as pairs of evidence and text; it refuses what its evidence does not back."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.shown: set[tuple[str, str]] = set()
        self.modelled = frozenset() if brief.prognosis is None else brief.prognosis.modelled()

    def take(self, shown: Shown, text: str | None = None) -> Shown:
        """Notes the value as shown; raises UnsupportedStatement where it does not agree with its evidence."""
        if not self._backs(shown):
            raise UnsupportedStatement(shown.text, f"a {shown.kind} of the brief")
        self.shown.add((shown.evidence, squeezed(shown.text if text is None else text)))
        return shown

    def _backs(self, shown: Shown) -> bool:
        if shown.kind == "made":
            return shown == self.brief.made
        if shown.kind == "modelled":
            return shown in self.modelled
        leaves = self.brief.leaves
        if not all(1 <= c.report <= len(leaves) for c in shown.cites):
            return False
        held = [(leaves[c.report - 1], c.span) for c in shown.cites]
        if not all(span is None or span.of(leaf.text).strip() for leaf, span in held):
            return False
        leaf, span = held[0]
        if shown.kind == "quote":
            return span is not None and squeezed(span.of(leaf.text)) == shown.text
        return span is not None or shown.kind == "count" or shown.text in _record(leaf)


def _record(leaf: Leaf) -> set[str]:
    """The values of a report's own record that may be shown without a span."""
    report, coder = leaf.coded.report, leaf.coded.coder
    told = {report.id, report.outlet or UNTOLD, report.title, report.url, report.language, *report.flags}
    told |= {f"{coder.name} {coder.version}", f"{coder.model} {coder.model_version}"}
    told |= {reason_head(row) for row in leaf.coded.left_out}
    return {t for t in told if t} | ({day(report.published)} if report.published else set())


def _spans(brief: Brief) -> dict[int, list[Span]]:
    """The spans of everything in the brief, by report."""
    spans: dict[int, list[Span]] = {}
    for cite in cited_spans(brief):
        if cite.span:
            spans.setdefault(cite.report, []).append(cite.span)
    return spans


def _environment(register: Register, *, plain: bool = False) -> Environment:
    """Templates that can print shown values and nothing else of their own accord."""
    printed = _Plain(register) if plain else _Linked(register)
    environment = Environment(
        loader=DictLoader({}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=printed,
    )
    environment.filters |= {"word": _word, "n": _number, "ev": printed.attributes, "titled": printed.title}
    environment.filters |= {"drawn": printed.picture, "ground": _grounded}
    environment.filters |= {"at": printed.place, "code": _code, "corner": _corner, "held": _held, "anchor": _place}
    return environment


def _word(code: str) -> Markup:
    if code not in WORDS:
        raise UnsupportedStatement(code, "a template")
    return Markup(WORDS[code])


def _code(name: str) -> Markup:
    if name not in CODES:
        raise UnsupportedStatement(name, "a template")
    return Markup(name)


def _corner(leaf: Leaf) -> Markup:
    """The attributes of a report's place in the text pane."""
    return Markup('id="{}"').format(Cite(leaf.number).anchor)


def _place(leaf: Leaf) -> Markup:
    """The name of a report's place in the text pane."""
    return Markup(Cite(leaf.number).anchor)


def _grounded(ground: Ground) -> Markup:
    """The attributes of the place of what a model's numbers rest on."""
    return Markup('id="{}"').format(ground.anchor)


def _held(leaf: Leaf) -> Markup:
    """The attributes of the element that holds a report's text."""
    language = leaf.coded.report.language or "und"
    told = 'data-report-text="{}" lang="{}"'
    return Markup(told).format(leaf.coded.report.id, language if re.fullmatch("[A-Za-z-]+", language) else "und")


def _number(length: float) -> Markup:
    return Markup(f"{length:.6g}")


class _Linked:
    """Prints shown values as links to their words."""

    def __init__(self, register: Register) -> None:
        self.register = register

    def __call__(self, value: Any) -> Any:
        if isinstance(value, Markup):
            return value
        if not isinstance(value, Shown):
            raise UnsupportedStatement(str(value), "a template")
        shown = self.register.take(value, value.printed)
        if not shown.target:
            return Markup('<span data-evidence="{}">{}</span>').format(shown.evidence, shown.text)
        link = '<a class="{}" href="#{}" data-evidence="{}">{}</a>'
        return Markup(link).format(shown.kind, shown.target, shown.evidence, shown.printed)

    def attributes(self, shown: Shown) -> Markup:
        """Attributes that make a graphic a link to the words."""
        self.register.take(shown, "")
        return Markup('href="#{}" data-evidence="{}"').format(shown.target, shown.evidence)

    def title(self, shown: Shown) -> Markup:
        """A title element with the value."""
        text = shown.full or shown.text
        self.register.take(shown, text)
        return Markup('<title data-evidence="{}">{}</title>').format(shown.evidence, text)

    def picture(self, picture: Picture) -> Markup:
        """The drawing, its texts noted as shown."""
        for shown in picture.told:
            self.register.take(shown)
        return Markup(picture.svg)

    def place(self, shown: Shown) -> Markup:
        """Nothing: on the page the link itself is the place."""
        self.register.take(shown, "")
        return Markup("")


class _Plain(_Linked):
    """Prints shown values between brackets that the check takes away."""

    def __call__(self, value: Any) -> Any:
        """The value's text, safe in Markdown."""
        if isinstance(value, Markup):
            return value
        if not isinstance(value, Shown):
            raise UnsupportedStatement(str(value), "a template")
        return self._bracketed(value, _escaped(value.printed))

    def place(self, shown: Shown) -> Markup:
        """Where the words stand: the report's hash and the characters."""
        cite = shown.cites[0]
        report = self.register.brief.leaves[cite.report - 1].coded.report.id
        where = f"{report}:{cite.span.start}-{cite.span.end}" if cite.span else report
        return self._bracketed(shown, f"`{where}`")

    def _bracketed(self, shown: Shown, text: str) -> Markup:
        self.register.take(shown)
        self.register.shown.add((shown.evidence, text))
        return Markup(f"\x02{text}\x03")


def _escaped(text: str) -> str:
    safe = re.sub(r"([\\`*_\[\]#|~])", r"\\\1", text)
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\x02", "").replace("\x03", "")

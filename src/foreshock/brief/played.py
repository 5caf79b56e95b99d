"""A played scenario as one page that asks nothing of any network.

The law: no chance stands on it without its interval, its words and what it was got from; pictures come ready made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from foreshock.brief.render import policy, template_text
from foreshock.records.played import Played
from foreshock.records.scenario import Because, Friction


def played_page(
    played: Played,
    pictures: Sequence[tuple[str, str]],
    frictions: Mapping[str, Sequence[Friction]],
    percent: Callable[[float], str],
    points: Callable[[float], str],
    words: Callable[[float], str],
) -> str:
    """The page; `pictures` are captions with SVG text, `percent`, `points` and `words` say a number to a person."""
    style = template_text("played.css")
    loader = DictLoader({"played": template_text("played.html")})
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("played").render(
        played=played,
        pictures=[(caption, Markup(svg)) for caption, svg in pictures],
        frictions=frictions,
        percent=percent,
        points=points,
        words=words,
        share=lambda part: f"{100 * part:.0f} %",
        why=_why,
        style=Markup(style),
        policy=Markup(policy(style, "")),
    )


def _why(because: Because | None) -> Markup:
    if because is None:
        return Markup("<i>no reason given</i>")
    place = f" ({because.report} {because.start}–{because.end})" if because.report else ""
    return Markup('<q>{}</q><span class="small">{}</span>').format(because.text, place)

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

STYLE = """
body{font:15px/1.5 system-ui,sans-serif;color:#1c2024;background:#fff;margin:0}
main{max-width:60rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.6rem;line-height:1.25;margin:.2rem 0}h2{font-size:1.1rem;margin:2rem 0 .4rem}
.small{color:#666;font-size:.85em}.chance b{font-size:2rem}.chance span{font-size:1.1rem;margin-left:.6rem}
table{border-collapse:collapse;width:100%;font-size:.9em}td,th{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #ddd}
svg{width:100%;height:auto}q{color:#444}
@media(prefers-color-scheme:dark){body{background:#16181b;color:#e6e6e6}td,th{border-color:#3a3f45}q,.small{color:#aaa}}
"""


def played_page(
    played: Played,
    pictures: Sequence[tuple[str, str]],
    frictions: Mapping[str, Sequence[Friction]],
    percent: Callable[[float], str],
    points: Callable[[float], str],
    words: Callable[[float], str],
) -> str:
    """The page; `pictures` are captions with SVG text, `percent`, `points` and `words` say a number to a person."""
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
        style=Markup(STYLE),
        policy=Markup(policy(STYLE, "")),
    )


def _why(because: Because | None) -> Markup:
    if because is None:
        return Markup("<i>no reason given</i>")
    place = f" ({because.report} {because.start}–{because.end})" if because.report else ""
    return Markup('<q>{}</q><span class="small">{}</span>').format(because.text, place)

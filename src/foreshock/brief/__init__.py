"""From records to a page in which every statement has its evidence."""

from foreshock.brief.compose import compose
from foreshock.brief.render import render_html, render_markdown
from foreshock.brief.tree import Brief

__all__ = ["Brief", "compose", "render_html", "render_markdown"]

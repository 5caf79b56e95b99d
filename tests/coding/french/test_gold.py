"""The French coder against gold by the codebook: no figure of the development half falls below its floor."""

from __future__ import annotations

from bench.french import DEVELOPMENT, HELD_OUT, TWINS, below, figures, french_report
from foreshock.coding import open_coder
from foreshock.coding.languages import LanguageCoder


def test_no_figure_of_the_development_half_falls_below_its_floor(french: LanguageCoder) -> None:
    assert french.coder.name == "foreshock-fr"
    assert below(figures(open_coder(kind="rules"), held_out=False)) == []


def test_the_twins_are_french_reports_of_packaged_examples() -> None:
    assert all((TWINS / f"{name}.txt").is_file() for name in DEVELOPMENT + HELD_OUT)
    assert {french_report(name).language for name in DEVELOPMENT + HELD_OUT} == {"fr"}

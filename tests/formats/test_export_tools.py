"""Each export is read by the tool of its own trade, and says there what the ledger says."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import frictionless
import networkx
import polars as pl
import pytest
import stix2
from geojson_pydantic import FeatureCollection
from jsonschema import Draft202012Validator
from prov.model import ProvDocument, ProvEntity

from foreshock.formats import gdelt, icews, polecat, read_history
from foreshock.formats.export import Asked, export
from foreshock.formats.export.atom import Entry, feed
from foreshock.formats.export.event_tables import EVIDENCE
from foreshock.formats.export.packages import SCHEMAS
from foreshock.formats.export.tables import pairs
from tests.formats.exported import MADE, exported, only, tables, two_reports, written

HERE = Path(__file__).parent
PARTIES = ["type", "actor_country", "actor_sector", "recipient_country", "recipient_sector", "day"]


def cells(format: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(only(format).decode()), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(("format", "columns", "header"), [
    ("polecat", polecat.COLUMNS, True), ("icews", icews.COLUMNS, True), ("gdelt", gdelt.COLUMNS, False),
])  # fmt: skip
def test_an_event_table_has_exactly_its_columns(format: str, columns: tuple[str, ...], header: bool) -> None:
    rows = cells(format)
    assert len(columns) == {"polecat": 40, "icews": 20, "gdelt": 61}[format]
    assert {len(row) for row in rows} == {len(columns)}
    assert (rows[0] == list(columns)) is header


@pytest.mark.parametrize("format", ["polecat", "icews", "gdelt"])
def test_what_was_written_is_what_is_read_back(format: str) -> None:
    told = pairs(tables().events)
    if format != "polecat":
        told = told.filter(pl.col("standing") == "actual")
    back = read_history(format, only(format)).frame
    kept = PARTIES if format == "gdelt" else [*PARTIES, "outlet"]  # GDELT has an address and no name of an outlet
    assert back.select(kept).rows() == told.select(kept).rows()
    assert back["mode"].to_list() == [
        mode if x == "actual" else None for mode, x in told.select("mode", "standing").rows()
    ]
    assert back["standing"].to_list() == told["standing"].to_list()
    assert back["place_country"].to_list() == told["place_country"].to_list()


def test_what_did_not_happen_is_no_event_of_icews_or_gdelt_and_that_is_said() -> None:
    for format in ("icews", "gdelt"):
        (left_out,) = exported(format).said
        assert left_out == "1 events are left out: not told as having happened, or in a report without a day"


@pytest.mark.parametrize("format", ["icews", "gdelt"])
def test_an_act_without_a_day_of_its_own_stands_on_the_day_of_publication_and_that_is_said(format: str) -> None:
    undated = replace(tables(), events=tables().events.with_columns(start=pl.lit(None, pl.Date)))
    told = export(format, undated, MADE)
    days = {row["day"] for row in read_history(format, next(iter(told.files.values()))).frame.iter_rows(named=True)}
    assert days == set(undated.events.filter(pl.col("standing") == "actual")["published"])
    assert told.said[-1].endswith("events have no day of their own and stand on the day of publication")


def test_polecat_has_evidence_behind_its_columns_only_when_asked() -> None:
    told = export("polecat", tables(), Asked(MADE.made, evidence=True)).files["polecat.txt"].decode()
    head, first = (line.split("\t") for line in told.splitlines()[:2])
    assert tuple(head) == (*polecat.COLUMNS, *EVIDENCE)
    assert first[41].startswith("The institute noted") and first[42].endswith("Envoy: warned (doubts)")
    assert "Evidence" not in only("polecat").decode()
    assert read_history("polecat", told.encode()).frame.equals(read_history("polecat", only("polecat")).frame)


def test_the_data_package_is_valid_for_frictionless(tmp_path: Path) -> None:
    folder = written("csv", tmp_path)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    package: Any = frictionless.Package(str(folder / "datapackage.json"))
    assert {x.name: [f.name for f in x.schema.fields] for x in package.resources} == {
        name: [column.name for column in schema] for name, schema in SCHEMAS.items()
    }
    events = package.get_resource("events").read_rows()
    assert events[0]["recipients"] == ["Iraq", "Port Guards"] and events[0]["score"] == -3.5
    assert str(package.get_resource("reports").read_rows()[1]["title"]).startswith("'=cmd")


def test_frictionless_sees_a_broken_package(tmp_path: Path) -> None:
    folder = written("csv", tmp_path)
    broken = (folder / "events.csv").read_text().replace("-3.5", "minus three")
    (folder / "events.csv").write_text(broken)
    assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_parquet_gives_the_frames_back(tmp_path: Path) -> None:
    folder, told = written("parquet", tmp_path), tables().cut().named()
    for name, frame in told.items():
        assert pl.read_parquet(folder / f"{name}.parquet").equals(frame)


def test_geojson_is_valid_and_an_event_without_coordinates_has_no_geometry() -> None:
    found: FeatureCollection[Any] = FeatureCollection.model_validate_json(only("geojson"))
    first, second = found.features
    assert first.geometry is not None and tuple(first.geometry.coordinates) == (47.8, 30.5)
    assert second.geometry is None and first.properties is not None
    assert first.properties["evidence"]["text"].startswith("The institute noted")
    assert exported("geojson").said


def graph(format: str) -> Any:
    read = networkx.read_gexf if format == "gexf" else networkx.read_graphml
    return read(io.BytesIO(only(format)))


@pytest.mark.parametrize("format", ["gexf", "graphml"])
def test_the_graph_has_the_actors_and_what_they_did(format: str) -> None:
    made = graph(format)
    name = "label" if format == "gexf" else "name"
    names = {node: told[name] for node, told in made.nodes(data=True)}
    assert sorted(names.values()) == ["Envoy", "Iraq", "Port Guards"]
    edges = {(names[a], names[b]): told for a, b, told in made.edges(data=True)}
    assert set(edges) == {("Envoy", "Iraq"), ("Envoy", "Port Guards")}
    edge = edges["Envoy", "Iraq"]
    assert (edge["type"], edge["weight"], edge["score"]) == ("THREATEN", 0.5, -3.5)
    assert (edge["start"] if format == "gexf" else edge["first"]) == "2024-11-04"


def test_the_stix_bundle_is_read_strictly_and_every_reference_leads_somewhere() -> None:
    bundle = stix2.parse(only("stix"), allow_custom=False, version="2.1")
    ids = {one["id"] for one in bundle.objects}
    for one in bundle.objects:
        refs = [*one.get("object_refs", []), *(one[x] for x in one if x.endswith("_ref"))]
        assert set(refs) <= ids, one["id"]
    kinds = [one["type"] for one in bundle.objects]
    assert {"identity", "location", "report", "note", "relationship", "extension-definition"} == set(kinds)
    assert kinds.count("report") == 2 and kinds.count("note") == 4 and kinds.count("relationship") == 2
    note = next(one for one in bundle.objects if one["type"] == "note" and one["abstract"].startswith("Envoy THREATEN"))
    (told,) = note["extensions"].values()
    assert (told["since"], told["start"], told["end"]) == ("2024-11-04", 0, 73)
    assert told["type"] == "THREATEN" and told["according_to"] == ["Harbour Institute", "Envoy"]


def test_stix_ids_are_those_of_the_things_so_that_bundles_can_be_merged() -> None:
    first, second = two_reports()
    ids = [{x["id"] for x in json.loads(only("stix", one))["objects"]} for one in (first, second)]
    both = {x["id"] for x in json.loads(only("stix"))["objects"]}
    assert ids[0] | ids[1] == both and len(ids[0] & ids[1]) > 2


SCHEMA = json.loads((HERE / "annotation.schema.json").read_text("utf8"))


def test_annotations_keep_the_musts_of_the_w3c_model_and_quote_their_report() -> None:
    told = json.loads(only("annotations"))
    Draft202012Validator(SCHEMA).validate(told)
    texts = {one.report.id: one.report.text for one in two_reports()}
    assert told["total"] == len(told["first"]["items"]) == 2
    for item in told["first"]["items"]:
        text = texts[item["id"].split(":")[3]]
        quote, place = item["target"]["selector"]
        assert text[place["start"] : place["end"]] == quote["exact"] == "warned"
        assert quote.get("prefix", "") + quote["exact"] + quote["suffix"] in text


def test_the_annotation_schema_sees_a_missing_target() -> None:
    told = json.loads(only("annotations"))
    del told["first"]["items"][0]["target"]
    assert not Draft202012Validator(SCHEMA).is_valid(told)


def test_prov_leads_from_every_row_to_report_run_coder_and_outlet() -> None:
    document = ProvDocument.deserialize(content=only("prov").decode(), format="json")
    entities = {str(one.identifier) for one in document.get_records(ProvEntity)}
    assert len(entities) == 2 + 2 * 4
    assert len([x for x in document.get_records() if x.get_type().localpart == "Derivation"]) == 8
    assert "Tigris Post" in document.get_provn() and "en_core_web_sm 3.8.0" in document.get_provn()


def test_the_atom_feed_is_well_formed_newest_first_and_links_to_the_report() -> None:
    found = feedparser.parse(only("atom"))
    assert not found.bozo and found.version == "atom10" and found.feed.updated == "2024-12-01T08:30:00Z"
    assert [entry.updated for entry in found.entries] == ["2024-11-05T09:00:00Z", "2024-11-04T09:00:00Z"]
    assert found.entries[0].link == "https://tigris.example/2?a=1&b=2" and "(hypothetical)" in found.entries[0].title
    assert all(entry.id and entry.author == "Tigris Post" and entry.title for entry in found.entries)
    assert found.entries[1].summary == "According to Harbour Institute: noted > Envoy: warned (doubts)"
    assert found.entries[1].content[0].value.startswith("The institute noted")


def test_an_alert_of_another_room_makes_a_feed_and_a_hostile_address_no_link() -> None:
    evil = Entry("urn:x", "<script>", "\x00 & <b>", MADE.made, url="javascript:alert(1)")
    found = feedparser.parse(feed([evil], MADE.made, "alerts"))
    assert not found.bozo and found.feed.title == "alerts"
    assert "links" not in found.entries[0] or not found.entries[0].links


FTM = json.loads((HERE / "followthemoney.json").read_text("utf8"))


def lineage(schema: str) -> list[str]:
    return [schema, *(one for parent in FTM[schema]["extends"] for one in lineage(parent))]


def faults_of_entity(entity: dict[str, Any], schemas: dict[str, str]) -> list[str]:
    """What is wrong with an entity by the schema of followthemoney; `schemas` are those of all entities by id."""
    if entity["schema"] not in FTM or FTM[entity["schema"]]["abstract"]:
        return [f"no schema {entity['schema']}"]
    family = lineage(entity["schema"])
    known = {name: kind for one in reversed(family) for name, kind in FTM[one]["properties"].items()}
    required = {name for one in family for name in FTM[one]["required"]}
    found = [f"lacks {name}" for name in required - set(entity["properties"])]
    for name, values in entity["properties"].items():
        kind = known.get(name)
        if kind is None:
            found.append(f"no property {name}")
        elif not isinstance(values, list) or not values or not all(isinstance(x, str) and x for x in values):
            found.append(f"{name} is no list of texts")
        elif kind["type"] == "entity":
            ends = [schemas.get(x) for x in values]
            found += [f"{name} leads to {x}" for x in ends if x is None or kind["range"] not in lineage(x)]
    return found


def test_every_entity_is_sound_by_the_schema_of_followthemoney() -> None:
    entities = [json.loads(line) for line in only("ftm").decode().splitlines()]
    schemas = {one["id"]: one["schema"] for one in entities}
    assert len(schemas) == len(entities)
    assert {one["id"]: x for one in entities if (x := faults_of_entity(one, schemas))} == {}
    assert {"Article", "Event", "Documentation", "UnknownLink", "Mention", "Note", "PublicBody"} <= set(
        schemas.values()
    )
    event = next(one for one in entities if one["schema"] == "Event")
    assert event["properties"]["country"] == ["iq"] and event["properties"]["proof"]


@pytest.mark.parametrize("change", [
    {"schema": "Assessment"}, {"schema": "Thing"}, {"properties": {"name": ["x"], "speaker": ["y"]}},
    {"properties": {}}, {"properties": {"name": "x"}}, {"properties": {"name": ["x"], "proof": ["fs-0"]}},
])  # fmt: skip
def test_the_check_of_entities_sees_what_is_wrong(change: dict[str, Any]) -> None:
    sound = {"id": "fs-1", "schema": "Event", "properties": {"name": ["x"]}}
    assert not faults_of_entity(sound, {}) and faults_of_entity(sound | change, {})

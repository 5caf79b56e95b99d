"""The wire room beside the bare libraries: documents a second of pages, feeds, archives and copies, and peak memory.

The law: every figure is a rate of this run on this machine, beside the bare library's on the same documents; only
ratios have floors. `python -m bench.wire` writes bench/results/wire.json. The documents are made here, of the words of
the packaged examples.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from bench.own import FLOORS
from foreshock.desk.demo import examples
from foreshock.records import Report
from foreshock.wire import find_paths, read_path, read_text
from foreshock.wire.apart import close
from foreshock.wire.copies import Copies
from foreshock.wire.crawled import open_warc
from foreshock.wire.doors import reports
from foreshock.wire.flow import Flow, Tally, flow_of, unpacked
from foreshock.wire.item import Item
from foreshock.wire.pages import read_page
from foreshock.wire.syndication import entries
from tests.wire.formed import record, warc

RESULTS = Path(__file__).parent / "results" / "wire.json"
PAGES, FEEDS, ENTRIES, RECORDS, TEXTS, ROUNDS = 40, 5, 30, 1000, 2000, 2
CEILINGS = frozenset({"memory_of_ten_times_the_archive"})
"""Figures that may not rise above what floors.json says."""
Figures = dict[str, float]


def main() -> None:
    """Measure, print beside the bare libraries, write, and end in 1 where a ratio is below its floor."""
    dice = random.Random(5)
    sentences = [x for path in find_paths([examples()]) for x in read_path(path).text.split(". ") if len(x) > 40]
    figures: Figures = {
        "load_at_start": round(os.getloadavg()[0], 1),
        "cores": float(os.cpu_count() or 0),
        **pages(sentences, dice),
        **feeds(sentences, dice),
        **archives(sentences, dice),
        **copies(sentences, dice),
        "memory_of_ten_times_the_archive": memory(),
    }
    close()
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"note": note(figures)} | figures, indent=1) + "\n", encoding="utf8")
    for name, value in figures.items():
        print(f"{name:<40} {value:>12,.2f}")
    faults = below(figures)
    print(*faults or ["no figure below its floor"], sep="\n")
    sys.exit(bool(faults))


def note(figures: Figures) -> str:
    """What a reader of the figures should know of the run."""
    load, cores = figures["load_at_start"], figures["cores"]
    busy = f"{load:g} processes wanted {cores:g} cores as the run began"
    if load > cores / 2:
        busy += ": rates are those of a busy machine and lower than what it can; ratios hold, taken side by side"
    return busy + "; copies are counted by seconds of computing, all else by seconds on the clock"


def below(figures: Figures) -> list[str]:
    """The figures on the wrong side of their floors, in words."""
    told: Figures = json.loads(FLOORS.read_text(encoding="utf8"))["wire"]
    wrong = {k: v for k, v in told.items() if k in figures and (figures[k] > v if k in CEILINGS else figures[k] < v)}
    return [f"{name} {figures[name]:.3f}, floor {floor:.3f}" for name, floor in wrong.items()]


def article(sentences: list[str], dice: random.Random) -> tuple[str, list[str]]:
    """A title and about 600 words in paragraphs."""
    paragraphs = [". ".join(dice.sample(sentences, 3)) + "." for _ in range(10)]
    return " ".join(dice.choice(sentences).split()[:9]), paragraphs


def made_page(sentences: list[str], dice: random.Random) -> bytes:
    """A page of about 60 kB as outlets send them: styles, scripts, menus, teasers, the article, comments."""
    title, paragraphs = article(sentences, dice)
    script = "<script>" + "var held={'a':[1,2,3]};function f(x){return x+1};" * 300 + "</script>"
    links = "".join(f"<li><a href='/s/{n}'>{escape(dice.choice(sentences)[:50])}</a></li>" for n in range(60))
    body = "".join(f"<p>{escape(x)}</p><div class='ad'><!-- slot --></div>" for x in paragraphs)
    teasers = "".join(f"<div class='teaser'><h3>{escape(dice.choice(sentences)[:60])}</h3></div>" for _ in range(30))
    head = f"<meta charset=utf-8><title>{escape(title)}</title><style>{'p{margin:0}' * 400}</style>{script}"
    told = f"<nav><ul>{links}</ul></nav><main><article><h1>{escape(title)}</h1>{body}</article></main>"
    whole = f"<html lang=en><head>{head}</head><body>{told}<aside>{teasers}</aside></body></html>"
    return f"<!DOCTYPE html>{whole}".encode()


def pages(sentences: list[str], dice: random.Random) -> Figures:
    """Pages into whole reports, in a process apart, beside trafilatura's bare extraction in this one."""
    import trafilatura

    held = [made_page(sentences, dice) for _ in range(PAGES)]
    read_page(Item("warm", held[0]))
    ours = rate(PAGES, lambda: [read_page(Item("page", raw)) for raw in held])
    bare = rate(PAGES, lambda: [trafilatura.extract(raw.decode()) for raw in held])
    return beside("page", ours, "trafilatura", bare)


def feeds(sentences: list[str], dice: random.Random) -> Figures:
    """Feeds into entries, apart, beside feedparser's bare parse; and into reports, each entry read as a page."""
    import feedparser

    held = [made_feed(sentences, dice) for _ in range(FEEDS)]
    list(entries(Item("warm", held[0])))
    many = FEEDS * ENTRIES
    ours = rate(many, lambda: [list(entries(Item("feed", raw))) for raw in held])
    bare = rate(many, lambda: [feedparser.parse(io.BytesIO(raw)) for raw in held])
    whole = rate(many, lambda: [list(reports(Item("feed", raw))) for raw in held], 1)
    return beside("entry", ours, "feedparser", bare) | {"entry_to_report_a_second": round(whole, 1)}


def made_feed(sentences: list[str], dice: random.Random) -> bytes:
    told = []
    for number in range(ENTRIES):
        title, paragraphs = article(sentences, dice)
        body = escape("".join(f"<p>{escape(x)}</p>" for x in paragraphs))
        head = f"<title>{escape(title)}</title><link>https://h.example/{number}</link><guid>{number}</guid>"
        day = "<pubDate>Wed, 27 Nov 2024 10:00:00 +0300</pubDate>"
        told.append(f"<item>{head}{day}<description>{body}</description></item>")
    return f"<rss version='2.0'><channel><title>Levant Wire</title>{''.join(told)}</channel></rss>".encode()


def archives(sentences: list[str], dice: random.Random) -> Figures:
    """Records of a packed web archive into items, beside the bare iteration of fastwarc and warcio."""
    from fastwarc.warc import ArchiveIterator
    from warcio.archiveiterator import ArchiveIterator as SlowIterator

    raw = warc(*(record(made_page(sentences, dice)) for _ in range(RECORDS // 10))) * 10

    def own() -> int:
        tally = Tally()
        return sum(1 for _ in open_warc(unpacked(flow_of(Item("a.warc.gz", raw)), "gzip", tally), tally))

    ours = rate(RECORDS, own)
    fast = rate(RECORDS, lambda: [x.reader.read() for x in ArchiveIterator(io.BytesIO(raw))])
    slow = rate(RECORDS, lambda: [x.content_stream().read() for x in SlowIterator(io.BytesIO(raw))])
    return beside("record", ours, "fastwarc", fast) | {
        "record_warcio_a_second": round(slow, 1),
        "record_to_warcio": round(ours / slow, 3),
    }


def copies(sentences: list[str], dice: random.Random) -> Figures:
    """Texts a second of computing, looked up and kept, of which every fifth is a copy.

    First among strangers, as news is: texts of the examples' words in an order of their own. Then in the worst crowd:
    every text is made of the same few sentences, so that each shares runs of words with hundreds of others.
    """
    spoken = " ".join(sentences).split()
    strangers = [told(dice.sample(spoken, 200)) for _ in range(TEXTS * 4 // 5)]
    crowd = [". ".join(dice.sample(sentences, 9)) for _ in range(TEXTS * 4 // 5)]
    figures: Figures = {"sentences_of_the_crowd": float(len(sentences))}
    for name, texts in (("copy", strangers), ("copy_in_a_crowd", crowd)):
        printed = [f"The Gulf Courier reports. {x[: -len(x) // 8]}" for x in dice.sample(texts, TEXTS // 5)]
        held = [read_text(f"{x}.") for x in [*texts, *printed]]
        took, found = looked_up(held)
        figures[f"{name}_a_second"] = round(TEXTS / took, 1)
        if texts is strangers:  # in the crowd more than those printed again share most of their words
            figures["copies_found_share"] = round(found / (TEXTS / 5), 3)
    return figures


def told(spoken: list[str]) -> str:
    """The words in sentences of twelve."""
    return ". ".join(" ".join(spoken[at : at + 12]).replace(".", "") for at in range(0, len(spoken), 12))


def looked_up(held: list[Report]) -> tuple[float, int]:
    """Seconds of computing, the lesser of two, and how many are found to be copies."""
    took = []
    for _ in range(ROUNDS):
        seen, found, began = Copies(), 0, time.process_time()
        for report in held:
            copy = seen.find(report)
            found += copy is not None
            seen.add(report, copy)
        took.append(time.process_time() - began)
    return min(took), found


def memory() -> float:
    """Peak memory of reading an archive ten times as long, as a share of the peak for the short one."""
    return round(peak_mib(10) / peak_mib(1), 3)


def peak_mib(times: int) -> float:
    """The peak of a process of its own that reads `times` x 10 MB of records as they come."""
    done = subprocess.run([sys.executable, "-c", _READS, str(times)], capture_output=True, text=True, check=True)
    return float(done.stdout)


_READS = """
import resource, sys
from bench.wire import long_flow
from foreshock.wire.doors import Way, placed
from foreshock.wire.item import About
seen = sum(1 for _ in placed(long_flow(int(sys.argv[1])), About(), Way()))
assert seen, seen
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def long_flow(times: int) -> Flow:
    """A packed web archive of `times` x 10 MB of pictures and a text, made as it is read."""
    import gzip

    pixels = b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(1_000_000)
    picture = record(pixels, "HTTP/1.1 200 OK\r\nContent-Type: image/png")
    text = record(b"The army moved south on Monday. It left.", "HTTP/1.1 200 OK\r\nContent-Type: text/plain")
    one = gzip.compress(text, 1) + gzip.compress(picture, 1) * 10

    return Flow("long.warc.gz", io.BufferedReader(_Made(one, times)))


class _Made(io.RawIOBase):
    """The same bytes again and again, none of them held."""

    def __init__(self, one: bytes, times: int) -> None:
        self._one, self._left, self._held = one, times, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._held and self._left:
            self._held, self._left = self._one, self._left - 1
        out, self._held = self._held[: len(buffer)], self._held[len(buffer) :]
        buffer[: len(out)] = out
        return len(out)


def rate(many: int, work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Documents a second, the best of some rounds, which other work on the machine disturbs least."""
    return many / min(seconds(work) for _ in range(rounds))


def seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def beside(what: str, ours: float, bare_name: str, bare: float) -> Figures:
    return {
        f"{what}_a_second": round(ours, 1),
        f"{what}_{bare_name}_a_second": round(bare, 1),
        f"{what}_to_{bare_name}": round(ours / bare, 3),
    }


if __name__ == "__main__":
    main()

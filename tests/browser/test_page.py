"""The brief in a real browser: every link lands on its words, nothing is fetched, nothing overflows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from foreshock.brief import compose, render_html
from foreshock.coding import open_coder
from foreshock.records import CodedReport
from foreshock.wire import find_paths, read_path
from tests.factory import denial, strait, toll

BROWSER = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
MADE = date(2024, 11, 25)

LANDINGS = """() => {
  document.querySelectorAll('details').forEach((d) => { d.open = true; });
  const faults = [];
  const squeeze = (t) => t.replace(/\\s+/g, '');
  const links = [...document.querySelectorAll('a[data-evidence]')];
  for (const link of links) {
    const told = /^#r(\\d+)-s(\\d+)-(\\d+)$/.exec(link.getAttribute('href'));
    if (!told) continue;
    location.hash = link.getAttribute('href');
    dispatchEvent(new HashChangeEvent('hashchange'));
    const lit = squeeze([...document.querySelectorAll('mark.lit')].map((m) => m.textContent).join(''));
    const report = document.querySelector('#r' + told[1] + ' [data-report-text]').textContent;
    if (!lit || !squeeze(report).includes(lit)) faults.push(link.outerHTML);
    const quoted = squeeze(link.textContent).replace(/^…/, '');
    if (link.className === 'quote' && lit !== quoted) faults.push(link.textContent + ' / ' + lit);
    if (!document.getElementById(location.hash.slice(1))) faults.push('no ' + location.hash);
  }
  return [links.length, faults];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not BROWSER.exists():
        words = f"NO BROWSER at {BROWSER}: the brief was not opened in one"
        if os.environ.get("FORESHOCK_NO_SKIP") == "1":
            pytest.fail(words)
        pytest.skip(words)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(BROWSER), args=FLAGS.split())
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=["made-up", "examples"])
def page_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    coded = [strait(), toll(), denial()] if request.param == "made-up" else _examples()
    file = tmp_path_factory.mktemp("brief") / "brief.html"
    file.write_text(render_html(compose(coded, MADE)), encoding="utf8")
    return file


def _examples() -> list[CodedReport]:
    folder = Path(str(files("foreshock") / "examples"))
    return list(open_coder().code_all(read_path(p) for p in find_paths([folder])))


def _opened(browser: Any, file: Path, width: int, scheme: str, script: bool = True) -> tuple[Any, list[str]]:
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=script
    )
    page = context.new_page()
    seen: list[str] = []
    page.on("console", lambda message: seen.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("request", lambda request: seen.append(f"request: {request.url}"))
    page.goto(file.as_uri())
    return page, [s for s in seen if s != f"request: {file.as_uri()}"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_fetched_complained_of_or_cut_off(browser: Any, page_file: Path, width: int, scheme: str) -> None:
    page, seen = _opened(browser, page_file, width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert seen == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = "[...document.querySelectorAll('main, aside')].filter((e) => e.scrollWidth > e.clientWidth).length"
    assert page.evaluate(wide) == 0
    page.context.close()


def test_every_link_lands_on_its_highlighted_words(browser: Any, page_file: Path) -> None:
    page, seen = _opened(browser, page_file, 1280, "light")
    links, faults = page.evaluate(LANDINGS)
    assert links > 150 and faults == [] and seen == []
    page.context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_click_brings_the_words_into_view(browser: Any, page_file: Path, width: int) -> None:
    page, _ = _opened(browser, page_file, width, "light")
    page.locator("blockquote a").click()
    page.wait_for_timeout(250)
    box = page.locator("mark.lit").first.bounding_box()
    assert box is not None and 0 <= box["y"] < 844
    page.context.close()


def test_the_page_opens_at_the_words_of_the_worst_case(browser: Any, page_file: Path) -> None:
    page, _ = _opened(browser, page_file, 1280, "light")
    said, box = page.locator("blockquote a").inner_text(), page.locator("mark.lit").first.bounding_box()
    assert box is not None and 0 <= box["y"] < 844
    assert " ".join(page.locator("mark.lit").first.inner_text().split()) in " ".join(said.split())
    assert page.evaluate("document.querySelector('main').scrollTop") == 0
    page.context.close()


def test_the_words_light_up_without_any_script(browser: Any, page_file: Path) -> None:
    page, _ = _opened(browser, page_file, 1280, "light", script=False)
    link = page.locator("blockquote a")
    target = str(link.get_attribute("href"))
    before = page.locator(f"{target} mark").first.evaluate("(e) => getComputedStyle(e).backgroundColor")
    link.click()
    after = page.locator(f"{target} mark").first.evaluate("(e) => getComputedStyle(e).backgroundColor")
    assert before != after
    page.context.close()


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_only_the_report_a_link_leads_to_is_unfolded(browser: Any, page_file: Path, script: bool) -> None:
    page, _ = _opened(browser, page_file, 390, "light", script)
    texts = page.locator("article > div")
    shown = [texts.nth(n).is_visible() for n in range(texts.count())]
    assert len(shown) > 2 and not any(shown)
    page.locator("blockquote a").click()
    page.wait_for_timeout(250)
    assert sum(texts.nth(n).is_visible() for n in range(texts.count())) == 1
    target = page.evaluate("location.hash") if script else str(page.locator("blockquote a").get_attribute("href"))
    box = page.locator(f"{target} mark").first.bounding_box()
    assert box is not None and 0 <= box["y"] < 844
    page.context.close()


CRAMPED = """() => {
  const faults = [];
  for (const graph of document.querySelectorAll('.graph')) {
    const page = graph.getBoundingClientRect();
    if (!page.width) continue;
    const nodes = [...graph.querySelectorAll('.node')];
    const boxes = nodes.map((n) => n.querySelector('rect').getBoundingClientRect());
    const inside = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top - 2 && a.bottom <= b.bottom + 2;
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom;
    nodes.forEach((n, i) => {
      if (!inside(boxes[i], page)) faults.push('off the page: ' + n.textContent);
      for (const t of n.querySelectorAll('text'))
        if (!inside(t.getBoundingClientRect(), boxes[i])) faults.push('out of its box: ' + t.textContent);
      if (boxes.slice(0, i).some((b) => meet(b, boxes[i]))) faults.push('on another box: ' + n.textContent);
    });
    for (const label of graph.querySelectorAll('text.kind'))
      if (boxes.some((b) => meet(b, label.getBoundingClientRect()))) faults.push('on a box: ' + label.textContent);
  }
  return faults;
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_names_stay_in_their_boxes_and_labels_off_them(browser: Any, page_file: Path, width: int) -> None:
    page, _ = _opened(browser, page_file, width, "light")
    assert page.evaluate(CRAMPED) == []
    page.context.close()


def test_the_keyboard_reaches_the_findings_and_the_text(browser: Any, page_file: Path) -> None:
    page, _ = _opened(browser, page_file, 1280, "light")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator("summary").first.focus()
    before = page.locator("details").first.evaluate("(d) => d.open")
    page.keyboard.press("Enter")
    assert page.locator("details").first.evaluate("(d) => d.open") != before
    page.context.close()


CONTRAST = """() => {
  const light = (c) => { const v = c.match(/[\\d.]+/g).slice(0, 3).map((x) => x / 255)
    .map((x) => x <= 0.03928 ? x / 12.92 : Math.pow((x + 0.055) / 1.055, 2.4));
    return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const ground = (e) => { for (; e; e = e.parentElement) { const b = getComputedStyle(e).backgroundColor;
    if (!/, 0\\)$|transparent/.test(b)) return b; } return 'rgb(255,255,255)'; };
  let least = 99, worst = '';
  for (const e of document.querySelectorAll('main *, aside *')) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || e.closest('svg')) continue;
    const a = light(getComputedStyle(e).color), b = light(ground(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < least) { least = ratio; worst = e.outerHTML.slice(0, 90); }
  }
  return [least, worst];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Any, page_file: Path, scheme: str) -> None:
    page, _ = _opened(browser, page_file, 1280, scheme)
    least, worst = page.evaluate(CONTRAST)
    assert least >= 4.5, worst
    page.context.close()

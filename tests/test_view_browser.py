"""The page in a real browser: nothing is fetched, nothing runs, every line opens exactly its words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, Self

import pytest
from pages import PAYLOADS, figure, hostile_store, large_store, store_of, story

from kg.demo import articles_path
from kg.graph import KnowledgeGraph
from kg.store import Store
from kg.views.elements import Comparison
from kg.views.graph_page import frame_view, render_view, write_view

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield browser
        browser.close()


class Opened:
    """A page that is open, with all that it asked for and complained of."""

    def __init__(self, browser: Any, file: Path, fragment: str = "", **context: Any) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        options = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce", **context}
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("console", lambda m: self.complaints.append(m.text))
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("dialog", lambda d: (self.complaints.append(d.message), d.dismiss()))
        self.page.goto(file.as_uri() + fragment)
        self.page.wait_for_selector("html[data-ready=true]")

    def run(self, script: str) -> Any:
        return self.page.evaluate(script)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    @property
    def foreign(self) -> list[str]:
        """Requests for anything but the page and what it made itself."""
        return [u for u in self.requests[1:] if not u.startswith(("data:", "blob:"))]

    def click_at(self, x: float, y: float, *, twice: bool = False) -> None:
        box = self.page.locator("#canvas").bounding_box()
        at = (box["x"] + x, box["y"] + y)
        if twice:
            self.page.mouse.dblclick(*at)
        else:
            self.page.mouse.click(*at)
        self.page.wait_for_timeout(350)  # a second click may follow

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = self.run("kgView.counts()")
        return found

    def heading(self) -> str:
        found: str = self.page.inner_text("#detail h2")
        return found


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_view(store_of(story()), tmp_path_factory.mktemp("told") / "told.html")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with KnowledgeGraph() as graph:
        graph.load(articles_path())
        return graph.view(tmp_path_factory.mktemp("demo") / "demo.html")


def test_no_request_leaves_the_file(chromium: Any, told: Path) -> None:
    with Opened(chromium, told) as opened:
        page = opened.page
        for kind, script in (("thing", 0), ("claim", 0), ("claim", 3), ("article", 0)):
            opened.run(f"kgView.select('{kind}', {script})")
        for key in ("t", "d", "?", "Escape", "t", "f"):
            page.keyboard.press(key)
        page.keyboard.press("/")
        page.keyboard.type("robot")
        page.wait_for_timeout(300)
        page.emulate_media(media="print")
        opened.run("dispatchEvent(new Event('beforeprint'))")
        assert opened.requests[0] == told.as_uri()
        assert opened.foreign == []
        assert opened.complaints == []


def test_a_click_on_a_line_marks_exactly_its_words(chromium: Any, told: Path) -> None:
    article, evidences = story()
    by_quote = {e.span.exact: e for e in evidences}
    seen = set()
    with Opened(chromium, told) as opened:
        for index in range(len(opened.run("kgView.lines()"))):
            opened.page.keyboard.press("Escape")
            opened.page.keyboard.press("Escape")
            opened.page.keyboard.press("f")
            line = next(
                x
                for x in opened.run("kgView.lines()")
                if x["index"] == opened.run(f"kgView.lines()[{index}].index")
            )
            opened.click_at((line["x0"] + line["x1"]) / 2, (line["y0"] + line["y1"]) / 2)
            for passage in opened.page.locator("#detail .passage").all():
                words = "".join(passage.locator("mark.span").all_text_contents())
                found = by_quote[words]
                around = passage.text_content()
                before = passage.evaluate(
                    "p => { const r = document.createRange(); r.setStart(p, 0);"
                    " r.setEndBefore(p.querySelector('mark.span')); return r.toString(); }"
                )
                assert words == article.text[found.span.start : found.span.end]
                assert article.text[: found.span.start].endswith(before)  # the same words stand elsewhere too
                assert around in article.text
                seen.add(words)
        assert opened.complaints == []
    assert seen == {e.span.exact for e in evidences if e.claim.object or e.claim.metric}


@pytest.mark.parametrize("bypass", [False, True], ids=["policy", "without the policy"])
def test_hostile_texts_are_texts(chromium: Any, tmp_path: Path, bypass: bool) -> None:
    store = hostile_store()
    file = write_view(store, tmp_path / "hostile.html")
    with Opened(chromium, file, bypass_csp=bypass) as opened:
        page = opened.page
        claims = opened.run("JSON.parse(document.getElementById('kg-page').textContent).claims.length")
        nodes = opened.run("JSON.parse(document.getElementById('kg-nodes').textContent).length")
        assert claims >= 2 * len(PAYLOADS)
        shown = opened.run(
            f"""() => {{
                const bad = [];
                const check = () => {{
                    for (const e of document.querySelectorAll('body *')) {{
                        if (/^(img|iframe|object|embed|base|meta|link|video|form|template|math)$/i.test(e.tagName) && e.closest('#help') === null) bad.push(e.outerHTML.slice(0, 80));
                        for (const a of e.attributes) if (/^on/i.test(a.name) || /^\\s*(javascript|vbscript|data:text)/i.test(a.value) && a.name !== 'title' && a.name !== 'aria-label' && !a.name.startsWith('data-')) bad.push(a.name + '=' + a.value.slice(0, 60));
                    }}
                }};
                for (let k = 0; k < {claims}; k += 1) {{ kgView.select('claim', k); if (k % 7 === 0) check(); }}
                for (let k = 0; k < {nodes}; k += 3) {{ kgView.select('thing', k); if (k % 9 === 0) check(); }}
                for (let k = 0; k < {len(PAYLOADS)}; k += 1) {{ kgView.select('article', k); check(); }}
                return bad;
            }}"""
        )
        assert shown == []
        page.keyboard.press("t")
        for payload in PAYLOADS[:12]:
            page.fill("#search", payload)
            page.keyboard.press("Enter")
        page.fill("#search", "")
        page.wait_for_timeout(300)
        page.keyboard.press("Escape")
        opened.run("dispatchEvent(new Event('beforeprint'))")
        page.wait_for_timeout(200)
        assert opened.run("window.pwned") is None
        assert opened.foreign == []
        assert opened.complaints == []
        assert page.locator("script").count() == 6


def test_labels_do_not_lie_on_each_other_on_the_screen(chromium: Any, demo: Path) -> None:
    for width, height in ((1440, 900), (1024, 700), (420, 900)):
        with Opened(chromium, demo, viewport={"width": width, "height": height}) as opened:
            boxes = [x["box"] for x in opened.run("kgView.labels()")]
            assert len(boxes) > (90 if width > 1200 else 20)
            over = [
                (a, b)
                for a, b in combinations(boxes, 2)
                if a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
            ]
            assert over == []
            assert opened.run("document.documentElement.scrollWidth <= innerWidth")
            assert opened.complaints == []


def test_filters(chromium: Any, told: Path) -> None:
    with Opened(chromium, told) as opened:
        page, everything = opened.page, opened.counts()
        assert everything["claims"] == 6
        page.uncheck("[data-facet=line][data-value=denied]")
        assert opened.counts()["claims"] == 5
        page.click("#reset")
        assert opened.counts() == everything
        page.hover(".row:has([data-facet=line][data-value=forecast])")
        page.click("[data-facet=line][data-value=forecast] >> xpath=ancestor::div[1] >> .only")
        assert opened.counts()["claims"] == 1
        page.click("#reset")
        page.uncheck("[data-facet=class][data-value=Figure]")
        assert opened.counts()["claims"] == 4
        page.click("#reset")
        page.uncheck("[data-facet=by][data-value='The Outlook']")
        assert opened.counts()["claims"] == 4
        page.click("#reset")
        page.select_option("#year-from", "2030")
        assert opened.counts()["claims"] == 1
        page.click("#reset")
        page.fill("#sure", "0.8")
        assert opened.counts()["claims"] == 4
        page.click("#reset")
        page.locator("[data-facet=source]").first.uncheck()
        assert opened.counts()["claims"] == 0
        assert "No claim passes" in page.inner_text("#empty")
        page.click("#empty button")
        assert opened.counts() == everything


def test_search_finds_names_and_quotes(chromium: Any, told: Path) -> None:
    with Opened(chromium, told) as opened:
        page = opened.page
        page.keyboard.press("/")
        page.keyboard.type("small MODELS win")
        page.keyboard.press("Enter")
        assert page.inner_text("#found") == "1 claim found"
        page.keyboard.press("Enter")
        page.keyboard.press("/")
        page.keyboard.type("fjord")
        page.keyboard.press("Enter")
        assert "Fjord Institute" in page.inner_text("#detail")
        page.keyboard.press("/")
        page.keyboard.press("Escape")
        assert page.input_value("#search") == ""
        assert page.inner_text("#found") == ""


def test_a_link_shows_the_same_again(chromium: Any, told: Path) -> None:
    with Opened(chromium, told) as opened:
        opened.page.uncheck("[data-facet=line][data-value=denied]")
        opened.run("kgView.select('claim', 0)")
        opened.page.click("#zoom-in")
        opened.page.wait_for_timeout(400)
        fragment, heading, counts = opened.run("location.hash"), opened.heading(), opened.counts()
        marks = opened.run("kgView.marks()")
        assert "claim=" in fragment
    with Opened(chromium, told, fragment) as again:
        assert (again.heading(), again.counts()) == (heading, counts)
        assert not again.page.is_checked("[data-facet=line][data-value=denied]")
        for a, b in zip(marks, again.run("kgView.marks()"), strict=True):
            assert abs(a["x"] - b["x"]) < 8
            assert abs(a["y"] - b["y"]) < 8
    with Opened(chromium, told, "#q=%3Cscript%3E&at=x&claim=zzzzzz&near=9+nobody&line=!&sure=2") as odd:
        assert odd.complaints == []


def test_keys(chromium: Any, told: Path) -> None:
    with Opened(chromium, told) as opened:
        page = opened.page
        page.keyboard.press("ArrowRight")
        first = opened.heading()
        page.keyboard.press("ArrowRight")
        assert opened.heading() != first
        page.keyboard.press("ArrowLeft")
        assert opened.heading() == first
        page.keyboard.press("Escape")
        assert page.inner_text("#detail .eyebrow") == "Overview"
        page.keyboard.press("t")
        assert page.is_visible("#table")
        page.keyboard.press("t")
        assert page.is_visible("#canvas")
        page.keyboard.press("?")
        assert page.is_visible("#help")
        page.keyboard.press("Escape")
        assert not page.is_visible("#help")
        page.keyboard.press("d")
        assert opened.run("document.documentElement.dataset.theme") == "dark"
        page.keyboard.press("Tab")
        assert opened.run("document.activeElement.id") == "tab-graph"
        for element in ("#search", "#canvas", "#theme", "#legend", "#detail", "#copy-link"):
            assert page.get_attribute(element, "aria-label")


def test_a_node_shows_its_facts_and_a_double_click_its_neighbours(chromium: Any, told: Path) -> None:
    with Opened(chromium, told) as opened:
        label = next(x for x in opened.run("kgView.labels()") if x["label"] == "Acme")
        mark = next(m for m in opened.run("kgView.marks()") if m["index"] == label["index"])
        opened.click_at(mark["x"], mark["y"])
        assert opened.heading() == "Acme"
        assert "“Q”" not in opened.heading()
        assert "Acme released Nord 🏔" in opened.page.inner_text("#detail")
        opened.page.keyboard.press("Escape")
        opened.click_at(mark["x"], mark["y"], twice=True)
        assert "Acme and 1 step around" in opened.page.inner_text("#chips")
        assert opened.counts()["claims"] == 3


def test_the_table_holds_the_same_claims_and_fits(chromium: Any, demo: Path) -> None:
    with Opened(chromium, demo, "#tab=table") as opened:
        page = opened.page
        wide = "document.querySelector('#table .scroll').scrollWidth <= document.querySelector('#table .scroll').clientWidth"
        assert opened.run(wide)
        while page.is_visible("#table .more"):
            page.click("#table .more")
        assert page.locator("#table tbody tr").count() == opened.counts()["claims"]
        page.click("[data-sort=subject]")
        assert page.get_attribute("th.col-subject", "aria-sort") == "ascending"
        names = page.locator("#table tbody th").all_text_contents()[:30]
        assert [n.lower() for n in names] == sorted(n.lower() for n in names)
        page.locator("#table tbody tr").first.click()
        assert page.is_visible("#copy-citation")
        assert opened.run(wide)  # beside the pane too


def test_what_conflicts_is_marked(chromium: Any, tmp_path: Path) -> None:
    def compare(claims: Any) -> dict[str, Comparison]:
        a, b = (c.id for c in claims if c.metric)
        return {a: Comparison((), (b,)), b: Comparison((), (a,))}

    file = write_view(store_of(story()), tmp_path / "conflict.html", compare=compare)
    with Opened(chromium, file) as opened:
        assert "others say otherwise" in opened.page.inner_text("#legend")
        opened.page.click("#detail .card:has(.is-conflict)")
        assert "CONFLICTING CLAIMS" in opened.page.inner_text("#detail").upper()


def test_claims_and_picture_can_be_saved(chromium: Any, told: Path, tmp_path: Path) -> None:
    article, evidences = story()
    with Opened(chromium, told) as opened:
        with opened.page.expect_download() as saved:
            opened.page.click("#json")
        rows = json.loads(Path(saved.value.path()).read_text("utf-8"))
        assert {r["id"] for r in rows} == {e.claim.id for e in evidences}
        for e in (e for r in rows for e in r["evidences"]):
            assert article.text[e["start"] : e["end"]] == e["quote"]
        with opened.page.expect_download() as saved:
            opened.page.click("#png")
        assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")


def test_a_print_holds_every_claim(chromium: Any, told: Path) -> None:
    with Opened(chromium, told) as opened:
        opened.run("dispatchEvent(new Event('beforeprint'))")
        opened.page.emulate_media(media="print")
        assert opened.page.locator("#print tbody tr").count() == 6
        assert opened.page.is_visible("#print canvas")
        assert not opened.page.is_visible("#canvas")


def test_a_notebook_frame_works_offline(chromium: Any, tmp_path: Path) -> None:
    file = tmp_path / "notebook.html"
    frame = frame_view(store_of(story()))
    file.write_text(f"<!doctype html><html data-ready=true><meta charset=utf-8>{frame}</html>", "utf-8")
    with Opened(chromium, file) as opened:
        inside = opened.page.frame_locator("iframe")
        inside.locator("html[data-ready=true]").wait_for()
        inside.locator("#detail .rank").first.click()
        assert inside.locator("#detail h2").inner_text() == "Acme"
        assert [u for u in opened.foreign if not u.startswith("about:srcdoc")] == []


def test_a_thousand_nodes_become_ready(chromium: Any, tmp_path: Path) -> None:
    file = write_view(large_store(1000), tmp_path / "large.html", top=1000)
    with Opened(chromium, file) as opened:
        assert opened.counts()["nodes"] == 1000
        assert opened.complaints == []


def test_the_benchmark_runs(chromium: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent))
    from benchmarks.view import write_page

    path, took = write_page(tmp_path, 20)
    assert took > 0
    with Opened(chromium, path) as opened:
        assert 0 < opened.counts()["nodes"] <= 20


def test_an_empty_store_says_what_to_do(chromium: Any, tmp_path: Path) -> None:
    with Opened(chromium, write_view(Store(), tmp_path / "empty.html")) as opened:
        assert "kg load" in opened.page.inner_text("#empty")
        assert opened.complaints == []


def test_one_claim_alone(chromium: Any, tmp_path: Path) -> None:
    article, evidences = story()
    (tmp_path / "one.html").write_bytes(render_view(store_of((article, evidences[:1]))).encode())
    assert figure  # a store of one line has no figures
    with Opened(chromium, tmp_path / "one.html") as opened:
        assert opened.counts() == {"claims": 1, "nodes": 2, "edges": 1}
        assert opened.complaints == []

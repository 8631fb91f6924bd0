"""The server's pages in a real browser: hostile texts run nothing; the explorer grows and undoes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from pages import PAYLOADS, hostile_store
from servers import Server, serving

from kg.store import Store

pytest.importorskip("uvicorn", reason="the extra serve is not installed")
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

EVERY = int(os.environ.get("KG_PAYLOADS", "4"))
"""How many of the hundred hostile texts are tried in each field."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no chromium"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a hundred articles that have a hostile text in every field that holds words."""
    path = tmp_path_factory.mktemp("hostile") / "store"
    hostile = hostile_store()
    with Store(path, write=True) as store:
        for version in hostile.live():
            store.load(*hostile.record(version), "test")
        store.publish()
    with serving(path) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        found = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield found
        found.close()


def until(page: Any, condition: str) -> None:
    """Wait for a condition; the page's policy keeps the browser's driver from waiting inside of it."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


FIELDS = (
    "search?q", "compare?about", "compare?metric=revenue&about", "query?query", "query?name", "explore?nodes",
    "explore?grown", "explore?ways", "claims?about", "claims?source", "claims?status", "claims?period", "claims?class",
    "claims?page", "entity/", "claim/", "article/", "kg-receipts/entity/",
)  # fmt: skip
"""Where pages take words: names of parameters, and parts of addresses."""


def watched(browser: Any, server: Server) -> tuple[Any, list[str]]:
    """A page, and a list that stays empty as long as nothing is run and nothing fetched from elsewhere."""
    page = browser.new_page()
    faults: list[str] = []
    page.on(
        "request", lambda r: None if r.url.startswith((server.address, "data:")) else faults.append(r.url)
    )
    page.on("dialog", lambda d: (faults.append(d.message), d.dismiss()))
    return page, faults


def test_hostile_texts_run_nothing_and_fetch_nothing(server: Server, browser: Any) -> None:
    """Pages of a store that has a hostile text in every field; `KG_PAYLOADS=100` looks at all of them."""
    step = max(1, 100 // EVERY)
    rows = [r for n in range(1, 7) for r in server.ask(f"/claims.json?page={n}").json["rows"]]
    paths = ["/", "/explore", "/compare", "/query", *(f"/claims?page={n}" for n in range(1, 7))]
    paths += [f"/claim/{r['id']}" for r in rows[:: 2 * step]]
    paths += [f"/entity/{r['subject_entity']['id']}" for r in rows[1 :: 2 * step]]
    paths += [f"/article/{r['article_id']}" for r in rows[2 :: 3 * step]]
    page, faults = watched(browser, server)
    for path in paths:
        page.goto(server.address + path)
        assert page.evaluate("window.pwned === undefined"), path
    page.goto(f"{server.address}/explore?nodes={rows[0]['subject_entity']['id']}")
    page.click(".relations button")
    until(page, "location.search.includes('grown=')")
    assert page.evaluate("window.pwned === undefined")
    assert faults == []
    page.close()


def test_hostile_words_in_any_field_of_a_page_run_nothing(server: Server, browser: Any) -> None:
    """`KG_PAYLOADS=100` tries all hundred in each field."""
    page, faults = watched(browser, server)
    step = max(1, 100 // EVERY)
    for n, field in enumerate(FIELDS):
        for payload in PAYLOADS[n % step :: step]:
            mark = "" if field.endswith("/") else "="
            page.goto(f"{server.address}/{field}{mark}{quote(payload, safe='')}")
            assert page.evaluate("window.pwned === undefined"), (field, payload)
    assert faults == []
    page.close()


def test_all_hostile_texts_of_the_store_are_shown_as_text(server: Server, browser: Any) -> None:
    page = browser.new_page()
    seen = ""
    for n in range(1, server.ask("/claims.json").json["pages"] + 1):
        page.goto(f"{server.address}/claims?page={n}")
        seen += page.inner_text("main")
        assert (
            page.evaluate("document.querySelectorAll('main script, main iframe, main img, main svg').length")
            == 0
        )
    folded = " ".join(seen.split())
    assert all(" ".join(p.split()) in folded for p in PAYLOADS if p.isascii() and p.isprintable())
    page.close()


def test_the_explorer_grows_keeps_its_state_and_undoes(server: Server, browser: Any) -> None:
    row = server.ask("/claims.json?kind=relation").json["rows"][0]
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.goto(f"{server.address}/explore?nodes={row['subject_entity']['id']}")
    page.click(".relations button")
    until(page, "location.search.includes('grown=')")
    count = "[...document.querySelectorAll('#legend .count')].reduce((n, c) => n + Number(c.textContent), 0)"
    grown = page.evaluate(count)
    assert grown >= 2
    page.goto(page.url)
    until(page, f"{count} === {grown}")
    page.click("#undo")
    until(page, f"{count} < {grown}")
    assert faults == []
    page.close()


def test_a_view_is_saved_and_opens_without_a_server(server: Server, browser: Any, tmp_path: Any) -> None:
    row = server.ask("/claims.json?kind=relation").json["rows"][0]
    page = browser.new_page()
    page.goto(f"{server.address}/explore?nodes={row['subject_entity']['id']}")
    assert page.is_disabled("#save button")
    page.click(".relations button")
    until(page, "!document.querySelector('#save button').disabled")
    with page.expect_download() as waiting:
        page.click("#save button")
    waiting.value.save_as(tmp_path / "view.html")
    page.close()
    saved = browser.new_page()
    asked: list[str] = []
    saved.on("request", lambda r: asked.append(r.url))
    saved.goto((tmp_path / "view.html").as_uri())
    assert saved.locator("canvas").count() >= 1
    assert saved.evaluate("window.pwned === undefined")
    assert [u for u in asked if not u.startswith(("file:", "data:", "blob:"))] == []
    saved.close()


CLAIMS = "SELECT ?c ?q { GRAPH ?g { ?e kg:supports ?c ; prov:wasQuotedFrom/oa:exact ?q } } LIMIT 300"


@pytest.fixture
def editor(server: Server, browser: Any) -> Iterator[Any]:
    """A page of queries; it ends with nothing run, nothing fetched from elsewhere and nothing blocked."""
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.on("console", lambda m: faults.append(m.text) if "Security Policy" in m.text else None)
    page.on(
        "request", lambda r: None if r.url.startswith((server.address, "data:")) else faults.append(r.url)
    )
    yield page
    assert page.evaluate("window.pwned === undefined")
    page.close()
    assert faults == []


def run(page: Any, server: Server, query: str) -> None:
    page.goto(f"{server.address}/query?query={quote(query)}")
    page.click(".yasqe_queryButton")


def test_a_query_is_answered_in_the_editor_and_claims_lead_to_their_trace(
    server: Server, editor: Any
) -> None:
    run(editor, server, CLAIMS)
    editor.wait_for_selector(".yasr a[href^='/claim/']")
    assert "300 results" in editor.inner_text(".yasr_response_chip")
    assert "PREFIX oa:" in editor.inner_text(".yasqe"), "prefixes that are used are declared"
    editor.click(".yasr a[href^='/claim/']")
    editor.wait_for_url("**/claim/*")
    assert editor.locator("mark.quote").count() >= 1


def test_answers_stand_as_they_are_in_the_table(server: Server, editor: Any) -> None:
    """YASGUI takes {{words}} in literals for templates; a quote is a quote."""
    run(
        editor,
        server,
        'SELECT ("{{a}} <img src=x onerror=window.pwned=1>" AS ?b) ?a { VALUES ?a { <javascript:window.pwned=1> } }',
    )
    editor.wait_for_selector(".yasr td")
    assert "{{a}} <img src=x onerror=window.pwned=1>" in editor.inner_text(".yasr table")
    assert editor.locator(".yasr td a").count() == 0


def test_a_graph_is_drawn(server: Server, editor: Any) -> None:
    run(editor, server, "CONSTRUCT { ?a kg:holdsRole ?b } { ?a kg:holdsRole ?b }")
    editor.wait_for_selector(".yasr .picture canvas")
    editor.click(".select_table")
    editor.wait_for_selector(".yasr td")


def test_what_is_wrong_with_a_query_is_said(server: Server, editor: Any) -> None:
    run(editor, server, "SELECT * { SERVICE <http://192.0.2.1/> { ?s ?p ?o } }")
    editor.wait_for_selector(".yasr .redOutline")
    assert "SERVICE" in editor.inner_text(".yasr .redOutline")


def test_words_of_the_ontology_complete_what_is_typed(server: Server, editor: Any) -> None:
    editor.goto(f"{server.address}/query?query={quote('SELECT * { ?a ')}")
    editor.click(".yasqe .CodeMirror-lines")
    editor.keyboard.press("Control+End")
    editor.keyboard.type("kg:devel")
    editor.wait_for_selector(".CodeMirror-hints >> text=kg:develops")
    assert "PREFIX kg: <https://w3id.org/kg-receipts/ontology#>" in editor.inner_text(".yasqe")


def test_queries_are_asked_without_javascript(server: Server, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}/query")
    assert page.inner_text("aside a") != ""
    page.fill("#text", "ASK {}")
    page.click("button.primary")
    assert '"boolean":true' in page.content()
    context.close()

"""Requests of any shape over all routes, with and without the token: never a fault of the server.

`KG_EXAMPLES=2000 pytest tests/test_server_fuzz.py` tries more.
"""

from __future__ import annotations

import http.client
import http.server
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("uvicorn", reason="the extra serve is not installed")

from servers import Server, serving

from kg.graph import KnowledgeGraph
from kg.server.application import build_application

NORDIC = Path(__file__).parent / "fixtures" / "nordic"
TOKEN = "a-token-that-nobody-guesses-0123456789"
EXAMPLES = int(os.environ.get("KG_EXAMPLES", "150"))
FINE = {503, 504}
"""Beyond 499: too many wait, or the deadline passed."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = tmp_path_factory.mktemp("fuzz") / "store"
    with KnowledgeGraph(path) as graph:
        assert not graph.load(NORDIC / "claims.jsonl").errors
    (path.parent / "token").write_text(TOKEN, "ascii")
    with serving(path, "--write", "--token-file", str(path.parent / "token"), "--max-seconds", "3") as found:
        yield found


@pytest.fixture(scope="module")
def known(server: Server) -> dict[str, str]:
    row = server.ask("/claims.json").json["rows"][0]
    return {"entity": row["subject_entity"]["id"], "claim": row["id"], "article": row["article_id"]}


ROUTES = sorted(
    {
        r.path.replace(":path}", "}").replace(":str}", "}")  # type: ignore[attr-defined]
        for r in build_application(Path("nowhere"), log=False).routes
    }
)
NAMES = [
    "q", "query", "update", "about", "metric", "status", "source", "predicate", "kind", "period", "class", "page", "id",
    "from", "to", "direction", "offset", "evidence", "name", "nodes", "format", "default-graph-uri", "named-graph-uri",
    "using-graph-uri", "published", "address", "title", "version", "claims", "attributed_to", "language", "authors",
]  # fmt: skip
MARKS = st.sampled_from(["%s", "{{7*7}}", "../../etc/passwd", "\x00", "\ud800", "\u202e", "'\"><script>", "http://[", "-1", "1e9999",
    "9" * 400, "claim", "measurement", "actual", "2024", "2024..", "hasMeasurement", "develops", "SELECT * { ?s ?p ?o } LIMIT 3",
    "DESCRIBE ?x { ?x ?p ?o } LIMIT 1", "ASK {}", "DROP GRAPH <x:y>", "INSERT DATA { <x:a> owl:sameAs <x:b> }", "entity:ibm", "<x:>", "#", "?"])  # fmt: skip
WORDS = st.one_of(MARKS, st.text(max_size=30), st.integers().map(str))
TYPES = st.sampled_from(["", "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update",
    "application/json", "text/plain", "text/markdown", "text/html", "multipart/form-data", "text/plain; charset=\"", "/;;="])  # fmt: skip
ACCEPTS = st.sampled_from(
    [
        "",
        "*/*",
        "text/html",
        "application/json",
        "text/turtle",
        "image/png",
        "a/b;q=nan",
        ",,;q",
        "text/*;q=0",
    ]
)
JSONS = st.recursive(st.none() | st.booleans() | st.floats() | WORDS, lambda c: st.lists(c, max_size=3) | st.dictionaries(
    st.sampled_from(["verdict", "things", "because", "x"]), c, max_size=4), max_leaves=8)  # fmt: skip
BODIES = st.one_of(
    st.binary(max_size=300),
    WORDS.map(lambda w: w.encode("utf-8", "surrogatepass")),
    st.lists(st.tuples(st.sampled_from(NAMES), WORDS), max_size=4).map(
        lambda pairs: "&".join(f"{k}={escaped(v)}" for k, v in pairs).encode()
    ),
    JSONS.map(lambda j: json.dumps(j).encode()),
)


def escaped(word: str) -> str:
    return quote(word.encode("utf-8", "surrogatepass"), safe="")


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, str, bytes | None, dict[str, str]]:
    """Method, target, body and headers; `<entity>` and its like stand for ids that are there."""
    path = draw(st.sampled_from(ROUTES))
    while "{" in path:
        head, _, tail = path.partition("{")
        there = st.sampled_from(["<entity>", "<claim>", "<article>"])
        path = head + draw(st.one_of(there, WORDS.filter(bool).map(escaped))) + tail.partition("}")[2]
    asked = draw(st.lists(st.tuples(st.sampled_from(NAMES), WORDS), max_size=4))
    path += "?" + "&".join(f"{k}={escaped(v)}" for k, v in asked) if asked else ""
    method = draw(st.sampled_from(["GET"] * 4 + ["POST"] * 3 + ["DELETE", "PUT", "HEAD", "OPTIONS", "BREW"]))
    body = draw(BODIES) if method in ("POST", "PUT", "DELETE") else None
    headers = {"Accept": draw(ACCEPTS), "Content-Type": draw(TYPES)}
    if draw(st.booleans()):
        headers["Authorization"] = f"Bearer {TOKEN}"
    return method, path, body, {k: v for k, v in headers.items() if v}


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(request=requests())
def test_no_request_makes_a_fault(
    server: Server, known: dict[str, str], request: tuple[str, str, bytes | None, dict[str, str]]
) -> None:
    method, path, body, headers = request
    for name, ident in known.items():
        path = path.replace(f"<{name}>", ident)
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    link.request(method, path, body, headers)
    found = link.getresponse()
    text = found.read()
    link.close()
    assert found.status < 500 or found.status in FINE, (method, path, headers, body, text[:300])
    assert b"Traceback" not in text
    assert found.headers["X-Content-Type-Options"] == "nosniff"


def forgeries(target: str) -> Iterator[tuple[str, str, str, str]]:
    """Method, address, media type and body of requests that would have the server fetch or read a target."""
    silent = (
        "SERVICE",
        "SERVICE SILENT",
        "service",
        "SERVICESILENT",
        "SeRvIcE/**/",
        "trueSERVICE",
        "SERV\\u0049CE",
    )
    queries = [f"SELECT * {{ {word} <{target}> {{ ?s ?p ?o }} }}" for word in silent]
    queries += [
        f"SELECT * FROM <{target}> {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED <{target}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"SELECT * {{ GRAPH <{target}> {{ ?s ?p ?o }} }}",
        f"DESCRIBE <{target}>",
        f"SELECT * {{ BIND(<{target}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
        f"SELECT (<{target}>(1) AS ?x) {{}}",
    ]
    form, direct, change = (
        "application/x-www-form-urlencoded",
        "application/sparql-query",
        "application/sparql-update",
    )
    for query in queries:
        yield "GET", f"/sparql?query={escaped(query)}", "", ""
        yield "POST", "/sparql", direct, query
    for name in ("default-graph-uri", "named-graph-uri"):
        yield "POST", "/sparql", form, f"query={escaped('SELECT * { ?s ?p ?o }')}&{name}={escaped(target)}"
    updates = (
        f"LOAD <{target}>", f"LOAD SILENT <{target}> INTO GRAPH <x:g>", f"DROP GRAPH <{target}>",
        f"COPY <{target}> TO DEFAULT", f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{target}> {{ ?s ?p ?o }} }}",
        f"DELETE {{ ?s ?p ?o }} USING <{target}> WHERE {{ ?s ?p ?o }}", f"INSERT DATA {{ <{target}> owl:sameAs <{target}> }}",
    )  # fmt: skip
    for text in updates:
        yield "POST", "/sparql", change, text
    page = f"<html><head><base href='{target}'><link rel=stylesheet href='{target}'></head><img src='{target}'><p>Acme is here.</p>"
    yield "POST", f"/articles?name=forged&address={escaped(target)}", "text/html", page
    yield "POST", f"/articles?name={escaped(target)}", "text/plain", f"See {target} and file:///etc/passwd."
    yield (
        "POST",
        "/articles?name=front",
        "text/markdown",
        f"---\nsource: {target}\nurl: {target}\n---\nAcme is here.",
    )
    yield (
        "POST",
        "/judgements",
        "application/json",
        json.dumps({"verdict": "same", "things": [target, target]}),
    )
    for path in (
        "/search?q=",
        "/compare?about=",
        "/claims?about=",
        "/claims?source=",
        "/query?name=",
        "/node.json?id=",
        "/explore?nodes=",
    ):
        yield "GET", path + escaped(target), "", ""
    for path in ("/entity/", "/claim/", "/article/", "/kg-receipts/entity/", "/static/"):
        yield "GET", path + escaped(target), "", ""


def test_no_forged_request_reaches_a_canary_or_a_file(server: Server, tmp_path: Path) -> None:
    """The guard is on; tests/test_server.py asks the workers with the guard off."""
    knocks: list[bytes] = []

    class Canary(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            knocks.append(self.path.encode())
            self.send_error(404)

        do_POST = do_GET  # noqa: N815 - the name that http.server calls

        def log_message(self, *args: object) -> None:
            pass

    secret = tmp_path / "secret.ttl"
    secret.write_text("<x:s> <x:p> 'a canary sings' .", "utf-8")
    canary = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=canary.serve_forever, daemon=True).start()
    address = f"127.0.0.1:{canary.server_port}"
    targets = [
        f"http://{address}/knock",
        f"http://localhost:{canary.server_port}/knock.ttl",
        secret.as_uri(),
        str(secret),
    ]
    tried = 0
    for target in targets:
        for method, path, kind, body in forgeries(target):
            headers = {"Authorization": f"Bearer {TOKEN}"} | ({"content_type": kind} if kind else {})
            found = server.ask(path, method=method, body=body.encode() if body else None, **headers)
            tried += 1
            assert found.status not in (500, 504), (method, path, body, server.lines[-3:])
            assert b"a canary sings" not in found.body
            assert not (300 <= found.status < 400) or found.headers["location"].startswith("/entity/")
    canary.shutdown()
    canary.server_close()
    assert tried >= 200
    assert knocks == []


def test_the_server_still_answers(server: Server) -> None:
    assert server.ask("/readyz").status == 200
    assert not [line for line in server.lines if "Traceback" in line or '"status": 500' in line]

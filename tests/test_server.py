"""The server from outside: safe execution, protection of every request, freshness, pages and their twins."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

pytest.importorskip("uvicorn", reason="the extra serve is not installed")

from servers import Server, serving

from kg.graph import KnowledgeGraph
from kg.server.limits import Limits
from kg.server.negotiation import choose
from kg.server.screening import screen

NORDIC = Path(__file__).parent / "fixtures" / "nordic"
SECONDS = 3.0

HOSTILE = {
    "cartesian": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:p>|^!<x:p>)* ?b . ?c (!<x:p>|^!<x:p>)* ?d . ?e (!<x:p>|^!<x:p>)* ?f }",
    "negation": "SELECT * { FILTER(" + " ".join("!" * 20_000) + "true) }",
    "sums": "SELECT * { FILTER(" + "1+" * 20_000 + "1 > 0) }",
    "doubling": "SELECT (STRLEN(?z) AS ?n) { BIND('aaaaaaaaaaaaaaaa' AS ?s0) "
    + " ".join(f"BIND(CONCAT(?s{n},?s{n}) AS ?s{n + 1})" for n in range(34))
    + " BIND(?s34 AS ?z) }",
}
REFUSED = {
    "braces": "SELECT * " + "{" * 6000 + "}" * 6000,
    "groups": "SELECT * { " + "{ } " * 3000 + "}",
    "patterns": "SELECT * { " + "?s ?p ?o . " * 400 + "}",
    "objects": "SELECT * { ?s ?p " + "?o, " * 400 + "?z }",
    "service": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICESILENT<http://127.0.0.1:1/>{ ?s ?p ?o } }",
    "glued": "SELECT * { FILTER(trueSERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }",
    "load": "LOAD <file:///etc/passwd>",
    "insert": "INSERT DATA { <x:a> <x:b> <x:c> }",
    "null": "SELECT * { ?s ?p 'a\x00b' }",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("server") / "store"
    with KnowledgeGraph(path) as graph:
        assert not graph.load(NORDIC / "claims.jsonl").errors
    return path


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    with serving(store, "--max-seconds", str(SECONDS), "--max-rows", "500") as found:
        yield found


def sparql(server: Server, query: str, **headers: str):
    return server.ask(f"/sparql?query={quote(query)}", **headers)


# ---------------------------------------------------------------------- safe execution


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_ends_and_the_next_is_answered(server: Server, name: str) -> None:
    found = sparql(server, HOSTILE[name])
    assert found.status in (400, 422, 504, 200), found.text
    assert found.seconds < SECONDS + 2 or found.status != 504
    assert sparql(server, "ASK { ?s ?p ?o }").json["boolean"] is True


def test_what_takes_too_long_is_ended_at_the_deadline(server: Server) -> None:
    found = sparql(server, HOSTILE["cartesian"])
    assert found.status == 504
    assert "3 s" in found.json["error"]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_allowed_is_refused_before_a_worker_sees_it(server: Server, name: str) -> None:
    found = sparql(server, REFUSED[name]) if len(REFUSED[name]) < 40_000 else None
    found = found or server.ask(
        "/sparql", method="POST", body=REFUSED[name].encode(), content_type="application/sparql-query"
    )
    assert found.status in (400, 413)
    assert "error" in found.json


def test_pages_are_answered_while_queries_hang(server: Server) -> None:
    threads = [threading.Thread(target=sparql, args=(server, HOSTILE["cartesian"])) for _ in range(4)]
    for t in threads:
        t.start()
    time.sleep(0.3)
    assert server.ask("/").status == 200
    for t in threads:
        t.join()


def test_an_answer_is_whole_or_refused_with_the_bound_named(server: Server) -> None:
    found = sparql(server, "SELECT * { GRAPH ?g { ?s ?p ?o } }")
    assert found.status == 422
    assert "500 rows" in found.json["error"]
    fine = sparql(server, "SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 500")
    assert fine.status == 200
    assert len(fine.json["results"]["bindings"]) == 500
    assert "rows=500" in fine.headers["x-kg-limits"]


def test_a_full_queue_says_come_again(store: Path) -> None:
    import asyncio

    from kg.server.pool import BusyError, WorkerPool

    async def fill() -> list[object]:
        pool = WorkerPool(store, Limits(workers=1, queue=2, seconds=2))
        await pool.start()
        job = {
            "kind": "sparql",
            "query": HOSTILE["cartesian"],
            "rows_as": "text/csv",
            "graph_as": "text/turtle",
        }
        try:
            return await asyncio.gather(*(pool.run(job) for _ in range(6)), return_exceptions=True)
        finally:
            await pool.stop()

    found = asyncio.run(fill())
    assert sum(isinstance(f, BusyError) for f in found) >= 3


def test_a_worker_has_no_network(store: Path) -> None:
    """With the guard off: the engine itself is asked for a canary, and nobody knocks."""
    import asyncio

    from kg.server.pool import RefusedByWorkerError, WorkerPool

    canary = socket.create_server(("127.0.0.1", 0))
    canary.settimeout(0.2)
    port = canary.getsockname()[1]

    async def attack() -> tuple[str, int]:
        pool = WorkerPool(store, Limits(workers=1, seconds=5))
        await pool.start()
        answered = 0
        try:
            if pool.network != "cut":
                return pool.network, 0
            for n in range(200):
                clause = (
                    f"SERVICE <http://127.0.0.1:{port}/{n}> {{ ?s ?p ?o }}",
                    f"SERVICE SILENT <http://127.0.0.1:{port}/{n}> {{ ?s ?p ?o }}",
                    f"SERVICE <file:///etc/passwd#{n}> {{ ?s ?p ?o }}",
                    f"GRAPH <file:///etc/hostname?{n}> {{ ?s ?p ?o }}",
                )[n % 4]
                source = f"FROM <http://127.0.0.1:{port}/from{n}>" if n % 8 == 3 else ""
                query = f"SELECT * {source} {{ {clause} }}"
                job = {"kind": "sparql", "query": query, "rows_as": "text/csv", "graph_as": "text/turtle"}
                try:
                    found = await pool.run(job)
                    answered += b"root:" in found.body
                except RefusedByWorkerError:
                    pass
        finally:
            await pool.stop()
        return "cut", answered

    network, answered = asyncio.run(attack())
    if network != "cut":
        pytest.skip("this system does not let a process cut its network")
    assert answered == 0
    with pytest.raises(TimeoutError):
        canary.accept()
    canary.close()


def test_screening_leaves_honest_queries_alone() -> None:
    from kg.queries import questions

    for question in questions():
        screen(question.sparql, Limits())
    screen("SELECT * { ?s ?p ?o FILTER(?o IN (" + ", ".join(map(str, range(2000))) + ")) }", Limits())


# ---------------------------------------------------------------------- around every request


def test_a_foreign_host_is_turned_away(server: Server) -> None:
    assert server.ask("/", Host="evil.example").status == 421
    assert server.ask("/", Host=f"localhost:{server.port}").status == 200


def test_headers_of_safety_stand_on_every_answer(server: Server) -> None:
    for path in ("/", "/sparql", "/nowhere", "/static/site.css", "/healthz"):
        found = server.ask(path).headers
        assert "default-src 'none'" in found["content-security-policy"]
        assert found["x-content-type-options"] == "nosniff"
        assert found["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in found
        assert "server" not in found


def test_a_large_body_is_refused(server: Server) -> None:
    found = server.ask("/sparql", method="POST", body=b"x" * 70_000, content_type="application/sparql-query")
    assert found.status == 413


def test_metrics_and_logs_count_requests(server: Server) -> None:
    sparql(server, "ASK {}")
    found = server.ask("/metrics").text
    assert 'kg_requests_total{path="/sparql",status="200"}' in found
    assert "kg_request_seconds_bucket" in found
    assert server.ask("/healthz").text == "ok\n"
    assert any('"query": "' in line for line in server.lines)
    assert not any("ASK {}" in line for line in server.lines)


def test_a_load_beside_the_server_is_seen_without_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with KnowledgeGraph(path) as graph:
        graph.load_text("IBM acquired Red Hat for $34 billion in 2019.", name="one")
    with serving(path) as server:
        assert server.ask("/home.json").json["articles"] == 1
        with KnowledgeGraph(path) as graph:
            graph.load_text("IBM is based in Armonk, New York.", name="two")
        assert server.ask("/home.json").json["articles"] == 2
        count = "SELECT (COUNT(?a) AS ?n) { GRAPH ?g { ?a kg:name ?name } }"
        assert sparql(server, count).json["results"]["bindings"][0]["n"]["value"] == "2"
        with KnowledgeGraph(path) as graph:
            graph.remove("two")
        assert server.ask("/home.json").json["articles"] == 1


def test_many_clients_are_answered(server: Server) -> None:
    query = "SELECT ?s { ?s ?p ?o } LIMIT 5"
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: sparql(server, query).status, range(80)))
    assert set(found) <= {200, 503}
    assert found.count(200) > 40


# ---------------------------------------------------------------------- pages


def test_every_page_answers_with_its_twins(server: Server) -> None:
    row = server.ask("/claims.json").json["rows"][0]
    thing, claim, article = row["subject_entity"]["id"], row["id"], row["article_id"]
    name = quote(row["subject"])
    for path in (
        "/",
        "/claims",
        "/query",
        "/explore",
        "/compare",
        f"/compare?about={name}",
        f"/search?q={name}",
        "/ontology",
    ):
        found = server.ask(path, Accept="text/html")
        assert (found.status, found.type) == (200, "text/html"), path
    for kind, ident in (("entity", thing), ("claim", claim), ("article", article)):
        assert server.ask(f"/{kind}/{ident}", Accept="text/html").type == "text/html"
        assert server.ask(f"/{kind}/{ident}.json").type == "application/json"
        assert server.ask(f"/{kind}/{ident}.ttl").type == "text/turtle"
        assert server.ask(f"/{kind}/{ident}", Accept="text/turtle").type == "text/turtle"
        seen = server.ask(f"/kg-receipts/{kind}/{ident}", Accept="text/turtle")
        assert (seen.status, seen.headers["location"]) == (303, f"/{kind}/{ident}.ttl")
    assert server.ask("/claims.csv").text.startswith("id,kind,subject")
    assert server.ask("/.well-known/void").type == "text/turtle"


def test_the_trace_page_marks_the_exact_words(server: Server) -> None:
    for row in server.ask("/claims.json").json["rows"][:10]:
        shown = server.ask(f"/claim/{row['id']}.json?evidence={row['evidence']}").json
        marked = "".join(p["text"] for p in shown["pieces"] if p["quote"])
        assert marked == row["quote"]
        text = "".join(p["text"] for p in shown["pieces"])
        assert text[row["start"] : row["end"]] == row["quote"]


def test_the_pieces_of_an_article_are_its_text(server: Server) -> None:
    row = server.ask("/claims.json").json["rows"][0]
    shown = server.ask(f"/article/{row['article_id']}.json").json
    text = "".join(p["text"] for p in shown["pieces"])
    assert len(text) == shown["characters"]
    for claim in shown["claims"]:
        assert text[claim["start"] : claim["end"]] == claim["quote"]


def test_facets_count_what_their_links_show(server: Server) -> None:
    every = server.ask("/claims.json").json
    for facet in ("kind", "predicate", "status"):
        for value in every["facets"][facet]:
            found = server.ask(f"/claims.json?{facet}={quote(value['value'])}").json
            assert found["total"] == value["count"]


def test_the_explorer_grows_by_relation(server: Server) -> None:
    row = next(r for r in server.ask("/claims.json").json["rows"] if r["kind"] == "relation")
    node = server.ask(f"/node.json?id={row['subject_entity']['id']}").json
    relation = next(
        r for r in node["relations"] if r["predicate"] == row["predicate"] and r["direction"] == "out"
    )
    asked = f"/expand.json?id={node['node']['id']}&predicate={relation['predicate']}&direction=out"
    found = server.ask(asked).json
    assert found["total"] == relation["count"]
    assert row["object_entity"]["id"] in {n["id"] for n in found["nodes"]}
    assert all(e["claims"] for e in found["edges"])


def test_the_explorer_finds_a_way_by_relations(server: Server) -> None:
    rows = [r for r in server.ask("/claims.json?kind=relation").json["rows"] if r["polarity"] != "negative"]
    one, other = rows[0]["subject_entity"]["id"], rows[0]["object_entity"]["id"]
    for start, end in ((one, other), (other, one)):
        way = server.ask(f"/path.json?from={start}&to={end}").json
        assert [n["id"] for n in way["nodes"]] == [start, end]
        assert rows[0]["id"] in way["edges"][0]["claims"]
    assert server.ask(f"/path.json?from={one}&to=nobody").status == 404


def test_what_a_node_is_joined_to_is_what_its_claims_say(server: Server) -> None:
    """The engine's counts, against the claims read one by one."""
    rows = [r for r in server.ask("/claims.json").json["rows"] if r["kind"] != "statement"]
    for ident in sorted({r["subject_entity"]["id"] for r in rows}):
        joined: dict[tuple[str, str], set[str]] = {}
        for r in server.ask(f"/claims.json?about=entity:{ident}").json["rows"]:
            if r["kind"] == "relation":
                out = r["subject_entity"]["id"] == ident
                end = r["object_entity"]["id"] if out else r["subject_entity"]["id"]
                if ident in (r["subject_entity"]["id"], r["object_entity"]["id"]):
                    joined.setdefault((r["predicate"], "out" if out else "in"), set()).add(end)
            elif r["kind"] == "measurement" and r["subject_entity"]["id"] == ident:
                joined.setdefault(("hasMeasurement", "out"), set()).add(r["id"])
        counts = {
            (j["predicate"], j["direction"]): j["count"]
            for j in server.ask(f"/node.json?id={ident}").json["relations"]
        }
        assert joined.keys() <= counts.keys()
        for (predicate, direction), count in counts.items():
            asked = f"/expand.json?id={ident}&predicate={predicate}&direction={direction}"
            ends = {n["id"].removeprefix("figure:") for n in server.ask(asked).json["nodes"]}
            assert len(ends) == min(count, 25)
            assert joined.get((predicate, direction), set()) <= ends, "claims that are less sure join too"


def save(server: Server, body: bytes):
    form = "application/x-www-form-urlencoded"
    return server.ask("/view", method="POST", body=body, content_type=form, Accept="text/html")


def test_a_view_of_some_claims_is_the_file_of_kg_view(server: Server) -> None:
    rows = server.ask("/claims.json?kind=relation").json["rows"][:2]
    found = save(server, f"claims={','.join(r['id'] for r in rows)}&title=Two".encode())
    assert (found.status, found.type) == (200, "text/html")
    assert "attachment" in found.headers["content-disposition"]
    assert all(r["quote"] in found.text for r in rows)
    assert "<title>Two" in found.text
    assert save(server, b"claims=" + b"1" * 32).status == 404
    for body in (b"", b"claims=", b"claims=../x", b"\xff", b"&".join([b"a=b"] * 20)):
        assert save(server, body).status == 400, body


@pytest.mark.parametrize(
    "path",
    [
        "/entity/nobody",
        "/claim/1234",
        "/article/none",
        "/nowhere",
        "/static/../app.py",
        "/static/%2e%2e%2fpages.py",
    ],
)
def test_what_is_not_there_says_so(server: Server, path: str) -> None:
    assert server.ask(path).status == 404


@pytest.mark.parametrize(
    "path", ["/claims?page=x", "/claims?status=odd", "/node.json", "/expand.json?id=a&offset=-x"]
)
def test_what_cannot_be_is_refused(server: Server, path: str) -> None:
    assert server.ask(path).status == 400


def test_a_question_that_is_not_there_leaves_the_editor_as_it_is(server: Server) -> None:
    assert server.ask("/query?name=nothing-of-this-name", Accept="text/html").status == 200
    assert server.ask("/compare.json").status == 400
    assert server.ask("/path.json").status == 400


def test_a_question_is_never_a_file(server: Server) -> None:
    for path in (
        "/search?q=/etc/passwd",
        "/compare?about=/etc/passwd",
        "/claims?about=/etc/passwd",
        "/query?name=/etc/passwd.rq",
    ):
        assert "root:" not in server.ask(path).text


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        ("", "a/x"),
        ("*/*", "a/x"),
        ("b/y", "b/y"),
        ("a/x;q=0.1, b/y;q=0.9", "b/y"),
        ("a/*", "a/x"),
        ("c/z", None),
        ("a/x;q=0, */*", "b/y"),
        ("a/x;q=odd", None),
    ],
)
def test_negotiation(accept: str, best: str | None) -> None:
    assert choose(accept, ["a/x", "b/y"]) == best

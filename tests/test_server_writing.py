"""Changing a store over HTTP: who may, what is carried out, and that the promises hold afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

pytest.importorskip("uvicorn", reason="the extra serve is not installed")

from servers import Reply, Server, serving
from starlette.datastructures import Headers

from kg.errors import QueryError
from kg.graph import KnowledgeGraph
from kg.server.updates import plan_update
from kg.server.writer import LARGEST, Token

TOKEN = "a-token-that-nobody-guesses-0123456789"
BASE = "https://w3id.org/kg-receipts"
TEXT = "IBM acquired Red Hat for $34 billion in 2019. IBM is based in Armonk, New York."
OTHER = "Nvidia is based in Santa Clara. Nvidia acquired Mellanox for $7 billion in 2020."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("writing") / "store"
    with KnowledgeGraph(path) as graph:
        graph.load_text(TEXT, name="one")
    return path


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    secret = store.parent / "token"
    secret.write_text(TOKEN + "\n", "ascii")
    with serving(store, "--write", "--token-file", str(secret)) as found:
        yield found


def write(
    server: Server, method: str, path: str, body: str = "", kind: str = "", token: str = TOKEN
) -> Reply:
    headers = {"Authorization": f"Bearer {token}"} | ({"content_type": kind} if kind else {})
    return server.ask(path, method=method, body=body.encode(), **headers)


def load(server: Server, name: str, text: str, kind: str = "text/plain", **metadata: str) -> Reply:
    return write(server, "POST", "/articles?" + urlencode({"name": name} | metadata), text, kind)


def update(server: Server, text: str, token: str = TOKEN) -> Reply:
    return write(server, "POST", "/sparql", text, "application/sparql-update", token)


def exported(store: Path, folder: Path) -> bytes:
    with KnowledgeGraph(store) as graph:
        # what was removed lies about until no worker shows the snapshot of before
        assert [p for p in graph.check() if p.part != "leftover"] == []
        return graph.export(folder / "all.nq").read_bytes()


def entities(server: Server) -> list[str]:
    rows = server.ask("/claims.json?kind=relation").json["rows"]
    return sorted({r["subject_entity"]["id"] for r in rows} | {r["object_entity"]["id"] for r in rows})


# ---------------------------------------------------------------------- who may


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x", TOKEN.upper()])
def test_who_has_no_token_changes_nothing(server: Server, token: str) -> None:
    before = server.ask("/home.json").json
    for method, path, kind in (
        ("POST", "/articles?name=x", "text/plain"),
        ("DELETE", "/articles/one", ""),
        ("POST", "/judgements", "application/json"),
        ("DELETE", "/judgements/abcdef", ""),
        ("POST", "/sparql", "application/sparql-update"),
    ):
        found = write(server, method, path, "CLEAR ALL", kind, token)
        assert found.status == 401, path
        assert found.headers["www-authenticate"] == "Bearer"
    assert server.ask("/home.json").json == before


def test_the_token_counts_in_its_header_only(server: Server) -> None:
    """A page of another site can make a browser send cookies, forms and addresses, but not this header."""
    form = urlencode({"update": "CLEAR ALL", "token": TOKEN, "access_token": TOKEN})
    kind = "application/x-www-form-urlencoded"
    found = server.ask(
        f"/sparql?token={TOKEN}", method="POST", body=form.encode(), content_type=kind, Cookie=TOKEN
    )
    assert found.status == 401
    preflight = server.ask("/articles", method="OPTIONS", Origin="https://evil.example")
    assert preflight.status == 405
    assert "access-control-allow-headers" not in preflight.headers


def test_only_who_may_load_may_send_much(server: Server) -> None:
    much = "Nothing is said here. " * 5000
    assert write(server, "POST", "/articles?name=much", much, "text/plain", "wrong").status == 413
    assert load(server, "much", much).status in (200, 201)
    assert write(server, "DELETE", "/articles/much").status == 200
    assert load(server, "more", "x" * (LARGEST + 1)).status == 413


def test_tokens_are_compared_whole() -> None:
    token = Token(TOKEN)
    assert token.fits(Headers({"authorization": f"bearer {TOKEN}"}))
    assert not token.fits(Headers({"authorization": f"Basic {TOKEN}"}))
    assert not token.fits(Headers({"authorization": TOKEN}))
    assert not token.fits(Headers({}))
    assert TOKEN not in repr(token)


def test_a_server_that_may_not_write_says_so(store: Path) -> None:
    with serving(store) as reading:
        for found in (
            update(reading, "CLEAR ALL"),
            load(reading, "x", TEXT),
            write(reading, "DELETE", "/articles/one"),
        ):
            assert found.status == 403
            assert "--write" in found.json["error"]


# ---------------------------------------------------------------------- what is carried out


def test_what_is_loaded_and_removed_leaves_no_trace(server: Server, store: Path, tmp_path: Path) -> None:
    before = exported(store, tmp_path)
    made = load(server, "two", OTHER, publisher="The Post", published="2020-04-27")
    assert (made.status, made.json["outcome"]) == (201, "loaded")
    assert made.json["claims"] >= 2
    seen = server.ask(made.headers["location"] + ".json").json
    assert (seen["publisher"], seen["published"]) == ("The Post", "2020-04-27")
    assert load(server, "two", OTHER, publisher="The Post", published="2020-04-27").status == 200, (
        "nothing is new"
    )
    gone = write(server, "DELETE", f"/articles/{seen['id']}")
    assert (gone.status, [r["name"] for r in gone.json["removed"]]) == (200, ["two"])
    assert server.ask(made.headers["location"], Accept="text/html").status == 404
    assert exported(store, tmp_path) == before


def test_articles_come_as_markdown_too(server: Server) -> None:
    made = load(server, "md", f"---\ntitle: On IBM\ndate: 2019-07-09\n---\n{TEXT}", "text/markdown")
    assert server.ask(made.headers["location"] + ".json").json["title"] == "On IBM"
    assert write(server, "DELETE", "/articles/md").status == 200


def test_a_new_version_in_which_nothing_changed_is_reported(server: Server) -> None:
    assert load(server, "quiet", "Nothing is claimed here.").status == 201
    made = load(server, "quiet", "Nothing is claimed here either.").json
    assert made["revision"] == {"kept": 0, "moved": [], "changed": [], "orphaned": [], "added": []}
    assert write(server, "DELETE", "/articles/quiet").status == 200


def test_an_update_that_drops_an_article_takes_it_back(server: Server, store: Path, tmp_path: Path) -> None:
    before = exported(store, tmp_path)
    ident = load(server, "two", OTHER).json["article"]
    found = update(server, f"PREFIX kgr: <{BASE}/>\nDROP SILENT GRAPH <{BASE}/article/{ident}> ;")
    assert [r["article"] for r in found.json["removed"]] == [ident]
    version = server.ask(f"/article/{load(server, 'two', OTHER).json['article']}.json").json
    query = quote("SELECT ?g { GRAPH ?g { ?g kg:name ?n } FILTER(?n = 'two') }")
    graphs = server.ask(f"/sparql?query={query}").json
    assert update(server, f"CLEAR GRAPH <{graphs['results']['bindings'][0]['g']['value']}>").status == 200
    assert server.ask(f"/article/{version['id']}.json").status == 404
    assert exported(store, tmp_path) == before
    assert update(server, f"DROP GRAPH <{BASE}/article/{ident}>").status == 404


def test_judgements_are_made_and_undone(server: Server, store: Path, tmp_path: Path) -> None:
    before = exported(store, tmp_path)
    a, b = entities(server)[:2]
    said = {"verdict": "same", "things": [f"entity:{a}", f"entity:{b}"], "because": "one firm"}
    made = write(server, "POST", "/judgements", json.dumps(said), "application/json")
    assert (made.status, made.json["verdict"]) == (201, "same")
    assert [j["id"] for j in server.ask("/judgements.json").json["judgements"]] == [made.json["id"]]
    assert write(server, "DELETE", f"/judgements/{made.json['id'][:6]}").status == 404, (
        "in full or not at all"
    )
    assert write(server, "DELETE", f"/judgements/{made.json['id']}").status == 200
    triple = f"<{BASE}/entity/{a}> owl:differentFrom <{BASE}/entity/{b}>"
    other = triple.replace("differentFrom", "sameAs")
    assert update(server, f"INSERT DATA {{ {triple} }}").json["verdict"] == "different"
    assert update(server, f"INSERT DATA {{ {other} }}").json["verdict"] == "same", (
        "whoever judges last, counts"
    )
    assert update(server, f"DELETE DATA {{ {triple} }}").status == 404
    assert update(server, f"DELETE DATA {{ {other} }}").status == 200
    assert exported(store, tmp_path) == before


@pytest.mark.parametrize(
    "text",
    [
        "CLEAR ALL",
        "DROP DEFAULT",
        f"DROP GRAPH <{BASE}/claim/abc>",
        f"INSERT DATA {{ <{BASE}/entity/a> kg:acquires <{BASE}/entity/b> }}",
        "INSERT DATA { <x:a> owl:sameAs <x:b> }",
        f"INSERT DATA {{ GRAPH <x:g> {{ <{BASE}/entity/a> owl:sameAs <{BASE}/entity/b> }} }}",
        f"INSERT DATA {{ <{BASE}/entity/a> owl:sameAs <{BASE}/entity/b> , <{BASE}/entity/c> }}",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "LOAD SILENT <http://127.0.0.1:1/> INTO GRAPH <x:g>",
        "DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ],
)
def test_other_updates_are_refused_with_one_line(server: Server, text: str) -> None:
    before = server.ask("/home.json").json
    found = update(server, text)
    assert found.status == 403
    assert "POST /articles" in found.json["error"]
    assert server.ask("/home.json").json == before


@pytest.mark.parametrize(
    ("path", "kind", "body", "status"),
    [
        ("/articles", "text/plain", TEXT, 400),
        ("/articles?name=%00", "text/plain", TEXT, 400),
        ("/articles?name=a", "application/pdf", TEXT, 415),
        ("/articles?name=a", "text/plain; charset=utf-16", TEXT, 415),
        ("/articles?name=a", "text/plain", "", 400),
        ("/articles?name=a&published=tomorrow", "text/plain", TEXT, 400),
        ("/articles?name=a&address=file:///etc/passwd", "text/plain", TEXT, 400),
        ("/judgements", "application/json", "{", 400),
        ("/judgements", "application/json", "[" * 60_000, 400),
        ("/judgements", "application/json", "[]", 400),
        ("/judgements", "application/json", '{"verdict": "same", "things": ["\\ud800", "b"]}', 400),
        ("/judgements", "application/json", '{"verdict": "same", "things": ["a"]}', 400),
        ("/judgements", "application/json", '{"verdict": "same", "things": ["nobody", "none"]}', 404),
        ("/judgements", "application/json", '{"verdict": "odd", "things": ["a", "b"]}', 400),
    ],
)
def test_what_cannot_be_is_refused(server: Server, path: str, kind: str, body: str, status: int) -> None:
    found = write(server, "POST", path, body, kind)
    assert found.status == status, found.text
    assert "/tmp" not in found.text


def test_a_writer_beside_the_server_is_named(server: Server, store: Path) -> None:
    with KnowledgeGraph(store) as graph:
        graph._writer()
        found = load(server, "busy", OTHER)
    assert found.status == 503
    assert "retry-after" in found.headers


def test_the_metrics_and_the_log_never_hold_the_token(server: Server) -> None:
    load(server, "log", OTHER)
    write(server, "DELETE", "/articles/log")
    assert TOKEN not in server.ask("/metrics").text
    assert not any(TOKEN in line for line in server.lines)


# ---------------------------------------------------------------------- updates read


def plan(text: str) -> dict[str, Any] | None:
    return plan_update(text)


def test_prefixes_and_bases_are_read() -> None:
    same = {"action": "judge", "verdict": "same", "things": ["entity:a", "entity:b"]}
    for text in (
        "INSERT DATA { entity:a owl:sameAs entity:b }",
        f"base <{BASE}/entity/> insert data {{ <a> <http://www.w3.org/2002/07/owl#sameAs> <b> . }}",
        f"PREFIX e: <{BASE}/entity/> PREFIX o: <http://www.w3.org/2002/07/owl#> INSERT DATA {{ e:a o:sameAs e:b }} ;",
    ):
        assert plan(text) == same, text
    assert plan(f"DROP GRAPH <{BASE}/version/v>") == {"action": "remove", "article": "", "version": "v"}


def test_what_cannot_be_parsed_says_so() -> None:
    with pytest.raises(QueryError, match="cannot be parsed"):
        plan("INSERT DATA { entity:a owl:sameAs }")
    with pytest.raises(QueryError, match="cannot be parsed"):
        plan("INSERT DATA { entity:a owl:sameAs entity:b } ; INSERT DATA { entity:a owl:sameAs entity:c }")
    assert plan("CLEAR") is None

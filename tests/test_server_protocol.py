"""The SPARQL 1.1 Protocol, case by case after its specification; all 34 kinds of its test suite by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

pytest.importorskip("uvicorn", reason="the extra serve is not installed")

from servers import Server, serving

from kg.graph import KnowledgeGraph
from kg.server.answers import ROW_FORMATS, evaluate
from kg.server.limits import Limits

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
CLAIM = "SELECT DISTINCT ?g { GRAPH ?g { ?g a schema:Claim } } ORDER BY ?g LIMIT 2"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = tmp_path_factory.mktemp("protocol") / "store"
    with KnowledgeGraph(path) as graph:
        graph.load_text(
            "IBM acquired Red Hat for $34 billion in 2019. IBM is based in Armonk, New York.", name="one"
        )
    with serving(path) as found:
        yield found


@pytest.fixture(scope="module")
def graphs(server: Server) -> list[str]:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), STR(claim:))) } ORDER BY ?g"
    found = server.ask(f"/sparql?query={quote(query)}").json
    names = [b["g"]["value"] for b in found["results"]["bindings"]]
    assert len(names) >= 2
    return names


def post(server: Server, body: str | bytes, kind: str | None, path: str = "/sparql", **headers: str):
    data = body if isinstance(body, bytes) else body.encode()
    return server.ask(path, method="POST", body=data, **({"content_type": kind} if kind else {}), **headers)


def test_query_get(server: Server) -> None:
    assert server.ask("/sparql?query=ASK%20%7B%7D").json["boolean"] is True


def test_query_post_form(server: Server) -> None:
    assert post(server, "query=ASK%20%7B%7D", FORM).json["boolean"] is True


def test_query_post_direct(server: Server) -> None:
    assert post(server, "ASK {}", DIRECT).json["boolean"] is True


def test_query_dataset_default_graph(server: Server, graphs: list[str]) -> None:
    ask = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "default-graph-uri": graphs[0]}
    one = int(server.ask(f"/sparql?{urlencode(ask)}").json["results"]["bindings"][0]["n"]["value"])
    ask = {"query": f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graphs[0]}> {{ ?s ?p ?o }} }}"}
    assert (
        int(server.ask(f"/sparql?{urlencode(ask)}").json["results"]["bindings"][0]["n"]["value"]) == one > 0
    )


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_query_dataset_default_graphs(server: Server, graphs: list[str], way: str) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert ask_dataset(server, way, query, [("default-graph-uri", g) for g in graphs[:2]]) > 0
    assert ask_dataset(server, way, query, [("default-graph-uri", "http://nowhere.example/")]) == 0


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_query_dataset_named_graphs(server: Server, graphs: list[str], way: str) -> None:
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert ask_dataset(server, way, query, [("named-graph-uri", g) for g in graphs[:2]]) == 2
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert ask_dataset(server, way, query, [("named-graph-uri", graphs[0])]) == 0


def test_query_dataset_full(server: Server, graphs: list[str]) -> None:
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { ?a ?b ?c . GRAPH ?g { ?s ?p ?o } }"
    dataset = [("default-graph-uri", graphs[0]), ("named-graph-uri", graphs[1])]
    assert ask_dataset(server, "get", query, dataset) == 1


def test_query_multiple_dataset_the_protocol_wins(server: Server, graphs: list[str]) -> None:
    query = "SELECT (COUNT(*) AS ?n) FROM <http://nowhere.example/> { ?s ?p ?o }"
    assert ask_dataset(server, "get", query, [("default-graph-uri", graphs[0])]) > 0


def ask_dataset(server: Server, way: str, query: str, dataset: list[tuple[str, str]]) -> int:
    if way == "get":
        found = server.ask("/sparql?" + urlencode([("query", query), *dataset]))
    elif way == "form":
        found = post(server, urlencode([("query", query), *dataset]), FORM)
    else:
        found = post(server, query, DIRECT, "/sparql?" + urlencode(dataset))
    assert found.status == 200, found.text
    return int(found.json["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        (
            "SELECT * { ?s ?p ?o } LIMIT 1",
            "application/sparql-results+json",
            "application/sparql-results+json",
        ),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "text/csv", "text/csv"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "text/tab-separated-values", "text/tab-separated-values"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("DESCRIBE entity:ibm", "text/turtle", "text/turtle"),
        ("DESCRIBE entity:ibm", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "application/ld+json", "application/ld+json"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "", "application/sparql-results+json"),
    ],
)
def test_query_content_type(server: Server, query: str, accept: str, kind: str) -> None:
    found = server.ask(f"/sparql?query={quote(query)}", **({"Accept": accept} if accept else {}))
    assert (found.status, found.type) == (200, kind)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_bad_query_method(server: Server, method: str) -> None:
    assert server.ask("/sparql?query=ASK%20%7B%7D", method=method).status == 405


def test_bad_multiple_queries(server: Server) -> None:
    assert server.ask("/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D").status == 400


def test_bad_query_wrong_media_type(server: Server) -> None:
    assert post(server, "ASK {}", "text/plain").status == 415


def test_bad_query_missing_form_type(server: Server) -> None:
    assert post(server, "query=ASK%20%7B%7D", None).status == 415


def test_bad_query_missing_direct_type(server: Server) -> None:
    assert post(server, "ASK {}", None).status == 415


def test_bad_query_non_utf8(server: Server) -> None:
    assert post(server, "ASK {}".encode("utf-16"), f"{DIRECT}; charset=UTF-16").status == 415
    assert post(server, b"ASK { <x:\xff> ?p ?o }", DIRECT).status == 400


def test_bad_query_syntax(server: Server) -> None:
    found = server.ask("/sparql?query=ASK%20%7B")
    assert found.status == 400
    assert "line 1" in found.json["error"] or "bracket" in found.json["error"]


def test_nothing_that_is_wanted_is_given(server: Server) -> None:
    assert server.ask("/sparql?query=ASK%20%7B%7D", Accept="image/png").status == 406


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("update=CLEAR%20ALL", FORM, 403),
        ("CLEAR ALL", UPDATE, 403),
        ("update=CLEAR%20ALL&using-graph-uri=http%3A%2F%2Fa.example%2F", FORM, 403),
        ("update=CLEAR%20ALL&using-named-graph-uri=http%3A%2F%2Fa.example%2F", FORM, 403),
        ("BASE <http://a.example/> CLEAR GRAPH <b>", UPDATE, 403),
        ("update=CLEAR%20ALL&update=CLEAR%20ALL", FORM, 400),
        ("CLEAR ALL", "text/plain", 415),
        ("update=CLEAR%20ALL", None, 415),
        ("update=%FF", FORM, 400),
        ("CLEAR", UPDATE, 403),
    ],
)
def test_an_update_changes_nothing(server: Server, body: str, kind: str | None, status: int) -> None:
    before = server.ask("/home.json").json
    assert post(server, body, kind).status == status
    assert server.ask("/home.json").json == before


def test_bad_update_get(server: Server) -> None:
    assert server.ask("/sparql?update=CLEAR%20ALL").status == 400


def test_the_service_describes_itself(server: Server) -> None:
    for accept, form in (("text/turtle", ox.RdfFormat.TURTLE), ("application/ld+json", ox.RdfFormat.JSON_LD)):
        found = server.ask("/sparql", Accept=accept)
        assert found.type == accept
        kinds = {q.object.value for q in ox.parse(found.body, format=form) if "type" in q.predicate.value}  # type: ignore[union-attr]
        assert "http://www.w3.org/ns/sparql-service-description#Service" in kinds


def test_a_stock_client_works(server: Server) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(f"{server.address}/sparql", returnFormat=wrapper.JSON)
    client.setQuery("SELECT ?b { ?a kg:acquires ?b }")
    found = client.queryAndConvert()
    assert len(found["results"]["bindings"]) == 1


# ---------------------------------------------------------------------- the kinds of the test suite, by name

JSON, TURTLE = "application/sparql-results+json", "text/turtle"
ASK, SELECT = "ASK {}", "SELECT (1 AS ?one) {}"
COUNT_TWO = "ASK { { SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } } } FILTER(?n = 2) }"
BOTH = "ASK { ?s ?p ?o FILTER EXISTS { GRAPH ?g { ?a ?b ?c } } }"
JUDGED = "INSERT DATA { entity:ibm owl:differentFrom entity:red-hat }"
UNDONE = "DELETE DATA { entity:ibm owl:differentFrom entity:red-hat }"
DELETES = "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"
A, B = ("{a}", "{b}")


def _get(query: str, *more: tuple[str, str]) -> tuple[str, str, str | None, bytes | None]:
    return "GET", urlencode([("query", query), *more]), None, None


def _form(*pairs: tuple[str, str], kind: str | None = FORM) -> tuple[str, str, str | None, bytes | None]:
    return "POST", "", kind, urlencode(pairs).encode()


def _sent(
    text: str | bytes, kind: str | None, *more: tuple[str, str]
) -> tuple[str, str, str | None, bytes | None]:
    return "POST", urlencode(more), kind, text if isinstance(text, bytes) else text.encode()


DEFAULTS = (("default-graph-uri", A), ("default-graph-uri", B))
NAMED = (("named-graph-uri", A), ("named-graph-uri", B))
USING = (("using-graph-uri", A), ("using-named-graph-uri", B))

KINDS: dict[str, tuple[tuple[str, str, str | None, bytes | None], str]] = {
    "query_get": (_get(ASK), "true"),
    "query_post_form": (_form(("query", ASK)), "true"),
    "query_post_direct": (_sent(ASK, DIRECT), "true"),
    "query_dataset_default_graphs_get": (_get("ASK { ?s ?p ?o }", *DEFAULTS), "true"),
    "query_dataset_default_graphs_post": (_form(("query", "ASK { ?s ?p ?o }"), *DEFAULTS), "true"),
    "query_dataset_named_graphs_get": (_get(COUNT_TWO, *NAMED), "true"),
    "query_dataset_named_graphs_post": (_sent(COUNT_TWO, DIRECT, *NAMED), "true"),
    "query_dataset_full": (_get(BOTH, DEFAULTS[0], NAMED[1]), "true"),
    "query_multiple_dataset": (
        _get("ASK FROM <http://nowhere.example/> { ?s ?p ?o }", DEFAULTS[0]), "true",
    ),
    "query_content_type_select": (_get(SELECT), JSON),
    "query_content_type_ask": (_get(ASK), JSON),
    "query_content_type_describe": (_get("DESCRIBE entity:ibm"), TURTLE),
    "query_content_type_construct": (_get("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"), TURTLE),
    "update_post_form": (_form(("update", JUDGED)), "200"),
    "update_post_direct": (_sent(UNDONE, UPDATE), "200"),
    "update_base_uri": (
        _sent(f"BASE <https://w3id.org/kg-receipts/entity/> {JUDGED.replace('entity:ibm', '<ibm>')}", UPDATE), "200",
    ),
    # these change single triples of claims, which is refused, whoever asks
    "update_dataset_default_graph": (_form(("update", DELETES), USING[0]), "403"),
    "update_dataset_default_graphs": (_form(("update", DELETES), USING[0], ("using-graph-uri", B)), "403"),
    "update_dataset_named_graphs": (_form(("update", DELETES), USING[1]), "403"),
    "update_dataset_full": (_sent(DELETES, UPDATE, *USING), "403"),
    "bad_query_method": (("PUT", urlencode({"query": ASK}), None, None), "4xx"),
    "bad_multiple_queries": (_form(("query", ASK), ("query", SELECT)), "4xx"),
    "bad_query_wrong_media_type": (_sent(ASK, "text/plain"), "4xx"),
    "bad_query_missing_form_type": (_form(("query", ASK), kind=None), "4xx"),
    "bad_query_missing_direct_type": (_sent(ASK, None), "4xx"),
    "bad_query_non_utf8": (_sent(ASK.encode("utf-16"), f"{DIRECT}; charset=UTF-16"), "4xx"),
    "bad_query_syntax": (_get("ASK {"), "4xx"),
    "bad_update_get": (("GET", urlencode({"update": JUDGED}), None, None), "4xx"),
    "bad_multiple_updates": (_form(("update", JUDGED), ("update", UNDONE)), "4xx"),
    "bad_update_wrong_media_type": (_sent(JUDGED, "text/plain"), "4xx"),
    "bad_update_missing_form_type": (_form(("update", JUDGED), kind=None), "4xx"),
    "bad_update_non_utf8": (_sent(JUDGED.encode("utf-16"), f"{UPDATE}; charset=UTF-16"), "4xx"),
    "bad_update_syntax": (_sent("CLEAR NAMED FOO", UPDATE), "4xx"),
    "bad_update_dataset_conflict": (
        _form(("update", f"DELETE {{ ?s ?p ?o }} USING <{A}> WHERE {{ ?s ?p ?o }}"), USING[0]), "4xx",
    ),
}  # fmt: skip
"""Kind to request (method, query string, media type, body) and what answers it."""


@pytest.fixture(scope="module")
def writing(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = tmp_path_factory.mktemp("writing") / "store"
    with KnowledgeGraph(path) as graph:
        graph.load_text("IBM acquired Red Hat for $34 billion in 2019. IBM is based in Armonk.", name="one")
    secret = path.parent / "token"
    secret.write_text("a-token-of-the-protocol-tests", "ascii")
    with serving(path, "--write", "--token-file", str(secret)) as found:
        yield found


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_the_test_suite(writing: Server, graphs: list[str], kind: str) -> None:
    (method, asked, form, body), wanted = KINDS[kind]
    for mark, graph in ((A, graphs[0]), (B, graphs[1])):
        asked = asked.replace(quote(mark, safe=""), quote(graph, safe=""))
        body = body and body.replace(quote(mark, safe="").encode(), quote(graph, safe="").encode())
    headers = {"Authorization": "Bearer a-token-of-the-protocol-tests"} | (
        {"content_type": form} if form else {}
    )
    found = writing.ask(f"/sparql?{asked}".rstrip("?"), method=method, body=body, **headers)
    if wanted == "4xx":
        assert 400 <= found.status < 500
    elif wanted.isdigit():
        assert found.status == int(wanted), found.text
    else:
        assert found.status == 200, found.text
        assert found.json["boolean"] is True if wanted == "true" else found.type == wanted


def test_the_kinds_are_all_there() -> None:
    assert len(KINDS) == 34


def test_a_stock_client_updates(writing: Server) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(f"{writing.address}/sparql", returnFormat=wrapper.JSON)
    client.addCustomHttpHeader("Authorization", "Bearer a-token-of-the-protocol-tests")
    client.setMethod(wrapper.POST)
    for text in (
        "INSERT DATA { entity:ibm owl:differentFrom entity:armonk }",
        "DELETE DATA { entity:ibm owl:differentFrom entity:armonk }",
    ):
        client.setQuery(
            f"PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX entity: <https://w3id.org/kg-receipts/entity/> {text}"
        )
        assert client.query().response.status == 200


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("form", ["JSON", "XML", "CSV", "TSV", "TURTLE", "N3", "RDFXML", "JSONLD"])
def test_a_stock_client_reads_every_format(server: Server, form: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(f"{server.address}/sparql")
    graph = form in ("TURTLE", "N3", "RDFXML", "JSONLD")
    client.setReturnFormat(getattr(wrapper, form))
    client.setQuery(
        "CONSTRUCT { ?a kg:acquires ?b } { ?a kg:acquires ?b }"
        if graph
        else "SELECT ?b { ?a kg:acquires ?b }"
    )
    found = client.queryAndConvert()
    if form in ("RDFXML", "JSONLD"):
        assert len(found) == 1
    else:
        assert "red-hat" in (found.toxml() if form == "XML" else str(found))


def test_rows_read_back_as_they_were() -> None:
    """What is written in each format is what another reader of it reads."""
    store = ox.Store()
    values = ["plain", 'quo"te', "tab\tnew\nline\r", "<&>", "雪 🙂", "", "a,b;c", "\\back", "'"]
    for n, v in enumerate(values):
        store.add(ox.Quad(ox.NamedNode(f"x:{n}"), ox.NamedNode("x:p"), ox.Literal(v)))
    store.add(ox.Quad(ox.NamedNode("x:l"), ox.NamedNode("x:p"), ox.Literal("hej", language="sv")))
    store.add(ox.Quad(ox.NamedNode("x:n"), ox.NamedNode("x:p"), ox.Literal(7)))
    query = "SELECT ?s ?o ?none { ?s <x:p> ?o } ORDER BY ?s"
    wanted = [(r["s"], r["o"], r["none"]) for r in store.query(query)]  # type: ignore[union-attr,index]
    for kind, name in ROW_FORMATS.items():
        _, body = evaluate(store, query, rows_as=kind, graph_as="text/turtle", limits=Limits())
        if name == "csv":
            assert body.count(b"\r\n") == len(wanted) + 1
            continue
        form = {
            "json": ox.QueryResultsFormat.JSON,
            "xml": ox.QueryResultsFormat.XML,
            "tsv": ox.QueryResultsFormat.TSV,
        }[name]
        found = ox.parse_query_results(body, format=form)
        read = [(r["s"], r["o"], r["none"]) for r in found]  # type: ignore[union-attr,index]
        assert read == wanted, kind
    assert json.loads(body) is not None if name == "json" else True

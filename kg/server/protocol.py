"""The SPARQL 1.1 Protocol at /sparql, its service description, and VoID.

https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-service-description/,
https://www.w3.org/TR/void/
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.errors import KGError, QueryError
from kg.server.answers import GRAPH_FORMATS, ROW_FORMATS
from kg.server.desk import Desk, refuse
from kg.server.limits import Limits
from kg.server.negotiation import choose
from kg.server.pool import Answer
from kg.server.screening import screen
from kg.server.writer import update

__all__ = ["answer_sparql", "ask_void"]

_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = {"application/sparql-query": "query", "application/sparql-update": "update"}
_SHORT: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
}
"""Names for `format=`, for links that cannot set a header."""

Pairs = list[tuple[str, str]]


class _BadRequestError(Exception):
    def __init__(self, status: int, problem: str) -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem


async def answer_sparql(request: Request) -> Response:
    """Answer a request of the protocol: GET, a form by POST, or a query by POST."""
    desk: Desk = request.app.state.desk
    try:
        pairs = await _read(request)
        if pairs is None:
            return _describe(request, desk.limits)
        changing = [v for k, v in pairs if k == "update"]
        if len(changing) == 1 and not any(k == "query" for k, _ in pairs):
            return await update(
                request, changing[0], with_dataset=any(k.startswith("using-") for k, _ in pairs)
            )
        query = _query_of(pairs)
        screen(query, desk.limits)
    except _BadRequestError as error:
        return refuse(error.status, error.problem)
    except KGError as error:
        return refuse(400, str(error), error.excerpt)
    request.state.query = query
    accept = request.headers.get("accept", "")
    named = _SHORT.get(_last(pairs, "format"))
    rows = named if named in ROW_FORMATS else choose(accept, list(ROW_FORMATS))
    graph = named if named in GRAPH_FORMATS else choose(accept, list(GRAPH_FORMATS))
    if rows is None and graph is None:
        offered = ", ".join([*ROW_FORMATS, *GRAPH_FORMATS])
        return refuse(406, f"none of the media types that are wanted is given; there are {offered}")
    job = {
        "kind": "sparql",
        "query": query,
        "rows_as": rows or next(iter(ROW_FORMATS)),
        "graph_as": graph or next(iter(GRAPH_FORMATS)),
        "default_graphs": [v for k, v in pairs if k == "default-graph-uri"],
        "named_graphs": [v for k, v in pairs if k == "named-graph-uri"],
    }
    found = await desk.ask(job)
    return _respond(found, desk.limits) if isinstance(found, Answer) else found


def _respond(found: Answer, limits: Limits) -> Response:
    kind = found.type + ("; charset=utf-8" if found.type.startswith("text/") else "")
    headers = {
        "Content-Type": kind,
        "Vary": "Accept",
        "X-KG-Snapshot": found.snapshot,
        "X-KG-Limits": f"rows={limits.rows}, bytes={limits.size}, seconds={limits.seconds:g}",
    }
    return Response(found.body, headers=headers)


async def _read(request: Request) -> Pairs | None:
    """Parameters of a request; None where it asks what the service is."""
    try:
        pairs = _parse(request.scope["query_string"])
    except UnicodeDecodeError:
        raise _BadRequestError(400, "the address is not UTF-8") from None
    if request.method in ("GET", "HEAD"):
        if any(k == "update" for k, _ in pairs):
            raise _BadRequestError(400, "an update comes by POST")
        return pairs if any(k == "query" for k, _ in pairs) else None
    if request.method != "POST":
        raise _BadRequestError(405, "the methods are GET and POST")
    kind, _, rest = request.headers.get("content-type", "").lower().partition(";")
    kind = kind.strip()
    charset = rest.partition("charset=")[2].strip(" \"';") or "utf-8"
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise _BadRequestError(415, "a request comes in UTF-8")
    body = await request.body()
    try:
        if kind == _FORM:
            return pairs + _parse(body)
        if kind in _DIRECT:
            return [*pairs, (_DIRECT[kind], body.decode("utf-8"))]
    except UnicodeDecodeError:
        raise _BadRequestError(400, "the request is not UTF-8") from None
    raise _BadRequestError(415, f"send {_FORM}, or {' or '.join(_DIRECT)}")


def _parse(data: bytes) -> Pairs:
    return parse_qsl(
        data.decode("utf-8"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=500
    )


def _query_of(pairs: Pairs) -> str:
    queries = [v for k, v in pairs if k == "query"]
    if any(k == "update" for k, _ in pairs):
        raise _BadRequestError(400, "one request holds one query or one update")
    if len(queries) != 1:
        raise _BadRequestError(400, "one request holds one query" if queries else "the query is missing")
    if not queries[0].strip():
        raise QueryError("the query is empty", fix="send one in the parameter query")
    return queries[0]


def _last(pairs: Pairs, name: str) -> str:
    return next((v for k, v in reversed(pairs) if k == name), "")


# ---------------------------------------------------------------------- what the service is

_PREFIXES: Final = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix kg: <https://w3id.org/kg-receipts/ontology#> .

"""


def _describe(request: Request, limits: Limits) -> Response:
    """The service description; the limits stand in its comment."""
    here = _iri(str(request.url.replace(query="", fragment="")))
    home = _iri(str(request.base_url))
    comment = (
        f"Read only. An answer has at most {limits.rows} rows and {limits.size} bytes and takes at most "
        f"{limits.seconds:g} seconds; larger ones are refused, never cut. SERVICE is not answered."
    )
    turtle = f"""{_PREFIXES}<{here}> a sd:Service ;
  sd:endpoint <{here}> ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, formats:SPARQL_Results_CSV,
    formats:SPARQL_Results_TSV, formats:Turtle, formats:N-Triples, formats:JSON-LD, formats:RDF_XML ;
  rdfs:comment "{comment}" ;
  sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ;
    rdfs:comment "the facts; each claim is a named graph, and each version of an article is one" ] ] ;
  dcterms:isReferencedBy <{home}.well-known/void> .
"""
    return _rdf(request, turtle)


async def ask_void(request: Request) -> Response:
    """Answer with VoID: what the data set is and where it is asked."""
    desk: Desk = request.app.state.desk
    found = await desk.ask({"kind": "page", "name": "counts", "options": {}})
    if not isinstance(found, Answer):
        return found
    import json

    counts = json.loads(found.body)
    home = _iri(str(request.base_url))
    turtle = f"""{_PREFIXES}<{home}.well-known/void> a void:DatasetDescription ;
  foaf:primaryTopic <{home}#dataset> .
<{home}#dataset> a void:Dataset ;
  dcterms:title "Claims read from news articles, each with the sentence it rests on" ;
  void:sparqlEndpoint <{home}sparql> ;
  void:vocabulary <https://w3id.org/kg-receipts/ontology#>, <https://schema.org/>, <http://www.w3.org/ns/prov#>,
    <http://www.w3.org/ns/oa#> ;
  void:uriSpace "https://w3id.org/kg-receipts/" ;
  void:documents {int(counts["articles"])} ;
  void:feature formats:Turtle, formats:JSON-LD ;
  void:exampleResource <https://w3id.org/kg-receipts/ontology> .
"""
    return _rdf(request, turtle)


def _iri(text: str) -> str:
    return "".join(c if c.isprintable() and c not in '<>"{}|^`\\ ' else f"%{ord(c):02X}" for c in text)


def _rdf(request: Request, turtle: str) -> Response:
    import pyoxigraph as ox

    kind = choose(request.headers.get("accept", ""), list(GRAPH_FORMATS)) or "text/turtle"
    if kind == "text/turtle":
        return PlainTextResponse(turtle, media_type=kind, headers={"Vary": "Accept"})
    triples = [q.triple for q in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]
    body = ox.serialize(triples, format=GRAPH_FORMATS[kind])
    return Response(body, headers={"Content-Type": kind, "Vary": "Accept"})

"""What each page shows, as plain data: the page's .json twin is exactly this."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from typing import Any, Final

import pyoxigraph as ox

from kg import vocab
from kg.claims import ClaimReader
from kg.errors import InputError, TooMuchError
from kg.exchange import cell
from kg.flat import FlatClaim
from kg.graph import KnowledgeGraph
from kg.names import find_entities, find_metric
from kg.ontology import read_turtle
from kg.overview import Overview
from kg.server import exploring, tracing
from kg.server.listing import list_claims
from kg.server.neighbours import count_figures
from kg.server.turtle import write_turtle
from kg.views.selection import LARGE

__all__ = ["build"]

Model = dict[str, Any]

_SIDE_BY_SIDE: Final = 400
"""Figures of one topic that are compared with one another."""


def build(
    graph: KnowledgeGraph, reader: ClaimReader, name: str, options: dict[str, Any]
) -> tuple[str, bytes]:
    """Make the model of a page, or a twin of it in another format.

    Args:
        graph: the store, open for reading.
        reader: of its claims.
        name: a page of `PAGES`, or `turtle`, `table` or `view`.
        options: what the page takes.

    Returns:
        Media type and body.

    Raises:
        KGError: it cannot be made; there is nothing of that name, say.
    """
    if name == "turtle":
        return "text/turtle", write_turtle(reader, **options)
    if name == "table":
        return "text/csv", _table(list_claims(graph, reader, everything=True, **options)["rows"])
    if name == "view":
        return "text/html", _view(graph, reader, **options)
    model = PAGES[name](graph, reader, **options)
    return "application/json", json.dumps(model, ensure_ascii=False, default=str).encode("utf-8", "replace")


def _table(rows: list[Model]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = list(FlatClaim.model_fields)
    writer.writerow(names)
    writer.writerows([cell(row.get(n)) for n in names] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def _view(graph: KnowledgeGraph, reader: ClaimReader, claims: list[str], title: str) -> bytes:
    """The file that `kg view` writes, of some claims."""
    from kg.views.comparing import figure_comparer, source_counter
    from kg.views.graph_page import render_view

    page = render_view(
        graph.store,
        claims=claims,
        title=title or None,
        min_confidence=0,
        top=LARGE,
        compare=figure_comparer(reader, graph.catalogue),
        count_sources=source_counter(reader),
    )
    return page.encode("utf-8", "replace")


def _counts(graph: KnowledgeGraph, reader: ClaimReader) -> Model:
    live, newest = graph.store.live(), graph.store.newest()
    return {
        "articles": len(newest),
        "evidences": sum(live[v].evidences or 0 for v in newest.values()),
        "loads": graph.store.number,
    }


def _home(graph: KnowledgeGraph, reader: ClaimReader) -> Model:
    from kg.queries import questions

    sources = [
        {
            "id": v.article,
            "title": v.shown,
            "publisher": v.publisher,
            "published": v.published,
            "evidences": graph.store.live()[v.version].evidences,
        }
        for v in (reader.version(v.ident) for v in Overview(reader).versions()[:100])
    ]
    asked = [{"name": q.name, "description": q.description} for q in questions()]
    return _counts(graph, reader) | {
        "sources": sources,
        "questions": asked,
        "known": exploring.busiest(reader),
    }


def _compare(graph: KnowledgeGraph, reader: ClaimReader, name: str, metric: str | None) -> Model:
    if not name.strip():
        raise InputError("the name of what to compare is missing", fix="give it: about=NAME")
    wanted = None if metric is None else find_metric(metric)
    figures = count_figures(reader, find_entities(reader, name.strip()), wanted)
    if figures > _SIDE_BY_SIDE:
        raise TooMuchError(
            f"{figures:,} figures are about this, too many to hold each against each",
            fix="name a metric, or a narrower topic; the list of claims has them all",
        )
    found = graph.compare(name.strip(), metric=metric)
    row = found.as_row()
    row["comparisons"] = row["comparisons"][:200]
    row["metrics"] = sorted({f["metric"] for f in row["figures"]})
    return row


def _vocabulary(graph: KnowledgeGraph, reader: ClaimReader) -> Model:
    """Prefixes, classes and properties, for the editor of queries."""
    from kg.queries import questions

    return {
        "prefixes": dict(sorted(vocab.PREFIXES.items())),
        "classes": _described("Class"),
        "properties": _described("Property"),
        "metrics": {f"kg:{m}": label for m, label in sorted(vocab.METRICS.items())},
        "questions": [
            {"name": q.name, "description": q.description, "query": _plain(q)} for q in questions()
        ],
    }


@cache
def _described(kind: str) -> list[str]:
    """Classes or properties that the ontology describes, its own and those that it takes from elsewhere."""
    found = {
        q.subject.value
        for q in ox.parse(read_turtle(), format=ox.RdfFormat.TURTLE)
        if q.predicate.value == vocab.RDF_TYPE and str(q.object).rstrip(">").endswith(kind)
    }
    spaces = [(prefix, space) for prefix, space in sorted(vocab.PREFIXES.items())]
    return sorted(
        f"{prefix}:{iri.removeprefix(space)}"
        for iri in found
        for prefix, space in spaces
        if iri.startswith(space)
    )


def _plain(question: Any) -> str:
    """A question with the defaults of its parameters bound, so that it runs as it stands."""
    text: str = question.sparql
    values = [f"VALUES ?{p.name} {{ {p.term(p.default)} }}" for p in question.parameters]
    at = text.find("WHERE {")
    return (
        text[: at + 7] + "".join(f"\n  {v}" for v in values) + text[at + 7 :] if values and at >= 0 else text
    )


def _judgements(graph: KnowledgeGraph, reader: ClaimReader) -> Model:
    return {"judgements": [{"id": j.id} | asdict(j) for j in graph.judgements()]}


PAGES: Final[dict[str, Callable[..., Model]]] = {
    "counts": _counts,
    "home": _home,
    "entity": tracing.show_entity,
    "claim": tracing.show_claim,
    "article": tracing.show_article,
    "claims": list_claims,
    "compare": _compare,
    "vocabulary": _vocabulary,
    "judgements": _judgements,
    "search": exploring.search,
    "node": exploring.show_node,
    "expand": exploring.expand_node,
    "path": exploring.connect,
}
"""Page to what makes its model."""

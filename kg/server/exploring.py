"""Models of the explorer: search, what a node is joined to, and the way between two."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from typing import Any, Final

from kg import vocab
from kg.claims import ClaimReader
from kg.errors import NotFoundError
from kg.graph import KnowledgeGraph
from kg.ids import entity_iri, fold_name
from kg.model import Kind, Polarity
from kg.overview import Overview
from kg.server.listing import claim_row, entity_row
from kg.server.neighbours import claims_joining, count_joints, find_joined, find_way, some_claims

__all__ = ["STEP", "busiest", "connect", "expand_node", "search", "show_node"]

STEP: Final = 25
"""Neighbours that one click adds."""

Model = dict[str, Any]


def busiest(reader: ClaimReader) -> list[Model]:
    """Things that most evidences are about."""
    best = Overview(reader).busiest(12)
    return [entity_row(reader.entity(iri)) | {"claims": n} for iri, n in best]


def search(graph: KnowledgeGraph, reader: ClaimReader, words: str, limit: int = 20) -> Model:
    """Things whose names hold the words, articles whose titles do, and claims whose quotes do."""
    wanted = fold_name(words)[:200]
    overview = Overview(reader)
    found = overview.entities.search(wanted)[:limit] if wanted else []
    claims = overview.entities.count_claims(found)
    titles = overview.find_titles(wanted)[:limit] if wanted else []
    return {
        "words": words,
        "entities": [entity_row(reader.entity(i)) | {"claims": claims[i]} for i in found],
        "articles": [
            {"id": v.article, "title": v.shown, "publisher": v.publisher} for v in map(reader.version, titles)
        ],
        "claims": _quoting(graph, reader, words, limit) if wanted else [],
    }


def _quoting(graph: KnowledgeGraph, reader: ClaimReader, words: str, limit: int) -> list[Model]:
    from kg.errors import KGError
    from kg.provenance import find_evidences

    try:
        claims = find_evidences(reader, words)[:limit]
    except KGError:
        return []
    return [claim_row(reader, e) for c in claims for e in reader.evidences_of(c)[:1]]


def show_node(graph: KnowledgeGraph, reader: ClaimReader, ident: str) -> Model:
    """A node with its relations and how many neighbours each leads to."""
    iri = entity_iri(ident)
    joints, claims = count_joints(reader, iri)
    rows = [claim_row(reader, e) for c in some_claims(reader, iri, STEP) for e in reader.evidences_of(c)[:1]]
    return {
        "node": entity_row(reader.entity(iri)),
        "claims": claims,
        "relations": [asdict(j) | {"label": vocab.LABELS.get(j.predicate, j.predicate)} for j in joints],
        "rows": sorted(rows, key=lambda r: (r["kind"] != Kind.MEASUREMENT, r["words"])),
    }


def expand_node(
    graph: KnowledgeGraph, reader: ClaimReader, ident: str, predicate: str, direction: str, offset: int = 0
) -> Model:
    """The next neighbours by one relation, with the claims behind each line."""
    iri = entity_iri(ident)
    ends, total = find_joined(reader, iri, predicate, direction, offset=offset, most=STEP)
    nodes, edges = [], []
    for end, claims in ends:
        evidences = reader.evidences_of(claims[0])
        if not evidences:
            continue
        row = claim_row(reader, evidences[0])
        if predicate == "hasMeasurement":
            node = {
                "id": f"figure:{claims[0]}",
                "name": _figure_label(row),
                "type": "Figure",
                "group": "Figure",
            }
        else:
            node = entity_row(reader.entity(end))
        nodes.append(node)
        a, b = (ident, node["id"]) if direction == "out" else (node["id"], ident)
        edges.append({"from": a, "to": b, **_edge(row, claims)})
    return {"nodes": nodes, "edges": edges, "total": total, "offset": offset + len(ends)}


def _edge(row: Model, claims: list[str]) -> Model:
    same = {k: row[k] for k in ("predicate", "status", "words")}
    return {**same, "label": row["predicate_label"], "claims": claims}


def _figure_label(row: Model) -> str:
    when = f", {row['period']}" if row["period"] else ""
    return f"{row['predicate_label']} {row['figure']}{when}"


def connect(graph: KnowledgeGraph, reader: ClaimReader, start: str, end: str) -> Model:
    """The shortest way between two nodes by relations, with the claims of each step.

    Raises:
        NotFoundError: there is none.
    """
    way = find_way(reader, entity_iri(start), entity_iri(end))
    if not way:
        names = (reader.entity(entity_iri(i)).name for i in (start, end))
        raise NotFoundError("nothing connects '{}' and '{}' in at most six steps".format(*names))
    edges = []
    for one, other in pairwise(way):
        claims = sorted(claims_joining(reader, one, other))
        known = [
            e for c in claims[:STEP] for e in reader.evidences_of(c) if e.claim.polarity is Polarity.POSITIVE
        ]
        best = max(known, key=lambda e: (e.confidence, e.id))
        target = best.claim.object or best.claim.subject
        edge = _edge(claim_row(reader, best), claims)
        edges.append({"from": best.claim.subject.id, "to": target.id, **edge})
    return {"nodes": [entity_row(reader.entity(iri)) for iri in way], "edges": edges}

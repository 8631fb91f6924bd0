"""Models of the explorer: search, what a node is joined to, and the way between two."""

from __future__ import annotations

from typing import Any, Final

import pyoxigraph as ox

from kg import vocab
from kg.claims import ClaimReader
from kg.graph import KnowledgeGraph
from kg.ids import BASE, entity_iri, fold_name, local_id
from kg.model import Kind
from kg.overview import Overview
from kg.quads import is_named, text_of
from kg.server.listing import claim_row, entity_row

__all__ = ["STEP", "busiest", "connect", "expand_node", "search", "show_node"]

STEP: Final = 25
"""Neighbours that one click adds."""

_CLAIM: Final = BASE + "claim/"
_ABOUT: Final = ox.NamedNode(vocab.SCHEMA_OBSERVATION_ABOUT)
_RELATIONS: Final = {vocab.KG + r: r for r in sorted(vocab.RELATIONS)}

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


def _joined(reader: ClaimReader, iri: str) -> dict[tuple[str, str], dict[str, set[str]]]:
    """Relation and direction -> what is at the other end -> claims; figures are joined to themselves."""
    node = ox.NamedNode(iri)
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    for direction, subject, obj in (("out", node, None), ("in", None, node)):
        for q in reader.store.graph.quads_for_pattern(subject, None, obj, None):
            if not is_named(q.graph_name, _CLAIM):
                continue
            name = _RELATIONS.get(q.predicate.value)
            if name is not None:
                end = text_of(q.object if direction == "out" else q.subject)
                found.setdefault((name, direction), {}).setdefault(end, set()).add(
                    local_id(text_of(q.graph_name))
                )
            elif q.predicate == _ABOUT and direction == "in":
                figures = found.setdefault(("hasMeasurement", "out"), {})
                figures.setdefault(text_of(q.subject), set()).add(local_id(text_of(q.graph_name)))
    return found


def show_node(graph: KnowledgeGraph, reader: ClaimReader, ident: str) -> Model:
    """A node with its relations and how many neighbours each leads to."""
    iri = entity_iri(ident)
    joined = _joined(reader, iri)
    claims = sorted({c for ends in joined.values() for ids in ends.values() for c in ids})
    rows = [claim_row(reader, e) for c in claims[:STEP] for e in reader.evidences_of(c)[:1]]
    return {
        "node": entity_row(reader.entity(iri)),
        "claims": len(claims),
        "relations": [
            {"predicate": p, "direction": d, "label": vocab.LABELS.get(p, p), "count": len(ends)}
            for (p, d), ends in sorted(joined.items())
        ],
        "rows": sorted(rows, key=lambda r: (r["kind"] != Kind.MEASUREMENT, r["words"])),
    }


def expand_node(
    graph: KnowledgeGraph, reader: ClaimReader, ident: str, predicate: str, direction: str, offset: int = 0
) -> Model:
    """The next neighbours by one relation, with the claims behind each line."""
    ends = _joined(reader, entity_iri(ident)).get((predicate, direction), {})
    order = sorted(ends, key=lambda e: (-len(ends[e]), e))
    nodes, edges = [], []
    for end in order[offset : offset + STEP]:
        claims = sorted(ends[end])
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
    return {"nodes": nodes, "edges": edges, "total": len(order), "offset": offset + len(nodes)}


def _edge(row: Model, claims: list[str]) -> Model:
    same = {k: row[k] for k in ("predicate", "status", "words")}
    return {**same, "label": row["predicate_label"], "claims": claims}


def _figure_label(row: Model) -> str:
    when = f", {row['period']}" if row["period"] else ""
    return f"{row['predicate_label']} {row['figure']}{when}"


def connect(graph: KnowledgeGraph, reader: ClaimReader, start: str, end: str) -> Model:
    """The shortest way between two nodes, with the claims of each step.

    Raises:
        NotFoundError: there is none.
    """
    steps = graph.path(f"entity:{start}", f"entity:{end}")
    nodes: dict[str, Model] = {}
    edges = []
    for step in steps:
        claim = step.evidences[0].claim
        for entity in claim.entities:
            nodes[entity.id] = entity_row(entity)
        row = claim_row(reader, step.evidences[0])
        target = claim.object or claim.region
        if target is not None:
            edges.append({"from": claim.subject.id, "to": target.id, **_edge(row, [claim.id])})
    return {"nodes": list(nodes.values()), "edges": edges}

"""Turtle of one claim, entity or article: what the store holds of it."""

from __future__ import annotations

import pyoxigraph as ox

from kg import vocab
from kg.claims import ClaimReader
from kg.errors import NotFoundError
from kg.ids import claim_iri, entity_iri, version_iri
from kg.names import find_article
from kg.quads import named

__all__ = ["write_turtle"]

_SUPPORTS = ox.NamedNode(vocab.SUPPORTS)


def write_turtle(reader: ClaimReader, kind: str, ident: str) -> bytes:
    """Spell what the store holds of a claim, an entity or an article.

    Raises:
        NotFoundError: it holds nothing.
    """
    graph = reader.store.graph
    triples: set[ox.Triple] = set()
    if kind == "claim":
        node = ox.NamedNode(claim_iri(ident))
        triples |= {q.triple for q in graph.quads_for_pattern(None, None, None, node)}
        for q in graph.quads_for_pattern(None, _SUPPORTS, node, None):
            triples |= {x.triple for x in graph.quads_for_pattern(named(q.subject), None, None, q.graph_name)}
    elif kind == "entity":
        node = ox.NamedNode(entity_iri(ident))
        for s, o in ((node, None), (None, node)):
            triples |= {q.triple for q in graph.quads_for_pattern(s, None, o, ox.DefaultGraph())}
        triples |= {q.triple for q in graph.quads_for_pattern(node, None, None, None)}
    else:
        newest = reader.store.newest()
        version = newest[ident] if ident in newest else newest.get(find_article(reader, ident), "")
        node = ox.NamedNode(version_iri(version))
        triples |= {q.triple for q in graph.quads_for_pattern(None, None, None, node)}
    if not triples:
        raise NotFoundError(f"no {kind} '{ident}' in the store")
    prefixes = dict(sorted(vocab.PREFIXES.items()))
    return ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""

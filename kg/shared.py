"""Graphs that all articles share: the ontology and the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeGuard

import pyoxigraph as ox

from kg import vocab
from kg.change import Change
from kg.facts import settle_facts
from kg.ids import BASE, hash_text
from kg.rdf import CATALOGUE, ONTOLOGY

__all__ = ["holds_version", "replace_graph", "shared_parts"]

_ENTITY: Final = BASE + "entity/"
_LABEL: Final = ox.NamedNode(vocab.RDFS_LABEL)
_TYPE: Final = ox.NamedNode(vocab.RDF_TYPE)
_VERSION: Final = ox.NamedNode(vocab.TEXT_HASH)


def _mark(name: str, version: str) -> ox.Quad:
    node = ox.NamedNode(name)
    return ox.Quad(node, _VERSION, ox.Literal(hash_text(version)), node)


def holds_version(store: ox.Store, name: str, version: str) -> bool:
    """Whether a shared graph holds the content that a version stands for."""
    return _mark(name, version) in store


def replace_graph(
    store: ox.Store, name: str, lines: Iterable[str], version: str, newest: Callable[[ox.NamedNode], bool]
) -> None:
    """Replace a shared graph, and with it the labels of facts that follow it.

    Args:
        store: the database.
        name: IRI of the graph.
        lines: what it is to hold, as lines of N-Quads.
        version: stands for the content; hashed, and kept in the graph.
        newest: whether a version graph is the newest of its article.
    """
    node = ox.NamedNode(name)
    wanted = {_mark(name, version), *ox.parse("".join(lines), format=ox.RdfFormat.N_QUADS)}
    present = set(store.quads_for_pattern(None, None, None, node))
    if not present and not any(True for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph())):
        store.extend(wanted)  # no facts follow it yet, and this is much quicker
        return
    change = Change(store)
    for q in present - wanted:
        change.remove(q)
    for q in wanted - present:
        change.add(q)
    change.describe(q.subject for q in wanted ^ present if q.predicate in (_TYPE, _LABEL))
    settle_facts(change, (), newest, catalogue_changes=True)
    change.write()


def shared_parts(store: ox.Store, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Iterate over the ontology, and over what the catalogue says of the entities that some quads name."""
    yield from store.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY))
    catalogue = ox.NamedNode(CATALOGUE)
    entities = {t for q in quads for t in (q.subject, q.object) if _is_entity(t)}
    found = {q for e in entities for q in store.quads_for_pattern(e, None, None, catalogue)}
    further = {q.object for q in found if _is_entity(q.object)} - entities
    for predicate in (_TYPE, _LABEL):
        found |= {q for e in further for q in store.quads_for_pattern(e, predicate, None, catalogue)}
    yield from sorted(found, key=str)


def _is_entity(term: object) -> TypeGuard[ox.NamedNode]:
    return isinstance(term, ox.NamedNode) and term.value.startswith(_ENTITY)

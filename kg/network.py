"""The graph as networkx knows it: entities as nodes, claims as edges that keep their ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from kg.claims import ClaimReader
from kg.errors import NotFoundError
from kg.ids import entity_iri
from kg.model import Claim, Evidence, Kind, Polarity, normalise_number
from kg.names import did_you_mean, entity_names, find_entities
from kg.selection import ClaimFilter, select
from kg.store import Store
from kg.wording import describe_claim

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Step", "edge_attributes", "ends_of", "find_path", "to_networkx"]

_WEAK: Final = frozenset({"locatedIn"})
"""Relations that say little of how two things are connected: everything is somewhere."""


@dataclass(frozen=True)
class Step:
    """One step of a path: two neighbours and the evidences of the claims that join them, best first."""

    start: str
    end: str
    evidences: tuple[Evidence, ...]

    @property
    def words(self) -> str:
        """The best claim of the step in plain words."""
        best = self.evidences[0]
        return describe_claim(best.claim, best.span.exact)


def to_networkx(store: Store, which: ClaimFilter | None = None) -> nx.MultiDiGraph[str]:
    """Make a directed multigraph of the claims of a store.

    Nodes are IRIs of entities with `label`, `type` and `known`. An edge is a claim, keyed by its id, with
    `claim`, `predicate`, `words`, `status`, `confidence`, `evidences`, `articles` and, for a figure,
    `metric`, `value`, `unit` and `period`. A figure is an edge from its subject to the region it is about,
    else to itself; so is a statement, since its words are no entity.

    Args:
        store: where the claims are.
        which: which claims; those of at least 0.6 where None.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    reader = ClaimReader(store)
    for evidences in _by_claim([reader.merge(e) for e in select(reader, which or ClaimFilter())]):
        claim = evidences[0].claim
        for entity in claim.entities:
            graph.add_node(entity_iri(entity.id), label=entity.name, type=entity.type, known=entity.known)
        start, end = ends_of(claim)
        graph.add_edge(start, end, key=claim.id, **edge_attributes(claim, evidences))
    return graph


def _by_claim(evidences: Sequence[Evidence]) -> list[list[Evidence]]:
    groups: dict[str, list[Evidence]] = {}
    for e in evidences:
        groups.setdefault(e.claim.id, []).append(e)
    return [groups[ident] for ident in sorted(groups)]


def ends_of(claim: Claim) -> tuple[str, str]:
    """IRIs of the two entities that the edge of a claim joins."""
    other = claim.object or claim.region or claim.subject
    return entity_iri(claim.subject.id), entity_iri(other.id)


def edge_attributes(claim: Claim, evidences: Sequence[Evidence]) -> dict[str, Any]:
    """Attributes of an edge, those that apply: plain texts and numbers, which every format can hold."""
    found: dict[str, Any] = {
        "claim": claim.id,
        "kind": str(claim.kind),
        "predicate": claim.predicate,
        "words": describe_claim(claim, evidences[0].span.exact),
        "status": str(claim.status) if claim.status else None,
        "polarity": str(claim.polarity),
        "period": claim.period,
        "metric": claim.metric,
        "value": None if claim.value is None else float(claim.value),
        "figure": None if claim.value is None else normalise_number(claim.value),
        "unit": claim.unit,
        "role": claim.role,
        "confidence": max(e.confidence for e in evidences),
        "evidences": len(evidences),
        "articles": len({e.version for e in evidences}),
    }
    return {name: value for name, value in found.items() if value is not None}


def find_path(store: Store, a: str, b: str, *, longest: int = 6) -> list[Step]:
    """Find how two entities are connected: the shortest chain of relations, and what each step rests on.

    Direction does not matter; what is denied does not connect. Where several chains are equally short, the
    one with the surer claims wins.

    Args:
        store: where to look.
        a: one entity, by name, alias, CURIE or IRI.
        b: the other.
        longest: how many steps at most.

    Raises:
        NotFoundError: one of them is not in the store, or nothing connects them.
    """
    import networkx as nx

    reader = ClaimReader(store)
    starts, ends = _resolve(reader, a), _resolve(reader, b)
    edges = _edges([reader.merge(e) for e in select(reader, ClaimFilter())])
    graph: nx.Graph[str] = nx.Graph()
    for (one, other), evidences in edges.items():
        weak = all(e.claim.predicate in _WEAK or e.claim.kind is Kind.MEASUREMENT for e in evidences)
        graph.add_edge(one, other, weight=(2.5 if weak else 1.0) + (1 - evidences[0].confidence) / 10)
    routes = []
    for one in starts:
        for other in ends:
            if one in graph and other in graph and one != other and nx.has_path(graph, one, other):
                route = nx.dijkstra_path(graph, one, other)
                routes.append((nx.path_weight(graph, route, "weight"), route))
    routes = [r for r in routes if len(r[1]) - 1 <= longest]
    if not routes:
        raise NotFoundError(
            f"nothing connects '{a}' and '{b}' in at most {longest} steps",
            fix="load more articles, or see: kg claims --about",
        )
    route = min(routes)[1]
    return [Step(x, y, tuple(edges[(min(x, y), max(x, y))])) for x, y in pairwise(route)]


def _resolve(reader: ClaimReader, name: str) -> list[str]:
    found = find_entities(reader, name)
    if not found:
        raise NotFoundError(
            f"nothing in the store is called '{name}'",
            fix=did_you_mean(name, entity_names(reader), "try other words"),
        )
    return found


def _edges(evidences: Sequence[Evidence]) -> dict[tuple[str, str], list[Evidence]]:
    """Evidences by the pair of things they join, the surest first; attributions and events join too."""
    found: dict[tuple[str, str], list[Evidence]] = {}
    for e in evidences:
        if e.claim.polarity is Polarity.NEGATIVE:
            continue
        one = entity_iri(e.claim.subject.id)
        others = [
            x
            for x in (e.claim.object, e.claim.region, e.event, *(link.agent for link in e.attribution))
            if x is not None
        ]
        for other in {entity_iri(x.id) for x in others} - {one}:
            found.setdefault((min(one, other), max(one, other)), []).append(e)
    for group in found.values():
        group.sort(key=lambda e: (e.claim.kind is not Kind.RELATION, -e.confidence, e.id))
    return dict(sorted(found.items()))

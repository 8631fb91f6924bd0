"""Models of the pages on a store at hand, without a server."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("starlette", reason="the extra serve is not installed")

from kg.claims import ClaimReader
from kg.errors import NotFoundError, TooMuchError
from kg.graph import KnowledgeGraph
from kg.ids import entity_iri
from kg.model import Kind
from kg.server import models, neighbours
from kg.server.models import build


@pytest.fixture
def reader(nordic: KnowledgeGraph) -> ClaimReader:
    return ClaimReader(nordic.store)


def subjects(graph: KnowledgeGraph, kind: Kind) -> list[str]:
    return sorted({c.subject for c in graph.claims(kind=str(kind))})


def test_too_many_figures_are_not_held_against_each_other(
    nordic: KnowledgeGraph, reader: ClaimReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = subjects(nordic, Kind.MEASUREMENT)[0]
    assert json.loads(build(nordic, reader, "compare", {"name": name, "metric": None})[1])["figures"]
    monkeypatch.setattr(models, "_SIDE_BY_SIDE", 0)
    with pytest.raises(TooMuchError, match="too many"):
        build(nordic, reader, "compare", {"name": name, "metric": None})


def test_figures_alike_are_those_that_a_comparison_finds(nordic: KnowledgeGraph, reader: ClaimReader) -> None:
    for row in nordic.claims(kind="measurement"):
        shown = json.loads(build(nordic, reader, "claim", {"ident": row.id})[1])["comparable"]
        told = {
            (c.other if c.first.claim.id == row.id else c.first).claim.id: str(c.verdict)
            for c in nordic.compare(row.subject).comparisons
            if row.id in (c.first.claim.id, c.other.claim.id) and c.first.metric == c.other.metric
        }
        assert {c["id"]: c["verdict"] for c in shown}.items() <= told.items()
        assert len(shown) == min(len(told), 12)


def test_nodes_and_ways_agree_with_what_was_loaded(nordic: KnowledgeGraph, reader: ClaimReader) -> None:
    rows = [r for r in nordic.claims(kind="relation", min_confidence=0) if r.polarity == "positive"]
    graph = nordic.to_networkx(kind="relation", min_confidence=0)
    for row in rows:
        claim = reader.claim(row.id)
        assert claim.object is not None
        a, b = entity_iri(claim.subject.id), entity_iri(claim.object.id)
        assert graph.has_edge(a, b)
        assert neighbours.find_way(reader, a, b) == ([a, b] if a != b else [])
        assert row.id in neighbours.claims_joining(reader, a, b)
        assert set(neighbours.claims_naming(reader, a)) == reader.claims_naming(a) - reader.wrong
    with pytest.raises(NotFoundError):
        build(nordic, reader, "path", {"start": "nobody", "end": "none"})


def test_a_misread_claim_joins_nothing(own: KnowledgeGraph) -> None:
    row = own.claims(kind="relation")[0]
    claim = ClaimReader(own.store).claim(row.id)
    assert claim.object is not None
    ends = entity_iri(claim.subject.id), entity_iri(claim.object.id)
    before = neighbours.count_joints(ClaimReader(own.store), ends[0])[1]
    own.judge("wrong", row.id)
    reader = ClaimReader(own.store)
    assert neighbours.count_joints(reader, ends[0])[1] == before - 1
    assert row.id not in neighbours.claims_joining(reader, *ends)
    assert row.id not in neighbours.some_claims(reader, ends[0], 100)

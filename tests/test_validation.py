"""Whatever is changed behind kg's back is found and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import vocab
from kg.graph import KnowledgeGraph
from kg.store import Store
from kg.validation import Problem, check


def test_a_store_that_nobody_touched_holds(own: KnowledgeGraph, nordic: KnowledgeGraph) -> None:
    assert own.check() == []
    assert nordic.check() == []


def test_the_shapes_hold_too(nordic: KnowledgeGraph) -> None:
    pytest.importorskip("pyshacl")
    assert nordic.check(shacl=True) == []


def _file(own: KnowledgeGraph, pattern: str) -> Path:
    assert own.folder is not None
    return min(own.folder.glob(pattern))


def _parts(found: list[Problem]) -> set[str]:
    return {p.part for p in found}


def test_one_byte_of_a_text(own: KnowledgeGraph) -> None:
    path = _file(own, "texts/*/*.txt")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    assert "text" in _parts(own.check())


def test_a_text_that_is_gone(own: KnowledgeGraph) -> None:
    _file(own, "texts/*/*.txt").unlink()
    assert "is missing" in str(own.check())


def test_one_byte_of_a_record(own: KnowledgeGraph) -> None:
    path = _file(own, "records/*/*.jsonl")
    path.write_bytes(path.read_bytes().replace(b"0.9", b"0.8", 1))
    assert "record" in _parts(own.check())


def test_a_record_that_is_gone(own: KnowledgeGraph) -> None:
    _file(own, "records/*/*.jsonl").unlink()
    assert "record" in _parts(own.check())


def test_one_byte_of_the_journal(own: KnowledgeGraph) -> None:
    assert own.folder is not None
    folder = own.folder
    own.close()
    path = folder / "journal.log"
    data = bytearray(path.read_bytes())
    data[60] ^= 1
    path.write_bytes(bytes(data))
    with Store(folder) as store:
        found = check(store)
    assert any(p.part == "journal" and "line 1" in p.message for p in found)


def test_a_file_that_belongs_to_nothing(own: KnowledgeGraph) -> None:
    own.store.texts.put("0" * 64, "stray")
    assert _parts(own.check()) == {"leftover"}


def _swap(own: KnowledgeGraph, predicate: str, change: Callable[[str], str], graph: str) -> None:
    """Change the first literal of a predicate in the graphs whose names hold some words."""
    store = own.store.graph
    quads = [
        q
        for q in store.quads_for_pattern(None, ox.NamedNode(predicate), None, None)
        if graph in str(q.graph_name)
    ]
    q = min(quads, key=str)
    assert isinstance(q.object, ox.Literal)
    store.remove(q)
    store.add(
        ox.Quad(
            q.subject,
            q.predicate,
            ox.Literal(change(q.object.value), datatype=q.object.datatype),
            q.graph_name,
        )
    )


@pytest.mark.parametrize(
    ("predicate", "change", "graph", "part"),
    [
        (
            vocab.SCHEMA_VALUE,
            lambda v: v.replace("2", "3", 1).replace("4", "5", 1).replace("9", "8", 1),
            "/claim/",
            "figure",
        ),
        (vocab.PERIOD, lambda v: v[:-1] + "7", "/claim/", "figure"),
        (vocab.OA_START, lambda v: str(int(v) + 1), "/version/", "span"),
        (vocab.OA_END, lambda v: str(int(v) - 1), "/version/", "span"),
        (vocab.OA_EXACT, lambda v: v + "!", "/version/", "span"),
        (vocab.CONFIDENCE, lambda v: "0.99", "/version/", "version"),
        (vocab.TITLE, lambda v: "janitor", "/claim/", "claim"),
        (vocab.SCHEMA_TEXT, lambda v: v + " never", "/claim/", "claim"),
        (vocab.FIGURE_KEY, lambda v: v + "x", "/claim/", "claim"),
        (vocab.SCHEMA_VALUE, lambda v: v + "0", "DEFAULT", "facts"),
        (vocab.RDFS_LABEL, lambda v: v + "?", "DEFAULT", "facts"),
    ],
)
def test_one_change_in_the_graph(
    own: KnowledgeGraph, predicate: str, change: Callable[[str], str], graph: str, part: str
) -> None:
    _swap(own, predicate, change, graph)
    found = own.check()
    assert part in _parts(found)
    assert all("\n" not in str(p) for p in found)


def test_a_quad_too_many_or_too_few(own: KnowledgeGraph) -> None:
    store = own.store.graph
    q = next(store.quads_for_pattern(None, ox.NamedNode(vocab.SUPPORTS), None, None))
    store.remove(q)
    assert "was loaded but is not in the graph" in str(own.check())
    store.add(q)
    store.add(ox.Quad(q.subject, ox.NamedNode(vocab.DATE_TEXT), ox.Literal("never"), q.graph_name))
    assert "is in the graph but was not loaded" in str(own.check())


def test_graphs_that_do_not_belong(own: KnowledgeGraph) -> None:
    store = own.store.graph
    empty = ox.NamedNode("https://w3id.org/kg-receipts/claim/1" + "0" * 31)
    store.add_graph(empty)
    found = own.check()
    assert any(p.message == "the graph is empty" for p in found)
    assert any(p.message == "no evidence supports it" for p in found)
    store.remove_graph(empty)
    store.add(
        ox.Quad(
            ox.NamedNode("https://x.example/s"),
            ox.NamedNode("https://x.example/p"),
            ox.Literal("o"),
            ox.NamedNode("https://x.example/g"),
        )
    )
    assert any(p.message == "a graph that kg does not write" for p in own.check())


def test_a_version_that_is_gone_from_the_graph(own: KnowledgeGraph) -> None:
    graph = next(g for g in own.store.graph.named_graphs() if "/version/" in str(g))
    own.store.graph.remove_graph(graph)
    assert "the graph does not hold it" in str(own.check())

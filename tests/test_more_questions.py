"""Ready-made questions that the sample graph has no answers to, asked of an article made for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from kg.catalogue import Catalogue
from kg.graph import KnowledgeGraph

_RELATIONS = {
    "competitors": ("competesWith", "Borealis Labs competes with Tern Robotics", "Borealis Labs", "Tern Robotics", "Company"),
    "developers": ("develops", "Borealis Labs develops Nordlicht", "Borealis Labs", "Nordlicht", "Model"),
    "founders": ("founded", "Ada Quist founded Borealis Labs", "Ada Quist", "Borealis Labs", "Company"),
    "parts": ("partOf", "Borealis Labs is part of Harbour Group", "Borealis Labs", "Harbour Group", "Company"),
    "regulators": ("regulates", "The Drone Office regulates Tern Robotics", "The Drone Office", "Tern Robotics", "Company"),
    "suppliers": ("supplies", "Tern Robotics supplies Harbour Group", "Tern Robotics", "Harbour Group", "Company"),
    "users": ("uses", "Tern Robotics uses Nordlicht", "Tern Robotics", "Nordlicht", "Model"),
}  # fmt: skip
_FIGURES = {
    "accounts": (
        "revenue",
        "Borealis Labs had revenue of 40 million euros in 2025",
        40_000_000,
        "EUR",
        "2025",
    ),
    "growth": ("growth rate", "Borealis Labs grew by 12 percent in 2025", 12, "percent", "2025"),
    "model-sizes": (
        "parameter count",
        "Borealis Labs counts 7 billion parameters",
        7_000_000_000,
        "parameters",
        None,
    ),
    "people": ("employees", "Borealis Labs has 120 employees", 120, "count", None),
    "prices": ("price", "Borealis Labs charges 20 euros", 20, "EUR", None),
}


def _lines() -> Iterator[dict[str, Any]]:
    for predicate, quote, a, b, kind in _RELATIONS.values():
        person = {"subject_type": "Person" if predicate == "founded" else "Company"}
        yield {
            "kind": "relation", "predicate": predicate, "quote": quote, "subject": a, "object": b,
            "object_type": kind, "status": "actual", **person,
        }  # fmt: skip
    for metric, quote, value, unit, period in _FIGURES.values():
        yield {
            "kind": "measurement", "predicate": "hasMeasurement", "metric": metric, "quote": quote, "value": value,
            "unit": unit, "period": period, "subject": "Borealis Labs", "subject_type": "Company", "status": "actual",
        }  # fmt: skip


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory, few: Catalogue) -> Iterator[KnowledgeGraph]:
    folder = tmp_path_factory.mktemp("made")
    lines = [line | {"article": "made"} for line in _lines()]
    (folder / "made.txt").write_text(". ".join(line["quote"] for line in lines) + ".", encoding="utf-8")
    (folder / "made.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    graph = KnowledgeGraph(catalogue=few)
    assert graph.load(folder / "made.jsonl").refused == 0
    yield graph
    graph.close()


@pytest.mark.parametrize("name", sorted(_RELATIONS))
def test_relations(graph: KnowledgeGraph, name: str) -> None:
    _, quote, a, b, _ = _RELATIONS[name]
    assert [row[:4] for row in graph.ask(name).rows] == [(a, b, quote, "made")]
    assert len(graph.ask(name, {"name": a.upper()}).rows) == 1
    assert not graph.ask(name, {"name": "nobody"}).rows


@pytest.mark.parametrize("name", sorted(_FIGURES))
def test_figures(graph: KnowledgeGraph, name: str) -> None:
    _, quote, value, unit, period = _FIGURES[name]
    ((subject, _, found, found_unit, when, status, says, found_quote, article, _),) = graph.ask(name).rows
    assert (subject, found, found_unit, when, status, says) == (
        "Borealis Labs", value, unit, period, "Actual", "the article",
    )  # fmt: skip
    assert (found_quote, article) == (quote, "made")
    assert not graph.ask(name, {"thing": "nobody"}).rows


def test_everything_about_something(graph: KnowledgeGraph) -> None:
    found = {row[1] for row in graph.ask("about", {"thing": "tern robotics"}).rows}
    assert found == {"competesWith", "regulates", "supplies", "uses"}

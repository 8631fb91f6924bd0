"""What kg reads in the two articles that it was first built for; needs the corpus (`KG_CORPUS`)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import kg

_CORPUS = os.environ.get("KG_CORPUS", "")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not _CORPUS, reason="KG_CORPUS names no corpus"),
]


@pytest.fixture(scope="module")
def graph() -> kg.KnowledgeGraph:
    graph = kg.open()
    report = graph.load(*sorted(Path(_CORPUS).glob("seed-*.txt")))
    assert not report.errors
    assert len(report.files) == 2
    return graph


def test_a_figure_said_three_times_is_one_claim_with_three_evidences(graph: kg.KnowledgeGraph) -> None:
    found = [c for c in graph.claims(about="China's AI computing industry") if c.value == 4_400_000_000_000]
    assert len({c.id for c in found}) == 1
    assert len({(c.start, c.end) for c in found}) == 3
    assert {(c.period, c.unit, c.status) for c in found} == {("2025", "CNY", "forecast")}


def test_no_date_is_made_up(graph: kg.KnowledgeGraph) -> None:
    assert [source["published"] for source in graph.sources()] == [None, None]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SenseTime", "Company"),
        ("SenseNova", "Model"),
        ("Jiu Tian", "Model"),
        ("Sora", "Model"),
        ("image generation services", "Product"),
        ("ATOM", "Product"),
        ("World Artificial Intelligence Conference", "Event"),
        ("business AI forum", "Event"),
        ("Global AI Adoption Index", "Report"),
        ("Shanghai Supercomputer Center", "Organization"),
    ],
)
def test_what_the_articles_name_is_of_its_class_and_has_a_claim(
    graph: kg.KnowledgeGraph, name: str, kind: str
) -> None:
    named = {
        (end, of)
        for c in graph.claims()
        for end, of in ((c.subject, c.subject_type), (c.object, c.object_type))
        if end is not None and name in end
    }
    assert named
    assert kind in {t for _, t in named}


def test_no_entity_comes_from_a_photo_credit(graph: kg.KnowledgeGraph) -> None:
    lines = [
        line.strip()
        for path in sorted(Path(_CORPUS).glob("seed-*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if 2 <= len(line.split()) <= 3
        and all(w[:1].isupper() for w in line.split())
        and line.strip()[-1] != "."
    ]
    quotes = {c.quote for c in graph.claims()}
    assert lines
    assert not quotes & set(lines)

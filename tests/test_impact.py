"""What falls with a source is what is gone when it is really removed."""

from __future__ import annotations

import pytest
from conftest import NORDIC

from kg.catalogue import Catalogue
from kg.errors import NotFoundError
from kg.graph import KnowledgeGraph
from kg.impact import find_impact, reduced_store
from kg.model import FACT_CONFIDENCE
from kg.queries import questions


@pytest.fixture
def fresh(few: Catalogue) -> KnowledgeGraph:
    graph = KnowledgeGraph(catalogue=few)
    graph.load(NORDIC / "claims.jsonl")
    return graph


def _claims(graph: KnowledgeGraph) -> set[str]:
    return {c.id for c in graph.claims(min_confidence=FACT_CONFIDENCE) if c.id}


def _rows(graph: KnowledgeGraph) -> dict[str, set[tuple[object, ...]]]:
    return {q.name: set(graph.ask(q.name).rows) for q in questions()}


@pytest.mark.parametrize("article", ["summit", "funding", "doubts"])
def test_impact_is_the_difference_that_removal_makes(fresh: KnowledgeGraph, article: str) -> None:
    name = next(s["name"] for s in fresh.sources() if s["name"].startswith(article))
    found = fresh.impact(name)
    before, rows, findings = _claims(fresh), _rows(fresh), {f.id for f in fresh.audit()}
    tallies = {t.claim.id: t.sources for c in before for t in fresh.trace(c)}
    fresh.remove(name)
    assert {c.claim for c in found.lost} == before - _claims(fresh)
    assert {f.id for f in found.findings_lost} == findings - {f.id for f in fresh.audit()}
    after = _rows(fresh)
    assert found.answers_lost == {n: len(r - after[n]) for n, r in rows.items() if r - after[n]}
    single = {c for c in _claims(fresh) if tallies[c].at_most > 1 and fresh.trace(c)[0].sources.at_most == 1}
    assert {c.claim for c in found.weakened} == single


def test_a_report_takes_all_that_leans_on_it(fresh: KnowledgeGraph) -> None:
    found = fresh.impact("Northern Compute Report")
    assert [c.words for c in found.lost] == [
        "Nordic AI market: market size 12.5 billion euros, 2028 (forecast)"
    ]
    assert str(found.lost[0].before) == "2 mentions, 2 articles, 1 independent source"
    assert found.lost[0].after.mentions == 0
    assert found.answers_lost["market-sizes"] == 2
    reduced = reduced_store(fresh.store, {e.id for g in found.lost[0].before.groups for e in g})
    assert not list(
        reduced.graph.query(
            "SELECT * { ?f schema:value 12500000000 }", prefixes={"schema": "https://schema.org/"}
        )
    )


def test_a_publisher_takes_all_its_articles(fresh: KnowledgeGraph) -> None:
    assert {c.claim for c in fresh.impact("Harbour News").lost} == {
        c.claim for c in fresh.impact("funding").lost
    }


def test_nothing_changes_by_asking(fresh: KnowledgeGraph) -> None:
    before = list(fresh.store.canonical())
    fresh.impact("funding")
    assert list(fresh.store.canonical()) == before


def test_an_unknown_source_offers_the_nearest(fresh: KnowledgeGraph) -> None:
    with pytest.raises(NotFoundError, match="did you mean"):
        find_impact(fresh.analysis(), "Harbor Newz")

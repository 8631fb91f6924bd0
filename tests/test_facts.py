"""What stands among the facts, and what does not."""

from __future__ import annotations

import pyoxigraph as ox

from kg import vocab
from kg.articles import make_article
from kg.facts import all_facts
from kg.graph import KnowledgeGraph
from kg.ids import local_id
from kg.model import Claim, Entity, Evidence, Kind, Polarity, Status, TextSpan
from kg.rdf import CATALOGUE
from kg.store import Store

_A, _B = Entity.mint("Company", "Borealis Labs"), Entity.mint("Model", "Nordlicht")


def _claim(**changes: object) -> Claim:
    return Claim(
        **(
            {
                "kind": Kind.RELATION,
                "subject": _A,
                "predicate": "releases",
                "object": _B,
                "status": Status.ACTUAL,
            }
            | changes
        )
    )  # type: ignore[arg-type]


def _evidence(text: str, claim: Claim, confidence: float = 0.9) -> tuple[object, list[Evidence]]:
    article = make_article(text, "a", named=True)
    span = TextSpan.of(text, 0, len(text))
    return article, [
        Evidence(
            claim=claim,
            version=article.version,
            span=span,
            extractor="t-1",
            rules=("r",),
            confidence=confidence,
        )
    ]


def _holds(store: Store, predicate: str = vocab.RELEASES) -> bool:
    return bool(list(store.graph.quads_for_pattern(None, ox.NamedNode(predicate), None, ox.DefaultGraph())))


def test_what_is_planned_denied_unknown_or_unsure_is_no_fact() -> None:
    for claim, confidence, fact in (
        (_claim(), 0.9, True),
        (_claim(), 0.6, True),
        (_claim(), 0.59, False),
        (_claim(status=Status.TARGET), 0.9, False),
        (_claim(status=Status.FORECAST), 0.9, False),
        (_claim(status=None), 0.9, False),
        (_claim(polarity=Polarity.NEGATIVE), 0.9, False),
    ):
        with Store() as store:
            store.load(*_evidence("It was said.", claim, confidence), "t")  # type: ignore[arg-type]
            assert _holds(store) is fact


def test_a_fact_goes_when_a_newer_version_no_longer_makes_it() -> None:
    with Store() as store:
        first, second = (
            _evidence("It was said.", _claim()),
            _evidence("It was not said.", _claim(status=Status.TARGET)),
        )
        store.load(*first, "t")  # type: ignore[arg-type]
        assert _holds(store)
        store.load(*second, "t")  # type: ignore[arg-type]
        assert not _holds(store)
        store.remove(second[0].id, second[0].version)  # type: ignore[attr-defined]
        assert _holds(store)


def test_the_default_graph_is_what_follows_from_the_claims(nordic: KnowledgeGraph) -> None:
    store = nordic.store
    claims = [
        local_id(g.value)
        for g in store.graph.named_graphs()
        if isinstance(g, ox.NamedNode) and "/claim/" in g.value
    ]
    present = {q.triple for q in store.graph.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert present == all_facts(store.graph, claims, store.is_newest())


def test_every_entity_of_a_fact_has_one_type_and_one_label(nordic: KnowledgeGraph) -> None:
    rows = nordic.ask(
        "SELECT ?e (COUNT(DISTINCT ?l) AS ?labels) (COUNT(DISTINCT ?t) AS ?types) WHERE {"
        " { ?e ?p ?o } UNION { ?s ?p ?e } FILTER(STRSTARTS(STR(?e), STR(entity:)))"
        " ?e rdfs:label ?l ; rdf:type ?t } GROUP BY ?e"
    ).rows
    assert rows
    assert {row[1:] for row in rows} == {(1, 1)}


def test_labels_follow_the_catalogue() -> None:
    known = Entity(id="ibm", name="IBM", type="Company", known=True)
    label = ox.Quad(
        ox.NamedNode("https://w3id.org/kg-receipts/entity/ibm"),
        ox.NamedNode(vocab.RDFS_LABEL),
        ox.Literal("IBM"),
        ox.DefaultGraph(),
    )
    with Store() as store:
        store.load(*_evidence("It was said.", _claim(subject=known)), "t")  # type: ignore[arg-type]
        assert label not in store.graph
        node, graph = "<https://w3id.org/kg-receipts/entity/ibm>", f"<{CATALOGUE}>"
        store.put_shared(CATALOGUE, [f'{node} <{vocab.RDFS_LABEL}> "IBM" {graph} .\n'], "1")
        assert label in store.graph
        store.put_shared(CATALOGUE, [f'{node} <{vocab.RDFS_LABEL}> "I.B.M." {graph} .\n'], "2")
        assert label not in store.graph

"""Each ready-made question gives its expected rows on the sample graph, in the store and in rdflib alike."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from rdflib import BNode, Dataset, Literal, URIRef

from kg.graph import KnowledgeGraph
from kg.queries import Iri, Result, ask, find_question, literal_value, questions

# name: (parameters, rows without the ids of claims)
EXPECTED: dict[str, tuple[dict[str, str], list[tuple[Any, ...]]]] = {
    "about": (
        {"thing": "quist"},
        [
            (
                "Ada Quist",
                "holdsRole",
                "Borealis Labs",
                "Ada Quist, chief executive of Borealis Labs",
                "summit",
            ),
            ("Ada Quist", "speaksAt", "Polar AI Summit", "Ada Quist spoke at the Polar AI Summit", "summit"),
        ],
    ),
    "chains": (
        {"who": "compute"},
        [
            (
                "Northern Compute Report",
                None,
                None,
                "The Nordic AI market will reach 12.5 billion euros by 2028",
                "funding",
            ),
            (
                "Northern Compute Report",
                "Fjord Institute",
                None,
                "The Nordic AI market will reach 12.5 billion euros by 2028",
                "summit",
            ),
        ],
    ),
    "shares": (
        {},
        [
            (
                "Borealis Labs",
                "marketShare",
                40,
                "percent",
                "2030",
                "Target",
                "the article",
                "Borealis Labs aims for 40 percent of it by 2030",
                "doubts",
            ),
        ],
    ),
    "speakers": (
        {"name": "summit"},
        [("Ada Quist", "Polar AI Summit", "Ada Quist spoke at the Polar AI Summit", "summit")],
    ),
    "accounts": ({}, []),  # answered in test_more_questions.py
    "competitors": ({}, []),  # answered in test_more_questions.py
    "developers": ({}, []),  # answered in test_more_questions.py
    "founders": ({}, []),  # answered in test_more_questions.py
    "growth": ({}, []),  # answered in test_more_questions.py
    "model-sizes": ({}, []),  # answered in test_more_questions.py
    "parts": ({}, []),  # answered in test_more_questions.py
    "people": ({}, []),  # answered in test_more_questions.py
    "prices": ({}, []),  # answered in test_more_questions.py
    "regulators": ({}, []),  # answered in test_more_questions.py
    "suppliers": ({}, []),  # answered in test_more_questions.py
    "users": ({}, []),  # answered in test_more_questions.py
    "applications": (
        {},
        [
            (
                "Nordlicht",
                "hospitals",
                "Nordlicht translates speech in real time and is used in hospitals",
                "summit",
            ),
        ],
    ),
    "attributed-to": (
        {"who": "fjord"},
        [
            ("Fjord Institute", "The Nordic AI market will reach 12.5 billion euros by 2028", "summit"),
        ],
    ),
    "capabilities": (
        {},
        [
            (
                "Nordlicht",
                "translates speech in real time",
                "Nordlicht translates speech in real time",
                "summit",
            ),
        ],
    ),
    "claims-by-source": (
        {"source": "Harbour"},
        [
            ("funding", "Harbour News", "Borealis Labs plans to acquire Tern Robotics"),
            ("funding", "Harbour News", "Borealis Labs raises 250 million euros"),
            ("funding", "Harbour News", "Harbour Capital has invested in Borealis Labs"),
            ("funding", "Harbour News", "The Nordic AI market will reach 12.5 billion euros by 2028"),
            ("funding", "Harbour News", "The company is based in Oslo"),
            ("funding", "Harbour News", "which raised 250 million euros"),
        ],
    ),
    "events": (
        {},
        [
            (
                "Polar AI Summit",
                "Fjord Institute",
                "organizes",
                "the Polar AI Summit, which the Fjord Institute organized",
                "summit",
            ),
            (
                "Polar AI Summit",
                "Nordlicht",
                "presentedAt",
                "Nordlicht was presented at the Polar AI Summit",
                "summit",
            ),
            ("Polar AI Summit", "Ada Quist", "speaksAt", "Ada Quist spoke at the Polar AI Summit", "summit"),
        ],
    ),
    "figures-about": (
        {"thing": "Nordic"},
        [
            (
                "Nordic AI market",
                "marketSize",
                4000000000,
                "EUR",
                "2025",
                "Actual",
                "the article",
                "In 2025 the Nordic AI market was worth 4 billion euros",
                "summit",
            ),
            (
                "Nordic AI market",
                "marketSize",
                9000000000,
                "EUR",
                "2028",
                "Forecast",
                "Skerry Research",
                "The Nordic AI market will reach 9 billion euros by 2028",
                "doubts",
            ),
            (
                "Nordic AI market",
                "marketSize",
                12500000000,
                "EUR",
                "2028",
                "Forecast",
                "Northern Compute Report",
                "The Nordic AI market will reach 12.5 billion euros by 2028",
                "funding",
            ),
            (
                "Nordic AI market",
                "marketSize",
                12500000000,
                "EUR",
                "2028",
                "Forecast",
                "Northern Compute Report",
                "The Nordic AI market will reach 12.5 billion euros by 2028",
                "summit",
            ),
        ],
    ),
    "forecasts": (
        {},
        [
            (
                "Nordic AI market",
                "marketSize",
                9000000000,
                "EUR",
                "2028",
                "Forecast",
                "Skerry Research",
                "The Nordic AI market will reach 9 billion euros by 2028",
                "doubts",
            ),
            (
                "Nordic AI market",
                "marketSize",
                12500000000,
                "EUR",
                "2028",
                "Forecast",
                "Northern Compute Report",
                "The Nordic AI market will reach 12.5 billion euros by 2028",
                "funding",
            ),
            (
                "Nordic AI market",
                "marketSize",
                12500000000,
                "EUR",
                "2028",
                "Forecast",
                "Northern Compute Report",
                "The Nordic AI market will reach 12.5 billion euros by 2028",
                "summit",
            ),
        ],
    ),
    "funding": (
        {},
        [
            (
                "Borealis Labs",
                "funding",
                250000000,
                "EUR",
                None,
                "the article",
                "Borealis Labs raises 250 million euros",
                "funding",
            ),
            (
                "Borealis Labs",
                "funding",
                250000000,
                "EUR",
                None,
                "the article",
                "which raised 250 million euros",
                "funding",
            ),
        ],
    ),
    "investments": (
        {},
        [
            (
                "Harbour Capital",
                "invests",
                "Borealis Labs",
                "Harbour Capital has invested in Borealis Labs",
                "funding",
            ),
        ],
    ),
    "locations": (
        {},
        [
            ("Borealis Labs", "Oslo", "The company is based in Oslo", "funding"),
        ],
    ),
    "market-sizes": (
        {},
        [
            (
                "Nordic AI market",
                4000000000,
                "EUR",
                "2025",
                "Actual",
                "the article",
                "In 2025 the Nordic AI market was worth 4 billion euros",
                "summit",
            ),
            (
                "Nordic AI market",
                9000000000,
                "EUR",
                "2028",
                "Forecast",
                "Skerry Research",
                "The Nordic AI market will reach 9 billion euros by 2028",
                "doubts",
            ),
            (
                "Nordic AI market",
                12500000000,
                "EUR",
                "2028",
                "Forecast",
                "Northern Compute Report",
                "The Nordic AI market will reach 12.5 billion euros by 2028",
                "funding",
            ),
            (
                "Nordic AI market",
                12500000000,
                "EUR",
                "2028",
                "Forecast",
                "Northern Compute Report",
                "The Nordic AI market will reach 12.5 billion euros by 2028",
                "summit",
            ),
        ],
    ),
    "not-facts": (
        {},
        [
            (
                "Borealis Labs",
                "acquires",
                "Tern Robotics",
                "Target",
                "Borealis Labs plans to acquire Tern Robotics",
                "funding",
            ),
            (
                "Tern Robotics",
                "uses",
                "Nordlicht",
                "Negative",
                "Tern Robotics does not use Nordlicht",
                "summit",
            ),
        ],
    ),
    "partners": (
        {},
        [
            ("Borealis Labs", "Tern Robotics", "Borealis Labs works with Tern Robotics", "summit"),
        ],
    ),
    "released-at": (
        {"event": "polar"},
        [
            (
                "Nordlicht",
                "Borealis Labs",
                "Polar AI Summit",
                "Borealis Labs released the language model Nordlicht",
                "summit",
            ),
            (
                "Nordlicht",
                "Borealis Labs",
                "Polar AI Summit",
                "Nordlicht was presented at the Polar AI Summit",
                "summit",
            ),
        ],
    ),
    "releases": (
        {},
        [
            (
                "Nordlicht",
                "Model",
                "Borealis Labs",
                "Borealis Labs released the language model Nordlicht",
                "summit",
            ),
        ],
    ),
    "reports": (
        {},
        [
            (
                "Northern Compute Report",
                "Fjord Institute",
                "the Fjord Institute said in its Northern Compute Report",
                "summit",
            ),
        ],
    ),
    "roles": (
        {},
        [
            (
                "Ada Quist",
                "chief executive",
                "Borealis Labs",
                "Ada Quist, chief executive of Borealis Labs",
                "summit",
            ),
        ],
    ),
    "says": (
        {"who": "quist"},
        [
            ("Ada Quist", "Small models will win 🏔", "Small models will win 🏔", "summit"),
        ],
    ),
    "several-articles": (
        {},
        [
            (2, "The Nordic AI market will reach 12.5 billion euros by 2028"),
        ],
    ),
    "single-sentence": (
        {},
        [
            ("Borealis Labs aims for 40 percent of it by 2030", "doubts"),
            ("The Nordic AI market will reach 9 billion euros by 2028", "doubts"),
            ("Borealis Labs plans to acquire Tern Robotics", "funding"),
            ("Harbour Capital has invested in Borealis Labs", "funding"),
            ("The company is based in Oslo", "funding"),
            ("Ada Quist spoke at the Polar AI Summit", "summit"),
            ("Ada Quist, chief executive of Borealis Labs", "summit"),
            ("Borealis Labs released the language model Nordlicht", "summit"),
            ("Borealis Labs works with Tern Robotics", "summit"),
            ("In 2025 the Nordic AI market was worth 4 billion euros", "summit"),
            ("Nordlicht translates speech in real time", "summit"),
            ("Nordlicht translates speech in real time and is used in hospitals", "summit"),
            ("Nordlicht was presented at the Polar AI Summit", "summit"),
            ("Small models will win 🏔", "summit"),
            ("Tern Robotics does not use Nordlicht", "summit"),
            ("the Fjord Institute said in its Northern Compute Report", "summit"),
            ("the Polar AI Summit, which the Fjord Institute organized", "summit"),
        ],
    ),
}


def _without_claims(result: Result) -> list[tuple[Any, ...]]:
    shown = [i for i, c in enumerate(result.columns) if c != "claim"]
    return [tuple(row[i] for i in shown) for row in result.rows]


def test_every_question_has_an_expected_answer() -> None:
    assert sorted(EXPECTED) == [q.name for q in questions()]
    assert len(EXPECTED) >= 14


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_question_gives_its_rows(nordic: KnowledgeGraph, name: str) -> None:
    params, rows = EXPECTED[name]
    assert _without_claims(nordic.ask(name, params)) == rows


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_question_is_described_and_cites(nordic: KnowledgeGraph, name: str) -> None:
    question = find_question(name)
    assert question.description.endswith("?")
    result = nordic.ask(name, EXPECTED[name][0])
    assert "claim" in result.columns
    for row in result.rows:
        assert nordic.trace(row[result.columns.index("claim")])[0].holds


@pytest.fixture(scope="module")
def dataset(nordic: KnowledgeGraph) -> Dataset:
    return nordic.to_rdflib()


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own query engine calls it
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_rdflib_gives_the_same_rows(nordic: KnowledgeGraph, dataset: Dataset, name: str) -> None:
    params, _ = EXPECTED[name]
    question = find_question(name)
    expected = ask(nordic.store, name, params)
    bound = {k: Literal(t.value) for k, t in question.bind(params).items()}
    found = dataset.query(question.sparql, initBindings=bound)
    assert found.vars is not None
    names = [str(v) for v in found.vars]
    rows = [tuple(_value(row[names.index(c)]) for c in expected.columns) for row in found]
    assert rows == list(expected.rows)


def _value(term: object) -> Any:
    if term is None:
        return None
    if isinstance(term, URIRef):
        return Iri(str(term))
    assert not isinstance(term, BNode)
    assert isinstance(term, Literal)
    return literal_value(str(term), str(term.datatype or ""))


def test_decimal_values_stay_exact(nordic: KnowledgeGraph) -> None:
    values = {row[1] for row in nordic.ask("market-sizes").rows}
    assert Decimal(12_500_000_000) in values
    assert all(isinstance(v, Decimal) for v in values)

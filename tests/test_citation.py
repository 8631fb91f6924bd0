"""Cited answers: a row falls or changes with what it cites, and with nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles import make_article
from kg.citation import Citation, cite
from kg.errors import QueryError
from kg.graph import KnowledgeGraph
from kg.metadata import Metadata
from kg.model import Claim, Entity, Evidence, Kind, Status, TextSpan
from kg.queries import find_question, questions
from kg.sparql import parse_select
from kg.store import Store
from kg.unfolding import unfold

_FIRMS = [Entity.mint("Company", n) for n in ("Borealis Labs", "Tern Robotics", "Harbour Capital")]
_THINGS = [Entity.mint("Product", n) for n in ("Nordlicht", "Porter", "Skua")]
_TEXT = "Words that stand for sentences. " * 40
_ARTICLES = [make_article(_TEXT, f"{n}.txt", Metadata(), named=True) for n in "ab"]

QUERIES = {
    "one pattern": "SELECT ?a ?b { ?a kg:releases ?b }",
    "names": "SELECT ?by ?what { ?a kg:releases ?b . ?a rdfs:label ?by . ?b rdfs:label ?what }",
    "join": "SELECT ?a ?b { ?a kg:develops ?b ; kg:releases ?b }",
    "one of several ways": "SELECT DISTINCT ?a { ?a kg:releases ?b . ?c kg:develops ?b }",
    "optional": "SELECT * { ?a kg:releases ?b OPTIONAL { ?c kg:uses ?b } }",
    "optional in optional": "SELECT * { ?a kg:releases ?b OPTIONAL { ?c kg:uses ?b OPTIONAL { ?c kg:develops ?d } } }",
    "union": "SELECT ?a ?b { { ?a kg:releases ?b } UNION { ?a kg:develops ?b } UNION { ?a kg:uses ?b } }",
    "union in optional": "SELECT * { ?a kg:releases ?b OPTIONAL { { ?c kg:uses ?b } UNION { ?c kg:develops ?b } } }",
    "filter": "SELECT ?a ?v { ?f schema:observationAbout ?a ; schema:value ?v FILTER (?v > 3 && ?v != 7) }",
    "filter by name": 'SELECT ?a { ?a kg:uses ?b ; rdfs:label ?n FILTER (CONTAINS(LCASE(?n), "tern")) }',
    "bind": "SELECT ?a ?w { ?f schema:observationAbout ?a ; schema:value ?v BIND (?v * 2 AS ?w) }",
    "expression": "SELECT ?a (?v + 1 AS ?w) { ?f schema:observationAbout ?a ; schema:value ?v }",
    "values": f"SELECT ?b {{ VALUES ?a {{ <urn:x> entity:{_FIRMS[0].id} }} ?a kg:releases ?b }}",
    "values at the end": f"SELECT ?a ?b {{ ?a kg:releases ?b }} VALUES ?a {{ entity:{_FIRMS[1].id} }}",
    "claim graph": "SELECT ?claim ?a ?b { GRAPH ?claim { ?a kg:releases ?b } }",
    "evidence": "SELECT ?q ?claim { GRAPH ?v { ?e kg:supports ?claim ; prov:wasQuotedFrom/oa:exact ?q } }",
    "facts and claims": "SELECT ?a ?claim { ?a kg:develops ?b . GRAPH ?claim { ?a kg:develops ?b } }",
    "path": "SELECT ?a ?c { ?a kg:releases/^kg:develops ?c }",
    "alternative path": "SELECT ?a ?b { ?a kg:releases|kg:uses ?b }",
    "blank node": "SELECT ?v { [] schema:observationAbout ?a ; schema:value ?v }",
    "nested blank node": "SELECT ?a { ?a kg:releases [ rdfs:label ?n ] }",
    "sub-select": "SELECT ?a ?b { ?a kg:releases ?b { SELECT ?b { ?x kg:develops ?b . ?x kg:uses ?y } } }",
    "grouped sub-select": """SELECT ?a ?n { ?a kg:releases ?b
        { SELECT ?b (COUNT(?x) AS ?n) { ?x kg:develops ?b } GROUP BY ?b } }""",
    "count": "SELECT ?a (COUNT(?b) AS ?n) { ?a kg:releases ?b } GROUP BY ?a",
    "count by what is not shown": "SELECT (COUNT(?b) AS ?n) { ?a kg:releases ?b } GROUP BY ?a",
    "sum": "SELECT (SUM(?v) AS ?s) (COUNT(*) AS ?n) { ?f kg:metric kg:marketSize ; schema:value ?v }",
    "having": "SELECT ?a (COUNT(*) AS ?n) { ?a kg:releases ?b } GROUP BY ?a HAVING (COUNT(*) > 1)",
    "limit": "SELECT ?v { ?f schema:value ?v } ORDER BY DESC(?v) LIMIT 2",
    "any predicate": f"SELECT ?p ?b {{ entity:{_FIRMS[0].id} ?p ?b }}",
    "names alone": "SELECT ?n { ?a a kg:Product ; rdfs:label ?n }",
}  # fmt: skip


def _relation(predicate: str, a: int, b: int, period: str | None = None) -> Claim:
    return Claim(
        kind=Kind.RELATION,
        subject=_FIRMS[a],
        predicate=predicate,
        object=_THINGS[b],
        period=period,
        status=Status.ACTUAL,
    )


def _measurement(a: int, value: int) -> Claim:
    return Claim(
        kind=Kind.MEASUREMENT,
        subject=_FIRMS[a],
        predicate="hasMeasurement",
        metric="marketSize",
        value=Decimal(value),
        unit="EUR",
    )


_SMALL = st.integers(0, 2)
_CLAIMS = st.one_of(
    st.builds(
        _relation,
        st.sampled_from(["releases", "develops", "uses"]),
        _SMALL,
        _SMALL,
        st.sampled_from([None, None, "2025"]),
    ),
    st.builds(_measurement, _SMALL, st.integers(1, 9)),
)
_WORLDS = st.lists(st.tuples(_CLAIMS, st.sampled_from(["a", "b", "ab"])), min_size=1, max_size=7)
World = Sequence[tuple[Claim, str]]


def _store(world: World, without: frozenset[str] = frozenset()) -> Store:
    store = Store()
    for article in _ARTICLES:
        name = article.name[0]
        evidences = [
            Evidence(
                claim=claim,
                version=article.version,
                span=TextSpan.of(_TEXT, 32 * n, 32 * n + 30),
                extractor="annotation-1",
                rules=("annotation",),
                confidence=0.9,
            )
            for n, (claim, where) in enumerate(world)
            if name in where and claim.id not in without
        ]
        store.load(article, list({e.id: e for e in evidences}.values()), "test")
    return store


def _cited(
    world: World, query: str, without: frozenset[str] = frozenset()
) -> dict[tuple[Any, ...], Citation]:
    question = find_question(query)
    found = cite(_store(world, without), question, {})
    rows: dict[tuple[Any, ...], Citation] = {}
    for row, citation in zip(found.result.rows, found.citations, strict=True):
        before = rows.get(row, Citation())
        rows[row] = Citation(
            tuple(sorted({*before.claims, *citation.claims})),
            tuple(sorted({*before.evidences, *citation.evidences})),
        )
    return rows


@pytest.mark.parametrize("name", sorted(QUERIES))
@settings(max_examples=12)
@given(world=_WORLDS)
def test_a_row_changes_with_what_it_cites_and_with_nothing_else(name: str, world: World) -> None:
    query = QUERIES[name]
    rows = _cited(world, query)
    claims = sorted({c.id for c, _ in world})
    without = {ident: _cited(world, query, frozenset({ident})) for ident in claims}
    for row, citation in rows.items():
        for ident in claims:
            after = without[ident].get(row)
            if ident in citation.claims:
                assert after != citation, "removing what is cited changes the row or what it cites"
            else:
                assert after == citation, "removing what is not cited changes nothing"
        if citation.claims:
            left = _cited(world, query, frozenset(citation.claims)).get(row)
            assert left is None or not set(left.claims) & set(citation.claims)
            assert left is None or name == "count by what is not shown"


def test_every_row_of_a_relation_cites_its_claim() -> None:
    world = [(_relation("releases", 0, 1), "ab"), (_relation("releases", 1, 1), "a")]
    rows = _cited(world, QUERIES["names"])
    assert {row: c.claims for row, c in rows.items()} == {
        ("Borealis Labs", "Porter"): (world[0][0].id,),
        ("Tern Robotics", "Porter"): (world[1][0].id,),
    }


def test_an_aggregate_cites_all_that_it_counts() -> None:
    world = [(_relation("releases", 0, n), "a") for n in range(3)]
    ((row, citation),) = _cited(world, QUERIES["count"]).items()
    assert row[1] == 3
    assert citation.claims == tuple(sorted(c.id for c, _ in world))


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("SELECT * { ?a kg:locatedIn+ ?b }", "not cited: the path kg:locatedIn +"),
        ("SELECT * { ?a !kg:uses ?b }", "not cited: the path ! kg:uses"),
        (
            "SELECT * { ?a kg:uses ?b FILTER NOT EXISTS { ?a kg:releases ?b } }",
            "not cited: what (NOT) EXISTS looks for",
        ),
        ("SELECT * { ?a kg:uses ?b MINUS { ?a kg:releases ?b } }", "not cited: what MINUS takes away"),
        (
            "SELECT (RAND() AS ?r) { ?a kg:uses ?b }",
            "not cited: functions that give something else each time",
        ),
        ("SELECT * { ?a kg:uses ?b } OFFSET 1", "not cited: which rows come before an OFFSET"),
    ],
)
def test_what_cannot_be_cited_is_said(query: str, note: str) -> None:
    world = [(_relation("uses", 0, 1), "a")]
    assert note in cite(_store(world), find_question(query), {}).notes


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?a kg:uses ?b }",
        "CONSTRUCT { ?a kg:uses ?b } WHERE { ?a kg:uses ?b }",
        "SELECT * { ?a kg:uses (1 2) }",
    ],
)
def test_what_is_no_plain_select_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match=r"cited|SELECT"):
        cite(_store([]), find_question(query), {})


@pytest.mark.parametrize("query", ["SELECT * { ?a kg:uses }", "SELECT ?a {", "SELECT * { ?a nix:uses ?b }"])
def test_a_malformed_query_is_told_as_without_citing(query: str) -> None:
    with pytest.raises(QueryError, match=r"parsed|prefix"):
        cite(_store([]), find_question(query), {})


@pytest.mark.parametrize("question", questions(), ids=lambda q: q.name)
def test_ready_made_questions_can_be_cited(nordic: KnowledgeGraph, question: Any) -> None:
    found = nordic.cite(question.name)
    assert found.result.rows == nordic.ask(question.name).rows
    at = found.result.columns.index("claim")
    for row, citation in zip(found.result.rows, found.citations, strict=True):
        assert str(row[at]).rpartition("/")[2] in citation.claims
        assert all(nordic.trace(c)[0].holds for c in citation.claims)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_unfolding_keeps_the_query_readable(name: str) -> None:
    """What is written out can be read again and asked."""
    unfolded = unfold(QUERIES[name])
    parse_select(unfolded.text)
    parse_select(unfolded.asked)


@given(st.text(alphabet="SELECT?ab{}().;,[]^|/*+!<>=\"' 1:#kgOPTINAU", max_size=60))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    try:
        parse_select(text)
    except QueryError as error:
        assert "\n" not in str(error)

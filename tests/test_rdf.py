"""Quads and back: what is written is what is read, whatever the text holds."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import readings

from kg.articles import Article, make_article
from kg.claims import ClaimReader
from kg.graph import KnowledgeGraph
from kg.ids import encode_iri
from kg.metadata import Metadata
from kg.model import Entity, Evidence, normalise_number
from kg.rdf import claim_quads, version_quads
from kg.store import Store
from kg.terms import decimal, iri, string
from kg.validation import check


def _plain(evidence: Evidence) -> dict[str, object]:
    """An evidence without the names of entities, which a graph keeps one of for each version."""
    data = evidence.model_dump(mode="json")

    data["alt_values"] = [(normalise_number(a.value), a.unit) for a in evidence.alt_values]

    def strip(value: object) -> object:
        if isinstance(value, dict):
            kept = {k: strip(v) for k, v in value.items()}
            if "known" in kept:
                return kept["id"]
            return kept
        return [strip(v) for v in value] if isinstance(value, list) else value

    plain = strip(data)
    assert isinstance(plain, dict)
    return plain


@given(readings())
def test_an_article_is_read_back_from_the_graph(reading: tuple[Article, list[Evidence]]) -> None:
    article, found = reading
    with Store() as store:
        store.load(article, found, "test")
        reader = ClaimReader(store)
        back = {e.id: e for e in reader.evidences_in([article.version])}
        assert back.keys() == {e.id for e in found}
        for e in found:
            assert back[e.id].claim.id == e.claim.id
            mine, theirs = _plain(e), _plain(back[e.id])
            assert {k: v for k, v in theirs.items() if k != "claim"} == {
                k: v for k, v in mine.items() if k != "claim"
            }
        info = reader.version(article.version)
        known = article.metadata
        assert (info.title, info.publisher, info.published, info.address) == (
            known.title,
            known.publisher,
            known.published,
            known.address,
        )
        assert (info.authors, info.sources) == (tuple(sorted(known.authors)), tuple(sorted(known.sources)))
        assert store.texts.get(info.text_hash) == article.text


@given(readings())
def test_quads_do_not_depend_on_the_order_of_evidences(reading: tuple[Article, list[Evidence]]) -> None:
    article, found = reading
    assert version_quads(article, found) == version_quads(article, list(reversed(found)))


@given(st.text(max_size=80).filter(lambda t: not any("\ud800" <= c <= "\udfff" for c in t)))
def test_any_text_is_a_literal_and_no_text_ends_one(text: str) -> None:
    line = f"<x:s> <x:p> {string(text)} .\n"
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == text


_odd = st.text(max_size=40) | st.text("[]%#:@/?a0\x80\ue000 ", max_size=12)


@given(
    _odd.filter(lambda t: not any("\ud800" <= c <= "\udfff" for c in t)), st.sampled_from(["a.example/", ""])
)
def test_no_text_ends_an_iri_and_the_engine_takes_each(text: str, host: str) -> None:
    spelled = iri(f"https://{host}{text}")
    assert spelled.count(">") == 1
    assert not set(spelled[1:-1]) & set('<>"{}|^`\\ ')
    (quad,) = ox.parse(f"<x:s> <x:p> {spelled} .\n", format=ox.RdfFormat.N_QUADS)
    assert isinstance(quad.object, ox.NamedNode)
    assert iri(quad.object.value) == spelled


@pytest.mark.parametrize("address", ["https://news.example/?tag[]=ai", "https://news.example/50%-off"])
def test_an_address_that_is_no_iri_is_taken(address: str) -> None:
    with Store() as store:
        article = make_article("Hello.", "a", Metadata(address=address))
        store.load(article, [], "test")
        (version,) = ClaimReader(store).versions()
        assert version.address == article.metadata.address == encode_iri(address) != address
        assert check(store) == []


def test_numbers_are_decimals_without_exponent() -> None:
    assert decimal(8.11e11).startswith('"811000000000"^^')
    assert decimal(0.1).startswith('"0.1"^^')


def test_no_blank_nodes_and_the_cost_stays_low(nordic: KnowledgeGraph) -> None:
    quads = list(nordic.store.quads())
    assert not any(isinstance(t, ox.BlankNode) for q in quads for t in (q.subject, q.object, q.graph_name))
    assert (
        len(quads) / len({c.id for c in nordic.claims()}) < 30
    )  # three articles of few claims bear their own weight


def test_a_claim_graph_holds_the_assertion_and_nothing_else(nordic: KnowledgeGraph) -> None:
    for claim in {c.id: c for c in nordic.claims() if c.id}.values():
        assert claim.id is not None
        read = ClaimReader(nordic.store).claim(claim.id)
        assert len(claim_quads(read)) <= 12


def test_spellings_of_one_thing_make_one_label() -> None:
    from kg.articles import make_article
    from kg.model import Claim, Kind, TextSpan

    article = make_article("Nordlicht and NORDLICHT.", "a")
    found = []
    for name, start, end in (("NORDLICHT", 14, 23), ("Nordlicht", 0, 9)):
        entity = Entity.mint("Model", name)
        claim = Claim(kind=Kind.STATEMENT, subject=entity, predicate="states", words=name)
        found.append(
            Evidence(
                claim=claim,
                version=article.version,
                span=TextSpan.of(article.text, start, end),
                extractor="t-1",
                rules=("r",),
                confidence=1,
            )
        )
    labels = [line for line in version_quads(article, found) if "rdf-schema#label" in line]
    assert len(labels) == 1
    assert '"NORDLICHT"' in labels[0]

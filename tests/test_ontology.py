"""The ontology: complete, well formed, the same as `kg.vocab`, and shown on a page that holds all of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, SDO

from kg import ontology, vocab
from kg.errors import InputError
from kg.ontology import constant_name, generate_vocabulary, parse_turtle, read_turtle
from kg.views.ontology_page import render_ontology

KG = Namespace(vocab.KG)
FLAT = """
    Company Organization Person Model Product Market Report Event Industry Place Technology Group Capability
    Use
"""
FLAT_CLASSES = set(FLAT.split())
JOINS = """
    develops releases publishes organizes presentedAt speaksAt participatesIn holdsRole founded partnersWith
    invests acquires locatedIn appliesTo hasCapability partOf uses supplies competesWith regulates
"""
RELATIONS = set(JOINS.split())
ALIGNMENTS = (
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    RDFS.seeAlso,
    OWL.inverseOf,
    OWL.disjointWith,
    OWL.equivalentClass,
    OWL.equivalentProperty,
    URIRef("https://schema.org/domainIncludes"),
    URIRef("https://schema.org/rangeIncludes"),
)
NEWER_THAN_RDFLIB = {URIRef("https://schema.org/observationAbout")}


@pytest.fixture(scope="module")
def turtle() -> str:
    return read_turtle()


@pytest.fixture(scope="module")
def graph(turtle: str) -> rdflib.Graph:
    return parse_turtle(turtle)


@pytest.fixture(scope="module")
def terms(graph: rdflib.Graph) -> list[URIRef]:
    return sorted({s for s in graph.subjects() if isinstance(s, URIRef) and s.startswith(vocab.KG)})


class TestVocabulary:
    def test_is_what_the_ontology_generates(self, turtle: str) -> None:
        assert Path(vocab.__file__).read_text(encoding="utf-8") == generate_vocabulary(turtle)

    def test_does_not_depend_on_the_order_of_statements(self, graph: rdflib.Graph, turtle: str) -> None:
        lines = sorted(graph.serialize(format="nt").splitlines(), reverse=True)
        prefixes = [line for line in turtle.splitlines() if line.startswith("@prefix")]
        assert generate_vocabulary("\n".join([*reversed(prefixes), *lines])) == generate_vocabulary(turtle)

    def test_is_left_alone_by_the_formatter(self) -> None:
        ruff = shutil.which("ruff") or shutil.which("ruff", path=str(Path(sys.executable).parent))
        if ruff is None:
            pytest.skip("ruff is not installed")
        config = Path(vocab.__file__).parents[1] / "pyproject.toml"
        command = [ruff, "format", "--check", "--config", str(config), vocab.__file__]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0

    def test_loads_nothing_heavy(self) -> None:
        code = "import sys, kg.ontology, kg.vocab, kg.views.ontology_page; print(*sys.modules)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert not {"rdflib", "jinja2", "pyoxigraph"} & set(done.stdout.split())

    def test_names_every_term_once(self, terms: list[URIRef]) -> None:
        constants = [
            value for name, value in vars(vocab).items() if name.isupper() and isinstance(value, str)
        ]
        own = [value for value in constants if value.startswith(vocab.KG) and value != vocab.KG]
        assert sorted(own) == [str(term) for term in terms]

    def test_names_every_reused_term(self, graph: rdflib.Graph) -> None:
        constants = {value for value in vars(vocab).values() if isinstance(value, str)}
        assert {str(term) for term in graph.subjects(KG.reused, Literal(True))} <= constants
        assert vocab.SCHEMA_OBSERVATION_ABOUT == "https://schema.org/observationAbout"
        assert str(PROV.wasQuotedFrom) == vocab.PROV_WAS_QUOTED_FROM
        assert vocab.XSD_G_YEAR_MONTH.endswith("#gYearMonth")

    def test_tables_hold_what_they_should(self) -> None:
        assert set(vocab.ENTITY_TYPES.values()) == FLAT_CLASSES
        assert set(vocab.ENTITY_TYPES) >= FLAT_CLASSES
        assert all(vocab.ENTITY_TYPES[flat] == flat for flat in FLAT_CLASSES)
        assert vocab.RELATIONS == RELATIONS
        assert RELATIONS | {"hasMeasurement", "states"} == vocab.PREDICATES
        assert {"partnersWith", "competesWith"} == vocab.SYMMETRIC
        assert list(vocab.STATUSES) == ["actual", "estimate", "forecast", "target"]
        assert set(vocab.POLARITIES) == {"positive", "negative"}
        assert vocab.QUALIFIERS["up to"] == vocab.UP_TO
        assert set(vocab.QUALIFIERS) == {">", "<", "~", "up to"}
        assert vocab.METRICS["marketSize"] == "market size"
        assert vocab.LABELS["ResearchFirm"] == "research firm"
        assert set(vocab.METRICS) == set(vocab.METRIC_UNITS)
        assert set(vocab.METRIC_UNITS.values()) == {"money", "percent", "count", "other", "any"}
        assert set(vocab.DEFAULT_UNITS) <= set(vocab.METRICS)

    def test_tables_cannot_be_changed(self) -> None:
        with pytest.raises(TypeError):
            vocab.METRICS["x"] = "y"  # type: ignore[index]

    @pytest.mark.parametrize("table", [vocab.PHRASES, vocab.TITLED_PHRASES])
    def test_phrases_take_a_subject_and_an_object(self, table: dict[str, tuple[str, str, str]]) -> None:
        values = {"subject": "Ada", "object": "Byte", "title": "CEO"}
        for phrases in table.values():
            filled = [phrase.format(**values) for phrase in phrases]
            assert len(set(filled)) == 3
            assert all(text.startswith("Ada ") and "Byte" in text and "{" not in text for text in filled)

    def test_every_predicate_has_phrases_without_title(self) -> None:
        assert set(vocab.PHRASES) == vocab.PREDICATES
        assert not [text for texts in vocab.PHRASES.values() for text in texts if "{title}" in text]
        assert set(vocab.TITLED_PHRASES) == {"holdsRole"}

    def test_metric_labels_are_unique(self) -> None:
        labels = [label.casefold() for label in vocab.METRICS.values()]
        assert len(labels) == len(set(labels))


class TestGenerator:
    @pytest.mark.parametrize(
        ("name", "constant"),
        [
            ("marketSize", "MARKET_SIZE"),
            ("TextSpan", "TEXT_SPAN"),
            ("gYearMonth", "G_YEAR_MONTH"),
            ("AISystem", "AI_SYSTEM"),
            ("url", "URL"),
        ],
    )
    def test_constant_names(self, name: str, constant: str) -> None:
        assert constant_name(name) == constant

    @pytest.mark.parametrize(
        ("statement", "complaint"),
        [
            ("kg:unlabelled a kg:Metric .", "rdf-schema#label"),
            ('kg:x a kg:Metric ; rdfs:label "x"@en .', "unitKind"),
            ('kg:market_Size rdfs:label "x" .', "shares the constant MARKET_SIZE"),
            ('kg:status2 rdfs:label "a" . kg:STATUS2 rdfs:label "b" .', "shares the constant STATUS2"),
            ("<https://example.org/x> kg:reused true .", "no prefix"),
            ('kg:acquires kg:phrase "{subject} {object}" .', "phrase"),
        ],
    )
    def test_an_incomplete_term_is_an_error(self, turtle: str, statement: str, complaint: str) -> None:
        with pytest.raises(InputError, match=re.escape(complaint)):
            generate_vocabulary(turtle + statement)

    def test_a_text_without_the_prefix_is_an_error(self) -> None:
        with pytest.raises(InputError, match="no prefix kg:"):
            generate_vocabulary("<https://example.org/a> <https://example.org/b> 1 .")

    def test_quotes_and_backslashes_survive(self, turtle: str) -> None:
        label = "a \"quoted\" \\ 'word'\nand more"
        text = generate_vocabulary(f"{turtle}\nkg:odd rdfs:label {Literal(label).n3()} .")
        namespace: dict[str, object] = {}
        exec(text, namespace)
        labels = namespace["LABELS"]
        assert isinstance(labels, type(vocab.LABELS))
        assert labels["odd"] == label

    def test_writes_to_a_given_file(self, tmp_path: Path, turtle: str) -> None:
        target = ontology.write_vocabulary(tmp_path / "vocab.py")
        assert target.read_text(encoding="utf-8") == generate_vocabulary(turtle)


class TestPlace:
    def test_an_installed_package_carries_its_ontology(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        package = tmp_path / "site" / "kg"
        (package / "_ontology").mkdir(parents=True)
        (package / "_ontology" / "kg.ttl").write_text("# inside", encoding="utf-8")
        (package.parent / "ontology").mkdir()
        (package.parent / "ontology" / "kg.ttl").write_text("# a stranger", encoding="utf-8")
        monkeypatch.setattr(ontology, "__file__", str(package / "ontology.py"))
        assert ontology.ontology_path() == package / "_ontology"
        assert read_turtle() == "# inside"

    def test_a_damaged_installation_says_so(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ontology, "__file__", str(tmp_path / "kg" / "ontology.py"))
        with pytest.raises(InputError, match="missing from this installation"):
            ontology.ontology_path()

    def test_an_unknown_file_is_named(self) -> None:
        with pytest.raises(InputError, match=r"'nothing\.ttl'"):
            read_turtle("nothing.ttl")


class TestOntology:
    def test_holds_no_blank_nodes(self, graph: rdflib.Graph) -> None:
        assert not [term for triple in graph for term in triple if isinstance(term, BNode)]

    def test_header(self, graph: rdflib.Graph) -> None:
        header = URIRef("https://w3id.org/kg-receipts/ontology")
        assert (header, RDF.type, OWL.Ontology) in graph
        vann = Namespace("http://purl.org/vocab/vann/")
        for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionInfo):
            assert len(list(graph.objects(header, predicate))) == 1
        assert str(graph.value(header, vann.preferredNamespacePrefix)) == "kg"
        assert str(graph.value(header, vann.preferredNamespaceUri)) == vocab.KG

    def test_every_term_is_described(self, graph: rdflib.Graph, terms: list[URIRef]) -> None:
        home = URIRef("https://w3id.org/kg-receipts/ontology")
        for term in terms:
            assert list(graph.objects(term, RDF.type)), term
            assert list(graph.objects(term, RDFS.isDefinedBy)) == [home], term
            for predicate in (RDFS.label, SKOS.definition, SKOS.example):
                texts = list(graph.objects(term, predicate))
                assert len(texts) == 1, (term, predicate)
                assert isinstance(texts[0], Literal), (term, predicate)
                assert texts[0].language == "en", (term, predicate)
                assert str(texts[0]).strip() == str(texts[0]) != "", (term, predicate)

    def test_every_definition_is_one_sentence(self, graph: rdflib.Graph, terms: list[URIRef]) -> None:
        for term in terms:
            text = str(graph.value(term, SKOS.definition))
            assert text[0].isupper(), term
            assert text.endswith("."), term
            assert ". " not in text, term

    def test_every_class_of_entities_has_a_flat_type(self, graph: rdflib.Graph) -> None:
        below = set(graph.transitive_subjects(RDFS.subClassOf, KG.Entity)) - {KG.Entity}
        assert {str(c).removeprefix(vocab.KG) for c in below} == set(vocab.ENTITY_TYPES)
        for name, flat in vocab.ENTITY_TYPES.items():
            above = {
                str(c).removeprefix(vocab.KG) for c in graph.transitive_objects(KG[name], RDFS.subClassOf)
            }
            assert flat in above, name

    def test_every_metric_has_a_theme_and_synonyms(self, graph: rdflib.Graph) -> None:
        for name, label in vocab.METRICS.items():
            assert len(list(graph.objects(KG[name], KG.theme))) == 1, name
            synonyms = [str(text) for text in graph.objects(KG[name], SKOS.altLabel)]
            assert len(synonyms) >= 2, name
            assert label not in synonyms, name
            broader = [str(term).removeprefix(vocab.KG) for term in graph.objects(KG[name], SKOS.broader)]
            assert set(broader) <= set(vocab.METRICS), name

    def test_synonyms_of_metrics_point_to_one_metric(self, graph: rdflib.Graph) -> None:
        texts = [str(t) for name in vocab.METRICS for t in graph.objects(KG[name], SKOS.altLabel)]
        assert sorted(texts) == sorted(set(texts))
        assert not set(texts) & set(vocab.METRICS.values())

    def test_every_other_term_is_known_where_it_comes_from(self, graph: rdflib.Graph) -> None:
        closed_namespaces: list[Any] = [SDO, PROV, ORG, SKOS, DCTERMS, RDFS, RDF]  # they know their members
        known = set(vocab.PREFIXES.values()) - {vocab.PREFIXES["entity"], vocab.PREFIXES["claim"]}
        named = {o for p in ALIGNMENTS for o in graph.objects(None, p)} | set(graph.subjects(KG.reused))
        for term in sorted(named, key=str):
            assert any(str(term).startswith(namespace) for namespace in known), term
            for closed in closed_namespaces:
                if str(term).startswith(str(closed)) and term not in NEWER_THAN_RDFLIB:
                    assert term in closed, f"{term} does not exist"
            if str(term).startswith(vocab.KG):
                assert (term, RDF.type, None) in graph, f"{term} is not in the ontology"

    def test_every_kg_term_used_anywhere_is_defined(self, graph: rdflib.Graph, terms: list[URIRef]) -> None:
        used = {t for triple in graph for t in triple if isinstance(t, URIRef) and t.startswith(vocab.KG)}
        assert used <= set(terms) | {URIRef(vocab.KG)}


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.anchors.append(value or "")
            if name in ("href", "src"):
                self.links.append(value or "")
            assert not name.startswith("on"), f"{name} on <{tag}>"


HOSTILE = """
kg:Company rdfs:label "<script>alert(1)</script>" ; rdfs:seeAlso <javascript:alert(2)> .
kg:Odd a owl:Class ; rdfs:subClassOf kg:Entity ; rdfs:label "x\\"><img src=x onerror=alert(3)>"@en ;
    skos:definition "</p></style><script>alert(4)</script>"@en ; kg:flatType "\\" onclick=\\"alert(5)" .
kg:odd a kg:Metric ; rdfs:label "{{ 7 * 7 }}"@en ; skos:altLabel "<u>under</u>"@en ; kg:theme "<i>theme</i>" ;
    kg:unitKind "any" .
"""


class TestPage:
    def test_has_an_anchor_for_every_term(
        self, turtle: str, graph: rdflib.Graph, terms: list[URIRef]
    ) -> None:
        page = _Page(render_ontology(turtle))
        anchors = page.anchors
        assert len(anchors) == len(set(anchors))
        assert {term.removeprefix(vocab.KG) for term in terms} <= set(anchors)
        assert {"schema:Observation", "oa:exact", "prov:wasQuotedFrom"} <= set(anchors)

    def test_links_lead_somewhere(self, turtle: str) -> None:
        page = _Page(render_ontology(turtle))
        inner = {link for link in page.links if link.startswith("#")}
        assert {link[1:] for link in inner} <= set(page.anchors)
        assert all(link.startswith(("http://", "https://")) for link in set(page.links) - inner)

    def test_needs_no_network_and_no_script(self, turtle: str) -> None:
        text = render_ontology(turtle)
        assert not {"script", "link", "img", "iframe", "object"} & set(_Page(text).tags)
        assert "@import" not in text
        assert "url(http" not in text

    def test_shows_what_the_ontology_says(
        self, turtle: str, graph: rdflib.Graph, terms: list[URIRef]
    ) -> None:
        text = render_ontology(turtle)
        from markupsafe import escape

        for term in terms:
            assert str(escape(str(graph.value(term, SKOS.definition)))) in text, term
        assert "schema:Corporation" in text
        assert "{subject} did not acquire {object}" in text

    def test_is_the_same_every_time(self, graph: rdflib.Graph, turtle: str) -> None:
        lines = sorted(graph.serialize(format="nt").splitlines(), reverse=True)
        prefixes = [line for line in turtle.splitlines() if line.startswith("@prefix")]
        assert render_ontology("\n".join([*prefixes, *lines])) == render_ontology(turtle)

    def test_escapes_hostile_texts(self, turtle: str) -> None:
        page = _Page(render_ontology(turtle + HOSTILE))  # the parser refuses handlers such as onclick
        assert not {"script", "img", "u"} & set(page.tags)
        assert not [link for link in page.links if "javascript" in link]
        text = render_ontology(turtle + HOSTILE)
        assert "&lt;script&gt;alert(1)" in text
        assert "{{ 7 * 7 }}" in text

    def test_renders_an_ontology_with_next_to_nothing(self) -> None:
        assert "<h1>Ontology</h1>" in render_ontology(f"@prefix kg: <{vocab.KG}> . kg:a kg:b kg:c .")

"""The SHACL shapes: a good dataset conforms, and every shape reports what breaks it."""

from __future__ import annotations

import re
from functools import cache

import pyoxigraph
import pytest
import rdflib

from kg import vocab
from kg.ontology import SHAPES, parse_turtle, read_turtle

pyshacl = pytest.importorskip("pyshacl")

SHAPE = "https://w3id.org/kg-receipts/shapes#"
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
BASE = "https://w3id.org/kg-receipts/"
HEX = "0123456789abcdef" * 4
RELATION, ROLE, FIGURE, QUOTE = ("1" + digit * 31 for digit in "abcd")

PREFIXES = (
    "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in vocab.PREFIXES.items())
    + f"""
@base <{BASE}> .
"""
)

ENTITIES = """
entity:northwind a kg:Company ; rdfs:label "Northwind Robotics" .
entity:porter a kg:Product ; rdfs:label "Porter" .
entity:lindqvist a kg:Person ; rdfs:label "Mara Lindqvist" .
entity:norway a kg:Country ; rdfs:label "Norway" .
entity:summit a kg:Conference ; rdfs:label "Open Skies Summit" .
entity:outlook a kg:Report ; rdfs:label "Warehouse Robots Outlook" .
"""

GOOD = f"""
# the facts
entity:northwind kg:releases entity:porter .
entity:northwind a kg:Company ; rdfs:label "Northwind Robotics" .

<catalogue> {{ {ENTITIES} }}

<claim/{RELATION}> {{
  entity:northwind kg:releases entity:porter .
  <claim/{RELATION}> kg:status kg:Actual ; kg:period "2026-03"^^xsd:gYearMonth .
}}
<claim/{ROLE}> {{
  entity:lindqvist kg:holdsRole entity:northwind .
  <position/1> kg:holder entity:lindqvist ; kg:organization entity:northwind ; kg:title "CEO" .
  <claim/{ROLE}> kg:polarity kg:Negative .
}}
<claim/{FIGURE}> {{
  <observation/{FIGURE}> a schema:Observation ; schema:observationAbout entity:northwind ;
    kg:metric kg:revenue ; schema:value 40000000.0 ; kg:maxValue 45000000.0 ; schema:unitCode "USD" ;
    kg:status kg:Forecast ; kg:period "2027"^^xsd:gYear ; kg:figureKey "northwind revenue USD" ;
    kg:qualifier kg:About ; kg:region entity:norway ; kg:scope "robots" .
}}
<claim/{QUOTE}> {{
  entity:lindqvist kg:states <quotation/{QUOTE}> .
  <quotation/{QUOTE}> schema:text "Nobody misses lifting crates" .
}}
<version/{HEX}> {{
  <version/{HEX}> a kg:ArticleVersion ; prov:specializationOf <article/porter-launch> ;
    kg:name "porter-launch.txt" ; kg:textHash "{HEX}" ; kg:textLength 900 ; kg:rawHash "{HEX}" ;
    schema:headline "A robot" ; schema:datePublished "2026-03-02"^^xsd:date ;
    schema:url <https://example.org/porter> ;
    schema:inLanguage "en" ; schema:author "A. Writer", "B. Writer" ; schema:publisher <source/courier> .
  <source/courier> a kg:Source ; schema:name "Port Arden Courier" .
  <evidence/{RELATION}> a kg:Evidence ; kg:supports <claim/{RELATION}> ;
    prov:wasQuotedFrom <version/{HEX}#char=10,25> ; kg:confidence 0.9 ;
    prov:wasGeneratedBy <rule/rules-1/launch>, <rule/rules-1/launch-passive> .
  <evidence/{ROLE}> a kg:Evidence ; kg:supports <claim/{ROLE}> ; kg:confidence 1.0 ;
    prov:wasQuotedFrom <version/{HEX}#char=10,25> ; prov:wasGeneratedBy <rule/rules-1/role> .
  <evidence/{FIGURE}> a kg:Evidence ; kg:supports <claim/{FIGURE}> ; kg:confidence 0.75 ;
    prov:wasQuotedFrom <version/{HEX}#char=30,40> ; prov:wasGeneratedBy <rule/rules-1/figure> ;
    prov:wasAttributedTo entity:outlook, entity:lindqvist ; prov:qualifiedAttribution <link/1> ;
    kg:saidAt entity:summit ; kg:dateText "on Monday" ; kg:alternativeValue <evidence/{FIGURE}#alt-1> .
  <evidence/{FIGURE}#alt-1> schema:value 37000000.0 ; schema:unitCode "EUR" .
  <evidence/{QUOTE}> a kg:Evidence ; kg:supports <claim/{QUOTE}> ; kg:confidence 0.0 ;
    prov:wasQuotedFrom <version/{HEX}#char=50,60> ; prov:wasGeneratedBy <rule/rules-1/speech> .
  <link/1> prov:agent entity:lindqvist ; prov:wasQuotedFrom <version/{HEX}#char=50,60> ; kg:via <link/2> .
  <link/2> prov:agent entity:outlook ; prov:wasQuotedFrom <version/{HEX}#char=30,40> .
  <version/{HEX}#char=10,25> oa:start 10 ; oa:end 25 ; oa:exact "fifteen letters" .
  <version/{HEX}#char=30,40> oa:start 30 ; oa:end 40 ; oa:exact "ten signs!" .
  <version/{HEX}#char=50,60> oa:start 50 ; oa:end 60 ; oa:exact "ten \\"more\\"" .
}}
<judgements> {{
  <judgement/{RELATION}> a kg:Judgement ; kg:judges entity:outlook, entity:summit ; kg:verdict "different" ;
    kg:because "One is read, the other attended" .
  entity:outlook owl:differentFrom entity:summit .
  <judgement/{ROLE}> a kg:Judgement ; kg:judges <claim/{ROLE}> ; kg:verdict "wrong" .
}}
"""

BREAKS: list[tuple[str, str, str]] = [
    ("Claim", f"kg:supports <claim/{QUOTE}>", "kg:supports <claim/short>"),
    (
        "status",
        f"<claim/{RELATION}> kg:status kg:Actual",
        f"<claim/{RELATION}> kg:status kg:Actual, kg:Target",
    ),
    ("status", "kg:status kg:Forecast", "kg:status kg:Negative"),
    ("period", '"2026-03"^^xsd:gYearMonth', '"2026-03"'),
    ("period", '"2026-03"^^xsd:gYearMonth', '"2026-Q5"'),
    ("period", '"2027"^^xsd:gYear', '"2027"^^xsd:gYear, "2028"^^xsd:gYear'),
    ("polarity", "kg:polarity kg:Negative", "kg:polarity kg:Positive"),
    ("Observation", f"<observation/{FIGURE}> a", "<observation/1> a"),
    ("observationType", "a schema:Observation ;", ""),
    (
        "about",
        "schema:observationAbout entity:northwind ;",
        "schema:observationAbout entity:norway, entity:porter ;",
    ),
    ("about", "schema:observationAbout entity:northwind ;", ""),
    ("metric", "kg:metric kg:revenue ;", "kg:metric kg:About ;"),
    ("metric", "kg:metric kg:revenue ;", "kg:metric kg:revenue, kg:profit ;"),
    ("value", "schema:value 40000000.0 ;", ""),
    ("value", "schema:value 40000000.0 ;", "schema:value 4E7 ;"),
    ("unitCode", 'schema:unitCode "USD" ;', ""),
    ("unitCode", 'schema:unitCode "USD" ;', 'schema:unitCode "USD"@en ;'),
    ("figureKey", 'kg:figureKey "northwind revenue USD" ;', ""),
    ("maxValue", "kg:maxValue 45000000.0", 'kg:maxValue "45 million"'),
    ("qualifier", "kg:qualifier kg:About", "kg:qualifier kg:Actual"),
    ("region", "kg:region entity:norway", "kg:region entity:norway, entity:porter"),
    ("scope", 'kg:scope "robots"', 'kg:scope "robots", "arms"'),
    ("Quotation", f"kg:states <quotation/{QUOTE}>", "kg:states <quotation/other>"),
    ("words", 'schema:text "Nobody misses lifting crates"', 'schema:text ""'),
    (
        "speaker",
        "entity:lindqvist kg:states",
        f"entity:northwind kg:states <quotation/{QUOTE}> . entity:lindqvist kg:states",
    ),
    ("Position", "<position/1> kg:holder", "<posts/1> kg:holder"),
    ("holder", "kg:holder entity:lindqvist ;", ""),
    ("employer", "kg:organization entity:northwind ;", ""),
    ("title", '; kg:title "CEO"', ""),
    ("Evidence", f"<evidence/{QUOTE}> a", "<evidence/one> a"),
    ("evidenceType", f"<evidence/{QUOTE}> a kg:Evidence ;", f"<evidence/{QUOTE}>"),
    ("supports", f"kg:supports <claim/{QUOTE}> ;", ""),
    ("supports", f"kg:supports <claim/{QUOTE}>", f"kg:supports <claim/{QUOTE}>, <claim/{ROLE}>"),
    ("quotedFrom", f"prov:wasQuotedFrom <version/{HEX}#char=10,25> ; kg:confidence 0.9", "kg:confidence 0.9"),
    (
        "quotedFrom",
        "prov:agent entity:outlook ;",
        f"prov:agent entity:outlook ; prov:wasQuotedFrom <version/{HEX}#char=50,60> ;",
    ),
    ("generatedBy", " ; prov:wasGeneratedBy <rule/rules-1/role>", ""),
    ("confidence", "kg:confidence 1.0", "kg:confidence 1.1"),
    ("confidence", "kg:confidence 1.0", "kg:confidence 0.5e0"),
    ("attributedTo", "prov:wasAttributedTo entity:outlook", 'prov:wasAttributedTo "the outlook"'),
    ("chain", "prov:qualifiedAttribution <link/1>", "prov:qualifiedAttribution <link/1>, <link/2>"),
    ("saidAt", "kg:saidAt entity:summit", "kg:saidAt entity:summit, entity:outlook"),
    ("dateText", 'kg:dateText "on Monday"', 'kg:dateText "on Monday", "Monday"'),
    ("alternativeValue", 'schema:value 37000000.0 ; schema:unitCode "EUR"', "schema:value 37000000.0"),
    ("TextSpan", f"<version/{HEX}#char=10,25>", f"<version/{HEX}#c=10,25>"),
    ("start", "oa:start 30 ; oa:end 40", "oa:start 40 ; oa:end 40"),
    ("start", "oa:start 30 ;", "oa:start -1 ;"),
    ("spanLength", 'oa:exact "ten signs!"', 'oa:exact "ten signs"'),
    ("end", "oa:end 40 ;", 'oa:end "40" ;'),
    ("exact", 'oa:exact "ten signs!"', 'oa:exact ""'),
    ("exact", 'oa:exact "ten signs!"', 'oa:exact "ten signs!"@en'),
    ("exact", 'oa:exact "ten signs!"', 'oa:exact "ten signs!", "ten signs?"'),
    ("AttributionLink", "<link/2>", "<chain/2>"),
    ("agent", "prov:agent entity:outlook ;", ""),
    ("via", "kg:via <link/2>", "kg:via <link/2>, <link/1>"),
    ("ArticleVersion", f"<version/{HEX}> a", "<version/latest> a"),
    ("versionType", "a kg:ArticleVersion ;", ""),
    ("article", "prov:specializationOf <article/porter-launch> ;", ""),
    ("name", 'kg:name "porter-launch.txt" ;', ""),
    ("textHash", f'kg:textHash "{HEX}" ;', ""),
    ("textHash", f'kg:textHash "{HEX}"', f'kg:textHash "{HEX}", "{HEX[::-1]}"'),
    ("textLength", "kg:textLength 900", "kg:textLength -900"),
    ("rawHash", f'kg:rawHash "{HEX}"', 'kg:rawHash "abc"'),
    ("headline", 'schema:headline "A robot"', 'schema:headline "A robot", "A better robot"'),
    ("datePublished", '"2026-03-02"^^xsd:date', '"2026-03-02"^^xsd:date, "2026"^^xsd:gYear'),
    (
        "url",
        "schema:url <https://example.org/porter>",
        "schema:url <https://example.org/a>, <https://example.org/b>",
    ),
    ("inLanguage", 'schema:inLanguage "en"', 'schema:inLanguage "en", "de"'),
    ("author", 'schema:author "A. Writer"', "schema:author entity:lindqvist"),
    ("publisher", "<source/courier> a kg:Source ;", "<source/courier>"),
    ("Source", "<source/courier>", "<papers/courier>"),
    ("sourceName", 'a kg:Source ; schema:name "Port Arden Courier"', "a kg:Source"),
    ("Entity", "entity:summit", "<events/summit>"),
    (
        "label",
        'entity:summit a kg:Conference ; rdfs:label "Open Skies Summit"',
        "entity:summit a kg:Conference",
    ),
    ("label", 'rdfs:label "Porter"', 'rdfs:label "Porter"@en'),
    ("oneLabel", 'rdfs:label "Porter"', 'rdfs:label "Porter", "porter"'),
    ("class", "entity:outlook a kg:Report", "entity:outlook a kg:Metric"),
    ("class", "entity:outlook a kg:Report", "entity:outlook a kg:Report, kg:Event"),
    ("class", 'entity:outlook a kg:Report ; rdfs:label "Warehouse', 'entity:outlook rdfs:label "Warehouse'),
    ("Judgement", f"<judgement/{ROLE}>", "<judgement/one>"),
    ("judges", f"kg:judges <claim/{ROLE}> ; ", ""),
    ("verdict", 'kg:verdict "wrong"', 'kg:verdict "doubtful"'),
    ("because", 'kg:because "One is read', 'kg:because "They meet", "One is read'),
]


def union(trig: str) -> rdflib.Graph:
    """Parse TriG with the engine of the store and merge all graphs, the ontology's included."""
    triples = [quad.triple for quad in pyoxigraph.parse(PREFIXES + trig, pyoxigraph.RdfFormat.TRIG)]
    lines = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=lines, format="nt") + ontology()


@cache
def ontology() -> rdflib.Graph:
    return parse_turtle(read_turtle())


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return parse_turtle(read_turtle(SHAPES))


def report(data: rdflib.Graph, shapes: rdflib.Graph) -> tuple[bool, set[str]]:
    """Validate; return whether the data conform and the local names of the shapes that complain."""
    conforms, results, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    sources = {
        str(shape).removeprefix(SHAPE)
        for link in (SH.sourceShape, SH.sourceConstraint)
        for shape in results.objects(None, link)
    }
    return conforms, sources


def test_a_good_dataset_conforms(shapes: rdflib.Graph) -> None:
    assert report(union(GOOD), shapes) == (True, set())


def test_the_ontology_alone_conforms(shapes: rdflib.Graph) -> None:
    assert report(union(""), shapes) == (True, set())


@pytest.mark.parametrize(
    ("shape", "old", "new"), BREAKS, ids=[f"{n}-{row[0]}" for n, row in enumerate(BREAKS)]
)
def test_a_broken_dataset_is_reported(shapes: rdflib.Graph, shape: str, old: str, new: str) -> None:
    assert old in GOOD, "the sample no longer holds what is to be broken"
    conforms, sources = report(union(GOOD.replace(old, new)), shapes)
    assert not conforms
    assert shape in sources


@pytest.mark.parametrize(
    "period",
    [
        '"2026"^^xsd:gYear', '"2026-12"^^xsd:gYearMonth', '"2026-02-28"^^xsd:date', '"2026-Q4"', '"2026-H1"',
        '"2023..2028"', '"2026-01..2026-03"', '"2026-Q1..2026-H2"', '"2026-03-01..2026-03-31"',
    ],
)  # fmt: skip
def test_every_form_of_period_conforms(shapes: rdflib.Graph, period: str) -> None:
    assert report(union(GOOD.replace('"2027"^^xsd:gYear', period)), shapes) == (True, set())


def test_every_shape_is_broken_by_some_dataset(shapes: rdflib.Graph) -> None:
    reporting = {
        str(shape).removeprefix(SHAPE)
        for kind in (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
        for shape in shapes.subjects(rdflib.RDF.type, kind)
        if (shape, SH.message, None) in shapes
    }
    assert reporting == {shape for shape, _, _ in BREAKS}


def test_shapes_hold_no_blank_nodes_and_know_every_term(shapes: rdflib.Graph) -> None:
    assert not [term for triple in shapes for term in triple if isinstance(term, rdflib.BNode)]
    known = {str(subject) for subject in ontology().subjects()}
    named = set(re.findall(re.escape(vocab.KG) + r"\w+", " ".join(str(term) for t in shapes for term in t)))
    assert named <= known


def test_the_subject_and_object_of_every_relation_are_checked(shapes: rdflib.Graph) -> None:
    entity = rdflib.URIRef(f"{SHAPE}Entity")
    relations = {vocab.KG + name for name in vocab.RELATIONS}
    for target in (SH.targetSubjectsOf, SH.targetObjectsOf):
        assert relations <= {str(term) for term in shapes.objects(entity, target)}


def test_shapes_are_valid_shacl(shapes: rdflib.Graph) -> None:
    conforms, _, text = pyshacl.validate(union(""), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text

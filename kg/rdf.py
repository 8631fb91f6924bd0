"""Claims and evidences as RDF quads: the shape of the graph, written in one place.

A claim is a named graph that holds the assertion; an article version is a named graph that holds its
metadata, its spans and its evidences; the default graph holds the facts. See design, section 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kg import vocab
from kg.articles import Article
from kg.ids import BASE, article_iri, claim_iri, entity_iri, hash_fields, span_iri, version_iri
from kg.model import Claim, Entity, Evidence, Kind, Link, Polarity, TextSpan
from kg.terms import decimal, integer, iri, period_literal, quad, string

__all__ = [
    "CATALOGUE",
    "JUDGEMENTS",
    "ONTOLOGY",
    "claim_quads",
    "entity_triples",
    "extractor_iri",
    "fact_triples",
    "figure_key",
    "is_assertable",
    "observation_iri",
    "predicate_iri",
    "rule_iri",
    "source_iri",
    "version_quads",
]

ONTOLOGY: Final = f"{BASE}ontology"
"""Graph of the ontology."""

CATALOGUE: Final = f"{BASE}catalogue"
"""Graph of the entity catalogue."""

JUDGEMENTS: Final = f"{BASE}judgements"
"""Graph of decisions about entities and claims."""

Triple = tuple[str, str, str]
"""Subject (spelled), predicate (bare IRI), object (spelled)."""


def predicate_iri(predicate: str) -> str:
    """IRI of a predicate given by local name."""
    return vocab.KG + predicate


def observation_iri(claim_id: str) -> str:
    """IRI of the observation that a measurement makes."""
    return f"{BASE}observation/{claim_id}"


def quotation_iri(claim_id: str) -> str:
    """IRI of the words that a statement reports."""
    return f"{BASE}quotation/{claim_id}"


def position_iri(claim: Claim) -> str:
    """IRI of a position: a person, an organisation and a title, whenever held."""
    assert claim.object is not None
    return f"{BASE}position/" + hash_fields(
        "position", {"holder": claim.subject.id, "organization": claim.object.id, "title": claim.role}
    )


def extractor_iri(extractor: str) -> str:
    """IRI of an extractor with its version."""
    return f"{BASE}extractor/{extractor}"


def rule_iri(extractor: str, rule: str) -> str:
    """IRI of a rule of an extractor."""
    return f"{BASE}rule/{extractor}/{rule}"


def source_iri(name: str) -> str:
    """IRI of a publisher of articles."""
    return f"{BASE}source/" + hash_fields("source", {"name": name.casefold()})


def figure_key(claim: Claim) -> str:
    """One key that comparable figures share: subject, metric and unit."""
    return f"{claim.subject.id} {claim.metric} {claim.unit}"


def is_assertable(claim: Claim) -> bool:
    """Whether a claim may be a fact, its confidence aside: measurements, and relations asserted as actual."""
    if claim.polarity is not Polarity.POSITIVE:
        return False
    if claim.kind is Kind.MEASUREMENT:
        return True
    return claim.kind is Kind.RELATION and claim.status == "actual"


def fact_triples(claim: Claim) -> list[Triple]:
    """What a claim asserts of the world; what qualifies the claim itself is not among it."""
    subject = iri(entity_iri(claim.subject.id))
    if claim.kind is Kind.STATEMENT:
        quotation = iri(quotation_iri(claim.id))
        return [(subject, vocab.STATES, quotation), (quotation, vocab.SCHEMA_TEXT, string(claim.words or ""))]
    if claim.kind is Kind.MEASUREMENT:
        return list(_observation(claim, subject))
    assert claim.object is not None
    obj = iri(entity_iri(claim.object.id))
    triples = [(subject, predicate_iri(claim.predicate), obj)]
    if claim.role:
        position = iri(position_iri(claim))
        triples += [
            (position, vocab.HOLDER, subject),
            (position, vocab.ORGANIZATION, obj),
            (position, vocab.TITLE, string(claim.role)),
        ]
    return triples


def _observation(claim: Claim, subject: str) -> Iterator[Triple]:
    node = iri(observation_iri(claim.id))
    assert claim.value is not None
    yield node, vocab.RDF_TYPE, iri(vocab.SCHEMA_OBSERVATION)
    yield node, vocab.SCHEMA_OBSERVATION_ABOUT, subject
    yield node, vocab.METRIC, iri(vocab.KG + str(claim.metric))
    yield node, vocab.SCHEMA_VALUE, decimal(claim.value)
    if claim.value_max is not None:
        yield node, vocab.MAX_VALUE, decimal(claim.value_max)
    yield node, vocab.SCHEMA_UNIT_CODE, string(claim.unit or "")
    if claim.qualifier:
        yield node, vocab.QUALIFIER, iri(vocab.QUALIFIERS[claim.qualifier])
    if claim.period:
        yield node, vocab.PERIOD, period_literal(claim.period)
    if claim.status:
        yield node, vocab.STATUS, iri(vocab.STATUSES[claim.status])
    if claim.region:
        yield node, vocab.REGION, iri(entity_iri(claim.region.id))
    if claim.scope:
        yield node, vocab.SCOPE, string(claim.scope)
    yield node, vocab.FIGURE_KEY, string(figure_key(claim))


def claim_triples(claim: Claim) -> list[Triple]:
    """Everything in a claim's graph: the assertion, and what qualifies the claim itself."""
    triples = fact_triples(claim)
    node = iri(claim_iri(claim.id))
    if claim.kind is Kind.RELATION and claim.status:
        triples.append((node, vocab.STATUS, iri(vocab.STATUSES[claim.status])))
    if claim.kind is Kind.RELATION and claim.period:
        triples.append((node, vocab.PERIOD, period_literal(claim.period)))
    if claim.polarity is Polarity.NEGATIVE:
        triples.append((node, vocab.POLARITY, iri(vocab.NEGATIVE)))
    return triples


def claim_quads(claim: Claim) -> list[str]:
    """Lines of N-Quads of a claim's graph."""
    graph = iri(claim_iri(claim.id))
    return [quad(*triple, graph) for triple in claim_triples(claim)]


def entity_triples(entity: Entity) -> list[Triple]:
    """Type and label of an entity."""
    node = iri(entity_iri(entity.id))
    return [
        (node, vocab.RDF_TYPE, iri(vocab.KG + entity.type)),
        (node, vocab.RDFS_LABEL, string(entity.name)),
    ]


def version_quads(article: Article, evidences: Iterable[Evidence]) -> list[str]:
    """Lines of N-Quads of a version's graph, sorted, each once."""
    graph = iri(version_iri(article.version))
    lines = {quad(*t, graph) for t in _article_triples(article)}
    named: dict[str, Entity] = {}
    for evidence in evidences:
        lines.update(quad(*t, graph) for t in _evidence_triples(evidence))
        for entity in evidence.entities:
            if (
                not entity.known
            ):  # spellings of one thing agree on the first by code point: one label a version
                named[entity.id] = min(entity, named.get(entity.id, entity), key=lambda e: (e.name, e.type))
    lines.update(quad(*t, graph) for entity in named.values() for t in entity_triples(entity))
    return sorted(lines)


def _article_triples(article: Article) -> Iterator[Triple]:
    node, known = iri(version_iri(article.version)), article.metadata
    yield node, vocab.RDF_TYPE, iri(vocab.ARTICLE_VERSION)
    yield node, vocab.PROV_SPECIALIZATION_OF, iri(article_iri(article.id))
    yield node, vocab.NAME, string(article.name)
    yield node, vocab.TEXT_HASH, string(article.text_hash)
    yield node, vocab.TEXT_LENGTH, integer(len(article.text))
    if article.raw_hash:
        yield node, vocab.RAW_HASH, string(article.raw_hash)
    if known.title:
        yield node, vocab.SCHEMA_HEADLINE, string(known.title)
    if known.published:
        yield node, vocab.SCHEMA_DATE_PUBLISHED, period_literal(known.published)
    if known.address:
        yield node, vocab.SCHEMA_URL, iri(known.address)
    if known.language:
        yield node, vocab.SCHEMA_IN_LANGUAGE, string(known.language)
    for author in known.authors:
        yield node, vocab.SCHEMA_AUTHOR, string(author)
    for source in known.sources:
        yield (
            node,
            vocab.DCTERMS_SOURCE,
            iri(source) if source.startswith(("http://", "https://")) else string(source),
        )
    if known.publisher:
        publisher = iri(source_iri(known.publisher))
        yield node, vocab.SCHEMA_PUBLISHER, publisher
        yield publisher, vocab.RDF_TYPE, iri(vocab.SOURCE)
        yield publisher, vocab.SCHEMA_NAME, string(known.publisher)


def _evidence_triples(evidence: Evidence) -> Iterator[Triple]:
    node = iri(evidence.iri)
    yield node, vocab.RDF_TYPE, iri(vocab.EVIDENCE)
    yield node, vocab.SUPPORTS, iri(claim_iri(evidence.claim.id))
    span, triples = _span(evidence.version, evidence.span)
    yield from triples
    yield node, vocab.PROV_WAS_QUOTED_FROM, span
    for rule in evidence.rules:
        yield node, vocab.PROV_WAS_GENERATED_BY, iri(rule_iri(evidence.extractor, rule))
    yield node, vocab.CONFIDENCE, decimal(evidence.confidence)
    if evidence.event is not None:
        yield node, vocab.SAID_AT, iri(entity_iri(evidence.event.id))
    if evidence.date:
        yield node, vocab.DATE_TEXT, string(evidence.date)
    for n, alt in enumerate(evidence.alt_values, 1):
        other = iri(f"{evidence.iri}#alt-{n}")
        yield node, vocab.ALTERNATIVE_VALUE, other
        yield other, vocab.SCHEMA_VALUE, decimal(alt.value)
        yield other, vocab.SCHEMA_UNIT_CODE, string(alt.unit)
    if evidence.attribution:
        head, triples = _chain(evidence.version, evidence.attribution)
        yield node, vocab.PROV_QUALIFIED_ATTRIBUTION, head
        for link in evidence.attribution:
            yield node, vocab.PROV_WAS_ATTRIBUTED_TO, iri(entity_iri(link.agent.id))
        yield from triples


def _span(version: str, span: TextSpan) -> tuple[str, list[Triple]]:
    node = iri(span_iri(version, span.start, span.end))
    return node, [
        (node, vocab.OA_START, integer(span.start)),
        (node, vocab.OA_END, integer(span.end)),
        (node, vocab.OA_EXACT, string(span.exact)),
    ]


def _chain(version: str, links: tuple[Link, ...]) -> tuple[str, list[Triple]]:
    """The ordered chain; a node is named by what it says and all that follows, so that evidences share it."""
    rest: str | None = None
    head = ""
    triples: list[Triple] = []
    for link in reversed(links):
        fields = {
            "version": version,
            "agent": link.agent.id,
            "start": str(link.span.start),
            "end": str(link.span.end),
            "via": rest,
        }
        ident = hash_fields("link", fields)
        head = iri(f"{BASE}link/{ident}")
        span, span_triples = _span(version, link.span)
        triples += [
            (head, vocab.PROV_AGENT, iri(entity_iri(link.agent.id))),
            (head, vocab.PROV_WAS_QUOTED_FROM, span),
            *span_triples,
        ]
        if rest is not None:
            triples.append((head, vocab.VIA, iri(f"{BASE}link/{rest}")))
        rest = ident
    return head, triples

"""Lists of claims with facets, and the rows that all pages share."""

from __future__ import annotations

from typing import Any, Final

from kg import vocab
from kg.claims import ClaimReader
from kg.flat import flatten
from kg.graph import KnowledgeGraph
from kg.ids import entity_iri
from kg.model import Claim, Entity, Evidence
from kg.overview import Picked
from kg.selection import ClaimFilter, pick
from kg.wording import describe_claim, spell_figure

__all__ = ["PAGE", "claim_row", "entity_row", "list_claims"]

PAGE: Final = 50
"""Rows of one page of a list."""

_MOST: Final = 10_000
"""Rows of a table that is downloaded."""

_VALUES: Final = 12
"""Values of a facet, those with the most claims."""

_FACETS: Final = ("kind", "class", "predicate", "status", "source", "period")

Model = dict[str, Any]


def entity_row(entity: Entity) -> Model:
    """An entity as pages link it."""
    return {"id": entity.id, "name": entity.name, "type": entity.type, "group": entity.flat_type}


def claim_row(reader: ClaimReader, evidence: Evidence) -> Model:
    """An evidence with its claim, flat, with the words and links that pages show."""
    claim, info = evidence.claim, reader.version(evidence.version)
    return flatten(evidence).model_dump(mode="json") | {
        "words": describe_claim(claim, evidence.span.exact),
        "figure": spell_figure(claim, evidence.span.exact) if claim.metric else None,
        "predicate_label": label_of(claim),
        "subject_entity": entity_row(claim.subject),
        "object_entity": entity_row(claim.object) if claim.object else None,
        "region_entity": entity_row(claim.region) if claim.region else None,
        "said_by": [entity_row(link.agent) for link in evidence.attribution],
        "evidence": evidence.id,
        "iri": entity_iri(claim.subject.id),
        "article_id": info.article,
        "title": info.shown,
        "publisher": info.publisher,
        "published": info.published,
    }


def label_of(claim: Claim) -> str:
    """The predicate of a claim in plain words; of a measurement its metric."""
    if claim.metric:
        return vocab.METRICS[claim.metric]
    return vocab.LABELS.get(claim.predicate, claim.predicate)


def list_claims(
    graph: KnowledgeGraph,
    reader: ClaimReader,
    *,
    filters: dict[str, str],
    page: int = 1,
    everything: bool = False,
) -> Model:
    """Claims that pass a filter, with counts by kind, class, predicate, status, source, period.

    Args:
        graph: the store.
        reader: of its claims.
        filters: as `kg.selection.ClaimFilter` names them, and `class` for the class of the subject.
        page: which page, from 1.
        everything: all rows rather than one page, up to a bound.

    Raises:
        InputError: a filter that cannot be.
        NotFoundError: it names something that the store does not hold.
    """
    known: dict[str, Any] = {k: v for k, v in filters.items() if k != "class"}
    found = pick(reader, ClaimFilter(**known), of_class=filters.get("class") or None)
    first = 0 if everything else (page - 1) * PAGE
    last = _MOST if everything else first + PAGE
    return {
        "filters": filters,
        "total": len(found),
        "claims": found.claims,
        "page": page,
        "pages": max(1, -(-len(found) // PAGE)),
        "facets": {} if everything else {f: _facet(found, f) for f in _FACETS},
        "rows": [claim_row(reader, e) for e in found.page(first, last)],
    }


def _facet(found: Picked, name: str) -> list[Model]:
    return [{"value": value, "count": n} for value, n in found.count(name)[:_VALUES]]

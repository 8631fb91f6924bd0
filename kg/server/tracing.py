"""Models of the pages of one thing: an entity, a claim beside its article, an article with its claims."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any, Final

import pyoxigraph as ox

from kg import vocab
from kg.claims import ClaimReader
from kg.errors import NotFoundError, StoreError
from kg.gate import sentence_around
from kg.graph import KnowledgeGraph
from kg.ids import entity_iri
from kg.model import Evidence, Kind
from kg.names import find_article, find_claims
from kg.provenance import Receipt, trace_claim
from kg.quads import text_of
from kg.server.alike import find_alike
from kg.server.listing import claim_row, entity_row
from kg.server.neighbours import claims_naming

__all__ = ["show_article", "show_claim", "show_entity"]

_MOST: Final = 50
_ALTERNATIVE: Final = ox.NamedNode(vocab.SKOS_ALT_LABEL)

Model = dict[str, Any]


def show_entity(graph: KnowledgeGraph, reader: ClaimReader, ident: str, page: int = 1) -> Model:
    """An entity: what is said of it, and what names it.

    Raises:
        NotFoundError: the store has no claims about it and does not know it.
    """
    iri = entity_iri(ident)
    node = ox.NamedNode(iri)
    claims = claims_naming(reader, iri)
    said = sorted(reader.claims_attributed_to(iri).difference(claims))
    if (
        not claims
        and not said
        and not any(True for _ in graph.store.graph.quads_for_pattern(node, None, None, None))
    ):
        raise NotFoundError(f"no entity '{ident}' in the store", fix="search for its name")
    own: list[Model] = []
    incoming: list[Model] = []
    for claim in claims[(page - 1) * _MOST : page * _MOST]:
        evidences = reader.evidences_of(claim)
        if not evidences:
            continue
        best = max(evidences, key=lambda e: e.confidence)
        found = trace_claim(reader, claim, evidences)
        row = claim_row(reader, best) | {
            "fact": found.fact,
            "tally": found.tally,
            "sources": found.sources.sources,
            "articles": found.articles,
        }
        (own if best.claim.subject.id == ident else incoming).append(row)
    aliases = sorted(
        {text_of(q.object) for q in graph.store.graph.quads_for_pattern(node, _ALTERNATIVE, None, None)}
    )
    return {
        "iri": iri,
        "entity": entity_row(reader.entity(iri)),
        "aliases": aliases[:60],
        "total": len(claims),
        "page": page,
        "pages": max(1, -(-len(claims) // _MOST)),
        "facts": sorted(own, key=_by_subject_matter),
        "incoming": sorted(incoming, key=_by_subject_matter),
        "said": [claim_row(reader, e) for c in said[:50] for e in reader.evidences_of(c)[:1]],
        "series": _series(own),
    }


def _by_subject_matter(row: Model) -> tuple[str, str, str, str]:
    return row["kind"], row["predicate_label"], row["period"] or "", row["id"]


def _series(rows: list[Model]) -> list[Model]:
    """Figures over time, for the chart: two at least of one metric, unit, scope and region."""
    groups: dict[tuple[str, ...], list[Model]] = {}
    for r in rows:
        year = (r["period"] or "")[:4]
        if r["kind"] == Kind.MEASUREMENT and year.isdigit() and ".." not in (r["period"] or ""):
            region = r["region_entity"]["name"] if r["region_entity"] else ""
            key = (r["predicate_label"], r["unit"] or "", r["scope"] or "", region)
            groups.setdefault(key, []).append(
                {
                    "year": int(year),
                    "value": r["value"],
                    "figure": r["figure"],
                    "status": r["status"],
                    "claim": r["id"],
                }
            )
    return [
        {
            "metric": k[0],
            "unit": k[1],
            "scope": k[2],
            "region": k[3],
            "points": sorted(v, key=lambda p: p["year"]),
        }
        for k, v in sorted(groups.items())
        if len({p["year"] for p in v}) > 1
    ]


def show_claim(graph: KnowledgeGraph, reader: ClaimReader, ident: str, evidence: str = "") -> Model:
    """A claim with all its receipts, and the text of the article that one of them stands in.

    Raises:
        NotFoundError: there is no such claim.
    """
    found = find_claims(reader, ident)
    if len(found) != 1:
        raise NotFoundError(f"no claim '{ident}' in the store", fix="search, or see the list of claims")
    claim = found[0]
    traced = trace_claim(reader, claim, reader.evidences_of(claim) or reader.evidences_of(claim, older=True))
    if not traced.receipts:
        raise NotFoundError(f"no claim '{ident}' in the store", fix="search, or see the list of claims")
    at = next((n for n, r in enumerate(traced.receipts) if r.evidence.id == evidence), 0)
    receipt = traced.receipts[at]
    others = reader.evidences_in([receipt.article.version])
    order = list(dict.fromkeys(e.claim.id for e in others))
    place = order.index(claim) if claim in order else 0
    return {
        "claim": claim_row(reader, receipt.evidence),
        "iri": f"https://w3id.org/kg-receipts/claim/{claim}",
        "words": traced.words,
        "fact": traced.fact,
        "tally": traced.tally,
        "receipts": [r.as_row() for r in traced.receipts],
        "shown": at,
        "pieces": _marked(receipt),
        "previous": order[place - 1] if place > 0 else None,
        "next": order[place + 1] if place + 1 < len(order) else None,
        "others": [
            {"id": e.claim.id, "words": claim_row(reader, e)["words"], "here": e.claim.id == claim}
            for e in _once(others)[max(0, place - 12) : place + 13]
        ],
        "comparable": find_alike(graph, reader, traced.claim)
        if traced.claim.kind is Kind.MEASUREMENT
        else [],
    }


def _once(evidences: list[Evidence]) -> list[Evidence]:
    return list({e.claim.id: e for e in reversed(evidences)}.values())[::-1]


def _marked(receipt: Receipt) -> list[Model]:
    """The whole text in pieces: plain, the sentence, the quote, and where those are named who say it."""
    text = receipt.text
    (a, b), span = receipt.sentence, receipt.evidence.span
    named = [(link.span.start, link.span.end) for link in receipt.evidence.attribution]
    cuts = sorted({0, len(text), a, b, span.start, span.end, *(x for pair in named for x in pair)})
    return [
        {
            "text": text[x:y],
            "sentence": a <= x and y <= b,
            "quote": span.start <= x and y <= span.end,
            "who": any(p <= x and y <= q for p, q in named),
        }
        for x, y in pairwise(cuts)
        if x < y
    ]


def show_article(graph: KnowledgeGraph, reader: ClaimReader, ident: str) -> Model:
    """An article: its whole text with every quote marked, and how much of it is covered.

    Raises:
        NotFoundError: it is not loaded.
    """
    newest = graph.store.newest()
    article = ident if ident in newest else find_article(reader, ident)
    version = newest.get(article)
    if version is None:
        raise NotFoundError(f"no article '{ident}' in the store", fix="see the list on the first page")
    info = reader.version(version)
    evidences = reader.evidences_in([version])
    try:
        text = graph.store.text(version)
    except StoreError as error:
        raise NotFoundError(str(error)) from None
    cuts = sorted({0, len(text), *(x for e in evidences for x in (e.span.start, e.span.end))})
    rows = {e.id: claim_row(reader, e) for e in evidences}
    pieces = []
    for x, y in pairwise(cuts):
        here = [e for e in evidences if e.span.start <= x and y <= e.span.end]
        here.sort(key=lambda e: (e.span.end - e.span.start, e.id))
        claims = [{"id": e.claim.id, "evidence": e.id, "words": rows[e.id]["words"]} for e in here[:6]]
        pieces.append({"text": text[x:y], "claims": claims})
    covered = sum(y - x for (x, y), p in zip(pairwise(cuts), pieces, strict=True) if p["claims"])
    sentences = {sentence_around(text, e.span.start, e.span.end) for e in evidences}
    kinds = Counter(str(e.claim.kind) for e in evidences)
    return {
        "id": article,
        "iri": f"https://w3id.org/kg-receipts/article/{article}",
        "name": info.name,
        "title": info.shown,
        "publisher": info.publisher,
        "published": info.published,
        "address": info.address,
        "authors": list(info.authors),
        "primary_sources": list(info.sources),
        "text_hash": info.text_hash,
        "characters": info.text_length,
        "versions": len(graph.store.history.versions_of(article)),
        "coverage": {
            "characters": covered,
            "sentences": len(sentences),
            "kinds": dict(sorted(kinds.items())),
        },
        "pieces": pieces,
        "claims": list(rows.values()),
    }

"""What the page is told: the picture as plain lists and texts, ready for JSON.

Names are short, since a large page holds thousands of each; `static/model.js` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kg import vocab
from kg.ids import SHORT
from kg.model import Evidence, Kind
from kg.views.arrangement import FRAME
from kg.views.elements import ArticleText, Edge, Node, Picture, ShownClaim
from kg.views.figures import short_figure, years_of
from kg.views.labels import APART, LINE, PILL_HOLD, PILL_PAD, SIZE
from kg.views.signs import CLASSES, DASHES, STATUSES
from kg.wording import describe_chain, describe_claim, spell_value

__all__ = ["INVERSE", "describe_edge", "describe_node", "describe_page"]

INVERSE: Final[Mapping[str, str]] = {
    "acquires": "acquired by",
    "appliesTo": "applied by",
    "competesWith": "competes with",
    "develops": "developed by",
    "founded": "founded by",
    "hasCapability": "capability of",
    "holdsRole": "roles held here",
    "invests": "investors",
    "locatedIn": "located here",
    "organizes": "organized by",
    "partOf": "parts",
    "participatesIn": "participants",
    "partnersWith": "partners with",
    "presentedAt": "presented here",
    "publishes": "published by",
    "regulates": "regulated by",
    "releases": "released by",
    "speaksAt": "speakers",
    "supplies": "supplied by",
    "uses": "used by",
}
"""Relation to what it is called from the side of its object."""


def describe_node(node: Node) -> dict[str, Any]:
    """Options of a node: its place, for vis-network, and what the page draws and tells, under `kg`."""
    about: dict[str, Any] = {
        "id": node.id,
        "sign": node.sign,
        "kind": node.kind,
        "lines": node.lines,
        "side": node.side or "",
        "r": node.radius,
        "claims": node.claims,
    }
    if node.aliases:
        about["aliases"] = node.aliases
    return {"x": node.x, "y": node.y, "kg": about}


def describe_edge(edge: Edge) -> dict[str, Any]:
    """Options of an edge: what the page draws and tells."""
    arrows = (1 if edge.forward else 0) + (2 if edge.backward else 0)
    return {"kg": {"kind": edge.kind, "claims": edge.claims, "arrows": arrows}}


def describe_page(picture: Picture) -> dict[str, Any]:
    """Everything of a page but its nodes and edges."""
    at = {a.info.version: k for k, a in enumerate(picture.articles)}
    by_id = {shown.claim.id: k for k, shown in enumerate(picture.claims)}
    nodes = {n.id: k for k, n in enumerate(picture.nodes)}
    used = {n.sign for n in picture.nodes}
    statuses = {s.status for s in picture.claims}
    return {
        "title": picture.title,
        "centre": picture.centre,
        "limit": picture.limit,
        "total": picture.total,
        "confidence": picture.min_confidence,
        "frame": {"width": FRAME[0], "height": FRAME[1], "fit": picture.fit},
        "letters": {"size": SIZE, "line": LINE, "pill": PILL_PAD, "hold": PILL_HOLD, "apart": APART},
        "classes": [
            {
                "name": s.name,
                "plural": s.plural,
                "light": s.light,
                "dark": s.dark,
                "shape": s.shape,
                "icon": s.icon,
            }
            for s in CLASSES.values()
            if s.name in used
        ],
        "statuses": [s for s in STATUSES if s in statuses],
        "dashes": {status: list(dashes) for status, dashes in DASHES.items()},
        "predicates": {
            p: [vocab.LABELS[p], INVERSE[p]]
            for p in sorted({s.claim.predicate for s in picture.claims} & INVERSE.keys())
        },
        "articles": [_article(a) for a in picture.articles],
        "claims": [
            _claim(s, by_id)
            | {
                "ev": [
                    _evidence(e, picture.articles[at[e.version]], at[e.version], nodes) for e in s.evidences
                ]
            }
            for s in picture.claims
        ],
    }


def _article(article: ArticleText) -> dict[str, Any]:
    info = article.info
    found = {
        "id": info.article,
        "version": info.version,
        "hash": info.text_hash,
        "name": info.name,
        "title": info.shown,
        "publisher": info.publisher,
        "published": info.published,
        "address": info.address,
        "language": info.language,
        "authors": info.authors,
        "sources": info.sources,
        "length": info.text_length,
        "node": article.node,
        "pieces": article.cut.pieces,
    }
    return {name: value for name, value in found.items() if value not in (None, ())}


def _claim(shown: ShownClaim, by_id: dict[str, int]) -> dict[str, Any]:
    claim, best = shown.claim, shown.evidences[0]
    years = years_of(claim.period)
    found: dict[str, Any] = {
        "id": claim.id,
        "kind": str(claim.kind),
        "words": describe_claim(claim, best.span.exact),
        "p": claim.predicate,
        "label": _label(shown),
        "s": shown.subject,
        "o": shown.object,
        "r": shown.region,
        "a": shown.agents,
        "status": shown.status,
        "period": claim.period,
        "years": years,
        "conf": best.confidence,
        "sources": shown.sources,
        "by": tuple(dict.fromkeys(link.agent.name for e in shown.evidences for link in e.attribution)),
        "comparable": [by_id[c] for c in shown.comparison.comparable if c in by_id],
        "conflicts": [by_id[c] for c in shown.comparison.conflicts if c in by_id],
    }
    if claim.kind is Kind.MEASUREMENT:
        found |= {"figure": short_figure(claim), "exact": spell_value(claim)}
    return {name: value for name, value in found.items() if value not in (None, (), [])}


def _label(shown: ShownClaim) -> str:
    """What stands on the line: the predicate, the role, or what is measured."""
    claim = shown.claim
    if claim.kind is Kind.MEASUREMENT:
        return vocab.METRICS[claim.metric or "amount"]
    return claim.role or vocab.LABELS.get(claim.predicate, claim.predicate)


def _evidence(e: Evidence, article: ArticleText, at: int, nodes: dict[str, int]) -> dict[str, Any]:
    passage, cut = article.passages[e.id], article.cut
    words = describe_chain(e.attribution, e.event.name if e.event else None)
    chain = [
        {
            "words": w,
            "at": [link.span.start, link.span.end],
            **({"n": nodes[link.agent.id]} if link.agent.id in nodes else {}),
        }
        for w, link in zip(words, e.attribution, strict=False)
    ]
    chain += [{"words": w} for w in words[len(e.attribution) :]]
    found: dict[str, Any] = {
        "id": e.id[:SHORT],
        "at": at,
        "start": e.span.start,
        "end": e.span.end,
        "span": cut.index(passage.span),
        "sentence": cut.index(passage.sentence),
        "window": cut.index(passage.window),
        "named": [cut.index(b) for b in passage.named],
        "chain": chain,
        "date": e.date,
        "event": e.event.name if e.event else None,
        "also": [f"{a.value:,} {a.unit}" for a in e.alt_values],
        "rules": e.rules,
        "by": e.extractor,
        "conf": e.confidence,
    }
    return {name: value for name, value in found.items() if value not in (None, (), [])}

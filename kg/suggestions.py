"""Entities that may be one: found by aliases, names and shared claims; never merged without a judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import pyoxigraph as ox

from kg import vocab
from kg.claims import ClaimReader
from kg.ids import BASE, fold_name, local_id
from kg.quads import is_named, text_of
from kg.rdf import CATALOGUE

__all__ = ["Suggestion", "suggest"]

_ENTITY: Final = BASE + "entity/"
_CLAIM: Final = BASE + "claim/"
_LABEL: Final = ox.NamedNode(vocab.RDFS_LABEL)
_ALIAS: Final = ox.NamedNode(vocab.SKOS_ALT_LABEL)
_CATALOGUE: Final = ox.NamedNode(CATALOGUE)

_COMMON: Final = 60
"""A word that more names hold says nothing."""

_LIKE: Final = 88.0
"""Names that agree less, in percent, are not alike."""

_SHARED: Final = 0.08
"""What each shared claim adds, up to three."""


@dataclass(frozen=True)
class Suggestion:
    """Two entities that may be one.

    Attributes:
        a: IRI of one.
        b: IRI of the other; after `a` by code point.
        names: what they are called.
        score: 0 to 1; an order among suggestions, no probability.
        reasons: what speaks for it, in words.
    """

    a: str
    b: str
    names: tuple[str, str]
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Named:
    iri: str
    label: str
    kind: str

    @property
    def folded(self) -> str:
        return fold_name(self.label)


def suggest(reader: ClaimReader, *, limit: int = 20) -> list[Suggestion]:
    """Suggest entities that may be one, the likeliest first.

    Pairs of which something is judged already are left out, and pairs that follow from what is.

    Args:
        reader: reads the store.
        limit: how many at most.
    """
    things = _things(reader)
    decided = _decided(reader, things)
    found: dict[tuple[str, str], list[tuple[float, str]]] = {}
    for one, other, score, reason in (*_by_alias(reader, things), *_by_name(things)):
        pair = (min(one, other), max(one, other))
        if pair[0] != pair[1] and pair not in decided:
            found.setdefault(pair, []).append((score, reason))
    shared = _shared_claims(reader, found)
    suggestions = []
    for (a, b), reasons in found.items():
        both = shared[a, b]
        told = [r for _, r in sorted(reasons, key=lambda x: (-x[0], x[1]))]
        if both:
            told.append(f"{both} shared " + ("claim" if both == 1 else "claims"))
        score = min(1.0, max(s for s, _ in reasons) + _SHARED * min(both, 3))
        names = (things[a].label, things[b].label)
        suggestions.append(Suggestion(a, b, names, round(score, 3), tuple(dict.fromkeys(told))))
    return sorted(suggestions, key=lambda s: (-s.score, s.names, s.a, s.b))[:limit]


def _things(reader: ClaimReader) -> dict[str, _Named]:
    """Entities that claims name, with one label each."""
    graph, named = reader.store.graph, set[str]()
    for q in graph:
        if is_named(q.graph_name, _CLAIM):
            named.update(x for x in (text_of(q.subject), text_of(q.object)) if x.startswith(_ENTITY))
    for q in graph.quads_for_pattern(None, ox.NamedNode(vocab.PROV_AGENT), None, None):
        named.add(text_of(q.object))
    found = {}
    for iri in sorted(named):
        entity = reader.entity(iri)
        found[iri] = _Named(iri, entity.name, entity.flat_type)
    return found


def _decided(reader: ClaimReader, things: Iterable[str]) -> set[tuple[str, str]]:
    """Pairs of which nothing is to be suggested: judged, in one group, or in groups that are judged apart."""
    chosen, groups = reader.chosen, dict[str, set[str]]()
    for iri in things:
        groups.setdefault(chosen.get(iri, iri), set()).add(iri)
    decided: set[tuple[str, str]] = set()
    for group in groups.values():
        decided.update(combinations(sorted(group), 2))
    for judgement in reader.store.judgements():
        if len(judgement.judged) == 2:
            a, b = (groups.get(chosen.get(x, x), {x}) for x in judgement.judged)
            decided.update((min(x, y), max(x, y)) for x in a for y in b)
    return decided


# ---------------------------------------------------------------------- candidates

_Pair = tuple[str, str, float, str]


def _by_alias(reader: ClaimReader, things: dict[str, _Named]) -> Iterator[_Pair]:
    """Names that are an alias of something in the catalogue."""
    aliases: dict[str, set[str]] = {}
    for predicate in (_LABEL, _ALIAS):
        for q in reader.store.graph.quads_for_pattern(None, predicate, None, _CATALOGUE):
            if text_of(q.subject) in things:
                aliases.setdefault(fold_name(text_of(q.object)), set()).add(text_of(q.subject))
    for thing in things.values():
        for other in sorted(aliases.get(thing.folded, ())):
            yield thing.iri, other, 0.85, f"“{thing.label}” is an alias of “{things[other].label}”"


def _by_name(things: dict[str, _Named]) -> Iterator[_Pair]:
    from rapidfuzz import fuzz

    by_word: dict[str, list[_Named]] = {}
    for thing in things.values():
        words = set(thing.folded.split())
        for word in words | {_initials(thing.label)} - {""}:
            by_word.setdefault(word, []).append(thing)
    seen = set()
    for word in sorted(by_word):
        group = by_word[word]
        if len(group) > _COMMON:
            continue
        for a, b in combinations(sorted(group, key=lambda t: t.iri), 2):
            if (a.iri, b.iri) in seen:
                continue
            seen.add((a.iri, b.iri))
            if a.folded == b.folded:
                yield a.iri, b.iri, 0.8, f"one name, as {a.kind} and as {b.kind}"
            elif a.kind == b.kind:
                alike = fuzz.token_sort_ratio(a.folded, b.folded)
                if _is_initials(a, b) or _is_initials(b, a):
                    yield a.iri, b.iri, 0.7, "one name is the initials of the other"
                elif alike >= _LIKE and _digits(a) == _digits(b):
                    yield a.iri, b.iri, 0.75 * alike / 100, f"names are {alike:.0f} % alike"
                elif _is_part(a, b) or _is_part(b, a):
                    yield a.iri, b.iri, 0.55, "one name is part of the other"


def _initials(name: str) -> str:
    words = [w for w in fold_name(name).split() if w not in ("of", "and", "the", "for", "in")]
    return "".join(w[0] for w in words) if len(words) > 2 else ""


def _is_initials(short: _Named, long: _Named) -> bool:
    return short.label.isupper() and short.folded == _initials(long.label)


def _digits(thing: _Named) -> list[str]:
    """Numbers in a name: two models of one series differ in them."""
    return [w for w in thing.folded.replace("-", " ").split() if any(c.isdigit() for c in w)]


def _is_part(short: _Named, long: _Named) -> bool:
    a, b = short.folded.split(), long.folded.split()
    if len(short.folded) < 4 or len(a) >= len(b) or _digits(short) != _digits(long):
        return False
    return b[: len(a)] == a or b[-len(a) :] == a


# ---------------------------------------------------------------------- shared claims


def _shared_claims(reader: ClaimReader, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """How many claims two entities share, were they one."""
    pairs = list(pairs)
    said = {iri: _said_of(reader, iri) for iri in {x for pair in pairs for x in pair}}
    return {(a, b): len(said[a] & said[b]) for a, b in pairs}


def _said_of(reader: ClaimReader, iri: str) -> set[tuple[str, ...]]:
    """What is said of an entity, the entity itself left out."""
    found: set[tuple[str, ...]] = set()
    for ident in sorted(reader.claims_naming(iri)):
        claim = reader.claim(ident)
        me = local_id(iri)
        if claim.value is not None:
            found.add((str(claim.metric), str(claim.value.normalize()), claim.unit or "", claim.period or ""))
        elif claim.object is not None:
            other, place = (
                (claim.object.id, "subject") if claim.subject.id == me else (claim.subject.id, "object")
            )
            found.add((claim.predicate, place, other))
    return found

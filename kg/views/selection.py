"""Which claims and things a picture shows.

The rule, in this order:

1. Claims of the newest version of each article whose surest evidence reaches the confidence asked for; of one
   article or publisher, of what a query finds, or at most so many steps from one thing, where that is asked
   for.
2. Things in order of their distance from the thing asked about, then of how many of these claims name them,
   then of their names. They are taken one by one until the picture is full; a figure counts as a node too. A
   claim is shown when every thing it joins is taken.

So two pictures of one store are the same picture, and a larger one holds the smaller.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg import vocab
from kg.claims import ClaimReader
from kg.errors import InputError, NotFoundError
from kg.ids import BASE, claim_iri, local_id, version_iri
from kg.model import FACT_CONFIDENCE, Evidence
from kg.names import did_you_mean, entity_names, find_entities, find_versions
from kg.quads import text_of

__all__ = ["DEFAULT_TOP", "LARGE", "LARGEST", "LargeViewWarning", "Scope", "Selection", "choose"]

DEFAULT_TOP: Final = 500
"""How many nodes a picture has at most where nothing else is said."""

LARGE: Final = 1000
"""Above this many nodes a picture is slow to read and to open: a warning."""

LARGEST: Final = 3000
"""Above this many nodes no picture is made."""

_SUPPORTS: Final = ox.NamedNode(vocab.SUPPORTS)
_CONFIDENCE: Final = ox.NamedNode(vocab.CONFIDENCE)
_ENTITY: Final = BASE + "entity/"


class LargeViewWarning(UserWarning):
    """A picture has so many nodes that it is slow to open and hard to read."""


@dataclass(frozen=True)
class Scope:
    """What is asked for; None means everything.

    Attributes:
        about: a thing by name, alias, CURIE or IRI.
        depth: how many steps from it.
        source: an article by id, name or title, or a publisher.
        query: a .rq file, a question by name, or SPARQL; the claims it finds, or those of its things.
        top: how many nodes at most.
        min_confidence: claims whose surest evidence is below are left out.
        claims: ids of the claims that may be shown, those that are not in the store aside.
    """

    about: str | None = None
    depth: int = 1
    source: str | None = None
    query: str | Path | None = None
    top: int | None = None
    min_confidence: float = FACT_CONFIDENCE
    claims: frozenset[str] | None = None


@dataclass(frozen=True)
class Selection:
    """What a picture shows.

    Attributes:
        claims: evidences by claim, the surest first, in the order of the claims' places in the articles.
        centre: ids of the things that were asked about.
        total: how many nodes there would be without a limit.
        title: what was asked for, in words.
    """

    claims: tuple[tuple[Evidence, ...], ...]
    centre: tuple[str, ...]
    total: int
    title: str


def choose(reader: ClaimReader, scope: Scope) -> Selection:
    """Choose what a picture shows.

    Raises:
        InputError: a limit is wrong, or more nodes are asked for than a picture can hold.
        NotFoundError: it names a thing or an article that the store does not hold.
    """
    top = DEFAULT_TOP if scope.top is None else scope.top
    if top < 1 or scope.depth < 1:
        raise InputError("top and depth are at least 1", fix="leave them out, or give larger numbers")
    if scope.claims is None:
        versions = _versions(reader, scope.source)
        things = _claims_in(reader, versions, scope.min_confidence)
    else:
        versions, things = _given(reader, scope.claims, scope.min_confidence)
    centre = _centre(reader, scope.about)
    if scope.query is not None:
        things = _found_by(reader, scope.query, things)
    distance = _distances(things, centre, scope.depth) if centre else {}
    if centre:
        things = {c: names for c, names in things.items() if _is_near(names, distance, scope.depth)}
    labels = {e: reader.entity(e).name for names in things.values() for e in names.entities}
    order = _rank(things, distance, labels)
    kept, total = _fill(things, order, top)
    _check_size(top, total)
    return Selection(
        _read(reader, kept, versions, scope.min_confidence),
        tuple(map(local_id, centre)),
        total,
        _title(reader, scope, centre),
    )


@dataclass(frozen=True)
class _Named:
    """What a claim names: IRIs of entities, and whether it makes a node for its figure."""

    entities: tuple[str, ...]
    figure: bool


_Things = Mapping[str, _Named]
"""Claim id -> what it names."""


def _title(reader: ClaimReader, scope: Scope, centre: Sequence[str]) -> str:
    if scope.about is not None:
        return reader.entity(centre[0]).name if len(centre) == 1 else scope.about
    if scope.source is not None:
        return scope.source
    return "Knowledge graph" if scope.query is None else "Query"


def _versions(reader: ClaimReader, source: str | None) -> list[str]:
    if source is None:
        return [v.version for v in reader.versions()]
    found = find_versions(reader, source)
    if not found:
        known = [n for v in reader.versions() for n in (v.name, v.title, v.publisher) if n]
        raise NotFoundError(
            f"no article or publisher '{source}' in the store",
            fix=did_you_mean(source, known, "list them with: kg sources"),
        )
    return [v.version for v in found]


def _centre(reader: ClaimReader, about: str | None) -> list[str]:
    if about is None:
        return []
    found = find_entities(reader, about)
    if not found:
        fix = did_you_mean(about, entity_names(reader), "try other words, or: kg trace WORDS")
        raise NotFoundError(f"nothing in the store is called '{about}'", fix=fix)
    return sorted({reader.chosen.get(iri, iri) for iri in found})


def _claims_in(reader: ClaimReader, versions: Iterable[str], min_confidence: float) -> _Things:
    """Claims that are sure enough, with what they name; read off the quads, since most may not be shown."""
    graph, found = reader.store.graph, dict[str, _Named]()
    for version in versions:
        node = ox.NamedNode(version_iri(version))
        sure = {
            q.subject
            for q in graph.quads_for_pattern(None, _CONFIDENCE, None, node)
            if float(text_of(q.object)) >= min_confidence
        }
        for q in graph.quads_for_pattern(None, _SUPPORTS, None, node):
            claim = local_id(text_of(q.object))
            if q.subject in sure and claim not in found and claim not in reader.wrong:
                found[claim] = _named_by(reader, claim)
    return found


def _given(
    reader: ClaimReader, claims: Iterable[str], min_confidence: float
) -> tuple[list[str], dict[str, _Named]]:
    """Versions and things of some claims, without a look at any others.

    Raises:
        NotFoundError: the store holds none of them.
    """
    versions: set[str] = set()
    found: dict[str, _Named] = {}
    for claim in sorted(claims):
        sure = {e.version for e in reader.evidences_of(claim) if e.confidence >= min_confidence}
        if sure:
            versions |= sure
            found[claim] = _named_by(reader, claim)
    if not found:
        raise NotFoundError("the store holds none of these claims", fix="open the view again")
    return sorted(versions), found


def _named_by(reader: ClaimReader, claim: str) -> _Named:
    """Things that a claim's node or line joins: subject and object, not the region of a figure."""
    entities: dict[str, None] = {}
    figure = False
    for q in reader.store.graph.quads_for_pattern(None, None, None, ox.NamedNode(claim_iri(claim))):
        figure = figure or q.predicate.value == vocab.SCHEMA_OBSERVATION_ABOUT
        if q.predicate.value != vocab.REGION:
            named = (iri for iri in (text_of(q.subject), text_of(q.object)) if iri.startswith(_ENTITY))
            entities |= {reader.chosen.get(iri, iri): None for iri in named}
    return _Named(tuple(sorted(entities)), figure)


def _found_by(reader: ClaimReader, query: str | Path, things: _Things) -> _Things:
    """Claims that a query finds; where its rows hold none, those that join the things that they hold."""
    from kg.queries import Iri, ask, claims_in

    rows = ask(reader.store, query).rows
    claims = {c for row in rows for c in claims_in(row)}
    if claims:
        return {c: names for c, names in things.items() if c in claims}
    entities = {str(cell) for row in rows for cell in row if isinstance(cell, Iri)}
    return {c: names for c, names in things.items() if entities and entities.issuperset(names.entities)}


def _distances(things: _Things, centre: Sequence[str], depth: int) -> dict[str, int]:
    """Steps from the centre to each thing that is near enough."""
    by_entity: dict[str, list[str]] = {}
    for claim, names in things.items():
        for e in names.entities:
            by_entity.setdefault(e, []).append(claim)
    distance = dict.fromkeys(centre, 0)
    frontier = list(centre)
    for step in range(1, depth + 1):
        nearby = {e for f in frontier for c in by_entity.get(f, ()) for e in things[c].entities}
        frontier = sorted(nearby - distance.keys())
        distance |= dict.fromkeys(frontier, step)
    return distance


def _is_near(names: _Named, distance: Mapping[str, int], depth: int) -> bool:
    """Whether a claim joins things that are near enough; figures of the outermost are a step further."""
    steps = [distance.get(e, depth + 1) for e in names.entities]
    return max(steps) <= depth and (len(steps) > 1 or steps[0] < depth)


def _rank(things: _Things, distance: Mapping[str, int], labels: Mapping[str, str]) -> list[str]:
    count: dict[str, int] = {}
    for names in things.values():
        for e in names.entities:
            count[e] = count.get(e, 0) + 1
    return sorted(count, key=lambda e: (distance.get(e, 0), -count[e], labels[e], e))


def _fill(things: _Things, order: Sequence[str], top: int) -> tuple[list[str], int]:
    """Take things in order until the picture is full: the claims that they complete, and the nodes of all."""
    total = len(order) + sum(names.figure for names in things.values())
    waiting = {c: len(names.entities) for c, names in things.items()}
    by_entity: dict[str, list[str]] = {}
    for claim in sorted(things):
        for e in things[claim].entities:
            by_entity.setdefault(e, []).append(claim)
    kept: list[str] = []
    drawn: set[str] = set()
    nodes = 0
    for entity in order:
        for claim in by_entity[entity]:
            waiting[claim] -= 1
            if waiting[claim] == 0:
                new = set(things[claim].entities) - drawn
                if nodes + len(new) + things[claim].figure > top:
                    return kept, total
                nodes += len(new) + things[claim].figure
                drawn |= new
                kept.append(claim)
    return kept, total


def _check_size(top: int, total: int) -> None:
    nodes = min(top, total)
    if nodes > LARGEST:
        raise InputError(
            f"{nodes:,} nodes are too many for one picture (at most {LARGEST:,})",
            fix="narrow it down with --about NAME, --source ARTICLE or --top N",
        )
    if nodes > LARGE:
        warnings.warn(
            f"{nodes:,} nodes are slow to open and hard to read; --top {DEFAULT_TOP} shows fewer",
            LargeViewWarning,
            stacklevel=2,
        )


def _read(
    reader: ClaimReader, kept: Iterable[str], versions: Iterable[str], min_confidence: float
) -> tuple[tuple[Evidence, ...], ...]:
    """Read the claims that are shown, with all their evidences in these versions that are sure enough."""
    wanted, groups = set(versions), []
    for claim in kept:
        evidences = [
            reader.merge(e)
            for e in reader.evidences_of(claim)
            if e.version in wanted and e.confidence >= min_confidence
        ]
        groups.append(
            tuple(sorted(evidences, key=lambda e: (-e.confidence, e.version, e.span.start, e.span.end)))
        )
    return tuple(
        sorted(
            groups,
            key=lambda g: (
                reader.version(g[0].version).name,
                g[0].version,
                g[0].span.start,
                g[0].span.end,
                g[0].claim.id,
            ),
        )
    )

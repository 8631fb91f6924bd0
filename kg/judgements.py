"""Judgements: that two entities are one, are two or may be one; that a claim was read wrong or right.

A judgement stands beside the claims and changes none. It outlives the articles: where these return, it
applies again. Of one pair, or one claim, there is one judgement, the last.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

import pyoxigraph as ox

from kg import vocab
from kg.errors import InputError
from kg.ids import BASE, claim_iri, entity_iri, hash_fields, is_hash, local_id
from kg.journal import Entry
from kg.quads import Quads, named, text_of
from kg.rdf import JUDGEMENTS
from kg.terms import iri, quad, string

__all__ = [
    "Judgement",
    "Verdict",
    "check_consistency",
    "chosen_of",
    "judged_claims",
    "judgement_quads",
    "same_as",
    "verdict_on",
]

Verdict = Literal["same", "different", "unsure", "wrong", "right"]

ON_ENTITIES: Final = ("same", "different", "unsure")
ON_CLAIMS: Final = ("wrong", "right")

_GRAPH: Final = ox.NamedNode(JUDGEMENTS)
_JUDGES: Final = ox.NamedNode(vocab.JUDGES)
_VERDICT: Final = ox.NamedNode(vocab.VERDICT)
_SAME: Final = ox.NamedNode(vocab.OWL_SAME_AS)
_PREDICATES: Final = {
    "same": vocab.OWL_SAME_AS,
    "different": vocab.OWL_DIFFERENT_FROM,
    "unsure": vocab.MAYBE_SAME_AS,
}


@dataclass(frozen=True)
class Judgement:
    """A decision about two entities or one claim.

    Attributes:
        verdict: same, different or unsure of two entities; wrong or right of a claim.
        judged: IRIs of what is judged, in code point order.
        because: why, in the words of who judged.
        name: what is judged, as it was called then.
        number: of the journal entry that made it.
    """

    verdict: str
    judged: tuple[str, ...]
    because: str
    name: str = field(default="", compare=False)
    number: int = field(default=0, compare=False)

    @property
    def id(self) -> str:
        """Hash of verdict, what is judged, and why."""
        fields = {"verdict": self.verdict, "because": self.because}
        return hash_fields("judgement", fields | {str(n): x for n, x in enumerate(self.judged)})

    @classmethod
    def of(cls, entry: Entry) -> Judgement:
        """The judgement that a journal entry made."""
        return cls(entry.verdict, entry.judged, entry.because, entry.name, entry.number)


def entities_judged(a: str, b: str) -> tuple[str, str]:
    """IRIs of two entities that are judged, given by id, in order.

    Raises:
        InputError: they are one.
    """
    if a == b:
        raise InputError("these are one entity already", place=a, fix="name two, e.g. entity:A entity:B")
    first, second = sorted((entity_iri(a), entity_iri(b)))
    return first, second


def claim_judged(claim: str) -> tuple[str]:
    """IRI of a claim that is judged, given by id."""
    return (claim_iri(claim),)


# ---------------------------------------------------------------------- in the graph


def judgement_quads(judgements: Iterable[Judgement]) -> Iterator[str]:
    """Lines of N-Quads of judgements; for entities, the plain triple that other tools read too."""
    graph = iri(JUDGEMENTS)
    for judgement in judgements:
        node = iri(f"{BASE}judgement/{judgement.id}")
        yield quad(node, vocab.RDF_TYPE, iri(vocab.JUDGEMENT), graph)
        for thing in judgement.judged:
            yield quad(node, vocab.JUDGES, iri(thing), graph)
        yield quad(node, vocab.VERDICT, string(judgement.verdict), graph)
        if judgement.because:
            yield quad(node, vocab.BECAUSE, string(judgement.because), graph)
        if judgement.verdict in _PREDICATES:
            a, b = judgement.judged
            yield quad(iri(a), _PREDICATES[judgement.verdict], iri(b), graph)


def verdict_on(quads: Quads, claim: ox.NamedNode) -> str:
    """What was judged of a claim: `wrong`, `right`, or nothing."""
    for q in quads.quads_for_pattern(None, _JUDGES, claim, _GRAPH):
        for v in quads.quads_for_pattern(named(q.subject), _VERDICT, None, _GRAPH):
            return text_of(v.object)
    return ""


def judged_claims(quads: Quads, verdict: str) -> set[str]:
    """Ids of the claims of which something was judged."""
    found = set()
    for q in quads.quads_for_pattern(None, _VERDICT, ox.Literal(verdict), _GRAPH):
        for j in quads.quads_for_pattern(named(q.subject), _JUDGES, None, _GRAPH):
            found.add(local_id(text_of(j.object)))
    return found


def same_as(quads: Quads, entity: str) -> set[str]:
    """IRIs of all entities that are judged to be the same as one, itself included."""
    found, waiting = {entity}, [entity]
    while waiting:
        node = ox.NamedNode(waiting.pop())
        near = [q.object for q in quads.quads_for_pattern(node, _SAME, None, _GRAPH)]
        near += [named(q.subject) for q in quads.quads_for_pattern(None, _SAME, node, _GRAPH)]
        fresh = {text_of(n) for n in near} - found
        found |= fresh
        waiting += sorted(fresh)
    return found


def chosen_of(quads: Quads) -> dict[str, str]:
    """The entity that stands for those judged to be the same: IRI -> IRI, for all that were merged.

    One of the catalogue comes first, as its id is no hash; then the first by code point.
    """
    joined = {
        text_of(t) for q in quads.quads_for_pattern(None, _SAME, None, _GRAPH) for t in (q.subject, q.object)
    }
    chosen: dict[str, str] = {}
    for entity in sorted(joined):
        if entity not in chosen:
            group = same_as(quads, entity)
            best = min(group, key=lambda e: (is_hash(local_id(e)), e))
            chosen.update(dict.fromkeys(group, best))
    return chosen


# ---------------------------------------------------------------------- contradictions


def check_consistency(judgements: Mapping[tuple[str, ...], Entry], new: Judgement) -> None:
    """Refuse a judgement that contradicts others.

    Args:
        judgements: those that stand, by what they judge; one of the same pair gives way to the new one.
        new: the judgement to be made.

    Raises:
        InputError: it contradicts others; the message shows the chain.
    """
    others = {k: e for k, e in judgements.items() if k != new.judged}
    same = [e.judged for e in others.values() if e.verdict == "same"]
    if new.verdict == "different":
        chain = _chain(same, *new.judged)
        if chain:
            raise _contradiction(others, chain, f"{_short(new.judged[0])} different {_short(new.judged[1])}")
    elif new.verdict == "same":
        for pair in sorted(e.judged for e in others.values() if e.verdict == "different"):
            chain = _chain([*same, new.judged], *pair)
            if chain:
                told = f"{_short(pair[0])} different {_short(pair[1])}"
                raise _contradiction(others, chain, told)


def _contradiction(judgements: Mapping[tuple[str, ...], Entry], chain: list[str], told: str) -> InputError:
    steps = ", ".join(f"{_short(a)} same {_short(b)}" for a, b in pairwise(chain))
    involved = [
        Judgement.of(judgements[key]).id[:10]
        for a, b in pairwise(chain)
        if (key := (min(a, b), max(a, b))) in judgements
    ]
    undo = f" {involved[0]}" if involved else ""
    return InputError(
        f"this contradicts what was judged: {steps}, but {told}",
        fix=f"undo one of them first: kg judge undo{undo}",
    )


def _chain(same: Iterable[tuple[str, ...]], start: str, end: str) -> list[str]:
    """The shortest way from one entity to another over those judged the same; empty where there is none."""
    near: dict[str, set[str]] = {}
    for a, b in same:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    came_from = {start: start}
    queue = deque([start])
    while queue and end not in came_from:
        here = queue.popleft()
        for there in sorted(near.get(here, ())):
            if there not in came_from:
                came_from[there] = here
                queue.append(there)
    if end not in came_from:
        return []
    chain = [end]
    while chain[-1] != start:
        chain.append(came_from[chain[-1]])
    return chain[::-1]


def _short(entity: str) -> str:
    return "entity:" + local_id(entity)

"""Other figures of the kind of one: of the same metric, about its subject, a part of it or the whole of it.

Of a market with thousands of figures only the nearest in time are read and compared.
"""

from __future__ import annotations

from typing import Any, Final

import pyoxigraph as ox

from kg import vocab
from kg.claims import ClaimReader
from kg.comparison import compare_figures
from kg.dossier import Analysis
from kg.graph import KnowledgeGraph
from kg.ids import entity_iri, local_id
from kg.measurements import Figure, read_figures
from kg.model import Claim
from kg.quads import text_of
from kg.topics import Kinship

__all__ = ["find_alike"]

_READ: Final = 24
"""Figures that are read and compared."""

_SHOWN: Final = 12
_SUBJECTS: Final = 5000
"""Subjects among which parts and wholes are looked for; in larger stores only the same subject counts."""

_RANK: Final = ("agrees", "conflicts", "differs in scope", "not comparable")
_ABOUT: Final = f"<{vocab.SCHEMA_OBSERVATION_ABOUT}>"

Model = dict[str, Any]


def find_alike(graph: KnowledgeGraph, reader: ClaimReader, claim: Claim) -> list[Model]:
    """What other figures are to one, those that speak of the same first."""
    analysis = Analysis(reader, graph.catalogue)
    near = [c for c in _nearest(reader, claim, _related(analysis, claim)) if c != claim.id][:_READ]
    figures = {f.claim.id: f for f in read_figures(reader, analysis.topics, [claim.id, *near])}
    this = figures.pop(claim.id, None)
    if this is None:
        return []
    rows = [_row(analysis, this, other) for other in figures.values() if other.metric == this.metric]
    return sorted(rows, key=lambda r: (_RANK.index(str(r["verdict"])), r["id"]))[:_SHOWN]


def _row(analysis: Analysis, this: Figure, other: Figure) -> Model:
    found = compare_figures(this, other, analysis.topics, analysis.rates)
    return {
        "id": other.claim.id,
        "subject": other.claim.subject.name,
        "figure": other.spelled,
        "period": other.claim.period,
        "status": other.claim.status,
        "verdict": str(found.verdict),
        "why": found.words,
    }


def _related(analysis: Analysis, claim: Claim) -> list[str]:
    """The subject, and subjects of other figures that are the same thing, parts of it, or the whole of it."""
    own, topics, reader = entity_iri(claim.subject.id), analysis.topics, analysis.reader
    rows = _ask(reader, f"SELECT DISTINCT ?s {{ ?o {_ABOUT} ?s }} LIMIT {_SUBJECTS + 1}")
    subjects = sorted(s for (s,) in rows)
    if len(subjects) > _SUBJECTS:
        return [own]
    topic = topics.of_entity(claim.subject)
    kin = (Kinship.SAME, Kinship.PART, Kinship.WHOLE)
    others = ((s, topics.of_entity(reader.entity(s))) for s in subjects if s != own)
    return [own, *(s for s, other in others if topics.kinship(topic, other) in kin)]


def _nearest(reader: ClaimReader, claim: Claim, subjects: list[str]) -> list[str]:
    """Ids of claims about these subjects in the metric of a claim, those nearest in time first."""
    some = " ".join(f"<{s}>" for s in subjects[:50])
    query = (
        f"SELECT ?g ?period {{ VALUES ?s {{ {some} }} GRAPH ?g {{ ?o {_ABOUT} ?s ; "
        f"<{vocab.METRIC}> <{vocab.KG}{claim.metric}> . OPTIONAL {{ ?o <{vocab.PERIOD}> ?period }} }} }}"
    )
    rows = {local_id(g): period for g, period in _ask(reader, query)}
    return sorted(rows, key=lambda c: (_years_apart(claim.period, rows[c]), c))


def _years_apart(one: str | None, other: str) -> int:
    a, b = (one or "")[:4], other[:4]
    return abs(int(a) - int(b)) if a.isdigit() and b.isdigit() else 10_000


def _ask(reader: ClaimReader, query: str) -> list[tuple[str, ...]]:
    found = reader.store.graph.query(query)
    assert isinstance(found, ox.QuerySolutions)
    names = [v.value for v in found.variables]
    return [tuple("" if row[n] is None else text_of(row[n]) for n in names) for row in found]

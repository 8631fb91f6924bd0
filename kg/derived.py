"""What follows from the claims, as RDF: comparisons and findings, each derived from the claims it rests on.

They stand in one graph of their own, which is made when it is asked for and never stored, so that taking a
source back takes with it all that followed from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from kg import vocab
from kg.comparison import Comparison, Verdict, compare_figures
from kg.dossier import Analysis
from kg.errors import InputError
from kg.findings import Finding, Outcome
from kg.ids import BASE, claim_iri, hash_fields, span_iri
from kg.measurements import Figure
from kg.terms import decimal, iri, quad, string
from kg.topics import Kinship

__all__ = [
    "DERIVED",
    "comparison_lines",
    "copy_with_derived",
    "derived_lines",
    "finding_lines",
    "related_comparisons",
    "spell_derived",
]

DERIVED: Final = f"{BASE}derived"
"""Graph of what follows from the claims."""

_VERDICTS: Final = {
    Verdict.AGREES: vocab.AGREES,
    Verdict.CONFLICTS: vocab.CONFLICTS,
    Verdict.SCOPE: vocab.DIFFERS_IN_SCOPE,
    Verdict.NOT_COMPARABLE: vocab.NOT_COMPARABLE,
}
_OUTCOMES: Final = {
    Outcome.CONSISTENT: vocab.CONSISTENT,
    Outcome.INCONSISTENT: vocab.INCONSISTENT,
    Outcome.OTHER_MEASURE: vocab.DIFFERENT_MEASURE,
    Outcome.IMPLIED: vocab.IMPLIED,
}
_FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
}
Triple = tuple[str, str, str]


def derived_lines(analysis: Analysis) -> list[str]:
    """Lines of N-Quads of all findings of a store, and of the comparisons of figures of one metric."""
    lines: set[str] = set()
    for comparison in related_comparisons(analysis):
        lines.update(comparison_lines(comparison))
    for finding in analysis.audit():
        lines.update(finding_lines(finding))
    return sorted(lines)


def copy_with_derived(analysis: Analysis) -> ox.Store:
    """Copy a store's database into memory, with what follows from its claims in a graph of its own."""
    copy = ox.Store()
    copy.extend(analysis.reader.store.graph)
    copy.load("".join(derived_lines(analysis)), format=ox.RdfFormat.N_QUADS)
    return copy


def spell_derived(analysis: Analysis, suffix: str) -> str:
    """Spell what follows from the claims of a store, in the format of a suffix: .ttl, .nt, .nq or .trig.

    Raises:
        InputError: the suffix is another.
    """
    if suffix not in _FORMATS:
        raise InputError(
            f"no format '{suffix}' for what is derived", fix=f"use {', '.join(sorted(_FORMATS))}"
        )
    lines = "".join(derived_lines(analysis))
    quads = ox.parse(lines, format=ox.RdfFormat.N_QUADS)
    shape = _FORMATS[suffix]
    if shape is ox.RdfFormat.N_QUADS:
        return lines
    rows = quads if shape is ox.RdfFormat.TRIG else (q.triple for q in quads)
    spelled = ox.serialize(rows, format=shape, prefixes=dict(vocab.PREFIXES))
    assert spelled is not None
    return spelled.decode("utf-8")


def related_comparisons(analysis: Analysis) -> Iterator[Comparison]:
    """Compare the figures of one metric that are about one topic, or about a part and its whole.

    They are looked up by topic and metric; figures of different metrics are not comparable in any case.
    """
    shelves: dict[tuple[str, str], list[Figure]] = {}
    for f in analysis.figures:
        shelves.setdefault((f.topic.base, f.metric), []).append(f)
    for (base, metric), shelf in sorted(shelves.items()):
        above = [w for b in sorted(analysis.topics.ancestors(base)) for w in shelves.get((b, metric), ())]
        for n, first in enumerate(shelf):
            for other in [*shelf[n + 1 :], *above]:
                if analysis.topics.kinship(first.topic, other.topic) is not Kinship.NONE:
                    yield compare_figures(first, other, analysis.topics, analysis.rates)


def comparison_lines(comparison: Comparison) -> list[str]:
    """Lines of N-Quads of one comparison."""
    claims = sorted((comparison.first.claim.id, comparison.other.claim.id))
    ident = hash_fields("comparison", {"first": claims[0], "other": claims[1]})
    node = iri(f"{BASE}comparison/{ident}")
    triples: list[Triple] = [
        (node, vocab.RDF_TYPE, iri(vocab.COMPARISON)),
        (node, vocab.OUTCOME, iri(_VERDICTS[comparison.verdict])),
        *((node, vocab.DIFFERS_IN, string(d)) for d in comparison.dimensions),
        *_receipts(node, (comparison.first, comparison.other)),
        (node, vocab.SCHEMA_TEXT, string(comparison.words)),
    ]
    if comparison.deciding is not None:
        triples.append((node, vocab.DECIDED_BY, string(comparison.deciding)))
    if comparison.part_exceeds_whole:
        triples.append((node, vocab.OUTCOME, iri(vocab.PART_EXCEEDS_WHOLE)))
    return [quad(*t, iri(DERIVED)) for t in triples]


def finding_lines(finding: Finding) -> list[str]:
    """Lines of N-Quads of one finding."""
    node = iri(finding.iri)
    triples: list[Triple] = [
        (node, vocab.RDF_TYPE, iri(vocab.FINDING)),
        (node, vocab.OUTCOME, iri(_OUTCOMES[finding.outcome])),
        (node, vocab.CHECK, string(finding.check)),
        (node, vocab.SCHEMA_TEXT, string(finding.words)),
        *_receipts(node, finding.figures),
    ]
    if finding.value is not None:
        triples.append((node, vocab.SCHEMA_VALUE, decimal(round(finding.value, 6))))
        triples.append((node, vocab.SCHEMA_UNIT_CODE, string(finding.unit)))
    return [quad(*t, iri(DERIVED)) for t in triples]


def _receipts(node: str, figures: Sequence[Figure]) -> Iterable[Triple]:
    """The claims that something is derived from, and every sentence of theirs."""
    for f in figures:
        yield node, vocab.PROV_WAS_DERIVED_FROM, iri(claim_iri(f.claim.id))
        for e in f.evidences:
            yield node, vocab.PROV_WAS_QUOTED_FROM, iri(span_iri(e.version, e.span.start, e.span.end))

"""What figures of a picture are to each other, and how many independent sources claims have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.catalogue import Catalogue
from kg.claims import ClaimReader
from kg.comparison import Verdict, compare_all
from kg.dossier import Analysis
from kg.independence import independence_of
from kg.measurements import read_figures
from kg.model import Claim, Evidence, Kind
from kg.views.elements import Compare, Comparison, CountSources

__all__ = ["figure_comparer", "source_counter"]


def figure_comparer(reader: ClaimReader, catalogue: Catalogue) -> Compare:
    """Make what compares the figures of a picture.

    Args:
        reader: of the store.
        catalogue: decides what is one market and what is broader.
    """
    analysis = Analysis(reader, catalogue)

    def compare(claims: Sequence[Claim]) -> Mapping[str, Comparison]:
        wanted = sorted(c.id for c in claims if c.kind is Kind.MEASUREMENT)
        figures = read_figures(reader, analysis.topics, wanted)
        comparable: dict[str, list[str]] = {}
        conflicts: dict[str, list[str]] = {}
        for found in compare_all(figures, analysis.topics, analysis.rates):
            if found.verdict is Verdict.NOT_COMPARABLE:
                continue
            held = conflicts if found.verdict is Verdict.CONFLICTS else comparable
            held.setdefault(found.first.claim.id, []).append(found.other.claim.id)
            held.setdefault(found.other.claim.id, []).append(found.first.claim.id)
        return {
            ident: Comparison(tuple(comparable.get(ident, ())), tuple(conflicts.get(ident, ())))
            for ident in comparable.keys() | conflicts.keys()
        }

    return compare


def source_counter(reader: ClaimReader) -> CountSources:
    """Make what counts the independent sources of a claim: those that there must be at least."""

    def count(evidences: Sequence[Evidence]) -> int:
        return independence_of(reader, evidences).at_least

    return count

"""The arithmetic audit of a store: every check over every article's figures, as derived claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from kg import vocab
from kg.balances import check_currencies, check_parts, check_quarters, check_shares
from kg.claims import ClaimReader
from kg.errors import StoreError
from kg.findings import Finding
from kg.gate import sentence_around
from kg.growth import Together, check_growth
from kg.ids import local_id
from kg.measurements import Figure
from kg.model import Evidence
from kg.quads import text_of
from kg.topics import Topics

__all__ = ["Sentences", "audit", "parts_in"]

_PART_OF: Final = ox.NamedNode(vocab.PART_OF)
_DEFAULT: Final = ox.DefaultGraph()


@dataclass
class Sentences:
    """Tells whether evidences of a store stand in one sentence; each text is read once."""

    reader: ClaimReader
    _texts: dict[str, str] = field(default_factory=dict, repr=False)

    def together(self, one: Evidence, other: Evidence) -> bool:
        """Whether two evidences stand in one sentence of one version."""
        if one.version != other.version:
            return False
        if one.version not in self._texts:
            info = self.reader.version(one.version)
            try:
                self._texts[one.version] = self.reader.store.texts.get(info.text_hash)
            except StoreError:  # kg check names it
                self._texts[one.version] = ""
        text = self._texts[one.version]
        if not text:
            return overlap(one, other)
        start, end = sentence_around(text, one.span.start, one.span.end)
        return other.span.start < end and start < other.span.end


def overlap(one: Evidence, other: Evidence) -> bool:
    """Whether the words of two evidences have a character in common."""
    return one.version == other.version and (
        one.span.start < other.span.end and other.span.start < one.span.end
    )


def parts_in(reader: ClaimReader) -> dict[str, list[str]]:
    """Ids of the entities that the facts call parts of an entity, by its id."""
    found: dict[str, list[str]] = {}
    for q in reader.store.graph.quads_for_pattern(None, _PART_OF, None, _DEFAULT):
        found.setdefault(local_id(text_of(q.object)), []).append(local_id(text_of(q.subject)))
    return {whole: sorted(parts) for whole, parts in found.items()}


def audit(
    figures: Sequence[Figure],
    topics: Topics,
    *,
    together: Together = overlap,
    parts_of: dict[str, list[str]] | None = None,
) -> list[Finding]:
    """Reckon what follows from figures, and what does not fit; alarms first.

    Args:
        figures: measurements of any number of articles.
        topics: knows what is one market and what is broader.
        together: tells whether two evidences stand in one sentence.
        parts_of: what claims call parts of what, by ids of entities.
    """
    found = [
        *check_growth(figures, together),
        *check_currencies(figures),
        *check_shares(figures),
        *check_parts(figures, topics, parts_of or {}),
        *check_quarters(figures),
    ]
    return sorted(found, key=lambda f: (f.order, f.id))

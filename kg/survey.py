"""The part of `KnowledgeGraph` that lists and counts: claims, articles, and how many there are of what."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from kg.claims import ClaimReader, VersionInfo
from kg.flat import FlatClaim
from kg.selection import ClaimFilter, pick, read_claims
from kg.store import Store

if TYPE_CHECKING:
    from kg.overview import Tally

__all__ = ["Survey"]


class Survey(ABC):
    """A graph whose claims and articles are listed and counted."""

    @property
    @abstractmethod
    def store(self) -> Store:
        """The store that is asked."""

    def claims(self, **filters: Any) -> list[FlatClaim]:
        """Claims, one row for each evidence, by article and place.

        Args:
            **filters: about, metric, status, source, predicate, kind, period, attributed_to, min_confidence,
                older;
                see `kg.selection.ClaimFilter`.
        """
        return read_claims(self.store, ClaimFilter(**filters))

    def counts(self, by: str = "publisher", **filters: Any) -> list[Tally]:
        """How many claims, evidences and articles there are by publisher, say; the most claims first.

        Args:
            by: publisher, article, published (the year), kind, predicate, metric, unit, status, year (which
                the claim is about), period or class (of the subject).
            **filters: as in `claims`.

        Raises:
            InputError: they are not counted by this, or a filter cannot be.
            NotFoundError: a filter names something that the store does not hold.
        """
        return pick(ClaimReader(self.store), ClaimFilter(**filters)).tally(by)

    def sources(self, *, older: bool = False) -> list[dict[str, Any]]:
        """The loaded articles, by name: id, name, title, publisher, published, address, claims and more."""
        from kg.overview import Overview

        reader = ClaimReader(self.store)
        sizes = Overview(reader).sizes()
        return [_describe(reader, v, *sizes.get(v.version, (0, 0))) for v in reader.versions(older=older)]


def _describe(reader: ClaimReader, v: VersionInfo, claims: int, evidences: int) -> dict[str, Any]:
    return {
        "id": v.article,
        "name": v.name,
        "title": v.title,
        "publisher": v.publisher,
        "published": v.published,
        "address": v.address,
        "claims": claims,
        "evidences": evidences,
        "authors": list(v.authors),
        "language": v.language,
        "primary_sources": list(v.sources),
        "version": v.version,
        "same_text_as": [e.name for e in reader.store.history.twins_of(v.version)],
        "text_hash": v.text_hash,
        "characters": v.text_length,
    }

"""Rows as they come: one for each evidence, its texts by number, to be put into the table of a store."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Final

from kg.articles import Article
from kg.ids import entity_iri, fold_name, local_id
from kg.model import Entity, Evidence
from kg.terms import iri

__all__ = ["ABOUT_VERSIONS", "NUMBERS", "WORDS", "Block", "Mention", "Rows", "describe_version"]

WORDS: Final = ("kind", "predicate", "metric", "unit", "status", "polarity", "period", "scope")
"""Columns of words, each with numbers of its own; 0 is nothing."""

NUMBERS: Final = ("subject", "object", "region", "event", "chain", "start", "end")
"""Columns of numbers: of mentions, of chains of mentions, and places in the text."""

ABOUT_VERSIONS: Final = (
    "ident",
    "article",
    "name",
    "text_hash",
    "title",
    "publisher",
    "published",
    "address",
)
"""What is known of the version that rows are of; empty where unknown."""

Mention = tuple[str, str, str, str]
"""An entity as a version names it: id, label, type, folded label; of the catalogue's the id alone."""

Block = tuple[int, int, tuple[str, ...]]
"""Where the rows of a version begin, how many they are, and what is known of it."""


def describe_version(article: Article) -> tuple[str, ...]:
    """What is known of a version, as `ABOUT_VERSIONS` names it."""
    known = article.metadata
    address = iri(known.address)[1:-1] if known.address else ""
    return (
        article.version, article.id, article.name, article.text_hash, known.title or "",
        known.publisher or "", known.published or "", address,
    )  # fmt: skip


class Rows:
    """Rows of versions, in the order in which they came, each column an array.

    Attributes:
        blocks: where the rows of a version are, by the key that it was added with.
        columns: the values of `WORDS` and `NUMBERS`, as numbers.
        claims: ids of the claims, 16 bytes each.
        words: the numbers of words, by column.
        mentions: the numbers of mentions.
        chains: the numbers of chains of mentions.
    """

    def __init__(self) -> None:
        self.blocks: dict[tuple[str, ...], Block] = {}
        self.columns = {name: array("i") for name in (*WORDS, *NUMBERS)}
        self.confidence = array("d")
        self.value = array("d")
        self.claims = bytearray()
        self.words: dict[str, dict[str, int]] = {name: {"": 0} for name in WORDS}
        self.mentions: dict[Mention, int] = {("", "", "", ""): 0}
        self.chains: dict[tuple[int, ...], int] = {(): 0}

    def __len__(self) -> int:
        return len(self.confidence)

    def add(self, key: tuple[str, ...], about: tuple[str, ...], evidences: Sequence[Evidence]) -> None:
        """Add the rows of a version, by place.

        Args:
            key: finds them again.
            about: what is known of the version, as `ABOUT_VERSIONS` names it.
            evidences: of it, each once.
        """
        first = len(self)
        names = dict(self._name(evidences))
        for e in sorted(evidences, key=lambda e: (e.span.start, e.span.end, e.claim.id)):
            self._add(e, names)
        self.blocks[key] = (first, len(self) - first, about)

    def _name(self, evidences: Sequence[Evidence]) -> Iterator[tuple[str, int]]:
        """Numbers of the entities that a version names, called as its graph calls them (`kg.rdf`)."""
        told: dict[str, Entity] = {}
        for x in (x for e in evidences for x in e.entities):
            told[x.id] = min(x, told.get(x.id, x), key=lambda e: (e.known, e.name, e.type))
        for ident, x in told.items():
            local = local_id(entity_iri(ident))
            mention = (local, "", "", "") if x.known else (local, x.name, x.type, fold_name(x.name))
            yield ident, self.mentions.setdefault(mention, len(self.mentions))

    def _add(self, e: Evidence, names: dict[str, int]) -> None:
        claim, words, columns = e.claim, self.words, self.columns
        said = (
            claim.kind, claim.predicate, claim.metric, claim.unit, claim.status, claim.polarity, claim.period,
            claim.scope,
        )  # fmt: skip
        for name, word in zip(WORDS, said, strict=True):
            known = words[name]
            columns[name].append(known.setdefault(str(word), len(known)) if word else 0)
        chain = tuple(names[link.agent.id] for link in e.attribution)
        numbers = (
            names[claim.subject.id],
            names[claim.object.id] if claim.object else 0,
            names[claim.region.id] if claim.region else 0,
            names[e.event.id] if e.event else 0,
            self.chains.setdefault(chain, len(self.chains)),
            e.span.start,
            e.span.end,
        )
        for name, number in zip(NUMBERS, numbers, strict=True):
            columns[name].append(number)
        self.confidence.append(e.confidence)
        self.value.append(float("nan") if claim.value is None else float(claim.value))
        self.claims += bytes.fromhex(claim.id)

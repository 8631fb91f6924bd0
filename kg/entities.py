"""The entities that the rows of a store name: their labels and classes, and how many claims name them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

import numpy as np
import pyoxigraph as ox

from kg import vocab
from kg.claims import ClaimReader
from kg.columns import Array
from kg.ids import BASE, fold_name
from kg.model import Entity
from kg.quads import text_of
from kg.rdf import CATALOGUE
from kg.table import Table

__all__ = ["Entities"]

_ENTITY: Final = BASE + "entity/"
_CATALOGUE: Final = ox.NamedNode(CATALOGUE)
_NAMES: Final = (ox.NamedNode(vocab.RDFS_LABEL), ox.NamedNode(vocab.SKOS_ALT_LABEL))
_CLAIMED: Final = ("subject", "object", "region")


class Entities:
    """Looks up what a table says of entities; what the catalogue knows is asked there."""

    def __init__(self, reader: ClaimReader, table: Table) -> None:
        self._reader = reader
        self._table = table

    # ------------------------------------------------------------------ mentions
    @property
    def numbers(self) -> dict[str, list[int]]:
        """The numbers of the mentions of each entity, by IRI."""

        def make() -> dict[str, list[int]]:
            found: dict[str, list[int]] = {}
            for n, ident in enumerate(self._table.texts("mention")):
                found.setdefault(_ENTITY + ident, []).append(n)
            return found

        return self._table.keep("numbers", make)  # type: ignore[no-any-return]

    @property
    def classes(self) -> Array:
        """The broad class of each mention, as its place in `class_names`."""
        return self._table.keep("classes", self._make_classes)  # type: ignore[no-any-return]

    @property
    def class_names(self) -> list[str]:
        """Names of the broad classes."""
        return sorted({"", *vocab.ENTITY_TYPES.values()})

    def _make_classes(self) -> Array:
        place = {name: n for n, name in enumerate(self.class_names)}
        kinds = [self._type_of(n) for n in range(len(self._table.mentions))]
        return np.array([place[vocab.ENTITY_TYPES.get(k, k if k in place else "")] for k in kinds], np.uint8)

    def entity(self, mention: int) -> Entity:
        """An entity as a version names it, else as the catalogue does."""
        ident, label, kind, _ = self._table.mention(mention)
        known = self._reader.entity(_ENTITY + ident)
        return known.model_copy(update={"name": label, "type": kind}) if label else known

    def _type_of(self, mention: int) -> str:
        ident, _, kind, _ = self._table.mentions[mention]
        return kind or (self._reader.entity(_ENTITY + ident).type if ident else "")

    def types(self) -> list[str]:
        """The class of each mention as the ontology names it."""
        return self._table.keep(  # type: ignore[no-any-return]
            "types", lambda: [self._type_of(n) for n in range(len(self._table.mentions))]
        )

    def folded(self) -> list[str]:
        """The folded label of each mention."""

        def make() -> list[str]:
            return [
                f if f or not ident else fold_name(self._reader.entity(_ENTITY + ident).name)
                for ident, _, _, f in self._table.mentions
            ]

        return self._table.keep("folded", make)  # type: ignore[no-any-return]

    # ------------------------------------------------------------------ entities with claims
    @property
    def named(self) -> set[str]:
        """IRIs of the entities that claims are about, or that stand behind one."""

        def make() -> set[str]:
            c, used = self._table.columns, np.zeros(len(self._table.mentions), bool)
            for name in (*_CLAIMED, "chain.items"):
                used[c[name]] = True
            used[0] = False
            texts = self._table.texts("mention")
            return {_ENTITY + texts[n] for n in np.flatnonzero(used).tolist()}

        return self._table.keep("named", make)  # type: ignore[no-any-return]

    @property
    def names(self) -> list[tuple[str, str, str]]:
        """IRI, label and folded label of entities with claims, as versions and the catalogue name them."""
        return self._table.keep("names", lambda: sorted(set(self._all_names())))  # type: ignore[no-any-return]

    def _all_names(self) -> Iterable[tuple[str, str, str]]:
        named = self.named
        for ident, label, _, folded in self._table.mentions:
            if label and _ENTITY + ident in named:
                yield _ENTITY + ident, label, folded
        for predicate in _NAMES:
            for q in self._reader.store.graph.quads_for_pattern(None, predicate, None, _CATALOGUE):
                iri = text_of(q.subject)
                if iri in named:
                    yield iri, text_of(q.object), fold_name(text_of(q.object))

    def rows_naming(self, entities: Iterable[str]) -> Array:
        """Whether each row's claim names one of some entities, given by IRI."""
        numbers = [n for e in entities for n in self.numbers.get(e, ())]
        c, found = self._table.columns, np.zeros(len(self._table), bool)
        for name in _CLAIMED:
            found |= among(c[name], numbers, len(self._table.mentions))
        return found

    def rows_said_by(self, mentions: Collection[int]) -> Array:
        """Whether one of some mentions stands behind each row, as any link of its chain."""
        wanted = set(mentions)
        chains = [n for n, chain in enumerate(self._table.chains) if not wanted.isdisjoint(chain)]
        return among(self._table.columns["chain"], chains, len(self._table.chains))

    def claims_naming(self, entity: str, most: int | None = None) -> list[str]:
        """Ids of the claims that name an entity, given by IRI, of older versions too: the first in order."""
        c = self._table.columns
        seen = np.zeros(len(c["claim.low"]), bool)
        seen[c["claim"][self.rows_naming([entity])]] = True
        claims = np.flatnonzero(seen)
        order = np.lexsort((c["claim.low"][claims], c["claim.high"][claims]))
        return self._table.claim_ids(claims[order[:most]])

    def count_claims(self, entities: Collection[str]) -> dict[str, int]:
        """How many claims name each of some entities, given by IRI, of older versions too."""
        c = self._table.columns
        rows = np.flatnonzero(self.rows_naming(entities))
        claims = c["claim"][rows]
        named = [c[name][rows] for name in _CLAIMED]
        found = {}
        for entity in entities:
            here = np.zeros(len(rows), bool)
            for n in self.numbers.get(entity, ()):
                for column in named:
                    here |= column == n
            found[entity] = len(set(claims[here].tolist()))
        return found

    def search(self, wanted: str) -> list[str]:
        """IRIs of entities whose names hold some folded words: the same name first, then its beginning."""
        found: dict[str, int] = {}
        for iri, label, folded in self.names:
            if wanted in folded or wanted in label.casefold():
                rank = 0 if folded == wanted else 1 if folded.startswith(wanted) else 2
                found[iri] = min(found.get(iri, rank), rank)
        return sorted(found, key=lambda i: (found[i], i))


def among(column: Array, numbers: Collection[int], size: int) -> Array:
    """Whether each number of a column is among some.

    Args:
        column: numbers below `size`.
        numbers: those that are looked for.
        size: how many numbers there can be.
    """
    if len(numbers) <= 2:
        found = np.zeros(len(column), bool)
        for n in numbers:
            found |= column == n
        return found
    wanted = np.zeros(size, bool)
    wanted[list(numbers)] = True
    return wanted[column]

"""What figures are about: one market under its several names, the place it is in, and what is part of what.

The catalogue decides which names are one market and which market is broader (skos:broader). One rule is
applied to it: a part of a part is a part. `China's AI industry` is the AI industry, in China.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kg.catalogue import Catalogue, Known
from kg.ids import entity_iri, fold_name, local_id
from kg.model import Claim, Entity

__all__ = ["SIZES", "Kinship", "Topic", "Topics"]

_MARKETS: Final = frozenset({"Market", "Industry"})
_NEAR_MARKETS: Final = frozenset({"Technology", "Product", "Service", "Use"})
"""A market size of one of these is that of its market: `China's AI computing` was worth so much."""

_PLACES: Final = frozenset({"Place", "Country", "City", "WorldRegion"})
SIZES: Final = frozenset({"marketSize", "revenue", "spending", "cagr", "growthRate"})
"""Metrics of markets: with these, a technology or product stands for its market."""

_MARKET_WORD: Final = re.compile(r"\s+(?:market|industry|sector|segment|business)$")
_IN_PLACE: Final = re.compile(r"^(?P<base>.+?)\s+in\s+(?:the\s+)?(?P<place>[A-Z].*)$")
_WORLDWIDE: Final = frozenset({"global", "worldwide", "world", "international"})
_LONGEST_PLACE: Final = 3


class Kinship(StrEnum):
    """How two topics are related, the place aside."""

    SAME = "the same"
    PART = "a part of it"
    WHOLE = "the whole of it"
    SIBLING = "another part of the same whole"
    NONE = "unrelated"


@dataclass(frozen=True)
class Topic:
    """What a figure is about.

    Attributes:
        base: the thing or the market, wherever it is: the id of an entity, or a folded name.
        name: what to call it, the place aside.
        place: id of the place; None where the text does not tell.
        place_name: what to call the place.
        market: whether it is a market.
    """

    base: str
    name: str
    place: str | None = None
    place_name: str | None = None
    market: bool = False


@dataclass(frozen=True, eq=False)
class Topics:
    """Reads the topics of figures with the help of a catalogue; each name is read once.

    Attributes:
        catalogue: decides what is one market and what is broader.
        same: the entity that stands for one by a judgement, by IRI.
    """

    catalogue: Catalogue
    same: Mapping[str, str] = field(default_factory=dict)
    _read: dict[tuple[str, str, str, bool], Topic] = field(default_factory=dict, repr=False)
    _above: dict[str, Mapping[str, int]] = field(default_factory=dict, repr=False)

    def of(self, claim: Claim) -> Topic:
        """What a measurement is about; its own region counts before the place in its subject's name."""
        return self.of_figure(claim.subject, claim.region, sized=claim.metric in SIZES)

    def of_figure(self, subject: Entity, region: Entity | None, *, sized: bool) -> Topic:
        """What a figure is about.

        Args:
            subject: of the figure.
            region: which it is about, where it tells.
            sized: whether its metric is one of `SIZES`.
        """
        topic = self.of_entity(subject, sized=sized)
        if region is None or region.id == topic.place:
            return topic
        place, name = self._place_key(region), region.name
        return Topic(topic.base, topic.name, place, name, topic.market)

    def of_entity(self, entity: Entity, *, sized: bool = True) -> Topic:
        """What an entity is as a topic.

        Args:
            entity: a thing or a market.
            sized: whether a technology or product stands for its market.
        """
        key = (entity.id, entity.name, entity.type, sized)
        if key not in self._read:
            self._read[key] = self._topic(self._chosen(entity), sized)
        return self._read[key]

    def _chosen(self, entity: Entity) -> Entity:
        """The entity that judgements have put in the place of one."""
        chosen = self.same.get(entity_iri(entity.id))
        if chosen is None or chosen == entity_iri(entity.id):
            return entity
        ident = local_id(chosen)
        if ident in self.catalogue:
            return self.catalogue[ident].entity
        return entity.model_copy(update={"id": ident})

    def of_name(self, name: str) -> Topic | None:
        """The market of a name that somebody typed; None where the catalogue has none."""
        topic = self._market(Entity.mint("Market", name), certain=False)
        return topic if topic is not None and topic.base in self.catalogue else None

    def _topic(self, entity: Entity, sized: bool) -> Topic:
        if entity.type in _MARKETS:
            market = self._market(entity, certain=True)
            assert market is not None
            return market
        if sized and entity.type in _NEAR_MARKETS:
            market = self._market(entity, certain=False)
            if market is not None:
                return market
        if entity.type in _PLACES:
            return Topic(entity.id, entity.name, self._place_key(entity), entity.name)
        return Topic(entity.id, entity.name)

    def _market(self, entity: Entity, *, certain: bool) -> Topic | None:
        """The market of a name, its place taken off; where it is not certain to be one, only a known one."""
        name, place = self._split(entity.name)
        place_id = self._place_key(place.entity) if place else None
        place_name = place.entity.name if place else None
        known = self.catalogue.entries.get(entity.id) if entity.known else None
        if known is not None and known.entity.type in _MARKETS:
            return Topic(known.entity.id, known.entity.name, place_id, place_name, market=True)
        bare = _MARKET_WORD.sub("", name)
        for spelled in dict.fromkeys((name, f"{bare} market", f"{bare} industry")):
            found = next((k for k in self.catalogue.named(spelled) if k.entity.type in _MARKETS), None)
            if found is not None:
                return Topic(found.entity.id, found.entity.name, place_id, place_name, market=True)
        if not certain:
            return None
        return Topic(f"market {fold_name(bare)}", name, place_id, place_name, market=True)

    def _split(self, name: str) -> tuple[str, Known | None]:
        """Take the place off a name: `China's X`, `the Chinese X`, `South Korean X`, `X in China`."""
        words = re.sub(r"^(?:the|The)\s+", "", " ".join(name.split())).split(" ")
        for n in range(min(_LONGEST_PLACE, len(words) - 1), 0, -1):
            place = self._place(" ".join(words[:n]))
            if place is not None:
                return " ".join(words[n:]), place
        m = _IN_PLACE.match(" ".join(words))
        place = self._place(m["place"]) if m else None
        return (m["base"], place) if m and place else (" ".join(words), None)

    def _place(self, words: str) -> Known | None:
        bare = re.sub(r"['’]s?$", "", words)
        found = self.catalogue.demonyms.get(bare)
        if found is None and bare.lower() not in _WORLDWIDE:
            found = next((k for k in self.catalogue.named(bare) if k.entity.type in _PLACES), None)
        return found or (_WORLD if bare.lower() in _WORLDWIDE else None)

    def _place_key(self, place: Entity) -> str:
        folded = fold_name(place.name)
        if folded in _WORLDWIDE or folded in ("globe", "globally"):
            return _WORLD.entity.id
        found = self._place(place.name) if not place.known else None
        return found.entity.id if found else place.id

    # ------------------------------------------------------------------ what is part of what
    def ancestors(self, base: str) -> Mapping[str, int]:
        """All that is broader, with the number of steps to it; the nearest counts."""
        if base not in self._above:
            found: dict[str, int] = {}
            edge = [base]
            while edge:
                step = [b for x in edge if x in self.catalogue for b in self.catalogue[x].broader]
                edge = [b for b in dict.fromkeys(step) if b not in found and b != base]
                depth = max(found.values(), default=0) + 1
                found.update(dict.fromkeys(edge, depth))
            self._above[base] = found
        return self._above[base]

    def kinship(self, one: Topic, other: Topic) -> Kinship:
        """What the second topic is to the first."""
        if one.base == other.base:
            return Kinship.SAME
        above, theirs = self.ancestors(one.base), self.ancestors(other.base)
        if one.base in theirs:
            return Kinship.PART
        if other.base in above:
            return Kinship.WHOLE
        return Kinship.SIBLING if above.keys() & theirs.keys() else Kinship.NONE


_WORLD: Final = Known(Entity(id="worldwide", name="worldwide", type="WorldRegion", known=True))

"""From drafts to evidences: names become entities of the catalogue, or entities of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from kg.articles import Article
from kg.catalogue import Catalogue
from kg.extract.drafts import Draft
from kg.extract.lexicon import singular
from kg.extract.reference import PLACES, Ref
from kg.ids import fold_name
from kg.model import AltValue, Claim, Entity, Evidence, Kind, Link, Qualifier, TextSpan, normalise_words

__all__ = ["EXTRACTOR", "Linker"]

EXTRACTOR: Final = "rules-1"
"""Name and version of the rule reader; a change of its rules that changes claims is a new version."""

_SUBJECT_TYPES: Final = {
    "speaksAt": "Person",
    "holdsRole": "Person",
    "founded": "Person",
    "presentedAt": "Product",
    "hasCapability": "Product",
    "appliesTo": "Product",
}
_OBJECT_TYPES: Final = {
    "releases": "Product", "develops": "Product", "uses": "Product", "publishes": "Report",
    "organizes": "Event", "presentedAt": "Event", "speaksAt": "Event", "participatesIn": "Event",
    "locatedIn": "Place", "appliesTo": "Use", "hasCapability": "Capability",
}  # fmt: skip
_SHARED: Final = frozenset({"Market", "Industry", "Technology", "Group", "Use", "Capability", *PLACES})


@dataclass(frozen=True)
class Linker:
    """Links the drafts of one article."""

    article: Article
    catalogue: Catalogue

    def link(self, drafts: Iterable[Draft]) -> list[Evidence]:
        """Turn drafts into evidences; a draft that makes no valid claim is left out."""
        found = []
        for draft in drafts:
            evidence = self._evidence(draft)
            if evidence is not None:
                found.append(evidence)
        return found

    def entity(self, ref: Ref, fallback: str = "Company") -> Entity:
        """The entity that something spoken of is."""
        if ref.known is not None:
            return ref.known.entity.model_copy(update={"name": ref.name})
        kind = ref.type or fallback
        name = " ".join(ref.name.split())[:300].strip(" ,.;:\"'") or ref.name[:300]
        canonical = self._market_name(name) if kind in ("Market", "Industry") else name
        known = self.catalogue.find(canonical, kind)
        if known is not None and (kind == known.type or ref.proper or kind in _SHARED):
            return known.model_copy(update={"name": name})
        minted = Entity.mint(kind, canonical, self._scope(ref, kind, canonical))
        return minted if canonical == name else minted.model_copy(update={"name": name})

    def _scope(self, ref: Ref, kind: str, name: str) -> str | None:
        """A thing known by description only belongs to its article; kinds of things and names do not."""
        if ref.proper or kind in _SHARED:
            return None
        last = name.rsplit(maxsplit=1)[-1]
        if last[:1].isupper() or (ref.plural and singular(last.lower()) != last.lower()):
            return None
        return self.article.id

    def _market_name(self, name: str) -> str:
        """One spelling for a market of one place: `China's X` for `the Chinese X`, X as in the catalogue."""
        words = name.split()
        head = words[0].removesuffix("'s").removesuffix("’s")
        place = self.catalogue.demonyms.get(head) or next(
            (k for k in self.catalogue.named(head) if k.entity.type in PLACES), None
        )
        base, prefix = name, ""
        if place is not None and len(words) > 1:
            base, prefix = " ".join(words[1:]), f"{place.entity.name}'s "
        known = self.catalogue.find(base, "Market")
        return prefix + (known.name if known is not None else base)

    def _evidence(self, draft: Draft) -> Evidence | None:
        text = self.article.text
        start, end = _trim(text, draft.start, draft.end)
        if start >= end:
            return None
        try:
            claim = self._claim(draft, text[start:end])
            return Evidence(
                claim=claim,
                version=self.article.version,
                span=TextSpan.of(text, start, end),
                attribution=self._chain(draft, claim),
                event=self.entity(draft.event, "Event") if draft.event is not None else None,
                date=draft.date,
                alt_values=tuple(AltValue(value=v, unit=u) for v, u in draft.alts),
                extractor=EXTRACTOR,
                rules=(draft.rule,),
                confidence=round(min(draft.trusted(), 0.99), 2),
            )
        except ValidationError:
            return None

    def _claim(self, draft: Draft, quote: str) -> Claim:
        subject = self.entity(draft.subject, _SUBJECT_TYPES.get(draft.predicate, "Company"))
        if draft.kind is Kind.STATEMENT:
            return Claim(kind=draft.kind, subject=subject, predicate="states", words=normalise_words(quote))
        if draft.kind is Kind.MEASUREMENT:
            return Claim(
                kind=draft.kind, subject=subject, predicate="hasMeasurement", value=draft.value,
                value_max=draft.value_max,
                qualifier=Qualifier(draft.qualifier) if draft.qualifier else None, unit=draft.unit,
                metric=draft.metric, period=draft.period, status=draft.status, polarity=draft.polarity,
                region=self.entity(draft.region, "Place") if draft.region is not None else None,
                scope=fold_name(draft.scope) if draft.scope else None,
            )  # fmt: skip
        assert draft.object is not None
        obj = self.entity(
            draft.object,
            _OBJECT_TYPES.get(draft.predicate, subject.type if draft.predicate == "partOf" else "Company"),
        )
        return Claim(
            kind=draft.kind, subject=subject, predicate=draft.predicate, object=obj, role=draft.role,
            period=draft.period, status=draft.status, polarity=draft.polarity,
        )  # fmt: skip

    def _chain(self, draft: Draft, claim: Claim) -> tuple[Link, ...]:
        if draft.attribution is None:
            return ()
        links: list[Link] = []
        for ref in draft.attribution.links:
            agent = self.entity(ref)
            if ref.start < ref.end and agent.id not in {link.agent.id for link in links}:
                links.append(Link(agent=agent, span=TextSpan.of(self.article.text, ref.start, ref.end)))
        return tuple(links)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave white space and stray commas out of a span."""
    while start < end and (text[start].isspace() or text[start] in ",;"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    return start, end

"""Why a claim was read: its rule, the words that name what it is about, and how its confidence came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.articles import Article
from kg.errors import RefusedError
from kg.extract.drafts import Draft
from kg.extract.reference import Ref
from kg.extract.rules import read_rules, read_structures
from kg.extractors import RuleExtractor, fold
from kg.gate import check_all
from kg.linking import Linker
from kg.model import Evidence, Kind

__all__ = ["Explained", "MentionRole", "Reason", "explain", "reason_of"]


@dataclass(frozen=True)
class MentionRole:
    """One thing of a claim, and the words it was read off.

    Attributes:
        part: subject, object, region, event or `said by`.
        name: what the claim calls it.
        type: its class; empty where the text does not show it.
        words: the words of the article.
        start: of these words, in code points.
        end: one past them.
        link: the catalogue's id, `named` for a name that it lacks, `described` for a thing without a name.
        trust: 1 for a name in place; less for every step that a reference goes back.
    """

    part: str
    name: str
    type: str
    words: str
    start: int
    end: int
    link: str
    trust: float


@dataclass(frozen=True)
class Reason:
    """One rule that made a claim.

    Attributes:
        rule: its name.
        predicate: what it asserts.
        own: its own confidence; None where the rule is written in code alone.
        here: what is left in this sentence: a hedge, a title or a quotation takes something away.
        total: what is left after the steps of the references.
        mentions: what the claim is about, in the text.
    """

    rule: str
    predicate: str
    own: float | None
    here: float
    total: float
    mentions: tuple[MentionRole, ...]

    def steps(self) -> list[str]:
        """How the confidence came about, one phrase a step."""
        found = [f"{self.rule} {self.here if self.own is None else self.own:.2f}"]
        if self.own and abs(self.here / self.own - 1) > 0.004:
            found.append(f"× {self.here / self.own:.2f} as the sentence puts it")
        found += [
            f"× {m.trust:.2f} for the {m.part}, which points back" for m in self.mentions if m.trust < 1
        ]
        return found


@dataclass(frozen=True)
class Explained:
    """An evidence with the reasons for it, the surest first."""

    evidence: Evidence
    reasons: tuple[Reason, ...]


def explain(article: Article, extractor: RuleExtractor) -> tuple[list[Explained], list[RefusedError]]:
    """Read an article through the gate, and keep why.

    Returns:
        What `kg.extractors.read` gives, in the same order, with reasons; and why others were refused.

    Raises:
        BudgetError: the article costs too much.
    """
    linker = Linker(article, extractor.catalogue)
    pairs = [(draft, found[0]) for draft in extractor.draft(article) if (found := linker.link([draft]))]
    held, refused = check_all([e for _, e in pairs], article.text, article.metadata.published)
    passed = {id(e) for e in held}
    by_claim: dict[str, list[tuple[Draft, Evidence]]] = {}
    for draft, e in pairs:
        if id(e) in passed:
            by_claim.setdefault(e.claim.id, []).append((draft, e))
    return [Explained(e, tuple(_reasons(by_claim[e.claim.id], e, linker))) for e in fold(held)], refused


def _reasons(pairs: Iterable[tuple[Draft, Evidence]], evidence: Evidence, linker: Linker) -> Iterator[Reason]:
    near = [
        (draft, e)
        for draft, e in pairs
        if e.span.start < evidence.span.end and evidence.span.start < e.span.end
    ]
    for draft, _ in sorted(near, key=lambda p: (-p[0].trusted(), p[0].start, p[0].rule)):
        yield reason_of(draft, linker)


def reason_of(draft: Draft, linker: Linker) -> Reason:
    """Why a draft was made."""
    parts: list[tuple[str, Ref | None]] = [
        ("subject", draft.subject),
        ("object", draft.object),
        ("region", draft.region),
        ("event", draft.event),
    ]
    if draft.attribution is not None:
        parts += [("said by", link) for link in draft.attribution.links]
    mentions = tuple(_mention(part, ref, linker) for part, ref in parts if ref is not None)
    own = _own_confidence(draft.rule)
    predicate = draft.metric if draft.kind is Kind.MEASUREMENT else draft.predicate
    return Reason(draft.rule, predicate, own, draft.confidence, min(draft.trusted(), 0.99), mentions)


def _mention(part: str, ref: Ref, linker: Linker) -> MentionRole:
    entity = linker.entity(ref)
    link = f"entity:{entity.id}" if entity.known else "named" if ref.proper else "described"
    words = " ".join(linker.article.text[ref.start : ref.end].split())
    counts = part in ("subject", "object")
    return MentionRole(
        part, entity.name, entity.type, words, ref.start, ref.end, link, ref.trust if counts else 1.0
    )


def _own_confidence(rule: str) -> float | None:
    structure = read_structures().get(rule)
    if structure is not None:
        return structure.confidence
    return next((r.confidence for r in read_rules() if r.id == rule), None)

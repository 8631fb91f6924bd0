"""What falls with a source: claims, answers and findings that lose their support, or all but one source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.citation import CitedResult, cite
from kg.claims import ClaimReader
from kg.dossier import Analysis
from kg.errors import NotFoundError
from kg.findings import Finding
from kg.ids import entity_iri, fold_name
from kg.independence import Independence, independence_of
from kg.measurements import figures_of
from kg.model import FACT_CONFIDENCE, Evidence, Kind
from kg.names import did_you_mean, entity_names, find_entities, find_versions
from kg.queries import Question, questions
from kg.rdf import CATALOGUE, ONTOLOGY
from kg.store import Store
from kg.texts import BorrowedTexts
from kg.wording import describe_evidence

__all__ = ["Fallen", "Impact", "find_impact", "reduced_store"]


@dataclass(frozen=True)
class Fallen:
    """A claim that falls or is weakened.

    Attributes:
        claim: its id.
        words: what it says.
        before: what stood behind it.
        after: what is left; no mentions where it falls.
    """

    claim: str
    words: str
    before: Independence
    after: Independence

    def as_row(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "claim": self.claim,
            "words": self.words,
            "before": str(self.before),
            "after": str(self.after),
        }


@dataclass(frozen=True)
class Impact:
    """What happens if a source falls.

    Attributes:
        source: what was asked about.
        evidences: how many evidences go.
        lost: claims that nothing supports any more, by words.
        weakened: claims that had more than one independent source and come to have one.
        findings_lost: findings that cannot be derived any more.
        findings_weakened: findings that rest on a weakened claim.
        answers_lost: ready-made question -> rows that are gone.
        answers_weakened: ready-made question -> rows that cite a weakened claim and stay.
    """

    source: str
    evidences: int
    lost: tuple[Fallen, ...]
    weakened: tuple[Fallen, ...]
    findings_lost: tuple[Finding, ...]
    findings_weakened: tuple[Finding, ...]
    answers_lost: Mapping[str, int]
    answers_weakened: Mapping[str, int]

    def as_row(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "source": self.source,
            "evidences": self.evidences,
            "claims_lost": [c.as_row() for c in self.lost],
            "claims_single_sourced": [c.as_row() for c in self.weakened],
            "findings_lost": [f.as_row() for f in self.findings_lost],
            "findings_single_sourced": [f.as_row() for f in self.findings_weakened],
            "answers_lost": dict(self.answers_lost),
            "answers_single_sourced": dict(self.answers_weakened),
        }


def find_impact(analysis: Analysis, source: str) -> Impact:
    """Work out what falls with an article, a publisher, a report or anybody else who is named as a source.

    Args:
        analysis: of the store.
        source: an article by id, name or title, a publisher, or the name of who asserts something.

    Raises:
        NotFoundError: nothing and nobody in the store goes by the name.
    """
    reader = analysis.reader
    going = {e.id for e in _evidences_of(reader, source)}
    if not going:
        known = [n for v in reader.versions() for n in (v.name, v.title, v.publisher) if n]
        fix = did_you_mean(source, [*known, *entity_names(reader)], "list articles with: kg sources")
        raise NotFoundError(f"no article, publisher, report or speaker '{source}' in the store", fix=fix)
    every = [e for e in _every(reader) if e.confidence >= FACT_CONFIDENCE]
    lost, weakened = _claims(reader, every, going)
    weak = {c.claim for c in weakened}
    before = analysis.audit()
    after = {f.id: f for f in analysis.audit(_reduced_figures(analysis, going))}
    gone = [f for f in before if f.id not in after]
    staying = [f for f in before if f.id in after and weak & {x.claim.id for x in f.figures}]
    answers = _answers(reader.store, going, weak)
    return Impact(source, len(going), lost, weakened, tuple(gone), tuple(staying), *answers)


def _every(reader: ClaimReader) -> list[Evidence]:
    return reader.evidences_in([v.version for v in reader.versions()])


def _evidences_of(reader: ClaimReader, source: str) -> list[Evidence]:
    """All evidences that go: those in the articles of the name, and those that lean on who has it."""
    agents = set(find_entities(reader, source))
    articles = find_versions(reader, source, older=True)
    if agents:  # then only an article of just this name is meant, not any with the words in its title
        folded = fold_name(source)
        articles = [
            v
            for v in articles
            if source in (v.article, v.version, v.address)
            or folded in {fold_name(n) for n in (v.name, v.title, v.publisher) if n}
        ]
    versions = {v.article for v in articles}
    every = reader.evidences_in([v.version for v in reader.versions(older=True)])
    return [
        e
        for e in every
        if reader.version(e.version).article in versions
        or any(entity_iri(link.agent.id) in agents for link in e.attribution)
    ]


def _claims(
    reader: ClaimReader, evidences: Sequence[Evidence], going: set[str]
) -> tuple[tuple[Fallen, ...], tuple[Fallen, ...]]:
    groups: dict[str, list[Evidence]] = {}
    for e in evidences:
        groups.setdefault(e.claim.id, []).append(e)
    lost, weakened = [], []
    for ident, group in groups.items():
        left = [e for e in group if e.id not in going]
        if len(left) == len(group):
            continue
        before, after = independence_of(reader, group), independence_of(reader, left)
        fallen = Fallen(ident, describe_evidence(group[0]), before, after)
        if not left:
            lost.append(fallen)
        elif before.at_most > 1 and after.at_most == 1:
            weakened.append(fallen)
    return tuple(sorted(lost, key=_by_words)), tuple(sorted(weakened, key=_by_words))


def _by_words(fallen: Fallen) -> tuple[str, str]:
    return fallen.words, fallen.claim


def _reduced_figures(analysis: Analysis, going: set[str]) -> list[Any]:
    left = [w for f in analysis.figures for w in f.witnesses if w.evidence.id not in going]
    return figures_of((w for w in left if w.evidence.claim.kind is Kind.MEASUREMENT), analysis.topics)


def reduced_store(store: Store, going: set[str]) -> Store:
    """Build a store in memory with what another holds, less some evidences.

    Args:
        store: the other.
        going: ids of evidences.
    """
    reduced = Store()
    reduced.texts = BorrowedTexts(store.texts)
    for name in (ONTOLOGY, CATALOGUE):
        reduced.graph.extend(store.graph.quads_for_pattern(None, None, None, ox.NamedNode(name)))
    for entry in store.live().values():
        article, evidences = store.record_of(entry)
        left = [e for e in evidences if e.id not in going]
        if left or not evidences:
            reduced.load(article, left, entry.reader)
    for judgement in store.judgements():
        reduced.judge(judgement)
    return reduced


def _answers(store: Store, going: set[str], weak: set[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Rows of the ready-made questions that are gone, and rows that stay on one source."""
    reduced = reduced_store(store, going)
    gone: dict[str, int] = {}
    left: dict[str, int] = {}
    for question in questions():
        before, after = _ask(store, question), _ask(reduced, question)
        kept = set(after.result.rows)
        lost = sum(row not in kept for row in before.result.rows)
        stay = sum(
            row in kept and bool(weak & {*c.claims})
            for row, c in zip(before.result.rows, before.citations, strict=True)
        )
        gone |= {question.name: lost} if lost else {}
        left |= {question.name: stay} if stay else {}
    return gone, left


def _ask(store: Store, question: Question) -> CitedResult:
    return cite(store, question, question.bind({}))

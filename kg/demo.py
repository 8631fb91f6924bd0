"""The demonstration: the bundled articles, and questions whose answers cite them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.claims import ClaimReader
from kg.errors import InputError, NotFoundError
from kg.graph import KnowledgeGraph
from kg.model import Evidence
from kg.provenance import Receipt, receipt_of
from kg.queries import claims_in
from kg.selection import ClaimFilter, select

__all__ = ["DEMO", "Answer", "DemoQuestion", "answer", "articles_path"]


@dataclass(frozen=True)
class DemoQuestion:
    """A question of the demonstration, answered by a ready-made question or by a filter over claims.

    Attributes:
        words: the question.
        command: how to ask it on the command line.
        name: the ready-made question; empty where the filter answers.
        params: its parameters.
        which: the filter.
        asked: a question in plain words that sets two figures side by side; empty where rows answer.
    """

    words: str
    command: str
    name: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    which: ClaimFilter = field(default_factory=ClaimFilter)
    asked: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer: some of its receipts, how many claims there are in all, and what is to be said of them."""

    question: DemoQuestion
    receipts: tuple[Receipt, ...]
    total: int
    words: str = ""


DEMO: Final = (
    DemoQuestion(
        "How large is China's AI industry, and who says so?",
        'kg claims --about "China\'s AI industry" --kind measurement',
        which=ClaimFilter(about="China's AI industry", kind="measurement"),
    ),
    DemoQuestion(
        "Why do 4.4 trillion and 3.4 trillion differ?",
        'kg ask "Why do 4.4 trillion and 3.4 trillion differ?"',
        asked="Why do 4.4 trillion and 3.4 trillion differ?",
    ),
    DemoQuestion(
        "What is forecast for 2028?", "kg ask forecasts year=2028 --cite", "forecasts", {"year": "2028"}
    ),
    DemoQuestion(
        "Which models and products were released, and by whom?", "kg ask releases --cite", "releases"
    ),
    DemoQuestion("Who says what?", "kg claims --kind statement", which=ClaimFilter(kind="statement")),
    DemoQuestion("Which reports are cited, and who published them?", "kg ask reports --cite", "reports"),
    DemoQuestion("Who holds which role?", "kg ask roles --cite", "roles"),
    DemoQuestion("Who works together with whom?", "kg ask partners --cite", "partners"),
    DemoQuestion("What can these models do?", "kg ask capabilities --cite", "capabilities"),
    DemoQuestion("How much money was raised or paid?", "kg ask funding --cite", "funding"),
    DemoQuestion("What is planned, and so no fact yet?", "kg ask not-facts --cite", "not-facts"),
)
"""The questions, in the order in which they are asked."""


def articles_path() -> Path:
    """Return the folder with the bundled articles.

    Raises:
        InputError: there is none, so the installation is damaged.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_articles", package.parent / "data" / "articles"):
        if any(folder.glob("*.md")):
            return folder
    raise InputError(
        "the bundled articles are missing from this installation",
        place=str(package),
        fix="install kg-receipts again",
    )


def answer(graph: KnowledgeGraph, question: DemoQuestion, *, limit: int = 3) -> Answer:
    """Answer a question with receipts: the surest, and from different articles where there are several."""
    reader = ClaimReader(graph.store)
    if question.asked:
        return _compared(graph, reader, question)
    evidences = _found(graph, reader, question)
    chosen = _choose(evidences, limit)
    total = len({e.claim.id for e in evidences})
    return Answer(question, tuple(receipt_of(reader, e) for e in chosen), total)


def _compared(graph: KnowledgeGraph, reader: ClaimReader, question: DemoQuestion) -> Answer:
    """Set the two figures of a question side by side, each with its surest sentence."""
    try:
        found = graph.answer(question.asked)
    except NotFoundError as error:
        return Answer(question, (), 0, str(error))
    chosen = [max(f.evidences, key=lambda e: (e.confidence, e.id)) for f in found.figures]
    words = found.comparison.words if found.comparison else ""
    return Answer(question, tuple(receipt_of(reader, e) for e in chosen), len(chosen), words)


def _found(graph: KnowledgeGraph, reader: ClaimReader, question: DemoQuestion) -> list[Evidence]:
    if not question.name:
        try:
            return select(reader, question.which)
        except NotFoundError:
            return []
    rows = graph.ask(question.name, question.params).rows
    idents = dict.fromkeys(ident for row in rows for ident in claims_in(row))
    return [e for ident in idents for e in reader.evidences_of(ident)]


def _choose(evidences: Sequence[Evidence], limit: int) -> list[Evidence]:
    best: dict[str, Evidence] = {}
    for e in evidences:
        if e.claim.id not in best or e.confidence > best[e.claim.id].confidence:
            best[e.claim.id] = e
    ranked = sorted(best.values(), key=lambda e: (-e.confidence, e.version, e.span.start, e.claim.id))
    return [*_spread(ranked)][:limit]


def _spread(ranked: Iterable[Evidence]) -> Iterable[Evidence]:
    """One of each article first, then the next of each."""
    turns: dict[str, int] = {}
    numbered = []
    for place, e in enumerate(ranked):
        turns[e.version] = turns.get(e.version, 0) + 1
        numbered.append((turns[e.version], place, e))
    return (e for _, _, e in sorted(numbered, key=lambda row: row[:2]))

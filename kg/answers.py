"""Answers in words: the rows of the question that was meant, or two figures set side by side."""

from __future__ import annotations

from dataclasses import dataclass

from kg.citation import CitedResult, cite_namesakes
from kg.comparison import Comparison, compare_figures
from kg.dossier import Analysis
from kg.errors import NotFoundError
from kg.matching import Understanding, understand
from kg.measurements import Figure, read_figures
from kg.model import Kind
from kg.provenance import find_evidences

__all__ = ["Answer", "answer"]


@dataclass(frozen=True)
class Answer:
    """An answer to a question in words.

    Attributes:
        understanding: what was made of the question.
        cited: rows with what they rest on; None where figures were compared.
        comparison: what two figures are to each other; None where rows answer.
    """

    understanding: Understanding
    cited: CitedResult | None = None
    comparison: Comparison | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that were compared."""
        return (self.comparison.first, self.comparison.other) if self.comparison else ()


def answer(analysis: Analysis, text: str) -> Answer:
    """Answer a question in words.

    Args:
        analysis: of the store.
        text: e.g. `market size of China's AI industry`, or `why do 4.4 trillion and 3.4 trillion differ?`.

    Raises:
        NotFoundError: the question was not understood, or a figure is not in the store.
    """
    found = understand(analysis.reader, text)
    if found.figures:
        first, other = (_figure(analysis, words) for words in found.figures)
        return Answer(found, comparison=compare_figures(first, other, analysis.topics, analysis.rates))
    if found.question is None:
        near = ", ".join(found.nearest)
        fix = f"the nearest are: {near}" if near else "list what can be asked with: kg questions"
        strange = f"; nothing is known of {', '.join(found.unused)}" if found.unused else ""
        raise NotFoundError(f"this question was not understood{strange}", place=text[:80], fix=fix)
    return Answer(found, cited=cite_namesakes(analysis.reader.store, found.question, found.params))


def _figure(analysis: Analysis, words: str) -> Figure:
    """The figure that words spell: of several the one with the most mentions.

    Raises:
        NotFoundError: there is none.
    """
    reader = analysis.reader
    claims = [c for c in find_evidences(reader, words) if reader.claim(c).kind is Kind.MEASUREMENT]
    found = [f for f in read_figures(reader, analysis.topics, claims) if words.lower() in f.spelled.lower()]
    if not found:
        raise NotFoundError(
            f"no figure '{words}' in the store", fix="list figures with: kg claims --kind measurement"
        )
    return max(found, key=lambda f: (f.sources.mentions, -len(f.spelled), f.claim.id))

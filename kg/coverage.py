"""What of an article was not read: every sentence without a claim, and why that may be so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kg.articles import Article
from kg.explanation import explain
from kg.extract.additions import reading_with
from kg.extract.analysis import Analysis, Line, analyse
from kg.extract.forms import verb_lemma
from kg.extract.layout import Block, BlockKind
from kg.extract.lexicon import read_table, verb_patterns
from kg.extract.quotes import Quote, find_quotes, inside_quote
from kg.extract.text import normalise
from kg.extractors import RuleExtractor
from kg.model import Evidence, Kind

__all__ = ["Coverage", "Unread", "Why", "cover"]


class Why(StrEnum):
    """Why a sentence yields no claim, as far as kg can tell."""

    UNSURE = "unsure"
    BOILERPLATE = "boilerplate"
    HEADING = "heading"
    QUESTION = "question"
    QUOTATION = "quotation"
    OPINION = "opinion"
    CONDITIONAL = "conditional"
    FIGURE = "figure"
    VERB = "verb"
    FIT = "fit"
    NOTHING = "nothing recognised"


@dataclass(frozen=True)
class Unread:
    """A sentence without a claim.

    Attributes:
        start: first code point.
        end: one past the last.
        text: the sentence, white space folded.
        why: the likeliest reason.
        detail: the words or the claim that the reason rests on.
    """

    start: int
    end: int
    text: str
    why: Why
    detail: str = ""


@dataclass(frozen=True)
class Coverage:
    """How much of an article was read.

    Attributes:
        sentences: how many it has, furniture of the page left out.
        read: how many of them hold a claim.
        figures: how many figures the sentences hold.
        figures_read: how many of these stand in a claim.
        characters: of these sentences.
        characters_read: of those that hold a claim.
        unread: the others, furniture included, in order.
    """

    sentences: int
    read: int
    figures: int
    figures_read: int
    characters: int
    characters_read: int
    unread: tuple[Unread, ...]

    @property
    def share(self) -> float:
        """Read sentences of all, 0 to 1; 1 where there is nothing to read."""
        return self.read / self.sentences if self.sentences else 1.0


def cover(article: Article, extractor: RuleExtractor, least: float = 0.6) -> Coverage:
    """Say which sentences of an article yield no claim of a confidence, and why that may be so.

    Raises:
        BudgetError: the article costs too much.
    """
    found, _ = explain(article, extractor)
    with reading_with(extractor.rules):
        analysis = analyse(article, extractor.catalogue, extractor.limits.start(article))
        return _cover(analysis, [e.evidence for e in found], least)


def _cover(analysis: Analysis, evidences: Sequence[Evidence], least: float) -> Coverage:
    firm = [e for e in evidences if e.confidence >= least]
    quotes = find_quotes(analysis.text, analysis.article.text, analysis.blocks)
    unread = [_furniture(analysis, b) for b in analysis.blocks if b.kind in _FURNITURE]
    sentences = read = figures = figures_read = characters = characters_read = 0
    for line in analysis.lines:
        heads = line.block.kind in (BlockKind.TITLE, BlockKind.HEADING)
        here = [e for e in firm if _covers(e, line)]
        if heads and not here:
            unread.append(Unread(line.start, line.end, _text(analysis, line), Why.HEADING))
            continue
        size = line.end - line.start
        sentences, characters = sentences + 1, characters + size
        measured = [e for e in here if e.claim.kind is Kind.MEASUREMENT]
        figures += len(line.quantities)
        figures_read += sum(
            any(e.span.start <= q.start and q.end <= e.span.end for e in measured) for q in line.quantities
        )
        if here:
            read, characters_read = read + 1, characters_read + size
            continue
        why, detail = _why(analysis, line, evidences, quotes)
        unread.append(Unread(line.start, line.end, _text(analysis, line), why, detail))
    return Coverage(
        sentences, read, figures, figures_read, characters, characters_read,
        tuple(sorted(unread, key=lambda u: u.start)),
    )  # fmt: skip


_FURNITURE: Final = frozenset({BlockKind.BOILERPLATE, BlockKind.CREDIT, BlockKind.DATELINE})


def _furniture(analysis: Analysis, block: Block) -> Unread:
    text = " ".join(analysis.article.text[block.start : block.end].split())
    return Unread(block.start, block.end, text, Why.BOILERPLATE, str(block.kind))


def _text(analysis: Analysis, line: Line) -> str:
    return " ".join(analysis.article.text[line.start : line.end].split())


def _covers(evidence: Evidence, line: Line) -> bool:
    return evidence.span.start < line.end and line.start < evidence.span.end


def _why(
    analysis: Analysis,
    line: Line,
    evidences: Sequence[Evidence],
    quotes: Sequence[Quote],
) -> tuple[Why, str]:
    """The first reason that applies, the most certain ones first."""
    text = _text(analysis, line)
    unsure = max((e for e in evidences if _covers(e, line)), key=lambda e: e.confidence, default=None)
    if unsure is not None:
        return Why.UNSURE, f"{unsure.claim.predicate} {unsure.confidence:.2f} ({'+'.join(unsure.rules)})"
    if text.rstrip("\"')”’").endswith("?"):
        return Why.QUESTION, ""
    opinion = _OPINION.search(text)
    if inside_quote(quotes, (line.start + line.end) // 2) is not None:
        return Why.QUOTATION, "said by nobody whom the text names nearby"
    if opinion:
        return Why.OPINION, opinion[0]
    folded = normalise(text)
    condition = _conditional().search(folded[:1].lower() + folded[1:])  # `May` within it is the month
    if condition:
        return Why.CONDITIONAL, condition[0]
    if line.quantities:
        q = line.quantities[0]
        return (
            Why.FIGURE,
            f"“{analysis.article.text[q.start : q.end]}”: of what, or which metric, is not clear",
        )
    return _by_verbs(line)


_OPINION: Final = re.compile(
    r"(?i)\b(?:I|I'm|we (?:think|believe|hope)|in my (?:view|opinion)|perhaps|maybe|arguably|hopefully|"
    r"unfortunately|of course|no doubt|must|should|ought to|exciting|remarkable|amazing|impressive|"
    r"clearly|disappointing|worrying|unsurprisingly|"
    r"it is (?:time|important|vital|crucial|essential|hard|easy|no surprise))\b"
)


def _conditional() -> re.Pattern[str]:
    cues = read_table("status")["conditional"]
    words = "|".join(re.escape(c) for c in sorted(cues, key=lambda c: (-len(c), c)))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")


def _by_verbs(line: Line) -> tuple[Why, str]:
    verbs = [c.verb for c in line.clauses]
    known = [c for c in line.clauses if verb_patterns(verb_lemma).get(c.verb.lemma.split()[0])]
    if known:
        lacks = next((c for c in known if c.subject is None), None)
        who = "has no subject here" if lacks is known[0] else "joins nothing that its rule asks for"
        return Why.FIT, f"“{known[0].verb.lemma}” {who}"
    if verbs and line.mentions:
        return Why.VERB, f"no rule knows “{verbs[0].lemma}”"
    if not line.mentions:
        return Why.NOTHING, "no name and no figure"
    return Why.NOTHING, "no verb"

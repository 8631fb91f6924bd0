"""Extractors: an article in, evidences out; the rule reader is one of them."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from kg.articles import Article
from kg.catalogue import Catalogue
from kg.errors import BudgetError, RefusedError
from kg.extract.additions import digest_of, reading_with
from kg.extract.budget import Limits
from kg.extract.drafts import Draft
from kg.extract.reader import read_drafts
from kg.gate import check_all
from kg.ids import hash_text
from kg.linking import EXTRACTOR, Linker
from kg.model import Evidence

__all__ = ["Extractor", "Limits", "RuleExtractor", "fold", "read"]


class Extractor(Protocol):
    """Reads one article by itself; what was read before must not matter."""

    @property
    def digest(self) -> str:
        """Hash of everything that decides what it reads: code version, rules, lexicons, catalogue."""

    def __call__(self, article: Article) -> Iterable[Evidence]:
        """Read an article."""


@dataclass(frozen=True)
class RuleExtractor:
    """The rule reader with a catalogue.

    Attributes:
        catalogue: what is known by name.
        rules: folders with lexicons and rules that a user adds; see `kg.extract.additions`.
        limits: what an article may cost.
    """

    catalogue: Catalogue
    rules: tuple[Path, ...] = ()
    limits: Limits = Limits()  # noqa: RUF009 - frozen

    @cached_property
    def digest(self) -> str:
        """Hash of the reader's version, the lexicons, the rules and the catalogue."""
        return hash_text(f"{EXTRACTOR}\n{self.catalogue.digest}\n{digest_of(self.rules)}")

    def __call__(self, article: Article) -> list[Evidence]:
        """Read an article by the rules.

        Raises:
            BudgetError: the article is too large, or reading takes too long; nothing of it is read then.
            InputError: a user's lexicon or rule is not of the form.
        """
        with reading_with(self.rules):
            return Linker(article, self.catalogue).link(self.draft(article))

    def draft(self, article: Article) -> list[Draft]:
        """Draft the claims of an article, before linking; as `__call__` otherwise."""
        with reading_with(self.rules):
            try:
                return read_drafts(article, self.catalogue, self.limits.start(article))
            except RecursionError:
                raise BudgetError(
                    "a sentence is nested too deeply", place=article.name, fix="leave the file out"
                ) from None


def fold(evidences: Iterable[Evidence]) -> list[Evidence]:
    """Make one evidence of those with one claim and one span, with all their rules, in order of place.

    Where spans of one claim overlap, the surest stays, then the longer: the same words are one receipt.
    """
    by_claim: dict[str, list[Evidence]] = {}
    for e in evidences:
        by_claim.setdefault(e.claim.id, []).append(e)
    kept: list[Evidence] = []
    for group in by_claim.values():
        group.sort(key=lambda e: (-e.confidence, e.span.start - e.span.end, e.span.start, e.rules))
        chosen: list[Evidence] = []
        places: list[tuple[int, int]] = []  # start and number of the chosen ones, which do not overlap
        for e in group:
            twin = _first_overlap(e, chosen, places)
            if twin is None:
                insort(places, (e.span.start, len(chosen)))
                chosen.append(e)
            else:
                k = chosen[twin]
                chosen[twin] = k.model_copy(
                    update={
                        "rules": tuple(sorted({*k.rules, *e.rules})),
                        "attribution": k.attribution or e.attribution,
                    }
                )
        kept.extend(chosen)
    return sorted(kept, key=lambda e: (e.span.start, e.span.end, e.claim.id))


def _first_overlap(e: Evidence, chosen: list[Evidence], places: list[tuple[int, int]]) -> int | None:
    """Number of the first chosen evidence whose words overlap."""
    at = max(0, bisect(places, (e.span.start, len(chosen))) - 1)
    best: int | None = None
    while at < len(places) and places[at][0] < e.span.end:
        number = places[at][1]
        if e.span.start < chosen[number].span.end and (best is None or number < best):
            best = number
        at += 1
    return best


def read(article: Article, extractor: Extractor) -> tuple[list[Evidence], list[RefusedError]]:
    """Read an article through the gate.

    Returns:
        The evidences that hold, folded, in order of place; and the reasons why others were refused.
    """
    held, refused = check_all(extractor(article), article.text, article.metadata.published)
    return fold(held), refused

"""How many independent sources stand behind a claim.

Two evidences have one origin where their chains share an agent (the same report, speaker or publisher of the
report), where one article names the other as its source, and where nearly the same sentence stands in two
articles: wire text, found by shingling. What an article says without naming anybody may come from any of the
origins that are known, or be one of its own, so the number is a range: two articles that agree and name
nobody are at least one source and at most two.

Shingling: A. Broder, On the resemblance and containment of documents (1997).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.claims import ClaimReader, VersionInfo
from kg.errors import StoreError
from kg.gate import sentence_around
from kg.ids import fold_name, mint_entity_id
from kg.model import Entity, Evidence

__all__ = [
    "Independence",
    "Witness",
    "count_sources",
    "independence_of",
    "make_witness",
    "near_identical",
    "witness_of",
]

RESEMBLANCE: Final = 0.6
"""Share of common shingles, of all, from which two sentences are one text."""

CONTAINMENT: Final = 0.8
"""Share of common shingles, of the shorter sentence's, from which two sentences are one text."""

_SHINGLE: Final = 3
_FEWEST: Final = 6
"""Shorter sentences have too few shingles to tell chance from copying; they must be equal."""

_COMMON: Final = 64
"""A shingle in so many different sentences tells nothing any more."""

_WORD: Final = re.compile(r"[^\W_]+(?:[.,]\d+)*%?")


@dataclass(frozen=True)
class Witness:
    """An evidence with what tells where it comes from.

    Attributes:
        article: id of the article.
        publisher: who published the article; empty where unknown.
        origins: names of the work itself, its address and title, and of the works it says it is based on.
        sentence: the sentence around the quote.
        published: when the article came out; None where unknown.
        address: of the article; None where unknown.
    """

    evidence: Evidence
    article: str
    publisher: str = ""
    origins: tuple[str, ...] = ()
    sentence: str = ""
    published: str | None = None
    address: str | None = None

    @property
    def named(self) -> frozenset[str]:
        """Keys of those it names as standing behind it; empty where none can be told apart."""
        return frozenset(
            key
            for link in self.evidence.attribution
            if _is_origin(link.agent)
            for key in (f"agent {link.agent.id}", f"name {fold_name(link.agent.name)}")
        )

    @property
    def own(self) -> frozenset[str]:
        """Keys of the article itself: what it shares where it names nobody."""
        keys = {f"article {self.article}", *(f"work {o}" for o in self.origins)}
        return frozenset(keys | {f"name {fold_name(self.publisher)}"} if self.publisher else keys)


def _is_origin(agent: Entity) -> bool:
    """Whether an agent can be told apart: `an industry report` or `analysts` could be anybody's."""
    if agent.flat_type in ("Event", "Place"):
        return False
    if agent.known:
        return True
    if agent.flat_type == "Group" and not agent.name[:1].isupper():
        return False
    return agent.id == mint_entity_id(agent.type, agent.name)


@dataclass(frozen=True)
class Independence:
    """How many mentions, articles and independent sources a claim has.

    Attributes:
        mentions: how many evidences.
        articles: in how many articles.
        at_least: independent sources that there must be.
        at_most: independent sources that there can be.
        groups: the mentions by origin, each by place in the order that they came in.
    """

    mentions: int
    articles: int
    at_least: int
    at_most: int
    groups: tuple[tuple[Evidence, ...], ...] = ()

    @property
    def sources(self) -> str:
        """`1 independent source`, `1 to 2 independent sources`."""
        if self.at_least == self.at_most:
            return _count(self.at_least, "independent source")
        return f"{self.at_least} to {_count(self.at_most, 'independent source')}"

    def __str__(self) -> str:
        return f"{_count(self.mentions, 'mention')}, {_count(self.articles, 'article')}, {self.sources}"

    def as_row(self) -> dict[str, int]:
        """For JSON."""
        return {
            "mentions": self.mentions,
            "articles": self.articles,
            "independent_sources_min": self.at_least,
            "independent_sources_max": self.at_most,
        }


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def independence_of(reader: ClaimReader, evidences: Sequence[Evidence]) -> Independence:
    """Count the independent sources behind evidences of one claim."""
    articles = {reader.version(e.version).article for e in evidences}
    return count_sources([witness_of(reader, e, sentence=len(articles) > 1) for e in evidences])


def witness_of(reader: ClaimReader, evidence: Evidence, *, sentence: bool = True) -> Witness:
    """Put an evidence together with what tells where it comes from.

    Args:
        reader: of the store that it is in.
        evidence: the evidence.
        sentence: whether its sentence is needed, which takes a look at the text.
    """
    info = reader.version(evidence.version)
    return make_witness(evidence, info, _sentence(reader, info, evidence) if sentence else "")


def make_witness(evidence: Evidence, info: VersionInfo, sentence: str) -> Witness:
    """Put together an evidence, what is known of its article, and its sentence."""
    return Witness(
        evidence,
        info.article,
        info.publisher or "",
        tuple(_works(info)),
        sentence,
        info.published,
        info.address,
    )


def _works(info: VersionInfo) -> Iterable[str]:
    return dict.fromkeys(fold_name(w) for w in (info.address, info.title, *info.sources) if w)


def _sentence(reader: ClaimReader, info: VersionInfo, evidence: Evidence) -> str:
    try:
        text = reader.store.texts.get(info.text_hash)
    except StoreError:
        return evidence.span.exact
    start, end = sentence_around(text, evidence.span.start, evidence.span.end)
    return text[start:end]


def count_sources(witnesses: Sequence[Witness]) -> Independence:
    """Count the independent sources behind witnesses of one claim; at least one where there is any."""
    order = sorted(witnesses, key=lambda w: (w.evidence.version, w.evidence.span.start, w.evidence.id))
    named = [w.named for w in order]
    groups = _Groups(len(order))
    seen: dict[str, int] = {}
    for n, keys in enumerate(named):
        for key in sorted(keys):
            groups.join(n, seen.setdefault(key, n))
    speaker = {w.article: n for n, w in reversed([*enumerate(order)]) if named[n]}
    for n, w in enumerate(order):
        if named[n]:
            continue
        if w.article in speaker:  # the article repeats what it has named somebody for
            groups.join(n, speaker[w.article])
            continue
        for key in sorted(w.own):
            groups.join(n, seen.setdefault(key, n))
    for copies in _copies([w.sentence for w in order]):
        _join_copies(groups, [n for n in copies if named[n] or order[n].article not in speaker], named)
    parts = groups.parts()
    known = sum(any(named[n] for n in part) for part in parts)
    return Independence(
        mentions=len(order),
        articles=len({w.article for w in order}),
        at_least=max(known, min(1, len(order))),
        at_most=len(parts),
        groups=tuple(tuple(order[n].evidence for n in part) for part in parts),
    )


def _join_copies(groups: _Groups, copies: Sequence[int], named: Sequence[frozenset[str]]) -> None:
    """Join copies of one text: those that name nobody with one that names somebody, if there is one."""
    tellers = [n for n in copies if named[n]]
    silent = [n for n in copies if not named[n]]
    for n in silent:
        groups.join(n, (tellers or silent)[0])


class _Groups:
    """Sets that are joined (union and find)."""

    def __init__(self, n: int) -> None:
        self._parent = list(range(n))

    def find(self, n: int) -> int:
        while self._parent[n] != n:
            self._parent[n] = self._parent[self._parent[n]]
            n = self._parent[n]
        return n

    def join(self, a: int, b: int) -> None:
        a, b = self.find(a), self.find(b)
        self._parent[max(a, b)] = min(a, b)

    def parts(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for n in range(len(self._parent)):
            found.setdefault(self.find(n), []).append(n)
        return list(found.values())


# ---------------------------------------------------------------------- shingles


def _shingles(sentence: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(fold_name(sentence))
    if len(words) < _FEWEST:
        return frozenset({("", *words)} if words else ())  # equal or nothing
    return frozenset(tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1))


def near_identical(one: str, other: str) -> bool:
    """Whether two sentences are one text but for small changes."""
    return _alike(_shingles(one), _shingles(other))


def _alike(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> bool:
    if not a or not b:
        return False
    common = len(a & b)
    return common >= RESEMBLANCE * len(a | b) or common >= CONTAINMENT * min(len(a), len(b))


def _copies(sentences: Sequence[str]) -> list[list[int]]:
    """Numbers of sentences that are one text, by text, found by the shingles that they share."""
    groups = _Groups(len(sentences))
    index: dict[tuple[str, ...], list[int]] = {}
    firsts: dict[frozenset[tuple[str, ...]], int] = {}
    shingled = [_shingles(s) for s in sentences]
    for n, shingles in enumerate(shingled):
        if not shingles:
            continue
        if shingles in firsts:
            groups.join(n, firsts[shingles])
            continue
        firsts[shingles] = n
        for first in sorted({first for s in shingles for first in index.get(s, ())}):
            if _alike(shingled[first], shingles):
                groups.join(n, first)
        for s in shingles:
            places = index.setdefault(s, [])
            if len(places) < _COMMON:
                places.append(n)
    return [part for part in groups.parts() if len(part) > 1]

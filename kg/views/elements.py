"""What a picture is made of: nodes, lines, claims, articles and the picture that holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from kg.claims import VersionInfo
from kg.model import Claim, Evidence
from kg.views.labels import Mark
from kg.views.passages import Cut, Passage
from kg.views.signs import FIGURE

__all__ = [
    "ArticleText",
    "Compare",
    "Comparison",
    "CountSources",
    "Edge",
    "Node",
    "Picture",
    "ShownClaim",
    "count_articles",
]


@dataclass(frozen=True)
class Comparison:
    """Claims that one claim can be held against, by id.

    Attributes:
        comparable: they agree, or differ in a scope that is known.
        conflicts: they say otherwise, all else being the same.
    """

    comparable: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


Compare = Callable[[Sequence[Claim]], Mapping[str, Comparison]]
"""Compares claims with each other: claim id -> what it can be held against."""

CountSources = Callable[[Sequence[Evidence]], int]
"""How many sources, independent of each other, stand behind one claim's evidences."""


def count_articles(evidences: Sequence[Evidence]) -> int:
    """Count the articles in which a claim is made."""
    return len({e.version for e in evidences})


@dataclass
class Node:
    """A mark: a thing, a figure, a report or an article.

    Attributes:
        id: of the entity; `figure:CLAIM`, `article:VERSION` for the others.
        sign: its class in the legend.
        kind: its class in words.
        lines: of its label.
        claims: those that name it, by index.
        side: where its label stands at the scale at which all is in view; None where it does not fit there.
    """

    id: str
    sign: str
    kind: str
    label: str
    lines: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    claims: list[int] = field(default_factory=list)
    x: int = 0
    y: int = 0
    side: str | None = None

    @property
    def radius(self) -> float:
        """Half the size of its mark in pixels: the area grows with the claims."""
        if self.sign == FIGURE:
            return 4.5
        return round(min(6.2 + 2.35 * sqrt(max(len(self.claims) - 1, 0)), 19.0), 2)

    def mark(self, scale: float = 1.0) -> Mark:
        """The node as it is drawn at a scale: places grow and shrink, marks and letters do not."""
        return Mark(
            self.x * scale,
            self.y * scale,
            self.radius,
            self.lines,
            pill=self.sign == FIGURE,
            bold=len(self.claims) >= 5,
        )


@dataclass
class Edge:
    """A line between two nodes, with every claim that it stands for.

    Attributes:
        kind: `claim`; `says` from who stands behind a figure to the figure; `article` to what an article is
            about.
        claims: by index.
        forward: whether one of them goes from `start` to `end`.
        backward: whether one goes the other way.
    """

    start: int
    end: int
    kind: str = "claim"
    claims: list[int] = field(default_factory=list)
    forward: bool = False
    backward: bool = False


@dataclass(frozen=True)
class ShownClaim:
    """A claim with what a reader needs to check it.

    Attributes:
        evidences: the surest first.
        subject: its node, and so on; None where there is none.
        status: as the legend has it, `denied` included.
        sources: how many independent ones.
    """

    claim: Claim
    evidences: tuple[Evidence, ...]
    subject: int
    object: int | None
    region: int | None
    agents: tuple[int, ...]
    status: str
    sources: int
    comparison: Comparison


@dataclass(frozen=True)
class ArticleText:
    """An article with its text in pieces, and the passages of its evidences by evidence id."""

    info: VersionInfo
    cut: Cut
    passages: Mapping[str, Passage]
    node: int


@dataclass(frozen=True)
class Picture:
    """All that is drawn and told.

    Attributes:
        fit: the scale at which all is in view on the frame for which labels are placed.
        limit: how many nodes were asked for at most.
        total: how many there would be without a limit.
    """

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    claims: tuple[ShownClaim, ...]
    articles: tuple[ArticleText, ...]
    centre: tuple[int, ...]
    fit: float
    limit: int
    total: int
    min_confidence: float

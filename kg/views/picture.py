"""The picture: nodes, lines, claims and the passages they rest on, ready to be drawn by a page or on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Final

import pyoxigraph as ox

from kg import vocab
from kg.claims import ClaimReader, VersionInfo
from kg.errors import StoreError
from kg.extract.text import normalise
from kg.ids import entity_iri
from kg.model import Claim, Entity, Evidence, Kind, Polarity
from kg.quads import text_of
from kg.store import Store
from kg.views.figures import short_figure, short_metric, short_period
from kg.views.labels import Mark, label_rect, place_labels, text_width, wrap
from kg.views.layout import Box, lay_out, settle_in
from kg.views.passages import Cut, Passage, cut_article, find_passage
from kg.views.selection import DEFAULT_TOP, Scope, Selection, choose
from kg.views.signs import ARTICLE, FIGURE, UNKNOWN, sign_of

__all__ = ["ArticleText", "Comparison", "Edge", "Node", "Picture", "ShownClaim", "count_articles", "make_picture"]

FRAME: Final = (812.0, 800.0)
"""Width and height of the canvas for which labels are placed, in pixels."""

_MARGIN: Final = 26.0
_DENSITY: Final = 0.85
"""How much of a large picture marks and labels may cover while each still has its room."""

_PUSHES: Final = 30

_ALT_LABEL: Final = ox.NamedNode(vocab.SKOS_ALT_LABEL)
_ALIASES: Final = 12
_LABEL_ROOM: Final = 104.0
_PILL_ROOM: Final = 118.0
_ARTICLE_ROOM: Final = 150.0


@dataclass(frozen=True)
class Comparison:
    """Claims that one claim can be held against, by id.

    Attributes:
        comparable: they speak of the same thing.
        conflicts: those among them that say otherwise.
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
        return Mark(self.x * scale, self.y * scale, self.radius, self.lines, pill=self.sign == FIGURE, bold=len(self.claims) >= 5)


@dataclass
class Edge:
    """A line between two nodes, with every claim that it stands for.

    Attributes:
        kind: `claim`; `says` from who stands behind a figure to the figure; `article` to what an article is about.
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


def make_picture(
    store: Store,
    scope: Scope,
    *,
    title: str | None = None,
    full_text: bool = False,
    compare: Compare | None = None,
    count_sources: CountSources = count_articles,
) -> Picture:
    """Make the picture of a part of a store.

    Args:
        store: what is shown.
        scope: which part of it.
        title: what to call it; what was asked for where None.
        full_text: whether to hand out whole articles, or only the sentences of evidences and their neighbours.
        compare: finds claims that can be held against each other; without it none are marked.
        count_sources: how many independent sources stand behind the evidences of one claim.
    """
    reader = ClaimReader(store)
    chosen = choose(reader, scope)
    limit = DEFAULT_TOP if scope.top is None else scope.top
    board = _Board(reader, limit)
    comparisons = compare([group[0].claim for group in chosen.claims]) if compare else {}
    for group in chosen.claims:
        board.add_claim(group, comparisons.get(group[0].claim.id, Comparison()), count_sources(group))
    board.add_lines()
    articles = _texts(reader, chosen, full_text)
    first = len(board.nodes)
    board.add_articles([a.info for a in articles])
    fit = _arrange(board.nodes, board.edges, first)
    return Picture(
        title=title or chosen.title,
        nodes=tuple(board.nodes),
        edges=tuple(board.edges),
        claims=tuple(board.claims),
        articles=tuple(ArticleText(a.info, a.cut, a.passages, first + k) for k, a in enumerate(articles)),
        centre=tuple(board.index[i] for i in chosen.centre if i in board.index),
        fit=fit,
        limit=limit,
        total=chosen.total,
        min_confidence=scope.min_confidence,
    )


class _Board:
    """Nodes, lines and claims while they are put together."""

    def __init__(self, reader: ClaimReader, limit: int) -> None:
        self.reader = reader
        self.limit = limit
        self.nodes: list[Node] = []
        self.edges: list[Edge] = []
        self.claims: list[ShownClaim] = []
        self.index: dict[str, int] = {}

    def add_claim(self, group: tuple[Evidence, ...], comparison: Comparison, sources: int) -> None:
        """Add a claim with the nodes it joins."""
        claim, k = group[0].claim, len(self.claims)
        subject = self._thing(claim.subject)
        obj = self._thing(claim.object) if claim.object else self._figure(claim) if claim.kind is Kind.MEASUREMENT else None
        for node in {subject, obj} - {None}:
            self.nodes[node].claims.append(k)  # type: ignore[index]
        self.claims.append(ShownClaim(claim, group, subject, obj, None, (), _status(claim), sources, comparison))

    def _thing(self, entity: Entity) -> int:
        if entity.id not in self.index:
            known = self.reader.entity(entity_iri(entity.id))  # as the facts call it, whatever one article does
            sign = sign_of(known.flat_type)
            self._append(Node(entity.id, sign.name, vocab.LABELS.get(known.type, known.type), known.name,
                              wrap(known.name, _LABEL_ROOM), self._aliases(entity.id, known.name)))  # fmt: skip
        return self.index[entity.id]

    def _aliases(self, ident: str, name: str) -> tuple[str, ...]:
        node = ox.NamedNode(entity_iri(ident))
        found = {text_of(q.object) for q in self.reader.store.graph.quads_for_pattern(node, _ALT_LABEL, None, None)}
        return tuple(sorted(found - {name}))[:_ALIASES]

    def _figure(self, claim: Claim) -> int:
        figure, about = short_figure(claim), short_metric(claim)
        when = f" · {short_period(claim.period)}" if claim.period else ""
        lines = (*wrap(figure, _PILL_ROOM, 1), wrap(about, _PILL_ROOM - text_width(when), 1)[0] + when)
        self._append(Node(f"figure:{claim.id}", FIGURE, "figure", f"{figure}, {about}{when}", lines))
        return len(self.nodes) - 1

    def _append(self, node: Node) -> None:
        self.index[node.id] = len(self.nodes)
        self.nodes.append(node)

    def add_lines(self) -> None:
        """Add who stands behind figures, and then the lines; claims between the same two nodes share one."""
        lines: dict[tuple[str, int, int], Edge] = {}
        self.claims = [self._with_others(shown) for shown in self.claims]
        for k, shown in enumerate(self.claims):
            if shown.object is not None:
                _join(lines, "claim", shown.subject, shown.object, k, both=shown.claim.predicate in vocab.SYMMETRIC)
            if shown.claim.kind is Kind.MEASUREMENT:
                assert shown.object is not None
                for agent in self._speakers(shown):
                    _join(lines, "says", agent, shown.object, k)
        self.edges = [lines[key] for key in sorted(lines)]

    def _with_others(self, shown: ShownClaim) -> ShownClaim:
        """Find the nodes of region and agents, and make those of agents that stand behind a figure."""
        if shown.claim.kind is Kind.MEASUREMENT:
            for agent in {e.attribution[0].agent.id: e.attribution[0].agent for e in shown.evidences if e.attribution}.values():
                if agent.id != shown.claim.subject.id and len(self.nodes) < self.limit:
                    self._thing(agent)
        region = self.index.get(shown.claim.region.id) if shown.claim.region else None
        names = dict.fromkeys(link.agent.id for e in shown.evidences for link in e.attribution)
        agents = tuple(self.index[i] for i in names if i in self.index)
        return ShownClaim(shown.claim, shown.evidences, shown.subject, shown.object, region, agents, shown.status,
                          shown.sources, shown.comparison)  # fmt: skip

    def _speakers(self, shown: ShownClaim) -> list[int]:
        """Nodes of those nearest to a figure, first link of each chain."""
        nearest = dict.fromkeys(e.attribution[0].agent.id for e in shown.evidences if e.attribution)
        return [self.index[i] for i in nearest if i in self.index and self.index[i] != shown.subject]

    def add_articles(self, infos: Sequence[VersionInfo]) -> None:
        """Add a node for each article, and lines to what its claims are about."""
        at = {info.version: len(self.nodes) + k for k, info in enumerate(infos)}
        lines: dict[tuple[str, int, int], Edge] = {}
        for info in infos:
            self._append(Node(f"article:{info.version}", ARTICLE, "article", info.shown, wrap(info.shown, _ARTICLE_ROOM)))
        for k, shown in enumerate(self.claims):
            for version in dict.fromkeys(e.version for e in shown.evidences):
                self.nodes[at[version]].claims.append(k)
                _join(lines, "article", at[version], shown.subject, k)
        self.edges += [lines[key] for key in sorted(lines)]


def _join(lines: dict[tuple[str, int, int], Edge], kind: str, start: int, end: int, claim: int, *, both: bool = False) -> None:
    """Add a claim to the line between two nodes, in whichever direction the line was begun."""
    edge = lines.get((kind, end, start)) or lines.setdefault((kind, start, end), Edge(start, end, kind))
    edge.claims.append(claim)
    same = edge.start == start
    edge.forward = edge.forward or same or both
    edge.backward = edge.backward or not same or both


def _status(claim: Claim) -> str:
    if claim.polarity is Polarity.NEGATIVE:
        return "denied"
    return str(claim.status) if claim.status else UNKNOWN


# ---------------------------------------------------------------------- texts


def _texts(reader: ClaimReader, chosen: Selection, whole: bool) -> list[ArticleText]:
    """The articles of the claims, by name, each cut where its evidences need it."""
    by_version: dict[str, list[Evidence]] = {}
    for e in (e for group in chosen.claims for e in group):
        by_version.setdefault(e.version, []).append(e)
    infos = sorted((reader.version(v) for v in by_version), key=lambda info: (info.name, info.version))
    return [_cut(reader, info, by_version[info.version], whole) for info in infos]


def _cut(reader: ClaimReader, info: VersionInfo, evidences: Sequence[Evidence], whole: bool) -> ArticleText:
    try:
        text = reader.store.texts.get(info.text_hash)
    except StoreError:  # quotes are in the graph as well; `kg check` tells that the text is gone
        return _quotes_only(info, evidences)
    normal = normalise(text)
    passages = {e.id: find_passage(normal, e) for e in evidences}
    return ArticleText(info, cut_article(text, list(passages.values()), whole=whole), passages, -1)


def _quotes_only(info: VersionInfo, evidences: Sequence[Evidence]) -> ArticleText:
    length = max(e.span.end for e in evidences)
    text = [" "] * length
    for e in evidences:
        text[e.span.start : e.span.end] = e.span.exact
    bounds = {e.id: (e.span.start, e.span.end) for e in evidences}
    passages = {ident: Passage(b, b, b, ()) for ident, b in bounds.items()}
    return ArticleText(info, cut_article("".join(text), list(passages.values()), whole=False), passages, -1)


# ---------------------------------------------------------------------- places


def _arrange(nodes: Sequence[Node], edges: Sequence[Edge], articles: int) -> float:
    """Place all nodes and labels; returns the scale at which everything fits the frame.

    Articles have no say in where things stand: they are hidden at first, and lie among what they are about.
    """
    boxes = [_box(node) for node in nodes[:articles]]
    pairs = [(e.start, e.end) for e in edges if e.kind != "article"]
    for node, (x, y) in zip(nodes, lay_out(boxes, pairs, FRAME[0] / FRAME[1]), strict=False):
        node.x, node.y = x, y
    _tighten(nodes[:articles], boxes)
    fit = _fit(nodes[:articles])
    _place_articles(nodes, edges, articles)
    order = sorted(range(articles), key=lambda k: (nodes[k].sign != FIGURE, -len(nodes[k].claims), nodes[k].id))
    order.sort(key=lambda k: -len(nodes[k].claims) if nodes[k].sign != FIGURE else -2.5)
    for k, side in enumerate(place_labels([n.mark(fit) for n in nodes[:articles]], order)):
        nodes[k].side = side
    return fit


def _tighten(nodes: Sequence[Node], boxes: Sequence[Box]) -> None:
    """Draw a large picture together, in two steps, so that it fits the frame with as many labels as can be read.

    First as close as it goes with every label in its place, then to the size of the frame: marks and labels keep
    their size, so some now touch, and a few gentle pushes into what room is left bring most of these apart.
    """
    frame = (FRAME[0] - 2 * _MARGIN, FRAME[1] - 2 * _MARGIN)
    covered = sum((b.left + b.right) * (b.up + b.down) for b in boxes)
    size = max(1.0, sqrt(covered / _DENSITY / (frame[0] * frame[1])))
    for grown, rounds in ((size, 120), (1.0, _PUSHES)):
        scale = _fit(nodes) * grown
        if scale < 1.0:
            places = [(round(n.x * scale), round(n.y * scale)) for n in nodes]
            for node, (x, y) in zip(nodes, settle_in(places, boxes, frame[0] * grown, frame[1] * grown, rounds), strict=True):
                node.x, node.y = x, y


def _box(node: Node) -> Box:
    mark = node.mark(0.0)
    left, top, right, bottom = label_rect(mark, "b")
    r, pad = mark.radius, 3.0
    return Box(max(r, -left) + pad, max(r, right) + pad, max(r, -top) + pad, max(r, bottom) + pad)


def _fit(nodes: Sequence[Node]) -> float:
    """The scale at which all marks with their labels are inside the frame; labels keep their size."""
    boxes = [_box(n) for n in nodes]
    low, high = 0.02, 1.6
    for _ in range(24):
        scale = (low + high) / 2
        wide = max((n.x * scale + b.right for n, b in zip(nodes, boxes, strict=True)), default=0.0) - min(
            (n.x * scale - b.left for n, b in zip(nodes, boxes, strict=True)), default=0.0
        )
        tall = max((n.y * scale + b.down for n, b in zip(nodes, boxes, strict=True)), default=0.0) - min(
            (n.y * scale - b.up for n, b in zip(nodes, boxes, strict=True)), default=0.0
        )
        fits = wide <= FRAME[0] - 2 * _MARGIN and tall <= FRAME[1] - 2 * _MARGIN
        low, high = (scale, high) if fits else (low, scale)
    return round(low, 4)


def _place_articles(nodes: Sequence[Node], edges: Sequence[Edge], first: int) -> None:
    """Put each article into the free room nearest to the middle of what it is about."""
    taken = {(n.x // 40, n.y // 40) for n in nodes[:first]}
    for k in range(first, len(nodes)):
        ends = [nodes[e.end] for e in edges if e.kind == "article" and e.start == k]
        x, y = (sum(n.x for n in ends) // len(ends), sum(n.y for n in ends) // len(ends)) if ends else (0, 0)
        spots = sorted(((dx * dx + dy * dy, dx, dy) for dx in range(-12, 13) for dy in range(-12, 13)))
        dx, dy = next(((dx, dy) for _, dx, dy in spots if (x // 40 + dx, y // 40 + dy) not in taken), (0, 0))
        cell = x // 40 + dx, y // 40 + dy
        taken.add(cell)
        nodes[k].x, nodes[k].y = cell[0] * 40 + 20, cell[1] * 40 + 20

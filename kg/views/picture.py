"""The picture: nodes, lines, claims and the passages they rest on, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
from kg.views.arrangement import arrange
from kg.views.elements import (
    ArticleText,
    Compare,
    Comparison,
    CountSources,
    Edge,
    Node,
    Picture,
    ShownClaim,
    count_articles,
)
from kg.views.figures import short_figure, short_metric, short_period
from kg.views.labels import text_width, wrap
from kg.views.passages import Passage, cut_article, find_passage
from kg.views.selection import DEFAULT_TOP, Scope, Selection, choose
from kg.views.signs import ARTICLE, FIGURE, UNKNOWN, sign_of

__all__ = ["make_picture"]

_ALT_LABEL: Final = ox.NamedNode(vocab.SKOS_ALT_LABEL)
_ALIASES: Final = 12
_LABEL_ROOM: Final = 104.0
_PILL_ROOM: Final = 118.0
_ARTICLE_ROOM: Final = 150.0


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
        full_text: hand out whole articles; else only the sentences of evidences and their neighbours.
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
    fit = arrange(board.nodes, board.edges, first)
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
        obj = None
        if claim.object:
            obj = self._thing(claim.object)
        elif claim.kind is Kind.MEASUREMENT:
            obj = self._figure(claim)
        for node in {subject, obj} - {None}:
            self.nodes[node].claims.append(k)  # type: ignore[index]
        self.claims.append(
            ShownClaim(claim, group, subject, obj, None, (), _status(claim), sources, comparison)
        )

    def _thing(self, entity: Entity) -> int:
        if entity.id not in self.index:
            # as the facts call it, whatever one article does
            known = self.reader.entity(entity_iri(entity.id))
            sign = sign_of(known.flat_type)
            kind, lines = vocab.LABELS.get(known.type, known.type), wrap(known.name, _LABEL_ROOM)
            aliases = self._aliases(entity.id, known.name)
            self._append(Node(entity.id, sign.name, kind, known.name, lines, aliases))
        return self.index[entity.id]

    def _aliases(self, ident: str, name: str) -> tuple[str, ...]:
        node = ox.NamedNode(entity_iri(ident))
        found = {
            text_of(q.object) for q in self.reader.store.graph.quads_for_pattern(node, _ALT_LABEL, None, None)
        }
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
                both = shown.claim.predicate in vocab.SYMMETRIC
                _join(lines, "claim", shown.subject, shown.object, k, both=both)
            if shown.claim.kind is Kind.MEASUREMENT:
                assert shown.object is not None
                for agent in self._speakers(shown):
                    _join(lines, "says", agent, shown.object, k)
        self.edges = [lines[key] for key in sorted(lines)]

    def _with_others(self, shown: ShownClaim) -> ShownClaim:
        """Find the nodes of region and agents, and make those of agents that stand behind a figure."""
        if shown.claim.kind is Kind.MEASUREMENT:
            nearest = [e.attribution[0].agent for e in shown.evidences if e.attribution]
            for agent in {a.id: a for a in nearest}.values():
                if agent.id != shown.claim.subject.id and len(self.nodes) < self.limit:
                    self._thing(agent)
        region = self.index.get(shown.claim.region.id) if shown.claim.region else None
        names = dict.fromkeys(link.agent.id for e in shown.evidences for link in e.attribution)
        agents = tuple(self.index[i] for i in names if i in self.index)
        return replace(shown, region=region, agents=agents)

    def _speakers(self, shown: ShownClaim) -> list[int]:
        """Nodes of those nearest to a figure, first link of each chain."""
        nearest = dict.fromkeys(e.attribution[0].agent.id for e in shown.evidences if e.attribution)
        return [self.index[i] for i in nearest if i in self.index and self.index[i] != shown.subject]

    def add_articles(self, infos: Sequence[VersionInfo]) -> None:
        """Add a node for each article, and lines to what its claims are about."""
        at = {info.version: len(self.nodes) + k for k, info in enumerate(infos)}
        lines: dict[tuple[str, int, int], Edge] = {}
        for info in infos:
            self._append(
                Node(
                    f"article:{info.version}", ARTICLE, "article", info.shown, wrap(info.shown, _ARTICLE_ROOM)
                )
            )
        for k, shown in enumerate(self.claims):
            for version in dict.fromkeys(e.version for e in shown.evidences):
                self.nodes[at[version]].claims.append(k)
                _join(lines, "article", at[version], shown.subject, k)
        self.edges += [lines[key] for key in sorted(lines)]


def _join(
    lines: dict[tuple[str, int, int], Edge],
    kind: str,
    start: int,
    end: int,
    claim: int,
    *,
    both: bool = False,
) -> None:
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

"""Where the nodes and labels of a picture stand, for the frame in which it is first seen."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Final

from kg.views.elements import Edge, Node
from kg.views.labels import label_rect, place_labels
from kg.views.layout import Box, lay_out, settle_in
from kg.views.signs import FIGURE

__all__ = ["FRAME", "arrange"]

FRAME: Final = (812.0, 800.0)
"""Width and height of the canvas for which labels are placed, in pixels."""

_MARGIN: Final = 26.0
_ROOM: Final = (FRAME[0] - 2 * _MARGIN, FRAME[1] - 2 * _MARGIN)
_DENSITY: Final = 0.85
"""How much of a large picture marks and labels may cover while each still has its room."""

_CROWDED: Final = 3.0
"""How many frames marks and labels must fill before the shape of the graph tells more than labels do: from
there on only marks have a say in where things stand."""

_MANY: Final = 5
_PUSHES: Final = 30
_PARTINGS: Final = 120


def arrange(nodes: Sequence[Node], edges: Sequence[Edge], articles: int) -> float:
    """Place all nodes and labels; returns the scale at which everything fits the frame.

    Articles have no say in where things stand: they are hidden at first, and lie among what they are about.
    """
    boxes = [_box(node) for node in nodes[:articles]]
    if _size(boxes) >= _CROWDED:
        boxes = [_mark_box(node) for node in nodes[:articles]]
    pairs = [(e.start, e.end) for e in edges if e.kind != "article"]
    for node, (x, y) in zip(nodes, lay_out(boxes, pairs, FRAME[0] / FRAME[1]), strict=False):
        node.x, node.y = x, y
    _tighten(nodes[:articles], boxes)
    fit = _fit(nodes[:articles])
    _place_articles(nodes, edges, articles)
    order = sorted(
        range(articles), key=lambda k: (nodes[k].sign != FIGURE, -len(nodes[k].claims), nodes[k].id)
    )
    order.sort(key=lambda k: -len(nodes[k].claims) if nodes[k].sign != FIGURE else -2.5)
    near: list[list[int]] = [[] for _ in nodes]
    for a, b in pairs:
        near[a].append(b)
        near[b].append(a)
    for k, side in enumerate(place_labels([n.mark(fit) for n in nodes[:articles]], order, near)):
        nodes[k].side = side
    return fit


def _tighten(nodes: Sequence[Node], boxes: Sequence[Box]) -> None:
    """Draw a large picture together so that it fits the frame with as many labels as can be read.

    First as close as it goes with every label in its place, then to the size of the frame: marks and labels
    keep their size, so some now touch, and a few gentle pushes into what room is left bring most of these
    apart; in the end all marks keep apart, and from the labels of what many claims name.
    """
    for grown, rounds in ((max(1.0, sqrt(_size(boxes))), 120), (1.0, _PUSHES)):
        scale = _fit(nodes) * grown
        if scale < 1.0:
            _put(nodes, boxes, scale, grown, rounds)
    last = [b if _is_known(n) else _mark_box(n) for n, b in zip(nodes, map(_box, nodes), strict=True)]
    _put(nodes, last, 1.0, 1.0, _PARTINGS)


def _is_known(node: Node) -> bool:
    """Whether many claims name it, so that readers look for its label."""
    return len(node.claims) >= _MANY and node.sign != FIGURE


def _size(boxes: Sequence[Box]) -> float:
    """How many frames marks and labels fill."""
    covered = sum((b.left + b.right) * (b.up + b.down) for b in boxes)
    return covered / _DENSITY / (_ROOM[0] * _ROOM[1])


def _put(nodes: Sequence[Node], boxes: Sequence[Box], scale: float, grown: float, rounds: int) -> None:
    """Bring places to a scale, and push apart what overlaps there, within the frame."""
    places = [(round(n.x * scale), round(n.y * scale)) for n in nodes]
    found = settle_in(places, boxes, _ROOM[0] * grown, _ROOM[1] * grown, rounds)
    for node, (x, y) in zip(nodes, found, strict=True):
        node.x, node.y = x, y


def _mark_box(node: Node) -> Box:
    """The room of a mark alone: whatever labels do, marks never lie on each other."""
    r = node.radius + 4.0
    return Box(r * 2, r * 2, r, r) if node.sign == FIGURE else Box(r, r, r, r)


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
        fits = wide <= _ROOM[0] and tall <= _ROOM[1]
        low, high = (scale, high) if fits else (low, scale)
    return round(low, 4)


def _place_articles(nodes: Sequence[Node], edges: Sequence[Edge], first: int) -> None:
    """Put each article into the free room nearest to the middle of what it is about."""
    taken = {(n.x // 40, n.y // 40) for n in nodes[:first]}
    for k in range(first, len(nodes)):
        ends = [nodes[e.end] for e in edges if e.kind == "article" and e.start == k]
        x, y = (sum(n.x for n in ends) // len(ends), sum(n.y for n in ends) // len(ends)) if ends else (0, 0)
        spots = sorted((dx * dx + dy * dy, dx, dy) for dx in range(-12, 13) for dy in range(-12, 13))
        dx, dy = next(((dx, dy) for _, dx, dy in spots if (x // 40 + dx, y // 40 + dy) not in taken), (0, 0))
        cell = x // 40 + dx, y // 40 + dy
        taken.add(cell)
        nodes[k].x, nodes[k].y = cell[0] * 40 + 20, cell[1] * 40 + 20

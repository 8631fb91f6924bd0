"""Where nodes stand: a force layout of each connected part, and the parts packed side by side.

The same graph gives the same places: nothing is random, parts of the graph are laid out in a fixed order,
sums run in a fixed order, and places are rounded at every step so that the last bits of a processor's
arithmetic do not grow. Distances in the picture follow distances in the graph (stress majorization; the force
between two nodes pulls them to the length of the shortest way between them). networkx has the same as
Kamada-Kawai, but that needs scipy and takes a minute for a thousand nodes.

Units are pixels at the scale at which labels and marks have their natural size.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from kg.views.packing import pack

__all__ = ["Box", "lay_out", "settle_in"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_EDGE: Final = 10.0
"""Length of an edge between the borders of two small nodes."""

_ALL_PAIRS: Final = 420
"""Up to this many nodes every pair exerts a force; above, a node feels its neighbours and some far ones."""

_PIVOTS: Final = 48
_ROUNDS: Final = 160
_ROUNDS_LARGE: Final = 60
_PLACES: Final = 3


@dataclass(frozen=True)
class Box:
    """The room a node takes up around its place: its mark and its label.

    Attributes:
        left: how far it reaches to the left of its place, and so on.
    """

    left: float
    right: float
    up: float
    down: float

    @property
    def reach(self) -> float:
        """A radius that stands for it in the forces."""
        return 0.14 * (self.left + self.right) + 0.2 * (self.up + self.down)


def lay_out(
    boxes: Sequence[Box], edges: Sequence[tuple[int, int]], aspect: float = 1.0
) -> list[tuple[int, int]]:
    """Place nodes so that neighbours are near each other and nothing overlaps.

    Args:
        boxes: the room each node takes up.
        edges: pairs of nodes, by index; an edge may be given twice, direction does not matter.
        aspect: width over height of the whole.

    Returns:
        x and y of each node, whole pixels, y downwards, around the middle of the picture.
    """
    near = _neighbours(len(boxes), edges)
    parts = _parts(near)
    laid: list[Floats] = []
    for part in parts:
        places = _lay_part(part, near, boxes)
        laid.append(_spread(places, [boxes[i] for i in part]))
    shifts = pack(
        [
            [_extent(places[k], boxes[i]) for k, i in enumerate(part)]
            for part, places in zip(parts, laid, strict=True)
        ],
        [_segments(part, near, places) for part, places in zip(parts, laid, strict=True)],
        aspect,
    )
    found = np.zeros((len(boxes), 2))
    for part, places, shift in zip(parts, laid, shifts, strict=True):
        found[part] = places + shift
    middle = _middle(found, boxes)
    return [(round(float(x - middle[0])), round(float(y - middle[1]))) for x, y in found]


def _neighbours(n: int, edges: Sequence[tuple[int, int]]) -> list[list[int]]:
    near: list[set[int]] = [set() for _ in range(n)]
    for a, b in edges:
        if a != b:
            near[a].add(b)
            near[b].add(a)
    return [sorted(s) for s in near]


def _parts(near: Sequence[Sequence[int]]) -> list[list[int]]:
    """Connected parts, the largest first, then by their first node."""
    seen = [False] * len(near)
    parts = []
    for start in range(len(near)):
        if not seen[start]:
            seen[start], part = True, [start]
            for node in part:  # grows while it is walked
                for other in near[node]:
                    if not seen[other]:
                        seen[other] = True
                        part.append(other)
            parts.append(sorted(part))
    return sorted(parts, key=lambda p: (-len(p), p[0]))


def _extent(place: Floats, box: Box) -> tuple[float, float, float, float]:
    x, y = float(place[0]), float(place[1])
    return x - box.left, y - box.up, x + box.right, y + box.down


def _segments(
    part: Sequence[int], near: Sequence[Sequence[int]], places: Floats
) -> list[tuple[float, float, float, float]]:
    at = {node: k for k, node in enumerate(part)}
    ends = [(at[a], at[b]) for a in part for b in near[a] if a < b]
    return [
        (float(places[a, 0]), float(places[a, 1]), float(places[b, 0]), float(places[b, 1])) for a, b in ends
    ]


def _middle(places: Floats, boxes: Sequence[Box]) -> tuple[float, float]:
    if not boxes:
        return 0.0, 0.0
    extents = [_extent(p, b) for p, b in zip(places, boxes, strict=True)]
    xs = min(e[0] for e in extents) + max(e[2] for e in extents)
    ys = min(e[1] for e in extents) + max(e[3] for e in extents)
    return xs / 2, ys / 2


# ---------------------------------------------------------------------- one part


def _lay_part(part: Sequence[int], near: Sequence[Sequence[int]], boxes: Sequence[Box]) -> Floats:
    if len(part) == 1:
        return np.zeros((1, 2))
    at = {node: k for k, node in enumerate(part)}
    links = [[at[o] for o in near[node]] for node in part]
    reach = [boxes[node].reach for node in part]
    lengths = [[_length(k, o, links, reach) for o in links[k]] for k in range(len(part))]
    places = _radial(links, lengths)
    if len(part) <= 2:
        return places
    return _turn(_settle(places, links, lengths))


def _length(a: int, b: int, links: Sequence[Sequence[int]], reach: Sequence[float]) -> float:
    """Longer where both ends have many neighbours, so that each has room for its own."""
    crowd = min(len(links[a]), len(links[b]))
    return (
        _EDGE
        + reach[a]
        + reach[b]
        + 4.0 * float(np.sqrt(max(len(links[a]), len(links[b]))))
        + 5.0 * (crowd - 1)
    )


def _shortest(start: int, links: Sequence[Sequence[int]], lengths: Sequence[Sequence[float]]) -> list[float]:
    """Length of the shortest way from one node to every other."""
    found = [float("inf")] * len(links)
    found[start] = 0.0
    queue = [(0.0, start)]
    while queue:
        so_far, node = heapq.heappop(queue)
        if so_far > found[node]:
            continue
        for other, length in zip(links[node], lengths[node], strict=True):
            if so_far + length < found[other]:
                found[other] = so_far + length
                heapq.heappush(queue, (found[other], other))
    return found


def _centre(links: Sequence[Sequence[int]], lengths: Sequence[Sequence[float]]) -> int:
    """A node in the middle: half-way along the longest shortest way, nearly."""
    there = _shortest(0, links, lengths)
    a = max(range(len(links)), key=lambda k: (there[k], -k))
    from_a = _shortest(a, links, lengths)
    b = max(range(len(links)), key=lambda k: (from_a[k], -k))
    from_b = _shortest(b, links, lengths)
    return min(range(len(links)), key=lambda k: (max(from_a[k], from_b[k]), -len(links[k]), k))


def _radial(links: Sequence[Sequence[int]], lengths: Sequence[Sequence[float]]) -> Floats:
    """Start: a tree around the middle, each branch in a wedge as wide as it has leaves."""
    n, root = len(links), _centre(links, lengths)
    distance = _shortest(root, links, lengths)
    order = sorted(range(n), key=lambda k: (distance[k], k))
    children: list[list[int]] = [[] for _ in range(n)]
    seen = {root}
    for node in order:
        for other in sorted(links[node], key=lambda o: (-len(links[o]), o)):
            if other not in seen:
                seen.add(other)
                children[node].append(other)
    leaves = [1.0] * n
    for node in reversed(order):
        if children[node]:
            leaves[node] = sum(leaves[c] for c in children[node])
    wedge = {root: (0.0, 2 * np.pi)}
    places = np.zeros((n, 2))
    for node in [root, *(k for k in order if k != root)]:
        low, high = wedge[node]
        angle = (low + high) / 2
        places[node] = (distance[node] * np.cos(angle), distance[node] * np.sin(angle))
        for child in children[node]:
            share = (high - low) * leaves[child] / leaves[node]
            wedge[child] = (low, low + share)
            low += share
    return np.round(places, _PLACES)


def _terms(links: Sequence[Sequence[int]], lengths: Sequence[Sequence[float]]) -> tuple[Ints, Ints, Floats]:
    """Pairs of nodes that feel each other, and how far apart each pair should be."""
    n = len(links)
    if n <= _ALL_PAIRS:
        sources = list(range(n))
    else:
        sources = sorted({round(k * (n - 1) / (_PIVOTS - 1)) for k in range(_PIVOTS)})
    wanted: dict[tuple[int, int], float] = {}
    for s in sources:
        for t, d in enumerate(_shortest(s, links, lengths)):
            if s != t:
                wanted[min(s, t), max(s, t)] = d
    if n > _ALL_PAIRS:
        for a in range(n):
            for b, d in zip(links[a], lengths[a], strict=True):
                wanted[min(a, b), max(a, b)] = d
            _fan(a, links[a], lengths[a], wanted)
    pairs = sorted(wanted)
    return (
        np.array([p[0] for p in pairs]),
        np.array([p[1] for p in pairs]),
        np.array([wanted[p] for p in pairs]),
    )


def _fan(
    a: int, others: Sequence[int], lengths: Sequence[float], wanted: dict[tuple[int, int], float]
) -> None:
    """Spread the neighbours of one node around it: each keeps off the next few."""
    for k, b in enumerate(others):
        for step in (1, 2, 3, 5, 8, 13):
            j = k + step
            if j < len(others):
                c = others[j]
                wanted.setdefault((min(b, c), max(b, c)), lengths[k] + lengths[j])


def _settle(places: Floats, links: Sequence[Sequence[int]], lengths: Sequence[Sequence[float]]) -> Floats:
    """Move every node to where its pairs want it, all at once, until that changes little."""
    a, b, d = _terms(links, lengths)
    n, w = len(places), 1.0 / (d * d)
    total = np.bincount(a, w, n) + np.bincount(b, w, n)
    for _ in range(_ROUNDS if n <= _ALL_PAIRS else _ROUNDS_LARGE):
        gap = places[a] - places[b]
        actual = np.maximum(np.sqrt(gap[:, 0] ** 2 + gap[:, 1] ** 2), 1e-3)
        pull = w * (d / actual - 1.0) * 0.5
        step = np.empty_like(places)
        for axis in (0, 1):
            force = pull * gap[:, axis]
            step[:, axis] = (np.bincount(a, force, n) - np.bincount(b, force, n)) / total * 2.0
        places = np.round(places + step * 0.9, _PLACES)
        if float(np.abs(step).max()) < 0.25:
            break
    return places


def _turn(places: Floats) -> Floats:
    """Turn a part so that it is wide rather than high, as labels are, and as small as can be."""
    best, score = places, float("inf")
    for k in range(18):
        angle = np.pi * k / 18
        turned = np.round(np.stack([
            places[:, 0] * np.cos(angle) - places[:, 1] * np.sin(angle),
            places[:, 0] * np.sin(angle) + places[:, 1] * np.cos(angle),
        ], axis=1), _PLACES)  # fmt: skip
        width, height = (float(turned[:, i].max() - turned[:, i].min()) for i in (0, 1))
        if (size := round(width * height + 0.15 * height * height, 1)) < score:
            best, score = turned, size
    return best


# ---------------------------------------------------------------------- room for marks and labels


def settle_in(
    places: Sequence[tuple[int, int]], boxes: Sequence[Box], width: float, height: float, rounds: int = 120
) -> list[tuple[int, int]]:
    """Push nodes apart that crowd each other, within a frame; where it is full, some stay close."""
    if not places:
        return []
    found = _spread(np.array(places, dtype=np.float64), boxes, rounds, (width / 2, height / 2))
    return [(round(float(x)), round(float(y))) for x, y in found]


def _spread(
    places: Floats, boxes: Sequence[Box], rounds: int = 240, frame: tuple[float, float] | None = None
) -> Floats:
    """Push nodes apart whose boxes overlap, each along the shorter way, until none do.

    Args:
        places: of the nodes.
        boxes: of the nodes.
        rounds: how often to push at most.
        frame: half the width and height that boxes may not leave; None for no bounds.
    """
    n = len(boxes)
    if n == 1:
        return places
    reach = np.array([[b.left, b.up, b.right, b.down] for b in boxes])
    centre = np.stack([(reach[:, 2] - reach[:, 0]) / 2, (reach[:, 3] - reach[:, 1]) / 2], axis=1)
    half = np.stack([(reach[:, 0] + reach[:, 2]) / 2, (reach[:, 1] + reach[:, 3]) / 2], axis=1)
    places = places + centre + np.stack([np.arange(n) * 1e-2, np.arange(n)[::-1] * 1e-2], axis=1)
    for _ in range(rounds):
        a, b = _close_pairs(places, half)
        overlap = half[a] + half[b] - np.abs(places[a] - places[b])
        hit = (overlap > 0.01).all(axis=1)
        if not hit.any():
            break
        a, b, overlap = a[hit], b[hit], overlap[hit]
        axis = (overlap[:, 0] * 0.75 > overlap[:, 1]).astype(np.int64)  # sideways first: boxes are wide
        amount = np.minimum(overlap[np.arange(len(a)), axis] * 0.5 + 0.02, 40.0)
        sign = np.where(places[a, axis] < places[b, axis], -1.0, 1.0)
        for k in (0, 1):
            push = np.where(axis == k, amount * sign, 0.0)
            count = np.maximum(np.bincount(a, axis == k, n) + np.bincount(b, axis == k, n), 1.0)
            places[:, k] += (np.bincount(a, push, n) + np.bincount(b, -push, n)) / np.sqrt(count)
            if frame is not None:
                room = np.maximum(frame[k] - half[:, k], 0.0)
                places[:, k] = np.clip(places[:, k], -room, room)
        places = np.round(places, _PLACES)
    settled: Floats = places - centre
    return settled


def _close_pairs(places: Floats, half: Floats) -> tuple[Ints, Ints]:
    """Pairs whose boxes may overlap: sorted sideways, compared while near enough."""
    order = np.argsort(places[:, 0], kind="stable")
    x, widest = places[order, 0], float(half[:, 0].max()) * 2
    first: list[Ints] = []
    second: list[Ints] = []
    step = 1
    while step < len(order):
        close = np.nonzero(x[step:] - x[:-step] < widest)[0]
        if not len(close):
            break
        first.append(order[close])
        second.append(order[close + step])
        step += 1
    empty = np.zeros(0, dtype=np.int64)
    return (np.concatenate(first), np.concatenate(second)) if first else (empty, empty)

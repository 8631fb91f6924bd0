"""Parts of a picture side by side: each is laid on the grid as near to the middle as it fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor, sqrt
from typing import Final

import numpy as np

__all__ = ["pack"]

Extent = tuple[float, float, float, float]
"""Left, top, right, bottom."""

Segment = tuple[float, float, float, float]
"""From x and y to x and y."""

Cells = frozenset[tuple[int, int]]

_CELL: Final = 12.0
_GAP: Final = 7.0


def pack(
    boxes: Sequence[Sequence[Extent]], edges: Sequence[Sequence[Segment]], aspect: float
) -> list[tuple[float, float]]:
    """Find a place for each part so that none touch and all together fill a frame of some shape.

    Parts come in the order in which they are placed, the largest first. A part may lie in a bay of another,
    but neither on its marks and labels nor across its edges.

    Args:
        boxes: the marks and labels of each part, in its own coordinates.
        edges: the edges of each part.
        aspect: width over height of the frame.

    Returns:
        How far to move each part, in x and y.
    """
    taken: set[tuple[int, int]] = set()
    frame = _Frame()
    shifts = []
    for part, lines in zip(boxes, edges, strict=True):
        left, top = min(b[0] for b in part) - _GAP, min(b[1] for b in part) - _GAP
        cells = _cells(part, lines, left, top)
        width, height = max(c[0] for c in cells) + 1, max(c[1] for c in cells) + 1
        at = _place(cells, width, height, taken, frame, aspect)
        taken.update((x + at[0], y + at[1]) for x, y in cells)
        frame.add(at[0], at[1], width, height)
        shifts.append((at[0] * _CELL - left, at[1] * _CELL - top))
    return shifts


class _Frame:
    """The bounds of what is placed."""

    def __init__(self) -> None:
        self.left = self.top = self.right = self.bottom = 0

    def add(self, x: int, y: int, width: int, height: int) -> None:
        self.left, self.top, self.right, self.bottom = self.with_part(x, y, width, height)

    def with_part(self, x: int, y: int, width: int, height: int) -> tuple[int, int, int, int]:
        if self.left == self.right:
            return x, y, x + width, y + height
        return min(self.left, x), min(self.top, y), max(self.right, x + width), max(self.bottom, y + height)


def _cells(part: Iterable[Extent], lines: Iterable[Segment], left: float, top: float) -> Cells:
    found: set[tuple[int, int]] = set()
    for l, t, r, b in part:  # noqa: E741 - left, top, right, bottom
        xs = range(floor((l - _GAP - left) / _CELL), ceil((r + _GAP - left) / _CELL))
        ys = range(floor((t - _GAP - top) / _CELL), ceil((b + _GAP - top) / _CELL))
        found.update((x, y) for x in xs for y in ys)
    for x0, y0, x1, y1 in lines:
        steps = max(1, ceil(max(abs(x1 - x0), abs(y1 - y0)) / (_CELL / 2)))
        for k in range(steps + 1):
            x, y = x0 + (x1 - x0) * k / steps, y0 + (y1 - y0) * k / steps
            found.add((floor((x - left) / _CELL), floor((y - top) / _CELL)))
    return frozenset(found)


def _place(
    cells: Cells, width: int, height: int, taken: set[tuple[int, int]], frame: _Frame, aspect: float
) -> tuple[int, int]:
    """The free place that makes the frame grow least, nearest to the middle among equals."""
    if not taken:
        return 0, 0
    # cells on the rim collide first, so they are tried first
    ordered = sorted(cells, key=lambda c: (min(c[0], width - 1 - c[0]) + min(c[1], height - 1 - c[1]), c))
    for x, y in _candidates(frame, width, height, aspect):
        if not any((x + cx, y + cy) in taken for cx, cy in ordered):
            return x, y
    raise AssertionError("beside the frame there is always room")


def _candidates(frame: _Frame, width: int, height: int, aspect: float) -> Iterator[tuple[int, int]]:
    """Places in and around the frame, the best first; a step is as large as the part allows."""
    step = max(1, round(min(width, height) / 6))
    xs = np.arange(frame.left - width, frame.right + 1, step)[:, None]
    ys = np.arange(frame.top - height, frame.bottom + 1, step)[None, :]
    wide = np.maximum(xs + width, frame.right) - np.minimum(xs, frame.left)
    tall = np.maximum(ys + height, frame.bottom) - np.minimum(ys, frame.top)
    size = np.round(np.maximum(wide / sqrt(aspect), tall * sqrt(aspect)), 6)
    off_x = xs + width / 2 - (frame.left + frame.right) / 2
    off_y = ys + height / 2 - (frame.top + frame.bottom) / 2
    off = np.round(np.sqrt(off_x**2 / aspect + off_y**2 * aspect), 6)
    grid = np.broadcast_to(xs, size.shape), np.broadcast_to(ys, size.shape)
    for k in np.lexsort((grid[1].ravel(), grid[0].ravel(), off.ravel(), size.ravel())):
        yield int(grid[0].flat[k]), int(grid[1].flat[k])

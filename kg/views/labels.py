"""Labels of nodes: how wide they are, how they break into lines, and where they fit without overlapping."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

__all__ = [
    "APART",
    "LINE",
    "PILL_HOLD",
    "PILL_PAD",
    "SIDES",
    "SIZE",
    "Mark",
    "Rect",
    "label_rect",
    "mark_rect",
    "place_labels",
    "text_width",
    "wrap",
]

SIZE: Final = 11.5
"""Size of a label's letters in pixels."""

LINE: Final = 13.5
"""From one line of a label to the next."""

PILL_PAD: Final = (8.0, 4.0)
"""Room around the words in a pill, sideways and up and down."""

GAP: Final = 3.0
"""Between a mark and its label."""

APART: Final = 3.0
"""Room between two labels side by side."""

SIDES: Final = ("b", "r", "l", "t", "br", "bl", "tr", "tl")
"""Where a label can stand: below its mark, right, left, above, then the corners; tried in this order."""

PILL_SIDES: Final = ("c", "r", "l", "b", "t", "h", "hr", "hl")
"""Where a pill can stand: over its place, or with the place near one end; `h` with its first line only."""

PILL_HOLD: Final = 9.0
"""How far from the end of a pill its place is, where the pill does not stand in the middle."""

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom."""

# Widths in thousandths of the letters' size: the larger of what Helvetica and DejaVu Sans take, nearly
_NARROW: Final = frozenset("fijlrtI.,:;'|!()[]{} -/\\`·‘’")
_BROAD: Final = frozenset("mwMW@%—…")
_CHARACTER: Final = {**dict.fromkeys(_NARROW, 370), **dict.fromkeys(_BROAD, 920), "1": 600}


@lru_cache(maxsize=8192)
def text_width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Estimate how wide a text is, in pixels; a browser with other fonts measures again."""
    thousandths = sum(_width(c) for c in text)
    return round(thousandths * size / 1000 * (1.07 if bold else 1.0), 2)


def _width(c: str) -> int:
    if c in _CHARACTER:
        return _CHARACTER[c]
    if unicodedata.combining(c) or unicodedata.category(c) in ("Cf", "Mn"):
        return 0
    if unicodedata.east_asian_width(c) in ("W", "F"):
        return 1020
    return 680 if c.isupper() else 600


def wrap(text: str, room: float, lines: int = 2) -> tuple[str, ...]:
    """Break a text into lines of some width; what does not fit is cut with an ellipsis.

    Args:
        text: any text; white space of any kind and length counts as one space.
        room: the width of a line in pixels.
        lines: how many there may be.
    """
    words = text.split()
    if not words:
        return ("",)
    total = text_width(" ".join(words))
    if total > room:
        room = min(
            room, max(total / lines * 1.12, room * 0.45)
        )  # lines of like length look better than full ones
    found: list[str] = []
    current = ""
    for n, word in enumerate(words):
        longer = f"{current} {word}" if current else word
        if text_width(longer) <= room:
            current = longer
        elif len(found) == lines - 1:
            return (*found, _shorten(" ".join([current, *words[n:]]).strip(), room))
        else:
            if current:
                found.append(current)
            current = word
            if text_width(word) > room:
                current = word if len(word) <= 2 else _shorten(word, room * 1.35)
    return (*found, current)


def _shorten(text: str, room: float) -> str:
    if text_width(text) <= room * 1.08:
        return text
    while text and text_width(text + "…") > room:
        text = text[:-1]
    return text.rstrip(" ,.-–") + "…"


@dataclass(frozen=True)
class Mark:
    """A node as it is drawn.

    Attributes:
        x: middle of the mark, in pixels.
        radius: half its size; of a pill, when it is drawn without its words.
        pill: whether the words stand in the mark.
        lines: of its label.
    """

    x: float
    y: float
    radius: float
    lines: tuple[str, ...]
    pill: bool = False
    bold: bool = False

    @property
    def width(self) -> float:
        """Of the label."""
        return max(
            text_width(line, bold=self.bold or (self.pill and n == 0)) for n, line in enumerate(self.lines)
        )

    @property
    def height(self) -> float:
        """Of the label."""
        return LINE * len(self.lines)

    @property
    def sides(self) -> tuple[str, ...]:
        """Where its label can stand, the best first."""
        return PILL_SIDES if self.pill else SIDES


def mark_rect(mark: Mark) -> Rect:
    """The room of a mark without its label."""
    return mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius


def label_rect(mark: Mark, side: str) -> Rect:
    """The room of a label on one side of its mark; a pill holds its place."""
    w, h, off = mark.width, mark.height, mark.radius + GAP
    if mark.pill:
        if side.startswith("h"):
            w, h = text_width(mark.lines[0], bold=True), LINE
        w, h = w + 2 * PILL_PAD[0], h + 2 * PILL_PAD[1]
        left = {"r": -PILL_HOLD, "l": PILL_HOLD - w}.get(side[-1], -w / 2)
        top = {"b": -PILL_HOLD, "t": PILL_HOLD - h}.get(side, -h / 2)
        return mark.x + left, mark.y + top, mark.x + left + w, mark.y + top + h
    corner = mark.radius
    aside = {"r": off, "l": -off - w, "br": -corner, "tr": -corner, "bl": corner - w, "tl": corner - w}
    top = {"b": off, "t": -off - h}.get(side[0], -h / 2)
    x = mark.x + aside.get(side, -w / 2)
    return x, mark.y + top, x + w, mark.y + top + h


class _Taken:
    """Rectangles that are in the way, found by the cells of a grid."""

    def __init__(self, cell: float = 48.0) -> None:
        self._cell = cell
        self._cells: dict[tuple[int, int], list[tuple[Rect, int]]] = {}

    def _touched(self, r: Rect) -> Iterable[tuple[int, int]]:
        for x in range(int(r[0] // self._cell), int(r[2] // self._cell) + 1):
            for y in range(int(r[1] // self._cell), int(r[3] // self._cell) + 1):
                yield x, y

    def add(self, r: Rect, owner: int) -> None:
        for cell in self._touched(r):
            self._cells.setdefault(cell, []).append((r, owner))

    def is_free(self, r: Rect, owner: int) -> bool:
        return all(
            o == owner or r[0] >= t[2] or r[2] <= t[0] or r[1] >= t[3] or r[3] <= t[1]
            for cell in self._touched(r)
            for t, o in self._cells.get(cell, ())
        )


def place_labels(
    marks: Sequence[Mark], order: Sequence[int], near: Sequence[Sequence[int]] | None = None
) -> list[str | None]:
    """Give each label a side on which it covers neither a mark nor a label before it.

    Args:
        marks: what is drawn.
        order: whose label comes first, by index.
        near: the marks that each is joined to; a label keeps off these lines where it can.

    Returns:
        For each mark the side of its label, None where there is no room at this scale.
    """
    taken = _Taken()
    for k, mark in enumerate(marks):
        taken.add(mark_rect(mark), k)
    found: list[str | None] = [None] * len(marks)
    for k in order:
        mark, best = marks[k], len(marks)
        for side in mark.sides:
            rect = label_rect(mark, side)
            if taken.is_free(rect, k):
                lines = (
                    0
                    if mark.pill or mark.bold or near is None
                    else sum(_crosses(rect, mark, marks[o]) for o in near[k])
                )
                if lines < best:
                    best, found[k] = lines, side
                if not lines:
                    break
        if side_found := found[k]:
            left, top, right, bottom = label_rect(mark, side_found)
            taken.add((left - APART, top, right + APART, bottom), k)
    return found


def _crosses(rect: Rect, one: Mark, other: Mark) -> bool:
    """Whether the line between two marks runs through a rectangle (Liang and Barsky's clipping)."""
    enter, leave = 0.0, 1.0
    dx, dy = other.x - one.x, other.y - one.y
    for p, q in (
        (-dx, one.x - rect[0]),
        (dx, rect[2] - one.x),
        (-dy, one.y - rect[1]),
        (dy, rect[3] - one.y),
    ):
        if p == 0:
            if q < 0:
                return False
        elif p < 0:
            enter = max(enter, q / p)
        else:
            leave = min(leave, q / p)
    return enter < leave

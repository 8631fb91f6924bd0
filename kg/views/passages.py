"""Article texts cut into pieces, so that a page can mark a quote without counting characters.

Offsets are code points; a browser counts UTF-16 units, and one emoji would shift every later mark. So the
text is cut here, at every bound that matters, and an evidence names its passages by piece. Only pieces that
are needed are handed out: the sentence of each evidence and its neighbours, or the whole article where that
is wanted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.gate import sentence_around
from kg.model import Evidence

__all__ = ["Cut", "Passage", "cut_article", "find_passage"]

Bounds = tuple[int, int]
"""`[start, end)` in code points."""


@dataclass(frozen=True)
class Passage:
    """Where an evidence stands in its text.

    Attributes:
        span: the words it rests on.
        sentence: the sentence or sentences that hold them.
        window: these with a neighbour on either side, within the paragraph.
        named: where those are named who stand behind it, as far as they are in the window.
    """

    span: Bounds
    sentence: Bounds
    window: Bounds
    named: tuple[Bounds, ...]

    @property
    def bounds(self) -> set[int]:
        """Every offset at which the text has to be cut."""
        return {at for pair in (self.span, self.sentence, self.window, *self.named) for at in pair}


@dataclass(frozen=True)
class Cut:
    """An article in pieces.

    Attributes:
        offsets: where pieces begin, ascending, and the end of the text.
        pieces: the text between two offsets; None where it is not handed out.
    """

    offsets: tuple[int, ...]
    pieces: tuple[str | None, ...]

    def index(self, bounds: Bounds) -> Bounds:
        """The pieces of some bounds, `[first, last)`; the text was cut there."""
        return bisect_left(self.offsets, bounds[0]), bisect_left(self.offsets, bounds[1])


def find_passage(text: str, evidence: Evidence) -> Passage:
    """Find the sentence of an evidence and its neighbours."""
    start, end = evidence.span.start, evidence.span.end
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    left, right = sentence_around(text, start, end)
    left, right = _trim(text, min(max(left, first), start), max(min(right, last), end))
    window = _trim(text, _before(text, left, first), _after(text, right, last))
    links = [(link.span.start, link.span.end) for link in evidence.attribution]
    named = tuple(sorted({(a, b) for a, b in links if window[0] <= a and b <= window[1]}))
    return Passage(
        (start, end), (min(left, start), max(right, end)), (min(window[0], start), max(window[1], end)), named
    )


def _trim(text: str, start: int, end: int) -> Bounds:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _before(text: str, left: int, first: int) -> int:
    """Where the sentence before begins, within the paragraph."""
    _, end = _trim(text, first, left)
    return max(sentence_around(text, end - 1, end)[0], first) if end > first else left


def _after(text: str, right: int, last: int) -> int:
    """Where the sentence after ends, within the paragraph."""
    start, _ = _trim(text, right, last)
    return min(sentence_around(text, start, start + 1)[1], last) if start < last else right


def cut_article(text: str, passages: Sequence[Passage], *, whole: bool) -> Cut:
    """Cut a text at the bounds of its passages.

    Args:
        text: the stored text.
        passages: of its evidences.
        whole: whether all of it is handed out, or only the windows of the passages.
    """
    offsets = tuple(sorted({0, len(text)}.union(*(p.bounds for p in passages))))
    shown = _cover(offsets, [p.window for p in passages])
    pieces = tuple(text[a:b] if whole or at in shown else None for at, (a, b) in enumerate(pairwise(offsets)))
    return Cut(offsets, pieces)


def _cover(offsets: Sequence[int], windows: Iterable[Bounds]) -> set[int]:
    return {at for a, b in windows for at in range(bisect_left(offsets, a), bisect_left(offsets, b))}

"""Quotations: where the quotation marks open and close, paragraph by paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.layout import Block

__all__ = ["Quote", "find_quotes", "inside_quote", "quotes_between"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation in one paragraph.

    Attributes:
        start: the opening mark.
        end: one past the closing mark.
        words: how many words it holds.
        open: whether the paragraph ends before the mark closes.
    """

    start: int
    end: int
    words: int
    open: bool = False


_MARK: Final = re.compile(r'"')
_SINGLE: Final = re.compile("(?<!\\w)\u2018(?=[\\w\\[])([^\u2018]{12,2000}?[\\w,.?!\\])])\u2019(?!\\w)")


def find_quotes(text: str, raw: str, blocks: Sequence[Block]) -> list[Quote]:
    """Find the quotations of a text, in order.

    Args:
        text: the normalised text, where every double quotation mark is straight.
        raw: the text as stored, where single quotation marks and apostrophes still differ in shape.
        blocks: the paragraphs; no quotation crosses their border.
    """
    found: list[Quote] = []
    for block in blocks:
        marks = [m.start() for m in _MARK.finditer(text, block.start, block.end)]
        found.extend(_pair(text, marks, block))
        if not marks:
            found.extend(
                Quote(m.start(), m.end(), len(m[1].split()))
                for m in _SINGLE.finditer(raw, block.start, block.end)
            )
    return sorted(found, key=lambda q: q.start)


def _opens(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return (before.isspace() or before in "([\u2014\u2013-/:") and not after.isspace()


def _pair(text: str, marks: Sequence[int], block: Block) -> list[Quote]:
    found: list[Quote] = []
    start: int | None = None
    for at in marks:
        if start is None:
            start = at
        elif _opens(text, at) and at - start > 1 and text[at - 1] != ",":
            if not _closes(text, at):
                start = at if len(text[start:at].split()) > 120 else start
                continue
            found.append(_quote(text, start, at + 1))
            start = None
        else:
            found.append(_quote(text, start, at + 1))
            start = None
    if start is not None and block.end - start > 12:
        found.append(Quote(start, block.end, len(text[start : block.end].split()), True))
    return found


def _closes(text: str, at: int) -> bool:
    return at > 0 and not text[at - 1].isspace()


def _quote(text: str, start: int, end: int) -> Quote:
    return Quote(start, end, len(text[start + 1 : end - 1].split()))


def inside_quote(quotes: Sequence[Quote], at: int) -> Quote | None:
    """The quotation that holds a place; quotations come in order and do not overlap."""
    before = bisect_right(quotes, at, key=_start_of) - 1
    return quotes[before] if before >= 0 and at < quotes[before].end else None


def quotes_between(quotes: Sequence[Quote], start: int, end: int) -> Sequence[Quote]:
    """The quotations that `[start, end)` meets."""
    first = max(0, bisect_right(quotes, start, key=_start_of) - 1)
    return [q for q in quotes[first : bisect_left(quotes, end, key=_start_of)] if q.end > start]


def _start_of(quote: Quote) -> int:
    return quote.start

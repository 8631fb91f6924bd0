"""Lines of an article: title, heading, paragraph, list item, signature, credit or boilerplate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from kg.extract.lexicon import read_table, roles

__all__ = ["Block", "BlockKind", "find_blocks"]


class BlockKind(StrEnum):
    """What a line is for."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    SIGNATURE = "signature"
    CREDIT = "credit"
    BOILERPLATE = "boilerplate"
    DATELINE = "dateline"


@dataclass(frozen=True, slots=True)
class Block:
    """A line of text.

    Attributes:
        kind: what it is for.
        start: first code point that is no white space or bullet.
        end: one past the last.
        section: number of headings before it.
    """

    kind: BlockKind
    start: int
    end: int
    section: int = 0


_LINE: Final = re.compile(r"[^\n]+")
_BULLET: Final = re.compile(r"\s*(?:[•·▪‣◦●■*]|[-\u2013\u2014](?=\s)|\d{1,2}[.)](?=\s)|\(?[a-z]\)(?=\s))\s*")
_WORD: Final = re.compile(r"[^\W\d_][\w'.&-]*")
_DATELINE: Final = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)[a-z]*,?\s+)?(?:\d{1,2}\s+)?(?:Jan|Feb|Mar|Apr"
    r"|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+(?:\d{1,2},?\s+)?\d{4}"
    r"(?:[\s,|-]+\d{1,2}:\d\d.*)?|\d{4}-\d\d-\d\d.*|(?:Published|Updated|Posted)\b.{0,60}"
)
_BYLINE: Final = re.compile(
    r"(?:By|Written by|Reporting by|Editing "
    r"by)\s+[A-Z][\w.'-]+(?:\s+(?:and\s+)?[A-Z][\w.'-]+){0,6}(?:[,|].{0,60})?$"
)
_LONGEST_TITLE: Final = 220


@cache
def _furniture() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    table = read_table("boilerplate")
    markers = "|".join(re.escape(m) for m in sorted(table["credit_markers"], key=len, reverse=True))
    openings = "|".join(re.escape(m) for m in sorted(table["openings"], key=len, reverse=True))
    return (
        frozenset(line.casefold() for line in table["lines"]),
        re.compile(rf"(?i)(?<!\w)(?:{markers})"),
        re.compile(rf"(?i)(?:{openings})"),
    )


def find_blocks(text: str, title: str | None = None) -> list[Block]:
    """Cut a text into blocks, one a line.

    Args:
        text: the normalised text.
        title: the title that the metadata gives, if any.
    """
    blocks: list[Block] = []
    section = 0
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.group().strip()]
    for n, (start, end) in enumerate(lines):
        raw = text[start:end]
        bullet = _BULLET.match(raw)
        a = start + (bullet.end() if bullet else len(raw) - len(raw.lstrip()))
        b = end - (len(raw) - len(raw.rstrip()))
        if a >= b:
            continue
        kind = _kind(text, a, b, n, bullet is not None, blocks, title)
        if kind is BlockKind.HEADING:
            section += 1
        blocks.append(Block(kind, a, b, section))
    return blocks


def _kind(
    text: str, a: int, b: int, n: int, bullet: bool, before: list[Block], title: str | None
) -> BlockKind:
    line = text[a:b]
    lines, markers, openings = _furniture()
    folded = line.strip(" .:!").casefold()
    if folded in lines or (openings.match(line) and len(line) < 400):
        return BlockKind.BOILERPLATE
    if n == 0 and _is_title(line, title):
        return BlockKind.TITLE
    words = _WORD.findall(line)
    if _DATELINE.fullmatch(line.strip(" .|")) or _BYLINE.match(line):
        return BlockKind.DATELINE
    ended = line.rstrip("\"')").endswith((".", "!", "?", ":", ";"))
    if not ended and len(words) <= 16 and _is_signature(line, words, text, before):
        return BlockKind.SIGNATURE
    if not ended and len(words) <= 7 and _is_credit(line, words, markers):
        return BlockKind.CREDIT
    if bullet:
        return BlockKind.ITEM
    if len(line) <= 90 and not line.endswith((".", "!", '"', ",")) and len(words) <= 12 and (n > 0):
        return BlockKind.HEADING
    if len(line) < 140 and markers.match(line):
        return BlockKind.CREDIT
    return BlockKind.PARAGRAPH


def _is_title(line: str, title: str | None) -> bool:
    if title and " ".join(title.split()).casefold()[:60] == " ".join(line.split()).casefold()[:60]:
        return True
    return len(line) <= _LONGEST_TITLE and not line.endswith((".", '"', ":"))


def _is_signature(line: str, words: list[str], text: str, before: list[Block]) -> bool:
    """`Jane Roe, CTO, Acme` on a line of its own: who said the paragraph before."""
    if not words or not words[0][0].isupper() or len(words) < 2:
        return False
    held = roles()
    titled = any(w.lower().strip(".") in held.heads for w in words[1:])
    if not titled or not words[1][0].isupper():
        return False
    if "," not in line and not (before and before[-1].kind is BlockKind.CREDIT):
        return False
    last = text[before[-1].end - 1] if before else ""
    return last in ('"', "'") or line.count(",") >= 1


def _is_credit(line: str, words: list[str], markers: re.Pattern[str]) -> bool:
    """Two or three capitalised words alone on a line, or a line that says it is a credit."""
    if markers.search(line) or re.search(r"\s/\s[A-Z]", line):
        return True
    return (
        2 <= len(words) <= 3
        and all(w[0].isupper() for w in words)
        and len(line.split()) == len(words)
        and not any(w.lower() in _HEADING_WORDS for w in words)
    )


_HEADING_WORDS: Final = frozenset(
    "key model features quality conclusion introduction overview background summary market growth industry "
    "outlook advantages disadvantages challenges technology performance results about analysis data "
    "development economic efficiency improvements innovation job privacy security ethics pricing "
    "availability the what why how new our".split()
)

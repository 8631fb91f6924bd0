"""The words of a sentence as the grammar sees them: names, figures and dates are one word each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.extract.tokens import Token

if TYPE_CHECKING:
    from kg.extract.amounts import Quantity
    from kg.extract.dates import Date
    from kg.extract.mentions import Mention

__all__ = ["CODES", "Word", "build_words", "encode"]


@dataclass(slots=True, eq=False)
class Word:
    """One word of the grammar.

    Attributes:
        start: first code point, in the whole text.
        end: one past the last.
        text: as in the normalised text.
        lower: `text` in lower case.
        tag: part of speech; `NNP` for a name, `QTY` for a figure, `DATE` for an expression of time.
        lemma: of a verb; else `lower`.
        mention: the name it stands for, if any.
        quantity: the figure, if any.
        date: the expression of time, if any.
    """

    start: int
    end: int
    text: str
    lower: str
    tag: str
    lemma: str
    mention: Mention | None = None
    quantity: Quantity | None = None
    date: Date | None = None


CODES: Final = {
    "DT": "D", "PRP$": "D", "PRP": "P", "EX": "P", "JJ": "J", "RB": "R", "NN": "N", "NNS": "N", "NNP": "E",
    "QTY": "Q", "CD": "Q", "DATE": "T", "VBG": "g", "VBN": "n", "VB": "f", "VBZ": "v", "VBP": "v", "VBD": "v",
    "MD": "m", "TO": "O", "IN": "I", "CC": "C", "WH": "W", "WRB": "U", "TH": "H", "NOT": "X", "POS": "S",
    ",": ",", ".": ".", ":": ":", ";": ";", "(": "(", ")": ")", '"': '"', "--": "-", "/": "/", "SYM": "Y",
}  # fmt: skip
"""One letter a tag, so that a run of words can be matched with a regular expression."""


def encode(words: Sequence[Word]) -> str:
    """Spell a run of words with one letter each."""
    return "".join([CODES[w.tag] for w in words])


def build_words(text: str, tokens: Sequence[Token], spans: Sequence[Mention | Quantity | Date]) -> list[Word]:
    """Merge the tokens under each span into one word.

    Args:
        text: the normalised text.
        tokens: the tagged tokens of one sentence.
        spans: names, figures and dates in order of place, without overlaps, cut at token borders.
    """
    words: list[Word] = []
    at, n = 0, len(tokens)
    for span in spans:
        opens = span.merge_start if span.span_kind == "quantity" else span.start
        while at < n and tokens[at].end <= opens:
            words.append(_plain(tokens[at]))
            at += 1
        if at < n and tokens[at].start < opens:  # the span opens inside a token: Momenta-powered
            words.append(_plain(tokens[at]))
            at += 1
            continue
        first = at
        while at < n and tokens[at].start < span.end:
            at += 1
        if at > first:
            words.append(_merged(text, span, tokens[first:at]))
    words.extend(_plain(t) for t in tokens[at:])
    return words


def _plain(token: Token) -> Word:
    return Word(token.start, token.end, token.text, token.lower, token.tag, token.lemma)


def _merged(text: str, span: Mention | Quantity | Date, tokens: Sequence[Token]) -> Word:
    start, end = tokens[0].start, max(span.end, tokens[-1].end)
    piece = text[start:end]
    word = Word(start, end, piece, piece.lower(), "NNP", piece.lower())
    if span.span_kind == "quantity":
        word.tag, word.quantity = "QTY", span
    elif span.span_kind == "date":
        word.tag, word.date = "DATE", span
    elif tokens[-1].end > span.end and text[span.end] == "-":
        # `Palo Alto-based`, `Momenta-powered`: an adjective that holds a name
        word.tag, word.mention = "JJ", replace(span, demonym=True)
    else:
        word.mention = span
        if span.demonym and not span.text.endswith("s"):
            word.tag = "JJ"
    return word

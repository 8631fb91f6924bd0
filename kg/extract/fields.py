"""The field that describes a firm or a product: `ride-hailing start-up Didi`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.analysis import Line
from kg.extract.chunks import NounPhrase
from kg.extract.context import Context
from kg.extract.drafts import Draft
from kg.extract.lexicon import singular
from kg.extract.reference import ORGANISATIONS, THINGS, Ref, all_phrases
from kg.extract.uses import draft_use
from kg.extract.words import Word

__all__ = ["read_fields"]

_DESCRIBERS: Final = frozenset(
    "company firm startup start-up giant provider platform specialist retailer operator leader solution tool "
    "app vendor".split()
)

_NO_FIELD: Final = frozenset(
    "ai tech technology internet software hardware startup start-up venture holding parent public private "
    "listed leading global local foreign domestic service services solution solutions unicorn consulting "
    "research analytics data market early-stage late-stage major big small medium-sized world top new young "
    "rival fellow industry multinational conglomerate investment state-owned state-backed family-owned "
    "public-sector chinese american product products business sister member partner analyst advisory law "
    "accounting private-equity equity securities number one first second third largest biggest oldest "
    "long-time longtime former".split()
)


def read_fields(line: Line, context: Context) -> Iterator[Draft]:
    """`ride-hailing start-up Didi`, `Okera, a data governance platform`: what field it works in."""
    for phrase in all_phrases(line):
        named = context.name_of(phrase)
        if named is None or (
            named.type not in ORGANISATIONS and named.type not in THINGS and named.type != ""
        ):
            continue
        for source in (phrase, *phrase.apposed):
            found = _field_of(source, named, context)
            if found is not None:
                end = max(source.end, phrase.end)
                told = (
                    1.0 if " " in found.name else 0.92
                )  # `drone operator` says less than `data governance firm`
                yield draft_use("field", named, found, phrase.start, end, line, told)


_PASSED_OVER: Final = frozenset("service services solution solutions technology software industry".split())


def _field_of(source: NounPhrase, named: Ref, context: Context) -> Ref | None:
    """The words before `company`, `platform`, ... in a description."""
    at = next(
        (i for i, w in enumerate(source.core) if singular(w.lower) in _DESCRIBERS and (w.mention is None)), -1
    )
    if at < 1 or (at < len(source.core) - 1 and source.core[at + 1].mention is None):
        return None
    words: list[Word] = []
    for w in reversed(source.core[:at]):
        if (
            w.mention is not None
            or w.tag not in ("NN", "NNS", "JJ", "VBG", "NNP")
            or w.lower.endswith(("-based", "-headquartered", "-backed", "-owned", "-listed"))
        ):
            break
        if w.lower in _NO_FIELD and not words:
            if w.lower in _PASSED_OVER:
                continue
            break
        words.append(w)
    words.reverse()
    while words and (
        words[0].lower in _NO_FIELD - {"ai", "data", "market", "software", "hardware"}
        or words[0].lower.endswith("est")
        or (words[0].tag == "JJ" and len(words) == 1 and "-" not in words[0].text)
    ):
        words = words[1:]
    if (
        not words
        or (words[-1].tag == "JJ" and "-" not in words[-1].text)
        or (len(words) == 1 and words[0].lower in _NO_FIELD)
    ):
        return None
    start, end = words[0].start, words[-1].end
    if named.start < end and start < named.end:
        return None
    return Ref(" ".join(context.text[start:end].split()), "Use", start, end, proper=False)

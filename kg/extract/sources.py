"""Who is named as the source of a sentence: `according to Gartner`, `data from IDC`, `by the count of X`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.analysis import Line
from kg.extract.chunks import NounPhrase, sign_word
from kg.extract.context import Context
from kg.extract.events import event_of
from kg.extract.lexicon import kind_of_head
from kg.extract.quotes import Quote, inside_quote
from kg.extract.reference import ORGANISATIONS, Ref
from kg.extract.speakers import chain_behind, find_speaker
from kg.extract.utterances import Said

__all__ = ["read_sources"]

_NUMBERS: Final = frozenset(
    "number numbers figure figures data estimate estimates forecast forecasts report analysis tally count "
    "survey study research calculation calculations projection projections records tracker".split()
)

_ACCORDING: Final = re.compile(
    r"(?i)\b(?:according to|first reported by|reported by|estimated by|compiled by|as per|per"
    r"|based on (?:data|figures|estimates|research|insights) (?:from|by|released by)|(?:data"
    r"|figures|estimates) (?:from|by|compiled by|released by|shared by)|as reported by|citing|in "
    r"the view of|in the words of|by the (?:count|reckoning|calculations?|estimates?|tally) of)\s"
)


def read_sources(line: Line, context: Context, quotes: Sequence[Quote]) -> Iterator[Said]:
    """Find who is named as the source of what a sentence says, in order."""
    for m in _ACCORDING.finditer(context.text, line.start, line.end):
        if inside_quote(quotes, m.start()) is not None:
            continue
        word = m.group().strip().lower()
        phrase = next(
            (
                c
                for c in line.run
                if isinstance(c, NounPhrase) and c.start >= m.end() - 1 and c.start - m.end() < 3
            ),
            None,
        )
        if phrase is None:
            phrase = next(
                (
                    o
                    for c in line.run
                    if isinstance(c, NounPhrase)
                    for o in c.of
                    if abs(o.start - m.end()) < 3
                ),
                None,
            )
        if phrase is None or (word == "per" and not _is_source(phrase)):
            continue
        speaker = find_speaker(phrase, line, context)
        if speaker is None:
            if kind_of_head([w.lower for w in phrase.core]) != "report" and phrase.owner is None:
                continue
            speaker = context.owner_of(phrase) or context.refer(phrase)
            if speaker is None:
                continue
        links = (speaker, *chain_behind(speaker, phrase, line, context))
        publisher = next((r for r in links if r.type in ORGANISATIONS and r.proper), None)
        if publisher is not None and publisher.type != "NewsOutlet":
            context.note_source(publisher)
        if speaker.type == "Person" and speaker.proper:
            context.note_speaker(speaker)
        yield Said(
            line,
            speaker,
            links,
            [(line.start, m.start()), (phrase.reach, line.end)],
            "according to" if word in ("according to", "per", "as per") else "citing",
            m.start(),
            None,
            _report_event(phrase, line, context),
            0.7,
        )


def _is_source(phrase: NounPhrase) -> bool:
    """Whether `per` names who says so, `per Gartner`, `per Gartner's figures`, rather than a unit."""
    if phrase.owner is not None:
        return phrase.owner.head.tag == "NNP" and phrase.head.lower in _NUMBERS
    return phrase.head.tag == "NNP"


def _report_event(phrase: NounPhrase, line: Line, context: Context) -> Ref | None:
    """`an industry report released at the conference`."""
    at = next((i for i, c in enumerate(line.run) if c is phrase), None)
    if at is None:
        return None
    for i in range(at + 1, min(len(line.run), at + 5)):
        chunk = line.run[i]
        if isinstance(chunk, NounPhrase) and i > 0 and sign_word(line.run[i - 1]) in ("at", "during"):
            return event_of(chunk, context)
    return None

"""What the words `use` and `application` say a thing is for: `AI's application in finance`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.analysis import Line
from kg.extract.chunks import NounPhrase, Sign, VerbGroup, sign_tag, sign_word
from kg.extract.context import Context
from kg.extract.drafts import Draft
from kg.extract.lexicon import kind_of_head, singular
from kg.extract.reference import THINGS, Ref, all_phrases
from kg.extract.uses import FIELDS, draft_use, thing_of, uses_in

__all__ = ["NOT_USES", "phrase_index", "read_utilities"]

_UTILITY: Final = frozenset(
    "application use usage utility utilisation utilization reach deployment adoption applicability "
    "potential".split()
)


def phrase_index(line: Line, phrase: NounPhrase) -> int:
    """Index among a sentence's chunks of a phrase or of the list that it is in; -1 where there is none."""
    return next(
        (
            i
            for i, c in enumerate(line.run)
            if c is phrase or (isinstance(c, NounPhrase) and phrase in c.members)
        ),
        -1,
    )


NOT_USES: Final = frozenset(
    "person group company research_firm government organization place deal round event report generic "
    "market".split()
)


def read_utilities(line: Line, context: Context) -> Iterator[Draft]:
    """`extending its utility to Y`, `AI's application in finance`, `applications in the service sector`."""
    for phrase in all_phrases(line):
        if not phrase.core or (
            singular(phrase.core[-1].lower) not in _UTILITY
            and not (
                len(phrase.core) > 1
                and phrase.core[-2].lower in ("application", "use")
                and singular(phrase.core[-1].lower) in FIELDS
            )
        ):
            continue
        subject = _utility_owner(phrase, line, context)
        if subject is None:
            continue
        at = phrase_index(line, phrase)
        if at < 0:
            continue
        for target in _targets(line, at):
            for use in uses_in(target, context):
                if use.type != "Use" or kind_of_head(use.name.lower().split()) not in NOT_USES:
                    yield draft_use("utility", subject, use, phrase.start, target.reach, line)


def _utility_owner(phrase: NounPhrase, line: Line, context: Context) -> Ref | None:
    owner = phrase.owner
    if owner is not None:
        ref = context.refer(owner, "thing")
        return (
            ref
            if ref is not None
            and (ref.type in THINGS or (ref.known is not None and ref.type == "Technology"))
            else None
        )
    at = phrase_index(line, phrase)
    if at >= 2 and sign_word(line.run[at - 1]) == "with":
        holder = line.run[at - 2]
        if isinstance(holder, NounPhrase):
            found = thing_of(holder, context)
            if found is not None:
                return found
        clause = next((c for c in line.clauses if c.subject is not None and c.verb.finite), None)
        return (
            thing_of(clause.subject, context) if clause is not None and clause.subject is not None else None
        )
    return None


def _targets(line: Line, at: int) -> Iterator[NounPhrase]:
    """The phrases that `in`, `to`, `across`, `beyond` or a dash hang after a place, up to the next verb."""
    i = at + 1
    while i + 1 < len(line.run) and i < at + 12:
        sign, target = line.run[i], line.run[i + 1]
        if isinstance(sign, VerbGroup):
            return
        if (
            isinstance(sign, Sign)
            and isinstance(target, NounPhrase)
            and (
                sign.lower in ("in", "to", "across", "beyond", "into", "for", "such")
                or (sign.tag == "--" and i == at + 1)
            )
        ):
            yield target
            i += 2
            continue
        if sign_tag(sign) in (".", ";", ","):
            return
        i += 1

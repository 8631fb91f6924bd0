"""The event at which something was said, shown or released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kg.extract.analysis import Analysis
from kg.extract.context import Context
from kg.extract.drafts import Draft
from kg.extract.events import events_of_line
from kg.extract.mentions import Mention
from kg.extract.reference import EVENTS, Ref, ref_of
from kg.extract.utterances import Said
from kg.model import Kind

__all__ = ["set_occasions"]

_AT_OBJECT: Final = frozenset({"speaksAt", "presentedAt", "participatesIn", "organizes"})
_DEEDS: Final = frozenset({"releases", "partnersWith", "acquires", "publishes", "states", "invests"})


def set_occasions(
    analysis: Analysis, drafts: Sequence[Draft], said: Sequence[Said], context: Context
) -> list[Draft]:
    """Give each draft its event where the text shows one.

    An event comes from the words of attribution (`told the forum`, `a report released at the fair`), from
    the relation itself (`spoke at`), from what the sentence hangs after `at` or `during`, or from where its
    speaker was last said to speak.
    """
    here = {line.index: [event for _, event in events_of_line(line, context)] for line in analysis.lines}
    stage = _stages(said)
    out = []
    for draft in drafts:
        event = _event(draft, analysis, here, stage) if draft.event is None else None
        out.append(draft if event is None else replace(draft, event=event))
    return out


def _stages(said: Sequence[Said]) -> Mapping[str, list[tuple[int, Ref]]]:
    """Speaker -> the sentences in which the text places the speaker at an event."""
    found: dict[str, list[tuple[int, Ref]]] = {}
    for s in said:
        if s.event is not None:
            found.setdefault(s.speaker.name, []).append((s.line.index, s.event))
    return found


def _event(
    draft: Draft,
    analysis: Analysis,
    here: Mapping[int, list[Ref]],
    stage: Mapping[str, list[tuple[int, Ref]]],
) -> Ref | None:
    found: Ref | None = None
    if draft.attribution is not None:
        found = draft.attribution.event
        if found is None:
            places = [e for at, e in stage.get(draft.attribution.links[0].name, ()) if at <= draft.line]
            found = places[-1] if places else None
    elif draft.predicate in _AT_OBJECT:
        found = draft.object
    elif draft.kind is Kind.STATEMENT:
        places = [e for at, e in stage.get(draft.subject.name, ()) if at <= draft.line]
        found = places[-1] if places else None
    elif draft.predicate in _DEEDS and here.get(draft.line):
        found = here[draft.line][0]
    return None if found is None else _whole(found, analysis)


def _whole(event: Ref, analysis: Analysis) -> Ref:
    """The named event that a described one belongs to: WAIC for `a WAIC forum`."""
    for line in analysis.lines:
        if line.start <= event.start < line.end:
            named = next(
                (m for m in line.mentions if m.type in EVENTS and event.start <= m.start < event.end), None
            )
            before = next(
                (m for m in line.mentions if m.type in EVENTS and 0 < event.start - m.end <= 3), None
            )
            mention = named or before or (None if event.proper else _main_event(analysis))
            return ref_of(mention) if mention is not None else event
    return event


def _main_event(analysis: Analysis) -> Mention | None:
    """The event that an article names again and again: where its unnamed chats and keynotes were held."""
    found = [m for line in analysis.lines for m in line.mentions if m.type in EVENTS and m.proper]
    counts = Counter(m.name for m in found)
    most = max(counts, key=lambda name: (counts[name], name), default="")
    return next((m for m in found if m.name == most), None) if counts[most] > 1 else None

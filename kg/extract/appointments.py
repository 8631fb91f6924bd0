"""Who takes, leaves or heads what: roles that verbs give and take away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kg.extract.analysis import Line
from kg.extract.clauses import Clause
from kg.extract.context import Context
from kg.extract.drafts import Draft, mood_of
from kg.extract.positions import company_phrase, line_text, named_owner, org_at, org_phrase
from kg.extract.reference import ORGANISATIONS, Ref
from kg.extract.rules import confidence_of
from kg.extract.titles import Title
from kg.extract.words import Word
from kg.model import Kind

__all__ = []


_APPOINTING: Final = frozenset(
    "join appoint name become serve hire promote elect tap rejoin succeed be work act".split()
)


def read_appointments(line: Line, context: Context) -> Iterator[Draft]:
    """`X joined Y as CTO`, `X was named CEO of Y`, `X became the CEO`, `after serving as head of Y`."""
    words = line.words
    titles = line.titles
    for clause in line.clauses:
        lemma = clause.verb.lemma
        if lemma in _LEADS and clause.verb.finite and not clause.verb.passive:
            yield from _leads(clause, line, context)
            continue
        if lemma in ("step down", "resign", "retire", "quit", "depart", "stand down", "leave"):
            yield from _departure(clause, titles, line, context)
            continue
        if lemma not in _APPOINTING:
            continue
        if (lemma in ("work", "act") and clause.prep("as") is None) or (
            lemma == "be" and (clause.object is None or clause.verb.passive)
        ):
            continue
        phrase = (
            clause.patient
            if clause.verb.passive
            or (
                lemma in ("hire", "appoint", "tap", "promote", "elect", "name")
                and clause.object is not None
                and not clause.verb.passive
            )
            else clause.subject
        )
        if clause.verb.passive:
            phrase = clause.subject
        person = context.refer(phrase, "person") if phrase is not None else None
        if person is None or person.type not in ("Person", "") or not person.proper:
            continue
        title = next(
            (
                t
                for t in titles
                if words[t.first].start >= clause.verb.end and words[t.first].start - clause.verb.end < 60
            ),
            None,
        )
        if title is None or (
            lemma == "be"
            and (
                title.loose
                or not clause.object
                or not clause.object.start <= words[title.first].start < clause.object.end
            )
        ):
            continue
        org = _org_after(title, words, context)
        if org is None:
            org = (
                org_at(words, title.first - 1)
                if words[title.first - 1].tag != "POS"
                else org_at(words, title.first - 2)
            )
            org = org or named_owner(title, words, context)
        if org is None and lemma in ("join", "rejoin", "hire", "appoint", "name", "tap"):
            other = (
                clause.object
                if lemma in ("join", "rejoin")
                else clause.subject
                if not clause.verb.passive
                else clause.prep("by")
            )
            org = context.refer(other, "org") if other is not None else None
        if org is None or org.type not in ORGANISATIONS | {""}:
            continue
        mood = mood_of(clause)
        role = line_text(words[title.first : title.last])
        stop = max(words[title.last - 1].end, org.end if org.start >= clause.verb.start else 0)
        start = min(clause.verb.start, person.start if person.start >= line.start else clause.verb.start)
        yield Draft(
            Kind.RELATION, replace(person, type="Person"), "holdsRole", start, stop, line.index,
            "appointment", confidence_of("appointment") * mood.factor,
            clause.verb.start, object=replace(org, type=org.type or "Company"), role=role, status=mood.status,
            polarity=mood.polarity,
        )  # fmt: skip


def _org_after(title: Title, words: Sequence[Word], context: Context) -> Ref | None:
    """The organisation behind a title: `chief executive of X`."""
    if title.last >= len(words) or words[title.last].lower not in ("of", "at", "for"):
        return None
    return org_phrase(words, title.last + 1, context)[0]


def _departure(clause: Clause, titles: Sequence[Title], line: Line, context: Context) -> Iterator[Draft]:
    """`X is stepping down as chief executive of Y`."""
    words = line.words
    person = context.refer(clause.subject, "person") if clause.subject is not None else None
    title = next(
        (
            t
            for t in titles
            if words[t.first].start >= clause.verb.end and words[t.first].start - clause.verb.end < 24
        ),
        None,
    )
    if person is None or person.type != "Person" or title is None:
        return
    org = _org_after(title, words, context)
    if org is None:
        org = context.refer(company_phrase(words[title.first]), "org")
    if org is None or org.type not in ORGANISATIONS | {""}:
        return
    stop = max(words[title.last - 1].end, org.end if org.start >= clause.verb.start else 0)
    start = min(clause.verb.start, person.start if person.start >= line.start else clause.verb.start)
    yield Draft(
        Kind.RELATION, person, "holdsRole", start, stop, line.index, "role-former",
        confidence_of("role-former"), clause.verb.start,
        object=replace(org, type=org.type or "Company"), role=line_text(words[title.first : title.last]),
    )  # fmt: skip


_LEADS: Final = frozenset(
    {"run", "head", "lead", "chair", "oversee", "helm", "direct", "manage", "co-lead", "own"}
)


def _leads(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`X, who runs Acme`, `Y heads safety at Acme`: a post told by its verb."""
    if clause.subject is None or clause.object is None or clause.verb.lemma == "own" or clause.verb.modal:
        return
    person = context.refer(clause.subject, "person")
    if person is None or person.type != "Person" or not person.proper or person.trust < 1:
        return
    where = clause.prep("at", "for", "of")
    held = clause.object if where is None else where
    org = context.refer(held, "org")
    if org is None or not org.proper or org.type not in ORGANISATIONS | {""}:
        return
    end = held.end
    role = " ".join(
        context.text[clause.verb.start : clause.object.end if where is not None else clause.verb.end].split()
    )
    start = min(clause.verb.start, person.start if person.start >= line.start else clause.verb.start)
    yield Draft(
        Kind.RELATION, person, "holdsRole", start, end, line.index, "leads", confidence_of("leads"),
        clause.verb.start, object=replace(org, type=org.type or "Company"), role=role,
    )  # fmt: skip

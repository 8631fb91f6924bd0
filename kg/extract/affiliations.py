"""What nouns for a role state: partners, customers, investors, rivals, parts of a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kg.extract.analysis import Line
from kg.extract.chunks import NounPhrase
from kg.extract.clauses import Clause
from kg.extract.context import Context
from kg.extract.drafts import Draft, draft_relation, mood_of
from kg.extract.lexicon import singular
from kg.extract.reference import ORGANISATIONS, PLACES, THINGS, Ref, ref_of
from kg.extract.words import Word

__all__ = ["ROLE_NOUNS", "read_listed_roles", "read_role_noun"]

ROLE_NOUNS: Final = {
    # noun -> predicate, whether the named one is the subject
    "partner": ("partnersWith", False), "collaborator": ("partnersWith", False),
    "ally": ("partnersWith", False),
    "customer": ("supplies", False), "client": ("supplies", False), "user": ("supplies", False),
    "deployment": ("supplies", False),
    "investor": ("invests", True), "backer": ("invests", True), "shareholder": ("invests", True),
    "supporter": ("invests", True),
    "rival": ("competesWith", False), "competitor": ("competesWith", False), "peer": ("competesWith", False),
    "challenger": ("competesWith", False),
    "supplier": ("supplies", True), "vendor": ("supplies", True),
    "subsidiary": ("partOf", True), "unit": ("partOf", True), "brand": ("partOf", True),
    "division": ("partOf", True), "affiliate": ("partOf", True), "arm": ("partOf", True),
    "parent": ("partOf", False), "owner": ("partOf", False),
    "member": ("partOf", True),
    "founder": ("founded", True), "co-founder": ("founded", True), "cofounder": ("founded", True),
}  # fmt: skip


def read_role_noun(phrase: NounPhrase, line: Line, context: Context) -> Iterator[Draft]:
    """`partners including A and B`, `its rival Baidu`, `backers such as C`."""
    named = [r for e in phrase.examples for r in context.members(e) if r.proper]
    nouns = [w for w in phrase.core if w.tag in ("NN", "NNS", "JJ") and singular(w.lower) in ROLE_NOUNS]
    if not nouns:
        return
    noun = nouns[-1]
    if (
        phrase.head.mention is not None
        and phrase.head.mention.proper
        and not phrase.head.mention.demonym
        and noun is not phrase.head
    ):
        at = phrase.core.index(noun)
        if all(w.mention is not None for w in phrase.core[at + 1 :]):
            named = [r for m in phrase.members if (r := context.name_of(m)) is not None]
    elif noun is phrase.head:
        named += [r for e in phrase.apposed if (r := context.name_of(e)) is not None]
    if not named:
        return
    anchor = _anchor(phrase, noun, line, context)
    if anchor is None:
        return
    predicate, named_first = ROLE_NOUNS[singular(noun.lower)]
    for ref in named:
        if ref.name == anchor.name or ref.type in PLACES or ref.type == "Person":
            continue
        subject, obj = (ref, anchor) if named_first else (anchor, ref)
        end = (
            max(phrase.end, ref.end, *(e.reach for e in phrase.examples), *(e.end for e in phrase.apposed))
            if phrase.examples or phrase.apposed
            else max(phrase.end, ref.end)
        )
        factor = 1.0 if anchor.start >= line.start or phrase.owner is not None else 0.85
        yield draft_relation(
            f"{predicate}-named",
            predicate,
            replace(subject, type=subject.type or "Company"),
            replace(obj, type=obj.type or "Company"),
            phrase.start,
            min(end, line.end),
            line,
            noun.start,
            factor,
        )


def _anchor(phrase: NounPhrase, noun: Word, line: Line, context: Context) -> Ref | None:
    """Whose partner, customer, rival it is."""
    owner = context.owner_of(phrase) if phrase.owner is not None else None
    if owner is not None:
        return owner if owner.type in ORGANISATIONS | THINGS | {""} else None
    inside = [
        ref_of(w.mention)
        for w in phrase.core[: phrase.core.index(noun)]
        if w.mention is not None and not w.mention.demonym and w.mention.proper
    ]
    if inside:
        return inside[-1]
    for part in phrase.of:
        refs = [r for r in context.members(part, "org") if r.type in ORGANISATIONS]
        if refs:
            return refs[0]
    clause = next(
        (c for c in line.clauses if c.object is phrase or any(p is phrase for _, p in c.preps)), None
    )
    if clause is not None and clause.subject is not None:
        ref = context.refer(clause.subject, "org")
        return ref if ref is not None and ref.type in ORGANISATIONS | {""} and ref.proper else None
    return None


def read_listed_roles(line: Line, context: Context) -> Iterator[Draft]:
    """`Investors include A, B and C`; `A and B are among its customers`."""
    for clause in line.clauses:
        if clause.subject is None:
            continue
        if clause.verb.lemma == "include" and clause.object is not None:
            yield from _listed(clause, clause.subject, clause.object, line, context)
        elif clause.verb.lemma == "be":
            among = clause.prep("among")
            if among is not None:
                yield from _listed(clause, among, clause.subject, line, context)
            elif (
                clause.object is not None
                and clause.subject.head.tag == "NNS"
                and clause.object.head.mention is not None
                and len(clause.object.members) > 1
            ):
                yield from _listed(clause, clause.subject, clause.object, line, context)


def _listed(
    clause: Clause, group: NounPhrase, members: NounPhrase, line: Line, context: Context
) -> Iterator[Draft]:
    nouns = [w for w in group.core if singular(w.lower) in ROLE_NOUNS]
    if not nouns:
        return
    predicate, named_first = ROLE_NOUNS[singular(nouns[-1].lower)]
    if nouns[-1].lower == "owners":
        predicate, named_first = "invests", True  # one of many owns a part
    anchor = (
        _anchor(group, nouns[-1], line, context)
        if group is not clause.subject or group.owner is not None or group.of
        else None
    )
    anchor = anchor or context.refer(NounPhrase([_it(clause)], core=[_it(clause)]), "org")
    if anchor is None:
        return
    mood = mood_of(clause)
    for ref in context.members(members, "org"):
        if not ref.proper or ref.name == anchor.name:
            continue
        subject, obj = (ref, anchor) if named_first else (anchor, ref)
        yield draft_relation(
            f"{predicate}-named", predicate, replace(subject, type=subject.type or "Company"), replace(obj,
            type=obj.type or "Company"),
            min(group.start, members.start), max(members.reach, group.end, clause.verb.end), line,
            clause.verb.start, mood.factor, mood.status,
        )  # fmt: skip


def _it(clause: Clause) -> Word:
    return Word(clause.verb.start, clause.verb.start + 1, "it", "it", "PRP", "it")

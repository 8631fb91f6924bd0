"""Rounds of money: who led one, who joined it, who stands behind `with $105 million from`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kg.extract.analysis import Line
from kg.extract.chunks import NounPhrase, Sign
from kg.extract.clauses import Clause
from kg.extract.context import Context
from kg.extract.drafts import Draft, draft_by_clause
from kg.extract.lexicon import kind_of_head, singular
from kg.extract.reference import ORGANISATIONS, PLACES, Ref

__all__ = ["read_rounds"]

_LED: Final = frozenset(
    {"lead", "co-lead", "colead", "anchor", "join", "back", "fund", "underwrite", "finance", "supply"}
)
_ROUND_HEADS: Final = frozenset(
    {"round", "financing", "funding", "infusion", "raise", "fundraise", "fundraising", "tranche", "extension"}
)


def read_rounds(line: Line, context: Context) -> Iterator[Draft]:
    """Draft who invests in whom where a sentence speaks of a round of money."""
    for clause in line.clauses:
        yield from _led(clause, line, context)
    yield from _with_money(line, context)


def _led(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`The round was led by A and B`, `A led the round`, `in a round led by A`."""
    money, givers = clause.patient, clause.agent
    if money is None or givers is None or clause.verb.lemma.split()[0] not in _LED or not _is_round(money):
        return
    target = _target(money, clause, line, context)
    if target is None:
        return
    for giver in (*givers.members, *givers.examples):
        ref = _giver(giver, target, context)
        if ref is not None:
            yield draft_by_clause("round-led", "invests", ref, target, clause, line, money, givers)


def _is_round(phrase: NounPhrase) -> bool:
    words = [w.lower for w in phrase.core if w.quantity is None]
    return kind_of_head(words) == "round" or (bool(words) and singular(words[-1]) in _ROUND_HEADS)


def _target(money: NounPhrase, clause: Clause, line: Line, context: Context) -> Ref | None:
    """Who the round is for: its owner, the subject of its clause, who raised it, the main firm."""
    if money.owner is not None:
        ref = context.owner_of(money)
        return _firm(ref)
    holder = next(
        (c for c in line.clauses if c is not clause and c.subject is not None and _holds(c, money)), None
    )
    if holder is not None and holder.subject is not None:
        ref = _firm(context.refer(holder.subject, "org"))
        if ref is not None:
            return ref
    return _firm(context.funded(clause))


def _holds(clause: Clause, phrase: NounPhrase) -> bool:
    parts = [clause.object, clause.second, *(p for _, p in clause.preps)]
    return any(p is phrase or (p is not None and phrase in p.of) for p in parts)


def _firm(ref: Ref | None) -> Ref | None:
    if ref is None or not ref.proper or ref.type not in ORGANISATIONS | {"", "Product"}:
        return None
    return ref if ref.type in ORGANISATIONS else replace(ref, type="Company")


def _giver(phrase: NounPhrase, target: Ref, context: Context) -> Ref | None:
    ref = context.refer(phrase, "org")
    if ref is None or not ref.proper or ref.type in PLACES or ref.name == target.name:
        return None
    return replace(ref, type=ref.type or "Company")


def _with_money(line: Line, context: Context) -> Iterator[Draft]:
    """`came out of hiding with $105 million from A, B and C`: they put it in."""
    run = line.run
    for i, money in enumerate(run[:-2]):
        sign, givers = run[i + 1], run[i + 2]
        if not (isinstance(money, NounPhrase) and isinstance(givers, NounPhrase) and isinstance(sign, Sign)):
            continue
        before = run[i - 1] if i else None
        if sign.lower != "from" or not isinstance(before, Sign) or before.lower != "with":
            continue
        if not any(w.quantity is not None and w.quantity.kind == "money" for w in money.words):
            continue
        clause = next(
            (c for c in reversed(line.clauses) if c.verb.end <= money.start and c.subject is not None), None
        )
        target = (
            _firm(context.refer(clause.subject, "org"))
            if clause is not None and clause.subject is not None
            else None
        )
        if clause is None or target is None:
            continue
        for giver in (*givers.members, *givers.examples):
            ref = _giver(giver, target, context)
            if ref is not None:
                yield draft_by_clause(
                    "round-led", "invests", ref, target, clause, line, clause.subject, money, givers
                )

"""Money between firms where no one verb says it: stakes, and money put into a firm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kg.extract.analysis import Line
from kg.extract.chunks import NounPhrase
from kg.extract.clauses import Clause
from kg.extract.context import Context
from kg.extract.drafts import Draft, draft_by_clause
from kg.extract.reference import ORGANISATIONS, Ref

__all__ = ["read_investments"]


def read_investments(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """Draft who holds a part of whom, and who puts money into whom."""
    yield from _stake(clause, line, context)
    yield from _put_into(clause, line, context)
    yield from _paid_for(clause, line, context)


_STAKES: Final = frozenset({"stake", "holding", "interest", "piece", "shareholding", "shares", "slice"})

_GIVEN_UP: Final = frozenset(
    {"sell", "cut", "reduce", "trim", "offload", "dump", "lose", "dilute", "divest", "exit"}
)


def _stake(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`bought a 15% stake in X`, `paid $650 million for a stake in X`, `has a piece of X`: an investment."""
    if clause.subject is None or clause.verb.passive or set(clause.verb.lemma.split()) & _GIVEN_UP:
        return
    for phrase in [
        p for p in (clause.object, clause.prep("for", "with")) if p is not None and p.head.lower in _STAKES
    ]:
        at = next((i for i, c in enumerate(line.run) if c is phrase), None)
        target = phrase.of[0] if phrase.of else None
        if (
            target is None
            and at is not None
            and at + 2 < len(line.run)
            and getattr(line.run[at + 1], "lower", "") in ("in", "of")
        ):
            after = line.run[at + 2]
            target = after if isinstance(after, NounPhrase) else None
        if target is None:
            continue
        for owner in context.members(clause.subject, "org"):
            for ref in context.members(target, "org"):
                if owner.type in ORGANISATIONS | {"", "Person"}:
                    yield from _into(owner, ref, clause, line, (clause.subject, phrase, target))


_PAYING: Final = frozenset({"pay", "offer", "bid", "spend", "shell"})


def _paid_for(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`agreed to pay $310 million in cash for X`: X is bought."""
    money, target, payer = clause.object, clause.prep("for"), clause.subject
    if not set(clause.verb.lemma.replace("+", " ").split()) & _PAYING or clause.verb.passive:
        return
    if money is None or target is None or payer is None or not money.holds_money:
        return
    bought = context.refer(target, "org")
    buyer = context.refer(payer, "org")
    if bought is None or buyer is None or not (bought.proper and buyer.proper) or bought.name == buyer.name:
        return
    if bought.type in ORGANISATIONS and buyer.type in ORGANISATIONS | {""}:
        who = replace(buyer, type=buyer.type or "Company")
        yield draft_by_clause("paid-for", "acquires", who, bought, clause, line, payer, money, target)


_PUT: Final = frozenset(
    {"put", "pour", "pump", "plough", "plow", "sink", "inject", "funnel", "channel", "plunge", "commit"}
)


def _put_into(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`is putting $18 million into X`."""
    money, target = clause.patient, clause.prep("into", "in")
    if clause.verb.lemma.split()[0] not in _PUT or money is None or target is None or clause.agent is None:
        return
    if not money.holds_money:
        return
    for giver in context.members(clause.agent, "org"):
        ref = context.refer(target, "org")
        if ref is not None:
            yield from _into(giver, ref, clause, line, (clause.agent, money, target))


def _into(
    giver: Ref, taker: Ref, clause: Clause, line: Line, parts: tuple[NounPhrase, NounPhrase, NounPhrase]
) -> Iterator[Draft]:
    """Draft that one named party invests in another."""
    if not (giver.proper and taker.proper) or giver.name == taker.name:
        return
    if taker.type in ORGANISATIONS | {""}:
        giver = replace(giver, type=giver.type or "Company")
        taker = replace(taker, type=taker.type or "Company")
        yield draft_by_clause("stake-in", "invests", giver, taker, clause, line, *parts)

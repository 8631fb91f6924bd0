"""Money between firms where no one verb says it: rounds, stakes, money put into a firm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kg.extract.analysis import Line
from kg.extract.chunks import NounPhrase
from kg.extract.clauses import Clause
from kg.extract.context import Context
from kg.extract.drafts import Draft, draft_by_clause
from kg.extract.lexicon import verb_groups
from kg.extract.reference import ORGANISATIONS, PLACES, Ref

__all__ = ["put_into", "raised_from", "stake", "with_participation"]


def with_participation(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`The round was led by A, with participation from B`: B invests too."""
    if clause.verb.lemma not in ("lead", "raise", "close", "secure", "announce", "co-lead"):
        return
    for i, chunk in enumerate(line.run):
        if not (
            isinstance(chunk, NounPhrase)
            and chunk.head.lower
            in ("participation", "backing", "support", "investment", "investments", "contributions")
        ) or i + 2 >= len(line.run):
            continue
        sign, givers = line.run[i + 1], line.run[i + 2]
        if getattr(sign, "lower", "") != "from" or not isinstance(givers, NounPhrase):
            continue
        target = context.funded(clause)
        if target is None:
            return
        for giver in (*givers.members, *givers.examples):
            ref = context.refer(giver, "org")
            if ref is not None and ref.proper and ref.name != target.name:
                yield draft_by_clause("participation", "invests", ref, target, clause, line, chunk, givers)
        return


def raised_from(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`has raised 12 million euros from A and B`: both invest."""
    if "raise" not in verb_groups(clause.verb.lemma) | verb_groups(
        clause.verb.lemma.split()[0]
    ) and clause.verb.lemma not in ("pick up", "receive", "obtain"):
        return
    money, givers = clause.patient, clause.prep("from")
    if (
        money is None
        or givers is None
        or (
            money.head.quantity is None
            and not any(w.quantity is not None and w.quantity.kind == "money" for w in money.words)
        )
    ):
        return
    raiser = clause.agent
    target = context.refer(raiser, "org") if raiser is not None else None
    if target is None or not target.proper or target.type not in ORGANISATIONS | {"", "Product"}:
        return
    for giver in (*givers.members, *givers.examples):
        ref = context.refer(giver, "org")
        if ref is not None and ref.proper and ref.name != target.name and ref.type not in PLACES:
            yield draft_by_clause(
                "raised-from",
                "invests",
                replace(ref, type=ref.type or "Company"),
                replace(target, type=target.type or "Company"),
                clause,
                line,
                raiser,
                money,
                givers,
            )


_STAKES: Final = frozenset({"stake", "holding", "interest", "piece", "shareholding", "shares", "slice"})

_GIVEN_UP: Final = frozenset(
    {"sell", "cut", "reduce", "trim", "offload", "dump", "lose", "dilute", "divest", "exit"}
)


def stake(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
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


_PUT: Final = frozenset(
    {"put", "pour", "pump", "plough", "plow", "sink", "inject", "funnel", "channel", "plunge", "commit"}
)


def put_into(clause: Clause, line: Line, context: Context) -> Iterator[Draft]:
    """`is putting $18 million into X`."""
    money, target = clause.patient, clause.prep("into", "in")
    if clause.verb.lemma.split()[0] not in _PUT or money is None or target is None or clause.agent is None:
        return
    if not any(w.quantity is not None and w.quantity.kind == "money" for w in money.words):
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

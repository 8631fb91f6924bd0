"""What an article says again: descriptions in passing, and deeds told once by name and once by `it`."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from typing import Final

from kg.extract.drafts import Draft
from kg.model import Kind

__all__ = ["drop_repeats", "join_markets"]

_BY_THE_WAY: Final = frozenset(
    "maker maker-renamed role nationality based-in country-owner report-owner report-by field host".split()
)
"""Rules for what a noun phrase takes for granted; an article asserts it once, however often it says so."""
_IMPLIED_BY: Final = {"develops": ("releases", "supplies")}
"""Predicates that go without saying once the article asserts one of these of the same two."""


def drop_repeats(drafts: Sequence[Draft], titles: Container[int] = ()) -> list[Draft]:
    """Leave out what the same article has already said better.

    Args:
        drafts: the drafts of the article.
        titles: numbers of the lines of its title, which says undated what the text says with a date.

    Kept of each relation taken for granted: the surest evidence, the first among equals. Left out: a deed
    told again with a word that points back; a maker by description of what the article has it release; a
    place of a firm known only by `the startup` that contradicts the place given with its name.
    """
    best: dict[tuple[str, ...], Draft] = {}
    named: set[tuple[str, ...]] = set()
    pairs: dict[tuple[str, str], set[str]] = {}
    places: dict[str, set[str]] = {}
    for draft in _relations(drafts):
        key = _key(draft)
        if draft.rule in _BY_THE_WAY and (key not in best or draft.trusted() > best[key].trusted()):
            best[key] = draft
        if _by_name(draft):
            named.add(key)
            if draft.rule == "based-in":
                places.setdefault(draft.subject.name, set()).add(key[2])
        assert draft.object is not None
        pairs.setdefault((draft.subject.name, draft.object.name), set()).add(draft.predicate)
    dated = {_said(d) for d in drafts if d.period is not None and d.line not in titles}
    beside = {(d.line, _said(d)) for d in drafts if d.period is not None}
    return [
        d
        for d in drafts
        if not (
            d.period is None and ((d.line in titles and _said(d) in dated) or (d.line, _said(d)) in beside)
        )
        and (d.kind is not Kind.RELATION or d.object is None or _keeps(d, best, named, pairs, places))
    ]


def _said(draft: Draft) -> tuple[object, ...]:
    """What a draft says, its period aside."""
    what = (
        draft.object.name
        if draft.object is not None
        else (draft.metric, draft.value, draft.value_max, draft.unit)
    )
    return (draft.kind, draft.subject.name, draft.predicate, what, draft.status, draft.polarity)


def _relations(drafts: Iterable[Draft]) -> list[Draft]:
    return [d for d in drafts if d.kind is Kind.RELATION and d.object is not None]


def _keeps(
    draft: Draft,
    best: dict[tuple[str, ...], Draft],
    named: set[tuple[str, ...]],
    pairs: dict[tuple[str, str], set[str]],
    places: dict[str, set[str]],
) -> bool:
    assert draft.object is not None
    key = _key(draft)
    if draft.rule in _BY_THE_WAY:
        if best[key] is not draft:
            return False
        if pairs[(draft.subject.name, draft.object.name)] & set(_IMPLIED_BY.get(draft.predicate, ())):
            return False
    if (
        draft.rule == "based-in"
        and not _by_name(draft)
        and places.get(draft.subject.name, {key[2]}) != {key[2]}
    ):
        return False
    return _by_name(draft) or key not in named


def _by_name(draft: Draft) -> bool:
    return draft.subject.trust >= 1 and (draft.object is None or draft.object.trust >= 1)


def _key(draft: Draft) -> tuple[str, ...]:
    assert draft.object is not None
    return (draft.subject.name, draft.predicate, draft.object.name, (draft.role or "").lower())


_SHADES: Final = frozenset({"core", "overall", "whole", "entire", "total", "the"})


def join_markets(drafts: Sequence[Draft]) -> list[Draft]:
    """One figure given twice for `the AI industry` and `the AI core industry` is of one market."""
    first: dict[tuple[object, ...], Draft] = {}
    out = []
    for draft in sorted(drafts, key=lambda d: (d.start, d.end)):
        if draft.kind is not Kind.MEASUREMENT or draft.subject.type not in ("Market", "Industry"):
            out.append(draft)
            continue
        words = tuple(w for w in draft.subject.name.lower().split() if w not in _SHADES)
        key = (words, draft.metric, draft.value, draft.value_max, draft.unit, draft.period, draft.status)
        same = first.setdefault(key, draft)
        out.append(
            draft if same is draft else replace(draft, subject=replace(draft.subject, name=same.subject.name))
        )
    return out

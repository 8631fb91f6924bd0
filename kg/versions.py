"""What became of the evidences of one reading of an article in another: kept, moved, changed or orphaned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.model import Claim, Evidence, Kind
from kg.wording import describe_claim

__all__ = ["Revision", "compare_readings"]

_ALIKE: Final = 75.0
"""Two quotes about one thing are one sentence changed where they agree at least so much, in percent."""


@dataclass(frozen=True)
class Revision:
    """How two readings of one article differ.

    Attributes:
        kept: in both, the same words at the same place.
        moved: in both, the same words at another place; pairs of old and new.
        changed: the same claim in other words, or another claim in place of it; pairs of old and new.
        orphaned: nothing in the new reading stands for it.
        added: nothing in the old reading stood for it.
    """

    kept: tuple[Evidence, ...] = ()
    moved: tuple[tuple[Evidence, Evidence], ...] = ()
    changed: tuple[tuple[Evidence, Evidence], ...] = ()
    orphaned: tuple[Evidence, ...] = ()
    added: tuple[Evidence, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.moved or self.changed or self.orphaned or self.added)

    def __str__(self) -> str:
        counts = {k: len(getattr(self, k)) for k in ("kept", "moved", "changed", "orphaned", "added")}
        told = [f"{n} {'new' if k == 'added' else k}" for k, n in counts.items() if n]
        return ", ".join(told) or "no claims"

    def as_dict(self) -> dict[str, Any]:
        """The report for JSON: how many were kept, and the rest one by one."""
        return {
            "kept": len(self.kept),
            "moved": [_pair(old, new) for old, new in self.moved],
            "changed": [_pair(old, new) for old, new in self.changed],
            "orphaned": [_row(e) for e in self.orphaned],
            "added": [_row(e) for e in self.added],
        }


def _row(e: Evidence) -> dict[str, Any]:
    return {
        "claim": e.claim.id,
        "words": describe_claim(e.claim, e.span.exact),
        "quote": e.span.exact,
        "start": e.span.start,
        "end": e.span.end,
    }


def _pair(old: Evidence, new: Evidence) -> dict[str, Any]:
    return {"old": _row(old), "new": _row(new)}


def compare_readings(old: Sequence[Evidence], new: Sequence[Evidence]) -> Revision:
    """Say what became of each evidence; every one of both readings is counted once.

    An evidence is kept where claim, words and place are the same; moved where claim and words are; changed
    where the claim is, or where another claim of the same sort about the same thing stands in a sentence
    that is much like the old one. What remains is orphaned, or new.
    """
    left, right = _in_order(old), _in_order(new)
    kept = _match(left, right, lambda e: (e.claim.id, e.span.start, e.span.exact))
    moved = _match(left, right, lambda e: (e.claim.id, e.span.exact))
    changed = [*_match(left, right, lambda e: e.claim.id), *_match_alike(left, right)]
    return Revision(
        kept=tuple(n for _, n in kept),
        moved=tuple(moved),
        changed=tuple(sorted(changed, key=lambda pair: _place(pair[0]))),
        orphaned=tuple(left),
        added=tuple(right),
    )


def _place(e: Evidence) -> tuple[int, int, str]:
    return e.span.start, e.span.end, e.claim.id


def _in_order(evidences: Sequence[Evidence]) -> list[Evidence]:
    return sorted(evidences, key=_place)


def _match(
    left: list[Evidence], right: list[Evidence], key: Callable[[Evidence], object]
) -> list[tuple[Evidence, Evidence]]:
    """Pair evidences of one key in order of place, and take them out of both lists."""
    waiting: dict[object, list[Evidence]] = {}
    for e in right:
        waiting.setdefault(key(e), []).append(e)
    pairs = []
    for e in list(left):
        others = waiting.get(key(e))
        if others:
            other = others.pop(0)
            left.remove(e)
            right.remove(other)
            pairs.append((e, other))
    return pairs


def _match_alike(left: list[Evidence], right: list[Evidence]) -> list[tuple[Evidence, Evidence]]:
    """Pair claims of one sort about one thing whose quotes are much alike, the most alike first."""
    from rapidfuzz import fuzz

    scored = [
        (-fuzz.ratio(a.span.exact, b.span.exact), _place(a), _place(b), a, b)
        for a in left
        for b in right
        if _sort(a.claim) == _sort(b.claim)
    ]
    pairs: list[tuple[Evidence, Evidence]] = []
    for score, _, _, a, b in sorted(scored, key=lambda row: row[:3]):
        if -score >= _ALIKE and a in left and b in right:
            left.remove(a)
            right.remove(b)
            pairs.append((a, b))
    return pairs


def _sort(claim: Claim) -> tuple[str, ...]:
    if claim.kind is Kind.MEASUREMENT:
        return claim.kind, claim.subject.id, claim.metric or ""
    return claim.kind, claim.subject.id, claim.predicate

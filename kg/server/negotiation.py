"""Content negotiation: which of several media types a client likes best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["choose"]


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that a client likes best; the first of those it likes equally.

    Args:
        accept: the header; empty means anything.
        offered: media types, the preferred one first.

    Returns:
        None where the client takes none of them.
    """
    wanted = [_parse(part) for part in (accept.strip() or "*/*").split(",")[:50]]
    best, liking = None, 0.0
    for kind in offered:
        fits = [(_closeness(pattern, kind), q) for pattern, q in wanted if _closeness(pattern, kind)]
        if fits and max(fits)[1] > liking:
            best, liking = kind, max(fits)[1]
    return best


def _parse(part: str) -> tuple[str, float]:
    pattern, *parameters = (p.strip().lower() for p in part.split(";"))
    weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return pattern, min(1.0, max(0.0, float(weight)))
    except ValueError:
        return pattern, 0.0


def _closeness(pattern: str, kind: str) -> int:
    if pattern == kind:
        return 3
    if pattern == kind.partition("/")[0] + "/*":
        return 2
    return 1 if pattern == "*/*" else 0

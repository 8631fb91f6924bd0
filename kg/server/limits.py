"""What strangers may ask of the server, at most."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True)
class Limits:
    """Bounds of one request and of all together.

    Attributes:
        seconds: from the start of the work to its end; a worker that takes longer is killed.
        rows: of one answer; a query that finds more is refused, never cut.
        size: bytes of one answer.
        memory: bytes that a worker may take beyond what it starts with.
        body: bytes of a request.
        workers: processes that answer queries; as many again answer pages.
        queue: requests that wait for a worker; those beyond are told to come again.
        patience: seconds that a request waits for a worker.
        patterns: triple patterns of a query, counted by their separators.
        groups: opening braces of a query.
    """

    seconds: float = 10.0
    rows: int = 10_000
    size: int = 10_000_000
    memory: int = 1_500_000_000
    body: int = 64_000
    workers: int = 2
    queue: int = 64
    patience: float = 20.0
    patterns: int = 80
    groups: int = 80

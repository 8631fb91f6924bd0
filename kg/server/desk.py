"""The desk of the server: takes jobs to the workers, and turns what goes wrong into answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from starlette.responses import JSONResponse, Response

from kg.server.limits import Limits
from kg.server.pool import Answer, BusyError, RefusedByWorkerError, WorkerPool

__all__ = ["Desk", "refuse"]

_WRITING: Final = 120.0
"""Seconds that one change of the store may take; one that is killed leaves nothing torn."""


def refuse(status: int, problem: str, excerpt: str = "", **headers: str) -> Response:
    """Say in JSON why a request is not answered."""
    content = {"error": problem} | ({"excerpt": excerpt} if excerpt else {})
    return JSONResponse(content, status, headers=headers)


@dataclass
class Desk:
    """Queries have workers of their own, so that strangers' queries cannot keep the pages waiting.

    Attributes:
        queries: answers SPARQL.
        pages: reads what pages show.
        writer: changes the store, one job after another; None where nothing may.
    """

    limits: Limits
    queries: WorkerPool
    pages: WorkerPool
    writer: WorkerPool | None = None

    @classmethod
    def of(cls, store: Path, limits: Limits, *, write: bool = False) -> Desk:
        """Make the desk of a store; nothing is started yet."""
        pages = replace(limits, memory=limits.memory * 2)
        writer = replace(pages, workers=1, queue=8, seconds=_WRITING)
        return cls(
            limits,
            WorkerPool(store, limits),
            WorkerPool(store, pages),
            WorkerPool(store, writer) if write else None,
        )

    @property
    def pools(self) -> list[WorkerPool]:
        """All that there are."""
        return [p for p in (self.queries, self.pages, self.writer) if p is not None]

    async def start(self) -> None:
        """Start all workers."""
        for pool in self.pools:
            await pool.start()

    async def stop(self) -> None:
        """End all workers."""
        for pool in self.pools:
            await pool.stop()

    async def ask(self, job: dict[str, Any]) -> Answer | Response:
        """Have a job done; what comes back is its answer, or the response that says why there is none."""
        pool = {"sparql": self.queries, "page": self.pages, "write": self.writer}[job["kind"]]
        assert pool is not None
        try:
            return await pool.run(job)
        except BusyError:
            return refuse(503, "too many requests are waiting; come again soon", **{"Retry-After": "5"})
        except RefusedByWorkerError as error:
            headers = {"Retry-After": "5"} if error.status == 503 else {}
            return refuse(error.status, error.problem, error.excerpt, **headers)

"""The desk of the server: takes jobs to the workers, and turns what goes wrong into answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from starlette.responses import JSONResponse, Response

from kg.server.limits import Limits
from kg.server.pool import Answer, BusyError, RefusedByWorkerError, WorkerPool

__all__ = ["Desk", "refuse"]


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
    """

    limits: Limits
    queries: WorkerPool
    pages: WorkerPool

    @classmethod
    def of(cls, store: Path, limits: Limits) -> Desk:
        """Make the desk of a store; nothing is started yet."""
        return cls(
            limits, WorkerPool(store, limits), WorkerPool(store, replace(limits, memory=limits.memory * 2))
        )

    async def start(self) -> None:
        """Start all workers."""
        await self.queries.start()
        await self.pages.start()

    async def stop(self) -> None:
        """End all workers."""
        await self.queries.stop()
        await self.pages.stop()

    async def ask(self, job: dict[str, Any]) -> Answer | Response:
        """Have a job done; what comes back is its answer, or the response that says why there is none."""
        pool = self.queries if job["kind"] == "sparql" else self.pages
        try:
            return await pool.run(job)
        except BusyError:
            return refuse(503, "too many requests are waiting; come again soon", **{"Retry-After": "5"})
        except RefusedByWorkerError as error:
            headers = {"Retry-After": "5"} if error.status == 503 else {}
            return refuse(error.status, error.problem, error.excerpt, **headers)

"""Workers, and who waits for them: first come, first served, a bounded queue, a deadline that kills."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

from kg.server.limits import Limits
from kg.server.worker import decode, encode, work

__all__ = ["Answer", "BusyError", "RefusedByWorkerError", "WorkerPool"]

_START: Final = 60.0
_TRIES: Final = 3
"""Seconds in which a worker must have opened the store."""

_MESSAGES: Final = {
    "deadline": "this took longer than {0:g} s and was ended; ask for less",
    "died": "this ended the process that read it (too deep, or more memory than is given); ask for less",
}


@dataclass(frozen=True)
class Timing:
    """Seconds that a job waited for a worker, and that the worker took."""

    waited: float
    worked: float

    @property
    def header(self) -> str:
        """As the header Server-Timing has it."""
        return f"wait;dur={1000 * self.waited:.1f}, work;dur={1000 * self.worked:.1f}"


@dataclass(frozen=True)
class Answer:
    """What a worker answers: media type, body, the snapshot it read; and the seconds that passed."""

    type: str
    body: bytes
    snapshot: str
    timing: Timing | None = None


class BusyError(Exception):
    """Too many are waiting already."""


class RefusedByWorkerError(Exception):
    """A job was not done.

    Args:
        status: as HTTP says it.
        problem: one line that says why.
        excerpt: the place in the query, or empty.
    """

    def __init__(self, status: int, problem: str, excerpt: str = "") -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem
        self.excerpt = excerpt
        self.timing: Timing | None = None


class _Worker:
    """One process, used by one thread at a time."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self._store, self._limits = store, limits
        self._context = get_context("forkserver" if hasattr(os, "fork") else "spawn")
        self._process: BaseProcess | None = None
        self._link: Connection | None = None
        self.network = "unknown"

    def start(self) -> None:
        """Start the process and wait until it has opened the store; again where it ends before that.

        Raises:
            RefusedByWorkerError: no process came up.
        """
        for _ in range(_TRIES):
            if self._started():
                return
            self.stop()
        raise RefusedByWorkerError(503, "a worker did not start")

    def _started(self) -> bool:
        here, there = self._context.Pipe()
        process = self._context.Process(  # type: ignore[attr-defined]
            target=work, args=(there, str(self._store), self._limits), daemon=True
        )
        process.start()
        there.close()
        self._process, self._link = process, here
        try:
            if not here.poll(_START):
                return False
            self.network = decode(here.recv_bytes())[0]["network"]
        except (EOFError, OSError):
            return False
        return True

    def stop(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._link is not None:
            self._link.close()
        self._process = self._link = None

    def run(self, job: dict[str, Any]) -> Answer:
        """Do a job; the process is killed where it takes too long, and started again."""
        if self._process is None:
            self.start()
        assert self._link is not None
        try:
            self._link.send_bytes(encode(job))
            if not self._link.poll(self._limits.seconds):
                self.stop()
                raise RefusedByWorkerError(504, _MESSAGES["deadline"].format(self._limits.seconds))
            head, body = decode(self._link.recv_bytes())
        except (EOFError, OSError):
            self.stop()
            raise RefusedByWorkerError(422, _MESSAGES["died"]) from None
        if "error" in head:
            raise RefusedByWorkerError(head["error"], head["problem"], head.get("excerpt", ""))
        return Answer(head["type"], body, head["snapshot"])


@dataclass
class WorkerPool:
    """Workers of one kind of job; used from one event loop.

    Args:
        store: the folder of the store.
        limits: what a job may cost.
    """

    store: Path
    limits: Limits
    waiting: int = 0
    killed: int = 0
    _workers: list[_Worker] = field(default_factory=list)
    _idle: asyncio.Queue[_Worker] = field(default_factory=asyncio.Queue)
    _threads: ThreadPoolExecutor | None = None
    _closing: threading.Event = field(default_factory=threading.Event)

    @property
    def network(self) -> str:
        """Whether the network of all workers is `cut`, `open`, or not known yet."""
        found = {w.network for w in self._workers} or {"unknown"}
        return "open" if "open" in found else min(found)

    @property
    def busy(self) -> int:
        """Workers that do a job."""
        return len(self._workers) - self._idle.qsize()

    async def start(self) -> None:
        """Start the workers."""
        context = get_context("forkserver" if hasattr(os, "fork") else "spawn")
        os.environ["KG_SERVER_PRELOAD"] = "1"
        context.set_forkserver_preload(["kg.server.worker"])
        self._threads = ThreadPoolExecutor(self.limits.workers, thread_name_prefix="kg-worker")
        loop = asyncio.get_running_loop()
        self._workers = [_Worker(self.store, self.limits) for _ in range(self.limits.workers)]
        await asyncio.gather(*(loop.run_in_executor(self._threads, w.start) for w in self._workers))
        for worker in self._workers:
            self._idle.put_nowait(worker)

    async def stop(self) -> None:
        """End all workers; jobs that still run are lost."""
        for worker in self._workers:
            with suppress(OSError, ValueError):
                worker.stop()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)

    async def run(self, job: dict[str, Any]) -> Answer:
        """Do a job when its turn comes.

        Raises:
            BusyError: too many wait, or it waited too long.
            RefusedByWorkerError: it was not done.
        """
        if self.waiting >= self.limits.queue:
            raise BusyError
        self.waiting += 1
        came = time.monotonic()
        try:
            worker = await asyncio.wait_for(self._idle.get(), self.limits.patience)
        except TimeoutError:
            raise BusyError from None
        finally:
            self.waiting -= 1
        began = time.monotonic()
        task = asyncio.get_running_loop().run_in_executor(self._threads, worker.run, job)
        task.add_done_callback(lambda _: self._idle.put_nowait(worker))
        try:
            done = await asyncio.shield(task)
        except RefusedByWorkerError as error:
            self.killed += error.status == 504
            error.timing = Timing(began - came, time.monotonic() - began)
            raise
        return replace(done, timing=Timing(began - came, time.monotonic() - began))

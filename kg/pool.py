"""A pool of processes that reads many files at once, and hands the results over in the order of the files."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from kg.errors import KGError

__all__ = ["MapFiles", "choose_jobs", "reading_pool"]

MapFiles = Callable[[Callable[[Path], Any], Iterable[Path]], Iterable[Any]]
"""Applies a function to files, in order: `map`, or that of a pool."""

_AHEAD: Final = 4
"""Files a process that may wait, read, for the one before them: bounds what is held in memory."""

_WORTH: Final = 400_000
"""Bytes from which on several processes are faster than one: each needs a second to start."""


def choose_jobs(files: Iterable[Path], jobs: int | None = None) -> int:
    """How many processes to read files with: as asked for, else all cores where that is faster."""
    files = list(files)
    if jobs is not None:
        return max(1, min(jobs, len(files)))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    size = 0
    for path in files:
        try:
            size += path.stat().st_size
        except OSError:
            continue  # whoever reads it says so
    return max(1, min(cores, len(files))) if size >= _WORTH else 1


@contextmanager
def reading_pool(jobs: int) -> Iterator[MapFiles]:
    """Open a pool; with one job there is none, and `map` itself comes back.

    The function and its results must survive pickling. Processes are started afresh, not forked: the store
    has threads of its own, which a fork would tear off.
    """
    if jobs <= 1:
        yield map
        return
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
    try:
        yield partial(_in_order, pool, jobs * _AHEAD)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, ahead: int, function: Callable[[Path], Any], files: Iterable[Path]
) -> Iterator[Any]:
    waiting: deque[tuple[Path, Future[Any]]] = deque()
    rest = iter(files)
    try:
        for path in rest:
            waiting.append((path, pool.submit(function, path)))
            if len(waiting) >= ahead:
                yield waiting.popleft()[1].result()
        while waiting:
            yield waiting[0][1].result()
            waiting.popleft()
    except BrokenProcessPool:
        path = waiting[0][0] if waiting else Path()
        raise KGError(
            "a reading process was killed; is memory short?",
            place=f"{path} or soon after",
            fix="use --jobs 1",
        ) from None

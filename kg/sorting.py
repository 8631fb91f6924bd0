"""Lines in order, however many: sorted in runs that fit into memory, kept in files, and merged.

Knuth, The Art of Computer Programming, volume 3, 5.4 (external sorting).
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final

__all__ = ["sort_lines"]

RUN: Final = 32 * 2**20
"""Bytes that are sorted at once; memory takes about twice as much."""

_AT_ONCE: Final = 64
"""Files that are merged at once, far below the number that a process may have open."""


def sort_lines(
    lines: Iterable[bytes], folder: Path | None = None, *, run: int | None = None
) -> Iterator[bytes]:
    """Sort lines by byte, which for UTF-8 is by code point, in memory that does not grow with their number.

    Args:
        lines: each ends with a newline and holds no other.
        folder: where files are kept meanwhile, without names, so that nothing is left of them whatever
            happens; the system's folder for such files where None. None is made for less than one run.
        run: bytes that are sorted at once; `RUN` where None.

    Raises:
        OSError: there is no room for the files.
    """
    with ExitStack() as files:
        kept: list[IO[bytes]] = []
        last: list[bytes] = []
        size = 0
        for line in lines:
            last.append(line)
            size += len(line)
            if size >= (RUN if run is None else run):
                last.sort()
                kept.append(_keep(last, folder, files))
                last, size = [], 0
                if len(kept) == _AT_ONCE:
                    merged = _keep(heapq.merge(*kept), folder, files)
                    for file in kept:
                        file.close()
                    kept = [merged]
        last.sort()
        yield from heapq.merge(*kept, last) if kept else last


def _keep(lines: Iterable[bytes], folder: Path | None, files: ExitStack) -> IO[bytes]:
    file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  (closed by the stack)
    files.callback(file.close)
    file.writelines(lines)
    file.seek(0)
    return file

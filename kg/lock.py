"""Locks between processes: a file that one holds, or several share; a writer leaves its process id in it."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import StoreBusyError, StoreError

__all__ = ["FileLock", "WriterLock"]


class FileLock:
    """A lock on a file; the system lets go of it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Take the lock alone; False where others hold it, or the file cannot be opened."""
        return self._get(os.O_RDWR | os.O_CREAT, alone=True)

    def share(self) -> bool:
        """Take the lock together with others; False where somebody holds it alone, or there is no file."""
        return self._get(os.O_RDONLY, alone=False)

    def _get(self, flags: int, *, alone: bool) -> bool:
        try:
            handle = os.open(self._path, flags, 0o644)
        except OSError:
            return False
        if not _try_lock(handle, alone=alone):
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Let go of the lock."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class WriterLock:
    """Held while a store is written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            StoreBusyError: another process holds it; the message names the process.
            StoreError: the lock file cannot be opened.
        """
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(
                error.strerror or "cannot be opened",
                place=str(self._path),
                fix="check the permissions of the store",
            ) from None
        if not _try_lock(handle, alone=True):
            holder = os.read(handle, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(handle)
            raise StoreBusyError(
                f"process {holder} is writing to this store",
                place=str(self._path.parent),
                fix="wait for it to end, or use another --store",
            )
        try:
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode("ascii"))
        except OSError:
            pass  # on a full disk the lock holds all the same
        self._handle = handle

    def release(self) -> None:
        """Let go of the lock."""
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None

    @staticmethod
    def is_held(path: Path) -> bool:
        """Whether a process holds the lock of a file now."""
        lock = FileLock(path)
        free = not path.exists() or lock.share()
        lock.release()
        return not free

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _try_lock(handle: int, *, alone: bool) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return not alone
        return True
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

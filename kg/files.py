"""Files that are either whole or not there: written beside, flushed to the disk, then moved into place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kg.errors import StoreError

__all__ = ["make_folder", "sync_folder", "write_new", "write_whole", "writing_whole"]


def sync_folder(path: Path) -> None:
    """Flush a folder's entries to the disk; where the system cannot, do nothing."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


@contextmanager
def writing_whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file to write, that a crash or an error leaves either as it was or complete.

    Raises:
        StoreError: the disk is full or the folder cannot be written.
    """
    path = Path(os.path.realpath(path))  # a link goes on pointing where it does
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as f:
            yield f
            f.flush()
            os.fsync(f.fileno())
        beside.replace(path)
    except OSError as error:
        raise StoreError(
            error.strerror or "cannot be written", place=str(path), fix="make room or check permissions"
        ) from None
    finally:
        with suppress(OSError):  # it is in place, or was never there
            beside.unlink()
    sync_folder(path.parent)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that a crash leaves either as it was or complete.

    Raises:
        StoreError: the disk is full or the folder cannot be written.
    """
    with writing_whole(path) as f:
        f.write(data)


def write_new(path: Path, data: bytes, *, flush: bool = True) -> None:
    """Write a file whose name tells its content, flushed to the disk; a crash may leave a part of it.

    The file's own flush keeps its name too on the usual file systems (ext4, xfs, btrfs), so that this costs
    one flush where `write_whole` costs two.

    Args:
        path: the file.
        data: what it is to hold.
        flush: whether to flush it now; else the caller does, before it counts.

    Raises:
        StoreError: the disk is full or the folder cannot be written.
    """
    try:
        with path.open("wb") as f:
            f.write(data)
            f.flush()
            if flush:
                os.fsync(f.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StoreError(
            error.strerror or "cannot be written", place=str(path), fix="make room or check permissions"
        ) from None


def make_folder(path: Path) -> None:
    """Make a folder and those above it.

    Raises:
        StoreError: it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            error.strerror or "cannot be made", place=str(path), fix="check the path and its permissions"
        ) from None

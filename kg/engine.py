"""The files of a store that the engine needs: its format, its database, and snapshots for readers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import StoreError
from kg.files import make_folder, write_whole

__all__ = ["FORMAT", "check_format", "current_snapshot", "open_engine", "publish_snapshot"]

FORMAT: Final = 1
"""Format of the folder; a store of another format is refused, never guessed at."""

_SNAPSHOTS_KEPT: Final = 2


def check_format(path: Path, *, write: bool) -> None:
    """Refuse a folder that is no store of this format; a new one is marked as such.

    Raises:
        StoreError: there is none, it holds other things, or another kg made it.
    """
    marker = path / "store.json"
    try:
        found: Any = json.loads(marker.read_text("utf-8"))
    except FileNotFoundError:
        if not write:
            raise StoreError(
                "there is no store here", place=str(path), fix="make one with: kg load FILE..."
            ) from None
        others = [p.name for p in path.iterdir() if p.name != "lock"]
        if others:
            raise StoreError(
                f"this folder holds other things ({min(others)})",
                place=str(path),
                fix="name an empty or new folder",
            ) from None
        write_whole(marker, json.dumps({"format": FORMAT}).encode("ascii"))
        return
    except (OSError, ValueError):
        raise StoreError(
            "store.json cannot be read", place=str(path), fix="restore it from a backup"
        ) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise StoreError(
            f"this store has format {found!r}, not {FORMAT}", place=str(path), fix="use the kg that made it"
        )


def current_snapshot(path: Path) -> tuple[int, Path]:
    """Number and folder of the newest snapshot.

    Raises:
        StoreError: there is none yet, or which it is cannot be read.
    """
    try:
        number = int((path / "snapshots" / "CURRENT").read_text("ascii"))
    except FileNotFoundError:
        raise StoreError(
            "nothing has been loaded yet", place=str(path), fix="load something with: kg load FILE..."
        ) from None
    except (OSError, ValueError):
        raise StoreError(
            "snapshots/CURRENT cannot be read", place=str(path), fix="run any writing command, e.g. kg load"
        ) from None
    return number, path / "snapshots" / str(number)


def open_engine(path: Path, open_it: Callable[[str], ox.Store]) -> ox.Store:
    """Open a database.

    Raises:
        StoreError: it is damaged, or another program has it open.
    """
    try:
        return open_it(str(path))
    except (OSError, ValueError, RuntimeError) as error:
        text = " ".join(str(error).split())
        raise StoreError(
            f"the database cannot be opened ({text[:120]})",
            place=str(path),
            fix="is another program using it?",
        ) from None


def publish_snapshot(graph: ox.Store, path: Path, number: int) -> None:
    """Copy a database for readers, as the newest snapshot, and forget old ones; it shares the files.

    Args:
        graph: the database that the writer uses.
        path: the store's folder.
        number: of the last journal entry that is in it.

    Raises:
        StoreError: the disk is full or the folder cannot be written.
    """
    folder = path / "snapshots"
    make_folder(folder)
    target = folder / f"{number}"
    shutil.rmtree(target, ignore_errors=True)
    graph.flush()
    try:
        graph.backup(str(target))
    except OSError as error:
        raise StoreError(
            error.strerror or str(error), place=str(target), fix="make room on the disk"
        ) from None
    write_whole(folder / "CURRENT", f"{number}\n".encode("ascii"))
    numbers = sorted((int(p.name) for p in folder.iterdir() if p.name.isdigit()), reverse=True)
    for old in numbers[_SNAPSHOTS_KEPT:]:
        shutil.rmtree(folder / str(old), ignore_errors=True)

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
from kg.lock import FileLock

__all__ = [
    "FORMAT",
    "Snapshot",
    "Unfinished",
    "check_format",
    "mark_format",
    "open_engine",
    "open_graph",
    "publish_snapshot",
]

FORMAT: Final = 2
"""Format of the folder; a store of another format is refused, never guessed at."""

_SNAPSHOTS_KEPT: Final = 2
_TRIES: Final = 50


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
        mark_format(path)
        return
    except (OSError, ValueError):
        raise StoreError("store.json cannot be read", place=str(path), fix="run: kg repair") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise StoreError(
            f"this store has format {found!r}, not {FORMAT}", place=str(path), fix="use the kg that made it"
        )


def mark_format(path: Path) -> None:
    """Mark a folder as a store of this format."""
    write_whole(path / "store.json", json.dumps({"format": FORMAT}).encode("ascii"))


class Unfinished:
    """A note in a store's folder that something is not in a snapshot yet; none where there is no folder."""

    def __init__(self, folder: Path | None) -> None:
        self._path = None if folder is None else folder / "unfinished"
        self._noted = False

    def is_noted(self) -> bool:
        """Whether the note is there."""
        return self._noted or (self._path is not None and self._path.exists())

    def note(self) -> None:
        """Leave the note, flushed to the disk.

        Raises:
            StoreError: it cannot be written.
        """
        if self._path is not None and not self._noted:
            write_whole(self._path, b"")
        self._noted = True

    def clear(self) -> None:
        """Take the note away."""
        self._noted = False
        if self._path is not None:
            self._path.unlink(missing_ok=True)


class Snapshot:
    """A read-only copy of the database; it stays until it is closed, whatever is published meanwhile.

    Attributes:
        number: of the last journal entry that is in it.
        folder: where it is.
    """

    def __init__(self, number: int, folder: Path, hold: FileLock) -> None:
        self.number = number
        self.folder = folder
        self._hold = hold

    @classmethod
    def open(cls, path: Path) -> Snapshot:
        """Open the newest snapshot of a store.

        Raises:
            StoreError: there is none yet, or which it is cannot be read.
        """
        for _ in range(_TRIES):
            number, folder = _current(path)
            hold = FileLock(folder.with_name(f"{folder.name}.lock"))
            if hold.share() and folder.is_dir():
                return cls(number, folder, hold)
            hold.release()  # a newer one was published just now, and this one deleted
        raise StoreError(
            "the newest snapshot is missing", place=str(path), fix="run: kg repair, or any writing command"
        )

    @staticmethod
    def newest_number(path: Path) -> int:
        """Number of the last journal entry that is in the newest snapshot; 0 where there is none."""
        try:
            number, folder = _current(path)
        except StoreError:
            return 0
        return number if folder.is_dir() else 0

    @staticmethod
    def newest_folder(path: Path) -> Path | None:
        """Where the newest snapshot is; None where there is none."""
        try:
            return _current(path)[1]
        except StoreError:
            return None

    def close(self) -> None:
        """Let go of the snapshot."""
        self._hold.release()


def _current(path: Path) -> tuple[int, Path]:
    folder = path / "snapshots"
    try:
        name = (folder / "CURRENT").read_text("ascii").strip()
        return int(name.partition(".")[0]), folder / name
    except FileNotFoundError:
        raise StoreError(
            "nothing has been loaded yet", place=str(path), fix="load something with: kg load FILE..."
        ) from None
    except (OSError, ValueError):
        raise StoreError("snapshots/CURRENT cannot be read", place=str(path), fix="run: kg repair") from None


def open_graph(path: Path) -> ox.Store:
    """Open the database that the writer uses; where there is none, a copy of the newest snapshot becomes it.

    Raises:
        StoreError: it is damaged, or another program has it open.
    """
    folder = path / "graph"
    if not folder.exists() and Snapshot.newest_number(path):
        _, snapshot = _current(path)
        beside = path / "graph.part"
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(snapshot, beside)
        beside.rename(folder)
    return open_engine(folder, ox.Store)


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
            fix="run kg repair, which makes it anew from what is kept",
        ) from None


def publish_snapshot(
    graph: ox.Store, path: Path, number: int, write_table: Callable[[Path], None] | None = None
) -> Path:
    """Copy a database for readers, as the newest snapshot, and forget old ones; it shares the files.

    Args:
        graph: the database that the writer uses.
        path: the store's folder.
        number: of the last journal entry that is in it.
        write_table: writes the table that goes with it to a new file.

    Returns:
        Where the snapshot is.

    Raises:
        StoreError: the disk is full or the folder cannot be written.
    """
    folder = path / "snapshots"
    make_folder(folder)
    taken = {p.name for p in folder.iterdir()}
    name = next(f"{number}.{n}" for n in range(len(taken) + 1) if f"{number}.{n}" not in taken)
    try:
        graph.flush()
        graph.backup(str(folder / name))
        (folder / f"{name}.lock").touch()
        if write_table is not None:
            write_table(folder / f"{name}.table")
    except StoreError:
        shutil.rmtree(folder / name, ignore_errors=True)
        raise
    except OSError as error:
        shutil.rmtree(folder / name, ignore_errors=True)
        raise StoreError(
            error.strerror or " ".join(str(error).split())[:120],
            place=str(folder / name),
            fix="make room on the disk; what was loaded is kept",
        ) from None
    write_whole(folder / "CURRENT", f"{name}\n".encode("ascii"))
    _forget_old(folder, name)
    return folder / name


def numbers_in_use(path: Path) -> list[int]:
    """Numbers of the snapshots, but for the newest, that somebody reads."""
    folder = path / "snapshots"
    current = _current(path)[1].name
    found = []
    for old in folder.iterdir():
        if old.is_dir() and old.name != current:
            hold = FileLock(old.with_name(f"{old.name}.lock"))
            if not hold.take():
                found.append(int(old.name.partition(".")[0]))
            hold.release()
    return found


def _forget_old(folder: Path, current: str) -> None:
    """Delete snapshots that nobody reads, but for the newest of them."""
    known = [p for p in folder.iterdir() if p.is_dir() and p.name != current]
    for old in sorted(known, key=lambda p: p.stat().st_mtime, reverse=True)[_SNAPSHOTS_KEPT - 1 :]:
        hold = FileLock(old.with_name(f"{old.name}.lock"))
        if hold.take():
            shutil.rmtree(old, ignore_errors=True)
            old.with_name(f"{old.name}.lock").unlink(missing_ok=True)
            hold.release()
    for table in folder.glob("*.table"):
        if not table.with_suffix("").is_dir():
            table.unlink(missing_ok=True)

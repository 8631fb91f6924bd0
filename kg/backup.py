"""Backup and restore: a copy of a store that is itself a store, whole or not there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kg.engine import Snapshot, mark_format
from kg.errors import InputError, StoreError
from kg.files import make_folder, sync_folder, write_whole
from kg.history import History
from kg.ids import hash_text
from kg.journal import NAMES, write_lines
from kg.store import Store
from kg.tabulation import table_path
from kg.texts import FolderTexts
from kg.validation import check

__all__ = ["back_up", "restore"]


def back_up(path: Path, target: Path) -> int:
    """Copy a store as readers see it; a writer is not held up, and what it does meanwhile is not in the copy.

    Every text and record is compared with its hash on the way. The copy can be opened like any store.

    Args:
        path: the store's folder.
        target: the folder to make.

    Returns:
        Number of the last journal entry that is in the copy.

    Raises:
        InputError: the target is there already.
        StoreError: there is no store, something in it is damaged, or there is no room.
    """
    _refuse_present(target)
    beside = target.with_name(f".{target.name}.part")
    while True:
        number = Snapshot.newest_number(path)
        shutil.rmtree(beside, ignore_errors=True)
        try:
            with Store(path) as store:
                number = store.number
                _copy(store, beside)
            beside.rename(target)
        except (OSError, StoreError) as error:
            shutil.rmtree(beside, ignore_errors=True)
            if isinstance(error, StoreError) and Snapshot.newest_number(path) > number:
                continue  # what was removed meanwhile is not in the newest snapshot
            if isinstance(error, StoreError):
                raise
            raise StoreError(
                error.strerror or "cannot be written", place=str(target), fix="make room or check permissions"
            ) from None
        sync_folder(target.parent)
        return number


def _copy(store: Store, target: Path) -> None:
    """Copy what a reader sees into a new folder, and flush it to the disk."""
    make_folder(target)
    mark_format(target)
    entries = store.journal.entries[: store.number]
    data, _ = write_lines(entries)
    for name in NAMES:
        write_whole(target / name, data)
    history = History(entries)
    for folder, suffix, kept, names in (
        ("texts", ".txt", store.texts, {e.text for v in history.live for e in history.loads_of(v)}),
        ("records", ".jsonl", store.records, {e.claims for v in history.live for e in history.loads_of(v)}),
    ):
        copies = FolderTexts(target / folder, suffix)
        for name in sorted(names):
            text = kept.get(name)
            if hash_text(text) != name:
                raise StoreError(
                    f"{folder}/{name[:10]} has been changed", place=str(store.path), fix="run kg repair first"
                )
            copies.put(name, text)
    assert store.snapshot is not None
    snapshot = store.snapshot.folder
    make_folder(target / "snapshots")
    shutil.copytree(snapshot, target / "snapshots" / snapshot.name)
    (target / "snapshots" / f"{snapshot.name}.lock").touch()
    table = store.table
    if table is not None:
        table.write(table_path(target / "snapshots" / snapshot.name))
    write_whole(target / "snapshots" / "CURRENT", f"{snapshot.name}\n".encode("ascii"))
    if hasattr(os, "sync"):
        os.sync()  # the copied files of the database


def restore(backup: Path, target: Path) -> int:
    """Make a store from a backup, after a check of the backup.

    Args:
        backup: the folder that `back_up` made.
        target: the folder of the new store; not there yet, or empty.

    Returns:
        Number of the last journal entry.

    Raises:
        InputError: the target holds something.
        StoreError: the backup is damaged; the message names the first thing that is.
    """
    if target.is_dir() and not any(target.iterdir()):
        target.rmdir()
    _refuse_present(target)
    with Store(backup) as store:
        problems = check(store)
    if problems:
        raise StoreError(
            f"the backup is damaged: {problems[0]}",
            place=str(backup),
            fix="kg check names all; try another backup",
        )
    return back_up(backup, target)


def _refuse_present(target: Path) -> None:
    if target.exists():
        raise InputError(
            "this is there already", place=str(target), fix="name a folder that is not there yet"
        )
